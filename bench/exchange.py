"""Time `bib dedupe`, `rename` and `import` on a large library: ``python -m bench.exchange``.

The library is the one of the other benchmarks, with a copy of every hundredth entry under another key; what is imported
is a RIS file of a thousand references, half of which are there already.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from pathlib import Path

from bench.library import make_project
from bench.measure import Run, Task, TaskError, medians

REFERENCES = 50_000
DEDUPE = f"bib dedupe, {REFERENCES:,} references"
IMPORT = f"bib import of 1,000 into {REFERENCES:,}"
RENAME = f"bib rename, {REFERENCES:,} references"
BARS = {DEDUPE: (30.0, 800.0), IMPORT: (25.0, 800.0), RENAME: (20.0, 800.0)}
"""By task: seconds and 10**6 bytes that it takes at most."""


def with_copies(bibliography: Path) -> None:
    """Put copies of every hundredth entry at the end."""
    text = bibliography.read_text(encoding="utf-8")
    entries = re.split(r"\n(?=@)", text)
    copies = [re.sub(r"\A(@\w+\{)", r"\1copy-", entry, count=1) for entry in entries[::100]]
    bibliography.write_text("\n".join([*entries, *copies]), encoding="utf-8")


def ris_file(bibliography: Path) -> str:
    """A thousand references in RIS: 500 of the library's, 500 others."""
    text = bibliography.read_text(encoding="utf-8")
    titles = re.findall(r"\n  title = \{([^{}\n]+)\}.*?\n  year = \{(\d+)\}", text, re.DOTALL)[:500]
    known = [f"TY  - BOOK\nTI  - {title}\nPY  - {year}\nER  -\n" for title, year in titles]
    new = [
        f"TY  - JOUR\nTI  - A wholly new article about the river {number}\nAU  - Doe, J.\nPY  - 2024\nER  -\n"
        for number in range(1000 - len(known))
    ]
    return "".join([*known, *new])


def tasks(folder: Path) -> list[Task]:
    """What is timed, in a new folder."""
    library = make_project(folder, REFERENCES).bibliography
    (folder / "new.ris").write_text(ris_file(library), encoding="utf-8")
    with_copies(library)
    ours = [sys.executable, "-m", "briefwright", "bib"]
    kept = library.read_bytes()

    def as_it_was() -> None:
        library.write_bytes(kept)

    # a key that no brief names, so that only the library is written, whole and with a backup
    rename = [*ours, "rename", f"copy-{re.findall(r'@book{([^,]+),', kept.decode())[0]}", "renamed", "--yes"]
    return [
        Task(RENAME, [rename], folder, as_it_was),
        Task(DEDUPE, [[*ours, "dedupe", "--all", "--dry-run"]], folder, lambda: None),
        Task(IMPORT, [[*ours, "import", "new.ris", "--dry-run"]], folder, lambda: None),
    ]


def held(name: str, run: Run) -> bool:
    """Whether a task keeps to its bar."""
    seconds, megabytes = BARS[name]
    return run.seconds <= seconds and run.megabytes <= megabytes


def main(rounds: int) -> int:
    """Measure and print; return the exit code, 1 where a bar is missed."""
    with tempfile.TemporaryDirectory(prefix="briefwright-bench-") as scratch:
        results = medians(tasks(Path(scratch) / "exchange"), rounds=rounds)
    for name, run in results.items():
        print(f"{name:40} {run.seconds:8.2f} s  {run.megabytes:6.0f} MB")
    return 0 if all(held(name, run) for name, run in results.items()) else 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=3, help="how often each task is timed (default: 3)")
    try:
        sys.exit(main(parser.parse_args().rounds))
    except TaskError as failure:
        sys.exit(f"Nothing was measured: {failure}")
