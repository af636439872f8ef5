"""Words exchanged in a source: what was not touched keeps its bytes, and the result is read again before it is used.

The source is cut into items, the rendered units are aligned with them, and what the editor made of the units is
written with the items that stayed. What comes out must read as wanted: by pandoc's reading for Markdown, by that of
`compose/inline.py` for statements.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass, field

from briefwright.changes import differences
from briefwright.compose.inline import ENGLISH, Quotes
from briefwright.compose.lexing import LexError
from briefwright.pandoc import PandocError
from briefwright.review.inline_align import Alignment, align, swapped_back
from briefwright.review.inline_items import Item, Syntax, Wrap, link_of, looks_of, shared, written
from briefwright.review.inline_read import CannotReadError, Said, read_source, said
from briefwright.review.inline_scan import items_of
from briefwright.review.inline_write import (
    CannotWriteError,
    Style,
    chosen_wraps,
    is_block_start,
    start_escaped,
    wanted_looks,
    with_escapes,
    within_words,
)
from briefwright.review.units import Unit, UnitKind, folded, normalised, units_of

__all__ = ["Revised", "Syntax", "Unit", "UnitKind", "folded", "normalised", "revise", "units_of"]

_MOST_COMPARED = 250_000
_LINE_END = re.compile(r"[ \t]*\n")


@dataclass(frozen=True, slots=True)
class Revised:
    """A source that says what an editor wrote."""

    source: str | None
    """None where it cannot be made."""
    why: str = ""
    """Why not, to stand after a colon."""
    anew: bool = False
    """Whether the whole had to be written anew, so that line breaks are gone."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of the source to be: an item that stays, or a unit that is new."""

    unit: Unit | None
    """What it is to look like; None for what is not seen."""
    item: Item | None = None
    number: int = -1
    """Of the item in the old source."""
    looks: frozenset[str] = frozenset()
    relooked: bool = False


def revise(
    source: str,
    old: Sequence[Unit],
    new: Sequence[Unit],
    syntax: Syntax = Syntax.MARKDOWN,
    *,
    quotes: Quotes = ENGLISH,
    definitions: str = "",
) -> Revised:
    """Make a source say `new` where it says `old`.

    source: inline text alone, without the sign of a list item or a heading. old, new: what is rendered of it, before
    and after; what a call, a citation or a note makes is one unit, or, for a call, whatever words it is: these can go
    as a whole, and not be changed. quotes: the marks of the language. definitions: Markdown in which notes and the
    addresses of links are defined, for what the source only names.
    """
    before, after = normalised(old), normalised(new)
    try:
        items = items_of(source, syntax, definitions)
    except LexError as problem:
        return Revised(None, f"the source cannot be read: {problem}")
    if written([(item.source, item.wraps) for item in items]) != source:
        return Revised(None, "the source cannot be read piece by piece")
    alignment = align(items, before)
    revision = _Revision(source, items, syntax, quotes, definitions)
    if alignment is None:
        return _anew(revision, before, after)
    after = swapped_back(after, alignment.swapped)
    revision.know(alignment)
    try:
        parts = revision.parts(alignment, after)
        if parts is None:
            return Revised(source)
        made = revision.written(parts)
        if revision.reads_as(made, parts):
            return Revised(made)
    except CannotWriteError as problem:
        return Revised(None, str(problem))
    return _anew(revision, alignment.units, after)


def _anew(revision: _Revision, old: Sequence[Unit], new: Sequence[Unit]) -> Revised:
    """The whole source written from what is wanted, where nothing of it could be lost in doing so."""
    if any(item.kind is None for item in revision.items) or not revision.says(old):
        return Revised(None, "the words of the source are not those that were rendered")
    try:
        parts = [revision.new_part(unit) for unit in new]
        made = revision.written(parts)
        if revision.reads_as(made, parts):
            return Revised(made, anew=True)
    except CannotWriteError as problem:
        return Revised(None, str(problem))
    return Revised(None, "what was written would not read as it was meant")


def _key(unit: Unit) -> object:
    return folded(unit.text) if unit.kind is UnitKind.TEXT else (unit.kind, unit.name, unit.source)


@dataclass(slots=True)
class _Revision:
    source: str
    items: tuple[Item, ...]
    syntax: Syntax
    quotes: Quotes
    definitions: str
    style: Style = field(init=False)
    sources: dict[tuple[UnitKind, str], str] = field(default_factory=dict)
    """Of calls, citations and the like, by their kind and name."""

    def __post_init__(self) -> None:
        self.style = Style.of(self.source, self.syntax, self.quotes)
        for item in self.items:
            if item.kind is not None and item.name:
                self.sources.setdefault((item.kind, item.name), item.source)

    def know(self, alignment: Alignment) -> None:
        """Learn the names that rendered things have, for those whose sources do not tell one."""
        for unit, owner in zip(alignment.units, alignment.owners, strict=True):
            if unit.kind is not UnitKind.TEXT and unit.name:
                self.sources.setdefault((unit.kind, unit.name), self.items[owner].source)

    # --- what stays, and what comes -----------------------------------------------------------------------

    def parts(self, alignment: Alignment, new: Sequence[Unit]) -> list[_Part] | None:
        """The stretches of the new source, None where nothing differs. Raises CannotWriteError."""
        kept, inserted = self._compared(alignment, new)
        if len(kept) == len(alignment.units) and not inserted and not any(part.relooked for part in kept.values()):
            return None
        gone = self._check_calls(alignment, kept, inserted)
        out: list[_Part] = []
        done: set[int] = set()  # items
        seen = frozenset(alignment.owners)

        def unseen(until: int) -> None:
            for number in range(until):
                item = self.items[number]
                if number in done or number in seen or number in gone:
                    continue
                glued = item.is_text and any(near in gone for near in (number - 1, number + 1))
                if not glued and not (item.is_opaque and number in gone):
                    out.append(_Part(None, item, number))
                done.add(number)

        for at in range(len(alignment.units) + 1):
            for unit in inserted.get(at, ()):
                space = self._space_before(unit, alignment, at, kept)
                if space not in done:
                    out += [_Part(None, self.items[space], space)] if space >= 0 else []
                    done.add(space)
                out.append(self.new_part(unit))
            if at not in kept or alignment.owners[at] in done:
                continue
            owner = alignment.owners[at]
            unseen(owner)
            out.append(kept[at])
            done.add(owner)
            following = owner + 1
            if self.items[owner].is_opaque and following < len(self.items) and following not in seen:
                unseen(following + 1 if not self.items[following].is_space else following)
        unseen(len(self.items))
        return out

    def _space_before(self, unit: Unit, alignment: Alignment, at: int, kept: Container[int]) -> int:
        """The space of the source, not seen in styles with notes, before what a new thing takes the place of; else -1.

        at: the old unit that the new one stands before.
        """
        while unit.kind is not UnitKind.TEXT and at < len(alignment.units) and at not in kept:
            owner = alignment.owners[at]
            if self.items[owner].kind is unit.kind:
                is_unseen = owner and self.items[owner - 1].is_space and owner - 1 not in alignment.owners
                return owner - 1 if is_unseen else -1
            at += 1
        return -1

    def _compared(
        self, alignment: Alignment, new: Sequence[Unit]
    ) -> tuple[dict[int, _Part], dict[int, Sequence[Unit]]]:
        """By the number of an old unit what stays of it, and what comes before it."""
        old = alignment.units
        kept: dict[int, _Part] = {}
        inserted: dict[int, Sequence[Unit]] = {}
        at = to = 0
        stretches = [*differences([_key(unit) for unit in old], [_key(unit) for unit in new], _MOST_COMPARED)]
        for a, b, c, d in (*stretches, (len(old), len(old), len(new), len(new))):
            for one, other in zip(range(at, a), range(to, c), strict=True):
                kept[one] = self._kept(alignment.owners[one], old[one], new[other])
            if d > c:
                inserted[a] = new[c:d]
            at, to = b, d
        return kept, inserted

    def _kept(self, number: int, old: Unit, new: Unit) -> _Part:
        item = self.items[number]
        looks = wanted_looks(item, old, new)
        relooked = not item.is_space and (old.looks != new.looks or old.link != new.link)
        if not item.is_opaque:
            new = Unit(item.text, looks, new.link if relooked else link_of(item.wraps))
        return _Part(new, item, number, looks, relooked)

    def _check_calls(
        self, alignment: Alignment, kept: dict[int, _Part], inserted: dict[int, Sequence[Unit]]
    ) -> frozenset[int]:
        """The calls whose words are all gone. Raises CannotWriteError where the words of a call were changed."""
        runs: dict[int, list[int]] = {}
        for at, owner in enumerate(alignment.owners):
            if self.items[owner].is_opaque:
                runs.setdefault(owner, []).append(at)
        gone: set[int] = set()
        for owner, run in runs.items():
            missing = [at for at in run if at not in kept]
            words = any(alignment.units[at].kind is UnitKind.TEXT for at in run)
            within = any(at in inserted for at in range(run[0] + 1, run[-1] + 1))
            beside = any(not unit.is_space for at in (run[0], run[-1] + 1) for unit in inserted.get(at, ()))
            relooked = any(kept[at].relooked for at in run if at in kept)
            replaced = missing and len(missing) == len(run) and words and beside
            if within or relooked or replaced or (missing and len(missing) < len(run)):
                raise CannotWriteError(f"these words are those of `{self.items[owner].source}`")
            if missing:
                gone.add(owner)
        return frozenset(gone)

    def new_part(self, unit: Unit) -> _Part:
        """Something new. Raises CannotWriteError where nothing says how to write it."""
        if unit.kind is UnitKind.TEXT:
            return _Part(unit, looks=frozenset() if unit.is_space else unit.looks)
        if self.syntax is not Syntax.MARKDOWN and unit.kind is not UnitKind.VALUE:
            raise CannotWriteError(f"a {unit.kind.value} cannot stand in a fact")
        source = unit.source or self.sources.get((unit.kind, unit.name), "")
        if not source:
            raise CannotWriteError(f"a {unit.kind.value} was put in whose source is not known")
        return _Part(unit, Item(source, "", unit.kind, unit.name), looks=unit.looks)

    # --- writing ------------------------------------------------------------------------------------------

    def written(self, parts: Sequence[_Part]) -> str:
        """The new source. Raises CannotWriteError where some looks have no markup."""
        wraps = self._wraps(parts)
        texts = [self._text(part, around) for part, around in zip(parts, wraps, strict=True)]
        if self.syntax is not Syntax.PLAIN:
            self._escape(parts, texts)
        if self.syntax is Syntax.MARKDOWN:
            wraps = within_words(texts, wraps)
        made = written(list(zip(texts, wraps, strict=True)))
        return self._as_one_paragraph(made) if self.syntax is Syntax.MARKDOWN else made

    def _text(self, part: _Part, wraps: Sequence[Wrap]) -> str:
        if part.item is not None:
            return part.item.source
        return self.style.text(part.unit, wraps) if part.unit else ""

    def _escape(self, parts: Sequence[_Part], texts: list[str]) -> None:
        """Backslashes into what is new; a run of new units is looked at as a whole."""
        start = 0
        while start < len(parts):
            end = start
            while end < len(parts) and parts[end].item is None and "code" not in parts[end].looks:
                end += 1
            texts[start:end] = with_escapes(texts[start:end], self.syntax)
            start = max(end, start + 1)

    def _wraps(self, parts: Sequence[_Part]) -> list[tuple[Wrap, ...]]:
        """The markup around each part."""
        fixed = [self._own_wraps(part) for part in parts]
        out: list[tuple[Wrap, ...]] = []
        before: tuple[Wrap, ...] = ()
        joined: dict[int, Wrap] = {}
        following = self._following(parts, fixed)
        for at, part in enumerate(parts):
            own = fixed[at]
            if part.unit is None or part.unit.is_space:
                out.append(own or ())
                continue
            if own is not None:
                own = tuple(joined.get(id(wrap), wrap) for wrap in own)
                if at and self._is_seam(parts, at) and own != before and _alike(own, before):
                    joined.update({id(wrap): other for wrap, other in zip(own, before, strict=True)})
                    own = before
            else:
                own = chosen_wraps(part.looks, part.unit.link, before, following[at], self.style)
            out.append(own)
            before = own
        return self._around_spaces(parts, fixed, out)

    def _own_wraps(self, part: _Part) -> tuple[Wrap, ...] | None:
        if part.number < 0 or part.item is None or part.relooked:
            return None
        return part.item.wraps

    def _is_seam(self, parts: Sequence[_Part], at: int) -> bool:
        return parts[at - 1].number != parts[at].number - 1

    def _following(self, parts: Sequence[_Part], fixed: Sequence[tuple[Wrap, ...] | None]) -> list[tuple[Wrap, ...]]:
        """For each part the markup around the next one whose markup is known."""
        out: list[tuple[Wrap, ...]] = []
        after: tuple[Wrap, ...] = ()
        for part, wraps in zip(reversed(parts), reversed(fixed), strict=True):
            out.append(after)
            if part.unit is not None and not part.unit.is_space and wraps is not None:
                after = wraps
        return out[::-1]

    def _around_spaces(
        self, parts: Sequence[_Part], fixed: Sequence[tuple[Wrap, ...] | None], out: list[tuple[Wrap, ...]]
    ) -> list[tuple[Wrap, ...]]:
        """Spaces and what is not seen keep their markup between their old neighbours, else have what both share."""
        solid = [part.unit is not None and not part.unit.is_space for part in parts]
        for at, part in enumerate(parts):
            if solid[at]:
                continue
            left = next((n for n in range(at - 1, -1, -1) if solid[n]), -1)
            right = next((n for n in range(at + 1, len(parts)) if solid[n]), -1)
            both = shared(out[left] if left >= 0 else (), out[right] if right >= 0 else ())
            stays = all(parts[n].number == part.number + n - at >= 0 for n in range(max(0, left), at))
            stays = stays and all(parts[n].number == part.number + n - at for n in range(at, right + 1))
            stays = stays and all(out[n] == fixed[n] for n in (left, right) if n >= 0)
            out[at] = (fixed[at] or ()) if stays and part.number >= 0 else both
        return out

    def _as_one_paragraph(self, made: str) -> str:
        """Lines that would begin a block of their own are joined to the line before; so is the first one escaped."""
        known = {line.lstrip() for line in self.source.split("\n")}
        lines = made.split("\n")
        out = [start_escaped(lines[0]) if lines[0].lstrip() not in known else lines[0]]
        for line in lines[1:]:
            if line.lstrip() not in known and is_block_start(line.lstrip().removeprefix("> ")):
                out[-1] = f"{out[-1].rstrip()} {line.lstrip().removeprefix('> ')}"
            elif line.strip():
                out.append(line)
        return "\n".join(out)

    # --- reading again ------------------------------------------------------------------------------------

    def says(self, units: Sequence[Unit]) -> bool:
        """Whether the source as it is says just what some units do."""
        return self._reads(self.source, [one for unit in units for one in _said_by(unit)])

    def reads_as(self, made: str, parts: Sequence[_Part]) -> bool:
        """Whether a source reads as its parts say."""
        wanted: list[Said] = []
        for part in parts:
            if part.unit is None:
                if part.item is not None and part.item.is_text:
                    wanted += said(part.item.text, looks_of(part.item.wraps), link_of(part.item.wraps))
                elif part.item is not None and part.item.is_opaque:
                    wanted.append((part.item.kind or "", part.item.name))
            elif part.item is not None and part.item.is_opaque:
                wanted.append((part.item.kind or "", part.item.name))
            else:
                wanted += said(part.unit.text, part.looks, part.unit.link)
        return self._reads(made, wanted)

    def _reads(self, made: str, wanted: Sequence[Said]) -> bool:
        try:
            return read_source(made, self.syntax, self.definitions).same_as(wanted)
        except (PandocError, LexError, CannotReadError):
            return False


def _said_by(unit: Unit) -> list[Said]:
    return said(unit.text, unit.looks, unit.link) if unit.kind is UnitKind.TEXT else [(unit.kind, unit.name)]


def _alike(one: Sequence[Wrap], other: Sequence[Wrap]) -> bool:
    """Whether two stretches of markup do the same."""
    return len(one) == len(other) and all((a.look, a.link) == (b.look, b.link) for a, b in zip(one, other, strict=True))
