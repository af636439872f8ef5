"""`briefwright show`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from tests.cli.conftest import Ran, on_terminal

Call = Callable[..., Ran]

FACT = """\
debt-total  (fact, facts/debt.yaml:4)

The debt stood at about US$1.5 billion.

label           Debt
topic           debt
kind            reported
status          checked
as of           2015-11
value           about US$1.5 billion
voice           The agency (wrote)
tags            figure
conflicts with  debt-small

Evidence: kuch2015, para. 2 (supports)
  “a debt of $1.5 billion”
  Kúch, Agency. (2015, November 24). Debt & dams.

Used in
  briefs/one.md: line 7

"""

REFERENCE = """\
ivanov2019  (reference, bibliography.bib:6)

Ivanov, I. (2019). Dams. P.

type       book
author     Ivanov, Ivan
title      Dams
date       2019
publisher  P
location   L

Facts that rest on it
  none

Facts that cite it at second hand
  debt-small, p. 12, facts/debt.yaml:18, read in pich2024

Cited in
  briefs/one.md: line 10 (cited in)

"""


def test_a_fact(call: Call) -> None:
    done = call("show", "debt-total")
    assert (done.code, done.err) == (0, "")
    assert done.out.replace("\u00a0", " ") == FACT


def test_a_reference(call: Call) -> None:
    assert call("show", "ivanov2019").out == REFERENCE


def test_a_fact_read_in_another_work_and_named_by_another_fact(call: Call) -> None:
    out = call("show", "debt-small").out
    assert "  which cites: Ivanov, I. (2019). Dams. P." in out
    assert "Named by facts\n  debt-total (conflicts with), facts/debt.yaml:4\n" in out


def test_where_a_reference_is_used_by_facts_by_hand_and_by_a_selection(call: Call) -> None:
    content = json.loads(call("show", "pich2024", "--json").out)
    assert {(use["brief"], use["line"]) for use in content["cited_in"]} == {("one", 10), ("two", 6)}
    assert [(one["fact"], one["locator"]) for one in content["facts"]] == [
        ("debt-small", "p. 12"),
        ("trade-began", "p. 11"),
    ]


def test_a_reference_in_the_projects_style(call: Call, project: Path) -> None:
    (project / "pyproject.toml").write_text('[tool.briefwright]\ncsl = "ieee"\n', encoding="utf-8")
    content = json.loads(call("show", "ivanov2019", "--json").out)
    assert (content["style"], content["formatted"]) == ("ieee", "I. Ivanov, Dams. L: P, 2019.")


def test_parts_of_a_fact_by_line(call: Call, project: Path) -> None:
    (project / "briefs/two.md").write_text(
        '---\ntitle: Two\n---\n{{ value("debt-total") }} {{ fact("debt-total") }}\n\n{{ key_figures("debt-total") }}\n',
        encoding="utf-8",
    )
    assert "briefs/two.md: lines 4 (value), 6 (label, value, date)" in call("show", "debt-total").out


def test_an_unknown_name_is_guessed_among_facts_and_references(call: Call) -> None:
    done = call("show", "debt-totl")
    assert (done.code, done.out) == (1, "")
    assert "there is neither a fact nor a reference `debt-totl`" in done.err
    assert "did you mean `debt-total`?" in done.err
    assert "did you mean `pich2024`?" in call("show", "pich2042").err


def test_a_fact_and_a_reference_of_one_name(call: Call, project: Path) -> None:
    text = (project / "facts/trade.yaml").read_text(encoding="utf-8")
    (project / "facts/trade.yaml").write_text(text.replace("trade-began", "pich2024"), encoding="utf-8")
    out = call("show", "pich2024").out
    assert "pich2024  (fact, facts/trade.yaml:3)" in out
    assert "pich2024  (reference, bibliography.bib:1)" in out
    assert [one["what"] for one in json.loads(call("show", "pich2024", "--json").out)] == ["fact", "reference"]


def test_a_broken_entry_is_told(call: Call, project: Path) -> None:
    with (project / "bibliography.bib").open("a", encoding="utf-8") as file:
        file.write("@book{half,\n  title = {Half,\n}\n")
    done = call("show", "half")
    assert done.code == 1
    assert "bibliography.bib:" in done.err


def test_a_brief_that_cannot_be_composed_is_named(call: Call, project: Path) -> None:
    (project / "briefs/two.md").write_text("---\ntitle: Two\n---\n{% if %}\n", encoding="utf-8")
    done = call("show", "debt-total")
    assert done.code == 0
    assert "Not looked through, as errors keep them from being composed: two" in done.err


def test_long_lines_are_broken_between_words_on_a_terminal(project: Path) -> None:
    done = on_terminal(project, "show", "pich2024", columns=50)
    assert done.code == 0
    assert all(len(line) <= 50 or " " not in line.strip() for line in done.out.splitlines())
