from __future__ import annotations

import difflib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefwright.diagnostics import BriefwrightError
from briefwright.load.files import TextFile
from briefwright.load.yaml_edit import append_fact, change_fact
from briefwright.load.yaml_reader import read_yaml

TEXT = """\
# yaml-language-server: $schema=x
topic: debt   # the topic
facts:
  # the first
  - id: a
    kind: reported  # why not
    statement: One.
    value: {amount: 5, unit: USD}   # a value
    tags: [x, y]

    # about the evidence
    evidence:
      - source: s   # a source
        locator: p. 1
        quote: "old words"
      # the second
      - {source: t, locator: p. 2}
    note: >-
      Folded
      text.

  - id: b
    statement: 'Two.'
    evidence:
    - source: s
      locator: p. 3
# the end
"""


def facts(text: str) -> list[dict[str, Any]]:
    read = read_yaml(TextFile.of("", text))
    assert read.findings == ()
    return read.value["facts"]  # type: ignore[no-any-return]


def difference(before: str, after: str) -> list[str]:
    lines = difflib.ndiff(before.splitlines(), after.splitlines())
    return [line for line in lines if line[0] in "+-"]


def changed(fact_id: str, text: str = TEXT, **fields: Any) -> list[str]:
    """The lines that differ after some fields of a fact are set; None removes one."""
    old = next(fact for fact in facts(text) if fact["id"] == fact_id)
    new = {name: value for name, value in {**old, **fields}.items() if value is not None}
    after = change_fact(text, fact_id, new)
    assert next(fact for fact in facts(after) if fact["id"] == fact_id) == new
    return difference(text, after)


def test_nothing_changed_nothing_written() -> None:
    for fact in facts(TEXT):
        assert change_fact(TEXT, fact["id"], fact) == TEXT


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"statement": "Another, longer."}, ["-     statement: One.", "+     statement: Another, longer."]),
        ({"kind": "fact"}, ["-     kind: reported  # why not", "+     kind: fact  # why not"]),
        (
            {"value": {"amount": "6", "unit": "USD"}},
            ["-     value: {amount: 5, unit: USD}   # a value", "+     value: {amount: 6, unit: USD}   # a value"],
        ),
        (
            {"value": {"amount": "5", "unit": "USD", "approximate": "true"}},
            [
                "-     value: {amount: 5, unit: USD}   # a value",
                "+     value: {amount: 5, unit: USD, approximate: true}   # a value",
            ],
        ),
        ({"tags": ["x"]}, ["-     tags: [x, y]", "+     tags: [x]"]),
        ({"tags": None}, ["-     tags: [x, y]"]),
        ({"note": "Short."}, ["-     note: >-", "-       Folded", "-       text.", "+     note: Short."]),
        ({"status": "draft"}, ["+     status: draft"]),
        (
            {"statement": {"en": "One.", "ru": "Один."}},
            ["-     statement: One.", "+     statement:", "+       en: One.", "+       ru: Один."],
        ),
        (
            {
                "evidence": [
                    {"source": "s", "locator": "p. 9", "quote": 'new "words"'},
                    {"source": "t", "locator": "p. 2"},
                ]
            },
            [
                "-         locator: p. 1",
                "+         locator: p. 9",
                '-         quote: "old words"',
                '+         quote: "new \\"words\\""',
            ],
        ),
        (
            {"evidence": [{"source": "s", "locator": "p. 1", "quote": "old words"}]},
            ["-       - {source: t, locator: p. 2}"],
        ),
        (
            {
                "evidence": [
                    {"source": "s", "locator": "p. 1", "quote": "old words", "via": "v"},
                    {"source": "t", "locator": "p. 2"},
                    {"source": "u", "locator": "p. 3"},
                ]
            },
            ["+         via: v", "+       - source: u", "+         locator: p. 3"],
        ),
    ],
)
def test_only_the_lines_of_the_change_differ(fields: dict[str, Any], expected: list[str]) -> None:
    difference = [line for line in changed("a", **fields) if not line.startswith("?")]
    assert sorted(difference) == sorted(expected)


def test_a_fact_at_the_end_of_the_file() -> None:
    assert changed("b", statement="Three: four.") == ["-     statement: 'Two.'", '+     statement: "Three: four."']
    assert changed("b", note="Last.") == ["+     note: Last."]
    bare = "facts:\n  - id: a\n    statement: One."
    assert changed("a", bare, status="draft") == ["+     status: draft"]


def test_a_fact_in_braces() -> None:
    text = "facts:\n  - {id: a, statement: One., evidence: [{source: s}]}  # kept\n  - {id: b}\n"
    assert changed("a", text, statement="Two.") == [
        "-   - {id: a, statement: One., evidence: [{source: s}]}  # kept",
        "+   - {id: a, statement: Two., evidence: [{source: s}]}  # kept",
    ]
    assert changed("a", text, kind="gap")[1].endswith("# kept")


def test_windows_line_ends_and_byte_order_mark_stay() -> None:
    text = "\ufeff" + TEXT.replace("\n", "\r\n")
    after = change_fact(text, "a", {**facts(TEXT)[0], "statement": "Другой."})
    assert after == text.replace("One.", "Другой.")
    assert append_fact(text, {"id": "c"}).replace("\r\n", "").count("\n") == 0


def test_what_cannot_be_changed_in_place_is_a_finding() -> None:
    shared = "facts:\n  - id: a\n    evidence: &e [{source: s}]\n  - id: b\n    evidence: *e\n"
    with pytest.raises(BriefwrightError) as caught:
        change_fact(shared, "a", {"id": "a", "evidence": [{"source": "t"}]})
    assert caught.value.findings[0].hint == "change the file by hand"
    for text in ("facts: [", "no facts", "facts:\n  - id: b\n"):
        with pytest.raises(BriefwrightError):
            change_fact(text, "a", {"id": "a"})


NEW = {"id": "c", "statement": "Three.", "evidence": [{"source": "s", "locator": "p. 4"}]}


def test_append_keeps_everything_else() -> None:
    after = append_fact(TEXT, NEW)
    assert difference(TEXT, after) == [
        "+ ",
        "+   - id: c",
        "+     statement: Three.",
        "+     evidence:",
        "+       - source: s",
        "+         locator: p. 4",
    ]
    assert after.endswith("# the end\n")
    assert facts(after)[2] == NEW


@pytest.mark.parametrize(
    "text",
    [
        "facts:",
        "facts:\n",
        "facts: []",
        "facts: [] # none\nother: 1\n",
        "topic: x\nfacts:\n- id: a\n- id: b\n",
        "facts: [{id: a}]\n",
        "facts: [{id: a}, {id: b}] # in brackets",
        "facts:\n  - id: a",
        "facts:\n      - id: a\n        note: |\n          text\n\n\n",
        "facts:\n  - id: a\nother: 1\n",
    ],
)
def test_append_to_any_layout(text: str) -> None:
    before = read_yaml(TextFile.of("", text)).value
    after = read_yaml(TextFile.of("", append_fact(text, NEW))).value
    assert after == {**before, "facts": [*(before["facts"] or []), NEW]}


def test_a_new_file() -> None:
    assert append_fact("", NEW, topic="debt", schema="../docs/schema/facts.schema.json") == (
        "# yaml-language-server: $schema=../docs/schema/facts.schema.json\n"
        "topic: debt\nfacts:\n  - id: c\n    statement: Three.\n"
        "    evidence:\n      - source: s\n        locator: p. 4\n"
    )


@pytest.mark.parametrize("text", ["facts: [", "- a\n", "text", "topic: x\n", "facts: x\n", "{facts: []}"])
def test_append_to_what_is_no_fact_file(text: str) -> None:
    with pytest.raises(BriefwrightError):
        append_fact(text, NEW)


words = st.text(alphabet=st.characters(exclude_categories=["C", "Zl", "Zp"]), min_size=1).filter(
    lambda text: text == text.strip() and text
)
new_fields = st.fixed_dictionaries(
    {"statement": words | st.dictionaries(st.sampled_from(["en", "ru", "fr-CA"]), words, min_size=1)},
    optional={
        "kind": words,
        "value": st.dictionaries(st.sampled_from(["amount", "unit", "low"]), words, min_size=1),
        "tags": st.lists(words, min_size=1),
        "note": words,
        "label": words,
        "evidence": st.lists(
            st.fixed_dictionaries({"source": words}, optional={"locator": words, "quote": words}), min_size=1
        ),
    },
)


@given(new_fields, st.sampled_from(["a", "b"]))
def test_any_change_is_made_and_leaves_the_rest(fields: dict[str, Any], fact_id: str) -> None:
    before = {fact["id"]: fact for fact in facts(TEXT)}
    after = change_fact(TEXT, fact_id, {"id": fact_id, **fields})
    now = {fact["id"]: fact for fact in facts(after)}
    assert now == {**before, fact_id: {"id": fact_id, **fields}}
    for line in ("topic: debt   # the topic", "  # the first", "# the end"):
        assert line in after.splitlines()


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_text_raises_anything_else(text: str, tail: str) -> None:
    for whole in (text, f"facts:\n  - id: a\n{text}", f"facts: {text}\n{tail}"):
        for act in (lambda t: append_fact(t, NEW), lambda t: change_fact(t, "a", NEW)):
            try:
                act(whole)
            except BriefwrightError as exc:
                assert exc.findings  # noqa: PT017  # either outcome is right
