"""What a DOCX says, as data: blocks of pieces, comments, and what the file says of itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


@dataclass(frozen=True, slots=True)
class Change:
    """Who changed something with changes tracked, and when."""

    author: str
    date: str = ""
    """As the file has it: ISO 8601, mostly without a zone."""


class PieceKind(StrEnum):
    """What a piece is."""

    TEXT = "text"
    CITATION = "citation"
    NOTE = "note"
    PICTURE = "picture"
    FIELD = "field"
    """What the program works out: the number of a table, a page."""


@dataclass(frozen=True, slots=True)
class CitedItem:
    """One reference within a citation."""

    key: str
    """Its citation key; where the file has none, an id that begins with `?`."""
    locator: str = ""
    label: str = ""
    """CSL's name of the locator's sort: page, paragraph, ..."""
    prefix: str = ""
    suffix: str = ""
    suppress_author: bool = False
    data: Mapping[str, Any] = field(default_factory=dict, compare=False)
    """CSL JSON of the reference, where the file has it."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in the text."""

    name: str
    """Of its part in the package; empty for one outside."""
    digest: str
    """SHA-256 of its bytes, hexadecimal."""
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a block whose text has the same looks, makers and anchors."""

    kind: PieceKind
    text: str
    """What is seen of it; of a note its text, of a picture nothing."""
    looks: frozenset[str] = frozenset()
    """emph, strong, sub, sup, strike, underline, small-caps, code: where they differ from the paragraph's style."""
    link: str = ""
    """The address that a link leads to; `#name` for a bookmark."""
    anchors: tuple[str, ...] = ()
    """The facts around it, outermost first: names of their bookmarks, or tags of their controls."""
    inserted: Change | None = None
    deleted: Change | None = None
    """A deleted piece is kept in its place; what the text now says is without it."""
    moved: bool = False
    """Whether it was inserted or deleted by moving it."""
    comments: tuple[str, ...] = ()
    """Ids of the comments about it."""
    items: tuple[CitedItem, ...] = ()
    """Of a citation."""
    code: str = ""
    """Of a field its type and first argument; of a citation without a field its bookmark's name."""
    note: tuple[Block, ...] = ()
    """Of a note: its paragraphs."""
    picture: Picture | None = None


class BlockKind(StrEnum):
    """What a block is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEM = "item"
    CELL = "cell"


@dataclass(frozen=True, slots=True)
class Cell:
    """Where in a table a block stands; all counted from 0."""

    table: int
    row: int
    column: int
    rows: int
    columns: int
    header: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, wherever it stands."""

    kind: BlockKind
    pieces: tuple[Piece, ...]
    style: str = ""
    """The style's id."""
    level: int = 0
    """Of a heading, from 1; of a list item, from 0."""
    ordered: bool = False
    """Of a list item."""
    names: tuple[str, ...] = ()
    """Bookmarks that start in it."""
    cell: Cell | None = None
    """Where it stands in a table, whatever its kind."""
    field: str = ""
    """The sort of field that it stands in, where one holds whole paragraphs: TOC, ZOTERO_BIBL, BIBLIOGRAPHY, ..."""
    end_inserted: Change | None = None
    """Whoever put its end in with changes tracked, as in splitting a paragraph."""

    @property
    def text(self) -> str:
        """What it says now, notes left out, white space single."""
        return " ".join("".join(self._now()).split())

    def _now(self) -> Iterator[str]:
        for piece in self.pieces:
            if piece.deleted is None and piece.kind is not PieceKind.NOTE:
                yield piece.text

    @property
    def is_deleted(self) -> bool:
        """Whether all that it held was taken out with changes tracked."""
        return bool(self.pieces) and all(piece.deleted for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer to a comment."""

    author: str
    date: str
    text: str


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment in the margin."""

    id: str
    author: str
    date: str
    text: str
    resolved: bool = False
    replies: tuple[Reply, ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """A document."""

    blocks: tuple[Block, ...] = ()
    comments: tuple[Comment, ...] = ()
    manifest: str = ""
    """JSON text, empty where there is none."""
    baseline: str = ""
    """JSON text of the Story that was written, empty where there is none."""
    application: str = ""
    """The program that saved it, as the file says."""
    last_author: str = ""
    """Who saved it last, as the file says; for edits without an author of their own."""
    modified: str = ""
    """When, ISO 8601."""
