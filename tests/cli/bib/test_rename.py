"""`briefwright bib rename`."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import ROOT, Ran, environment, on_terminal, run

Call = Callable[..., Ran]


def files(project: Path) -> dict[str, bytes]:
    return {path.relative_to(project).as_posix(): path.read_bytes() for path in project.rglob("*") if path.is_file()}


def test_rename(call: Call, project: Path) -> None:
    done = call("bib", "rename", "kuch2015", "agency2015", "--yes")
    assert done.code == 0
    assert "-      - source: kuch2015\n+      - source: agency2015\n" in done.out
    assert "rename from kuch2015.txt\nrename to agency2015.txt\n" in done.out
    assert "`kuch2015` becomes `agency2015` in 2 lines of 3 files." in done.err
    assert "Renamed `kuch2015` to `agency2015`. What was there before is in build/backups/" in done.err
    assert "kuch2015" not in (project / "facts/debt.yaml").read_text()
    assert (project / "snapshots/agency2015.txt").is_file()
    assert not (project / "snapshots/kuch2015.txt").exists()
    assert (next((project / "build/backups").iterdir()) / "facts/debt.yaml").is_file()
    assert call("check").code == call("check").code == 0
    assert call("bib", "rename", "agency2015", "kuch2015", "--yes").code == 0


def test_a_dry_run_and_no_terminal_write_nothing(project: Path) -> None:
    before = files(project)
    assert run(project, "bib", "rename", "kuch2015", "new", "--dry-run").code == 0
    done = run(project, "bib", "rename", "kuch2015", "new")
    assert done.code == 2
    assert "say --yes to write it" in done.err
    assert files(project) == before


def test_a_terminal_is_asked(project: Path) -> None:
    before = files(project)
    assert "Change 3 files? [y/N]" in on_terminal(project, "bib", "rename", "kuch2015", "new", answers="n\n").out
    assert files(project) == before
    assert on_terminal(project, "bib", "rename", "kuch2015", "new", answers="y\n").code == 0
    assert "@online{new," in (project / "bibliography.bib").read_text()


def test_a_key_for_braces_is_told(call: Call, project: Path) -> None:
    done = call("bib", "rename", "pich2024", "doi:10/a.", "-y")
    assert "In briefs it is cited with braces: @{doi:10/a.}." in done.err
    assert "[@{doi:10/a.}, p. 13]" in (project / "briefs/one.md").read_text()


def test_problems(call: Call, project: Path) -> None:
    before = files(project)
    unknown = call("bib", "rename", "kuch2016", "x")
    assert unknown.code == 1
    assert "no entry has the key `kuch2016`\n       hint: did you mean `kuch2015`?" in unknown.err
    (project / "briefs/two.md").write_text("---\ntitle: T\n---\n\n[@kuch2015] {{ 'open }}\n")
    before = files(project)
    stopped = call("bib", "rename", "kuch2015", "x", "--yes")
    assert stopped.code == 1
    assert "briefs/two.md:5: error R011" in stopped.err
    assert files(project) == before


KILLED = """
import os, sys
from pathlib import Path
from briefwright.cli import main
from tests.write.killed import kill_at
command = ["bib", "rename", "kuch2015", "new", "--yes", "--project", sys.argv[1]]
print(kill_at(int(sys.argv[2]), lambda root: main(command), Path(sys.argv[1]), ["os.rename"]))
"""


@pytest.mark.parametrize(("rename", "key"), [(2, "kuch2015"), (3, "new"), (5, "new")])
def test_a_kill_at_a_rename(project: Path, rename: int, key: str) -> None:
    """Renames 0 and 1 are the backup's, 2 is the journal's, 3 to 5 are of the bibliography, the facts, the snapshot."""
    command = [sys.executable, "-c", KILLED, str(project), str(rename)]
    path = os.pathsep.join((str(ROOT / "src"), str(ROOT)))
    subprocess.run(command, check=True, env=environment(PYTHONPATH=path), capture_output=True)
    assert run(project, "list", "references").code == 0
    assert f"@online{{{key}," in (project / "bibliography.bib").read_text()
    assert f"source: {key}\n" in (project / "facts/debt.yaml").read_text()
    assert (project / f"snapshots/{key}.txt").is_file()
    assert not list(project.rglob("*.next"))
