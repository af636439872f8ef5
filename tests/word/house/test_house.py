"""A document in a house's clothes: what is taken over, filled, renamed, left out and told."""

from __future__ import annotations

import dataclasses
import os
import time
from pathlib import Path

import pytest

from briefwright.diagnostics import Code, Warned
from briefwright.document import Face, Standing, Support, WordOptions
from briefwright.word.house.sheet import matches
from briefwright.word.house.template import open_house
from briefwright.word.ooxml import Element, parse, style_of, w
from briefwright.word.package import MAX_RATIO, OFFICE, Package, read_package
from briefwright.word.styles import look_of
from briefwright.write.docx import write_docx
from tests.conftest import Judge
from tests.word.house import templates
from tests.word.sample import PLAIN, document, everything

LOOK = look_of(PLAIN, "A4", ("en", "en", "en"))
META = {"title": "T & <x>", "toc": True, "number": "No. 1", "marking": "TLP:AMBER", "summary": "Short"}


def dressed(template: Path, face: Face = Face.EDIT) -> Warned[bytes]:
    return write_docx(everything(meta=META, word=WordOptions(face, template=template)))


def words(root: Element) -> str:
    return "".join(item.text or "" for item in root.iter(w("t")))


def parts(package: Package, kind: str) -> list[Element]:
    return [parse(package.parts[name]) for name in package.related("word/document.xml", f"{OFFICE}/{kind}")]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return templates.house(tmp_path_factory.mktemp("house") / "house.docx")


@pytest.fixture(scope="module")
def made(house: Path) -> Warned[bytes]:
    return dressed(house)


@pytest.fixture(scope="module")
def package(made: Warned[bytes]) -> Package:
    return read_package(made.value)


@pytest.fixture(scope="module")
def root(package: Package) -> Element:
    return parse(package.parts["word/document.xml"])


@pytest.mark.judge
@pytest.mark.parametrize("face", [Face.EDIT, Face.FINAL])
def test_is_valid_by_the_open_xml_sdk(house: Path, face: Face, tmp_path: Path, ooxml: Judge) -> None:
    file = tmp_path / "dressed.docx"
    file.write_bytes(dressed(house, face).value)
    verdict = ooxml(file)
    assert verdict.passed, str(verdict)


def test_cover_is_kept_and_filled(root: Element) -> None:
    lines = [words(item) for item in root.find(w("body")).iter(w("p"))][:6]
    assert lines[:3] == [
        "Institute for Examples",
        "T & <x> and more",
        "By Ann Author, Bo Writer, 1 July 2024. {nonsense}",
    ]
    assert "Short" in lines, "a content control"
    assert "Sample text" not in words(root)
    assert "Click here" not in words(root)


def test_title_block_gives_way_to_the_cover(root: Element) -> None:
    assert [style_of(item) for item in root.iter(w("p"))].count("Title") == 1
    assert not [item for item in root.iter(w("p")) if style_of(item) in ("Imprint", "Author")]


def test_head_and_foot_are_the_houses(package: Package) -> None:
    (head,) = [item for item in parts(package, "header") if "House" in words(item)]
    assert words(head) == "House: T & <x>"
    (foot,) = [item for item in parts(package, "footer") if words(item)]
    assert words(foot) == "TLP:AMBER 1No. 1included"
    codes = [(item.text or "").split()[0] for item in foot.iter(w("instrText"))]
    assert codes == ["PAGE"], "others would look for an address book or a file"


def test_page_is_the_houses(root: Element) -> None:
    sections = list(root.iter(w("sectPr")))
    assert [item.find(w("pgSz")).get(w("w")) for item in sections] == ["12240", "12000"]
    table = next(root.iter(w("tbl")))
    assert sum(int(item.get(w("w"))) for item in table.iter(w("gridCol"))) == pytest.approx(12000 - 4000, abs=20)


def test_styles_are_the_houses_and_what_they_lack_is_added(package: Package) -> None:
    sheet = {item.get(w("styleId")): item for item in parse(package.parts["word/styles.xml"]).iter(w("style"))}
    assert sheet["Heading1"].find(f"{w('rPr')}/{w('color')}").get(w("val")) == "800020"
    assert "KeyPoints" in sheet
    assert "WhatChanged" not in sheet, "only what the document uses"
    used = {
        item.get(w("val"))
        for name in ("word/document.xml", "word/footnotes.xml")
        for item in parse(package.parts[name]).iter(w("pStyle"), w("rStyle"), w("tblStyle"))
    }
    assert used <= sheet.keys()
    assert {
        item.find(w("basedOn")).get(w("val")) for item in sheet.values() if item.find(w("basedOn")) is not None
    } <= (sheet.keys())


def test_what_is_not_filled_or_taken_is_told(made: Warned[bytes]) -> None:
    said = {(finding.code, finding.message) for finding in made.findings}
    assert (Code.WORD_TEMPLATE_PART_LEFT_OUT, "its field INCLUDETEXT becomes text: it reads what lies outside") in said
    assert any(code is Code.WORD_TEMPLATE_UNKNOWN_PLACE and "{nonsense}" in text for code, text in said)
    assert not [code for code, _ in said if code is Code.WORD_TEMPLATE_WITHOUT_PLACE]


def test_no_relationship_leads_nowhere(package: Package) -> None:
    for name in [name for name in package.parts if name.endswith(".rels")]:
        for item in parse(package.parts[name]):
            if item.get("TargetMode") != "External":
                source = name.replace("_rels/", "").removesuffix(".rels")
                assert package.related(source, item.get("Type")), f"{name}: {item.get('Target')}"


def test_numbers_and_ids_are_unique(root: Element) -> None:
    pictures = [item.get("id") for item in root.iter() if item.tag.endswith("}docPr")]
    assert len(set(pictures)) == len(pictures)
    controls = [item.find(w("id")).get(w("val")) for item in root.iter(w("sdtPr")) if item.find(w("id")) is not None]
    assert len(set(controls)) == len(controls)


def test_final_face_has_no_controls(house: Path) -> None:
    made = dressed(house, Face.FINAL)
    assert not [finding for finding in made.findings if finding.code is Code.DOCX_NOT_FINAL]
    assert "Short" in words(parse(read_package(made.value).parts["word/document.xml"]))


def test_same_bytes(house: Path, made: Warned[bytes]) -> None:
    assert dressed(house).value == made.value


def test_a_plain_file_lends_its_styles_and_nothing_of_its_text(tmp_path: Path) -> None:
    package = read_package(dressed(templates.plain(tmp_path / "plain.docx")).value)
    root = parse(package.parts["word/document.xml"])
    assert "Sample text" not in words(root)
    assert "TLP:AMBER" in words(root), "our own title block"
    assert any("TLP:AMBER" in words(item) for item in parts(package, "header")), "our own head, where it has none"


def test_names_of_styles(tmp_path: Path) -> None:
    body = '<w:p><w:pPr><w:pStyle w:val="Beschriftung"/></w:pPr></w:p>'
    found = open_house(templates.by_hand(tmp_path / "g.docx", body, templates.GERMAN)).value
    theirs = {match.id: (match.theirs, match.called_otherwise) for match in matches(found, LOOK)}
    assert theirs["Normal"] == ("Standard", False)
    assert theirs["Heading1"] == ("berschrift1", False), "Word's own by its English name"
    assert theirs["BodyText"] == ("Flietext", True), "not a style of characters of that name"
    assert theirs["BlockText"] == ("Zitat", True)
    assert theirs["KeyPoints"] == ("Haus", True), "by its alias"
    assert theirs["Caption"] == ("Beschriftung", True), "of two the one that the text uses"
    assert theirs["Heading2"] == ("", False)


def test_german_ids_in_the_text(tmp_path: Path) -> None:
    template = templates.by_hand(tmp_path / "g.docx", "<w:p/>", templates.GERMAN)
    package = read_package(write_docx(document("# One\n\nText.", word=WordOptions(template=template))).value)
    used = {style_of(item) for item in parse(package.parts["word/document.xml"]).iter(w("p"))}
    assert {"berschrift1", "Title"} <= used
    languages = [item.get(w("val")) for item in parse(package.parts["word/styles.xml"]).iter(w("lang"))]
    assert languages == ["en-GB"], "the brief's, not the template's"


@pytest.mark.parametrize("body", [templates.control("bw:body", "Body"), "<w:p><w:r><w:t>{body}</w:t></w:r></w:p>"])
def test_the_text_takes_the_place_of_the_body(tmp_path: Path, body: str) -> None:
    line = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
    template = templates.by_hand(tmp_path / "b.docx", line.format("Before {title}") + body + line.format("After"))
    made = write_docx(document("Text.", word=WordOptions(template=template)))
    lines = [words(item) for item in parse(read_package(made.value).parts["word/document.xml"]).iter(w("p"))]
    assert [line for line in lines if line in ("Before Cambodia & <Russia>", "Text.", "After", "Body")] == [
        "Before Cambodia & <Russia>",
        "Text.",
        "After",
    ]


def test_contents_take_their_place(tmp_path: Path) -> None:
    body = templates.control("bw:contents", "x") + templates.control("bw:body", "y")
    template = templates.by_hand(tmp_path / "c.docx", body)
    text = "# One\n\nText.\n\n# Two\n\nText."
    made = write_docx(document(text, meta={"toc": True}, word=WordOptions(template=template)))
    styles = [style_of(item) for item in parse(read_package(made.value).parts["word/document.xml"]).iter(w("p"))]
    assert styles[0] == "TOCHeading"
    assert styles.count("TOCHeading") == 1


OUTSIDE = (
    f'<Relationship Id="r7" Type="{OFFICE}/image" Target="http://x.example/a.png" TargetMode="External"/>'
    f'<Relationship Id="r8" Type="{OFFICE}/attachedTemplate" Target="file:///c/x.dotm" TargetMode="External"/>'
    f'<Relationship Id="r9" Type="{OFFICE}/oleObject" Target="embeddings/o.bin"/>'
    f'<Relationship Id="r10" Type="{OFFICE}/hyperlink" Target="file:///etc/passwd" TargetMode="External"/>'
    f'<Relationship Id="r11" Type="{OFFICE}/hyperlink" Target="https://institute.example/" TargetMode="External"/>'
)


def test_programs_and_what_lies_outside_are_left_out_and_named(tmp_path: Path) -> None:
    body = (
        "<w:p><w:r><w:t>{title}</w:t></w:r>"
        '<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:imagedata r:id="r7"/></v:shape></w:pict>'
        "</w:r>"
        '<w:r><w:object><o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" r:id="r9"/></w:object></w:r>'
        '<w:hyperlink r:id="r10"><w:r><w:t>bad</w:t></w:r></w:hyperlink>'
        '<w:hyperlink r:id="r11"><w:r><w:t>good</w:t></w:r></w:hyperlink></w:p>'
        '<w:altChunk r:id="r9"/>'
    )
    extra: dict[str, bytes | str] = {
        "word/vbaProject.bin": b"x",
        "word/embeddings/o.bin": b"x",
        "relationships": OUTSIDE,
    }
    made = write_docx(
        document("Text.", word=WordOptions(template=templates.by_hand(tmp_path / "x.docm", body, extra=extra)))
    )
    said = " ".join(finding.message for finding in made.findings)
    for what in ("macros", "http://x.example/a.png", "attachedTemplate", "embeddings/o.bin", "file:///etc/passwd"):
        assert what in said
    package = read_package(made.value)
    everything_in_it = b"".join(package.parts.values())
    for secret in (b"x.example", b"dotm", b"OLEObject", b"passwd", b"altChunk"):
        assert secret not in everything_in_it
    assert not [name for name in package.parts if "vba" in name or "embeddings" in name]
    assert b"institute.example" in everything_in_it, "a link for readers stays"
    assert "badgood" in words(parse(package.parts["word/document.xml"]))


@pytest.mark.parametrize("data", [b"", b"PK", b"not a zip at all", b"\xd0\xcf\x11\xe0" * 50])
def test_what_is_no_docx_is_an_error(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "x.docx"
    file.write_bytes(data)
    made = write_docx(document("Text.", word=WordOptions(template=file)))
    assert [finding.code for finding in made.findings] == [Code.WORD_TEMPLATE_UNREADABLE]
    assert made.failed


def test_missing_file_and_bomb_are_errors(tmp_path: Path) -> None:
    bomb = templates.by_hand(tmp_path / "b.docx", "<w:p/>", extra={"word/x.xml": b" " * (MAX_RATIO * 40_000)})
    for file in (tmp_path / "none.docx", bomb):
        made = write_docx(document("Text.", word=WordOptions(template=file)))
        assert [finding.code for finding in made.findings] == [Code.WORD_TEMPLATE_UNREADABLE]


def test_a_marking_without_a_place_is_told(tmp_path: Path, house: Path) -> None:
    import docx

    made = docx.Document()
    made.sections[0].header.paragraphs[0].text = "House"
    made.save(str(tmp_path / "h.docx"))
    sample = document("Text.", meta={"marking": "TLP:RED"})
    done = write_docx(dataclasses.replace(sample, word=WordOptions(template=tmp_path / "h.docx")))
    assert [finding.code for finding in done.findings] == [Code.WORD_TEMPLATE_WITHOUT_PLACE]
    told = write_docx(dataclasses.replace(sample, word=WordOptions(template=house)))
    assert Code.WORD_TEMPLATE_WITHOUT_PLACE not in [finding.code for finding in told.findings]


def test_files_made_to_be_slow_take_no_long_time(tmp_path: Path) -> None:
    fields = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>' * 5_000
    names = "<w:r><w:t>{title}</w:t></w:r>" * 5_000
    links = "".join(f'<w:hyperlink r:id="h{number}"><w:r/></w:hyperlink>' for number in range(3_000))
    related = "".join(
        f'<Relationship Id="h{number}" Type="{OFFICE}/hyperlink" Target="https://x.example/{number}" '
        'TargetMode="External"/>'
        for number in range(3_000)
    )
    body = f"<w:p>{fields}</w:p><w:p>{names}</w:p><w:p>{links}</w:p>"
    template = templates.by_hand(
        tmp_path / "s.docx", body, extra={"relationships": related, "pad": os.urandom(200_000)}
    )
    start = time.perf_counter()
    assert not write_docx(document("Text.", word=WordOptions(template=template))).failed
    assert time.perf_counter() - start < 10


@pytest.mark.judge
def test_comments_and_contents_in_a_house(house: Path, tmp_path: Path, ooxml: Judge) -> None:
    evidence = {"soviet-debt-total": Standing("2015", "checked", (Support("Doe 2000"),))}
    word = WordOptions(template=house, evidence_comments=True)
    file = tmp_path / "comments.docx"
    file.write_bytes(write_docx(everything(meta=META, evidence=evidence, word=word)).value)
    verdict = ooxml(file)
    assert verdict.passed, str(verdict)
    package = read_package(file.read_bytes())
    sheet = {item.get(w("styleId")) for item in parse(package.parts["word/styles.xml"]).iter(w("style"))}
    comments = parse(package.parts["word/comments.xml"])
    assert {item.get(w("val")) for item in comments.iter(w("pStyle"), w("rStyle"))} <= sheet
