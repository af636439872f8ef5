"""The blocks of a brief's Markdown: where the inline text of each paragraph, item, heading and cell stands.

No second reader of Markdown: pandoc says what a text means, and what is aligned here is checked by it. This only
looks for the lines of a block around a line that is known.
"""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

_TAG_LINE = re.compile(r"\s*(?:\{%.*%\}|\{#.*#\})\s*\Z", re.DOTALL)
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_DIV = re.compile(r"\s{0,3}:{3,}")
_HEADING = re.compile(r"( {0,3}(#{1,6})\s+)(.*?)(\s*(?:#+\s*)?(?:\{[#.][^{}]*\}\s*)?)\Z")
_ITEM = re.compile(r"(\s*(?:[-*+]|\(?(?:\d{1,9}|[a-zA-Z]|#|@\w*)[.)])\s+)(?=\S)")
_QUOTE = re.compile(r"(\s{0,3}>\s?)+")
_NOTE = re.compile(r"( {0,3}\[\^([^\]\s]+)\]:\s*)")
_RULES = re.compile(r"\s*(?:[-=+|:*_ ]{3,})\s*\Z")
_EXPRESSION = re.compile(r"\s*\{\{(?!\s*(?:fact|value|cite)\s*\().*\}\}\s*\Z", re.DOTALL)
"""A line with a call that may make blocks; a fact, a value and a citation are words of a paragraph."""
_CAPTION = re.compile(r"\s*(?:Table)?:\s+(?=\S)")


class SourceKind(StrEnum):
    """What a block of Markdown is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEM = "item"
    CELL = "cell"
    NOTE = "note"
    CALL = "call"
    """A line with one expression, which may make anything."""


@dataclass(frozen=True, slots=True)
class SourceBlock:
    """A block. start, end: of its inline text, in characters of the file."""

    kind: SourceKind
    start: int
    end: int
    line: int
    last_line: int
    """1-based."""
    whole: tuple[int, int]
    """Of all its lines, the last one's end included."""
    prefix: str = ""
    """What stands before its text in its first line: "- ", "> ", "## "."""
    level: int = 0
    """Of a heading."""
    row: int = 0
    """Of a cell: the line of its row."""
    column: int = 0
    label: str = ""
    """Of a note's definition."""


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def source_blocks(text: str) -> tuple[SourceBlock, ...]:
    """The blocks of a brief, front matter left out, in order."""
    return tuple(_blocks(list(_lines(text))))


def block_at(blocks: tuple[SourceBlock, ...], line: int, column: int = 0) -> SourceBlock | None:
    """The block that stands at a line; of cells the one of a column, from 0. None where there is none."""
    here = [block for block in blocks if block.line <= line <= block.last_line]
    cells = [block for block in here if block.kind is SourceKind.CELL]
    if cells:
        return next((block for block in cells if block.column == column), None)
    return here[0] if here else None


def line_of(text: str, offset: int) -> int:
    """The 1-based line of an offset."""
    return text.count("\n", 0, offset) + 1


def _lines(text: str) -> Iterator[_Line]:
    start, number = 0, 1
    for line in text.split("\n"):
        yield _Line(number, start, line)
        start += len(line) + 1
        number += 1


def _blocks(lines: list[_Line]) -> Iterator[SourceBlock]:
    held: list[_Line] = []
    fence = ""
    first = _after_front_matter(lines)
    for line in lines[first:]:
        opening = _FENCE.match(line.text)
        if fence:
            fence = "" if opening and opening[1].startswith(fence) else fence
            continue
        breaks = not line.text.strip() or opening or _DIV.match(line.text) or _TAG_LINE.match(line.text)
        begins = _HEADING.match(line.text) or _ITEM.match(line.text) or _NOTE.match(line.text)
        if breaks or begins:
            yield from _finished(held)
            held = []
        if opening:
            fence = opening[1]
        elif not breaks:
            held.append(line)
            if _HEADING.match(line.text):
                yield from _finished(held)
                held = []
    yield from _finished(held)


def _after_front_matter(lines: list[_Line]) -> int:
    if not lines or lines[0].text.rstrip() != "---":
        return 0
    for index, line in enumerate(lines[1:], 1):
        if line.text.rstrip() in ("---", "..."):
            return index + 1
    return len(lines)


def _finished(held: list[_Line]) -> Iterator[SourceBlock]:
    if not held:
        return
    first, last = held[0], held[-1]
    whole = (first.start, last.end)
    heading = _HEADING.match(first.text)
    if heading:
        start = first.start + heading.end(1)
        yield SourceBlock(
            SourceKind.HEADING, start, start + len(heading[3]), first.number, last.number, whole, heading[1],
            level=len(heading[2]),
        )  # fmt: skip
        return
    if any(_is_row(line.text) for line in held) and any(_RULES.match(line.text) for line in held):
        yield from _cells(held)
        return
    if len(held) == 1 and _EXPRESSION.match(first.text) and first.text.count("{{") == 1:
        yield SourceBlock(SourceKind.CALL, first.start, first.end, first.number, last.number, whole)
        return
    note = _NOTE.match(first.text)
    begin = note or _ITEM.match(first.text) or _QUOTE.match(first.text) or _CAPTION.match(first.text)
    prefix = begin[0] if begin else first.text[: len(first.text) - len(first.text.lstrip())]
    kind = SourceKind.NOTE if note else SourceKind.ITEM if _ITEM.match(first.text) else SourceKind.PARAGRAPH
    end = last.start + len(last.text.rstrip())
    yield SourceBlock(
        kind, first.start + len(prefix), end, first.number, last.number, whole, prefix, label=note[2] if note else ""
    )


def _is_row(text: str) -> bool:
    return "|" in text


def _cells(held: list[_Line]) -> Iterator[SourceBlock]:
    """The cells of a pipe table, and its caption; of other tables none."""
    captions = [line for line in held if _CAPTION.match(line.text) and not _is_row(line.text)]
    for line in held:
        caption = _CAPTION.match(line.text)
        if caption and line in captions:
            start = line.start + caption.end()
            yield SourceBlock(
                SourceKind.PARAGRAPH, start, line.end, line.number, line.number, (line.start, line.end), caption[0]
            )
        elif _is_row(line.text) and not _RULES.match(line.text):
            yield from _row(line)


def _row(line: _Line) -> Iterator[SourceBlock]:
    edges = _edges(line.text)
    for column, (start, end) in enumerate(itertools.pairwise(edges)):
        inner = line.text[start + 1 : end]
        begin = line.start + start + 1 + len(inner) - len(inner.lstrip())
        stop = begin + len(inner.strip())
        yield SourceBlock(
            SourceKind.CELL, begin, stop, line.number, line.number, (line.start, line.end), row=line.number,
            column=column,
        )  # fmt: skip


def _edges(text: str) -> list[int]:
    """The places of the bars between cells, the ends of the row among them; not those in code or in calls."""
    found, deep, code = [], 0, False
    for index, sign in enumerate(text):
        if sign == "`":
            code = not code
        elif text.startswith(("{{", "{%"), index):
            deep += 1
        elif text.startswith(("}}", "%}"), index):
            deep -= 1
        elif sign == "|" and not code and deep <= 0 and (index == 0 or text[index - 1] != "\\"):
            found.append(index)
    stripped = text.strip()
    if not stripped.startswith("|"):
        found.insert(0, len(text) - len(text.lstrip()) - 1)
    if not stripped.endswith("|"):
        found.append(len(text.rstrip()))
    return found


def next_after(blocks: tuple[SourceBlock, ...], offset: int) -> SourceBlock | None:
    """The first block that begins at or after an offset."""
    index = bisect.bisect_left([block.whole[0] for block in blocks], offset)
    return blocks[index] if index < len(blocks) else None
