"""Citations that came back of works that the bibliography does not have under that key."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from briefwright.changes import FileChange
from briefwright.model import Project
from briefwright.review.model import CitationEdit
from briefwright.review.prose import note_tokens
from briefwright.review.sides import Side
from briefwright.review.units import UnitKind
from briefwright.word.story import CitedItem


@dataclass(slots=True)
class NewKeys:
    """known: from the keys that citations came with to those of the bibliography to be. cited: the latter, and all."""

    known: Mapping[str, str] = field(default_factory=dict)
    cited: frozenset[str] = frozenset()
    new: frozenset[str] = frozenset()
    """Keys that citations came with whose works are added."""

    @classmethod
    def of(cls, project: Project, back: Side) -> NewKeys:
        """Look at every citation that came back."""
        return cls({}, frozenset(project.bibliography.keys()))

    def changes(self) -> list[FileChange]:
        """The changes of the bibliography."""
        return []

    def marked(self, citations: Iterable[CitationEdit]) -> Iterator[CitationEdit]:
        """Citations with the keys that they will have, and whether their works are new."""
        for one in citations:
            key = self.known.get(one.key, one.key)
            yield dataclasses.replace(one, key=key, new_reference=one.key in self.new)


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
