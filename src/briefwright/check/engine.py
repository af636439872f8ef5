"""Asking the rules: which of them, how severely, and what the user has chosen not to hear."""

from __future__ import annotations

import dataclasses
import datetime
import fnmatch
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from briefwright.check.rule import Context, Rule
from briefwright.diagnostics import Code, Finding, Location, Severity, in_order, unknown_rule
from briefwright.model import Brief, CheckSettings, Project

_ORDER = (Severity.INFO, Severity.WARNING, Severity.ERROR)
_COMMENT = re.compile(r"briefwright:\s*ignore\s+(?P<names>(?:[A-Z]|[\w-]{2})[\w-]*(?:\s*,\s*[\w-]{2,})*)")
"""In any kind of comment: `# briefwright: ignore F111, original-not-read because ...`."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Which rules are asked: the settings of the project, and what the command line adds."""

    settings: CheckSettings
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    def wants(self, rule: Rule) -> bool:
        """Whether a rule is asked."""
        selected = self.select or self.settings.select
        chosen = _named(rule.code, selected) if selected else rule.on
        return chosen and not _named(rule.code, (*self.settings.ignore, *self.ignore))

    def hears(self, finding: Finding) -> bool:
        """Whether a finding is told: not where its file's pattern ignores it."""
        path = finding.location.path if finding.location else ""
        patterns = self.settings.per_file_ignores.items()
        return not any(fnmatch.fnmatch(path, pattern) and _named(finding.code, codes) for pattern, codes in patterns)


def ask(context: Context, rules: Iterable[Rule], choice: Choice) -> tuple[Finding, ...]:
    """The findings of the rules that are wanted, in the order of files and lines, silenced ones left out."""
    raw = [
        dataclasses.replace(finding, severity=rule.severity)
        for rule in rules
        if choice.wants(rule)
        for finding in rule.find(context)
    ]
    silenced = Silencer(context.project)
    shift = _shifts(context.project)
    return in_order(_shifted(finding, shift) for finding in raw if choice.hears(finding) and not silenced(finding))


def today() -> datetime.date:
    """The date that "past its review date" is judged by: SOURCE_DATE_EPOCH's, else the clock's."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isascii() and epoch.isdigit():
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date()
    return datetime.datetime.now(datetime.UTC).date()


def is_named(code: Code, names: Sequence[str]) -> bool:
    """Whether a code, the beginning of one ("F1") or a rule's name is among some names."""
    return _named(code, names)


def _named(code: Code, names: Sequence[str]) -> bool:
    return any(code.value.startswith(name.upper()) or code.slug == name.lower() for name in names if name)


def _shifts(project: Project) -> Mapping[str, int]:
    """By path of a brief: how much more (or less) severe what is found in it is."""
    steps = {"final": 1, "draft": -1}
    return {brief.location.path: steps.get(brief.meta.status, 0) for brief in project.briefs.values()}


def _shifted(finding: Finding, shifts: Mapping[str, int]) -> Finding:
    step = shifts.get(finding.location.path, 0) if finding.location else 0
    index = min(max(_ORDER.index(finding.severity) + step, 0), len(_ORDER) - 1)
    return dataclasses.replace(finding, severity=_ORDER[index])


class Silencer:
    """Comments in files that silence rules: on a finding's own line or, alone on a line, right above it.

    In a fact file a comment anywhere within a fact counts for the whole fact; in a .bib file one within the text
    between two entries counts for the entry after it.
    """

    def __init__(self, project: Project) -> None:
        self._root = project.root
        self._lines: dict[str, list[str]] = {}

    def __call__(self, finding: Finding) -> bool:
        """Whether a finding is silenced."""
        where = finding.location
        if where is None or not where.line or not where.path:
            return False
        lines = self._read(where.path)
        return any(_named(finding.code, _names(line)) for line in _around(lines, where.line - 1, where.path))

    def _read(self, path: str) -> list[str]:
        if path not in self._lines:
            try:
                self._lines[path] = (self._root / path).read_text(encoding="utf-8", errors="replace").split("\n")
            except OSError:
                self._lines[path] = []
        return self._lines[path]


def _names(line: str) -> tuple[str, ...]:
    """What a comment names; what follows the last comma may be the first word of its reason, which names nothing."""
    found = _COMMENT.search(line)
    return tuple(re.split(r"\s*,\s*", found["names"])) if found else ()


def unknown_in_comments(project: Project, briefs: Iterable[Brief]) -> Iterator[Finding]:
    """Comments that would silence rules that there are not, in facts, entries and some briefs (P005)."""
    facts = (fact.location.path for fact in project.facts.values())
    for path in dict.fromkeys((*facts, *project.config.bibliography, *(brief.location.path for brief in briefs))):
        try:
            text = (project.root / path).read_text(encoding="utf-8", errors="replace")
        except OSError:
            continue
        if "briefwright:" not in text:
            continue
        for number, line in enumerate(text.split("\n"), 1):
            for index, name in enumerate(_names(line)):
                found = unknown_rule(name, Location(path, number, text=line))
                if found and (not index or re.fullmatch(r"[A-Z]\d+", name) or "-" in name):
                    yield found


_FACT = re.compile(r"\s*-\s+id\s*:")
_ENTRY = re.compile(r"\s*@\w+\s*[{(]")


def _around(lines: Sequence[str], index: int, path: str) -> Sequence[str]:
    """The lines whose comments count for a line."""
    if index >= len(lines):
        return ()
    if path.endswith((".yaml", ".yml")):
        return _block(lines, index)
    first = index
    if path.endswith(".bib"):
        while first and not _ENTRY.match(lines[first]):
            first -= 1
        while first and not lines[first - 1].rstrip().endswith("}") and not _ENTRY.match(lines[first - 1]):
            first -= 1
    else:
        first = max(0, index - 1)
    return lines[first : index + 1]


def _block(lines: Sequence[str], index: int) -> Sequence[str]:
    """The lines of the fact that a line belongs to: from its `- id:` to the next."""
    first = index
    while first > 0 and not _FACT.match(lines[first]):
        first -= 1
    last = index + 1
    while last < len(lines) and not _FACT.match(lines[last]):
        last += 1
    return lines[first if _FACT.match(lines[first]) else max(0, index - 1) : last]
