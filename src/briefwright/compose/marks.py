"""Characters that stand for what is not text: inserts, and the line that a piece of text came from.

They are noncharacters of Unicode (U+FDD0 to U+FDEF), which no file may hold: loading refuses them in briefs,
templates and facts, so that none can be forged.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

INSERT_OPEN, INSERT_CLOSE = "\ufdd0", "\ufdd1"
LINE_OPEN, LINE_CLOSE = "\ufdd2", "\ufdd3"

_DIGITS = "\ufde0-\ufde9"
_ENCODE = {ord("0") + digit: chr(0xFDE0 + digit) for digit in range(10)}
_DECODE = {0xFDE0 + digit: str(digit) for digit in range(10)}
# digits of our own: a template's `replace("1", "2")` must not turn one insert into another

INSERT = re.compile(f"{INSERT_OPEN}([{_DIGITS}]{{1,9}}){INSERT_CLOSE}")
LINE = re.compile(f"{LINE_OPEN}([{_DIGITS}]{{1,9}}){LINE_OPEN}([{_DIGITS}]{{1,9}}){LINE_CLOSE}")
RESERVED = re.compile("[\ufdd0-\ufdef\U000f0000-\U0010ffff]")
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\U000f0000-\U0010ffff]")
"""What no text of an output may hold: reserved characters, and those that XML forbids."""

_FIRST_MARK, _LAST_MARK = 0xF0000, 0x10FFFD
_MARK = re.compile("[\U000f0000-\U0010fffd]")

# A word between spaces that can carry a mark: not the "a." or "iii." of a list, not inside a citation key
_WORD = re.compile(r"(?<!\S)[^\W\d_]{2,}(?=\s|\Z)")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_DEFINITION = re.compile(r" {0,3}\[[^\]]*\]:")
_DIV = re.compile(r" {0,3}:{3,}")


_RULE = re.compile(r"\s*-{4,}\s*\Z")
_COLUMNS = re.compile(r"\s*-{2,}(?:\s+-{2,})+\s*\Z|\s*\+(?:[-=:]+\+)+\s*\Z")
"""What makes a table of lines whose columns stand one above the other."""


@dataclass(frozen=True, slots=True)
class Origin:
    """A line of a file, by the number of the file in the draft's list of files."""

    file: int
    line: int


def insert(number: int) -> str:
    """The text that stands for an insert."""
    return f"{INSERT_OPEN}{_encoded(number)}{INSERT_CLOSE}"


def number_of(found: re.Match[str]) -> int:
    """The number in a match of INSERT."""
    return int(found[1].translate(_DECODE))


def _encoded(number: int) -> str:
    return str(number).translate(_ENCODE)


def mark_lines(text: str, file: int, first_line: int) -> str:
    """Template text with the mark of its line before every line's end."""
    lines = text.split("\n")
    out: list[str] = []
    for offset, line in enumerate(lines[:-1]):
        out.append(f"{line}{LINE_OPEN}{_encoded(file)}{LINE_OPEN}{_encoded(first_line + offset)}{LINE_CLOSE}\n")
    return "".join(out) + lines[-1]


def take_origins(text: str) -> tuple[str, tuple[Origin | None, ...]]:
    """Composed text without its line marks, and the origin of each of its lines.

    A line without a mark was put there by an expression: it belongs to the next line that has one.
    """
    clean: list[str] = []
    origins: list[Origin | None] = []
    for line in text.split("\n"):
        found = LINE.findall(line)
        clean.append(LINE.sub("", line))
        origins.append(Origin(*(int(part.translate(_DECODE)) for part in found[0])) if found else None)
    following: Origin | None = None
    for index in range(len(origins) - 1, -1, -1):
        following = origins[index] or following
        origins[index] = following
    return "\n".join(clean), tuple(origins)


def add_marks(markdown: str) -> str:
    """Markdown in which a word of each line, where there is a safe one, carries the line's number.

    pandoc's reader gives no positions; a private-use character after a word comes through it, and taken out
    again (`strip_marks`) leaves the same AST. Not marked are code, reference definitions and brackets, where
    the word may be part of a name that must match another, and tables whose columns are set by spaces.
    """
    out: list[str] = []
    fence = ""
    lines = markdown.split("\n")
    aligned = _aligned(lines)
    for number, line in enumerate(lines):
        opening = _FENCE.match(line)
        if fence:
            if opening and opening[1].startswith(fence) and not line.strip(" `~"):
                fence = ""
        elif opening:
            fence = opening[1]
        elif (
            number not in aligned
            and number <= _LAST_MARK - _FIRST_MARK
            and not _DEFINITION.match(line)
            and not _DIV.match(line)
        ):
            out.append(_mark_one(line, chr(_FIRST_MARK + number)))
            continue
        out.append(line)
    return "\n".join(out)


def _aligned(lines: list[str]) -> set[int]:
    """The lines of tables whose columns are set by spaces: pandoc's simple, multiline and grid tables."""
    found: set[int] = set()
    group: list[int] = []
    is_open = False  # within a multiline table, which has empty lines in it and ends with a rule
    for number, line in enumerate([*lines, ""]):
        if line.strip():
            group.append(number)
            continue
        if group and (is_open or any(_COLUMNS.match(lines[one]) for one in group)):
            found.update(group)
            begins, ends = _RULE.match(lines[group[0]]), _RULE.match(lines[group[-1]])
            is_open = bool((is_open or begins) and not ends)
        group = []
    return found


def _mark_one(line: str, mark: str) -> str:
    if line.startswith(("    ", "\t")) or "\\" in line[:1]:
        return line
    for word in _WORD.finditer(line):
        before = line[: word.start()]
        if before.count("[") == before.count("]") and "{" not in before and before.count("`") % 2 == 0:
            return line[: word.end()] + mark + line[word.end() :]
    return line


def marked_line(text: str) -> int | None:
    """The 0-based line of the first mark in a text."""
    found = _MARK.search(text)
    return ord(found[0]) - _FIRST_MARK if found else None


def strip_marks(text: str) -> str:
    """A text without marks."""
    return _MARK.sub("", text)
