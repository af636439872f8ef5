"""Evidence followed into saved texts: the passage around the words, its line, and what it says of the locator."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefwright.load import load_project
from briefwright.model import Evidence, Locator, Quotation
from briefwright.trace.evidence import AROUND, Found, Tracer
from tests.trace.editions import put

SAVED = """\
Dams

The minister spoke of the dams at some length, and he did not speak of anything else that day.

It is a debt of $1.5 billion – rather more than the kingdom’s three-day income, as it was put in the end.
"""


@pytest.fixture(autouse=True)
def _no_other_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BRIEFWRIGHT_SNAPSHOTS", raising=False)


def found(tmp_path: Path, quote: str, locator: str = "para. 2", saved: str = SAVED) -> Found | None:
    label, _, value = locator.partition(" ")
    place = Locator({"para.": "paragraph", "p.": "page", "fig.": "figure"}[label], value, locator)
    put(tmp_path, {"snapshots/kuch2015.txt": saved})
    project = load_project(tmp_path).value
    return Tracer(project).find(Evidence("kuch2015", place, Quotation(quote) if quote else None))


def test_words_with_what_stands_around_them(tmp_path: Path) -> None:
    one = found(tmp_path, "a debt of $1.5 billion")
    assert one is not None
    assert (one.exact, one.path, one.line, one.times) == (True, "snapshots/kuch2015.txt", 5, 1)
    assert (one.before, one.words, one.answer) == ("It is ", "a debt of $1.5 billion", "agrees")
    assert one.after == " – rather more than the kingdom’s three-day income, as it was put in the end."


@pytest.mark.parametrize(("locator", "answer"), [("para. 1", "differs"), ("fig. 1", "open")])
def test_what_it_says_of_the_locator(tmp_path: Path, locator: str, answer: str) -> None:
    one = found(tmp_path, "a debt of $1.5 billion", locator)
    assert one is not None
    assert (one.answer, one.place) == (answer, "para. 2")
    assert bool(one.why) == (answer == "open")


def test_words_that_are_nearly_there(tmp_path: Path) -> None:
    one = found(tmp_path, "a debt of $1.7 billion – rather more than the income")
    assert one is not None
    assert (one.exact, one.line, one.answer) == (False, 5, "")
    assert "$1.5 billion" in one.words


def test_words_of_which_nothing_is_there(tmp_path: Path) -> None:
    assert found(tmp_path, "quite another sentence about fishing rights") is None


def test_evidence_without_a_quotation_and_sources_without_a_saved_text(tmp_path: Path) -> None:
    assert found(tmp_path, "") is None
    tracer = Tracer(load_project(tmp_path).value)
    assert tracer.has("kuch2015")
    assert not tracer.has("pich2024")
    assert tracer.find(Evidence("pich2024", None, Quotation("x"))) is None


def test_long_surroundings_are_cut_between_words(tmp_path: Path) -> None:
    many = "word " * 500
    one = found(tmp_path, "the very words", saved=f"{many}and the very words, {many}end.\n")
    assert one is not None
    assert one.before.startswith("… word word")
    assert one.before.endswith("word and ")
    assert one.after.startswith(", word word")
    assert one.after.endswith("word …")
    assert max(len(one.before), len(one.after)) <= AROUND + 2
