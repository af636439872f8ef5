"""What two entries for one work say, field by field: the same, more, or something else."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum

from briefwright.check.entries import bare, folded, verbatim
from briefwright.check.identifiers import bare_doi
from briefwright.check.timeliness import date_of
from briefwright.model import Reference

UNIONS: Mapping[str, str] = {
    "keywords": ", ", "keyword": ", ", "groups": ", ", "tags": ", ", "ids": ", ", "file": ";", "mendeley-tags": ", ",
}  # fmt: skip
"""Fields that are lists, with what parts their members: both entries' members are kept."""
BOOKKEEPING = frozenset(
    """timestamp owner creationdate modificationdate date-added date-modified added-at biburl bibsource interhash
    intrahash abstract annote annotation note file keywords keyword groups tags ids urldate mendeley-groups
    mendeley-tags comment readstatus ranking priority qualityassured""".split()
)
"""Fields in which two entries for one work may differ: they tell of the entry or its owner, not of the work."""
_ALIASES = (
    ("journaltitle", "journal"), ("location", "address"), ("annotation", "annote"), ("eprinttype", "archiveprefix"),
    ("eprintclass", "primaryclass"), ("langid", "hyphenation"), ("keywords", "keyword"), ("institution", "school"),
)  # fmt: skip
"""biblatex's name of a field and BibTeX's (biblatex manual, 2.2.5)."""
_DATES = ("date", "year", "month", "day")
_NAMES = frozenset({"author", "editor", "translator", "bookauthor", "editora", "editorb", "editorc"})
_AND = re.compile(r"\s+and\s+")


class Kind(Enum):
    """What a field of the other entry is to the entry that stays."""

    MISSING = "missing"
    """It has no such field."""
    SAME = "same"
    """It says so already, or says more."""
    FULLER = "fuller"
    """It says so, and the other says more."""
    UNION = "union"
    """Both are lists; the other has members of its own."""
    OTHER = "other"
    """It says something else."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A field of the other entry, and what becomes of it."""

    name: str
    """In the other entry."""
    own: str
    """The field of the entry that stays which it is compared with; `name` where it has none."""
    kind: Kind

    @property
    def contradicts(self) -> bool:
        """Whether the two entries disagree about the work."""
        return self.kind is Kind.OTHER and self.name not in BOOKKEEPING


def compare(here: Reference, there: Reference) -> tuple[Difference, ...]:
    """Every field of `there`, and what it is to `here`, which stays. In the order of its fields."""
    dates = _dates(here, there)
    found: list[Difference] = []
    for name, value in there.fields.items():
        own = counterpart(name, here.fields)
        if name in dates:
            found.append(dates[name])
        elif not value.strip():
            found.append(Difference(name, own, Kind.SAME))
        elif not here.fields.get(own, "").strip():
            found.append(Difference(name, own, Kind.MISSING))
        else:
            found.append(Difference(name, own, _kind(name, here.fields[own], value)))
    return tuple(found)


def counterpart(name: str, fields: Mapping[str, str]) -> str:
    """The name under which an entry has a field, where it may have it under another program's name."""
    if name in fields:
        return name
    for pair in _ALIASES:
        if name in pair:
            other = pair[0] if name == pair[1] else pair[1]
            return other if other in fields else name
    return name


def members(value: str, name: str) -> list[str]:
    """The members of a field that is a list."""
    sign = ";" if name == "file" or (";" in value and name != "ids") else ","
    return [part.strip() for part in value.split(sign) if part.strip()]


def families(value: str) -> tuple[str, ...]:
    """The family names of a list of names, folded to compare them."""
    return tuple(_name(part)[0] for part in _AND.split(value.strip()) if part)


def address(value: str) -> str:
    """A web address to compare: without scheme, "www." and last slash."""
    return re.sub(r"(?i)^https?://(?:www\.)?", "", verbatim(value)).rstrip("/")


def _kind(name: str, here: str, there: str) -> Kind:
    if name in UNIONS:
        mine = {member.casefold() for member in members(here, name)}
        return Kind.SAME if {member.casefold() for member in members(there, name)} <= mine else Kind.UNION
    plain = _FORMS.get(name, _even)
    if plain(here) == plain(there):
        return Kind.SAME
    return _people(here, there) if name in _NAMES else Kind.OTHER


def _dates(here: Reference, there: Reference) -> dict[str, Difference]:
    """The differences of the fields that make up the date of publication."""
    given = [name for name in _DATES if there.fields.get(name, "").strip()]
    if not given:
        return {}
    if not here.fields.get("date") and not here.fields.get("year"):
        return {name: Difference(name, name, Kind.MISSING) for name in given}
    mine, theirs = date_of(here), date_of(there)
    own = "date" if here.fields.get("date") else "year"
    if mine is None or theirs is None:
        kinds = {name: _kind(name, here.fields.get(name) or here.fields[own], there.fields[name]) for name in given}
        return {name: Difference(name, name if here.fields.get(name) else own, kinds[name]) for name in given}
    if mine.text.startswith(theirs.text):
        return {name: Difference(name, own, Kind.SAME) for name in given}
    kind = Kind.FULLER if theirs.text.startswith(mine.text) else Kind.OTHER
    return {name: Difference(name, own if name in ("date", "year") else name, kind) for name in given}


def _people(here: str, there: str) -> Kind:
    """Lists of names: the same people, with more or less of their names."""
    mine, theirs = ([_name(part) for part in _AND.split(value)] for value in (here, there))
    if [one[0] for one in mine] != [one[0] for one in theirs]:
        return Kind.OTHER
    pairs = [(one[1], other[1]) for one, other in zip(mine, theirs, strict=True)]
    if all(_shortened(other, one) for one, other in pairs):
        return Kind.SAME
    return Kind.FULLER if all(_shortened(one, other) for one, other in pairs) else Kind.OTHER


def _shortened(short: list[str], full: list[str]) -> bool:
    """Whether given names are the others', or the initials of them."""
    return len(short) <= len(full) and all(
        word == other or (len(word) == 1 and other.startswith(word)) for word, other in zip(short, full, strict=False)
    )


def _name(text: str) -> tuple[str, list[str]]:
    """Family name and given names, folded."""
    text = text.strip()
    if text.startswith("{") and text.endswith("}") and "," not in text:
        return folded(bare(text)), []
    if "\\" in text:
        text = bare(text)
    parts = text.partition(",")
    family, given = (parts[0], parts[2]) if parts[1] else (text.rpartition(" ")[2], text.rpartition(" ")[0])
    family = re.sub(r"^(?:[a-z]\S*\s+)+(?=[^\Wa-z])", "", family.strip())
    return folded(family), folded(re.sub(r"\.(?=\S)", ". ", given)).split()


def _even(value: str) -> str:
    """A text to compare: without TeX, case, kinds of dashes and quotation marks, and a full stop at its end."""
    text = unicodedata.normalize("NFKC", bare(value)).casefold()
    text = re.sub(r"[\u2010-\u2015\u2212-]+", "-", text)
    text = re.sub("[‘’‚`´]", "'", re.sub("[“”„«»]|''", '"', text))
    return " ".join(text.split()).rstrip(".")


def _digits(value: str) -> str:
    return " ".join(re.sub(r"[^\dXx]", "", part).upper() for part in re.split(r"[,;\s]+", bare(value)))


def _doi(value: str) -> str:
    text = verbatim(value)
    return (bare_doi(text) or text).casefold()


def _pages(value: str) -> str:
    return re.sub(r"\s*[-\u2010-\u2015]+\s*", "-", bare(value))


_FORMS: Mapping[str, Callable[[str], str]] = {
    "doi": _doi, "url": address, "archiveurl": address, "isbn": _digits, "issn": _digits, "pages": _pages,
    "langid": folded,
}  # fmt: skip
"""How values of a field are compared; others by `_even`."""
