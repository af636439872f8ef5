"""The names of WordprocessingML (ECMA-376, part 1) and the few moves that every part needs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from lxml import etree

from briefwright.safe_xml import parse as parse  # parts are parsed and serialised from here

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
WORD_2010 = "http://schemas.microsoft.com/office/word/2010/wordml"
WORD_2012 = "http://schemas.microsoft.com/office/word/2012/wordml"
COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
DRAWING_WORD = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"
VECTOR = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
NAMESPACES = {"w": WORD, "w15": WORD_2012, "mc": COMPATIBILITY, "r": RELATIONSHIPS, "wp": DRAWING_WORD, "pic": PICTURE}

Element = Any
"""An lxml element; lxml-stubs' own types do not cover what is done with them here."""

PARAGRAPH_PROPERTIES: Sequence[str] = (
    "pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr", "suppressLineNumbers",
    "pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap", "overflowPunct", "topLinePunct", "autoSpaceDE",
    "autoSpaceDN", "bidi", "adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents",
    "suppressOverlap", "jc", "textDirection", "textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle",
    "rPr", "sectPr", "pPrChange",
)  # fmt: skip
"""The order that CT_PPr demands of its children (ECMA-376 part 1, 17.3.1.26)."""


_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no room for (2.2, Char)."""


def xml_text(text: str) -> str:
    """Text without the characters that XML cannot hold."""
    return _NOT_XML.sub("", text)


def w(name: str) -> str:
    """A name in the main namespace, as lxml wants it."""
    return f"{{{WORD}}}{name}"


def element(name: str, /, *children: Element, text: str = "", **attributes: str) -> Element:
    """An element of the main namespace; its attributes are of that namespace too.

    name: without prefix. text: the content, its spaces kept.
    """
    made = etree.Element(w(name), nsmap={"w": WORD})
    for key, value in attributes.items():
        made.set(w(key), xml_text(value))
    if text:
        made.text = xml_text(text)
        made.set(XML_SPACE, "preserve")
    made.extend(children)
    return made


def toggle(name: str, value: str | int) -> Element:
    """An element whose only attribute is `val`."""
    return element(name, val=str(value))


def serialise(root: Element) -> bytes:
    """A part's bytes."""
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def properties_of(paragraph: Element) -> Element:
    """The w:pPr of a paragraph, made where it has none."""
    found = paragraph.find(w("pPr"))
    if found is None:
        found = element("pPr")
        paragraph.insert(0, found)
    return found


def put_property(properties: Element, child: Element) -> None:
    """Set one paragraph property, in the place that the schema gives it; one of the same name is replaced."""
    old = properties.find(child.tag)
    if old is not None:
        properties.remove(old)
    rank = PARAGRAPH_PROPERTIES.index(etree.QName(child).localname)
    for index, sibling in enumerate(properties):
        if PARAGRAPH_PROPERTIES.index(etree.QName(sibling).localname) > rank:
            properties.insert(index, child)
            return
    properties.append(child)


def style_of(paragraph: Element) -> str:
    """The id of a paragraph's style, empty where it has none."""
    found = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
    return "" if found is None else str(found.get(w("val"), ""))


def set_style(paragraph: Element, style: str) -> None:
    """Give a paragraph a style."""
    put_property(properties_of(paragraph), toggle("pStyle", style))
