"""An entry's text with fields added, exchanged or taken out, written as its other fields are."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from briefwright.bib.layout import EntryLayout

_NOTHING: Mapping[str, str] = {}


def with_fields(
    layout: EntryLayout,
    *,
    add: Mapping[str, str] = _NOTHING,
    exchange: Mapping[str, str] = _NOTHING,
    drop: Collection[str] = (),
    type_: str = "",
    key: str = "",
) -> str:
    """The entry's own text, from its @ to its closing brace, with other fields; all else as it was.

    add, exchange: by name, the value as it is to stand, braces and all; new fields come last. drop: names of fields
    to take out. type_, key: others than it has; empty for the same.
    """
    text = layout.text[: layout.end]
    edits: list[tuple[int, int, str]] = []
    if type_:
        edits.append((*layout.type, type_))
    if key:
        edits.append((*layout.key, key))
    for field in layout.fields:
        name = field.name.lower()
        if name in drop:
            edits.append((text.rindex(",", 0, field.start), field.end, ""))
        elif name in exchange:
            edits.append((field.value, field.end, exchange[name]))
    if add:
        at = layout.fields[-1].end if layout.fields else layout.key[1]
        before = _before(layout)
        edits.append((at, at, "".join(f",{before}{name}{_equals(layout, name)}{value}" for name, value in add.items())))
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _before(layout: EntryLayout) -> str:
    """What stands between a comma and the next field: a line's end and its indentation, or a space."""
    if not layout.fields:
        return "\n  "
    last = start = layout.fields[-1].start
    while start and layout.text[start - 1].isspace():
        start -= 1
    space = layout.text[start:last]
    return "\n" + space.rpartition("\n")[2] if "\n" in space else space or " "


def _equals(layout: EntryLayout, name: str) -> str:
    """The equals sign and the space around it; where the entry's values stand in one column, in that column."""
    if not layout.fields:
        return " = "
    last = layout.fields[-1]
    before, _, after = layout.text[last.start + len(last.name) : last.value].partition("=")
    if len(layout.fields) == 1 or len({field.value - field.start for field in layout.fields}) > 1:
        return f" ={after}" if before else f"={after}"
    width = last.value - last.start
    if len(after) > 1:  # the sign after the name, the values in one column
        return f"{before}=" + " " * max(1, width - len(name) - len(before) - 1)
    return " " * max(1, width - len(name) - 1 - len(after)) + "=" + after
