"""The baseline: what we wrote, as our own reader reads it, kept in the file for comparing what comes back."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from briefwright.word.story import Block, BlockKind, Cell, CitedItem, Picture, Piece, PieceKind

FORMAT = "briefwright-baseline/1"


@dataclass(frozen=True, slots=True)
class Baseline:
    """What was written."""

    blocks: tuple[Block, ...]
    face: str
    citations: str
    """As document.WordOptions has them."""


_MOST_NESTED = 2
"""A note has blocks, and in those there are no notes."""


def baseline_json(
    blocks: Iterable[Block],
    cited: Mapping[str, tuple[CitedItem, ...]],
    *,
    face: str = "edit",
    citations: str = "zotero",
) -> str:
    """The JSON text of a baseline.

    cited: what citations without a field cite, by the names of their bookmarks.
    """
    entries = [_block(block) for block in with_items(blocks, cited)]
    return json.dumps(
        {"format": FORMAT, "face": face, "citations": citations, "blocks": entries},
        ensure_ascii=False,
        separators=(",", ":"),
    )


def with_items(blocks: Iterable[Block], cited: Mapping[str, tuple[CitedItem, ...]]) -> tuple[Block, ...]:
    """Blocks in which citations without a field have what they cite, by their bookmarks."""

    def piece(one: Piece) -> Piece:
        if one.kind is PieceKind.CITATION and not one.items and one.code in cited:
            return dataclasses.replace(one, items=cited[one.code])
        return dataclasses.replace(one, note=with_items(one.note, cited)) if one.note else one

    return tuple(dataclasses.replace(block, pieces=tuple(map(piece, block.pieces))) for block in blocks)


def read_baseline(text: str) -> Baseline:
    """A baseline from its JSON text. Raises ValueError where it is none."""
    try:
        content = json.loads(text)
        if not isinstance(content, dict) or content.get("format") != FORMAT:
            raise ValueError("it is no baseline of this version")
        blocks = tuple(_read_block(block, _MOST_NESTED) for block in content["blocks"])
        return Baseline(blocks, str(content.get("face", "edit")), str(content.get("citations", "zotero")))
    except (KeyError, TypeError, AttributeError, RecursionError, OverflowError) as problem:
        raise ValueError("it is broken") from problem


def _block(block: Block) -> dict[str, Any]:
    cell = block.cell
    entry = {
        "kind": "" if block.kind is BlockKind.PARAGRAPH else block.kind.value,
        "style": block.style,
        "level": block.level,
        "ordered": block.ordered,
        "names": list(block.names),
        "cell": dataclasses.astuple(cell) if cell else (),
        "field": block.field,
        "pieces": [_piece(piece) for piece in block.pieces],
    }
    return {name: value for name, value in entry.items() if value}


def _piece(piece: Piece) -> dict[str, Any]:
    entry = {
        "kind": "" if piece.kind is PieceKind.TEXT else piece.kind.value,
        "text": piece.text,
        "looks": sorted(piece.looks),
        "link": piece.link,
        "anchors": list(piece.anchors),
        "items": [_item(item) for item in piece.items],
        "code": piece.code,
        "note": [_block(block) for block in piece.note],
        "picture": dataclasses.astuple(piece.picture) if piece.picture else (),
    }
    return {name: value for name, value in entry.items() if value}


def _item(item: CitedItem) -> list[Any]:
    return [item.key, item.locator, item.label, item.prefix, item.suffix, item.suppress_author]


def _read_block(entry: dict[str, Any], deep: int) -> Block:
    if not deep:
        raise ValueError("it is broken")
    number, row, column, rows, columns, header = entry["cell"] if entry.get("cell") else (0, 0, 0, 0, 0, False)
    place = Cell(int(number), int(row), int(column), int(rows), int(columns), bool(header))
    return Block(
        BlockKind(entry.get("kind") or "paragraph"),
        tuple(_read_piece(piece, deep) for piece in entry.get("pieces", [])),
        style=str(entry.get("style", "")),
        level=int(entry.get("level", 0)),
        ordered=bool(entry.get("ordered")),
        names=tuple(map(str, entry.get("names", []))),
        cell=place if entry.get("cell") else None,
        field=str(entry.get("field", "")),
    )


def _read_piece(entry: dict[str, Any], deep: int) -> Piece:
    name, digest, alt = map(str, entry["picture"]) if entry.get("picture") else ("", "", "")
    return Piece(
        PieceKind(entry.get("kind") or "text"),
        str(entry.get("text", "")),
        looks=frozenset(map(str, entry.get("looks", []))),
        link=str(entry.get("link", "")),
        anchors=tuple(map(str, entry.get("anchors", []))),
        items=tuple(_read_item(item) for item in entry.get("items", [])),
        code=str(entry.get("code", "")),
        note=tuple(_read_block(block, deep - 1) for block in entry.get("note", [])),
        picture=Picture(name, digest, alt) if entry.get("picture") else None,
    )


def _read_item(item: list[Any]) -> CitedItem:
    key, locator, label, prefix, suffix, suppress = item
    return CitedItem(str(key), str(locator), str(label), str(prefix), str(suffix), bool(suppress))
