"""The corpus of planted errors: every one is found, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.check import corpora

CASES = list(corpora.cases())
KNOWN = Path(__file__).with_name("corpus") / "known.txt"
"""Cases that do not come out as they should yet, by "rule: title": this list must be right both ways."""


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}: {case.title}")
def test_what_was_planted_is_found_and_nothing_else(case: corpora.Case, tmp_path: Path) -> None:
    missed, false = corpora.missed_and_false(case, corpora.found(case, tmp_path))
    known = KNOWN.read_text(encoding="utf-8").splitlines() if KNOWN.exists() else []
    right = (missed, false) == ([], [])
    assert right != (f"{case.rule}: {case.title}" in known), f"missed: {missed}, false alarms: {false}"
