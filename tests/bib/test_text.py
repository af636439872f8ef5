"""Only what is changed is written anew."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefwright.bib.text import BibText, Change, UnencodableError

TEXT = "% one\n@book{a,\n  title = {Ä},\n}\n% two\n@book{b,\n  title = {B},\n}\n"


def file(raw: bytes) -> BibText:
    return BibText(Path("x.bib"), "x.bib", raw)


def retitled(bib: BibText, key: str, title: str) -> bytes:
    place = bib.by_key[key]
    layout = bib.layout(place)
    assert layout is not None
    field = layout.named("title")
    assert field is not None
    return bib.edited([bib.change(place, layout, field.value, field.end, title)])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_encoding_and_line_ends_stay(encoding: str, newline: str) -> None:
    text = TEXT.replace("\n", newline)
    made = retitled(file(text.encode(encoding)), "b", "{Bé}")
    assert made == text.replace("{B}", "{Bé}").encode(encoding)


def test_lines_in_another_encoding_stay_as_they_are() -> None:
    raw = b"@book{a,\n title = {\xc4},\n}\n@book{b,\r\n title = {B},\r\n}\n"
    assert retitled(file(raw), "b", "{C}") == b"@book{a,\n title = {\xc4},\n}\n@book{b,\r\n title = {C},\n}\n"
    assert retitled(file(raw), "a", "{ÄB}") == raw.replace(b"\xc4", b"\xc4B")


def test_a_character_that_the_encoding_has_not_is_refused_with_its_line() -> None:
    with pytest.raises(UnencodableError) as refused:
        retitled(file(b"@book{a,\n title = {\xc4},\n}\n"), "a", "{\u0416}")
    assert refused.value.line == 2


def test_a_line_in_ascii_gets_the_encoding_of_the_file() -> None:
    """Else one file would be in two encodings, which no other program reads."""
    raw = b"@book{a,\n title = {\xc4},\n}\n@book{b,\n title = {B},\n}\n"
    assert retitled(file(raw), "b", "{\xc9}") == raw.replace(b"{B}", b"{\xc9}")
    with pytest.raises(UnencodableError):
        retitled(file(raw), "b", "{\u0416}")
    mixed = raw + "% Ü\n".encode()
    assert retitled(file(mixed), "b", "{\xc9}") == mixed.replace(b"{B}", "{\xc9}".encode())


def test_changes_that_overlap_are_refused() -> None:
    with pytest.raises(ValueError, match="overlap"):
        file(TEXT.encode()).edited([Change(0, 5, "x"), Change(3, 6, "y")])


@given(st.binary(max_size=200))
def test_without_changes_any_file_stays_byte_for_byte(raw: bytes) -> None:
    assert file(raw).edited([]) == raw


def test_an_offset_becomes_a_place() -> None:
    bib = file(TEXT.encode())
    place = bib.by_key["a"]
    layout = bib.layout(place)
    assert layout is not None
    where = bib.location(place, layout, layout.fields[0].value)
    assert (where.line, where.column, where.text) == (3, 11, "  title = {Ä},")
