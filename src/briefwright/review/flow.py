"""A block as a row of tokens, each with the fact that it belongs to, and who put it in."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from briefwright.review.units import Unit, UnitKind, folded, spans_of
from briefwright.word.story import Block, Change, CitedItem, Piece, PieceKind

TYPED = "typed"
"""The code of a citation that somebody typed."""
_ONLY_SIGNS = re.compile(r"[\W_]*\Z")
_TYPED = re.compile(r"\[(?:[^\[\]@]*[\s;-])?-?@[\w][^\[\]]*\]")
_TYPED_KEY = re.compile(r"(?<![\w@])@([\w](?:[\w:.#$%&+?<>~/-]*[\w])?)")
_LOOSE = frozenset({"underline"})
"""Looks that Markdown has no usual sign for and programs put in by themselves."""


@dataclass(frozen=True, slots=True)
class Token:
    """A unit of a block."""

    unit: Unit
    owner: str = ""
    """The anchor of the fact that it is part of; empty for what the brief or a template says."""
    change: Change | None = None
    """Who put it in, with changes tracked."""
    piece: Piece | None = None
    """Of a citation, a note, a picture or a field."""

    @property
    def key(self) -> Hashable:
        """What is the same for tokens that say the same, be their looks what they may."""
        if self.piece is None:
            return folded(self.unit.text)
        return (self.unit.kind, *_said(self.piece))


@dataclass(frozen=True, slots=True)
class Flow:
    """A block's tokens as it stands now."""

    tokens: tuple[Token, ...] = ()
    is_tagged: bool = False
    """Whether it is sure which of its tokens are of which fact."""
    gone: tuple[tuple[int, Change], ...] = ()
    """What was taken out with changes tracked: before which token, and by whom."""

    @property
    def keys(self) -> tuple[Hashable, ...]:
        """What is compared of its tokens."""
        return tuple(token.key for token in self.tokens)

    @property
    def text(self) -> str:
        """Its words, citations and notes left out."""
        return words_of(self.tokens)


@dataclass(frozen=True, slots=True)
class Owners:
    """The facts of a document by what their anchors are called: bookmarks and tags of controls."""

    by_name: Mapping[str, str]

    def tagged(self, block: Block) -> bool:
        """Whether the controls of a block have kept their tags, so that it is sure which words are in them."""
        return any(name.startswith("fact:") for piece in block.pieces for name in piece.anchors)

    def only_tags(self) -> Owners:
        """The same, by tags alone."""
        return Owners({name: owner for name, owner in self.by_name.items() if name.startswith("fact:")})

    def of(self, anchors: Collection[str]) -> str:
        """The innermost fact's anchor among some names; empty where there is none."""
        found = [self.by_name[name] for name in anchors if name in self.by_name]
        return found[-1] if found else ""


def flow_of(block: Block, owners: Owners, *, typed: bool = False) -> Flow:
    """The tokens of a block. typed: whether `[@key, p. 3]` in its text is a citation."""
    tagged = owners.tagged(block)
    owners = owners.only_tags() if tagged else owners
    tokens: list[Token] = []
    gone: list[tuple[int, Change]] = []
    run: list[Piece] = []
    for piece in chain.from_iterable(map(_with_typed, block.pieces)) if typed else block.pieces:
        if piece.deleted is not None:
            run += [] if piece.inserted else [piece]  # what was put in and taken out again never was
            continue
        if piece.kind is PieceKind.TEXT:
            run.append(piece)
            continue
        _take(run, tokens, gone, owners)
        tokens.append(_whole(piece, owners))
    _take(run, tokens, gone, owners)
    return Flow(tuple(tokens), tagged, tuple(gone))


def _with_typed(piece: Piece) -> Iterator[Piece]:
    """A piece of text cut around the citations that are typed in it as a brief has them."""
    found = list(_TYPED.finditer(piece.text)) if piece.kind is PieceKind.TEXT and "@" in piece.text else []
    position = 0
    for match in found:
        if match.start() > position:
            yield dataclasses.replace(piece, text=piece.text[position : match.start()])
        items = tuple(CitedItem(key) for key in _TYPED_KEY.findall(match[0]))
        yield dataclasses.replace(piece, kind=PieceKind.CITATION, text=match[0], items=items, code=TYPED)
        position = match.end()
    if position < len(piece.text) or not found:
        yield dataclasses.replace(piece, text=piece.text[position:])


def _take(run: list[Piece], tokens: list[Token], gone: list[tuple[int, Change]], owners: Owners) -> None:
    """Texts that follow one another, cut into words wherever the pieces end; a word may be of several."""
    live = [piece for piece in run if piece.deleted is None]
    text = "".join(piece.text for piece in live)
    starts, position = [], 0
    for piece in live:
        starts.append(position)
        position += len(piece.text)
    first = len(tokens)
    ends: list[int] = []
    at = 0
    for start, end in spans_of(text):
        while at + 1 < len(starts) and starts[at + 1] <= start:
            at += 1
        tokens.append(_text_token(text[start:end], live, starts, (start, end), at=at, owners=owners))
        ends.append(end)
    position = 0
    for piece in run:
        if piece.deleted is None:
            position += len(piece.text)
        else:
            gone.append((first + sum(end <= position for end in ends), piece.deleted))
    run.clear()


def _text_token(
    text: str, live: list[Piece], starts: list[int], span: tuple[int, int], *, at: int, owners: Owners
) -> Token:
    piece = live[at]
    change = piece.inserted
    following = at + 1
    while change is None and following < len(starts) and starts[following] < span[1]:
        change = live[following].inserted
        following += 1
    link = "" if piece.link.startswith("#ref-") else piece.link
    return Token(Unit(text, piece.looks - _LOOSE, link), owners.of(piece.anchors), change)


def _whole(piece: Piece, owners: Owners) -> Token:
    owner = owners.of(piece.anchors)
    if piece.kind is PieceKind.NOTE:
        cited = cited_in_note(piece)
        if cited is not None:
            unit = Unit(cited.text, kind=UnitKind.CITATION, name=_name(cited.items))
            return Token(unit, owner, piece.inserted, cited)
        return Token(Unit(piece.text, kind=UnitKind.NOTE), owner, piece.inserted, piece)
    if piece.kind is PieceKind.CITATION:
        source = piece.text if piece.code == TYPED else ""
        unit = Unit(piece.text, kind=UnitKind.CITATION, name=_name(piece.items), source=source)
    elif piece.kind is PieceKind.PICTURE:
        unit = Unit("", kind=UnitKind.PICTURE, name=piece.picture.digest if piece.picture else "")
    else:
        unit = Unit(piece.text, kind=UnitKind.CALL, name=piece.code)
    return Token(unit, owner, piece.inserted, piece)


def cited_in_note(piece: Piece) -> Piece | None:
    """The citation that a footnote is there for; None where it says something of its own."""
    live = [one for block in piece.note for one in block.pieces if one.deleted is None]
    cited = [one for one in live if one.kind is PieceKind.CITATION]
    rest = "".join(one.text for one in live if one.kind is not PieceKind.CITATION)
    if not cited or not _ONLY_SIGNS.match(rest):
        return None
    items = tuple(item for one in cited for item in one.items)
    return dataclasses.replace(cited[0], items=items, text="".join(one.text for one in live))


def _name(items: Iterable[CitedItem]) -> str:
    return ";".join(item.key for item in items)


def _said(piece: Piece) -> tuple[Hashable, ...]:
    if piece.kind is PieceKind.CITATION:
        return cited_data(piece)
    if piece.kind is PieceKind.NOTE:
        return tuple(token.key for block in piece.note for token in flow_of(block, Owners({})).tokens)
    if piece.kind is PieceKind.PICTURE:
        return (piece.picture.digest if piece.picture else "",)
    return (piece.code.split(" ")[0],)


def cited_data(piece: Piece) -> tuple[Hashable, ...]:
    """What a citation cites; of one without a field also what is seen of it, as nothing else can be changed."""
    data = tuple(
        (item.key, _plain(item.locator), item.label, _plain(item.prefix), _plain(item.suffix), item.suppress_author)
        for item in piece.items
    )
    return (*data, " ".join(piece.text.split())) if piece.code or not data else data


def _plain(text: str) -> str:
    return re.sub(r"\s*[-\u2013]\s*", "-", " ".join(text.split())).strip(" ,;")


def words_of(tokens: Iterable[Token]) -> str:
    """The words of tokens, citations, notes and pictures left out."""
    return re.sub(r"\s+([.,;:!?])", r"\1", " ".join("".join(_words(tokens)).split()))


def _words(tokens: Iterable[Token]) -> Iterator[str]:
    for token in tokens:
        if token.piece is None or token.unit.kind is UnitKind.CALL:
            yield token.unit.text
