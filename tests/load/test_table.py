from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from briefwright.diagnostics import Location
from briefwright.load.table import columns, flatten, path_of, unflatten
from briefwright.model import Fact, Text


def fact(raw: dict[str, Any], topic: str = "t") -> Fact:
    return Fact(raw["id"], Text({"": "x"}), (), Location("facts/x.yaml", 1), topic=topic, raw=raw)


RAW = {
    "id": "a",
    "kind": "reported",
    "statement": {"en": "One.", "ru": "Один."},
    "label": "L",
    "value": {"amount": "5", "unit": {"one": "year", "other": "years"}},
    "values": {"low_end": {"low": "1", "high": "2", "unit": "USD", "approximate": "true"}},
    "tags": ["a; b", "c\\d", "e"],
    "evidence": [
        {"source": "s", "locator": "p. 1", "quote": "q"},
        {"source": "t", "quote": {"exact": "e", "prefix": "p", "lang": "en"}, "via": "v"},
    ],
    "voice": {"speaker": "X", "mode": "said"},
}


def test_columns() -> None:
    row = flatten(fact(RAW))
    assert columns([row]) == [
        "id",
        "topic",
        "kind",
        "label",
        "statement",
        "statement[en]",
        "statement[ru]",
        "value.amount",
        "value.unit[one]",
        "value.unit[other]",
        "values.low_end.low",
        "values.low_end.high",
        "values.low_end.unit",
        "values.low_end.approximate",
        "tags",
        "source_1",
        "locator_1",
        "quote_1",
        "relation_1",
        "source_2",
        "quote_2",
        "quote_2.lang",
        "quote_2.prefix",
        "via_2",
        "voice.speaker",
        "voice.mode",
    ]
    assert row["tags"] == "a\\; b; c\\\\d; e"
    assert all(path_of(name) for name in columns([row]))


def test_names_that_are_no_columns() -> None:
    assert [path_of(name) for name in ("", "foo", "source", "source_0", "page_1", "statement[", "Statement")] == [
        None
    ] * 7


words = st.text(min_size=1, max_size=8).filter(lambda text: text == text.strip())
tags = st.lists(words, min_size=1, max_size=3)
names = st.text(alphabet="abc_-", min_size=1, max_size=4)
languages = st.dictionaries(st.sampled_from(["en", "ru", "fr-CA"]), words, min_size=1)
value = st.fixed_dictionaries(
    {"amount": words}, optional={"unit": words | st.dictionaries(st.sampled_from(["one", "other"]), words, min_size=1)}
)
quote = st.fixed_dictionaries({"exact": words, "prefix": words}, optional={"lang": words})
raws = st.fixed_dictionaries(
    {"id": words, "statement": words | languages},
    optional={
        "label": languages,
        "value": value,
        "values": st.dictionaries(names, value, min_size=1, max_size=2),
        "tags": tags,
        "conflicts_with": tags,
        "voice": st.fixed_dictionaries({"speaker": words}, optional={"mode": words}),
        "note": words,
        "evidence": st.lists(
            st.fixed_dictionaries({"source": words}, optional={"quote": words | quote, "via": words}),
            min_size=1,
            max_size=3,
        ),
    },
)


@given(raws)
def test_nothing_is_lost(raw: dict[str, Any]) -> None:
    assert unflatten(flatten(fact(raw))) == {**raw, "topic": "t"}


@given(st.dictionaries(st.text(max_size=20) | st.sampled_from(columns([flatten(fact(RAW))])), st.text(max_size=10)))
def test_no_cells_raise(cells: dict[str, str]) -> None:
    unflatten(cells)
