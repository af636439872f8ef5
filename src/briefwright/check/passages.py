"""The text of a brief as the checker reads it: what the author wrote, which facts stand in it, what is cited."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from briefwright import ast
from briefwright.ast import Node
from briefwright.diagnostics import Location
from briefwright.document import AnchorKind, Document

FACT_MARK = "\ufffc"
"""Stands in `Passage.own` for each fact (U+FFFC OBJECT REPLACEMENT CHARACTER)."""


@dataclass(frozen=True, slots=True)
class FactUse:
    """A fact in a passage."""

    id: str
    part: str
    """statement, clause, label, date or value.NAME."""
    text: str
    """As it is printed, without its citation."""
    cited: bool


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, a list item's text or a table's cell."""

    kind: AnchorKind
    location: Location
    text: str
    """What a reader sees, without citations and notes."""
    own: str
    """The author's own words: each fact is one FACT_MARK, citations and notes are left out."""
    facts: tuple[FactUse, ...]
    cites: tuple[str, ...]
    """Keys cited anywhere in it, facts' citations included."""
    own_cites: tuple[str, ...]
    """Keys that the author cites, outside facts."""
    heading: str
    """The nearest heading above it."""
    box: str
    """The class of the Div around it: summary, key-points, note, ...; empty outside."""


def passages_of(document: Document) -> tuple[Passage, ...]:
    """The passages of a document in reading order; the list of references is none."""
    return tuple(_walk(document.blocks, document, _State()))


@dataclass(slots=True)
class _State:
    heading: str = ""
    box: str = ""


def _walk(value: Any, document: Document, state: _State) -> Iterator[Passage]:
    if isinstance(value, (list, tuple)):
        for item in value:
            yield from _walk(item, document, state)
        return
    if not isinstance(value, dict):
        return
    kind = value.get("t")
    if kind == "Header":
        state.heading = ast.text_of(value["c"][2], notes=False).strip()
    elif kind == "Div":
        if ast.identifier_of(value) == "refs":
            return
        outer, state.box = state.box, next(iter(ast.classes_of(value)), state.box)
        yield from _walk(value["c"][1], document, state)
        state.box = outer
    elif kind == "Span" and "anchor" in ast.classes_of(value):
        yield _passage(value, document, state)
    else:
        yield from _walk(value.get("c") if "t" in value else list(value.values()), document, state)


def _passage(span: Node, document: Document, state: _State) -> Passage:
    inlines = span["c"][1]
    anchor = next((one for one in document.anchors if one.id == ast.identifier_of(span)), None)
    facts = [node for node in ast.walk(inlines) if node["t"] == "Span" and "fact" in ast.classes_of(node)]
    outside = ast.rewrite(inlines, lambda node: ast.string(FACT_MARK) if node in facts else None) if facts else inlines
    return Passage(
        kind=anchor.kind if anchor else AnchorKind.PARAGRAPH,
        location=anchor.origin if anchor else document.brief.location,
        text=_plain(inlines),
        own=_plain(outside),
        facts=tuple(_use(node) for node in facts),
        cites=_cited(inlines),
        own_cites=_cited(outside),
        heading=state.heading,
        box=state.box,
    )


def _use(span: Node) -> FactUse:
    pairs = ast.pairs_of(span)
    return FactUse(pairs["data-fact"], pairs["data-part"], _plain(span["c"][1]), bool(_cited(span["c"][1])))


def _plain(inlines: Sequence[Node]) -> str:
    """Visible text without citations and notes, white space single, none before a stop."""
    bare = ast.rewrite(list(inlines), lambda node: [] if node["t"] in ("Cite", "Note") else None)
    text = " ".join(ast.text_of(bare, notes=False).split())
    for stop in ".,;:!?":
        text = text.replace(f" {stop}", stop)
    return text


def _cited(inlines: Any) -> tuple[str, ...]:
    keys = (item["citationId"] for node in ast.walk(inlines) if node["t"] == "Cite" for item in node["c"][0])
    return tuple(dict.fromkeys(keys))
