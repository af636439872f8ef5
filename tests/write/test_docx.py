"""The DOCX as a whole: what is in the file, that it is the same each time, and what independent programs say of it."""

from __future__ import annotations

import hashlib
import io
import os
import re
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from briefwright.document import Anchor, Document, LiveCitations, WordOptions
from briefwright.word.ooxml import WORD, style_of, w
from briefwright.word.reading import read_story
from briefwright.write.docx import write_docx
from tests.conftest import Judge, present
from tests.judges import judges
from tests.word.anchors import texts_at
from tests.word.sample import PIXEL, document, everything, odd
from tests.word.soundness import assert_sound
from tests.write.samples import svg

FORMS = {form.value: WordOptions(citations=form) for form in (LiveCitations.WORD, LiveCitations.PLAIN)}
"""Of citations, besides Zotero's."""
STYLES = ("apa", "ieee", "chicago-notes-bibliography")
NAMES = {"w": WORD, "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"}


def parts(document: Document) -> dict[str, bytes]:
    """The parts of a document's DOCX by name."""
    with zipfile.ZipFile(io.BytesIO(write_docx(document).value)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def tree(document: Document, part: str = "word/document.xml") -> Any:
    return etree.fromstring(parts(document)[part])


def texts(element: Any) -> str:
    return "".join(item.text or "" for item in element.iter(w("t")))


def paragraphs(root: Any, style: str) -> list[str]:
    return [texts(item) for item in root.iter(w("p")) if style_of(item) == style]


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A DOCX with everything in it, in one citation style of each class."""
    folder = tmp_path_factory.mktemp("docx")
    files = {}
    for style in STYLES:
        files[style] = folder / f"{style}.docx"
        files[style].write_bytes(write_docx(everything(style=style)).value)
    for form in FORMS:
        files[form] = folder / f"{form}.docx"
        files[form].write_bytes(write_docx(everything(word=FORMS[form])).value)
    files["odd"] = folder / "odd.docx"
    files["odd"].write_bytes(write_docx(odd()).value)
    return files


@pytest.mark.judge
@pytest.mark.parametrize("style", [*STYLES, "odd"])
def test_is_valid_by_the_open_xml_sdk(saved: dict[str, Path], style: str, ooxml: Judge) -> None:
    verdict = ooxml(saved[style])
    assert verdict.passed, str(verdict)


@pytest.mark.judge
def test_letter_paper_in_khmer_is_valid_too(tmp_path: Path, ooxml: Judge) -> None:
    file = tmp_path / "khmer.docx"
    file.write_bytes(write_docx(everything(lang="km", page="Letter", manifest="")).value)
    verdict = ooxml(file)
    assert verdict.passed, str(verdict)


@pytest.mark.parametrize("style", [*STYLES, "odd"])
def test_ids_tags_bookmarks_and_fields_hold_together(saved: dict[str, Path], style: str) -> None:
    assert_sound(saved[style].read_bytes())


@pytest.mark.parametrize("style", [*STYLES, "odd"])
def test_every_anchor_is_read_back_as_it_was(saved: dict[str, Path], style: str) -> None:
    expected = odd() if style == "odd" else everything(style=style)
    read = read_story(saved[style].read_bytes())
    assert read.findings == ()
    assert read.value is not None
    assert read.value.manifest == expected.manifest
    found = texts_at(read.value)
    assert {anchor.id: found.get(anchor.id) for anchor in expected.anchors} == {
        anchor.id: shown(anchor) for anchor in expected.anchors
    }


def shown(anchor: Anchor) -> str:
    """An anchor's text as it is read back: without the marks of where words may be broken."""
    return anchor.text.replace("\u00ad", "")


def test_every_fact_has_a_control_with_its_tag(saved: dict[str, Path]) -> None:
    expected = everything()
    story = read_story(saved["apa"].read_bytes()).value
    assert story is not None
    controls = {name: text for name, text in texts_at(story).items() if name.startswith("fact:")}
    facts = [anchor for anchor in expected.anchors if anchor.tag and anchor.id != "f-note"]
    assert len(facts) == 9
    assert controls == {anchor.tag: anchor.text for anchor in facts}
    assert Counter(anchor.occurrence for anchor in facts if anchor.fact == "soviet-debt-total") == {1: 2, 2: 1}


def test_a_fact_in_a_note_has_a_control_where_libreoffice_can_bear_it() -> None:
    note = "[Words^[A note with [a fact]{#f-n .fact fact=n}.]]{#p .anchor}"
    inside = "[[Words^[A note with [a fact]{#f-n .fact fact=n}.]]{#f-o .fact fact=o}]{#p .anchor}"
    assert tags(note) == ["fact:n:statement:1"]
    assert tags(inside) == ["fact:o:statement:1"]
    assert read_back(document(inside))["f-n"] == "a fact"


def tags(text: str) -> list[str]:
    return [name for name in read_back(document(text)) if name.startswith("fact:")]


def read_back(document: Document) -> dict[str, str]:
    story = read_story(write_docx(document).value).value
    assert story is not None
    return texts_at(story)


@pytest.mark.judge
@pytest.mark.parametrize("style", [*STYLES, *FORMS])
def test_anchors_survive_libreoffice(saved: dict[str, Path], style: str, tmp_path: Path) -> None:
    present("LibreOffice")
    expected = everything() if style in FORMS else everything(style=style)
    read = read_story(judges.libreoffice(saved[style], "docx", tmp_path).read_bytes())
    assert read.findings == ()
    assert read.value is not None
    assert read.value.application.startswith("LibreOffice")
    assert read.value.manifest == expected.manifest
    found = texts_at(read.value)
    assert {anchor.id: found.get(anchor.id) for anchor in expected.anchors} == {
        anchor.id: shown(anchor) for anchor in expected.anchors
    }


@pytest.mark.judge
def test_libreoffice_makes_pages_of_it(saved: dict[str, Path], tmp_path: Path) -> None:
    present("LibreOffice")
    pdf = judges.libreoffice(saved["apa"], "pdf", tmp_path)
    text = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True).stdout
    pages = text.split("\f")[:-1]
    assert re.search(rf"Institute for Examples +Page 1 of {len(pages)}\n", pages[0])
    assert all(re.search(r"No\. +Text +More", page) for page in pages[2:]), "no header row on a page of the long table"


def test_opens_in_python_docx(saved: dict[str, Path]) -> None:
    import docx

    opened = docx.Document(str(saved["apa"]))
    assert opened.core_properties.title == "Cambodia & <Russia>"
    assert opened.core_properties.author == "Ann Author; Bo Writer"
    assert opened.core_properties.language == "en-GB"
    assert opened.core_properties.created is not None
    assert opened.core_properties.created.isoformat() == "2024-07-01T00:00:00+00:00"
    headings = [item.text for item in opened.paragraphs if item.style.name == "Heading 1"]
    assert headings == ["Key points", "The debt ", "References"], "python-docx passes over content controls"
    assert opened.tables[0].style.name == "Key Figures"


def test_same_document_gives_same_bytes_elsewhere(tmp_path: Path) -> None:
    """In another process, folder and second, with another hash seed."""
    program = (
        "import hashlib, time; time.sleep(1.1)\n"
        "from briefwright.write.docx import write_docx\n"
        "from tests.word.sample import everything\n"
        "print(hashlib.sha256(write_docx(everything()).value).hexdigest())"
    )
    paths = os.pathsep.join(item for item in sys.path if item)
    environment = {**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": paths}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == hashlib.sha256(write_docx(everything()).value).hexdigest()


def test_time_stands_still() -> None:
    with zipfile.ZipFile(io.BytesIO(write_docx(document("Text", timestamp=1_719_792_000)).value)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2024, 7, 1, 0, 0, 0)}
        assert archive.namelist()[0] == "[Content_Types].xml"
    with zipfile.ZipFile(io.BytesIO(write_docx(document("Text", timestamp=0)).value)) as archive:
        assert archive.infolist()[0].date_time[0] == 1980


def test_nothing_of_the_machine_is_inside() -> None:
    found = parts(everything())
    custom = etree.fromstring(found.pop("docProps/custom.xml"))
    assert {item.get("name").rstrip("0123456789") for item in custom} == {"ZOTERO_PREF_"}, (
        "pandoc puts all metadata there"
    )
    assert "word/comments.xml" not in found
    joined = b"".join(found.values())
    for secret in (str(Path.cwd()), "/tmp", "bibliography", "pandoc", "Normal.dotm"):  # noqa: S108  # searched for, not used
        assert secret.encode() not in joined, secret


def test_no_part_is_named_and_missing() -> None:
    found = parts(document(f"![A chart]({svg()})\n\n![A picture]({PIXEL})"))
    types = etree.fromstring(found["[Content_Types].xml"])
    overrides = {item.get("PartName").lstrip("/") for item in types if item.get("PartName")}
    assert overrides <= set(found)
    endings = {item.get("Extension") for item in types}
    assert {name.rpartition(".")[2] for name in set(found) - overrides} - {"xml", "rels"} <= endings


def test_table_in_a_list_ends_at_the_margin() -> None:
    table = next(tree(document("- item\n\n    | A | B |\n    |---|---|\n    | c | d |\n")).iter(w("tbl")))
    indent, width = (int(table.find(f"w:tblPr/w:{name}", NAMES).get(w("w"))) for name in ("tblInd", "tblW"))
    assert indent == 340
    assert indent + width == 11906 - 2 * 1531


def test_lists_in_notes_have_the_size_of_notes() -> None:
    notes = tree(odd(), "word/footnotes.xml")
    found = paragraphs(notes, "FootnoteText")
    assert found[:4] == [" First paragraph.", "Second with a fact in it.", "a list", "in a note"]


def test_svg_is_there_for_those_who_know_it_and_for_libreoffice() -> None:
    blip = next(
        tree(document(f"![A chart]({svg()})")).iter("{http://schemas.openxmlformats.org/drawingml/2006/main}blip")
    )
    inner = next(item for item in blip.iter() if item.tag.endswith("}svgBlip"))
    relation = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"
    assert blip.get(relation) == inner.get(relation)


def test_page_fields_speak_the_documents_language() -> None:
    made = document("Text", words={"page-of": "Страница {page} из {pages}"}, lang="ru")
    footer = tree(made, "word/footer1.xml")
    assert texts(footer).endswith("Страница 1 из 1")
    assert [item.text.strip() for item in footer.iter(w("instrText"))] == ["PAGE", "NUMPAGES"]


def test_head_and_foot_are_named_in_the_section() -> None:
    section = tree(document("Text", page="Letter")).find(".//w:sectPr", NAMES)
    assert [item.get(w("type")) for item in section.iterfind("w:headerReference", NAMES)] == ["default", "first"]
    assert [item.get(w("type")) for item in section.iterfind("w:footerReference", NAMES)] == ["default", "first"]
    assert section.find("w:pgSz", NAMES).get(w("w")) == "12240"


def test_marking_stands_on_every_page() -> None:
    made = document("Text", meta={"marking": "TLP:CLEAR"})
    found = parts(made)
    for name in ("word/header1.xml", "word/footer1.xml", "word/footer2.xml"):
        assert b"TLP:CLEAR" in found[name]
    assert "TLP:CLEAR" in paragraphs(tree(made), "Imprint")[0]


def test_title_block_uses_the_built_in_styles() -> None:
    root = tree(document("Text", meta={"subtitle": "Sub", "number": "No. 7"}))
    assert paragraphs(root, "Imprint") == ["Institute for Examples · No. 7"]
    assert paragraphs(root, "Title") == ["Cambodia & <Russia>"]
    assert paragraphs(root, "Subtitle") == ["Sub"]
    assert paragraphs(root, "Author") == ["Ann Author, Bo Writer · 1 July 2024"]


def test_a_draft_says_so() -> None:
    made = document("Text", meta={"status": "draft"}, words={"status-draft": "черновик"})
    assert paragraphs(tree(made), "Imprint") == ["Institute for Examples · черновик"]


@pytest.mark.parametrize(
    ("name", "style"),
    [
        ("summary", "Summary"), ("key-points", "KeyPoints"), ("at-a-glance", "AtAGlance"),
        ("what-changed", "WhatChanged"), ("box", "Box"), ("note", "Note"), ("warning", "Warning"),
    ],
)  # fmt: skip
def test_box_is_a_paragraph_style(name: str, style: str) -> None:
    root = tree(document(f"::: {{.{name}}}\nText\n\n- item\n:::\n\nAfter"))
    assert paragraphs(root, style) == ["Text", "item"]
    assert not [item for item in root.iter(w("bookmarkStart")) if "box" in item.get(w("name"))]


def test_heading_in_a_box_stays_a_heading_and_is_shaded() -> None:
    root = tree(document("::: {.summary}\n# Short {#s}\n\nText\n:::"))
    heading = next(item for item in root.iter(w("p")) if style_of(item) == "Heading1")
    assert heading.find("w:pPr/w:shd", NAMES).get(w("fill")) == "EDF3F6"


def test_heading_before_a_list_in_a_box_has_its_edge() -> None:
    root = tree(document("::: {.key-points}\n# Points {#s}\n\n- one\n- two\n:::"))
    indents = [dict(item.attrib) for item in root.iterfind(".//w:p/w:pPr/w:ind", NAMES)]
    assert len(indents) == 3
    assert indents[0] == indents[1] == indents[2]


def test_heading_bookmark_holds_its_words_alone() -> None:
    made = document("# One {#h-one}\n\nText under it.\n\n# Two {#h-two}\n\nMore.")
    assert read_back(made)["h-one"] == "One"


def test_header_rows_repeat_and_rows_do_not_break() -> None:
    rows = list(tree(document("| A | B |\n|---|---|\n| c | d |\n| e | f |")).iter(w("tr")))
    assert [row.find("w:trPr/w:tblHeader", NAMES) is not None for row in rows] == [True, False, False]
    assert all(row.find("w:trPr/w:cantSplit", NAMES) is not None for row in rows)


def test_table_takes_the_width_of_the_text() -> None:
    table = next(tree(everything()).iter(w("tbl")))
    grid = [int(item.get(w("w"))) for item in table.iter(w("gridCol"))]
    assert sum(grid) == 11906 - 2 * 1531 == int(table.find("w:tblPr/w:tblW", NAMES).get(w("w")))
    cells = next(table.iter(w("tr"))).findall("w:tc/w:tcPr/w:tcW", NAMES)
    assert [int(cell.get(w("w"))) for cell in cells] == grid


def test_column_widths_of_the_author_are_kept() -> None:
    long = "many words " * 12
    table = next(tree(document(f"| A | B |\n|-|---|\n| c | {long}|")).iter(w("tbl")))
    first, second = (int(item.get(w("w"))) for item in table.iter(w("gridCol")))
    assert second == pytest.approx(3 * first, abs=3)


def test_pictures_have_alt_texts_and_no_addresses() -> None:
    root = tree(document(f"![A caption]({PIXEL}){{width=3cm}}\n\nText ![in line]({PIXEL}) here."))
    described = [item.get("descr") for item in root.iterfind(".//wp:docPr", NAMES)]
    assert described == ["A caption", "in line"]
    assert b"data:" not in etree.tostring(root)
    assert paragraphs(root, "ImageCaption") == ["A caption"]


def test_numbered_references_have_a_tab_and_a_hanging_indentation() -> None:
    root = tree(document("Text [@doe2000].\n\n::: {#refs}\n:::", style="ieee"))
    entry = next(item for item in root.iter(w("p")) if style_of(item) == "Bibliography")
    assert len(list(entry.iter(w("tab")))) == 1
    assert texts(entry).startswith("[1]J. Doe")
    style = next(item for item in tree(document("x"), "word/styles.xml") if item.get(w("styleId")) == "Bibliography")
    assert style.find("w:pPr/w:ind", NAMES).get(w("hanging")) == "454"


def test_notes_of_a_note_style_are_real_footnotes() -> None:
    made = document("Text [@doe2000, p. 3].", style="chicago-notes-bibliography")
    numbers = [item.get(w("id")) for item in tree(made).iter(w("footnoteReference"))]
    notes = tree(made, "word/footnotes.xml")
    found = {item.get(w("id")): texts(item) for item in notes if item.get(w("type")) is None}
    assert list(found) == numbers
    assert "Doe" in found[numbers[0]]


def test_contents_list_links_to_the_headings() -> None:
    root = tree(everything())
    entries = [item for item in root.iter(w("p")) if style_of(item) in ("TOC1", "TOC2")]
    targets = [item.find(w("hyperlink")).get(w("anchor")) for item in entries]
    assert targets[:3] == ["h-key", "h-debt", "h-lists"]
    assert paragraphs(root, "TOCHeading") == ["Contents"]


def test_long_contents_name_the_first_level_alone() -> None:
    text = "\n\n".join(f"# Part {number} {{#a{number}}}\n\n## Section {{#b{number}}}\n\nText." for number in range(12))
    root = tree(document(text, meta={"toc": True}))
    assert paragraphs(root, "TOC1") == [f"Part {number}" for number in range(12)]
    assert paragraphs(root, "TOC2") == []


def test_contents_list_is_left_out_where_it_is_not_asked_for() -> None:
    assert not list(tree(document("# One {#one}\n\nText")).iter(w("instrText")))


def test_scripts_have_their_language_and_font() -> None:
    made = document("Text ភាសា [កម្ពុជា]{lang=km}.", lang="en-GB")
    styles = tree(made, "word/styles.xml")
    default = styles.find("w:docDefaults/w:rPrDefault/w:rPr", NAMES)
    assert dict(default.find("w:lang", NAMES).attrib) == {w("val"): "en-GB", w("eastAsia"): "zh-CN", w("bidi"): "km-KH"}
    assert default.find("w:rFonts", NAMES).get(w("cs")) == "Khmer UI"
    spans = [dict(item.attrib) for item in tree(made).iter(w("lang"))]
    assert spans == [{w("bidi"): "km-KH"}]


def test_control_has_the_facts_label_as_its_title() -> None:
    from dataclasses import replace

    from briefwright.model import Text

    made = document("[A fact.]{#f .fact fact=debt}")
    fact = replace(made.facts[0], label=Text({"en": "Debt to Russia " * 6}))
    titles = [item.get(w("val")) for item in tree(replace(made, facts=(fact,))).iter(w("alias"))]
    assert titles == [("Debt to Russia " * 6)[:64]]


def test_words_run_on_in_one_run() -> None:
    root = tree(document("Many words that look alike, *some* that do not."))
    assert [texts(run) for run in runs_of(root, "Many")] == ["Many words that look alike, ", "some", " that do not."]


def runs_of(root: Any, start: str) -> Iterator[Any]:
    paragraph = next(item for item in root.iter(w("p")) if texts(item).startswith(start))
    yield from paragraph.iter(w("r"))


def test_hostile_texts_stay_texts() -> None:
    hostile = "]]> & <w:p/> \u202e \\ \" '"
    made = document("Text", meta={"title": hostile, "keywords": (hostile,), "marking": hostile}, institution=hostile)
    assert hostile in paragraphs(tree(made), "Title")[0]


def test_a_character_that_xml_has_no_room_for_is_left_out() -> None:
    made = document("Text", meta={"title": "A\x07B"}, manifest='{"a": "\\u0007"}')
    assert paragraphs(tree(made), "Title") == ["AB"]
