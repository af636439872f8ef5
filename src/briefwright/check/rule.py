"""What a rule is, and what it is given to look at."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from briefwright.check.lines import FieldLines
from briefwright.check.passages import Passage, passages_of
from briefwright.check.snapshots import Snapshots
from briefwright.diagnostics import Code, Finding, Severity
from briefwright.document import Document
from briefwright.model import Brief, Fact, Project, Reference


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A brief, composed and cited without being written."""

    brief: Brief
    document: Document | None
    """None where an error keeps it from being one."""
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Context:
    """What rules look at. Everything dear is made when it is first asked for, and kept."""

    project: Project
    reviewed: tuple[Reviewed, ...]
    """The briefs that are looked at."""
    whole: bool
    """Whether the project as a whole is meant, not only some briefs: else rules keep to what these use."""
    today: datetime.date

    @cached_property
    def facts(self) -> Mapping[str, Fact]:
        """The facts that are looked at, by id."""
        if self.whole:
            return self.project.facts
        used = {fact.id for one in self.reviewed if one.document for fact in one.document.facts}
        return {key: fact for key, fact in self.project.facts.items() if key in used}

    @cached_property
    def references(self) -> Mapping[str, Reference]:
        """The references that are looked at and can be read, by key."""
        keys = self.project.bibliography.keys() if self.whole else self._cited()
        found = ((key, self.project.bibliography.get(key)) for key in keys)
        return {key: reference for key, reference in found if reference is not None}

    @cached_property
    def passages(self) -> Mapping[str, tuple[Passage, ...]]:
        """By name of brief: its paragraphs, list items and table cells, in reading order."""
        return {one.brief.name: passages_of(one.document) for one in self.reviewed if one.document}

    @cached_property
    def snapshots(self) -> Snapshots:
        """The saved texts of sources."""
        return Snapshots(self.project)

    @cached_property
    def lines(self) -> FieldLines:
        """The lines of facts' fields."""
        return FieldLines(self.project.root)

    def _cited(self) -> tuple[str, ...]:
        keys: dict[str, None] = {}
        for one in self.reviewed:
            for reference in one.document.references if one.document else ():
                keys[reference.key] = None
        for fact in self.facts.values():
            for evidence in fact.evidence:
                keys |= dict.fromkeys(key for key in (evidence.source, evidence.via) if key)
        return tuple(keys)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: a named function that returns findings, and what is to be known of it."""

    code: Code
    severity: Severity
    """By default; a brief whose status is final raises it by one, a draft lowers it by one."""
    about: str
    """What it finds, in one line, without a full stop."""
    find: Callable[[Context], Iterable[Finding]]
    """Its findings' severity does not matter: the engine sets it."""
    on: bool = True
    """Whether it is asked unless it is selected by name; off where false alarms pass 1 in 1,000 words."""
