"""Several briefs, or formats of one, at once, on machines with several processors."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from typing import Any, TypeVar

Job = TypeVar("Job")
Result = TypeVar("Result")

_task: tuple[Callable[[Any], Any], Sequence[Any]] | None = None
"""What forked workers find: the function, and the jobs by number."""


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
    try:
        context = multiprocessing.get_context("fork")
        with ProcessPoolExecutor(processors, mp_context=context) as pool:
            for future in as_completed([pool.submit(_run, number) for number in range(len(jobs))]):
                yield future.result()
    finally:
        _task = None


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _run(number: int) -> Any:
    if _task is None:
        raise RuntimeError("a worker was started without its task")
    do, jobs = _task
    return do(jobs[number])
