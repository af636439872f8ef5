"""`briefwright bib tidy`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Ran, run

Call = Callable[..., Ran]
UNTIDY = "@misc{a,\n  author = {Ann Lee},\n  pages = {1-2},\n  note = {},\n}\n"
TIDY = "@misc{a,\n  author = {Ann Lee},\n  pages = {1--2},\n}\n"


@pytest.fixture
def bib(project: Path) -> Path:
    file = project / "bibliography.bib"
    file.write_text(UNTIDY, encoding="utf-8")
    return file


def test_check_says_and_writes_nothing(call: Call, bib: Path) -> None:
    done = call("bib", "tidy", "--check")
    assert (done.code, done.out) == (1, "")
    assert done.err == "bibliography.bib: 1 entry, 1 would change\n"
    assert bib.read_text() == UNTIDY
    bib.write_text(TIDY, encoding="utf-8")
    done = call("bib", "tidy", "--check")
    assert (done.code, done.said) == (0, "bibliography.bib: 1 entry, tidy\n")


def test_diff_shows_and_writes_nothing(call: Call, bib: Path) -> None:
    done = call("bib", "tidy", "--diff")
    assert done.code == 0
    assert "\n-  pages = {1-2},\n-  note = {},\n+  pages = {1--2},\n" in done.out
    assert call("bib", "tidy", "--diff", "--check").code == 1
    assert bib.read_text() == UNTIDY


def test_writing(call: Call, bib: Path) -> None:
    assert call("bib", "tidy").code == 2  # nobody to ask
    assert call("bib", "tidy", "--dry-run").code == 0
    assert bib.read_text() == UNTIDY
    done = call("bib", "tidy", "--yes")
    assert done.code == 0
    assert "Tidied 1 entry." in done.err
    assert bib.read_text() == TIDY
    assert "Nothing to change" in call("bib", "tidy", "--yes").err


def test_changes_of_data_are_asked_for_by_name_and_told(call: Call, bib: Path) -> None:
    done = call("bib", "tidy", "--select", "default,names", "--ignore", "page-dashes", "--yes")
    assert "names: a, author: {Ann Lee} → {Lee, Ann}\n" in done.err
    assert bib.read_text() == "@misc{a,\n  author = {Lee, Ann},\n  pages = {1-2},\n}\n"


def test_settings(call: Call, project: Path, bib: Path) -> None:
    settings = '[tool.briefwright.tidy]\nselect = ["months", "indentation"]\nindent = 4\nmonths = "numbers"\n'
    (project / "pyproject.toml").write_text(settings, encoding="utf-8")
    bib.write_text("@misc{a,\n  month = {August},\n}\n", encoding="utf-8")
    assert call("bib", "tidy", "--yes").code == 0
    assert bib.read_text() == "@misc{a,\n    month = {8},\n}\n"


def test_a_wrong_setting_is_told(call: Call, project: Path, bib: Path) -> None:
    (project / "pyproject.toml").write_text('[tool.briefwright.tidy]\nalign = "nammes"\nfoo = 1\n', encoding="utf-8")
    done = call("bib", "tidy", "--check")
    assert "`align` is `nammes`; it can be file, no, names, values" in done.err
    assert "`tidy` has no setting `foo`" in done.err
    assert bib.read_text() == UNTIDY


def test_without_a_project(tmp_path: Path) -> None:
    folder = tmp_path / "alone"
    folder.mkdir()
    done = run(folder, "bib", "tidy", "--check")
    assert (done.code, "there is no bibliography.bib" in done.err) == (2, True)
    (folder / "bibliography.bib").write_text(UNTIDY, encoding="utf-8")
    other = folder / "other.bib"
    other.write_text(UNTIDY, encoding="utf-8")
    assert run(folder, "bib", "tidy", "other.bib", "--yes").code == 0
    assert other.read_text() == TIDY
    assert run(folder, "bib", "tidy", "--check").code == 1
    assert run(folder, "bib", "tidy", "--check", "missing.bib").code == 1


def test_what_is_broken_is_named_and_left_alone(call: Call, bib: Path) -> None:
    broken = "@misc{b,\n  title = {x,\n}\n"
    bib.write_text(f"{UNTIDY}\n{broken}", encoding="utf-8")
    done = call("bib", "tidy", "--yes")
    assert "bibliography.bib:7:1: warning R009 the entry `b` is left as it is" in done.err
    assert bib.read_text() == f"{TIDY}\n{broken}"


def test_rules_are_listed(call: Call, bib: Path) -> None:
    rows = {row[0]: row[1] for line in call("bib", "tidy", "--list").out.splitlines() if (row := line.split("\t"))}
    assert rows["page-dashes"] == "on"
    assert rows["names"] == ""
    assert bib.read_text() == UNTIDY


def test_an_unknown_rule(call: Call) -> None:
    done = call("bib", "tidy", "--select", "page-dash")
    assert (done.code, "did you mean `page-dashes`?" in done.err) == (2, True)
