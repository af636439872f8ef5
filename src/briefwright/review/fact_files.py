"""Changes of facts put into their files: those of one field merged, the file's layout kept, the result read again."""

from __future__ import annotations

import copy
import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from briefwright.changes import FileChange, differences
from briefwright.diagnostics import BriefwrightError
from briefwright.load.files import read_text
from briefwright.load.yaml_edit import change_facts
from briefwright.load.yaml_write import FIELD_ORDER
from briefwright.model import Project
from briefwright.review.fact_edits import Field, FieldChange

_MOST_COMPARED = 250_000
_WORD = re.compile(r"\s+|\w+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Refused:
    """A change that was not made, and why."""

    change: FieldChange
    why: str


@dataclass(frozen=True, slots=True)
class FactFiles:
    """What becomes of fact files."""

    changes: tuple[FileChange, ...] = ()
    refused: tuple[Refused, ...] = ()


def changed_files(project: Project, changes: Iterable[FieldChange]) -> FactFiles:
    """Make changes of facts.

    Changes of one field are merged where they are of other words; where they are not, the first is made and the
    other refused. Each file is read again: nothing but these fields may differ, and each fact must still be valid.
    """
    changes = list(changes)
    kept, contradicting = merged(changes)
    by_path: dict[str, list[FieldChange]] = {}
    for change in kept:
        by_path.setdefault(project.facts[change.fact].location.path, []).append(change)
    made: list[FileChange] = []
    refused: list[Refused] = []
    for path, some in by_path.items():
        valid, invalid = _valid(project, some)
        file, why = _file(project, path, valid)
        made += [file] if file else []
        refused += [*invalid, *(Refused(change, why) for change in valid if why)]
    # what was merged is refused with all that it was made of
    why_of = {(one.change.fact, one.change.field): one.why for one in refused}
    told = {id(one.change) for one in contradicting}
    whole = (
        Refused(change, why_of[change.fact, change.field])
        for change in changes
        if (change.fact, change.field) in why_of and id(change) not in told
    )
    return FactFiles(tuple(made), (*contradicting, *whole))


def merged(changes: Iterable[FieldChange]) -> tuple[list[FieldChange], list[Refused]]:
    """Changes with one for each field, and those that contradict an earlier one."""
    by_field: dict[tuple[str, Field], FieldChange] = {}
    refused: list[Refused] = []
    for change in changes:
        key = (change.fact, change.field)
        first = by_field.setdefault(key, change)
        if first == change:
            continue
        together = _together(change.before, first.after, change.after)
        if together is None:
            refused.append(Refused(change, f"it was changed into “{_shown(first.after)}” at another place"))
        else:
            by_field[key] = replace(first, after=together)
    return list(by_field.values()), refused


def _shown(value: Any) -> str:
    if not isinstance(value, Mapping):
        return str(value)
    return ", ".join(f"{name}: {item}" for name, item in value.items() if not isinstance(item, Mapping))


def _together(base: Any, one: Any, other: Any) -> Any:
    """What two changes of the same thing come to, None where they contradict each other."""
    if one == other:
        return one
    if isinstance(base, Mapping) and isinstance(one, Mapping) and isinstance(other, Mapping):
        return _together_fields(base, one, other)
    if not (isinstance(base, str) and isinstance(one, str) and isinstance(other, str)):
        return None
    words = [_WORD.findall(text) for text in (base, one, other)]
    edits = [
        (stretch.a, stretch.b, "".join(new[stretch.c : stretch.d]))
        for new in words[1:]
        for stretch in differences(words[0], new, _MOST_COMPARED)
    ]
    edits = sorted(set(edits))
    if any(first[1] >= second[0] for first, second in itertools.pairwise(edits)):
        return None
    out, position = [], 0
    for start, end, text in edits:
        out += [*words[0][position:start], text]
        position = end
    return "".join([*out, *words[0][position:]])


def _together_fields(
    base: Mapping[str, Any], one: Mapping[str, Any], other: Mapping[str, Any]
) -> dict[str, Any] | None:
    out: dict[str, Any] = {}
    for name in dict.fromkeys((*one, *other, *base)):
        was, first, second = (some.get(name) for some in (base, one, other))
        if first != second and was not in (first, second):
            return None
        value = second if first == was else first
        if value is not None:
            out[name] = value
    return out


def _valid(project: Project, changes: Sequence[FieldChange]) -> tuple[list[FieldChange], list[Refused]]:
    """Changes after which each fact is one, and the others with what the fact would lack."""
    from briefwright.load.facts import validate_entry

    valid: list[FieldChange] = []
    refused: list[Refused] = []
    for fact_id, some in _by_fact(changes).items():
        raw = project.facts[fact_id].raw
        before = validate_entry(dict(raw))[1]
        problems = [problem for problem in validate_entry(with_changes(raw, some))[1] if problem not in before]
        if problems:
            refused += [Refused(change, problems[0].message) for change in some]
        else:
            valid += some
    return valid, refused


def _by_fact(changes: Iterable[FieldChange]) -> dict[str, list[FieldChange]]:
    found: dict[str, list[FieldChange]] = {}
    for change in changes:
        found.setdefault(change.fact, []).append(change)
    return found


def with_changes(raw: Mapping[str, Any], changes: Iterable[FieldChange]) -> dict[str, Any]:
    """A fact's fields as its file has them, changed."""
    fields: Any = copy.deepcopy(dict(raw))
    for change in changes:
        *way, last = change.field
        place = fields
        for step in way:
            place = place[step]
        place[last] = change.after
    # where a new field goes is told by the fields before it
    order = {name: number for number, name in enumerate(FIELD_ORDER)}
    return {name: fields[name] for name in sorted(fields, key=lambda name: order.get(name, len(order)))}


def _file(project: Project, path: str, changes: Sequence[FieldChange]) -> tuple[FileChange | None, str]:
    """A fact file with its facts changed, or why it cannot be."""
    if not changes:
        return None, ""
    full = project.root / path
    read = read_text(full, project.root)
    if read.value is None:
        return None, read.findings[0].message if read.findings else "the file cannot be read"
    before = full.read_bytes()
    fields = {fact: with_changes(project.facts[fact].raw, some) for fact, some in _by_fact(changes).items()}
    try:
        after = change_facts(before.decode("utf-8"), fields, keep_style=True)
    except BriefwrightError as problem:
        return None, problem.findings[0].message
    return FileChange(full, path, before, after.encode("utf-8")), ""
