"""The sample's outputs, rendered as a user renders them, before every judge."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, Converter, Judge, present
from tests.judges import check_outputs

NAMES = sorted(file.stem for file in (ROOT / "briefs").rglob("*.md"))
FORMATS = ("pdf", "docx", "html")


def test_every_brief_has_every_format_and_a_manifest(sample: Path) -> None:
    expected = {f"{name}.{ending}" for name in NAMES for ending in (*FORMATS, "manifest.json", "baseline.json")}
    assert len(NAMES) >= 3
    assert {file.name for file in sample.iterdir() if file.is_file()} == expected


@pytest.mark.judge
@pytest.mark.parametrize("name", NAMES)
def test_pdf_is_accessible(name: str, sample: Path, pdf_ua: Judge) -> None:
    verdict = pdf_ua(sample / f"{name}.pdf")
    assert verdict.passed, verdict


@pytest.mark.judge
@pytest.mark.parametrize("name", NAMES)
def test_pdf_is_accessible_by_verapdf(name: str, sample: Path, vera_pdf: Judge) -> None:
    verdict = vera_pdf(sample / f"{name}.pdf")
    assert verdict.passed, verdict


@pytest.mark.judge
@pytest.mark.parametrize("name", NAMES)
def test_pdf_has_sound_syntax(name: str, sample: Path, qpdf: Judge) -> None:
    verdict = qpdf(sample / f"{name}.pdf")
    assert verdict.passed, verdict


@pytest.mark.judge
@pytest.mark.parametrize("name", NAMES)
def test_docx_is_valid(name: str, sample: Path, ooxml: Judge) -> None:
    verdict = ooxml(sample / f"{name}.docx")
    assert verdict.passed, verdict


@pytest.mark.judge
@pytest.mark.parametrize("name", NAMES)
def test_docx_opens_in_libreoffice(name: str, sample: Path, libreoffice_pdf: Converter, tmp_path: Path) -> None:
    import pypdf

    made = pypdf.PdfReader(libreoffice_pdf(sample / f"{name}.docx", tmp_path))
    text = " ".join(page.extract_text() for page in made.pages)
    title = pypdf.PdfReader(sample / f"{name}.pdf").metadata
    assert title is not None
    assert title.title is not None
    assert title.title.split()[0] in text


@pytest.mark.judge
@pytest.mark.parametrize("name", NAMES)
def test_citations_of_the_docx_are_read(name: str, sample: Path) -> None:
    present("biblatex-csl-converter")
    verdict = check_outputs.citations_are_read(sample / f"{name}.docx")
    assert verdict.passed, verdict


@pytest.mark.judge
@pytest.mark.parametrize("name", NAMES)
def test_html_is_valid(name: str, sample: Path, vnu: Judge) -> None:
    verdict = vnu(sample / f"{name}.html")
    assert verdict.passed, verdict


def test_rendering_again_elsewhere_gives_the_same_bytes(sample: Path, tmp_path: Path) -> None:
    # the set-up of a clean clone: another folder, an empty build/, another order of hashes, another time zone
    project = tmp_path / "other place"
    for part in ("bibliography.bib", "facts", "briefs", "templates", "src", "pyproject.toml", "render.py"):
        source = ROOT / part
        (shutil.copytree if source.is_dir() else shutil.copyfile)(source, _made(project) / part)
    environment = {**os.environ, "PYTHONHASHSEED": "4711", "TZ": "Asia/Phnom_Penh", "PYTHONPATH": str(project / "src")}
    command = [sys.executable, "render.py", "--output", str(tmp_path / "again")]
    subprocess.run(command, cwd=project, env=environment, check=True, capture_output=True)
    assert _hashes(tmp_path / "again") == _hashes(sample)


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _hashes(folder: Path) -> dict[str, str]:
    files = (file for file in folder.iterdir() if file.is_file())
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}
