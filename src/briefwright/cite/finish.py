"""After citeproc: what it leaves undone in citations and in the list of references."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from briefwright import ast
from briefwright.ast import Node
from briefwright.cite.resolve import REFERENCES

_LABEL = re.compile(r"(?:^|[\W_])(?:[^\W\d_]{1,9}\.?|[§¶]{1,2})\Z")
"""A word that belongs to the number after it: "p.", "para.", "Note"."""


def finish(blocks: list[Node], addenda: Mapping[str, Sequence[str]]) -> list[Node]:
    """A tree after citation processing, finished.

    A label and its number stay on one line. Entries in the list of references get what the style has no room
    for: language, EDN, archived copy. A list without entries goes, and its heading with it. addenda: by key.
    """
    cites: list[Node] = []
    listed = False
    for node in ast.walk(blocks):  # in place: the tree was made by citeproc a moment ago
        if node["t"] == "Cite":
            node["c"][1] = ast.rewrite(_joined(node["c"][1]), _joined_below)
            cites.append(node)
        elif node["t"] == "Div" and "csl-entry" in node["c"][0][1]:
            _add_addenda(node, addenda)
            listed = True
    if not listed:  # a style without a list of references: citeproc links to entries all the same
        for node in cites:
            node["c"][1] = ast.rewrite(node["c"][1], _without_link)
    return _without_empty_list(blocks)


def _joined_below(node: Node) -> Node | None:
    content = node.get("c")
    if node["t"] in ("Emph", "Strong", "Superscript", "Para", "Plain") and isinstance(content, list):
        return {"t": node["t"], "c": _joined(content)}
    if node["t"] in ("Span", "Link") and isinstance(content, list):
        return {"t": node["t"], "c": [content[0], _joined(content[1]), *content[2:]]}
    return None


def _without_link(node: Node) -> list[Node] | None:
    return list(node["c"][1]) if node["t"] == "Link" and node["c"][2][0].startswith("#ref-") else None


def _joined(inlines: Sequence[Node]) -> list[Node]:
    out: list[Node] = []
    for index, node in enumerate(inlines):
        following = inlines[index + 1] if index + 1 < len(inlines) else None
        number = following and following["t"] == "Str" and following["c"][:1].isdigit()
        label = out and out[-1]["t"] == "Str" and _LABEL.search(out[-1]["c"])
        out.append(ast.string("\u00a0") if node["t"] == "Space" and number and label else node)
    return out


def _add_addenda(entry: Node, addenda: Mapping[str, Sequence[str]]) -> None:
    for text in addenda.get(ast.identifier_of(entry).removeprefix("ref-"), ()):
        _append(entry["c"][1], [{"t": "Space"}, *_linked(text)])


def _without_empty_list(blocks: list[Node]) -> list[Node]:
    """Blocks without a list of references that has nothing in it, and without the heading above it."""
    kept: list[Node] = []
    for block in blocks:
        if block["t"] == "Div" and ast.identifier_of(block) == REFERENCES and not block["c"][1]:
            if kept and kept[-1]["t"] == "Header":
                kept.pop()
        elif block["t"] == "Div":
            kept.append(ast.div(_without_empty_list(block["c"][1]), block["c"][0]))
        else:
            kept.append(block)
    return kept


def _append(blocks: list[Node], inlines: list[Node]) -> None:
    last = blocks[-1]
    content = last["c"]
    if content and content[-1]["t"] == "Span" and "csl-right-inline" in ast.classes_of(content[-1]):
        content = content[-1]["c"][1]
    content.extend(inlines)


def _linked(text: str) -> list[Node]:
    """Words, web addresses among them as links."""
    nodes: list[Node] = []
    for word in ast.words(text):
        if word["t"] == "Str" and word["c"].startswith(("https://", "http://")):
            address = word["c"].rstrip(".,;")
            nodes.append(ast.link([ast.string(address)], address))
            rest = word["c"][len(address) :]
            nodes += [ast.string(rest)] if rest else []
        else:
            nodes.append(word)
    return nodes
