"""The marks of tracked changes (ECMA-376 part 1, 17.13.5): who, when, and ids that no two share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from briefwright.word.ooxml import Element, element, properties_of, put_property, w

_ROW_MARKS = frozenset(map(w, ("ins", "del", "trPrChange")))


class How(StrEnum):
    """What became of something; the value is its element's name."""

    SAME = "same"
    INSERTED = "ins"
    DELETED = "del"
    MOVED_FROM = "moveFrom"
    MOVED_TO = "moveTo"

    @property
    def gone(self) -> bool:
        """Whether it is in the old text alone."""
        return self in (How.DELETED, How.MOVED_FROM)


@dataclass(slots=True)
class Counts:
    """What a redline shows."""

    insertions: int = 0
    """Stretches of words, and whole paragraphs."""
    deletions: int = 0
    moved: int = 0
    """Paragraphs."""
    rows_inserted: int = 0
    rows_deleted: int = 0

    @property
    def none(self) -> bool:
        """Whether there is no change."""
        return not any((self.insertions, self.deletions, self.moved, self.rows_inserted, self.rows_deleted))


@dataclass(slots=True)
class Marks:
    """Makes the marks of one document."""

    author: str
    date: str
    """ISO 8601; empty to leave it out."""
    last: int = 0
    """The highest id in use."""
    counts: Counts = field(default_factory=Counts)

    def number(self) -> str:
        """An id that nothing in the document has."""
        self.last += 1
        return str(self.last)

    def make(self, how: How) -> Element:
        """The element that says so: around runs, or as a mark among properties."""
        return self._signed(how.value)

    def mark_end(self, paragraph: Element, how: How) -> None:
        """Say of a paragraph's end that it was put in, taken out or moved."""
        properties = properties_of(paragraph)
        looks = properties.find(w("rPr"))
        if looks is None:
            looks = element("rPr")
            put_property(properties, looks)
        looks.insert(0, self.make(how))  # first of all (17.3.1.29)

    def mark_row(self, row: Element, how: How) -> None:
        """Say of a table's row that it was put in or taken out."""
        properties = row.find(w("trPr"))
        if properties is None:
            properties = element("trPr")
            before = row.find(w("tblPrEx"))
            row.insert(0 if before is None else row.index(before) + 1, properties)
        for old in [child for child in properties if child.tag in _ROW_MARKS]:
            properties.remove(old)
        properties.append(self.make(how))
        if how is How.DELETED:
            self.counts.rows_deleted += 1
        else:
            self.counts.rows_inserted += 1

    def mark_move(self, paragraph: Element, how: How, name: str) -> None:
        """Put the ends of a move around a paragraph that stands in its place among others."""
        start = self._signed(f"{how.value}RangeStart")
        start.set(w("name"), name)
        paragraph.insert(1 if paragraph.find(w("pPr")) is not None else 0, start)
        paragraph.addnext(element(f"{how.value}RangeEnd", id=start.get(w("id"))))

    def _signed(self, name: str) -> Element:
        made = element(name, id=self.number(), author=self.author)
        if self.date:
            made.set(w("date"), self.date)
        return made


def highest_id(roots: Iterable[Element]) -> int:
    """The highest number that bookmarks, comments, changes and drawings of some parts have as their id."""
    found = (item.get(w("id")) or item.get("id") or "" for root in roots for item in root.iter())
    return max((int(text) for text in found if text.isascii() and text.isdigit() and len(text) < 10), default=0)
