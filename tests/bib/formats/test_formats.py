"""References in the formats of other programs: what is read, what is kept, what is refused."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefwright.bib.formats import Read, read_file, read_references
from briefwright.bib.formats.found import entry_of
from briefwright.bib.services.record import Person
from briefwright.diagnostics import Code
from briefwright.load.bib_scan import scan
from briefwright.load.bibliography import BibFile, FileBibliography
from tests.bib.formats.documents import docx, field, footnotes, sources

SAMPLES = Path(__file__).parent / "samples"


def sample(name: str) -> Read:
    return read_file(SAMPLES / name, name)


ARTICLE = {
    "title", "journaltitle", "date", "volume", "number", "pages", "issn", "doi",
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "format_", "title"),
    [
        ("zotero.ris", "RIS", "Rivers & dams: <i>Mekong</i> politics 100%"),
        ("zotero.json", "CSL JSON", "Rivers & dams: <i>Mekong</i> politics"),
        ("endnote.xml", "EndNote XML", "Rivers & dams: Mekong politics"),
        ("library.mods", "MODS", "The rivers of the Mekong"),
    ],
)
def test_an_article_is_read_alike_from_each_format(name: str, format_: str, title: str) -> None:
    read = sample(name)
    record = read.found[0].record
    assert (read.format, record.type, record.title) == (format_, "article", title)
    fields = {field: value for field, value in record.fields.items() if field in ARTICLE - {"title"}}
    date = "2023-05" if name == "library.mods" else "2023-05-17"
    assert fields == {
        "journaltitle": "Journal of River Studies", "date": date, "volume": "12", "number": "3",
        "pages": "101-118", "issn": "2049-3630", "doi": "10.1000/rivers.2023.12",
    }  # fmt: skip
    people = record.people["author"]
    assert people[0] == Person("Pich", "Panha")
    assert people[-1] == Person(whole="Ministry of Water")


def test_nbib_has_names_in_full_and_wrapped_lines() -> None:
    first, second = (one.record for one in sample("pubmed.nbib").found)
    assert first.title == "Water quality in rivers: a study of three seasons"
    assert first.people["author"] == (Person("Roe", "Rosa M"), Person("Poe", "Edgar"), Person(whole="River Group"))
    assert first.fields["date"] == "2020-03-05"
    assert first.fields["pages"] == "345-371"
    assert first.fields["doi"] == "10.1000/water.2020.5"
    assert (first.fields["eprint"], first.fields["eprinttype"]) == ("31452104", "pubmed")
    assert first.fields["nbib-mh"] == "Rivers; Water"
    assert (second.title, second.fields["titletranslated"]) == ("Zweiter Artikel", "Second article")


@pytest.mark.parametrize(
    ("name", "number", "kept"),
    [
        ("zotero.ris", 0, {"ris-xx": "a tag that nobody knows", "ris-c7": "e101", "keywords": "dams, Mekong"}),
        ("zotero.json", 0, {"csl-interviewer": "Roe, Rosa", "csl-odd-variable": "kept", "note": "PMCID: PMC1"}),
        ("zotero.json", 2, {"csl-issued": "Spring 2019", "date": "2019"}),
        ("endnote.xml", 0, {"endnote-custom3": "Shelf 4", "annotation": "Read it.", "file": "rivers.pdf"}),
        ("library.mods", 0, {"mods-classification": "333.91", "titletranslated": "Les fleuves du Mékong"}),
    ],
)
def test_what_biblatex_has_no_field_for_is_kept(name: str, number: int, kept: Mapping[str, str]) -> None:
    fields = sample(name).found[number].record.fields
    assert {field: fields.get(field) for field in kept} == kept


def test_what_is_no_reference_is_told() -> None:
    read = sample("zotero.json")
    assert [one.message for one in read.findings] == [
        "item 4 is no reference of CSL JSON",
        "item 5 has neither title nor author",
    ]
    assert [one.key for one in read.found] == ["pich2023rivers", "42", "x"]


ZOTERO = {
    "citationID": "a",
    "citationItems": [
        {"id": 1, "uris": ["http://zotero.org/users/1/items/A"], "itemData": {
            "id": 1, "type": "book", "title": "Boats & “barges”", "author": [{"family": "Doe", "given": "Jane"}],
            "issued": {"date-parts": [[2001]]}}},
        {"id": 2, "uris": []},
    ],
}  # fmt: skip
MENDELEY = {
    "citationItems": [{"itemData": {"id": "ITEM-1", "type": "article-journal", "title": "Rice", "DOI": "10.1/x"}}]
}
ENDNOTE = (
    '<EndNote><Cite><record><ref-type name="Book">6</ref-type><contributors><authors><author>Roe, R.</author>'
    "</authors></contributors><titles><title>Fish</title></titles><dates><year>1999</year></dates></record></Cite></EndNote>"
)
SOURCE = (
    "<b:Source><b:Tag>Kuc19</b:Tag><b:SourceType>JournalArticle</b:SourceType><b:Author><b:Author><b:NameList>"
    "<b:Person><b:Last>Kuch</b:Last><b:First>Sokha</b:First></b:Person></b:NameList></b:Author></b:Author>"
    "<b:Title>Debt</b:Title><b:Year>2019</b:Year><b:Month>March</b:Month><b:Day>5</b:Day>"
    "<b:JournalName>J</b:JournalName><b:Pages>12-15</b:Pages><b:OddField>kept</b:OddField></b:Source>"
)


def test_the_references_inside_a_word_document() -> None:
    zotero = f" ADDIN ZOTERO_ITEM CSL_CITATION {json.dumps(ZOTERO)} "
    data = docx(
        body=field(zotero) + field(zotero) + field(f"ADDIN EN.CITE {ENDNOTE}"),
        extra={
            "word/footnotes.xml": footnotes(field(f"ADDIN CSL_CITATION {json.dumps(MENDELEY)}")),
            "customXml/item1.xml": sources(SOURCE),
        },
    )
    read = read_references(data, "m.docx")
    found = {one.record.title: one for one in read.found}
    assert sorted(found) == ["Boats & “barges”", "Debt", "Fish", "Rice"]
    assert found["Debt"].key == "Kuc19"
    assert found["Debt"].record.fields["date"] == "2019-03-05"
    assert found["Debt"].record.fields["word-oddfield"] == "kept"
    assert found["Rice"].key == ""
    assert [one.message for one in read.findings] == [
        "a citation has no data of its reference: it is only in the library of whoever wrote it (in word/document.xml)"
    ]


HOSTILE: Mapping[str, tuple[bytes, str]] = {
    "nothing": (b"", "it is empty"),
    "spaces": (b"  \n ", "it is empty"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3", "it is a PDF"),
    "noise": (bytes(range(256)) * 40, "binary file"),
    "words": (b"Dear Sir, the reference is Doe 2001.", "of no kind that is read"),
    "html": (b"<!DOCTYPE html><html></html>", "a web page"),
    "cut JSON": (b'[{"type": "book", "title": "x"', "no sound JSON"),
    "deep JSON": (b"[" * 100_000, "no sound JSON"),
    "JSON of no references": (b'{"items": 3}', "no list of references"),
    "entities": (b'<!DOCTYPE xml [<!ENTITY a SYSTEM "file:///etc/passwd">]><xml>&a;</xml>', "document type"),
    "cut XML": (b"<xml><records><record>", "its XML cannot be read"),
    "other XML": (b"<rss><channel/></rss>", "its XML is `rss`"),
    "empty MODS": (b"<modsCollection xmlns='http://www.loc.gov/mods/v3'/>", "holds no reference"),
    "no zip": (b"PK\x03\x04 and then nothing", "not a Word document, or it is cut short"),
    "web of science": (b"FN Clarivate Analytics Web of Science\nPT J\nAU Doe\nER\n", "Web of Science"),
    "enw": (b"%0 Journal Article\n%A Doe\n", ".enw"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_cannot_be_read_is_refused_by_name(name: str) -> None:
    data, said = HOSTILE[name]
    read = read_references(data, "file.ris")
    assert read.found == ()
    assert not read.bib
    (finding,) = read.findings
    assert finding.code is Code.FORMAT_UNKNOWN
    assert said in finding.message


def test_a_zip_that_is_no_document_and_a_bomb() -> None:
    with io.BytesIO() as buffer:
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr("xl/workbook.xml", "<workbook/>")
        assert "no Word document" in read_references(buffer.getvalue(), "f").findings[0].message
    bomb = docx(body="", extra={"word/media/x": "0" * 50_000_000})
    assert "more than is safe" in read_references(bomb, "f").findings[0].message


def test_a_document_without_citations_says_so() -> None:
    assert "no references are in this document" in read_references(docx(body=""), "f").findings[0].message


def test_a_broken_citation_is_told_and_the_others_are_read() -> None:
    data = docx(
        body=field("ADDIN ZOTERO_ITEM CSL_CITATION {broken") + field(f"ADDIN CSL_CITATION {json.dumps(MENDELEY)}")
    )
    read = read_references(data, "f")
    assert [one.record.title for one in read.found] == ["Rice"]
    assert "broken" in read.findings[0].message


def test_other_encodings(tmp_path: Path) -> None:
    text = "TY  - BOOK\r\nTI  - Mékong\r\nAU  - Doe, J\r\nER  - \r\n"
    for encoding in ("utf-8-sig", "utf-16", "cp1252"):
        read = read_references(text.encode(encoding), "f")
        assert read.found[0].record.title == "Mékong"
        assert bool(read.findings) == (encoding == "cp1252")
    assert read_file(tmp_path / "none.ris", "none.ris").findings[0].code is Code.UNREADABLE_FILE
    assert "a folder" in read_file(tmp_path, "x").findings[0].message


@settings(max_examples=60, deadline=None)
@given(
    st.binary(max_size=200),
    st.sampled_from(["zotero.ris", "pubmed.nbib", "zotero.json", "endnote.xml", "library.mods"]),
    st.data(),
)
def test_whatever_the_bytes_nothing_is_raised_and_every_entry_reads_back(
    noise: bytes, name: str, data: st.DataObject
) -> None:
    whole = (SAMPLES / name).read_bytes()
    at = data.draw(st.integers(0, len(whole)))
    read = read_references(whole[:at] + noise + whole[at:], name)
    for one in read.found:
        text = entry_of("key", one.record, lang="en", names=frozenset()).encode("utf-8")
        bibliography = FileBibliography([BibFile("f", text, scan(text))])
        reference = bibliography.get("key")
        assert reference is not None, text
        assert set(reference.fields) <= {*one.record.fields, *one.record.people}


def test_long_values_are_not_cut() -> None:
    text = "TY  - BOOK\nTI  - T\nAB  - " + "water {and} rice \\ " * 900 + "end\nER  - \n"
    (found,) = read_references(text.encode(), "f").found
    entry = entry_of("key", found.record, lang="en", names=frozenset())
    assert entry.count("water") == 900
    assert "end}" in entry


def test_numbers_beyond_all_bounds() -> None:
    years = '[{"type": "book", "title": "T", "issued": {"date-parts": [[1e999, Infinity, -1]]}}]'
    assert "date" not in read_references(years.encode(), "f").found[0].record.fields
    ris = f"TY  - BOOK\nTI  - T\nPY  - {'9' * 5000}\nER  -\n"
    assert read_references(ris.encode(), "f").found[0].record.title == "T"
