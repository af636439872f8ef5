"""Citations that are plain text in the returned file: what each cites, and what was changed in its words."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping

from briefwright.word.story import Block, CitedItem, Piece, PieceKind


def with_cited(blocks: Iterable[Block], baseline: Iterable[Block]) -> tuple[Block, ...]:
    """Returned blocks in which citations without a field have what they cited when they were written.

    Where nothing but the number of a page differs in one's words, it cites that page.
    """
    return _with(blocks, {piece.code: piece for piece in _plain(baseline)})


def _with(blocks: Iterable[Block], known: Mapping[str, Piece]) -> tuple[Block, ...]:
    def piece(one: Piece) -> Piece:
        if one.kind is PieceKind.CITATION and not one.items and one.code in known:
            return dataclasses.replace(one, items=_items(known[one.code], one.text))
        return dataclasses.replace(one, note=_with(one.note, known)) if one.note else one

    return tuple(dataclasses.replace(block, pieces=tuple(map(piece, block.pieces))) for block in blocks)


def _plain(blocks: Iterable[Block]) -> Iterator[Piece]:
    for block in blocks:
        for piece in block.pieces:
            if piece.kind is PieceKind.CITATION and piece.code and piece.items:
                yield piece
            yield from _plain(piece.note)


def _items(was: Piece, text: str) -> tuple[CitedItem, ...]:
    for number, item in enumerate(was.items):
        locator = _other_locator(was.text, text, item.locator)
        if locator:
            return (*was.items[:number], dataclasses.replace(item, locator=locator), *was.items[number + 1 :])
    return was.items


def _other_locator(was: str, now: str, locator: str) -> str:
    """The place that a citation names now, where all its other words are as they were; else empty."""
    shown = locator.replace("-", "\u2013")
    was, now = was.replace("\u00a0", " "), now.replace("\u00a0", " ")
    before, found, after = was.rpartition(shown)
    if not locator or not found or was == now:
        return ""
    if not (now.startswith(before) and now.endswith(after)) or len(now) <= len(before) + len(after):
        return ""
    new = now[len(before) : len(now) - len(after)].strip().replace("\u2013", "-")
    return new if new and all(sign.isalnum() or sign in "-, " for sign in new) else ""
