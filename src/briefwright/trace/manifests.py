"""Manifests that may come from anywhere, read safely: bounded, of the right types, fit for a terminal."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from briefwright.build.manifest import FORMAT
from briefwright.diagnostics import Code, Finding, Location, Warned, error
from briefwright.load.files import FORBIDDEN, reason, shown_path

ENDING = ".manifest.json"
MAX_BYTES = 32_000_000
"""Of a manifest; that of a hundred pages has about 3 MB."""
MAX_DOCX_BYTES = 200_000_000
"""Of a Word file, packed; its unpacking has bounds of its own."""

MAX_ENTRIES = 50_000
"""Of each sort."""

Line = Annotated[int, Field(ge=0, le=100_000_000)]


class Entry(BaseModel):
    """A part of a manifest: types as they are written, members of later versions passed over."""

    model_config = ConfigDict(strict=True, extra="ignore", frozen=True)


class BriefEntry(Entry):
    """The brief that an output was made of."""

    name: str
    path: str
    title: str = ""
    date: str = ""
    lang: str = ""
    style: str = ""
    theme: str = ""
    page: str | None = None
    institution: str | None = None
    authors: list[str] | None = None
    sha256: str


class FileEntry(Entry):
    """A template, or a file of fixed texts, a theme, a style or a picture."""

    kind: str = "template"
    path: str
    sha256: str


class FactEntry(Entry):
    """A fact that was used."""

    id: str
    path: str = ""
    line: Line = 0
    status: str = ""
    as_of: str = ""
    sources: list[str] = []
    sha256: str
    statement: str = ""
    values: dict[str, str] = {}
    fields: dict[str, Any] | None = None
    """None in manifests that were written before they held them."""
    digests: dict[str, str] = {}
    superseded_by: list[str] | None = None


class ReferenceEntry(Entry):
    """A reference that was cited, or the original of one."""

    key: str
    path: str = ""
    line: Line = 0
    sha256: str
    type: str = ""
    fields: dict[str, str] | None = None
    parents: dict[str, dict[str, str]] = {}


class AnchorEntry(Entry):
    """A place in the output."""

    id: str
    kind: str
    fact: str = ""
    part: str = ""
    path: str = ""
    line: Line = 0
    text: str = ""
    cites: list[str] = []
    words: str | None = None
    """The text without its citations; None where it has none."""


class Manifest(Entry):
    """What went into an output."""

    brief: BriefEntry
    templates: list[FileEntry] = Field([], max_length=MAX_ENTRIES)
    files: list[FileEntry] | None = None
    facts: list[FactEntry] = Field([], max_length=MAX_ENTRIES)
    references: list[ReferenceEntry] = Field([], max_length=MAX_ENTRIES)
    originals: list[ReferenceEntry] = Field([], max_length=MAX_ENTRIES)
    anchors: list[AnchorEntry] = Field([], max_length=MAX_ENTRIES)


def find_manifests(folder: Path) -> tuple[Path, ...]:
    """The manifests under a folder, in the order of their paths; links to folders are not followed."""
    found = folder.rglob(f"*{ENDING}")
    return tuple(sorted(path for path in found if not any(part[0] == "." for part in path.relative_to(folder).parts)))


def read_manifest(path: Path, root: Path) -> Warned[Manifest | None]:
    """Read a manifest, or the one inside a Word file; None where it cannot be used, and a finding says why.

    root: the project's, for findings.
    """
    at = Location(shown_path(path, root))
    try:
        size = path.stat().st_size if path.is_file() else -1
        if size < 0:
            return Warned(None, (_bad("this is no file", at),))
        if size > (MAX_DOCX_BYTES if path.suffix.lower() == ".docx" else MAX_BYTES):
            return Warned(None, (_bad(f"it has {size // 1_000_000} MB, more than is read", at),))
        data = path.read_bytes()
    except OSError as problem:
        return Warned(None, (_bad(reason(problem), at),))
    if data.startswith(b"PK"):
        return _inside(data, at)
    if data.startswith(b"%PDF") or data[:200].lstrip().lower().startswith((b"<!doctype html", b"<html")):
        message, hint = "a PDF or HTML file holds no manifest", f"give the {ENDING} or the .docx that came with it"
        return Warned(None, (error(Code.UNREADABLE_FILE, message, at, hint=hint),))
    return parse_manifest(data, at)


def _inside(data: bytes, at: Location) -> Warned[Manifest | None]:
    from briefwright.word.manifest_part import find_manifest
    from briefwright.word.package import BadPackageError, read_package

    try:
        text = find_manifest(read_package(data))
    except (BadPackageError, ValueError) as problem:
        return Warned(None, (error(Code.DOCX_UNREADABLE, f"the file cannot be read: {problem}", at),))
    if not text:
        hint = "was it made by briefwright, and saved as .docx?"
        return Warned(None, (error(Code.DOCX_NO_MANIFEST, "the file carries no manifest", at, hint=hint),))
    return parse_manifest(text.encode("utf-8"), at)


def parse_manifest(data: bytes, at: Location) -> Warned[Manifest | None]:
    """A manifest from its bytes. at: the file, for findings."""
    try:
        content = _cleaned(json.loads(data.decode("utf-8-sig")))
        if not isinstance(content, dict) or not str(content.get("format", "")).startswith("briefwright-manifest/"):
            return Warned(None, (_bad("it is no manifest of Briefwright's", at),))
        if content["format"] != FORMAT:
            return Warned(None, (_bad(f"it is of another version, {str(content['format'])[:60]}", at),))
        return Warned(Manifest.model_validate(content))
    except UnicodeDecodeError:
        return Warned(None, (_bad("it is not UTF-8 text", at),))
    except ValidationError as problem:
        first = problem.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part)[:60] for part in first["loc"])
        return Warned(None, (_bad(f"`{where}`: {first['msg'].lower()}", at),))
    except RecursionError:
        return Warned(None, (_bad("its parts stand inside one another too deeply", at),))
    except ValueError as problem:  # no JSON, or a number of thousands of digits
        return Warned(None, (_bad(f"it is not JSON: {str(problem)[:100]}", at),))


def _bad(why: str, at: Location) -> Finding:
    hint = "render the brief again to have a new one" if at.path.endswith(ENDING) else ""
    return error(Code.UNREADABLE_FILE, f"the manifest cannot be read: {why}", at, hint=hint)


def _cleaned(value: Any) -> Any:
    """A JSON value without what no document may hold, such as a terminal's escape sequences."""
    if isinstance(value, str):
        return FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", value)
    if isinstance(value, list):
        return [_cleaned(item) for item in value]
    if isinstance(value, Mapping):
        return {_cleaned(name): _cleaned(item) for name, item in value.items()}
    return value
