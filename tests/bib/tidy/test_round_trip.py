"""Whatever a file is like, tidying it loses nothing, changes nothing that a reader sees, and is done after once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefwright.bib.tidy import RULES
from briefwright.diagnostics import BriefwrightError, Code
from tests.bib.tidy.samples import CORPUS, as_pandoc_reads, file_of, tidied

each_file = pytest.mark.parametrize("file", CORPUS, ids=lambda file: file.stem)
SAME_DATA = [rule.name for rule in RULES if rule.effect.value != "data"]


def test_the_corpus_is_varied() -> None:
    assert len(CORPUS) >= 12
    raw = [file.read_bytes() for file in CORPUS]
    assert any(b"\r\n" in data for data in raw)
    assert any(data.startswith(b"\xef\xbb\xbf") for data in raw)
    assert any(file_of(data).decoded.was == "CP1252" for data in raw)


@each_file
def test_pandoc_reads_the_same_data(file: Path) -> None:
    raw = file.read_bytes()
    done = tidied(raw).change.after
    before = as_pandoc_reads(raw)
    assert before
    assert as_pandoc_reads(done) == before


@each_file
def test_pandoc_reads_the_same_data_after_all_rules_that_change_none(file: Path) -> None:
    raw = file.read_bytes()
    assert as_pandoc_reads(tidied(raw, *SAME_DATA).change.after) == as_pandoc_reads(raw)


@each_file
@pytest.mark.parametrize("rule", [rule.name for rule in RULES])
def test_each_rule_once_is_enough(file: Path, rule: str) -> None:
    once = tidied(file.read_bytes(), rule).change.after
    assert tidied(once, rule).change.after == once


@each_file
@pytest.mark.parametrize(
    "rules",
    [(), tuple(SAME_DATA), tuple(rule.name for rule in RULES if rule.name != "tex"), ("default", "tex", "names")],
    ids=["default", "same-data", "unicode", "tex"],
)
def test_tidy_twice_is_tidy_once(file: Path, rules: tuple[str, ...]) -> None:
    once = tidied(file.read_bytes(), *rules).change.after
    assert tidied(once, *rules).change.after == once


@each_file
def test_what_is_no_entry_stays_to_the_byte(file: Path) -> None:
    raw = file.read_bytes()
    assert _others(tidied(raw).change.after) == _others(raw)


def _others(raw: bytes) -> list[str]:
    """All lines that are in no entry, @strings and @comments with them."""
    file = file_of(raw)
    rest, position = "", 0
    for place in file.index.entries:
        rest += file.data[position : place.start].decode() + "\n"
        layout = file.layout(place)
        position = place.start + len((layout.text[: layout.end] if layout else file.block(place)).encode())
    return [line for line in (rest + file.data[position:].decode()).split("\n") if line.strip()]


@each_file
def test_each_entry_that_is_left_alone_is_named(file: Path) -> None:
    done = tidied(file.read_bytes())
    text = file_of(file.read_bytes())
    alone = [place for place in text.index.entries if text.layout(place) is None]
    assert [finding.code for finding in done.findings] == [Code.BIB_LEFT_ALONE] * len(alone)
    assert [finding.location and finding.location.line for finding in done.findings] == [place.line for place in alone]


# --- hostile files ----------------------------------------------------------------------------------------------

JUNK = st.text(st.sampled_from('aB1é{}"#@=,()%\\~ \t\n-$&'), max_size=12)
KEYS = st.text(st.sampled_from("abC1é:./+_-'*\\\"!?&;កក្ж"), min_size=1, max_size=8)
NAMES = st.sampled_from(
    "author title TITLE Year pages month doi note url crossref journal volume number abstract Bdsk-Url-1 date".split()
)
INNER = st.one_of(
    JUNK,
    st.sampled_from(
        ["", " ", "1999", "1-2", "xi-xx", "A1 – A3", "August", "doi:10.5555/x", "Ludwig van Beethoven and others",
         "{World Bank} and A. B. {\\'E}. de la C\\^ote Jr.", "naïve ASEAN {NATO} iPhone", "$x^{2}$ \\'e", "\\\\",
         "a\n\nb"]
    ),
)  # fmt: skip
PIECES = st.one_of(
    INNER.map(lambda text: f"{{{text}}}"),
    INNER.map(lambda text: f'"{text}"'),
    st.from_regex(r"[a-z]{1,3}|\d{1,4}", fullmatch=True),
)
VALUES = st.lists(PIECES, min_size=1, max_size=3).map(" # ".join)
SPACE = st.sampled_from(["", " ", "\n", "\n  ", "\n\t", "  \n", " \n\n "])


@st.composite
def entries(draw: Callable[..., str]) -> str:
    fields = "".join(
        f"{draw(SPACE)},{draw(SPACE)}{draw(NAMES)}{draw(SPACE)}={draw(SPACE)}{draw(VALUES)}"
        for _ in range(draw(st.integers(0, 4)))  # type: ignore[call-overload]  # what draw gives depends on what it takes
    )
    opening, closing = draw(st.sampled_from([("{", "}"), ("(", ")"), ("{", ""), ("{", "}}"), ("{ ", "}")]))
    comma = draw(st.sampled_from(["", ",", ",,"]))
    kind = draw(st.sampled_from(["book", "Article", "MISC "]))
    return f"@{kind}{opening}{draw(KEYS)}{fields}{comma}{draw(SPACE)}{closing}"


BLOCKS = st.one_of(
    entries(),
    entries(),
    JUNK,
    st.sampled_from(
        [
            '@string{aug = "A"}',
            "@preamble{ {x} }",
            "@comment{x @book{y, z = {1}}}",
            "% remark",
            "\n\n",
            "@comment{",
            "}",
        ]
    ),
)
FILES = st.lists(st.tuples(BLOCKS, st.sampled_from(["\n", "\n\n", "", " ", "\n\n\n\n"])), max_size=6).map(
    lambda blocks: "".join(block + gap for block, gap in blocks)
)
ENCODINGS = st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16", "crlf", "mixed"])
CHOICES = st.sampled_from(
    [
        (),
        tuple(rule.name for rule in RULES if rule.name != "unicode"),
        tuple(rule.name for rule in RULES if rule.name != "tex"),
        ("default", "months", "names", "capitals"),
        ("entry-order", "field-order"),
    ]
)


def encoded(text: str, encoding: str) -> bytes:
    if encoding == "crlf":
        return text.replace("\n", "\r\n").encode()
    if encoding == "mixed":  # every other line as Windows wrote it
        lines = enumerate(text.split("\n"))
        return b"\n".join(line.encode("cp1252" if at % 2 else "utf-8", "replace") for at, line in lines)
    return text.encode(encoding, "replace")


@given(FILES, ENCODINGS, CHOICES)
@settings(max_examples=300, deadline=None)
def test_hostile_files(text: str, encoding: str, rules: tuple[str, ...]) -> None:
    tidied_once_or_refused(encoded(text, encoding), *rules)


@given(st.binary(max_size=300).map(lambda data: b"@book{a, title = {" + data + b"}, pages = {1-2}}\n" + data))
@settings(max_examples=100, deadline=None)
def test_any_bytes(raw: bytes) -> None:
    tidied_once_or_refused(raw)


def tidied_once_or_refused(raw: bytes, *rules: str) -> None:
    """The guard reads every result again; nothing may reach it that loses something, and no run changes a second."""
    try:
        once = tidied(raw, *rules).change.after
    except BriefwrightError as stop:
        codes = [finding.code for finding in stop.findings]
        assert codes == [Code.BIB_ENCODING], stop  # noqa: PT017  # the other way to end
        return
    assert tidied(once, *rules).change.after == once


@pytest.mark.parametrize("sign", ["a ", "}", '"', "\\", "{a}", "\n", "é", ", x = {y}", "# "])
def test_a_field_of_a_megabyte(sign: str) -> None:
    value = sign * (1_000_000 // len(sign))
    raw = f"@misc{{a,\n  abstract = {{{value}}}, pages = {{1-2}},\n}}\n\n@misc{{b,\n  pages = {{3-4}},\n}}\n"
    once = tidied(raw).change.after
    assert value.strip() in once.decode()
    assert b"{3--4}" in once
    assert tidied(once).change.after == once
