"""Several files changed together or not at all, even where the run is killed between two of them.

A rename is one step for a file system, several are not. So a journal in the project's root first says what is to
become of which file; then all new contents are written beside their targets; then they are renamed; then the journal
goes. A run that finds a journal finishes what was begun, or takes it back where nothing had been renamed: a
write-ahead log, as databases keep one. Whoever writes holds a lock on the root's folder, which the system lets go
when the process ends, however it ends.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath

from briefwright.changes import FileChange
from briefwright.diagnostics import BriefwrightError, Code, Finding, Location, error
from briefwright.write.files import (
    JOURNALLED,
    flush_folder,
    remove_leftovers,
    temporary_beside,
    unwritable,
    write_atomically,
)

NAME = ".briefwright-journal.json"
"""The journal's name in the root."""

PATIENCE = 10.0
"""Seconds that a run waits for another that is writing."""

_LINKED_OUT = "it leads out of the project through a link"


@dataclass(frozen=True, slots=True)
class Step:
    """What becomes of one file. Paths are relative to the root, with forward slashes."""

    target: str
    before: str
    """The SHA-256 of what stands there, empty where nothing does."""
    after: str
    """The SHA-256 of what shall stand there, empty where nothing shall."""
    temporary: str = ""
    """What is renamed to the target; empty for a file that goes."""
    moved: bool = False
    """Whether `temporary` is a file of the user's that gets another name."""


@dataclass(frozen=True, slots=True)
class Recovered:
    """What was done about a run that was killed."""

    forward: bool
    """Whether its changes were finished; else nothing had been changed, and nothing is."""
    files: tuple[str, ...]


def replace_all(changes: Iterable[FileChange], base: Path, keep: Callable[[], str] = str) -> None:
    """Put the new contents of files in their places, all or none.

    changes: of files inside `base`. base: the root of the project; the journal is kept there. keep: makes a backup
    and says where it is, for who has to mend a run that cannot be finished; not asked for what is refused. Links
    are followed, a file's rights and owner stay. Raises BriefwrightError: a file has changed since it was read
    (W010), another run is writing or was killed (W011), a file cannot be written (W007). Then every file is as it
    was.
    """
    root = base.resolve()
    planned = _planned(changes, root)
    with _locked(root) as alone:
        if not alone or (root / NAME).exists():
            raise BriefwrightError(_busy())
        for folder in {root, *((root / one.step.target).parent for one in planned)}:
            remove_leftovers(folder)
        _unchanged(planned, root)
        _Run(root, planned, keep()).carry()


def recover(base: Path) -> Recovered | None:
    """Finish what a killed run had begun to change, or take it back; None where there is nothing to do.

    base: the root of the project. Costs one look at the file system where there is no journal. Raises
    BriefwrightError (W011) where another run is still writing, or where the files are no longer as it left them:
    then everything stays as it is.
    """
    if not (base / NAME).exists():
        return None
    root = base.resolve()
    end = time.monotonic() + PATIENCE
    while True:
        with _locked(root) as alone:
            if not (root / NAME).exists():
                return None
            if alone:
                return _recovered(root)
        if time.monotonic() > end:
            raise BriefwrightError(_busy())
        time.sleep(0.05)


@dataclass(frozen=True, slots=True)
class _Planned:
    """A step and what it needs."""

    step: Step
    change: FileChange


class _Run:
    """One carrying out of changes."""

    def __init__(self, root: Path, planned: Sequence[_Planned], backup: str) -> None:
        self.root, self.planned = root, planned
        self.journal = root / NAME if len(planned) > 1 else None
        self.backup = backup
        self.done: list[_Planned] = []
        self.at = root

    def carry(self) -> None:
        """Write, rename, and undo what was done where that fails."""
        try:
            self._prepare()
            _unchanged(self.planned, self.root)  # writing much takes a while
            for one in self.planned:
                self.at = self.root / one.step.target
                _take(one.step, self.root)
                self.done.append(one)
            _flush(self.root, [one.step for one in self.planned])
        except BaseException as failure:
            self._undo()
            if isinstance(failure, OSError):
                raise BriefwrightError(unwritable(self.at, failure)) from failure
            raise
        self._forget_journal()

    def _prepare(self) -> None:
        """The journal, and all new contents on the disk."""
        for one in self.planned:
            self.at = self.root / one.step.target
            self.at.parent.mkdir(parents=True, exist_ok=True)
        if self.journal:
            write_atomically(self.journal, _as_json([one.step for one in self.planned], self.backup))
        for one in self.planned:
            self.at = self.root / one.step.target
            if one.step.temporary and not one.step.moved:
                _write(self.root / one.step.temporary, one.change.after, self.at)
        _flush(self.root, [one.step for one in self.planned])

    def _undo(self) -> None:
        """Put everything back; where even that fails, the journal stays for the next run."""
        for one in reversed(self.done):
            target = self.root / one.step.target
            if one.step.moved:
                target.replace(self.root / one.step.temporary)
            elif one.step.before:
                temporary = temporary_beside(target)
                _write(temporary, one.change.before, target)
                temporary.replace(target)
            else:
                target.unlink(missing_ok=True)
        for one in self.planned:
            if one.step.temporary and not one.step.moved:
                (self.root / one.step.temporary).unlink(missing_ok=True)
        self._forget_journal()

    def _forget_journal(self) -> None:
        if self.journal:
            self.journal.unlink(missing_ok=True)
            flush_folder(self.root)


def _planned(changes: Iterable[FileChange], root: Path) -> list[_Planned]:
    """The steps of some changes, each file once. Raises BriefwrightError for a file outside the root."""
    found: dict[Path, FileChange] = {}
    problems: list[Finding] = []
    for change in changes:
        real = change.path.resolve()
        source = change.source.resolve() if change.source else None
        if not real.is_relative_to(root) or not (source or real).is_relative_to(root):
            message = f"`{change.shown}` cannot be changed: {_LINKED_OUT}"
            hint = "change the file where it is"
            problems.append(error(Code.OUTPUT_UNWRITABLE, message, Location(change.shown), hint=hint))
        elif found.setdefault(real, change).after != change.after:  # two links to one file
            message = f"`{change.shown}` and `{found[real].shown}` are the same file, and would come out differently"
            problems.append(error(Code.OUTPUT_UNWRITABLE, message, Location(change.shown)))
    if problems:
        raise BriefwrightError(*problems)
    journalled = len(found) > 1 or any(change.source for change in found.values())
    return [_Planned(step, change) for real, change in found.items() for step in _steps(real, change, root, journalled)]


def _steps(real: Path, change: FileChange, root: Path, journalled: bool) -> Iterator[Step]:
    target = real.relative_to(root).as_posix()
    after = hashlib.sha256(change.after).hexdigest()
    temporary = temporary_beside(real, JOURNALLED if journalled else "").relative_to(root).as_posix()
    if change.source is None:
        before = hashlib.sha256(change.before).hexdigest() if change.before or real.exists() else ""
        yield Step(target, before, after, temporary)
        return
    source = change.source.resolve().relative_to(root).as_posix()
    if change.before == change.after:
        yield Step(target, "", after, source, moved=True)
        return
    yield Step(target, "", after, temporary)
    yield Step(source, hashlib.sha256(change.before).hexdigest(), "")


def _unchanged(planned: Sequence[_Planned], root: Path) -> None:
    """Raises BriefwrightError where a file is not as it was when it was read, or may not be written."""
    problems: list[Finding] = []
    for one in planned:
        target = root / one.step.target
        expected = {target: one.step.before}
        if one.step.moved:
            expected[root / one.step.temporary] = one.step.after
        try:
            if any(_sha256(path) != wanted for path, wanted in expected.items()):
                hint = "run the command again"
                message = "the file was changed since the command read it"
                problems.append(error(Code.CHANGED_MEANWHILE, message, Location(one.change.shown), hint=hint))
            elif target.exists() and not os.access(target, os.W_OK):
                problems.append(unwritable(target, PermissionError(errno.EACCES, os.strerror(errno.EACCES))))
        except OSError as failure:
            problems.append(unwritable(target, failure))
    if problems:
        raise BriefwrightError(*problems)


def _sha256(path: Path) -> str:
    """Of a file; empty where there is none."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return ""


def _write(file: Path, data: bytes, target: Path) -> None:
    """Write a new file to the disk with the rights and, where that is allowed, the owner of its target."""
    old = target.stat() if target.exists() else None
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, old.st_mode & 0o777 if old else 0o666)
    with os.fdopen(handle, "wb") as stream:
        if old and os.name == "posix":
            with contextlib.suppress(OSError):
                os.fchown(handle, old.st_uid, old.st_gid)
            os.fchmod(handle, old.st_mode & 0o7777)
        stream.write(data)
        stream.flush()
        os.fsync(handle)


def _take(step: Step, root: Path) -> None:
    """One step, once everything is on the disk."""
    if step.temporary:
        (root / step.temporary).replace(root / step.target)
    else:
        (root / step.target).unlink()


def _flush(root: Path, steps: Iterable[Step]) -> None:
    for folder in dict.fromkeys((root / path).parent for step in steps for path in (step.target, step.temporary)):
        flush_folder(folder)


def _recovered(root: Path) -> Recovered:
    """What to do about a journal, under the lock, done."""
    steps, backup = _read(root)
    states = [_state(step, root) for step in steps]
    names = tuple(step.target for step in steps)
    try:
        if all(state in ("ready", "done") for state in states):
            for step, state in zip(steps, states, strict=True):
                if state == "ready":
                    _take(step, root)
                _forget_temporary(step, root)
            _flush(root, steps)
            forward = True
        elif "done" not in states and "lost" not in states:
            for step in steps:
                _forget_temporary(step, root)
            forward = False
        else:
            raise BriefwrightError(_unfinished(steps, states, backup))
        (root / NAME).unlink()
        flush_folder(root)
    except OSError as failure:
        raise BriefwrightError(unwritable(root / NAME, failure)) from failure
    return Recovered(forward, names)


def _state(step: Step, root: Path) -> str:
    """`ready` to be taken, `done`, `unwritten` (nothing has happened to the target), or `lost`.

    A rename takes the temporary file away: while that is there, the target has not been replaced.
    """
    now = _sha256(root / step.target)
    if not step.temporary:
        return "ready" if now == step.before else "done" if not now else "lost"
    waiting = _sha256(root / step.temporary)
    if now == step.after and (not waiting or step.before != step.after):
        return "done"
    if now == step.before and waiting == step.after:
        return "ready"
    return "unwritten" if waiting or now == step.before else "lost"


def _forget_temporary(step: Step, root: Path) -> None:
    if step.temporary and not step.moved:
        (root / step.temporary).unlink(missing_ok=True)


def _as_json(steps: Sequence[Step], backup: str) -> bytes:
    content = {"version": 1, "backup": backup, "steps": [asdict(step) for step in steps]}
    return json.dumps(content, ensure_ascii=False, indent=1).encode("utf-8")


def _read(root: Path) -> tuple[list[Step], str]:
    """A journal's steps, and where its backup is. Raises BriefwrightError (W011) for one that is none of ours."""
    try:
        content = json.loads((root / NAME).read_bytes())
        steps = [Step(**one) for one in content["steps"]]
        backup = str(content["backup"])
        if content["version"] != 1 or not all(_is_ours(step, root) for step in steps):
            raise ValueError
    except (OSError, ValueError, TypeError, KeyError, RecursionError) as problem:
        message = f"`{NAME}` is no journal of a run that was killed"
        raise BriefwrightError(error(Code.UNFINISHED_WRITE, message, Location(NAME), hint="remove it")) from problem
    return steps, backup


def _is_ours(step: Step, root: Path) -> bool:
    """Whether a step is one that this module writes: a journal from elsewhere reaches no file outside the root."""
    texts = (step.target, step.before, step.after, step.temporary)
    if not all(isinstance(text, str) for text in texts) or not isinstance(step.moved, bool):
        return False
    for path in filter(None, (step.target, step.temporary)):
        pure = PurePosixPath(path)
        if pure.is_absolute() or ".." in pure.parts or "\0" in path:
            return False
        if not (root / path).parent.resolve().is_relative_to(root) or (root / path).is_symlink():
            return False
    named = PurePosixPath(step.temporary).name.startswith(".briefwright-") or not step.temporary
    return bool(step.target) and (step.moved or named)


def _unfinished(steps: Sequence[Step], states: Sequence[str], backup: str) -> Finding:
    said: Mapping[str, str] = {"done": "changed", "ready": "not yet", "unwritten": "not yet", "lost": "changed since"}
    listed = ", ".join(f"`{step.target}` {said[state]}" for step, state in zip(steps, states, strict=True))
    message = f"a run was killed while it changed files, and they are no longer as it left them: {listed}"
    before = f"the files as they were before are in `{backup}`; " if backup else ""
    hint = f"{before}put them right, and then remove `{NAME}`"
    return error(Code.UNFINISHED_WRITE, message, Location(NAME), hint=hint)


def _busy() -> Finding:
    return error(
        Code.UNFINISHED_WRITE,
        "another run is changing files of this project",
        Location(NAME),
        hint="wait for it to end, and run the command again",
    )


@contextlib.contextmanager
def _locked(root: Path) -> Iterator[bool]:
    """Hold the folder's lock; gives False where another process holds it. A disk without locks lets all pass."""
    try:
        import fcntl

        handle = os.open(root, os.O_RDONLY)
    except (ImportError, OSError):
        yield True
        return
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            alone = True
        except OSError as problem:
            alone = problem.errno not in (errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES)
        yield alone
    finally:
        os.close(handle)
