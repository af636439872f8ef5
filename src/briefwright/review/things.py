"""What stands in a text and is no words: citations, notes, pictures; what was edited of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from briefwright.review.citing import citation_source, paired_items
from briefwright.review.flow import Flow, Token
from briefwright.review.model import CitationEdit, State, Target, Unplaced
from briefwright.review.units import UnitKind
from briefwright.word.compare import align, split_words
from briefwright.word.story import Change

_FEW = 2
_YEAR = re.compile(r"\d{4}[a-z]?|[a-z]")


def things_of(tokens: Iterable[Token]) -> list[Token]:
    """Tokens that are no words: citations, notes, pictures, fields."""
    return [token for token in tokens if token.piece is not None]


def paired(before: Sequence[Token], after: Sequence[Token]) -> Iterator[tuple[Token | None, Token | None]]:
    """Things that were and that are, those of a sort in their order; None where there is no other."""
    for kind in dict.fromkeys(token.unit.kind for token in (*before, *after)):
        old = [token for token in before if token.unit.kind is kind]
        new = [token for token in after if token.unit.kind is kind]
        for number in range(max(len(old), len(new))):
            yield old[number] if number < len(old) else None, new[number] if number < len(new) else None


def inner_changes(token: Token | None) -> tuple[Change, ...]:
    """Who changed what a note says, where changes were tracked."""
    pieces = [piece for block in (token.piece.note if token and token.piece else ()) for piece in block.pieces]
    found = {change.author: change for piece in pieces for change in (piece.inserted, piece.deleted) if change}
    return tuple(found.values())


def typed_over(was: Flow, now: Flow, saved: Change) -> Iterator[Unplaced]:
    """Citations whose field says what it said, and whose words name another place."""
    old, new = ([one for one in flow.tokens if one.unit.kind is UnitKind.CITATION] for flow in (was, now))
    if len(old) != len(new):
        return
    for one, other in zip(old, new, strict=True):
        if one.key == other.key and _is_typed_over(one.unit.text, other.unit.text):
            why = "a citation's words were typed over, and its data say what they said: change it in the brief"
            yield Unplaced("citation", one.unit.text, other.unit.text, why, (saved,))


def _is_typed_over(was: str, now: str) -> bool:
    """Whether a few words differ: a program that writes a citation anew, in another style, changes more."""
    old, new = ([word for word in split_words(text) if any(map(str.isalnum, word))] for text in (was, now))
    codes = align(old, new)
    gone = [word for code in codes if not code.same for word in old[code.a : code.b]]
    come = [word for code in codes if not code.same for word in new[code.c : code.d]]
    differing = [*gone, *come]
    same = sum(code.b - code.a for code in codes if code.same)
    years = all(_YEAR.fullmatch(word) for word in differing)  # 2024a, where another work of that year came or went
    return bool(gone and come) and not years and 2 * same >= len(differing) and same >= _FEW


def citation_edits(
    one: Token | None, other: Token | None, target: Target, changes: tuple[Change, ...], *, state: State, why: str
) -> Iterator[CitationEdit]:
    """What was edited of a citation, reference by reference. one, other: as it was and as it is, None for none."""
    old, new = (token.piece.items if token and token.piece else () for token in (one, other))
    for before, after in paired_items(old, new):
        kind = "added" if before is None else "removed" if after is None else "changed"
        key = after.key if after else before.key if before else ""
        typed = other.unit.source if other else ""
        shown = [citation_source((item,)) if item else "" for item in (before, after)]
        yield CitationEdit(kind, key, shown[0], typed or shown[1], target, changes=changes, state=state, note=why)
    if one and other and old == new and old and one.unit.text != other.unit.text:
        note = "a citation's words were changed in a way that is no other place in its source"
        texts = (one.unit.text, other.unit.text)
        yield CitationEdit("changed", old[0].key, *texts, target, False, changes, State.BY_HAND, note)
