"""Numbers with their units, and dates, in English text."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from briefwright.dates import DatePoint
from briefwright.model import Value

_SMALL = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
seventeen eighteen nineteen""".split()
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_WORDS: Mapping[str, int] = {word: number for number, word in enumerate(_SMALL)} | _TENS
_MAGNITUDES: Mapping[str, int] = {
    "hundred": 10**2,
    "thousand": 10**3,
    "k": 10**3,
    **dict.fromkeys(("million", "mn", "m"), 10**6),
    **dict.fromkeys(("billion", "bn"), 10**9),
    **dict.fromkeys(("trillion", "tn"), 10**12),
}
_SIGNS: Mapping[str, str] = {"US$": "USD", "$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₽": "RUB", "៛": "KHR"}
_NAMES: Mapping[str, str] = {
    **dict.fromkeys(("dollar", "us dollar", "american dollar"), "USD"),
    "euro": "EUR",
    "pound": "GBP",
    "yen": "JPY",
    "yuan": "CNY",
    "riel": "KHR",
    "baht": "THB",
    **dict.fromkeys(("rouble", "ruble"), "RUB"),
}
PERCENT = "percent"
POINTS = "percentage point"

_DIGITS = r"\d{1,3}(?:[,\u00a0\u202f\u2009 ’']\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?"
_WORD_NUMBER = rf"(?:{'|'.join(_TENS)})(?:-(?:{'|'.join(_SMALL[1:10])}))?|{'|'.join(_SMALL)}"
_QUANTITY = re.compile(
    rf"""(?<![\w.,/$€£¥-])(?P<code>[A-Z]{{3}}(?=[\s\u00a0]\d))?[\s\u00a0]?
        (?P<sign>US\$|(?<![A-Z])[$€£¥₽៛])?[\s\u00a0]?
        (?P<low>{_DIGITS}|\b(?:{_WORD_NUMBER})\b)
        (?:[\s\u00a0]?(?:[–-]|to\b|and\b)[\s\u00a0]?(?:US\$|[$€£¥₽])?(?P<high>{_DIGITS})(?![\d/]))?
        (?:[\s\u00a0-]?(?P<magnitude>hundred|thousand|million|billion|trillion|bn|tn|mn|[mk](?!\w))\b)?
        (?P<percent>[\s\u00a0]?%|[\s\u00a0](?:per[\s\u00a0]cent\b|percent\b|percentage[\s\u00a0]points?\b))?
        (?P<after>(?:[\s\u00a0-][A-Za-z][\w’-]*){{0,3}})(?!/\d)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_REFERENCE_BEFORE = re.compile(
    r"\b(?:No|Nos|Resolution|Article|Art|page|p|pp|para|paragraph|chapter|section|table|figure|note|brief|volume|vol|"
    r"option|step|item|line|annex|clause|rule|directive|regulation|highway|route|flight|protocol)\.?[\s\u00a0]$",
    re.IGNORECASE,
)
_STOPS = frozenset(
    """of in and or to for by from at on with as than that which who was were is are had has have into over under per
    between but while since until after before during when where if it they he she the a an more less fewer""".split()
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number, or a range of numbers, with its unit."""

    low: Decimal
    high: Decimal
    unit: str
    """A currency code, PERCENT, POINTS; empty where it is told in words."""
    nouns: tuple[str, ...]
    """Stems of the words behind it, up to three."""
    start: int
    end: int
    text: str


def find_quantities(text: str) -> tuple[Quantity, ...]:
    """The quantities of a text in order; bare numbers, years, dates and numbers of pages or laws are none."""
    return tuple(_quantities(text))


def has_unit(quantity: Quantity, unit: Mapping[str, str] | str) -> bool:
    """Whether a quantity is in a fact's unit."""
    if isinstance(unit, str):
        if unit in ("percent", "%"):
            return quantity.unit == PERCENT
        if len(unit) == 3 and unit.isupper():
            return quantity.unit == unit
        forms = [unit] if unit else []
    else:
        forms = list(unit.values())
    wanted = [{stem(word) for word in re.findall(r"[A-Za-z][\w’-]*", form)} for form in forms]
    return not quantity.unit and any(words and words <= set(quantity.nouns) for words in wanted)


def same_unit(one: Quantity, other: Quantity) -> bool:
    """Whether two quantities are in one unit; for words the thing counted, the last of those behind the number."""
    if one.unit or other.unit:
        return one.unit == other.unit
    return bool(one.nouns and other.nouns) and one.nouns[-1] == other.nouns[-1]


def bounds(value: Value) -> tuple[Decimal, Decimal] | None:
    """A value's lowest and highest number."""
    low = value.amount if value.amount is not None else value.low
    high = value.amount if value.amount is not None else value.high
    return (low, high) if low is not None and high is not None else None


def stem(word: str) -> str:
    """A word without what a plural adds."""
    word = word.lower().removesuffix("’s").removesuffix("’")
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word


def _quantities(text: str) -> Iterator[Quantity]:
    for found in _QUANTITY.finditer(text):
        start = found.start("low")
        if _REFERENCE_BEFORE.search(text[max(0, start - 20) : start]):
            continue
        magnitude = _MAGNITUDES.get(found["magnitude"].lower(), 1) if found["magnitude"] else 1
        low = _number(found["low"]) * magnitude
        high = _number(found["high"]) * magnitude if found["high"] else low
        unit, nouns = _unit(found)
        is_year = re.fullmatch(r"1[0-9]\d\d|20\d\d", found["low"]) and magnitude == 1 and not unit
        if (unit or nouns) and not is_year and low <= high:
            end = found.end("percent") if found["percent"] else found.end("magnitude")
            end = max(end, found.end("high"), found.end("low"))
            yield Quantity(low, high, unit, nouns, found.start(), end, text[found.start() : end].strip(" \u00a0"))


def _unit(found: re.Match[str]) -> tuple[str, tuple[str, ...]]:
    percent = (found["percent"] or "").lower()
    if percent:
        return (POINTS if "point" in percent else PERCENT), ()
    if found["sign"]:
        return _SIGNS.get(found["sign"].upper(), ""), ()
    if found["code"] and found["code"].isupper():
        return found["code"], ()
    words: list[str] = []
    for word in re.findall(r"[A-Za-z][\w’-]*", found["after"]):
        if word.lower() in _STOPS:
            break
        words.append(stem(word))
    for name in (" ".join(words[:2]), words[0] if words else ""):
        if name in _NAMES:
            return _NAMES[name], ()
    return "", tuple(words)


def _number(text: str) -> Decimal:
    word = text.lower().replace("ſ", "s").replace("ı", "i").replace("i̇", "i")  # re.IGNORECASE takes these for s and i
    if word[0].isdigit():
        return Decimal(re.sub(r"[^\d.]", "", word))
    tens, _, ones = word.partition("-")
    return Decimal(_WORDS[tens] + _WORDS.get(ones, 0))


# --- dates --------------------------------------------------------------------------------------------------------

_MONTHS = "January February March April May June July August September October November December".split()
DATE = (
    rf"(?:(?:(?P<day>\d{{1,2}})[\s\u00a0])?(?P<month>{'|'.join(_MONTHS)})[\s\u00a0](?:(?P<day2>\d{{1,2}}),[\s\u00a0])?)?"
    r"(?:(?<![\w$€£.,/-])|(?<=[Mm]id-))(?P<year>1[5-9]\d\d|20\d\d)(?![\w%]|[.,/]\d|[\s\u00a0](?:million|billion|per[\s\u00a0]cent))"
)
"""A date with its year, as a pattern."""
_DATE = re.compile(DATE)


@dataclass(frozen=True, slots=True)
class Dated:
    """A date in a text."""

    first: datetime.date
    last: datetime.date
    text: str
    start: int
    end: int


def find_dates(text: str) -> tuple[Dated, ...]:
    """The dates of a text that name their year, in order."""
    return tuple(dated for dated in map(date_of, _DATE.finditer(text)) if dated)


def date_of(found: re.Match[str]) -> Dated | None:
    """The date that a match of DATE means; None for a day that does not exist."""
    month = _MONTHS.index(found["month"]) + 1 if found["month"] else 0
    point = DatePoint(int(found["year"]), month, int(found["day"] or found["day2"] or 0))
    try:
        start = found.start("day") if found["day"] else found.start("month") if month else found.start("year")
        text = found.string[start : found.end("year")]
        return Dated(point.first, point.last, text, start, found.end("year"))
    except ValueError:
        return None
