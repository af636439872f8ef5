"""What differs between two states of a fact or a reference, field by field, in words."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from briefwright import tex
from briefwright.trace.manifests import FactEntry, ReferenceEntry

UNSEEN = frozenset(("note", "review_by", "tags"))
"""Fields of a fact that no output shows."""
LONGEST_DIFF = 2_000
"""Words; difflib needs seconds for more."""
_DEFAULTS = {"kind": "fact", "relation": "supports"}


@dataclass(frozen=True, slots=True)
class Change:
    """One field of two states."""

    field: str
    """With points between its parts: "statement", "evidence.kuch2015.locator"."""
    before: str
    """Empty: it was not there."""
    after: str
    """Empty: it is not there any more."""

    @property
    def seen(self) -> bool:
        """Whether an output can show it."""
        return self.field.partition(".")[0] not in UNSEEN


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a comparison."""

    how: str
    """same, out or in."""
    text: str


UNTOLD = Change("content", "", "")
"""Something changed, and the older state does not say what it was."""


def fact_changes(before: FactEntry, after: FactEntry) -> tuple[Change, ...]:
    """What differs between two states of a fact."""
    if before.fields is None or after.fields is None:
        return () if before.sha256 == after.sha256 else (*_known(before, after), UNTOLD)
    if before.sha256 == after.sha256:
        return ()
    old, new = _leaves_of(before), _leaves_of(after)
    changes = [*_known(before, after), *_values(before, after), *_differing(old, new), *_evidence(before, after)]
    digests = {*before.digests, *after.digests}
    changes += [
        Change(name, "an earlier text" if name in before.digests else "", "another" if name in after.digests else "")
        for name in sorted(digests)
        if before.digests.get(name) != after.digests.get(name)
    ]
    return tuple(changes)


def _known(before: FactEntry, after: FactEntry) -> Iterator[Change]:
    for name in ("status", "as_of"):
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            yield Change(name, old, new)


def _values(before: FactEntry, after: FactEntry) -> Iterator[Change]:
    """Values as readers see them; number by number where they look alike."""
    for name in dict.fromkeys((*before.values, *after.values)):
        field = "value" if name == "value" else f"values.{name}"
        old, new = before.values.get(name, ""), after.values.get(name, "")
        if old != new:
            yield Change(field, old, new)
        else:
            yield from _differing(_value_leaves(before, name, field), _value_leaves(after, name, field))


def _value_leaves(entry: FactEntry, name: str, field: str) -> dict[str, str]:
    fields = entry.fields or {}
    values = fields.get("values")
    raw = fields.get("value") if name == "value" and "value" in fields else None
    if raw is None and isinstance(values, Mapping):
        raw = values.get(name)
    return dict(_leaves(field, raw))


def _leaves_of(entry: FactEntry) -> dict[str, str]:
    """A fact's fields as text, but for those that are compared in ways of their own."""
    apart = {"value", "values", "evidence", "status", "as_of", "id"}
    found = {name: text for name, text in _DEFAULTS.items() if name == "kind"}
    for name, value in (entry.fields or {}).items():
        if name not in apart:
            found |= dict(_leaves(name, value))
    return found


def _leaves(name: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _leaves(f"{name}.{key}", inner)
    elif isinstance(value, list) and any(isinstance(item, (list, Mapping)) for item in value):
        for number, inner in enumerate(value, 1):
            yield from _leaves(f"{name}.{number}", inner)
    elif isinstance(value, list):
        yield name, "; ".join(map(str, value))
    elif value is not None:
        yield name, " ".join(str(value).split())


def _differing(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Change]:
    for name in dict.fromkeys((*old, *new)):
        if old.get(name, "") != new.get(name, ""):
            yield Change(name, old.get(name, ""), new.get(name, ""))


def _evidence(before: FactEntry, after: FactEntry) -> Iterator[Change]:
    """Evidence by source: what came, what went, and what changed in one that stayed."""
    old, new = _by_source(before), _by_source(after)
    for name in dict.fromkeys((*old, *new)):
        if name not in new:
            yield Change("evidence", _in_words(old[name]), "")
        elif name not in old:
            yield Change("evidence", "", _in_words(new[name]))
        else:
            field = f"evidence.{name}"
            yield from _differing(_evidence_leaves(field, old[name]), _evidence_leaves(field, new[name]))


def _by_source(entry: FactEntry) -> dict[str, Mapping[str, Any]]:
    found: dict[str, Mapping[str, Any]] = {}
    items = (entry.fields or {}).get("evidence")
    for item in items if isinstance(items, list) else ():
        if not isinstance(item, Mapping):
            continue
        name = source = str(item.get("source", ""))
        number = 1
        while name in found:
            number += 1
            name = f"{source} ({number})"
        found[name] = item
    return found


def _evidence_leaves(field: str, item: Mapping[str, Any]) -> dict[str, str]:
    relation = {f"{field}.relation": _DEFAULTS["relation"]}
    leaves = (leaf for name, value in item.items() if name != "source" for leaf in _leaves(f"{field}.{name}", value))
    return relation | dict(leaves)


def _in_words(item: Mapping[str, Any]) -> str:
    """A piece of evidence in one line."""
    quote = item.get("quote")
    exact = quote.get("exact", "") if isinstance(quote, Mapping) else quote
    parts = [str(item.get("source", "")), str(item.get("locator") or "no locator")]
    parts += [f"“{' '.join(str(exact).split())}”"] if exact else []
    return f"{', '.join(parts)} ({item.get('relation') or _DEFAULTS['relation']})"


def reference_changes(before: ReferenceEntry, after: ReferenceEntry) -> tuple[Change, ...]:
    """What differs between two states of a reference, as far as outputs can show it."""
    if before.fields is None or after.fields is None:
        return () if before.sha256 == after.sha256 else (UNTOLD,)
    return tuple(_differing(_reference_leaves(before), _reference_leaves(after)))


def _reference_leaves(entry: ReferenceEntry) -> dict[str, str]:
    leaves = {"type": entry.type} | {name: _plain(value) for name, value in (entry.fields or {}).items()}
    for key, fields in entry.parents.items():
        leaves |= {f"{key}.{name}": _plain(value) for name, value in fields.items()}
    return leaves


def _plain(value: str) -> str:
    """A field as it prints; as it is written where only its TeX differs, which matters for capitals."""
    return " ".join(value.split()) if "{" in value or "\\" in value else " ".join(tex.plain(value).split())


def word_diff(before: str, after: str) -> tuple[Piece, ...]:
    """Two texts compared word by word; as wholes where they are very long."""
    old, new = re.findall(r"\S+", before), re.findall(r"\S+", after)
    if max(len(old), len(new)) > LONGEST_DIFF:
        return tuple(Piece(how, text) for how, text in (("out", before), ("in", after)) if text)
    pieces: list[Piece] = []
    for tag, i, j, k, m in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", " ".join(old[i:j])))
            continue
        pieces += [Piece("out", " ".join(old[i:j]))] if j > i else []
        pieces += [Piece("in", " ".join(new[k:m]))] if m > k else []
    return tuple(pieces)
