"""Zotero's fields: citations, the list of references, and the document's preferences.

The forms are those of Zotero's word processor integration (zotero/zotero, chrome/content/zotero/xpcom/integration.js)
and of https://github.com/citation-style-language/schema (csl-citation.json). Where an address of a reference is not in
the library of who opens the file, Zotero takes what is embedded in the field: nobody needs our bibliography.
"""

from __future__ import annotations

import hashlib
import html
import json
from collections.abc import Mapping
from typing import Any

from lxml import etree

from briefwright import ast, safe_xml
from briefwright.ast import Node
from briefwright.cite.locales import terms
from briefwright.cite.resolve import REFERENCES
from briefwright.document import Document
from briefwright.word.citations.fields import END_FIELD, Occurrence, begin_field, openxml
from briefwright.word.story import CitedItem

SCHEMA = "https://github.com/citation-style-language/schema/raw/master/csl-citation.json"
REFERENCES_CODE = 'ADDIN ZOTERO_BIBL {"uncited":[],"omitted":[],"custom":[]} CSL_BIBLIOGRAPHY'
_CSL = "{http://purl.org/net/xbiblio/csl}"
STYLES = "http://www.zotero.org/styles"
PREFERENCE = "ZOTERO_PREF_"
PREFERENCE_LENGTH = 255
"""Characters of a custom property that Word reads."""
_VERSION, _PREFERENCES_VERSION = "7.0.0", "3"
"""Of the Zotero whose forms these are, and of the form of its preferences in Word."""
LIBRARY = "http://zotero.org/users/local/BRFWRGHT/items"
"""Before the keys of our references: a library of Zotero's form that is nobody's."""
_KEY_LETTERS = "23456789ABCDEFGHIJKLMNPQRSTUVWXYZ"
"""Of Zotero's keys: no 0, 1 or O."""
_LEFT_OUT = frozenset(("abstract", "annote", "keyword"))
_NUMBERS = frozenset(("circa",))


class ZoteroCitations:
    """Wraps citations in Zotero's fields."""

    keeps_links = False

    def __init__(self) -> None:
        self._ids: set[str] = set()

    def around(self, occurrence: Occurrence, inlines: list[Node]) -> list[Node]:
        """The runs of a field around what is seen of a citation."""
        code = f"ADDIN ZOTERO_ITEM CSL_CITATION {self.code(occurrence)}"
        return [openxml(begin_field(code)), *inlines, openxml(END_FIELD)]

    def code(self, occurrence: Occurrence) -> str:
        """The JSON text of a citation."""
        citation = {
            "properties": {
                "formattedCitation": occurrence.text,
                "plainCitation": occurrence.text,
                "noteIndex": occurrence.note,
            },
            "citationItems": [_item(item) for item in occurrence.items],
            "schema": SCHEMA,
        }
        digest = hashlib.sha256(f"{occurrence.number}\n{_compact(citation)}".encode()).digest()
        return _compact({"citationID": self._unique(digest), **citation})

    def _unique(self, digest: bytes) -> str:
        name = _letters(digest, 10)
        while name in self._ids:
            digest = hashlib.sha256(digest).digest()
            name = _letters(digest, 10)
        self._ids.add(name)
        return name


def preferences(document: Document) -> dict[str, str]:
    """The document's preferences as custom properties, without which Zotero asks for them before it does anything."""
    root = etree.Element("data", {"data-version": _PREFERENCES_VERSION, "zotero-version": _VERSION})
    session = hashlib.sha256(f"{document.brief.name}\n{document.style}\n{document.lang}".encode()).digest()
    etree.SubElement(root, "session", id=_letters(session, 8))
    style = etree.SubElement(root, "style", id=style_address(document), locale=terms(document.lang).value.lang)
    style.set("hasBibliography", "1" if REFERENCES in ast.index_by_id(document.blocks) else "0")
    style.set("bibliographyStyleHasBeenSet", "1")
    wishes = etree.SubElement(root, "prefs")
    note_type = "1" if document.note_style else "0"  # footnotes, and none
    for name, value in (
        ("fieldType", "Field"),
        ("automaticJournalAbbreviations", "false"),
        ("noteType", note_type),
    ):
        etree.SubElement(wishes, "pref", name=name, value=value)
    text = etree.tostring(root, encoding="unicode")
    pieces = [text[start : start + PREFERENCE_LENGTH] for start in range(0, len(text), PREFERENCE_LENGTH)]
    return {f"{PREFERENCE}{number}": piece for number, piece in enumerate(pieces, start=1)}


def style_address(document: Document) -> str:
    """The address by which Zotero knows the citation style: that of a style of the project's stands in its file."""
    own = next((file.path for file in document.files if file.kind == "style"), None)
    if own is not None and own.stem == document.style:  # not the parent of a dependent style
        address = safe_xml.parse(own.read_bytes()).findtext(f"{_CSL}info/{_CSL}id", "").strip()
        if address.startswith(("http://", "https://")):
            return str(address)
    return f"{STYLES}/{document.style}"


def uri_of(key: str) -> str:
    """The address that stands for a reference in our fields: always the same for a key, and in no library."""
    return f"{LIBRARY}/{_letters(hashlib.sha256(key.encode()).digest(), 8)}"


def item_data(key: str, item: Mapping[str, Any]) -> dict[str, Any]:
    """A reference as Zotero embeds it: CSL JSON with its citation key and without its abstract.

    item: CSL JSON; of a reference that could not be read there is none, and its key stands for its title.
    """
    data = {name: _value(name, value) for name, value in item.items() if name not in _LEFT_OUT}
    return {"type": "document", "title": key, **data, "id": key, "citation-key": key}


def _item(item: CitedItem) -> dict[str, Any]:
    made: dict[str, Any] = {"id": item.key, "uris": [uri_of(item.key)], "itemData": item_data(item.key, item.data)}
    if item.locator:
        made["locator"] = item.locator
        made["label"] = item.label.replace("sub-verbo", "sub verbo")
    if item.prefix:
        made["prefix"] = f"{item.prefix} "
    if item.suffix:
        made["suffix"] = item.suffix
    if item.suppress_author:
        made["suppress-author"] = True
    return made


def _value(name: str, value: Any) -> Any:
    """A variable's value with the type that the schema gives it; texts without entities, which Zotero shows as such."""
    if isinstance(value, str):
        return html.unescape(value)
    if isinstance(value, bool):
        return value
    if isinstance(value, (int, float)):
        return value if name in _NUMBERS else str(value)
    if isinstance(value, Mapping) and "date-parts" in value:
        return dict(value)
    if isinstance(value, Mapping):
        return {key: _value(key, inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_value(name, inner) for inner in value]
    return value


def _letters(digest: bytes, count: int) -> str:
    number = int.from_bytes(digest, "big")
    found = ""
    for _ in range(count):
        number, place = divmod(number, len(_KEY_LETTERS))
        found += _KEY_LETTERS[place]
    return found


def _compact(value: Any) -> str:
    """JSON without the three characters that XML escapes: some readers take a field's code as it stands in the file."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
