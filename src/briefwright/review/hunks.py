"""Where two states of a block differ, and what becomes of a third one."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from briefwright.review.flow import Flow, Token, words_of
from briefwright.word.compare import Opcode, align
from briefwright.word.story import Change


@dataclass(frozen=True, slots=True)
class Hunk:
    """Tokens a to b of the old state that became others."""

    a: int
    b: int
    new: tuple[Token, ...]
    changes: tuple[Change, ...] = ()
    """Who made it, where changes were tracked."""
    is_formatting: bool = False
    """Whether the words are the same and their looks or links are not."""


class Fate(Enum):
    """What today's state says to a hunk."""

    FREE = "free"
    DONE = "done"
    CONFLICT = "conflict"


def hunks_of(old: Flow, new: Flow) -> tuple[Hunk, ...]:
    """Where a block differs from what it was, in order."""
    return tuple(sorted(_hunks(old, new), key=lambda hunk: (hunk.a, hunk.b)))


def _hunks(old: Flow, new: Flow) -> Iterator[Hunk]:
    for code in align(*_keys(old, new)):
        if code.same:
            yield from _formatting(old.tokens, new.tokens, code)
            continue
        put_in = new.tokens[code.c : code.d]
        if not _only_space(old.tokens[code.a : code.b], put_in, old.tokens, code):
            yield Hunk(code.a, code.b, put_in, _who(new, code))


def _keys(old: Flow, new: Flow) -> tuple[Sequence[Hashable], Sequence[Hashable]]:
    """What is compared: where both know surely which words are of which fact, a word of one is none of another."""
    owners = {token.owner for token in old.tokens if token.owner}
    if not (old.is_tagged and new.is_tagged and owners <= {token.owner for token in new.tokens}):
        return old.keys, new.keys
    return _owned(old), _owned(new)


def _owned(flow: Flow) -> list[Hashable]:
    # facts' words stay strings, as the comparison looks at their letters
    return [
        f"{token.owner}\0{key}" if token.owner and isinstance(key, str) and key.strip() else key
        for token, key in zip(flow.tokens, flow.keys, strict=True)
    ]


def _only_space(gone: Sequence[Token], put_in: Sequence[Token], old: Sequence[Token], code: Opcode) -> bool:
    """Whether nothing but white space differs where it says nothing: at the ends, or beside other white space."""
    if any(not token.unit.is_space for token in (*gone, *put_in)):
        return False
    beside = [token.unit.is_space for token in (*old[max(0, code.a - 1) : code.a], *old[code.b : code.b + 1])]
    return code.a == 0 or code.b == len(old) or any(beside) or bool(gone and put_in)


def _who(new: Flow, code: Opcode) -> tuple[Change, ...]:
    found = [token.change for token in new.tokens[code.c : code.d] if token.change]
    found += [change for place, change in new.gone if code.c <= place <= code.d]
    by_author: dict[str, Change] = {}
    for change in found:
        by_author.setdefault(change.author, change)
    return tuple(by_author.values())


def _formatting(old: Sequence[Token], new: Sequence[Token], code: Opcode) -> Iterator[Hunk]:
    start = -1
    for offset in range(code.b - code.a + 1):
        at = code.a + offset
        if at < code.b and _looks_differ(old[at], new[code.c + offset]):
            start = offset if start < 0 else start
            continue
        goes_on = at < code.b and old[at].unit.is_space and start >= 0 and offset + 1 < code.b - code.a
        if goes_on and _looks_differ(old[at + 1], new[code.c + offset + 1]):
            continue
        if start >= 0:
            yield Hunk(code.a + start, at, tuple(new[code.c + start : code.c + offset]), (), is_formatting=True)
            start = -1


def _looks_differ(one: Token, other: Token) -> bool:
    if one.unit.is_space or one.piece is not None:
        return False
    return one.unit.looks != other.unit.looks or _address(one.unit.link) != _address(other.unit.link)


def _address(link: str) -> str:
    """An address as it is compared: to one without a path LibreOffice adds a slash."""
    return link.removesuffix("/") if link.count("/") == 3 else link


@dataclass(frozen=True, slots=True)
class Merged:
    """A hunk in the places of today's state."""

    hunk: Hunk
    """As it is between baseline and returned."""
    fate: Fate
    a: int = 0
    b: int = 0
    """The stretch of today's tokens that it changes, where it is free."""


def merged(base: Flow, today: Flow, hunks: Sequence[Hunk]) -> tuple[Merged, ...]:
    """Carry hunks of the baseline over to today's state."""
    codes = align(base.keys, today.keys)
    return tuple(_carried(hunk, codes, today) for hunk in hunks)


def _carried(hunk: Hunk, codes: Sequence[Opcode], today: Flow) -> Merged:
    for code in codes:
        if code.same and code.a <= hunk.a and hunk.b <= code.b:
            shift = code.c - code.a
            return Merged(hunk, Fate.FREE, hunk.a + shift, hunk.b + shift)
    if not codes:
        return Merged(hunk, Fate.FREE, 0, 0)
    touched = [code for code in codes if not code.same and code.a <= hunk.b and hunk.a <= code.b]
    for code in touched:
        if (code.a, code.b) == (hunk.a, hunk.b) and words_of(today.tokens[code.c : code.d]) == words_of(hunk.new):
            return Merged(hunk, Fate.DONE, code.c, code.d)
    return Merged(hunk, Fate.CONFLICT)


def replaced(tokens: Sequence[Token], changes: Sequence[tuple[int, int, Sequence[Token]]]) -> tuple[Token, ...]:
    """Tokens with stretches exchanged; these stand in order and do not overlap."""
    out: list[Token] = []
    position = 0
    for a, b, new in changes:
        out += [*tokens[position:a], *new]
        position = b
    return (*out, *tokens[position:])
