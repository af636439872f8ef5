"""Changes are shown, asked for, kept a backup of, and written all or none."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from briefwright.changes import FileChange
from briefwright.cli.carry import SHOWN, carry_out
from briefwright.diagnostics import BriefwrightError, Code
from tests.cli.conftest import ROOT, Ran, environment, run

SCRIPT = """
import sys
from pathlib import Path
import click
from briefwright.changes import FileChange
from briefwright.cli.carry import carry_out, write_options
@click.command()
@write_options
def command(yes, dry_run):
    here = Path.cwd()
    changes = [FileChange(here / n, n, b"old\\n" * 200, b"new\\n" * 200) for n in ("a", "b")]
    return carry_out(changes, yes=yes, dry_run=dry_run, done="Made them new", root=here, notes=["a word more"])
sys.exit(command(standalone_mode=False) or 0)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("a", "b"):
        (tmp_path / name).write_text("old\n" * 200)
    return tmp_path


def changes(folder: Path) -> list[FileChange]:
    return [FileChange(folder / name, name, b"old\n" * 200, b"new\n") for name in ("a", "b")]


def test_yes_writes_and_says_where_the_backup_is(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    code = carry_out(changes(folder), yes=True, dry_run=False, done="Made them new", root=folder, notes=["a word more"])
    out, err = capfd.readouterr()
    assert code == 0
    assert (folder / "b").read_text() == "new\n"
    assert "--- a\n+++ a\n@@ -1,200 +1 @@\n-old\n" in out
    (backup,) = (folder / "build/backups").iterdir()
    assert err == f"a word more\nMade them new. What was there before is in build/backups/{backup.name}.\n"


def test_a_dry_run_writes_nothing(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert carry_out(changes(folder), yes=True, dry_run=True, done="x", root=folder) == 0
    out, err = capfd.readouterr()
    assert "+new" in out
    assert err == "Nothing is written: 2 files would change.\n"
    assert sorted(path.name for path in folder.iterdir()) == ["a", "b"]


def test_nothing_to_change(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    same = [FileChange(folder / "a", "a", b"x", b"x")]
    assert carry_out(same, yes=False, dry_run=False, done="x", root=folder) == 0
    assert capfd.readouterr() == ("", "Nothing to change.\n")


def test_without_a_terminal_somebody_has_to_say_yes(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(click.UsageError, match="no terminal to ask at: say --yes"):
        carry_out(changes(folder), yes=False, dry_run=False, done="x", root=folder)
    assert "+new" in capfd.readouterr().out
    assert (folder / "a").read_text() == "old\n" * 200


def test_outside_a_project_the_backup_stands_beside(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    carry_out(changes(folder)[:1], yes=True, dry_run=False, done="Done")
    assert sorted(path.name for path in folder.iterdir()) == ["a", "a.bak", "b"]
    assert f"What was there before is in {folder / 'a.bak'}." in capfd.readouterr().err


def test_a_file_that_was_saved_meanwhile(folder: Path) -> None:
    (folder / "b").write_text("saved by an editor")
    with pytest.raises(BriefwrightError) as failure:
        carry_out(changes(folder), yes=True, dry_run=False, done="x", root=folder)
    assert [finding.code for finding in failure.value.findings] == [Code.CHANGED_MEANWHILE]
    assert sorted(path.name for path in folder.iterdir()) == ["a", "b"]


@pytest.mark.parametrize(("answer", "text"), [("y\n", "new\n"), ("n\n", "old\n"), ("", "old\n")])
def test_on_a_terminal_the_beginning_is_shown_and_asked(folder: Path, answer: str, text: str) -> None:
    import pty

    main_end, end = pty.openpty()
    command = [sys.executable, "-c", SCRIPT]
    process = subprocess.Popen(command, cwd=folder, env=environment(TERM="xterm"), stdin=end, stdout=end, stderr=end)
    os.close(end)
    os.write(main_end, answer.encode() or b"\x04")
    seen = b""
    while True:
        try:
            part = os.read(main_end, 4096)
        except OSError:  # Linux's word for the end
            break
        seen += part
    os.close(main_end)
    process.wait(timeout=60)
    assert b"Change 2 files?" in seen
    assert f"... and {2 * (400 + 3) - SHOWN} lines more".encode() in seen
    assert (folder / "a").read_text() == text * 200


def test_what_a_file_holds_does_not_drive_the_terminal(folder: Path) -> None:
    script = SCRIPT.replace('b"new\\n" * 200', 'b"\\x1b[2J\\x07new\\r\\n"')
    main_end, end = os.openpty()
    command = [sys.executable, "-c", script, "--yes"]
    process = subprocess.Popen(command, cwd=folder, env=environment(TERM="xterm"), stdin=end, stdout=end, stderr=end)
    os.close(end)
    seen = b""
    with contextlib.suppress(OSError):  # Linux's word for the end
        while part := os.read(main_end, 4096):
            seen += part
    os.close(main_end)
    assert process.wait(timeout=60) == 0
    assert "+\N{REPLACEMENT CHARACTER}[2J".encode() in seen
    assert b"\x1b[2J" not in seen


def test_a_killed_run_is_finished_by_the_next_command(project: Path) -> None:
    script = (
        "import os, signal, sys; from pathlib import Path; from briefwright.changes import FileChange\n"
        "from briefwright.write import journal\n"
        "take, root = journal._take, Path(sys.argv[1])\n"
        "def once(step, base):\n"
        "    take(step, base)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        "journal._take = once\n"
        "files = [root / n for n in ('bibliography.bib', 'facts/trade.yaml')]\n"
        "journal.replace_all([FileChange(f, f.name, f.read_bytes(), f.read_bytes().replace(b'pich2024', b'pich'))"
        " for f in files], root)\n"
    )
    command = [sys.executable, "-c", script, str(project)]
    done = subprocess.run(command, env=environment(), cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL
    assert "pich2024" not in (project / "bibliography.bib").read_text()
    assert "pich2024" in (project / "facts/trade.yaml").read_text()
    told = run(project, "show", "trade-began")
    assert "A run was killed while it changed bibliography.bib, facts/trade.yaml: finished." in told.err
    assert "pich2024" not in (project / "facts/trade.yaml").read_text()
    assert "killed" not in run(project, "show", "trade-began").err


@pytest.mark.parametrize("command", [("check",), ("list", "facts"), ("render", "one"), ("list", "templates")])
def test_a_run_that_cannot_be_finished_stops_every_command(
    project: Path, call: Callable[..., Ran], command: tuple[str, ...]
) -> None:
    (project / ".briefwright-journal.json").write_text("{}")
    told = call(*command)
    assert told.code == 1
    assert ".briefwright-journal.json: error W011" in told.err
