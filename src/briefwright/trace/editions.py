"""Two editions of a brief compared: facts, references, and the author's own paragraphs."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from briefwright.trace.changes import Change, Piece, fact_changes, reference_changes, word_diff
from briefwright.trace.manifests import AnchorEntry, FactEntry, Manifest, ReferenceEntry

MOST_PAIRS = 40_000
"""Paragraphs of one edition times those of the other that are tried against each other; more are paired in order."""
ALIKE = 0.4
"""The share of words that a paragraph keeps if it is the same one, changed."""
T = TypeVar("T")
FACT_MARK = "\ufffc"
"""What stands for a fact in an author's words."""


@dataclass(frozen=True, slots=True)
class FactChange:
    """A fact that both editions use."""

    before: FactEntry
    after: FactEntry
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class ReferenceChange:
    """A reference that both editions cite."""

    before: ReferenceEntry
    after: ReferenceEntry
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, list item, cell or heading of an edition, with the facts in it."""

    anchor: AnchorEntry
    own: str
    """The author's words: facts are marks, citations are left out."""
    facts: tuple[str, ...]

    @property
    def words(self) -> str:
        """Its text without citations."""
        return self.anchor.text if self.anchor.words is None else self.anchor.words


@dataclass(frozen=True, slots=True)
class ParagraphChange:
    """A paragraph that differs."""

    before: Paragraph | None
    """None where it is new."""
    after: Paragraph | None
    """None where it is gone."""

    @property
    def how(self) -> str:
        """added, removed, changed, or through facts: where only the facts in it changed."""
        if self.before is None:
            return "added"
        if self.after is None:
            return "removed"
        same = self.before.own == self.after.own and self.before.facts == self.after.facts
        return "through facts" if same and self.cites == ((), ()) else "changed"

    @property
    def words_differ(self) -> bool:
        """Whether its words do, and not only what it cites."""
        return self.before is None or self.after is None or self.before.words != self.after.words

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """Its words compared."""
        return word_diff(self.before.words if self.before else "", self.after.words if self.after else "")

    @property
    def cites(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Keys that it cites no more, and keys that it cites now."""
        old = self.before.anchor.cites if self.before else []
        new = self.after.anchor.cites if self.after else []
        return tuple(key for key in old if key not in new), tuple(key for key in new if key not in old)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between two editions."""

    old: Manifest
    new: Manifest
    brief: tuple[Change, ...]
    facts_added: tuple[FactEntry, ...]
    facts_removed: tuple[FactEntry, ...]
    facts_changed: tuple[FactChange, ...]
    references_added: tuple[ReferenceEntry, ...]
    references_removed: tuple[ReferenceEntry, ...]
    references_changed: tuple[ReferenceChange, ...]
    paragraphs: tuple[ParagraphChange, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs."""
        facts = self.facts_added or self.facts_removed or self.facts_changed
        references = self.references_added or self.references_removed or self.references_changed
        return not (self.brief or facts or references or self.paragraphs)


def compare(old: Manifest, new: Manifest) -> Comparison:
    """Compare two editions, older first."""
    facts_before, facts_after = ({fact.id: fact for fact in one.facts} for one in (old, new))
    cited_before, cited_after = ({entry.key: entry for entry in one.references} for one in (old, new))
    return Comparison(
        old=old,
        new=new,
        brief=tuple(_brief_changes(old, new)),
        facts_added=_only(facts_after, facts_before),
        facts_removed=_only(facts_before, facts_after),
        facts_changed=tuple(
            FactChange(facts_before[name], fact, changes)
            for name, fact in facts_after.items()
            if name in facts_before and (changes := fact_changes(facts_before[name], fact))
        ),
        references_added=_only(cited_after, cited_before),
        references_removed=_only(cited_before, cited_after),
        references_changed=tuple(
            ReferenceChange(cited_before[key], entry, changes)
            for key, entry in cited_after.items()
            if key in cited_before and (changes := reference_changes(cited_before[key], entry))
        ),
        paragraphs=tuple(_paragraph_changes(_paragraphs(old), _paragraphs(new))),
    )


def _only(these: Mapping[str, T], others: Mapping[str, T]) -> tuple[T, ...]:
    return tuple(entry for name, entry in these.items() if name not in others)


def _brief_changes(old: Manifest, new: Manifest) -> Iterator[Change]:
    for name in ("title", "date", "lang", "style", "theme", "page", "institution", "authors"):
        before, after = getattr(old.brief, name), getattr(new.brief, name)
        if before != after and before is not None and after is not None:
            yield Change(name, _text(before), _text(after))


def _text(value: str | list[str]) -> str:
    return value if isinstance(value, str) else "; ".join(value)


def _paragraphs(manifest: Manifest) -> list[Paragraph]:
    """The paragraphs of an edition in reading order; a fact's anchor comes after that of its paragraph."""
    groups: list[tuple[AnchorEntry, list[AnchorEntry]]] = []
    for anchor in manifest.anchors:
        if anchor.kind != "fact":
            groups.append((anchor, []))
        elif groups:
            groups[-1][1].append(anchor)
    return [_paragraph(anchor, facts) for anchor, facts in groups]


def _paragraph(anchor: AnchorEntry, facts: Sequence[AnchorEntry]) -> Paragraph:
    own = anchor.text if anchor.words is None else anchor.words
    found: list[str] = []
    for fact in facts:
        text = fact.text if fact.words is None else fact.words
        if text and text in own:
            own = own.replace(text, FACT_MARK, 1)
            found.append(f"{fact.fact} {fact.part}")
    return Paragraph(anchor, own, tuple(found))


def _key(paragraph: Paragraph) -> tuple[str, tuple[str, ...]]:
    return paragraph.words, tuple(sorted(paragraph.anchor.cites))


def _paragraph_changes(old: Sequence[Paragraph], new: Sequence[Paragraph]) -> Iterator[ParagraphChange]:
    matcher = difflib.SequenceMatcher(None, [_key(one) for one in old], [_key(one) for one in new])
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag != "equal":
            yield from _paired(old[i:j], new[k:m])


def _paired(old: Sequence[Paragraph], new: Sequence[Paragraph]) -> Iterator[ParagraphChange]:
    """A stretch that differs: each new paragraph with the old one that it was, in order, then what is left."""
    at = 0
    for paragraph in new:
        match = _match(paragraph, old, at, len(old) * len(new) <= MOST_PAIRS)
        if match is None:
            yield ParagraphChange(None, paragraph)
            continue
        yield from (ParagraphChange(gone, None) for gone in old[at:match])
        yield ParagraphChange(old[match], paragraph)
        at = match + 1
    yield from (ParagraphChange(gone, None) for gone in old[at:])


def _match(paragraph: Paragraph, old: Sequence[Paragraph], at: int, thorough: bool) -> int | None:
    """The first of the old paragraphs from `at` on that is like enough; only the next one is tried in a hurry."""
    last = len(old) if thorough else min(len(old), at + 1)
    return next((index for index in range(at, last) if _alike(old[index], paragraph)), None)


def _alike(one: Paragraph, other: Paragraph) -> bool:
    if one.anchor.kind != other.anchor.kind:
        return False
    if one.facts and one.facts == other.facts:
        return True
    if not one.words and not other.words:  # a cell of citations
        return True
    mine, yours = set(one.words.split()), set(other.words.split())
    return len(mine & yours) >= ALIKE * max(len(mine), len(yours), 1)
