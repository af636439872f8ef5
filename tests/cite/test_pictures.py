"""Pictures are files of the project that are pictures, and nothing else."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from briefwright import ast
from briefwright.cite import pictures
from briefwright.cite.pictures import Pictures
from briefwright.cite.svg import plain_svg
from briefwright.diagnostics import Code, Location
from tests.projects import document_of

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"/>'
AT = Location("briefs/b.md", 4)


@pytest.fixture
def found(tmp_path: Path) -> Pictures:
    (tmp_path / "project" / "briefs").mkdir(parents=True)
    (tmp_path / "project" / "briefs" / "near.png").write_bytes(PNG)
    (tmp_path / "project" / "at root.png").write_bytes(PNG)
    (tmp_path / "outside.png").write_bytes(PNG)
    return Pictures(tmp_path / "project", tmp_path / "project" / "briefs")


@pytest.mark.parametrize(
    "target", ["near.png", "./near.png", "briefs/near.png", "at root.png", "at%20root.png", "../at root.png"]
)
def test_pictures_of_the_project(target: str, found: Pictures) -> None:
    address, problem = found.data_address(target, AT)
    assert problem is None
    assert address == "data:image/png;base64," + base64.b64encode(PNG).decode()


@pytest.mark.parametrize(
    ("target", "code"),
    [
        ("../../outside.png", Code.PICTURE_FORBIDDEN),
        ("%2e%2e/%2e%2e/outside.png", Code.PICTURE_FORBIDDEN),
        ("/etc/hostname", Code.PICTURE_FORBIDDEN),
        ("~/x.png", Code.PICTURE_MISSING),
        ("file:near.png", Code.PICTURE_FORBIDDEN),
        ("HTTPS://example.org/a.png", Code.PICTURE_FORBIDDEN),
        ("near.png?x=1", Code.PICTURE_MISSING),
        ("\\\\server\\share.png", Code.PICTURE_MISSING),
        ("near\0.png", Code.PICTURE_MISSING),
        ("x" * 5000, Code.PICTURE_MISSING),
        (".", Code.PICTURE_MISSING),
        ("", Code.PICTURE_MISSING),
    ],
)
def test_what_is_refused(target: str, code: Code, found: Pictures) -> None:
    address, problem = found.data_address(target, AT)
    assert address == ""
    assert problem is not None
    assert (problem.code, problem.location, bool(problem.hint)) == (code, AT, True)


def test_links_that_lead_out(found: Pictures) -> None:
    (found.root / "link.png").symlink_to(found.root.parent / "outside.png")
    (found.root / "folder").symlink_to(found.root.parent)
    (found.root / "round.png").symlink_to("round.png")
    (found.root / "inside.png").symlink_to("at root.png")
    for target in ("link.png", "folder/outside.png"):
        problem = found.data_address(target, AT)[1]
        assert problem is not None
        assert problem.code is Code.PICTURE_FORBIDDEN
    round_problem = found.data_address("round.png", AT)[1]
    assert round_problem is not None
    assert round_problem.code in (Code.PICTURE_MISSING, Code.PICTURE_UNREADABLE)
    assert found.data_address("inside.png", AT)[1] is None


def test_huge_and_empty_files(found: Pictures, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MAX_BYTES", 10)
    problem = found.data_address("near.png", AT)[1]
    assert problem is not None
    assert (problem.code, problem.message) == (
        Code.PICTURE_UNREADABLE,
        "the picture `near.png` has 0 MB, more than 0 MB",
    )
    (found.root / "empty.png").write_bytes(b"")
    assert found.data_address("empty.png", AT)[1] is not None


@pytest.mark.parametrize(
    ("data", "media"),
    [
        (PNG, "image/png"),
        (b"\xff\xd8\xff\xe0" + bytes(20), "image/jpeg"),
        (SVG, "image/svg+xml"),
        (b"\xef\xbb\xbf" + SVG, "image/svg+xml"),
        (b'<?xml version="1.0"?>\n<!-- c -->\n' + SVG, "image/svg+xml"),
        (b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "svg11.dtd">' + SVG, "image/svg+xml"),
        (b"GIF89a" + bytes(20), ""),
        (b"RIFF    WEBP", ""),
        (b"%PDF-1.4", ""),
        (b"<html><svg></svg></html>", ""),
        (b"MZ", ""),
    ],
)
def test_kinds_by_their_content(data: bytes, media: str, found: Pictures) -> None:
    (found.root / "a.png").write_bytes(data)
    address, problem = found.data_address("a.png", AT)
    assert address.partition(";")[0] == (f"data:{media}" if media else "")
    assert (problem is None) == bool(media)


def test_a_document_type_is_taken_off() -> None:
    typed = b'<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x">' + SVG
    assert plain_svg(typed) == b'<?xml version="1.0"?>' + SVG


@pytest.mark.parametrize(
    "inside",
    [
        '<style>rect { fill: u\\72l(https://example.org) }</style>',
        '<style>rect { background: image-set("https://example.org/a.png" 1x) }</style>',
        '<rect style="fill: URL( \'https://example.org\' )"/>',
        '<image href="data:image/svg+xml,%3Csvg%3E"/>',
        '<use href="other.svg#a"/>',
        '<a href="javascript:alert(1)"><rect/></a>',
        '<rect xmlns:ev="http://www.w3.org/2001/xml-events" ev:onclick="x"/>',
        '<animate attributeName="xlink:href" to="x"/>',
        '<iframe/>',
    ],
)  # fmt: skip
def test_drawings_that_reach_out(inside: str) -> None:
    with pytest.raises(ValueError, match=r"holds|takes in|cannot"):
        plain_svg(f'<svg xmlns="http://www.w3.org/2000/svg">{inside}</svg>'.encode())


@pytest.mark.parametrize(
    "inside",
    [
        '<style>rect { fill: url(#g); content: "x" }</style>',
        '<image href="data:image/png;base64,AAAA"/>',
        '<a href="https://example.org"><text>words on it</text></a>',
        '<rect fill="url(#g)" class="only" font-family="serif"/>',
        '<metadata><r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><r:li r:resource="http://x"/></r:RDF></metadata>',
        '<animate attributeName="x" to="5"/>',
    ],
)
def test_drawings_that_do_not(inside: str) -> None:
    data = f'<svg xmlns="http://www.w3.org/2000/svg">{inside}</svg>'.encode()
    assert plain_svg(data) == data


@pytest.mark.parametrize("path", ["M 0 0 L 5 5 z 1", "M0,0Z,x"])
def test_a_path_on_which_weasyprint_would_never_end(path: str) -> None:
    with pytest.raises(ValueError, match="holds a path that goes on after its end"):
        plain_svg(f'<svg xmlns="http://www.w3.org/2000/svg"><path d="{path}"/></svg>'.encode())


def test_paths_that_end_and_begin_again() -> None:
    data = b'<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0L5 5z m1,1 l2 2 Z , M3 3"/></svg>'
    assert plain_svg(data) == data


def test_pictures_are_carried_as_data(tmp_path: Path) -> None:
    document = document_of(tmp_path, "![A *dot*](a.png){width=50%}\n\n[@pich2024]", {"a.png": PNG})
    image = next(node for node in ast.walk(document.blocks) if node["t"] == "Image")
    assert image["c"][2][0].startswith("data:image/png;base64,")
    assert ast.text_of(image["c"][1]) == "A dot"
    assert image["c"][0][2] == [["width", "50%"]]
