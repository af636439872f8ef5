"""The references inside a Word document: Zotero's, Mendeley's and EndNote's fields, and Word's own list of sources.

Zotero and Mendeley keep CSL JSON in the code of each citation's field (` ADDIN ZOTERO_ITEM CSL_CITATION {...}`,
` ADDIN CSL_CITATION {...}`), or, where bookmarks are used, in the document's properties; Mendeley Cite in the tag of
a content control; EndNote its own XML. Word keeps sources in a part under customXml (ECMA-376 part 1, 22.6).
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from briefwright.bib.formats import csl, xml
from briefwright.bib.formats.found import Found
from briefwright.safe_xml import BadXmlError, parse
from briefwright.word.package import Package

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MARK = "CSL_CITATION"
_MENDELEY = "MENDELEY_CITATION_v3_"


def read_docx(package: Package) -> Iterator[Found | str]:
    """The references of a document, each once; a text for what cannot be read."""
    seen: set[str] = set()
    for name in sorted(package.parts):
        if not name.endswith(".xml") or not name.startswith(("word/", "customXml/", "docProps/custom")):
            continue
        if (
            b"CITATION" not in package.parts[name]
            and b"Sources" not in package.parts[name]
            and (b"EN.CITE" not in package.parts[name])
        ):
            continue
        try:
            root = parse(package.parts[name])
        except BadXmlError as problem:
            yield f"its part {name} cannot be read: {problem}"
            continue
        for found in _part(root):
            if isinstance(found, str):
                yield f"{found} (in {name})"
                continue
            sign = repr((found.record.type, sorted(found.record.fields.items()), found.record.people))
            if sign not in seen:
                seen.add(sign)
                yield found


def _part(root: Any) -> Iterator[Found | str]:
    if xml.local(root) == "Sources":
        yield from xml.read_word_sources(root)
        return
    for code in [*_codes(root), *_properties(root), *_tags(root)]:
        if _MARK in code:
            yield from _items(code.partition(_MARK)[2])
        elif "<EndNote>" in code:
            yield from _endnote(code)


def _codes(root: Any) -> Iterator[str]:
    """The codes of the fields, which Word cuts into runs as it likes; a field may stand in another."""
    open_: list[list[str]] = []
    for element in root.iter(f"{_W}fldChar", f"{_W}instrText", f"{_W}fldSimple"):
        if element.tag == f"{_W}fldSimple":
            yield element.get(f"{_W}instr") or ""
        elif element.tag == f"{_W}instrText":
            if open_:
                open_[-1].append(element.text or "")
        elif element.get(f"{_W}fldCharType") == "begin":
            open_.append([])
        elif element.get(f"{_W}fldCharType") == "separate" and open_:
            yield "".join(open_[-1])
            open_[-1] = []
        elif element.get(f"{_W}fldCharType") == "end" and open_:
            rest = "".join(open_.pop())
            if rest:
                yield rest


def _properties(root: Any) -> Iterator[str]:
    """Citations in the document's properties, cut into pieces: ZOTERO_BREF_abc_1, ZOTERO_BREF_abc_2, ..."""
    parts: dict[str, list[tuple[int, str]]] = {}
    for one in root:
        name, _, number = str(one.get("name") or "").rpartition("_")
        if name and re.fullmatch(r"\d{1,6}", number, re.ASCII) and "BREF" in name.upper():
            parts.setdefault(name, []).append((int(number), "".join(one.itertext())))
    for pieces in parts.values():
        yield "".join(text for _, text in sorted(pieces))


def _tags(root: Any) -> Iterator[str]:
    for one in root.iter(f"{_W}tag"):
        value = one.get(f"{_W}val") or ""
        if value.startswith(_MENDELEY):
            try:
                yield _MARK + base64.b64decode(value.removeprefix(_MENDELEY)).decode("utf-8", "replace")
            except (binascii.Error, ValueError):
                yield _MARK + "{"


def _items(text: str) -> Iterator[Found | str]:
    try:
        content, _ = json.JSONDecoder(parse_float=str, parse_constant=str).raw_decode(text[text.index("{") :])
    except (ValueError, RecursionError):
        yield "a citation's data is broken"
        return
    items = content.get("citationItems") if isinstance(content, Mapping) else None
    for item in items if isinstance(items, list) else []:
        data = item.get("itemData") if isinstance(item, Mapping) else None
        if isinstance(data, Mapping):
            found = csl.item_of(data)
            own = data.get("citation-key") or data.get("citekey")
            yield Found(found.record, found.key if own else "", 0, found.shown)
        else:
            yield "a citation has no data of its reference: it is only in the library of whoever wrote it"


def _endnote(code: str) -> Iterator[Found | str]:
    start, end = code.index("<EndNote>"), code.rfind("</EndNote>")
    try:
        root = parse(code[start : end + len("</EndNote>")].encode("utf-8"))
    except BadXmlError:
        yield "a citation of EndNote's is broken"
        return
    yield from xml.read_endnote(root)
