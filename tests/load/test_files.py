from __future__ import annotations

import os
from pathlib import Path

import pytest

from briefwright.load.files import decode, find_files, read_text
from tests.load.cases import shown


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"a\nb\xff\nc", "2:2 P002 error: the file is not UTF-8: byte 0xff stands here\n"),
        (b"\xef\xbb\xbfa\r\n\xd0\x94b\xff", "2:3 P002 error: the file is not UTF-8: byte 0xff stands here\n"),
        (b"caf\xe9", "1:4 P002 error: the file is not UTF-8: byte 0xe9 stands here\n"),
        (b"\xff\xfea\0", "0:0 P002 error: the file is UTF-16, not UTF-8\n"),
        (b"%PDF-1.7\n\0\xff", "0:0 P002 error: the file is not text\n"),
    ],
)
def test_bytes_that_are_no_text(data: bytes, expected: str) -> None:
    read = decode(data, "x")
    assert read.value is None
    assert shown(read.findings).startswith(expected)


def test_line_ends_and_byte_order_mark() -> None:
    read = decode(b"\xef\xbb\xbfa\r\nb\rc\n", "x")
    assert read.findings == ()
    assert read.value is not None
    assert read.value.text == "a\nb\nc\n"


def test_the_place_of_a_byte_that_is_not_utf8_shows_its_line() -> None:
    (finding,) = decode(b"a\ncaf\xe9 noir\n", "x").findings
    assert finding.location is not None
    assert finding.location.text == "caf\N{REPLACEMENT CHARACTER} noir"


def test_what_is_no_file_of_the_project(tmp_path: Path) -> None:
    root = tmp_path / "project"
    folder = root / "facts"
    folder.mkdir(parents=True)
    (tmp_path / "secret.yaml").write_text("secret: 1", encoding="utf-8")
    (folder / "out.yaml").symlink_to(tmp_path / "secret.yaml")
    (folder / "gone.yaml").symlink_to(folder / "nowhere.yaml")
    (folder / "circle.yaml").symlink_to(folder / "circle.yaml")
    (folder / "inside.yaml").symlink_to(root / "real.txt")
    (root / "real.txt").write_text("facts: []", encoding="utf-8")
    os.mkfifo(folder / "pipe.yaml")
    found = find_files(folder, root, (".yaml",))
    assert found.findings == ()
    messages = {path.name: [item.message for item in read_text(path, root).findings] for path in found.value}
    assert messages.pop("circle.yaml")
    assert messages == {
        "gone.yaml": ["the file cannot be read: it does not exist"],
        "inside.yaml": [],
        "out.yaml": ["the file is a link that leaves the project, so it is not read"],
        "pipe.yaml": ["this is not a regular file"],
    }


def test_folders_that_are_not_walked(tmp_path: Path) -> None:
    folder = tmp_path / "facts"
    (folder / "b.yaml").mkdir(parents=True)
    (folder / "b.yaml" / "c.YML").write_text("", encoding="utf-8")
    (folder / ".hidden").mkdir()
    (folder / ".hidden" / "d.yaml").write_text("", encoding="utf-8")
    (folder / ".e.yaml").write_text("", encoding="utf-8")
    (folder / "loop").symlink_to(folder)
    found = find_files(folder, tmp_path, (".yaml", ".yml"))
    assert [path.name for path in found.value] == ["c.YML"]
    assert [(str(item.location), item.message) for item in found.findings] == [
        ("facts/b.yaml", "this is a folder with the name of a file"),
        ("facts/loop", "a link to a folder is not followed"),
    ]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_permission_denied(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text("", encoding="utf-8")
    path.chmod(0)
    assert read_text(path, tmp_path).findings[0].message == "the file cannot be read: permission is denied"
