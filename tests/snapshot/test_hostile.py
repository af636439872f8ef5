"""Snapshots and quotations that nobody means well with: each is read, or refused in words, and none for long.

What is quadratic in a text's length would not end here.
"""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from briefwright.model import Quotation
from briefwright.snapshot.extract import ExtractionError, bytes_of, extract
from briefwright.snapshot.folder import SnapshotFolder
from briefwright.snapshot.folding import MOST_PLACES, fold, fold_words, nfc
from briefwright.snapshot.places import MOST_PAGES, Corrections, find_notes, find_paragraphs, find_places
from briefwright.snapshot.places_file import MOST_MISSING
from briefwright.snapshot.quotations import find_quotation, near_miss

MANY = 50_000
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def docx(path: Path, body: str, head: str = "") -> Path:
    """A Word document of a body's XML, not packed, so that no bound on packing is met."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{TYPE}"/></Types>',
        )
        archive.writestr(
            "_rels/.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="a" Type="{OFFICE}" Target="word/document.xml"/></Relationships>',
        )
        whole = f'{head}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
        archive.writestr("word/document.xml", whole)
    return path


PARAGRAPH = "<w:p><w:r><w:t>There was a debt of 5.</w:t></w:r></w:p>"


def test_a_small_word_document_is_read(tmp_path: Path) -> None:
    assert extract(docx(tmp_path / "a.docx", PARAGRAPH), ".docx").paragraphs == ("There was a debt of 5.",)


@pytest.mark.parametrize(
    ("body", "head", "why"),
    [
        ("<w:p/>" * 400_001, "", "more than 400,000 parts; save it as PDF"),
        ("<w:tbl><w:tr><w:tc>" * 500 + PARAGRAPH + "</w:tc></w:tr></w:tbl>" * 500, "", "nested too deep"),
        (PARAGRAPH, '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>', "has a document type"),
        ("<w:p>", "", "document.xml is broken"),
    ],
)
def test_word_documents_that_pandoc_is_not_given(tmp_path: Path, body: str, head: str, why: str) -> None:
    with pytest.raises(ExtractionError, match=why):
        extract(docx(tmp_path / "a.docx", body, head), ".docx")


def test_a_pdf_whose_pages_go_in_a_circle(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(
        b"%PDF-1.4\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n"
        b"2 0 obj <</Type/Pages/Count 2/Kids[2 0 R 2 0 R]>> endobj\ntrailer <</Root 1 0 R>>\n"
    )
    with pytest.raises(ExtractionError, match=r"no text|not a PDF"):
        extract(tmp_path / "a.pdf", ".pdf")


def test_what_is_larger_than_the_system_says(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"12345")
    assert bytes_of(tmp_path / "a", 5) == b"12345"
    with pytest.raises(ExtractionError, match="larger than"):
        bytes_of(tmp_path / "a", 4)


@pytest.mark.parametrize("ending", [".txt", ".html", ".pdf"])
def test_a_snapshot_of_200_mb(tmp_path: Path, ending: str) -> None:
    with (tmp_path / f"a{ending}").open("wb") as file:
        file.truncate(200_000_000)
    (finding,) = SnapshotFolder(tmp_path, tmp_path).read("a").findings
    assert "larger than" in finding.message
    assert finding.location is not None
    assert finding.location.path == f"a{ending}"


def test_a_snapshot_without_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(" \n", encoding="utf-8")
    (finding,) = SnapshotFolder(tmp_path, tmp_path).read("a").findings
    assert "it has no text" in finding.message


def test_what_a_terminal_would_obey_is_not_passed_on(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"A debt\x1b[31m of 5.\x9b\n".replace(b"\x9b", b"\xc2\x9b"))
    snapshot = SnapshotFolder(tmp_path, tmp_path).read("a").value
    assert snapshot is not None
    assert snapshot.text == "A debt [31m of 5. \n"


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("A secret.", encoding="utf-8")
    folder = tmp_path / "project" / "snapshots"
    folder.mkdir(parents=True)
    (folder / "a.txt").symlink_to(tmp_path / "secret")
    read = SnapshotFolder(folder, tmp_path / "project").read("a")
    assert read.value is None
    assert "leads out of the folder" in read.findings[0].message
    (folder / "b.txt").write_text("Text.", encoding="utf-8")
    (folder / "c.txt").symlink_to("b.txt")
    assert SnapshotFolder(folder, tmp_path / "project").read("c").value


def test_a_record_that_is_no_record(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Text.", encoding="utf-8")
    for record in ("[" * 100_000, json.dumps({"page_labels": 5}), "\0"):
        (tmp_path / "a.snapshot.json").write_text(record, encoding="utf-8")
        assert SnapshotFolder(tmp_path, tmp_path).read("a").value


def test_a_file_of_places_about_another_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Some words. " * 1000, encoding="utf-8")
    (tmp_path / "a.places.yaml").write_text("paragraphs:\n" + "  - other words\n" * 5_000, encoding="utf-8")
    findings = SnapshotFolder(tmp_path, tmp_path).read("a").findings
    assert len(findings) == MOST_MISSING + 1
    assert "what comes after" in findings[-1].message


TEXTS = {
    "spaces": "a" + " " * MANY + "b",
    "lines": "a-" + "\n" * MANY + "b",
    "a line of spaces": "x\n" + " " * MANY + "\nx",
    "pages": "\f" * MANY + "x",
    "brackets": "[^" * MANY,
    "links": "[a](" * MANY,
    "raised": "a" + "²" * MANY + "a",
    "accents": "a" + "\u0301\u0316" * MANY,
    "notes": "[^1]: a note\n" * (MANY // 10),
    "one word": "a" * MANY,
    "stops": "." * MANY,
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_texts_that_no_person_wrote(text: str) -> None:
    text = nfc(text)
    folded = fold(text)
    assert len(folded.text) <= 3 * len(text)
    places = find_places(text, None, Corrections())
    assert len(places.paragraphs.labels) <= len(find_paragraphs(text))
    assert find_quotation(folded, Quotation("a debt of $1.5 billion")) == ()
    assert near_miss(text, folded, "a debt of $1.5 billion") is None


def test_notes_without_empty_lines_end_with_their_block() -> None:
    notes = find_notes("[^1]: one\n[^2]: two\n \nBody\n\n[^3]: three")
    assert notes.labels == ("1", "2", "3")
    assert notes.ends == (19, 19, 39)


def test_more_pages_than_a_book_has_are_in_doubt() -> None:
    assert "more than" in find_places("a\f" * (MOST_PAGES + 1), None, Corrections()).pages.doubt


QUOTES = {
    "the same words": "the debt " * 20_000,
    "one word": "a" * MANY,
    "ellipses": "the … " * 5_000,
    "insertions": "a [x] " * 5_000,
    "brackets": "[a" * MANY,
    "sic and spaces": "[sic " + " " * MANY,
    "spaces": "a" + " " * MANY + "b",
    "digits": "1," * 20_000 + "1",
    "accents": "a" + "\u0301\u0316" * MANY + " b",
}


@pytest.mark.parametrize("exact", QUOTES.values(), ids=QUOTES.keys())
@pytest.mark.parametrize(
    "text", ["the debt " * 50_000, "a" * MANY, "2 1," + "1," * 50_000], ids=["words", "a", "digits"]
)
def test_quotations_that_no_person_copied(text: str, exact: str) -> None:
    folded = fold(text)
    assert len(find_quotation(folded, Quotation(exact))) <= MOST_PLACES
    near_miss(text, folded, exact)


def test_words_that_are_everywhere_are_found_a_number_of_times() -> None:
    folded = fold("the " * 50_000)
    assert len(folded.occurrences(fold_words("the"))) == MOST_PLACES


@pytest.mark.parametrize("exact", ["...", "—", "'\"'", "*"])
def test_punctuation_alone_is_no_quotation(exact: str) -> None:
    text = "Some words... and — 'more' * words […] []."
    assert find_quotation(fold(text), Quotation(exact)) == ()
    assert near_miss(text, fold(text), exact) is None
