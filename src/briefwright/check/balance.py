"""Briefs and key judgements that hear one witness, or one side, alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from briefwright.check.passages import Passage
from briefwright.check.rule import Context, Reviewed
from briefwright.check.witnesses import Witness, are_one, is_named, side_of, supporting, witnesses
from briefwright.diagnostics import Code, Finding, Location, SourceText, warning
from briefwright.model import Evidence, Fact, Kind, Relation

BOXES = frozenset({"summary", "key-points", "key-judgements"})
"""Classes of the Divs that say what matters most."""
FEWEST = 3
"""Passages with citations; a brief of fewer is too short to be one-sided."""

_JUDGED = (Kind.JUDGEMENT, Kind.FORECAST)


@dataclass(frozen=True, slots=True)
class _Claim:
    """What is asked whom it rests on: a brief as a whole, or a key judgement."""

    what: str
    location: Location
    evidence: tuple[Evidence, ...]
    subject: str


def rests_on_one_origin(context: Context) -> Iterable[Finding]:
    """Briefs and key judgements all of whose evidence comes from one source or one origin."""
    for claim in _claims(context):
        called = list(witnesses(claim.evidence, context.project.bibliography))
        sources = dict.fromkeys(witness.evidence.source for witness in called)
        if len(sources) > 1 and not _are_one(called):
            continue
        name = next(iter(sources)) if len(sources) == 1 else called[0].origin_shown
        side = side_of(name, context.project.bibliography)
        message = f"{claim.what} rests on `{name}` alone" + (f", which takes the side of {side}" if side else "")
        hint = "add a witness of its own, say in the text whose word it is, or let the confidence show it"
        yield warning(Code.RESTS_ON_ONE_ORIGIN, message, claim.location, hint=hint, subject=claim.subject)


def rests_on_one_side(context: Context) -> Iterable[Finding]:
    """Briefs and key judgements whose several sources all take one side."""
    for claim in _claims(context):
        sources = dict.fromkeys(item.source for item in claim.evidence)
        sides = {side_of(key, context.project.bibliography) for key in sources}
        if len(sources) < 2 or len(sides) > 1 or "" in sides:
            continue
        message = f"{claim.what} rests on sources of one side alone: {', '.join(sources)} ({sides.pop()})"
        hint = "add a source that takes no side, or the other, or say in the text whose view it is"
        yield warning(Code.RESTS_ON_ONE_SIDE, message, claim.location, hint=hint, subject=claim.subject)


def _are_one(called: list[Witness]) -> bool:
    return all(are_one(called[0], other) for other in called[1:])


def _claims(context: Context) -> Iterator[_Claim]:
    for reviewed in context.reviewed:
        passages = context.passages.get(reviewed.brief.name, ())
        yield from _whole(context, reviewed, passages)
        for passage in passages:
            for claim in _key_judgements(context, passage):
                sources = {item.source for item in claim.evidence}
                if not any(is_named(key, passage.text, context.project.bibliography) for key in sources):
                    yield claim


def _whole(context: Context, reviewed: Reviewed, passages: tuple[Passage, ...]) -> Iterator[_Claim]:
    """A brief, where it cites enough to be judged."""
    if sum(bool(passage.cites) for passage in passages) < FEWEST:
        return
    evidence = tuple(item for passage in passages for item in _evidence(context, passage))
    if evidence:
        brief = reviewed.brief
        line = min(brief.meta_lines.values(), default=1)
        place = SourceText(brief.location.path, brief.source).at(brief.meta_lines.get("title", line))
        yield _Claim(f"the brief `{brief.name}`", place, evidence, brief.name)


def _key_judgements(context: Context, passage: Passage) -> Iterator[_Claim]:
    """What a passage says in our own voice: all of it in a box, else the judgements and forecasts in it."""
    facts = _facts(context, passage)
    if passage.box in BOXES and not any(_attributed(fact) for fact in facts):
        evidence = tuple(_evidence(context, passage))
        if evidence:
            subject = facts[0].id if facts else ""
            yield _Claim("this key point", passage.location, evidence, subject)
        return
    for fact in facts:
        if fact.kind in _JUDGED and not _attributed(fact) and not set(passage.own_cites):
            yield _Claim(f"the {fact.kind.value} `{fact.id}`", passage.location, supporting(fact), fact.id)


def _facts(context: Context, passage: Passage) -> list[Fact]:
    found = (context.project.facts.get(key) for key in dict.fromkeys(use.id for use in passage.facts))
    return [fact for fact in found if fact is not None]


def _attributed(fact: Fact) -> bool:
    """Whether a fact is somebody's claim, not ours."""
    return fact.voice is not None or fact.kind is Kind.REPORTED


def _evidence(context: Context, passage: Passage) -> Iterator[Evidence]:
    """What a passage rests on: the support of its facts, and what its author cites. A gap rests on nothing."""
    for fact in _facts(context, passage):
        if fact.kind is not Kind.GAP:
            yield from supporting(fact)
    for key in passage.own_cites:
        yield Evidence(key, relation=Relation.SUPPORTS)
