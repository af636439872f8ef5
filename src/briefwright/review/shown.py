"""Which briefs show what is to be changed of a fact."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from briefwright.model import Fact, Project
from briefwright.review.fact_edits import FieldChange

_CALL = re.compile(r"\{\{\s*([\w-]+)\s*\}\}")


@dataclass(frozen=True, slots=True)
class Shown:
    """What the briefs of a project show of its facts. By the id of a fact: pairs of a brief and a part of the fact."""

    parts: Mapping[str, frozenset[tuple[str, str]]]

    @classmethod
    def of(cls, project: Project) -> Shown:
        """Compose every brief; none is rendered."""
        from briefwright.check.uses import find_uses
        from briefwright.compose import compose
        from briefwright.pipeline import template_folders, words_of

        folders = template_folders(project)
        drafts = (
            compose(brief, project, folders=folders, words=words_of(brief, project).value).value
            for brief in project.briefs.values()
        )
        uses = find_uses([draft for draft in drafts if draft is not None], frozenset())
        return cls({fact: frozenset((use.brief, use.how) for use in some) for fact, some in uses.facts.items()})

    def also(self, project: Project, changes: Iterable[FieldChange], brief: str) -> tuple[str, ...]:
        """The briefs, one left out, that show what some changes are about, by name."""
        found: set[str] = set()
        for change in changes:
            touched = touched_parts(project.facts[change.fact], change)
            found |= {name for name, part in self.parts.get(change.fact, ()) if part in touched}
        return tuple(sorted(found - {brief}))


def touched_parts(fact: Fact, change: FieldChange) -> frozenset[str]:
    """The parts of a fact that read otherwise after a change."""
    name = str(change.field[0])
    if name in ("value", "values"):
        value = str(change.field[1]) if name == "values" and len(change.field) > 1 else "value"
        texts = {"statement": fact.statement, "clause": fact.clause or fact.statement}
        calling = (
            part for part, text in texts.items() if any(value in _CALL.findall(some) for some in text.by_lang.values())
        )
        alone = {"value.value"} if len(fact.values) == 1 else set()
        return frozenset((f"value.{value}", *alone, *calling))
    if name == "statement":
        return frozenset(("statement",) if fact.clause else ("statement", "clause"))
    if name == "evidence":
        return frozenset(("statement", "clause"))
    return frozenset(({"as_of": "date", "voice": "speaker"}.get(name, name),))
