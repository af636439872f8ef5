"""Sources that rest on each other, so that neither is the origin of what they say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from briefwright.check.rule import Context
from briefwright.check.witnesses import stated_origin, supporting
from briefwright.diagnostics import Code, Finding, Location, warning
from briefwright.model import Bibliography, Fact


@dataclass(frozen=True, slots=True)
class _Step:
    """That a source has it from another."""

    source: str
    origin: str
    fact: Fact
    location: Location


def origin_cycle(context: Context) -> Iterable[Finding]:
    """Sources that have one matter from each other, and entries whose fields `origin` run in a circle."""
    bibliography = context.project.bibliography
    told: set[frozenset[str]] = set()
    for steps in _matters(context).values():
        for step in steps:
            cycle = _cycle(step, steps, bibliography)
            if not cycle or frozenset(cycle) in told or step.fact.id not in context.facts:
                continue
            told.add(frozenset(cycle))
            yield _finding(cycle, step.location, step.fact.id)
    for key, reference in context.references.items():
        entries = _circle_of_entries(key, bibliography)
        if entries and frozenset(entries) not in told:
            told.add(frozenset(entries))
            yield _finding(entries, reference.location, key)


def _finding(cycle: list[str], place: Location, subject: str) -> Finding:
    if len(cycle) == 1:
        message = f"`{cycle[0]}` is given as its own origin"
        hint = "name the work or the person that it has it from, or leave the origin out"
    else:
        message = f"sources rest on each other: {' on '.join(f'`{key}`' for key in (*cycle, cycle[0]))}"
        hint = "find out which of them said it first, and whom that one had it from"
    return warning(Code.ORIGIN_CYCLE, message, place, hint=hint, subject=subject)


def _matters(context: Context) -> Mapping[object, list[_Step]]:
    """The steps of facts about the same: of one subject and property, else of one fact."""
    bibliography = context.project.bibliography
    found: dict[object, list[_Step]] = {}
    for fact in context.project.facts.values():
        matter = (fact.subject, fact.property) if fact.subject and fact.property else fact.id
        for item in supporting(fact):
            for origin in {item.via, item.origin} - {""}:
                if origin == item.source or bibliography.get(origin) is not None:
                    step = _Step(item.source, origin, fact, item.location or fact.location)
                    found.setdefault(matter, []).append(step)
    return found


def _cycle(start: _Step, steps: list[_Step], bibliography: Bibliography) -> list[str]:
    """The keys on a way from a step's source back to it, the source first; empty where there is none."""
    ways: list[list[str]] = [[start.source, start.origin]]
    seen = {start.origin}
    while ways:
        way = ways.pop(0)
        if way[-1] == start.source:
            return way[:-1]
        for key in _onward(way[-1], steps, bibliography):
            if key not in seen:
                seen.add(key)
                ways.append([*way, key])
    return []


def _onward(key: str, steps: list[_Step], bibliography: Bibliography) -> Iterator[str]:
    yield from (step.origin for step in steps if step.source == key)
    stated = stated_origin(bibliography.get(key))
    if stated:
        yield stated


def _circle_of_entries(key: str, bibliography: Bibliography) -> list[str]:
    """The keys of a circle that begins with an entry; empty where the way from it does not come back."""
    way = [key]
    while stated := stated_origin(bibliography.get(way[-1])):
        if stated == key:
            return way
        if stated in way:
            return []
        way.append(stated)
    return []
