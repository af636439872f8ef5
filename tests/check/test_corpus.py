"""The corpus of planted errors: every one is found, and nothing else."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from briefwright.check import RULES
from tests.check import corpora

PAGE = 400
"""Words of a printed page."""
CASES = list(corpora.cases())


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}: {case.title}")
def test_what_was_planted_is_found_and_nothing_else(case: corpora.Case, tmp_path: Path) -> None:
    assert corpora.missed_and_false(case, corpora.found(case, tmp_path)) == ([], [])


def test_every_rule_has_five_planted_errors_and_something_right() -> None:
    planted = Counter[str]()
    right = Counter[str]()
    for case in CASES:
        planted[case.rule] += len(case.expected)
        right[case.rule] += not case.expected
    for rule in RULES:
        assert planted[rule.code.slug] >= 5, rule.code.slug
        assert right[rule.code.slug], rule.code.slug


def test_nothing_is_found_in_thirty_pages_of_correct_prose() -> None:
    assert corpora.prose_words() >= 30 * PAGE
    assert [str(finding) for finding in corpora.false_alarms()] == []
