"""`briefwright stale`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Ran

Call = Callable[..., Ran]


@pytest.fixture
def rendered(call: Call) -> Call:
    assert call("render", "--to", "html").code == 0
    return call


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_nothing_is_stale(rendered: Call) -> None:
    done = rendered("stale")
    assert (done.code, done.out, done.err) == (0, "None of 2 rendered briefs is stale.\n", "")


def test_nothing_is_rendered(call: Call) -> None:
    done = call("stale")
    assert (done.code, done.out) == (1, "")
    assert done.err == (
        "build: error P002 there is no manifest in this folder\n"
        "       hint: `briefwright render` writes one for each brief\n"
    )


def test_a_folder_without_manifests_and_one_that_is_not_there(rendered: Call, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = rendered("stale", "--output", tmp_path / "empty", "--json")
    content = json.loads(done.out)
    assert (done.code, content["exit_code"], content["briefs"]) == (1, 1, [])
    assert [one["message"] for one in content["findings"]] == ["there is no manifest in this folder"]
    done = rendered("stale", "--output", "nowhere")
    assert (done.code, done.out) == (2, "")
    assert "there is no folder `nowhere`" in done.err


def test_changes_field_by_field(rendered: Call, project: Path) -> None:
    edit(project / "facts/debt.yaml", "1500000000", "1600000000")
    edit(
        project / "facts/debt.yaml", "The debt was small.", "The debt was rather small, as some would have it, and old."
    )
    edit(project / "bibliography.bib", "Two {Rivers}", "Three {Rivers}")
    done = rendered("stale")
    assert done.code == 1
    assert done.out.replace("\u00a0", " ") == (
        "one is stale (build/one.manifest.json)\n"
        "  fact debt-total (facts/debt.yaml:4) changed\n"
        "    value: about US$1.5 billion → about US$1.6 billion\n"
        "  fact debt-small (facts/debt.yaml:18) changed\n"
        "    statement: The debt was small. → The debt was rather small, as some would have it, and old.\n"
        "  reference pich2024 (bibliography.bib:1) changed\n"
        "    title: Two {Rivers} → Three {Rivers}\n"
        "\n"
        "two is stale (build/two.manifest.json)\n"
        "  reference pich2024 (bibliography.bib:1) changed\n"
        "    title: Two {Rivers} → Three {Rivers}\n"
        "\n"
        "2 of 2 rendered briefs are stale.\n"
        "To render again: briefwright render one two\n"
    )


def test_rendering_again_mends_it(rendered: Call, project: Path) -> None:
    edit(project / "facts/trade.yaml", "in 1956", "in 1957")
    assert rendered("stale").code == 1
    assert rendered("render", "two", "--to", "html").code == 0
    assert rendered("stale").code == 0


def test_a_long_change_is_told_word_by_word(rendered: Call, project: Path) -> None:
    long = "Trade began in 1956, in the spring, with rice and rubber from the provinces"
    edit(project / "facts/trade.yaml", "Trade began in 1956", long)
    assert rendered("render", "two", "--to", "html").code == 0
    edit(project / "facts/trade.yaml", "rice and rubber", "timber")
    expected = "statement: Trade began in 1956, in the spring, with [-rice and rubber-] {+timber+} from the provinces."
    assert expected in rendered("stale").out


def test_a_brief_that_changed_says_how_to_see_it(rendered: Call, project: Path) -> None:
    edit(project / "briefs/one.md", "Plainly", "Surely")
    out = rendered("stale").out
    assert "  its own text (briefs/one.md) changed\n" in out
    command = next(line for line in out.split("\n") if "how:" in line).partition("how: briefwright ")[2]
    assert "[-Plainly.-] {+Surely.+}" in rendered(*command.split()).out


def test_facts_out_of_use_and_past_review(rendered: Call, project: Path) -> None:
    edit(project / "facts/debt.yaml", "status: disputed", "status: withdrawn")
    edit(project / "facts/trade.yaml", "    as_of: 1956\n", "    as_of: 1956\n    review_by: 2020-01\n")
    out = rendered("stale").out
    assert "  fact debt-small (facts/debt.yaml:18) was withdrawn\n    status: disputed → withdrawn\n" in out
    assert "  fact trade-began (facts/trade.yaml:3) is past its date of review, 2020-01\n" in out
    assert "To review, and to give a later review_by: trade-began\n" in out
    assert "To render again: briefwright render one\n" in out


def test_a_successor(rendered: Call, project: Path) -> None:
    with (project / "facts/trade.yaml").open("a", encoding="utf-8") as file:
        file.write("  - id: trade-earlier\n    statement: It began in 1954.\n    supersedes: [trade-began]\n")
        file.write("    evidence: [{source: pich2024, locator: p. 12}]\n")
    out = rendered("stale").out
    assert "  fact trade-began (facts/trade.yaml:3) was superseded by trade-earlier\n" in out


def test_what_is_gone(rendered: Call, project: Path) -> None:
    (project / "briefs/two.md").unlink()
    edit(project / "facts/debt.yaml", "id: debt-total", "id: debt-sum")
    out = rendered("stale").out
    assert "  fact debt-total (facts/debt.yaml) is gone from the project\n" in out
    assert "  its own text (briefs/one.md) cannot be rendered, it has errors now\n" in out
    assert "two is stale (build/two.manifest.json)\n  its own text (briefs/two.md) is gone from the project\n" in out
    assert "To render again" not in out


def test_another_folder_and_briefs_that_are_not_in_it(call: Call, tmp_path: Path) -> None:
    assert call("render", "two", "--to", "html", "--output", tmp_path / "out").code == 0
    done = call("stale", "--output", tmp_path / "out")
    assert (done.code, done.out) == (0, "None of 1 rendered brief is stale.\nNot rendered there yet: one\n")


def test_manifests_that_cannot_be_read(rendered: Call, project: Path) -> None:
    (project / "build/one.manifest.json").write_text("{", encoding="utf-8")
    done = rendered("stale")
    assert done.code == 1
    assert "None of 1 rendered brief is stale." in done.out
    assert "build/one.manifest.json: error P002 the manifest cannot be read: it is not JSON" in done.err
    assert "hint: render the brief again to have a new one" in done.err


def test_json(rendered: Call, project: Path) -> None:
    edit(project / "facts/debt.yaml", "as_of: 2015-11", "as_of: 2015-12")
    done = rendered("stale", "--json")
    content = json.loads(done.out)
    assert (done.code, content["exit_code"], content["findings"], content["not_rendered"]) == (1, 1, [], [])
    one, two = content["briefs"]
    assert (one["name"], one["manifest"], one["stale"], two["stale"]) == ("one", "build/one.manifest.json", True, False)
    (reason,) = one["reasons"]
    assert (reason["what"], reason["name"], reason["how"]) == ("fact", "debt-total", "changed")
    assert (reason["path"], reason["line"]) == ("facts/debt.yaml", 4)
    assert reason["changes"] == [{"field": "as_of", "before": "2015-11", "after": "2015-12"}]
