"""Facts that say different things about the same: found, and put in the order in which they deserve trust."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from briefwright.model import Bibliography, Fact, Relation, Status, Value

NOT_ASKED = frozenset({Status.SUPERSEDED, Status.WITHDRAWN})
"""Facts that are no longer held: what they said is no disagreement."""

_STATUSES = (Status.CHECKED, Status.DISPUTED, Status.DRAFT, Status.SUPERSEDED, Status.WITHDRAWN)
_SUPPORTING = frozenset({Relation.SUPPORTS, Relation.PARTLY})


def disagreements(facts: Iterable[Fact]) -> list[tuple[Fact, ...]]:
    """Groups of facts that differ, in the order of their first facts; the facts of a group keep their order.

    Two facts differ where one names the other in `conflicts_with`, or where both have the same subject and
    property, times that can overlap, and values that cannot both hold. Groups that share a fact are one group.
    """
    held = {fact.id: fact for fact in facts if fact.status not in NOT_ASKED}
    leader = {name: name for name in held}

    def find(name: str) -> str:
        while leader[name] != name:
            leader[name] = name = leader[leader[name]]
        return name

    for one, other in itertools.chain(_declared(held), _by_value(held.values())):
        leader[find(other)] = find(one)
    groups: dict[str, list[Fact]] = {}
    for name, fact in held.items():
        groups.setdefault(find(name), []).append(fact)
    return [tuple(group) for group in groups.values() if len(group) > 1]


def ranked(group: Sequence[Fact], bibliography: Bibliography) -> tuple[Fact, ...]:
    """A group's facts, the one that deserves most trust first.

    By status (checked, disputed, draft), then by the best `reliability` among the sources that support it (the
    Admiralty code's A to F, then ungraded), then by its `credibility` (1 to 6, then ungraded), then by date, the
    later first. What is alike in all keeps its order.
    """

    def key(fact: Fact) -> tuple[int, str, str, int]:
        supporting = [item.source for item in fact.evidence if item.relation in _SUPPORTING]
        grades = [grade_of(source, bibliography) or "Z" for source in supporting]
        day = fact.as_of.last.toordinal() if fact.as_of else 0
        return (_STATUSES.index(fact.status), min(grades, default="Z"), fact.credibility or "9", -day)

    return tuple(sorted(group, key=key))


def grade_of(key: str, bibliography: Bibliography) -> str:
    """A source's reliability, A to F, from the first letter of its field `reliability`; empty where not graded."""
    reference = bibliography.get(key)
    letter = reference.fields.get("reliability", "").strip("{} ")[:1].upper() if reference else ""
    return letter if letter in tuple("ABCDEF") else ""


def values_differ(one: Fact, other: Fact) -> bool:
    """Whether a value of the same name and unit cannot be the same in both: 4 does not fit 5, but fits 3 to 6."""
    shared = [name for name in one.values if name in other.values]
    return any(_exclude(one.values[name], other.values[name]) for name in shared)


def times_overlap(one: Fact, other: Fact) -> bool:
    """Whether two facts can be about the same time; one without a date can be about any."""
    if one.as_of is None or other.as_of is None:
        return True
    return one.as_of.first <= other.as_of.last and other.as_of.first <= one.as_of.last


def _declared(facts: Mapping[str, Fact]) -> Iterator[tuple[str, str]]:
    for fact in facts.values():
        for other in fact.conflicts_with:
            if other in facts:
                yield fact.id, other


def _by_value(facts: Iterable[Fact]) -> Iterator[tuple[str, str]]:
    alike: dict[tuple[str, str], list[Fact]] = {}
    for fact in facts:
        if fact.subject and fact.property and fact.values:
            alike.setdefault((fact.subject, fact.property), []).append(fact)
    for group in alike.values():
        for one, other in itertools.combinations(group, 2):
            replaces = one.id in other.supersedes or other.id in one.supersedes
            if not replaces and times_overlap(one, other) and values_differ(one, other):
                yield one.id, other.id


def _exclude(one: Value, other: Value) -> bool:
    if one.unit != other.unit:  # not to be compared
        return False
    (low, high), (low_other, high_other) = _bounds(one), _bounds(other)
    return not (low <= low_other and high_other <= high) and not (low_other <= low and high <= high_other)


def _bounds(value: Value) -> tuple[Decimal, Decimal]:
    if value.amount is not None:
        return value.amount, value.amount
    low = value.low if value.low is not None else Decimal("-Infinity")
    return low, value.high if value.high is not None else Decimal("Infinity")
