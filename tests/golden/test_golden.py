"""Whole briefs as text: what the vocabulary and the citation styles print."""

from __future__ import annotations

from pathlib import Path

from briefwright.diagnostics import in_order
from briefwright.pipeline import make_document
from tests.projects import files_of, make_project, parametrize, shown, text_of

CASES = Path(__file__).parent / "cases"


def rendered(folder: Path, given: str) -> str:
    """What is said of a brief, and its text; spaces that do not break are shown as `·`."""
    brief, files = files_of(given)
    project = make_project(folder, brief, files)
    made = make_document(project.briefs["b"], project)
    text = text_of(made.value) if made.value else ""
    return shown(in_order(made.findings)) + text.replace("\u00a0", "·").replace("\u202f", "·")


@parametrize(CASES / "vocabulary.txt", rendered)
def test_the_vocabulary(given: str, expected: str, tmp_path: Path) -> None:
    assert rendered(tmp_path, given) == expected.removesuffix("\n")


@parametrize(CASES / "citations.txt", rendered)
def test_citations(given: str, expected: str, tmp_path: Path) -> None:
    assert rendered(tmp_path, given) == expected.removesuffix("\n")
