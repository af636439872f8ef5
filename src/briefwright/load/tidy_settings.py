"""`[tool.briefwright.tidy]` of pyproject.toml."""

from __future__ import annotations

import dataclasses
from typing import Any

from briefwright.diagnostics import Code, Finding, Location, Warned, did_you_mean, error
from briefwright.model import TidySettings

_LISTS = ("select", "ignore", "fields")
_CHOICES = {
    "indent": ("file", "tab", *map(str, range(9))),
    "align": ("file", "no", "names", "values"),
    "lines": ("file", "one"),
    "case": ("file", "lower"),
    "values": ("file", "braces", "quotes"),
    "numbers": ("file", "braces", "bare"),
    "trailing-comma": ("file", "yes", "no"),
    "months": ("names", "numbers"),
    "order": ("key", "author", "year", "type"),
}


def read_tidy_settings(table: Any, at: Location) -> Warned[TidySettings]:
    """The settings of `bib tidy`; what cannot be used is reported and left at its default.

    at: the table's place, for findings. Whether a rule of a name exists, `bib tidy` says.
    """
    if not isinstance(table, dict):
        hint = 'write `[tool.briefwright.tidy]` and below it `indent = "2"`'
        return Warned(TidySettings(), (error(Code.PROJECT_CONFIG, "`tidy` is not a table", at, hint=hint),))
    findings: list[Finding] = []
    values: dict[str, Any] = {}
    for key, value in table.items():
        problem = _problem(key, value)
        if problem:
            findings.append(error(Code.PROJECT_CONFIG, problem[0], at, hint=problem[1]))
        elif key in _LISTS:
            values[key] = (value,) if isinstance(value, str) else tuple(value)
        else:
            values[key.replace("-", "_")] = _as_text(value)
    return Warned(dataclasses.replace(TidySettings(), **values), tuple(findings))


def _problem(key: str, value: Any) -> tuple[str, str] | None:
    """What is wrong with a setting, and what to do; None where nothing is."""
    if key in _LISTS:
        texts = [value] if isinstance(value, str) else value
        if isinstance(texts, list) and all(isinstance(text, str) for text in texts):
            return None
        return f"`{key}` must be a list of texts", f'write `{key} = ["...", "..."]`'
    if key not in _CHOICES:
        known = (*_LISTS, *_CHOICES)
        return f"`tidy` has no setting `{key}`", did_you_mean(key, known) or f"the settings are {', '.join(known)}"
    text, choices = _as_text(value), _CHOICES[key]
    if text in choices:
        return None
    return f"`{key}` is `{text}`; it can be {', '.join(choices)}", did_you_mean(text, choices)


def _as_text(value: Any) -> str:
    """A choice as text: `indent = 2` and `trailing-comma = true` are understood."""
    return {"True": "yes", "False": "no"}.get(str(value), str(value))
