from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefwright.load.files import FORBIDDEN, TextFile
from briefwright.load.yaml_reader import read_yaml
from briefwright.load.yaml_write import WIDTH, fact_lines, field_lines, flow_text, scalar


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("One.", "One."),
        ("12:30", "12:30"),
        ("null", '"null"'),
        ("{{ value }} is owed.", '"{{ value }} is owed."'),
        ("Item #4", '"Item #4"'),
        ("two: things", '"two: things"'),
        ("@x", '"@x"'),
        (" edges ", '" edges "'),
        ("a\nb", '"a\\nb"'),
        ('say "no"', 'say "no"'),
        ("", '""'),
    ],
)
def test_scalars(value: str, expected: str) -> None:
    assert scalar(value) == expected


def test_a_fact_in_the_manner_of_the_sample() -> None:
    fields = {
        "evidence": [{"locator": "p. 1", "source": "s", "quote": "words, of it"}],
        "statement": "One.",
        "id": "a",
        "value": {"amount": 5, "unit": {"one": "year", "other": "years"}, "approximate": True},
        "tags": ["a", "b, c"],
        "voice": None,
        "label": "",
        "note": "long " * 40 + "end",
    }
    assert "\n".join(fact_lines(fields)) == "\n".join(
        [
            "  - id: a",
            "    statement: One.",
            "    value: {amount: 5, unit: {one: year, other: years}, approximate: true}",
            '    tags: [a, "b, c"]',
            "    evidence:",
            "      - source: s",
            "        locator: p. 1",
            '        quote: "words, of it"',
            "    note: >-",
            "      " + ("long " * 22).strip(),
            "      " + "long " * 18 + "end",
        ]
    )


texts = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=30).map(
    lambda text: FORBIDDEN.sub("", text)
)
names = st.text(alphabet="abc_", min_size=1, max_size=5)
values = st.recursive(
    texts, lambda inner: st.lists(inner, min_size=1) | st.dictionaries(names, inner, min_size=1), max_leaves=8
)


@given(values)
def test_what_is_written_in_a_line_comes_back(value: Any) -> None:
    text = flow_text(value)
    assert "\n" not in text
    assert read_back(f"k: [{text}]") == [value]


@given(names, values)
def test_what_is_written_in_lines_comes_back(name: str, value: Any) -> None:
    assert read_back("k:\n" + "\n".join(field_lines(name, value, 2))) == {name: value}


@given(st.lists(st.text(alphabet="aя.,:#'-", min_size=1, max_size=9), min_size=20, max_size=60))
@settings(max_examples=50)
def test_long_texts_are_folded(words: list[str]) -> None:
    text = " ".join(words)
    lines = field_lines("note", text, 4)
    assert read_back("k:\n" + "\n".join(lines)) == {"note": text}
    if len(lines) > 1:
        assert max(map(len, lines)) <= WIDTH


def read_back(text: str) -> Any:
    read = read_yaml(TextFile.of("", text))
    assert read.value is not None, text
    return read.value["k"]
