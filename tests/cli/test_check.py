"""`briefwright check`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from tests.cli.conftest import Ran

Call = Callable[..., Ran]


def spoil(project: Path) -> None:
    """One thing wrong of every kind."""
    (project / "briefs/one.md").write_text(
        '---\ntitle: One\n---\n{{ fact("debt-totl") }}\n\n[@pich2042]\n', encoding="utf-8"
    )
    with (project / "facts/trade.yaml").open("a", encoding="utf-8") as file:
        file.write("  - id: trade-grew\n    statement: It grew.\n    evidence: [{source: kuch2051, locator: p. 1}]\n")
    with (project / "bibliography.bib").open("a", encoding="utf-8") as file:
        file.write("@book{broken,\n  title = {Half,\n}\n")


def test_a_good_project(call: Call) -> None:
    done = call("check")
    assert (done.code, done.out) == (0, "2 briefs, 3 facts, 3 references: nothing to mend\n")


def test_all_that_is_wrong_comes_together_in_the_order_of_files(call: Call, project: Path) -> None:
    spoil(project)
    done = call("check")
    assert done.code == 1
    heads = [line for line in done.out.splitlines() if " error " in line]
    assert [head.split(": ")[0].rpartition(":")[0] or head for head in heads] == sorted(
        head.split(": ")[0].rpartition(":")[0] or head for head in heads
    )
    for part in ("there is no fact `debt-totl`", "did you mean `debt-total`?", "the bibliography has no `kuch2051`"):
        assert part in done.out
    assert "bibliography.bib:" in done.out
    assert done.out.splitlines()[-1].startswith("2 briefs, 4 facts, ")


def test_a_finding_shows_its_line_and_column(call: Call, project: Path) -> None:
    spoil(project)
    lines = call("check").out.splitlines()
    place = next(number for number, line in enumerate(lines) if "has no `kuch2051`" in line)
    shown, mark = lines[place + 1 : place + 3]
    assert shown.endswith("evidence: [{source: kuch2051, locator: p. 1}]")
    assert shown[mark.index("^") :].startswith("kuch2051")


def test_an_error_that_hides_others_does_not_hide_those_of_other_briefs(call: Call, project: Path) -> None:
    (project / "briefs/one.md").write_text("---\ntitle: One\n---\n{% if %}\n", encoding="utf-8")
    (project / "briefs/two.md").write_text('---\ntitle: Two\n---\n{{ fact("nobody") }}\n', encoding="utf-8")
    done = call("check")
    assert "briefs/one.md:4" in done.out
    assert "briefs/two.md:4" in done.out


def test_only_the_briefs_named(call: Call, project: Path) -> None:
    (project / "briefs/one.md").write_text('---\ntitle: One\n---\n{{ fact("nobody") }}\n', encoding="utf-8")
    done = call("check", "two")
    assert (done.code, done.out) == (0, "1 brief, 3 facts, 3 references: nothing to mend\n")


def test_an_unknown_brief(call: Call) -> None:
    done = call("check", "too")
    assert done.code == 1
    assert "there is no brief `too`" in done.out
    assert "did you mean `two`?" in done.out


def test_json_has_every_finding(call: Call, project: Path) -> None:
    spoil(project)
    done = call("check", "--format", "json")
    assert (done.code, done.err) == (1, "")
    found = {finding["name"]: finding for finding in json.loads(done.out)}
    assert found["unknown-fact"] == {
        "code": "T008", "name": "unknown-fact", "severity": "error", "message": "there is no fact `debt-totl`",
        "hint": "did you mean `debt-total`?", "path": "briefs/one.md", "line": 4, "column": 0, "subject": "debt-totl",
    }  # fmt: skip


def test_quiet_says_nothing_of_a_good_project(call: Call) -> None:
    assert call("check", "--quiet").said == ""


def test_a_warning_is_no_failure(call: Call, project: Path) -> None:
    (project / "briefs/two.md").write_text("---\ntitle: Two\n---\nNo source at all.\n", encoding="utf-8")
    done = call("check")
    assert done.code == 0
    assert "the brief cites nothing" in done.out
    assert done.out.splitlines()[-1].endswith(": 1 warning")


def test_a_bibliography_entry_that_nobody_cites_is_looked_at_too(call: Call, project: Path) -> None:
    with (project / "bibliography.bib").open("a", encoding="utf-8") as file:
        file.write("@book{uncited, title = undefinedname, date = {2020}}\n")
    assert "no @string is named `undefinedname`" in call("check").out
    assert "undefinedname" not in call("check", "one").out


def test_nothing_is_written(call: Call, project: Path) -> None:
    before = sorted(project.rglob("*"))
    call("check")
    assert sorted(project.rglob("*")) == before


def test_sarif_names_rules_and_places(call: Call, project: Path) -> None:
    spoil(project)
    done = call("check", "--format", "sarif")
    run = json.loads(done.out)["runs"][0]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert all(rules[result["ruleIndex"]] == result["ruleId"] for result in run["results"])
    places = [result["locations"][0]["physicalLocation"] for result in run["results"] if "locations" in result]
    assert {"artifactLocation": {"uri": "briefs/one.md"}, "region": {"startLine": 4}} in places


def test_github_says_it_beside_the_line(call: Call, project: Path) -> None:
    spoil(project)
    said = "::error file=briefs/one.md,line=4,title=T008 unknown-fact::there is no fact `debt-totl`"
    assert any(line.startswith(said) for line in call("check", "--format", "github").out.splitlines())


def test_a_path_tells_only_of_that_file(call: Call, project: Path) -> None:
    spoil(project)
    done = call("check", str(project / "bibliography.bib"), "--format", "json")
    assert {finding["path"] for finding in json.loads(done.out)} == {"bibliography.bib"}


def test_a_rule_that_does_not_exist(call: Call) -> None:
    done = call("check", "--select", "weasel-word")
    assert done.code == 2
    assert "did you mean `weasel-words`?" in done.err


def hear(project: Path, *codes: str) -> None:
    """Let these rules be asked, and no others."""
    config = project / "pyproject.toml"
    text = config.read_text(encoding="utf-8").split("[tool.briefwright.check]")[0]
    config.write_text(f"{text}[tool.briefwright.check]\nselect = {json.dumps(codes)}\n", encoding="utf-8")


def test_the_last_line_tells_quotations_that_were_not_looked_up(call: Call, project: Path) -> None:
    hear(project, "F102")
    saved = project / "snapshots/kuch2015.txt"
    saved.unlink()
    assert call("check").out.endswith(": nothing to mend; 1 quotation not looked up (no saved copy)\n")
    saved.write_text("There was a debt of $1.5 billion.\n", encoding="utf-8")
    assert call("check").out.endswith(": nothing to mend; 1 quotation found in saved texts\n")
    saved.write_text("There was a debt.\n", encoding="utf-8")
    assert call("check").out.endswith(": 1 error; 1 quotation not found\n")
    saved.write_bytes(b"\xff\x00")
    assert call("check").out.endswith(": nothing to mend; 1 quotation not looked up (the saved copy cannot be read)\n")


def test_remarks_are_counted_and_quiet_leaves_them_out(call: Call, project: Path) -> None:
    hear(project, "R114")
    assert ": nothing to mend, 1 remark" in call("check").out.splitlines()[-1]
    assert call("check", "--quiet").said == ""


def test_a_file_that_is_not_there(call: Call) -> None:
    done = call("check", "facts/none.yaml")
    assert (done.code, "there is no file `facts/none.yaml`" in done.err) == (2, True)


def test_one_brief_is_there(call: Call, project: Path) -> None:
    (project / "briefs/one.md").unlink()
    assert "hint: there is two" in call("check", "nothing-like-it").out


def test_fix_names_what_it_mended(call: Call, project: Path) -> None:
    hear(project, "R106")
    library = project / "bibliography.bib"
    before = library.read_text(encoding="utf-8")
    library.write_text(before.replace("{10.1000/", "{doi:10.1000/"), encoding="utf-8")
    done = call("check", "--fix")
    assert "mended bibliography.bib:3:34: R106 " in done.err
    assert library.read_text(encoding="utf-8") == before
