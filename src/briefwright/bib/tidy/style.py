"""How a file is written: as its settings say, and by default as most of its own entries are.

So a library that JabRef, Zotero or its owner writes in one way is not rewritten in another; what few entries do
differently is made like the rest.
"""

from __future__ import annotations

import heapq
import itertools
import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from briefwright.bib.text import BibText
from briefwright.bib.tidy.entry import Entry, Field, entry_of
from briefwright.model import TidySettings

SAMPLE = 1000
"""Entries whose habits are looked at; those of a larger file are drawn by their keys, whatever their order."""
_HABIT = 3
"""How often a name has to be spelled in one way to be meant so."""
NUMBERS = frozenset(
    "year month day volume number issue chapter edition part series volumes pagetotal sortyear origyear".split()
)
"""The fields in which a number may stand without braces."""


class Align(NamedTuple):
    """Where the equals signs and the values of fields stand that begin their line."""

    kind: str
    """`no`, `names` (the signs in one column), `values` (a sign after each name, the values in one column), or empty
    where the file has no habit, and each entry stays as it is."""
    column: int = 0
    """From the name's beginning: of the sign, or of the value; 0: one further than the entry's longest name asks."""
    around: str = " = "
    """The sign where nothing is aligned."""
    strict: bool = False
    """Whether an entry that is aligned in another column is to be aligned anew."""

    def equals(self, name: str, longest: int) -> str:
        """What stands between a name and its value."""
        if self.kind == "no":
            return self.around
        if self.kind == "names":
            return " " * max(1, (self.column or longest + 1) - len(name)) + "= "
        return " =" + " " * max(1, (self.column or longest + 3) - len(name) - 2)

    def holds(self, fields: Sequence[Field]) -> bool:
        """Whether fields are aligned so."""
        if not self.kind:
            return True
        if self.kind == "no":
            return {field.equals for field in fields} == {self.around}
        longest = max([len(field.name) for field in fields])
        if self.strict:
            return all(field.equals == self.equals(field.name, longest) for field in fields)
        columns = [self._column_of(field) for field in fields]
        column = max(set(columns), key=lambda column: (columns.count(column), column))
        way = Align(self.kind, column)
        if not all(field.equals == way.equals(field.name, longest) for field in fields):
            return False
        # one name alone in a column, and longer ones beyond it, is no alignment
        there = {len(field.name) for field, its in zip(fields, columns, strict=True) if its == column}
        return len(there) > 1 or set(columns) == {column}

    def _column_of(self, field: Field) -> int:
        return len(field.name) + (field.equals.find("=") if self.kind == "names" else len(field.equals))


class Style(NamedTuple):
    """What rules go by."""

    lines: bool = True
    """Whether each field stands on a line of its own."""
    closing_line: bool = True
    """Whether the closing brace does."""
    indent: str = "  "
    closing_indent: str = ""
    align: Align = Align("no")
    comma: bool = True
    """Whether one stands after the last field."""
    spellings: Mapping[str, str] = MappingProxyType({})
    """From types and names of fields in small letters to how they are spelled."""
    values: str = "braces"
    """What most stand in, or all are to stand in: `braces` or `quotes`."""
    numbers: str = ""
    """`bare`, `braces`, or empty to leave them."""
    blank_lines: int = 1
    """Between entries."""
    settings: TidySettings = TidySettings()
    strings: frozenset[str] = frozenset()
    """The names of the file's @strings, in small letters."""


def style_of(file: BibText, settings: TidySettings, prepared: Callable[[Entry], Entry]) -> Style:
    """The style of a file.

    prepared: gives an entry the fields that rules will leave it, in their order: what goes is no habit.
    """
    entries = [prepared(entry) for entry in _sample(file)]
    named = (re.match(r"@[ \t]*\w+\s*[{(]\s*([^\s=]+)", file.block(place)) for place in file.index.strings)
    lines = settings.lines == "one" or _most(_is_spread(entry) for entry in entries)
    return Style(
        lines=lines,
        closing_line=settings.lines == "one" or _most("\n" in entry.tail for entry in entries),
        indent=_indent(entries, settings),
        closing_indent=_commonest(_indents(entry.tail[:-1] for entry in entries), ""),
        align=_align(entries, settings, lines=lines),
        comma=_comma(entries, settings),
        spellings=_spellings(entries) if settings.case == "file" else {},
        values=_values(entries, settings),
        numbers=_numbers(entries, settings),
        blank_lines=_blank_lines(file, entries),
        settings=settings,
        strings=frozenset(match[1].lower() for match in named if match),
    )


def _sample(file: BibText) -> list[Entry]:
    places = file.index.entries
    if len(places) > SAMPLE:
        places = heapq.nsmallest(SAMPLE, places, key=lambda place: (zlib.crc32(place.key.encode()), place.start))
    found = (entry_of(file.block(place), place.key) for place in places if place.key)
    return [entry for entry in found if entry is not None and entry.fields]


def _fields(entries: Iterable[Entry]) -> Iterator[Field]:
    return itertools.chain.from_iterable(entry.fields for entry in entries)


def _most(votes: Iterable[bool]) -> bool:
    """Whether at least half say so; so it is where nobody votes."""
    counted = Counter(votes)
    return counted[True] >= counted[False]


def _commonest(texts: Iterable[str], otherwise: str) -> str:
    counted = Counter(texts)
    return max(counted, key=lambda text: (counted[text], -len(text), text)) if counted else otherwise


def _is_spread(entry: Entry) -> bool:
    return "\n" in entry.fields[0].gap


def _indents(gaps: Iterable[str]) -> Iterator[str]:
    """The white space that begins the last line of each gap; not where a comma begins it."""
    for gap in gaps:
        _, line, last = gap.rpartition("\n")
        if line and "," not in last:
            yield last


def _indent(entries: Sequence[Entry], settings: TidySettings) -> str:
    if settings.indent != "file":
        return "\t" if settings.indent == "tab" else " " * int(settings.indent)
    return _commonest(_indents(entry.fields[0].gap for entry in entries), "  ")


def _comma(entries: Sequence[Entry], settings: TidySettings) -> bool:
    if settings.trailing_comma != "file":
        return settings.trailing_comma == "yes"
    return _most("," in entry.tail for entry in entries if _is_spread(entry))


def _spellings(entries: Sequence[Entry]) -> Mapping[str, str]:
    """Each type and each name of a field as it is spelled most; in small letters where that is in doubt."""
    types, names = [f"@{entry.type}" for entry in entries], [field.name for field in _fields(entries)]
    return {**_spelled(types), **_spelled(names)}


def _spelled(words: Sequence[str]) -> Mapping[str, str]:
    """Each word, in small letters, as it is spelled most; where most are in small letters, a rare one is too."""
    counted: dict[str, Counter[str]] = {}
    for word in words:
        counted.setdefault(word.lower(), Counter())[word] += 1
    chosen = {low: max(ways, key=lambda way: (ways[way], way == low, way)) for low, ways in counted.items()}
    mostly_small = 2 * sum(counted[low].total() for low, way in chosen.items() if low == way) > len(words)
    return {low: low if mostly_small and counted[low][way] < _HABIT else way for low, way in chosen.items()}


def _values(entries: Sequence[Entry], settings: TidySettings) -> str:
    if settings.values != "file":
        return settings.values
    texts = (field for field in _fields(entries) if field.is_text and field.name.lower() != "month")
    return "braces" if _most(field.value[0] == "{" for field in texts if not field.inner.isdigit()) else "quotes"


def _numbers(entries: Sequence[Entry], settings: TidySettings) -> str:
    if settings.numbers != "file":
        return settings.numbers
    counted = Counter(
        field.is_text for field in _fields(entries) if field.name.lower() in NUMBERS and field.inner.isdigit()
    )
    return "" if not counted else "braces" if counted[True] >= counted[False] else "bare"


def _blank_lines(file: BibText, entries: Sequence[Entry]) -> int:
    """As most entries are parted that stand on lines of their own."""
    counted: Counter[int] = Counter()
    if not entries:
        return 1
    for match in re.finditer(rb"[})][ \t]*\n((?:[ \t]*\n)*)[ \t]*@[A-Za-z]+[ \t]*[{(]", file.data[: 1 << 20]):
        counted[match[1].count(b"\n")] += 1
    return max(counted, key=lambda lines: (counted[lines], -lines)) if counted else 1


def _align(entries: Sequence[Entry], settings: TidySettings, *, lines: bool) -> Align:
    """The way to align that holds in most entries whose names are not all of one length."""
    rows = [row for entry in entries if (row := _lined(entry, lines=lines))]
    around = _commonest((field.equals for row in rows for field in row if field.equals in _AROUND), " = ")
    if settings.align != "file":
        return Align(settings.align, 0, " = " if settings.align == "no" else around, strict=True)
    telling = [row for row in rows if len({len(field.name) for field in row}) > 1]
    ways = (Align("no", 0, around), Align("names"), Align("values"))
    votes = {way: sum(map(way.holds, telling)) for way in ways}
    best = max(ways, key=votes.__getitem__)
    return best if 2 * votes[best] > len(telling) else Align("", 0, around)


_AROUND = (" = ", "=", "= ", " =")


def _lined(entry: Entry, *, lines: bool) -> list[Field]:
    """The fields that begin a line or, where `lines`, will do so, with their values on it."""
    return [field for field in entry.fields if (lines or "\n" in field.gap) and "\n" not in field.equals]
