"""Rules on headings, table heads and languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefwright.check.accessibility import RULES
from tests.check.test_prose import context_of, found_by
from tests.projects import make_project

RUSSIAN = "Кооперация между двумя странами развивается медленно, однако стороны намерены продолжать переговоры."
KHMER = (
    "ព្រះរាជាណាចក្រកម្ពុជា និងសហព័ន្ធរុស្ស៊ី បានចុះហត្ថលេខាលើអនុស្សរណៈ នៃការយោគយល់គ្នា "
    "ស្តីពីកិច្ចសហប្រតិបត្តិការ ក្នុងវិស័យការពារជាតិ និងសន្តិសុខ រវាងប្រទេសទាំងពីរ"
)
CHINESE = "两国政府签署了关于加强军事合作的谅解备忘录，并同意继续就债务问题进行谈判。"


def found(folder: Path, brief: str, files: dict[str, str] | None = None) -> list[str]:
    findings = found_by(RULES, context_of(make_project(folder, brief, files)))
    return [f"{one.code.value} {one.location.line if one.location else 0}" for one in findings]


@pytest.mark.parametrize(
    ("brief", "expected"),
    [
        ("# One\n\n## Two\n\n### Three\n\n# Four\n\n## Five\n", []),
        ("# One\n\n### Three\n\ntext\n", ["A101 6"]),
        ("## Two\n\ntext\n\n## Two again\n", ["A101 4"]),
        ("# One\n\n#### Four\n\n## Two\n\n#### Four again\n", ["A101 6", "A101 10"]),
        ("### Three\n\n# One\n", ["A101 4"]),
        ("::: note\n## Two\n:::\n\n# One\n", ["A101 5"]),
        ("no heading at all\n", []),
    ],
)
def test_headings(tmp_path: Path, brief: str, expected: list[str]) -> None:
    assert found(tmp_path, brief) == expected


def test_a_gap_that_comes_about_through_a_template(tmp_path: Path) -> None:
    template = (
        '{% extends "base.md" %}\n{% block document %}\n# Top\n\n{% block body %}{% endblock %}\n{% endblock %}\n'
    )
    brief = "---\ntitle: B\ntemplate: own\n---\n### Three\n\ntext\n"
    assert found(tmp_path, brief, {"templates/own.md": template}) == ["A101 5"]


@pytest.mark.parametrize(
    ("brief", "expected"),
    [
        ("| Item | Figure |\n|---|---|\n| Debt | old |\n", []),
        ("|   |   |\n|---|---|\n| Debt | old |\n", ["A102 6"]),
        ("|   | Figure |\n|---|---|\n| Debt | old |\n", []),
        ("----- -----\nDebt  old\nTrade new\n----- -----\n", ["A102 5"]),
        ("+------+-----+\n| Debt | old |\n+------+-----+\n", ["A102 5"]),
        ('{{ key_figures("debt-total", caption="Figures") }}\n', []),
        ('{{ timeline(facts(topic="debt"), caption="Dates") }}\n', []),
    ],
)
def test_tables(tmp_path: Path, brief: str, expected: list[str]) -> None:
    assert found(tmp_path, brief) == expected


@pytest.mark.parametrize(
    ("config", "head", "expected"),
    [
        ("[tool.briefwright]\ncsl = 'apa'\n", "title: B", ["A103 1"]),
        ("[tool.briefwright]\ncsl = 'apa'\n", "title: B\nlang: en", []),
        ("[tool.briefwright]\nlang = 'en'\n", "title: B", []),
        ("[project]\nname = 'x'\n[tool.briefwright]\n", "title: B", ["A103 1"]),
    ],
)
def test_a_language_that_nobody_set(tmp_path: Path, config: str, head: str, expected: list[str]) -> None:
    assert found(tmp_path, f"---\n{head}\ntemplate: base\n---\nText.\n", {"pyproject.toml": config}) == expected


@pytest.mark.parametrize(
    ("brief", "expected"),
    [
        (f"The envoy wrote: {RUSSIAN}\n", ["A103 4"]),
        (f"- An item: {KHMER}\n", ["A103 4"]),
        (f"A remark: {CHINESE}\n", ["A103 4"]),
        (f"The envoy wrote: [{RUSSIAN}]{{lang=ru}}\n", []),
        (f"::: {{lang=ru}}\n{RUSSIAN}\n:::\n", []),
        ("The agency ТАСС and the paper «Независимая газета» report it.\n", []),
        ("The words 谅解备忘录 mean a memorandum.\n", []),
        ('{{ fact("trade-visitors", lang="ru") }}\n', []),
        ("Cited [@ivanov2019].\n", []),
    ],
)
def test_another_script(tmp_path: Path, brief: str, expected: list[str]) -> None:
    assert found(tmp_path, brief) == expected


def test_the_script_of_the_briefs_own_language(tmp_path: Path) -> None:
    head = "---\ntitle: B\nlang: ru\n---\n"
    assert found(tmp_path, f"{head}{RUSSIAN}\n") == []
    english = "The envoy wrote of it at length in the morning paper of the very same day, with care and wit."
    assert found(tmp_path, f"{head}{RUSSIAN} {english}\n") == ["A103 5"]
