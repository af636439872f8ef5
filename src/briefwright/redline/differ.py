"""Two documents made into one that shows both: blocks, tables row by row, notes, words."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field

from briefwright.redline.bring import Bringer, CannotBringError
from briefwright.redline.edition import NOTES, Edition
from briefwright.redline.hunks import compare_lines
from briefwright.redline.layout import Place, lay_out
from briefwright.redline.marks import How, Marks
from briefwright.redline.notes import free_note, in_order, notes_part, sort_notes
from briefwright.redline.pieces import Line, digest_of, read_line
from briefwright.redline.writing import Lost, Writer
from briefwright.word.compare import Passage, match_blocks
from briefwright.word.ooxml import Element, element, w

_BLOCKS = (w("p"), w("tbl"))
_NOTE_MARKS = tuple(map(w, ("footnoteReference", "endnoteReference")))
_COPY = re.compile(r"_Copy_\d+\Z")
_UNSTABLE = ("_", "f-")
"""Beginnings of bookmarks' names that do not say which paragraph it is: Word's own, and those of facts, which move."""
_HOLDS = tuple(map(w, ("tcPr", "trPr", "tblPr", "tblGrid", "tblPrEx")))


@dataclass(slots=True)
class Differ:
    """Changes the new document into one that shows both."""

    old: Edition
    new: Edition
    marks: Marks
    lost: Lost = field(default_factory=Lost)
    bringer: Bringer = field(init=False)
    _lines: dict[Element, Line] = field(default_factory=dict)
    _pairs: dict[tuple[bool, str, str], int] = field(default_factory=dict)
    """The number of a pair of notes by side, kind and id."""
    _to_compare: list[tuple[str, str, str]] = field(default_factory=list)
    _inserted: list[tuple[str, str]] = field(default_factory=list)
    _bringing: set[tuple[str, str]] = field(default_factory=set)
    _brought: set[str] = field(default_factory=set)
    """The kinds of notes of which the old document's were brought along."""

    def __post_init__(self) -> None:
        self.bringer = Bringer(self.old, self.new, self._bring_note, self.marks.number)

    def run(self) -> None:
        """Compare text and notes."""
        self._match_notes()
        self._blocks(self.old.body, self.new.body, "document")
        self._notes()

    # --- blocks --------------------------------------------------------------------------------------------------

    def _blocks(self, old: Element, new: Element, part: str) -> None:
        """Compare what two containers hold: the text, a cell, a note."""
        before, after = _blocks_of(old), _blocks_of(new)
        matching = match_blocks(
            [self._passage(block, part, old=True) for block in before],
            [self._passage(block, part, old=False) for block in after],
        )
        same = {j for i, j in matching.moved if self._keys(before[i], part, True) == self._keys(after[j], part, False)}
        places = lay_out(before, after, matching, same)
        self._learn_lists(places)
        last: Element | None = None
        for place in places:
            place.shown = self._put(place, part)
            if place.new is None:
                _insert(place.shown, last, new)
            last = place.shown
        for place in places:
            if place.how is How.MOVED_FROM and place.partner is not None:
                self._name_move(place, place.partner)

    def _put(self, place: Place, part: str) -> Element:
        """Write one block; the element that stands for it."""
        if place.is_table:
            return self._table(place, part)
        if place.new is None:
            item = self._old_paragraph(place, part)
        else:
            item = place.new
            self._new_paragraph(place, part)
        if place.end is not How.SAME:
            self.marks.mark_end(item, place.end)
        if place.how is not How.SAME and not place.partner:
            self._count(place.how)
        return item

    def _count(self, how: How) -> None:
        if how.gone:
            self.marks.counts.deletions += 1
        else:
            self.marks.counts.insertions += 1

    def _name_move(self, place: Place, there: Place) -> None:
        """Tie the two ends of a move together, once both stand in the text."""
        self.marks.counts.moved += 1
        name = f"move{self.marks.counts.moved}"
        self.marks.mark_move(place.shown, How.MOVED_FROM, name)
        self.marks.mark_move(there.shown, How.MOVED_TO, name)

    def _passage(self, block: Element, part: str, *, old: bool) -> Passage:
        names = frozenset(
            _COPY.sub("", name)
            for start in block.iter(w("bookmarkStart"))
            if not (name := start.get(w("name"), "")).startswith(_UNSTABLE)
        )
        kind = "table" if block.tag == w("tbl") else "paragraph"
        return Passage(self._keys(block, part, old), frozenset() if kind == "table" else names, kind)

    def _keys(self, block: Element, part: str, old: bool) -> tuple[Hashable, ...]:
        """What a paragraph, a row or a table says."""
        if block.tag == w("p"):
            return self._line(block, part, old=old).keys
        return tuple(key for p in block.iter(w("p")) for key in (*self._line(p, part, old=old).keys, "\n"))

    def _line(self, paragraph: Element, part: str, *, old: bool) -> Line:
        if paragraph not in self._lines:
            edition = self.old if old else self.new
            find = self.bringer.bytes_of(edition, part)

            def key_of(item: Element) -> Hashable:
                if item.tag in _NOTE_MARKS:
                    kind = str(item.tag).removeprefix(w("")).removesuffix("Reference")
                    number = item.get(w("id"), "")
                    return "note", kind, self._pairs.get((old, kind, number), (old, number))
                return str(item.tag), digest_of(item, find), tuple(sorted(item.attrib.values()))

            self._lines[paragraph] = read_line(paragraph, key_of)
        return self._lines[paragraph]

    def _learn_lists(self, places: Sequence[Place]) -> None:
        """Which list of the old document is which of the new."""
        path = f"{w('pPr')}/{w('numPr')}/{w('numId')}"
        for place in places:
            if place.old is not None and place.new is not None:
                before, after = place.old.find(path), place.new.find(path)
                if before is not None and after is not None:
                    self.bringer.lists.setdefault(before.get(w("val"), ""), after.get(w("val"), ""))

    # --- paragraphs ----------------------------------------------------------------------------------------------

    def _new_paragraph(self, place: Place, part: str) -> None:
        """Write a paragraph that the new document has."""
        assert place.new is not None  # noqa: S101  # the caller's condition
        after = self._line(place.new, part, old=False)
        if place.old is None:
            with_marks = self._emptied(place.new, part)
            with_marks.tokens(after.tokens, place.how, old=False)
            with_marks.mark(after.tail)
            self._note_insertions(after, 0, len(after.tokens))
            return
        before = self._line(place.old, part, old=True)
        codes = compare_lines(before, after)
        for same, a, b, c, d in codes:
            if same or (b - a == d - c == 1 and _both_notes(before, after, a, c)):
                self._note_pairs(before, after, (a, b), c)
        if all(code.same for code in codes):
            return
        writer = self._emptied(place.new, part)
        for same, a, b, c, d in codes:
            if same or (b - a == d - c == 1 and _both_notes(before, after, a, c)):
                writer.tokens(after.tokens[c:d], How.SAME, old=False)
                continue
            if a < b:
                writer.mark(after.take_openers(c))
                writer.tokens(before.tokens[a:b], How.DELETED, old=True)
                self._count(How.DELETED)
            if c < d:
                writer.tokens(after.tokens[c:d], How.INSERTED, old=False)
                self._note_insertions(after, c, d)
                self._count(How.INSERTED)
        writer.mark(after.tail)

    def _old_paragraph(self, place: Place, part: str) -> Element:
        """Write a paragraph that only the old document has, or that stood there."""
        assert place.old is not None  # noqa: S101  # the caller's condition
        made = element("p")
        properties = (place.old if place.looks_of is None else place.looks_of).find(w("pPr"))
        if properties is not None:
            made.append(self._properties(properties, part, old=place.looks_of is None))
        writer = Writer(made, marks=self.marks, bringer=self.bringer, part=part, lost=self.lost)
        line = self._line(place.old, part, old=True)
        writer.mark(self.bringer.copy(item, part) for item in _numbers(line))
        writer.tokens(line.tokens, place.how, old=True)
        return made

    def _properties(self, properties: Element, part: str, *, old: bool) -> Element:
        made = deepcopy(properties)
        for child in (*made.findall(w("sectPr")), *made.findall(w("framePr"))):
            made.remove(child)
        for looks in made.findall(w("rPr")):
            for mark in [mark for mark in looks if mark.tag in {w(how.value) for how in How}]:
                looks.remove(mark)
        return self.bringer.copy(made, part) if old else made

    def _emptied(self, paragraph: Element, part: str) -> Writer:
        for child in [child for child in paragraph if child.tag != w("pPr")]:
            paragraph.remove(child)
        return Writer(paragraph, marks=self.marks, bringer=self.bringer, part=part, lost=self.lost)

    # --- tables --------------------------------------------------------------------------------------------------

    def _table(self, place: Place, part: str) -> Element:
        if place.new is None:
            return self._old_table(place.old, part)
        if place.old is None:
            self._all_rows(place.new, How.INSERTED, part)
        else:
            self._rows(place.old, place.new, part)
        return place.new

    def _rows(self, old: Element, new: Element, part: str) -> None:
        before, after = old.findall(w("tr")), new.findall(w("tr"))
        matching = match_blocks(
            [Passage(self._keys(row, part, True), kind=_columns(row)) for row in before],
            [Passage(self._keys(row, part, False), kind=_columns(row)) for row in after],
        )
        last: Element | None = None
        for i, j in matching.steps():
            if i is not None and j is not None:
                for one, other in zip(before[i].findall(w("tc")), after[j].findall(w("tc")), strict=True):
                    self._blocks(one, other, part)
            elif j is not None:
                self._row(after[j], How.INSERTED, part)
            elif i is not None:
                row = self._old_row(before[i], part)
                _insert(row, last, new)
                last = row
                continue
            last = after[j] if j is not None else last

    def _old_table(self, table: Element, part: str) -> Element:
        made = element("tbl")
        for child in table:
            if child.tag in _HOLDS:
                made.append(self.bringer.copy(child, part))
            elif child.tag == w("tr"):
                made.append(self._old_row(child, part))
        return made

    def _old_row(self, row: Element, part: str) -> Element:
        made = element("tr")
        for child in row:
            if child.tag in _HOLDS:
                made.append(self.bringer.copy(child, part))
            elif child.tag == w("tc"):
                made.append(self._old_cell(child, part))
        self.marks.mark_row(made, How.DELETED)
        return made

    def _old_cell(self, cell: Element, part: str) -> Element:
        made = element("tc")
        for child in cell:
            if child.tag in _HOLDS:
                made.append(self.bringer.copy(child, part))
        made.extend(self._old_blocks(cell, part))
        return made

    def _old_blocks(self, container: Element, part: str) -> Iterator[Element]:
        """What a container of the old document holds, its words deleted; the ends of its paragraphs stay."""
        for child in _blocks_of(container):
            if child.tag == w("p"):
                yield self._old_paragraph(Place(child, None, How.DELETED), part)
            else:
                yield self._old_table(child, part)

    def _row(self, row: Element, how: How, part: str) -> None:
        for cell in row.findall(w("tc")):
            self._all_of(cell, how, part)
        self.marks.mark_row(row, how)

    def _all_rows(self, table: Element, how: How, part: str) -> None:
        for row in table.findall(w("tr")):
            self._row(row, how, part)

    def _all_of(self, container: Element, how: How, part: str) -> None:
        """Mark all words of a container of the new document; the ends of its paragraphs stay."""
        for child in _blocks_of(container):
            if child.tag == w("p"):
                self._new_paragraph(Place(None, child, how), part)
            else:
                self._all_rows(child, how, part)

    # --- notes ---------------------------------------------------------------------------------------------------

    def _notes(self) -> None:
        """Compare the notes that both have, and mark those that only the new one has; each once."""
        done: set[tuple[str, str]] = set()
        for kind, before, after in self._to_compare:
            if (kind, after) not in done:
                done.add((kind, after))
                self._blocks(self.old.notes_of(kind)[before], self.new.notes_of(kind)[after], kind)
        for kind, number in self._inserted:
            note = self.new.notes_of(kind).get(number)
            if note is not None and (kind, number) not in done:
                done.add((kind, number))
                self._all_of(note, How.INSERTED, kind)
        for kind in sorted(self._brought):
            sort_notes(self.new.notes[kind], kind, self.new.root)

    def _match_notes(self) -> None:
        """Say which note of the old document is which of the new, before the text around them is compared."""
        for kind in NOTES:
            before, after = in_order(self.old, kind), in_order(self.new, kind)
            matching = match_blocks(
                [Passage(self._keys(note, kind, True)) for note in before.values()],
                [Passage(self._keys(note, kind, False)) for note in after.values()],
            )
            old, new = list(before), list(after)
            for number, (i, j) in enumerate((*matching.kept, *matching.moved)):
                self._pairs[True, kind, old[i]] = self._pairs[False, kind, new[j]] = number

    def _note_pairs(self, before: Line, after: Line, old: tuple[int, int], new: int) -> None:
        """Remember notes that stand at the same place in both, to compare what they say."""
        for step, token in enumerate(before.tokens[old[0] : old[1]]):
            here, there = _note_of(token.slices), _note_of(after.tokens[new + step].slices)
            if here is not None and there is not None:
                known = self.old.notes_of(here[0]).keys(), self.new.notes_of(here[0]).keys()
                if here[1] in known[0] and there[1] in known[1]:
                    self._to_compare.append((here[0], here[1], there[1]))

    def _note_insertions(self, line: Line, start: int, end: int) -> None:
        for token in line.tokens[start:end]:
            found = _note_of(token.slices)
            if found is not None:
                self._inserted.append(found)

    def _bring_note(self, kind: str, number: str) -> str:
        """Copy a note of the old document, deleted, to the end of the new one's notes; its id there."""
        note = self.old.notes_of(kind).get(number)
        if note is None or (kind, number) in self._bringing:
            raise CannotBringError("a note that the file does not hold")
        self._bringing.add((kind, number))
        root = notes_part(self.old, self.new, kind)
        made = element(kind, id=free_note(root, kind))
        root.append(made)
        made.extend(list(self._old_blocks(note, kind)))
        self._bringing.remove((kind, number))
        self._brought.add(kind)
        return str(made.get(w("id")))


def _blocks_of(container: Element) -> list[Element]:
    return [child for child in container if child.tag in _BLOCKS]


def _insert(item: Element, last: Element | None, container: Element) -> None:
    """Put a block after another, at the beginning where there is none."""
    if last is not None:
        last.addnext(item)
        return
    first = next((child for child in container if child.tag in (*_BLOCKS, w("tr"), w("sectPr"))), None)
    if first is None:
        container.append(item)
    else:
        first.addprevious(item)


def _columns(row: Element) -> str:
    return str(len(row.findall(w("tc"))))


def _numbers(line: Line) -> list[Element]:
    """The mark of its own number that a note begins with."""
    marks = [mark for token in line.tokens for mark in token.marks] + line.tail
    return [mark for mark in marks if mark.tag == w("r") and mark[-1].tag in (w("footnoteRef"), w("endnoteRef"))]


def _note_of(slices: Sequence[object]) -> tuple[str, str] | None:
    """The kind and id of the note that a token refers to."""
    for one in slices:
        item = one.piece.item  # type: ignore[attr-defined]
        if item.tag in _NOTE_MARKS:
            return str(item.tag).removeprefix(w("")).removesuffix("Reference"), item.get(w("id"), "")
    return None


def _both_notes(before: Line, after: Line, a: int, c: int) -> bool:
    """Whether two words are notes of one kind, which then are compared instead of exchanged."""
    one, other = _note_of(before.tokens[a].slices), _note_of(after.tokens[c].slices)
    return one is not None and other is not None and one[0] == other[0]
