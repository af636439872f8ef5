"""Time whole processes and see how much memory they took."""

from __future__ import annotations

import os
import statistics
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter


@dataclass(frozen=True, slots=True)
class Run:
    """One run, of one process or of several in a row."""

    seconds: float
    megabytes: float
    """Resident memory, at its peak, of the largest process, children included (10**6 bytes)."""


@dataclass(frozen=True, slots=True)
class Task:
    """What is timed."""

    name: str
    commands: Sequence[Sequence[str]]
    """Run one after the other."""
    folder: Path
    before: Callable[[], None]
    """Called before each run, untimed: puts back the state that a run starts from."""
    expected: int = 0
    """The exit code with which each command ends where all is well."""


class TaskError(Exception):
    """A command of a task failed; the text says which, and what it said."""


def run(task: Task) -> Run:
    """Run a task once. Raises TaskError where one of its commands fails."""
    task.before()
    seconds, peak = 0.0, 0
    for command in task.commands:
        start = perf_counter()
        process = subprocess.Popen(
            command, cwd=task.folder, env=_environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        assert process.stdout is not None
        said = process.stdout.read().decode(errors="replace")
        # wait4 gives the largest peak among this process and those that it waited for (getrusage(2), ru_maxrss)
        _, status, usage = os.wait4(process.pid, 0)
        seconds += perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        process.stdout.close()
        if process.returncode != task.expected:
            raise TaskError(f"{task.name}: {' '.join(command)} ended with {process.returncode}:\n{said}")
        peak = max(peak, usage.ru_maxrss)
    return Run(seconds, peak * 1024 / 1e6)


def _environment() -> dict[str, str]:
    """The environment without what a user's does not have: a Python that may not keep what it compiled."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def medians(tasks: Sequence[Task], *, rounds: int) -> Mapping[str, Run]:
    """The median time and the greatest memory of each task.

    The tasks take turns, so that a busy minute of the machine falls on all alike; a first round warms the disk's
    cache and does not count.
    """
    runs: dict[str, list[Run]] = {task.name: [] for task in tasks}
    for number in range(rounds + 1):
        for task in tasks:
            done = run(task)
            if number:
                runs[task.name].append(done)
    return {
        name: Run(statistics.median(one.seconds for one in done), max(one.megabytes for one in done))
        for name, done in runs.items()
    }
