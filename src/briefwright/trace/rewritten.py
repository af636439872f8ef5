"""The places that an author rewrote, apart from what facts, templates and an earlier box "what changed" put there."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from briefwright.trace.editions import FACT_MARK, Comparison, Paragraph, ParagraphChange
from briefwright.trace.manifests import AnchorEntry, FactEntry, Manifest


def rewritten(comparison: Comparison, words: Mapping[str, str]) -> tuple[str, ...]:
    """The lines, as `path:line`, of the brief's own paragraphs that came or changed, each once, in order.

    words: fixed texts in the brief's language. Left out are cells; what a template or `sources()` makes; the box
    "what changed" that was pasted; and paragraphs that differ only in facts which the brief took in or took out.
    """
    new = comparison.new
    boxed, made = _boxed(new.anchors, words), _pattern(words, "summary-sources-")
    told = {fact.id for fact in (*comparison.facts_added, *comparison.facts_removed)}
    sources = _sources(comparison.old), _sources(new)
    found = [
        f"{change.after.anchor.path}:{change.after.anchor.line}"
        for change in comparison.paragraphs
        if change.how in ("added", "changed")
        and change.after
        and change.after.anchor.kind != "cell"
        and change.after.anchor.path == new.brief.path
        and change.after.anchor.id not in boxed
        and not made.match(change.after.words)
        and not _only_facts(change, told, *sources)
    ]
    return tuple(dict.fromkeys(found))


def _sources(edition: Manifest) -> dict[str, FactEntry]:
    return {fact.id: fact for fact in edition.facts}


def _only_facts(
    change: ParagraphChange, told: Collection[str], old: Mapping[str, FactEntry], new: Mapping[str, FactEntry]
) -> bool:
    """Whether a paragraph differs only in facts that are told elsewhere, and in what these cite.

    old, new: facts of the two editions by id.
    """
    before, after = _facts(change.before), _facts(change.after)
    if before == after or not set(before) ^ set(after) <= set(told):
        return False
    gone, came = change.cites
    return (
        _own(change.before) == _own(change.after)
        and set(gone) <= set(_cited(before, old))
        and set(came) <= set(_cited(after, new))
    )


def _facts(paragraph: Paragraph | None) -> tuple[str, ...]:
    return tuple(fact.partition(" ")[0] for fact in paragraph.facts) if paragraph else ()


def _own(paragraph: Paragraph | None) -> list[str]:
    return re.findall(r"\w+", paragraph.own.replace(FACT_MARK, " ")) if paragraph else []


def _cited(ids: Sequence[str], facts: Mapping[str, FactEntry]) -> Iterator[str]:
    return (key for name in ids if name in facts for key in facts[name].sources)


def _boxed(anchors: Sequence[AnchorEntry], words: Mapping[str, str]) -> set[str]:
    """The ids of what stands in a pasted box: its title and the list after it, whose language is the brief's."""
    title = _pattern(words, "what-changed")
    found: set[str] = set()
    inside = False
    for anchor in anchors:
        if anchor.kind in ("paragraph", "heading"):
            inside = title.fullmatch(anchor.text) is not None
        if inside:
            found.add(anchor.id)
    return found


def _pattern(words: Mapping[str, str], beginning: str) -> re.Pattern[str]:
    """What matches any of the fixed texts whose names begin so, whatever is filled in."""
    texts = (" ".join(text.split()) for name, text in words.items() if name.startswith(beginning))
    filled = (".+".join(map(re.escape, re.split(r"\{\w+\}", text))) for text in texts)
    return re.compile("|".join(filled) or r"(?!)")
