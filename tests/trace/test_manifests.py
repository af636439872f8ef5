"""Manifests from anywhere: what is ours is read, anything else gives one finding that says why not."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefwright.diagnostics import Code, Location
from briefwright.trace import manifests
from briefwright.trace.manifests import find_manifests, parse_manifest, read_manifest
from tests.trace.editions import edition, project_of

AT = Location("build/b.manifest.json")
FORMAT = "briefwright-manifest/1"
BRIEF = {"name": "b", "path": "briefs/b.md", "sha256": "0"}


def why_not(content: object) -> str:
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    read = parse_manifest(data, AT)
    assert read.value is None
    (finding,) = read.findings
    assert (finding.code, finding.location) == (Code.UNREADABLE_FILE, AT)
    return finding.message.removeprefix("the manifest cannot be read: ")


def test_our_own_is_read(tmp_path: Path) -> None:
    read = edition(tmp_path)
    assert (read.brief.name, read.brief.style) == ("b", "ieee")
    assert [fact.id for fact in read.facts] == ["debt-total", "debt-small"]
    assert read.facts[0].fields is not None
    assert read.facts[0].values == {"value": "US$1.5 billion"}


def test_one_of_a_version_that_held_less_is_read() -> None:
    fact = {"id": "a", "path": "f.yaml", "line": 1, "status": "checked", "as_of": "", "sources": [], "sha256": "1"}
    read = parse_manifest(json.dumps({"format": FORMAT, "brief": BRIEF, "facts": [fact]}).encode(), AT).value
    assert read is not None
    assert (read.facts[0].fields, read.files, read.facts[0].superseded_by) == (None, None, None)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "it is not JSON: Expecting value: line 1 column 1 (char 0)"),
        (b"\xff\xfe{", "it is not UTF-8 text"),
        (b"[1, 2", "it is not JSON: Expecting ',' delimiter: line 1 column 6 (char 5)"),
        (b'{"format": ' + b"9" * 5000 + b"}", "it is not JSON: Exceeds the limit (4300 digits)"),
        ([], "it is no manifest of Briefwright's"),
        ({"format": "other"}, "it is no manifest of Briefwright's"),
        ({"format": ["briefwright-manifest/1"]}, "it is no manifest of Briefwright's"),
        ({"format": "briefwright-manifest/2"}, "it is of another version, briefwright-manifest/2"),
        ({"format": FORMAT}, "`brief`: field required"),
        ({"format": FORMAT, "brief": BRIEF | {"name": 3}}, "`brief.name`: input should be a valid string"),
        ({"format": FORMAT, "brief": BRIEF, "facts": {}}, "`facts`: input should be a valid list"),
        ({"format": FORMAT, "brief": BRIEF, "facts": [{"id": "a"}]}, "`facts.0.sha256`: field required"),
        (
            {"format": FORMAT, "brief": BRIEF, "anchors": [{"id": "a", "kind": "cell", "line": "1"}]},
            "`anchors.0.line`: input should be a valid integer",
        ),
        (
            {"format": FORMAT, "brief": BRIEF, "anchors": [{"id": "a", "kind": "cell", "line": -1}]},
            "`anchors.0.line`: input should be greater than or equal to 0",
        ),
    ],
)
def test_what_is_none_of_ours(content: object, why: str) -> None:
    assert why_not(content).startswith(why)


def test_depth_and_numbers_of_parts_are_bounded() -> None:
    deep = b'{"format": "briefwright-manifest/1", "x": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"
    assert why_not(deep) == "its parts stand inside one another too deeply"
    many = {"format": FORMAT, "brief": BRIEF, "templates": [{"path": "a", "sha256": "0"}] * (manifests.MAX_ENTRIES + 1)}
    assert why_not(many).startswith("`templates`: list should have at most 50000 items")


def test_size_is_bounded(tmp_path: Path) -> None:
    huge = tmp_path / "huge.manifest.json"
    with huge.open("wb") as file:
        file.truncate(manifests.MAX_BYTES + 1)
    (finding,) = read_manifest(huge, tmp_path).findings
    assert finding.message == "the manifest cannot be read: it has 32 MB, more than is read"


def test_what_a_terminal_would_obey_is_taken_out() -> None:
    content = {"format": FORMAT, "brief": BRIEF | {"title": "a\x1b[2Jb\x00\u009bc"}, "facts": []}
    read = parse_manifest(json.dumps(content).encode(), AT).value
    assert read is not None
    assert read.brief.title == "a\ufffd[2Jb\ufffd\ufffdc"


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("b.pdf", b"%PDF-1.7", "a PDF or HTML file holds no manifest"),
        ("b.html", b"<!DOCTYPE html>", "a PDF or HTML file holds no manifest"),
        ("b.docx", b"PK\x03\x04 and no more", "the file cannot be read: it is not a Word document, or it is cut short"),
    ],
)
def test_other_files(tmp_path: Path, name: str, data: bytes, why: str) -> None:
    (tmp_path / name).write_bytes(data)
    read = read_manifest(tmp_path / name, tmp_path)
    assert (read.value, [finding.message for finding in read.findings]) == (None, [why])


def test_a_docx_gives_the_manifest_inside(tmp_path: Path) -> None:
    from briefwright.pipeline import make_document
    from briefwright.write.docx import write_docx

    project = project_of(tmp_path)
    document = make_document(project.briefs["b"], project).value
    assert document is not None
    (tmp_path / "b.docx").write_bytes(write_docx(document).value)
    inside = read_manifest(tmp_path / "b.docx", tmp_path).value
    assert inside == parse_manifest(document.manifest.encode(), AT).value
    assert inside is not None


def test_folders_files_that_are_not_there_and_pipes(tmp_path: Path) -> None:
    (tmp_path / "folder.manifest.json").mkdir()
    os.mkfifo(tmp_path / "pipe.manifest.json")
    for name in ("folder", "pipe", "nothing"):
        (finding,) = read_manifest(tmp_path / f"{name}.manifest.json", tmp_path).findings
        assert finding.message == "the manifest cannot be read: this is no file"


def test_manifests_of_a_folder(tmp_path: Path) -> None:
    for name in ("b", "2024/a", ".hidden/c", "2024/.d"):
        file = tmp_path / f"{name}.manifest.json"
        file.parent.mkdir(exist_ok=True)
        file.write_text("{}", encoding="utf-8")
    (tmp_path / "b.json").write_text("{}", encoding="utf-8")
    found = [path.relative_to(tmp_path).as_posix() for path in find_manifests(tmp_path)]
    assert found == ["2024/a.manifest.json", "b.manifest.json"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)


@given(
    st.fixed_dictionaries(
        {"format": st.just(FORMAT), "brief": st.just(BRIEF) | JSON},
        optional=dict.fromkeys(("facts", "references", "anchors", "files", "templates", "originals"), JSON),
    )
)
@settings(max_examples=100, deadline=None)
def test_any_json_is_read_or_refused(content: dict[str, Any]) -> None:
    read = parse_manifest(json.dumps(content).encode(), AT)
    assert (read.value is None) == (len(read.findings) == 1)


@given(st.binary(max_size=60))
@settings(deadline=None)
def test_any_bytes_are_refused(data: bytes) -> None:
    assert parse_manifest(data, AT).value is None
