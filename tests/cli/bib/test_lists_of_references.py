"""`briefwright bib unused`, `missing`, `stats` and `export`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Ran, on_terminal

Call = Callable[..., Ran]


@pytest.fixture
def bib(project: Path) -> Path:
    path = project / "bibliography.bib"
    more = (
        "% of nobody\n@book{lonely, title = {Lonely}, crossref = {parent}}\n% last\n@collection{parent, title = {P}}\n"
    )
    path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    return path


@pytest.mark.usefixtures("bib")
def test_unused_lists_what_nothing_names(call: Call) -> None:
    done = call("bib", "unused")
    assert done.code == 0
    assert done.out.splitlines() == [
        "lonely\tbook\tLonely\tbibliography.bib:8:1",
        "parent\tcollection\tP\tbibliography.bib:10:1",
    ]
    assert "2 references unused." in done.err
    assert [one["key"] for one in json.loads(call("bib", "unused", "--json").out)] == ["lonely", "parent"]


def test_remove_asks_and_keeps_comments(call: Call, bib: Path) -> None:
    before = bib.read_text(encoding="utf-8")
    assert call("bib", "unused", "--remove").code == 2
    assert call("bib", "unused", "--remove", "--dry-run").code == 0
    assert bib.read_text(encoding="utf-8") == before
    assert call("bib", "unused", "--remove", "--yes").code == 0
    after = bib.read_text(encoding="utf-8")
    assert after == before.partition("% of nobody")[0] + "% of nobody\n% last\n"
    assert call("bib", "unused").out == ""


def test_remove_on_a_terminal(project: Path, bib: Path) -> None:
    assert on_terminal(project, "bib", "unused", "--remove", answers="n\n").code == 130
    assert "lonely" in bib.read_text(encoding="utf-8")
    assert on_terminal(project, "bib", "unused", "--remove", answers="y\n").code == 0
    assert "lonely" not in bib.read_text(encoding="utf-8")


def test_what_a_broken_brief_names_is_used(call: Call, bib: Path) -> None:
    (bib.parent / "briefs" / "two.md").write_text("---\ntitle: B\n---\n{{ broken [@lonely, p. 2]\n", encoding="utf-8")
    assert call("bib", "unused").out == ""


def test_missing_names_places_and_guesses(call: Call, bib: Path) -> None:
    assert call("bib", "missing").code == 0
    brief = bib.parent / "briefs" / "one.md"
    brief.write_text(brief.read_text(encoding="utf-8").replace("[@pich2024, p. 13]", "[@pich2042, p. 13]"))
    facts = bib.parent / "facts" / "trade.yaml"
    facts.write_text(facts.read_text(encoding="utf-8").replace("source: pich2024", "source: pitch2024"))
    done = call("bib", "missing")
    assert done.code == 1
    assert "facts/trade.yaml:7" in done.out
    assert "briefs/one.md:10" in done.out
    assert done.out.count("did you mean `pich2024`?") == 2
    told = json.loads(call("bib", "missing", "--json").out)
    assert [one["key"] for one in told if one["code"] == "C001"] == ["pich2042"]


@pytest.mark.usefixtures("bib")
def test_stats(call: Call) -> None:
    done = call("bib", "stats")
    assert done.code == 0
    assert done.out.startswith("5 entries, 3 used by briefs and facts\n")
    assert "  book        2  ████████████████████████████████████████\n" in done.out
    told = json.loads(call("bib", "stats", "--json").out)
    assert (told["entries"], told["used"], told["kinds"]["book"], told["years"]["2015"]) == (5, 3, 2, 1)


@pytest.mark.usefixtures("bib")
def test_export_of_what_a_brief_cites(call: Call) -> None:
    done = call("bib", "export", "--cited", "two")
    assert done.code == 0
    assert "@article{pich2024," in done.out
    assert "kuch2015" not in done.out
    done = call("bib", "export", "--cited", "one", "--cited", "briefs/two.md", "--format", "csljson")
    assert [one["id"] for one in json.loads(done.out)] == ["pich2024", "kuch2015"]
    assert call("bib", "export", "--cited", "tow").code == 1


def test_export_to_a_file(call: Call, bib: Path) -> None:
    out = bib.parent / "out.ris"
    assert call("bib", "export", "out.ris").code == 0
    assert b"TI  - Two Rivers\r\n" in out.read_bytes()
    assert call("bib", "export", "out.ris").code == 2
    assert call("bib", "export", "out.ris", "--yes").code == 0
    assert call("bib", "export", "out.txt").code == 2
    assert call("bib", "import", "out.ris", "--dry-run").err.count("there already as") == 5
