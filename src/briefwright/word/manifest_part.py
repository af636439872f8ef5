"""The manifest inside a DOCX: a custom XML part (ECMA-376 part 1, 15.2.5) that Word and LibreOffice carry along."""

from __future__ import annotations

from lxml import etree

from briefwright.word.ooxml import parse, serialise, xml_text
from briefwright.word.package import OFFICE, Package

NAMESPACE = "urn:briefwright:manifest:1"
STORE_ID = "{6B8F1B9E-55A0-5C0B-9D3F-2E4B7C1A9F10}"
"""Of the part: always the same, as the part is always of the same sort."""
_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_PROPERTIES_TYPE = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"


def add_manifest(package: Package, manifest: str) -> None:
    """Store a manifest's JSON text in a package that has none."""
    root = etree.Element(f"{{{NAMESPACE}}}manifest", nsmap={None: NAMESPACE})
    root.text = xml_text(manifest)
    properties = etree.Element(f"{{{_PROPERTIES}}}datastoreItem", nsmap={"ds": _PROPERTIES})
    properties.set(f"{{{_PROPERTIES}}}itemID", STORE_ID)
    references = etree.SubElement(properties, f"{{{_PROPERTIES}}}schemaRefs")
    etree.SubElement(references, f"{{{_PROPERTIES}}}schemaRef").set(f"{{{_PROPERTIES}}}uri", NAMESPACE)
    package.add("customXml/item1.xml", serialise(root), "application/xml")
    package.add("customXml/itemProps1.xml", serialise(properties), _PROPERTIES_TYPE)
    package.relate("word/document.xml", f"{OFFICE}/customXml", "../customXml/item1.xml")
    package.relate("customXml/item1.xml", f"{OFFICE}/customXmlProps", "itemProps1.xml")


def find_manifest(package: Package) -> str:
    """The manifest's JSON text, empty where there is none; parts that are not XML are passed over."""
    for name in sorted(package.parts):
        if name.startswith("customXml/") and name.endswith(".xml"):
            try:
                root = parse(package.parts[name])
            except ValueError:
                continue
            if root.tag == f"{{{NAMESPACE}}}manifest":
                return str(root.text or "")
    return ""
