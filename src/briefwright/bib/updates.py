"""An entry and what a service says of the same work, compared field by field as a person would."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from briefwright import tex
from briefwright.bib.new_entry import values_of
from briefwright.bib.services.record import Record
from briefwright.check.entries import folded, verbatim
from briefwright.load.bib_write import month_number
from briefwright.model import Reference

ALIASES: Mapping[str, tuple[str, ...]] = {
    "journaltitle": ("journaltitle", "journal", "shortjournal"),
    "date": ("date", "year"),
    "institution": ("institution", "school", "organization", "publisher"),
    "organization": ("organization", "institution", "publisher", "howpublished", "journaltitle"),
    "publisher": ("publisher", "institution", "organization"),
    "location": ("location", "address"),
    "langid": ("langid", "language", "hyphenation"),
    "eprinttype": ("eprinttype", "archiveprefix"),
    "eprintclass": ("eprintclass", "primaryclass"),
    "eprint": ("eprint", "pmid"),
    "number": ("number", "issue"),
    "url": ("url",),
}
"""Where BibTeX and people keep what biblatex has another name for."""
_NOT_COMPARED = frozenset({"urldate", "section", "genre", "entrysubtype", "orcid-numbers", "type", "issn", "version"})
"""What services tell in other ways than people, or a page on another day: filled in, never held against an entry."""
TYPE = "entry type"
"""The name under which the type of an entry is compared."""
_NEVER = frozenset({"urldate", "type"})
"""What is not even filled in: a day on which nobody read the page."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One field in which an entry and a service differ."""

    field: str
    """As it is to be written: the entry's own name for it (`journal`) where it has one."""
    before: str
    """The entry's value as it stands; empty where the field is missing."""
    after: str
    """What the service would have there, as it is written between braces."""
    why: str = ""
    """Why it is proposed, where the name of the field does not tell."""
    whole: bool = False
    """Whether it belongs to another publication of the work, all of whose fields are taken or none."""

    @property
    def fills(self) -> bool:
        """Whether it only adds what is missing."""
        return not self.before and not self.whole


def differences(reference: Reference, record: Record, lang: str) -> Iterator[Difference]:
    """The fields in which an entry and a record differ, in the order of the record."""
    english = (record.fields.get("langid") or lang)[:2].lower() == "en"
    fields = reference.fields
    for name, after in values_of(record, english=english):
        own = next((alias for alias in ALIASES.get(name, (name,)) if fields.get(alias)), "")
        if not own:
            if _is_fitting(name, reference, record):
                yield Difference(name, "", after)
        elif name not in _NOT_COMPARED and not _agree(name, fields, own, after):
            yield Difference(own, fields[own], after if own != "year" else after[:4])


def _is_fitting(name: str, reference: Reference, record: Record) -> bool:
    """Whether a field that is missing should be filled in: nothing that another field of the entry says already."""
    if name in _NEVER or (name == "subtitle" and ":" in reference.fields.get("title", "")):
        return False
    if name in ("organization", "institution", "publisher", "entrysubtype", "genre", "section", "eprinttype"):
        return reference.type == record.type and name != "section"
    if name == "url":
        return "doi" not in reference.fields and "doi" not in record.fields
    if name == "eid":
        return "pages" not in reference.fields
    return name != "series" or reference.type == record.type


def _agree(name: str, fields: Mapping[str, str], own: str, after: str) -> bool:
    before = fields[own]
    if name in ("author", "editor", "translator"):
        return _same_people(before, after)
    if name == "date":
        return _same_date(fields, after)
    if name in ("doi", "url", "eprint"):
        return _plain_number(before) == _plain_number(after)
    if name in ("isbn", "issn"):
        return re.sub(r"[^\dXx]", "", after).upper()[-10:-1] in re.sub(r"[^\dXx ]", "", before).upper()
    if name == "langid":
        return True  # a person who gave a language knows it
    here, there = (folded(tex.plain(text)) for text in (before, after))
    if name in ("title", "booktitle"):
        whole = folded(tex.plain(f"{before} {fields.get('subtitle', '')}"))
        return here == there or whole == there or here.startswith(f"{there} ") or there.startswith(f"{here} ")
    if name in ("pages", "edition"):
        return re.findall(r"\w+", here) == re.findall(r"\w+", there)
    if name in ("journaltitle", "publisher", "organization", "institution", "location", "series"):
        return _same_house(here, there)
    return here == there


def _plain_number(text: str) -> str:
    return re.sub(
        r"(?i)^arxiv:|^https?://(?:dx\.)?doi\.org/|^https?://(?:www\.)?|v\d+$|/$", "", verbatim(text)
    ).casefold()


def _same_house(here: str, there: str) -> bool:
    """Whether names of journals or houses are one: "The", "and" and a part left out do not count."""
    one, other = ([word for word in text.split() if word not in ("the", "and", "of")] for text in (here, there))
    shorter, longer = sorted((one, other), key=len)
    return one == other or (len(shorter) > 1 and shorter == longer[: len(shorter)]) or "".join(one) == "".join(other)


def _same_date(fields: Mapping[str, str], after: str) -> bool:
    before = fields.get("date") or fields.get("year", "")
    if not fields.get("date") and (month := month_number(fields.get("month", "")) or _number(fields.get("month", ""))):
        before = f"{before}-{month:02}"
    before = re.sub(r"[~?%{}]", "", before).strip()
    return before.startswith(after) or after.startswith(before)


def _number(text: str) -> int:
    return int(text) if text.isdigit() and int(text) <= 12 else 0


def _same_people(before: str, after: str) -> bool:
    """Whether two lists have the same families in the same order, and no given name that says another."""
    here, there = (re.split(r"\s+and\s+", tex.plain(text)) for text in (before, after))
    if here and here[-1].strip().lower() == "others":
        here = here[:-1]
        there = there[: len(here)]
    if len(here) != len(there):
        return False
    return all(_same_person(one, other) for one, other in zip(here, there, strict=True))


def _same_person(here: str, there: str) -> bool:
    one, other = _parts(here), _parts(there)
    if one[0] != other[0]:
        # "van der Berg" may be written with its particles before or after
        return sorted(folded(here).split()) == sorted(folded(there).split())
    pairs = zip(one[1], other[1], strict=False)  # who has more given names is not another person
    return all(name.startswith(initial) or initial.startswith(name) for name, initial in pairs)


def _parts(name: str) -> tuple[str, list[str]]:
    family, comma, given = name.partition(",")
    if not comma:
        words = name.split()
        family, given = (words[-1], " ".join(words[:-1])) if words else ("", "")
    return folded(family), folded(given.rpartition(",")[2]).split()
