"""`facts(...)`: choosing, sorting and grouping facts."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence

from briefwright.dates import parse_edtf
from briefwright.model import Fact, Status

Key = Callable[[Fact], tuple[object, ...]]

_LATEST = datetime.date.max

SORT_KEYS: dict[str, Key] = {
    "date": lambda fact: (fact.as_of is None, fact.as_of.first if fact.as_of else _LATEST, _last(fact)),
    "id": lambda fact: (fact.id,),
    "topic": lambda fact: (fact.topic,),
    "kind": lambda fact: (fact.kind.value,),
    "status": lambda fact: (fact.status.value,),
    "source": lambda fact: (fact.evidence[0].source if fact.evidence else "",),
    "label": lambda fact: (fact.label.in_language("") if fact.label else fact.id,),
}
"""By the word in `sort=`; a leading minus sorts the other way round."""

GROUP_KEYS: dict[str, Callable[[Fact], str]] = {
    "topic": lambda fact: fact.topic,
    "kind": lambda fact: fact.kind.value,
    "status": lambda fact: fact.status.value,
    "year": lambda fact: str(fact.as_of.first.year) if fact.as_of and fact.as_of.start else "",
    "source": lambda fact: fact.evidence[0].source if fact.evidence else "",
    "speaker": lambda fact: fact.voice.speaker if fact.voice else "",
}
"""By the word in `group=`."""

HIDDEN = frozenset({Status.SUPERSEDED, Status.WITHDRAWN})
"""Left out unless their status is asked for."""


def _last(fact: Fact) -> datetime.date:
    return fact.as_of.last if fact.as_of else _LATEST


def wanted(value: str | Sequence[str] | None) -> frozenset[str] | None:
    """A filter's argument as a set: one name, several, or None for no filter."""
    if value is None:
        return None
    return frozenset([value]) if isinstance(value, str) else frozenset(map(str, value))


def select(
    facts: Iterable[Fact],
    *,
    topic: frozenset[str] | None = None,
    kind: frozenset[str] | None = None,
    tag: frozenset[str] | None = None,
    source: frozenset[str] | None = None,
    status: frozenset[str] | None = None,
    subject: frozenset[str] | None = None,
    property_: frozenset[str] | None = None,
    since: str = "",
    until: str = "",
) -> list[Fact]:
    """Facts that pass every filter given, in the order of their files.

    tag and source ask for any of the names. since and until are EDTF dates: facts whose date touches the time
    between them; facts without a date do not.

    Raises ValueError where since or until is not a date.
    """
    first = parse_edtf(since).first if since else datetime.date.min
    last = parse_edtf(until).last if until else datetime.date.max
    dated = bool(since or until)

    def passes(fact: Fact) -> bool:
        return (
            (topic is None or fact.topic in topic)
            and (kind is None or fact.kind.value in kind)
            and (tag is None or not tag.isdisjoint(fact.tags))
            and (source is None or any(evidence.source in source for evidence in fact.evidence))
            and (fact.status not in HIDDEN if status is None else fact.status.value in status)
            and (subject is None or fact.subject in subject)
            and (property_ is None or fact.property in property_)
            and (not dated or (fact.as_of is not None and fact.as_of.last >= first and fact.as_of.first <= last))
        )

    return [fact for fact in facts if passes(fact)]


def sort(facts: Sequence[Fact], order: str) -> list[Fact]:
    """Facts by one of SORT_KEYS, "-" before it for the other way round; equal ones keep their order.

    Raises ValueError for another word.
    """
    key = SORT_KEYS.get(order.removeprefix("-"))
    if key is None:
        raise ValueError(f"`{order}` is no order; one of {', '.join(SORT_KEYS)}, with - before it for the reverse")
    return sorted(facts, key=key, reverse=order.startswith("-"))


def group(facts: Sequence[Fact], by: str) -> list[tuple[str, list[Fact]]]:
    """Facts in groups by one of GROUP_KEYS, groups in the order of their first fact.

    Raises ValueError for another word.
    """
    key = GROUP_KEYS.get(by)
    if key is None:
        raise ValueError(f"`{by}` is no grouping; one of {', '.join(GROUP_KEYS)}")
    groups: dict[str, list[Fact]] = {}
    for fact in facts:
        groups.setdefault(key(fact), []).append(fact)
    return list(groups.items())
