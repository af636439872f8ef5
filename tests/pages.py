"""The documentation as data: blocks, tables, headings and links of Markdown pages, and a shell to type blocks in.

A block's info string says what it is: `sh` is typed by a reader, in the order of the page; `yaml facts/x.yaml` is a
whole file of that name; other blocks of `yaml`, `bibtex`, `toml` and `jinja` are examples that must load or render.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
GUIDE = (ROOT / "docs" / "guide.md", *sorted((ROOT / "docs" / "guide").glob("*.md")))
PAGES = (*ROOT.glob("*.md"), *sorted((ROOT / "docs").rglob("*.md")))

SAMPLE = ("pyproject.toml", "bibliography.bib", "render.py", "facts", "briefs")
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20"/></svg>'

_FENCE = re.compile(r"^```(?P<info>[^\n`]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"!?\[(?:[^\]\[]|\[[^\]]*\])*\]\(([^)\s]+)\)")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block."""

    page: Path
    line: int
    lang: str
    file: str
    """The file that it is the whole text of; empty for others."""
    text: str

    def __str__(self) -> str:
        return f"{self.page.relative_to(ROOT).as_posix()}:{self.line}"


def blocks(page: Path, *langs: str) -> list[Block]:
    """The fenced blocks of a page, of some languages or of all."""
    text = page.read_text(encoding="utf-8")
    found = []
    for fence in _FENCE.finditer(text):
        lang, _, file = fence["info"].strip().partition(" ")
        found.append(Block(page, text.count("\n", 0, fence.start()) + 1, lang, file, fence["text"]))
    return [block for block in found if block.lang in langs or not langs]


def prose(page: Path) -> str:
    """A page without its fenced blocks."""
    return _FENCE.sub("", page.read_text(encoding="utf-8"))


def section(page: Path, heading: str) -> str:
    """A page's text under a heading of level 2 or 3, up to the next of its level or a higher one."""
    found = re.search(rf"^(##+) {re.escape(heading)}\n(.*?)(?=^##? |\Z)", page.read_text(encoding="utf-8"), re.M | re.S)
    assert found, f"{page.name} has no section {heading}"
    return found[2]


def rows(text: str) -> list[list[str]]:
    """The rows of all tables in a text, heads and rules left out."""
    lines = text.split("\n")
    found = []
    for number, line in enumerate(lines):
        following = lines[number + 1] if number + 1 < len(lines) else ""
        if line.startswith("|") and not re.match(r"\|[ :|-]+\|$", line) and not re.match(r"\|[ :|-]+\|$", following):
            found.append([cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip("|"))])
    return found


def named_in(text: str) -> set[str]:
    """What a text has between code marks."""
    return set(re.findall(r"`([^`\n]+)`", text))


def anchors(page: Path) -> set[str]:
    """The ids that GitHub gives a page's headings."""
    headings = re.findall(r"^#+ (.+)$", prose(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def links(page: Path) -> list[str]:
    """The targets of a page's links and pictures."""
    return _LINK.findall(re.sub(r"`[^`\n]*`", "", prose(page)))


class Shell:
    """A copy of the sample in which a reader types; `make` is taken to have been run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in SAMPLE:
            copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
            copy(ROOT / name, folder / name)
        (folder / "briefs" / "map.svg").write_text(SVG, encoding="utf-8")
        programs = folder / ".venv" / "bin"
        programs.mkdir(parents=True)
        for name, command in (("python", ""), ("briefwright", "-m briefwright")):
            (programs / name).write_text(f'#!/bin/sh\nexec "{sys.executable}" {command} "$@"\n', encoding="utf-8")
            (programs / name).chmod(0o755)
        (programs / "activate").write_text(f'PATH="{programs}:$PATH"\n', encoding="utf-8")

    def type(self, text: str) -> subprocess.CompletedProcess[str]:
        """Run a block's lines, but for those that call make."""
        script = "\n".join(line for line in text.split("\n") if not line.startswith("make "))
        paths = {"PATH": f"{self.folder / '.venv/bin'}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT / "src")}
        return subprocess.run(
            ["sh", "-eu", "-c", script], cwd=self.folder, env={**os.environ, **paths}, text=True, check=False,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
        )  # fmt: skip

    def put(self, block: Block) -> None:
        """Write a block that is a whole file."""
        file = self.folder / block.file
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(block.text, encoding="utf-8")
