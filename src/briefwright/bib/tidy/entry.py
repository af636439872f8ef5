"""An entry as its pieces of text, of which rules make others. Put together again, they are the entry to the letter."""

from __future__ import annotations

import itertools
import operator
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from briefwright.bib.layout import EntryLayout, layout_of
from briefwright.load.bib_plain import BARE, BRACED, NAME, QUOTED

_HEAD = re.compile(r"(@[ \t]*)([A-Za-z][\w.+:-]*)(\s*\{\s*([^,{}\s]+))")
_FIELD = re.compile(rf'(\s*,\s*)({NAME})(\s*=\s*)(\{{{BRACED}\}}|"{QUOTED}"|{BARE})()(?=\s*[,}}])')
"""The last group is for `Field.joined`."""
_NAME_OF = operator.itemgetter(1)
_TAIL = re.compile(r"\s*,?\s*\}")


class Field(NamedTuple):
    """A field as it is written."""

    gap: str
    """The comma before it, and the white space around that."""
    name: str
    equals: str
    """The sign, and the white space around it."""
    value: str
    """With its braces or quotation marks."""
    joined: str = ""
    """`#` where its value is made of several parts with that between them."""

    @property
    def inner(self) -> str:
        """The value without its braces or quotation marks; all of it where it is joined."""
        return self.value if self.joined or self.value[0] not in '{"' else self.value[1:-1]

    @property
    def is_text(self) -> bool:
        """Whether the value is one text in braces or quotation marks."""
        return not self.joined and self.value[0] in '{"'

    def with_inner(self, inner: str) -> Field:
        """With another text in the same braces or quotation marks."""
        return self._replace(value=f"{self.value[0]}{inner}{self.value[-1]}")


class Entry(NamedTuple):
    """An entry. Rules never change its key."""

    at: str
    """The @, and white space after it."""
    type: str
    key: str
    """From the opening brace to the end of the key."""
    fields: tuple[Field, ...]
    tail: str
    """From the last value to the closing brace, and that."""
    plain: bool = True
    """Whether it is written as programs write entries; where it is not, what is made of it has to be read again."""

    @property
    def text(self) -> str:
        """The entry, written."""
        fields = "".join(f"{gap}{name}{equals}{value}" for gap, name, equals, value, _ in self.fields)
        return f"{self.at}{self.type}{self.key}{fields}{self.tail}"

    def named(self, *names: str) -> Field | None:
        """The first field of one of these names, in small letters."""
        return next((field for field in self.fields if field.name.lower() in names), None)


def entry_names(fields: Iterable[Field]) -> Iterator[str]:
    """The names of fields in small letters, as fast as it goes."""
    return map(str.lower, map(_NAME_OF, fields))


def entry_of(text: str, key: str) -> Entry | None:
    """The entry at the beginning of a block's text; None where it cannot be told for sure how it is written.

    text: from the entry's @ to the next block's. key: as the scan read it.
    """
    plain = _plain(text, key)
    if plain is not None:
        return plain
    layout = layout_of(text, key)
    return _from_layout(layout) if layout else None


def _plain(text: str, key: str) -> Entry | None:
    """An entry as programs write them (`briefwright.load.bib_plain`): ten times as fast as by its layout."""
    head = _HEAD.match(text)
    if head is None or head[4] != key:
        return None
    # all in one go, which is twice as fast as one by one; where something between is not read, the two texts differ
    fields = tuple(map(Field._make, _FIELD.findall(text, head.end())))
    read = "".join(itertools.chain.from_iterable(fields))
    tail = _TAIL.match(text, head.end() + len(read)) if text.startswith(read, head.end()) else None
    if tail is None or not fields or len(set(entry_names(fields))) != len(fields):
        return None
    if "=" in text[tail.end() :]:
        return None  # fields after the entry's end are for the reader to judge
    return Entry(head[1], head[2], head[3], fields, tail[0])


def _from_layout(layout: EntryLayout) -> Entry:
    text, position = layout.text, layout.key[1]
    fields: list[Field] = []
    for span in layout.fields:
        name_end = span.start + len(span.name)
        gap, equals = text[position : span.start], text[name_end : span.value]
        fields.append(Field(gap, span.name, equals, text[span.value : span.end], "#" * (len(span.pieces) > 1)))
        position = span.end
    start, end = layout.type
    key, tail = text[end : layout.key[1]], text[position : layout.end]
    return Entry(text[:start], text[start:end], key, tuple(fields), tail, plain=False)
