"""References as a list of references has them, one by one, as plain text: for people who ask about a source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from briefwright import ast, pandoc
from briefwright.ast import Node
from briefwright.cite.nodes import bare_cite
from briefwright.cite.references import to_csl_items
from briefwright.cite.styles import Style, find_style
from briefwright.diagnostics import Warned
from briefwright.model import Bibliography

WITH_LIST = "apa"
"""The style that stands in for one that prints no list of references."""


def format_references(
    bibliography: Bibliography, keys: Sequence[str], style: Style, lang: str
) -> Warned[Mapping[str, str]]:
    """The text of each reference, by key; keys that are unknown or broken are left out.

    style: of the list; APA where it has none. lang: BCP 47. Findings: as to_csl_items.
    """
    if not style.has_bibliography:
        style = find_style(WITH_LIST)
    csl = to_csl_items(bibliography, tuple(dict.fromkeys(keys)), lang)
    if not csl.value.items:
        return Warned({}, csl.findings)
    cited = [ast.para([bare_cite(str(item["id"]))]) for item in csl.value.items]
    blocks, _ = pandoc.process_citations(cited, csl.value.items, csl=style.path, lang=lang)
    texts: dict[str, str] = {}
    for node in ast.walk(blocks):
        key = ast.identifier_of(node).removeprefix("ref-")
        if node["t"] == "Div" and "csl-entry" in ast.classes_of(node):
            texts[key] = " ".join([_entry_text(node), *csl.value.addenda.get(key, ())])
    return Warned(texts, csl.findings)


def _entry_text(entry: Node) -> str:
    """An entry's text; a number in the margin, which says nothing outside its list, is left out."""
    margin = [node for node in ast.walk(entry) if node["t"] == "Span" and "csl-left-margin" in ast.classes_of(node)]
    without = ast.rewrite(entry, lambda node: [] if node in margin else None)
    return " ".join(ast.text_of(without).split())
