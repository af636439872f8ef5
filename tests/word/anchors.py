"""What stands at each anchor of a DOCX, as it is read from a file of ours that may have been through other hands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from briefwright.word.story import Block, Piece, PieceKind, Story


def texts_at(story: Story) -> dict[str, str]:
    """What a document says at each anchor: bookmarks of blocks, bookmarks of facts, and tags of their controls.

    Notes are left out of the text around them, and read for the anchors in them.
    """
    found: dict[str, list[str]] = {}
    for block in _all(story.blocks):
        for name in block.names:
            found.setdefault(name, []).append("" if name.startswith("f-") else block.text)
        by_fact: dict[str, str] = {}
        for piece in _live(block):
            for name in piece.anchors:
                by_fact[name] = by_fact.get(name, "") + piece.text
        for name, text in by_fact.items():
            found.setdefault(name, []).append(text)
    return {name: " ".join(" ".join(texts).split()) for name, texts in found.items()}


def _all(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        yield block
        for piece in block.pieces:
            yield from _all(piece.note)


def _live(block: Block) -> Iterator[Piece]:
    return (piece for piece in block.pieces if piece.deleted is None and piece.kind is not PieceKind.NOTE)
