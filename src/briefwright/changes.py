"""A file before and after a command, before anything is written."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class FileChange:
    """What a command would make of a file."""

    path: Path
    shown: str
    """Its path in findings and diffs."""
    before: bytes
    """Empty for a new file."""
    after: bytes
    source: Path | None = None
    """Where the file is now, for one that gets another name; `before` is then that file's content."""

    @property
    def changes(self) -> bool:
        """Whether anything differs."""
        return self.moved or self.before != self.after

    @property
    def moved(self) -> bool:
        """Whether the file gets another name."""
        return self.source is not None

    def diff(self) -> str:
        """The change as a unified diff; bytes that are not UTF-8 are shown as signs of replacement."""
        before, after = (
            data.decode("utf-8", "replace").splitlines(keepends=True) for data in (self.before, self.after)
        )
        lines = difflib.unified_diff(before, after, self.shown, self.shown)
        return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)
