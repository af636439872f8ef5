"""Entries for one work: what makes two of them one, and what tells works of one title apart."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from briefwright.check import identifiers
from briefwright.check.entries import family_of_first, first, folded, parents_of, verbatim, year_of
from briefwright.check.rule import Context, Rule
from briefwright.check.timeliness import date_of
from briefwright.diagnostics import Code, Finding, Severity, warning
from briefwright.model import Reference

_DETAILS = ("volume", "number", "chapter", "edition", "part", "eid", "booktitle", "institution")
"""What tells works of one title, author and year apart."""
_CHAPTERS = frozenset({"incollection", "inbook", "inproceedings", "inreference", "conference"})


def duplicate_references(context: Context) -> Iterable[Finding]:
    """Entries for a work that an entry before them is for."""
    seen: dict[tuple[str, ...], list[Reference]] = {}
    for reference in context.references.values():
        earlier: tuple[Reference, Mark] | None = None
        for mark in marks(reference):
            others = seen.setdefault(mark.of, [])
            same = next((other for other in others[:_MOST_COMPARED] if mark.agrees(other, reference)), None)
            if same and not earlier and not related(same, reference):
                earlier = (same, mark)
            others.append(reference)
        if earlier:
            other, mark = earlier
            where = f"{other.location.path}:{other.location.line}"
            message = f"`{reference.key}` and `{other.key}` ({where}) are one work: they have {mark.what}"
            hint = "keep one of the two, and cite it everywhere"
            yield warning(Code.DUPLICATE_REFERENCES, message, reference.location, hint=hint, subject=reference.key)


_MOST_COMPARED = 20
"""How many entries of one mark are compared: a thousand entries that share an address are not each other's copies."""


def _always(_one: Reference, _other: Reference) -> bool:
    return True


class Mark(NamedTuple):
    """What two entries for one work have in common."""

    of: tuple[str, ...]
    what: str
    agrees: Callable[[Reference, Reference], bool] = _always


def marks(reference: Reference) -> Iterator[Mark]:
    """What another entry would have in common with this one, were it for the same work."""
    fields = reference.fields
    title = folded(fields.get("title", ""))
    if doi := verbatim(fields.get("doi", "")).casefold():
        yield Mark(("doi", identifiers.bare_doi(doi) or doi), "the same DOI", _same_work)
    if title and "isbn" in fields and (isbn := _isbn(fields["isbn"])):
        yield Mark(("isbn", isbn, title), "the same ISBN and title", same_details)
    if "url" in fields and (address := _address(verbatim(fields["url"]))):
        yield Mark(("url", address), "the same address", _same_page)
    year = year_of(reference)
    name = family_of_first(reference)
    if title and year and name:
        yield Mark(("title", title, year, name, reference.type), "the same title, author and year", same_details)
    elif title and year:
        journal = folded(first(reference, ("journaltitle", "journal", "organization", "institution"))[1])
        date = fields.get("date", "")
        if journal and date:
            mark = ("unsigned", title, date, journal)
            yield Mark(mark, "the same title and date in the same place", same_details)


def _address(value: str) -> str:
    """An address to compare: without scheme, "www." and last slash; empty for a site's front page."""
    found = re.match(r"(?i)https?://(?:www\.)?([^/?#]+)(/[^#]*)?", value)
    path = (found[2] or "").rstrip("/") if found else ""
    return f"{found[1].lower()}{path}" if found and path else ""


def _same_work(one: Reference, other: Reference) -> bool:
    """Whether one DOI means one work: chapters are often given their book's."""
    return not {one.type, other.type} & _CHAPTERS or alike(one, other)


def _same_page(one: Reference, other: Reference) -> bool:
    """Whether two entries with one address are for one text: a page may hold several, or change every year."""
    years = {year_of(one), year_of(other)} - {""}
    return len(years) < 2 and alike(one, other) and same_details(one, other)


def alike(one: Reference, other: Reference) -> bool:
    """Whether the titles share at least half the words of the shorter one."""
    here, there = (set(folded(entry.fields.get("title", "")).split()) for entry in (one, other))
    return 2 * len(here & there) >= min(len(here), len(there))


def same_details(one: Reference, other: Reference) -> bool:
    """Whether nothing that both entries say tells them apart."""
    for name in (*_DETAILS, "doi", "isbn", "pages", "date"):
        here, there = (_dated(entry) if name == "date" else entry.fields.get(name, "") for entry in (one, other))
        if here and there and here != there and not _says_the_same(name, here, there):
            return False
    return True


def _dated(reference: Reference) -> str:
    """The date as biblatex writes it, also where BibTeX's `year` and `month` give it."""
    date = date_of(reference)
    return date.text if date else reference.fields.get("date", "")


def _says_the_same(name: str, here: str, there: str) -> bool:
    if name == "date":
        return here.startswith(there) or there.startswith(here)
    if name == "doi":
        return identifiers.bare_doi(verbatim(here)).casefold() == identifiers.bare_doi(verbatim(there)).casefold()
    if name == "isbn":
        return _isbn(here) == _isbn(there)
    return folded(here).split()[:1] == folded(there).split()[:1]


def _isbn(value: str) -> str:
    return re.sub(r"[^\dXx]", "", value)


def related(one: Reference, other: Reference) -> bool:
    """Whether one is the other's parent."""
    return one.key in parents_of(other) or other.key in parents_of(one)


RULES: tuple[Rule, ...] = (
    Rule(Code.DUPLICATE_REFERENCES, Severity.WARNING, "two entries for one work", duplicate_references),
)
