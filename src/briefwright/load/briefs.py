"""Briefs: front matter between lines of three hyphens, and a Markdown body whose lines stay the file's own."""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from briefwright.diagnostics import Code, Finding, Location, Warned, error, warning
from briefwright.load import yaml_reader
from briefwright.load.files import TextFile, find_files, read_text
from briefwright.load.problems import Codes, Problem, cut_value, only_unknown, placed, problems_of
from briefwright.load.schema import FrontMatterEntry
from briefwright.load.yaml_reader import find_cut_values, find_places, read_yaml
from briefwright.model import Brief, FrontMatter

CODES = Codes(Code.FRONT_MATTER_INVALID, Code.FRONT_MATTER_UNKNOWN_FIELD)
_PROSE = frozenset("title subtitle authors institution keywords subject summary number marking extra".split())
_HINT = "begin the file with `---`, `title: ...` and `---`, each on a line of its own"


def load_briefs(root: Path, folder: str) -> Warned[dict[str, Brief]]:
    """Read all briefs under a folder of the project, by name, in the order of their paths.

    A brief's name is its path under the folder without the ending, composed by Unicode's NFC (macOS gives names
    decomposed). Briefs whose front matter is not valid are reported and left out.
    """
    found = find_files(root / folder, root, (".md",))
    findings = list(found.findings)
    briefs: dict[str, Brief] = {}
    for path in found.value:
        name = unicodedata.normalize("NFC", path.relative_to(root / folder).as_posix()[: -len(".md")])
        read = read_text(path, root)
        findings.extend(read.findings)
        if read.value is None:
            continue
        problem = _problem_of_name(name, briefs, read.value)
        if problem:
            findings.append(problem)
            continue
        result = read_brief(read.value, name)
        findings.extend(result.findings)
        if result.value is not None:
            briefs[name] = result.value
    return Warned(briefs, tuple(findings))


def _problem_of_name(name: str, briefs: dict[str, Brief], file: TextFile) -> Finding | None:
    if os.fsencode(name).decode("utf-8", "replace") != name or re.search(r"[\x00-\x1f\x7f]", name):
        message = "the file's name holds characters that cannot be printed"
        return error(Code.UNREADABLE_FILE, message, file.at(0), hint="rename the file")
    if name in briefs:
        message = f"the name `{name}` is that of {briefs[name].location} too"
        return error(Code.BRIEF_DUPLICATE_NAME, message, file.at(0), hint="rename one of the two files", subject=name)
    return None


def _without_head(message: str, at: Location, name: str, hint: str = _HINT) -> Warned[Brief | None]:
    return Warned(None, (error(Code.FRONT_MATTER_SYNTAX, message, at, hint=hint, subject=name),))


def read_brief(file: TextFile, name: str) -> Warned[Brief | None]:
    """Read one brief; None where it has no valid front matter."""
    if not file.text.strip():
        return _without_head("the brief is empty", file.at(0), name)
    if file.lines[0].rstrip() != "---":
        return _without_head("the brief has no front matter", file.at(1), name)
    numbered = enumerate(file.lines[1:], 2)
    closing = next((number for number, line in numbered if line.rstrip() in ("---", "...")), 0)
    if not closing:
        hint = "put a line `---` between the front matter and the text"
        return _without_head("the front matter is never closed", file.at(1), name, hint)
    head = TextFile.of(file.path, "\n".join(file.lines[1 : closing - 1]))
    read = read_yaml(head, code=Code.FRONT_MATTER_SYNTAX, first_line=2)
    if read.value is None and read.failed:
        return Warned(None, read.findings)
    meta, problems = _front_matter(read.value if read.value is not None else {}, name)
    findings = (*read.findings, *placed([*problems, *_cut_values(head)], file, head, 2))
    if meta is None:
        return Warned(None, findings)
    if not any(line.strip() for line in file.lines[closing:]):
        hint = "write its text under the front matter; `briefwright new brief` makes one with every block"
        findings += (warning(Code.BRIEF_EMPTY, "the brief has no text", file.at(0), hint=hint, subject=name),)
    brief = Brief(
        name=name,
        meta=meta,
        body="\n" * closing + "\n".join(file.lines[closing:]),
        location=file.at(0),
        source=file.text,
        meta_lines=_meta_lines(head, read.value or {}),
    )
    return Warned(brief, findings)


def _front_matter(data: Any, name: str) -> tuple[FrontMatter | None, list[Problem]]:
    if not isinstance(data, dict):
        return None, [Problem((), "the front matter must be a group of fields", "write `title: ...`", CODES.invalid)]
    data = {key: value for key, value in data.items() if value is not None}
    problems: list[Problem] = []
    try:
        entry = FrontMatterEntry.model_validate(data)
    except ValidationError as exc:
        problems = problems_of(exc, FrontMatterEntry, (), CODES, subject=name, owner="the front matter")
        if not only_unknown(problems, CODES):
            return None, problems
        entry = FrontMatterEntry.model_validate(data, extra="ignore")
    fields = {field: getattr(entry, field) for field in FrontMatterEntry.model_fields}
    fields["page"], fields["status"] = entry.page or "", entry.status or ""
    return FrontMatter(**fields), problems


def _cut_values(head: TextFile) -> list[Problem]:
    return [cut_value(path, str(path[0])) for path in find_cut_values(head) if path and path[0] in _PROSE]


def _meta_lines(head: TextFile, data: dict[str, Any]) -> dict[str, int]:
    paths: list[yaml_reader.Path] = [(key,) for key in data]
    places = find_places(head, paths, first_line=2)
    return {key: places.key((key,))[0] for key in data}
