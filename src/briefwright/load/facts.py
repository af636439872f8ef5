"""Fact files: YAML to facts, every problem of every file in one run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from briefwright.diagnostics import Code, Finding, Location, Warned, did_you_mean, error, warning
from briefwright.load import yaml_reader
from briefwright.load.files import TextFile, find_files, read_text
from briefwright.load.problems import Codes, Problem, cut_value, only_unknown, placed, problems_of
from briefwright.load.schema import EvidenceEntry, FactEntry, FactFile
from briefwright.load.yaml_reader import YamlMap, find_cut_values, read_yaml
from briefwright.model import Derivation, Evidence, Fact, Kind, Voice

CODES = Codes(Code.FACT_INVALID, Code.FACT_UNKNOWN_FIELD)
_ENDINGS = (".yaml", ".yml")
_PROSE = frozenset(
    "topic statement clause label quote exact prefix suffix translation note speaker mode origin locator unit".split()
)


@dataclass(slots=True)
class Part:
    """A stretch of a fact file that parses: the whole file, or one fact of a broken one."""

    file: TextFile
    yaml: TextFile
    """The stretch itself."""
    first_line: int
    base: yaml_reader.Path
    """Where the list of facts stands in what was parsed."""
    entries: list[Any]
    topic: str = ""
    facts: dict[int, Fact] = field(default_factory=dict)
    """By index in entries: those that are valid."""
    problems: list[Problem] = field(default_factory=list)

    def findings(self) -> list[Finding]:
        """The problems, with their places."""
        return placed(self.problems, self.file, self.yaml, self.first_line)


def load_parts(root: Path, folder: str) -> Warned[tuple[Part, ...]]:
    """Read and validate all fact files under a folder of the project, in the order of their paths."""
    found = find_files(root / folder, root, _ENDINGS)
    findings = list(found.findings)
    parts: list[Part] = []
    for path in found.value:
        read = read_text(path, root)
        findings.extend(read.findings)
        if read.value is not None:
            result = read_parts(read.value)
            findings.extend(result.findings)
            parts.extend(result.value)
    return Warned(tuple(parts), tuple(findings))


def read_parts(file: TextFile) -> Warned[tuple[Part, ...]]:
    """Read and validate one fact file; in a broken one every fact is tried for itself."""
    if not file.text.strip():
        return Warned((), (_nothing(file),))
    read = read_yaml(file)
    if read.value is None and read.failed:
        parts, findings = _recover(file, read.findings)
    else:
        if read.value is None:
            return Warned((), (*read.findings, _nothing(file)))
        part = Part(file, file, 1, ("facts",), [])
        _take_file(part, read.value)
        parts, findings = [part], list(read.findings)
    for part in parts:
        part.topic = part.topic or Path(file.path).stem
        _validate(part)
        _report_cut_values(part)
    return Warned(tuple(parts), tuple(findings))


def _nothing(file: TextFile) -> Finding:
    return warning(Code.FACT_INVALID, "the file is empty", file.at(0), hint="delete it, or add facts")


def _take_file(part: Part, data: Any) -> None:
    """The outer mapping: topic and facts."""
    if not isinstance(data, dict):
        hint = "begin the file with `topic: ...` and `facts:`, and indent the facts under it"
        part.problems.append(Problem((), "a fact file is a group of `topic` and `facts`", hint))
        return
    for key in data:
        if key not in FactFile.model_fields:
            hint = did_you_mean(key, FactFile.model_fields) or "the fields of a file are `topic` and `facts`"
            problem = Problem((key,), f"there is no field `{key}` in a fact file", hint, CODES.unknown, at_key=True)
            part.problems.append(problem)
    topic = data.get("topic")
    if topic is not None and not isinstance(topic, str):
        part.problems.append(Problem(("topic",), "`topic` must be text"))
    part.topic = topic.strip() if isinstance(topic, str) else ""
    facts = data.get("facts")
    if isinstance(facts, list):
        part.entries = facts
    elif facts is not None:
        part.problems.append(Problem(("facts",), "`facts` must be a list", "begin each fact with `- id: ...`"))
    elif "facts" not in data:
        part.problems.append(Problem((), "the file has no `facts`", "add `facts:` and under it `- id: ...`"))


def _recover(file: TextFile, whole: tuple[Finding, ...]) -> tuple[list[Part], list[Finding]]:
    """The facts of a file that does not parse: each item of the outermost list is read for itself.

    The findings are those of the items, or those of the whole file where no item has any.
    """
    starts = _item_lines(file)
    anchors = frozenset(re.findall(r"&([\w-]+)", file.text))
    parts: list[Part] = []
    findings: list[Finding] = []
    for start, end in pairwise([*starts, len(file.lines)]):
        stretch = TextFile.of(file.path, "\n".join(file.lines[start:end]))
        read = read_yaml(stretch, first_line=start + 1, anchors=anchors)
        findings.extend(read.findings)
        if isinstance(read.value, list):
            parts.append(Part(file, stretch, start + 1, (), read.value))
    head = (
        read_yaml(TextFile.of(file.path, "\n".join(file.lines[: starts[0]])), anchors=anchors)
        if starts
        else Warned(None)
    )
    findings.extend(head.findings)
    topic = head.value.get("topic") if isinstance(head.value, dict) else None
    for part in parts:
        part.topic = topic if isinstance(topic, str) else ""
    return parts, findings or list(whole)


def _item_lines(file: TextFile) -> list[int]:
    """0-based lines where the items of the list under `facts:` begin."""
    begin = next((number for number, line in enumerate(file.lines) if re.match(r"facts\s*:\s*(#.*)?$", line)), None)
    if begin is None:
        return []
    indent = None
    starts = []
    for number in range(begin + 1, len(file.lines)):
        match = re.match(r"( *)- ", file.lines[number])
        if match and indent is None:
            indent = match[1]
        if match and match[1] == indent:
            starts.append(number)
    return starts


def _validate(part: Part) -> None:
    for index, raw in enumerate(part.entries):
        base = (*part.base, index)
        if not isinstance(raw, dict):
            hint = "begin it with `- id: ...`, its other fields under `id`"
            part.problems.append(Problem(base, f"item {index + 1} of `facts` must be a fact", hint))
            continue
        entry, problems = validate_entry(raw, base)
        part.problems.extend(problems)
        if entry is not None:
            part.facts[index] = _as_fact(entry, raw, part)


def validate_entry(raw: dict[str, Any], base: yaml_reader.Path = ()) -> tuple[FactEntry | None, list[Problem]]:
    """A fact's fields checked; None where they make no fact. Unknown fields are reported and left out."""
    name = str(raw.get("id", ""))
    owner = f"the fact `{name}`" if name else "this fact"
    try:
        entry = FactEntry.model_validate(raw)
    except ValidationError as exc:
        problems = problems_of(exc, FactEntry, base, CODES, subject=name, owner=owner)
        if not only_unknown(problems, CODES):
            return None, problems
        entry = FactEntry.model_validate(raw, extra="ignore")
    else:
        problems = []
    missing = list(_missing_parts(entry, base, owner))
    return (None if missing else entry), [*problems, *missing]


def _missing_parts(entry: FactEntry, base: yaml_reader.Path, owner: str) -> Iterator[Problem]:
    """What holds for a fact as a whole."""
    if not entry.evidence:
        hint = "write `evidence:` and under it `- source: key` and `locator: p. 3`"
        yield Problem((*base, "evidence"), f"{owner} rests on no source", hint, subject=entry.id)
    elif entry.kind is not Kind.GAP and not any(item.locator for item in entry.evidence):
        hint = "say where in the source: `locator: p. 3`, `para. 2`, `note 12`, `chap. 4`"
        yield Problem((*base, "evidence", 0), f"{owner} names a source without a locator", hint, subject=entry.id)
    if entry.value is not None and "value" in entry.values:
        hint = "give one of them another name"
        path = (*base, "values", "value")
        yield Problem(path, "`values` has a `value` beside the field `value`", hint, subject=entry.id, at_key=True)


def _as_fact(entry: FactEntry, raw: dict[str, Any], part: Part) -> Fact:
    line = raw.line if isinstance(raw, YamlMap) else 1
    values = {name: item.as_value() for name, item in entry.values.items()}
    if entry.value is not None:
        values = {"value": entry.value.as_value(), **values}
    voice = Voice(entry.voice.speaker, entry.voice.mode) if entry.voice else None
    evidence = tuple(
        _as_evidence(item, source, part) for item, source in zip(entry.evidence, raw["evidence"], strict=True)
    )
    return Fact(
        id=entry.id,
        statement=entry.statement,
        evidence=evidence,
        location=part.file.at(line),
        topic=part.topic,
        kind=entry.kind,
        label=entry.label,
        clause=entry.clause,
        values=values,
        subject=entry.subject,
        property=entry.property,
        as_of=entry.as_of,
        tags=entry.tags,
        voice=voice,
        status=entry.status,
        review_by=entry.review_by,
        supersedes=entry.supersedes,
        conflicts_with=entry.conflicts_with,
        derived=Derivation(entry.derived.formula, entry.derived.inputs) if entry.derived else None,
        marking=entry.marking,
        credibility=entry.credibility,
        note=entry.note,
        raw=raw,
    )


def _as_evidence(entry: EvidenceEntry, raw: Any, part: Part) -> Evidence:
    location: Location | None = part.file.at(raw.line) if isinstance(raw, YamlMap) else None
    quote = entry.quote.as_quotation() if entry.quote else None
    return Evidence(entry.source, entry.locator, quote, entry.relation, entry.via, entry.origin, location)


def _report_cut_values(part: Part) -> None:
    for path in find_cut_values(part.yaml):
        name = next((key for key in reversed(path) if key in _PROSE), None)
        if name is not None:
            part.problems.append(cut_value(path, str(name)))


def findings_of_duplicates(parts: tuple[Part, ...]) -> tuple[dict[str, Fact], list[Finding]]:
    """All facts by id, the first of each; and a finding for each that comes again, naming the first's place."""
    facts: dict[str, Fact] = {}
    findings: list[Finding] = []
    for part in parts:
        for fact in part.facts.values():
            first = facts.setdefault(fact.id, fact)
            if first is not fact:
                message = f"the id `{fact.id}` is used twice: first at {first.location}"
                hint = "an id is never used again: give one of the two facts another"
                findings.append(error(Code.FACT_DUPLICATE_ID, message, fact.location, hint=hint, subject=fact.id))
    return facts, findings
