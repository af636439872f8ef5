"""Evidence looked up in the saved texts of its sources, each text read once and not kept longer than it is needed."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from briefwright.diagnostics import Finding, Warned
from briefwright.model import Evidence, Fact, Project, Quotation, Status
from briefwright.snapshot.folder import Snapshot, SnapshotFolder, snapshot_folder
from briefwright.snapshot.locating import Answer, Verdict, compare, where
from briefwright.snapshot.places import Places
from briefwright.snapshot.quotations import NearMiss, find_quotation, near_miss

KEPT = 8
"""Snapshots in memory at a time."""


@dataclass(frozen=True, slots=True)
class Looked:
    """A quotation that was looked up in a snapshot."""

    fact: Fact
    evidence: Evidence
    file: str
    """The snapshot's name."""
    times: int
    """How often the words are there."""
    verdict: Verdict | None = None
    """On the locator; None where there is none, or no words were found."""
    near: NearMiss | None = None
    """What comes nearest to words that are not there."""
    near_place: str = ""
    out_of_context: bool = False
    """Whether the words are there, but not with the prefix and suffix given."""


@dataclass(frozen=True, slots=True)
class Counted:
    """How many quotations were looked up."""

    found: int
    """In saved texts."""
    missed: int
    """Looked up, and not found: F102 names each."""
    unreadable: int
    """Of sources whose saved copy cannot be read: F114 names each copy."""
    without_copy: int
    """Of sources that have no saved copy."""


@dataclass
class Snapshots:
    """The snapshots of a project."""

    project: Project
    findings: dict[Finding, None] = field(default_factory=dict)
    """What is wrong with those that were read (F114)."""
    _read: dict[str, Warned[Snapshot | None]] = field(default_factory=dict)

    @cached_property
    def folder(self) -> SnapshotFolder | None:
        """The folder of snapshots; None where there is none."""
        path = snapshot_folder(self.project)
        if not os.path.isdir(path):  # noqa: PTH112  # Path's own raises where permission is denied
            return None
        folder = SnapshotFolder(path, self.project.root)
        self.findings |= dict.fromkeys(folder.findings)
        return folder

    @property
    def there_are_any(self) -> bool:
        """Whether the project has a folder of snapshots that exists."""
        return self.folder is not None

    def has(self, key: str) -> bool:
        """Whether there is a snapshot of a source, readable or not; nothing is read."""
        return self.folder is not None and self.folder.has(key)

    def of(self, key: str) -> Warned[Snapshot | None]:
        """The snapshot of a source, None where there is none that can be read."""
        if key not in self._read:
            while len(self._read) >= KEPT:
                del self._read[next(iter(self._read))]
            read = self.folder.read(key) if self.folder else Warned(None)
            self.findings |= dict.fromkeys(read.findings)
            self._read[key] = read
        return self._read[key]

    @cached_property
    def _looked(self) -> dict[int, tuple[Looked, ...]]:
        return {}

    def look_up(self, facts: Mapping[str, Fact]) -> tuple[Looked, ...]:
        """The quotations of some facts, looked up source by source; those without a snapshot are left out."""
        if id(facts) not in self._looked:
            self._looked[id(facts)] = tuple(self._look_up(facts.values()))
        return self._looked[id(facts)]

    def count(self, facts: Mapping[str, Fact]) -> Counted:
        """How many quotations of some facts were looked up, and how many could not be."""
        looked = self.look_up(facts)
        found = sum(1 for one in looked if one.times)
        held = (fact for fact in facts.values() if fact.status is not Status.WITHDRAWN)
        sources = [item.source for fact in held for item in fact.evidence if item.quote]
        without = sum(1 for key in sources if not self.has(key))
        return Counted(found, len(looked) - found, len(sources) - len(looked) - without, without)

    def _look_up(self, facts: Iterable[Fact]) -> Iterable[Looked]:
        by_source: dict[str, list[tuple[Fact, Evidence, Quotation]]] = {}
        for fact in facts:
            for evidence in fact.evidence if fact.status is not Status.WITHDRAWN else ():
                if self.has(evidence.source):
                    items = by_source.setdefault(evidence.source, [])
                    items += [(fact, evidence, evidence.quote)] if evidence.quote else []
        for key, items in by_source.items():
            snapshot = self.of(key).value
            if snapshot is not None and items:
                places = snapshot.places(self.project.bibliography.get(key))
                yield from (_look(*item, snapshot=snapshot, places=places) for item in items)


def _look(fact: Fact, evidence: Evidence, quote: Quotation, *, snapshot: Snapshot, places: Places) -> Looked:
    name = snapshot.path.name
    spans = find_quotation(snapshot.folded, quote)
    if spans:
        verdict = compare(evidence.locator, spans, places) if evidence.locator else None
        if verdict and verdict.answer is not Answer.AGREES and snapshot.places_unread:
            verdict = None  # F114 tells of the file of places; what its absence brings would only repeat it
        return Looked(fact, evidence, name, len(spans), verdict)
    if find_quotation(snapshot.folded, Quotation(quote.exact)):
        return Looked(fact, evidence, name, 0, out_of_context=True)
    near = near_miss(snapshot.text, snapshot.folded, quote.exact)
    return Looked(fact, evidence, name, 0, near=near, near_place=where([near.span], places) if near else "")
