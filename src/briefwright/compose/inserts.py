"""What the vocabulary puts into a brief: inserts, kept as data until the Markdown around them has been read.

A template sees an insert as a short string of reserved characters. Because its content joins the document only
after pandoc has read the Markdown, nothing in a fact can open a list, end a table cell or start a heading.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from briefwright.ast import Node, text_of
from briefwright.compose import marks
from briefwright.compose.bounds import bound_text
from briefwright.diagnostics import Location
from briefwright.model import Fact, Locator


@dataclass(frozen=True, slots=True)
class CitationItem:
    """One reference within a citation."""

    key: str
    locator: Locator | None = None
    prefix: str = ""
    suffix: str = ""
    mode: str = "normal"
    """normal, narrative (the author in the sentence) or suppress (no author)."""
    via: str = ""
    """Key of the original that was not read: "..., cited in ..."."""


@dataclass(frozen=True, slots=True)
class TextInsert:
    """Text that prints as it stands."""

    nodes: tuple[Node, ...]
    origin: Location


@dataclass(frozen=True, slots=True)
class CiteInsert:
    """A citation."""

    items: tuple[CitationItem, ...]
    origin: Location


@dataclass(frozen=True, slots=True)
class FactInsert:
    """A fact, or a part of one, with its citation."""

    fact: Fact
    part: str
    """statement, clause, label, date, or value.NAME."""
    nodes: tuple[Node, ...]
    stop: str
    """Closing punctuation, which follows the citation."""
    items: tuple[CitationItem, ...]
    """Empty: without citation."""
    origin: Location
    lang: str = ""
    """The text's language where it is not the brief's."""


InlineInsert = TextInsert | CiteInsert | FactInsert
Cell = tuple[InlineInsert, ...]


@dataclass(frozen=True, slots=True)
class TableInsert:
    """A table; its rows hold inserts, never Markdown."""

    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[float, ...]
    """Shares of the text width, adding up to 1; empty: as wide as the content needs."""
    caption: str
    classes: tuple[str, ...]
    origin: Location


@dataclass(frozen=True, slots=True)
class SourcesInsert:
    """A table of the references that the whole brief cites; filled in when all citations are known."""

    caption: str
    origin: Location
    summary: bool = True
    """Whether a statement about them all stands before it."""
    grades: bool = True
    """Whether their reliability is shown, where it is known."""
    matrix: bool = False
    """Whether a table of facts and sources follows."""


@dataclass(frozen=True, slots=True)
class BibliographyInsert:
    """Where the list of references goes."""

    origin: Location


BlockInsert = TableInsert | SourcesInsert | BibliographyInsert
Insert = InlineInsert | BlockInsert


def inline_inserts(insert: Insert) -> tuple[InlineInsert, ...]:
    """An insert itself where it stands in a line; those in the cells of a table; none for other blocks."""
    if isinstance(insert, TableInsert):
        return tuple(one for row in insert.rows for cell in row for one in cell)
    return () if isinstance(insert, (SourcesInsert, BibliographyInsert)) else (insert,)


def words_of(insert: Insert | None) -> str:
    """An insert in a place that cannot hold nodes, such as a caption: its words, without a citation."""
    if isinstance(insert, FactInsert):
        return text_of(list(insert.nodes)) + insert.stop
    return text_of(list(insert.nodes)) if isinstance(insert, TextInsert) else ""


def _size(insert: Insert) -> int:
    """The characters that an insert prints, roughly: citations are not written yet."""
    return sum(len(words_of(one)) or 1 for one in inline_inserts(insert)) or 1


@dataclass(slots=True)
class Register:
    """The inserts of one brief, numbered as they are made."""

    inserts: list[Insert] = field(default_factory=list)
    made: int = 0
    """Characters in all of them."""

    def add(self, insert: Insert) -> int:
        """Keep an insert; returns its number. Raises TemplateTooLargeError where all are too much."""
        self.made += _size(insert)
        bound_text(self.made)
        self.inserts.append(insert)
        return len(self.inserts) - 1

    def get(self, number: int) -> Insert | None:
        """The insert of a number, None where there is none."""
        return self.inserts[number] if number < len(self.inserts) else None

    def bound(self, markdown: str) -> None:
        """Raises TemplateTooLargeError where the inserts that a text names print too much; one may stand often."""
        sizes: dict[int, int] = {}
        total = 0
        for found in marks.INSERT.finditer(markdown):
            number = marks.number_of(found)
            insert = self.get(number)
            total += sizes[number] if number in sizes else sizes.setdefault(number, _size(insert) if insert else 0)
            bound_text(total)
