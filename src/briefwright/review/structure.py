"""Paragraphs, items, rows and tables that came, went or moved, brought home to a brief's Markdown."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from briefwright.diagnostics import Location
from briefwright.review.flow import Token, words_of
from briefwright.review.home import CAPTION, Home
from briefwright.review.model import CitationEdit, Edit, EditKind, State, Target, Unplaced
from briefwright.review.pairs import Comparison, Moved, rows_of
from briefwright.review.places import Place
from briefwright.review.prose import CannotPlaceError, Stretch
from briefwright.review.sides import Part
from briefwright.review.sources import SourceKind
from briefwright.review.units import UnitKind
from briefwright.word.story import Block, BlockKind, Change

_MOST_ADDED = 500
"""New paragraphs that are written: each is read again by pandoc."""
_QUOTED = re.compile(r"(?: {0,3}> ?)+")
_BAR = re.compile(r"(?<!\\)((?:\\\\)*)\|")
"""A bar without a backslash before it, as in code."""
_NO_PLACE = "what stands around it is no text of the brief"


@dataclass(slots=True)
class Structure:
    """Brings home what is no change within a paragraph."""

    home: Home
    comparison: Comparison
    _after: dict[int, list[str]] = field(default_factory=dict)
    """Texts to put in after an offset of the brief."""
    _before: dict[int, list[str]] = field(default_factory=dict)
    _kept: dict[int, int] = field(default_factory=dict)
    """From the numbers of returned blocks to the baseline's."""

    def run(self) -> None:
        """Bring all of it home."""
        self._kept = self.comparison.old_of()
        removed = self._tables_removed(self.comparison.removed)
        for number in removed:
            self._removed(number)
        moved = {one.new: one for one in self.comparison.moved}
        added = self._tables_added(self.comparison.added)
        too_many = len(added) > _MOST_ADDED
        for number in sorted({*added, *moved}):
            if too_many and number not in moved:
                part = self.home.back.parts[number]
                note = f"more than {_MOST_ADDED} paragraphs are new"
                self._tell(EditKind.PARAGRAPH_ADDED, part, (), place=None, state=State.BY_HAND, note=note)
            elif number in moved:
                self._moved(moved[number])
            else:
                self._added(number)
        for offset, texts in self._after.items():
            self.home.stretches.append(Stretch(offset, offset, "".join(texts)))
        for offset, texts in self._before.items():
            self.home.stretches.append(Stretch(offset, offset, "".join(texts)))

    # --- gone ---------------------------------------------------------------------------------------------

    def _removed(self, number: int) -> None:
        part = self.home.base.parts[number]
        if not part.flow.tokens:
            return
        changes = self._who_removed(part)
        place, why = self._place(number)
        state = State.APPLIES
        if place is None:
            state, why = State.DONE, ""
        elif (part.block.cell and (reason := self._taken_apart(number))) or (reason := self._leaves_caption(number)):
            state, why = State.BY_HAND, reason
        elif place.source and self.home.picture_stays(place.source):
            state, why = State.BY_HAND, CAPTION
        elif self._differs_today(number):
            state, why = State.CONFLICT, "today it says something else"
        elif place.source is None:
            state = State.BY_HAND
        else:
            self.home.stretches.append(self.home.text.removed(place.source))
        kind, fact, name = EditKind.PARAGRAPH_REMOVED, "", ""
        if all(token.unit.kind is UnitKind.PICTURE for token in part.flow.tokens):
            kind = EditKind.PICTURE_REMOVED
        elif len(owners := {token.owner for token in part.flow.tokens if not token.unit.is_space}) == 1 and owners != {
            ""
        }:
            kind, (fact, name) = EditKind.FACT_REMOVED, self.home.facts.names(next(iter(owners)))
        self._tell(kind, part, changes, place=place, state=state, note=why, fact=fact, part_name=name, gone=True)

    def _taken_apart(self, number: int) -> str:
        """Why a cell that is gone was not just emptied: its row has fewer columns, or is nowhere any more."""
        cell = self.home.base.parts[number].block.cell
        for new, old in self._kept.items():
            was, now = self.home.base.parts[old].block.cell, self.home.back.parts[new].block.cell
            if cell and was and now and (was.table, was.row) == (cell.table, cell.row):
                return "a column was taken out" if now.columns < was.columns else ""
        return "its row was moved or taken apart"

    def _leaves_caption(self, number: int) -> str:
        """Why a picture cannot be taken out: its caption, which is what stands in its brackets, is still there."""
        parts = self.home.base.parts
        is_picture = all(token.unit.kind is UnitKind.PICTURE for token in parts[number].flow.tokens)
        below = number + 1 < len(parts) and "caption" in parts[number + 1].block.style.lower()
        kept = any(old == number + 1 and self.home.back.parts[new].flow.text for new, old in self._kept.items())
        return "its caption is still there" if is_picture and below and kept and not parts[number].anchor else ""

    def _place(self, number: int) -> tuple[Place | None, str]:
        """Where a block of the baseline is today, and why it cannot be changed there; None where it is no more."""
        today = self.home.today_of.get(number)
        if today is None:
            return None, ""
        place = self.home.places.of(today)
        return place, place.why

    def _differs_today(self, number: int) -> bool:
        today = self.home.today_of[number]
        return self.home.today.parts[today].flow.keys != self.home.base.parts[number].flow.keys

    def _who_removed(self, part: Part) -> tuple[Change, ...]:
        """Who took a block out, where changes were tracked."""
        words = _letters("".join(token.unit.text for token in part.flow.tokens))
        for block in self.home.back.deleted:
            if set(block.names) & set(part.block.names) or _letters(_all_text(block)) == words:
                return tuple({piece.deleted.author: piece.deleted for piece in block.pieces if piece.deleted}.values())
        return ()

    def _tables_removed(self, numbers: Sequence[int]) -> list[int]:
        """Bring home rows and tables that are gone; gives the blocks that are neither."""
        parts = self.home.base.parts
        sizes = _sizes(parts)
        rows = {row: cells for row, cells in rows_of(parts, numbers) if len(cells) == sizes[row]}
        tables = {row[0] for row in rows}
        whole = {table for table in tables if all(row in rows for row in sizes if row[0] == table)}
        for table in sorted(whole):
            cells = [n for row in sorted(rows) if row[0] == table for n in rows[row]]
            self._lines_removed(EditKind.TABLE_REMOVED, cells)
        for row in sorted(rows):
            if row[0] not in whole:
                self._lines_removed(EditKind.ROW_REMOVED, rows[row])
        done = {n for cells in rows.values() for n in cells}
        return [n for n in numbers if n not in done]

    def _lines_removed(self, kind: EditKind, cells: Sequence[int]) -> None:
        places = [place for place, _ in map(self._place, cells) if place]
        sources = [place.source for place in places if place.source]
        text = " | ".join(self.home.base.parts[n].flow.text for n in cells)
        state, note = State.APPLIES, ""
        cell = self.home.base.parts[cells[0]].block.cell
        if not places:
            state = State.DONE
        elif kind is EditKind.ROW_REMOVED and cell and (cell.header or cell.row == 0):
            state, note = State.BY_HAND, "a table in Markdown begins with its header row"
        elif not sources:
            state, note = State.BY_HAND, places[0].why
        elif any(self._differs_today(n) for n in cells if n in self.home.today_of):
            state, note = State.CONFLICT, "today it says something else"
        else:
            lines = self.home.text.lines_of(sources, whole_table=kind is EditKind.TABLE_REMOVED)
            self.home.stretches.append(lines)
        target = Target(places[0].location, "a table") if places else None
        found = {change.author: change for n in cells for change in self._who_removed(self.home.base.parts[n])}
        changes = tuple(found.values())
        edit = Edit(kind, text, "", text, "", target, changes=self.home.who(changes), state=state, note=note)
        self.home.edits.append(dataclasses.replace(edit, tracked=bool(changes)))

    # --- new ----------------------------------------------------------------------------------------------

    def _added(self, number: int) -> None:
        part = self.home.back.parts[number]
        changes = _who_added(part)
        if not part.flow.tokens:
            return
        if all(token.unit.kind is UnitKind.PICTURE or token.unit.is_space for token in part.flow.tokens):
            note = "save the picture beside the brief and name it there"
            place = self._nearest(number)
            self._tell(EditKind.PICTURE_ADDED, part, changes, place=place, state=State.BY_HAND, note=note)
            return
        place = self._nearest(number)
        if part.block.cell and place is not None:
            note = "a cell of a table in Markdown holds one paragraph"
            self._tell(EditKind.PARAGRAPH_ADDED, part, changes, place=place, state=State.BY_HAND, note=note)
            return
        if place is None:
            self.home.unplaced.append(
                Unplaced("paragraph-added", "", part.flow.text, _NO_PLACE, self.home.who(changes))
            )
            return
        state, note = State.APPLIES, ""
        try:
            self._put(number, self.home.text.written(part.flow.tokens))
        except CannotPlaceError as problem:
            state, note = State.BY_HAND, str(problem)
        self._tell(EditKind.PARAGRAPH_ADDED, part, changes, place=place, state=state, note=note)
        for token in part.flow.tokens:
            if token.unit.kind is UnitKind.CITATION and token.piece:
                self._cited(token, Target(place.location, "the brief"), state, note)

    def _cited(self, token: Token, target: Target, state: State, note: str) -> None:
        piece = token.piece
        for item in piece.items if piece else ():
            changes = self.home.who((token.change,) if token.change else ())
            shown = token.unit.source or f"[@{item.key}]"
            edit = CitationEdit("added", item.key, "", shown, target, changes=changes, state=state, note=note)
            self.home.citations.append(edit)

    def _nearest(self, number: int) -> Place | None:
        """The place of a kept block with text of the brief before, or after, a returned one."""
        for n in (*range(number - 1, -1, -1), *range(number + 1, len(self.home.back.parts))):
            place = self._today_place(n)
            if place is not None and place.end >= 0:
                return place
        return None

    def _today_place(self, number: int) -> Place | None:
        old = self._kept.get(number)
        return None if old is None else self._place(old)[0]

    def _put(self, number: int, content: str) -> None:
        """Put the text of a new block in where it belongs. Raises CannotPlaceError."""
        block = self.home.back.parts[number].block
        text = self._prefix(number, block) + content
        before, after = self._neighbour(number, -1), self._neighbour(number, 1)
        if block.kind is BlockKind.ITEM:
            if before and before[0].kind is BlockKind.ITEM:
                self._after.setdefault(before[1].end, []).append(f"\n{text}")
                return
            if after and after[0].kind is BlockKind.ITEM and after[1].source:
                self._before.setdefault(after[1].source.whole[0], []).append(f"{text}\n")
                return
        if before:
            quote = _QUOTED.match(before[1].source.prefix) if before[1].source else None
            if quote and self.home.back.parts[number].block.style == before[0].style:
                self._after.setdefault(before[1].end, []).append(f"\n{quote[0].rstrip()}\n{quote[0]}{text}")
                return
            if not self.home.text.is_open_at(before[1].end):
                raise CannotPlaceError("it stands within a list")
            self._after.setdefault(before[1].end, []).append(f"\n\n{text}")
        elif after and after[1].source:
            self._before.setdefault(after[1].source.whole[0], []).append(f"{text}\n\n")
        else:
            raise CannotPlaceError(_NO_PLACE)

    def _neighbour(self, number: int, step: int) -> tuple[Block, Place] | None:
        """The next kept block on one side, and its place, where that is text of the brief."""
        n = number + step
        while 0 <= n < len(self.home.back.parts):
            if n in self._kept:
                place = self._today_place(n)
                if place is None or place.end < 0:
                    return None
                return self.home.back.parts[n].block, place
            n += step
        return None

    def _prefix(self, number: int, block: Block) -> str:
        if block.kind is BlockKind.HEADING:
            return "#" * self._heading_level(block.level) + " "
        if block.kind is not BlockKind.ITEM:
            return ""
        for n in (*range(number - 1, -1, -1), *range(number + 1, len(self.home.back.parts))):
            other = self.home.back.parts[n].block
            place = self._today_place(n) if n in self._kept else None
            if (
                other.kind is BlockKind.ITEM
                and (other.level, other.ordered) == (block.level, block.ordered)
                and place is not None
                and place.source
            ):
                return place.source.prefix
        return "    " * block.level + ("1. " if block.ordered else "- ")

    def _heading_level(self, level: int) -> int:
        """The level that the brief writes for headings of a level in Word."""
        for n, old in self._kept.items():
            block, place = self.home.back.parts[n].block, self._place(old)[0]
            if block.kind is BlockKind.HEADING and block.level == level and place and place.source:
                return place.source.level or level
        return level

    # --- moved --------------------------------------------------------------------------------------------

    def _moved(self, one: Moved) -> None:
        part = self.home.back.parts[one.new]
        place, why = self._place(one.old)
        changes = _who_added(part)
        state = State.APPLIES
        if part.block.cell:
            state, why = State.BY_HAND, "a cell was moved"
        elif place is None or place.source is None:
            state, why = State.BY_HAND, why or "today's brief has this paragraph no more"
        else:
            try:
                self._put(one.new, self._content(one, place))
                self.home.stretches.append(self.home.text.removed(place.source))
            except CannotPlaceError as problem:
                state, why = State.BY_HAND, str(problem)
        self._tell(EditKind.PARAGRAPH_MOVED, part, changes, place=place, state=state, note=why)

    def _content(self, one: Moved, place: Place) -> str:
        source = place.source
        if source is None:
            raise CannotPlaceError(_NO_PLACE)
        today = self.home.today.parts[self.home.today_of[one.old]].flow.tokens
        wanted = self.home.move(one)
        if source.kind is SourceKind.HEADING and not one.hunks:
            return self.home.text.text[source.start : source.whole[1]]
        if not one.hunks or wanted is None:
            return self.home.text.inline(source)
        made = [
            s for s in self.home.text.revised([source], today, wanted) if (s.start, s.end) == (source.start, source.end)
        ]
        return made[0].text if made else self.home.text.inline(source)

    # --- tables -------------------------------------------------------------------------------------------

    def _tables_added(self, numbers: Sequence[int]) -> list[int]:
        """Bring home rows and tables that are new; gives the blocks that are neither."""
        parts = self.home.back.parts
        sizes = _sizes(parts)
        rows = {row: cells for row, cells in rows_of(parts, numbers) if len(cells) == sizes[row]}
        tables = {row[0] for row in rows}
        whole = {table for table in tables if all(row in rows for row in sizes if row[0] == table)}
        for table in sorted(whole):
            self._table_added([rows[row] for row in sorted(rows) if row[0] == table])
        for row in sorted(rows):
            if row[0] not in whole:
                self._row_added(rows[row])
        done = {n for cells in rows.values() for n in cells}
        return [n for n in numbers if n not in done]

    def _table_added(self, rows: Sequence[Sequence[int]]) -> None:
        first = rows[0][0]
        place = self._nearest(first)
        text = "\n".join(" | ".join(self.home.back.parts[n].flow.text for n in row) for row in rows)
        state, note = State.APPLIES, ""
        try:
            lines = [self._row_text(row) for row in rows]
            before = self._neighbour(first, -1)
            if before is None:
                raise CannotPlaceError(_NO_PLACE)
            after = self._neighbour(rows[-1][-1], 1)
            if before[0].cell and after and after[0].cell and before[0].cell.table == after[0].cell.table:
                raise CannotPlaceError("a table within a cell")
            columns = max(len({_column(self.home.back.parts[n]) for n in row}) for row in rows)
            rule = "|" + "---|" * columns
            self._after.setdefault(before[1].end, []).append("\n\n" + "\n".join([lines[0], rule, *lines[1:]]))
        except CannotPlaceError as problem:
            state, note = State.BY_HAND, str(problem)
        self._table_edit(EditKind.TABLE_ADDED, rows[0], text, place=place, state=state, note=note)

    def _row_added(self, cells: Sequence[int]) -> None:
        text = " | ".join(self.home.back.parts[n].flow.text for n in cells)
        state, note = State.APPLIES, ""
        above = self._neighbour(cells[0], -1)
        place = above[1] if above else self._nearest(cells[0])
        try:
            if above is None or above[1].source is None or above[0].cell is None:
                raise CannotPlaceError(above[1].why if above and above[1].why else _NO_PLACE)
            offset = self.home.text.row_end(above[1].source)
            self._after.setdefault(offset, []).append(f"\n{self._row_text(cells)}")
        except CannotPlaceError as problem:
            state, note = State.BY_HAND, str(problem)
        self._table_edit(EditKind.ROW_ADDED, cells, text, place=place, state=state, note=note)

    def _row_text(self, cells: Sequence[int]) -> str:
        columns: dict[int, list[str]] = {}
        for n in cells:
            cell = self.home.back.parts[n].block.cell
            text = self.home.text.written(self.home.back.parts[n].flow.tokens)
            columns.setdefault(cell.column if cell else 0, []).append(text)
        texts = [" ".join(filter(None, some)) for _, some in sorted(columns.items())]
        return "| " + " | ".join(_BAR.sub(r"\1\\|", text).replace("\n", " ") for text in texts) + " |"

    def _table_edit(
        self, kind: EditKind, cells: Sequence[int], text: str, *, place: Place | None, state: State, note: str
    ) -> None:
        found = {change.author: change for n in cells for change in _who_added(self.home.back.parts[n])}
        changes = tuple(found.values())
        target = Target(place.location, "a table") if place else None
        edit = Edit(kind, "", text, "", text, target, changes=self.home.who(changes), state=state, note=note)
        self.home.edits.append(dataclasses.replace(edit, tracked=bool(changes)))

    # --- telling ------------------------------------------------------------------------------------------

    def _tell(
        self,
        kind: EditKind,
        part: Part,
        changes: tuple[Change, ...],
        *,
        place: Place | None,
        state: State,
        note: str,
        fact: str = "",
        part_name: str = "",
        gone: bool = False,
    ) -> None:
        text = words_of(part.flow.tokens)
        before, after = (text, "") if gone else (text, text) if kind is EditKind.PARAGRAPH_MOVED else ("", text)
        at = place.location if place else Location(self.home.text.path)
        anchor = part.anchor.id if part.anchor else ""
        self.home.edits.append(
            Edit(
                kind,
                before,
                after,
                before,
                after,
                Target(at, "the brief"),
                anchor,
                fact,
                part_name,
                self.home.who(changes),
                bool(changes),
                state,
                note,
            )
        )


def _column(part: Part) -> int:
    return part.block.cell.column if part.block.cell else 0


def _sizes(parts: Sequence[Part]) -> dict[tuple[int, int], int]:
    """How many blocks each row of each table has."""
    return {row: len(cells) for row, cells in rows_of(parts, range(len(parts)))}


def _who_added(part: Part) -> tuple[Change, ...]:
    found = {token.change.author: token.change for token in part.flow.tokens if token.change}
    return tuple(found.values())


def _all_text(block: Block) -> str:
    return "".join(piece.text for piece in block.pieces)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))
