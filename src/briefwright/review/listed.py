"""Edits in what the tool makes by itself: the list of references. They are shown, and made in the bibliography."""

from __future__ import annotations

from collections.abc import Iterator

from briefwright.diagnostics import Location
from briefwright.model import Project
from briefwright.review.flow import words_of
from briefwright.review.hunks import hunks_of
from briefwright.review.model import Edit, EditKind, State, Target
from briefwright.review.sides import Part, Side
from briefwright.word.compare import match_blocks
from briefwright.word.story import Change

_WHY = "the list is made from the bibliography: change the entry there"


def listed_edits(project: Project, base: Side, back: Side, saved: Change) -> Iterator[Edit]:
    """Edits of the list of references.

    Where most entries differ and nothing was tracked, a program for citations wrote the list anew, which is no edit.
    """
    before, after = (_entries(side) for side in (base, back))
    matching = match_blocks([part.passage for part in before], [part.passage for part in after])
    edits: list[Edit] = []
    differing = 0
    for old, new in matching.kept:
        hunks = [hunk for hunk in hunks_of(before[old].flow, after[new].flow) if not hunk.is_formatting]
        differing += bool(hunks)
        for hunk in hunks:
            edits.append(
                Edit(
                    EditKind.GENERATED,
                    words_of(before[old].flow.tokens[hunk.a : hunk.b]),
                    words_of(hunk.new),
                    before[old].flow.text,
                    after[new].flow.text,
                    _target(project, before[old]),
                    changes=hunk.changes or (saved,),
                    tracked=bool(hunk.changes),
                    state=State.BY_HAND,
                    note=_WHY,
                )
            )
    anew = differing > max(1, len(before) // 2) and not any(edit.tracked for edit in edits)
    yield from () if anew else edits


def _entries(side: Side) -> list[Part]:
    return [part for part in side.listed if part.block.field != "TOC" and part.flow.tokens]


def _target(project: Project, part: Part) -> Target | None:
    key = next((name.removeprefix("ref-") for name in part.block.names if name.startswith("ref-")), "")
    reference = project.bibliography.get(key) if key else None
    return Target(reference.location, f"reference {key}") if reference else Target(Location(_first(project)), "")


def _first(project: Project) -> str:
    return project.config.bibliography[0] if project.config.bibliography else ""
