"""The one place that puts bytes on disk: whole or not at all.

A file is written beside its target under a name of its own, flushed to the disk and renamed over it, which POSIX
and Windows both do in one step; a run that fails or is killed leaves what was there.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import time
from collections.abc import Mapping
from pathlib import Path

from briefwright.diagnostics import BriefwrightError, Code, Finding, Location, error

_PREFIX, _SUFFIX = ".briefwright-", ".part"

JOURNALLED = ".next"
"""The ending of temporary files that a journal names (write/journal.py): they are no leftovers."""

LEFTOVER_AGE = 3600.0
"""Seconds after which a temporary file belongs to a run that was killed."""

_REASONS: Mapping[int, tuple[str, str]] = {
    errno.EACCES: ("you may not write there", "change the folder's permissions, or render to another one"),
    errno.EPERM: ("you may not write there", "change the folder's permissions, or render to another one"),
    errno.EROFS: ("the disk can only be read", "render to a folder on another disk"),
    errno.ENOSPC: ("the disk is full", "free some space and render again"),
    errno.EDQUOT: ("your share of the disk is used up", "free some space and render again"),
    errno.EISDIR: ("there is a folder of that name", "move the folder, or give the brief another name"),
    errno.ENOTDIR: ("a file stands where a folder is needed", "move that file, or render to another folder"),
    errno.EEXIST: ("a file stands where a folder is needed", "move that file, or render to another folder"),
    errno.ENAMETOOLONG: ("its name is too long for the disk", "give the brief a shorter name"),
    errno.ENOENT: ("the folder is not there any more", "render again"),
}
"""What the operating system's numbers mean, and what to do."""


def write_atomically(path: Path, data: bytes) -> None:
    """Put bytes in a file, whole or not at all; folders that are missing are made.

    Raises BriefwrightError (W007) with a reason that a person can act on; what was there before is left.
    """
    write_together({path: data})


def write_together(files: Mapping[Path, bytes]) -> None:
    """Put several files on disk: all are written beside their targets first, and only then renamed.

    A full disk or a forbidden folder thus leaves every one of them as it was. Raises BriefwrightError (W007) as
    write_atomically does; temporary files are removed.
    """
    pending: list[tuple[Path, Path]] = []
    target = Path()
    try:
        for folder in dict.fromkeys(path.parent for path in files):
            target = folder
            folder.mkdir(parents=True, exist_ok=True)
            remove_leftovers(folder)
        for target, data in files.items():
            if target.is_dir():
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), os.fspath(target))
            temporary = temporary_beside(target)
            pending.append((temporary, target))
            _write(temporary, data)
        while pending:
            temporary, target = pending[0]
            temporary.replace(target)
            pending.pop(0)
        for folder in dict.fromkeys(path.parent for path in files):
            flush_folder(folder)
    except OSError as failure:
        raise BriefwrightError(unwritable(target, failure)) from failure
    finally:
        for temporary, _ in pending:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)


def temporary_beside(target: Path, suffix: str = "") -> Path:
    """A name for a new file in a target's folder, that nobody else takes; by default one that is removed one day."""
    return target.with_name(f"{_PREFIX}{os.getpid()}-{secrets.token_hex(4)}{suffix or _SUFFIX}")


def remove_leftovers(folder: Path) -> None:
    """Remove the temporary files of killed runs, those that are too old to be a running one's."""
    limit = time.time() - LEFTOVER_AGE
    for file in folder.glob(f"{_PREFIX}*{_SUFFIX}"):
        with contextlib.suppress(OSError):
            if file.stat().st_mtime < limit or not _is_running(file):
                file.unlink()


def _is_running(file: Path) -> bool:
    """Whether the process that a temporary file is named for may still run; where that cannot be told, it may."""
    number = file.name.removeprefix(_PREFIX).partition("-")[0]
    if os.name != "posix" or not number.isdigit():
        return True
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def _write(file: Path, data: bytes) -> None:
    # 0o666 less the umask, as any new file; tempfile's 0o600 would hide outputs from colleagues on a shared disk
    with file.open("xb") as handle:
        handle.write(data)
        handle.flush()
        os.fsync(handle.fileno())


def flush_folder(folder: Path) -> None:
    """Bring a folder's new names to the disk, where the system can."""
    if os.name != "posix":
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def unwritable(path: Path, failure: OSError) -> Finding:
    """Why a file cannot be written, and what to do about it (W007)."""
    reason, hint = _REASONS.get(failure.errno or 0, (failure.strerror or str(failure), ""))
    return error(Code.OUTPUT_UNWRITABLE, f"`{path}` cannot be written: {reason}", Location(str(path)), hint=hint)
