"""Edits brought home: each stretch of difference to its fact, paragraph or field, with what is to be exchanged."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from briefwright.diagnostics import Location
from briefwright.review.fact_home import FactHome, kind_of
from briefwright.review.flow import Flow, Token, words_of
from briefwright.review.front_matter import field_stretch
from briefwright.review.hunks import Fate, Merged, merged, replaced
from briefwright.review.inline_write import CannotWriteError
from briefwright.review.model import CitationEdit, Edit, EditKind, State, Target, Unplaced
from briefwright.review.pairs import BREAK, Changed, Moved, flow_of_all
from briefwright.review.places import Origin, Place, Places
from briefwright.review.prose import BriefText, CannotPlaceError, Stretch
from briefwright.review.segments import Segment, segments_of
from briefwright.review.sides import Side
from briefwright.review.sources import SourceBlock
from briefwright.review.things import citation_edits, inner_changes, paired, things_of, typed_over
from briefwright.review.units import Unit, UnitKind
from briefwright.word.story import Block, BlockKind, Change

CAPTION = "a picture's caption is what stands in its brackets"
_THINGS = {
    UnitKind.NOTE: (EditKind.NOTE_ADDED, EditKind.NOTE_CHANGED, EditKind.NOTE_REMOVED),
    UnitKind.PICTURE: (EditKind.PICTURE_ADDED, EditKind.PICTURE_REMOVED, EditKind.PICTURE_REMOVED),
}


@dataclass(slots=True)
class Home:
    """Takes changed blocks, and knows in the end what was edited and what is to be exchanged in the brief.

    base, back, today: the three states. today_of: from the numbers of the baseline's blocks to today's. saved: who
    saved the file last, for what was not tracked.
    """

    base: Side
    back: Side
    today: Side
    today_of: dict[int, int]
    places: Places
    text: BriefText
    facts: FactHome
    saved: Change
    edits: list[Edit] = field(default_factory=list)
    citations: list[CitationEdit] = field(default_factory=list)
    unplaced: list[Unplaced] = field(default_factory=list)
    stretches: list[Stretch] = field(default_factory=list)

    # --- blocks that were changed -------------------------------------------------------------------------

    def change(self, change: Changed) -> None:
        """Bring home what was changed in blocks that were kept."""
        was, now = (
            flow_of_all(side.parts, numbers) for side, numbers in ((self.base, change.old), (self.back, change.new))
        )
        self.unplaced += typed_over(was, now, self.saved)
        self._kinds(change)
        if not change.hunks:
            return
        todays = [self.today_of[number] for number in change.old if number in self.today_of]
        if len(todays) < len(change.old):
            self._lost(change, was, now)
            return
        flow = flow_of_all(self.today.parts, todays)
        places = self.places.all_of(todays)
        kind = self.today.parts[todays[0]].block.kind
        block = _Block(flow, places, kind, was.text, now.text)
        self._bring(block, merged(was, flow, change.hunks), was)

    def _kinds(self, change: Changed) -> None:
        """Tell where a paragraph was made a heading, an item, or the other way round."""
        old, new = self.base.parts[change.old[0]], self.back.parts[change.new[0]]
        was, now = _sort(old.block), _sort(new.block)
        if was == now or change.old[0] not in self.today_of or len(change.old) + len(change.new) > 2:
            return
        place = self.places.of(self.today_of[change.old[0]])
        note = f"{was} was made {now}"
        self.edits.append(
            Edit(
                EditKind.FORMATTING,
                old.flow.text,
                new.flow.text,
                old.flow.text,
                new.flow.text,
                Target(place.location, _what(place)),
                changes=(self.saved,),
                state=State.BY_HAND,
                note=note,
            )
        )

    def move(self, change: Moved) -> tuple[Token, ...] | None:
        """Today's tokens of a block that stands elsewhere, its changes made; None where it is no more."""
        number = self.today_of.get(change.old)
        if number is None:
            return None
        flow, was = self.today.parts[number].flow, self.base.parts[change.old].flow
        carried = [one for one in merged(was, flow, change.hunks) if one.fate is Fate.FREE]
        return replaced(flow.tokens, [(one.a, one.b, one.hunk.new) for one in carried])

    def _lost(self, change: Changed, was: Flow, now: Flow) -> None:
        anchor = self.base.parts[change.old[0]].anchor
        target = Target(Location(anchor.path, anchor.line), "a paragraph that is there no more") if anchor else None
        for hunk in change.hunks:
            self.edits.append(
                Edit(
                    EditKind.PROSE,
                    words_of(was.tokens[hunk.a : hunk.b]),
                    words_of(hunk.new),
                    was.text,
                    now.text,
                    target,
                    changes=self.who(hunk.changes),
                    tracked=bool(hunk.changes),
                    state=State.CONFLICT,
                    note="today's brief has this paragraph no more",
                )
            )

    def _bring(self, block: _Block, carried: Sequence[Merged], was: Flow) -> None:
        free: list[Segment] = []
        settled: list[tuple[Segment, State]] = []
        for one in (self._with_calls(one, block.flow) for one in carried):
            segments = segments_of(one, block.flow.tokens) if one.fate is Fate.FREE else []
            two_facts = len({segment.owner for segment in segments if segment.owner}) > 1
            if segments and not (two_facts and one.hunk.new):
                free += segments
                continue
            state = {Fate.DONE: State.DONE, Fate.CONFLICT: State.CONFLICT}.get(one.fate, State.BY_HAND)
            as_written = dataclasses.replace(one, fate=Fate.FREE, a=one.hunk.a, b=one.hunk.b)
            settled += [(segment, state) for segment in segments_of(as_written, was.tokens)]
        self._settled(block, settled, was)
        block = dataclasses.replace(block, is_alone=len(free) == 1)
        wanted = _wanted(block.flow.tokens, free)
        owners = dict.fromkeys(segment.owner for segment in free if segment.owner)
        gone = {owner for owner in owners if self._is_gone(owner, wanted)}
        for owner in owners:
            if owner not in gone:
                mine = [segment for segment in free if segment.owner == owner]
                self._fact(block, owner, mine, wanted)
        self._prose(block, [segment for segment in free if not segment.owner], wanted, gone, free)

    def _with_calls(self, one: Merged, flow: Flow) -> Merged:
        """A hunk in which a fact that was brought from elsewhere, its words as they are, is a call of it."""
        owners = {token.owner for token in flow.tokens}
        new: list[Token] = []
        for owner, some in groupby(one.hunk.new, key=lambda token: token.owner):
            tokens = list(some)
            there = [] if not owner or owner in owners else self.today.tokens_of(owner)
            name = ":".join(self.facts.names(owner))
            call = self.text.call(name) if there and words_of(there) == words_of(tokens) else ""
            if call:
                unit = Unit(words_of(tokens), kind=UnitKind.FACT, name=name, source=call)
                new.append(Token(unit, "", tokens[0].change))
            else:
                new += tokens
        return dataclasses.replace(one, hunk=dataclasses.replace(one.hunk, new=tuple(new)))

    def _settled(self, block: _Block, settled: Sequence[tuple[Segment, State]], was: Flow) -> None:
        """Tell of what is not to be made: today's text says it already, or says something else there."""
        notes = {
            State.DONE: "",
            State.CONFLICT: "the same words are others today",
            State.BY_HAND: f"one stroke changed two facts; it now reads: “{block.now}”",
        }
        for state, note in notes.items():
            mine = [segment for segment, one in settled if one is state]
            for segment in mine:
                if not segment.owner:
                    self._tell(block, segment, was.tokens, state, note)
            for owner in dict.fromkeys(segment.owner for segment in mine if segment.owner):
                some = [segment for segment in mine if segment.owner == owner]
                edit = self._fact_edit(owner, some, was.tokens)
                hunks = [segment.hunk for segment in some]
                kind = kind_of(edit.part, hunks, has_value=self.facts.has_values(edit.fact))
                target = self.facts.target(owner)
                self.edits.append(
                    dataclasses.replace(
                        edit, kind=kind, target=target, state=state, note=note, was=block.was, now=block.now
                    )
                )

    def _is_gone(self, owner: str, wanted: Sequence[Token]) -> bool:
        words = (token for token in wanted if token.owner == owner and token.piece is None)
        return not any(any(map(str.isalnum, token.unit.text)) for token in words)

    # --- facts --------------------------------------------------------------------------------------------

    def _fact(self, block: _Block, owner: str, mine: Sequence[Segment], wanted: Sequence[Token]) -> None:
        old = [token for token in block.flow.tokens if token.owner == owner]
        new = [token for token in wanted if token.owner == owner]
        changes = self.who(change for segment in mine for change in segment.hunk.changes)
        hunks = [one for one in mine if one.is_formatting or _said(block.flow.tokens[one.a : one.b]) != _said(one.new)]
        if hunks:
            edit = self._fact_edit(owner, hunks, block.flow.tokens)
            some = [one.hunk for one in hunks]
            self.edits += self.facts.words(owner, old, new, some, edit=edit, first=len(self.edits))
        for segment in mine:
            before, after = things_of(block.flow.tokens[segment.a : segment.b]), things_of(segment.new)
            for one, other in paired(before, after):
                if (one or other).unit.kind is UnitKind.CITATION:  # type: ignore[union-attr]  # one of them is there
                    self.citations += self.facts.citation(owner, one, other, changes=changes, first=len(self.citations))
                else:
                    self._other_in_fact(one, other, changes)

    def _fact_edit(self, owner: str, mine: Sequence[Segment], tokens: Sequence[Token]) -> Edit:
        """An edit of a fact as far as it is known before the fact is asked."""
        before, after = (
            " … ".join(filter(None, (words_of(_text(some)) for some in side)))
            for side in ([tokens[one.a : one.b] for one in mine], [one.new for one in mine])
        )
        fact, part = self.facts.names(owner)
        changes = self.who(change for segment in mine for change in segment.hunk.changes)
        tracked = any(segment.hunk.changes for segment in mine)
        return Edit(
            EditKind.FACT, before, after, before, after, None, owner, fact, part, changes=changes, tracked=tracked
        )

    def _other_in_fact(self, one: Token | None, other: Token | None, changes: tuple[Change, ...]) -> None:
        kind = _THINGS.get((one or other).unit.kind)  # type: ignore[union-attr]  # one of them is there
        why = "a fact holds no footnotes and no pictures"
        name = kind[0 if one is None else 2 if other is None else 1].value if kind else "field"
        texts = [token.unit.text if token else "" for token in (one, other)]
        self.unplaced.append(Unplaced(name, texts[0], texts[1], why, changes))

    def _removed(self, block: _Block, owner: str, segments: Sequence[Segment], *, why: str) -> None:
        old = [token for token in block.flow.tokens if token.owner == owner]
        changes = self.who(change for one in segments if one.owner == owner for change in one.hunk.changes)
        target = self.facts.call(owner)
        self.edits.append(
            Edit(
                EditKind.FACT_REMOVED,
                words_of(old),
                "",
                words_of(old),
                "",
                target,
                owner,
                *self.facts.names(owner),
                changes=changes,
                tracked=any(one.hunk.changes for one in segments if one.owner == owner),
                state=State.BY_HAND if why else State.APPLIES,
                note=why,
            )
        )

    # --- what the brief says ------------------------------------------------------------------------------

    def _prose(
        self, block: _Block, mine: Sequence[Segment], wanted: Sequence[Token], gone: set[str], free: Sequence[Segment]
    ) -> None:
        if not mine and not gone:
            return
        why = next((place.why for place in block.places if place.why), "")
        if not why and block.places[0].origin is Origin.FRONT_MATTER:
            self._front_matter(block, mine, wanted)
            return
        if not why:
            why = self._exchange(block, _prose_of(block.flow.tokens, wanted, gone))
        for owner in gone:
            self._removed(block, owner, free, why=why)
        for segment in mine:
            self._tell(block, segment, block.flow.tokens, State.BY_HAND if why else State.APPLIES, why)

    def _exchange(self, block: _Block, wanted: Sequence[Token]) -> str:
        """Note what is to be exchanged in the brief; says why it cannot be."""
        sources = [place.source for place in block.places if place.source]
        try:
            if wanted and any(not token.unit.is_space for token in wanted):
                self.stretches += self.text.revised(sources, block.flow.tokens, wanted)
            else:
                if any(self.picture_stays(source) for source in sources):
                    return CAPTION
                self.stretches += [self.text.removed(source) for source in sources]
        except CannotPlaceError as problem:
            return str(problem)
        return ""

    def picture_stays(self, source: SourceBlock) -> bool:
        """Whether a source is that of a picture, and no picture is gone."""
        counts = [
            sum(token.unit.kind is UnitKind.PICTURE for part in side.parts for token in part.flow.tokens)
            for side in (self.base, self.back)
        ]
        return self.text.inline(source).startswith("![") and counts[1] >= counts[0]

    def _front_matter(self, block: _Block, mine: Sequence[Segment], wanted: Sequence[Token]) -> None:
        text = "".join(token.unit.text for token in wanted)
        why = ""
        try:
            made = field_stretch(self.facts.brief, block.places[0].field, text, lang=self.facts.lang, words={})
            self.stretches += [made] if made else []
        except CannotWriteError as problem:
            why = str(problem)
        for segment in mine:
            self._tell(block, segment, block.flow.tokens, State.BY_HAND if why else State.APPLIES, why)

    # --- telling ------------------------------------------------------------------------------------------

    def _tell(self, block: _Block, segment: Segment, tokens: Sequence[Token], state: State, why: str) -> None:
        """Say what was edited in a stretch: its words, then each thing in it."""
        old, new = tokens[segment.a : segment.b], segment.new
        changes, place = self.who(segment.hunk.changes), block.places[0]
        target = Target(place.location, _what(place))
        fact, part = self.facts.names(segment.owner) if segment.owner else ("", "")

        def edit(kind: EditKind, before: str, after: str, made: tuple[Change, ...] = segment.hunk.changes) -> None:
            self.edits.append(
                Edit(
                    kind,
                    before,
                    after,
                    block.was,
                    block.now,
                    target,
                    segment.owner,
                    fact,
                    part,
                    self.who(made),
                    bool(made),
                    state,
                    why,
                )
            )

        before, after = words_of(_text(old)), words_of(_text(new))
        breaks = [sum(token.unit.text == BREAK for token in side) for side in (old, new)]
        if breaks[1] > breaks[0]:
            edit(EditKind.PARAGRAPH_SPLIT, before, after)
        elif breaks[0] > breaks[1]:
            edit(EditKind.PARAGRAPHS_JOINED, before, after)
        alone = block.is_alone and not any(breaks) and not things_of((*old, *new))
        if before != after or segment.is_formatting or (alone and _spaces(old) != _spaces(new)):
            edit(EditKind.FORMATTING if segment.is_formatting else _kind(block, segment.owner), before, after)
        for one, other in paired(things_of(old), things_of(new)):
            token = one or other
            if token is not None and token.unit.kind is UnitKind.CITATION:
                self.citations += citation_edits(one, other, target, changes, state=state, why=why)
            elif token is not None and token.unit.kind in _THINGS:
                kinds = _THINGS[token.unit.kind]
                kind = kinds[0] if one is None else kinds[2] if other is None else kinds[1]
                inner = inner_changes(other)
                texts = (one.unit.text if one else "", other.unit.text if other else "")
                edit(kind, *texts, inner if one and inner else segment.hunk.changes)

    def who(self, changes: Iterable[Change]) -> tuple[Change, ...]:
        """Each author once; whoever saved the file last where nobody is known."""
        by_author: dict[str, Change] = {}
        for change in changes:
            by_author.setdefault(change.author, change)
        return tuple(by_author.values()) or (self.saved,)


@dataclass(frozen=True, slots=True)
class _Block:
    """One or several of today's blocks that are changed together."""

    flow: Flow
    places: list[Place]
    kind: BlockKind
    was: str
    now: str
    is_alone: bool = False
    """Whether there is but one stretch of difference in it."""


def _wanted(tokens: Sequence[Token], segments: Sequence[Segment]) -> tuple[Token, ...]:
    """Today's tokens with all segments exchanged, each new one owned by its segment's owner."""
    ordered = sorted(segments, key=lambda one: (one.a, one.b))
    changes = [(one.a, one.b, [dataclasses.replace(token, owner=one.owner) for token in one.new]) for one in ordered]
    return replaced(tokens, changes)


def _prose_of(today: Sequence[Token], wanted: Sequence[Token], gone: set[str]) -> list[Token]:
    """What the brief is to say: facts that stay as they are today, as their own files change them."""
    out: list[Token] = []
    done: set[str] = set()
    for token in wanted:
        if not token.owner:
            out.append(token)
        elif token.owner not in gone and token.owner not in done:
            done.add(token.owner)
            out += [one for one in today if one.owner == token.owner]
    return out


def _text(tokens: Iterable[Token]) -> list[Token]:
    return [token for token in tokens if token.piece is None and token.unit.text != BREAK]


def _said(tokens: Iterable[Token]) -> list[object]:
    return [token.key for token in tokens if token.piece is None]


def _spaces(tokens: Iterable[Token]) -> int:
    return sum(token.unit.is_space for token in tokens)


def _kind(block: _Block, owner: str) -> EditKind:
    if owner:
        return EditKind.FACT
    origin = block.places[0].origin
    if origin is Origin.TEMPLATE:
        return EditKind.TEMPLATE
    if origin is Origin.GENERATED:
        return EditKind.GENERATED
    if origin is Origin.FRONT_MATTER:
        return EditKind.FRONT_MATTER
    return EditKind.HEADING if block.kind is BlockKind.HEADING else EditKind.PROSE


def _sort(block: Block) -> str:
    if block.kind is BlockKind.HEADING:
        return f"a heading of level {block.level}"
    if block.kind is BlockKind.ITEM:
        return f"an item of level {block.level + 1}"
    return "a paragraph"


def _what(place: Place) -> str:
    if place.field:
        return f"front matter, {place.field}"
    names = {Origin.BRIEF: "the brief", Origin.TEMPLATE: "the template", Origin.GENERATED: "made by the tool"}
    return names.get(place.origin, "")
