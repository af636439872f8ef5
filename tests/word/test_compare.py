"""Texts compared: hunks are what a person would mark, blocks find what they became, and hostile sizes take seconds."""

from __future__ import annotations

import random
import time
from collections.abc import Hashable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefwright.word.compare import Passage, align, likeness, match_blocks, split_words

WORDS = st.lists(st.sampled_from(["the", "debt", " ", ", ", "1,500", ".", "a", "Россия", 7]), max_size=30)


def marked(old: str, new: str) -> str:
    """A comparison as wdiff shows it."""
    before, after = split_words(old), split_words(new)
    shown = []
    for same, a, b, c, d in align(before, after):
        gone, come = "".join(before[a:b]), "".join(after[c:d])
        shown.append(gone if same else (f"[-{gone}-]" if gone else "") + (f"{{+{come}+}}" if come else ""))
    return "".join(shown)


def passages(*texts: str) -> list[Passage]:
    return [Passage(split_words(text)) for text in texts]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Don’t pay 1,500.5 (US$).", ["Don’t", " ", "pay", " ", "1,500.5", " ", "(", "US", "$", ")", "."]),
        ("долг: 1\u00a0500 млрд", ["долг", ":", " ", "1\u00a0500", " ", "млрд"]),
        ("cafe\u0301 x2", ["cafe\u0301", " ", "x2"]),
        ("ការបង់", ["កា", "រ", "ប", "ង់"]),
        ("ស្រី", ["ស្រី"]),
        ("हिन्दी भाषा", ["हिन्दी", " ", "भाषा"]),
        ("債務 ok", ["債", "務", " ", "ok"]),
        ("", []),
    ],
)
def test_words_are_whole(text: str, expected: list[str]) -> None:
    assert list(split_words(text)) == expected


@given(st.text(max_size=60))
def test_words_joined_are_the_text(text: str) -> None:
    assert "".join(split_words(text)) == text


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("The debt is 1.5 billion.", "The debt is 1.8 billion.", "The debt is [-1.5-]{+1.8+} billion."),
        ("a cat", "a new cat", "a {+new +}cat"),
        ("One. Two.", "One. Three. Two.", "One. {+Three. +}Two."),
        ("One.", "One. Two.", "One.{+ Two.+}"),
        ("One. Two.", "Two.", "[-One. -]Two."),
        ("red old house", "green new house", "[-red old-]{+green new+} house"),  # no crumb of a space between
        ("paid the bill", "settled the debt", "[-paid the bill-]{+settled the debt+}"),
        ("the cat", "big the", "{+big +}the[- cat-]"),  # `the` stays: one side only adds
        ("a b c", "a\u00a0b c", "a[- -]{+\u00a0+}b c"),
        (" a", "a ", "[- -]a{+ +}"),
        ("", "new", "{+new+}"),
        ("old", "", "[-old-]"),
    ],
)
def test_hunks_are_what_a_person_would_mark(old: str, new: str, expected: str) -> None:
    assert marked(old, new) == expected


def test_a_thing_that_stayed_is_not_drawn_into_a_hunk() -> None:
    picture = ("picture", 1)
    assert [code.same for code in align(["red", picture, "old"], ["green", picture, "new"])] == [False, True, False]


@given(WORDS, WORDS)
def test_opcodes_cover_both_and_say_how_to_make_one_of_the_other(old: list[Hashable], new: list[Hashable]) -> None:
    at, there = 0, 0
    previous = None
    for same, a, b, c, d in align(old, new):
        assert (a, c) == (at, there)
        assert same is not previous
        assert old[a:b] == new[c:d] if same else (a, c) < (b, d) or b > a or d > c
        at, there, previous = b, d, same
    assert (at, there) == (len(old), len(new))


@given(WORDS)
def test_a_text_does_not_differ_from_itself(words: list[Hashable]) -> None:
    assert all(code.same for code in align(words, words))


def test_a_changed_block_is_found_where_it_was() -> None:
    old = passages("Introduction", "Cambodia owes Russia 1.5 billion dollars since 1991.", "Old and gone entirely.")
    new = passages("Introduction", "A wholly fresh one, about gas.", "Cambodia owes Russia 1.8 billion dollars.")
    found = match_blocks(old, new)
    assert found.kept == ((0, 0), (1, 2))
    assert list(found.steps()) == [(0, 0), (None, 1), (1, 2), (2, None)]


def test_repeated_blocks_keep_their_order() -> None:
    found = match_blocks(passages("", "a b c", "", "d e f", ""), passages("", "a b c", "", "", "d e f", ""))
    assert len(found.kept) == 5


def test_what_stands_elsewhere_has_moved() -> None:
    texts = ["Alpha one two three.", "Beta four five six seven eight nine.", "Gamma ten eleven twelve thirteen."]
    found = match_blocks(passages(*texts), passages(*texts[1:], texts[0]))
    assert found.kept == ((1, 0), (2, 1))
    assert found.moved == ((0, 2),)
    assert not match_blocks(passages("Yes", "b c d e"), passages("b c d e", "Yes")).moved  # too short to tell


def test_names_say_which_is_which_when_words_do_not() -> None:
    old = [Passage(("a", "b"), frozenset({"p-1"})), Passage(("c", "d"), frozenset({"p-2"}))]
    new = [Passage(("x", "y"), frozenset({"p-2"})), Passage(("c", "e"))]
    assert match_blocks(old, new).kept == ((1, 0),)


def test_kinds_are_not_mixed() -> None:
    assert not match_blocks([Passage(("a", "b"), kind="table")], [Passage(("a", "b"), kind="paragraph")]).kept


def test_blocks_between_two_that_stayed_need_less_in_common() -> None:
    before, after = passages("Head of part", "one two three four five", "Next part now"), passages("Head of part", "")
    changed = [after[0], *passages("one two six seven eight"), before[2]]
    assert match_blocks(before, changed).kept == ((0, 0), (1, 1), (2, 2))
    assert likeness(before[1], changed[1]) == pytest.approx(0.4)


TEXTS = st.lists(st.sampled_from(["", "a b c d", "a b c e", "Что такое долг", "x", "x y z w v"]), max_size=12)


@given(TEXTS, TEXTS)
def test_each_block_has_its_place_once_and_kept_ones_are_in_order(old: list[str], new: list[str]) -> None:
    found = match_blocks(passages(*old), passages(*new))
    steps = list(found.steps())
    assert [i for i, _ in steps if i is not None] == list(range(len(old)))
    assert [j for _, j in steps if j is not None] == list(range(len(new)))
    pairs = (*found.kept, *found.moved)
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)


@given(TEXTS)
def test_a_list_of_blocks_is_matched_with_itself(texts: list[str]) -> None:
    found = match_blocks(passages(*texts), passages(*texts))
    assert found.kept == tuple((number, number) for number in range(len(texts)))


def shuffled(words: Sequence[str], seed: int) -> list[str]:
    copy = list(words)
    random.Random(seed).shuffle(copy)  # noqa: S311  # no secret
    return copy


def test_hostile_sizes_take_seconds() -> None:
    start = time.perf_counter()
    two = ["a", "b"] * 100_000
    assert align(two, shuffled(two, 1))
    assert align(["a"] * 200_000, ["a"] * 150_000)
    many = [Passage(("a", "b", str(number % 7), "c")) for number in range(20_000)]
    match_blocks(many, many[::-1])
    unlike = [Passage(tuple(str(number * 31 % 997 + step) for step in range(12))) for number in range(3_000)]
    match_blocks(unlike, [Passage((*passage.words[1:], "new")) for passage in unlike])
    assert time.perf_counter() - start < 20
