"""Marks: what they carry comes back, and pandoc reads the same tree with them as without."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefwright import pandoc
from briefwright.compose import marks

SNIPPETS = (Path(__file__).parent / "cases" / "markdown.txt").read_text(encoding="utf-8").split("\n.\n")
NOT_THE_SAME: frozenset[str] = frozenset()
"""Snippets, by their first line, whose tree marks change: they are read without. The list may only shrink."""


def _without_marks(value: Any) -> Any:
    if isinstance(value, str):
        return marks.strip_marks(value)
    if isinstance(value, list):
        return [_without_marks(item) for item in value]
    if isinstance(value, dict):
        return {key: _without_marks(item) for key, item in value.items()}
    return value


def first_line(snippet: str) -> str:
    return snippet.lstrip("\n").split("\n")[0]


def reads_the_same(markdown: str) -> bool:
    marked = pandoc.read_markdown_as_json(marks.add_marks(markdown)).output.decode("utf-8")
    return marks.strip_marks(marked) == pandoc.read_markdown_as_json(markdown).output.decode("utf-8")


def test_there_are_many_snippets() -> None:
    assert len(SNIPPETS) >= 80


@pytest.mark.parametrize("snippet", SNIPPETS, ids=first_line)
def test_marks_leave_the_tree_as_it_is(snippet: str) -> None:
    assert reads_the_same(snippet) == (first_line(snippet) not in NOT_THE_SAME)


def test_all_snippets_in_one_text_are_marked() -> None:
    text = "\n\n".join(snippet for snippet in SNIPPETS if first_line(snippet) not in NOT_THE_SAME)
    marked = marks.add_marks(text)
    assert marks.strip_marks(marked) == text
    lines = [number for number, line in enumerate(text.split("\n")) if line.strip()]
    found = [number for number, line in enumerate(marked.split("\n")) if marks.marked_line(line) == number]
    assert len(found) > len(lines) * 0.5


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from([s for s in SNIPPETS if first_line(s) not in NOT_THE_SAME]), min_size=2, max_size=6))
def test_snippets_one_after_the_other(snippets: list[str]) -> None:
    assert reads_the_same("\n\n".join(snippets))


@given(st.text(alphabet=st.sampled_from("ab \n*_[]()`{}|:>#-.1~^\\@\u00e9\u0436"), max_size=200))
def test_stripping_marks_gives_the_text_back(text: str) -> None:
    marked = marks.add_marks(text)
    assert marks.strip_marks(marked) == text
    for number, line in enumerate(marked.split("\n")):
        assert marks.marked_line(line) in (None, number)


@given(st.integers(0, 999_999_999))
def test_the_number_of_an_insert_comes_back(number: int) -> None:
    found = marks.INSERT.fullmatch(marks.insert(number))
    assert found is not None
    assert marks.number_of(found) == number
    assert not any(character.isdigit() for character in marks.insert(number))


def test_lines_come_from_where_they_were_marked() -> None:
    text = (
        marks.mark_lines("one\ntwo\n", 3, 10) + "from an expression\nits second line" + marks.mark_lines(" end\n", 4, 7)
    )
    clean, origins = marks.take_origins(text)
    assert clean == "one\ntwo\nfrom an expression\nits second line end\n"
    assert origins == (
        marks.Origin(3, 10),
        marks.Origin(3, 11),
        marks.Origin(4, 7),
        marks.Origin(4, 7),
        None,
    )
