"""`[tool.briefwright]` of pyproject.toml."""

from __future__ import annotations

import dataclasses
import re
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from briefwright.diagnostics import Code, Finding, Location, Warned, did_you_mean, error
from briefwright.load.check_settings import read_check_settings
from briefwright.load.files import TextFile, read_text
from briefwright.load.tidy_settings import read_tidy_settings
from briefwright.model import Config
from briefwright.names import LANGUAGE_TAG, STYLE_NAME, key_problem

_PATHS = ("facts", "briefs", "templates", "output", "snapshots")
_NAMES = ("csl", "template", "theme")
_CHOICES = {
    "page": ("A4", "Letter"),
    "formats": ("pdf", "docx", "html"),
    "docx": ("edit", "final"),
    "citations": ("zotero", "word", "plain"),
}
_LISTS = ("bibliography", "formats", "authors")
_TABLES: Mapping[str, Callable[[Any, Location], Warned[Any]]] = {
    "check": read_check_settings,
    "tidy": read_tidy_settings,
}
"""Settings that are tables of their own."""


def load_config(root: Path) -> Warned[Config]:
    """Read a project's settings; what is wrong in them is reported and left at its default.

    A project without a pyproject.toml, or without the table, has the defaults.
    """
    path = root / "pyproject.toml"
    if not path.exists() and not path.is_symlink():
        return Warned(Config())
    read = read_text(path, root)
    if read.value is None:
        return Warned(Config(), read.findings)
    file = read.value
    try:
        data = tomllib.loads(file.text)
    except tomllib.TOMLDecodeError as exc:
        return Warned(Config(), (*read.findings, _syntax_error(exc, file)))
    table = data.get("tool", {}).get("briefwright", {}) if isinstance(data.get("tool", {}), dict) else {}
    if not isinstance(table, dict):
        at = Location(file.path)
        return Warned(Config(), (error(Code.PROJECT_CONFIG, "`tool.briefwright` is not a table", at),))
    config, findings = _read_table(table, file)
    return Warned(config, (*read.findings, *findings))


def has_table(path: Path) -> bool:
    """Whether a pyproject.toml holds `[tool.briefwright]`, broken or not."""
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return re.search(r"^\s*\[\s*tool\s*\.\s*briefwright\s*[\].]", text, re.M) is not None


def _syntax_error(exc: tomllib.TOMLDecodeError, file: TextFile) -> Finding:
    text = str(exc)
    match = re.search(r"\s*\(at line (\d+), column (\d+)\)$", text)
    if match:
        at = file.at(int(match[1]), int(match[2]))
        text = text[: match.start()]
    else:
        at = file.at(max(1, len(file.text.rstrip().split("\n"))))
        text = re.sub(r"\s*\(at end of document\)$", " before the end of the file", text)
    message = f"this is not TOML: {text[:1].lower()}{text[1:]}"
    return error(Code.PROJECT_CONFIG, message, at, hint='a setting is written `name = "value"`')


def _read_table(table: dict[str, Any], file: TextFile) -> tuple[Config, list[Finding]]:
    findings: list[Finding] = []
    known = [item.name.replace("_", "-") for item in dataclasses.fields(Config)]
    values: dict[str, Any] = {}
    for key, value in table.items():
        at = _place_of(key, file)
        if key in _TABLES:
            settings = _TABLES[key](value, at)
            values[key] = settings.value
            findings += settings.findings
            continue
        if key not in known:
            hint = did_you_mean(key, known) or "the settings are " + ", ".join(f"`{name}`" for name in known)
            findings.append(error(Code.PROJECT_CONFIG, f"there is no setting `{key}`", at, hint=hint))
            continue
        problem = _problem(key, value)
        if problem:
            findings.append(error(Code.PROJECT_CONFIG, problem[0], at, hint=problem[1]))
        else:
            values[key.replace("-", "_")] = _as_tuple(value) if key in _LISTS else value
    return dataclasses.replace(Config(), **values), findings


def _as_tuple(value: str | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _problem(key: str, value: Any) -> tuple[str, str] | None:
    """What is wrong with a setting's value, and what to do; None where nothing is."""
    if key in _LISTS:
        texts = [value] if isinstance(value, str) else value
        if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
            return f"`{key}` must be a list of texts", f'write `{key} = ["...", "..."]`'
    elif not isinstance(value, str):
        return f"`{key}` must be text", f'write `{key} = "..."`'
    else:
        texts = [value]
    return next(filter(None, (_problem_of_text(key, text) for text in texts)), None)


def _problem_of_text(key: str, text: str) -> tuple[str, str] | None:
    if key in _CHOICES and text not in _CHOICES[key]:
        choices = _CHOICES[key]
        return f"`{key}` is `{text}`; it can be {', '.join(choices)}", did_you_mean(text, choices)
    if key in (*_PATHS, "bibliography", "word-template"):
        return _problem_of_path(key, text)
    if key in _NAMES and not STYLE_NAME.fullmatch(text):
        return f"`{key}` is `{text}`, which is no name", "it is given by name: letters, digits and hyphens"
    if key == "mail" and text and not re.fullmatch(r"[\w.+%-]+@[\w.-]+", text, re.ASCII):
        return f"`mail` is `{text}`, which is no mail address", "write it like `you@example.org`"
    if key == "key":
        return key_problem(text)
    if key == "lang" and not LANGUAGE_TAG.fullmatch(text):
        return f"`lang` is `{text}`, which is no language tag", "write a tag like `en`, `en-GB`, `fr` or `ru`"
    return None


def _problem_of_path(key: str, text: str) -> tuple[str, str] | None:
    path = PurePosixPath(text.replace("\\", "/"))
    if key == "snapshots" and not path.is_absolute() and "\0" not in text:
        return None  # read by `check` alone, and often kept beside the project for the sake of others' rights
    outside = path.is_absolute() or ".." in path.parts or re.match(r"[A-Za-z]:", text) or "\0" in text
    if outside or (not path.parts and key != "snapshots"):
        return f"`{key}` is `{text}`, which is not inside the project", f"write a path like `{key}` within the project"
    return None


def _place_of(key: str, file: TextFile) -> Location:
    """The line of a setting: tomllib gives no positions, so the table's lines are searched."""
    inside = False
    pattern = re.compile(rf"\s*(?P<key>{re.escape(key)}|\"{re.escape(key)}\"|'{re.escape(key)}')\s*[=.]")
    for number, line in enumerate(file.lines, 1):
        header = re.match(r"\s*\[+\s*([^\]]+?)\s*\]", line)
        if header:
            name = re.sub(r"\s*\.\s*", ".", header[1])
            if name == f"tool.briefwright.{key}":
                return file.at(number, 1)
            inside = name == "tool.briefwright"
        elif inside and (match := pattern.match(line)):
            return file.at(number, match.start("key") + 1)
    return Location(file.path)
