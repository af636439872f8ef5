"""Statements: a small named set of markup, and everything else as it is written."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefwright import ast
from briefwright.compose.inline import ENGLISH, literal_nodes, quotes_of, split_final_stop, statement_nodes

FRENCH = quotes_of({"quotes": "«_ _» “ ”"})


def shown(nodes: list[ast.Node]) -> str:
    """Nodes with markup named: e(...) emphasis, s(...) strong, l(...)(address) link, v(...) value."""
    out = []
    for node in nodes:
        kind, content = node["t"], node.get("c")
        if kind == "Link":
            out.append(f"l({shown(content[1])})({content[2][0]})")
        elif kind in ("Emph", "Strong"):
            out.append(f"{'e' if kind == 'Emph' else 's'}({shown(content)})")
        elif kind == "Span":
            out.append(f"v({shown(content[1])})")
        else:
            out.append(ast.text_of(node))
    return "".join(out)


def nodes_of(text: str, quotes: tuple[str, str, str, str] = ENGLISH) -> list[ast.Node]:
    return statement_nodes(text, lambda name: [ast.span([ast.string(name)], ast.attributes())], quotes=quotes)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("plain words", "plain words"),
        ("  two\n lines\t here ", "two lines here"),
        ("_a_ and __b__ and _c d_", "e(a) and s(b) and e(c d)"),
        ("snake_case_words and _ and __ and a_b_", "snake_case_words and _ and __ and a_b_"),
        ("__a _b_ c__", "s(a e(b) c)"),
        (r"\_a\_ \[b](c) \{{ d }}", "_a_ [b](c) {{ d }}"),
        ("[a](https://x.org/y?z=1) [b](ftp://x) [c](d)", "l(a)(https://x.org/y?z=1) [b](ftp://x) [c](d)"),
        ("[_a_ b](http://x.org).", "l(e(a) b)(http://x.org)."),
        ("{{ value }} and {{low-end}}, {{ fact('x') }}", "v(value) and v(low-end), {{ fact(‘x’) }}"),
        ("He \"said so\" and 'so'", "He “said so” and ‘so’"),
        ("don't, states' rights, the '90s, rock 'n' roll", "don’t, states’ rights, the ’90s, rock ‘n’ roll"),
        ('("a") ["b"] -"c"', "(“a”) [“b”] -“c”"),
        ('"_a_" and "{{ value }}"', "“e(a)” and “v(value)”"),
        ("a -- b, 1914--1918, a--b, --x", "a – b, 1914–1918, a--b, --x"),
        ("a\u00a0b\u202fc", "a\u00a0b\u202fc"),
        ("a\x00b\ufdd0c", "abc"),
        ("", ""),
    ],
)
def test_statements(given: str, expected: str) -> None:
    assert shown(nodes_of(given)) == expected


def test_quotation_marks_of_a_language() -> None:
    assert shown(nodes_of("Il \"dit 'oui'\" là", FRENCH)) == "Il «\u00a0dit “oui”\u00a0» là"
    assert quotes_of({}) == quotes_of({"quotes": "« »"}) == ENGLISH


@pytest.mark.parametrize(
    ("text", "stop"),
    [
        ("a.", "."),
        ("a?", "?"),
        ("a!", "!"),
        ("a...", "..."),
        ("a…", "…"),
        ("a", ""),
        ('"a."', ""),
        (".", "."),
        ("", ""),
    ],
)
def test_the_final_stop_is_taken_off(text: str, stop: str) -> None:
    nodes, found = split_final_stop(nodes_of(text))
    assert found == stop
    assert shown(nodes) + found == shown(nodes_of(text))


def test_the_stop_after_a_value_is_taken_off() -> None:
    nodes, found = split_final_stop(nodes_of("It is {{ value }}."))
    assert (shown(nodes), found) == ("It is v(value)", ".")


SAFE = st.characters(blacklist_categories=("Cs", "Co"), max_codepoint=0x2FFF, blacklist_characters="\x7f")


@given(st.text(alphabet=SAFE, max_size=80))
def test_literal_text_keeps_every_character(text: str) -> None:
    kept = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x85\u2028\u2029 \t\n\r]", "", text)
    assert re.sub("[ ]", "", ast.text_of(literal_nodes(text))) == kept


@given(st.text(alphabet=st.sampled_from("ab_*[](){}\\|@$<>#-.'\"`^~ \u0436\u00e9:/https"), max_size=60))
def test_statements_lose_nothing_but_markup(text: str) -> None:
    ignored = "[\\s_\\[\\](){}\\\\'\"‘’“”–-]|https?://[^\\s()]+"
    seen = ast.text_of(nodes_of(text))
    assert sorted(re.sub(ignored, "", seen)) == sorted(re.sub(ignored, "", text))


@given(st.text(max_size=200))
def test_any_statement_can_be_read(text: str) -> None:
    kinds = {node["t"] for node in ast.walk(nodes_of(text))}
    assert kinds <= {"Str", "Space", "Emph", "Strong", "Link", "Span"}
