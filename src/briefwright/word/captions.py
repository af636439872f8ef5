"""Numbers of captions, and what refers to them, as Word's fields (ECMA-376 part 1, 17.16.5.56 SEQ, 17.16.5.51 REF)."""

from __future__ import annotations

from briefwright import ast
from briefwright.ast import Node
from briefwright.cite.captions import NUMBER, REFERENCE

SEQUENCES = {"table": "Table", "figure": "Figure"}
"""From the kind of a caption to the name of its sequence, which Word's own captions have in English too."""


def caption_field(node: Node) -> Node | None:
    """A number, or a link that says one, around which there is a field; None for any other node.

    To be done in pandoc's tree: the field's runs stand around what pandoc writes, its result.
    """
    if node["t"] == "Span" and NUMBER in ast.classes_of(node):
        sequence = SEQUENCES[ast.pairs_of(node)["data-of"]]
        return _field(f" SEQ {sequence} \\* ARABIC ", node["c"][1])
    if node["t"] == "Link" and REFERENCE in ast.classes_of(node):
        return _field(f" REF {ast.pairs_of(node)['data-label']} \\h ", node["c"][1])
    return None


def _field(code: str, result: list[Node]) -> Node:
    begin = _run('<w:fldChar w:fldCharType="begin"/>') + _run(f'<w:instrText xml:space="preserve">{code}</w:instrText>')
    inlines = [
        ast.raw("openxml", begin + _run('<w:fldChar w:fldCharType="separate"/>')),
        *result,
        ast.raw("openxml", _run('<w:fldChar w:fldCharType="end"/>')),
    ]
    return ast.span(inlines, ast.attributes())


def _run(content: str) -> str:
    return f"<w:r>{content}</w:r>"
