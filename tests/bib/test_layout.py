"""Where the parts of an entry stand in its text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefwright.bib.layout import EntryLayout, layout_of
from briefwright.load.bib_entry import parse_entry


def laid_out(text: str, key: str = "a") -> EntryLayout:
    found = layout_of(text, key)
    assert found is not None
    return found


def written(layout: EntryLayout) -> dict[str, str]:
    return {field.name: layout.value(field) for field in layout.fields}


def test_every_way_to_write_a_value() -> None:
    text = '@Book ( a,\n title = {A {B} "c"} , YEAR=1999,note="x {"} y"#jan # {z},\n url = {C:\\\\dir},\n)\n% after'
    layout = laid_out(text)
    assert text[slice(*layout.type)] == "Book"
    assert text[slice(*layout.key)] == "a"
    assert written(layout) == {
        "title": '{A {B} "c"}',
        "YEAR": "1999",
        "note": '"x {"} y"#jan # {z}',
        "url": "{C:\\\\dir}",
    }
    assert text[layout.end :] == "\n% after"
    note = layout.named("note")
    assert note is not None
    assert [layout.inner(piece) for piece in note.pieces] == ['x {"} y', "jan", "z"]


@pytest.mark.parametrize(
    "text",
    [
        "@book{a, title = {never closed\n",
        "@book{a, title = {x} author = {y}}",
        "@book{a, title}",
        "@book{b, title = {another key}}",
        "",
    ],
)
def test_what_is_broken_has_no_layout(text: str) -> None:
    assert layout_of(text, "a") is None


PIECES = st.one_of(
    st.from_regex(r"\{[a-z \"#%@=,]{0,5}(\{[a-zé,=]{0,3}\})?[a-z]{0,3}\}", fullmatch=True),
    st.from_regex(r"\"[a-z #%@=,]{0,5}(\{[a-z\"]{0,3}\})?[a-z]{0,3}\"", fullmatch=True),
    st.from_regex(r"[a-z]{1,5}|[0-9]{1,4}", fullmatch=True),
)
FIELDS = st.lists(st.tuples(st.from_regex(r"[A-Za-z]{1,6}", fullmatch=True), st.lists(PIECES, min_size=1, max_size=3)))


@given(FIELDS, st.sampled_from(["", " ", "\n", "\t\n "]), st.booleans())
def test_reader_and_layout_see_the_same_fields(
    fields: list[tuple[str, list[str]]], space: str, comma_at_end: bool
) -> None:
    values = [f"{name}{space}={space}{f'{space}#{space}'.join(pieces)}" for name, pieces in fields]
    text = "@misc{a" + "".join(f",{space}{value}" for value in values) + ("," if comma_at_end else "") + space + "}"
    block = parse_entry(text, "a")
    layout = layout_of(text, "a")
    if layout is None:
        assert block.broken
        return
    first: dict[str, str] = {}
    for field in layout.fields:
        first.setdefault(field.name.lower(), layout.value(field))
    assert [field.name for field in block.fields] == list(first)
    assert layout.end == len(text)
