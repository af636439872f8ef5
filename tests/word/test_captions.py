"""Numbers of captions, what refers to them, and lists of them, as fields with their results."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from briefwright.document import Document, Face, WordOptions
from briefwright.word.house.fields import fields_of
from briefwright.word.ooxml import Element, parse, style_of, w
from briefwright.word.package import read_package
from briefwright.write.docx import write_docx
from briefwright.write.html import write_html
from tests.conftest import Judge
from tests.projects import document_of
from tests.word.sample import PIXEL

BRIEF = """---
title: B
toc: true
lot: true
lof: true
---

# One

See [](#tbl-a) and [](#fig-p) [@pich2024, p. 428].

| B |
|---|
| 1 |

: Of b {#tbl-a}

![A picture](p.png){#fig-p}
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Document:
    picture = {"briefs/p.png": base64.b64decode(PIXEL.partition(",")[2])}
    return document_of(tmp_path_factory.mktemp("captions"), BRIEF, {**picture})


@pytest.fixture(scope="module")
def root(made: Document) -> Element:
    return parse(read_package(write_docx(made).value).parts["word/document.xml"])


def words(root: Element) -> str:
    return "".join(item.text or "" for item in root.iter(w("t"))).replace("\u00a0", " ")


def test_fields_and_their_results(root: Element) -> None:
    found = {one.code.strip(): words_of(one.result) for one in fields_of(root)}
    assert found["SEQ Table \\* ARABIC"] == "1"
    assert found["SEQ Figure \\* ARABIC"] == "1"
    assert found["REF cap_tbl_a \\h"] == "Table 1"
    assert found["REF cap_fig_p \\h"] == "Figure 1"
    assert found['TOC \\n \\h \\z \\c "Table"'] == "Table 1. Of b"
    assert found['TOC \\n \\h \\z \\c "Figure"'] == "Figure 1. A picture"


def words_of(runs: list[Element]) -> str:
    return "".join(words(run) for run in runs)


def test_bookmarks_that_are_referred_to_hold_the_label(root: Element) -> None:
    start = next(item for item in root.iter(w("bookmarkStart")) if item.get(w("name")) == "cap_tbl_a")
    text = ""
    for item in start.itersiblings():
        if item.tag == w("bookmarkEnd") and item.get(w("id")) == start.get(w("id")):
            break
        text += words(item)
    assert text == "Table 1"


def test_lists_stand_under_the_title(root: Element) -> None:
    styles = [style_of(item) for item in root.iter(w("p"))]
    assert styles[1:7] == ["TOCHeading", "TOC1", "TOC1", "TOCHeading", "TableofFigures", "TOCHeading"]


def test_final_face_keeps_the_fields_and_their_bookmarks(made: Document) -> None:
    import dataclasses

    final = write_docx(dataclasses.replace(made, word=WordOptions(Face.FINAL)))
    assert final.findings == ()
    root = parse(read_package(final.value).parts["word/document.xml"])
    names = {item.get(w("name")) for item in root.iter(w("bookmarkStart"))}
    assert {"cap_tbl_a", "cap_fig_p"} <= names
    assert "REF cap_tbl_a \\h" in [one.code.strip() for one in fields_of(root)]


def test_html_has_the_same(made: Document) -> None:
    page = write_html(made).value.decode("utf-8").replace("\u00a0", " ").replace("&nbsp;", " ")
    assert '<a href="#cap_tbl_a">Table 1. Of b</a>' in page
    assert '<a href="#cap_fig_p">Figure 1. A picture</a>' in page


@pytest.mark.judge
def test_is_valid_by_the_open_xml_sdk(made: Document, tmp_path: Path, ooxml: Judge) -> None:
    file = tmp_path / "captions.docx"
    file.write_bytes(write_docx(made).value)
    verdict = ooxml(file)
    assert verdict.passed, str(verdict)
