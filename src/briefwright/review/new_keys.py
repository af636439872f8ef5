"""Citations that came back of works that the bibliography does not have under that key."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator

from briefwright.review.model import CitationEdit
from briefwright.review.new_sources import NewSources
from briefwright.review.prose import note_tokens
from briefwright.review.sides import Side
from briefwright.review.units import UnitKind
from briefwright.word.story import CitedItem


def cited_items(back: Side) -> Iterator[CitedItem]:
    """What a returned state cites, also in notes."""
    for part in back.parts:
        for token in part.flow.tokens:
            if token.piece is None:
                continue
            if token.unit.kind is UnitKind.NOTE:
                for inner in note_tokens(token):
                    yield from inner.piece.items if inner.piece else ()
            yield from token.piece.items


def with_keys(citations: Iterable[CitationEdit], new: NewSources) -> Iterator[CitationEdit]:
    """Citations with the keys that they will have, and whether their works are new."""
    for one in citations:
        key = new.keys.get(one.key, one.key)
        after = one.after.replace(f"@{one.key}", f"@{key}") if key != one.key else one.after
        why = one.note or new.why.get(one.key, "")
        yield dataclasses.replace(one, key=key, after=after, new_reference=key in new.added, note=why)
