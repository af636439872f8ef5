"""Carrying out the safe changes that findings bring."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from briefwright.changes import FileChange
from briefwright.diagnostics import Edit, Finding


@dataclass(frozen=True, slots=True)
class Mended:
    """What fixes make of files; nothing is written yet."""

    changes: tuple[FileChange, ...]
    done: frozenset[Edit]
    """The fixes that are in them."""


def mended(findings: Iterable[Finding], root: Path) -> Mended:
    """What the fixes of findings make of their files.

    A fix whose line no longer holds, exactly once, what it was made for is left out, as where another fix has changed
    the line before; so is one in a file outside the project. Line ends and everything else in a file stay.
    """
    by_path: dict[str, list[Edit]] = {}
    for finding in findings:
        if finding.fix:
            by_path.setdefault(finding.fix.path, []).append(finding.fix)
    done: set[Edit] = set()
    found = [_change(root, path, edits, done) for path, edits in sorted(by_path.items())]
    return Mended(tuple(change for change in found if change and change.changes), frozenset(done))


def _change(root: Path, shown: str, edits: Iterable[Edit], done: set[Edit]) -> FileChange | None:
    path = (root / shown).resolve()
    if not path.is_relative_to(root.resolve()) or not path.is_file():
        return None
    before = path.read_bytes()
    lines = re.split(r"(?<=\n)", before.decode("utf-8", "surrogateescape"))  # findings count line feeds alone
    for edit in dict.fromkeys(edits):
        if 0 < edit.line <= len(lines) and lines[edit.line - 1].count(edit.before) == 1:
            lines[edit.line - 1] = lines[edit.line - 1].replace(edit.before, edit.after)
            done.add(edit)
    return FileChange(path, shown, before, "".join(lines).encode("utf-8", "surrogateescape"))
