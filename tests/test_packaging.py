"""The lock, the wheel, and what else a person who installs Briefwright gets."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import pytest
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCK = [line for line in (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines() if line[:1] != "#"]


def canonical(requirement: str) -> str:
    """The name in a requirement, as PEP 503 compares names."""
    name = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert name is not None
    return re.sub(r"[-_.]+", "-", name[0]).lower()


def test_lock_pins_all_that_is_asked_for() -> None:
    project = PROJECT["project"]
    asked = [*project["dependencies"], *project["optional-dependencies"]["dev"], *PROJECT["build-system"]["requires"]]
    assert {canonical(name) for name in asked} <= {canonical(line) for line in LOCK}


def test_lock_names_versions_only() -> None:
    assert LOCK
    assert [line for line in LOCK if not re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.]+", line)] == []


def test_lock_agrees_with_what_the_tests_run_on() -> None:
    pinned = dict(line.split("==") for line in LOCK)
    differing = {name: version(name) for name, pin in pinned.items() if Version(version(name)) != Version(pin)}
    assert differing == {}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[zipfile.ZipFile]:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as file:
        yield file


def test_wheel_carries_every_template_and_the_types_marker(wheel: zipfile.ZipFile) -> None:
    templates = {
        f"briefwright/{file.relative_to(ROOT).as_posix()}" for file in (ROOT / "templates").rglob("*") if file.is_file()
    }
    assert "briefwright/templates/base.md" in templates
    assert templates | {"briefwright/py.typed", "briefwright/cli/__init__.py"} <= set(wheel.namelist())


def test_wheel_carries_nothing_else(wheel: zipfile.ZipFile) -> None:
    tops = {name.partition("/")[0] for name in wheel.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"briefwright"}
