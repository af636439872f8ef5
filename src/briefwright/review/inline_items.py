"""A paragraph's source as items, one for each rendered unit, with the markup around them; nothing of it is lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from briefwright.review.units import UnitKind, spans_of


class Syntax(StrEnum):
    """How a source is written."""

    MARKDOWN = "markdown"
    """A paragraph of a brief."""
    STATEMENT = "statement"
    """A statement or clause of a fact (compose/inline.py)."""
    PLAIN = "plain"
    """Text that prints as it stands: a label, a title."""


@dataclass(frozen=True, slots=True, eq=False)
class Wrap:
    """Markup around items. Two are the same only where they are one."""

    opening: str
    closing: str
    look: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A stretch of a source that makes a unit; or, without a kind, nothing that is seen: a comment, a tag."""

    source: str
    text: str
    kind: UnitKind | None = UnitKind.TEXT
    name: str = ""
    wraps: tuple[Wrap, ...] = ()
    """The markup around it, outermost first."""

    @property
    def is_text(self) -> bool:
        """Whether its words are those of the source."""
        return self.kind is UnitKind.TEXT

    @property
    def is_space(self) -> bool:
        """Whether it is white space."""
        return self.is_text and self.text.isspace()

    @property
    def is_opaque(self) -> bool:
        """Whether it stands for something that is written elsewhere."""
        return self.kind not in (None, UnitKind.TEXT)


def looks_of(wraps: Iterable[Wrap]) -> frozenset[str]:
    """The looks that some markup gives."""
    return frozenset(wrap.look for wrap in wraps if wrap.look)


def link_of(wraps: Iterable[Wrap]) -> str:
    """The address that some markup links to, empty for none."""
    return next((wrap.link for wrap in wraps if wrap.link), "")


@dataclass(slots=True)
class Collector:
    """Takes characters and things as a scanner finds them, and makes items of them."""

    items: list[Item] = field(default_factory=list)
    _run: list[tuple[str, str]] = field(default_factory=list)
    _wraps: tuple[Wrap, ...] = ()

    def sign(self, source: str, text: str, wraps: tuple[Wrap, ...]) -> None:
        """A stretch of the source that is seen as a text, mostly one character."""
        if self._run and wraps != self._wraps:
            self.flush()
        self._wraps = wraps
        # what is seen as several characters keeps its source with the first
        self._run += [(source if not index else "", char) for index, char in enumerate(text)]

    def thing(self, item: Item) -> None:
        """Anything else."""
        self.flush()
        self.items.append(item)

    def flush(self) -> None:
        """What was taken so far becomes items."""
        text = "".join(char for _, char in self._run)
        for start, end in spans_of(text):
            source = "".join(part for part, _ in self._run[start:end])
            self.items.append(Item(source, text[start:end], wraps=self._wraps))
        self._run.clear()

    def done(self) -> tuple[Item, ...]:
        """All items."""
        self.flush()
        return tuple(self.items)


def written(parts: Sequence[tuple[str, tuple[Wrap, ...]]]) -> str:
    """A source from stretches and the markup around each."""
    return "".join(_written(parts))


def _written(parts: Sequence[tuple[str, tuple[Wrap, ...]]]) -> Iterator[str]:
    current: tuple[Wrap, ...] = ()
    for source, wraps in (*parts, ("", ())):
        same = shared(current, wraps)
        yield from (wrap.closing for wrap in reversed(current[len(same) :]))
        yield from (wrap.opening for wrap in wraps[len(same) :])
        yield source
        current = wraps


def shared(one: tuple[Wrap, ...], other: tuple[Wrap, ...]) -> tuple[Wrap, ...]:
    """The markup that is around both."""
    length = 0
    while length < min(len(one), len(other)) and one[length] is other[length]:
        length += 1
    return one[:length]
