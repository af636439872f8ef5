"""`briefwright init`."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from briefwright.cli.init import FILES
from tests.cli.conftest import environment, run


def test_a_new_project_renders_at_once_without_findings(tmp_path: Path) -> None:
    done = run(tmp_path, "init", "a new project")
    assert (done.code, done.err) == (0, "")
    assert done.out.endswith("Render it: cd 'a new project' && briefwright render\n")
    root = tmp_path / "a new project"
    assert sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()) == sorted(FILES)
    # one example source: the checker says so, as information
    assert run(root, "check").out.endswith(
        "1 brief, 3 facts, 1 reference: nothing to mend, 3 remarks; 2 quotations not looked up (no saved copy)\n"
    )
    rendered = subprocess.run(
        [sys.executable, "render.py"], cwd=root, env=environment(), capture_output=True, text=True, check=False
    )
    assert rendered.returncode == 0, rendered.stderr
    assert "1 brief, 3 files, no warning" in rendered.stderr
    assert {path.suffix for path in (root / "build").iterdir()} == {".pdf", ".docx", ".html", ".json"}
    readme = (root / "README.md").read_text(encoding="utf-8")
    assert readme.startswith("# a new project\n")
    assert {"render", "check", "why", "snapshot"} <= set(re.findall(r"(?m)^briefwright (\w+)", readme))


def test_copies_of_sources_stay_out_of_version_control_and_places_do_not(tmp_path: Path) -> None:
    run(tmp_path, "init", ".")
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    names = ("snapshots/a.pdf", "snapshots/a.snapshot.json", "snapshots/a.places.yaml", "build/a.pdf")
    asked = subprocess.run(["git", "check-ignore", *names], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert asked.stdout.split() == ["snapshots/a.pdf", "snapshots/a.snapshot.json", "build/a.pdf"]


def test_a_folder_with_other_files_is_used(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    done = run(tmp_path, "init", ".")
    assert done.code == 0
    assert done.out.endswith("Render it: briefwright render\n")


@pytest.mark.parametrize("name", ["README.md", "facts/example.yaml", "pyproject.toml"])
def test_nothing_is_overwritten(tmp_path: Path, name: str) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("mine", encoding="utf-8")
    before = sorted(tmp_path.rglob("*"))
    done = run(tmp_path, "init", ".")
    assert done.code == 1
    assert f"has {name} already, and nothing is overwritten" in done.err
    assert sorted(tmp_path.rglob("*")) == before


def test_a_file_where_the_folder_should_go(tmp_path: Path) -> None:
    (tmp_path / "p").write_text("", encoding="utf-8")
    done = run(tmp_path, "init", "p")
    assert done.code == 3
    assert "a file stands where a folder is needed" in done.err


def test_without_the_package_render_says_what_to_do(tmp_path: Path) -> None:
    run(tmp_path, "init", ".")
    done = subprocess.run(
        [sys.executable, "-S", "-E", "render.py"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "type `briefwright render` instead" in done.stderr
    assert "Traceback" not in done.stderr
