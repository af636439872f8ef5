"""Citations as pandoc's Cite nodes."""

from __future__ import annotations

from typing import Any

import pytest

from briefwright import ast, pandoc
from briefwright.cite.nodes import CitationNodes, number_notes
from briefwright.compose.inserts import CitationItem
from briefwright.locators import parse_locator

ENGLISH = CitationNodes("en-GB", lambda key: (f"{key}, cited in ", ""))


def cited(nodes: list[ast.Node]) -> list[dict[str, Any]]:
    return [citation for node in nodes if node["t"] == "Cite" for citation in node["c"][0]]


def test_everything_of_an_item() -> None:
    item = CitationItem("k", parse_locator("p. 3"), "see", "passim", "suppress", "original")
    (citation,) = cited(ENGLISH.cite([item]))
    assert citation["citationId"] == "k"
    assert ast.text_of(citation["citationPrefix"]) == "original, cited in see"
    assert ast.text_of(citation["citationSuffix"]) == ", {p. 3}, passim"
    assert citation["citationMode"] == {"t": "SuppressAuthor"}


def test_the_same_place_is_cited_once() -> None:
    item = CitationItem("k", parse_locator("p. 3"))
    assert len(cited(ENGLISH.cite([item, item, CitationItem("j")]))) == 2


def test_narrative_authors_stand_one_by_one() -> None:
    items = [CitationItem(key, mode="narrative" if key == "a" else "normal") for key in "abc"]
    nodes = ENGLISH.cite(items)
    assert [citation["citationMode"]["t"] for citation in cited(nodes)] == ["AuthorInText"] * 3
    assert ast.text_of([node for node in nodes if node["t"] != "Cite"]) == ",  and "


@pytest.mark.parametrize(
    ("typed", "lang", "suffix"),
    [
        ("[@k, p. 3]", "en-GB", ", {p. 3}"),
        ("[@k, p. 3]", "ru", ", {с. 3}"),
        ("[@k, с. 3-5]", "en-GB", ", {pp. 3-5}"),
        ("[@k, абз. 2]", "fr", ", {paragr. 2}"),
        ("[@k, p. 3, and more words]", "ru", ", {с. 3}, and more words"),
        ("@k [p. 3]", "ru", "{с. 3}"),
        ("[@k, 3]", "ru", ", 3"),
        ("[@k, ch. 3]", "en-GB", ", {ch. 3}"),
        ("[@k, and words]", "ru", ", and words"),
        ("[@k, {p. 3}]", "ru", ", {p. 3}"),
        ("[@k, *p. 3*]", "ru", ", p. 3"),
        ("[@k, p. 3, *p. 4*]", "ru", ", {с. 3}, p. 4"),
        ("[@k]", "ru", ""),
    ],
)
def test_typed_locators_are_put_in_the_brief_s_terms(typed: str, lang: str, suffix: str) -> None:
    blocks, _ = pandoc.read_markdown(typed)
    cite = next(node for node in ast.walk(blocks) if node["t"] == "Cite")
    done = CitationNodes(lang, lambda _: ("", "")).typed(cite["c"][0], cite["c"][1])
    assert ast.text_of(done["c"][0][0]["citationSuffix"]).replace("\xa0", " ") == suffix


def test_notes_are_numbered_in_the_order_of_the_document() -> None:
    text = "A [@a]. B.^[Note [@b] and [@c].] C [@a; @d].\n\n| x |\n|---|\n| [@e] |\n\n- F [@f][^n]\n\n[^n]: G [@g]"
    blocks, _ = pandoc.read_markdown(text)
    assert number_notes(blocks) == ("a", "b", "c", "d", "e", "f", "g")
    numbers = [
        (citation["citationId"], citation["citationNoteNum"])
        for node in ast.walk(blocks)
        if node["t"] == "Cite"
        for citation in node["c"][0]
    ]
    assert numbers == [("a", 1), ("b", 2), ("c", 2), ("a", 3), ("d", 3), ("e", 4), ("f", 5), ("g", 6)]
