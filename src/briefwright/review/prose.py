"""A paragraph of a brief made to say what the editor wrote, calls, citations and notes in it kept."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Container, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from briefwright.compose.inline import ENGLISH, Quotes
from briefwright.compose.lexing import LexError
from briefwright.review.citing import citation_source
from briefwright.review.flow import Flow, Owners, Token, flow_of
from briefwright.review.hunks import hunks_of, replaced
from briefwright.review.inline_items import Item
from briefwright.review.inline_scan import call_of, items_of
from briefwright.review.inline_source import Syntax, revise
from briefwright.review.pairs import BREAK
from briefwright.review.sources import SourceBlock, SourceKind, source_blocks
from briefwright.review.units import Unit, UnitKind, units_of

_DEFINES = re.compile(r"^ {0,3}\[[^\]]+\]:.*(?:\n(?!\s*\n).+)*", re.MULTILINE)
_CALL = re.compile(r"\{\{[^{}]*\}\}")
_GOES_ON = re.compile(r"(?: {4}|\t| {0,3}[:~][ \t])")
"""A line that belongs to a list item or a definition above it."""
_CAPTION_BELOW = re.compile(r"\n[ \t]*\n[ ]{0,3}(?:Table)?:[ \t]+\S.*(?:\n(?!\s*\n).+)*")
_AROUND_BREAK = re.compile(rf"[ \t]*\n?[ \t]*{BREAK}[ \t]*\n?[ \t]*")
_MOST_WORDS = 20_000
_NO_OWNERS = Owners({})


class CannotPlaceError(ValueError):
    """An edit cannot be put into the source; the text says why."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Characters of a brief's text, and what takes their place."""

    start: int
    end: int
    text: str


@dataclass(slots=True)
class BriefText:
    """A brief as its author wrote it. known: new keys of references that are to be cited, by those they came with."""

    path: str
    text: str
    quotes: Quotes = ENGLISH
    known: Mapping[str, str] = field(default_factory=dict)
    keys: Container[str] = ()
    """All keys that can be cited."""
    facts: Mapping[str, str] = field(default_factory=dict)
    """From the anchors of facts to `id:part`."""
    blocks: tuple[SourceBlock, ...] = field(init=False)
    definitions: str = field(init=False)

    def __post_init__(self) -> None:
        self.blocks = source_blocks(self.text)
        self.definitions = "\n\n".join(match[0] for match in _DEFINES.finditer(self.text))

    def inline(self, block: SourceBlock) -> str:
        """The inline text of a block."""
        return self.text[block.start : block.end]

    def revised(self, blocks: Sequence[SourceBlock], old: Sequence[Token], new: Sequence[Token]) -> list[Stretch]:
        """What to exchange for blocks that follow one another to say `new`, where their tokens are `old`.

        Ends of paragraphs are tokens with BREAK. Raises CannotPlaceError.
        """
        if len(blocks) > 1 and any(block.kind is SourceKind.HEADING for block in blocks):
            raise CannotPlaceError("a heading was joined with a paragraph")
        if len(new) > _MOST_WORDS:
            raise CannotPlaceError("it is too long to be compared")
        source = BREAK.join(self.inline(block) for block in blocks)
        notes: list[Stretch] = []
        units = _Units(self, source, old, notes)
        kept = units.exchange(new)
        made = self.revise(units.source, units.old(), units.new(kept))
        if len(blocks) == 1 and blocks[0].kind is SourceKind.CELL and _bars(made) != _bars(source):
            raise CannotPlaceError("a bar would begin another cell")
        text = _AROUND_BREAK.sub(lambda _: self._break(blocks[0]), made)
        return [*notes, Stretch(blocks[0].start, blocks[-1].end, text)] if text != source else notes

    def written(self, tokens: Sequence[Token]) -> str:
        """New text in Markdown. Raises CannotPlaceError."""
        if len(tokens) > _MOST_WORDS:
            raise CannotPlaceError("it is too long to be written by itself")
        if any(token.unit.text == BREAK for token in tokens):
            raise CannotPlaceError("a footnote within the text holds one paragraph")
        units = _Units(self, "", (), [])
        return self.revise("", [], units.new(tokens))

    def revise(self, source: str, old: Sequence[Unit], new: Sequence[Unit]) -> str:
        """A source made to say `new`. Raises CannotPlaceError."""
        done = revise(source, old, new, Syntax.MARKDOWN, quotes=self.quotes, definitions=self.definitions)
        if done.source is None:
            raise CannotPlaceError(done.why)
        return done.source

    def _break(self, block: SourceBlock) -> str:
        if block.kind is SourceKind.ITEM:
            return f"\n{block.prefix}"
        if block.kind is SourceKind.PARAGRAPH:
            return f"\n{block.prefix.rstrip()}\n{block.prefix}"
        raise CannotPlaceError("a heading, a cell or a note has no second paragraph here")

    def removed(self, block: SourceBlock) -> Stretch:
        """A block's lines taken out, with the empty line that parted it from the next; of a cell its words."""
        if block.kind is SourceKind.CELL:
            return Stretch(block.start, block.end, "")
        start, end = block.whole
        end = min(end + 1, len(self.text))
        if block.kind is not SourceKind.ITEM:
            while self.text[end : end + 1] == "\n" and self.text[max(0, start - 2) : start] in ("\n\n", "\n", ""):
                end += 1
        return Stretch(start, end, "")

    def lines_of(self, cells: Sequence[SourceBlock], *, whole_table: bool) -> Stretch:
        """The lines of some cells, or of their whole table, taken out."""
        start, end = min(cell.whole[0] for cell in cells), max(cell.whole[1] for cell in cells)
        if whole_table:
            start, end = self._group(start)[0], self._group(end)[1]
            return self.removed(dataclasses.replace(cells[0], kind=SourceKind.PARAGRAPH, whole=(start, end)))
        return Stretch(start, min(end + 1, len(self.text)), "")

    def row_end(self, cell: SourceBlock) -> int:
        """The end of a cell's row, behind the line below a header."""
        end = cell.whole[1]
        following = self.text[end + 1 :].split("\n", 1)[0]
        return end + 1 + len(following) if following.strip() and not following.strip(" |:-+=") else end

    def end_of(self, block: SourceBlock) -> int:
        """Where what follows a block begins: the end of its lines, of a cell those of its table and its caption."""
        if block.kind is not SourceKind.CELL:
            return block.whole[1]
        end = self._group(block.whole[1])[1]
        caption = _CAPTION_BELOW.match(self.text, end)
        return caption.end() if caption else end

    def is_open_at(self, offset: int) -> bool:
        """Whether a paragraph can be put in behind a block: what follows would be no part of it, nor it of that."""
        rest = self.text[offset:]
        return not rest.strip() or (rest.startswith("\n\n") and not _GOES_ON.match(rest.lstrip("\n")))

    def _group(self, offset: int) -> tuple[int, int]:
        """The lines without an empty one between them around an offset."""
        start = self.text.rfind("\n\n", 0, offset)
        end = self.text.find("\n\n", offset)
        return start + 2 if start >= 0 else 0, end if end >= 0 else len(self.text.rstrip("\n"))

    def call(self, name: str) -> str:
        """The first call in the brief that puts a part of a fact, `id:part`, there; empty for none."""
        calls = (match[0] for match in _CALL.finditer(self.text))
        return next((call for call in calls if call_of(call) == (UnitKind.FACT, name)), "")

    def note_block(self, label: str) -> SourceBlock | None:
        """The definition of a note."""
        return next((one for one in self.blocks if one.kind is SourceKind.NOTE and one.label == label), None)


@dataclass(slots=True)
class _Units:
    """Turns tokens into units of one paragraph. notes: what to exchange elsewhere, in definitions of notes."""

    brief: BriefText
    source: str
    before: Sequence[Token]
    notes: list[Stretch]
    items: Sequence[Item] = ()
    meant: dict[int, Unit] = field(default_factory=dict)
    """By the identity of a token what its place in the source says since something was exchanged there."""

    def exchange(self, tokens: Sequence[Token]) -> list[Token]:
        """Put citations and notes that others have taken the places of into the source, these in their places.

        Gives what is wanted, with the old tokens where that was done: spaces around them stay as they are.
        """
        gone = self._gone(tokens)
        out = list(tokens)
        numbers = {id(item): number for number, item in enumerate(one for one in self._items() if one.is_opaque)}
        for at, old, item in self._replaced(out, gone):
            number = numbers[id(item)]
            unit = self._renamed(out[at])
            if unit.kind is UnitKind.CITATION:
                made = self._citation(out[at], gone)
            else:
                made = self._note(unit, out[at], [(old, item)]).source
                if not made:  # its definition, which stands elsewhere, was changed
                    out[at] = old
                    continue
            start, end = self._offset(number)
            self.source = self.source[:start] + made + self.source[end:]
            self.meant[id(old)] = dataclasses.replace(unit, source="")
            out[at] = old
        return out

    def _replaced(
        self, tokens: Sequence[Token], gone: Sequence[tuple[Token, Item]]
    ) -> Iterator[tuple[int, Token, Item]]:
        """Where something new stands behind the same thing as something of its sort that is gone; last first."""
        there, wanted = {id(token) for token in self.before}, {id(token) for token in tokens}
        after: dict[tuple[int, UnitKind], tuple[Token, Item]] = {}
        last = 0
        for token in self.before:
            if id(token) in wanted and not token.unit.is_space:
                last = id(token)
            for old, item in gone:
                if old is token:
                    after.setdefault((last, token.unit.kind), (old, item))
        found = []
        last = 0
        for at, token in enumerate(tokens):
            if id(token) in there:
                last = last if token.unit.is_space else id(token)
            elif pair := after.pop((last, token.unit.kind), None):
                found.append((at, *pair))
        yield from reversed(found)

    def _renamed(self, token: Token) -> Unit:
        name = ";".join(self.brief.known.get(key, key) for key in token.unit.name.split(";"))
        return dataclasses.replace(token.unit, name=name)

    def _offset(self, number: int) -> tuple[int, int]:
        """Where the thing of a number, among all that are no text, begins and ends in the source."""
        position = 0
        things = [one for one in items_of(self.source, Syntax.MARKDOWN, self.brief.definitions) if one.is_opaque]
        for item in things[: number + 1]:
            start = self.source.index(item.source, position)
            position = start + len(item.source)
        return start, position

    def old(self) -> list[Unit]:
        """The units of what is there now."""
        return [unit for unit, _ in self._units(self.before)]

    def new(self, tokens: Sequence[Token]) -> list[Unit]:
        """The units of what is wanted."""
        there = {id(token) for token in self.before}
        gone = self._gone(tokens)
        units = []
        for unit, token in self._units(tokens):
            if token is None or id(token) in there or token.piece is None:
                units.append(unit)
            elif unit.kind is UnitKind.CALL:  # a field that somebody put in: what it shows
                units += units_of(unit.text)
            elif unit.kind is UnitKind.CITATION:
                units.append(dataclasses.replace(self._renamed(token), source=self._citation(token, gone)))
            elif unit.kind is UnitKind.NOTE:
                units.append(self._note(unit, token, gone))
            else:
                raise CannotPlaceError("a picture was put in")
        return units

    def _units(self, tokens: Sequence[Token]) -> list[tuple[Unit, Token | None]]:
        out: list[tuple[Unit, Token | None]] = []
        at = 0
        while at < len(tokens):
            token, owner = tokens[at], tokens[at].owner
            if owner in self.brief.facts and owner:
                end = at
                while end < len(tokens) and tokens[end].owner == owner:
                    end += 1
                text = "".join(one.unit.text for one in tokens[at:end])
                out.append((Unit(text, kind=UnitKind.FACT, name=self.brief.facts[owner]), None))
                at = end
                continue
            if token.unit.kind is not UnitKind.CALL or all(token is not one for one in self.before):
                out.append((self.meant.get(id(token)) or self._named(token), token))
            at += 1
        return out

    def _named(self, token: Token) -> Unit:
        unit = token.unit
        if unit.kind is UnitKind.NOTE:
            number = next((n for n, one in enumerate(self.before) if one is token), None)
            return Unit(unit.text, kind=UnitKind.NOTE, name="" if number is None else f"note {number}")
        if unit.kind is UnitKind.PICTURE:
            return Unit("", kind=UnitKind.PICTURE)
        return unit

    def _gone(self, tokens: Sequence[Token]) -> list[tuple[Token, Item]]:
        """Citations and notes that are no more, with their sources."""
        kept = {id(token) for token in tokens}
        items = self._items()
        found = []
        for kind in (UnitKind.CITATION, UnitKind.NOTE):
            mine = [token for token in self.before if token.unit.kind is kind and not token.owner]
            theirs = [item for item in items if item.kind is kind]
            if len(mine) == len(theirs):
                found += [pair for pair in zip(mine, theirs, strict=True) if id(pair[0]) not in kept]
        return found

    def _items(self) -> Sequence[Item]:
        """The items of the source as it was, the same objects each time."""
        if not self.items:
            with suppress(LexError):
                self.items = items_of(self.source, Syntax.MARKDOWN, self.brief.definitions)
        return self.items

    def _citation(self, token: Token, gone: Sequence[tuple[Token, Item]]) -> str:
        piece = token.piece
        items = tuple(
            dataclasses.replace(item, key=self.brief.known.get(item.key, item.key))
            for item in (piece.items if piece else ())
        )
        wrong = next((item.key for item in items if item.key not in self.brief.keys), "")
        if wrong or not items:
            raise CannotPlaceError(f"the bibliography has no reference `{wrong}`")
        if token.unit.source:
            return token.unit.source
        was = next((item.source for old, item in gone if old.unit.name == token.unit.name), "")
        return citation_source(items, narrative=was.startswith(("@", "-@")))

    def _note(self, unit: Unit, token: Token, gone: Sequence[tuple[Token, Item]]) -> Unit:
        wanted = note_tokens(token)
        was = next(((old, item) for old, item in gone if old.unit.kind is UnitKind.NOTE), None)
        if was is None:
            return dataclasses.replace(unit, source=f"^[{self.brief.written(wanted)}]")
        old, item = was
        before = note_tokens(old)
        number = next(n for n, one in enumerate(self.before) if one is old)
        if item.source.startswith("^["):
            inner = _Units(self.brief, item.source[2:-1], before, [])
            made = self.brief.revise(item.source[2:-1], inner.old(), inner.new(_carried(before, wanted)))
            return dataclasses.replace(unit, source=f"^[{made}]")
        block = self.brief.note_block(item.source[2:-1])
        if block is None:
            raise CannotPlaceError(f"the note {item.source} is not defined in the brief")
        self.notes += self.brief.revised([block], before, _carried(before, wanted))
        return dataclasses.replace(unit, name=f"note {number}")


def note_tokens(token: Token) -> tuple[Token, ...]:
    """The tokens of what a note says; its paragraphs in a row, breaks between."""
    tokens: list[Token] = []
    for number, block in enumerate(token.piece.note if token.piece else ()):
        tokens += [Token(Unit(BREAK))] if number else []
        tokens += flow_of(block, _NO_OWNERS, typed=True).tokens
    return tuple(tokens)


def _carried(before: Sequence[Token], wanted: Sequence[Token]) -> tuple[Token, ...]:
    """What a note is to say, with what it said already as the same tokens."""
    hunks = hunks_of(Flow(tuple(before)), Flow(tuple(wanted)))
    return replaced(before, [(hunk.a, hunk.b, hunk.new) for hunk in hunks])


def _bars(text: str) -> int:
    return len(re.findall(r"(?<!\\)\|", text))
