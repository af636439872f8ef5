"""Entries asked about again: what services say by now, compared field by field.

A service that fails has said nothing: such an entry is told as not asked, never as unchanged or not retracted.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from briefwright.bib.adding import told_notices
from briefwright.bib.guard import Meant, checked
from briefwright.bib.layout import EntryLayout
from briefwright.bib.new_entry import escaped, in_order
from briefwright.bib.services import arxiv, crossref, openlibrary, pages, pubmed, wayback
from briefwright.bib.services.client import Client, ServiceError
from briefwright.bib.services.doi import by_doi
from briefwright.bib.services.record import Record
from briefwright.bib.text import BibText, Change
from briefwright.bib.updates import TYPE, Difference, differences
from briefwright.changes import FileChange
from briefwright.check.entries import bare, family_of_first, first, folded, verbatim, year_of
from briefwright.check.identifiers import bare_doi, isbn_problem
from briefwright.cite.references import ARCHIVE_ADDRESS
from briefwright.diagnostics import Code, Finding, Severity, warning
from briefwright.model import Reference

_WEB = frozenset({"online", "electronic", "www", "webpage", "misc", "article"})
_NEAR = 0.92
"""difflib's ratio of folded titles at which a DOI that was searched for is proposed."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found out about an entry."""

    key: str
    service: str = ""
    """Who answered; empty where nobody could be asked."""
    differences: tuple[Difference, ...] = ()
    findings: tuple[Finding, ...] = ()
    failed: bool = False
    """Whether a service that would have told something could not be asked."""
    asked: bool = True
    """Whether there was anything to ask by."""
    retractions: bool = False
    """Whether somebody answered who would have told a retraction."""


@dataclass(slots=True)
class _Asking:
    """One entry, being asked about."""

    reference: Reference
    client: Client
    lang: str
    service: str = ""
    differences: dict[str, Difference] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    failed: bool = False
    asked: bool = False
    retractions: bool = False

    @property
    def fields(self) -> Mapping[str, str]:
        return self.reference.fields

    def run(self) -> Checked:
        record = self._record()
        if record is not None:
            self.service = record.service
            self._compare(record)
            self._notices(record)
            self._published(record)
        elif not self.asked:
            self._search()
        self._page()
        found = tuple(one for _, one in in_order(self.differences)), tuple(self.findings)
        return Checked(self.reference.key, self.service, *found, self.failed, self.asked, self.retractions)

    def _record(self) -> Record | None:
        """What the best service for the entry says; None where it has nothing to be asked by, or it failed."""
        for kind, number in identifiers(self.reference):
            self.asked = True
            shown = f"`{self.reference.key}` ({kind} {number})"
            try:
                if kind == "DOI":
                    record, failed = by_doi(number, self.client)
                    for problem in failed:
                        self._fail(problem, shown)
                    return record
                return _ASK[kind](number, self.client)
            except ServiceError as problem:
                self._fail(problem, shown)
        return None

    def _fail(self, problem: ServiceError, shown: str) -> None:
        found = problem.finding(shown, self.reference.key)
        if problem.unknown:
            self.findings.append(replace(found, severity=Severity.WARNING))
            return
        self.failed = True
        hint = f"it could not be asked, so nothing is known by that; {found.hint}".rstrip("; ")
        self.findings.append(replace(found, hint=hint))

    def _compare(self, record: Record) -> None:
        self._add(differences(self.reference, record, self.lang))

    def _add(self, found: Iterable[Difference]) -> None:
        for one in found:
            self.differences.setdefault(one.field, one)

    def _notices(self, record: Record) -> None:
        shown = f"`{self.reference.key}`"
        self.retractions = self.retractions or record.tells_notices
        self.findings += told_notices(record, shown, self.reference.key, self.reference.location)
        grave = next((notice for notice in record.notices if notice.grave), None)
        if grave is None or "retract" in self.fields.get("addendum", "").lower():
            return
        said = grave.kind[:1].upper() + grave.kind[1:] + (f" of {grave.date}" if grave.date else "")
        text = escaped(f"{said}, doi:{grave.doi}" if grave.doi else said)
        before = self.fields.get("addendum", "")
        after = f"{before}. {text}" if before else text
        self._add([Difference("addendum", before, after, why=f"{record.service} tells of it")])

    def _published(self, record: Record) -> None:
        """A preprint that has been published: the fields of what was published, where it can be asked."""
        doi = record.published_as
        if not doi or doi.casefold() == bare_doi(verbatim(self.fields.get("doi", ""))).casefold():
            return
        key = self.reference.key
        said = f"`{key}` is a preprint that has been published since, as DOI `{doi}`"
        hint = f"accept its fields, or add it beside: `briefwright bib add {doi}`"
        self.findings.append(warning(Code.PREPRINT_PUBLISHED, said, self.reference.location, hint=hint, subject=key))
        try:
            published, failed = by_doi(doi, self.client)
        except ServiceError as problem:
            self._fail(problem, f"what `{key}` was published as")
            return
        for failure in failed:
            self._fail(failure, f"what `{key}` was published as")
        self._notices(published)
        shared = (
            "doi",
            "journaltitle",
            "date",
            "volume",
            "number",
            "pages",
            "publisher",
            "title",
            "subtitle",
            "booktitle",
        )
        found = (one for one in differences(self.reference, published, self.lang) if one.field in shared)
        why = "as it was published"
        for one in found:  # instead of what the preprint's own service says
            self.differences[one.field] = replace(one, why=why, whole=True)
        if self.reference.type != published.type:
            self.differences[TYPE] = Difference(TYPE, self.reference.type, published.type, why, whole=True)

    def _search(self) -> None:
        """A DOI for an entry that has nothing to be asked by."""
        title, name = bare(self.fields.get("title", "")), family_of_first(self.reference)
        if self.reference.type in _WEB - {"article"} or self.fields.get("entrysubtype") or not (title and name):
            return
        self.asked = True
        try:
            found = crossref.by_title(title, name, self.client)
        except ServiceError as problem:
            self._fail(problem, f"a DOI for `{self.reference.key}`")
            return
        for record in found:
            if _is_same(self.reference, record):
                self.service = record.service
                doi = Difference("doi", "", record.fields["doi"], why="found by title, author and year")
                self._add([doi])
                self._compare(record)
                self._notices(record)
                return

    def _page(self) -> None:
        """Whether the entry's page is still there; where it is gone, an archived copy."""
        address = verbatim(self.fields.get("url", ""))
        if not address.startswith(("http://", "https://")) or re.match(r"https?://(?:dx\.)?doi\.org/", address):
            return
        if self.service or first(self.reference, ("doi", "eprint"))[0]:
            return  # identified by more than its address, or its page has just been read
        self.asked = True
        key = self.reference.key
        try:
            record, _ = pages.by_address(address, self.client)
        except ServiceError as problem:
            if problem.code is Code.SERVICE_ANSWER_UNREADABLE:
                return  # there is something, and no page: a PDF
            if not problem.unknown:
                self._fail(problem, f"the page of `{key}`")
                return
            said = f"the page of `{key}` is gone ({problem.said}): {address}"
            hint = "find its new address, or accept the archived copy where there is one"
            where = self.reference.location
            self.findings.append(warning(Code.ADDRESS_DEAD, said, where, hint=hint, subject=key))
            self._archived(address)
            return
        self.service = record.service
        self._compare(record)

    def _archived(self, address: str) -> None:
        if first(self.reference, ARCHIVE_ADDRESS)[0]:
            return
        try:
            copy = wayback.latest(address, self.client)
        except ServiceError as problem:
            self._fail(problem, f"a copy of the page of `{self.reference.key}`")
            return
        if copy:
            why = "the page is gone"
            self._add([Difference("archiveurl", "", copy.address, why=why)])
            self._add([Difference("archivedate", "", copy.date, why=why)])


_ASK = {"ISBN": openlibrary.by_isbn, "arXiv": arxiv.by_id, "PubMed": pubmed.by_pmid}


def ask_again(reference: Reference, client: Client, lang: str = "en") -> Checked:
    """What services say of an entry by now. lang: what a work is taken to be in that does not say it."""
    return _Asking(reference, client, lang).run()


def identifiers(reference: Reference) -> Iterator[tuple[str, str]]:
    """What an entry can be asked about by, best first: (kind, number)."""
    fields = reference.fields
    if doi := bare_doi(verbatim(fields.get("doi", ""))):
        arxiv_number = re.fullmatch(r"(?i)10\.48550/arxiv\.(\S+)", doi)
        yield ("arXiv", arxiv_number[1]) if arxiv_number else ("DOI", doi)
        return
    kind = bare(first(reference, ("eprinttype", "archiveprefix"))[1]).lower()
    number = re.sub(r"(?i)^arxiv:", "", verbatim(fields.get("eprint", "")))
    if kind in ("arxiv", "") and re.fullmatch(r"\d{4}\.\d{4,5}(v\d+)?|[a-z-]+(\.[A-Z]{2})?/\d{7}(v\d+)?", number):
        yield "arXiv", number
        return
    pmid = number if kind == "pubmed" else verbatim(fields.get("pmid", ""))
    if re.fullmatch(r"\d{1,9}", pmid):
        yield "PubMed", pmid
        return
    isbn = re.sub(r"[^\dXx]", "", fields.get("isbn", ""))
    if isbn and reference.type in ("book", "collection", "mvbook", "reference", "booklet") and not isbn_problem(isbn):
        yield "ISBN", isbn.upper()


def _is_same(reference: Reference, record: Record) -> bool:
    """Whether a record that was found by a title is the entry's work."""
    title = folded(bare(reference.fields.get("title", "")))
    told = folded(record.title), folded(f"{record.title} {record.fields.get('subtitle', '')}")
    near = max(difflib.SequenceMatcher(None, title, other).ratio() for other in told)
    years = year_of(reference), record.fields.get("date", "")[:4]
    close = all(year.isdigit() for year in years) and abs(int(years[0]) - int(years[1])) <= 1
    people = record.people.get("author") or record.people.get("editor") or ()
    family = folded(people[0].family or people[0].whole) if people else ""
    mine = family_of_first(reference)
    named = bool(family) and (mine == family or mine in family.split() or family.endswith(f" {mine}"))
    return near >= _NEAR and close and named and bool(record.fields.get("doi"))


# --- applying ----------------------------------------------------------------------------------------------------


def file_change(file: BibText, accepted: Mapping[str, Sequence[Difference]]) -> FileChange:
    """A .bib file with what was accepted, by key; keys of other files are passed over.

    Raises BriefwrightError as `guard.checked`.
    """
    changes: list[Change] = []
    rewritten: set[tuple[str, str]] = set()
    for key, some in accepted.items():
        place = file.by_key.get(key)
        layout = file.layout(place) if place and some else None
        if place is None or layout is None:
            continue
        for one in some:
            span = layout.named(one.field)
            if one.field == TYPE:
                changes.append(file.change(place, layout, *layout.type, one.after))
            elif span is not None and one.before:
                changes.append(file.change(place, layout, span.value, span.end, f"{{{one.after}}}"))
                rewritten.add((key, one.field))
        new = [one for one in some if layout.named(one.field) is None and one.field != TYPE]
        if new:
            at, text = _new_fields(layout, new)
            changes.append(file.change(place, layout, at, at, text))
    return checked(file, changes, Meant(rewritten=frozenset(rewritten)))


def can_be_changed(file: BibText, key: str) -> bool:
    """Whether it can be told for sure how an entry is written."""
    place = file.by_key.get(key)
    return place is not None and file.layout(place) is not None


def _new_fields(layout: EntryLayout, new: Sequence[Difference]) -> tuple[int, str]:
    """Where new fields go, after the last one, and their text in the entry's own manner."""
    if not layout.fields:
        return layout.key[1], "".join(f",\n  {one.field} = {{{one.after}}}" for one in new)
    last = layout.fields[-1]
    before = layout.text[: last.start]
    indent = re.search(r"(?:\n[ \t]*|[ \t]*)\Z", before)
    lead = indent[0] if indent and "\n" in indent[0] else " "
    column = len(layout.text[last.start : last.value].partition("=")[0])
    aligned = column > len(last.name) + 1
    text = ""
    for one in new:
        name = f"{one.field:<{column - 1}} =" if aligned else f"{one.field} ="
        text += f",{lead}{name} {{{one.after}}}"
    return last.end, text
