"""Edits of facts, brought home to their files."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from briefwright.changes import FileChange
from briefwright.compose.words import load_words
from briefwright.diagnostics import Location, SourceText
from briefwright.model import Brief, Project
from briefwright.pipeline import template_folders
from briefwright.review.citing import citation_source, paired_items
from briefwright.review.fact_edits import FactEditor, FieldChange, Proposal
from briefwright.review.fact_files import changed_files
from briefwright.review.flow import Token, words_of
from briefwright.review.hunks import Hunk
from briefwright.review.model import CitationEdit, Edit, EditKind, State, Target
from briefwright.review.shown import Shown
from briefwright.review.sides import Side
from briefwright.review.units import Unit, UnitKind
from briefwright.word.story import Change

_EVIDENCE = "a fact's citations are its evidence: change that in its file"


@dataclass(slots=True)
class FactHome:
    """Takes what was edited in facts, and knows in the end what becomes of their files."""

    project: Project
    brief: Brief
    today: Side
    lang: str
    proposed: list[tuple[FieldChange, int]] = field(default_factory=list)
    """Changes, each with the number of the edit that it is of; of a citation's its number from -1 downwards."""
    _editor: FactEditor = field(init=False)
    _shown: Shown | None = None

    def __post_init__(self) -> None:
        self._editor = FactEditor(self.project, self.lang, self._words(self.lang), self._words)

    def _words(self, lang: str) -> Mapping[str, str]:
        return _words_in(lang, template_folders(self.project))

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

    # --- words --------------------------------------------------------------------------------------------

    def words(
        self, owner: str, old: Sequence[Token], new: Sequence[Token], hunks: Sequence[Hunk], *, edit: Edit, first: int
    ) -> list[Edit]:
        """Edits of a fact's words.

        old, new: the tokens of its part. hunks: what was changed in them. edit: one that has everything but kind, state
        and the whole words. first: the number that the first of these edits will have.
        """
        fact, part = self.names(owner)
        proposal = self._editor.propose(fact, part, _units(old), _units(new))
        edit = dataclasses.replace(edit, target=self.target(owner), was=words_of(old), now=words_of(new))
        if not proposal.changes:
            kind = kind_of(part, hunks, has_value=self.has_values(fact))
            return [dataclasses.replace(edit, kind=kind, state=State.BY_HAND, note=proposal.why)]
        self.proposed += [(change, first + number) for number, change in enumerate(proposal.changes)]
        return list(self._edits(proposal, edit, hunks))

    def _edits(self, proposal: Proposal, edit: Edit, hunks: Sequence[Hunk]) -> Iterator[Edit]:
        self._shown = self._shown or Shown.of(self.project)
        only_looks = all(hunk.is_formatting for hunk in hunks)
        for change in proposal.changes:
            kind = {"as_of": EditKind.DATE, "value": EditKind.VALUE, "values": EditKind.VALUE}.get(
                str(change.field[0]), EditKind.FORMATTING if only_looks else EditKind.FACT
            )
            target = Target(self._editor.place(change), f"fact {change.fact}, {'.'.join(map(str, change.field))}")
            also = self._shown.also(self.project, [change], self.brief.name)
            yield dataclasses.replace(edit, kind=kind, target=target, also=also)

    def has_values(self, fact: str) -> bool:
        """Whether a fact has numbers."""
        return fact in self.project.facts and bool(self.project.facts[fact].values)

    # --- citations ----------------------------------------------------------------------------------------

    def citation(
        self, owner: str, one: Token | None, other: Token | None, *, changes: tuple[Change, ...], first: int
    ) -> list[CitationEdit]:
        """Edits of a fact's citation; another place in a source is proposed for the fact's evidence.

        first: the number that the first of these edits will have.
        """
        out: list[CitationEdit] = []
        fact, _ = self.names(owner)
        old, new = (token.piece.items if token and token.piece else () for token in (one, other))
        for before, after in paired_items(old, new):
            kind = "added" if before is None else "removed" if after is None else "changed"
            was, now = (citation_source((item,)) if item else "" for item in (before, after))
            key = after.key if after else before.key if before else ""
            made = CitationEdit(kind, key, was, now, self.target(owner), changes=changes)
            proposal = Proposal(why=_EVIDENCE)
            if before and after:
                proposal = self._editor.propose_locator(fact, before, after)
            if not proposal.changes:
                out.append(dataclasses.replace(made, state=State.BY_HAND, note=proposal.why))
                continue
            self.proposed += [(change, -1 - first - len(out)) for change in proposal.changes]
            at = self._editor.place(proposal.changes[0])
            out.append(dataclasses.replace(made, target=Target(at, f"fact {fact}, evidence")))
        return out

    # --- files --------------------------------------------------------------------------------------------

    def finished(
        self, edits: Sequence[Edit], citations: Sequence[CitationEdit]
    ) -> tuple[list[Edit], list[CitationEdit], tuple[FileChange, ...]]:
        """Edits, those that contradict others marked, and the changes of fact files."""
        files = changed_files(self.project, [change for change, _ in self.proposed])
        out, cited = list(edits), list(citations)
        for refused in files.refused:
            for change, number in self.proposed:
                if change is refused.change and number >= 0:
                    out[number] = dataclasses.replace(out[number], state=State.CONFLICT, note=refused.why)
                elif change is refused.change:
                    at = -1 - number
                    cited[at] = dataclasses.replace(cited[at], state=State.CONFLICT, note=refused.why)
        return out, cited, files.changes


def kind_of(part: str, hunks: Sequence[Hunk], *, has_value: bool) -> EditKind:
    """What sort of edit of a fact some hunks are, where the fact itself cannot be asked."""
    if all(hunk.is_formatting for hunk in hunks):
        return EditKind.FORMATTING
    if part == "date":
        return EditKind.DATE
    words = [token.unit.text for hunk in hunks for token in hunk.new if not token.unit.is_space]
    number = bool(words) and all(any(map(str.isdigit, word)) or not any(map(str.isalnum, word)) for word in words)
    return EditKind.VALUE if part.startswith("value") or (number and has_value) else EditKind.FACT


def _units(tokens: Sequence[Token]) -> list[Unit]:
    return [token.unit for token in tokens if token.unit.kind in (UnitKind.TEXT, UnitKind.CITATION)]


@functools.lru_cache(maxsize=32)
def _words_in(lang: str, folders: tuple[Path, ...]) -> Mapping[str, str]:
    return load_words(lang, folders).value
