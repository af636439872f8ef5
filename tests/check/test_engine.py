"""Which rules are asked, how severely, and what is silenced."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from pathlib import Path

import pytest

from briefwright.check import RULES, Choice, Context, Reviewed, Rule
from briefwright.check.engine import ask, unknown_in_comments
from briefwright.check.fixes import mended
from briefwright.diagnostics import Code, Edit, Finding, Location, Severity, warning
from briefwright.load import load_project
from briefwright.model import CheckSettings, Project

FILES = {
    "pyproject.toml": "[tool.briefwright]\n",
    "bibliography.bib": (
        "% briefwright: ignore R113 printed\n@book{a, title = {A},\n  url = {x}}\n@book{b,\n title = {B}}\n"
    ),
    "facts/f.yaml": (
        "facts:\n  - id: one\n    statement: One.  # briefwright: ignore F111, F109 known\n"
        "    evidence: [{source: a, locator: p. 1}]\n  - id: two\n    statement: Two.\n"
        "    evidence: [{source: a, locator: p. 1}]\n"
    ),
    "briefs/final.md": (
        "---\ntitle: F\nstatus: final\n---\nText.\n{# briefwright: ignore L108 #}\nSome say.\nSome say.\n"
    ),
    "briefs/draft.md": (
        "---\ntitle: D\nstatus: draft\n---\nText. {# briefwright: ignore withdrawn-fact-used, known #}\n\nText.\n"
    ),
}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    for name, text in FILES.items():
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return load_project(tmp_path).value


def rule(code: Code, *places: tuple[str, int], severity: Severity = Severity.WARNING, on: bool = True) -> Rule:
    def find(_: Context) -> Iterable[Finding]:
        return [warning(code, "m", Location(path, line)) for path, line in places]

    return Rule(code, severity, "about", find, on)


def told(project: Project, *rules: Rule) -> list[tuple[str, str]]:
    reviewed = tuple(Reviewed(brief, None, ()) for brief in project.briefs.values())
    context = Context(project, reviewed, whole=True, today=datetime.date(2026, 1, 1))
    found = ask(context, rules, Choice(CheckSettings()))
    return [(str(finding.location), finding.severity.value) for finding in found]


def test_a_final_brief_raises_and_a_draft_lowers(project: Project) -> None:
    places = (("briefs/final.md", 5), ("briefs/draft.md", 5), ("facts/f.yaml", 5))
    assert told(project, rule(Code.WEASEL_WORDS, *places)) == [
        ("briefs/draft.md:5", "info"),
        ("briefs/final.md:5", "error"),
        ("facts/f.yaml:5", "warning"),
    ]


@pytest.mark.parametrize(
    ("code", "path", "lines", "left"),
    [
        (Code.WEASEL_WORDS, "briefs/final.md", (7, 8), [8]),
        (Code.REVIEW_OVERDUE, "facts/f.yaml", (2, 4, 5), [5]),
        (Code.ACCESS_DATE_MISSING, "bibliography.bib", (2, 3, 4), [4]),
        (Code.NEAR_DUPLICATE_FACTS, "facts/f.yaml", (2,), [2]),  # only the codes that are named
        (Code.WITHDRAWN_FACT_USED, "briefs/draft.md", (5, 7), [7]),  # by its name
    ],
)
def test_comments_silence_where_they_stand(
    project: Project, code: Code, path: str, lines: tuple[int, ...], left: list[int]
) -> None:
    found = told(project, rule(code, *((path, line) for line in lines)))
    assert [int(place.rpartition(":")[2]) for place, _ in found] == left


@pytest.mark.parametrize(
    ("choice", "asked"),
    [
        (Choice(CheckSettings()), ["L108"]),
        (Choice(CheckSettings(), select=("L",)), ["L108", "L109"]),
        (Choice(CheckSettings(), select=("relative-time",)), ["L109"]),
        (Choice(CheckSettings(select=("L109", "F1"))), ["F111", "L109"]),
        (Choice(CheckSettings(), ignore=("L108",)), []),
        (Choice(CheckSettings(ignore=("weasel-words",))), []),
        (Choice(CheckSettings(per_file_ignores={"briefs/*.md": ("L108",)})), []),
    ],
)
def test_which_rules_are_asked(project: Project, choice: Choice, asked: list[str]) -> None:
    rules = [
        rule(Code.WEASEL_WORDS, ("briefs/draft.md", 5)),
        rule(Code.RELATIVE_TIME, ("briefs/draft.md", 5), on=False),
        rule(Code.REVIEW_OVERDUE, ("facts/f.yaml", 5), on=False),
    ]
    context = Context(project, (), whole=True, today=datetime.date(2026, 1, 1))
    assert sorted(finding.code.value for finding in ask(context, rules, choice)) == asked


def test_rules_that_comments_name_and_that_there_are_not(tmp_path: Path, project: Project) -> None:
    (tmp_path / "facts/f.yaml").write_text(
        FILES["facts/f.yaml"].replace("F111, F109 known", "L999, F111, mixed-scale, long since known"), encoding="utf-8"
    )
    found = [(str(one.location), one.message, one.hint) for one in unknown_in_comments(project, ())]
    assert [(place, message) for place, message, _ in found] == [
        ("facts/f.yaml:3", "there is no rule `L999`"),
        ("facts/f.yaml:3", "there is no rule `mixed-scale`"),
    ]
    assert found[1][2] == "did you mean `mixed-scales`?"


def test_fixes_change_only_what_they_were_made_for(project: Project, tmp_path: Path) -> None:
    (tmp_path / "briefs/final.md").write_bytes(b"one TLP RED\r\ntwo two\r\n")
    edits = [
        Edit("briefs/final.md", 1, "TLP RED", "TLP:RED"),
        Edit("briefs/final.md", 2, "two", "three"),  # twice in the line: left alone
        Edit("briefs/final.md", 9, "x", "y"),
        Edit("../outside.md", 1, "x", "y"),
    ]
    findings = [Finding(Code.MALFORMED_MARKING, Severity.ERROR, "m", fix=edit) for edit in edits]
    fixes = mended(findings, project.root)
    (change,) = fixes.changes
    assert fixes.done == {edits[0]}
    assert change.after == b"one TLP:RED\r\ntwo two\r\n"
    assert "-one TLP RED" in change.diff()


def test_each_rule_has_its_page_and_each_page_its_rule() -> None:
    folder = Path(__file__).resolve().parents[2] / "docs" / "rules"
    pages = {page.stem: page.read_text("utf-8") for page in folder.glob("*.md") if page.stem != "README"}
    assert set(pages) == {one.code.slug for one in RULES}
    headings = ("## What it does", "## Why it matters", "## Example", "## How to silence it")
    for one in RULES:
        page = pages[one.code.slug]
        assert page.startswith(f"# {one.code.value} {one.code.slug}\n")
        assert [heading for heading in headings if heading not in page] == []


def test_a_code_has_one_rule() -> None:
    assert len({one.code for one in RULES}) == len(RULES)
