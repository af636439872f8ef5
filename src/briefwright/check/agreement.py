"""Rules on numbers and dates in the author's own words: whether they agree with the facts beside them. English.

Careful by design: a number is held against a fact only where unit and words say that the same thing is meant, and a
date only where it stands at the fact or in the words that name it.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from briefwright.check.attribution import is_marked_judgement
from briefwright.check.passages import FACT_MARK, FactUse
from briefwright.check.quantities import (
    DATE,
    Dated,
    Quantity,
    bounds,
    date_of,
    find_dates,
    find_quantities,
    has_unit,
    same_unit,
    stem,
)
from briefwright.check.rule import Context, Rule
from briefwright.check.sentences import Sentence, english_passages, sentences_of
from briefwright.compose.values import format_value
from briefwright.diagnostics import Code, Finding, Severity, warning
from briefwright.model import Fact, Project

_COMMON = frozenset(
    """about above according account after again against almost also although among another around been before being
    below between both came come could country different does down during each either even ever every figure first
    following found from given gave have having here high however into itself just known last later least less like
    made make many million billion more most much must near never next none number often once only other over part past
    percent percentage point same several share should since some still such than that their them then there these they
    this those though through time today together took total toward under until upon used value very want well were
    what when where whether which while whole will with within without would year years""".split()
)
_POINTS_BACK = re.compile(
    r"^(?:That|This|The|Those|These|Such\s+an?)\s+(?:\w+\s+)?(?:sum|amount|figure|total|number|count|level|share|rate"
    rf"|debt|value|[$€£]|US\$|\d)|^(?:Those|These)\s+(?:\w+\s+)?(?:{'|'.join(('two', 'three', 'four', 'five'))})?",
)
_OTHER_SCOPE = re.compile(
    r"""\b(?:of\s+(?:them|these|those|which|whom|the\s+(?:US)?[$€£]?\d)|including|includes?|among|another|further|additional|additionally|extra|remaining|the\s+rest|others?
        |more\s+than\s+in|fewer\s+than\s+in|up\s+from|down\s+from|compared|against|than\s+(?:in|the|a|that)|twice|half|double[sd]?|tripled?|quarter|third|fell|rose|grew
        |dropped|increas\w+|decreas\w+|declin\w+|shrank|climbed|from\s+(?:\w+\s+)?[$€£\d]|a\s+year|each|every|per\b(?![\s\u00a0]cent)|average|target|goal|plann?e?d?|cap|limit
        |instead|not\s+(?:US)?[$€£\d]|rather|unlike|whereas|while|earlier|previous|previously|before|after|later|since|(?<!come\s)(?<!comes\s)(?<!came\s)first|initial(?:ly)?|original(?:ly)?|next|separate|different)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_HEAD = re.compile(r"\b(?:the|that|this|these|those)$", re.IGNORECASE)
"""Right before a number: one that was named already."""
_ABOVE = re.compile(
    r"(?:more\s+than|over|above|at\s+least|upwards\s+of|exceed\w*|no\s+(?:less|fewer)\s+than)\s*$", re.I
)
_BELOW = re.compile(
    r"(?:less\s+than|fewer\s+than|under|below|nearly|almost|up\s+to|at\s+most|close\s+to|just\s+short\s+of|no\s+more\s+than)\s*$",
    re.I,
)
_ABOUT = re.compile(
    r"(?:about|around|roughly|some|approximately|circa|ca?\.|in\s+the\s+order\s+of|near|nearly|almost|close\s+to)\s*$",
    re.I,
)


_Places = Mapping[tuple[str, str], Sequence[str]]
"""The ids of facts by what they rest on: a key and a locator."""


def number_differs(context: Context) -> Iterable[Finding]:
    """Numbers in the author's own words that differ from the fact printed, or cited, in the same paragraph."""
    places = _by_place(context)
    for one in context.reviewed:
        for passage in english_passages(one, context):
            if not passage.facts and not passage.own_cites:
                continue
            for sentence in sentences_of(passage):
                if is_marked_judgement(sentence):
                    continue  # "by our own count": a number that the author made of others
                for quantity in find_quantities(sentence.own):
                    yield from _differs(quantity, sentence, places, context)


def _differs(quantity: Quantity, sentence: Sentence, places: _Places, context: Context) -> Iterator[Finding]:
    beside = [(use.id, use.text) for use in sentence.passage.facts] or _cited(sentence, places)
    candidates = [(fact, found) for fact, text in beside for found in _values(fact, text, quantity, context.project)]
    others = [one for one in find_quantities(sentence.own) if one == quantity or same_unit(one, quantity)]
    if any(_agrees(one, low, high, sentence.own) for one in others for _, (low, high, _) in candidates):
        return  # where another number of the sentence is the fact's, this one is a part of it or compared with it
    about = [(name, found) for name, found in candidates if _is_about(sentence, context.project.facts[name], quantity)]
    if len({name for name, _ in about}) != 1 and len({found[:2] for _, found in about}) != 1:
        return
    name = about[0][0]
    printed = " and ".join({found[:2]: found[2] for other, found in about if other == name}.values())
    message = f"“{quantity.text}” differs from the fact `{name}`, which has {printed}"
    hint = f'print the fact\'s own number: {{{{ value("{name}") }}}}'
    yield warning(Code.NUMBER_DIFFERS, message, sentence.passage.location, hint=hint, subject=name)


def _values(name: str, text: str, quantity: Quantity, project: Project) -> Iterator[tuple[Decimal, Decimal, str]]:
    """What a fact has in the unit of a quantity: its values, and the numbers of its text."""
    fact = project.facts.get(name)
    if fact is None:
        return
    for value in fact.values.values():
        limits = bounds(value)
        if limits and has_unit(quantity, value.unit):
            yield *limits, format_value(value, "en", {})
    for other in find_quantities(text):
        if same_unit(quantity, other):
            yield other.low, other.high, other.text


def _cited(sentence: Sentence, places: _Places) -> list[tuple[str, str]]:
    """The facts that rest on just the passages that the author cites in a sentence."""
    wanted = ((key, _folded(locator)) for key, locator in sentence.cites if locator)
    return [(name, "") for place in wanted for name in places.get(place, ())]


def _by_place(context: Context) -> _Places:
    """The facts with values, by source and locator."""
    found: dict[tuple[str, str], list[str]] = {}
    for fact in context.project.facts.values():
        for item in fact.evidence if fact.values else ():
            if item.locator:
                found.setdefault((item.source, _folded(item.locator.text)), []).append(fact.id)
    return found


def _folded(locator: str) -> str:
    return re.sub(r"\W+", "", locator.lower()).replace("pp", "p")


def _agrees(quantity: Quantity, low: Decimal, high: Decimal, own: str) -> bool:
    """Whether a number in words can stand for a fact's: equal, within its range, or rounded as it says."""
    if quantity.low <= high and low <= quantity.high:
        return True
    before = own[: quantity.start].rstrip()[-30:]
    if (_ABOVE.search(before) and quantity.low <= low) or (_BELOW.search(before) and quantity.high >= high):
        return True
    digits = quantity.low.normalize().as_tuple().digits
    near = abs(quantity.low - low) * 2 <= _last_place(quantity.low)
    return near and (len(digits) > 1 or bool(_ABOUT.search(before)))


def _last_place(number: Decimal) -> Decimal:
    exponent = number.normalize().as_tuple().exponent
    return Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)


def _is_about(sentence: Sentence, fact: Fact, quantity: Quantity) -> bool:
    """Whether a sentence speaks of what a fact says: it holds the fact, or its words, or points back to it."""
    own = sentence.own
    if _OTHER_SCOPE.search(own):
        return False
    if fact.as_of and any(not _meets(dated, fact, "") for dated in find_dates(own)):
        return False
    if sentence.cites and not any(_rests_on(fact, key, locator) for key, locator in sentence.cites):
        return False
    named = [
        one for one in find_quantities(sentence.passage.own) if (one.low, one.unit) == (quantity.low, quantity.unit)
    ]
    once = len(named) == 1
    if once and (_HEAD.search(own[: quantity.start].rstrip()) or _POINTS_BACK.search(own)):
        return True
    shared = _content(own) & _words_of(fact)
    counted = set(quantity.nouns)
    if any(use.id == fact.id for use in sentence.facts):
        return bool(shared)
    return bool(shared - counted) or bool(counted & shared and fact.as_of and find_dates(own))


def _rests_on(fact: Fact, key: str, locator: str) -> bool:
    """Whether a citation is of the place that a fact rests on, or of its source without a place."""
    places = [item.locator.text if item.locator else "" for item in fact.evidence if key in (item.source, item.via)]
    return bool(places) and (not locator or locator in places or "" in places)


def _words_of(fact: Fact) -> frozenset[str]:
    texts = [fact.label.in_language("en") if fact.label else "", fact.statement.in_language("en"), fact.subject]
    return _content(" ".join(texts).replace("-", " "))


def _content(text: str) -> frozenset[str]:
    words = (stem(word) for word in re.findall(r"[^\W\d_]{4,}", text))
    return frozenset(word for word in words if word not in _COMMON)


# --- dates --------------------------------------------------------------------------------------------------------

_WHEN = r"(?:[Ii]n|[Oo]n|[Bb]y|[Ss]ince|[Aa]s\s+of|[Aa]t\s+the\s+end\s+of|[Dd]uring)"
_PART = r"(?:early[\s-]+|late[\s-]+|mid[\s-]+)?"
_WAS = r"(?:was|were|stood\s+at|came\s+to|amounted\s+to|reached|totalled|numbered|was\s+put\s+at|was\s+estimated\s+at)"
_BEFORE_FACT = re.compile(rf"^(?:(?:And|But|Yet|Then|Already)\s+)?{_WHEN}\s+{_PART}{DATE},?\s+{FACT_MARK}")
_VALUE_THEN = re.compile(rf"^{_WHEN}\s+{_PART}{DATE},?\s+(?P<what>[^;:,{FACT_MARK}]{{1,80}}?)\s+{_WAS}\s+{FACT_MARK}")
_AFTER_FACT = re.compile(rf"{FACT_MARK}\s+(?:\(\s*)?{_WHEN}?\s*(?<=[(\s]){DATE}(?=\s*[).,;]|$)")
_NAMED = re.compile(
    rf"(?<![\w’-])(?P<name>(?:[\w’-]+\s+){{1,4}})(?:of|in|on|from|dated)\s+(?:early\s+|late\s+|mid-)?{DATE}"
)


def date_differs(context: Context) -> Iterable[Finding]:
    """Dates in the author's own words, at a fact or in the words that name it, that are not the fact's."""
    for one in context.reviewed:
        for passage in english_passages(one, context):
            if not passage.facts:
                continue
            for sentence in sentences_of(passage):
                for dated, use in _dated_facts(sentence, context.project.facts):
                    yield from _date_differs(dated, use, sentence, context)


def _date_differs(dated: Dated, use: FactUse, sentence: Sentence, context: Context) -> Iterator[Finding]:
    fact = context.project.facts.get(use.id)
    if fact is None or fact.as_of is None:
        return
    texts = " ".join(other.text for other in sentence.passage.facts)
    if _meets(dated, fact, f"{texts} {_all_texts(fact)}"):
        return
    message = f"“{dated.text}” differs from the date of the fact `{fact.id}`, {fact.as_of}"
    hint = "mend the date, or say in the sentence what happened then"
    yield warning(Code.DATE_DIFFERS, message, sentence.passage.location, hint=hint, subject=fact.id)


def _all_texts(fact: Fact) -> str:
    return " ".join([*fact.statement.by_lang.values(), *(fact.label.by_lang.values() if fact.label else ())])


def _dated_facts(sentence: Sentence, facts: Mapping[str, Fact]) -> Iterator[tuple[Dated, FactUse]]:
    """Dates and the facts that they are said of."""
    own = sentence.own
    for pattern in (_BEFORE_FACT, _VALUE_THEN, _AFTER_FACT):
        for found in pattern.finditer(own):
            use = sentence.facts[own[: found.end()].count(FACT_MARK) - 1]
            is_value = use.part.startswith("value.")
            if is_value == (pattern is _VALUE_THEN) or pattern is _AFTER_FACT:
                dated = date_of(found)
                if dated:
                    yield dated, use
    if sentence.cited or _OTHER_SCOPE.search(own):
        return
    for found in _NAMED.finditer(own):
        dated = date_of(found)
        name = _content(found["name"].replace("-", " "))
        head = stem(found["name"].split()[-1])
        for use in sentence.passage.facts:
            fact = facts.get(use.id)
            words = _words_of(fact) if fact else frozenset()
            if dated and fact and head in words and len(name & words) >= 2 and name <= words:
                yield dated, use


def _meets(dated: Dated, fact: Fact, text: str) -> bool:
    """Whether a date is within a fact's, or around it, or is named in a text."""
    if fact.as_of is None:
        return True
    vague = any(point and (point.approximate or point.uncertain) for point in (fact.as_of.start, fact.as_of.end))
    room = datetime.timedelta(days=366 if vague else 0)
    first = fact.as_of.first - room if fact.as_of.first.year > 1 else fact.as_of.first
    last = fact.as_of.last + room if fact.as_of.last.year < datetime.MAXYEAR else fact.as_of.last
    if dated.first <= last and first <= dated.last:
        return True
    return any(other.first <= dated.last and dated.first <= other.last for other in find_dates(text))


RULES: tuple[Rule, ...] = (
    Rule(
        Code.NUMBER_DIFFERS,
        Severity.ERROR,
        "a number in running text that differs from the fact beside it",
        number_differs,
    ),
    Rule(
        Code.DATE_DIFFERS,
        Severity.WARNING,
        "a date in running text that differs from the date of the fact beside it",
        date_differs,
    ),
)
