"""`briefwright bib dedupe`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Ran, on_terminal

Call = Callable[..., Ran]

COPIES = """\
@article{pich2024again,
  author = {Pich, P. and Yuok, O.}, title = {Two {Rivers}}, date = {2024-03}, doi = {https://doi.org/10.1000/R.2024},
  keywords = {dams},
}
% about dams
@book{ivanov2019dams, author = {Ivanov, I.}, title = {Dams of the Great Rivers}, date = {2019}, publisher = {P}}
@book{ivanov19, author = {Ivanov, Ivan}, title = {Dams of the great river}, date = {2019}, location = {L}}
"""


@pytest.fixture
def bib(project: Path) -> Path:
    path = project / "bibliography.bib"
    path.write_text(path.read_text(encoding="utf-8") + COPIES, encoding="utf-8")
    (project / "facts" / "more.yaml").write_text(
        "topic: more\nfacts:\n  - id: more\n    statement: More.\n    evidence:\n"
        "      - source: pich2024again  # of both\n        locator: p. 1\n",
        encoding="utf-8",
    )
    return path


def test_yes_merges_what_is_sure_and_facts_go_along(call: Call, bib: Path) -> None:
    done = call("bib", "dedupe", "--yes")
    assert done.code == 0
    text = bib.read_text(encoding="utf-8")
    assert "date = {2024-03}" in text
    assert "@article{pich2024again" not in text
    assert "ids = {pich2024again}" in text
    assert "% about dams\n@book{ivanov2019dams" in text
    assert "@book{ivanov19," in text
    assert "source: pich2024  # of both" in (bib.parent / "facts" / "more.yaml").read_text(encoding="utf-8")
    assert "Merged 1 entry into another" in done.err
    assert "1 pair left" in done.err
    assert call("bib", "dedupe", "--yes").err.count("Nothing to change") == 1


def test_all_merges_every_pair(call: Call, bib: Path) -> None:
    assert call("bib", "dedupe", "--all", "--yes").code == 0
    assert call("bib", "dedupe").err.strip() == "No two entries are for one work."
    assert bib.read_text(encoding="utf-8").count("@book{ivanov") == 2


def test_without_terminal_or_yes_the_pairs_are_shown_and_nothing_is_written(call: Call, bib: Path) -> None:
    before = bib.read_bytes()
    done = call("bib", "dedupe")
    assert done.code == 2
    assert "the same DOI; likeness 100 of 100" in done.out
    assert "title, names and year are alike" in done.out
    assert "--yes" in done.err
    assert bib.read_bytes() == before


def test_each_pair_is_asked_for_on_a_terminal(project: Path, bib: Path) -> None:
    done = on_terminal(project, "bib", "dedupe", answers="skip\nmerge\ny\n")
    assert done.code == 0
    assert "merge, skip or stop [merge]" in done.out
    text = bib.read_text(encoding="utf-8")
    assert "@article{pich2024again" in text
    assert "x-merged-title" in text


def test_stop_asks_no_further(project: Path, bib: Path) -> None:
    before = bib.read_bytes()
    assert on_terminal(project, "bib", "dedupe", answers="stop\n").code == 0
    assert bib.read_bytes() == before


def test_json(call: Call, bib: Path) -> None:
    before = bib.read_bytes()
    done = call("bib", "dedupe", "--json")
    told = json.loads(done.out)["pairs"]
    assert [(one["keys"], one["sure"]) for one in told] == [
        (["pich2024", "pich2024again"], True),
        (["ivanov2019dams", "ivanov19"], False),
    ]
    assert told[0]["merged"].startswith("@article{pich2024,")
    assert bib.read_bytes() == before
