"""Words exchanged in a source: readable cases, and paragraphs made at random."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefwright.load import load_project
from briefwright.review.inline_items import link_of, looks_of, written
from briefwright.review.inline_scan import LexError, items_of
from briefwright.review.inline_source import Syntax, Unit, UnitKind, revise, units_of
from briefwright.review.sources import source_blocks

ROOT = Path(__file__).resolve().parents[2]
CASES = Path(__file__).parent / "inline_cases"
LOOKS = {"em": "emph", "strong": "strong", "s": "strike", "sub": "sub", "sup": "sup", "code": "code"}
KINDS = {kind.value: kind for kind in UnitKind}


class Case(NamedTuple):
    """A source, what is rendered of it before and after, and the source or the reason that is expected."""

    title: str
    syntax: Syntax
    fields: dict[str, str]


def cases() -> Iterator[Case]:
    for file in sorted(CASES.glob("*.txt")):
        for block in file.read_text(encoding="utf-8").strip().split("\n\n"):
            title, *lines = block.split("\n")
            fields: dict[str, str] = {}
            name = ""
            for line in lines:
                if line.startswith("  "):
                    fields[name] += "\n" + line.strip()
                else:
                    name, _, text = line.partition(": ")
                    fields[name] = text
            yield Case(title, Syntax(file.stem), fields)


TAG = re.compile(
    r"<(/?)(em|strong|s|sub|sup|code|a)(?: ([^>]*))?>|<(fact|value|citation|note|picture)(?: (\S+?))?(?: (.+?))?/>"
)


def units(text: str) -> list[Unit]:
    """What a case says is rendered."""
    out: list[Unit] = []
    looks: list[str] = []
    link, position = "", 0
    for tag in TAG.finditer(text):
        out += units_of(text[position : tag.start()], looks, link)
        position = tag.end()
        if tag[4]:
            name, source = (
                ("", f"{tag[5]} {tag[6]}" if tag[6] else tag[5] or "") if tag[4] == "note" else tag.group(5, 6)
            )
            out.append(Unit("thing", kind=KINDS[tag[4]], name=name or "", source=source or ""))
        elif tag[2] == "a":
            link = "" if tag[1] else tag[3]
        elif tag[1]:
            looks.pop()
        else:
            looks.append(LOOKS[tag[2]])
    return [*out, *units_of(text[position:], looks, link)]


@pytest.mark.parametrize("case", [pytest.param(case, id=f"{case.syntax}: {case.title}") for case in cases()])
def test_case(case: Case) -> None:
    fields = case.fields
    revised = revise(fields["source"], units(fields["old"]), units(fields["new"]), case.syntax)
    assert (revised.source, revised.why) == (fields.get("gives"), fields.get("why", ""))


WORDS = st.sampled_from(
    "port debt 2018 state's a.b co-op snake_case 5* [x] @who #1 {{x}} <b> 1. - & \\ ^ ~ | … –".split()
)


class Bit(NamedTuple):
    """A piece of a paragraph: its source, and what is rendered of it."""

    source: str
    units: tuple[Unit, ...]


def plain(words: list[str]) -> str:
    return " ".join(words)


SAFE = st.lists(st.sampled_from("port debt 2018 river of the co-op état Русь".split()), min_size=1, max_size=4).map(
    plain
)
BITS = st.one_of(
    SAFE.map(lambda text: Bit(text, tuple(units_of(text)))),
    SAFE.map(lambda text: Bit(f"_{text}_", tuple(units_of(text, ["emph"])))),
    SAFE.map(lambda text: Bit(f"**{text}**", tuple(units_of(text, ["strong"])))),
    SAFE.map(lambda text: Bit(f"[{text}](https://example.org/)", tuple(units_of(text, (), "https://example.org/")))),
)
MARKDOWN_BITS = st.one_of(
    BITS,
    st.just(Bit('{{ fact("debt") }}', (Unit("Debt.", kind=UnitKind.FACT, name="debt:statement"),))),
    st.just(Bit("[@pich2024, p. 3]", (Unit("(Pich)", kind=UnitKind.CITATION, name="pich2024"),))),
    st.just(Bit("at\\*^[A note.]", (*units_of("at*"), Unit("", kind=UnitKind.NOTE)))),
)
STATEMENT_BITS = st.one_of(
    BITS.map(lambda bit: Bit(bit.source.replace("**", "__"), bit.units)),
    st.just(Bit("{{ value }}", (Unit("", kind=UnitKind.VALUE, name="value"),))),
)


def paragraph(bits: list[Bit]) -> tuple[str, list[Unit]]:
    out: list[Unit] = []
    for bit in bits:
        out += [*([Unit(" ")] if out else []), *bit.units]
    return " ".join(bit.source for bit in bits), out


def edited(data: st.DataObject, old: list[Unit]) -> tuple[list[Unit], int, int]:
    """What an editor may make of units, and how many at both ends are as they were."""
    start = data.draw(st.integers(0, len(old)))
    end = data.draw(st.integers(start, min(len(old), start + 3)))
    looks = data.draw(st.sampled_from([(), ("emph",), ("strong",), ("emph", "strong")]))
    words = data.draw(st.lists(WORDS, max_size=3))
    put_in = units_of(" ".join(words), looks)
    # a word that is put in stands apart from others
    before = [Unit(" ")] if put_in and start and not old[start - 1].is_space else []
    after = [Unit(" ")] if put_in and end < len(old) and not old[end].is_space else []
    return [*old[:start], *before, *put_in, *after, *old[end:]], start, len(old) - end


@settings(max_examples=200, deadline=None)
@given(st.lists(STATEMENT_BITS, min_size=1, max_size=5), st.data())
def test_any_edit_of_a_statement_comes_home(bits: list[Bit], data: st.DataObject) -> None:
    source, old = paragraph(bits)
    new, _, _ = edited(data, old)
    revised = revise(source, old, new, Syntax.STATEMENT)
    assert revised.source is not None or has_no_markup(new), revised.why


def has_no_markup(units: list[Unit]) -> bool:
    """Whether statements cannot say it: a line within emphasis, or emphasis that begins or ends within a word."""
    inside = any("_" in unit.text and "emph" in unit.looks for unit in units)
    touching = (
        one.looks != two.looks and one.text[-1:].isalnum() and two.text[:1].isalnum()
        for one, two in itertools.pairwise(units)
    )
    return inside or any(touching)


@settings(max_examples=30, deadline=None)
@given(st.lists(MARKDOWN_BITS, min_size=1, max_size=6), st.data())
def test_any_edit_of_a_paragraph_comes_home(bits: list[Bit], data: st.DataObject) -> None:
    source, old = paragraph(bits)
    new, _, _ = edited(data, old)
    revised = revise(source, old, new)
    assert revised.source is not None, revised.why


@settings(max_examples=200, deadline=None)
@given(st.lists(STATEMENT_BITS, min_size=3, max_size=6), SAFE, st.data())
def test_what_stands_apart_from_the_edit_keeps_its_bytes(bits: list[Bit], text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(bits) - 1))
    _, old = paragraph(bits)
    before, after = (" ".join(bit.source for bit in some) for some in (bits[:at], bits[at + 1 :]))
    put_in = Bit("", (*units_of("new"), Unit(" "), *units_of(text)))
    _, new = paragraph([*bits[:at], put_in, *bits[at + 1 :]])
    revised = revise(paragraph(bits)[0], old, new, Syntax.STATEMENT)
    assert revised.source is not None
    assert revised.source.startswith(before)
    assert revised.source.endswith(after)


def test_the_sample_is_cut_without_losing_anything() -> None:
    for file in sorted((ROOT / "briefs").glob("*.md")):
        text = file.read_text(encoding="utf-8")
        for block in source_blocks(text):
            source = text[block.start : block.end]
            assert written([(item.source, item.wraps) for item in items_of(source, Syntax.MARKDOWN)]) == source


def test_a_word_put_into_any_statement_of_the_sample_comes_home() -> None:
    statements = [text for fact in load_project(ROOT).value.facts.values() for text in fact.statement.by_lang.values()]
    assert len(statements) > 20
    for source in statements:
        items = items_of(source, Syntax.STATEMENT)
        kind = [item.kind or UnitKind.TEXT for item in items]
        old = [
            Unit(one.text, looks_of(one.wraps), link_of(one.wraps), how, one.name)
            for one, how in zip(items, kind, strict=True)
        ]
        revised = revise(source, old, [*units_of("Then "), *old], Syntax.STATEMENT)
        assert revised.source == f"Then {source}"


@pytest.mark.parametrize(
    "source", ["*a **b _c __d " * 200, "[[[" * 400, "[a](b " * 300, "^[x " * 300, "`` ` " * 300, "{{ a " * 99]
)
def test_marks_that_never_close_take_no_time(source: str) -> None:
    try:
        items = items_of(source, Syntax.MARKDOWN)
    except LexError:
        return
    assert written([(item.source, item.wraps) for item in items]) == source


def test_marks_too_deep_are_told() -> None:
    deep = "[" * 500 + "x" + "](https://example.org)" * 500
    assert revise(deep, units_of("x"), units_of("y")).why.startswith("the source cannot be read")
