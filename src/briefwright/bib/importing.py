"""References from other programs' files: what is there already is recognised, what is new gets a key.

Every incoming reference becomes the text of an entry first, whatever it came from, so that one way of comparing and
one way of writing serve all formats.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from briefwright.bib.compared import UNIONS, Difference, Kind, compare, members
from briefwright.bib.dedupe import Copies, Pair
from briefwright.bib.entry_edit import with_fields
from briefwright.bib.formats import Read
from briefwright.bib.formats.found import entry_of, without_tags
from briefwright.bib.guard import Meant
from briefwright.bib.keys import is_key, make_key
from briefwright.bib.known import Library
from briefwright.bib.layout import EntryLayout, layout_of
from briefwright.bib.merge import Entry
from briefwright.bib.merge_project import Changed, written_together
from briefwright.bib.repoint import naming_fields
from briefwright.bib.services.record import Record
from briefwright.bib.text import BibText, Change
from briefwright.changes import FileChange
from briefwright.check.entries import bare
from briefwright.check.timeliness import date_of
from briefwright.diagnostics import Code, Finding, Location, Severity
from briefwright.load.bib_scan import Index, scan, to_utf8
from briefwright.load.bib_write import MONTHS
from briefwright.load.bibliography import BibFile, FileBibliography
from briefwright.model import Config

_DATE_PARTS = ("year", "month", "day")
_NO_KEY = re.compile(r"(?i)(?:item|ref|source|doc)?[-_ ]?\d*|[\W\d_]*|.*//.*|.{60,}")
"""What programs write where their user gave no key."""
_LETTERS = re.compile(r"[^\W_][\w:.+/-]*")
"""A key in any script."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """A reference of a file."""

    entry: Entry
    record: Record | None
    """For what was not BibTeX."""
    file: str
    line: int
    key: str
    """The key that the file gives it; empty for none."""

    @property
    def title(self) -> str:
        """Its title in short, for people."""
        fields = self.entry.reference.fields
        text = without_tags(bare(fields.get("title") or fields.get("booktitle") or fields.get("url", "")))
        return text if len(text) <= 60 else f"{text[:59]}…"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of a reference."""

    what: str
    """`added`, `filled in`, `there already` or `not usable`."""
    file: str
    line: int
    title: str
    key: str = ""
    """Its key in the library."""
    why: str = ""
    """What tells that it is there already, or why it is not usable."""
    likeness: float = 0.0
    fields: tuple[str, ...] = ()
    """Those that were filled in or written anew."""
    differing: tuple[tuple[str, str, str], ...] = ()
    """(field, what the library says, what the file says): left as the library has it."""


@dataclass(frozen=True, slots=True)
class Import:
    """What comes of files."""

    outcomes: tuple[Outcome, ...]
    changes: tuple[FileChange, ...]
    findings: tuple[Finding, ...]


@dataclass(slots=True)
class _Importer:
    library: Library
    config: Config
    prefer_new: bool
    copies: Copies = field(default_factory=Copies)
    taken: dict[str, str] = field(default_factory=dict)
    """Keys in use, folded."""
    entries: dict[str, Entry] = field(default_factory=dict)
    """Entries that are new or change."""
    new: list[str] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    rewritten: set[tuple[str, str]] = field(default_factory=set)
    gone: set[tuple[str, str]] = field(default_factory=set)

    def start(self) -> None:
        bibliography = self.library.bibliography
        for key in bibliography:
            self.taken[key.casefold()] = key
            reference = bibliography.get(key)
            if reference is not None and reference.type not in ("xdata", "set"):
                self.copies.add(reference)

    def take(self, incoming: Sequence[Incoming]) -> None:
        """All references of a file: first which is which, then what becomes of each."""
        matched: list[tuple[Incoming, Pair | None, str]] = []
        keys: dict[str, str] = {}
        for one in incoming:
            pair = self.copies.find(one.entry.reference)
            key = pair.one.key if pair else self._key(one)
            matched.append((one, pair, key))
            if one.key:
                keys.setdefault(one.key, key)  # of two entries with one key the first is meant, as in BibTeX
            if pair is None:
                self.taken[key.casefold()] = key
                self.copies.add(dataclasses.replace(one.entry.reference, key=key))
        others = {old: new for old, new in keys.items() if old != new}
        for one, pair, key in matched:
            entry = _pointing(one.entry, others)
            if pair is None:
                self._add(one, entry, key)
            else:
                self._fill(one, entry, key, pair)

    def _key(self, one: Incoming) -> str:
        if one.key and one.key.casefold() not in self.taken and (one.record is None or _is_own_key(one.key)):
            return one.key
        if one.record is not None:
            return make_key(self.config.key, one.record, self.taken.values())
        stem = one.key if is_key(one.key) else "ref"
        return make_key(stem, Record("misc", {}, ""), self.taken.values())

    def _add(self, one: Incoming, entry: Entry, key: str) -> None:
        text = with_fields(entry.layout, key=key)
        layout = layout_of(text, key)
        if layout is None:
            self.outcomes.append(
                Outcome("not usable", one.file, one.line, one.title, why="its entry cannot be written")
            )
            return
        reference = dataclasses.replace(entry.reference, key=key)
        self.entries[key] = Entry(reference, layout)
        self.new.append(key)
        self.outcomes.append(Outcome("added", one.file, one.line, one.title, key))

    def _fill(self, one: Incoming, entry: Entry, key: str, pair: Pair) -> None:
        here = self._entry(key)
        if here is None:
            why = f"`{key}` is for the same work, but is broken or oddly written"
            self.outcomes.append(Outcome("not usable", one.file, one.line, one.title, key, why))
            return
        filling = _Filling(here, entry, self.prefer_new)
        made = filling.made()
        if made is None:
            why = f"`{key}` could not be read again with its fields"
            self.outcomes.append(Outcome("not usable", one.file, one.line, one.title, key, why))
            return
        if filling.fields:
            self.entries[key] = made
            self.rewritten |= {(key, name) for name in filling.exchange}
            self.gone |= {(key, name) for name in filling.drop}
        what = "filled in" if filling.fields else "there already"
        self.outcomes.append(
            Outcome(
                what,
                one.file,
                one.line,
                one.title,
                key,
                pair.why,
                pair.likeness,
                tuple(filling.fields),
                tuple(filling.differing),
            )
        )

    def _entry(self, key: str) -> Entry | None:
        if key in self.entries:
            return self.entries[key]
        reference = self.library.bibliography.get(key)
        file = next((file for file in self.library.files if key in file.by_key), None)
        layout = file.layout(file.by_key[key]) if file else None
        return Entry(reference, layout) if reference is not None and layout is not None else None

    def changes(self) -> tuple[FileChange, ...]:
        """The files that change. Raises BriefwrightError as `written_together`."""
        made: list[Changed] = []
        new = set(self.new)
        for number, file in enumerate(self.library.files):
            changes: list[Change] = []
            for key, entry in self.entries.items():
                place = file.by_key.get(key)
                if key in new or place is None:
                    continue
                layout = file.layout(place)
                end = len(file.block(place)[: layout.end].encode("utf-8")) if layout else 0
                changes.append(Change(place.start, place.start + end, entry.text))
            if number == 0 and self.new:
                changes.append(_at_end(file, [self.entries[key].text for key in self.new]))
            made.append(Changed(file, changes))
        meant = Meant(added=frozenset(new), rewritten=frozenset(self.rewritten), gone=frozenset(self.gone))
        return written_together(made, meant)


@dataclass(slots=True)
class _Filling:
    """Fields of one entry that another has not."""

    here: Entry
    there: Entry
    prefer_new: bool
    add: dict[str, str] = field(default_factory=dict)
    exchange: dict[str, str] = field(default_factory=dict)
    drop: set[str] = field(default_factory=set)
    values: dict[str, str] = field(default_factory=dict)
    fields: list[str] = field(default_factory=list)
    differing: list[tuple[str, str, str]] = field(default_factory=list)

    def made(self) -> Entry | None:
        """The entry with them; None where it could not be read again."""
        self.values.update(self.here.reference.fields)
        for difference in compare(self.here.reference, self.there.reference):
            if difference.name != "ids":
                self._take(difference)
        text = with_fields(self.here.layout, add=self.add, exchange=self.exchange, drop=self.drop)
        layout = layout_of(text, self.here.reference.key)
        if layout is None:
            return None
        return Entry(dataclasses.replace(self.here.reference, fields=dict(self.values), raw=text), layout)

    def _take(self, difference: Difference) -> None:
        name, own = difference.name, difference.own
        value = self.there.reference.fields[name]
        if difference.kind is Kind.MISSING:
            self._put(own, self.there.raw(name), value)
        elif difference.kind is Kind.UNION:
            mine = members(self.here.inner(own), own)
            known = {member.casefold() for member in mine}
            mine += [member for member in members(self.there.inner(name), name) if member.casefold() not in known]
            joined = UNIONS[name].join(mine)
            self._put(own, f"{{{joined}}}", joined)
        elif difference.kind is not Kind.SAME and self.prefer_new:
            self._prefer(name, own, value)
        elif difference.kind is not Kind.SAME:
            self.differing.append((own, self.here.reference.fields.get(own, ""), value))

    def _prefer(self, name: str, own: str, value: str) -> None:
        if name == "date" and own == "year":
            self.drop |= {part for part in _DATE_PARTS if part in self.here.reference.fields}
            self._put("date", self.there.raw("date"), value)
        elif name in _DATE_PARTS and own == "date":
            date = date_of(self.there.reference)
            if date and "date" not in self.exchange:
                self._put("date", f"{{{date.text}}}", date.text)
        else:
            self._put(own, self.there.raw(name), value)

    def _put(self, name: str, raw: str, value: str) -> None:
        (self.exchange if self.here.layout.named(name) else self.add)[name] = raw
        self.values[name] = value
        self.fields.append(name)


def plan_import(reads: Sequence[tuple[str, Read]], library: Library, config: Config, *, prefer_new: bool) -> Import:
    """What would become of the references of files. Nothing is written.

    reads: each file's name for people and what was read in it. prefer_new: whether what a file says otherwise takes
    the place of what the library says. Raises BriefwrightError where the library would lose something (R008).
    """
    importer = _Importer(library, config, prefer_new)
    importer.start()
    names = library.names()
    for shown, read in reads:
        importer.findings += read.findings
        for one in read.findings:
            if one.code is Code.RECORD_UNUSABLE:
                line = one.location.line if one.location else 0
                importer.outcomes.append(Outcome("not usable", shown, line, "", why=one.message))
        incoming = [*_of_records(read, shown, config, names), *_of_bib(read, shown, importer)]
        importer.take(incoming)
    changes = importer.changes() if importer.entries else ()
    return Import(tuple(importer.outcomes), changes, tuple(importer.findings))


def _of_records(read: Read, shown: str, config: Config, names: frozenset[str]) -> Iterator[Incoming]:
    text = "".join(
        entry_of(f"import-{number}", one.record, lang=config.lang, names=names) for number, one in enumerate(read.found)
    )
    data = text.encode("utf-8")
    file = BibText(Path(), shown, data)
    bibliography = FileBibliography([BibFile(shown, data, file.index)])
    for number, one in enumerate(read.found):
        key = f"import-{number}"
        reference, layout = bibliography.get(key), file.layout(file.by_key[key])
        if reference is None or layout is None:  # pragma: no cover  # a fault of ours: told, not hidden
            raise ValueError(f"{one.shown} of {shown} makes no entry")
        reference = dataclasses.replace(reference, location=Location(shown, one.line))
        yield Incoming(Entry(reference, layout), one.record, shown, one.line, one.key)


def _of_bib(read: Read, shown: str, importer: _Importer) -> Iterator[Incoming]:
    """The entries of a .bib file; those of one key are all taken, one by one."""
    if not read.bib:
        return
    decoded = to_utf8(read.bib)
    whole = scan(decoded.data)
    if re.search(rb"(?i)@\s*(?:preamble|comment)\b", decoded.data):
        said = "comments and @preamble of the file are not taken over"
        importer.findings.append(Finding(Code.RECORD_UNUSABLE, Severity.INFO, said, Location(shown)))
    seen: set[str] = set()
    common = FileBibliography([BibFile(shown, decoded.data, whole)])
    for place in whole.entries:
        bibliography = common
        if place.key in seen or not place.key:
            bibliography = FileBibliography([BibFile(shown, decoded.data, Index([place], whole.strings))])
        seen.add(place.key)
        reference = bibliography.get(place.key) if place.key else None
        layout = layout_of(decoded.data[place.start : place.end].decode("utf-8", "replace"), place.key)
        if reference is None or layout is None:
            broken = bibliography.problems([place.key]) if place.key else bibliography.suspects()
            importer.findings += [one for one in broken if one not in importer.findings]
            why = broken[0].message if broken else "the entry is broken or oddly written"
            importer.outcomes.append(Outcome("not usable", shown, place.line, place.key, why=why))
            continue
        entry = _without_strings(Entry(reference, layout))
        yield Incoming(entry, None, shown, place.line, place.key)


def _without_strings(entry: Entry) -> Entry:
    """An entry whose values need no @string of the file that it comes from; names of months stay."""
    exchange = {}
    for span in entry.layout.fields:
        names = [entry.layout.inner(piece) for piece in span.pieces if not piece.opening]
        if any(not name.isdigit() and name.lower() not in MONTHS for name in names):
            exchange[span.name.lower()] = f"{{{entry.reference.fields[span.name.lower()]}}}"
    return _read_again(entry, with_fields(entry.layout, exchange=exchange)) if exchange else entry


def _pointing(entry: Entry, keys: Mapping[str, str]) -> Entry:
    """An entry whose fields name others by the keys that they have in the library."""
    if not keys:
        return entry
    file = BibText(Path(), "", entry.text.encode("utf-8"))
    named = naming_fields(file, keys)
    if not named.changes:
        return entry
    text = file.edited(named.changes).decode("utf-8")
    made = _read_again(entry, text)
    fields = dict(made.reference.fields)
    for _, name in named.fields:
        span = made.layout.named(name)
        if span:
            fields[name] = "".join(made.layout.inner(piece) for piece in span.pieces)
    return Entry(dataclasses.replace(made.reference, fields=fields), made.layout)


def _read_again(entry: Entry, text: str) -> Entry:
    layout: EntryLayout | None = layout_of(text, entry.reference.key)
    return Entry(dataclasses.replace(entry.reference, raw=text), layout) if layout else entry


def _is_own_key(key: str) -> bool:
    """Whether somebody chose this key: not a number, an address or "ITEM-1"."""
    return (is_key(key) or _LETTERS.fullmatch(key) is not None) and not _NO_KEY.fullmatch(key)


def _at_end(file: BibText, texts: Sequence[str]) -> Change:
    data = file.data
    gap = "" if not data.strip() or data.endswith(b"\n\n") else "\n" if data.endswith(b"\n") else "\n\n"
    return Change(len(data), len(data), gap + "\n".join(f"{text}\n" for text in texts))


def references_of(outcomes: Sequence[Outcome]) -> Mapping[str, int]:
    """How many references each thing happened to."""
    found: dict[str, int] = {}
    for one in outcomes:
        found[one.what] = found.get(one.what, 0) + 1
    return found
