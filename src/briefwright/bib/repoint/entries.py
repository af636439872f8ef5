"""Keys in .bib files: fields of entries that name other entries."""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from briefwright.bib.layout import EntryLayout, FieldSpan
from briefwright.bib.repoint.edits import Keys, cannot
from briefwright.bib.text import BibText, Change
from briefwright.diagnostics import BriefwrightError, Finding
from briefwright.load.bib_scan import Place

LISTS = frozenset(("crossref", "xref", "xdata", "related", "entryset", "ids"))
"""Fields of BibTeX and biblatex that hold keys, with commas between them (biblatex manual, 2.2.3 and 3.13)."""
WHOLE = frozenset(("origin",))
"""Fields of ours that may be a key, or a name in words."""

_FEW = 3
_PART = re.compile(r"\s*([^,{}]*[^,{}\s])")
_ALL = re.compile(r"\A[\s{]*(.*?)[\s}]*\Z", re.S)
_FIELDS = re.compile(rb"\b(?:" + "|".join(sorted(LISTS | WHOLE)).encode() + rb")\s*=", re.I)


@dataclass(frozen=True, slots=True)
class NamingFields:
    """The changes of a .bib file that its fields need."""

    changes: tuple[Change, ...] = ()
    fields: frozenset[tuple[str, str]] = frozenset()
    """(key, field) pairs that come out otherwise, for `guard.Meant.rewritten`; the key as it is now."""


def naming_fields(file: BibText, keys: Keys, known: frozenset[str] = frozenset()) -> NamingFields:
    """What to change in the fields of a file's entries that name other entries.

    known: all keys there are; a parent may be named in other capitals where that is not another entry's key.
    Raises BriefwrightError (R011) where a broken entry may name one of the keys.
    """
    if not keys:
        return NamingFields()
    folded = {key.casefold(): key for key in reversed(list(keys))}

    def meant(name: str) -> str:
        return name if name in keys or name in known else folded.get(name.casefold(), name)

    starts = [place.start for place in file.index.entries]
    numbers = {bisect.bisect_right(starts, found.start()) - 1 for found in _suspects(keys).finditer(file.data)}
    places = [file.index.entries[number] for number in sorted(numbers) if number >= 0]
    changes: list[Change] = []
    fields: set[tuple[str, str]] = set()
    problems: list[Finding] = []
    for place in places:
        layout = file.layout(place)
        if layout is None:
            problems += _unreadable(file, place, keys)
            continue
        for field, start, end, new in _names(layout, keys, meant):
            changes.append(file.change(place, layout, start, end, new))
            fields.add((place.key, field.name.lower()))
    if problems:
        raise BriefwrightError(*problems)
    return NamingFields(tuple(changes), frozenset(fields))


def _suspects(keys: Keys) -> re.Pattern[bytes]:
    """What an entry holds that may name one of the keys: few keys are looked for themselves, which is quicker."""
    if len(keys) > _FEW or not all(key.isascii() for key in keys):
        return _FIELDS
    return re.compile(b"|".join(re.escape(key.encode()) for key in keys), re.I)


def _unreadable(file: BibText, place: Place, keys: Keys) -> Iterator[Finding]:
    words = set(re.split(r"[\s,{}\"=]+", file.block(place)))
    if words & keys.keys() - {place.key}:
        yield cannot(file.location(place), f"the entry `{place.key}` is broken or oddly written")


def _names(layout: EntryLayout, keys: Keys, meant: Callable[[str], str]) -> Iterator[tuple[FieldSpan, int, int, str]]:
    """Each name of one of the keys: its field, its place, and the new key."""
    for field in layout.fields:
        name = field.name.lower()
        if name not in LISTS | WHOLE:
            continue
        for piece in field.pieces:
            inner = layout.inner(piece)
            begin = piece.start + bool(piece.opening)
            for found in (_PART if name in LISTS else _ALL).finditer(inner):
                key = meant(found[1]) if name in LISTS else found[1]
                if key not in keys:
                    continue
                new = keys[key] if piece.opening else f"{{{keys[key]}}}"
                yield field, begin + found.start(1), begin + found.end(1), new
