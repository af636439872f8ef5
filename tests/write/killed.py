"""Kills a run at each of its steps, recovers, and prints what is there then: one JSON list a line.

A program of its own: it forks, and a hook on what Python asks of the system cannot be taken off again.
Usage: killed.py FOLDER. At every tenth step the recovery is killed too, at each of its own.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from briefwright.changes import FileChange
from briefwright.write.files import remove_leftovers
from briefwright.write.journal import recover, replace_all

OLD = {
    "bibliography.bib": b"old bib" * 1000,
    "facts/a.yaml": b"old a",
    "briefs/deep/b.md": b"old b",
    "snap/a.pdf": b"%",
}
MOVED = ("snap/a.pdf", "snap/b.pdf")
NEW = {"bibliography.bib": b"new bib" * 2000, "facts/a.yaml": b"", "briefs/deep/b.md": b"new b", "new/c.md": b"new c"}


def start(root: Path) -> None:
    shutil.rmtree(root, ignore_errors=True)
    for name, data in OLD.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)


def change(root: Path) -> None:
    changes = [FileChange(root / name, name, OLD.get(name, b""), data) for name, data in NEW.items()]
    source, target = MOVED
    changes.append(FileChange(root / target, target, OLD[source], OLD[source], root / source))
    replace_all(changes, root)


CALLS = ("open", "os.rename", "os.remove", "os.mkdir", "os.chmod", "os.chown", "os.fsync")


def kill_at(step: int, run: Callable[[Path], object], root: Path, calls: Sequence[str] = CALLS) -> bool:
    """Run in a process that is killed just before its nth of these calls to the system; gives whether it was."""
    child = os.fork()
    if child:
        return os.WIFSIGNALED(os.waitpid(child, 0)[1])
    left = step
    sync = os.fsync

    def count(event: str = "", _arguments: object = None) -> None:
        nonlocal left
        if event in calls:
            left -= 1
            if left < 0:
                os.kill(os.getpid(), signal.SIGKILL)

    def fsync(handle: int) -> None:
        count("os.fsync")
        sync(handle)

    os.fsync = fsync
    sys.addaudithook(count)
    run(root)
    os._exit(0)


def state(root: Path) -> dict[str, str]:
    files = sorted(path for path in root.rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes()[:7].decode() for path in files}


def main(root: Path) -> None:
    step = 0
    while True:
        start(root)
        if not kill_at(step, change, root):
            break
        if step % 10 == 0:
            again = 0
            while kill_at(again, recover, root):
                again += 1
        recover(root)
        remove_leftovers(root)  # as the next write does
        print(json.dumps([step, state(root)]))
        step += 1
    print(json.dumps([step, state(root)]))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
