"""The corpus of edits: its cases, the documents that they start from, and what the editors made of these.

corpus/README.md says what a case holds. Documents are made once and kept in build/corpus under a hash of all that they
come from, so that a second run, or another worker of the same run, starts at once.
"""

from __future__ import annotations

import contextlib
import fcntl
import functools
import hashlib
import io
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from briefwright.cli import main

ROOT = Path(__file__).resolve().parents[2]
CORPUS = Path(__file__).with_name("corpus")
KEPT = ROOT / "build" / "corpus"
"""Where documents are kept between runs."""
EDITORS_PYTHON = ROOT / ".tools" / "editors" / "bin" / "python"
PROGRAMS: Mapping[str, tuple[str, Path]] = {
    "libreoffice": ("with_libreoffice.py", Path("/usr/bin/python3")),
    "python-docx": ("with_python_docx.py", EDITORS_PYTHON),
    "docx-editor": ("with_docx_editor.py", EDITORS_PYTHON),
    "docx-plus": ("with_docx_plus.py", EDITORS_PYTHON),
    "redlines": ("with_redlines.py", EDITORS_PYTHON),
}
"""By program of a case: the file in corpus/editors that drives it, and the Python that has it."""
FACES = ("zotero", "word", "plain")
TIMEOUT = 300
"""Seconds that an editor may take over all its cases."""


@dataclass(frozen=True, slots=True)
class Case:
    """An edit that somebody made, and what must be said of it."""

    name: str
    theme: str
    """The file of cases that it stands in."""
    program: str
    what: str
    edit: str
    """The function of the program's editor, with hyphens."""
    base: str = "main"
    """The brief; "foreign" for that of another project."""
    docx: str = "zotero"
    """What the citations of the DOCX are."""
    starts_from: str = ""
    """A case whose document is edited further."""
    rich: bool = False
    """Whether the paragraph that it touches has emphasis, a link and a citation."""
    bench_only: bool = False
    """Whether it resembles others so much that only the bench asks for it."""
    wanted: Mapping[str, Any] = field(default_factory=dict)
    """The rest: what must be said, and what must have happened."""

    @property
    def brief(self) -> str:
        """The path of the brief that the document claims to be of."""
        return f"briefs/{'main' if self.base == 'foreign' else self.base}.md"


def load_cases() -> tuple[Case, ...]:
    """Every case of corpus/cases, in the order of the files."""
    found = [
        _case(file.stem, item)
        for file in sorted((CORPUS / "cases").glob("*.yaml"))
        for item in yaml.safe_load(file.read_text(encoding="utf-8"))
    ]
    names = [case.name for case in found]
    doubled = {name for name in names if names.count(name) > 1}
    if doubled:
        raise ValueError(f"two cases have one name: {', '.join(sorted(doubled))}")
    return tuple(found)


def _case(theme: str, item: dict[str, Any]) -> Case:
    item = dict(item)
    name = item.pop("name")
    return Case(
        name=name,
        theme=theme,
        program=item.pop("program"),
        what=item.pop("what"),
        edit=item.pop("edit", name),
        base=item.pop("base", "main"),
        docx=item.pop("docx", "zotero"),
        starts_from=item.pop("from", ""),
        rich=item.pop("rich", False),
        bench_only=item.pop("bench_only", False),
        wanted=item,
    )


def missing(program: str) -> str:
    """Why a program's cases cannot be made here; empty where they can."""
    if program == "libreoffice":
        return "" if shutil.which("soffice") and _has_uno() else "LibreOffice with python3-uno is not installed"
    return "" if EDITORS_PYTHON.is_file() else "the programs that edit DOCX are not installed (make judges)"


def _has_uno() -> bool:
    python = PROGRAMS["libreoffice"][1]
    return python.is_file() and subprocess.run([python, "-c", "import uno"], capture_output=True).returncode == 0


def documents(cases: Sequence[Case]) -> Path:
    """Make what the cases need, or find it made: bases/FACE/BRIEF.docx and .manifest.json, and edited/CASE.docx.

    What an editor could not make is missing there, and its words are in edited/PROGRAM.txt.
    """
    KEPT.mkdir(parents=True, exist_ok=True)
    with _alone(KEPT / "lock"):
        fresh = KEPT / "new"
        shutil.rmtree(fresh, ignore_errors=True)
        _make_bases(fresh / "bases")
        home = KEPT / _digest(fresh / "bases", cases)
        if home.is_dir():
            shutil.rmtree(fresh)
            return home
        for further in (False, True):
            own = [case for case in cases if bool(case.starts_from) is further]
            with ThreadPoolExecutor(len(PROGRAMS)) as pool:
                list(pool.map(functools.partial(_edit, cases=own, home=fresh), PROGRAMS))
        old = sorted(
            (one for one in KEPT.iterdir() if one.is_dir() and one != fresh), key=lambda one: one.stat().st_mtime
        )
        for one in old[:-1]:  # one for the tests and one for the bench
            shutil.rmtree(one)
        fresh.rename(home)
    return home


@contextlib.contextmanager
def _alone(lock: Path) -> Iterator[None]:
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _digest(bases: Path, cases: Sequence[Case]) -> str:
    files = [*sorted(bases.rglob("*.docx")), *sorted((CORPUS / "editors").glob("*.py"))]
    made = repr([(case.name, case.program, case.edit, case.base, case.docx, case.starts_from) for case in cases])
    digest = hashlib.sha256(made.encode())
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _make_bases(folder: Path) -> None:
    for face in FACES:
        render(CORPUS / "project", folder / face, face)
    foreign = folder / "foreign-project"
    shutil.copytree(CORPUS / "project", foreign)
    for brief in ("other", "notes"):
        (foreign / f"briefs/{brief}.md").unlink()
    text = (foreign / "briefs/main.md").read_text(encoding="utf-8")
    (foreign / "briefs/main.md").unlink()
    (foreign / "briefs/foreign.md").write_text(
        text.replace("Ferries to the Skerry Islands", "Buses to the lake").replace("council", "board"), encoding="utf-8"
    )
    render(foreign, folder / "zotero", "zotero")


def render(project: Path, output: Path, face: str, *briefs: str) -> None:
    """Render DOCX as a user does, in this process.

    Raises ValueError where there is a problem, with what was printed.
    """
    code, said = call(
        "render", *briefs, "--to", "docx", "--citations", face, "--quiet", "--output", output, "--project", project
    )
    if code:
        raise ValueError(said)


def call(*arguments: str | Path) -> tuple[int, str]:
    """Run a command in this process; return its exit code and all that it printed."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        code = main([str(argument) for argument in arguments])
    return code, printed.getvalue()


def _edit(program: str, cases: Sequence[Case], home: Path) -> None:
    file, python = PROGRAMS[program]
    own = [case for case in cases if case.program == program]
    if not own or missing(program):
        return
    items = [f"{case.name}:{case.edit}:{_start(case)}" for case in own]
    command = [python, CORPUS / "editors" / file, home, home / "edited", *items]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [str(word) for word in command], capture_output=True, text=True, timeout=TIMEOUT, env=environment
    )
    (home / "edited").mkdir(exist_ok=True)
    with (home / "edited" / f"{program}.txt").open("a", encoding="utf-8") as log:
        log.write(done.stdout + done.stderr)


def _start(case: Case) -> str:
    return f"edited/{case.starts_from}.docx" if case.starts_from else f"bases/{case.docx}/{case.base}.docx"


def project_of(case: Case, home: Path, folder: Path) -> Path:
    """A project as it is when the case's document comes back, in folder, with what was rendered beside it."""
    project = folder / "project"
    shutil.copytree(CORPUS / "project", project)
    (project / "build").mkdir()
    for file in (home / "bases" / case.docx).glob(f"{Path(case.brief).stem}.*"):
        shutil.copy(file, project / "build")
    moved: dict[str, dict[str, str]] = case.wanted.get("moved_on", {})
    for path, changes in moved.items():
        _change(project / path, changes)
    return project


def _change(file: Path, changes: Mapping[str, str]) -> None:
    text = file.read_text(encoding="utf-8")
    for old, new in changes.items():
        if text.count(old) != 1:
            raise ValueError(f"{file.name} does not have {old!r} once")
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")
