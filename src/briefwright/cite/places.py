"""Where in a draft the tree that pandoc read from it stands: by marks, by inserts, by what is written in a line."""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from briefwright import ast
from briefwright.ast import Node
from briefwright.compose import Draft, marks
from briefwright.compose.inserts import Insert, words_of
from briefwright.diagnostics import Location


@dataclass(slots=True)
class _Written:
    """The lines of a draft's Markdown, by texts in them: for what has no word near it that could carry a mark."""

    markdown: str
    _found: dict[str, list[int]] = field(default_factory=dict)
    _taken: dict[str, int] = field(default_factory=dict)

    def next(self, texts: Sequence[str], line: int) -> int | None:
        """The next 0-based line, from one on, in which one of some texts is written; None where none is.

        The texts are tried in order. Each occurrence is given once: two of the same in a row have two places.
        """
        for text in texts:
            lines = self._lines(text) if text.strip() else []
            start = self._taken.get(text, 0)
            index = next((number for number in range(start, len(lines)) if lines[number] >= line), None)
            if index is not None:
                self._taken[text] = index + 1
                return lines[index]
        return None

    def first(self, text: str, line: int) -> int | None:
        """The first 0-based line, from one on, in which a text is written; None where none is."""
        lines = self._lines(text)
        index = bisect.bisect_left(lines, line)
        return lines[index] if index < len(lines) else None

    def _lines(self, text: str) -> list[int]:
        if text not in self._found:
            # a key is not the beginning of a longer one
            pattern = re.escape(text) + (r"(?!\w)" if text[-1].isalnum() else "")
            number, position = 0, 0
            lines = []
            for match in re.finditer(pattern, self.markdown):
                number += self.markdown.count("\n", position, match.start())
                position = match.start()
                lines.append(number)
            self._found[text] = lines
        return self._found[text]


@dataclass(slots=True)
class Whereabouts:
    """The line of a draft that a walk through its tree has come to."""

    draft: Draft
    line: int = 0
    """0-based."""
    _written: _Written = field(init=False)
    _lines_at: dict[tuple[str, int], list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._written = _Written(self.draft.markdown)
        for index, place in enumerate(self.draft.lines):
            self._lines_at.setdefault((place.path, place.line), []).append(index)

    def begin(self, inlines: Sequence[Node]) -> None:
        """Move on to the line of a paragraph or heading: by its first mark or insert, else by its first word."""
        if self.mark(list(inlines)):
            return
        word = next((node["c"] for node in ast.walk(list(inlines)) if node["t"] == "Str" and node["c"].strip()), "")
        found = self._written.first(word, self.line) if word else None
        self.line = self.line if found is None else found

    def mark(self, value: Any) -> bool:
        """Move on to the line that a value's first mark or insert names; whether there is one."""
        for text in _strings(value):
            line = marks.marked_line(text)
            if line is not None:
                self.line = line
                return True
            found = marks.INSERT.search(text)
            insert = self.insert(found) if found else None
            if insert:
                self.line = self._line_of(insert.origin)
                return True
        return False

    def here(self, *written: str) -> Location:
        """The place in the files: the next line in which one of these texts is written, else the present line."""
        found = self._written.next(written, self.line) if written else None
        return self.draft.lines[min(self.line if found is None else found, len(self.draft.lines) - 1)]

    def insert(self, found: re.Match[str]) -> Insert | None:
        """The insert of a mark; None for one that an author's `&#xFDD0;` made up."""
        number = marks.number_of(found)
        return self.draft.inserts[number] if number < len(self.draft.inserts) else None

    def as_text(self, text: str) -> str:
        """A text that cannot hold nodes: marks taken out, inserts as their words."""
        self.mark(text)

        words = marks.INSERT.sub(lambda found: words_of(self.insert(found)), text)
        return marks.UNPRINTABLE.sub("", words)

    def _line_of(self, origin: Location) -> int:
        """The next line of the draft that came from a place; the present one where there is none."""
        at = self._lines_at.get((origin.path, origin.line), [])
        index = bisect.bisect_left(at, self.line)
        return at[index] if index < len(at) else self.line


def _strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, list):
        return [text for item in value for text in _strings(item)]
    if isinstance(value, dict):
        return [text for item in value.values() for text in _strings(item)]
    return []
