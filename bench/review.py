"""How many edits of other programs come home: ``python -m bench.review``; ends with 1 where one does not.

Every case of tests/review/corpus, by the program that edited and the theme: how many are said and applied as the case
wants it, and what is wrong with the others. Then the time and memory of `review pull --json` on the longest brief of
the sample, as it was rendered. `make judges` installs the programs; with BRIEFWRIGHT_JUDGES=required one that is not
there is a failure.
"""

from __future__ import annotations

import argparse
import functools
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from bench.measure import Task, TaskError, medians
from tests.review import corpora, expectations
from tests.review.corpora import Case

PROCESSES = 2
SAMPLE = ("pyproject.toml", "bibliography.bib", "briefs", "facts", "templates")


def complaints(home: Path, case: Case) -> list[str]:
    """What is wrong with what is said and done about a case's document; nothing where it comes home."""
    made = home / "edited" / f"{case.name}.docx"
    if not made.is_file():
        return [f"{case.program} did not make it, see {home / 'edited' / case.program}.txt"]
    os.environ["BRIEFWRIGHT_TRACEBACK"] = "1"
    with tempfile.TemporaryDirectory(prefix="briefwright-bench-") as folder:
        project = corpora.project_of(case, home, Path(folder))
        os.chdir(project)
        try:
            return expectations.problems_of(case, made, project)
        except Exception as problem:  # a fault of ours in one case must not hide the others
            return [f"{type(problem).__name__}: {problem}"]
        finally:
            os.chdir(corpora.ROOT)


def tried(cases: Sequence[Case]) -> Mapping[str, list[str]]:
    """By the names of cases what is wrong with each."""
    home = corpora.documents(cases)
    with ProcessPoolExecutor(PROCESSES) as pool:
        found = pool.map(functools.partial(complaints, home), cases)
        return dict(zip((case.name for case in cases), found, strict=True))


def table(cases: Sequence[Case], wrong: Mapping[str, list[str]]) -> str:
    """How many cases come home of how many: a row for each program, a column for each theme."""
    home, every = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for case in cases:
        for program in (case.program, "all"):
            for theme in (case.theme, "all"):
                every[program, theme] += 1
                home[program, theme] += not wrong[case.name]
    columns = [*dict.fromkeys(case.theme for case in cases), "all"]
    rows = [[f"{'program':12}", *(f"{theme:>11}" for theme in columns)]]
    for program in (*corpora.PROGRAMS, "all"):
        cells = [f"{home[program, theme]} / {every[program, theme]}" for theme in columns]
        rows.append([f"{program:12}", *(f"{'-' if cell == '0 / 0' else cell:>11}" for cell in cells)])
    return "\n".join(" ".join(row) for row in rows)


def untouched(folder: Path) -> Task:
    """Reading the DOCX of the sample's longest brief, which nobody has edited."""
    for name in SAMPLE:
        source = corpora.ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name)
        else:
            shutil.copy(source, folder)
    brief = max((folder / "briefs").glob("*.md"), key=lambda file: len(file.read_bytes())).stem
    program = [sys.executable, "-m", "briefwright"]
    subprocess.run([*program, "render", brief, "--to", "docx", "--quiet"], cwd=folder, check=True)
    command = [*program, "review", "pull", f"build/{brief}.docx", "--json"]
    return Task(f"review pull --json, {brief}, untouched", [command], folder, lambda: None)


def main(rounds: int) -> int:
    """Try, measure and print; return the exit code."""
    cases = corpora.load_cases()
    lacking = {program: why for program in corpora.PROGRAMS if (why := corpora.missing(program))}
    for program, why in lacking.items():
        print(f"{program} is left out: {why}")
    cases = tuple(case for case in cases if case.program not in lacking)
    wrong = tried(cases)
    for name, problems in wrong.items():
        if problems:
            print(f"{name}: {problems[0].splitlines()[0][:300]}")
    print(table(cases, wrong), flush=True)
    with tempfile.TemporaryDirectory(prefix="briefwright-bench-") as scratch:
        results = medians([untouched(Path(scratch))], rounds=rounds)
    for name, run in results.items():
        print(f"{name}: {run.seconds:.2f} s, {run.megabytes:.0f} MB")
    incomplete = bool(lacking) and os.environ.get("BRIEFWRIGHT_JUDGES") == "required"
    return 1 if incomplete or any(wrong.values()) else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=5, help="how often the command is timed (default: 5)")
    try:
        sys.exit(main(parser.parse_args().rounds))
    except TaskError as failure:
        sys.exit(f"Nothing was measured: {failure}")
