"""Rules on sources against each other: who is left out, who repeats whom, who has not been read, who is trusted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from briefwright.check.balance import BOXES, rests_on_one_origin, rests_on_one_side
from briefwright.check.cycles import origin_cycle
from briefwright.check.hidden import disagreement_hidden
from briefwright.check.rule import Context, Rule
from briefwright.check.witnesses import Witness, are_one, fold, supporting, witnesses
from briefwright.diagnostics import Code, Finding, Severity, warning
from briefwright.disagreements import grade_of
from briefwright.model import Bibliography, Fact, Kind, Relation

_POOR = frozenset("DEF")
"""Not usually reliable, unreliable, cannot be judged (F, which is no grade of trust either)."""


def one_origin_cited_twice(context: Context) -> Iterable[Finding]:
    """Facts whose several sources have one origin: they look like witnesses of each other, and are one."""
    for fact in context.facts.values():
        if len({item.source for item in fact.evidence}) < 2:
            continue
        called = list(witnesses(supporting(fact), context.project.bibliography))
        for number, one in enumerate(called):
            first = next((other for other in called[:number] if _repeats(one, other, fact)), None)
            if first is None:
                continue
            message = f"`{fact.id}` cites `{first.evidence.source}` and `{one.evidence.source}`, which have one origin"
            hint = f"both come from {_shown(first, one)}: count them as one, or find a source of its own"
            place = one.evidence.location or fact.location
            yield warning(Code.ONE_ORIGIN_CITED_TWICE, message, place, hint=hint, subject=fact.id)


def original_not_read(context: Context) -> Iterable[Finding]:
    """Facts in a summary or among the key points whose originals nobody has read."""
    for name, passages in context.passages.items():
        seen: set[str] = set()
        for passage in passages:
            for use in passage.facts if passage.box in BOXES else ():
                fact = context.project.facts.get(use.id)
                if fact is None or fact.id in seen or fact.kind is Kind.GAP or not _second_hand(fact):
                    continue
                seen.add(fact.id)
                originals = _quoted(dict.fromkeys(item.via for item in supporting(fact)))
                readers = _quoted(dict.fromkeys(item.source for item in supporting(fact)))
                message = f"`{fact.id}`, a key point of `{name}`, rests on {originals}, read only in {readers}"
                hint = "read the original and cite it, or say in the text that it is known at second hand"
                yield warning(Code.ORIGINAL_NOT_READ, message, passage.location, hint=hint, subject=fact.id)


def credibility_above_evidence(context: Context) -> Iterable[Finding]:
    """Facts graded as confirmed or probably true whose evidence does not bear it."""
    for fact in context.facts.values():
        grade = fact.credibility.strip()
        if grade not in ("1", "2"):
            continue
        reasons = tuple(_reasons(fact, grade, context.project.bibliography))
        if reasons:
            message = f"`{fact.id}` has the credibility {grade}, but {' and '.join(reasons)}"
            hint = "grade it 3 (possibly true) or lower, or add independent evidence"
            yield warning(Code.CREDIBILITY_ABOVE_EVIDENCE, message, fact.location, hint=hint, subject=fact.id)


def _repeats(one: Witness, other: Witness, fact: Fact) -> bool:
    """Whether two sources are one witness; two that heard the speaker whose words the fact reports are two."""
    if one.evidence.source == other.evidence.source or not are_one(one, other):
        return False
    return fact.voice is None or fold(fact.voice.speaker) not in (one.origin, other.origin)


def _shown(one: Witness, other: Witness) -> str:
    return one.origin_shown if one.origin == other.origin or one.origin in other.names else other.origin_shown


def _second_hand(fact: Fact) -> bool:
    evidence = supporting(fact)
    return bool(evidence) and all(item.via for item in evidence)


def _reasons(fact: Fact, grade: str, bibliography: Bibliography) -> Iterator[str]:
    """Why a grade of 1 or 2 is too high (NATO STANAG 2511, AJP-2.1: 1 is confirmed by independent sources, 2 rests
    on several reports whose independence is not sure)."""
    evidence = supporting(fact)
    sources = dict.fromkeys(item.source for item in evidence)
    if not sources:
        yield "no evidence supports it"
        return
    if len(sources) == 1:
        yield f"only `{next(iter(sources))}` supports it"
    elif grade == "1" and _one_origin(fact, bibliography):
        yield "its sources have one origin"
    grades = [grade_of(key, bibliography) for key in sources]
    if all(letter in _POOR for letter in grades):
        yield f"its sources are graded {', '.join(sorted(set(grades)))}"
    if _second_hand(fact):
        yield "nobody has read the original"
    if any(item.relation is Relation.CONTRADICTS for item in fact.evidence):
        yield "one of its sources contradicts it"


def _one_origin(fact: Fact, bibliography: Bibliography) -> bool:
    first, *others = witnesses(supporting(fact), bibliography)
    return all(are_one(first, other) for other in others)


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


RULES: tuple[Rule, ...] = (
    Rule(
        Code.DISAGREEMENT_HIDDEN, Severity.WARNING, "a figure shown without another that contradicts it",
        disagreement_hidden,
    ),
    Rule(
        Code.ONE_ORIGIN_CITED_TWICE, Severity.WARNING, "sources of a fact that have one origin", one_origin_cited_twice
    ),
    Rule(Code.ORIGIN_CYCLE, Severity.WARNING, "sources that rest on each other", origin_cycle),
    Rule(Code.ORIGINAL_NOT_READ, Severity.INFO, "a key point whose original nobody has read", original_not_read),
    Rule(
        Code.RESTS_ON_ONE_ORIGIN, Severity.INFO, "a brief or key judgement that rests on one origin",
        rests_on_one_origin,
    ),
    Rule(
        Code.RESTS_ON_ONE_SIDE, Severity.INFO, "a brief or key judgement that rests on one side's advocates",
        rests_on_one_side,
    ),
    Rule(
        Code.CREDIBILITY_ABOVE_EVIDENCE, Severity.WARNING, "a credibility that the evidence does not bear",
        credibility_above_evidence,
    ),
)  # fmt: skip
"""S101 to S107."""
