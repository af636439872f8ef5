"""Rules on facts: numbers, derived values, facts that say the same, facts past their time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from briefwright.check.derived import derived_value_wrong
from briefwright.check.duplicates import duplicate_facts, near_duplicate_facts
from briefwright.check.rule import Context, Reviewed, Rule
from briefwright.diagnostics import Code, Finding, Location, Severity, warning
from briefwright.document import AnchorKind
from briefwright.model import Fact, Status, Value

WITHOUT_UNIT = frozenset("coefficient factor index multiplier position rank ranking ratio score year".split())
"""A property or a value's name with one of these words is a plain number."""
_GONE = (Status.SUPERSEDED, Status.WITHDRAWN)


def number_without_unit(context: Context) -> Iterable[Finding]:
    """Values that do not say what they count or measure."""
    for fact in context.facts.values():
        for name, value in fact.values.items():
            words = re.findall(r"[a-z]+", f"{fact.property} {name}".lower())
            if _has_unit(value) or not WITHOUT_UNIT.isdisjoint(words):
                continue
            message = f"{_value_of(fact, name)} has no unit"
            hint = "say what is counted: a currency code, `percent`, or words such as `{one: visitor, other: visitors}`"
            yield warning(Code.NUMBER_WITHOUT_UNIT, message, fact.location, hint=hint, subject=fact.id)


def number_without_date(context: Context) -> Iterable[Finding]:
    """Facts with a value that do not say when it was so."""
    for fact in context.facts.values():
        if fact.values and fact.as_of is None:
            message = f"{_value_of(fact, next(iter(fact.values)))} has no date"
            hint = "say when it was so: `as_of: 2015-11`, or `2015~` where the source is vague"
            yield warning(Code.NUMBER_WITHOUT_DATE, message, fact.location, hint=hint, subject=fact.id)


def review_overdue(context: Context) -> Iterable[Finding]:
    """Facts whose day of review has passed."""
    for fact in context.facts.values():
        if fact.review_by is None or fact.status in _GONE or fact.review_by.last >= context.today:
            continue
        message = f"the fact `{fact.id}` was to be reviewed by {fact.review_by}"
        hint = "see whether it still holds, then set a new `review_by`, or supersede it by a new fact"
        yield warning(Code.REVIEW_OVERDUE, message, fact.location, hint=hint, subject=fact.id)


def superseded_fact_used(context: Context) -> Iterable[Finding]:
    """Facts in briefs that another fact has replaced."""
    successors = _successors(context.project.facts)
    for reviewed in context.reviewed:
        for fact, place in uses_in(reviewed):
            newer = successors.get(fact.id, ())
            if fact.status is Status.WITHDRAWN or (fact.status is not Status.SUPERSEDED and not newer):
                continue
            message = f"the fact `{fact.id}` is superseded"
            hint = f"use {_names(newer)} in its place" if newer else "use the fact that has replaced it"
            yield warning(Code.SUPERSEDED_FACT_USED, message, place, hint=hint, subject=fact.id)


def withdrawn_fact_used(context: Context) -> Iterable[Finding]:
    """Facts in briefs that have been withdrawn."""
    successors = _successors(context.project.facts)
    for reviewed in context.reviewed:
        for fact, place in uses_in(reviewed):
            if fact.status is not Status.WITHDRAWN:
                continue
            newer = successors.get(fact.id, ())
            hint = f"use {_names(newer)} in its place" if newer else "take it out of the brief"
            message = f"the fact `{fact.id}` has been withdrawn"
            yield warning(Code.WITHDRAWN_FACT_USED, message, place, hint=hint, subject=fact.id)


def uses_in(reviewed: Reviewed) -> Iterator[tuple[Fact, Location]]:
    """The facts of a brief with the places that print them, each line once, in the order of the document."""
    if reviewed.document is None:
        return
    facts = {fact.id: fact for fact in reviewed.document.facts}
    seen: set[tuple[str, Location]] = set()
    for anchor in reviewed.document.anchors:
        use = (anchor.fact, anchor.origin)
        if anchor.kind is AnchorKind.FACT and anchor.fact in facts and use not in seen:
            seen.add(use)
            yield facts[anchor.fact], anchor.origin


def _has_unit(value: Value) -> bool:
    return bool(value.unit.strip() if isinstance(value.unit, str) else value.unit)


def _value_of(fact: Fact, name: str) -> str:
    return f"the value of `{fact.id}`" if name == "value" else f"the value `{name}` of `{fact.id}`"


def _successors(facts: Mapping[str, Fact]) -> Mapping[str, tuple[str, ...]]:
    """By id of a fact: the facts in force that supersede it."""
    found: dict[str, tuple[str, ...]] = {}
    for fact in facts.values():
        for older in fact.supersedes if fact.status is not Status.WITHDRAWN else ():
            if older != fact.id:
                found[older] = (*found.get(older, ()), fact.id)
    return found


def _names(ids: Iterable[str]) -> str:
    return " or ".join(f"`{one}`" for one in ids)


RULES: tuple[Rule, ...] = (
    Rule(Code.NUMBER_WITHOUT_UNIT, Severity.WARNING, "a value without a unit", number_without_unit),
    Rule(Code.NUMBER_WITHOUT_DATE, Severity.WARNING, "a value without a date", number_without_date),
    Rule(Code.DERIVED_VALUE_WRONG, Severity.ERROR, "a value that its formula does not give", derived_value_wrong),
    Rule(Code.DUPLICATE_FACTS, Severity.WARNING, "facts that state the same in the same words", duplicate_facts),
    Rule(Code.NEAR_DUPLICATE_FACTS, Severity.WARNING, "facts that say nearly the same", near_duplicate_facts),
    Rule(Code.REVIEW_OVERDUE, Severity.WARNING, "a fact past its date of review", review_overdue),
    Rule(Code.SUPERSEDED_FACT_USED, Severity.WARNING, "a superseded fact in a brief", superseded_fact_used),
    Rule(Code.WITHDRAWN_FACT_USED, Severity.ERROR, "a withdrawn fact in a brief", withdrawn_fact_used),
)
"""F106 to F113."""
