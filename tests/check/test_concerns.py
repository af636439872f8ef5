"""What is found in one brief and what it uses, for comments beside its text."""

from __future__ import annotations

from pathlib import Path

from briefwright.check.concerns import concerns_of
from briefwright.check.rule import Reviewed
from briefwright.pipeline import make_document
from tests.projects import load

FILES = {
    "facts/more.yaml": (
        "facts:\n  - id: unsure\n    statement: It is so.\n    review_by: 2020-01-01\n"
        "    evidence: [{source: bare2020, locator: p. 1}]\n"
        "  - id: quiet\n    statement: It is. # briefwright: ignore F1\n    review_by: 2020-01-01\n"
        "    evidence: [{source: bare2020, locator: p. 1}]\n"
        "  - id: elsewhere\n    statement: It was so.\n    review_by: 2020-01-01\n"
        "    evidence: [{source: bare2020, locator: p. 2}]\n"
    ),
    "more.bib": "@article{bare2020, author = {Bare, B}, title = {Bare}, date = {2020}}\n@book{unused, title = {U}}\n",
    "pyproject.toml": (
        '[tool.briefwright]\nlang = "en-GB"\ncsl = "apa"\ntemplate = "base"\n'
        'bibliography = ["bibliography.bib", "more.bib"]\n'
    ),
}


def test_findings_go_to_the_fact_the_reference_or_the_line(tmp_path: Path) -> None:
    project = load(tmp_path, '{{ fact("unsure") }}\n\n{{ fact("quiet") }}\n\nSome say so.\n', FILES).value
    brief = project.briefs["b"]
    made = make_document(brief, project)
    found = concerns_of(Reviewed(brief, made.value, made.findings), project)
    subjects = {(one.location.path if one.location else "", one.subject) for one in found}
    assert ("facts/more.yaml", "unsure") in subjects
    assert ("more.bib", "bare2020") in subjects
    assert any(path == "briefs/b.md" for path, _ in subjects)
    assert {subject for path, subject in subjects if path != "briefs/b.md"} == {"unsure", "bare2020"}


def test_a_brief_that_cannot_be_cited_has_none(tmp_path: Path) -> None:
    project = load(tmp_path, '{{ fact("unknown") }}\n', FILES).value
    made = make_document(project.briefs["b"], project)
    assert concerns_of(Reviewed(project.briefs["b"], made.value, made.findings), project) == ()
