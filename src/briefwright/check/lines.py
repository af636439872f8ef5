"""The line of a field in a fact file: read again, since most facts have nothing to be told of."""

from __future__ import annotations

import re
from pathlib import Path

from briefwright.diagnostics import Location
from briefwright.load.files import TextFile, read_text

_BEGINNING = re.compile(r"\s*(?:-\s+)*")


class FieldLines:
    """Finds fields in the YAML files of a project, each read once."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._files: dict[str, TextFile | None] = {}

    def of(self, at: Location, field: str) -> Location:
        """The line of a field of the block mapping that begins at a line; that line where it cannot be told."""
        file = self._read(at.path)
        if file is None or not at.line:
            return at
        indent = 0
        named = re.compile(rf"(?P<quote>[\"']?){re.escape(field)}(?P=quote)\s*:(?:\s|$)")
        for number, line in enumerate(file.lines[at.line - 1 :], at.line):
            if number == at.line:
                begins = _BEGINNING.match(line)
                indent = begins.end() if begins else 0
            elif not line.strip() or line.lstrip().startswith("#"):
                continue
            elif len(line) - len(line.lstrip()) < indent:
                break
            # the lines of a text are indented more than the field that it belongs to
            if named.match(line[indent:]) and (number == at.line or not line[:indent].strip()):
                return file.at(number)
        return at

    def _read(self, path: str) -> TextFile | None:
        if path not in self._files:
            self._files[path] = read_text(self._root / path, self._root).value
        return self._files[path]
