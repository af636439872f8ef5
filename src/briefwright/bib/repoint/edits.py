"""A text file in which some stretches are exchanged; every other byte stays."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from briefwright.changes import FileChange
from briefwright.diagnostics import BriefwrightError, Code, Finding, Location, error
from briefwright.load.files import TextFile, read_text, shown_path

Keys = Mapping[str, str]
"""From the keys of references to those that take their places."""

_FEW = 50
_LINE_END = re.compile(r"(?<=\n)|(?<=\r)(?!\n)")


class Edit(NamedTuple):
    """A stretch of a file's text and what takes its place."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class EditedFile:
    """A text file of the project."""

    path: Path
    raw: bytes
    read: TextFile
    """Its text as the loaders read it: as long, line by line, as what stands in the file."""

    @property
    def text(self) -> str:
        """Its text, with newlines as line ends."""
        return self.read.text

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    def at(self, offset: int) -> Location:
        """The place of an offset in the text."""
        return self.read.at(*self.read.place(offset))

    def changed(self, edits: Iterable[Edit]) -> FileChange:
        """The file with stretches exchanged, none of which runs over a line's end or over another."""
        lines = _LINE_END.split(self.raw.decode("utf-8"))
        shift = 1 if self.raw.startswith(b"\xef\xbb\xbf") else 0
        by_line: dict[int, list[Edit]] = {}
        for edit in sorted(set(edits)):
            by_line.setdefault(bisect.bisect_right(self._starts, edit.start) - 1, []).append(edit)
        for number, some in by_line.items():
            begin = self._starts[number] - (shift if number == 0 else 0)
            lines[number] = spliced(lines[number], (Edit(a - begin, b - begin, text) for a, b, text in some))
        return FileChange(self.path, self.read.path, self.raw, "".join(lines).encode("utf-8"))


def spliced(text: str, edits: Iterable[Edit]) -> str:
    """A text with stretches exchanged; they stand in order and do not overlap."""
    parts, position = [], 0
    for edit in edits:
        parts += [text[position : edit.start], edit.text]
        position = edit.end
    return "".join([*parts, text[position:]])


def open_file(path: Path, root: Path, keys: Keys) -> EditedFile | None:
    """A file of the project, None where none of the keys can stand in it.

    Raises BriefwrightError where the file cannot be read and one of them stands in it.
    """
    read = read_text(path, root)
    if read.value is None:
        if _may_hold_one(path, keys):
            raise BriefwrightError(cannot(Location(shown_path(path, root)), "the file cannot be read", *read.findings))
        return None
    if not holds_one(read.value.text, keys):
        return None
    return EditedFile(path, path.read_bytes(), read.value)


def _may_hold_one(path: Path, keys: Keys) -> bool:
    try:
        return path.is_file() and holds_one(path.read_bytes().decode("utf-8", "replace"), keys)
    except OSError:
        return True


def holds_one(text: str, keys: Keys) -> bool:
    """Whether one of the keys may stand in a text; of many keys one always may."""
    return len(keys) > _FEW or any(key in text for key in keys)


def cannot(where: Location, why: str, *because: Finding, hint: str = "") -> Finding:
    """The finding that stops a change of keys (R011)."""
    told = [finding.message for finding in because]
    message = ": ".join([f"a key may stand here, and {why}", *told[:1]])
    hint = hint or "mend the file, or change it by hand; nothing was changed"
    return error(Code.KEY_NOT_CHANGED, message, where, hint=hint)
