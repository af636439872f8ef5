"""`briefwright new`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Ran, on_terminal

Call = Callable[..., Ran]
SOURCE = ("new", "fact", "kuch2015")


def test_a_fact_from_words_in_the_saved_text(call: Call, project: Path) -> None:
    before = (project / "facts/debt.yaml").read_text(encoding="utf-8")
    done = call(*SOURCE, "three-day  INCOME", "--topic", "debt", "--statement", "It beat the income of three days.")
    assert done.code == 0, done.err
    assert "Found in kuch2015.txt, line 8: para. 2" in done.err
    assert "Added `beat-income-three-days` to facts/debt.yaml:26:" in done.err
    after = (project / "facts/debt.yaml").read_text(encoding="utf-8")
    assert after == before + (
        "\n  - id: beat-income-three-days\n"
        "    statement: It beat the income of three days.\n"
        "    evidence:\n"
        "      - source: kuch2015\n"
        "        locator: para. 2\n"
        '        quote: "three-day income"\n'
    )
    assert done.out.strip() in after
    assert call("check").code == 0


def test_the_id_the_locator_and_a_new_topic_can_be_given(call: Call, project: Path) -> None:
    words = ("a debt of $1.5 billion", "--locator", "p. 9", "--id", "x-1", "--topic", "Old debts", "--statement", "X.")
    done = call(*SOURCE, *words)
    assert done.code == 0, done.err
    assert (project / "facts/old-debts.yaml").read_text(encoding="utf-8") == (
        "topic: Old debts\nfacts:\n  - id: x-1\n    statement: X.\n    evidence:\n"
        '      - source: kuch2015\n        locator: p. 9\n        quote: "a debt of $1.5 billion"\n'
    )


@pytest.mark.parametrize(("locator", "warned"), [("para. 1", True), ("para. 2", False), ("paras. 1-2", False)])
def test_a_locator_that_the_saved_text_refutes_is_warned_of(call: Call, locator: str, warned: bool) -> None:
    done = call(*SOURCE, "three-day income", "--topic", "debt", "--statement", "X.", "--locator", locator)
    assert done.code == 0
    said = "the words are in para. 2 of kuch2015.txt, not in para. 1"
    assert (said in done.err) is warned
    assert f"locator: {locator}" in done.out


def test_words_that_are_not_in_the_text_are_refused(call: Call, project: Path) -> None:
    before = (project / "facts/debt.yaml").read_bytes()
    done = call(*SOURCE, "a debt of $1.6 billion", "--topic", "debt", "--statement", "X.", "--locator", "p. 1")
    assert done.code == 1
    assert "the words are not in kuch2015.txt" in done.err
    assert "the nearest are “a debt of $1.5 billion”" in done.err
    assert (project / "facts/debt.yaml").read_bytes() == before


def test_unchecked_words_give_a_draft(call: Call) -> None:
    words = ("a debt of $1.6 billion", "--topic", "debt", "--statement", "X.", "--locator", "p. 1", "--unchecked")
    done = call(*SOURCE, *words)
    assert (done.code, "    status: draft" in done.out) == (0, True)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["kuch2051", "a debt"], 1, "did you mean `kuch2015`?"),
        (["kuch2015", "a debt of", "--statement", "X.", "--id", "debt-small"], 1, "facts/debt.yaml:18"),
        (["kuch2015", "a debt of", "--statement", "X.", "--id", "Debt Small"], 2, "`Debt Small` is no id"),
        (["kuch2015", "a debt of"], 2, "give --statement"),
        (["kuch2015", "a debt of", "--statement", "X."], 2, "give --topic: there are debt, trade"),
        (["kuch2015", "“ ”", "--statement", "X."], 2, "the quoted words are empty"),
        (["pich2024", "a debt", "--statement", "X.", "--topic", "debt"], 2, "give --locator"),
        (["kuch2015"], 2, "QUOTED WORDS"),
    ],
)
def test_what_is_refused_with_what_to_do(call: Call, project: Path, arguments: list[str], code: int, said: str) -> None:
    before = {path: path.read_bytes() for path in project.rglob("*.yaml")}
    done = call("new", "fact", *arguments)
    assert (done.code, done.out) == (code, "")
    assert said in done.err
    assert {path: path.read_bytes() for path in project.rglob("*.yaml")} == before


def test_a_long_quotation_is_warned_of(call: Call) -> None:
    words = "The minister spoke of the dams at some length, and he did not speak of financial matters"
    done = call(*SOURCE, words, "--topic", "debt", "--statement", "He spoke.")
    assert done.code == 0
    assert "the quotation has 17 words; up to 15 are enough" in done.err
    assert "did not speak of financial matters" in done.out


def test_a_broken_fact_file_stops_it(call: Call, project: Path) -> None:
    (project / "facts/trade.yaml").write_text("facts: [", encoding="utf-8")
    done = call(*SOURCE, "a debt of", "--topic", "debt", "--statement", "X.")
    assert done.code == 1
    assert "facts/trade.yaml" in done.err


def test_a_statement_in_cyrillic_takes_its_id_from_the_source(call: Call) -> None:
    done = call(*SOURCE, "a debt of", "--topic", "debt", "--statement", "Долг велик.")
    assert (done.code, "- id: kuch2015\n" in done.out) == (0, True)


def test_it_asks_on_a_terminal(project: Path) -> None:
    done = on_terminal(project, "new", "fact", "pich2024", "rivers run", answers="p. 14\nRivers run.\ntrade\n")
    assert done.code == 0, done.out
    text = (project / "facts/trade.yaml").read_text(encoding="utf-8")
    assert "  - id: rivers-run\n    statement: Rivers run.\n" in text
    assert "        locator: p. 14\n" in text


# --- briefs ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("template", ["at-a-glance", "briefing-note", "fact-sheet"])
def test_a_skeleton_has_every_block_and_can_be_composed(call: Call, project: Path, template: str) -> None:
    done = call("new", "brief", "2024/dam-report", "--template", template)
    assert done.code == 0, done.err
    assert done.out == "Wrote briefs/2024/dam-report.md. To render it: briefwright render 2024/dam-report\n"
    text = (project / "briefs/2024/dam-report.md").read_text(encoding="utf-8")
    assert text.startswith(f"---\ntitle: Dam report\ntemplate: {template}\ndate: 2")
    assert all(f"{{% block {name} %}}" in text for name in ("figures", "gaps") if template != "briefing-note")
    found = call("check", "2024/dam-report")
    assert found.code == 0, found.out
    assert "warning B006" in found.out


def test_names_with_spaces_quotes_and_cyrillic(call: Call, project: Path) -> None:
    done = call("new", "brief", "Записка о'долге", "--title", 'Долг: "старый" # 1')
    assert done.code == 0
    assert done.out.endswith("""briefwright render 'Записка о'"'"'долге'\n""")
    text = (project / "briefs/Записка о'долге.md").read_text(encoding="utf-8")
    assert 'title: "Долг: \\"старый\\" # 1"\n' in text
    assert call("list", "briefs", "старый").out.startswith("Записка о'долге\t")


def test_a_brief_that_is_there_is_not_overwritten(call: Call, project: Path) -> None:
    before = (project / "briefs/one.md").read_bytes()
    for name in ("one", "briefs/one.md"):
        done = call("new", "brief", name)
        assert done.code == 1
        assert "there is a brief `one` already: briefs/one.md" in done.err
    assert (project / "briefs/one.md").read_bytes() == before


@pytest.mark.parametrize("name", ["", "../out", "/etc/brief", "a//b", ".hidden", "a/", "back\\slash", "new\nline"])
def test_what_is_no_name(call: Call, project: Path, name: str) -> None:
    before = sorted(project.parent.rglob("*"))
    assert call("new", "brief", name).code == 2
    assert sorted(project.parent.rglob("*")) == before


def test_an_unknown_template_is_guessed(call: Call) -> None:
    done = call("new", "brief", "x", "--template", "fact-shet")
    assert done.code == 1
    assert "did you mean `fact-sheet`?" in done.err


def test_the_date_is_that_of_source_date_epoch(call: Call, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    call("new", "brief", "x")
    assert "date: 1970-01-02\n" in (project / "briefs/x.md").read_text(encoding="utf-8")
