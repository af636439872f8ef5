from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from ruamel.yaml import YAML

from briefwright.load.json_schema import BRIEF, FACTS, as_text, fact_schema, front_matter_schema
from tests.load.cases import cases
from tests.load.test_briefs import outcome as outcome_of_brief
from tests.load.test_facts import outcome as outcome_of_facts

ROOT = Path(__file__).resolve().parents[2]


def as_an_editor(text: str) -> Any:
    """YAML 1.2 with its core types, dates as text: what yaml-language-server checks a schema against."""
    yaml = YAML(typ="safe", pure=True)
    yaml.constructor.yaml_constructors = dict(yaml.constructor.yaml_constructors)
    yaml.constructor.yaml_constructors["tag:yaml.org,2002:timestamp"] = lambda loader, node: loader.construct_scalar(
        node
    )
    return yaml.load(text)


def errors(schema: dict[str, Any], text: str) -> list[str]:
    return [error.message for error in Draft7Validator(schema).iter_errors(as_an_editor(text))]


@pytest.mark.parametrize(("name", "schema"), [(FACTS, fact_schema()), (BRIEF, front_matter_schema())])
def test_the_committed_schemas_are_up_to_date(name: str, schema: dict[str, Any]) -> None:
    Draft7Validator.check_schema(schema)
    # make: PYTHONPATH=src python -m briefwright.load.json_schema docs/schema
    assert (ROOT / "docs" / "schema" / name).read_text(encoding="utf-8") == as_text(schema)


def test_the_command_writes_them(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "briefwright.load.json_schema", str(tmp_path)], check=True)
    assert sorted(path.name for path in tmp_path.iterdir()) == [BRIEF, FACTS]


@pytest.mark.parametrize("path", sorted((ROOT / "facts").rglob("*.yaml")), ids=lambda path: path.name)
def test_the_samples_facts_fit(path: Path) -> None:
    assert errors(fact_schema(), path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", sorted((ROOT / "briefs").rglob("*.md")), ids=lambda path: path.name)
def test_the_samples_briefs_fit(path: Path) -> None:
    head = path.read_text(encoding="utf-8").split("\n---\n")[0].removeprefix("---\n")
    assert errors(front_matter_schema(), head) == []


def test_every_fact_file_names_the_schema() -> None:
    for path in (ROOT / "facts").rglob("*.yaml"):
        named = re.match(r"# yaml-language-server: \$schema=(\S+)\n", path.read_text(encoding="utf-8"))
        assert named, path
        assert (path.parent / named[1]).resolve() == ROOT / "docs" / "schema" / FACTS


def parsing_cases(name: str) -> list[Any]:
    chosen = []
    for title, given, expected in cases(name):
        if not re.search(" (F001|B001|B007|F007) ", expected):
            chosen.append(pytest.param(given, expected, id=title))
    return chosen


RULES_BEYOND_A_SCHEMA = re.compile(
    r" (F004|F005|F006|F008) | beside the field `value`| without a locator| ends before it begins|"
    r"above its `high`|of the calendar|an `amount` and a range|item 2 of `tags`"
)
"""What a schema cannot say, or says no more strictly than it must."""


@pytest.mark.parametrize(("given", "expected"), parsing_cases("facts.txt"))
def test_schema_and_loader_agree_on_facts(given: str, expected: str) -> None:
    assert outcome_of_facts(given) == expected
    serious = [line for line in re.findall(r"(?m)^\d.*error.*$", expected) if not RULES_BEYOND_A_SCHEMA.search(line)]
    if given.strip() and as_an_editor(given) is not None:
        assert bool(errors(fact_schema(), given)) == bool(serious)


@pytest.mark.parametrize(("given", "expected"), parsing_cases("briefs.txt"))
def test_schema_and_loader_agree_on_front_matter(given: str, expected: str) -> None:
    assert outcome_of_brief(given) == expected
    head = re.split(r"\n(?:---|\.\.\.)\n", given)[0].removeprefix("---\n")
    if head != "---":
        assert bool(errors(front_matter_schema(), head)) == (" error: " in expected)
