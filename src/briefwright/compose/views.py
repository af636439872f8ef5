"""What templates see of a fact."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from briefwright.model import Fact


class Placed:
    """An insert as an expression's value: printing it puts its mark into the text."""

    __slots__ = ("block", "mark")

    def __init__(self, mark: str, *, block: bool = False) -> None:
        self.mark = mark
        self.block = block

    def __str__(self) -> str:
        return self.mark

    def __add__(self, other: object) -> str:
        return self.mark + str(other)

    def __radd__(self, other: object) -> str:
        return str(other) + self.mark

    def __bool__(self) -> bool:
        return bool(self.mark)


@dataclass(frozen=True)
class FactView:
    """A fact in a template: `f.id`, `f.topic`, `f.statement`, `f.date`, ...; text attributes print as written."""

    fact_: Fact
    part_: Callable[[Fact, str], Placed]

    @property
    def id(self) -> str:
        """Its id."""
        return self.fact_.id

    @property
    def topic(self) -> str:
        """Its file's topic."""
        return self.fact_.topic

    @property
    def kind(self) -> str:
        """fact, reported, assumption, judgement, forecast or gap."""
        return self.fact_.kind.value

    @property
    def status(self) -> str:
        """draft, checked, disputed, superseded or withdrawn."""
        return self.fact_.status.value

    @property
    def tags(self) -> tuple[str, ...]:
        """Its tags."""
        return self.fact_.tags

    @property
    def subject(self) -> str:
        """What it is about."""
        return self.fact_.subject

    @property
    def sources(self) -> tuple[str, ...]:
        """Keys of the references that it rests on."""
        return tuple(evidence.source for evidence in self.fact_.evidence)

    @property
    def year(self) -> int | None:
        """The year of its date."""
        return self.fact_.as_of.first.year if self.fact_.as_of and self.fact_.as_of.start else None

    @property
    def statement(self) -> Placed:
        """Its statement, without citation."""
        return self.part_(self.fact_, "statement")

    @property
    def clause(self) -> Placed:
        """Its clause, without citation."""
        return self.part_(self.fact_, "clause")

    @property
    def label(self) -> Placed:
        """Its short name."""
        return self.part_(self.fact_, "label")

    @property
    def date(self) -> Placed:
        """Its date in words."""
        return self.part_(self.fact_, "date")

    @property
    def value(self) -> Placed:
        """Its value with the unit."""
        return self.part_(self.fact_, "value")

    @property
    def speaker(self) -> Placed:
        """Whose claim it is."""
        return self.part_(self.fact_, "speaker")

    def __str__(self) -> str:
        return str(self.statement)
