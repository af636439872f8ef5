"""Files of places: what they say of a text, and what is said of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefwright.diagnostics import Code
from briefwright.snapshot.folding import fold
from briefwright.snapshot.places import Corrections, find_places
from briefwright.snapshot.places_file import places_text, read_places

TEXT = """\
HEAD of the article, and its first words

The first paragraph. And it goes on.

Short one

and the second page begins in mid-sentence. It has two sentences.

VIII Session of the commission // A site.
"""


def read(tmp_path: Path, content: str | bytes, text: str = TEXT) -> tuple[Corrections, list[tuple[str, int, str]]]:
    file = tmp_path / "k.places.yaml"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    done = read_places(file, "snapshots/k.places.yaml", text, fold(text))
    assert {finding.code for finding in done.findings} <= {Code.SNAPSHOT_UNREADABLE, Code.RESERVED_CHARACTER}
    said = [(one.location.path, one.location.line, one.message) for one in done.findings if one.location]
    return done.value, said


def test_pages_by_first_words(tmp_path: Path) -> None:
    given = 'pages:\n  "427": Head of the article\n  "428": AND the second page\n'
    corrections, said = read(tmp_path, given)
    assert said == []
    pages = find_places(TEXT, None, corrections).pages
    assert pages.labels == ("427", "428")
    assert pages.around(TEXT.index("Short"), TEXT.index("Short") + 5) == ("427",)
    assert pages.around(TEXT.index("VIII"), TEXT.index("VIII") + 4) == ("428",)


def test_paragraphs_in_order(tmp_path: Path) -> None:
    corrections, said = read(tmp_path, "paragraphs:\n  - The first paragraph\n  - Short one\n")
    assert said == []
    paragraphs = find_places(TEXT, None, corrections).paragraphs
    assert paragraphs.labels == ("1", "2")
    assert paragraphs.around(TEXT.index("Short"), TEXT.index("Short") + 5) == ("2",)
    assert paragraphs.around(TEXT.index("VIII"), TEXT.index("VIII") + 4) == ()


def test_notes_beside_those_with_numbers(tmp_path: Path) -> None:
    text = TEXT + "\n<sup>28</sup> Another // Site.\n"
    corrections, said = read(tmp_path, 'notes: {"27": VIII Session}\n', text)
    assert said == []
    assert find_places(text, None, corrections).notes.labels == ("27", "28")


def test_labels_of_pages(tmp_path: Path) -> None:
    corrections, said = read(tmp_path, "pages: [i, ii, 1]\n", "a\fb\fc\f")
    assert (corrections.page_labels, said) == (("i", "ii", "1"), [])


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        ("pages: [i, ii]\n", 1, "`pages` names 2 pages, and the saved text has 1"),
        (
            'pages:\n  "1": HEAD\n  "2": not there\n',
            3,
            "`pages`: the words of 2 are not in the saved text after those of 1",
        ),
        ("paragraphs:\n  - Short\n  - The first\n", 3, "the words of 2 are not in the saved text after those of 1"),
        ("pages: 3\n", 1, "`pages` must give the first words of each"),
        ("paragraphs: [[a]]\n", 1, "`paragraphs` must give the first words of each"),
        ("chapters: {1: a}\n", 1, "a file of places has no `chapters`"),
        ("- a\n", 1, "the file of places has no `pages`"),
        ('pages: {"1": "a\n', 2, ""),
        ("pages: {1: \xff}\n".encode("latin-1"), 1, "not UTF-8"),
    ],
)
def test_what_is_wrong_is_told_at_its_line(tmp_path: Path, content: str | bytes, line: int, message: str) -> None:
    _, said = read(tmp_path, content)
    assert len(said) == 1
    path, at, words = said[0]
    assert path == "snapshots/k.places.yaml"
    assert message in words
    assert at in (line, 1)


def test_an_empty_file_says_nothing(tmp_path: Path) -> None:
    assert read(tmp_path, "# nothing\n") == (Corrections(), [])


def test_a_file_that_is_written_reads_back(tmp_path: Path) -> None:
    assert places_text((), ()) == ""
    corrections, said = read(tmp_path, places_text((), ["The first paragraph. And it goes on.", "Short one"]))
    assert said == []
    assert corrections.paragraphs is not None
    assert corrections.paragraphs.labels == ("1", "2")
    labels, said = read(tmp_path, places_text(("i", "1", "A: #"), ()), "a\fb\fc")
    assert (labels.page_labels, said) == (("i", "1", "A: #"), [])
