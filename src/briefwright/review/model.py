"""What a review comes to: edits with their places, comments, citations, and what could not be placed."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from briefwright.diagnostics import Finding, Location
from briefwright.word.story import Change, Comment


class EditKind(StrEnum):
    """What sort of edit it is; the table in docs/decisions/0008-word-and-back.md says what each means."""

    FACT = "fact"
    VALUE = "value"
    DATE = "date"
    FACT_REMOVED = "fact-removed"
    PROSE = "prose"
    HEADING = "heading"
    FRONT_MATTER = "front-matter"
    FORMATTING = "formatting"
    PARAGRAPH_ADDED = "paragraph-added"
    PARAGRAPH_REMOVED = "paragraph-removed"
    PARAGRAPH_MOVED = "paragraph-moved"
    PARAGRAPH_SPLIT = "paragraph-split"
    PARAGRAPHS_JOINED = "paragraphs-joined"
    NOTE_ADDED = "note-added"
    NOTE_CHANGED = "note-changed"
    NOTE_REMOVED = "note-removed"
    TABLE_ADDED = "table-added"
    TABLE_REMOVED = "table-removed"
    ROW_ADDED = "row-added"
    ROW_REMOVED = "row-removed"
    PICTURE_ADDED = "picture-added"
    PICTURE_REMOVED = "picture-removed"
    TEMPLATE = "template"
    GENERATED = "generated"


class State(StrEnum):
    """Whether an edit can be made."""

    APPLIES = "applies"
    CONFLICT = "conflict"
    """Today's text differs from the baseline in the same words."""
    DONE = "done"
    """Today's text says it already."""
    BY_HAND = "by hand"


@dataclass(frozen=True, slots=True)
class Target:
    """Where an edit belongs."""

    location: Location
    what: str = ""
    """In words: "fact ferry-fleet, statement"."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A change read back."""

    kind: EditKind
    before: str
    """The words that changed."""
    after: str
    was: str
    """The whole fact or paragraph, citations and notes left out."""
    now: str
    target: Target | None = None
    anchor: str = ""
    fact: str = ""
    part: str = ""
    changes: tuple[Change, ...] = ()
    """Who made it, where changes were tracked; else who saved the file last."""
    tracked: bool = False
    state: State = State.APPLIES
    note: str = ""
    """Why it is not applied, or what else is to be known."""
    also: tuple[str, ...] = ()
    """Other briefs that show the same fact or value."""


@dataclass(frozen=True, slots=True)
class CitationEdit:
    """A citation put in, taken out or changed."""

    kind: str
    """added, removed or changed."""
    key: str
    before: str
    """As Markdown has it: `[@key, p. 3]`."""
    after: str
    target: Target | None = None
    new_reference: bool = False
    """Whether its work is not in the bibliography yet."""
    changes: tuple[Change, ...] = ()
    state: State = State.APPLIES
    note: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """A comment as something to do."""

    comment: Comment
    about: str
    """The words that it stands at."""
    anchor: str = ""
    target: Target | None = None


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A change that belongs nowhere in the sources, or whose place could not be found."""

    kind: str
    before: str
    after: str
    why: str
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Review:
    """All that came back."""

    file: str
    brief: str
    baseline: str
    """inside, beside or none."""
    fresh: bool
    """Whether the brief renders today as it did then."""
    edits: tuple[Edit, ...] = ()
    citations: tuple[CitationEdit, ...] = ()
    tasks: tuple[Task, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    findings: tuple[Finding, ...] = field(default=())
