"""What each fact rests on, beside it in the HTML: shown by the style sheet alone on hover and on keyboard focus.

A fact's citation is a link and takes the focus for the fact; a fact without one takes it itself. What is shown is
the description of what has the focus, so that screen readers say it too (WAI-ARIA, aria-describedby). Without the
style sheet, and on paper, the attribute `hidden` keeps it out of the text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from briefwright import ast
from briefwright.ast import Node
from briefwright.document import Document, Standing, Support

_NOTE = re.compile(r'<a (?=[^>]*class="footnote-ref")([^>]*)>(<sup>\d+</sup></a>(?:</span>|[^<])*<span id="(e-[^"]+)")')


def with_evidence(blocks: list[Node], document: Document) -> list[Node]:
    """Blocks in which each fact ends with what it rests on; not within links, which can hold nothing to focus."""
    return _changed(blocks, document)  # type: ignore[no-any-return]  # a list gives a list


def described_notes(body: str) -> str:
    """HTML in which the mark of a fact's note is described by what the fact rests on; pandoc writes the mark."""
    return _NOTE.sub(r'<a \1 aria-describedby="\3">\2', body)


def _changed(value: Any, document: Document) -> Any:
    if isinstance(value, list):
        return [_changed(item, document) for item in value]
    if not isinstance(value, dict):
        return value
    if value.get("t") in ("Link", "Image"):
        return value
    copy = {key: _changed(item, document) for key, item in value.items()}
    standing = document.evidence.get(ast.pairs_of(copy).get("data-fact", "")) if copy.get("t") == "Span" else None
    return _fact(copy, standing, document.words) if standing and ast.identifier_of(copy) else copy


def _fact(node: Node, standing: Standing, words: Mapping[str, str]) -> Node:
    (identifier, classes, pairs), inlines = node["c"]
    panel = f"e-{identifier}"
    own: list[list[str]] = []
    links = [one for one in ast.walk(inlines) if one["t"] in ("Link", "Note")]
    if not links:
        # named by its own words: a group has no name of itself
        own = [["tabindex", "0"], ["role", "group"], ["aria-labelledby", identifier], ["aria-describedby", panel]]
    elif links[0]["t"] == "Link":
        links[0]["c"][0] = [*links[0]["c"][0][:2], [*links[0]["c"][0][2], ["aria-describedby", panel]]]
    attr = [identifier, classes, [*pairs, *own]]
    return ast.span([*inlines, _panel(panel, standing, words)], attr)


def _panel(identifier: str, standing: Standing, words: Mapping[str, str]) -> Node:
    rows = [ast.span(_support(item), ast.attributes()) for item in standing.supports]
    stands = (
        (words.get("column-kind", "Kind"), standing.kind),
        (words.get("column-speaker", "Speaker"), standing.speaker),
        (words.get("column-date", "Date"), standing.date),
        (words.get("column-status", "Status"), standing.status),
    )
    text = " · ".join(f"{name}: {value}" for name, value in stands if value)
    rows.append(ast.span(ast.words(text), ast.attributes(classes=["standing"])))
    spaced = [node for row in rows for node in (row, {"t": "Space"})][:-1]
    return ast.span(spaced, ast.attributes(identifier, ["evidence"], {"hidden": ""}))


def _support(item: Support) -> list[Node]:
    """ "Maza 2017, para. 4, citing Pich 2015 (supports in part): “...” (translation: “...”)"."""
    nodes: list[Node] = [{"t": "Strong", "c": ast.words(item.source)}]
    rest = "".join(f", {text}" for text in (item.locator, item.original) if text)
    rest += f" ({item.relation})" if item.relation else ""
    rest += ": " if item.quote else ""
    nodes += ast.words(rest)
    if item.quote:
        lang = {"lang": item.quote_lang} if item.quote_lang else {}
        nodes += [ast.span(ast.words(item.quote), ast.attributes(pairs=lang))] if lang else ast.words(item.quote)
    return [*nodes, {"t": "Space"}, *ast.words(f"({item.translation})")] if item.translation else nodes
