"""Several briefs, or formats of one, at once, on machines with several processors."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from typing import Any, TypeVar

Job = TypeVar("Job")
Result = TypeVar("Result")

_task: tuple[Callable[[Any], Any], Sequence[Any]] | None = None
"""What forked workers find: the function, and the jobs by number."""
_working = False
"""In a worker: whether it is at a job."""
_stopped = False
"""In a worker: whether Ctrl-C was typed."""
_PR_SET_PDEATHSIG = 1
"""Of prctl(2): the signal that the kernel sends when the parent ends."""


def side_by_side(jobs: Sequence[Job], do: Callable[[Job], Result]) -> Iterator[Result]:
    """The results of jobs, in the order in which they are done.

    Workers are forked, so that what was loaded is shared and nothing but results is copied; where that is not
    possible (Windows, macOS, one processor, one job), jobs run one after the other.
    """
    processors = min(len(jobs), _processors())
    if processors < 2 or not sys.platform.startswith("linux"):
        yield from map(do, jobs)
        return
    global _task
    _task = (do, jobs)
    pool = ProcessPoolExecutor(processors, multiprocessing.get_context("fork"), initializer=_begin)
    try:
        for future in as_completed([pool.submit(_run, number) for number in range(len(jobs))]):
            yield future.result()
    finally:
        _task = None
        pool.shutdown(cancel_futures=True)  # after Ctrl-C, what has not begun is not begun


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _begin() -> None:
    """Make a worker end with the run: at Ctrl-C, which reaches it too, and when its parent is killed."""
    signal.signal(signal.SIGINT, _stop)
    # without this, workers of a killed parent go on writing, and then wait for jobs for ever
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _stop(_number: int, _frame: object) -> None:
    global _stopped
    if not _working:
        os._exit(128 + signal.SIGINT)  # waiting for a job: there is nothing to clean up
    _stopped = True
    raise KeyboardInterrupt


def _run(number: int) -> Any:
    global _working
    if _task is None:
        raise RuntimeError("a worker was started without its task")
    if _stopped:
        raise KeyboardInterrupt
    do, jobs = _task
    _working = True
    try:
        return do(jobs[number])
    finally:
        _working = False
