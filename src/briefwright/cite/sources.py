"""The annex of sources: filled in when all that a brief cites is known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from briefwright import ast, tex
from briefwright.ast import Node
from briefwright.cite.nodes import bare_cite
from briefwright.cite.resolve import ORIGIN, SOURCES, Resolved
from briefwright.cite.secondary import short_names
from briefwright.cite.summary import resting_on, statement
from briefwright.cite.tables import table
from briefwright.compose import Draft
from briefwright.compose.inline import literal_nodes, quotes_of
from briefwright.compose.inserts import SourcesInsert
from briefwright.diagnostics import Location
from briefwright.disagreements import grade_of
from briefwright.model import Fact, Project, Reference, Relation

WIDTHS = {"column-source": 0.3, "column-descriptor": 0.48, "column-reliability": 0.16, "column-facts": 0.22}
"""Of columns, in relation to one another."""
MARKS = {Relation.SUPPORTS: "+", Relation.PARTLY: "±", Relation.CONTRADICTS: "−", Relation.CONTEXT: "○"}
"""What a source does to a fact, in the matrix."""
MOST_COLUMNS = 12
"""Sources that a matrix has room for side by side; where there are more, each row lists its own."""
SHORT = 90
"""Characters of a statement that stands in for a label."""


def fill(resolved: Resolved, draft: Draft, project: Project, items: Sequence[Mapping[str, Any]] = ()) -> list[Node]:
    """The resolved blocks with an annex in place of each call of `sources`.

    items: CSL items, for styles that cite in notes: the table then names references by author and title.
    """
    if not resolved.sources:
        return resolved.blocks
    names = {str(item["id"]): short_names(item, draft.lang) for item in items}
    facts = {insert.fact.id: insert.fact for insert in resolved.facts}
    references = [found for key in resolved.keys if (found := project.bibliography.get(key))]
    annex = _Annex(resolved, draft, project, tuple(facts.values()), tuple(references), names)

    def change(node: Node) -> list[Node] | None:
        if node["t"] == "Div" and SOURCES in ast.classes_of(node):
            return annex.blocks(resolved.sources[int(ast.pairs_of(node)["data-number"])])
        return None

    return ast.rewrite(resolved.blocks, change)  # type: ignore[no-any-return]  # rewrite gives back what it was given


@dataclass(frozen=True, slots=True)
class _Annex:
    """What is known of a brief's sources."""

    resolved: Resolved
    draft: Draft
    project: Project
    facts: tuple[Fact, ...]
    """Used, each once."""
    references: tuple[Reference, ...]
    """Cited, in order of first citation."""
    names: Mapping[str, str]
    """Authors by key, in styles that cite in notes."""

    def blocks(self, insert: SourcesInsert) -> list[Node]:
        """The statement, the table and the matrix, as far as they are asked for."""
        if not self.references:
            return []
        grades = {one.key: grade_of(one.key, self.project.bibliography) for one in self.references}
        graded = insert.grades and any(grades.values())
        made: list[Node] = []
        if insert.summary:
            text = statement(self.references, self.facts, self.draft.words, self.draft.lang, graded=graded)
            made.append(ast.para([self._anchored(text, insert.origin)]))
        made.append(self._table(insert, grades if graded else {}))
        return [*made, self._matrix()] if insert.matrix and self.facts else made

    def _anchored(self, text: str, origin: Location) -> Node:
        """A paragraph's text at the line of the call, or at the last before it that is a line of the draft's too."""
        before = [
            (line.line, number)
            for number, line in enumerate(self.draft.lines)
            if line.path == origin.path and line.line <= origin.line
        ]
        number = max(before, default=(0, len(self.draft.lines) - 1))[1]
        return ast.span(ast.words(text), ast.attributes(classes=["anchor"], pairs={ORIGIN: str(number)}))

    def _table(self, insert: SourcesInsert, grades: Mapping[str, str]) -> Node:
        columns = [name for name in WIDTHS if grades or name != "column-reliability"]
        counts = Counter(key for fact in self.facts for key in {item.source for item in resting_on(fact)})
        rows = []
        for number, reference in enumerate(self.references, start=1):
            name = _name(reference, self.names.get(reference.key))
            first = [*ast.words(f"S{number} "), *name] if insert.matrix else name
            descriptor = literal_nodes(_descriptor(reference), quotes_of(self.draft.words))
            grade = [[ast.string(grades[reference.key] or "–")]] if grades else []
            rows.append([first, descriptor, *grade, [ast.string(str(counts[reference.key] or "–"))]])
        head = [ast.words(self.draft.words.get(name, name)) for name in columns]
        whole = sum(WIDTHS[name] for name in columns)
        widths = [WIDTHS[name] / whole for name in columns]
        caption = ast.words(insert.caption) if insert.caption else []
        return table(head, rows, widths=widths, caption=caption, classes=["sources"])

    def _matrix(self) -> Node:
        """Which source does what to which fact, the sources by their numbers in the table before it."""
        numbers = {reference.key: f"S{number}" for number, reference in enumerate(self.references, start=1)}
        words = self.draft.words
        key = ", ".join(
            f"{mark}\u00a0{words.get(f'relation-{relation}', relation)}" for relation, mark in MARKS.items()
        )
        caption = ast.words(f"{words.get('matrix', 'Facts and sources')} ({key})")
        wide = len(numbers) <= MOST_COLUMNS
        texts = _statements(self.resolved)
        rows: list[list[list[Node]]] = []
        for fact in self.facts:
            does = _marks(fact, numbers)
            cells = [does.get(number, "") for number in numbers.values()] if wide else [_listed(does)]
            rows.append([ast.words(self._label(fact, texts)), *map(ast.words, cells)])
        heads = list(numbers.values()) if wide else [words.get("column-source", "Source")]
        share = min(0.06, 0.5 / len(heads)) if wide else 0.4
        widths = [1 - share * len(heads), *(share for _ in heads)]
        head = [ast.words(name) for name in (words.get("column-fact", "Fact"), *heads)]
        return table(head, rows, widths=widths, caption=caption, classes=["matrix"])

    def _label(self, fact: Fact, texts: Mapping[str, str]) -> str:
        text = fact.label.in_language(self.draft.lang) if fact.label else texts.get(fact.id, fact.id.replace("-", " "))
        return text if len(text) <= SHORT else text[:SHORT].rsplit(" ", 1)[0] + "\u00a0…"


def _statements(resolved: Resolved) -> dict[str, str]:
    """By fact: its statement or clause as it is printed."""
    said = (insert for insert in resolved.facts if insert.part in ("statement", "clause"))
    return {insert.fact.id: ast.text_of(list(insert.nodes)) for insert in said}


def _marks(fact: Fact, numbers: Mapping[str, str]) -> dict[str, str]:
    """By the number of a source: what it does to a fact; several things one after the other."""
    found: dict[str, list[str]] = {}
    for item in fact.evidence:
        if item.source in numbers and MARKS[item.relation] not in found.setdefault(numbers[item.source], []):
            found[numbers[item.source]].append(MARKS[item.relation])
    return {number: "\u00a0".join(marks) for number, marks in found.items()}


def _listed(does: Mapping[str, str]) -> str:
    return ", ".join(f"{number}\u00a0{marks}" for number, marks in does.items())


def _name(reference: Reference, authors: str | None) -> list[Node]:
    """How the table names a reference: as the style cites it, or by authors and title where it cites in notes."""
    key = reference.key
    if authors is not None:
        title = _plain(reference.fields.get("title") or key)
        return ast.words(f"{authors}, {title}" if authors else title)
    return [bare_cite(key)]


def _descriptor(reference: Reference) -> str:
    fields = reference.fields
    return _plain(fields.get("descriptor") or fields.get("genre") or fields.get("journaltitle", ""))


def _plain(text: str) -> str:
    return tex.plain(text).replace("--", "–")
