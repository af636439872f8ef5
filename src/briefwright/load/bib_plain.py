"""Entries that are written as programs write them, read by one expression each.

bibtexparser takes a seventh of a millisecond for an entry: seconds for a library of tens of thousands, when all of
it is looked at. Most entries are plain: a comma, a name, a value in balanced braces or quotation marks, and so on
to the closing brace. What is not, to the last character, is left to bibtexparser (`briefwright.load.bib_entry`).
"""

from __future__ import annotations

import re
from typing import NamedTuple

_RUN = r"[^{}\\]++|\\[^{}\\]"  # a brace after a backslash is for bibtexparser to judge
_INNER = rf"\{{(?:{_RUN}|\{{(?:{_RUN}|\{{(?:{_RUN})*+\}})*+\}})*+\}}"
_UNQUOTED = _RUN.replace("{}", '"{}')
NAME = r"[^\W\d_][\w:.+/-]*+"
"""A field's name."""
BRACED = rf"(?:{_RUN}|{_INNER})*+"
"""What stands in the braces of a value."""
QUOTED = rf"(?:{_UNQUOTED}|\{{(?:{_UNQUOTED}|\{{(?:{_UNQUOTED})*+\}})*+\}})*+"
"""What stands in the quotation marks of a value."""
BARE = r"[\w.:/+-]++"
"""A number, or the name of a @string."""
_FIELD = re.compile(rf"\s*,\s*({NAME})\s*=\s*" rf'(?:\{{({BRACED})\}}|"({QUOTED})"|({BARE}))' r"(?=\s*[,}])")
_BARE_GROUP = 4
"""The group of a value without braces or quotation marks."""
_END = re.compile(r"\s*,?\s*\}")


class PlainField(NamedTuple):
    """A field whose value is one piece."""

    text: str
    """The value without its braces or quotation marks."""
    name: bool
    """Whether it is the name of a @string."""
    offset: int
    """Of the value in the block's text."""


def plain_fields(text: str, start: int) -> tuple[dict[str, PlainField], int] | None:
    """The fields of a block by name, lower-case, and where the block ends; None where it is not plain.

    start: the offset after the entry's key, of its first comma.
    """
    fields: dict[str, PlainField] = {}
    position = start
    while match := _FIELD.match(text, position):
        name = match[1].lower()
        if name in fields:
            return None
        group = match.lastindex or _BARE_GROUP
        value = match[group]
        bare = group == _BARE_GROUP
        fields[name] = PlainField(value, bare and not value.isdigit(), match.start(group) - (not bare))
        position = match.end()
    end = _END.match(text, position)
    return (fields, end.end()) if end and fields else None
