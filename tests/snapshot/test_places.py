"""Pages, paragraphs and notes of texts."""

from __future__ import annotations

import pytest

from briefwright.diagnostics import Location
from briefwright.model import Reference
from briefwright.snapshot.places import Corrections, Numbered, Places, find_notes, find_places, page_range

ARTICLE = """\
Kingdom a warm respite for everybody

Publication date
29 November 2015

By Some One, who has a long name and a title

A picture of the two ministers shaking hands on the steps. AFP

The three-day visit ended on Friday in the capital, and it was the first by a leader in almost thirty years or so.
The two sides signed ten agreements, on cooperation against terror-
ism and on direct air services.

## A subhead of some length that is no paragraph.

- An item of a list, which is long enough but is no paragraph either.

| a table | that is no paragraph of the text at all. |

The debt was not mentioned, or so the paper of the day tells its readers at some length.[^3]

[^3]: A note, which is long enough to be a paragraph, but is none.
"""


def reference(pages: str = "") -> Reference:
    return Reference("k", "article", {"pages": pages} if pages else {}, Location("b.bib", 1))


def places(text: str, pages: str = "", corrections: Corrections | None = None) -> Places:
    return find_places(text, reference(pages), corrections or Corrections())


def label(numbered: Numbered, text: str, words: str) -> str:
    start = text.index(words)
    return "-".join(numbered.around(start, start + len(words)))


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("three-day visit", "1"),
        ("ten agreements", "2"),
        ("air services", "2"),
        ("The debt was", "3"),
        ("Kingdom a warm", ""),
        ("Some One", ""),
        ("shaking hands", ""),
        ("a subhead", ""),
        ("item of a list", ""),
        ("a table", ""),
        ("A note", ""),
    ],
)
def test_paragraphs_of_the_body(words: str, number: str) -> None:
    text = ARTICLE.replace("A subhead", "a subhead")
    assert label(places(text).paragraphs, text, words) == number


def test_notes_by_their_numbers() -> None:
    text = (
        "Words<sup>1</sup> in the text.\n\n<sup>1</sup> First // Site.\n\n<sup>&</sup>lt;sup>2</sup> Second.\nOn.\n\n"
    )
    text += "<sup>15 1991</sup> Third.\n\n[^a]: Fourth.\n"
    notes = find_notes(text)
    assert notes.labels == ("1", "2", "15", "a")
    assert label(notes, text, "First") == "1"
    assert label(notes, text, "On.") == "2"
    assert label(notes, text, "in the text") == ""


def test_lines_of_a_pages_width_are_one_paragraph() -> None:
    text = (
        "A TITLE OF SOME LENGTH THAT IS NO PARAGRAPH\n\n"
        "The visit of the minister ended on a Friday in the capital.\nThe crowd went home, content with what it had\n"
        "seen of him.\n\nThe second paragraph is long enough to be one,\nand it ends here.\n"
    )
    assert label(places(text).paragraphs, text, "content") == "1"
    assert label(places(text).paragraphs, text, "ends here") == "2"


PAGED = "First page with words.\fSecond page, with other words.\fThird page."


@pytest.mark.parametrize(
    ("pages", "labels"),
    [("", ("1", "2", "3")), ("427-429", ("427", "428", "429")), ("427--29", ("427", "428", "429")), ("427-438", ())],
)
def test_pages_by_form_feeds(pages: str, labels: tuple[str, ...]) -> None:
    assert places(PAGED, pages).pages.labels == labels
    assert places(PAGED + "\f", pages).pages.labels == labels


def test_pages_that_do_not_fit_the_entry_are_in_doubt() -> None:
    assert places(PAGED, "427-438").pages.doubt == "its saved text has 3 pages, and its entry says 427–438"
    assert "does not show where they begin" in places("A text.", "427-438").pages.doubt


def test_the_numbers_printed_on_pages_count() -> None:
    text = "\f".join(f"Report of the year\nWords of page.\n{number}\n" for number in range(3, 9))
    assert places(text).pages.labels == ("3", "4", "5", "6", "7", "8")


def test_printed_numbers_move_the_count() -> None:
    text = "\f".join(f"Head\nWords here.\n– {number} –" for number in range(17, 23))
    assert places(text).pages.labels == ("17", "18", "19", "20", "21", "22")
    assert places(text, "10-40").pages.labels[0] == "17"


def test_labels_that_are_given_count_first() -> None:
    corrections = Corrections(page_labels=("i", "ii", "1"))
    assert places(PAGED, "427-429", corrections).pages.labels == ("i", "ii", "1")


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("427--438", (427, 438)),
        ("427–438", (427, 438)),
        ("427-38", (427, 438)),
        ("A4", (0, 0)),
        ("", (0, 0)),
        ("12", (0, 0)),
        ("9-3", (0, 0)),
    ],
)
def test_page_range(field: str, expected: tuple[int, int]) -> None:
    assert page_range(reference(field)) == expected
