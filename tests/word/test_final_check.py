"""The final DOCX has nothing for editing inside, and the check finds each such thing."""

from __future__ import annotations

import functools

import pytest

from briefwright.diagnostics import Code
from briefwright.document import Face, WordOptions
from briefwright.word.final_check import check_final
from briefwright.word.ooxml import parse, w
from briefwright.word.package import Package, read_package, write_package
from briefwright.write.docx import write_docx
from tests.word.sample import everything

DOCUMENT = "word/document.xml"


@functools.cache
def final() -> bytes:
    return write_docx(everything(word=WordOptions(Face.FINAL))).value


def changed(old: str, new: str, part: str = DOCUMENT) -> bytes:
    """The final DOCX with the first of one text exchanged in a part."""
    package = read_package(final())
    assert old.encode() in package.parts[part]
    package.parts[part] = package.parts[part].replace(old.encode(), new.encode(), 1)
    return write_package(package, 0)


def said(data: bytes) -> list[str]:
    findings = check_final(data)
    assert all(finding.code is Code.DOCX_NOT_FINAL for finding in findings)
    return [finding.message.removeprefix("the final DOCX has ") for finding in findings]


def test_the_final_one_has_nothing_to_find() -> None:
    made = write_docx(everything(word=WordOptions(Face.FINAL)))
    assert made.findings == ()
    assert said(made.value) == []


def test_the_one_for_editing_has() -> None:
    found = said(write_docx(everything()).value)
    assert any(text.startswith("a data part") for text in found)
    assert any(text.startswith("properties of a plug-in") for text in found)
    assert "a field that a plug-in keeps: ADDIN ZOTERO_ITEM" in found
    assert {"a content control", "the setting that changes are tracked", "bookmarks that nothing leads to"} <= set(
        found
    )


@pytest.mark.parametrize(
    ("new", "what"),
    [
        ('<w:p><w:ins w:id="1" w:author="A"><w:r><w:t>x</w:t></w:r></w:ins></w:p>', "a tracked change"),
        ('<w:p><w:del w:id="1" w:author="A"/></w:p>', "a tracked change"),
        ('<w:p><w:commentRangeStart w:id="0"/></w:p>', "a comment"),
        ("<w:sdt><w:sdtContent><w:p/></w:sdtContent></w:sdt>", "a content control"),
        ("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>x</w:t></w:r></w:p>", "hidden words"),
        ('<w:p><w:fldSimple w:instr=" ADDIN EN.CITE x "/></w:p>', "a field that a plug-in keeps: ADDIN EN.CITE"),
        ("<w:p><w:r><w:instrText> CITATION a </w:instrText></w:r></w:p>", "a field that a plug-in keeps: CITATION a"),
        ('<w:p><w:bookmarkStart w:id="99" w:name="x"/></w:p>', "bookmarks that nothing leads to"),
    ],
)
def test_each_is_found(new: str, what: str) -> None:
    assert said(changed("<w:body>", f"<w:body>{new}")) == [what]


@pytest.mark.parametrize("part", ["word/vbaProject.bin", "customXml/item1.xml", "word/comments.xml", "word/people.xml"])
def test_parts_are_found(part: str) -> None:
    package = read_package(final())
    package.add(part, b"<x/>", "application/xml")
    assert [text.endswith(part) for text in said(write_package(package, 0))] == [True]


def test_what_is_no_docx_is_told() -> None:
    assert "cannot be looked through" in check_final(b"no zip")[0].message


def test_links_lead_somewhere() -> None:
    root = parse(package().parts[DOCUMENT])
    names = {item.get(w("name")) for item in root.iter(w("bookmarkStart"))}
    targets = {item.get(w("anchor")) for item in root.iter(w("hyperlink")) if item.get(w("anchor"))}
    assert targets == names
    assert {"ref-doe2000", "h-key"} <= names


def test_it_does_not_name_the_tool() -> None:
    assert not [name for name, data in package().parts.items() if b"briefwright" in data.lower()]


def test_changes_are_tracked_in_the_one_for_editing_alone() -> None:
    edit = read_package(write_docx(everything()).value)
    for made, expected in ((edit, True), (package(), False)):
        settings = parse(made.parts["word/settings.xml"])
        assert (settings.find(w("trackRevisions")) is not None) is expected


def package() -> Package:
    return read_package(final())
