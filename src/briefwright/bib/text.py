"""A .bib file whose bytes are kept: only what is changed is written anew.

Everything is looked for in the file's text as the reader sees it (UTF-8, line feeds, no byte order mark). Lines in
which nothing changes are written back as the bytes that they were, in whatever encoding and with whatever line ends.
"""

from __future__ import annotations

import bisect
import codecs
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from briefwright.bib.layout import EntryLayout, layout_of
from briefwright.diagnostics import Location
from briefwright.load.bib_scan import Decoded, Index, Place, scan, to_utf8

_LINE_END = re.compile(rb"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch of a file's text, in bytes of `BibText.data`, and what takes its place."""

    start: int
    end: int
    text: str


class UnencodableError(ValueError):
    """A changed line holds a character that the file's encoding has not; `line` is its 1-based number."""

    def __init__(self, line: int, character: str, encoding: str) -> None:
        super().__init__(f"`{character}` cannot be written in {encoding}")
        self.line = line


@dataclass(frozen=True)
class BibText:
    """One .bib file as it stands on disk."""

    path: Path
    shown: str
    """Its path as findings show it."""
    raw: bytes = field(repr=False)

    @cached_property
    def decoded(self) -> Decoded:
        """The text that is looked at, and what encoding it was in."""
        return to_utf8(self.raw)

    @property
    def data(self) -> bytes:
        """The text as UTF-8 with line feeds."""
        return self.decoded.data

    @cached_property
    def index(self) -> Index:
        """The places of its entries and @strings."""
        return scan(self.data)

    @cached_property
    def by_key(self) -> Mapping[str, Place]:
        """The first entry of each key."""
        return {place.key: place for place in reversed(self.index.entries) if place.key}

    def block(self, place: Place) -> str:
        """An entry's text and what follows it up to the next block."""
        return self.data[place.start : place.end].decode("utf-8", "replace")

    def layout(self, place: Place) -> EntryLayout | None:
        """The places of an entry's parts; None where it cannot be told for sure how it is written."""
        return layout_of(self.block(place), place.key) if place.key else None

    def offset(self, place: Place, layout: EntryLayout, at: int) -> int:
        """The offset in `data` of an offset in an entry's text."""
        text = layout.text
        return place.start + (at if text.isascii() else len(text[:at].encode("utf-8")))

    def change(self, place: Place, layout: EntryLayout, start: int, end: int, text: str) -> Change:
        """A change of a stretch of an entry's text."""
        return Change(self.offset(place, layout, start), self.offset(place, layout, end), text)

    def location(self, place: Place, layout: EntryLayout | None = None, at: int = 0) -> Location:
        """Where an offset in an entry's text stands, for a finding."""
        offset = self.offset(place, layout, at) if layout else place.start
        begin = self.data.rfind(b"\n", 0, offset) + 1
        end = self.data.find(b"\n", offset)
        line = self.data[begin : end if end >= 0 else len(self.data)].decode("utf-8", "replace")
        number = place.line + self.data.count(b"\n", place.start, offset)
        return Location(self.shown, number, len(self.data[begin:offset].decode("utf-8", "replace")) + 1, line[:1000])

    def edited(self, changes: Iterable[Change]) -> bytes:
        """The file's bytes with some stretches exchanged; all else, to the byte, as it was.

        changes: in any order; they do not overlap. Raises UnencodableError where a changed line holds a character
        that the file's encoding has not.
        """
        ordered = sorted(changes, key=lambda change: (change.start, change.end))
        if any(later.start < sooner.end for sooner, later in itertools.pairwise(ordered)):
            raise ValueError("changes overlap")
        if self.raw is self.data or self.raw == self.data:
            return b"".join(_spliced(self.data, ordered, 0, len(self.data)))
        return b"".join(_Lines(self).edited(ordered))


def read_bib(path: Path, shown: str) -> BibText:
    """A .bib file. Raises OSError where it cannot be read."""
    return BibText(path, shown, path.read_bytes())


def _spliced(data: bytes, changes: Sequence[Change], start: int, end: int) -> Iterator[bytes]:
    position = start
    for change in changes:
        yield data[position : change.start]
        yield change.text.encode("utf-8")
        position = change.end
    yield data[position:end]


class _Lines:
    """A file whose bytes are not its text: byte order mark, other line ends, other encodings."""

    def __init__(self, file: BibText) -> None:
        self.data, self.raw = file.data, file.raw
        self.utf16 = self.raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        self.bom = codecs.BOM_UTF8 if self.raw.startswith(codecs.BOM_UTF8) else b""
        self.starts = [0, *(match.end() for match in re.finditer(rb"\n", self.data))]
        body = self.raw.removeprefix(self.bom)
        ends = [match.end() for match in _LINE_END.finditer(body)]
        self.lines = [body[a:b] for a, b in zip([0, *ends], [*ends, len(body)], strict=True)]
        newlines = [match[0] for match in map(_LINE_END.search, self.lines[:200]) if match]
        self.newline = max(set(newlines), key=newlines.count) if newlines else b"\n"

    def edited(self, changes: Sequence[Change]) -> Iterator[bytes]:
        """The bytes, in pieces."""
        if self.utf16:
            yield self._as_utf16(changes)
            return
        yield self.bom
        done = 0
        for group in self._groups(changes):
            first, last = self._line(group[0].start), self._line(group[-1].end)
            yield from self.lines[done:first]
            whole_end = self.starts[last + 1] if last + 1 < len(self.starts) else len(self.data)
            text = b"".join(_spliced(self.data, group, self.starts[first], whole_end)).decode("utf-8", "replace")
            yield self._encoded(text, first, last)
            done = last + 1
        yield from self.lines[done:]

    def _groups(self, changes: Sequence[Change]) -> Iterator[list[Change]]:
        """Changes that touch the same lines, together."""
        group: list[Change] = []
        for change in changes:
            if group and self._line(change.start) > self._line(group[-1].end):
                yield group
                group = []
            group.append(change)
        if group:
            yield group

    def _line(self, offset: int) -> int:
        return bisect.bisect_right(self.starts, offset) - 1

    def _encoded(self, text: str, first: int, last: int) -> bytes:
        """Changed lines in the encoding of the lines that they were, with the file's line ends."""
        encoding = "cp1252" if self._is_cp1252(first, last) else "utf-8"
        try:
            data = text.encode(encoding)
        except UnicodeEncodeError as problem:
            line = first + 1 + text.count("\n", 0, problem.start)
            raise UnencodableError(line, text[problem.start], "CP1252") from problem
        return data.replace(b"\n", self.newline)

    def _is_cp1252(self, first: int, last: int) -> bool:
        """Whether lines are in CP1252; for those in ASCII the rest of the file tells."""
        own = b"".join(self.lines[first : last + 1])
        return not _decodes(own) or (own.isascii() and self._others_are_cp1252)

    @cached_property
    def _others_are_cp1252(self) -> bool:
        """Whether lines are in CP1252 and none is in UTF-8 beyond ASCII."""
        beyond = [line for line in self.lines if not line.isascii()]
        return bool(beyond) and not self.bom and not any(map(_decodes, beyond))

    def _as_utf16(self, changes: Sequence[Change]) -> bytes:
        text = b"".join(_spliced(self.data, changes, 0, len(self.data))).decode("utf-8", "replace")
        little = self.raw.startswith(codecs.BOM_UTF16_LE)
        newline = "\r\n" if "\r\n" in self.raw.decode("utf-16", "replace") else "\n"
        mark = codecs.BOM_UTF16_LE if little else codecs.BOM_UTF16_BE
        return mark + text.replace("\n", newline).encode("utf-16-le" if little else "utf-16-be")


def _decodes(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
