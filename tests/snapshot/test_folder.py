"""The folder of snapshots, and what lies in it."""

from __future__ import annotations

import io
import os
import re
import unicodedata
import zipfile
from pathlib import Path

import pytest

from briefwright.diagnostics import Code
from briefwright.snapshot.extract import MAX_BYTES, MAX_TEXT_BYTES
from briefwright.snapshot.folder import SnapshotFolder, file_stem, find_snapshot
from briefwright.snapshot.keep import Source, keep
from tests.snapshot import files


def unreadable(folder: Path, key: str = "k") -> str:
    read = SnapshotFolder(folder, folder).read(key)
    assert read.value is None
    (finding,) = read.findings
    assert finding.code is Code.SNAPSHOT_UNREADABLE
    assert finding.location is not None
    assert not finding.location.path.startswith("/")
    return finding.message


def test_a_snapshot_is_a_file_named_after_its_key(tmp_path: Path) -> None:
    (tmp_path / "one.md").write_bytes("\ufeffA\r\nB".encode())
    (tmp_path / "two.TXT").write_text(unicodedata.normalize("NFD", "é"), encoding="utf-16")
    one = find_snapshot(tmp_path, "one").value
    assert one is not None
    assert (one.path.name, one.text) == ("one.md", "A\nB")
    two = find_snapshot(tmp_path, "two").value
    assert two is not None
    assert two.text == "é"
    folder = SnapshotFolder(tmp_path, tmp_path)
    assert [folder.has(key) for key in ("one", "two", "three")] == [True, True, False]
    assert folder.read("three") == find_snapshot(tmp_path / "none", "one")
    assert find_snapshot(tmp_path / "sub", "../one").value is None


def test_a_key_with_odd_signs_has_a_name_of_its_own(tmp_path: Path) -> None:
    assert file_stem("DBLP:conf/x") == "DBLP%3Aconf%2Fx"
    assert file_stem("..") == "%2E."
    (tmp_path / "DBLP%3Aconf%2Fx.txt").write_text("A", encoding="utf-8")
    assert find_snapshot(tmp_path, "DBLP:conf/x").value is not None


def test_text_comes_before_the_copy(tmp_path: Path) -> None:
    (tmp_path / "k.pdf").write_bytes(b"broken")
    (tmp_path / "k.txt").write_text("First\fSecond", encoding="utf-8")
    (tmp_path / "k.snapshot.json").write_text('{"page_labels": ["v", "vi"]}', encoding="utf-8")
    snapshot = find_snapshot(tmp_path, "k").value
    assert snapshot is not None
    assert snapshot.places(None).pages.labels == ("v", "vi")


@pytest.mark.parametrize("record", ["{", "[]", '{"page_labels": 3}', '{"page_labels": ["a"]}', "[" * 100_000, "\0"])
def test_a_record_that_is_broken_does_not_matter(tmp_path: Path, record: str) -> None:
    (tmp_path / "k.txt").write_text("First\fSecond", encoding="utf-8")
    (tmp_path / "k.snapshot.json").write_text(record, encoding="utf-8")
    snapshot = find_snapshot(tmp_path, "k").value
    assert snapshot is not None
    assert snapshot.places(None).pages.labels == ("1", "2")


def kept(folder: Path, source: Source) -> None:
    for name, data in keep("k", source).files.items():
        (folder / name).write_bytes(data)


def altered(folder: Path) -> list[str]:
    read = SnapshotFolder(folder, folder).read("k")
    assert read.value is not None
    return [one.message for one in read.findings]


def test_an_altered_text_is_told_unless_its_sum_is_taken_out(tmp_path: Path) -> None:
    kept(tmp_path, Source(files.PAGE.encode(), "page.html"))
    assert altered(tmp_path) == []
    with (tmp_path / "k.txt").open("a", encoding="utf-8") as text:
        text.write("More.")
    assert altered(tmp_path) == ["the extracted text `k.txt` has been altered since it was kept"]
    record = tmp_path / "k.snapshot.json"
    record.write_text(re.sub(r'\n *"text_sha256": .*', "", record.read_text(encoding="utf-8")), encoding="utf-8")
    assert altered(tmp_path) == []
    (tmp_path / "k.txt").unlink()
    (tmp_path / "k.places.yaml").unlink(missing_ok=True)
    (tmp_path / "k.html").write_bytes(files.PAGE.replace("1.5", "1.6").encode())
    assert altered(tmp_path) == ["the saved copy `k.html` has been altered since it was kept"]


def test_an_altered_copy_that_is_text_itself(tmp_path: Path) -> None:
    kept(tmp_path, Source(b"The debt was $1.5 billion.\n", "a.md"))
    assert altered(tmp_path) == []
    (tmp_path / "k.md").write_text("The debt was $1.6 billion.\n", encoding="utf-8")
    assert altered(tmp_path) == ["the saved copy `k.md` has been altered since it was kept"]


def test_the_projects_own_file_of_places_comes_first(tmp_path: Path) -> None:
    texts = tmp_path / "elsewhere"
    for folder in (tmp_path / "snapshots", texts):
        folder.mkdir()
    (texts / "k.txt").write_text("Some words here. And others there.", encoding="utf-8")
    (texts / "k.places.yaml").write_text('pages: {"1": Some}', encoding="utf-8")
    folder = SnapshotFolder(texts, tmp_path)
    first = folder.read("k").value
    assert first is not None
    assert first.places(None).pages.labels == ("1",)
    (tmp_path / "snapshots/k.places.yaml").write_text('pages: {"7": Some, "8": And}', encoding="utf-8")
    again = folder.read("k").value
    assert again is not None
    assert again.places(None).pages.labels == ("7", "8")


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("k.txt", b"\xff\xfa\x00\x01" * 9, "not text"),
        ("k.txt", b"caf\xe9", "it is not UTF-8"),
        ("k.txt", b"A\0B", "it is not text"),
        ("k.md", b"\xff\xfe\xff", "it is not"),
        ("k.pdf", b"%PDF-1.4\nbroken", "it is not a PDF, or it is cut short"),
        ("k.pdf", b"", "it is not a PDF, or it is cut short"),
        ("k.pdf", bytes(range(256)) * 40, "it is not a PDF, or it is cut short"),
        ("k.docx", b"PK\x03\x04broken", "it is not a Word document, or it is cut short"),
        ("k.docx", b"\0" * 100, "it is not a Word document, or it is cut short"),
        ("k.html", b"", "it"),
        ("k.html", b"\0\1\2\3" * 50, "it"),
    ],
)
def test_what_cannot_be_read_is_told(tmp_path: Path, name: str, data: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(data)
    assert message in unreadable(tmp_path)


def test_a_folder_by_the_name_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "k.txt").mkdir()
    assert "it is a folder" in unreadable(tmp_path)


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "k.txt")
    assert "not a regular file" in unreadable(tmp_path)


@pytest.mark.parametrize(("name", "size"), [("k.txt", MAX_TEXT_BYTES), ("k.pdf", MAX_BYTES), ("k.docx", 2 * MAX_BYTES)])
def test_a_file_that_is_too_large_is_not_read(tmp_path: Path, name: str, size: int) -> None:
    with (tmp_path / name).open("wb") as file:
        file.truncate(size + 1)  # a hole: it takes no space
    assert "it is larger than" in unreadable(tmp_path)


def test_a_zip_bomb(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 50_000_000)
    (tmp_path / "k.docx").write_bytes(buffer.getvalue())
    assert "more than is safe to read" in unreadable(tmp_path)
