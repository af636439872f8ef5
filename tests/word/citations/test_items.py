"""Locators are read as citeproc has read them: what it set in its place is a locator, the rest is text."""

from __future__ import annotations

import pytest

from briefwright import ast
from briefwright.word.citations.items import cited_items, split_suffix
from tests.word.sample import document


@pytest.mark.parametrize(
    ("suffix", "label", "locator", "rest"),
    [
        (", p. 3, for more", "page", "3", ", for more"),
        ("p. 4-5", "page", "4-5", ""),
        (", 33", "page", "33", ""),
        (", pp. 33, 35-37, and so on", "page", "33, 35-37", ", and so on"),
        (", p. iv–x; 12(a)", "page", "iv–x; 12(a)", ""),
        (", n. 3", "note", "3", ""),
        (", §3", "section", "3", ""),
        (", vol. 2, pp. 3-5", "volume", "2", ", pp. 3-5"),
        (", 2:34", "page", "2:34", ""),
        (", {ch. 3, with (a)} and more", "chapter", "3, with (a)", " and more"),
        (", fn. 3", "", "", ", fn. 3"),
        (" and passim", "", "", ", and passim"),
        ("", "", "", ""),
        (", {p. 3", "", "", ", {p. 3"),  # a brace that is not closed is text
        (", [3", "", "", ", [3"),
    ],
)
def test_suffix(suffix: str, label: str, locator: str, rest: str) -> None:
    assert split_suffix(suffix, "en-GB") == (label, locator, rest)


@pytest.mark.parametrize(
    ("suffix", "label", "locator"),
    [
        (", {table 3}", "table", "3"),
        (", {appendix B}", "appendix", "B"),
        (", {article 5}", "article", "5"),
        (", {chap. 3, iv}", "chapter", "3, iv"),
    ],
)
def test_a_label_that_pandoc_does_not_know_is_no_page(suffix: str, label: str, locator: str) -> None:
    assert split_suffix(suffix, "en-GB") == (label, locator, "")


@pytest.mark.parametrize("lang", ["en-GB", "ru", "fr"])
@pytest.mark.parametrize(
    "suffix",
    [
        "p. 3",
        "ch. 3",
        "chap. 3",
        "chapter 3",
        "n. 3",
        "fn. 3",
        "§3",
        "33",
        "iv",
        "p. iv",
        "{ch. 3}",
        "с. 434",
        "гл. 2",
        "abc",
    ],
)
def test_agrees_with_citeproc(suffix: str, lang: str) -> None:
    made = document(f"Text [@doe2000, {suffix}].", lang=lang)
    cite = next(node for node in ast.walk(list(made.blocks)) if node["t"] == "Cite")
    item = cited_items(cite, lang)[0]
    linked = "".join(ast.text_of(node) for node in cite["c"][1] if node["t"] == "Link")
    digits = any(character.isdigit() for character in linked.replace("2000", "")) or "iv" in linked
    assert bool(item.locator) == digits, ast.text_of(cite)
