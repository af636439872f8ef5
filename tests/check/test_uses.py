"""Where facts and references are used."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefwright.check.uses import find_uses
from briefwright.compose import compose
from briefwright.load import load_project
from briefwright.pipeline import template_folders, words_of
from tests.cli.conftest import FILES, write

CASES = [
    ("[@pich2024, p. 3; see @kuch2015].", {"pich2024": [4], "kuch2015": [4]}, {}),
    ("@{pich2024} says, and -@kuch2015.", {"pich2024": [4], "kuch2015": [4]}, {}),
    ("a@pich2024 \\@pich2024 @nobody", {}, {}),
    ("x\n\n[@kuch2015]\n\n[@kuch2015]", {"kuch2015": [6, 8]}, {}),
    ('{{ cite("pich2024", via="ivanov2019") }}', {"pich2024": [4], "ivanov2019": [4]}, {}),
    ('{{ value("debt-total") }}', {}, {"debt-total": [4]}),
    ('{{ fact("trade-began", cite=false) }}', {}, {"trade-began": [4]}),
    ('{% for f in facts(topic="trade") %}\n{{ f.id }}\n{% endfor %}', {}, {}),
    ('{% set x = fact("debt-total") %}', {}, {}),
    ('{% for f in facts(topic="trade") %}\n{{ fact(f) }}\n{% endfor %}', {"pich2024": [5]}, {"trade-began": [5]}),
]


@pytest.mark.parametrize(("body", "references", "facts"), CASES)
def test_uses(tmp_path: Path, body: str, references: dict[str, list[int]], facts: dict[str, list[int]]) -> None:
    files = {name: text for name, text in FILES.items() if not name.startswith("briefs/")}
    project = load_project(write(tmp_path, {**files, "briefs/b.md": f"---\ntitle: B\n---\n{body}\n"})).value
    brief = project.briefs["b"]
    composed = compose(brief, project, folders=template_folders(project), words=words_of(brief, project).value)
    assert composed.value is not None, composed.findings
    uses = find_uses([composed.value], frozenset(project.bibliography.keys()))
    assert {key: [use.location.line for use in found] for key, found in uses.references.items()} == references
    assert {name: [use.location.line for use in found] for name, found in uses.facts.items()} == facts
