"""Which item of a source each rendered unit comes from."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass

from briefwright.review.inline_items import Item
from briefwright.review.units import Unit, UnitKind, loosely

_MOST = 2_000_000
"""Pairs of items and units up to which an alignment is looked for."""
_STOPS = frozenset(".,;:!?")
_BEFORE_NOTE = frozenset((UnitKind.CITATION, UnitKind.NOTE, UnitKind.FACT, UnitKind.CALL))


@dataclass(frozen=True, slots=True)
class Alignment:
    """Where the units of a paragraph come from."""

    units: tuple[Unit, ...]
    """In the order of the source: a note's mark stands behind a stop in some styles, before it in the source."""
    owners: tuple[int, ...]
    """For each unit the number of its item."""
    swapped: frozenset[tuple[UnitKind, str]]
    """Kinds and names of what stood behind its stop."""


def align(items: Sequence[Item], units: Sequence[Unit]) -> Alignment | None:
    """Align units with items; None where some unit has no item that it can come from."""
    start, end = _same(items, units), 0
    if start < len(items) or start < len(units):
        # a call at the border may print more than its own unit, or take in the stop behind it
        start -= bool(start and items[start - 1].is_opaque)
        end = _same(items[start:][::-1], units[start:][::-1])
        end -= bool(end and items[len(items) - end].is_opaque)
    middle_items, middle = items[start : len(items) - end], units[start : len(units) - end]
    if len(middle_items) * len(middle) > _MOST:
        return None
    found = _Search(middle_items, middle).path() if middle_items or middle else []
    if found is None:
        return None
    owners = [*range(start), *(0 for _ in middle), *range(len(items) - end, len(items))]
    order, swapped = list(units), set[tuple[UnitKind, str]]()
    for item, unit, swap in found:
        owners[start + unit] = start + item
        if swap:
            at = start + unit
            order[at], order[at + 1] = order[at + 1], order[at]
            owners[at], owners[at + 1] = start + item, start + item + 1
            swapped.add((order[at].kind, order[at].name))
    return Alignment(tuple(order), tuple(owners), frozenset(swapped))


def swapped_back(units: Sequence[Unit], swapped: frozenset[tuple[UnitKind, str]]) -> list[Unit]:
    """Units in the order of the source, after the pattern of an alignment."""
    out = list(units)
    for at in range(1, len(out)):
        if (out[at].kind, out[at].name) in swapped and out[at - 1].text in _STOPS:
            out[at - 1], out[at] = out[at], out[at - 1]
    return out


def _same(items: Sequence[Item], units: Sequence[Unit]) -> int:
    """How many items at the beginning are the units there beyond doubt."""
    count = 0
    for item, unit in zip(items, units, strict=False):
        exact = item.kind is unit.kind and (
            loosely(item.text) == loosely(unit.text) if item.is_text else bool(item.name) and item.name == unit.name
        )
        if not exact:
            break
        count += 1
    return count


_Move = tuple[float, int, int, int, bool]
"""Cost, and how far it goes in items and units; the unit that it gives to the item, -1 for none; whether swapped."""


class _Search:
    """The cheapest way through items and units, from their beginnings to their ends."""

    def __init__(self, items: Sequence[Item], units: Sequence[Unit]) -> None:
        self.items, self.units = items, units
        self.keys = [loosely(item.text) if item.is_text else "" for item in items]
        self.texts = [loosely(unit.text) if unit.kind is UnitKind.TEXT else None for unit in units]
        self.tags = any(item.kind is None and item.name == "tag" for item in items)

    def path(self) -> list[tuple[int, int, bool]] | None:
        """Triples of an item, a unit of it, and whether the two and their followers are swapped."""
        goal = (len(self.items), len(self.units))
        best: dict[tuple[int, int], float] = {(0, 0): 0.0}
        came: dict[tuple[int, int], tuple[tuple[int, int], _Move]] = {}
        queue = [(0.0, 0, 0)]
        while queue:
            cost, i, j = heapq.heappop(queue)
            if (i, j) == goal:
                return self._back(goal, came)
            if cost > best[i, j]:
                continue
            for move in self._moves(i, j):
                place, total = (i + move[1], j + move[2]), cost + move[0]
                if total < best.get(place, float("inf")):
                    best[place], came[place] = total, ((i, j), move)
                    heapq.heappush(queue, (total, *place))
        return None

    def _back(
        self, goal: tuple[int, int], came: dict[tuple[int, int], tuple[tuple[int, int], _Move]]
    ) -> list[tuple[int, int, bool]]:
        found = []
        place = goal
        while place != (0, 0):
            place, (_, _, more, _, swap) = came[place]
            if more:
                found.append((place[0], place[1], swap))
        return found[::-1]

    def _moves(self, i: int, j: int) -> list[_Move]:
        if i == len(self.items):
            return []
        item = self.items[i]
        if not item.is_opaque:
            moves = [(self._cost_unseen(i), 1, 0, -1, False)]
            if item.is_text and j < len(self.units) and self.texts[j] == self.keys[i]:
                moves.append((0.0, 1, 1, j, False))
            return [move for move in moves if move[0] < float("inf")]
        moves = [(0.9, 1, 0, -1, False)]
        if j == len(self.units):
            return moves
        unit = self.units[j]
        if unit.kind is UnitKind.TEXT:
            moves.append((1.0, 0, 1, j, False))
        else:
            unlike = unit.kind is not item.kind or (unit.name and item.name and unit.name != item.name)
            moves.append((2.0 if unlike else 0.0, 1, 1, j, False))
            if item.kind in (UnitKind.CALL, UnitKind.FACT, UnitKind.VALUE):  # one call may print several things
                moves.append((2.5, 0, 1, j, False))
        if self._is_swapped(i, j):
            moves.append((0.2, 2, 2, j, True))
        return moves

    def _is_swapped(self, i: int, j: int) -> bool:
        """A note's mark that stands behind the stop which follows it in the source."""
        return (
            i + 1 < len(self.items)
            and j + 1 < len(self.units)
            and self.items[i].kind in _BEFORE_NOTE
            and self.keys[i + 1] in _STOPS
            and self.texts[j] == self.keys[i + 1]
            and self.units[j + 1].kind not in (UnitKind.TEXT, UnitKind.PICTURE)
        )

    def _cost_unseen(self, i: int) -> float:
        """What it costs to say that a text of the source is not seen."""
        item = self.items[i]
        if item.kind is None:
            return 0.0
        if item.is_space:
            return 0.6
        if i and self.items[i - 1].is_opaque and self.keys[i] in _STOPS:
            return 0.5  # a fact's span takes it in where the style cites in notes
        return 3.0 if self.tags else float("inf")
