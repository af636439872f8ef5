"""The statements of a brief in reading order, each with the facts and citations that it rests on.

A sentence is a statement, and so is a row of a table. Where sentences are not told apart (in other languages than
English), a paragraph is one. Headings, captions and the heads of tables state nothing, unless a fact or a citation
stands in them.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from briefwright import ast
from briefwright.ast import Node
from briefwright.check.passages import CITE_MARK, FACT_MARK, FactUse, Passage, passages_of
from briefwright.check.sentences import whole_sentences
from briefwright.cite.summary import statement
from briefwright.diagnostics import Location
from briefwright.document import Document
from briefwright.model import Fact


@dataclass(frozen=True, slots=True)
class Statement:
    """What a brief says in one sentence or one row of a table."""

    text: str
    """As a reader sees it, without citations; cells parted by " · "."""
    location: Location
    kind: str
    """paragraph, item, cell (a caption or the head of a table) or row."""
    heading: str
    facts: tuple[str, ...]
    """Ids, each once, in order."""
    cites: tuple[tuple[str, str], ...]
    """Of the author's own: keys and locators as text."""

    @property
    def support(self) -> str:
        """What it rests on: facts, citations, facts and citations, or nothing."""
        return " and ".join(name for name, there in (("facts", self.facts), ("citations", self.cites)) if there) or (
            "nothing"
        )


@dataclass(frozen=True, slots=True)
class _Unit:
    """What is read together: a paragraph, or the cells of a row."""

    spans: tuple[Node, ...]
    row: bool = False
    bare: bool = True
    """Whether it states something even without facts and citations."""


def statements_of(document: Document) -> tuple[Statement, ...]:
    """The statements of a document, the list of references left out."""
    whole = dataclasses.replace(document, blocks=tuple(ast.rewrite(list(document.blocks), _without_lang)))
    facts = {fact.id: fact for fact in document.facts}
    passages = iter(passages_of(whole))
    summaries = _summaries(document)
    found: list[Statement] = []
    for unit in _units(whole.blocks):
        parts = [next(passages) for _ in unit.spans]
        if parts and parts[0].text not in summaries:
            made = [_row(parts, facts)] if unit.row else _sentences(parts[0], unit.spans[0])
            found += [one for one in made if one.text and (unit.bare or one.facts or one.cites)]
    return tuple(found)


def _summaries(document: Document) -> frozenset[str]:
    """What the source annex says of the sources: it is counted from the facts, and nobody's statement."""
    told = (
        statement(document.references, document.facts, document.words, document.lang, graded=graded)
        for graded in (False, True)
    )
    return frozenset(" ".join(text.split()) for text in told) if document.references else frozenset()


def _without_lang(node: Node) -> Node | None:
    """Words marked as foreign are text here like others: `passages_of` would leave them out."""
    if node["t"] != "Span" or "lang" not in ast.pairs_of(node):
        return None
    identifier, classes, pairs = node["c"][0]
    return {"t": "Span", "c": [[identifier, classes, [pair for pair in pairs if pair[0] != "lang"]], node["c"][1]]}


def _units(value: Any) -> Iterator[_Unit]:
    """The units of some blocks, whose spans are those of the passages in the same order."""
    if isinstance(value, (list, tuple)):
        for item in value:
            yield from _units(item)
    elif isinstance(value, dict) and value.get("t") == "Table":
        yield from _table(value["c"])
    elif isinstance(value, dict) and value.get("t") != "Header" and ast.identifier_of(value) != "refs":
        if value.get("t") == "Span" and "anchor" in ast.classes_of(value):
            yield _Unit((value,))
        else:
            yield from _units(value.get("c") if "t" in value else list(value.values()))


def _table(content: Sequence[Any]) -> Iterator[_Unit]:
    """The rows of a table (pandoc-types' Table: attributes, caption, columns, head, bodies, foot)."""
    _, caption, _, head, bodies, foot = content
    for furniture in (caption, head):
        yield from (dataclasses.replace(unit, bare=False) for unit in _units(furniture))
    for _, _, heads, rows in bodies:
        yield from (dataclasses.replace(unit, bare=False) for unit in _units(heads))
        for row in rows:
            yield _Unit(tuple(span for unit in _units(row) for span in unit.spans), row=True)
    yield from _units(foot)


def _row(parts: Sequence[Passage], facts: dict[str, Fact]) -> Statement:
    used = tuple(dict.fromkeys(use.id for part in parts for use in part.facts))
    evidence = [item for name in used if name in facts for item in facts[name].evidence]
    known = {key for item in evidence for key in (item.source, item.via)}
    cites = (cite for part in parts for items in part.cited_at for cite in items if cite[0] not in known)
    text = " · ".join(part.text for part in parts if part.text)
    first = parts[0]
    return Statement(text, first.location, "row", first.heading, used, tuple(dict.fromkeys(cites)))


def _sentences(passage: Passage, span: Node) -> Iterator[Statement]:
    facts, cites = iter(passage.facts), iter(passage.cited_at)
    for part in _with_lead(list(whole_sentences(passage.marked, passage.facts)), span):
        used = list(islice(facts, part.count(FACT_MARK)))
        cited = list(islice(cites, part.count(CITE_MARK)))
        yield Statement(
            _readable(part, used),
            passage.location,
            passage.kind.value,
            passage.heading,
            tuple(dict.fromkeys(fact.id for fact in used)),
            tuple(dict.fromkeys(cite for items in cited for cite in items)),
        )


def _with_lead(parts: list[str], span: Node) -> list[str]:
    """A first sentence in bold goes with the one after it: "**Defence.** The armies signed a memorandum."."""
    first = next(iter(span["c"][1]), None)
    if len(parts) > 1 and first and first["t"] == "Strong":
        lead = " ".join(ast.text_of(first, notes=False).split())
        if parts[0] == lead:
            return [f"{parts[0]} {parts[1]}", *parts[2:]]
    return parts


def _readable(part: str, facts: Sequence[FactUse]) -> str:
    texts = iter(facts)
    text = re.sub(FACT_MARK, lambda _: next(texts).text, part.replace(CITE_MARK, ""))
    return re.sub(r"\s+(?=[.,;:!?])", "", " ".join(text.split()))
