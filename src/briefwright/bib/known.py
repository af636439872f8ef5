"""Whether a work is in the bibliography already, without parsing all of it.

An identifier is looked for in the bytes of the files; only the entries that hold it are read.
"""

from __future__ import annotations

import bisect
import re
import urllib.parse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from briefwright.bib.new_entry import known_names
from briefwright.bib.services.record import Record
from briefwright.bib.services.wanted import Wanted
from briefwright.bib.text import BibText
from briefwright.check.entries import bare, folded, verbatim, year_of
from briefwright.check.identifiers import bare_doi
from briefwright.load.bibliography import FileBibliography
from briefwright.model import Reference

_PARTS = frozenset({"incollection", "inbook", "inproceedings", "inreference", "conference", "bookinbook", "suppbook"})
"""Types of works that stand in another, whose ISBN and often DOI they bear."""
_MOST = 200
"""Entries that are read for one question."""
_TITLE = re.compile(rb"(?im)\btitle\s*=\s*[{\"](.{3,500})$")


@dataclass(frozen=True, slots=True)
class Library:
    """The .bib files of a project, to look works up in."""

    files: Sequence[BibText]
    bibliography: FileBibliography

    def of_wanted(self, what: Wanted) -> Reference | None:
        """The entry for what somebody wants to add, as far as the identifier alone tells."""
        if what.kind == "doi":
            return self._with_doi(what.id)
        if what.kind == "isbn":
            return self._with_isbn(what.id, "")
        if what.kind == "arxiv":
            return self._with_number("eprint", re.sub(r"v\d+$", "", what.id))
        if what.kind == "pmid":
            return self._with_number("eprint", what.id) or self._with_number("pmid", what.id)
        return self._with_address(what.id)

    def of_record(self, record: Record) -> Reference | None:
        """The entry for a work that a service has described."""
        fields = record.fields
        found = self._with_doi(fields["doi"]) if fields.get("doi") else None
        if found is None and fields.get("isbn") and record.type not in _PARTS:
            found = self._with_isbn(fields["isbn"], record.title)
        if found is None and fields.get("eprint"):
            found = self._with_number("eprint", re.sub(r"v\d+$", "", fields["eprint"]))
        if found is None and fields.get("url") and fields.get("eprinttype") != "arxiv":
            found = self._with_address(fields["url"])
        return found or self._with_title(record)

    def names(self) -> frozenset[str]:
        """Words that its titles keep the capitals of."""
        return known_names(
            [text.decode("utf-8", "replace") for file in self.files for text in _TITLE.findall(file.data)]
        )

    def _with_doi(self, doi: str) -> Reference | None:
        for one in self._holding(doi.rpartition("/")[2] or doi):
            here = bare_doi(verbatim(one.fields.get("doi", "")))
            if here.casefold() == doi.casefold() and one.type not in _PARTS:
                return one
        return None

    def _with_isbn(self, isbn: str, title: str) -> Reference | None:
        for form in _isbn_forms(isbn):
            pattern = "[- ]?".join(map(re.escape, form))
            for one in self._matching(pattern):
                here = {_isbn13(number) for number in re.findall(r"[\dXx-]{10,17}", one.fields.get("isbn", ""))}
                if _isbn13(isbn) in here and one.type not in _PARTS and _alike(title, one):
                    return one
        return None

    def _with_number(self, field: str, number: str) -> Reference | None:
        for one in self._holding(number):
            here = re.sub(r"(?i)^arxiv:|v\d+$", "", verbatim(one.fields.get(field, "")))
            if here.casefold() == number.casefold():
                return one
        return None

    def _with_address(self, address: str) -> Reference | None:
        wanted = plain_address(address)
        host, _, rest = wanted.partition("/")
        if not rest:
            return None
        last = max(re.split(r"[^\w-]+", rest), key=len, default="")
        for one in self._holding(last or host):
            if plain_address(verbatim(one.fields.get("url", ""))) == wanted:
                return one
        return None

    def _with_title(self, record: Record) -> Reference | None:
        """An entry of the same title, year and kind of type."""
        title = folded(record.title)
        words = re.findall(r"[A-Za-z]{4,}", record.title)
        if len(title.split()) < 3 or not words:
            return None
        year = record.fields.get("date", "")[:4]
        for one in self._holding(max(words, key=len)):
            same = folded(one.fields.get("title", "")) == title and year_of(one) == year
            if same and one.type == record.type and not _apart(record.fields, one):
                return one
        return None

    def _holding(self, text: str) -> Iterator[Reference]:
        return self._matching(re.escape(text))

    def _matching(self, pattern: str) -> Iterator[Reference]:
        """The entries in whose text a pattern is found."""
        find = re.compile(pattern.encode("utf-8"), re.IGNORECASE)
        read = 0
        seen: set[str] = set()
        for file in self.files:
            places = file.index.entries
            starts = [place.start for place in places]
            for found in find.finditer(file.data):
                at = bisect.bisect_right(starts, found.start()) - 1
                if at < 0 or places[at].key in seen or not places[at].key:
                    continue
                seen.add(places[at].key)
                read += 1
                if read > _MOST:
                    return
                reference = self.bibliography.get(places[at].key)
                if reference is not None:
                    yield reference


def plain_address(address: str) -> str:
    """An address to compare: without scheme, "www.", a last slash and a fragment, percent signs read."""
    parts = re.match(r"(?i)https?://(?:www\.)?([^/?#]+)([^#]*)", address.strip())
    return f"{parts[1].lower()}{urllib.parse.unquote(parts[2])}".rstrip("/") if parts else ""


def _isbn_forms(isbn: str) -> tuple[str, ...]:
    number = re.sub(r"[^\dXx]", "", isbn).upper()
    if len(number) == 10:
        return (number, f"978{number[:9]}")
    return (number, number[3:12]) if number.startswith("978") else (number,)


def _isbn13(isbn: str) -> str:
    """The first twelve digits of the long form: what does not depend on check digits."""
    number = re.sub(r"[^\dXx]", "", isbn)
    return f"978{number[:9]}" if len(number) == 10 else number[:12]


def _alike(title: str, one: Reference) -> bool:
    """Whether two titles share half the words of the shorter; so it is where one is not known."""
    here, there = set(folded(title).split()), set(folded(bare(one.fields.get("title", ""))).split())
    return not here or not there or 2 * len(here & there) >= min(len(here), len(there))


def _apart(fields: Mapping[str, str], one: Reference) -> bool:
    """Whether both name a number, pages or a DOI, and another one."""
    for name in ("doi", "volume", "number", "pages"):
        here, there = folded(fields.get(name, "")), folded(one.fields.get(name, ""))
        if here and there and here != there:
            return True
    return False
