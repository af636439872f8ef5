"""Rendered text as units: words, spaces, signs, and things that stand for a call, a citation, a note or a picture."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum


class UnitKind(StrEnum):
    """What a unit is."""

    TEXT = "text"
    FACT = "fact"
    VALUE = "value"
    CITATION = "citation"
    NOTE = "note"
    PICTURE = "picture"
    CALL = "call"
    """Any other call in a source; any other field in a document."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A word, a space or a sign with its looks; or, of another kind than text, one thing that stands for a call."""

    text: str
    """What is seen of it."""
    looks: frozenset[str] = frozenset()
    """emph, strong, sub, sup, strike, underline, small-caps, mark, code."""
    link: str = ""
    """The address that a link leads to."""
    kind: UnitKind = UnitKind.TEXT
    name: str = ""
    """Which one it is: `ID:PART` of a fact, keys of a citation with `;` between them, a value's name, a picture's
    address. Empty: not known."""
    source: str = ""
    """Of a thing that the source does not have yet: what to write for it, such as `[@key, p. 3]`."""

    @property
    def is_space(self) -> bool:
        """Whether it is white space."""
        return self.kind is UnitKind.TEXT and self.text.isspace()


_UNIT = re.compile(r"\.\.\.|---?|«[\u00a0\u202f]|[\u00a0\u202f]»|\s+|\w+|.", re.DOTALL)
_SIGNS = {"...": "…", "--": "–", "---": "—"}
_DOUBLE = frozenset('"“”„‟«»')
_SINGLE = frozenset("'‘’‚‛‹›")


def spans_of(text: str) -> Iterator[tuple[int, int]]:
    """Where the units of a text begin and end."""
    return (match.span() for match in _UNIT.finditer(text))


def units_of(text: str, looks: Iterable[str] = (), link: str = "") -> list[Unit]:
    """The units of a text that has the same looks throughout."""
    kept = frozenset(looks)
    return [Unit(text[start:end], kept, link) for start, end in spans_of(text)]


def folded(text: str) -> str:
    """The text of a unit without what typography makes of it: straight marks, dashes as dashes, white space as one."""
    if text.isspace():
        return " "
    text = _SIGNS.get(text, text.strip("\u00a0\u202f") or " ")
    return '"' if text in _DOUBLE else "'" if text in _SINGLE else text


def loosely(text: str) -> str:
    """As `folded`, all quotation marks alike: a language may have others for those within a quotation."""
    text = folded(text)
    return '"' if text == "'" else text


def normalised(units: Sequence[Unit]) -> list[Unit]:
    """Units cut as `units_of` does, however they came; single spaces without looks; none at the ends."""
    out: list[Unit] = []
    for unit in _cut(units):
        if unit.is_space:
            if out and not out[-1].is_space:
                out.append(Unit(unit.text if len(unit.text) == 1 else " "))
        else:
            out.append(unit)
    return out[:-1] if out and out[-1].is_space else out


def _cut(units: Sequence[Unit]) -> Iterator[Unit]:
    text, looks, link = "", frozenset[str](), ""
    for unit in units:
        if unit.kind is UnitKind.TEXT and (unit.looks, unit.link) == (looks, link):
            text += unit.text
            continue
        yield from units_of(text, looks, link)
        text = ""
        if unit.kind is UnitKind.TEXT:
            text, looks, link = unit.text, unit.looks, unit.link
        else:
            yield dataclasses.replace(unit)
    yield from units_of(text, looks, link)
