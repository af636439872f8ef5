"""A hunk cut into what belongs to each fact and what belongs to the text around them."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from briefwright.review.flow import Token
from briefwright.review.hunks import Hunk, Merged

_MOST_CUTS = 200
_MOST_COMPARED = 10_000


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a state and what takes its place, all of one owner. a, b: numbers of tokens."""

    owner: str
    a: int
    b: int
    new: tuple[Token, ...]
    hunk: Hunk

    @property
    def is_formatting(self) -> bool:
        """Whether only looks differ."""
        return self.hunk.is_formatting


def segments_of(one: Merged, tokens: Sequence[Token]) -> list[Segment]:
    """A hunk that can be made, by owners.

    tokens: today's. What is put in belongs to the fact that the returned file has it in, where that fact stands
    here; else to the first of the stretches that it takes the place of; between a fact and other text to the text.
    """
    if one.hunk.is_formatting:
        return _formatting(one, tokens)
    stretches = _stretches(tokens, one.a, one.b)
    near = {token.owner for token in tokens[max(0, one.a - 1) : one.b + 1]}
    if not stretches:
        return [Segment(_owner_between(one, tokens, near), one.a, one.a, _of(one.hunk.new, near), one.hunk)]
    if len(stretches) == 1:
        owner, a, b = stretches[0]
        return [Segment(owner, a, b, one.hunk.new, one.hunk)]
    shares = _shared_out(one.hunk.new, [tokens[a:b] for _, a, b in stretches])
    return [Segment(owner, a, b, tuple(new), one.hunk) for (owner, a, b), new in zip(stretches, shares, strict=True)]


def _formatting(one: Merged, tokens: Sequence[Token]) -> list[Segment]:
    return [
        Segment(owner, a, b, one.hunk.new[a - one.a : b - one.a], one.hunk)
        for owner, a, b in _stretches(tokens, one.a, one.b)
    ]


def _stretches(tokens: Sequence[Token], a: int, b: int) -> list[tuple[str, int, int]]:
    found: list[tuple[str, int, int]] = []
    for at in range(a, b):
        if found and found[-1][0] == tokens[at].owner:
            found[-1] = (found[-1][0], found[-1][1], at + 1)
        else:
            found.append((tokens[at].owner, at, at + 1))
    return found


def _of(new: Sequence[Token], near: set[str]) -> tuple[Token, ...]:
    return tuple(token if token.owner in near else dataclasses.replace(token, owner="") for token in new)


def _owner_between(one: Merged, tokens: Sequence[Token], near: set[str]) -> str:
    before = tokens[one.a - 1].owner if one.a else ""
    after = tokens[one.a].owner if one.a < len(tokens) else ""
    if before == after:
        return before
    given = {token.owner for token in one.hunk.new if not token.unit.is_space}
    if len(given) == 1 and (owner := next(iter(given))) in near:
        return owner
    words = [token for token in one.hunk.new if token.piece is None]
    glued = bool(words) and words[0].unit.text[:1].isalnum() and bool(one.a) and _ends_word(tokens[one.a - 1])
    return before if glued else ""


def _ends_word(token: Token) -> bool:
    return token.piece is None and token.unit.text[-1:].isalnum()


def _shared_out(new: Sequence[Token], old: Sequence[Sequence[Token]]) -> list[Sequence[Token]]:
    """What is put in, by the stretches that it takes the place of.

    Each cut goes where most words stay on their side; among equals where the returned file has the owner's end, and
    else as far back as it can, as what is typed over a selection belongs to where that began.
    """
    shares: list[Sequence[Token]] = []
    rest = list(new)
    for number in range(len(old) - 1):
        cut = _cut(rest, old[number], [token for some in old[number + 1 :] for token in some])
        shares.append(rest[:cut])
        rest = rest[cut:]
    return [*shares, rest]


def _cut(new: Sequence[Token], mine: Sequence[Token], others: Sequence[Token]) -> int:
    def worth(cut: int) -> tuple[int, int, int]:
        kept = _same(mine, new[:cut]) + _same(others, new[cut:])
        here = sum(token.owner == mine[0].owner for token in new[:cut])
        there = sum(token.owner == others[0].owner for token in new[cut:])
        return kept, here + there, cut

    return max(range(len(new) + 1), key=worth) if len(new) <= _MOST_CUTS else len(new)


def _same(old: Sequence[Token], new: Sequence[Token]) -> int:
    """How many words two stretches have in common, in order."""
    one, other = ([token.key for token in some if not token.unit.is_space] for some in (old, new))
    if not one or not other or len(one) * len(other) > _MOST_COMPARED:
        return 0
    return sum(block.size for block in SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks())
