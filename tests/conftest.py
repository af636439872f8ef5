"""What all tests share: the independent judges, each skipped by name where it is not installed, and the sample."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.judges import judges

ROOT = Path(__file__).resolve().parents[1]

Judge = Callable[..., judges.Verdict]
Converter = Callable[[Path, Path], Path]


def present(name: str) -> None:
    """Skip the test where a judge is not installed; fail it where BRIEFWRIGHT_JUDGES=required."""
    if judges.INSTALLED[name]():
        return
    if os.environ.get("BRIEFWRIGHT_JUDGES") == "required":
        pytest.fail(f"{name} is not installed, and judges are required here")
    package = judges.PACKAGES.get(name)
    pytest.skip(f"{name} is not installed ({f'the package {package}' if package else 'make judges'})")


@pytest.fixture
def pdf_ua() -> Judge:
    present("page-validation")
    return judges.pdf_ua


@pytest.fixture
def vera_pdf() -> Judge:
    present("veraPDF")
    return judges.vera_pdf


@pytest.fixture
def qpdf() -> Judge:
    present("qpdf")
    return judges.qpdf


@pytest.fixture
def ooxml() -> Judge:
    present("Open XML SDK")
    return judges.ooxml


@pytest.fixture
def vnu() -> Judge:
    present("vnu")
    return judges.vnu


@pytest.fixture
def libreoffice_pdf() -> Converter:
    present("LibreOffice")
    return judges.libreoffice_pdf


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every brief of the sample in every format, rendered once as a user renders them."""
    folder = tmp_path_factory.mktemp("sample")
    command = [sys.executable, str(ROOT / "render.py"), "--output", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        pytest.fail(f"render.py ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return folder
