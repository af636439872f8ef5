"""New references: asked for, told apart from those that are there, and written as entries at the end of a file."""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from briefwright.bib.guard import Meant, checked
from briefwright.bib.keys import is_key, make_key
from briefwright.bib.known import Library, plain_address
from briefwright.bib.new_entry import entry_text
from briefwright.bib.services import wayback
from briefwright.bib.services.client import Client, ServiceError
from briefwright.bib.services.record import Record
from briefwright.bib.services.wanted import Wanted, ask, wanted
from briefwright.bib.text import BibText, Change
from briefwright.changes import FileChange
from briefwright.diagnostics import BriefwrightError, Code, Finding, Location, Severity, error, warning
from briefwright.load.bibliography import BibFile, FileBibliography
from briefwright.model import Config

_ANONYMOUS = frozenset({"dataset", "software", "periodical", "proceedings", "reference", "collection", "inreference"})
"""Types that go without an author."""


@dataclass(frozen=True, slots=True)
class New:
    """A work that is to be added."""

    given: str
    """As it was asked for."""
    key: str
    record: Record
    text: str
    """The entry."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What comes of what was asked for."""

    new: tuple[New, ...]
    known: tuple[tuple[str, str], ...]
    """(as it was asked for, key): what is there already."""
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Wishes:
    """How entries are to be made."""

    config: Config
    key: str = ""
    """Asked for; empty: by the pattern."""
    archive: bool = False


@dataclass(slots=True)
class _Planner:
    library: Library
    client: Client
    wishes: Wishes
    new: list[New] = field(default_factory=list)
    known: list[tuple[str, str]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    names: frozenset[str] | None = None
    """Words that the library keeps the capitals of; found out when the first entry is made."""

    def add(self, text: str) -> None:
        what = wanted(text)
        if isinstance(what, Finding):
            self.findings.append(what)
            return
        there = self.library.of_wanted(what)
        if there is not None:
            self._is_known(what, there.key)
            return
        again = next((one.key for one in self.new if _is_wanted(what, one.record)), "")
        if again:
            self._is_known(what, again)
            return
        try:
            record, failed = ask(what, self.client)
        except ServiceError as problem:
            self.findings.append(self._with_guess(problem.finding(what.shown), what))
            return
        for failure in failed:
            said = failure.finding(what.shown)
            hint = f"{record.service} knew it; whether it was retracted could not be asked"
            self.findings.append(dataclasses.replace(said, severity=Severity.WARNING, hint=hint))
        self._take(what, record)

    def _take(self, what: Wanted, record: Record) -> None:
        if not record.title:
            said = f"{record.service} tells no title of {what.shown}"
            self.findings.append(error(Code.RECORD_INCOMPLETE, said, hint="type the entry by hand"))
            return
        there = self.library.of_record(record)
        key = there.key if there else next((one.key for one in self.new if _same(one.record, record)), "")
        if key:
            self._is_known(what, key)
            return
        if self.wishes.archive:
            record = self._archived(what, record)
        config = self.wishes.config
        taken = {*self.library.bibliography.keys(), *(one.key for one in self.new)}
        key = self.wishes.key or make_key(config.key, record, taken)
        self.findings += said_of(record, what.shown, key)
        self.names = self.library.names() if self.names is None else self.names
        self.new.append(New(what.given, key, record, entry_text(key, record, lang=config.lang, names=self.names)))

    def _is_known(self, what: Wanted, key: str) -> None:
        self.known.append((what.given, key))
        where = self.library.bibliography.location(key)
        said = f"{what.shown} is in the bibliography already: `{key}`"
        self.findings.append(Finding(Code.REFERENCE_KNOWN, Severity.INFO, said, where, subject=key))

    def _with_guess(self, finding: Finding, what: Wanted) -> Finding:
        """A DOI that nobody knows, compared with those that are being added."""
        if finding.code is not Code.NO_SUCH_WORK or what.kind != "doi" or "did you mean" in finding.hint:
            return finding
        dois = [one.record.fields.get("doi", "") for one in self.new]
        near = difflib.get_close_matches(what.id, dois, n=1, cutoff=0.9)
        return dataclasses.replace(finding, hint=f"did you mean `{near[0]}`?" if near else finding.hint)

    def _archived(self, what: Wanted, record: Record) -> Record:
        address = record.fields.get("url", "")
        if not address:
            said = f"{what.shown} has no address of its own to archive"
            self.findings.append(warning(Code.NOT_ARCHIVED, said))
            return record
        try:
            copy = wayback.save(address, self.client)
        except ServiceError as problem:
            told = problem.finding(f"a copy of `{address}`")
            hint = problem.hint or "save the page at https://web.archive.org/save by hand"
            self.findings.append(
                dataclasses.replace(told, code=Code.NOT_ARCHIVED, severity=Severity.WARNING, hint=hint)
            )
            return record
        fields = {**record.fields, "archiveurl": copy.address, "archivedate": copy.date}
        return dataclasses.replace(record, fields=fields)


def plan(texts: Sequence[str], library: Library, client: Client, wishes: Wishes) -> Plan:
    """What would be added for what was asked for, all problems told. Nothing is written."""
    planner = _Planner(library, client, wishes)
    if wishes.key and (said := _key_problem(wishes.key, library)):
        return Plan((), (), (said,))
    for text in dict.fromkeys(texts):
        planner.add(text)
    return Plan(tuple(planner.new), tuple(planner.known), tuple(planner.findings))


def library_of(root: Path, config: Config) -> Library:
    """The .bib files of a project; one that is not there yet is empty. Raises OSError where one cannot be read."""
    files = []
    for shown in dict.fromkeys(config.bibliography):
        path = root / shown
        files.append(BibText(path, shown, path.read_bytes() if path.exists() else b""))
    scanned = (BibFile(file.shown, file.data, file.index) for file in files)  # once: a large file takes a second
    return Library(files, FileBibliography(list(scanned)))


def file_change(file: BibText, new: Iterable[New]) -> FileChange:
    """A .bib file with new entries at its end. Raises BriefwrightError as `guard.checked`."""
    entries = list(new)
    data = file.data
    gap = "" if not data.strip() else "\n" if data.endswith(b"\n") else "\n\n"
    if data.endswith(b"\n\n"):
        gap = ""
    text = gap + "\n".join(one.text for one in entries)
    if file.decoded.was == "CP1252" and not text.isascii():
        said = "the file is not in UTF-8, and the new entry has letters that other programs would misread in it"
        hint = "save it in UTF-8: `briefwright bib tidy --select encoding` does"
        raise BriefwrightError(error(Code.BIB_ENCODING, said, Location(file.shown), hint=hint))
    meant = Meant(added=frozenset(one.key for one in entries))
    return checked(file, [Change(len(data), len(data), text)], meant)


def said_of(record: Record, shown: str, key: str) -> Iterator[Finding]:
    """What to know of a work before it is cited: what its record lacks, notices, a published version."""
    lacks = []
    if not record.people and record.type not in _ANONYMOUS and not record.fields.get("entrysubtype"):
        lacks.append("author")
    if not record.fields.get("date"):
        lacks.append("date")
    if lacks:
        said = f"{record.service} tells no {' and no '.join(lacks)} of {shown}"
        hint = f"look at the work, and add what is missing to `{key}`"
        yield warning(Code.RECORD_INCOMPLETE, said, hint=hint, subject=key)
    yield from told_notices(record, shown, key)
    if record.published_as:
        said = f"{shown} is a preprint that has been published since, as DOI `{record.published_as}`"
        hint = f"cite what was published: `briefwright bib add {record.published_as}`"
        yield warning(Code.PREPRINT_PUBLISHED, said, hint=hint, subject=key)


def told_notices(record: Record, shown: str, key: str, at: Location | None = None) -> Iterator[Finding]:
    """A finding for each notice about a work."""
    for notice in record.notices:
        when = f" of {notice.date}" if notice.date else ""
        where = f" (https://doi.org/{notice.doi})" if notice.doi else ""
        said = f"{record.service} tells of a {notice.kind}{when} of {shown}{where}"
        severity = Severity.WARNING if notice.grave else Severity.INFO
        hint = "read the notice, and find another source" if notice.grave else "read whether it touches what you cite"
        yield Finding(Code.WORK_RETRACTED, severity, said, at, hint, key)


def _key_problem(key: str, library: Library) -> Finding | None:
    if not is_key(key):
        hint = "a key is made of letters, digits and . : + / _ -, and begins with a letter or digit"
        return error(Code.KEY_TAKEN, f"`{key}` cannot be a key", hint=hint)
    taken = next((one for one in library.bibliography if one.casefold() == key.casefold()), "")
    if taken:
        where = library.bibliography.location(taken)
        return error(Code.KEY_TAKEN, f"the key `{key}` is in use", where, hint=f"choose another than `{taken}`")
    return None


def _is_wanted(what: Wanted, record: Record) -> bool:
    name = {"arxiv": "eprint", "pmid": "eprint"}.get(what.kind, what.kind)
    return record.fields.get(name, "").casefold() == what.id.casefold()


def _same(one: Record, other: Record) -> bool:
    for name in ("doi", "isbn", "eprint"):
        if one.fields.get(name) and one.fields.get(name, "").casefold() == other.fields.get(name, "").casefold():
            return True
    here = plain_address(one.fields.get("url", ""))
    return bool(here) and here == plain_address(other.fields.get("url", ""))
