"""Which blocks of what was written became which of what came back: kept, changed, split, joined, moved, new, gone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefwright.review.flow import Flow, Token
from briefwright.review.hunks import Hunk, hunks_of
from briefwright.review.sides import Part, Side, joined
from briefwright.review.units import Unit
from briefwright.word.compare import align, match_blocks

BREAK = "\ue000"
"""Stands for the end of a paragraph where two are looked at as one."""
_SHARE = 0.6
"""Of the words of what was split off that must have been in the paragraph before."""


@dataclass(frozen=True, slots=True)
class Changed:
    """Blocks that became others: mostly one and one; a paragraph that was split has two new, two joined have two old.

    old, new: numbers of parts. hunks: between the old ones, breaks between them, and the new ones.
    """

    old: tuple[int, ...]
    new: tuple[int, ...]
    hunks: tuple[Hunk, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """A block that stands elsewhere."""

    old: int
    new: int
    hunks: tuple[Hunk, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two states compared."""

    changed: tuple[Changed, ...]
    """Every pair that was kept, also where nothing differs."""
    added: tuple[int, ...]
    removed: tuple[int, ...]
    moved: tuple[Moved, ...]

    def old_of(self) -> dict[int, int]:
        """From the new blocks that were kept to the old ones; the last where several became one."""
        return {new: change.old[-1] for change in self.changed for new in change.new}


def compare(old: Side, new: Side) -> Comparison:
    """Compare what came back with what was written, or today's state with it."""
    before, after = old.parts, new.parts
    matching = match_blocks([part.passage for part in before], [part.passage for part in after])
    pairs = dict(matching.kept)
    moved = dict(matching.moved)
    added = [n for n in range(len(after)) if n not in pairs.values() and n not in moved.values()]
    removed = [n for n in range(len(before)) if n not in pairs and n not in moved]
    _pair_cells(before, after, added, removed, pairs)
    changed: list[Changed] = []
    for one, other in sorted(pairs.items()):
        splits = _split(before, after, added, one, other)
        joins = _joins(before, after, removed, one, other)
        olds, news = tuple(sorted((one, *joins))), tuple(sorted((other, *splits)))
        for n in splits:
            added.remove(n)
        for n in joins:
            removed.remove(n)
        hunks = hunks_of(flow_of_all(before, olds), flow_of_all(after, news))
        changed.append(Changed(olds, news, hunks))
    shifts = tuple(Moved(a, b, hunks_of(before[a].flow, after[b].flow)) for a, b in sorted(moved.items()))
    live = tuple(n for n in added if after[n].flow.tokens or after[n].block.cell)
    return Comparison(tuple(changed), live, tuple(n for n in removed if _says_something(before[n])), shifts)


def flow_of_all(parts: Sequence[Part], numbers: Sequence[int]) -> Flow:
    """The tokens of some blocks in a row, breaks between."""
    gaps = [Flow((Token(Unit(BREAK), change=parts[n].block.end_inserted),)) for n in numbers]
    return joined([parts[n].flow for n in numbers], gaps)


def _says_something(part: Part) -> bool:
    return bool(part.flow.tokens) or part.block.cell is not None


def _pair_cells(
    before: Sequence[Part], after: Sequence[Part], added: list[int], removed: list[int], pairs: dict[int, int]
) -> None:
    """Cells whose words are all others are still the same cells where their row and column are."""
    rows = {
        (after[new].block.cell.table, after[new].block.cell.row): (  # type: ignore[union-attr]  # asked below
            before[old].block.cell.table,  # type: ignore[union-attr]  # as above
            before[old].block.cell.row,  # type: ignore[union-attr]  # as above
        )
        for old, new in pairs.items()
        if before[old].block.cell and after[new].block.cell
    }
    free = {}
    for n in removed:
        cell = before[n].block.cell
        if cell:
            free[cell.table, cell.row, cell.column] = n
    for n in list(added):
        cell = after[n].block.cell
        row = rows.get((cell.table, cell.row)) if cell else None
        old = free.pop((*row, cell.column), None) if cell and row else None
        if old is not None:
            pairs[old] = n
            added.remove(n)
            removed.remove(old)


def _split(before: Sequence[Part], after: Sequence[Part], added: Sequence[int], one: int, other: int) -> list[int]:
    """New blocks beside one that was kept that hold what it has lost."""
    found: list[int] = []
    for step in (1, -1):
        n = other + step
        while n in added and _holds(before[one].flow, [after[m].flow for m in sorted((other, *found))], after[n].flow):
            found.append(n)
            n += step
    return [n for n in found if after[n].block.cell == after[other].block.cell]


def _joins(before: Sequence[Part], after: Sequence[Part], removed: Sequence[int], one: int, other: int) -> list[int]:
    """Old blocks beside one that was kept that are in it now."""
    found: list[int] = []
    for step in (1, -1):
        n = one + step
        while n in removed and _holds(
            after[other].flow, [before[m].flow for m in sorted((one, *found))], before[n].flow
        ):
            found.append(n)
            n += step
    return [n for n in found if before[n].block.cell == before[one].block.cell]


def _holds(whole: Flow, parts: Sequence[Flow], more: Flow) -> bool:
    """Whether most words of a block are among those of the whole that its parts do not have."""
    rest: list[object] = []
    mine = [key for flow in parts for key in flow.keys]
    for code in align(whole.keys, mine):
        if not code.same:
            rest += whole.keys[code.a : code.b]
    words = [key for key in more.keys if not (isinstance(key, str) and not key.strip())]
    same = sum(code.b - code.a for code in align(list(words), [key for key in rest if key != " "]) if code.same)
    return bool(words) and same >= _SHARE * len(words)


def rows_of(parts: Sequence[Part], numbers: Sequence[int]) -> Iterator[tuple[tuple[int, int], list[int]]]:
    """Cells by their table and row, in order."""
    rows: dict[tuple[int, int], list[int]] = {}
    for n in numbers:
        cell = parts[n].block.cell
        if cell:
            rows.setdefault((cell.table, cell.row), []).append(n)
    yield from rows.items()
