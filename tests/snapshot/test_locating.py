"""Locators given against places found."""

from __future__ import annotations

import pytest

from briefwright.locators import parse_locator
from briefwright.snapshot.locating import Answer, bounds_of, compare, where
from briefwright.snapshot.places import Corrections, Numbered, Places, find_places
from briefwright.snapshot.quotations import Span

PAGES = find_places("x" * 100 + "\f" + "x" * 99 + "\f" + "x" * 99, None, Corrections(page_labels=("431", "432", "433")))
PARAGRAPHS = Places(paragraphs=Numbered((10, 20, 30), (19, 29, 39), ("1", "2", "3")))
ROMAN = find_places("a\fb\fc\fd", None, Corrections(page_labels=("i", "ii", "1", "2")))


def answer(locator: str, *starts: int, places: Places = PAGES, length: int = 2) -> Answer:
    return compare(parse_locator(locator), [Span(start, start + length) for start in starts], places).answer


@pytest.mark.parametrize(
    ("locator", "expected"),
    [
        ("p. 432", Answer.AGREES),
        ("432", Answer.AGREES),
        ("pp. 431-433", Answer.AGREES),
        ("pp. 431–33", Answer.AGREES),
        ("pp. 427, 432", Answer.AGREES),
        ("pp. 430 and 432", Answer.AGREES),
        ("p. 431f", Answer.AGREES),
        ("p. 431 ff.", Answer.AGREES),
        ("p. 432, note 24", Answer.AGREES),
        ("p. 431", Answer.DIFFERS),
        ("pp. 433-440", Answer.DIFFERS),
        ("p. 433f", Answer.DIFFERS),
        ("p. 4320", Answer.DIFFERS),
        ("para. 2", Answer.OPEN),
        ("chap. 4", Answer.OPEN),
        ("fig. 1", Answer.OPEN),
        ("note 3", Answer.OPEN),
        ("the annex", Answer.OPEN),
        ("p. [three]", Answer.OPEN),
    ],
)
def test_a_page(locator: str, expected: Answer) -> None:
    assert answer(locator, 150) is expected


def test_a_passage_over_a_pages_end_is_on_both() -> None:
    assert answer("p. 431", 95, length=20) is Answer.AGREES
    assert answer("p. 432", 95, length=20) is Answer.AGREES
    assert answer("p. 433", 95, length=20) is Answer.DIFFERS


def test_of_several_places_one_is_enough() -> None:
    assert answer("p. 433", 5, 250) is Answer.AGREES
    verdict = compare(parse_locator("p. 432"), [Span(5, 6), Span(250, 251)], PAGES)
    assert (verdict.answer, verdict.found) == (Answer.DIFFERS, "pp. 431 and 433")


def test_words_outside_paragraphs_are_open() -> None:
    assert answer("para. 2", 22, places=PARAGRAPHS) is Answer.AGREES
    assert answer("paras. 1-2", 22, places=PARAGRAPHS) is Answer.AGREES
    assert answer("para. 1", 22, places=PARAGRAPHS) is Answer.DIFFERS
    assert answer("para. 1", 0, places=PARAGRAPHS) is Answer.OPEN
    assert answer("para. 1", 0, 32, places=PARAGRAPHS) is Answer.OPEN


def test_roman_pages() -> None:
    assert answer("p. ii", 2, places=ROMAN, length=1) is Answer.AGREES
    assert answer("pp. i-iii", 2, places=ROMAN, length=1) is Answer.AGREES
    assert answer("p. 2", 2, places=ROMAN, length=1) is Answer.DIFFERS
    assert answer("pp. ii-1", 4, places=ROMAN, length=1) is Answer.AGREES


def test_where_names_the_place() -> None:
    assert where([Span(22, 23)], PARAGRAPHS) == "para. 2"
    assert where([Span(0, 1)], PARAGRAPHS) == ""


@pytest.mark.parametrize(
    ("value", "bounds"), [("434", (434, 434)), ("434-38", (434, 438)), ("3, 9", (3, 9)), ("xii", (0, 0)), ("A", (0, 0))]
)
def test_bounds(value: str, bounds: tuple[int, int]) -> None:
    assert bounds_of(value) == bounds
