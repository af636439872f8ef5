"""Where the blocks of a brief come from: its Markdown, its front matter, a template, or the tool itself."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from briefwright.diagnostics import Location, SourceText
from briefwright.model import Brief
from briefwright.review.prose import BriefText
from briefwright.review.sides import Part, Side, is_title
from briefwright.review.sources import SourceBlock, SourceKind, block_at
from briefwright.review.units import UnitKind


class Origin(StrEnum):
    """Whose words a block's are, facts apart."""

    BRIEF = "brief"
    FRONT_MATTER = "front matter"
    TEMPLATE = "template"
    GENERATED = "generated"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block comes from."""

    origin: Origin
    location: Location
    source: SourceBlock | None = None
    """Of what the brief says."""
    field: str = ""
    """Of the front matter."""
    why: str = ""
    """Why it cannot be changed there."""
    end: int = -1
    """Behind which character of the brief what follows it goes; -1 where it is not of the brief."""


@dataclass(slots=True)
class Places:
    """The places of today's blocks."""

    brief: Brief
    text: BriefText
    today: Side
    _places: list[Place] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._places = [self._of(part) for part in self.today.parts]
        shared = Counter(place.source.start for place in self._places if place.source)
        self._find_pictures()
        for number, place in enumerate(self._places):
            if place.source and shared[place.source.start] > 1:
                why = "these lines of the brief make several paragraphs"
                self._places[number] = dataclasses.replace(place, source=None, why=why, end=-1)

    def _find_pictures(self) -> None:
        """Pictures that stand alone have no anchors: they are told by their order."""
        sources = iter([block for block in self.text.blocks if self.text.inline(block).startswith("![")])
        last: SourceBlock | None = None
        for number, part in enumerate(self.today.parts):
            is_picture = bool(part.flow.tokens) and all(one.unit.kind is UnitKind.PICTURE for one in part.flow.tokens)
            if is_picture and part.anchor is None:
                last = next(sources, None)
                if last:
                    at = SourceText(self.brief.location.path, self.brief.source).at(last.line)
                    self._places[number] = Place(Origin.BRIEF, at, last, end=self.text.end_of(last))
            elif last and part.anchor is None and "caption" in part.block.style.lower():
                place = self._places[number - 1]
                why = "a picture's caption is what stands in its brackets"
                self._places[number] = dataclasses.replace(place, source=None, why=why, end=-1)
            else:
                last = None

    def of(self, number: int) -> Place:
        """Where one of today's blocks comes from."""
        return self._places[number]

    def all_of(self, numbers: Sequence[int]) -> list[Place]:
        """Where some of today's blocks come from."""
        return [self._places[number] for number in numbers]

    def _of(self, part: Part) -> Place:
        source = SourceText(self.brief.location.path, self.brief.source)
        title = is_title(part.block)
        if part.anchor is None:
            if title:
                return Place(Origin.FRONT_MATTER, source.at(self.brief.meta_lines.get(title, 1)), field=title)
            why = "the tool made these words from the front matter or from facts"
            return Place(Origin.GENERATED, source.at(1), why=why)
        if part.anchor.path != self.brief.location.path:
            why = "a template wrote these words"
            return Place(Origin.TEMPLATE, Location(part.anchor.path, part.anchor.line), why=why)
        return self._in_brief(part, part.anchor.line, source.at(part.anchor.line))

    def _in_brief(self, part: Part, line: int, at: Location) -> Place:
        column = part.block.cell.column if part.block.cell else 0
        found = block_at(self.text.blocks, line, column)
        is_cell = part.block.cell is not None
        if found is None or found.kind is SourceKind.CALL or is_cell != (found.kind is SourceKind.CELL):
            caption = not is_cell and "caption" in part.block.style.lower()
            why = "a call makes these words: change them in its line"
            end = self.text.end_of(found) if found else -1
            return Place(Origin.BRIEF if caption else Origin.GENERATED, at, why=why, end=end)
        return Place(Origin.BRIEF, at, found, end=self.text.end_of(found))
