"""Where facts and references are used: in which briefs, at which lines, and in which facts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from briefwright.compose import Draft, marks
from briefwright.compose.inserts import CitationItem, CiteInsert, FactInsert, InlineInsert, inline_inserts
from briefwright.diagnostics import Location
from briefwright.model import Evidence, Fact, Project

_TYPED = re.compile(r"(?<![\w\\])@(?:\{([^}\s]+)\}|([\w][\w:.#$%&\-+?<>~/]*))")
"""A citation as pandoc's Markdown has it (https://pandoc.org/MANUAL.html#citation-syntax)."""


@dataclass(frozen=True, slots=True)
class Use:
    """One place in a brief."""

    brief: str
    location: Location
    how: str
    """The part of a fact (statement, clause, label, date, value.NAME); "cited", or "cited in" for a reference."""


@dataclass(frozen=True, slots=True)
class Uses:
    """What some drafts use, each place once, in the order of briefs and lines."""

    facts: Mapping[str, tuple[Use, ...]]
    """By id."""
    references: Mapping[str, tuple[Use, ...]]
    """By key."""


def find_uses(drafts: Iterable[Draft], keys: frozenset[str]) -> Uses:
    """Where the drafts of briefs use facts and references.

    keys: those of the bibliography; what looks like a citation of another is none.
    """
    facts: dict[str, dict[Use, None]] = {}
    references: dict[str, dict[Use, None]] = {}
    for draft in drafts:
        name = draft.brief.name
        for insert in _printed(draft):
            if isinstance(insert, FactInsert):
                facts.setdefault(insert.fact.id, {})[Use(name, insert.origin, insert.part)] = None
            for key, how in _cited(insert):
                references.setdefault(key, {})[Use(name, insert.origin, how)] = None
        for key, origin in _typed(draft):
            if key in keys:
                references.setdefault(key, {})[Use(name, origin, "cited")] = None
    return Uses(_sorted(facts), _sorted(references))


def naming_facts(fact_id: str, project: Project) -> tuple[tuple[Fact, str], ...]:
    """The facts that name a fact, each with how: "supersedes" or "conflicts_with"."""
    named = ((fact, how) for fact in project.facts.values() for how in ("supersedes", "conflicts_with"))
    return tuple((fact, how) for fact, how in named if fact_id in getattr(fact, how))


def resting_facts(key: str, project: Project) -> tuple[tuple[Fact, Evidence], ...]:
    """The facts that rest on a reference, with the evidence that says so."""
    return tuple((fact, item) for fact in project.facts.values() for item in fact.evidence if item.source == key)


def secondary_facts(key: str, project: Project) -> tuple[tuple[Fact, Evidence], ...]:
    """The facts for which a reference is the unread original of what was read elsewhere."""
    return tuple((fact, item) for fact in project.facts.values() for item in fact.evidence if item.via == key)


def _printed(draft: Draft) -> Iterator[InlineInsert]:
    """The inserts whose marks reached the draft: a template may ask for a part and not print it."""
    for found in marks.INSERT.finditer(draft.markdown):
        yield from inline_inserts(draft.inserts[marks.number_of(found)])


def _cited(insert: InlineInsert) -> Iterator[tuple[str, str]]:
    items: tuple[CitationItem, ...] = insert.items if isinstance(insert, (FactInsert, CiteInsert)) else ()
    for item in items:
        yield item.key, "cited"
        if item.via:
            yield item.via, "cited in"


def _typed(draft: Draft) -> Iterator[tuple[str, Location]]:
    for number, line in enumerate(draft.markdown.split("\n")):
        for found in _TYPED.finditer(line):
            yield found[1] or found[2].rstrip(":.#$%&-+?<>~/"), draft.lines[number]


def _sorted(found: Mapping[str, Iterable[Use]]) -> dict[str, tuple[Use, ...]]:
    return {name: tuple(sorted(uses, key=lambda use: (use.brief, use.location))) for name, uses in found.items()}
