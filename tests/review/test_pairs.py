"""Which block became which: kept, changed, split, joined, moved, new, gone."""

from __future__ import annotations

from briefwright.review.pairs import compare, rows_of
from tests.review.states import block, cell, side

ONE = "The first paragraph tells of harbours and of quays."
TWO = "The second one is about ferries, their crews and fares."
THREE = "Nobody knows what the third one says on winters."


def test_states_that_are_the_same() -> None:
    found = compare(side(ONE, TWO), side(ONE, TWO))
    assert [(one.old, one.new, one.hunks) for one in found.changed] == [((0,), (0,), ()), ((1,), (1,), ())]
    assert (found.added, found.removed, found.moved) == ((), (), ())


def test_new_and_gone() -> None:
    assert compare(side(ONE, TWO), side(ONE, THREE, TWO)).added == (1,)
    assert compare(side(ONE, THREE, TWO), side(ONE, TWO)).removed == (1,)


def test_a_paragraph_without_words_is_not_new() -> None:
    assert compare(side(ONE, TWO), side(ONE, "", TWO)).added == ()


def test_a_paragraph_written_anew_is_known_by_its_bookmark() -> None:
    found = compare(side(ONE, block(TWO, "p-2")), side(ONE, block(THREE, "p-2")))
    assert (found.added, found.removed) == ((), ())
    assert [bool(one.hunks) for one in found.changed] == [False, True]


def test_moved() -> None:
    found = compare(side(ONE, TWO, THREE), side(THREE, ONE, TWO))
    assert [(one.old, one.new) for one in found.moved] == [(2, 0)]


def test_split_and_joined() -> None:
    whole = f"{ONE} {TWO}"
    (split,) = compare(side(whole), side(ONE, TWO)).changed
    assert (split.old, split.new) == ((0,), (0, 1))
    (joined,) = compare(side(ONE, TWO), side(whole)).changed
    assert (joined.old, joined.new) == ((0, 1), (0,))
    assert len(split.hunks) == len(joined.hunks) == 1


def test_a_cell_whose_words_are_all_others_is_the_same_cell() -> None:
    head = (cell("Harbour", 0, 0), cell("Ferries", 0, 1))
    before = side(*head, cell("Vik", 1, 0), cell("7", 1, 1), cell("Stad", 2, 0), cell("3", 2, 1))
    after = side(*head, cell("Vik", 1, 0), cell("none", 1, 1), cell("Stad", 2, 0), cell("3", 2, 1))
    found = compare(before, after)
    assert (found.added, found.removed) == ((), ())
    assert [(one.old, one.new) for one in found.changed if one.hunks] == [((3,), (3,))]


def test_cells_by_rows() -> None:
    parts = side(ONE, cell("a", 0, 0), cell("b", 0, 1), cell("c", 1, 0)).parts
    assert dict(rows_of(parts, range(4))) == {(0, 0): [1, 2], (0, 1): [3]}
