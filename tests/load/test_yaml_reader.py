from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner

from briefwright.load import yaml_reader
from briefwright.load.files import TextFile
from briefwright.load.yaml_reader import YamlMap, find_places, read_yaml


def read(text: str) -> Any:
    result = read_yaml(TextFile.of("x.yaml", text))
    assert result.findings == ()
    return result.value


def test_scalars_stay_what_was_typed() -> None:
    typed = ["12:30", "no", "2015", "2015-11-29", "1e3", "0x1F", "1_000", "007", "=", ".inf", "yes"]
    assert read("\n".join(f"- {item}" for item in typed)) == typed


def test_nulls() -> None:
    assert read("- ~\n- null\n- \n- 'null'\n- \"\"\n") == [None, None, None, "null", ""]
    assert read("a: {b: null, c: ~, d: , e: '~'}\nf:\n") == {"a": {"e": "~"}, "f": None}


def test_maps_know_their_lines() -> None:
    data = read("facts:\n  - id: a\n    evidence:\n      - source: s\n      - {source: t}\n  -\n    id: b\n")
    assert [fact.line for fact in data["facts"]] == [2, 7]
    assert [item.line for item in data["facts"][0]["evidence"]] == [4, 5]


def test_places_of_fields() -> None:
    text = "facts:\n  - id: a\n    value: {amount: x}\n    note: >-\n      long\n      text\n  - id: b\n"
    places = find_places(TextFile.of("x", text), [("facts", 0, "value", "amount"), ("facts", 1, "gone"), ("facts",)])
    assert places.value(("facts", 0, "value", "amount")) == (3, 21)
    assert places.key(("facts", 0, "value", "amount")) == (3, 13)
    assert places.value(("facts", 1, "gone")) == (7, 5)
    assert places.key(("facts",)) == (1, 1)


def test_the_columns_are_characters() -> None:
    places = find_places(TextFile.of("x", "долг: {𝒙é: да}"), [("долг", "𝒙é")])
    assert places.value(("долг", "𝒙é")) == (1, 12)


@pytest.mark.parametrize("text", ["[" * 200_000, "- " * 100_000, "{a: " * 100_000])
def test_depth_is_bounded(text: str) -> None:
    result = read_yaml(TextFile.of("x", text))
    assert "levels deep" in result.findings[0].message


def test_aliases_are_bounded() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 50)]
    result = read_yaml(TextFile.of("x", "\n".join(lines)))
    assert result.value is None
    assert "unfold" in result.findings[0].message


plain = st.text(alphabet=st.characters(exclude_categories=["C", "Z"]), min_size=1)
trees = st.recursive(
    plain, lambda inner: st.lists(inner, min_size=1) | st.dictionaries(plain, inner, min_size=1), max_leaves=15
)


@given(trees)
def test_what_is_written_is_read(tree: Any) -> None:
    text = yaml.safe_dump(tree, allow_unicode=True, default_style="'")
    assert read(text) == tree


@given(st.text(alphabet=st.characters(exclude_categories=[])))
def test_no_text_raises(text: str) -> None:
    result = read_yaml(TextFile.of("x", text))
    assert result.findings or isinstance(result.value, (YamlMap, list, str, type(None)))


@given(st.text(alphabet="ab:-#{}[]&*!|>'\"%@`?, \n\t<~", max_size=40))
def test_no_yaml_raises(text: str) -> None:
    file = TextFile.of("x", text)
    for finding in read_yaml(file).findings:
        assert finding.location is not None
        assert 1 <= finding.location.line <= len(file.lines)
        assert finding.location.text == file.lines[finding.location.line - 1]


class PythonParser(Reader, Scanner, Parser):
    def __init__(self, stream: str) -> None:
        Reader.__init__(self, stream)
        Scanner.__init__(self)
        Parser.__init__(self)


def test_without_libyaml_the_same_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "a: [1, {b: 'c'}]\nd: |\n  e\nf: &g h\ni: *g\n"
    expected = read(text)
    monkeypatch.setattr(yaml_reader, "Parser", PythonParser)
    assert read(text) == expected
    assert read_yaml(TextFile.of("x", "a: b: c")).findings[0].hint == 'write "b: c"'
