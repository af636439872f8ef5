"""The baseline: it comes back as it went in, and what is no baseline is refused."""

from __future__ import annotations

import contextlib
import dataclasses
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefwright.word.baseline import Baseline, baseline_json, read_baseline
from briefwright.word.reading import read_story
from briefwright.word.story import Block, BlockKind, Cell, CitedItem, Picture, Piece, PieceKind
from briefwright.write.docx import write_docx
from tests.word.sample import everything

CITED = (CitedItem("pich2024", "3", "page", "see", "there", suppress_author=True),)
BLOCKS = (
    Block(BlockKind.HEADING, (Piece(PieceKind.TEXT, "Debt"),), style="Heading1", level=1, names=("p-1", "debt")),
    Block(BlockKind.PARAGRAPH, (
        Piece(PieceKind.TEXT, "It is ", anchors=("f-1", "fact:debt:statement:1")),
        Piece(PieceKind.TEXT, "old", looks=frozenset(("strong", "emph")), link="https://example.org/"),
        Piece(PieceKind.CITATION, "(Pich, 2024)", items=CITED),
        Piece(PieceKind.NOTE, "Note.", note=(Block(BlockKind.PARAGRAPH, (Piece(PieceKind.TEXT, "Note."),)),)),
        Piece(PieceKind.FIELD, "7", code="SEQ Table"),
        Piece(PieceKind.PICTURE, "", picture=Picture("word/media/a.png", "ab12", "A river")),
    )),
    Block(BlockKind.ITEM, (), level=1, ordered=True, field="TOC"),
    Block(BlockKind.CELL, (Piece(PieceKind.TEXT, "1"),), cell=Cell(0, 1, 2, 3, 4, header=True)),
)  # fmt: skip


def test_blocks_come_back_as_they_were() -> None:
    text = baseline_json(BLOCKS, {}, face="final", citations="word")
    assert read_baseline(text) == Baseline(BLOCKS, "final", "word")
    assert baseline_json(BLOCKS, {}, face="final", citations="word") == text


def test_a_citation_without_a_field_is_told_what_it_cites() -> None:
    plain = Block(BlockKind.PARAGRAPH, (Piece(PieceKind.CITATION, "(Pich)", code="c-0123456789"),))
    (block,) = read_baseline(baseline_json([plain], {"c-0123456789": CITED})).blocks
    assert block.pieces[0].items == CITED


def test_the_baseline_of_a_file_is_what_is_read_in_it() -> None:
    story = read_story(write_docx(everything()).value).value
    assert story is not None
    blocks = read_baseline(story.baseline).blocks
    assert [block.text for block in blocks] == [block.text for block in story.blocks]
    assert [block.names for block in blocks] == [block.names for block in story.blocks]


def entry(**members: Any) -> str:
    return json.dumps({"format": "briefwright-baseline/1", "blocks": [], **members})


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no JSON",
        "[]",
        "7",
        "{}",
        '{"format": "briefwright-baseline/2", "blocks": []}',
        '{"format": "briefwright-baseline/1"}',
        entry(blocks=7),
        entry(blocks=[7]),
        entry(blocks=[{"kind": "unknown"}]),
        entry(blocks=[{"level": "deep"}]),
        entry(blocks=[{"level": []}]),
        entry(blocks=[{"level": float("inf")}]),
        entry(blocks=[{"cell": [1, 2]}]),
        entry(blocks=[{"cell": ["a"] * 6}]),
        entry(blocks=[{"pieces": {"a": 1}}]),
        entry(blocks=[{"pieces": [{"kind": "unknown"}]}]),
        entry(blocks=[{"pieces": [{"items": [["key"]]}]}]),
        entry(blocks=[{"pieces": [{"picture": ["a"]}]}]),
        entry(blocks=[{"pieces": [{"looks": 7}]}]),
        "[" * 200_000,
    ],
)
def test_what_is_no_baseline_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_baseline(text)


def test_notes_within_notes_are_refused() -> None:
    block = BLOCKS[0]
    for _ in range(3):
        block = dataclasses.replace(block, pieces=(Piece(PieceKind.NOTE, "Note.", note=(block,)),))
    with pytest.raises(ValueError, match="broken"):
        read_baseline(baseline_json([block], {}))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["kind", "pieces", "cell", "note", "items", "level", "looks"]), inner)
    ),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(JSON)
def test_any_json_is_read_or_refused(blocks: Any) -> None:
    with contextlib.suppress(ValueError):
        assert isinstance(read_baseline(entry(blocks=blocks)), Baseline)
