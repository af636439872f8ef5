"""Plain entries: what the one expression reads is what bibtexparser reads; what is not plain is left to it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefwright.load import bib_entry
from briefwright.load.bib_plain import plain_fields

ROOT = Path(__file__).resolve().parents[2]


def plain(text: str) -> dict[str, str] | None:
    read = plain_fields(text, text.index(","))
    return {name: field.text for name, field in read[0].items()} if read else None


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("@a{k, title = {One}}", {"title": "One"}),
        ("@a{k, TITLE={{One} {T{w{o}}}},\n}", {"title": "{One} {T{w{o}}}"}),
        ('@a{k, title = "One {"}', None),
        ('@a{k, title = "One {Two}", year = 2010}', {"title": "One {Two}", "year": "2010"}),
        ("@a{k, month = jan, pages = {1--2},}\n% more\n", {"month": "jan", "pages": "1--2"}),
        ('@a{k, title = {A "quoted" word, and = more},\n}', {"title": 'A "quoted" word, and = more'}),
        ("@a{k, title = {Caf{\\'e} \\& co}}", {"title": "Caf{\\'e} \\& co"}),
        ("@a{k, title = {a \\{ b}}", None),
        ("@a{k, title = {a \\\\{b} c}}", None),
        ("@a{k, title = {One} # {Two}}", None),
        ("@a{k, title = {One}, title = {Two}}", None),
        ("@a{k, title = {One}\n year = 2010}", None),
        ("@a{k, title = {One}, % said\n year = 2010}", None),
        ("@a{k, title = {One, year = {2010}, }", None),
        ("@a{k, title = }", None),
        ("@a{k, title}", None),
        ("@a{k,}", None),
    ],
)
def test_what_is_plain(text: str, fields: dict[str, str] | None) -> None:
    assert plain(text) == fields


@pytest.mark.parametrize(
    "text", ["@a{k, x = {" + "{" * 50_000, "@a{k, x = {" + "a\\'b" * 50_000, "@a{k" + ", x" * 50_000]
)
def test_what_never_ends_is_given_up_at_once(text: str) -> None:
    assert plain(text) is None


NAME = st.sampled_from(["title", "Author", "year", "date", "author+an:orcid", "x-y", "note", "7th"])
TEXT = st.lists(
    st.sampled_from(
        ["word", " ", "\n", "{", "}", "{A}", '"', "\\", "\\'e", "\\&", ",", "=", "#", "@x", "@b{", "%", "é"]
    ),
    max_size=8,
).map("".join)
VALUE = st.one_of(
    TEXT.map("{{{}}}".format), TEXT.map('"{}"'.format), st.sampled_from(["2010", "jan", "a.b", "1 # 2", ""]), TEXT
)
FIELD = st.tuples(NAME, st.sampled_from([" = ", "=", "\n= ", " "]), VALUE).map("".join)
ENTRY = st.tuples(
    st.lists(FIELD, max_size=4).map(lambda fields: ",\n  ".join(["@a{k", *fields])),
    st.sampled_from(["}", ",\n}", "\n}\n\n", "}\n% remark\n", "}, year = {2010}}", ""]),
).map("".join)


@given(ENTRY)
def test_bibtexparser_reads_the_same(text: str) -> None:
    read = plain_fields(text, 4) if text.startswith("@a{k,") else None
    if read is not None:
        assert_same(text, 4)


def assert_same(text: str, start: int) -> None:
    quick = bib_entry.parse_entry(text, "k")
    slow = bib_entry._parse_any(text, "@entry{k", start)
    assert [(field.name, field.pieces) for field in quick.fields] == [(one.name, one.pieces) for one in slow.fields]
    assert (quick.raw, quick.problems) == (slow.raw, slow.problems)
    for field in quick.fields:
        assert text[field.offset :].lstrip('{"').startswith(field.pieces[0].text.lstrip('{"'))


def test_the_sample_is_plain() -> None:
    blocks = re.split(r"(?m)^(?=@)", (ROOT / "bibliography.bib").read_text(encoding="utf-8"))[1:]
    assert len(blocks) > 40
    for block in blocks:
        start = block.index(",")
        assert plain_fields(block, start) is not None
        assert_same(block, start)
