"""From pydantic's errors to findings for analysts: which field, what is wrong with it, what to write instead."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from briefwright.diagnostics import Code, Finding, Location, Severity, did_you_mean
from briefwright.load.files import TextFile
from briefwright.load.yaml_reader import Path, find_places

if TYPE_CHECKING:
    from pydantic import BaseModel, ValidationError


@dataclass(frozen=True, slots=True)
class Problem:
    """A finding whose place in the file is still a path."""

    path: Path
    message: str
    hint: str = ""
    code: Code = Code.FACT_INVALID
    severity: Severity = Severity.ERROR
    subject: str = ""
    at_key: bool = False
    """Whether the field's name is meant rather than its value."""


@dataclass(frozen=True, slots=True)
class Codes:
    """The codes for one kind of file."""

    invalid: Code
    unknown: Code


def placed(problems: Sequence[Problem], file: TextFile, yaml: TextFile, first_line: int = 1) -> list[Finding]:
    """Findings with line and column; `yaml` is the part of `file` that begins at `first_line`."""
    if not problems:
        return []
    places = find_places(yaml, [problem.path for problem in problems], first_line=first_line)
    findings = []
    for problem in problems:
        line, column = places.key(problem.path) if problem.at_key else places.value(problem.path)
        at: Location = file.at(line, column)
        findings.append(Finding(problem.code, problem.severity, problem.message, at, problem.hint, problem.subject))
    return findings


def problems_of(
    exc: ValidationError, model: type[BaseModel], base: Path, codes: Codes, *, subject: str = "", owner: str = ""
) -> list[Problem]:
    """Our problems for pydantic's; `owner` is what holds the fields, in words ("the fact `x`")."""
    result = []
    for item in exc.errors(include_url=False):
        loc = tuple(part for part in item["loc"] if part != "[key]")
        kind = item["type"]
        if kind == "extra_forbidden":
            result.append(_unknown_field(loc, model, base, codes, subject))
            continue
        message, hint = _describe(item, loc, owner)
        path = (*base, *loc)
        result.append(Problem(path, message, hint, codes.invalid, subject=subject))
    return result


def _unknown_field(loc: Path, model: type[BaseModel], base: Path, codes: Codes, subject: str) -> Problem:
    name = str(loc[-1])
    known = fields_at(model, loc[:-1])
    hint = HINTS_BY_FIELD.get(name, "") if codes.unknown is Code.FRONT_MATTER_UNKNOWN_FIELD else ""
    hint = hint or did_you_mean(name, known) or "the fields are " + ", ".join(f"`{field}`" for field in known)
    where = f" in `{loc[-2]}`" if len(loc) > 1 and isinstance(loc[-2], str) else ""
    message = f"there is no field `{_short(name)}`{where}"
    return Problem((*base, *loc), message, hint, codes.unknown, subject=subject, at_key=True)


_BY_PROJECT = "a brief's conversion is set by its template and theme, not by options for pandoc"
HINTS_BY_FIELD = {
    "author": "did you mean `authors`?",
    "bibliography": "the project's bibliography is named in pyproject.toml, under [tool.briefwright]",
    "style": "did you mean `csl`?",
    "toc-title": _BY_PROJECT,
    **dict.fromkeys(
        (
            "filters", "reference-doc", "header-includes", "include-before", "include-after", "output", "format",
            "pdf-engine", "geometry", "css", "lua-filter", "metadata-files", "nocite", "documentclass", "mainfont",
            "link-citations", "citation-abbreviations", "classoption", "fontsize", "execute", "resource-path",
        ),
        _BY_PROJECT,
    ),
}  # fmt: skip
"""For keys of pandoc's and Quarto's front matter, which people bring with them."""


def fields_at(model: type[BaseModel], loc: Path) -> tuple[str, ...]:
    """The names of the fields of the model that a path leads to."""
    current: Any = model
    for part in loc:
        if isinstance(part, int):
            continue
        info = current.model_fields.get(part)
        current = _model_in(info.annotation) if info else current
        if current is None:
            return ()
    return tuple(current.model_fields)


def _model_in(annotation: Any) -> Any:
    if hasattr(annotation, "model_fields"):
        return annotation
    for inner in getattr(annotation, "__args__", ()):
        found = _model_in(inner)
        if found is not None:
            return found
    return None


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "..."


def _name(loc: Path, owner: str) -> str:
    """A field as a message names it."""
    if not loc:
        return owner or "this"
    if isinstance(loc[-1], int):
        return f"item {loc[-1] + 1} of `{loc[-2]}`" if len(loc) > 1 else f"item {loc[-1] + 1}"
    return f"`{_short(loc[-1])}`"


def _describe(item: Mapping[str, Any], loc: Path, owner: str) -> tuple[str, str]:
    if item["type"] == "ours":
        context = item["ctx"]
        if loc[-2:] == ("quote", "exact"):
            loc = loc[:-1]
        return str(context["message"]).replace("{name}", _name(loc, owner)), str(context["hint"])
    describe = _BY_TYPE.get(item["type"])
    if describe:
        return describe(item, loc, owner)
    return f"{_name(loc, owner)} is not what belongs here", ""


def _missing(_: Mapping[str, Any], loc: Path, owner: str) -> tuple[str, str]:
    parent = _name(loc[:-1], owner)
    return f"{parent} has no {_name(loc[-1:], owner)}", f"add `{loc[-1]}: ...`"


def _choice(item: Mapping[str, Any], loc: Path, owner: str) -> tuple[str, str]:
    value, known = item["input"], _choices(str(item["ctx"]["expected"]))
    if not isinstance(value, str):
        return f"{_name(loc, owner)} must be one of {', '.join(known)}", ""
    return f"{_name(loc, owner)} is `{_short(value)}`; it can be {', '.join(known)}", did_you_mean(value.lower(), known)


def _choices(expected: str) -> list[str]:
    return [part for part in expected.replace(" or ", ", ").replace("'", "").split(", ") if part]


def _group(_: Mapping[str, Any], loc: Path, owner: str) -> tuple[str, str]:
    hint = _EXAMPLES.get(_last_word(loc), "write `name: ...` under it")
    return f"{_name(loc, owner)} must be a group of fields", hint


def _list(_: Mapping[str, Any], loc: Path, owner: str) -> tuple[str, str]:
    return f"{_name(loc, owner)} must be a list", _EXAMPLES.get(_last_word(loc), "begin each item with `- `")


def _yes_or_no(item: Mapping[str, Any], loc: Path, owner: str) -> tuple[str, str]:
    value = f"is `{_short(item['input'])}`; it " if isinstance(item["input"], str) else ""
    return f"{_name(loc, owner)} {value}can be true or false", ""


def _last_word(loc: Path) -> str:
    return next((part for part in reversed(loc) if isinstance(part, str)), "")


_EXAMPLES = {
    "evidence": "write `- source: key` and under it `locator: p. 3`",
    "voice": "write `voice: {speaker: ..., mode: said}`",
    "value": "write `value: {amount: 1500000000, unit: USD}`",
    "values": "write `values: {name: {amount: 5, unit: percent}}`",
    "quote": "write the words quoted, or `exact: ...` and `prefix: ...` under it",
    "facts": "begin each fact with `- id: ...`",
}

_BY_TYPE: dict[str, Callable[[Mapping[str, Any], Path, str], tuple[str, str]]] = {
    "missing": _missing,
    "enum": _choice,
    "literal_error": _choice,
    "model_type": _group,
    "dict_type": _group,
    "model_attributes_type": _group,
    "list_type": _list,
    "bool_type": _yes_or_no,
    "bool_parsing": _yes_or_no,
}


def cut_value(path: Path, name: str) -> Problem:
    """The problem of a text that YAML cuts at ` #`."""
    message = f"`{name}` ends before ` #`, where a comment begins"
    hint = "put the text in quotes if it goes on; put the comment on a line of its own if it is one"
    return Problem(path, message, hint, Code.YAML_CUT_COMMENT, Severity.WARNING)


def only_unknown(problems: Iterable[Problem], codes: Codes) -> bool:
    """Whether the rest is valid without the unknown fields."""
    return all(problem.code is codes.unknown for problem in problems)
