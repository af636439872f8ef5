"""Rules on time: words that age, and sources later than the brief says it looked."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator

from briefwright.check.passages import Passage
from briefwright.check.rule import Context, Reviewed, Rule
from briefwright.check.sentences import Sentence, english_passages, sentences_of, without_quotations
from briefwright.dates import Edtf, parse_edtf
from briefwright.diagnostics import Code, Finding, Location, Severity, SourceText, warning
from briefwright.model import Fact, Reference

OLD = datetime.timedelta(days=366)
"""Twelve months."""

_NOW = re.compile(
    r"""\b(?:currently|at\s+present|presently|nowadays|recently|lately|at\s+the\s+moment|these\s+days|to\s+this\s+day|as\s+of\s+now
        |(?:in|over|during)\s+(?:the\s+)?(?:recent|past\s+few|last\s+few)\s+(?:years|months|weeks|days)
        |(?<!was\s)(?<!were\s)(?<!had\s)(?<!until\s)(?<!by\s)now(?!\s+and\s+(?:then|again))|today(?:’s)?)\b""",
    re.IGNORECASE | re.VERBOSE,
)
"""Words that mean the day of writing."""
_CALENDAR = re.compile(
    r"""(?<!the\s)(?<!The\s)(?<!its\s)(?<!their\s)(?<!his\s)(?<!her\s)(?<!that\s)(?<!each\s)(?<!every\s)(?<!this\s)
        \b(?:(?:[Ll]ast|[Nn]ext|[Tt]his)\s+(?:year|month|week|summer|spring|autumn|winter|January|February|March|April|May|June|July
        |August|September|October|November|December)|[Yy]esterday|[Tt]omorrow|earlier\s+this\s+(?:year|month|week)|later\s+this\s+(?:year|month|week))\b
        (?!\s+(?:of|before|that|in\s+which|for\s+which|in\s+office))(?!’s\s)""",
    re.VERBOSE,
)
"""Words that mean a year, month or day counted from the day of writing."""


def relative_time(context: Context) -> Iterable[Finding]:
    """Words that mean the day of writing beside facts and sources a year older than the brief; "last year" anywhere."""
    for one in context.reviewed:
        dated = one.brief.meta.date or one.brief.meta.information_cutoff
        for passage in english_passages(one, context):
            for sentence in sentences_of(passage):
                yield from _aged_facts(sentence, dated, context)
                yield from _aged_words(sentence, dated, one, context)


def source_after_cutoff(context: Context) -> Iterable[Finding]:
    """References that are dated after the day on which the brief says it stopped looking."""
    for one in context.reviewed:
        cutoff = one.brief.meta.information_cutoff
        if one.document is None or cutoff is None:
            continue
        for reference in one.document.references:
            date = date_of(reference)
            if date and date.first > cutoff.last:
                message = f"`{reference.key}` is of {date}, after the information cutoff of {cutoff}"
                hint = "move `information_cutoff`, or leave the source out; if its date is wrong, mend the bibliography"
                place = _place(reference.key, one, context)
                yield warning(Code.SOURCE_AFTER_CUTOFF, message, place, hint=hint, subject=reference.key)


def date_of(reference: Reference) -> Edtf | None:
    """When a reference is dated, from `date` or from `year`, `month` and `day`; None where that is no date."""
    fields = reference.fields
    text = fields.get("date", "")
    if not text and fields.get("year"):
        month = _month(fields.get("month", ""))
        day = fields.get("day", "")
        text = (
            fields["year"] + (f"-{month:02}" if month else "") + (f"-{int(day):02}" if month and day.isdigit() else "")
        )
    try:
        return parse_edtf(text) if text else None
    except ValueError:
        return None


_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()


def _month(text: str) -> int:
    name = text.strip("{} ").lower()[:3]
    return _MONTHS.index(name) + 1 if name in _MONTHS else int(name) if name.isdigit() and 0 < int(name) < 13 else 0


def _aged_facts(sentence: Sentence, dated: Edtf | None, context: Context) -> Iterator[Finding]:
    """Facts whose own words mean a "now" that is a year past."""
    for use in sentence.facts:
        fact = context.project.facts.get(use.id)
        found = _now(without_quotations(use.text))
        if fact is None or not found or not _is_old(fact.as_of, dated):
            continue
        message = f"the fact `{fact.id}` says “{found}”, and is of {fact.as_of}"
        hint = f"say in the fact when it was so (“in {fact.as_of}”), or bring it up to date"
        yield warning(Code.RELATIVE_TIME, message, sentence.passage.location, hint=hint, subject=fact.id)


def _aged_words(sentence: Sentence, dated: Edtf | None, one: Reviewed, context: Context) -> Iterator[Finding]:
    words, reason = _now(sentence.own), _old_ground(sentence, dated, context)
    calendar = _CALENDAR.search(sentence.own)
    if calendar and calendar[0].lower() == "tomorrow" and re.search(r"\b[Tt]oday\b", sentence.own):
        return  # here today and there tomorrow: any two days
    if calendar:
        message = f"“{calendar[0]}” means another time to whoever reads it later"
        hint = "give the year, month or day itself"
    elif words and reason:
        message = f"“{words}” stands on {reason}"
        hint = "say when it was so, or find a newer source"
    else:
        return
    yield warning(Code.RELATIVE_TIME, message, sentence.passage.location, hint=hint, subject=one.brief.name)


def _now(text: str) -> str:
    found = _NOW.search(text)
    return found[0] if found else ""


def _old_ground(sentence: Sentence, dated: Edtf | None, context: Context) -> str:
    """The fact or source of a sentence that is a year older than the brief, where all of them are."""
    facts: list[Fact] = [fact for use in sentence.facts if (fact := context.project.facts.get(use.id))]
    sources = [found for key, _ in sentence.cites if (found := context.project.bibliography.get(key))]
    grounds = [(f"the fact `{fact.id}`", fact.as_of) for fact in facts]
    grounds += [(f"`{source.key}`", date_of(source)) for source in sources]
    if not grounds or not all(_is_old(date, dated) for _, date in grounds):
        return ""
    name, date = grounds[0]
    return f"{name}, which is of {date}"


def _is_old(date: Edtf | None, dated: Edtf | None) -> bool:
    if date is None or dated is None or date.end is None or dated.start is None:
        return False
    return date.last + OLD < dated.first


def _place(key: str, one: Reviewed, context: Context) -> Location:
    passages: tuple[Passage, ...] = context.passages.get(one.brief.name, ())
    found = (passage.location for passage in passages if key in passage.cites)
    meta = SourceText(one.brief.location.path, one.brief.source).at(one.brief.meta_lines.get("information_cutoff", 0))
    return next(found, meta)


RULES: tuple[Rule, ...] = (
    Rule(
        Code.RELATIVE_TIME,
        Severity.WARNING,
        "“currently” on an old fact or source, or “last year” anywhere",
        relative_time,
    ),
    Rule(
        Code.SOURCE_AFTER_CUTOFF,
        Severity.WARNING,
        "a source dated after the brief's information cutoff",
        source_after_cutoff,
    ),
)
