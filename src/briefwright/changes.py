"""A file before and after a command, before anything is written."""

from __future__ import annotations

import bisect
import difflib
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, TypeVar

Item = TypeVar("Item", bound=Hashable)

_CONTEXT = 3
THOROUGH = 1_000_000
"""Pairs of lines, or of words, up to which difflib is asked; its time grows with their number."""


@dataclass(frozen=True, slots=True)
class FileChange:
    """What a command would make of a file."""

    path: Path
    shown: str
    """Its path in findings and diffs."""
    before: bytes
    """Empty for a new file."""
    after: bytes
    source: Path | None = None
    """Where the file is now, for one that gets another name; `before` is then that file's content."""

    @property
    def changes(self) -> bool:
        """Whether anything differs."""
        return self.source is not None or self.before != self.after

    def diff(self) -> str:
        """The change as a unified diff; bytes that are not UTF-8 are shown as signs of replacement.

        A library of 50,000 entries takes a second: long stretches without a line in common are not compared further.
        """
        before, after = (b"", b"") if self.before == self.after else (self.before, self.after)
        old, new = _lines(before), _lines(after)
        head = [f"rename from {self.source.name}", f"rename to {self.path.name}"] if self.source else []
        lines = [*head, *_unified(old, new, self.shown if old else "/dev/null", self.shown)]
        return "".join(f"{line}\n" for line in lines)


class Stretch(NamedTuple):
    """Lines, or words, a to b of the old text that became c to d of the new."""

    a: int
    b: int
    c: int
    d: int


def _lines(data: bytes) -> list[str]:
    """Lines without their ends. Only a line feed ends one: others, as U+2028, are text."""
    lines = data.decode("utf-8", "replace").split("\n")
    last = lines.pop()
    return [*lines, f"{last}\n\\ No newline at end of file"] if last else lines


def _unified(old: Sequence[str], new: Sequence[str], old_name: str, new_name: str) -> Iterator[str]:
    """The lines of a unified diff, as `diff -u` writes it."""
    hunks = list(_hunks(differences(old, new)))
    if hunks:
        yield from (f"--- {old_name}", f"+++ {new_name}")
    for hunk in hunks:
        first, last = hunk[0], hunk[-1]
        a, c = max(0, first.a - _CONTEXT), max(0, first.c - _CONTEXT)
        b, d = min(len(old), last.b + _CONTEXT), min(len(new), last.d + _CONTEXT)
        yield f"@@ -{_range(a, b)} +{_range(c, d)} @@"
        position = a
        for stretch in hunk:
            yield from (f" {line}" for line in old[position : stretch.a])
            yield from (f"-{line}" for line in old[stretch.a : stretch.b])
            yield from (f"+{line}" for line in new[stretch.c : stretch.d])
            position = stretch.b
        yield from (f" {line}" for line in old[position:b])


def _range(start: int, end: int) -> str:
    length = end - start
    return f"{start + 1 if length else start}" + (f",{length}" if length != 1 else "")


def _hunks(stretches: Iterable[Stretch]) -> Iterator[list[Stretch]]:
    """Differences whose contexts touch, together."""
    hunk: list[Stretch] = []
    for stretch in stretches:
        if hunk and stretch.a - hunk[-1].b > 2 * _CONTEXT:
            yield hunk
            hunk = []
        hunk.append(stretch)
    if hunk:
        yield hunk


def differences(old: Sequence[Item], new: Sequence[Item], thorough: int = THOROUGH) -> Iterator[Stretch]:
    """Where two texts, of lines or words, differ: between those that each holds once difflib looks closer.

    That is patience diff. thorough: pairs up to which a stretch between two of them is looked at closely.
    """
    whole = trimmed(old, new, Stretch(0, len(old), 0, len(new)))
    a, c = whole.a, whole.c
    for i, j in [*_anchors(old[a : whole.b], new[c : whole.d]), (whole.b - whole.a, whole.d - whole.c)]:
        yield from _between(old, new, Stretch(a, whole.a + i, c, whole.c + j), thorough)
        a, c = whole.a + i, whole.c + j


def trimmed(old: Sequence[Item], new: Sequence[Item], stretch: Stretch) -> Stretch:
    """A stretch without the lines, or words, at its ends that are the same."""
    a, b, c, d = stretch
    while a < b and c < d and old[a] == new[c]:
        a, c = a + 1, c + 1
    while a < b and c < d and old[b - 1] == new[d - 1]:
        b, d = b - 1, d - 1
    return Stretch(a, b, c, d)


def _anchors(old: Sequence[Item], new: Sequence[Item]) -> list[tuple[int, int]]:
    """Lines that each text holds once, in the longest order that both keep."""
    once = [{line for line, times in Counter(text).items() if times == 1} for text in (old, new)]
    where = {line: number for number, line in enumerate(new) if line in once[1]}
    pairs = [(number, where[line]) for number, line in enumerate(old) if line in once[0] and line in where]
    tails: list[int] = []
    ends: list[int] = []
    previous = [-1] * len(pairs)
    for number, (_, position) in enumerate(pairs):
        at = bisect.bisect_left(tails, position)
        tails[at : at + 1], ends[at : at + 1] = [position], [number]
        previous[number] = ends[at - 1] if at else -1
    kept: list[tuple[int, int]] = []
    number = ends[-1] if ends else -1
    while number >= 0:
        kept.append(pairs[number])
        number = previous[number]
    return kept[::-1]


def _between(old: Sequence[Item], new: Sequence[Item], stretch: Stretch, thorough: int) -> Iterator[Stretch]:
    a, b, c, d = trimmed(old, new, stretch)
    if a == b or c == d or (b - a) * (d - c) > thorough:
        if a < b or c < d:
            yield Stretch(a, b, c, d)
        return
    matcher = difflib.SequenceMatcher(None, old[a:b], new[c:d], autojunk=False)
    for kind, i, j, k, m in matcher.get_opcodes():
        if kind != "equal":
            yield Stretch(a + i, a + j, c + k, c + m)
