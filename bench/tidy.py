"""Time `bib tidy --check` on a large library, beside bibtex-tidy on the same file: ``python -m bench.tidy``.

The library is the one of the other benchmarks with faults sown in: page ranges with one hyphen, empty fields, fields on
one line, quotation marks. bibtex-tidy (npm) is installed by ``make judges`` and left out where it is not.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from bench.library import make_project
from bench.measure import Task, TaskError, medians

REFERENCES = 50_000
NAME = f"bib tidy --check, {REFERENCES:,} references"
SECONDS = 6.0
MEGABYTES = 400.0
RIVAL = Path(__file__).parents[1] / ".tools" / "node" / "node_modules" / "bibtex-tidy" / "bin" / "bibtex-tidy"


def untidy(bibliography: Path) -> None:
    """Sow faults into every entry of a library."""
    text = bibliography.read_text(encoding="utf-8")
    text = text.replace("--", "-").replace(",\n  year = {", ", note = {},\n  year = {").replace("title = {", "title={")
    bibliography.write_text(text, encoding="utf-8")


def tasks(folder: Path) -> list[Task]:
    """What is timed, in a new folder: `bib tidy --check`, and bibtex-tidy where it is installed."""
    library = make_project(folder, REFERENCES).bibliography
    untidy(library)
    ours = [sys.executable, "-m", "briefwright", "bib", "tidy", "--check"]
    made = [Task(NAME, [ours], folder, lambda: None, expected=1)]  # 1: something would change
    node = shutil.which("node")
    if node is not None and RIVAL.exists():
        theirs = [node, str(RIVAL), str(library), "--v2", "--output", str(folder / "theirs.bib")]
        made.append(Task("bibtex-tidy 1.14.0, the same file", [theirs], folder, lambda: None))
    else:
        print("bibtex-tidy is not installed (make judges): left out", flush=True)
    return made


def main(rounds: int) -> int:
    """Measure and print; return the exit code, 1 where a bar is missed."""
    with tempfile.TemporaryDirectory(prefix="briefwright-bench-") as scratch:
        results = medians(tasks(Path(scratch) / "tidy"), rounds=rounds)
    for name, run in results.items():
        print(f"{name:45} {run.seconds:8.2f} s  {run.megabytes:6.0f} MB")
    return 0 if results[NAME].seconds <= SECONDS and results[NAME].megabytes <= MEGABYTES else 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=3, help="how often each task is timed (default: 3)")
    try:
        sys.exit(main(parser.parse_args().rounds))
    except TaskError as failure:
        sys.exit(f"Nothing was measured: {failure}")
