"""Running head and foot, with fields that Word and LibreOffice keep up to date."""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefwright.document import Document
from briefwright.word.ooxml import RELATIONSHIPS, Element, element, serialise, toggle
from briefwright.word.package import OFFICE, Package

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
PAGE_OF = "Page {page} of {pages}"
"""Where the words have no `page-of`."""


def add_furniture(package: Package, section: Element, document: Document) -> None:
    """Add the headers and footers to a package and name them in the section's properties.

    The first page has no title in its head: it stands below. The title is the field TITLE, not STYLEREF, which
    knows a style by its name in the language of the person's Word.
    """
    meta = document.brief.meta
    head = [*field("TITLE", meta.title), _tab(), text_run(meta.marking or document.institution)]
    parts: tuple[tuple[str, str, str, list[Element]], ...] = (
        ("header", "default", "header1", head),
        ("header", "first", "header2", []),
        ("footer", "default", "footer1", _footer(document)),
        ("footer", "first", "footer2", _footer(document)),
    )
    for place, (kind, use, name, runs) in enumerate(parts):
        style = toggle("pStyle", kind.capitalize())
        root = element("hdr" if kind == "header" else "ftr", element("p", element("pPr", style), *runs))
        package.add(f"word/{name}.xml", serialise(root), f"{_TYPE}.{kind}+xml")
        reference = element(f"{kind}Reference", type=use)
        reference.set(f"{{{RELATIONSHIPS}}}id", package.relate("word/document.xml", f"{OFFICE}/{kind}", f"{name}.xml"))
        section.insert(place, reference)


def _footer(document: Document) -> list[Element]:
    left = document.brief.meta.marking or document.institution
    pages: list[Element] = []
    for part in re.split(r"(\{pages?\})", document.words.get("page-of", PAGE_OF)):
        if part in ("{page}", "{pages}"):
            pages.extend(field("PAGE" if part == "{page}" else "NUMPAGES", "1"))
        elif part:
            pages.append(text_run(part))
    return [text_run(left), _tab(), *pages]


def text_run(text: str) -> Element:
    """A run of text."""
    return element("r", element("t", text=text)) if text else element("r")


def field(code: str, result: str) -> Sequence[Element]:
    """The runs of a field, with what it shows until it is next worked out."""
    return (
        element("r", element("fldChar", fldCharType="begin")),
        element("r", element("instrText", text=f" {code} ")),
        element("r", element("fldChar", fldCharType="separate")),
        text_run(result),
        element("r", element("fldChar", fldCharType="end")),
    )


def _tab() -> Element:
    return element("r", element("tab"))
