"""Texts exchanged in a fact file, in the style that they have."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefwright.diagnostics import BriefwrightError
from briefwright.load.files import TextFile
from briefwright.load.yaml_edit import change_facts
from briefwright.load.yaml_reader import read_yaml
from briefwright.load.yaml_restyle import restyled

CASES = {
    "plain": ("One two.", "One three.", "One three."),
    "plain, with a colon": ("One two.", "One: two.", '"One: two."'),
    "single quotes": ("'One two.'", "It's: one.", "'It''s: one.'"),
    "double quotes": ('"One two."', 'One "two".', '"One \\"two\\"."'),
    "plain on two lines": ("One two\n    three four.", "One two\nfour.".replace("\n", " "), "One two\n    four."),
    "quoted on two lines": ('"One two\n    three four."', "One: two three five.", '"One: two\n    three five."'),
    "plain on two lines, with a colon": ("One two\n  three.", "One: two three.", '"One: two\n  three."'),
    "literal": ("|-\n  One two.", "One # three.", "|-\n  One # three."),
    "literal of two lines": ("|\n  One\n  two.", "One\nthree.\n", "|\n  One\n  three."),
    "folded": (">-\n    One two\n    three four.", "One: two three, five.", ">-\n    One: two\n    three, five."),
    "folded, two paragraphs": (">-\n  One\n  two.\n\n  Three.", "One two!\nThree.", ">-\n  One\n  two!\n\n  Three."),
    "folded, its break among the words that go": (">-\n  One two\n  three four.", "One four.", ">-\n  One\n  four."),
}


@pytest.mark.parametrize(("raw", "new", "expected"), CASES.values(), ids=CASES.keys())
def test_style_and_breaks_are_kept(raw: str, new: str, expected: str) -> None:
    assert restyled(raw, new) == expected


@pytest.mark.parametrize("raw", ["|2-\n    One", '"One \\\n  two"', ">-\n  One\n\n  two"])
def test_what_cannot_be_kept_is_left(raw: str) -> None:
    assert restyled(raw, "Other words") is None


def test_a_line_that_grows_too_long_is_broken() -> None:
    words = [f"word{number}" for number in range(20)]
    raw = ">-\n  " + " ".join(words[:10]) + "\n  " + " ".join(words[10:])
    new = " ".join([*words[:5], *["more"] * 6, *words[5:]])
    made = restyled(raw, new)
    assert made is not None
    assert max(map(len, made.split("\n"))) <= max(map(len, raw.split("\n"))) + 10
    assert made.split("\n")[1].startswith("  " + " ".join(words[:5]))


@given(
    st.sampled_from(["plain one", "'one\n   two'", '"one\n   two"', ">-\n  one\n  two\n  three", "|-\n  one"]),
    st.lists(st.sampled_from(["one", "two", "a: b", "#x", "it's", '"so"', "-", "{{ value }}", "é", "…"]), min_size=1),
)
def test_what_is_written_reads_as_it_should(raw: str, words: list[str]) -> None:
    new = " ".join(words)
    made = restyled(raw, new)
    assert made is not None
    assert read_yaml(TextFile.of("", f"k: {made}")).value == {"k": new}


FILE = (
    "\ufefftopic: x\r\n"
    "facts:\r\n"
    "  - id: a   # first\n"
    "    statement: >-\r\n"
    "      One two\r\n"
    "      three.\r\n"
    "    value: {amount: 5, unit: USD}\r\n"
    "  - id: b\r\n"
    "    statement: &shared Same.\r\n"
    "  - id: c\r\n"
    "    statement: *shared\r\n"
)


def test_every_line_keeps_its_own_end() -> None:
    fields = {"id": "a", "statement": "One two four.", "value": {"amount": "6", "unit": "USD", "approximate": "true"}}
    after = change_facts(FILE, {"a": fields}, keep_style=True)
    assert after == FILE.replace("three.", "four.").replace(
        "{amount: 5, unit: USD}", "{amount: 6, unit: USD, approximate: true}"
    )


@pytest.mark.parametrize("fact", ["b", "c"])
def test_a_text_that_two_facts_share_is_not_changed(fact: str) -> None:
    with pytest.raises(BriefwrightError):
        change_facts(FILE, {fact: {"id": fact, "statement": "Other."}}, keep_style=True)
