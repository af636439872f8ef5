"""Works that a returned file cites and the bibliography has not: entries for them, or the keys that they have there."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from briefwright.bib.adding import library_of
from briefwright.bib.formats import read_references
from briefwright.bib.formats.csl import item_of
from briefwright.bib.formats.found import Found, Read
from briefwright.bib.importing import Outcome, plan_import
from briefwright.bib.known import Library
from briefwright.changes import FileChange
from briefwright.diagnostics import BriefwrightError
from briefwright.model import Project
from briefwright.word.story import CitedItem

_TITLES = ("title", "container-title", "URL")
"""What a reference must have one of: without these nobody could find it."""


@dataclass(frozen=True, slots=True)
class NewSources:
    """What becomes of works that are cited with keys that the bibliography has not."""

    keys: Mapping[str, str] = field(default_factory=dict)
    """From the key that a citation came with to that of the bibliography, or of the entry to be added."""
    added: frozenset[str] = frozenset()
    """Keys, of the bibliography to be, of the entries that are added."""
    changes: tuple[FileChange, ...] = ()
    why: Mapping[str, str] = field(default_factory=dict)
    """By the key that a citation came with: why its work cannot be added."""


def plan_new_sources(project: Project, items: Iterable[CitedItem], *, docx: bytes = b"", shown: str = "") -> NewSources:
    """What would become of the works that are cited. Nothing is written.

    Works that are there already, under whatever key, are recognised as `bib import` does, and left as they are. items:
    what is cited; those whose keys are known are passed over. docx: the returned file, for the sources of Word's own
    citations; shown: its name in findings.
    """
    unknown = {item.key: item for item in items if item.key and item.key not in project.bibliography}
    if not unknown:
        return NewSources()
    found, why = _found(unknown, docx, shown)
    library = library_of(project.root, project.config)
    try:
        outcomes = _outcomes(found, library, project)
        new = {key: found[key] for key, outcome in outcomes.items() if outcome.what == "added"}
        # a second time without those that are there: entries of the author's are not filled in on the way
        plan = plan_import([(shown, _read(new.values()))], library, project.config, prefer_new=False) if new else None
    except BriefwrightError as problem:
        return NewSources(why=why | dict.fromkeys(found, problem.findings[0].message))
    keys = {key: outcome.key for key, outcome in outcomes.items() if outcome.what in ("filled in", "there already")}
    made = {key: outcome for key, outcome in zip(new, plan.outcomes if plan else (), strict=True) if outcome.key}
    keys |= {key: outcome.key for key, outcome in made.items()}
    why |= {key: outcome.why for key, outcome in outcomes.items() if key not in keys}
    added = frozenset(outcome.key for outcome in made.values() if outcome.what == "added")
    return NewSources(keys, added, plan.changes if plan else (), why)


def _outcomes(found: Mapping[str, Found], library: Library, project: Project) -> dict[str, Outcome]:
    plan = plan_import([("", _read(found.values()))], library, project.config, prefer_new=False)
    return dict(zip(found, plan.outcomes, strict=True))


def _read(found: Iterable[Found]) -> Read:
    return Read("docx", tuple(found))


def _found(unknown: Mapping[str, CitedItem], docx: bytes, shown: str) -> tuple[dict[str, Found], dict[str, str]]:
    """References by the keys that they came with, and why others have none."""
    tagged = {one.key: one for one in _of_word(docx, shown)} if any(not one.data for one in unknown.values()) else {}
    found: dict[str, Found] = {}
    why: dict[str, str] = {}
    for key, item in unknown.items():
        if item.data and any(item.data.get(name) for name in _TITLES):
            # a key of the program's own making is none that its user chose
            found[key] = dataclasses.replace(item_of(item.data), key="" if key.startswith("?") else key)
        elif key in tagged:
            found[key] = tagged[key]
        else:
            why[key] = "the file does not say what work this is"
    return found, why


def _of_word(docx: bytes, shown: str) -> Iterator[Found]:
    if docx:
        yield from read_references(docx, shown).found
