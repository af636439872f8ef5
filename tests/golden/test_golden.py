"""Whole briefs as text: what the vocabulary and the citation styles print."""

from __future__ import annotations

from pathlib import Path

from tests.projects import files_of, make_project, parametrize, shown, text_of

from briefwright.diagnostics import in_order
from briefwright.pipeline import make_document

CASES = Path(__file__).parent / "cases"


def rendered(folder: Path, given: str) -> str:
    """What is said of a brief, and its text."""
    brief, files = files_of(given)
    project = make_project(folder, brief, files)
    made = make_document(project.briefs["b"], project)
    return shown(in_order(made.findings)) + (text_of(made.value) if made.value else "")


@parametrize(CASES / "vocabulary.txt", rendered)
def test_the_vocabulary(given: str, expected: str, tmp_path: Path) -> None:
    assert rendered(tmp_path, given) == expected.removesuffix("\n")


@parametrize(CASES / "citations.txt", rendered)
def test_citations(given: str, expected: str, tmp_path: Path) -> None:
    assert rendered(tmp_path, given) == expected.removesuffix("\n")
