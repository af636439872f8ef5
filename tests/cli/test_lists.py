"""`briefwright list`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Ran, on_terminal, run

Call = Callable[..., Ran]


def first(done: Ran) -> list[str]:
    assert done.code == 0, done.said
    return [line.split("\t")[0] for line in done.out.splitlines()]


def test_facts_as_lines_with_tabs(call: Call) -> None:
    done = call("list", "facts")
    assert first(done) == ["debt-total", "debt-small", "trade-began"]
    assert done.out.splitlines()[0].split("\t") == [
        "debt-total", "debt", "reported", "checked", "2015-11", "The debt stood at about US$1.5\u00a0billion.".replace(
            "\u00a0", " "), "kuch2015", "facts/debt.yaml:4",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "ids"),
    [
        (["--topic", "trade"], ["trade-began"]),
        (["--status", "disputed"], ["debt-small"]),
        (["--kind", "reported"], ["debt-total"]),
        (["--kind", "fact", "--topic", "debt"], ["debt-small"]),
        (["agency"], ["debt-total"]),
        (["DEBT", "small"], ["debt-small"]),
        (["pich2024"], ["debt-small", "trade-began"]),
        (["1.5"], ["debt-total"]),
        (["nothing like it"], []),
    ],
)
def test_facts_by_filter_and_by_words(call: Call, arguments: list[str], ids: list[str]) -> None:
    assert first(call("list", "facts", *arguments)) == ids


def test_an_unknown_topic_is_guessed(call: Call) -> None:
    done = call("list", "facts", "--topic", "dept")
    assert done.code == 2
    assert "there is no topic `dept`: did you mean `debt`?" in done.err


def test_facts_as_json(call: Call) -> None:
    listed = json.loads(call("list", "facts", "--json", "--topic", "trade").out)
    assert [(one["id"], one["as_of"], one["path"], one["line"]) for one in listed] == [
        ("trade-began", "1956", "facts/trade.yaml", 3)
    ]


def test_references(call: Call) -> None:
    rows = [line.split("\t") for line in call("list", "references").out.splitlines()]
    assert rows == [
        ["pich2024", "article", "2024", "Pich & Yuok", "2", "Two Rivers", "bibliography.bib:1:1"],
        ["kuch2015", "online", "2015", "Kúch, Agency", "1", "Debt & dams", "bibliography.bib:5:1"],
        ["ivanov2019", "book", "2019", "Ivanov", "0", "Dams", "bibliography.bib:6:1"],
    ]


@pytest.mark.parametrize(
    ("arguments", "keys"),
    [
        (["kúch"], ["kuch2015"]),
        (["two rivers"], ["pich2024"]),
        (["--kind", "Book"], ["ivanov2019"]),
        (["--topic", "debt", "dams"], ["kuch2015"]),
    ],
)
def test_references_by_filter_and_by_words(call: Call, arguments: list[str], keys: list[str]) -> None:
    assert first(call("list", "references", *arguments)) == keys


def test_briefs(call: Call) -> None:
    lines = call("list", "briefs").out.splitlines()
    assert lines == [
        "one\t2024-07-01\t\tat-a-glance\tapa\tOne brief\tbriefs/one.md",
        "two\t2024-07-02\t\tbriefing-note\tieee\tAnother\tbriefs/two.md",
    ]
    assert first(call("list", "briefs", "another")) == ["two"]


def test_templates_with_their_blocks_and_the_projects_own(call: Call, project: Path) -> None:
    own = project / "templates"
    own.mkdir()
    (own / "memo.md").write_text(
        '{% extends "base.md" %}{% block document %}{% block gist %}{% endblock %}{% endblock %}', encoding="utf-8"
    )
    (own / "spoilt.md").write_text("{% block %}", encoding="utf-8")
    lines = dict(line.split("\t", 1) for line in call("list", "templates").out.splitlines())
    assert lines["memo"] == "project\tgist"
    assert lines["spoilt"] == "project\t(it cannot be read: see `briefwright check`)"
    assert lines["at-a-glance"].startswith("package\tkey_points, figures, main, ")
    assert "base" not in lines


def test_styles_by_words_of_name_and_title(call: Call) -> None:
    names = first(call("list", "styles", "chicago", "notes"))
    assert names[0] == "chicago-notes"
    assert "chicago-notes-bibliography" in names
    assert first(call("list", "styles", "medieval", "literature"))  # in titles of journals, not in names alone
    assert first(call("list", "styles", "no such style")) == []


def test_styles_of_the_project_come_first(call: Call, project: Path) -> None:
    (project / "templates").mkdir()
    style = '<style xmlns="http://purl.org/net/xbiblio/csl"><info><title>Our APA &amp; more</title></info></style>'
    (project / "templates/our-apa.csl").write_text(style, encoding="utf-8")
    lines = call("list", "styles", "apa").out.splitlines()
    assert lines[0] == "our-apa\tproject\tOur APA & more"
    assert lines[1].startswith("apa\tpackage\tAPA Style")


def test_all_styles(call: Call) -> None:
    assert len(call("list", "styles").out.splitlines()) > 10_000


def test_themes(call: Call) -> None:
    assert "plain\tpackage" in call("list", "themes").out.splitlines()


def test_errors_elsewhere_are_mentioned_not_told(call: Call, project: Path) -> None:
    (project / "facts/trade.yaml").write_text("facts: [", encoding="utf-8")
    done = call("list", "facts")
    assert first(done) == ["debt-total", "debt-small"]
    assert done.err == "(1 error in the project's files, so something may be missing here: see `briefwright check`)\n"


def test_a_table_on_a_terminal(project: Path) -> None:
    done = on_terminal(project, "list", "facts", "--topic", "debt", columns=90)
    assert done.out.splitlines()[0].split() == ["Fact", "Topic", "Kind", "Status", "As", "of", "Statement"]
    assert all(len(line) <= 90 for line in done.out.splitlines())
    assert "debt-small  debt   fact      disputed" in done.out
    assert "facts/debt.yaml" not in done.out


def test_nothing_found_on_a_terminal_is_said(project: Path) -> None:
    assert on_terminal(project, "list", "facts", "zebra").out == "No fact is found.\n"


def test_styles_on_a_terminal_are_a_choice(project: Path) -> None:
    lines = on_terminal(project, "list", "styles").out.splitlines()
    assert len(lines) < 30
    assert "search with `briefwright list styles WORD`" in " ".join(lines)


def test_an_empty_project(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.briefwright]\n", encoding="utf-8")
    for what in ("facts", "references", "briefs"):
        done = run(tmp_path, "list", what)
        assert (done.code, done.out) == (0, "")
