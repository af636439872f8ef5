from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefwright.word.tables import column_widths, share_out

TOTAL = 8844
"""Twips: the width of the text on the sample's paper."""


def test_a_column_of_numbers_is_narrow() -> None:
    number, text = column_widths([["No.", "1", "12"], ["What", "a long text " * 10]], TOTAL)
    assert number < 1000 < text
    assert number + text == TOTAL


def test_a_long_word_has_room() -> None:
    word = "Rossotrudnichestvo-Rossotrudnichestvo"
    first, _ = column_widths([[word], ["a long text " * 40]], TOTAL)
    assert first >= len(word) * 105


@pytest.mark.parametrize(
    ("shares", "floors", "widths"),
    [
        ([1, 1], [0, 0], [50, 50]),
        ([1, 3], [0, 0], [25, 75]),
        ([1, 3], [40, 0], [40, 60]),
        ([1, 1, 1], [0, 0, 0], [33, 33, 34]),
        ([1, 9], [80, 80], [10, 90]),  # the floors do not fit
    ],
)
def test_sharing(shares: list[int], floors: list[int], widths: list[int]) -> None:
    assert share_out(shares, floors, 100) == widths


@given(st.lists(st.tuples(st.integers(1, 5000), st.integers(0, 3000)), min_size=1, max_size=12))
def test_widths_always_fill_the_total(columns: list[tuple[int, int]]) -> None:
    floors = [floor for _, floor in columns]
    widths = share_out([share for share, _ in columns], floors, TOTAL)
    assert sum(widths) == TOTAL
    assert min(widths) >= 0
    if sum(floors) <= TOTAL:
        assert all(width >= floor for width, floor in zip(widths, floors, strict=True))
