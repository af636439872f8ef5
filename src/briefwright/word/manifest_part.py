"""The manifest inside a DOCX: a custom XML part (ECMA-376 part 1, 15.2.5) that Word and LibreOffice carry along."""

from __future__ import annotations

from typing import NamedTuple

from lxml import etree

from briefwright.word.ooxml import Element, parse, serialise, xml_text
from briefwright.word.package import OFFICE, Package

_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"


class _Kind(NamedTuple):
    """A sort of part. store_id: always the same, as the part is always of the same sort."""

    name: str
    namespace: str
    store_id: str


_MANIFEST = _Kind("manifest", "urn:briefwright:manifest:1", "{6B8F1B9E-55A0-5C0B-9D3F-2E4B7C1A9F10}")
_BASELINE = _Kind("baseline", "urn:briefwright:baseline:1", "{0D5E7A34-8C1B-5F62-B7A9-41C3D2E86F55}")
_PROPERTIES_TYPE = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"


def add_manifest(package: Package, manifest: str) -> None:
    """Store a manifest's JSON text in a package that has none."""
    _add(package, _MANIFEST, manifest)


def add_baseline(package: Package, baseline: str) -> None:
    """Store the JSON text of what was written, for comparing what comes back."""
    _add(package, _BASELINE, baseline)


def _add(package: Package, kind: _Kind, text: str) -> None:
    root = etree.Element(f"{{{kind.namespace}}}{kind.name}", nsmap={None: kind.namespace})
    root.text = xml_text(text)
    add_data_part(package, root, kind.store_id)


def add_data_part(package: Package, root: Element, store_id: str) -> None:
    """Store an element as a custom XML part of a namespace's own, with its properties and relationships.

    store_id: a GUID in braces, which no other part of the package has.
    """
    properties = etree.Element(f"{{{_PROPERTIES}}}datastoreItem", nsmap={"ds": _PROPERTIES})
    properties.set(f"{{{_PROPERTIES}}}itemID", store_id)
    references = etree.SubElement(properties, f"{{{_PROPERTIES}}}schemaRefs")
    etree.SubElement(references, f"{{{_PROPERTIES}}}schemaRef").set(
        f"{{{_PROPERTIES}}}uri", str(etree.QName(root).namespace)
    )
    number = next(number for number in range(1, 1000) if f"customXml/item{number}.xml" not in package.parts)
    package.add(f"customXml/item{number}.xml", serialise(root), "application/xml")
    package.add(f"customXml/itemProps{number}.xml", serialise(properties), _PROPERTIES_TYPE)
    package.relate("word/document.xml", f"{OFFICE}/customXml", f"../customXml/item{number}.xml")
    package.relate(f"customXml/item{number}.xml", f"{OFFICE}/customXmlProps", f"itemProps{number}.xml")


def find_manifest(package: Package) -> str:
    """The manifest's JSON text, empty where there is none; parts that are not XML are passed over."""
    return _find(package, _MANIFEST)


def find_baseline(package: Package) -> str:
    """The baseline's JSON text, empty where there is none."""
    return _find(package, _BASELINE)


def _find(package: Package, kind: _Kind) -> str:
    for name in sorted(package.parts):
        if name.startswith("customXml/") and name.endswith(".xml"):
            try:
                root = parse(package.parts[name])
            except ValueError:
                continue
            if root.tag == f"{{{kind.namespace}}}{kind.name}":
                return str(root.text or "")
    return ""
