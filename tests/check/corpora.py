"""Planted errors: reading the cases, and asking one rule about one case."""

from __future__ import annotations

import datetime
import functools
import re
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from briefwright.check import RULES, Choice, Context, Reviewed, Rule
from briefwright.check.engine import ask
from briefwright.diagnostics import Finding
from briefwright.load import load_project
from briefwright.model import Brief, CheckSettings, Project
from briefwright.pipeline import make_document

FOLDER = Path(__file__).with_name("corpus")
TODAY = datetime.date(2026, 1, 15)


@dataclass(frozen=True, slots=True)
class Case:
    """A project with something planted in it, or with something that only looks wrong."""

    rule: str
    """The rule's name."""
    title: str
    files: dict[str, str]
    expected: tuple[str, ...]
    """`path` or `path:line` of each finding of the rule."""


def cases() -> Iterator[Case]:
    """All cases, rule by rule."""
    for file in sorted(FOLDER.glob("*.md")):
        if file.stem != "README":
            yield from _cases(file)


def _cases(file: Path) -> Iterator[Case]:
    for part in re.split(r"^## ", file.read_text(encoding="utf-8"), flags=re.M)[1:]:
        title, _, body = part.partition("\n")
        files: dict[str, str] = {}
        expected: list[str] = []
        name = ""
        for line in body.split("\n"):
            if line.startswith(">>> "):
                name = line[4:].strip()
                files[name] = ""
            elif line.startswith("==="):
                expected.append(line[3:].strip())
                name = ""
            elif name:
                files[name] += f"{line}\n"
        yield Case(file.stem, title.strip(), files, tuple(expected))


def rule_of(case: Case) -> Rule:
    """The rule that a case is about."""
    return next(rule for rule in RULES if rule.code.slug == case.rule)


def found(case: Case, folder: Path) -> list[str]:
    """`path:line` of each finding of the case's rule in the case's project."""
    shutil.copytree(FOLDER / "base", folder, dirs_exist_ok=True)
    for name, text in case.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.rstrip("\n") + "\n", encoding="utf-8")
    project = load_project(folder).value
    context = Context(project, _Briefs(project), whole=True, today=TODAY)  # type: ignore[arg-type]  # as good as a tuple
    told = ask(context, [rule_of(case)], Choice(CheckSettings(select=(case.rule,))))
    return [str(finding.location or "") for finding in told]


_BASE = ("pyproject.toml", "bibliography.bib", "facts/base.yaml", "briefs/base.md")
_known: dict[tuple[bytes, ...], Reviewed] = {}
"""The base's own brief, which most cases leave as it is: by the files that it is made of."""


def _reviewed(brief: Brief, project: Project) -> Reviewed:
    files = tuple((project.root / name).read_bytes() for name in _BASE if (project.root / name).exists())
    if brief.name == "base" and files in _known:
        return _known[files]
    done = make_document(brief, project)
    reviewed = Reviewed(brief, done.value, done.findings)
    if brief.name == "base":
        _known[files] = reviewed
    return reviewed


class _Briefs(Sequence[Reviewed]):
    """The briefs of a case, composed when a rule first looks at them: many rules do not."""

    def __init__(self, project: Project) -> None:
        self._project = project

    @functools.cached_property
    def _all(self) -> tuple[Reviewed, ...]:
        return tuple(_reviewed(brief, self._project) for brief in self._project.briefs.values())

    def __getitem__(self, index: int) -> Reviewed:  # type: ignore[override]  # nobody slices it
        return self._all[index]

    def __len__(self) -> int:
        return len(self._all)


def missed_and_false(case: Case, told: list[str]) -> tuple[list[str], list[str]]:
    """What was expected and not found, and what was found and not expected; a place without a line fits any."""
    left = list(told)
    missed: list[str] = []
    for place in sorted(case.expected, key=lambda place: ":" not in place):
        match = next((one for one in left if one == place or one.startswith(f"{place}:")), None)
        if match is None:
            missed.append(place)
        else:
            left.remove(match)
    return missed, left


CORRECT = Path(__file__).with_name("correct")
"""A project in which nothing is wrong, though much looks wrong: real prose by the page."""


def false_alarms() -> tuple[Finding, ...]:
    """What the rules find in the correct project."""
    project = load_project(CORRECT).value
    return ask(Context(project, _Briefs(project), whole=True, today=TODAY), RULES, Choice(CheckSettings()))  # type: ignore[arg-type]  # as above


def prose_words() -> int:
    """How many words of prose the correct project's briefs hold: no front matter, calls, citations or tables."""
    total = 0
    for brief in CORRECT.glob("briefs/*.md"):
        body = re.sub(r"\A---\n.*?\n---\n", "", brief.read_text(encoding="utf-8"), flags=re.S)
        body = re.sub(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|\[[^\[\]]*@[^\[\]]*\]|^\|[^\n]*$", " ", body, flags=re.S | re.M)
        total += len(re.findall(r"\w+(?:[’'-]\w+)*", body))
    return total


def words() -> int:
    """How many words the cases' files hold: what false alarms are counted against."""
    texts = (text for case in cases() for text in case.files.values())
    return sum(Counter(re.findall(r"\w+", text)).total() for text in texts)
