"""How changes of facts, references and texts are told on a terminal and in JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from briefwright.trace.changes import Change, Piece

SHORT = 60
"""Characters of a change that is told in one line, as old → new."""


def change_lines(changes: Iterable[Change], indent: str) -> Iterator[str]:
    """Changes for people, field by field."""
    for change in changes:
        yield from (f"{indent}{line}" for line in _lines(change))


def _lines(change: Change) -> Iterator[str]:
    name = _name(change.field)
    if change.field == "content":
        yield "its content (the manifest is too old to say what it was)"
    elif change.field == "note":
        yield "note (for colleagues; only that it changed is kept)"
    elif not change.before:
        yield f"{name}, added: {change.after}"
    elif not change.after:
        yield f"{name}, removed: {change.before}"
    elif max(len(change.before), len(change.after)) <= SHORT:
        yield f"{name}: {change.before} → {change.after}"
    else:
        from briefwright.trace.changes import word_diff

        yield f"{name}: {marked(word_diff(change.before, change.after))}"


def _name(field: str) -> str:
    """A field's name in words: "evidence kuch2015, locator"."""
    first, *rest = field.split(".")
    if first == "evidence" and rest:
        *source, last = rest
        return f"evidence {'.'.join(source)}, {last}" if source else f"evidence {last}"
    return " ".join((first, *rest)).replace("_", " ")


def marked(pieces: Iterable[Piece]) -> str:
    """A comparison of words in one line: [-gone-] and {+new+}, as wdiff marks them."""
    forms = {"out": "[-{}-]", "in": "{{+{}+}}", "same": "{}"}
    return " ".join(forms[piece.how].format(piece.text) for piece in pieces)


def as_json(change: Change) -> dict[str, Any]:
    """A change for programs."""
    return {"field": change.field, "before": change.before, "after": change.after}
