"""Quotations in texts, and what comes nearest where they are not there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefwright.model import Quotation
from briefwright.snapshot.folding import fold
from briefwright.snapshot.quotations import WIDEST_GAP, find_quotation, near_miss

TEXT = """\
The debt of $1.5 billion was not mentioned. Cambodia has tried to convince Russia to cancel it, he said.

[Russia and Cambodia] have suggested a pact. The debt of $1.5 billion came up again in the second year.
"""
FOLDED = fold(TEXT)


def found(exact: str, prefix: str = "", suffix: str = "") -> list[str]:
    return [TEXT[one.start : one.end] for one in find_quotation(FOLDED, Quotation(exact, prefix, suffix))]


@pytest.mark.parametrize(
    ("exact", "expected"),
    [
        ("debt of $1.5 billion", ["debt of $1.5 billion", "debt of $1.5 billion"]),
        ("convince Russia to cancel it,", ["convince Russia to cancel it"]),
        ("[T]he debt of $1.5 billion was", ["The debt of $1.5 billion was"]),
        ("Cambodia has … to cancel it", ["Cambodia has tried to convince Russia to cancel it"]),
        ("Cambodia has ... to cancel it", ["Cambodia has tried to convince Russia to cancel it"]),
        ("Cambodia has [. . .] to cancel it", ["Cambodia has tried to convince Russia to cancel it"]),
        ("… convince Russia …", ["convince Russia"]),
        ("[the country] has tried to convince", ["has tried to convince"]),
        ("tried [sic] to convince", ["tried to convince"]),
        ("[Russia and Cambodia] have suggested", ["[Russia and Cambodia] have suggested"]),
        ("to cancel it […] Cambodia has", []),
        ("debt of $1.6 billion", []),
        ("…", []),
        ("", []),
        ("“”", []),
    ],
)
def test_whole_and_in_parts(exact: str, expected: list[str]) -> None:
    assert found(exact) == expected


def test_prefix_and_suffix_settle_which() -> None:
    assert len(found("debt of $1.5 billion")) == 2
    (second,) = find_quotation(FOLDED, Quotation("debt of $1.5 billion", prefix="suggested a pact. The"))
    assert second.start > TEXT.index("pact")
    (first,) = find_quotation(FOLDED, Quotation("debt of $1.5 billion", suffix="was NOT"))
    assert first.start < TEXT.index("pact")
    assert found("debt of $1.5 billion", prefix="another") == []


def test_an_ellipsis_does_not_stand_for_half_a_book() -> None:
    text = "the beginning" + " word" * WIDEST_GAP + " the end"
    assert find_quotation(fold(text), Quotation("the beginning … the end")) == ()
    assert find_quotation(fold(text[: WIDEST_GAP // 2] + " the end"), Quotation("the beginning … the end"))


@pytest.mark.parametrize(
    ("exact", "text", "differences"),
    [
        ("The debt of $1.6 billion was not", "The debt of $1.5 billion was not", (("$1.6", "$1.5"),)),
        ("has tried to persuade Russia", "has tried to convince Russia", (("persuade", "convince"),)),
        ("tried to really convince Russia to", "tried to convince Russia to", (("really", ""),)),
        ("tried convince Russia to cancel", "tried to convince Russia to cancel", (("", "to"),)),
    ],
)
def test_a_near_miss_shows_the_words_that_differ(exact: str, text: str, differences: object) -> None:
    near = near_miss(TEXT, FOLDED, exact)
    assert near is not None
    assert (near.text, near.differences) == (text, differences)
    assert " ".join(TEXT[near.span.start : near.span.end].split()) == text


@pytest.mark.parametrize("exact", ["nothing of the kind anywhere here", "", "zebra", "“”"])
def test_what_is_unlike_anything_has_no_near_miss(exact: str) -> None:
    assert near_miss(TEXT, FOLDED, exact) is None


@given(st.text(alphabet="ab .…[]-1,5\n", max_size=60), st.text(alphabet="ab .…[]-1,5\n", max_size=30))
def test_nothing_is_too_odd(text: str, exact: str) -> None:
    folded = fold(text)
    for span in find_quotation(folded, Quotation(exact)):
        assert 0 <= span.start <= span.end <= len(text)
    near_miss(text, folded, exact)
