"""Edits that other programs made come home: every case of corpus/cases, as its file wants it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from briefwright.cli import COMMANDS
from tests.review import corpora, expectations
from tests.review.corpora import Case

ALL = os.environ.get("BRIEFWRIGHT_CORPUS") == "all"
CASES = [case for case in corpora.load_cases() if not (case.bench_only or case.starts_from)][::3]
"""A third of them, as each takes a second: all are asked by `python -m bench.review`, which .ci/run runs."""
if ALL:
    CASES = list(corpora.load_cases())
pytestmark = [
    pytest.mark.judge,
    pytest.mark.skipif("review" not in COMMANDS, reason="there is no command `review` yet"),
]


@pytest.fixture(scope="session")
def home() -> Path:
    return corpora.documents(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Case, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if reason := corpora.missing(case.program):
        pytest.skip(reason)
    made = home / "edited" / f"{case.name}.docx"
    assert made.is_file(), (home / "edited" / f"{case.program}.txt").read_text(encoding="utf-8")
    monkeypatch.setenv("BRIEFWRIGHT_TRACEBACK", "1")
    project = corpora.project_of(case, home, tmp_path)
    monkeypatch.chdir(project)

    problems = expectations.problems_of(case, made, project)

    if problems:
        pytest.fail("\n".join([case.what, *problems]), pytrace=False)
