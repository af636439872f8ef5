"""Where two states of a block differ, and what today's says to it."""

from __future__ import annotations

import pytest

from briefwright.review.flow import words_of
from briefwright.review.hunks import Fate, hunks_of, merged, replaced
from tests.review.states import ANN, flow


def differences(old: str, new: str) -> list[tuple[str, str]]:
    """What became what."""
    before = flow(old)
    return [(words_of(before.tokens[one.a : one.b]), words_of(one.new)) for one in hunks_of(before, flow(new))]


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ("The debt is old.", "The debt is old.", []),
        ("The debt is old.", "The debt is new.", [("old", "new")]),
        ("The debt is old.", "The debt is very old.", [("", "very")]),
        ("The debt is very old.", "The debt is old.", [("very", "")]),
        ("About 31% of it.", "About 33% of it.", [("31", "33")]),
        ("One. Two three four. End.", "One! Two three four. End!", [(".", "!"), (".", "!")]),
        ("Two  spaces, and one at the end. ", "Two spaces, and one at the end.", []),
        ("“Quoted” – so.", '"Quoted" -- so.', []),
    ],
)
def test_words_that_differ(old: str, new: str, wanted: list[tuple[str, str]]) -> None:
    assert differences(old, new) == wanted


def test_whoever_tracked_it_made_it() -> None:
    (hunk,) = hunks_of(flow("The debt is old."), flow("The debt is [-old-][+new+]."))
    assert hunk.changes == (ANN,)
    (hunk,) = hunks_of(flow("The debt is old."), flow("The debt is[- old-]."))
    assert hunk.changes == (ANN,)


def test_looks_alone_are_formatting() -> None:
    (hunk,) = hunks_of(flow("The old debt stays."), flow("The *old debt* stays."))
    assert (hunk.is_formatting, words_of(hunk.new)) == (True, "old debt")


def test_another_citation_is_a_difference() -> None:
    (hunk,) = hunks_of(flow("So @pich."), flow("So @kuch."))
    assert [token.unit.name for token in hunk.new] == ["kuch"]


@pytest.mark.parametrize(
    ("today", "fate", "made"),
    [
        ("The debt is old.", Fate.FREE, "The debt is new."),
        ("Now the debt is old.", Fate.FREE, "Now the debt is new."),
        ("The debt is new.", Fate.DONE, None),
        ("The debt is huge.", Fate.CONFLICT, None),
        ("Something else altogether stands here now, alas.", Fate.CONFLICT, None),
    ],
)
def test_what_today_says_to_it(today: str, fate: Fate, made: str | None) -> None:
    base, now = flow("The debt is old."), flow(today)
    (one,) = merged(base, now, hunks_of(base, flow("The debt is new.")))
    assert one.fate is fate
    if made is not None:
        assert words_of(replaced(now.tokens, [(one.a, one.b, one.hunk.new)])) == made
