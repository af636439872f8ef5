"""`briefwright diff`."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Ran

Call = Callable[..., Ran]


@pytest.fixture
def rendered(call: Call) -> Call:
    assert call("render", "one", "--to", "docx").code == 0
    return call


def edit(file: Path, *pairs: tuple[str, str]) -> None:
    text = file.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")


@pytest.fixture
def changed(rendered: Call, project: Path) -> Call:
    edit(project / "facts/debt.yaml", ("1500000000", "1600000000"), ("status: disputed", "status: checked"))
    edit(
        project / "briefs/one.md",
        ("Plainly [@pich2024, p. 13]", 'Surely [@ivanov2019, p. 13]. {{ fact("trade-began") }}'),
        ("2024-07-01", "2024-08-01"),
    )
    return rendered


DIFF = """\
Old: build/one.docx, “One brief”, 2024-07-01
New: one as it is now, “One brief”, 2024-08-01

The brief
  date: 2024-07-01 → 2024-08-01

Facts added
  trade-began: Trade began in 1956.

Facts changed
  debt-total: The debt stood at about US$1.6 billion.
    value: about US$1.5 billion → about US$1.6 billion
  debt-small: The debt was small.
    status: disputed → checked

References added
  ivanov2019: Ivanov, Ivan, Dams, 2019

Text
  briefs/one.md:10 changed
    Some say otherwise: The debt was small. [-Plainly.-] {+Surely. Trade began in 1956..+}
    cites ivanov2019 now
  Changed only through the facts above: briefs/one.md:7

Facts: 1 added, 0 removed, 2 changed. References: 1 added, 0 removed, 0 changed. Text: 1 place changed.
"""


def test_fact_by_fact(changed: Call) -> None:
    done = changed("diff", "build/one.docx", "one")
    assert (done.code, done.err) == (0, "")
    assert done.out.replace("\u00a0", " ") == DIFF


def test_a_manifest_and_a_docx_tell_the_same(changed: Call) -> None:
    one = changed("diff", "build/one.docx", "one").out.split("\n")[1:]
    other = changed("diff", "build/one.manifest.json", "briefs/one.md").out.split("\n")[1:]
    assert one == other


def test_two_files(changed: Call, project: Path) -> None:
    shutil.copy(project / "build/one.docx", project / "old.docx")
    assert changed("render", "one", "--to", "docx").code == 0
    out = changed("diff", "old.docx", "build/one.manifest.json").out
    assert out.startswith(
        "Old: old.docx, “One brief”, 2024-07-01\nNew: build/one.manifest.json, “One brief”, 2024-08-01\n"
    )
    back = changed("diff", "build/one.manifest.json", "old.docx").out
    assert "Facts removed\n  trade-began: Trade began in 1956.\n" in back
    assert "    cites ivanov2019 no more\n" in back


def test_no_difference(rendered: Call) -> None:
    out = rendered("diff", "build/one.docx", "one").out
    assert out == (
        "Old: build/one.docx, “One brief”, 2024-07-01\nNew: one as it is now, “One brief”, 2024-07-01\nNo difference.\n"
    )


def test_a_box_to_paste(changed: Call, project: Path) -> None:
    done = changed("diff", "build/one.docx", "one", "--markdown")
    assert (done.code, done.err) == (0, "")
    assert done.out.replace("\u00a0", " ") == (
        "::: {.what-changed}\n"
        "**What changed since July 1, 2024**\n\n"
        '- New: {{ fact("trade-began") }}\n'
        '- Changed: {{ fact("debt-total") }} Before: “The debt stood at about US$1.5 billion.”\n'
        '- Now checked: {{ fact("debt-small") }} Before: disputed.\n'
        "- New sources: @ivanov2019.\n"
        ":::\n"
        "{# Rewritten besides, for you to put into words: briefs/one.md:10 #}\n"
    )
    with (project / "briefs/one.md").open("a", encoding="utf-8") as file:
        file.write(f"\n{done.out}")
    again = changed("render", "one", "--to", "html")
    assert again.code == 0
    assert "warning" not in again.err.replace("no warning", "")
    page = (project / "build/one.html").read_text(encoding="utf-8")
    assert 'class="what-changed"' in page
    assert "{{" not in page


def test_json(changed: Call) -> None:
    content = json.loads(changed("diff", "build/one.docx", "one", "--json").out)
    assert (content["old"]["date"], content["new"]["date"]) == ("2024-07-01", "2024-08-01")
    assert [one["id"] for one in content["facts"]["added"]] == ["trade-began"]
    assert content["facts"]["removed"] == []
    assert [(one["id"], [change["field"] for change in one["changes"]]) for one in content["facts"]["changed"]] == [
        ("debt-total", ["value"]),
        ("debt-small", ["status"]),
    ]
    assert [one["key"] for one in content["references"]["added"]] == ["ivanov2019"]
    assert [(one["how"], one["line"]) for one in content["paragraphs"]] == [("through facts", 7), ("changed", 10)]
    assert content["paragraphs"][1]["cites_added"] == ["ivanov2019"]


def test_the_two_forms_exclude_each_other(rendered: Call) -> None:
    done = rendered("diff", "one", "one", "--json", "--markdown")
    assert done.code == 2
    assert "--markdown and --json exclude each other" in done.err


def test_names_and_files_that_are_not_there(rendered: Call) -> None:
    brief = rendered("diff", "ones", "one")
    assert (brief.code, brief.out) == (1, "")
    assert "there is no brief `ones`" in brief.err
    assert "did you mean `one`?" in brief.err
    file = rendered("diff", "build/ones.docx", "one")
    assert file.code == 1
    assert "there is no file `build/ones.docx`, and no brief of that name" in file.err


def test_a_docx_without_a_manifest_and_a_page(rendered: Call, project: Path) -> None:
    from docx import Document

    Document().save(str(project / "other.docx"))
    done = rendered("diff", "other.docx", "one")
    assert (done.code, done.out) == (1, "")
    assert "other.docx: error D002 the file carries no manifest" in done.err
    assert rendered("render", "one", "--to", "html").code == 0
    done = rendered("diff", "build/one.html", "one")
    assert done.code == 1
    assert "a PDF or HTML file holds no manifest" in done.err


def test_escape_sequences_of_a_hostile_manifest_are_not_printed(rendered: Call, project: Path) -> None:
    file = project / "build/one.manifest.json"
    content = json.loads(file.read_text(encoding="utf-8"))
    content["brief"]["title"] = "One\x1b]0;x\x07\nbrief"
    file.write_text(json.dumps(content), encoding="utf-8")
    out = rendered("diff", file, "one").out
    assert "\x1b" not in out
    assert "\x07" not in out
