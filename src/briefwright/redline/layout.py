"""Which paragraphs and tables of two documents stand where in the one that shows both.

The end of a paragraph belongs to it: where it is deleted, what is left goes on in the next paragraph. The last one of
a cell, a note or a text has no next, nor has one before a table. There the end of the last paragraph that stays is
marked in its stead, or two paragraphs share one end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefwright.redline.marks import How
from briefwright.word.compare import Matching
from briefwright.word.ooxml import Element, w


@dataclass(slots=True, eq=False)
class Place:
    """A paragraph or table of the document that shows both."""

    old: Element | None
    new: Element | None
    how: How = How.SAME
    """Of the whole; the same where both have it, whatever changed in it."""
    end: How = How.SAME
    """Of a paragraph's end."""
    looks_of: Element | None = None
    """The paragraph whose properties this one has to have, where they are not its own."""
    partner: Place | None = None
    """Where a moved one was, or is."""
    shown: Element | None = None
    """What stands for it, once it is written."""

    @property
    def is_table(self) -> bool:
        """Whether it is a table."""
        item = self.new if self.new is not None else self.old
        return item is not None and item.tag == w("tbl")


def lay_out(old: Sequence[Element], new: Sequence[Element], matching: Matching, unchanged: set[int]) -> list[Place]:
    """The places of blocks in reading order.

    unchanged: numbers of moved blocks of the new text that say the same as before; only these are shown as moved.
    """
    places: list[Place] = []
    moves = {i: j for i, j in matching.moved if j in unchanged and new[j].tag == w("p")}
    targets = set(moves.values())
    sources: dict[int, Place] = {}
    arrivals: dict[int, Place] = {}
    for i, j in matching.steps():
        place = Place(None if i is None else old[i], None if j is None else new[j])
        if i is not None and j is None:
            place.how = How.MOVED_FROM if i in moves else How.DELETED
            sources[i] = place
        elif j is not None and i is None:
            place.how = How.MOVED_TO if j in targets else How.INSERTED
            arrivals[j] = place
        place.end = place.how
        places.append(place)
    for i, j in moves.items():
        sources[i].partner, arrivals[j].partner = arrivals[j], sources[i]
    return [place for run in _runs(places) for place in _ended(run)]


def _runs(places: Sequence[Place]) -> Iterator[list[Place]]:
    """Paragraphs that follow one another, and each table by itself."""
    run: list[Place] = []
    for place in places:
        if place.is_table:
            yield run
            yield [place]
            run = []
        else:
            run.append(place)
    yield run


def _ended(run: list[Place]) -> list[Place]:
    """A run of paragraphs whose last one has an end that stays."""
    kept = next((number for number in range(len(run) - 1, -1, -1) if run[number].how is How.SAME), -1)
    if kept == len(run) - 1 or run[0].is_table:
        return run
    loose = run[kept + 1 :]
    gone = [place for place in loose if place.how.gone]
    come = [place for place in loose if not place.how.gone]
    if gone and come:
        _settle(gone[-1])
        _settle(come[-1])
        return [*run[: kept + 1], *gone[:-1], *come[:-1], Place(gone[-1].old, come[-1].new)]
    if kept < 0 or _ends_section(run[kept]):
        return run
    for place in loose:
        _settle(place)
    run[kept].end = loose[-1].how
    loose[-1].end = How.SAME
    if gone:
        loose[-1].looks_of = run[kept].new
    return run


def _settle(place: Place) -> None:
    """Show a move as text that was taken out in one place and put in in another."""
    for one in (place, place.partner):
        if one is not None and one.how in (How.MOVED_FROM, How.MOVED_TO):
            plain = How.DELETED if one.how.gone else How.INSERTED
            one.end = plain if one.end is one.how else one.end
            one.how = plain
            one.partner = None


def _ends_section(place: Place) -> bool:
    return place.new is not None and place.new.find(f"{w('pPr')}/{w('sectPr')}") is not None
