"""Themes: TOML and style sheets -> document.Theme, every problem of both collected.

A theme's file names only what differs from the package's theme `plain`, key by key.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from briefwright.diagnostics import (
    BriefwrightError,
    Code,
    Finding,
    SourceText,
    Warned,
    did_you_mean,
    error,
    warning,
)
from briefwright.document import Theme
from briefwright.resources import package_templates
from briefwright.write.fonts import missing_families, module_name

BASE = "plain"
"""The theme that fills in what another leaves out."""

SHARED_SHEETS = ("common.css", "print.css", "screen.css")
"""The package's style sheets, which every theme comes after."""

PAGE_SIZES = ("A4", "Letter")

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}\Z")
_FAMILY = re.compile(r"[\w .\-]{1,60}\Z")
_NAME = re.compile(r"[\w][\w .\-]*\Z")

Values = dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class _Key:
    check: Callable[[Any], bool]
    expected: str


def _is_families(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(_is_family(item) for item in value)


def _is_family(value: Any) -> bool:
    return isinstance(value, str) and bool(_FAMILY.match(value))


def _is_colour(value: Any) -> bool:
    return isinstance(value, str) and bool(_COLOUR.match(value))


def _is_between(low: float, high: float) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high


_FAMILIES = _Key(_is_families, 'a list of font families such as ["Source Serif 4"]')
_FONT = _Key(_is_family, 'a font family such as "Cambria"')
_COLOUR_KEY = _Key(_is_colour, 'a colour such as "#0b4f6c"')
_SIZE = _Key(_is_between(5, 72), "a size in points from 5 to 72")
_MARGIN = _Key(_is_between(5, 80), "a margin in millimetres from 5 to 80")
_PAGE_SIZE = _Key(lambda value: value in PAGE_SIZES, '"A4" or "Letter"')

SCHEMA: Mapping[str, Mapping[str, _Key]] = {
    "fonts": dict.fromkeys(("body", "heading", "mono"), _FAMILIES),
    "word_fonts": dict.fromkeys(("body", "heading", "mono", "complex"), _FONT),
    "colours": dict.fromkeys(("text", "muted", "accent", "rule", "tint"), _COLOUR_KEY),
    "sizes": dict.fromkeys(("body", "small", "h1", "h2", "h3", "title"), _SIZE),
    "page": {"size": _PAGE_SIZE, **dict.fromkeys(("top", "right", "bottom", "left"), _MARGIN)},
}
"""Every table and key of a theme's file."""


def load_theme(name: str, root: Path, templates_folder: str) -> Warned[Theme]:
    """Read a theme: the project's `TEMPLATES/themes/NAME.toml`, or the package's.

    root: the project's folder. templates_folder: its templates, relative to it.

    The theme that is returned is usable whatever was found: a bad value is replaced by that of `plain`.
    Raises BriefwrightError where there is no theme of that name.
    """
    file, own = _find(name, root, templates_folder)
    values = _read_base()
    findings: list[Finding] = []
    css, css_path = "", ""
    if name != BASE or own:
        source = _read_text(file, root)
        findings.extend(_merge(values, source))
    sheet = file.with_suffix(".css")
    if sheet.is_file():
        css_source = _read_text(sheet, root)
        findings.extend(addresses_in(css_source))
        css, css_path = css_source.text, css_source.path
    return Warned(_theme(name, values, css=css, css_path=css_path), tuple(findings))


def theme_names(root: Path, templates_folder: str) -> tuple[str, ...]:
    """The names of the themes that a project can use, sorted."""
    folders = (root / templates_folder / "themes", package_templates() / "themes")
    return tuple(sorted({file.stem for folder in folders for file in folder.glob("*.toml")}))


def theme_files(name: str, root: Path, templates_folder: str) -> tuple[Path, ...]:
    """The files that decide the looks of a theme: its own, what it rests on, and the page and sheets that all share.

    root, templates_folder: as in load_theme. Raises BriefwrightError where there is no theme of that name.
    """
    file, _ = _find(name, root, templates_folder)
    package = package_templates()
    shared = (package / "page.html", *(package / "themes" / sheet for sheet in SHARED_SHEETS))
    found = (package / "themes" / f"{BASE}.toml", file, file.with_suffix(".css"), *shared)
    return tuple(path for path in dict.fromkeys(found) if path.is_file())


def addresses_in(source: SourceText) -> tuple[Finding, ...]:
    """A finding for each address in a style sheet that would be fetched: all but data: URIs and fragments."""
    import tinycss2

    rules = tinycss2.parse_stylesheet(source.text, skip_comments=True, skip_whitespace=True)
    return tuple(
        error(
            Code.ADDRESS_FORBIDDEN,
            f"the style sheet asks for `{address}`; nothing is fetched while rendering",
            source.at(line, column),
            hint="name an installed font family in the theme's [fonts], or write the picture as a data: URI",
        )
        for address, line, column in _addresses(rules)
    )


def _addresses(nodes: Any) -> Iterator[tuple[str, int, int]]:
    for node in nodes or ():
        if node.type == "url" or (node.type == "function" and node.lower_name in ("url", "src")):
            address = node.value if node.type == "url" else _strings(node.arguments)
            if not address.strip().lower().startswith(("data:", "#")):
                yield address, node.source_line, node.source_column
            continue
        if node.type == "at-rule" and node.lower_at_keyword == "import":
            text = _strings(node.prelude)
            if text:
                yield text, node.source_line, node.source_column
                continue
        if node.type == "function" and node.lower_name in ("image", "image-set", "-webkit-image-set"):
            text = _strings(node.arguments)
            if text and not text.lower().startswith("data:"):
                yield text, node.source_line, node.source_column
        for part in ("prelude", "content", "arguments", "value"):
            children = getattr(node, part, None)
            if isinstance(children, list):
                yield from _addresses(children)


def _strings(nodes: Any) -> str:
    return " ".join(str(node.value) for node in nodes or () if node.type in ("string", "url"))


def _find(name: str, root: Path, templates_folder: str) -> tuple[Path, bool]:
    if _NAME.match(name):
        own = root / templates_folder / "themes" / f"{name}.toml"
        if own.is_file():
            return own, True
        package = package_templates() / "themes" / f"{name}.toml"
        if package.is_file():
            return package, False
    known = theme_names(root, templates_folder)
    hint = did_you_mean(name, known) or "there are: " + ", ".join(known)
    raise BriefwrightError(error(Code.THEME_INVALID, f"there is no theme `{name}`", hint=hint))


def _read_base() -> Values:
    text = (package_templates() / "themes" / f"{BASE}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _read_text(file: Path, root: Path) -> SourceText:
    path = file.relative_to(root).as_posix() if file.is_relative_to(root) else file.as_posix()
    try:
        return SourceText(path, file.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        finding = error(Code.UNREADABLE_FILE, "the file is not UTF-8 text", SourceText(path, "").at(0))
    except OSError as failure:
        reason = failure.strerror or str(failure)
        finding = error(Code.UNREADABLE_FILE, f"the file cannot be read: {reason}", SourceText(path, "").at(0))
    raise BriefwrightError(finding)


def _merge(values: Values, source: SourceText) -> Iterator[Finding]:
    try:
        read = tomllib.loads(source.text)
    except tomllib.TOMLDecodeError as failure:
        yield _syntax(source, str(failure))
        return
    for table, keys in read.items():
        if table not in SCHEMA:
            yield _unknown(source, f"`{table}` is no part of a theme", _line_of(source, table, ""), table, SCHEMA)
        elif not isinstance(keys, dict):
            place = source.at(_line_of(source, "", table))
            yield error(Code.THEME_INVALID, f"`{table}` is a table: write [{table}] and its keys below", place)
        else:
            yield from _merge_table(values, source, table, keys)


def _merge_table(values: Values, source: SourceText, table: str, keys: Mapping[str, Any]) -> Iterator[Finding]:
    for key, value in keys.items():
        line = _line_of(source, table, key)
        rule = SCHEMA[table].get(key)
        if rule is None:
            yield _unknown(source, f"[{table}] has no key `{key}`", line, key, SCHEMA[table])
        elif not rule.check(value):
            yield error(Code.THEME_INVALID, f"`{key}` in [{table}] must be {rule.expected}", source.at(line))
        else:
            values[table][key] = value
            if table == "fonts":
                yield from _missing(source, line, key, value)


def _missing(source: SourceText, line: int, key: str, families: list[str]) -> Iterator[Finding]:
    for family in missing_families({key: families}):
        package = module_name(family).replace("_", "-")
        message = f"no installed package brings the font family `{family}`; a PDF uses the next one"
        yield warning(Code.THEME_INVALID, message, source.at(line), hint=f"install {package}, if there is one")


def _unknown(source: SourceText, message: str, line: int, name: str, known: Mapping[str, Any]) -> Finding:
    hint = did_you_mean(name, known) or "known are: " + ", ".join(known)
    return error(Code.THEME_INVALID, message, source.at(line), hint=hint)


def _syntax(source: SourceText, message: str) -> Finding:
    # tomllib gives the place only in its message (Python 3.14 adds attributes)
    match = re.search(r"(.*) \(at line (\d+), column (\d+)\)", message)
    if match is None:
        last = len(source.text.rstrip().split("\n"))
        return error(Code.THEME_INVALID, f"the theme is not TOML: {message.partition(' (')[0]}", source.at(last))
    place = source.at(int(match[2]), int(match[3]))
    return error(Code.THEME_INVALID, f"the theme is not TOML: {match[1]}", place)


def _line_of(source: SourceText, table: str, key: str) -> int:
    """The line of a key in a table, of a table where key is empty; 0 where it is written in another way."""
    current = ""
    name = re.compile(rf"\s*[\"']?{re.escape(key or table)}[\"']?\s*[.=]")
    for number, line in enumerate(source.text.split("\n"), start=1):
        header = re.match(r"\s*\[\s*[\"']?([\w-]+)", line)
        if header:
            current = header[1]
            if not key and current == table:
                return number
        elif name.match(line) and (not key or current == table):
            return number
    return 0


def _theme(name: str, values: Values, *, css: str, css_path: str) -> Theme:
    page = dict(values["page"])
    size = page.pop("size")
    return Theme(
        name=name,
        fonts={key: tuple(families) for key, families in values["fonts"].items()},
        word_fonts=dict(values["word_fonts"]),
        colours={key: colour.lower() for key, colour in values["colours"].items()},
        sizes={key: float(size) for key, size in values["sizes"].items()},
        page=size,
        margins={key: float(margin) for key, margin in page.items()},
        css=css,
        css_path=css_path,
    )
