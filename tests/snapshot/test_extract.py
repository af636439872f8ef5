"""The texts of files of each kind."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefwright.snapshot.extract import Extracted, ExtractionError, extract, text_of
from briefwright.snapshot.places import find_paragraphs
from tests.snapshot import files


def extracted(folder: Path, data: bytes, ending: str) -> Extracted:
    path = folder / "source"
    path.write_bytes(data)
    return extract(path, ending)


def test_a_pdf_has_pages_with_labels(tmp_path: Path) -> None:
    labels = "0 << /S /r >> 2 << /S /D /St 427 >>"
    done = extracted(tmp_path, files.pdf(["Cover", "Contents", "A debt of 5", "The end"], labels), ".pdf")
    assert [page.strip() for page in done.text.split("\f")] == ["Cover", "Contents", "A debt of 5", "The end"]
    assert done.page_labels == ("i", "ii", "427", "428")
    assert done.extractor.startswith("pypdfium2 ")


def test_labels_that_only_count_are_none(tmp_path: Path) -> None:
    assert extracted(tmp_path, files.pdf(["a", "b"]), ".pdf").page_labels == ()
    assert extracted(tmp_path, files.pdf(["a", "b"], "0 << /S /D >>"), ".pdf").page_labels == ()


def test_a_web_page_is_its_body_and_then_the_rest(tmp_path: Path) -> None:
    done = extracted(tmp_path, files.PAGE.encode(), ".html")
    assert [text[:12] for text in done.paragraphs] == ["The first pa", "The second p", "The third pa"]
    body, _, rest = done.text.partition("# The rest of the page")
    assert "# A subhead between" in body
    assert "$1.5 billion. After a break" in body
    assert "Two ministers on the steps" in body + rest
    assert done.text.count("The first paragraph") == 1
    assert "hidden" not in done.text
    assert done.extractor.startswith("trafilatura ")


def test_the_rest_of_a_page_without_a_charset_is_read_in_its_encoding(tmp_path: Path) -> None:
    page = files.PAGE.replace("Footer words", "<p>Москва, “café”</p>")
    for data in (page.encode(), page.replace("<head>", '<head><meta charset="koi8-r">').encode("koi8-r", "replace")):
        _, _, rest = extracted(tmp_path, data, ".html").text.partition("# The rest of the page")
        assert "Москва" in rest


def test_the_rest_of_a_page_has_no_paragraphs() -> None:
    sentence = "This sentence is as long as those of a report are, and ends with a stop."
    text = f"{sentence}\n\n# The rest of the page\n\n{sentence}\n"
    assert find_paragraphs(text) == [(0, len(sentence))]


def test_a_word_document(tmp_path: Path) -> None:
    done = extracted(tmp_path, files.docx(), ".docx")
    assert done.paragraphs == ("The first paragraph is here.", "The second one puts the debt at 5.")
    assert "# A heading" in done.text
    assert done.text.startswith("# T\n\n")  # a paragraph in Word's style Title, which pandoc takes for metadata
    assert "A note of the document." in done.text
    assert done.extractor.startswith("pandoc ")


def test_a_pdf_without_text_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ExtractionError, match="text recognition"):
        extracted(tmp_path, files.pdf(["", ""]), ".pdf")


def outcome(folder: Path, data: bytes, ending: str) -> str:
    """The text of a file, or why it has none."""
    try:
        return extracted(folder, data, ending).text
    except ExtractionError as problem:
        return f"refused: {problem}"


@pytest.mark.parametrize("part", [0.02, 0.3, 0.5])
def test_a_pdf_that_is_cut_short(tmp_path: Path, part: float) -> None:
    whole = files.pdf(["Some words of a page"] * 5)
    said = outcome(tmp_path, whole[: int(part * len(whole))], ".pdf")
    assert "Some words" in said or said.startswith("refused: it")  # PDFium mends some


@pytest.mark.parametrize("page", [b"<p>" * 10_000 + b"deep", b"<table>" * 3_000 + b"x", b"<html>\xff\xfe</html>", b"<"])
def test_an_odd_web_page_is_read_or_refused(tmp_path: Path, page: bytes) -> None:
    assert outcome(tmp_path, page, ".html").strip()


def test_text(tmp_path: Path) -> None:
    assert text_of(b"\xef\xbb\xbfA\r\nB\rC") == "A\nB\nC"
    assert text_of("é".encode("utf-16")) == "é"
    assert extracted(tmp_path, b"A", ".txt") == Extracted("A", "")
