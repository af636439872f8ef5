"""A block as tokens: which fact each is of, who put it in, and what two of them have in common."""

from __future__ import annotations

import pytest

from briefwright.review.flow import TYPED, Owners, flow_of
from briefwright.review.units import UnitKind
from briefwright.word.story import Block, BlockKind, CitedItem, Piece, PieceKind
from tests.review.states import ANN, OWNERS, block, flow


def test_words_know_the_fact_that_they_are_part_of() -> None:
    tokens = flow("The {f-1|old debt}.").tokens
    assert [(one.unit.text, one.owner) for one in tokens] == [
        ("The", ""), (" ", ""), ("old", "f-1"), (" ", "f-1"), ("debt", "f-1"), (".", ""),
    ]  # fmt: skip


def test_a_word_of_several_runs_is_one_token() -> None:
    assert [one.unit.text for one in flow("nuc*le*ar").tokens] == ["nuclear"]


def test_of_tags_and_bookmarks_tags_are_trusted() -> None:
    """LibreOffice stretches bookmarks over what is typed beside them; a control holds what is in it."""
    owners = Owners({"f-1": "f-1", "fact:debt:statement:1": "f-1"})
    inside = Piece(PieceKind.TEXT, "debt", anchors=("f-1", "fact:debt:statement:1"))
    beside = Piece(PieceKind.TEXT, " typed", anchors=("f-1",))
    made = flow_of(Block(BlockKind.PARAGRAPH, (inside, beside)), owners)
    assert made.is_tagged
    assert [one.owner for one in made.tokens] == ["f-1", "", ""]


def test_what_was_put_in_and_taken_out_is_somebodys() -> None:
    made = flow("It is [-old-][+new+].")
    assert made.text == "It is new."
    assert [one.change for one in made.tokens if one.unit.text == "new"] == [ANN]
    assert made.gone == ((4, ANN),)


def test_what_was_put_in_and_taken_out_again_never_was() -> None:
    both = Piece(PieceKind.TEXT, "never", inserted=ANN, deleted=ANN)
    assert flow_of(Block(BlockKind.PARAGRAPH, (both,)), OWNERS).gone == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [("“Yes”", '"Yes"'), ("it’s", "it's"), ("a\u00a0b", "a b"), ("a – b", "a -- b"), ("so …", "so ...")],
)
def test_what_typography_makes_is_no_difference(one: str, other: str) -> None:
    assert flow(one).keys == flow(other).keys


def test_words_are_told_without_citations_and_notes() -> None:
    assert flow("The debt @pich, and so on.").text == "The debt, and so on."


def test_citations_are_compared_by_their_data() -> None:
    def cited(text: str, locator: str, code: str = "") -> object:
        piece = Piece(PieceKind.CITATION, text, items=(CitedItem("pich", locator, "page"),), code=code)
        return flow_of(Block(BlockKind.PARAGRAPH, (piece,)), OWNERS).keys

    assert cited("(Pich, 2024, p. 3)", "3") == cited("[1]", "3")
    assert cited("(Pich, 2024, pp. 3–4)", "3–4") == cited("(Pich, 2024, pp. 3-4)", "3-4")
    assert cited("(Pich, 2024, p. 3)", "3") != cited("(Pich, 2024, p. 3)", "4")
    assert cited("(Pich)", "3", "c-1") != cited("(Pich, p. 4)", "3", "c-1"), "one without a field by what is seen too"


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("So it is [@pich2024, p. 3].", ["[@pich2024, p. 3]"]),
        ("See [see @a; @b, para. 2] and [-@c].", ["[see @a; @b, para. 2]", "[-@c]"]),
        ("Write to ann@example.org [or not].", []),
    ],
)
def test_citations_that_were_typed(text: str, sources: list[str]) -> None:
    plain = Block(BlockKind.PARAGRAPH, (Piece(PieceKind.TEXT, text),))
    tokens = [one for one in flow_of(plain, OWNERS, typed=True).tokens if one.unit.kind is UnitKind.CITATION]
    assert [one.unit.source for one in tokens] == sources
    assert all(one.piece and one.piece.code == TYPED for one in tokens)
    assert not [one for one in flow_of(plain, OWNERS).tokens if one.unit.kind is UnitKind.CITATION]


def test_a_note_that_only_cites_is_a_citation() -> None:
    def note(text: str) -> UnitKind:
        piece = Piece(PieceKind.NOTE, "", note=(block(text),))
        return flow_of(Block(BlockKind.PARAGRAPH, (piece,)), OWNERS).tokens[0].unit.kind

    assert note("@pich.") is UnitKind.CITATION
    assert note("So says @pich.") is UnitKind.NOTE
