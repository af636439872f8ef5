"""Disagreements that a brief's reader does not learn of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from briefwright.check.derived import APPROXIMATE
from briefwright.check.formula import span_of
from briefwright.check.rule import Context, Reviewed
from briefwright.dates import Edtf
from briefwright.diagnostics import Code, Finding, Location, warning
from briefwright.document import AnchorKind
from briefwright.model import Fact, Kind, Relation, Status, Value

TOTALS = 3
"""How many times a value may be another's where one's time is within the other's: a month's total is not its year's."""

_ASKED = (Status.CHECKED, Status.DISPUTED)
_ROUND = Decimal(1000)


def disagreement_hidden(context: Context) -> Iterable[Finding]:
    """Facts in briefs that another fact contradicts which the brief does not show."""
    library = _library(context.project.facts)
    for reviewed in context.reviewed:
        if reviewed.document is None:
            continue
        shown = {fact.id for fact in reviewed.document.facts}
        beside = _cited_beside(context, reviewed)
        for fact, place, part in _claims(reviewed):
            rivals = list(_rivals(fact, part, library))
            if any(other.id in shown or _names_source(beside[fact.id], other) for other in rivals):
                continue
            rivals = [other for other in rivals if not _settled(fact, other) and not _after_cutoff(other, reviewed)]
            if rivals:
                yield _finding(fact, rivals, place)


def _finding(fact: Fact, rivals: list[Fact], place: Location) -> Finding:
    other = rivals[0]
    name = _differing(fact, other)
    evidence = next((item for item in other.evidence if item.relation is Relation.SUPPORTS), other.evidence[0])
    source = evidence.source + (f", {evidence.locator.text}" if evidence.locator else "")
    if name:
        here, there = _shown(fact.values[name]), _shown(other.values[name])
        message = f"`{fact.id}` says {here}; `{other.id}` says {there} ({source}), and the brief does not show it"
    else:
        message = f"`{other.id}` ({source}) says otherwise than `{fact.id}`, and the brief does not show it"
    more = f"; so do {', '.join(f'`{one.id}`' for one in rivals[1:4])}" if len(rivals) > 1 else ""
    hint = f"print both, for example in `disagreements`, or say in the text that sources differ{more}"
    return warning(Code.DISAGREEMENT_HIDDEN, message, place, hint=hint, subject=fact.id)


def _claims(reviewed: Reviewed) -> Iterator[tuple[Fact, Location, str]]:
    """The facts that a brief prints as a statement or a value, each where it first does."""
    if reviewed.document is None:
        return
    facts = {fact.id: fact for fact in reviewed.document.facts}
    for anchor in reviewed.document.anchors:
        said = anchor.part in ("statement", "clause") or anchor.part.startswith("value.")
        if anchor.kind is AnchorKind.FACT and said and anchor.fact in facts:
            yield facts.pop(anchor.fact), anchor.origin, anchor.part


def _cited_beside(context: Context, reviewed: Reviewed) -> Mapping[str, set[str]]:
    """By id of a fact: the sources that the author cites in the same passages."""
    found: dict[str, set[str]] = defaultdict(set)
    for passage in context.passages.get(reviewed.brief.name, ()):
        for use in passage.facts:
            found[use.id].update(passage.own_cites)
    return found


def _names_source(keys: set[str], fact: Fact) -> bool:
    return not keys.isdisjoint(item.source for item in fact.evidence)


def _settled(fact: Fact, other: Fact) -> bool:
    """Whether one was checked and found good, and the other is in doubt."""
    return fact.status is Status.CHECKED and other.status is Status.DISPUTED


def _after_cutoff(fact: Fact, reviewed: Reviewed) -> bool:
    cutoff = reviewed.brief.meta.information_cutoff
    return cutoff is not None and fact.as_of is not None and fact.as_of.first > cutoff.last


# --- who contradicts whom -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Library:
    """The facts that may contradict others."""

    asked: Mapping[str, Fact]
    """Checked or disputed, by id."""
    measured: Mapping[tuple[str, str], list[Fact]]
    """Those with values and a date, by subject and property."""
    naming: Mapping[str, list[str]]
    """By id of a fact: those that name it in `conflicts_with`."""


def _library(facts: Mapping[str, Fact]) -> _Library:
    asked = {key: fact for key, fact in facts.items() if fact.status in _ASKED}
    measured: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    naming: dict[str, list[str]] = defaultdict(list)
    for fact in asked.values():
        if fact.subject and fact.property and fact.values and fact.as_of and fact.kind is not Kind.GAP:
            measured[fact.subject, fact.property].append(fact)
        for other in fact.conflicts_with:
            naming[other].append(fact.id)
    return _Library(asked, measured, naming)


def _rivals(fact: Fact, part: str, library: _Library) -> Iterator[Fact]:
    """The facts that contradict one: by their own word, then by their values."""
    declared = dict.fromkeys((*fact.conflicts_with, *library.naming.get(fact.id, ())))
    if not part.startswith("value."):
        yield from (library.asked[key] for key in declared if key in library.asked and key != fact.id)
    for other in library.measured.get((fact.subject, fact.property), ()):
        settled = other.id == fact.id or other.id in fact.supersedes or fact.id in other.supersedes
        alike = (fact.kind is Kind.FORECAST) is (other.kind is Kind.FORECAST)
        named = other.id in declared and not part.startswith("value.")
        if alike and not settled and not named and _differing(fact, other):
            yield other


def _differing(fact: Fact, other: Fact) -> str:
    """The name of a value that differs for the same time, empty where none does."""
    if fact.as_of is None or other.as_of is None:
        return ""
    within = _time(fact.as_of, other.as_of)
    for name, value in fact.values.items():
        rival = other.values.get(name)
        if not within or rival is None or value.unit != rival.unit or _agree(value, rival):
            continue
        if within == "same" or _comparable(value, rival):
            return name
    return ""


def _time(one: Edtf, other: Edtf) -> str:
    """ "same", "within" where a day, month or year is part of another, else empty."""
    if (one.first, one.last) == (other.first, other.last):
        return "same"
    if one.is_interval or other.is_interval:
        return ""
    inside = one.first >= other.first and one.last <= other.last
    return "within" if inside or (other.first >= one.first and other.last <= one.last) else ""


def _comparable(one: Value, other: Value) -> bool:
    sizes = sorted((abs(span_of(one).high), abs(span_of(other).high)))
    return sizes[1] <= TOTALS * sizes[0]


def _agree(one: Value, other: Value) -> bool:
    """Whether two values can both hold: their ranges touch, within what rounding allows."""
    here, there = span_of(one), span_of(other)
    room = max(_room(one), _room(other))
    return here.low - room <= there.high and there.low - room <= here.high


def _room(value: Value) -> Decimal:
    """How far a value may be off: 5 per cent where approximate; half its last place where three noughts end it."""
    span = span_of(value)
    room = APPROXIMATE * max(abs(span.low), abs(span.high)) if value.approximate else Decimal(0)
    for number in (span.low, span.high):
        if number and number % _ROUND == 0:
            exponent = number.normalize().as_tuple().exponent
            room = max(room, Decimal(5).scaleb(int(exponent) - 1))
    return room


def _shown(value: Value) -> str:
    from briefwright.compose.values import format_value  # Babel, for what is found only

    return format_value(value, "en", {})
