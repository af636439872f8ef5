"""Redlines of the sample's briefs after changes to their sources, as pandoc, LibreOffice and Open XML SDK see them."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import pypandoc
import pytest

from briefwright import ast
from briefwright.document import Face
from briefwright.pipeline import Order, Rendered, render
from briefwright.redline.make import File, redline
from tests.conftest import ROOT, Judge
from tests.review.corpora import PROGRAMS, missing

BRIEFS = ("briefing-note", "at-a-glance", "fact-sheet")
"""The first has its citations in notes, in its newer edition as text: Bringer.live says what LibreOffice needs."""
Texts = Callable[[str, str], list[str]]


def change(project: Path) -> None:
    """Change a fact that all briefs use, and in each brief take out, put in, move and rewrite."""
    debt = project / "facts" / "debt.yaml"
    debt.write_text(debt.read_text(encoding="utf-8").replace("amount: 1500000000", "amount: 1800000000"), "utf-8")
    for name in BRIEFS:
        file = project / "briefs" / f"{name}.md"
        blocks = file.read_text(encoding="utf-8").split("\n\n")
        prose = [number for number, block in enumerate(blocks) if re.match(r"\*?\*?[A-Z][^%]{200}", block)]
        more = ". More was said.^[In a *note* [@bokarev2018cambodia].] "
        blocks[prose[0]] = blocks[prose[0]].replace(" the ", " one ", 1).replace(". ", more, 1)
        if len(prose) > 4:  # the last ones of their part bring its end along, and stay
            blocks[prose[3]] = f"{blocks[prose[1]]}\n\n{blocks[prose[3]]}"
            blocks[prose[1]] = blocks[prose[2]] = ""
        text = "\n\n".join(block for block in blocks if block)
        text = re.sub(r"\n- .*(\n- .*\n)", r"\n- One **more** point [@bokarev2018cambodia, para. 3].\1", text, count=1)
        text = re.sub(r'((?:ids=\[|key_figures\()\s*"[^"]+", )"[^"]+",', r"\1", text).replace(
            "title: ", "title: On ", 1
        )
        file.write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """old/NAME.docx, new/NAME.docx and redline/NAME.docx."""
    home = tmp_path_factory.mktemp("editions")
    project = home / "project"
    for name in ("briefs", "facts", "templates"):
        shutil.copytree(ROOT / name, project / name)
    shutil.copy(ROOT / "bibliography.bib", project)
    (project / "pyproject.toml").write_text('[tool.briefwright]\nlang = "en-GB"\n', encoding="utf-8")
    write_briefs(project, Order((), ("docx",), home / "old"))
    change(project)
    write_briefs(project, Order(BRIEFS[1:], ("docx",), home / "new"))
    write_briefs(project, Order(BRIEFS[:1], ("docx",), home / "new", face=Face.FINAL))
    for name in BRIEFS:
        write_redline(home, home / "old" / f"{name}.docx", name)
    return home


def write_briefs(project: Path, order: Order) -> None:
    done = [step for step in render(project, order) if isinstance(step, Rendered)]
    assert all(step.outputs for step in done), [step.findings for step in done]


def write_redline(home: Path, old: Path, name: str) -> None:
    new = home / "new" / f"{old.stem}.docx"
    made = redline(File(old.read_bytes(), old.name), File(new.read_bytes(), new.name), author="Ann")
    assert not made.findings
    counts = made.value.counts
    assert counts.insertions >= 3
    assert counts.deletions >= 3
    (home / "redline").mkdir(exist_ok=True)
    (home / "redline" / f"{name}.docx").write_bytes(made.value.data)


def texts(path: Path, changes: str = "accept") -> list[str]:
    """What pandoc reads, paragraph by paragraph, those of cells and notes too; without empty ones.

    pandoc does not know rows that were put in or taken out: it leaves their cells, empty.
    """
    options = [f"--track-changes={changes}"]
    blocks = json.loads(pypandoc.convert_file(path, "json", format="docx", extra_args=options))["blocks"]
    found = (node["c"][2] if node["t"] == "Header" else node["c"] for node in ast.walk(blocks) if node["t"] in LINES)
    said = (" ".join(ast.text_of(inlines, notes=False).split()) for inlines in found)
    return [text for text in said if text]


LINES = ("Para", "Plain", "Header")


@pytest.mark.parametrize("name", BRIEFS)
def test_pandoc_reads_both_editions_in_a_redline(editions: Path, name: str) -> None:
    path = editions / "redline" / f"{name}.docx"
    assert texts(path, "accept") == texts(editions / "new" / f"{name}.docx")
    assert texts(path, "reject") == texts(editions / "old" / f"{name}.docx")
    assert texts(editions / "new" / f"{name}.docx") != texts(editions / "old" / f"{name}.docx")


@pytest.mark.judge
@pytest.mark.parametrize("name", BRIEFS)
def test_the_open_xml_sdk_accepts_redlines(editions: Path, ooxml: Judge, name: str) -> None:
    verdict = ooxml(editions / "redline" / f"{name}.docx")
    assert verdict.passed, str(verdict)


def with_libreoffice(folder: Path, out: Path, jobs: Sequence[str]) -> None:
    python = PROGRAMS["libreoffice"][1]
    program = ROOT / "tests" / "review" / "corpus" / "editors" / "settling.py"
    done = subprocess.run([python, program, folder, out, *jobs], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr


@pytest.mark.judge
def test_libreoffice_reads_both_editions_in_a_redline_also_of_a_file_that_it_saved(
    editions: Path, ooxml: Judge
) -> None:
    if why := missing("libreoffice"):
        pytest.skip(why)
    with_libreoffice(editions / "old", editions / "saved", ["at-a-glance:saved:at-a-glance.docx"])
    write_redline(editions, editions / "saved" / "at-a-glance.docx", "saved")
    verdict = ooxml(editions / "redline" / "saved.docx")
    assert verdict.passed, str(verdict)
    names = {**{name: name for name in BRIEFS}, "saved": "at-a-glance"}
    jobs = [f"{name}-{kind}:{kind}:{name}.docx" for name in names for kind in ("accepted", "rejected")]
    with_libreoffice(editions / "redline", editions / "settled", jobs)
    for redlined, name in names.items():
        for kind, edition in (("accepted", "new"), ("rejected", "old")):
            path = editions / "settled" / f"{redlined}-{kind}.docx"
            assert texts(path) == texts(editions / edition / f"{name}.docx"), path.name
