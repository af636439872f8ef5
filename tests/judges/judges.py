"""Independent programs that say whether a file is what it claims to be: one function for each.

A judge gives a Verdict; what it could not even open counts as refused. Each has an entry in INSTALLED that says, at
no great cost, whether this machine has it. scripts/judges.sh installs those that come from package registries.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ROOT / ".tools"
VERAPDF = TOOLS / "verapdf" / "bin" / "python"
OOXML_VALIDATOR = TOOLS / "node" / "node_modules" / ".bin" / "ooxml-validator"
CONVERTER = TOOLS / "node" / "node_modules" / "biblatex-csl-converter"
VNU = TOOLS / "node" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
TIMEOUT = 180
"""Seconds that any judge may take over one file; LibreOffice needs most, on its first start."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a judge says about a file."""

    judge: str
    file: str
    problems: tuple[str, ...] = ()
    """What it objects to, one sentence each, in its own words."""

    @property
    def passed(self) -> bool:
        """Whether it has no objection."""
        return not self.problems

    def __str__(self) -> str:
        if self.passed:
            return f"{self.judge}: {self.file} passes"
        rest = len(self.problems) - 20
        lines = [
            f"{self.judge} refuses {self.file}:",
            *self.problems[:20],
            *([f"... and {rest} more"] if rest > 0 else []),
        ]
        return "\n  ".join(lines)


class ConversionError(Exception):
    """LibreOffice made no file; the text is what it said."""


def pdf_ua(path: Path) -> Verdict:
    """PDF/UA-1 by page-validation: milliseconds, for unit tests.

    It raises no alarm about what veraPDF accepts, but for compressed XMP in PDF/A.
    """
    import page

    result = page.validate_pdf(str(path), profile="ua1")
    return Verdict("page-validation", path.name, tuple(f"{item.rule_id}: {item.message}" for item in result.failures))


def vera_pdf(path: Path, flavour: str = "ua1") -> Verdict:
    """PDF/UA-1 ("ua1") or PDF/A ("3b", ...; see ask_verapdf.py) by veraPDF: about 1.5 seconds."""
    done = _run([VERAPDF, Path(__file__).with_name("ask_verapdf.py"), flavour, path])
    if done.returncode != 0:
        return Verdict("veraPDF", path.name, (_last_line(done),))
    answer = json.loads(done.stdout.splitlines()[-1])
    problems = tuple(answer["problems"])
    return Verdict("veraPDF", path.name, problems if answer["compliant"] else problems or ("not compliant",))


def qpdf(path: Path) -> Verdict:
    """The syntax of a PDF, by qpdf --check."""
    done = _run(["qpdf", "--check", path])
    return Verdict("qpdf", path.name, () if done.returncode == 0 else tuple(_lines(done.stdout + done.stderr)))


def ooxml(path: Path) -> Verdict:
    """A DOCX by Microsoft's Open XML SDK.

    It accepts duplicate ids of content controls, tags that are too long and a field without its end.
    """
    done = _run([OOXML_VALIDATOR, path])
    try:
        answer = json.loads(done.stdout)
    except json.JSONDecodeError:
        return Verdict("Open XML SDK", path.name, (_last_line(done),))
    return Verdict("Open XML SDK", path.name, () if answer["ok"] else _ooxml_problems(answer))


@dataclass(frozen=True, slots=True)
class Cited:
    """What a program found cited in a DOCX."""

    fields: tuple[tuple[Mapping[str, Any], ...], ...]
    """Of each field of citations its references, with entry_key, locator, label, prefix, suffix, suppressAuthor."""
    keys: frozenset[str]
    """Of all references that it could read."""
    formats: frozenset[str]
    """zotero, word_native, ..."""
    lists: int
    """Fields that are lists of references."""
    problems: tuple[str, ...] = ()


def docx_citations(path: Path) -> Cited:
    """The citations of a DOCX by biblatex-csl-converter, which Fidus Writer imports with.

    Of Word's own fields it tells the sources alone. Raises ValueError where it gives no answer.
    """
    with zipfile.ZipFile(path) as archive:
        names = [f"word/{name}.xml" for name in ("document", "footnotes") if f"word/{name}.xml" in archive.namelist()]
        parts = [archive.read(name).decode() for name in names]
        data = [archive.read(name).decode() for name in archive.namelist() if name.startswith("customXml/item")]
    sources = next((text for text in data if "<b:Sources" in text), "")
    command: list[str | Path] = ["node", Path(__file__).with_name("ask_citations.mjs"), TOOLS / "node" / "node_modules"]
    done = _run(command, input=json.dumps({"parts": parts, "sources": sources}))
    if done.returncode != 0:
        raise ValueError(_last_line(done))
    said = json.loads(done.stdout)
    return Cited(
        tuple(tuple(field) for field in said["fields"]),
        frozenset(said["keys"]),
        frozenset(said["formats"]),
        said["lists"],
        tuple(map(json.dumps, said["errors"])),
    )


def vnu(path: Path) -> Verdict:
    """HTML by the Nu checker: its errors and its warnings."""
    done = _run(["java", "-jar", VNU, "--format", "json", "--stdout", "--no-langdetect", path])
    try:
        messages = json.loads(done.stdout)["messages"]
    except (json.JSONDecodeError, KeyError):
        return Verdict("vnu", path.name, (_last_line(done),))
    return Verdict("vnu", path.name, tuple(f"line {item.get('lastLine', '?')}: {item['message']}" for item in messages))


def libreoffice(path: Path, to: str, folder: Path) -> Path:
    """Convert with LibreOffice, in a profile of its own; return the file in folder.

    to: "pdf", "docx" or another of its formats. Raises ConversionError where no file came of it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    profile = folder / "libreoffice-profile"
    outputs = folder / to
    command = ["soffice", f"-env:UserInstallation={profile.resolve().as_uri()}", "--headless", "--norestore"]
    done = _run([*command, "--convert-to", to, "--outdir", outputs, path])
    made = outputs / f"{path.stem}.{to}"
    if done.returncode != 0 or not made.is_file() or not made.stat().st_size:
        raise ConversionError(_last_line(done))
    return made


def libreoffice_pdf(path: Path, folder: Path) -> Path:
    """A DOCX as a PDF, the way LibreOffice opens it."""
    return libreoffice(path, "pdf", folder)


INSTALLED: Mapping[str, Callable[[], bool]] = {
    "page-validation": lambda: True,  # in requirements.lock
    "veraPDF": lambda: VERAPDF.exists() and shutil.which("java") is not None,
    "qpdf": lambda: shutil.which("qpdf") is not None,
    "Open XML SDK": lambda: OOXML_VALIDATOR.exists() and shutil.which("node") is not None,
    "vnu": lambda: VNU.exists() and shutil.which("java") is not None,
    "LibreOffice": lambda: shutil.which("soffice") is not None,
    "biblatex-csl-converter": lambda: CONVERTER.exists() and shutil.which("node") is not None,
}
"""Judge -> whether this machine has it."""

PACKAGES = {"LibreOffice": "libreoffice-writer-nogui", "qpdf": "qpdf"}
"""Those that come from the system -> Debian's name for them; scripts/judges.sh installs the others."""


def _run(command: Sequence[str | Path], *, input: str | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        list(map(str, command)), capture_output=True, text=True, timeout=TIMEOUT, check=False, input=input
    )


def _ooxml_problems(answer: Mapping[str, Any]) -> tuple[str, ...]:
    problems = (
        f"{error.get('path', '')}: {error.get('description') or error.get('errorType')}".lstrip(": ")
        for error in answer.get("errors", ())
    )
    return tuple(problems) or ("not valid",)


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


def _last_line(done: subprocess.CompletedProcess[str]) -> str:
    lines = _lines(done.stderr) or _lines(done.stdout)
    return lines[-1] if lines else f"ended with {done.returncode} and said nothing"
