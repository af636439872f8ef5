"""The documentation as data: fenced blocks, tables, headings and links of Markdown pages.

A block's info string says what it is: `sh` is typed by a reader, in the order of the page; `yaml facts/x.yaml` is a
whole file of that name; other blocks of `yaml`, `bibtex`, `toml` and `jinja` are examples that must load or render.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
GUIDE = (ROOT / "docs" / "guide.md", *sorted((ROOT / "docs" / "guide").glob("*.md")))
PAGES = (*ROOT.glob("*.md"), *sorted((ROOT / "docs").rglob("*.md")))

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
