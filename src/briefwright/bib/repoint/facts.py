"""Keys in fact files: `source`, `via` and `origin` of evidence, in whatever way YAML lets them be written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import yaml

from briefwright.bib.repoint.edits import Edit, EditedFile, Keys, cannot
from briefwright.changes import FileChange
from briefwright.diagnostics import BriefwrightError
from briefwright.load.files import decode
from briefwright.load.yaml_edit import Loader
from briefwright.load.yaml_reader import read_yaml
from briefwright.load.yaml_write import scalar

FIELDS = frozenset(("source", "via", "origin"))
_MERGE = "tag:yaml.org,2002:merge"


def repointed_facts(file: EditedFile, keys: Keys) -> FileChange | None:
    """A fact file with other keys, None where it names none of them.

    Comments and layout stay. What comes out is read again: only these fields may differ. Raises BriefwrightError
    (R011) where that cannot be done.
    """
    try:
        root = yaml.compose(file.text, Loader=Loader)
    except yaml.YAMLError as problem:
        raise BriefwrightError(cannot(file.read.at(0), "the file is not YAML")) from problem
    found = {node.start_mark.index: node for node in _nodes(root, set()) if node.value.strip() in keys}
    if not found:
        return None
    edits = [_edit(node, file, keys) for node in found.values()]
    change = file.changed(edits)
    after = decode(change.after, file.read.path)
    before_data, after_data = (read_yaml(text).value if text else None for text in (file.read, after.value))
    if _expected(before_data, keys) != after_data:
        first = file.at(min(found))
        hint = "a key that other places share by an anchor (`&`), for one, is changed by hand"
        raise BriefwrightError(cannot(first, "changing it would change something else too", hint=hint))
    return change


def _nodes(root: Any, seen: set[int]) -> Iterator[Any]:
    """The scalars that name a reference."""
    for facts in _values(root, "facts", seen):
        for fact in _items(facts):
            for evidence in _values(fact, "evidence", seen):
                for item in _items(evidence):
                    for name in FIELDS:
                        for value in _values(item, name, seen):
                            if isinstance(value, yaml.ScalarNode):
                                yield value


def _items(node: Any) -> list[Any]:
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []


def _values(node: Any, name: str, seen: set[int]) -> Iterator[Any]:
    """A field's values in a mapping and in those that it takes in by `<<`."""
    if not isinstance(node, yaml.MappingNode) or id(node) in seen:
        return
    for key, value in node.value:
        if isinstance(key, yaml.ScalarNode) and key.value == name:
            yield value
        elif key.tag == _MERGE:
            for other in [value, *_items(value)]:
                yield from _values(other, name, seen | {id(node)})


def _edit(node: Any, file: EditedFile, keys: Keys) -> Edit:
    start, end = node.start_mark.index, node.end_mark.index
    new = keys[node.value.strip()]
    if "\n" in file.text[start:end].strip():
        raise BriefwrightError(cannot(file.at(start), "it is written over several lines"))
    if node.style == "'":
        return Edit(start, end, "'" + new.replace("'", "''") + "'")
    if node.style == '"':
        return Edit(start, end, json.dumps(new, ensure_ascii=False))
    # in brackets and braces more signs end a plain value; outside them it does no harm to be careful too
    return Edit(start, end, scalar(new, flow=True))


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
