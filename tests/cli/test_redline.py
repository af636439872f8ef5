"""`briefwright redline`."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Ran
from tests.redline.documents import Docx, p, texts

Call = Callable[..., Ran]


@pytest.fixture
def files(project: Path) -> Path:
    """old.docx and new.docx in the project."""
    (project / "old.docx").write_bytes(Docx().data(p("The debt is old."), p("End.")))
    (project / "new.docx").write_bytes(Docx().data(p("The debt is new."), p("End.")))
    return project


def test_two_files_become_one_beside_the_newer(files: Path, call: Call) -> None:
    ran = call("redline", "old.docx", "new.docx", "--author", "Ann")
    assert (ran.code, ran.out) == (0, "new.redline.docx: 1 insertion, 1 deletion\n")
    data = (files / "new.redline.docx").read_bytes()
    assert texts(data, accept=False) == ["The debt is old.", "End."]
    with zipfile.ZipFile(files / "new.redline.docx") as archive:
        assert b'w:author="Ann"' in archive.read("word/document.xml")


def test_no_difference_is_said(files: Path, call: Call) -> None:
    ran = call("redline", "new.docx", "new.docx", "-o", "same.docx")
    assert (ran.code, ran.out) == (0, "same.docx: no difference in words, notes, tables or pictures\n")
    assert texts((files / "same.docx").read_bytes()) == ["The debt is new.", "End."]


def test_a_brief_stands_for_what_it_is_now(project: Path, call: Call) -> None:
    assert call("render", "one", "--to", "docx").code == 0
    brief = project / "briefs" / "one.md"
    text = brief.read_text(encoding="utf-8")
    assert "Plainly" in text
    brief.write_text(text.replace("Plainly", "Surely"), encoding="utf-8")
    ran = call("redline", "build/one.docx", "one", "--json")
    report = json.loads(ran.out)
    assert ran.code == 0
    assert (report["insertions"], report["deletions"], report["moved"], report["findings"]) == (1, 1, 0, [])
    assert Path(report["output"]) == project / "build" / "one.redline.docx"
    old = texts((project / "build" / "one.docx").read_bytes())
    assert texts((project / "build" / "one.redline.docx").read_bytes(), accept=False) == old


def test_the_moment_comes_from_the_environment(files: Path, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert call("redline", "old.docx", "new.docx").code == 0
    with zipfile.ZipFile(files / "new.redline.docx") as archive:
        assert b'w:date="1970-01-02T00:00:00Z"' in archive.read("word/document.xml")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "soon")
    ran = call("redline", "old.docx", "new.docx")
    assert ran.code == 1
    assert "P001" in ran.err


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("old.docx", "on"), 1, "no brief of that name"),
        (("gone.docx", "new.docx"), 1, "gone.docx: error P002"),
        (("old.docx", "gone.docx"), 1, "gone.docx: error P002"),
        (("briefs/one.md", "new.docx"), 1, "D001"),
        (("old.docx", "new.docx", "-o", "old.docx"), 2, "one of the two files"),
    ],
)
def test_what_cannot_be_done_is_said(files: Path, call: Call, arguments: tuple[str, ...], code: int, said: str) -> None:
    before = (files / "old.docx").read_bytes()
    ran = call("redline", *arguments)
    assert ran.code == code
    assert said in ran.err
    assert (files / "old.docx").read_bytes() == before
