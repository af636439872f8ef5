"""Who stands behind a fact: the sources that support it, where these have it from, and which side they take."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from briefwright import tex
from briefwright.model import Bibliography, Evidence, Fact, Reference, Relation

SUPPORTING = frozenset({Relation.SUPPORTS, Relation.PARTLY})
NO_SIDE = frozenset({"", "none", "neutral", "independent", "unknown"})
"""What the field `side` says of a source that is nobody's advocate, or of which nothing is known."""

_VAGUE = re.compile(r"\b(?:unnamed|unknown|anonymous|unspecified|undisclosed|unidentified|various|several)\b")
"""Two sources that each name no one need not mean the same."""
_NAMES = ("author", "institution", "organization")
_PUBLISHED = ("institution", "organization", "journaltitle", "journal")


@dataclass(frozen=True, slots=True)
class Witness:
    """One piece of supporting evidence."""

    evidence: Evidence
    origin: str
    """Where it comes from in the end, folded: a key, or a name in words; the source's own key where no other
    origin is given."""
    origin_shown: str
    """The same as it is written."""
    names: frozenset[str]
    """What the source itself goes by, folded: its key, its author, its institution."""


def supporting(fact: Fact) -> tuple[Evidence, ...]:
    """The evidence that supports a fact, wholly or partly."""
    return tuple(item for item in fact.evidence if item.relation in SUPPORTING)


def witnesses(evidence: Iterable[Evidence], bibliography: Bibliography) -> Iterator[Witness]:
    """The witnesses that some evidence calls."""
    for item in evidence:
        shown = origin_of(item, bibliography)
        origin = fold(item.source if _VAGUE.search(shown.lower()) else shown)
        yield Witness(item, origin, shown, _names(item.source, bibliography))


def are_one(one: Witness, other: Witness) -> bool:
    """Whether two witnesses have one origin, or one is the other's."""
    return one.origin == other.origin or one.origin in other.names or other.origin in one.names


def origin_of(item: Evidence, bibliography: Bibliography) -> str:
    """Where a piece of evidence comes from in the end: a key, or a name in words.

    The unread original, else the evidence's `origin`, else the source itself; from there on whatever the
    bibliography's field `origin` says of each.
    """
    name = item.via or item.origin or item.source
    seen = {name}
    while further := stated_origin(bibliography.get(name)):
        if further in seen:
            break
        seen.add(further)
        name = further
    return name


def stated_origin(reference: Reference | None) -> str:
    """What an entry's field `origin` says: a key, or a name in words; empty where it has none."""
    return _plain(reference, "origin")


def side_of(key: str, bibliography: Bibliography) -> str:
    """The side that a source takes, in small letters; empty where it takes none, or none is known."""
    side = fold(_plain(bibliography.get(key), "side"))
    return "" if side in NO_SIDE else side


_HEAD_OF_NAME = re.compile(r"\s+(?:for|of|on|in|der|des|für|de|du|da|do)\s+|\s+\(")
"""What follows the name by which an institution is called at home: "Auditor General | for Eskmoor"."""


def is_named(key: str, text: str, bibliography: Bibliography) -> bool:
    """Whether a text names a source: one of its authors by surname, an institution, or the paper it stands in."""
    reference = bibliography.get(key)
    authors = reference.fields.get("author", "") if reference else ""
    people = [_surname(name.strip()) for name in re.split(r"\s+and\s+", authors)]
    works = [_plain(reference, name).removeprefix("The ") for name in _PUBLISHED]
    names = [*people, *works]
    names += [head for name in names if len(head := _HEAD_OF_NAME.split(name)[0]) > len("Government") or " " in head]
    return any(name and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) for name in names)


def fold(name: str) -> str:
    """A name as it is compared: small letters, no article before it, white space single."""
    return " ".join(name.split()).casefold().removeprefix("the ")


def _names(key: str, bibliography: Bibliography) -> frozenset[str]:
    reference = bibliography.get(key)
    return frozenset({fold(key), *(fold(_plain(reference, name)) for name in _NAMES)} - {""})


def _surname(name: str) -> str:
    """What stands before the comma; of a name without one, its last word; of an institution, in braces, all."""
    if name.startswith("{"):
        return tex.plain(name)
    return tex.plain(name.split(",")[0] if "," in name else name.rpartition(" ")[2])


def _plain(reference: Reference | None, field: str) -> str:
    text = reference.fields.get(field, "") if reference else ""
    return tex.plain(text).strip("{} \n") if text else ""
