"""Rules on the language of briefs: cases with the expected codes beside them, and tricky text that is right."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest
from briefwright.check.engine import today
from briefwright.check.rule import Context, Reviewed, Rule
from briefwright.check.rules import RULES
from briefwright.diagnostics import Finding
from briefwright.load import load_project
from briefwright.model import Project
from briefwright.pipeline import make_document

from tests.projects import make_project

HERE = Path(__file__).parent
CORPUS = sorted((HERE / "prose_corpus").glob("*.md"))
OF_LANGUAGE = tuple(rule for rule in RULES if rule.code.value[0] == "L")
MOST_ALARMS = 1.0
"""In 1,000 words, for a rule that is on by default."""


def context_of(project: Project, names: Iterable[str] = ()) -> Context:
    reviewed = []
    for brief in [project.briefs[name] for name in names] or project.briefs.values():
        made = make_document(brief, project)
        assert made.value is not None, made.findings
        reviewed.append(Reviewed(brief, made.value, made.findings))
    return Context(project, tuple(reviewed), True, today())


def found_by(rules: Iterable[Rule], context: Context) -> list[Finding]:
    return [finding for rule in rules for finding in rule.find(context)]


def of_brief(folder: Path, brief: str, files: Mapping[str, str] | None = None) -> list[str]:
    """The findings on a brief as `code line`, in order of lines."""
    found = found_by(OF_LANGUAGE, context_of(make_project(folder, brief, files)))
    ordered = sorted((finding.location.line if finding.location else 0, finding.code.value) for finding in found)
    return [f"{code} {line}" for line, code in ordered]


def test_cases(tmp_path: Path) -> None:
    text = (HERE / "prose_cases.md").read_text(encoding="utf-8")
    context = context_of(make_project(tmp_path, text))
    seen = {(f.location.line, f.code.value): f for f in found_by(OF_LANGUAGE, context) if f.location}
    lines = dict(enumerate(text.split("\n"), 1))
    expected = {
        (number, code)
        for number, line in lines.items()
        for codes in re.findall(r"\{# ([A-Z]\d{3}(?: [A-Z]\d{3})*) #\}", line)
        for code in codes.split()
    }
    missed = [f"{code} not found: {lines[line]}" for line, code in sorted(expected - seen.keys())]
    wrong = [f"{code} {seen[line, code].message}: {lines[line]}" for line, code in sorted(seen.keys() - expected)]
    assert not missed + wrong, "\n".join(missed + wrong)
