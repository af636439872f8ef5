from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from lxml import etree

from briefwright.word.ooxml import WORD, w
from briefwright.word.reference import reference_docx
from briefwright.word.styles import BOXES, TABLES, Look, look_of, make_styles
from tests.word.sample import PLAIN

NAMES = {"w": WORD}
LOOK = look_of(PLAIN, "A4", ("en-GB", "zh-CN", "km-KH"))


def styles(look: Look = LOOK) -> dict[str, Any]:
    return {item.get(w("styleId")): item for item in make_styles(look).findall(w("style"))}


def test_every_style_that_is_named_is_there() -> None:
    found = styles()
    for style in found.values():
        assert {item.get(w("val")) for item in (*style.iter(w("basedOn")), *style.iter(w("next")))} <= set(found)
    assert {*BOXES.values(), *TABLES.values()} <= set(found)


def test_the_style_table_rests_on_table_normal() -> None:
    """Pandoc's own reference document lacks it."""
    found = styles()
    assert found["Table"].find(w("basedOn")).get(w("val")) == "TableNormal"
    assert found["TableNormal"].get(w("default")) == "1"


@pytest.mark.parametrize(
    ("style", "name"),
    [("Heading1", "heading 1"), ("Title", "Title"), ("FootnoteText", "footnote text"), ("Caption", "caption"),
     ("Bibliography", "Bibliography"), ("TOC1", "toc 1"), ("ListParagraph", "List Paragraph")],
)  # fmt: skip
def test_built_in_styles_have_their_built_in_names(style: str, name: str) -> None:
    assert styles()[style].find(w("name")).get(w("val")) == name
    assert styles()[style].get(w("customStyle")) is None


@pytest.mark.parametrize("style", ["Heading1", "Heading3", "Title", "TableCaption", "CaptionedFigure"])
def test_what_leads_to_something_stays_with_it(style: str) -> None:
    assert styles()[style].find("w:pPr/w:keepNext", NAMES) is not None


def test_sizes_and_colours_are_the_themes() -> None:
    heading = styles()["Heading1"].find(w("rPr"))
    assert heading.find(w("sz")).get(w("val")) == "29"
    assert heading.find(w("szCs")).get(w("val")) == "29"
    assert heading.find(w("color")).get(w("val")) == "0B4F6C"


def test_the_same_look_gives_the_same_reference_once() -> None:
    again = look_of(PLAIN, "A4", ("en-GB", "zh-CN", "km-KH"))
    assert reference_docx(LOOK) is reference_docx(again)


def test_fonts_are_those_of_the_theme() -> None:
    with zipfile.ZipFile(io.BytesIO(reference_docx(LOOK))) as archive:
        root = etree.fromstring(archive.read("word/theme/theme1.xml"))
    space = {"a": "http://schemas.openxmlformats.org/drawingml/2006/main"}
    faces = [item.get("typeface") for item in root.iterfind(".//a:fontScheme/*/a:latin", space)]
    assert faces == ["Calibri", "Cambria"], "headings, then text"
    assert root.find(".//a:minorFont/a:cs", space).get("typeface") == "Khmer UI"
