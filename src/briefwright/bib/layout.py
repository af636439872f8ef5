"""Where every part of an entry stands in its text, so that one part can be changed and no other.

The reader (`briefwright.load.bib_entry`) says what an entry means; this says how it is written. Where the two do not
agree on its fields, there is no layout: such an entry is left alone, and named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from briefwright.load.bib_entry import parse_entry

_HEAD = re.compile(r"@[ \t]*([A-Za-z][\w.+:-]*)\s*([{(])\s*([^,{}\n]*?)\s*(?=[,{}\n]|\Z)")
_NAME = re.compile(r"\s*([^\s,={}\"#%]+)\s*=\s*")
_BARE = re.compile(r"[^\s\"#{},=()%]+")
_SPACE = re.compile(r"\s*")


class PieceSpan(NamedTuple):
    """A part of a value between two # signs."""

    start: int
    end: int
    """With its braces or quotation marks."""
    opening: str
    """`{`, `"`, or empty for a number or the name of a @string."""


class FieldSpan(NamedTuple):
    """A field as it is written."""

    name: str
    """As it is written."""
    start: int
    """Of its name."""
    value: int
    """Where its value begins."""
    end: int
    """After its value, before the comma."""
    pieces: tuple[PieceSpan, ...]


@dataclass(frozen=True, slots=True)
class EntryLayout:
    """The places in an entry's text. All offsets are in characters of `text`."""

    text: str
    """From the entry's @ to the next block: what follows its closing brace is inside."""
    type: tuple[int, int]
    key: tuple[int, int]
    fields: tuple[FieldSpan, ...]
    close: int
    """Of the closing brace or parenthesis."""

    @property
    def end(self) -> int:
        """After the entry's own text."""
        return self.close + 1

    def named(self, name: str) -> FieldSpan | None:
        """The first field of a name, whatever its letters' case; as in BibTeX, it is the one that counts."""
        return next((field for field in self.fields if field.name.lower() == name), None)

    def value(self, field: FieldSpan) -> str:
        """A field's value as it is written, braces and all."""
        return self.text[field.value : field.end]

    def inner(self, piece: PieceSpan) -> str:
        """A piece's text without its braces or quotation marks."""
        return self.text[piece.start + 1 : piece.end - 1] if piece.opening else self.text[piece.start : piece.end]


def layout_of(text: str, key: str) -> EntryLayout | None:
    """The places in a block's text; None where it is broken, or where the reader reads it otherwise.

    text: from the entry's @ to the next block's. key: as the scan read it.
    """
    block = parse_entry(text, key)
    if block.broken:
        return None
    found = _spans(text)
    if found is None or text[slice(*found.key)] != key:
        return None
    seen: dict[str, tuple[tuple[str, bool], ...]] = {}
    for field in found.fields:
        pieces = tuple((found.inner(piece), _is_name(piece, found)) for piece in field.pieces)
        seen.setdefault(field.name.lower(), pieces)
    read = {field.name: tuple((piece.text, piece.name) for piece in field.pieces) for field in block.fields}
    return found if seen == read else None


def _is_name(piece: PieceSpan, layout: EntryLayout) -> bool:
    return not piece.opening and not layout.inner(piece).isdigit()


def _spans(text: str) -> EntryLayout | None:
    head = _HEAD.match(text)
    if head is None:
        return None
    key_end = head.end(3)
    closing = ")" if head[2] == "(" else "}"
    if closing == ")" and head[3].endswith(")"):
        key_end = head.end(3) - 1
    position = _after_space(text, key_end)
    fields: list[FieldSpan] = []
    while text[position : position + 1] == ",":
        name = _NAME.match(text, position + 1)
        if name is None:
            position = _after_space(text, position + 1)
            break
        pieces = tuple(_pieces(text, name.end()))
        if not pieces:
            return None
        fields.append(FieldSpan(name[1], name.start(1), name.end(), pieces[-1].end, pieces))
        position = _after_space(text, pieces[-1].end)
    if text[position : position + 1] != closing:
        return None
    return EntryLayout(text, head.span(1), (head.start(3), key_end), tuple(fields), position)


def _pieces(text: str, position: int) -> Iterator[PieceSpan]:
    """The parts of a value; none where it cannot be read."""
    while True:
        opening = text[position : position + 1]
        if opening == "{":
            end = _closing(text, position, 0)
        elif opening == '"':
            end = _closing(text, position, 1)
        else:
            bare = _BARE.match(text, position)
            end, opening = (bare.end() if bare else -1), ""
        if end < 0:
            return
        yield PieceSpan(position, end, opening)
        position = _after_space(text, end)
        if text[position : position + 1] != "#":
            return
        position = _after_space(text, position + 1)


def _closing(text: str, start: int, quoted: int) -> int:
    """After the brace or the quotation mark that closes the one at `start`; -1 where there is none.

    A brace after a backslash counts in BibTeX and not in bibtexparser: the balanced reading is tried first as the
    reader does.
    """
    for braces in (re.compile(r'(?<!\\)[{}]|"'), re.compile(r'[{}]|"')):
        depth = 0
        for mark in braces.finditer(text, start + quoted):
            if mark[0] == '"':
                if quoted and depth == 0 and text[mark.start() - 1] != "\\":
                    return mark.end()
            else:
                depth += 1 if mark[0] == "{" else -1
                if depth == 0 and not quoted:
                    return mark.end()
                if depth < 0:
                    break
    return -1


def _after_space(text: str, position: int) -> int:
    found = _SPACE.match(text, position)
    return found.end() if found else position
