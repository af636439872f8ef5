"""Programs that are not ours read back what was cited: every key, locator, label, prefix and suffix."""

from __future__ import annotations

import dataclasses
import functools
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from briefwright import ast, pandoc
from briefwright.document import Document, Face, LiveCitations, WordOptions
from briefwright.word.citations.items import cited_items
from briefwright.word.citations.plain import plain_citations
from briefwright.word.citations.zotero import item_data, uri_of
from briefwright.word.ooxml import w
from briefwright.word.reading import read_story
from briefwright.word.story import Block, CitedItem, PieceKind
from briefwright.write.docx import write_docx
from tests.conftest import Judge, present
from tests.judges import judges
from tests.word.sample import document, odd
from tests.word.soundness import assert_sound

TEXT = """\
[Words [see @doe2000, p. 3, for more; -@ivanov2015]. @doe2000 [ch. 4] says.
[@{asean:2016}, para. 2; @{សុខ2019}, pp. 5-7].]{#p-1 .anchor}

[A fact, [with [@ivanov2015, p. 434; cf. @{asean:2016}].]{#f-1 .fact fact=x}
An authored note.^[In it @doe2000 and [@ivanov2015, n. 3].]]{#p-2 .anchor}

| A | B |
|---|---|
| [[cell [@doe2000]]{#f-2 .fact fact=y}]{#p-9 .anchor kind=cell} | [-@{asean:2016}, and passim] |

- item [@{សុខ2019} p. 3; @doe2000 {fig. 2}, "quoted"]

::: {#refs}
:::
"""
STYLES = ("apa", "ieee", "chicago-notes-bibliography")
FORMS = (*LiveCitations, None)


@functools.cache
def made(style: str, form: LiveCitations | None) -> tuple[Document, bytes]:
    """The text in a style and a form; without a form in the final face."""
    word = WordOptions(Face.FINAL) if form is None else WordOptions(citations=form)
    written = document(TEXT, style=style, word=word)
    return written, write_docx(written).value


def cited(style: str) -> list[tuple[CitedItem, ...]]:
    """What the tree cites, in order."""
    written, _ = made(style, LiveCitations.ZOTERO)
    return [cited_items(node, "en-GB") for node in ast.walk(list(written.blocks)) if node["t"] == "Cite"]


def saved(folder: Path, style: str, form: LiveCitations) -> Path:
    file = folder / f"{style}-{form}.docx"
    file.write_bytes(made(style, form)[1])
    return file


def test_what_is_cited_is_what_was_written() -> None:
    expected = [
        [("doe2000", "page", "3", "see", ", for more"), ("ivanov2015", "", "", "", "")],
        [("doe2000", "chapter", "4", "", "")],
        [("asean:2016", "paragraph", "2", "", ""), ("សុខ2019", "page", "5-7", "", "")],
        [("ivanov2015", "page", "434", "", ""), ("asean:2016", "", "", "cf.", "")],
        [("doe2000", "", "", "", "")],
        [("ivanov2015", "note", "3", "", "")],
        [("doe2000", "", "", "", "")],
        [("asean:2016", "", "", "", ", and passim")],
        [("សុខ2019", "page", "3", "", ""), ("doe2000", "figure", "2", "", ", “quoted”")],
    ]
    found = [[(one.key, one.label, one.locator, one.prefix, one.suffix) for one in items] for items in cited("apa")]
    assert found == expected


@pytest.mark.parametrize("style", STYLES)
def test_pandoc_reads_back_every_citation(style: str) -> None:
    blocks, meta = pandoc.read_docx(made(style, LiveCitations.ZOTERO)[1], citations=True)
    found = [node["c"][0] for node in ast.walk(blocks) if node["t"] == "Cite"]
    expected = cited(style)
    assert [[one["citationId"] for one in items] for items in found] == [
        [one.key for one in items] for items in expected
    ]
    for read, items in zip(found, expected, strict=True):
        for one, item in zip(read, items, strict=True):
            assert ast.text_of(one["citationPrefix"]).strip() == item.prefix
            where = f", {item.label} {item.locator}" if item.locator else ""
            assert (
                " ".join(ast.text_of(one["citationSuffix"]).replace(" ,", ",").split()) == (where + item.suffix).strip()
            )
    read_ids = {one["c"]["id"]["c"] for one in meta["references"]["c"]}
    assert read_ids == {"doe2000", "ivanov2015", "asean:2016", "សុខ2019"}


@pytest.mark.judge
@pytest.mark.parametrize("style", STYLES)
def test_biblatex_csl_converter_reads_back_every_citation(style: str, tmp_path: Path) -> None:
    present("biblatex-csl-converter")
    said = judges.docx_citations(saved(tmp_path, style, LiveCitations.ZOTERO))
    expected = cited(style)
    assert sorted([_told(one) for one in field] for field in said.fields) == sorted(
        [_expected(one) for one in items] for items in expected
    )
    assert said.formats == {"zotero"}
    assert said.lists == 1
    assert said.problems == ()


def _told(one: Any) -> tuple[str, ...]:
    # it makes BibLaTeX keys of ids, which are ASCII
    return tuple(str(one.get(name, "")).strip() for name in ("locator", "label", "prefix", "suffix"))


def _expected(item: CitedItem) -> tuple[str, ...]:
    return (item.locator, item.label, item.prefix, item.suffix)


@pytest.mark.judge
@pytest.mark.parametrize("style", STYLES)
def test_biblatex_csl_converter_reads_words_own_citations(style: str, tmp_path: Path) -> None:
    present("biblatex-csl-converter")
    said = judges.docx_citations(saved(tmp_path, style, LiveCitations.WORD))
    assert said.formats == {"word_native"}
    assert len(said.fields) == len(cited(style))
    assert said.lists == 1
    assert said.keys == {"doe2000", "ivanov2015", "asean:2016", "សុខ2019"}
    assert said.problems == ()


@pytest.mark.parametrize("form", [LiveCitations.ZOTERO, LiveCitations.WORD, LiveCitations.PLAIN])
@pytest.mark.parametrize("style", STYLES)
def test_our_reader_reads_back_every_citation(style: str, form: LiveCitations) -> None:
    story = read_story(made(style, form)[1]).value
    assert story is not None
    found = [
        piece.items for block in _with_notes(story.blocks) for piece in block.pieces if piece.kind is PieceKind.CITATION
    ]
    keys = [tuple(one.key for one in items) for items in cited(style)]
    if form is LiveCitations.PLAIN:
        names = plain_citations(made(style, form)[0])
        assert [tuple(one.key for one in items) for items in names.values()] == keys
        return
    assert sorted(tuple(one.key for one in items) for items in found) == sorted(keys)


def _with_notes(blocks: tuple[Block, ...]) -> list[Block]:
    found = []
    for block in blocks:
        found.append(block)
        found += [inner for piece in block.pieces for inner in _with_notes(piece.note)]
    return found


@pytest.mark.parametrize("style", STYLES)
def test_what_is_seen_is_the_same_in_every_form(style: str) -> None:
    texts = {str(form): _texts(made(style, form)[1]) for form in FORMS}
    assert len(set(texts.values())) == 1, texts


def _texts(data: bytes) -> tuple[str, ...]:
    """Of each paragraph; a space that does not break as any other."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        roots = [etree.fromstring(archive.read(f"word/{part}.xml")) for part in ("document", "footnotes")]
    return tuple(
        " ".join("".join(item.text or "" for item in paragraph.iter(w("t"))).split())
        for root in roots
        for paragraph in root.iter(w("p"))
    )


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("style", STYLES)
def test_ids_tags_bookmarks_and_fields_hold_together(style: str, form: LiveCitations | None) -> None:
    assert_sound(made(style, form)[1])


@pytest.mark.parametrize("form", [LiveCitations.WORD, LiveCitations.PLAIN])
def test_odd_things_hold_together(form: LiveCitations) -> None:
    assert_sound(write_docx(dataclasses.replace(odd(), word=WordOptions(citations=form))).value)


@pytest.mark.judge
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("style", STYLES)
def test_is_valid_by_the_open_xml_sdk(style: str, form: LiveCitations | None, tmp_path: Path, ooxml: Judge) -> None:
    file = tmp_path / "made.docx"
    file.write_bytes(made(style, form)[1])
    verdict = ooxml(file)
    assert verdict.passed, str(verdict)


@pytest.mark.judge
@pytest.mark.parametrize("form", [LiveCitations.ZOTERO, LiveCitations.WORD])
def test_libreoffice_keeps_the_codes(form: LiveCitations, tmp_path: Path) -> None:
    present("LibreOffice")
    before = saved(tmp_path, "chicago-notes-bibliography", form)
    after = judges.libreoffice(before, "docx", tmp_path / "saved")
    assert _codes(after.read_bytes()) == _codes(before.read_bytes())
    with zipfile.ZipFile(after) as archive:
        kept = b"".join(archive.read(name) for name in archive.namelist() if "custom" in name.lower())
    assert (b"ZOTERO_PREF_1" if form is LiveCitations.ZOTERO else b"b:Sources") in kept


def _codes(data: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        roots = [etree.fromstring(archive.read(f"word/{part}.xml")) for part in ("document", "footnotes")]
    codes = ["".join(item.itertext()).strip() for root in roots for item in root.iter(w("instrText"))]
    return [code for code in codes if code.startswith(("ADDIN", "CITATION"))]


def test_codes_of_zotero_are_whole() -> None:
    codes = _codes(made("apa", LiveCitations.ZOTERO)[1])
    citations = [json.loads(code.partition("CSL_CITATION ")[2]) for code in codes if "CSL_CITATION" in code]
    ids = [one["citationID"] for one in citations]
    assert len(set(ids)) == len(ids) == 9
    first = citations[0]
    assert first["properties"]["plainCitation"] == "(see Doe, 2000, p. 3, for more; 2015)"
    assert [one["properties"]["noteIndex"] for one in citations] == [0, 0, 0, 0, 0, 0, 0, 1, 1]
    item = first["citationItems"][0]
    assert item["uris"] == [uri_of("doe2000")]
    assert item["itemData"]["citation-key"] == item["itemData"]["id"] == "doe2000"
    assert first["citationItems"][1]["suppress-author"] is True
    assert "abstract" not in json.dumps(citations)


def test_numbers_are_texts_and_entities_are_characters() -> None:
    given = {"id": "a", "volume": 4, "title": "A &amp; <i>B</i>", "issued": {"date-parts": [[2000]], "circa": True}}
    data = item_data("a", given)
    assert data["volume"] == "4"
    assert data["title"] == "A & <i>B</i>"
    assert data["issued"] == {"date-parts": [[2000]], "circa": True}


def test_what_the_field_shows_is_what_its_code_says() -> None:
    """Zotero asks about every citation whose text is not what it wrote."""
    for style in STYLES:
        with zipfile.ZipFile(io.BytesIO(made(style, LiveCitations.ZOTERO)[1])) as archive:
            for part in ("document", "footnotes"):
                root = etree.fromstring(archive.read(f"word/{part}.xml"))
                for code, shown in _fields(root):
                    if "ZOTERO_ITEM" in code:
                        said = json.loads(code.partition("CSL_CITATION ")[2])
                        assert said["properties"]["plainCitation"] == shown


def _fields(root: Any) -> list[tuple[str, str]]:
    """Code and text of each field that holds no other."""
    found: list[tuple[str, str]] = []
    code, shown, state = "", "", ""
    for item in root.iter():
        if item.tag == w("fldChar"):
            state = item.get(w("fldCharType"))
            if state == "begin":
                code, shown = "", ""
            elif state == "end":
                found.append((code, shown))
        elif item.tag == w("instrText"):
            code += item.text or ""
        elif item.tag == w("t") and state == "separate":
            shown += item.text or ""
    return found


def test_codes_of_words_own_citations() -> None:
    codes = _codes(made("apa", LiveCitations.WORD)[1])
    assert codes[0] == 'CITATION doe2000 \\f "see " \\p 3 \\s ", for more" \\l 2057 \\m ivanov2015 \\n'
    assert codes[1] == 'CITATION doe2000 \\s ", ch. 4" \\n \\l 2057'
    assert codes[2] == 'CITATION asean:2016 \\s ", para. 2" \\l 2057 \\m សុខ2019 \\p 5-7'


def test_same_document_gives_same_bytes() -> None:
    for form in LiveCitations:
        again = document(TEXT, style="apa", word=WordOptions(citations=form))
        assert write_docx(again).value == made("apa", form)[1]
