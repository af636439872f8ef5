"""`briefwright explain`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from briefwright.check import RULES
from briefwright.cli import main
from briefwright.diagnostics import Code
from tests.cli.conftest import on_terminal, run


def test_without_a_code_all_rules_are_listed(tmp_path: Path) -> None:
    done = run(tmp_path, "explain")
    assert (done.code, done.err) == (0, "")
    assert [tuple(line.split("\t")) for line in done.out.splitlines()] == [
        (rule.code.value, rule.code.slug, rule.about) for rule in RULES
    ]


@pytest.mark.parametrize("name", ["F102", "f102", "quotation-not-found"])
def test_a_rule_has_its_page_without_links_to_others(tmp_path: Path, name: str) -> None:
    done = run(tmp_path, "explain", name)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("# F102 quotation-not-found\n\n## What it does\n")
    assert "(see the command snapshot)" in done.out
    assert ".md" not in done.out


def test_another_code_has_its_row_of_the_guide(tmp_path: Path) -> None:
    assert run(tmp_path, "explain", "T008").out == (
        "# T008 unknown-fact\n\nWhat it means: no fact has this id.\n\nWhat to do: mend it; `briefwright list facts`.\n"
    )


@pytest.mark.parametrize("code", Code)
def test_every_code_is_explained(code: Code, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", code.value]) == 0
    text = capsys.readouterr().out
    assert text.startswith(f"# {code.value} {code.slug}\n\nWhat it means: ") or "## Why it matters" in text
    assert not re.search(r"\]\((?!https?:)[^)]*\.md", text)


def test_on_a_terminal_it_is_rendered(tmp_path: Path) -> None:
    done = on_terminal(tmp_path, "explain", "F102", columns=80)
    text = done.out
    assert done.code == 0
    assert "What it does" in text
    assert "##" not in text
    assert ".md" not in text
    assert max(map(len, text.splitlines())) <= 80


def test_a_code_that_does_not_exist(tmp_path: Path) -> None:
    done = run(tmp_path, "explain", "unknown-fakt")
    assert done.code == 2
    assert "did you mean `unknown-fact`?" in done.err
