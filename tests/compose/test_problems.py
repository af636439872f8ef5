"""Everything that a brief and its templates can get wrong in Jinja's hands: message, place and hint."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefwright.compose import bounds
from tests.projects import compose_brief, files_of, load, parametrize, shown


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a slow machine the clock must not stop what another bound is to stop."""
    monkeypatch.setattr(bounds, "MAX_SECONDS", 120.0)


CASES = Path(__file__).parent / "cases"


def said(folder: Path, given: str) -> str:
    """All findings of composing, in the order in which they were made; of loading, where that refuses the brief."""
    loaded = load(folder, *files_of(given))
    return shown(compose_brief(loaded.value).findings if loaded.value.briefs else loaded.findings)


@parametrize(CASES / "problems.txt", said)
def test_problems(given: str, expected: str, tmp_path: Path) -> None:
    assert said(tmp_path, given) == expected.removesuffix("\n")


@parametrize(CASES / "sandbox.txt", said)
def test_the_sandbox(given: str, expected: str, tmp_path: Path) -> None:
    assert said(tmp_path, given) == expected.removesuffix("\n")
