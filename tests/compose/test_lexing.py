"""The pieces of a brief, and which strings in its tags can be keys of references."""

from __future__ import annotations

import pytest

from briefwright.compose.lexing import LexError, literal_of, pieces_of

TEXT = """\
# Heading {#id .x}
{% block a -%}
   One {{ fact("f") }}{#- a comment
@k -#}  two.\t
{%- endblock %}
{% raw %}{{ three }}{% endraw %}
"""


def test_pieces_stand_where_they_stand() -> None:
    pieces = [(piece.kind, TEXT[piece.start : piece.end]) for piece in pieces_of(TEXT)]
    assert pieces == [
        ("text", "# Heading {#id .x}\n"), ("tag", "{% block a -%}\n   "), ("text", "One "),
        ("print", '{{ fact("f") }}'), ("text", "two."),
        ("tag", "{%- endblock %}"), ("text", "\n"), ("text", "{{ three }}"), ("text", "\n"),
    ]  # fmt: skip


@pytest.mark.parametrize(("code", "keys"), [
    ('cite("k", "l", locator="p", via="v", prefix="q")', ["k", "l", "v"]),
    ('fact("f", locator="p", lang="en")', []),
    ('facts(source="s", topic="t", ids=["i"], sort="date")', ["s"]),
    ('facts(source=["s", "t"])|length', ["s", "t"]),
    ('cite(k|default("d"), locator=x|default("e"))', ["d"]),
    ('table(facts(source="s"), columns=["source", ["A", "b"]], caption="c")', ["s"]),
    ('mine("k") ~ other.macro("l")', ["k", "l"]),
    ('f.topic == "t" or "s" in f.sources or f.status != "u" or "v" not in f.tags', ["s"]),
    ('{"k": "v"}["k"] ~ ("a" if "b" else "c")', ["k", "v", "k", "a", "b", "c"]),
    ('namespace(key="k")', ["k"]),
    ('term("references") ~ date("2020") ~ value("f", "name")', []),
])  # fmt: skip
def test_strings_that_can_be_keys(code: str, keys: list[str]) -> None:
    (piece,) = pieces_of(f"{{{{ {code} }}}}")
    assert [one.value for one in piece.literals if one.names_reference] == keys
    (assigned, _) = pieces_of(f"{{% set x = {code} %}} ")
    assert [one.value for one in assigned.literals if one.names_reference] == keys


def test_names_of_templates_are_no_keys() -> None:
    for tag in ('extends "k"', 'include "k"', 'import "k" as m', 'from "k" import m'):
        (piece,) = pieces_of(f"{{% {tag} %}}")
        assert [(one.value, one.names_reference) for one in piece.literals] == [("k", False)]


@pytest.mark.parametrize("value", ["k", "a'b", 'a"b', "a\\b", "\u043a\u043b\u044e\u0447", "\\'"])
@pytest.mark.parametrize("quote", ["'", '"'])
def test_a_string_reads_back(value: str, quote: str) -> None:
    text = f"{{{{ cite({literal_of(value, quote)}) }}}}"
    ((literal,),) = [piece.literals for piece in pieces_of(text)]
    assert literal.value == value
    assert text[literal.start : literal.end] == literal_of(value, quote)


@pytest.mark.parametrize(("text", "line"), [("a\n{{ 'x }}", 2), ("{% a ? %}", 1), ("\n\n{{ ( ] }}", 3)])
def test_what_cannot_be_read_is_told_with_its_line(text: str, line: int) -> None:
    with pytest.raises(LexError) as failure:
        pieces_of(text)
    assert failure.value.line == line
