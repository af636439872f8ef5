"""Rules on what facts rest on: evidence, quotations and locators, against the saved texts of their sources."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator

from briefwright.check.rule import Context, Rule
from briefwright.check.snapshots import Looked
from briefwright.diagnostics import Code, Finding, Location, Severity, warning
from briefwright.model import Evidence, Fact, Kind, Reference, Relation, Status
from briefwright.snapshot.folder import file_stem
from briefwright.snapshot.locating import Answer, bounds_of
from briefwright.snapshot.places import BOUND_TYPES, page_range
from briefwright.snapshot.places_file import ENDING as PLACES_ENDING

WITHOUT_PLACES = frozenset(("artwork", "audio", "dataset", "image", "movie", "music", "software", "video"))
"""Entry types of sources that have no pages or paragraphs to name."""
_REST_ON_NOTHING = frozenset((Kind.ASSUMPTION, Kind.GAP))
LONGEST_SHOWN = 200
"""Characters of a text that a hint shows."""


def no_evidence(context: Context) -> Iterable[Finding]:
    """F101: a fact that nothing supports."""
    for fact in _standing(context):
        relations = {item.relation for item in fact.evidence}
        if fact.kind in _REST_ON_NOTHING or fact.derived or relations & {Relation.SUPPORTS, Relation.PARTLY}:
            continue
        named = " and ".join(sorted(relation.value for relation in relations)) or "none"
        message = f"nothing supports the fact `{fact.id}`: the relation of its evidence is {named}"
        hint = "name a source that supports it, at least partly; or say what it is: `kind: assumption` or `kind: gap`"
        yield warning(Code.NO_EVIDENCE, message, fact.location, hint=hint, subject=fact.id)


def quotation_not_found(context: Context) -> Iterable[Finding]:
    """F102: a quotation that is not in the snapshot of its source."""
    for looked in context.snapshots.look_up(context.facts):
        if looked.times:
            continue
        quote = looked.evidence.quote
        words = _shortened(quote.exact if quote else "")
        if looked.out_of_context:
            message = f"“{words}” is in {looked.file}, but not with the prefix and suffix given"
            hint = "give the words that stand right before and after it, or leave `prefix` and `suffix` out"
        else:
            message, hint = f"“{words}” is not in {looked.file}", _difference(looked)
        found = _finding(Code.QUOTATION_NOT_FOUND, message, looked.fact, looked.evidence, hint=hint)
        yield _at_field(found, "quote", context)


def locator_missing(context: Context) -> Iterable[Finding]:
    """F103: evidence that does not say where in its source."""
    for fact in _standing(context):
        for item in fact.evidence:
            if item.locator is not None or fact.kind is Kind.GAP or _has_no_places(context, item.source):
                continue
            message = f"the evidence from `{item.source}` does not say where in it"
            hint = "write `locator: p. 3`, `para. 2`, `note 12` or `chap. 4`"
            yield _finding(Code.LOCATOR_MISSING, message, fact, item, hint=hint)


def locator_wrong(context: Context) -> Iterable[Finding]:
    """F104: a quotation that stands elsewhere than its locator says, or a page that its source does not have."""
    told: set[int] = set()
    for looked in context.snapshots.look_up(context.facts):
        if looked.verdict and looked.verdict.answer is Answer.DIFFERS and looked.evidence.locator:
            told.add(id(looked.evidence))
            message = f"the words are in {looked.verdict.found} of {looked.file}, not in {looked.evidence.locator.text}"
            hint = f"write `locator: {looked.verdict.found}`, or correct the numbering in the file of places"
            found = _finding(Code.LOCATOR_WRONG, message, looked.fact, looked.evidence, hint=hint)
            yield _at_field(found, "locator", context)
    for fact in _standing(context):
        for item in fact.evidence:
            message = _outside(item, context.project.bibliography.get(item.source))
            if message and id(item) not in told:
                hint = "mend the locator, or the field `pages` of the entry"
                yield _at_field(_finding(Code.LOCATOR_WRONG, message, fact, item, hint=hint), "locator", context)


def locator_unverifiable(context: Context) -> Iterable[Finding]:
    """F105: a locator that the snapshot can neither confirm nor refute."""
    for looked in context.snapshots.look_up(context.facts):
        verdict, locator = looked.verdict, looked.evidence.locator
        if verdict is None or verdict.answer is not Answer.OPEN or locator is None:
            continue
        message = f"whether the words are in {locator.text} cannot be told from {looked.file}: {verdict.why}"
        hint = f"they are in {verdict.found} of it" if verdict.found else "look it up in the source"
        if locator.label in ("paragraph", "note"):
            named = f"{file_stem(looked.evidence.source)}{PLACES_ENDING}"
            hint += f"; where it is a {locator.label}, give its first words under `{locator.label}s:` in {named}"
        found = _finding(Code.LOCATOR_UNVERIFIABLE, message, looked.fact, looked.evidence, hint=hint)
        yield _at_field(found, "locator", context)


def snapshot_unreadable(context: Context) -> Iterable[Finding]:
    """F114: a snapshot, or its file of places, that cannot be used."""
    context.snapshots.look_up(context.facts)
    yield from context.snapshots.findings


def _standing(context: Context) -> Iterator[Fact]:
    """The facts that are still held."""
    return (fact for fact in context.facts.values() if fact.status is not Status.WITHDRAWN)


def _finding(code: Code, message: str, fact: Fact, evidence: Evidence, *, hint: str) -> Finding:
    at: Location = evidence.location or fact.location
    return warning(code, message, at, hint=hint, subject=fact.id)


def _at_field(finding: Finding, field: str, context: Context) -> Finding:
    """A finding about evidence, moved to the line of one of its fields."""
    return dataclasses.replace(finding, location=context.lines.of(finding.location or Location(""), field))


def _difference(looked: Looked) -> str:
    """What the saved text has instead, in words."""
    near = looked.near
    if near is None:
        return "copy the words from the source; a quotation may leave words out with […]"
    changes = [
        f"it has “{there}” for “{given}”" if given and there else f"it has “{there}” more" if there else f"no “{given}”"
        for given, there in near.differences[:3]
    ]
    place = f" in {looked.near_place}" if looked.near_place else ""
    said = f": {', '.join(changes)}" if changes else ""
    return f"the nearest words{place} are “{_shortened(near.text)}”{said}"


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_SHOWN else f"{line[: LONGEST_SHOWN - 1]}…"


def _has_no_places(context: Context, key: str) -> bool:
    reference = context.project.bibliography.get(key)
    return reference is None or reference.type in WITHOUT_PLACES


def _outside(item: Evidence, reference: Reference | None) -> str:
    """What is wrong with a page that is outside the pages of an article; empty where nothing is."""
    if reference is None or reference.type not in BOUND_TYPES or item.locator is None or item.locator.label != "page":
        return ""
    first, last = page_range(reference)
    low, high = bounds_of(item.locator.value)
    if not first or not low or (first <= low and high <= last):
        return ""
    return f"{item.locator.text} is outside the pages of `{reference.key}`, {first}–{last}"


RULES: tuple[Rule, ...] = (
    Rule(Code.NO_EVIDENCE, Severity.WARNING, "a fact that nothing supports", no_evidence),
    Rule(
        Code.QUOTATION_NOT_FOUND,
        Severity.ERROR,
        "a quotation that is not in the saved text of its source",
        quotation_not_found,
    ),
    Rule(Code.LOCATOR_MISSING, Severity.WARNING, "evidence that does not say where in its source", locator_missing),
    Rule(
        Code.LOCATOR_WRONG, Severity.WARNING, "a quotation that stands elsewhere than its locator says", locator_wrong
    ),
    Rule(
        Code.LOCATOR_UNVERIFIABLE,
        Severity.INFO,
        "a locator that the saved text of the source cannot settle",
        locator_unverifiable,
    ),
    Rule(
        Code.SNAPSHOT_UNREADABLE, Severity.WARNING, "a saved copy of a source that cannot be read", snapshot_unreadable
    ),
)
