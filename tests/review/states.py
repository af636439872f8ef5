"""Blocks and flows written as a person writes them: `The {f-1|debt} is *old* @key.`

`{ANCHOR|words}` is part of a fact, `*words*` is emphasised, `@key` is a citation, `[+words+]` was put in and
`[-words-]` taken out by Ann with changes tracked.
"""

from __future__ import annotations

import dataclasses
import re

from briefwright.review.flow import Flow, Owners, flow_of
from briefwright.review.sides import Part, Side
from briefwright.word.story import Block, BlockKind, Cell, Change, CitedItem, Piece, PieceKind

ANN = Change("Ann", "2024-07-03")
OWNERS = Owners({"f-1": "f-1", "f-2": "f-2"})
_PIECE = re.compile(
    r"\{(?P<fact>[\w-]+)\|(?P<words>[^{}]*)\}|\*(?P<emph>[^*]*)\*|@(?P<key>\w+)"
    r"|\[\+(?P<new>.*?)\+\]|\[-(?P<gone>.*?)-\]|(?P<plain>[^{}*@\[]+|.)"
)


def block(text: str, *names: str, cell: Cell | None = None) -> Block:
    kind = BlockKind.CELL if cell else BlockKind.PARAGRAPH
    return Block(kind, tuple(_piece(match) for match in _PIECE.finditer(text)), names=names, cell=cell)


def _piece(match: re.Match[str]) -> Piece:
    found = {name: value for name, value in match.groupdict().items() if value is not None}
    words = "".join(value for name, value in found.items() if name not in ("fact", "key"))
    piece = Piece(PieceKind.TEXT, words)
    if "fact" in found:
        return dataclasses.replace(piece, anchors=(found["fact"],))
    if "key" in found:
        return Piece(PieceKind.CITATION, f"({found['key'].title()})", items=(CitedItem(found["key"]),))
    if "new" in found or "gone" in found:
        return dataclasses.replace(
            piece, inserted=ANN if "new" in found else None, deleted=ANN if "gone" in found else None
        )
    return dataclasses.replace(piece, looks=frozenset({"emph"} if "emph" in found else ()))


def flow(text: str) -> Flow:
    return flow_of(block(text), OWNERS)


def side(*blocks: Block | str) -> Side:
    """A state; a text stands for a paragraph without a name."""
    made = [block(one) if isinstance(one, str) else one for one in blocks]
    return Side(tuple(Part(one, flow_of(one, OWNERS)) for one in made))


def cell(text: str, row: int, column: int) -> Block:
    """A cell of a table with three rows and two columns."""
    return block(text, cell=Cell(0, row, column, 3, 2))
