"""Files as they were before a command changed them.

In a project they go to build/backups/TIME/ under their own paths, and the newest are kept; a file outside any project
is copied beside itself.
"""

from __future__ import annotations

import contextlib
import re
import shutil
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from briefwright.changes import FileChange
from briefwright.write.files import write_atomically, write_together

KEPT = 20
"""Folders of backups that a project keeps."""

_FOLDER = re.compile(r"\d{8}T\d{6}Z(-\d+)?")


def keep_backup(changes: Iterable[FileChange], root: Path | None, output: str = "build") -> Path | None:
    """Copy files as they are before a change; gives the folder, or the file, that now holds them.

    changes: new files have nothing to keep. root: the project's, or None outside one. output: its folder for
    outputs. None where there was nothing to keep. Raises BriefwrightError (W007) where that cannot be written.
    """
    kept = {change.source or change.path: change.before for change in changes if change.before != change.after}
    kept = {path: data for path, data in kept.items() if data}
    if not kept:
        return None
    if root is None:
        copies = {_beside(path): data for path, data in kept.items()}
        for path, data in copies.items():
            write_atomically(path, data)
        return next(iter(copies))
    base = root / output / "backups"
    folder = _new_folder(base)
    write_together({folder / _inside(path, root): data for path, data in kept.items()})
    _forget_old(base)
    return folder


def _inside(path: Path, root: Path) -> Path:
    """A file's path in a backup: as in the project, whichever of the two is told with its links followed."""
    for one, base in ((path.absolute(), root.absolute()), (path.resolve(), root.resolve())):
        if one.is_relative_to(base):
            return one.relative_to(base)
    return Path(path.name)


def _beside(path: Path) -> Path:
    """FILE.bak, or FILE.bak2 and so on where that is there."""
    copy, number = path.with_name(f"{path.name}.bak"), 1
    while copy.exists() or copy.is_symlink():
        number += 1
        copy = path.with_name(f"{path.name}.bak{number}")
    return copy


def _new_folder(base: Path) -> Path:
    name = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    folder, number = base / name, 1
    while folder.exists():
        number += 1
        folder = base / f"{name}-{number}"
    return folder


def _forget_old(base: Path) -> None:
    found = [folder for folder in base.iterdir() if _FOLDER.fullmatch(folder.name) and folder.is_dir()]
    for folder in sorted(found, key=_age)[:-KEPT]:
        with contextlib.suppress(OSError):
            shutil.rmtree(folder)


def _age(folder: Path) -> tuple[str, int]:
    time, _, number = folder.name.partition("-")
    return time, int(number or 1)
