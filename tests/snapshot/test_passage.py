"""One quotation in one text, as `new fact` shows it."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefwright.diagnostics import Location
from briefwright.model import Reference
from briefwright.snapshot.folder import Snapshot
from briefwright.snapshot.passage import find_passage

TEXT = """\
The Big Picture of the Minister’s Visit to Us

29 November 2015

The three-day visit – a *milestone* – ended. “It was the first visit by a leader in almost 30 years,” he said.
The two sides signed 10 agreements, on cooperation against terror-
ism and on direct air services; Россия и Камбоджа were content.

| a table | that is no paragraph of the text at all |

The debt of $1.5 billion[^3] was not mentioned, or so the paper of the day tells its readers. The visit ended.
"""


def reference(pages: str = "") -> Reference:
    return Reference("k", "article", {"pages": pages} if pages else {}, Location("b.bib", 1))


def find(words: str, text: str = TEXT, pages: str = "") -> tuple[str, str] | None:
    passage = find_passage(Snapshot("k", Path("k.txt"), text), words, reference(pages))
    return (passage.words, passage.locator) if passage else None


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("signed 10 agreements", ("signed 10 agreements", "para. 2")),
        ("SIGNED  10\nagreements", ("signed 10 agreements", "para. 2")),
        ("three day visit", None),
        ("threeday visit", ("three-day visit", "para. 1")),
        ('visit - a milestone - ended. "It was', ("visit – a milestone – ended. “It was", "para. 1")),
        ("against terrorism and on direct", ("against terrorism and on direct", "para. 2")),
        ("россия и камбоджа", ("Россия и Камбоджа", "para. 2")),
        ("debt of $1.5 billion was not", ("debt of $1.5 billion was not", "para. 3")),
        ("the Minister's visit to us", ("the Minister’s Visit to Us", "")),
        ("visit ended", ("visit ended", "para. 3")),
        ("three-day visit — a milestone", ("three-day visit – a milestone", "para. 1")),
        ("air service", None),
        ("nothing of the kind", None),
        ("“”", None),
    ],
)
def test_what_is_forgiven_and_what_is_not(words: str, found: tuple[str, str] | None) -> None:
    assert find(words) == found


def test_words_that_come_in_several_paragraphs_have_no_locator() -> None:
    passage = find_passage(Snapshot("k", Path("k.txt"), TEXT), "the")
    assert passage is not None
    assert (passage.locator, passage.times) == ("", 10)
    assert passage.doubt == "the words are there 10 times"


def test_pages_by_form_feeds() -> None:
    text = "First page with words.\fSecond page, with other words.\fThird page."
    assert find("other words", text) == ("other words", "p. 2")
    assert find("other words", text, "427-429") == ("other words", "p. 428")
    assert find("other words", text, "427--438") == ("other words", "")


def test_a_source_with_pages_is_not_cited_by_paragraph() -> None:
    passage = find_passage(Snapshot("k", Path("k.txt"), TEXT), "10 agreements", reference("1-9"))
    assert passage is not None
    assert passage.doubt == "the source has pages, and its saved text does not show where they begin"
