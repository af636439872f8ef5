"""A paragraph as words that can be compared and written again: each knows the runs that it is made of."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import NamedTuple

from briefwright.word.compare import split_words
from briefwright.word.ooxml import RELATIONSHIPS, Element, w

FIXED = {
    w("tab"): "\t",
    w("ptab"): "\t",
    w("br"): "\n",
    w("cr"): "\n",
    w("noBreakHyphen"): "\u2011",
    w("softHyphen"): "\u00ad",
}
"""Elements of a run that stand for a character."""
_SHELLS = frozenset(map(w, ("hyperlink", "dir", "bdo")))
_OF_NOTES = frozenset(map(w, ("footnoteReference", "endnoteReference")))
FIELD_PARTS = frozenset(map(w, ("fldChar", "instrText", "fldData")))
_SILENT = (
    FIELD_PARTS
    | frozenset(map(w, "footnoteRef endnoteRef annotationRef separator".split()))
    | {w("continuationSeparator"), w("commentReference"), w("pgNum")}
)
"""Elements of a run that show nothing, or that belong where they are."""

ThingKey = Callable[[Element], Hashable]
"""Says of something that is no text what it is: equal for things that are the same."""


@dataclass(slots=True, eq=False)
class Piece:
    """One child of a run: text, something that stands for a character, or a thing such as a picture."""

    item: Element
    run: Element | None
    """None for what stands beside runs, as a formula does."""
    shells: tuple[Element, ...]
    """Links and the like around it, outermost first."""
    text: str = ""


class Slice(NamedTuple):
    """A part of a piece; of a thing that is no text, from 0 to 0."""

    piece: Piece
    start: int
    end: int


@dataclass(slots=True, eq=False)
class Token:
    """A word, or a thing, of a paragraph."""

    key: Hashable
    slices: list[Slice] = field(default_factory=list)
    unit: int = -1
    """The number of the field that it belongs to, within its paragraph; -1 outside fields."""
    marks: list[Element] = field(default_factory=list)
    """Bookmarks and the like that stand before it; they show nothing."""


@dataclass(slots=True, eq=False)
class Line:
    """What a paragraph says."""

    tokens: list[Token]
    tail: list[Element]
    """Marks after its last token."""

    @property
    def keys(self) -> tuple[Hashable, ...]:
        """The tokens, as far as comparing goes."""
        return tuple(token.key for token in self.tokens)

    def take_openers(self, place: int) -> list[Element]:
        """Take out, of the marks before a token, those that deleted text there comes after.

        They are beginnings of bookmarks, comments and fields, and a note's own number.
        """
        marks = self.tokens[place].marks if place < len(self.tokens) else self.tail
        count = max((number for number, mark in enumerate(marks, start=1) if _opens(mark)), default=0)
        taken = marks[:count]
        del marks[:count]
        return taken


def read_line(paragraph: Element, key_of: ThingKey) -> Line:
    """The tokens of a paragraph.

    A field that begins and ends in it is kept whole; the parts of one that goes on in another paragraph, as contents
    and lists of references do, are marks.
    """
    reader = _Reader(key_of, _fields(paragraph))
    for piece in _pieces(paragraph, ()):
        reader.take(piece)
    return reader.end()


def _pieces(parent: Element, shells: tuple[Element, ...]) -> Iterator[Piece]:
    for child in parent:
        tag = child.tag
        if tag == w("r"):
            for item in child:
                if item.tag != w("rPr") and isinstance(item.tag, str):
                    text = (item.text or "") if item.tag == w("t") else FIXED.get(item.tag, "")
                    yield Piece(item, child, shells, text)
        elif tag in _SHELLS:
            yield from _pieces(child, (*shells, child))
        elif tag != w("pPr") and isinstance(tag, str):
            yield Piece(child, None, shells)


def _fields(paragraph: Element) -> frozenset[Element]:
    """Where fields that begin and end in a paragraph do so."""
    found: list[Element] = []
    open_: list[Element] = []
    for char in paragraph.iter(w("fldChar")):
        if next(char.iterancestors(w("p"))) is not paragraph:  # a text box's
            continue
        kind = char.get(w("fldCharType"))
        if kind == "begin":
            open_.append(char)
        elif kind == "end" and open_:
            found += [open_.pop(), char]
    return frozenset(found)


class _Reader:
    """Puts pieces together into tokens."""

    def __init__(self, key_of: ThingKey, fields: frozenset[Element]) -> None:
        self._key_of, self._fields = key_of, fields
        self._tokens: list[Token] = []
        self._marks: list[Element] = []
        self._text: list[Slice] = []  # of words that are still to be split
        self._codes: list[Slice] = []  # of a field, before its next token
        self._field, self._depth, self._outer = -1, 0, -1
        self._begun = 0

    def take(self, piece: Piece) -> None:
        tag = piece.item.tag
        if tag == w("fldChar") and piece.item in self._fields:
            self._at_field(piece)
        elif piece.text:
            self._text.append(Slice(piece, 0, len(piece.text)))
        elif tag == w("t"):
            return
        elif self._field >= 0 and (tag in _SILENT):
            self._split()
            self._codes.append(Slice(piece, 0, 0))
        elif tag in _SILENT or (piece.run is None and not _is_thing(piece.item)):
            self._split()
            self._marks.append(_alone(piece))
        else:
            self._split()
            self._add(self._key_of(piece.item), [Slice(piece, 0, 0)])

    def end(self) -> Line:
        self._split()
        return Line(self._tokens, self._marks)

    def _at_field(self, piece: Piece) -> None:
        self._split()
        begins = piece.item.get(w("fldCharType")) == "begin"
        if begins:
            self._depth += 1
            if self._depth == 1:
                self._field, self._begun = self._field_number(), len(self._tokens)
        self._codes.append(Slice(piece, 0, 0))
        if not begins:
            self._depth -= 1
            if self._depth == 0:
                self._end_field()

    def _field_number(self) -> int:
        self._outer += 1
        return self._outer

    def _end_field(self) -> None:
        if len(self._tokens) == self._begun:  # it shows nothing
            code = "".join(one.piece.item.text or "" for one in self._codes if one.piece.item.tag == w("instrText"))
            self._add(("field", " ".join(code.split())), [])
        else:
            self._tokens[-1].slices += self._codes
        self._codes, self._field = [], -1

    def _split(self) -> None:
        """Make tokens of the text so far."""
        slices, self._text = self._text, []
        if not slices:
            return
        position, within = 0, 0
        for word in split_words("".join(one.piece.text for one in slices)):
            left, parts = len(word), list[Slice]()
            while left:
                piece = slices[position].piece
                end = min(len(piece.text), within + left)
                parts.append(Slice(piece, within, end))
                left -= end - within
                within = end
                if within == len(piece.text):
                    position, within = position + 1, 0
            self._add(word, parts)

    def _add(self, key: Hashable, slices: Sequence[Slice]) -> None:
        self._tokens.append(Token(key, [*self._codes, *slices], self._field, self._marks))
        self._codes, self._marks = [], []


def _opens(mark: Element) -> bool:
    if mark.tag != w("r"):
        return mark.tag in (w("bookmarkStart"), w("commentRangeStart"))
    return bool(mark[-1].tag != w("commentReference") and mark[-1].get(w("fldCharType")) != "end")


def _is_thing(item: Element) -> bool:
    """Whether an element beside runs shows something: a formula does, a bookmark does not."""
    return not str(item.tag).startswith(w("")) or item.tag == w("subDoc")


def _alone(piece: Piece) -> Element:
    """A mark as it stands in a paragraph: one that was within a run, in a run of its own."""
    if piece.run is None:
        return piece.item
    made = piece.run.makeelement(piece.run.tag, dict(piece.run.attrib))
    looks = piece.run.find(w("rPr"))
    children = [] if looks is None else [looks]
    for child in (*children, piece.item):
        made.append(deepcopy(child))
    return made


def digest_of(item: Element, parts: Callable[[str], bytes]) -> str:
    """What a thing looks like, as a hash: its text and its pictures, not their size or place.

    parts: gives the bytes that a relationship's id leads to.
    """
    made = hashlib.sha256()
    for inner in item.iter():
        if inner.tag == w("t"):
            made.update((inner.text or "").encode())
        for name, value in inner.attrib.items():
            if str(name).startswith(f"{{{RELATIONSHIPS}}}"):
                made.update(parts(value))
    return made.hexdigest()
