"""Zotero's preferences of a document, and its keys."""

from __future__ import annotations

import re
from pathlib import Path

from lxml import etree

from briefwright.document import UsedFile
from briefwright.word.citations.zotero import item_data, preferences, style_address, uri_of
from tests.word.sample import document

REFERENCES = "[@doe2000]\n\n::: {#refs}\n:::"
STYLE = '<style xmlns="http://purl.org/net/xbiblio/csl"><info><id>{}</id></info></style>'


def test_preferences_are_in_pieces_that_word_reads() -> None:
    pieces = preferences(document(REFERENCES, style="chicago-notes-bibliography"))
    assert list(pieces) == [f"ZOTERO_PREF_{number}" for number in range(1, len(pieces) + 1)]
    assert all(len(text) <= 255 for text in pieces.values())
    root = etree.fromstring("".join(pieces.values()))
    assert root.get("data-version") == "3"
    assert re.fullmatch(r"[2-9A-Z]{8}", root.find("session").get("id"))
    assert dict(root.find("style").attrib) == {
        "id": "http://www.zotero.org/styles/chicago-notes-bibliography",
        "locale": "en-GB",
        "hasBibliography": "1",
        "bibliographyStyleHasBeenSet": "1",
    }
    wishes = {item.get("name"): item.get("value") for item in root.iter("pref")}
    assert wishes == {"fieldType": "Field", "automaticJournalAbbreviations": "false", "noteType": "1"}


def test_a_style_of_the_projects_has_its_own_address(tmp_path: Path) -> None:
    own = tmp_path / "house.csl"
    own.write_text(STYLE.format("https://example.org/styles/house"), encoding="utf-8")
    made = document("Text", files=(UsedFile("style", own),))
    assert style_address(made) == "http://www.zotero.org/styles/apa", "of another name: the parent of a dependent style"
    own = own.rename(tmp_path / "apa.csl")
    assert style_address(document("Text", files=(UsedFile("style", own),))) == "https://example.org/styles/house"
    own.write_text(STYLE.format("house"), encoding="utf-8")
    assert style_address(document("Text", files=(UsedFile("style", own),))) == "http://www.zotero.org/styles/apa"


def test_addresses_of_references_are_of_zoteros_form_and_stay() -> None:
    keys = ("doe2000", "Doe2000", "សុខ2019", "a/b:c")
    found = [uri_of(key) for key in keys]
    assert len(set(found)) == len(keys)
    assert all(re.fullmatch(r"http://zotero\.org/users/local/[2-9A-Z]{8}/items/[2-9A-Z]{8}", uri) for uri in found)
    assert found == [uri_of(key) for key in keys]


def test_a_reference_that_could_not_be_read_has_its_key() -> None:
    assert item_data("x", {}) == {"id": "x", "citation-key": "x", "type": "document", "title": "x"}
