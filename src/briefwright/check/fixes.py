"""Carrying out the safe changes that findings bring."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from briefwright.changes import FileChange
from briefwright.diagnostics import Edit, Finding


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
    return tuple(change for change in found if change and change.changes)


def _change(root: Path, shown: str, edits: Iterable[Edit]) -> FileChange | None:
    path = (root / shown).resolve()
    if not path.is_relative_to(root.resolve()) or not path.is_file():
        return None
    before = path.read_bytes()
    lines = re.split(r"(?<=\n)", before.decode("utf-8", "surrogateescape"))  # findings count line feeds alone
    for edit in dict.fromkeys(edits):
        if 0 < edit.line <= len(lines) and lines[edit.line - 1].count(edit.before) == 1:
            lines[edit.line - 1] = lines[edit.line - 1].replace(edit.before, edit.after)
    return FileChange(path, shown, before, "".join(lines).encode("utf-8", "surrogateescape"))
