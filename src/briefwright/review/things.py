"""What stands in a text and is no words: citations, notes, pictures; what was edited of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from briefwright.review.citing import citation_source, paired_items
from briefwright.review.flow import Flow, Token
from briefwright.review.model import CitationEdit, State, Target, Unplaced
from briefwright.review.plain import other_locator
from briefwright.review.units import UnitKind
from briefwright.word.story import Change


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
        places = [item.locator for item in (one.piece.items if one.piece else ())]
        if one.key == other.key and any(other_locator(one.unit.text, other.unit.text, place) for place in places):
            why = "a citation's words were typed over, and its data say what they said: change it in the brief"
            yield Unplaced("citation", one.unit.text, other.unit.text, why, (saved,))


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
