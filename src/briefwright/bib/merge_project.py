"""Merging entries of a project: its .bib files, and with them the facts, briefs and templates that name what goes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from briefwright.bib.dedupe import Pair
from briefwright.bib.guard import Meant, losses
from briefwright.bib.layout import layout_of
from briefwright.bib.merge import Entry, Merged, merge, with_ids
from briefwright.bib.repoint import naming_fields, repointed
from briefwright.bib.text import BibText, Change, UnencodableError
from briefwright.changes import FileChange
from briefwright.diagnostics import BriefwrightError, Code, Finding, Location, error, warning
from briefwright.load.bib_scan import Place
from briefwright.model import Bibliography, Project, Reference


@dataclass(slots=True)
class Merging:
    """Entries that are merged one after the other; nothing is written."""

    files: Sequence[BibText]
    bibliography: Bibliography
    used: frozenset[str] = frozenset()
    """Keys that briefs and facts name: they stay where the other is not among them."""
    _entries: dict[str, Entry] = field(default_factory=dict)
    _into: dict[str, str] = field(default_factory=dict)
    _ids: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _done: list[Merged] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def preview(self, pair: Pair) -> Merged | None:
        """The entry that would come of a pair; None where they are one already, or one cannot be taken apart."""
        keys = [self._now(one.key) for one in (pair.one, pair.other)]
        if keys[0] == keys[1]:
            return None
        sides = [self._entry(key) for key in keys]
        if sides[0] is None or sides[1] is None:
            return None
        keep, go = _in_order(sides[0], sides[1], self.used)
        made = merge(keep, go)
        if made is None:
            self._left_alone(keep.reference)
            return None
        ids = tuple(dict.fromkeys((*self._ids.get(keep.reference.key, ()), *made.ids, *self._ids.get(made.gone, ()))))
        return Merged(made.entry, made.gone, ids, made.asides, made.moved, made.rewritten, made.dropped)

    def accept(self, merged: Merged) -> None:
        """Merge a pair, for what follows and for `changes`."""
        key = merged.entry.reference.key
        self._entries[key] = merged.entry
        self._into[merged.gone] = key
        self._ids[key] = merged.ids
        self._done.append(merged)

    @property
    def merged(self) -> Mapping[str, str]:
        """From each key that goes to the key that takes its place."""
        return {gone: self._now(gone) for gone in self._into}

    def changes(self, project: Project | None) -> tuple[tuple[FileChange, ...], tuple[str, ...]]:
        """What becomes of the files, and notes on what is left as it is.

        project: whose facts, briefs and templates go along; None where there is none. Raises BriefwrightError: a place
        that names a key cannot be changed (R011), or something would be lost (R008).
        """
        keys = self.merged
        if not keys:
            return (), ()
        rest = repointed(project, keys) if project else None
        known = frozenset(self.bibliography.keys())
        made = [Changed(file, *self._of_file(file, keys, known)) for file in self.files]
        rewritten = frozenset(pair for one in made for pair in one.rewritten)
        rewritten |= frozenset((self._now(key), name) for one in self._done for key, name in one.rewritten)
        rewritten |= frozenset((key, "ids") for key in keys.values())
        changes = written_together(made, self._meant(keys, rewritten))
        return (*changes, *(rest.changes if rest else ())), rest.notes if rest else ()

    def _meant(self, keys: Mapping[str, str], rewritten: frozenset[tuple[str, str]]) -> Meant:
        """What is meant, also for an entry that was merged into one that was then merged itself."""
        moved: dict[tuple[str, str], str] = {}
        gone: set[tuple[str, str]] = set()
        for one in self._done:
            for (key, name), now in list(moved.items()):
                # what moved into an entry moves on, or stays away, with that entry's field
                at = one.gone if self._was(key, one.gone) else one.entry.reference.key
                if not self._was(key, at):
                    continue
                if (at, now) in one.dropped:
                    gone.add((key, name))
                moved[key, name] = one.moved.get((at, now), now)
            moved |= {pair: now for pair, now in one.moved.items() if pair not in moved}
            gone |= one.dropped
        return Meant(merged=keys, moved=moved, rewritten=rewritten, gone=frozenset(gone))

    def _was(self, key: str, into: str) -> bool:
        while key != into and key in self._into:
            key = self._into[key]
        return key == into

    def _now(self, key: str) -> str:
        while key in self._into:
            key = self._into[key]
        return key

    def _entry(self, key: str) -> Entry | None:
        if key not in self._entries:
            reference = self.bibliography.get(key)
            place = next(((file, file.by_key[key]) for file in self.files if key in file.by_key), None)
            layout = place[0].layout(place[1]) if place else None
            if reference is None:
                return None
            if layout is None:
                self._left_alone(reference)
                return None
            self._entries[key] = Entry(reference, layout)
        return self._entries[key]

    def _left_alone(self, reference: Reference) -> None:
        said = f"the entry `{reference.key}` is broken or oddly written, and is left alone"
        hint = "put it right by hand, and try again"
        found = warning(Code.BIB_LEFT_ALONE, said, reference.location, hint=hint, subject=reference.key)
        if found not in self.findings:
            self.findings.append(found)

    def _of_file(
        self, file: BibText, keys: Mapping[str, str], known: frozenset[str]
    ) -> tuple[list[Change], frozenset[tuple[str, str]]]:
        """The changes of a .bib file, and the fields that come out otherwise for naming another entry."""
        changes: list[Change] = []
        rewritten: set[tuple[str, str]] = set()
        stay = dict.fromkeys(keys.values())
        own: list[tuple[int, int]] = []
        for key in (*keys, *stay):
            place = file.by_key.get(key)
            if place is None:
                continue
            if key in keys:
                changes.append(taken_out(file, place))
            else:
                entry, fields = _repointed(self._entries[key], keys, known)
                rewritten |= fields
                layout = file.layout(place)
                end = layout.end if layout else 0
                text = with_ids(entry, self._ids[key]).text
                changes.append(Change(place.start, place.start + len(file.block(place)[:end].encode("utf-8")), text))
            own.append((place.start, place.end))
        named = naming_fields(file, keys, known)
        changes += [one for one in named.changes if not any(start <= one.start < end for start, end in own)]
        return changes, frozenset(rewritten) | named.fields


def _repointed(entry: Entry, keys: Mapping[str, str], known: frozenset[str]) -> tuple[Entry, set[tuple[str, str]]]:
    """An entry whose fields name other entries by their new keys; `ids` stays."""
    others = {old: new for old, new in keys.items() if new != entry.reference.key}
    file = BibText(Path(), "", entry.text.encode("utf-8"))
    named = naming_fields(file, others, known)
    if not named.changes:
        return entry, set()
    text = file.edited(named.changes).decode("utf-8")
    layout = layout_of(text, entry.reference.key)
    return (Entry(entry.reference, layout), set(named.fields)) if layout else (entry, set())


@dataclass(frozen=True, slots=True)
class Changed:
    """A .bib file and what changes in it."""

    file: BibText
    changes: list[Change]
    rewritten: frozenset[tuple[str, str]] = frozenset()
    """(key, field) pairs that come out otherwise."""


def written_together(made: Sequence[Changed], meant: Meant) -> tuple[FileChange, ...]:
    """The files that change, read again together: what goes from one may be in another.

    Raises BriefwrightError with what would be lost (R008), or where a character cannot be written (R007).
    """
    found: list[FileChange] = []
    for one in made:
        try:
            after = one.file.edited(one.changes) if one.changes else one.file.raw
        except UnencodableError as problem:
            where = Location(one.file.shown, problem.line)
            told = error(Code.BIB_ENCODING, str(problem), where, hint="save the file in UTF-8")
            raise BriefwrightError(told) from problem
        found.append(FileChange(one.file.path, one.file.shown, one.file.raw, after))
    before = _whole([one.file for one in made])
    after_all = _whole([BibText(one.path, one.shown, one.after) for one in found])
    lost = losses(before, after_all, meant)
    if lost:
        raise BriefwrightError(*lost)
    return tuple(one for one in found if one.changes)


def _whole(files: Sequence[BibText]) -> BibText:
    if len(files) == 1:
        return files[0]
    return BibText(files[0].path, files[0].shown, b"\n\n".join(file.data for file in files))


def taken_out(file: BibText, place: Place) -> Change:
    """The change that takes an entry out, with one empty line after it; comments behind it stay."""
    text = file.block(place)
    layout = file.layout(place)
    end = layout.end if layout else len(text.rstrip())
    space = re.match(r"[ \t]*\n?(?:[ \t]*\n)?", text[end:])
    end += space.end() if space else 0
    return Change(place.start, place.start + len(text[:end].encode("utf-8")), "")


def _in_order(one: Entry, other: Entry, used: frozenset[str]) -> tuple[Entry, Entry]:
    """The entry that stays, and the one that goes: what is used stays, then what says more, then the earlier one."""

    def rank(entry: Entry) -> tuple[bool, int]:
        fields = entry.reference.fields
        return entry.reference.key in used, sum(bool(value.strip()) for value in fields.values())

    return (other, one) if rank(other) > rank(one) else (one, other)


def used_words(project: Project) -> Iterator[str]:
    """The keys that facts and briefs may name: words of their texts that are keys, and the sources of facts."""
    for fact in project.facts.values():
        for evidence in fact.evidence:
            yield evidence.source
            yield from (name for name in (evidence.via, evidence.origin) if name)
    for brief in project.briefs.values():
        for found in re.finditer(r"[\w:.#$%&+?<>~/-]+", brief.source or brief.body):
            yield found[0]
            yield found[0].rstrip(":.#$%&-+?<>~/")
