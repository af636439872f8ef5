"""What a DOCX says about itself: title, authors, dates (ECMA-376 part 2, 11), and nothing of the machine."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from lxml import etree

from briefwright.document import Document, Face
from briefwright.word.ooxml import Element, serialise, xml_text
from briefwright.word.package import OFFICE, Package

_CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_DC = "http://purl.org/dc/elements/1.1/"
_TERMS = "http://purl.org/dc/terms/"
_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
_EXTENDED = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VARIANT = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
CUSTOM_PART = "docProps/custom.xml"
_CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_CUSTOM_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
"""The property set of custom properties (ECMA-376 part 1, 22.3.2.2); their numbers begin with 2."""


def set_properties(package: Package, document: Document) -> None:
    """Write the core and extended properties, and take out the custom ones, where pandoc puts all metadata."""
    package.parts["docProps/core.xml"] = serialise(_core(document))
    package.parts["docProps/app.xml"] = serialise(_app(document))
    package.remove(CUSTOM_PART)


def add_custom_properties(package: Package, texts: Mapping[str, str]) -> None:
    """Write custom properties into a package that has none. texts: by name; Word reads 255 characters of each."""
    root = etree.Element(f"{{{_CUSTOM}}}Properties", nsmap={None: _CUSTOM, "vt": _VARIANT})
    for number, (name, text) in enumerate(texts.items(), start=2):
        made = etree.SubElement(root, f"{{{_CUSTOM}}}property", fmtid=_CUSTOM_FORMAT, pid=str(number), name=name)
        etree.SubElement(made, f"{{{_VARIANT}}}lpwstr").text = xml_text(text)
    package.add(CUSTOM_PART, serialise(root), _CUSTOM_TYPE)
    package.relate("", f"{OFFICE}/custom-properties", CUSTOM_PART)


def _core(document: Document) -> Element:
    meta = document.brief.meta
    moment = datetime.datetime.fromtimestamp(max(document.timestamp, 0), datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    root = etree.Element(
        f"{{{_CORE}}}coreProperties", nsmap={"cp": _CORE, "dc": _DC, "dcterms": _TERMS, "xsi": _INSTANCE}
    )
    texts = (
        (_DC, "title", meta.title),
        (_DC, "subject", meta.subject),
        (_DC, "creator", "; ".join(document.authors or (document.institution,))),
        (_CORE, "keywords", ", ".join(meta.keywords)),
        (_DC, "description", meta.summary),
        (_DC, "language", document.lang),
        (_CORE, "category", meta.number),
        (_CORE, "contentStatus", meta.status),
    )
    for space, name, text in texts:
        if text:
            etree.SubElement(root, f"{{{space}}}{name}").text = xml_text(text)
    for name in ("created", "modified"):
        made = etree.SubElement(root, f"{{{_TERMS}}}{name}")
        made.set(f"{{{_INSTANCE}}}type", "dcterms:W3CDTF")
        made.text = moment
    return root


def _app(document: Document) -> Element:
    root = etree.Element(f"{{{_EXTENDED}}}Properties", nsmap={None: _EXTENDED})
    application = "" if document.word.face is Face.FINAL else "Briefwright"
    texts = (("Application", application), ("Company", document.institution), ("AppVersion", "16.0000"))
    for name, text in texts:
        if text:
            etree.SubElement(root, f"{{{_EXTENDED}}}{name}").text = xml_text(text)
    return root
