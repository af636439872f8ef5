"""render.py, typed with Pythons that have and have not what it needs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
BARE = [sys.executable, "-S", "-E"]
"""This Python without site-packages: what a user's own `python` is like."""


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A folder that holds render.py and no environment."""
    folder = tmp_path / "a clone"
    folder.mkdir()
    shutil.copy(ROOT / "render.py", folder)
    return folder


def environment(clone: Path, script: str) -> None:
    """Give a clone an "environment" whose Python is a shell script."""
    python = clone / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    python.chmod(0o755)


def run(command: list[str], folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    variables = {**os.environ, **variables}
    return subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True, check=False, timeout=60)


def test_without_environment_says_the_one_command_that_makes_it(clone: Path) -> None:
    done = run([*BARE, "render.py"], clone)
    assert done.returncode == 2
    assert done.stderr.endswith("Set up this folder, with this command:\n    make briefs\n")
    assert "weasyprint" in done.stderr
    assert "Traceback" not in done.stderr


def test_starts_again_with_the_projects_environment(clone: Path, tmp_path: Path) -> None:
    environment(clone, 'shift; printf "%s|" "$@"; exit 7')
    done = run([*BARE, str(clone / "render.py"), "at a glance", "--to", "pdf"], tmp_path)
    assert done.returncode == 7
    assert done.stdout == "at a glance|--to|pdf|"


def test_broken_environment_is_tried_once(clone: Path) -> None:
    environment(clone, f'echo started >> started; exec "{sys.executable}" -S -E "$@"')
    done = run([*BARE, "render.py"], clone)
    assert done.returncode == 2
    assert "make fresh briefs" in done.stderr
    assert (clone / "started").read_text(encoding="utf-8") == "started\n"


def test_environment_whose_python_is_gone_counts_as_none(clone: Path) -> None:
    (clone / ".venv" / "bin").mkdir(parents=True)
    (clone / ".venv" / "bin" / "python").symlink_to(clone / "gone")
    done = run([*BARE, "render.py"], clone)
    assert done.returncode == 2
    assert "make briefs" in done.stderr


def test_passes_its_arguments_on_from_any_folder(tmp_path: Path) -> None:
    done = run([sys.executable, str(ROOT / "render.py"), "--help"], tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Usage: briefwright render" in done.stdout


def test_exit_code_is_the_commands(tmp_path: Path) -> None:
    done = run([sys.executable, str(ROOT / "render.py"), "--to", "papyrus"], tmp_path)
    assert done.returncode == 2
    assert "papyrus" in done.stderr
