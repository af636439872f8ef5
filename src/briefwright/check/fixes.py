"""Carrying out the safe changes that findings bring."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from briefwright.diagnostics import Edit, Finding


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file before and after its fixes."""

    path: Path
    shown: str
    """Its path in findings."""
    before: str
    after: str

    def diff(self) -> str:
        """The change as a unified diff."""
        lines = difflib.unified_diff(
            self.before.splitlines(keepends=True), self.after.splitlines(keepends=True), self.shown, self.shown
        )
        return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)


def changes(findings: Iterable[Finding], root: Path) -> tuple[FileChange, ...]:
    """What the fixes of findings make of their files; nothing is written.

    A fix whose line no longer holds, exactly once, what it was made for is left out; so is one in a file outside
    the project. Line ends and everything else in a file stay.
    """
    by_path: dict[str, list[Edit]] = {}
    for finding in findings:
        if finding.fix:
            by_path.setdefault(finding.fix.path, []).append(finding.fix)
    found = (_change(root, path, edits) for path, edits in sorted(by_path.items()))
    return tuple(change for change in found if change and change.before != change.after)


def _change(root: Path, shown: str, edits: Iterable[Edit]) -> FileChange | None:
    path = (root / shown).resolve()
    if not path.is_relative_to(root.resolve()) or not path.is_file():
        return None
    before = path.read_bytes().decode("utf-8")
    lines = before.splitlines(keepends=True)
    for edit in dict.fromkeys(edits):
        if 0 < edit.line <= len(lines) and lines[edit.line - 1].count(edit.before) == 1:
            lines[edit.line - 1] = lines[edit.line - 1].replace(edit.before, edit.after)
    return FileChange(path, shown, before, "".join(lines))


def as_bytes(found: Iterable[FileChange]) -> Mapping[Path, bytes]:
    """The new content of the files."""
    return {change.path: change.after.encode("utf-8") for change in found}
