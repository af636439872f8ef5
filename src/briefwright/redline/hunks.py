"""Which words of a paragraph changed, fields being changed whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from briefwright.changes import Stretch
from briefwright.redline.pieces import Line
from briefwright.word.compare import Opcode, align, covering


def compare_lines(old: Line, new: Line) -> list[Opcode]:
    """The words of two paragraphs compared; stretches that are the same and hunks by turns, covering both."""
    hunks = [Stretch(*code[1:]) for code in align(old.keys, new.keys) if not code.same]
    hunks = _whole_fields(hunks, old, new)
    return list(covering(hunks, len(old.tokens), len(new.tokens)))


def _whole_fields(hunks: Sequence[Stretch], old: Line, new: Line) -> list[Stretch]:
    """Hunks that begin and end between fields, in both."""
    before, after = _inside(old), _inside(new)
    joined: list[Stretch] = []
    for number, one in enumerate(hunks):
        if joined and one.b <= joined[-1].b and one.d <= joined[-1].d:
            continue
        hunk = _grown(one, hunks, number, (before, after))
        if joined and hunk.a <= joined[-1].b and hunk.c <= joined[-1].d:
            last = joined.pop()
            hunk = Stretch(min(last.a, hunk.a), max(last.b, hunk.b), min(last.c, hunk.c), max(last.d, hunk.d))
        joined.append(hunk)
    return joined


def _inside(line: Line) -> list[bool]:
    """By place between two tokens, whether it is within a field."""
    within = (one.unit >= 0 and one.unit == other.unit for one, other in pairwise(line.tokens))
    return [False, *within, False] if line.tokens else [False]


def _grown(hunk: Stretch, hunks: Sequence[Stretch], number: int, inside: tuple[list[bool], list[bool]]) -> Stretch:
    """A hunk with the rest of the fields that it reaches into; over other hunks where these are in its way."""
    a, b, c, d = hunk
    last, following = number - 1, number + 1
    while inside[0][a] or inside[1][c]:
        if last >= 0 and a == hunks[last].b:
            a, c = hunks[last].a, hunks[last].c
            last -= 1
        else:
            a, c = a - 1, c - 1
    while inside[0][b] or inside[1][d]:
        if following < len(hunks) and b == hunks[following].a:
            b, d = hunks[following].b, hunks[following].d
            following += 1
        else:
            b, d = b + 1, d + 1
    return Stretch(a, b, c, d)
