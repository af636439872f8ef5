"""Keys in fact files: `source`, `via` and `origin` of evidence, in whatever way YAML lets them be written."""

from __future__ import annotations

from typing import Any

from briefwright.bib.repoint.edits import Edit, EditedFile, Keys, cannot
from briefwright.changes import FileChange
from briefwright.diagnostics import BriefwrightError
from briefwright.load.files import decode
from briefwright.load.yaml_reader import read_yaml
from briefwright.load.yaml_scalars import EACH, Scalar, find_scalars

FIELDS = frozenset(("source", "via", "origin"))
_PATHS = [("facts", EACH, "evidence", EACH, name) for name in sorted(FIELDS)]


def repointed_facts(file: EditedFile, keys: Keys) -> FileChange | None:
    """A fact file with other keys, None where it names none of them.

    Comments and layout stay. What comes out is read again: only these fields may differ. Raises BriefwrightError
    (R011) where that cannot be done.
    """
    try:
        found = [one for one in find_scalars(file.text, _PATHS) if one.value.strip() in keys]
    except ValueError as problem:
        raise BriefwrightError(cannot(file.read.at(0), "the file is not YAML")) from problem
    if not found:
        return None
    change = file.changed(_edit(one, file, keys) for one in found)
    after = decode(change.after, file.read.path)
    before_data, after_data = (read_yaml(text).value if text else None for text in (file.read, after.value))
    if _expected(before_data, keys) != after_data:
        hint = "a key that other places share by an anchor (`&`), for one, is changed by hand"
        raise BriefwrightError(
            cannot(file.at(found[0].start), "changing it would change something else too", hint=hint)
        )
    return change


def _edit(one: Scalar, file: EditedFile, keys: Keys) -> Edit:
    old = one.value.strip()
    if one.style not in ("|", ">"):
        return Edit(one.start, one.end, one.written(keys[old]))
    start = file.text.index(old, file.text.index("\n", one.start))
    return Edit(start, start + len(old), keys[old])


def _expected(data: Any, keys: Keys) -> Any:
    """What the file says, with other keys."""
    if not isinstance(data, dict) or not isinstance(data.get("facts"), list):
        return data
    return {**data, "facts": [_fact(fact, keys) for fact in data["facts"]]}


def _fact(fact: Any, keys: Keys) -> Any:
    if not isinstance(fact, dict) or not isinstance(fact.get("evidence"), list):
        return fact
    return {**fact, "evidence": [_evidence(item, keys) for item in fact["evidence"]]}


def _evidence(item: Any, keys: Keys) -> Any:
    if not isinstance(item, dict):
        return item
    return {name: keys.get(_key(value), value) if name in FIELDS else value for name, value in item.items()}


def _key(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""
