"""Whatever a template gives the functions of the vocabulary is told at its line, and is no fault of theirs."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest

from briefwright.compose.vocabulary import Vocabulary
from tests.projects import compose_brief, make_project

FUNCTIONS = [
    name
    for name, value in vars(Vocabulary).items()
    if inspect.isfunction(value) and not name.startswith("_") and name not in ("globals", "finalize")
]
ODD = (
    "none", "true", "5", "-1", "1.5", "''", "'x'", "[]", "[[]]", "[1, [2]]", "[['a', 'b', 'c']]", "[none]", "{}",
    "{'a': 1}", "nothing", "facts", "facts()", "facts()[0]", "facts() | map(attribute='id')", "fact('debt-total')",
    "range(3)", "namespace(a=1)", "brief", "loop", "[[{}, 'id']]", "'\\x00'", "'10000000000000000000-01'",
)  # fmt: skip


@pytest.mark.parametrize("name", FUNCTIONS)
def test_odd_arguments_are_findings(name: str, tmp_path: Path) -> None:
    parameters = [
        one
        for one in inspect.signature(getattr(Vocabulary, name)).parameters
        if one not in ("self", "keys", "which", "rows", "text")
    ]
    first = {"table": "facts(), ", "fact": "'debt-total', ", "value": "'debt-total', ", "cite": "'kuch2015', "}
    first |= {"timeline": "facts(), ", "key_figures": "'debt-total', "}
    calls = [f"{{{{ {name}({odd}) }}}}" for odd in ODD]
    calls += [f"{{{{ {name}({first.get(name, '')}{one}={odd}) }}}}" for one in parameters for odd in ODD]
    project = make_project(tmp_path, "\n\n".join(calls))
    composed = compose_brief(project)
    assert composed.value is not None
    assert all(finding.location and finding.location.line for finding in composed.findings)


def test_a_fault_of_the_vocabularys_own_is_no_error_in_the_brief(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = make_project(tmp_path, "{{ term('references') }}")
    monkeypatch.setattr("briefwright.compose.vocabulary.inline.literal_nodes", None)
    with pytest.raises(TypeError):
        compose_brief(project)
