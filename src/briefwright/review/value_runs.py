"""The words of a statement that its values write, told from those of the author's."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from briefwright.changes import differences
from briefwright.model import Value
from briefwright.review.inline_align import align
from briefwright.review.inline_items import Syntax
from briefwright.review.inline_scan import items_of
from briefwright.review.inline_write import CannotWriteError
from briefwright.review.units import Unit, UnitKind, folded

_FARTHEST = 24
"""Units by which a value's words are looked for beyond where they were."""
_MOST_COMPARED = 250_000

Read = Callable[[str, str], Value | None]
"""A value by its name and the words that it is written in; None where it is not written so."""


@dataclass(frozen=True, slots=True)
class ToldApart:
    """A statement's units, before and after, with one unit for each value; and the values that are new or stay."""

    old: list[Unit]
    new: list[Unit]
    values: dict[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Run:
    """The units, start to before end, that a value writes."""

    name: str
    start: int
    end: int


def told_apart(source: str, old: list[Unit], new: list[Unit], read: Read) -> ToldApart:
    """Put one unit in the place of each value's words.

    Raises CannotWriteError where a value's words were changed into what is no value, or one value's words in two
    ways.
    """
    runs = list(_runs(source, old))
    if not runs:
        return ToldApart(old, new)
    ends = _Ends(old, new)
    values: dict[str, Value] = {}
    found: list[tuple[int, int, str]] = []
    for run in runs:
        region = _region(run, ends, old, new, read)
        if region is None:
            continue
        start, end, value = region
        if value is not None and values.setdefault(run.name, value) != value:
            raise CannotWriteError(f"the value `{run.name}` stands here twice and was changed in two ways")
        if found and start < found[-1][1]:
            raise CannotWriteError("the words of two values were mixed")
        found.append((start, end, run.name))
    return ToldApart(_replaced(old, [(run.start, run.end, run.name) for run in runs]), _replaced(new, found), values)


def _runs(source: str, units: Sequence[Unit]) -> Iterator[_Run]:
    items = items_of(source, Syntax.STATEMENT)
    alignment = align(items, units)
    if alignment is None:
        return
    for number, item in enumerate(items):
        own = [at for at, owner in enumerate(alignment.owners) if owner == number]
        if item.kind is UnitKind.VALUE and own:
            yield _Run(item.name, own[0], own[-1] + 1)


class _Ends:
    """Where places between the old units may be between the new ones."""

    def __init__(self, old: Sequence[Unit], new: Sequence[Unit]) -> None:
        self.stretches = list(differences(_keys(old), _keys(new), _MOST_COMPARED))

    def of(self, place: int) -> range:
        """The places that an old one may have become."""
        shift = 0
        for a, b, c, d in self.stretches:
            if a <= place <= b:
                return range(c, d + 1)
            if place < a:
                break
            shift = d - b
        return range(place + shift, place + shift + 1)

    def kept(self, run: _Run) -> bool:
        """Whether all its units stayed side by side."""
        return not any(
            (a < run.end and run.start < b) or (a == b and run.start < a < run.end) for a, b, _, _ in self.stretches
        )


def _keys(units: Sequence[Unit]) -> list[str | Unit]:
    return [folded(unit.text) if unit.kind is UnitKind.TEXT else unit for unit in units]


def _region(
    run: _Run, ends: _Ends, old: Sequence[Unit], new: Sequence[Unit], read: Read
) -> tuple[int, int, Value | None] | None:
    """Where the value's words are now, and the value where they say one; None where they are gone."""
    starts, stops = ends.of(run.start)[-_FARTHEST:], ends.of(run.end)[:_FARTHEST]
    pairs = [(start, end) for start, end in itertools.product(starts, stops) if start < end]
    for start, end in sorted(pairs, key=lambda pair: pair[0] - pair[1]):
        value = None if new[start].is_space or new[end - 1].is_space else read(run.name, _text(new[start:end]))
        if value is not None:
            return start, end, value
    if ends.kept(run):
        return starts[-1], stops[0], None
    widest = _text(new[starts[0] : stops[-1]]).strip() if starts[0] < stops[-1] else ""
    if any(map(str.isalnum, widest)):
        raise CannotWriteError(
            f"“{widest}” cannot be read as a value that would be written so, as “{_text(old[run.start : run.end])}” is"
        )
    return None


def _text(units: Sequence[Unit]) -> str:
    return "".join(unit.text for unit in units)


def _replaced(units: Sequence[Unit], regions: Sequence[tuple[int, int, str]]) -> list[Unit]:
    out: list[Unit] = []
    position = 0
    for start, end, name in regions:
        looks, link = units[start].looks, units[start].link
        out += [*units[position:start], Unit("", looks, link, UnitKind.VALUE, name)]
        position = end
    return [*out, *units[position:]]
