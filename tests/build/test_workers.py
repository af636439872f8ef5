"""Several jobs at once: their results, and how they end with the run."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from briefwright.build.workers import side_by_side

SLEEPERS = """
import os, sys, time
from briefwright.build.workers import side_by_side

def sleep(number):
    open(f"{sys.argv[1]}/{os.getpid()}", "w").close()
    time.sleep(60)

try:
    list(side_by_side([1, 2, 3, 4], sleep))
except KeyboardInterrupt:
    print("stopped")
"""

needs_two = pytest.mark.skipif(
    not sys.platform.startswith("linux") or len(os.sched_getaffinity(0)) < 2, reason="jobs run one after the other here"
)


def test_every_job_is_done_once() -> None:
    assert sorted(side_by_side([1, 2, 3, 4, 5], lambda number: number * 10)) == [10, 20, 30, 40, 50]


def test_a_job_that_fails_fails_the_whole() -> None:
    with pytest.raises(ZeroDivisionError):
        list(side_by_side([1, 0], lambda number: 1 / number))


@needs_two
@pytest.mark.parametrize(
    ("number", "whole_group"), [(signal.SIGINT, True), (signal.SIGTERM, False), (signal.SIGKILL, False)]
)
def test_workers_end_with_the_run(tmp_path: Path, number: signal.Signals, whole_group: bool) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", SLEEPERS, str(tmp_path)], start_new_session=True, text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    wait_until(lambda: len(list(tmp_path.iterdir())) == 2)
    (os.killpg if whole_group else os.kill)(process.pid, number)
    out, err = process.communicate(timeout=20)
    workers = [int(path.name) for path in tmp_path.iterdir()]
    assert len(workers) == 2, "a job was begun after the end"
    wait_until(lambda: not any(is_running(worker) for worker in workers))
    assert out == ("stopped\n" if whole_group else "")
    assert "Traceback" not in err


def wait_until(condition: object, seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]  # a callable
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.02)


def is_running(number: int) -> bool:
    try:
        state = Path(f"/proc/{number}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"
