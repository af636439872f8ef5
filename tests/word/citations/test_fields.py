"""Where a field begins and ends: after the author's name, inside a note, within brackets that are the note's."""

from __future__ import annotations

from typing import Any

import pytest

from briefwright import ast
from briefwright.document import Document
from briefwright.word.citations.fields import Occurrence, wrap_citations
from tests.word.sample import document

NOTES = "chicago-notes-bibliography"


class Marked:
    """Puts marks around citations, where fields would begin and end."""

    keeps_links = False

    def around(self, occurrence: Occurrence, inlines: list[ast.Node]) -> list[ast.Node]:
        sign = "".join("-" if item.suppress_author else "+" for item in occurrence.items)
        return [ast.string(f"<{sign}{occurrence.note}|"), *inlines, ast.string(">")]


def shown(markdown: str, **changes: Any) -> str:
    made: Document = document(markdown, **changes)
    return " ".join(ast.text_of(wrap_citations(made.blocks, made, Marked())).split())


@pytest.mark.parametrize(
    ("markdown", "style", "expected"),
    [
        ("A [@doe2000, p. 3].", "apa", "A <+0|(Doe, 2000, p. 3)>."),
        ("A [-@doe2000].", "apa", "A <-0|(2000)>."),
        ("@doe2000 [p. 3] says.", "apa", "Doe <-0|(2000, p. 3)> says."),
        ("@doe2000 [p. 3; @ivanov2015] say.", "apa", "Doe <-+0|(2000, p. 3; Иванов, 2015)> say."),
        ("@doe2000 says.", "ieee", "<+0|[1]> says."),
        ("A^[B [@doe2000].].", "apa", "AB <+1|(Doe, 2000)>.."),
        ("A [@ivanov2015].", NOTES, "A.<+1|Пётр Иванов, ‘Долг Камбоджи’, Известия, 29 November 2015, URL.>"),
        ("@ivanov2015 says.", NOTES, "Пётр Иванов<-1|‘Долг Камбоджи’, Известия, 29 November 2015, URL.> says."),
        ("A.^[B @ivanov2015.]", NOTES, "A.B Пётр Иванов, <-1|‘Долг Камбоджи’, Известия, 29 November 2015, URL>."),
        ("A.^[B [@ivanov2015].]", NOTES, "A.B (<+1|Пётр Иванов, ‘Долг Камбоджи’, Известия, 29 November 2015, URL>)."),
        ("A.^[B] C [@ivanov2015; @ivanov2015].", NOTES, "A.B C.<++2|"),
    ],
)
def test_what_stands_in_the_field(markdown: str, style: str, expected: str) -> None:
    found = shown(markdown, style=style).replace("https://example.org/a/long/address/that/goes/on?and=on&and=on", "URL")
    assert found.startswith(expected)


def test_a_name_with_brackets_stays_whole() -> None:
    made = document("@{asean:2016} says.")
    cite = next(node for node in ast.walk(list(made.blocks)) if node["t"] == "Cite")
    cite["c"][1][:3] = [ast.string("Ministry"), {"t": "Space"}, ast.string("(MFA)")]
    found = ast.text_of(wrap_citations(made.blocks, made, Marked()))
    assert found.startswith("Ministry (MFA)")
    assert found.index("<-0|") > found.index("(MFA)")


def test_links_go_and_their_words_stay() -> None:
    made = document("A [@doe2000]. [Link](https://example.org) stays.")
    wrapped = wrap_citations(made.blocks[:1], made, Marked())
    assert [node["c"][2][0] for node in ast.walk(wrapped) if node["t"] == "Link"] == ["https://example.org"]


def test_the_tree_that_was_given_is_left_as_it_was() -> None:
    made = document("A [@doe2000]. @ivanov2015 [p. 3] says.^[B [@doe2000].]")
    before = ast.text_of(list(made.blocks))
    wrap_citations(made.blocks, made, Marked())
    assert ast.text_of(list(made.blocks)) == before
