"""Plain citations: a bookmark around each, whose name says which it is."""

from __future__ import annotations

import re

from briefwright.document import LiveCitations, WordOptions
from briefwright.word.citations.plain import plain_citations
from briefwright.word.ooxml import w
from briefwright.word.reading import read_story
from briefwright.word.story import PieceKind
from briefwright.write.docx import write_docx
from tests.word.sample import document
from tests.word.soundness import text_parts

TEXT = "# C. Debt {#c-debt}\n\nOne [@doe2000]. Two [@doe2000]. @ivanov2015 [p. 3] says.^[Note [@doe2000, p. 4].]"
WORD = WordOptions(citations=LiveCitations.PLAIN)


def test_each_has_a_name_of_its_own() -> None:
    names = plain_citations(document(TEXT, word=WORD))
    assert len(names) == 4
    assert all(re.fullmatch(r"c-[0-9a-f]{10}", name) for name in names)
    assert [(item.key, item.locator) for items in names.values() for item in items] == [
        ("doe2000", ""), ("doe2000", ""), ("ivanov2015", "3"), ("doe2000", "4")
    ]  # fmt: skip


def test_the_reader_finds_them_and_no_heading() -> None:
    made = document(TEXT, word=WORD)
    story = read_story(write_docx(made).value).value
    assert story is not None
    blocks = [block for block in story.blocks if any(piece.kind is PieceKind.CITATION for piece in block.pieces)]
    assert [[piece.text for piece in block.pieces if piece.kind is PieceKind.CITATION] for block in blocks] == [
        ["(Doe, 2000)", "(Doe, 2000)", "(2015, p. 3)"]
    ]


def test_links_stay() -> None:
    made = write_docx(document(TEXT + "\n\n::: {#refs}\n:::", word=WORD)).value
    root = text_parts(made)["word/document.xml"]
    assert {item.get(w("anchor")) for item in root.iter(w("hyperlink"))} >= {"ref-doe2000", "ref-ivanov2015"}
