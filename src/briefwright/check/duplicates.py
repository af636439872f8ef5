"""Facts that say the same: word for word, or nearly so."""

from __future__ import annotations

import itertools
import math
import re
import unicodedata
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from briefwright.check.rule import Context
from briefwright.diagnostics import Code, Finding, warning
from briefwright.model import Fact, Status, Value

SHORTEST = 4
"""Words that carry meaning; shorter statements say too little to be told apart."""
SHARED = 0.8
"""The part of the longer statement's words that near-duplicates share."""
NEAR = 84.0
"""rapidfuzz's ratio of the words in alphabetical order, 0 to 100."""
COMPANY = 6
"""How many earlier statements with the same three rare words one is compared with: more are a form filled in."""

_HINT = "keep one of them with the evidence of both; or, where both are meant, name one in the other's `conflicts_with`"
_VALUE = re.compile(r"\{\{\s*([\w-]+)\s*\}\}")
_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:[’'][^\W\d_]+)*")
_MONEY = re.compile(r"(US\$|[$€£])\s*(\d[\d.,]*(?:\s+(?:thousand|million|billion|trillion)\b)?)")
_PERCENT = re.compile(r"%|\bper cent\b")
_CURRENCIES = {"US$": "USD", "$": "USD", "€": "EUR", "£": "GBP"}
_SCALES = {"thousand": 3, "million": 6, "billion": 9, "trillion": 12}
_COUNTS = dict(zip("two three four five six seven eight nine ten eleven twelve".split(), range(2, 13), strict=True))
_NEGATIONS = frozenset("no not never none nobody nothing neither nor without cannot hardly".split())
_SMALL = frozenset(
    """a an the of in on at to for from by with within into onto upon as and or but that this these those it its his
    her their there was were is are be been being has have had do does did will would can could may might shall should
    which who whom whose than then so also too very just about around some any each both he she they we our i you
    according said says say wrote writes reported reports report noted notes argued argues during under over between
    among through per via up out off while when where after before since until""".split()
)


@dataclass(frozen=True, slots=True)
class _Said:
    """A statement in one language, as it is compared."""

    fact: Fact
    words: tuple[str, ...]
    """All of them, small letters, numbers in one form."""
    sorted: str
    """The words in alphabetical order."""
    names: tuple[str, ...]
    """Words that are always capitalised, in order."""
    content: tuple[str, ...]
    """The words that carry meaning, sorted."""
    fixed: tuple[tuple[str, ...], tuple[str, ...]]
    """Numbers and negations, sorted: they cannot differ in what says the same."""


def duplicate_facts(context: Context) -> Iterable[Finding]:
    """Facts that state the same in the same words, or give the same value of the same passage."""
    first: dict[object, Fact] = {}
    told: set[str] = set()
    for fact in _current(context):
        for key in (*_wordings(fact), *_passage_key(fact)):
            other = first.setdefault(key, fact)
            if other is fact or _apart_in_time(fact, other) or _related(fact, other) or fact.id in told:
                continue
            told.add(fact.id)
            yield from _finding(Code.DUPLICATE_FACTS, "states the same as", (other, fact), context)


def near_duplicate_facts(context: Context) -> Iterable[Finding]:
    """Facts that state the same in nearly the same words."""
    from rapidfuzz import fuzz  # a compiled library; only this rule needs it

    said = _all_said(_current(context))
    told: set[str] = set()
    for one, other in _candidates(said):
        if other.fact.id in told or one.names != other.names or one.fixed != other.fixed or one.fact is other.fact:
            continue
        if _kept_apart(one.fact, other.fact) or _related(one.fact, other.fact):
            continue
        if fuzz.ratio(one.sorted, other.sorted) < NEAR or not _same_content(one, other):
            continue
        told.add(other.fact.id)
        yield from _finding(Code.NEAR_DUPLICATE_FACTS, "says nearly the same as", (one.fact, other.fact), context)


def _finding(code: Code, how: str, pair: tuple[Fact, Fact], context: Context) -> Iterator[Finding]:
    """At the later of two facts, unless only the other is looked at."""
    other, fact = pair
    if fact.id not in context.facts:
        fact, other = other, fact
    if fact.id in context.facts:
        message = f"the fact `{fact.id}` {how} `{other.id}` ({other.location})"
        yield warning(code, message, fact.location, hint=_HINT, subject=fact.id)


def _current(context: Context) -> list[Fact]:
    gone = (Status.SUPERSEDED, Status.WITHDRAWN)
    return [fact for fact in context.project.facts.values() if fact.status not in gone]


def _related(one: Fact, other: Fact) -> bool:
    """Whether a fact names the other: then somebody knows of both."""
    return any(
        b.id in (*a.supersedes, *a.conflicts_with, *(a.derived.inputs.values() if a.derived else ()))
        for a, b in ((one, other), (other, one))
    )


def _apart_in_time(one: Fact, other: Fact) -> bool:
    if one.as_of is None or other.as_of is None:
        return False
    return one.as_of.last < other.as_of.first or other.as_of.last < one.as_of.first


def _kept_apart(one: Fact, other: Fact) -> bool:
    """Whether subject, property or time say that different things are meant."""
    pairs = ((one.subject, other.subject), (one.property, other.property))
    return _apart_in_time(one, other) or any(a and b and a != b for a, b in pairs)


# --- statements as they are compared ------------------------------------------------------------------------------


def _wordings(fact: Fact) -> Iterator[tuple[str, ...]]:
    for text in fact.statement.by_lang.values():
        words = tuple(_folded(word) for word in _words(text, fact))
        if words:
            yield words


def _passage_key(fact: Fact) -> Iterator[object]:
    """What makes two facts with values one: subject, property, time, values, and the passages they rest on."""
    places = frozenset((item.source, item.locator.text) for item in fact.evidence if item.locator)
    if fact.values and fact.subject and fact.property and fact.as_of and places:
        values = tuple(_value_words(value) for value in fact.values.values())
        yield fact.subject, fact.property, fact.as_of.text, values, places


def _words(text: str, fact: Fact) -> list[str]:
    """The words of a statement, its values put in, letter case kept."""
    filled = _VALUE.sub(lambda found: _value_words(fact.values.get(found[1])), text)
    spelt = _MONEY.sub(lambda found: f"{found[2]} {_CURRENCIES[found[1]]}", unicodedata.normalize("NFKC", filled))
    found = _WORD.findall(_PERCENT.sub(" percent", spelt))
    words: list[str] = []
    for word in found:
        scale = _SCALES.get(word.lower())
        if scale and words and words[-1][0].isdigit():
            words[-1] = _number(words[-1], scale)
        else:
            words.append(_number(word, 0) if word[0].isdigit() else word)
    return words


def _value_words(value: Value | None) -> str:
    if value is None:
        return ""
    numbers = [number for number in (value.amount, value.low, value.high) if number is not None]
    unit = value.unit if isinstance(value.unit, str) else value.unit.get("other") or next(iter(value.unit.values()), "")
    return " ".join(["about"] * value.approximate + [format(number, "f") for number in numbers] + [unit])


def _number(text: str, scale: int) -> str:
    try:
        number = Decimal(text.replace(",", "")).scaleb(scale)
    except ArithmeticError:
        return text
    whole = number.to_integral_value()
    return format(whole if whole == number else number.normalize(), "f")


def _folded(word: str) -> str:
    small = word.casefold().replace("’", "'").removesuffix("'s")
    return str(_COUNTS.get(small, small))


def _all_said(facts: Iterable[Fact]) -> list[_Said]:
    """Every statement in every language; those with the same words as an earlier one left out."""
    written = [(fact, _words(text, fact)) for fact in facts for text in fact.statement.by_lang.values()]
    common = {word for _, words in written for word in words if word[0].islower()}
    found: dict[tuple[str, ...], _Said] = {}
    for fact, words in written:
        folded = tuple(map(_folded, words))
        content = sorted(word for word in folded if word not in _SMALL and word not in _NEGATIONS)
        if len(content) < SHORTEST or folded in found:
            continue
        capitals = (word for word in words if word[0].isupper() and len(word) > 1)
        names = tuple(_folded(word) for word in capitals if word.lower() not in common and _folded(word) not in _SMALL)
        numbers = tuple(sorted(word for word in folded if word[0].isdigit()))
        negations = tuple(sorted(word for word in folded if word in _NEGATIONS or word.endswith("n't")))
        found[folded] = _Said(fact, folded, " ".join(sorted(folded)), names, tuple(content), (numbers, negations))
    return list(found.values())


# --- pairs --------------------------------------------------------------------------------------------------------


def _candidates(said: list[_Said]) -> Iterator[tuple[_Said, _Said]]:
    """Pairs that may share enough words, each in the order of the facts.

    Two sets that share nearly all their members share three of their rarest: prefix filtering (Chaudhuri, Ganti,
    Kaushik: A Primitive Operator for Similarity Joins, 2006), for three members at once, which keeps the lists
    short where a library's words are few.
    """
    stems = [frozenset(map(_stem, one.content)) for one in said]
    counts = Counter(stem for some in stems for stem in some)
    places: dict[object, deque[int]] = defaultdict(lambda: deque(maxlen=COMPANY))
    for number, some in enumerate(stems):
        rarest = sorted(some, key=lambda stem: (counts[stem], stem))
        prefix = rarest[: len(rarest) - math.ceil(SHARED * len(rarest)) + 3]
        near: set[int] = set()
        for key in itertools.combinations(prefix, min(3, len(prefix))):
            near.update(places[key])
            places[key].append(number)
        for other in sorted(near):
            if len(some & stems[other]) >= SHARED * max(len(some), len(stems[other])):
                yield said[other], said[number]


def _stem(word: str) -> str:
    return word[:5]


def _same_content(one: _Said, other: _Said) -> bool:
    """Whether what is left of both, without the words they share, is a word added or a form of the same word."""
    here, there = Counter(one.content), Counter(other.content)
    left, right = list((here - there).elements()), list((there - here).elements())
    for word in tuple(left):
        match = next((rival for rival in right if _same_word(word, rival)), None)
        if match is not None:
            left.remove(word)
            right.remove(match)
    added = left or right
    return not (left and right) and len(added) <= max(1, len(one.content) // 6)


def _same_word(one: str, other: str) -> bool:
    """Whether two words are forms, or one a misspelling, of the same word."""
    from rapidfuzz.distance import OSA

    shorter = min(len(one), len(other))
    if one[0].isdigit() or other[0].isdigit():
        return False
    common = next((at for at in range(shorter) if one[at] != other[at]), shorter)
    return (common >= 4 and common >= 0.6 * max(len(one), len(other))) or (
        shorter >= 6 and one[0] == other[0] and OSA.distance(one, other, score_cutoff=1) <= 1
    )
