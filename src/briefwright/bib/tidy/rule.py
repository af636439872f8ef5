"""What a rule of tidying is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from briefwright.bib.text import BibText
from briefwright.bib.tidy.entry import Entry
from briefwright.bib.tidy.style import Style


class Effect(Enum):
    """What a rule may do to a field. Whatever else happens to one is refused before anything is written."""

    LAYOUT = "layout"
    """Nothing: it moves or sets it otherwise."""
    FORM = "form"
    """Another form of the same value, which no reader sees."""
    DROP = "drop"
    """Take it out: it holds nothing, or what another holds."""
    DATA = "data"
    """Another value. Each change is told."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: a named function that gives an entry, or a whole file, as it should be; the same where all is well."""

    name: str
    about: str
    """What it does, in one line, without a full stop."""
    entry: Callable[[Entry, Style], Entry] | None = None
    gap: Callable[[str, bool, Style], str] | None = None
    """For the white space after an entry, up to the next; whether it is the end of the file."""
    file: Callable[[BibText, Style], bytes] | None = None
    """For what is not about one entry; the file's new bytes."""
    on: bool = True
    """Whether it is followed unless others are selected."""
    effect: Effect = Effect.LAYOUT
