"""The states of a brief that are compared: what was written, what came back, and what it says today."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from briefwright.review.flow import Flow, Owners, Token, flow_of
from briefwright.word.compare import Passage
from briefwright.word.story import Block

if TYPE_CHECKING:
    from briefwright.trace.manifests import AnchorEntry, Manifest

TITLES = {"title": "title", "subtitle": "subtitle"}
"""Styles of paragraphs that say what a field of the front matter says, in lower case."""


@dataclass(frozen=True, slots=True)
class Part:
    """A block with its tokens."""

    block: Block
    flow: Flow
    anchor: AnchorEntry | None = None
    """Of the paragraph itself, not of the facts in it."""

    @property
    def passage(self) -> Passage:
        """What it is compared by with others, to find which became which."""
        names = frozenset(name for name in self.block.names if not name.startswith("_"))
        return Passage(self.flow.keys, names, "cell" if self.block.cell else "")


@dataclass(frozen=True, slots=True)
class Side:
    """A state of a brief."""

    parts: tuple[Part, ...]
    anchors: Mapping[str, AnchorEntry] = field(default_factory=dict)
    """By their ids."""
    deleted: tuple[Block, ...] = ()
    """Blocks of which nothing is left, changes having been tracked."""
    listed: tuple[Part, ...] = ()
    """Blocks within fields that a program makes: list of references, contents."""

    def tokens_of(self, owner: str) -> list[Token]:
        """The tokens of a fact, by its anchor."""
        return [token for part in self.parts for token in part.flow.tokens if token.owner == owner]


def side_of(blocks: Iterable[Block], manifest: Manifest | None, *, returned: bool = False) -> Side:
    """A state from its blocks and its manifest. returned: whether citations may be typed in it."""
    anchors = {anchor.id: anchor for anchor in manifest.anchors} if manifest else {}
    owners = Owners(_owners(anchors.values()))
    parts: list[Part] = []
    deleted: list[Block] = []
    listed: list[Part] = []
    blocks = tuple(blocks)
    rows = _deleted_rows(blocks)
    for block in blocks:
        part = Part(block, flow_of(block, owners, typed=returned), _anchor(block, anchors))
        if block.field or is_reference(block):
            listed.append(part)
        elif (block.is_deleted and block.cell is None) or _row(block) in rows:
            deleted.append(block)
        elif part.flow.tokens or block.cell or returned:
            parts.append(part)
    return Side(tuple(parts), anchors, tuple(deleted), tuple(listed))


def _row(block: Block) -> tuple[int, int] | None:
    return (block.cell.table, block.cell.row) if block.cell else None


def _deleted_rows(blocks: Sequence[Block]) -> set[tuple[int, int] | None]:
    """Rows of which nothing is left, changes having been tracked."""
    gone = {_row(block) for block in blocks if block.cell and block.is_deleted}
    return gone - {_row(block) for block in blocks if block.pieces and not block.is_deleted}


def is_reference(block: Block) -> bool:
    """Whether a block is an entry of the list of references."""
    return block.style == "Bibliography" or any(name.startswith("ref-") for name in block.names)


def is_title(block: Block) -> str:
    """The field of the front matter that a block shows; empty for others."""
    return TITLES.get(block.style.lower(), "")


def _owners(anchors: Iterable[AnchorEntry]) -> dict[str, str]:
    from briefwright.diagnostics import Location
    from briefwright.document import Anchor, AnchorKind

    found: dict[str, str] = {}
    counts: dict[tuple[str, str], int] = {}
    for anchor in anchors:
        if not anchor.fact:
            continue
        counts[anchor.fact, anchor.part] = number = counts.get((anchor.fact, anchor.part), 0) + 1
        made = Anchor(anchor.id, AnchorKind.FACT, "", Location(""), anchor.fact, anchor.part, number)
        found[anchor.id] = found[made.tag] = anchor.id
    return found


def _anchor(block: Block, anchors: Mapping[str, AnchorEntry]) -> AnchorEntry | None:
    found = [anchors[name] for name in block.names if name in anchors and not anchors[name].fact]
    return found[0] if found else None


def without_table_looks(side: Side, base: Side) -> Side:
    """A state that LibreOffice saved, without the bold type that it takes over from styles of tables."""
    bold_in_base = {name for part in base.parts if _is_bold(part.flow) for name in part.block.names}
    parts = [
        dataclasses.replace(part, flow=_plain(part.flow))
        if part.block.cell and _is_bold(part.flow) and not bold_in_base.intersection(part.block.names)
        else part
        for part in side.parts
    ]
    return dataclasses.replace(side, parts=tuple(parts))


def _is_bold(flow: Flow) -> bool:
    words = [token for token in flow.tokens if token.piece is None and not token.unit.is_space]
    return bool(words) and all("strong" in token.unit.looks for token in words)


def _plain(flow: Flow) -> Flow:
    tokens = tuple(
        dataclasses.replace(token, unit=dataclasses.replace(token.unit, looks=token.unit.looks - {"strong"}))
        for token in flow.tokens
    )
    return dataclasses.replace(flow, tokens=tokens)


def joined(flows: Sequence[Flow], gaps: Sequence[Flow]) -> Flow:
    """Flows in a row, behind each but the last its gap."""
    out = flows[0]
    for gap, flow in zip(gaps, flows[1:], strict=False):
        for one in (gap, flow):
            size = len(out.tokens)
            gone = (*out.gone, *((size + place, change) for place, change in one.gone))
            out = Flow((*out.tokens, *one.tokens), out.is_tagged or one.is_tagged, gone)
    return out
