"""Edits of facts, brought home to their files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefwright.changes import FileChange
from briefwright.diagnostics import Location, SourceText
from briefwright.model import Brief, Project
from briefwright.review.citing import citation_source
from briefwright.review.flow import Token, words_of
from briefwright.review.model import CitationEdit, Edit, EditKind, State, Target
from briefwright.review.sides import Side
from briefwright.word.story import Change


@dataclass(slots=True)
class FactHome:
    """Takes what was edited in facts."""

    project: Project
    brief: Brief
    today: Side
    lang: str

    def names(self, owner: str) -> tuple[str, str]:
        """The fact's id, and the part of it that is shown."""
        anchor = self.today.anchors.get(owner)
        return (anchor.fact, anchor.part) if anchor else ("", "")

    def target(self, owner: str) -> Target:
        """Where a fact stands."""
        name, part = self.names(owner)
        fact = self.project.facts.get(name)
        return Target(fact.location if fact else Location(""), f"fact {name}, {part}")

    def call(self, owner: str) -> Target:
        """Where a fact is called."""
        anchor = self.today.anchors.get(owner)
        path, line = (anchor.path, anchor.line) if anchor else (self.brief.location.path, 0)
        at = SourceText(path, self.brief.source).at(line) if path == self.brief.location.path else Location(path, line)
        return Target(at, "the call")

    def words(
        self, owner: str, old: Sequence[Token], new: Sequence[Token], *, changes: tuple[Change, ...], tracked: bool
    ) -> Iterator[Edit]:
        """Edits of a fact's words."""
        fact, part = self.names(owner)
        yield Edit(
            EditKind.FACT, words_of(old), words_of(new), words_of(old), words_of(new), self.target(owner), owner, fact, part,
            changes, tracked, State.BY_HAND,
        )  # fmt: skip

    def changes(self) -> list[FileChange]:
        """The changes of fact files."""
        return []

    def citation(
        self, owner: str, one: Token | None, other: Token | None, *, changes: tuple[Change, ...]
    ) -> Iterator[CitationEdit]:
        """Edits of a fact's citation."""
        kind = "added" if one is None else "removed" if other is None else "changed"
        before, after = (citation_source(token.piece.items) if token and token.piece else "" for token in (one, other))
        piece = (other or one).piece  # type: ignore[union-attr]  # one of them is there
        key = piece.items[0].key if piece and piece.items else ""
        why = "a fact's citations are its evidence: change it in its file"
        yield CitationEdit(kind, key, before, after, self.target(owner), changes=changes, state=State.BY_HAND, note=why)
