"""Rules on handling labels: the Traffic Light Protocol 2.0 (https://www.first.org/tlp/)."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator

from briefwright.check.rule import Context, Reviewed, Rule
from briefwright.diagnostics import Code, Edit, Finding, Location, Severity, SourceText, warning
from briefwright.model import Brief

LABELS = ("TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED")
"""From the widest circle of readers to the narrowest."""

_WELL_FORMED = re.compile(
    r"(?<![\w:+])TLP:(?:RED|AMBER\+STRICT|AMBER|GREEN|CLEAR)(?![\w+]|[\s\-_/+]*(?i:strict)|\s*\+)"
)
_ANY = re.compile(
    r"""\bT\.?L\.?P\b\.?[\s:\-_/]*          # TLP, whatever parts it from its colour
        (?P<colour>[A-Za-z]+)?
        (?:[\s:\-_/]*\+?[\s:\-_/]*(?P<strict>STRICT))?
    """,
    re.IGNORECASE | re.VERBOSE,
)
_BARE_STRICT = re.compile(r"\bAMBER\s*\+\s*STRICT\b", re.IGNORECASE)


def malformed_marking(context: Context) -> Iterable[Finding]:
    """Labels that mean TLP and are not written as TLP 2.0 has them; other schemes' are left alone."""
    for one in context.reviewed:
        yield from _malformed(one.brief.meta.marking, _place(one.brief), one.brief.name)
    for fact in context.facts.values():
        if _meant(fact.marking) and not _all_well_formed(fact.marking):
            yield from _malformed(fact.marking, context.lines.of(fact.location, "marking"), fact.id)


def fact_above_brief(context: Context) -> Iterable[Finding]:
    """Facts that fewer people may read than the brief that prints them."""
    for one in context.reviewed:
        marking = one.brief.meta.marking
        level = level_of(marking)
        if one.document is None or (marking and level is None):
            continue
        for fact in one.document.facts:
            own = level_of(fact.marking)
            if own is None or own <= (level or 0):
                continue
            bears = f"is marked {marking}" if marking else "bears no marking"
            message = f"`{fact.id}` is marked {LABELS[own]}, and the brief that prints it {bears}"
            hint = f"mark the brief {LABELS[own]}, or leave the fact out"
            yield warning(Code.FACT_ABOVE_BRIEF, message, _use(fact.id, one, context), hint=hint, subject=fact.id)


def level_of(marking: str) -> int | None:
    """A label's place in LABELS, the strictest where there are several; None where it is not of TLP."""
    levels = [LABELS.index(label) for label in _meant(marking) if label in LABELS]
    return max(levels, default=None)


def _malformed(marking: str, place: Location, subject: str) -> Iterator[Finding]:
    if not _meant(marking) or _all_well_formed(marking):
        return
    meant = next(iter(_meant(marking)))
    known = f"write `{meant}`" if meant in LABELS else f"the labels are {', '.join(LABELS)}"
    hint = f"{known}: TLP 2.0 has CLEAR for WHITE" if re.search("white", marking, re.IGNORECASE) else known
    found = warning(Code.MALFORMED_MARKING, f"`{marking}` is no label of TLP 2.0", place, hint=hint, subject=subject)
    yield dataclasses.replace(found, fix=_fix(marking, place))


def _fix(marking: str, place: Location) -> Edit | None:
    """The marking with each label in its right form, where it stands once in its line and every label is known."""
    if place.text.count(marking) != 1 or not all(label in LABELS for label in _meant(marking)):
        return None
    right = _ANY.sub(lambda match: _label(match["colour"] or "", bool(match["strict"])), marking)
    if not _ANY.search(marking):
        right = _BARE_STRICT.sub("TLP:AMBER+STRICT", marking)
    return Edit(place.path, place.line, marking, right) if right != marking and _all_well_formed(right) else None


def _all_well_formed(marking: str) -> bool:
    return not _meant(_WELL_FORMED.sub("", marking))


def _meant(marking: str) -> tuple[str, ...]:
    """The labels that a marking means, in the right form; "TLP:" and a word where there is none of that name."""
    found = [_label(match["colour"] or "", bool(match["strict"])) for match in _ANY.finditer(marking)]
    if not found and _BARE_STRICT.search(marking):
        found = ["TLP:AMBER+STRICT"]
    return tuple(found)


def _label(colour: str, strict: bool) -> str:
    name = colour.upper().replace("WHITE", "CLEAR")
    if name.startswith("AMBER") and name.endswith("STRICT"):
        name, strict = "AMBER", True
    return f"TLP:{name}+STRICT" if strict else f"TLP:{name}"


def _place(brief: Brief) -> Location:
    return SourceText(brief.location.path, brief.source).at(brief.meta_lines.get("marking", 1))


def _use(fact_id: str, one: Reviewed, context: Context) -> Location:
    passages = context.passages.get(one.brief.name, ())
    found = (passage.location for passage in passages if any(use.id == fact_id for use in passage.facts))
    return next(found, _place(one.brief))


RULES: tuple[Rule, ...] = (
    Rule(
        Code.MALFORMED_MARKING,
        Severity.WARNING,
        "a handling label of TLP that is not written as TLP 2.0 has it",
        malformed_marking,
    ),
    Rule(
        Code.FACT_ABOVE_BRIEF,
        Severity.ERROR,
        "a fact whose TLP label is stricter than that of the brief that prints it",
        fact_above_brief,
    ),
)
