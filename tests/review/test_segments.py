"""To which fact each stretch of a difference belongs."""

from __future__ import annotations

import pytest

from briefwright.review.flow import words_of
from briefwright.review.hunks import hunks_of, merged
from briefwright.review.segments import segments_of
from tests.review.states import flow


def segments(old: str, new: str) -> list[tuple[str, str, str]]:
    """Owner, what was, what is."""
    before = flow(old)
    return [
        (one.owner, words_of(before.tokens[one.a : one.b]), words_of(one.new))
        for hunk in merged(before, before, hunks_of(before, flow(new)))
        for one in segments_of(hunk, before.tokens)
    ]


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ("Now {f-1|the debt is old}.", "Now {f-1|the debt is new}.", [("f-1", "old", "new")]),
        ("Now {f-1|the debt is old}.", "Then {f-1|the debt is old}.", [("", "Now", "Then")]),
        ("Now {f-1|the debt is old}.", "Now {f-1|the debt is very old}.", [("f-1", "", "very")]),
        ("Now {f-1|the debt is old}.", "Now {f-1|the debt is old} and grows.", [("", "", "and grows")]),
        ("Now {f-1|the debt is old}.", "Now {f-1|the debt is old and grows}.", [("f-1", "", "and grows")]),
        ("Now {f-1|the debt} grows.", "Now {f-1|the debts} grows.", [("f-1", "debt", "debts")]),
        ("Now {f-1|the debt}{f-2| grows}.", "Now {f-1|the debt}{f-2| shrinks}.", [("f-2", "grows", "shrinks")]),
        ("Now {f-1|it is old}.", "Now .", [("f-1", "it is old", "")]),
    ],
    ids=["in the fact", "before it", "put into it", "typed behind it", "typed at its end", "a letter", "the second",
         "taken out"],
)  # fmt: skip
def test_owners(old: str, new: str, wanted: list[tuple[str, str, str]]) -> None:
    assert segments(old, new) == wanted


def test_one_stroke_over_a_border_is_cut_there() -> None:
    """Word puts what is typed over a selection where that begins."""
    found = segments("Many say that {f-1|the debt is old} today.", "Many say that {f-1|the debt is new}.")
    assert found == [("f-1", "old", "new"), ("", "today", "")]


def test_formatting_is_cut_at_borders_too() -> None:
    found = segments("See {f-1|the debt} grow.", "See {f-1|the} *debt grow*.")
    assert [(owner, new) for owner, _, new in found] == [("f-1", "debt"), ("", "grow")]
