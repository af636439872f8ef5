"""The text of a brief as the checker reads it: what the author wrote, which facts stand in it, what is cited."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from briefwright import ast
from briefwright.ast import Node
from briefwright.diagnostics import Location
from briefwright.document import Anchor, AnchorKind, Document

FACT_MARK = "\ufffc"
"""Stands in `Passage.own` for each fact (U+FFFC OBJECT REPLACEMENT CHARACTER)."""
CITE_MARK = "\ufff9"
"""Stands in `Passage.marked` for each citation and note of the author's own."""
FOREIGN_MARK = "\ufffa"
"""Stands in `Passage.marked` for words marked as being in another language."""


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
    marked: str = ""
    """As `own`, but each of the author's citations and notes is one CITE_MARK, words in another language one
    FOREIGN_MARK."""
    cited_at: tuple[tuple[tuple[str, str], ...], ...] = ()
    """For each CITE_MARK its keys, each with its locator as text ("p. 434"); a note without citations has none."""
    headings: tuple[str, ...] = ()
    """The headings that it stands under, from the highest level down."""
    quoted: bool = False
    """Whether it stands in a block quotation, or is the caption of a figure or table."""
    lang: str = ""
    """The language tag of the Div around it; empty for the document's."""


def passages_of(document: Document) -> tuple[Passage, ...]:
    """The passages of a document in reading order; the list of references is none."""
    return tuple(_walk(document.blocks, document, _State({anchor.id: anchor for anchor in document.anchors})))


@dataclass(slots=True)
class _State:
    anchors: Mapping[str, Anchor]
    headings: dict[int, str] = field(default_factory=dict)
    box: str = ""
    quoted: bool = False
    lang: str = ""

    def under(self, level: int, heading: str) -> None:
        """Note a heading, which ends the sections of its level and below."""
        self.headings = {depth: text for depth, text in self.headings.items() if depth < level} | {level: heading}


def _walk(value: Any, document: Document, state: _State) -> Iterator[Passage]:
    if isinstance(value, (list, tuple)):
        for item in value:
            yield from _walk(item, document, state)
        return
    if not isinstance(value, dict):
        return
    kind = value.get("t")
    if kind == "Header":
        state.under(value["c"][0], ast.text_of(value["c"][2], notes=False).strip())
    elif kind == "Div":
        if ast.identifier_of(value) == "refs":
            return
        outer = state.box, state.lang
        state.box = next(iter(ast.classes_of(value)), state.box)
        state.lang = ast.pairs_of(value).get("lang", state.lang)
        yield from _walk(value["c"][1], document, state)
        state.box, state.lang = outer
    elif kind in ("BlockQuote", "Figure", "Caption"):
        before, state.quoted = state.quoted, True
        yield from _walk(value["c"], document, state)
        state.quoted = before
    elif kind == "Table":
        yield from _walk({"t": "Caption", "c": value["c"][1]}, document, state)
        yield from _walk(value["c"][2:], document, state)
    elif kind == "Span" and "anchor" in ast.classes_of(value):
        yield _passage(value, document, state)
    else:
        yield from _walk(value.get("c") if "t" in value else list(value.values()), document, state)


def _passage(span: Node, document: Document, state: _State) -> Passage:
    inlines = span["c"][1]
    anchor = state.anchors.get(ast.identifier_of(span))
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
        heading=next(reversed(state.headings.values()), ""),
        box=state.box,
        marked=_plain(_marked(outside, document.lang)),
        cited_at=tuple(_keys_of(node) for node in _citing(outside, document.lang)),
        headings=tuple(state.headings.values()),
        quoted=state.quoted,
        lang=state.lang,
    )


def _marked(inlines: Sequence[Node], lang: str) -> Any:
    def change(node: Node) -> Node | None:
        if node["t"] in ("Cite", "Note"):
            return ast.string(CITE_MARK)
        if _is_foreign(node, lang):
            return ast.string(FOREIGN_MARK)
        return None

    return ast.rewrite(list(inlines), change)


def _is_foreign(node: Node, lang: str) -> bool:
    own = ast.pairs_of(node).get("lang", lang) if node["t"] == "Span" else lang
    return own.split("-")[0].lower() != lang.split("-")[0].lower()


def _citing(inlines: Any, lang: str) -> Iterator[Node]:
    """The citations and notes that `_marked` marks, in their order: those in others are not marked."""
    if isinstance(inlines, (list, tuple)):
        for item in inlines:
            yield from _citing(item, lang)
    elif isinstance(inlines, dict):
        if inlines.get("t") in ("Cite", "Note"):
            yield inlines
        elif not ("t" in inlines and _is_foreign(inlines, lang)):
            yield from _citing(list(inlines.values()), lang)


def _keys_of(node: Node) -> tuple[tuple[str, str], ...]:
    cites = (item for cite in ast.walk(node) if cite["t"] == "Cite" for item in cite["c"][0])
    return tuple((item["citationId"], _locator(item["citationSuffix"])) for item in cites)


def _locator(suffix: Sequence[Node]) -> str:
    text = " ".join(ast.text_of(suffix, notes=False).replace("\u00a0", " ").split()).lstrip(", ")
    found = re.match(r"\{(?P<set>[^}]*)\}", text)
    return found["set"] if found else text


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
