"""Facts as rows of text: one row for each, a column for every field, and nothing lost on the way there and back.

| column | what it holds |
|---|---|
| `statement`, `statement[ru]` | a text, or its form in one language |
| `voice.speaker`, `values.NAME.amount`, `value.unit[one]` | a field within a field |
| `tags` | a list, its items divided by `; ` |
| `source_1`, `locator_1`, `quote_1`, `quote_1.prefix` | the fields of the first piece of evidence |
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from briefwright.load.yaml_write import EVIDENCE_ORDER, FIELD_ORDER
from briefwright.model import Fact

LISTS = frozenset(("tags", "supersedes", "conflicts_with"))
BY_LANGUAGE = frozenset(("statement", "label", "clause"))
_EVIDENCE = re.compile(r"(?P<field>[a-z]+)_(?P<number>[1-9][0-9]{0,3})(?:\.(?P<part>[a-z]+))?")
_NESTED = re.compile(r"(?P<field>[a-z_]+)(?:\.(?P<path>[^\[\]]+))?(?:\[(?P<key>[^\[\]]+)\])?")

Path = tuple[str | int, ...]


def flatten(fact: Fact) -> dict[str, str]:
    """A fact's cells by column; `topic` first, then the fields as its file has them."""
    cells = {"id": fact.id, "topic": fact.topic}
    for name, value in fact.raw.items():
        if name == "evidence" and isinstance(value, list):
            for number, item in enumerate(value, 1):
                _flatten_evidence(item, number, cells)
        elif name in LISTS and isinstance(value, list):
            cells[name] = "; ".join(str(item).replace("\\", "\\\\").replace(";", "\\;") for item in value)
        elif name in BY_LANGUAGE and isinstance(value, Mapping):
            cells.update({f"{name}[{lang}]": text for lang, text in value.items()})
        else:
            _flatten_into(name, value, cells)
    return cells


def _flatten_evidence(item: Mapping[str, Any], number: int, cells: dict[str, str]) -> None:
    for name, value in item.items():
        if isinstance(value, Mapping):
            for part, text in value.items():
                cells[f"{name}_{number}" if part == "exact" else f"{name}_{number}.{part}"] = str(text)
        else:
            cells[f"{name}_{number}"] = str(value)


def _flatten_into(name: str, value: Any, cells: dict[str, str]) -> None:
    if not isinstance(value, Mapping):
        cells[name] = str(value)
        return
    for key, item in value.items():
        if isinstance(item, Mapping) and key == "unit":
            cells.update({f"{name}.unit[{category}]": str(word) for category, word in item.items()})
        else:
            _flatten_into(f"{name}.{key}", item, cells)


def columns(rows: Iterable[Mapping[str, str]]) -> list[str]:
    """All columns of some rows in the usual order, with those of an empty sheet at least."""
    names = dict.fromkeys(("id", "topic", "kind", "statement", "source_1", "locator_1", "quote_1", "relation_1"))
    for row in rows:
        names.update(dict.fromkeys(row))
    return sorted(names, key=_column_order)


def _column_order(name: str) -> tuple[int, int, int, str]:
    match = _EVIDENCE.fullmatch(name)
    if match and match["field"] in EVIDENCE_ORDER:
        return FIELD_ORDER.index("evidence") + 1, int(match["number"]), EVIDENCE_ORDER.index(match["field"]), name
    if name in ("id", "topic"):
        return 0, 0, ("id", "topic").index(name), name
    field = re.split(r"[.\[]", name)[0]
    order = FIELD_ORDER.index(field) + 1 if field in FIELD_ORDER else len(FIELD_ORDER) + 1
    parts = ("amount", "low", "high", "unit", "approximate", "speaker", "mode")
    tail = name.rpartition(".")[2].partition("[")[0]
    return order, 0, 0, f"{name.rpartition('.')[0]} {parts.index(tail) if tail in parts else 9} {name}"


def path_of(column: str) -> Path | None:
    """Where in a fact a column's cells belong; None where the column is none of a fact's."""
    match = _EVIDENCE.fullmatch(column)
    if match and match["field"] in EVIDENCE_ORDER:
        path: Path = ("evidence", int(match["number"]) - 1, match["field"])
        return (*path, match["part"]) if match["part"] else path
    match = _NESTED.fullmatch(column)
    if not match or match["field"] not in (*FIELD_ORDER, "topic"):
        return None
    parts = match["path"].split(".") if match["path"] else []
    return (match["field"], *parts, match["key"]) if match["key"] else (match["field"], *parts)


def unflatten(cells: Mapping[str, str]) -> dict[str, Any]:
    """A fact's fields from its cells; empty cells give nothing. Unknown columns are passed over."""
    fields: dict[str, Any] = {}
    evidence: dict[int, dict[str, Any]] = {}
    for column, text in cells.items():
        path = path_of(column)
        if path is None or not text.strip():
            continue
        if path[0] == "evidence":
            _put(evidence.setdefault(int(path[1]), {}), path[2:], text)
        elif path[0] in LISTS and len(path) == 1:
            fields[str(path[0])] = _items(text)
        else:
            _put(fields, path, text)
    if evidence:
        fields["evidence"] = [evidence[number] for number in sorted(evidence)]
    return fields


def _put(target: dict[str, Any], path: Sequence[str | int], text: str) -> None:
    *outer, last = (str(part) for part in path)
    for part in outer:
        inner = target.get(part)
        if isinstance(inner, str):  # "quote_1" came before "quote_1.prefix", "statement" before "statement[ru]"
            inner = {"exact" if part == "quote" else "": inner}
        if not isinstance(inner, dict):
            inner = {}
        target[part] = inner
        target = inner
    if isinstance(target.get(last), dict):
        target[last] = {"exact" if last == "quote" else "": text, **target[last]}
    else:
        target[last] = text


def _items(text: str) -> list[str]:
    items = re.findall(r"(?:[^;\\]|\\.)+", text, re.S)
    return [stripped for item in items if (stripped := re.sub(r"\\(.)", r"\1", item, flags=re.S).strip())]
