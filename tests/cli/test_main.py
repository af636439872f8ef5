"""The command line as a whole: help, wrong usage, what ends it early, and how quick it is."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest

import briefwright.cli
from briefwright.cli import COMMANDS, main
from tests.cli.conftest import Ran, environment, run

Call = Callable[..., Ran]

SLOW = ("pydantic", "babel", "weasyprint", "lxml", "bibtexparser", "openpyxl", "jinja2", "yaml", "rich")


def test_help_names_every_command(call: Call) -> None:
    done = call("--help")
    assert done.code == 0
    assert all(f"  {name}  " in done.out for name in COMMANDS)
    assert "Exit codes: 0 done" in done.out


@pytest.mark.parametrize(
    "command",
    [*([name] for name in COMMANDS), ["list", "facts"], ["list", "styles"], ["new", "fact"], ["new", "brief"],
     ["facts", "export"], ["facts", "import"]],
)  # fmt: skip
def test_every_command_has_a_help(call: Call, command: list[str]) -> None:
    done = call(*command, "--help")
    assert done.code == 0
    assert done.out.startswith(f"Usage: briefwright {' '.join(command)}")


def test_help_imports_nothing_slow(tmp_path: Path) -> None:
    code = (
        "import sys; from briefwright.cli import main; main(['--help'])\n"
        f"print([name for name in {SLOW!r} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment(), capture_output=True, text=True, check=True
    )
    assert done.stdout.endswith("[]\n")


def test_a_mistyped_command_is_guessed(call: Call) -> None:
    done = call("rendr")
    assert done.code == 2
    assert "there is no command `rendr`: did you mean `render`?" in done.err


def test_an_unknown_option_is_wrong_usage(call: Call) -> None:
    done = call("check", "--sloppy")
    assert done.code == 2
    assert "--sloppy" in done.err


def test_without_a_project_every_command_says_so(tmp_path: Path) -> None:
    for command in (["render"], ["check"], ["list", "facts"], ["list", "styles"], ["show", "x"], ["new", "brief", "x"]):
        done = run(tmp_path, *command)
        assert done.code == 2, command
        assert "there is no Briefwright project in" in done.err, command


def test_a_folder_that_is_not_there(call: Call) -> None:
    done = call("check", "--project", "nowhere")
    assert done.code == 2
    assert "there is no folder `nowhere`" in done.err


def test_a_project_is_found_from_a_folder_inside_it(call: Call, project: Path) -> None:
    done = call("list", "briefs", "--project", project / "facts")
    assert done.code == 0
    assert done.out.startswith("one\t")


def test_a_reader_that_leaves_a_pipe_ends_it_quietly(project: Path) -> None:
    command = f"{sys.executable} -m briefwright list styles | head -1"
    done = subprocess.run(
        ["bash", "-c", command], cwd=project, env=environment(), capture_output=True, text=True, check=True
    )
    assert done.stdout.count("\n") == 1
    assert done.stderr == ""


def test_a_closed_pipe_is_no_error(project: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-m", "briefwright", "list", "styles"]
    done = subprocess.run(
        command, cwd=project, env=environment(), stdout=writer, stderr=subprocess.PIPE, text=True, check=False
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_file_system_that_refuses_is_told_in_a_sentence(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    @click.command()
    def refuse() -> None:
        raise PermissionError(13, "Permission denied", "/somewhere")

    monkeypatch.setattr(briefwright.cli, "cli", refuse)
    assert main([]) == 1
    assert capsys.readouterr().err == "Error: `/somewhere`: Permission denied\n"


def test_a_fault_of_our_own_is_told_without_traceback(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    @click.command()
    def fail() -> None:
        raise KeyError("x")

    monkeypatch.setattr(briefwright.cli, "cli", fail)
    monkeypatch.delenv("BRIEFWRIGHT_TRACEBACK", raising=False)
    assert main([]) == 70
    said = capsys.readouterr().err
    assert "Briefwright itself failed (KeyError at " in said
    assert "Traceback" not in said
    monkeypatch.setenv("BRIEFWRIGHT_TRACEBACK", "1")
    assert main([]) == 70
    assert "Traceback" in capsys.readouterr().err


def test_a_removed_current_folder(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    command = f"rmdir {gone}; {sys.executable} -m briefwright check"
    done = subprocess.run(
        ["bash", "-c", command], cwd=gone, env=environment(), capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "the current folder cannot be read" in done.stderr


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_standard_streams_that_are_closed(project: Path, closed: str) -> None:
    command = f"{sys.executable} -m briefwright check {closed}"
    done = subprocess.run(
        ["bash", "-c", command], cwd=project, env=environment(), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0
    assert "Traceback" not in done.stderr
