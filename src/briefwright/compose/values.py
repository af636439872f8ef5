"""Numbers, units and dates in the words of a language (Unicode CLDR through Babel)."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from functools import cache
from typing import TYPE_CHECKING

from briefwright.dates import DatePoint, Edtf
from briefwright.model import Value

if TYPE_CHECKING:
    from babel import Locale

COMPACT_FROM = Decimal(1_000_000)
"""Amounts from here on are written "1.5 billion"; smaller ones in digits."""
COMPACT_TO = Decimal(10) ** 15
"""From here on in digits again: CLDR's words end with trillions."""

NO_BREAK = "\u00a0"


@cache
def locale_of(lang: str) -> Locale:
    """Babel's locale for a BCP 47 tag, its primary language where the region is unknown, else English."""
    from babel import Locale, UnknownLocaleError

    for tag in (lang, lang.split("-")[0]):
        try:
            return Locale.parse(tag, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return Locale.parse("en")


def format_value(value: Value, lang: str, words: Mapping[str, str]) -> str:
    """A value with its unit: "about US$1.5 billion", "55,000 tourists", "4–6%".

    words: the language's fixed texts; `about` ("about {value}") is used for approximate values.
    """
    text = _range(value, lang) if value.amount is None else _with_unit(value.amount, value.unit, lang)
    # replace, not format: a project's own words are no place for format strings
    return words.get("about", "about {value}").replace("{value}", text) if value.approximate else text


def format_number(amount: Decimal, lang: str) -> str:
    """A number in digits, or with its order of magnitude in words from a million on."""
    from babel.numbers import format_decimal

    locale = locale_of(lang)
    # CLDR has no such words in half of its languages, Chinese and Japanese among them
    if not _magnitude(amount) or "long" not in locale.compact_decimal_formats:
        with localcontext(prec=100):  # an amount may have 80 digits, more than Python's 28
            return format_decimal(amount, locale=locale, decimal_quantization=False)
    # rounded first: 999,999,999 is 1 billion, not 1000 million
    step = Decimal(1000) ** (_magnitude(amount) - 1)
    rounded = (amount / step).quantize(Decimal(1), ROUND_HALF_EVEN) * step
    return _compact(rounded, _fraction_digits(abs(rounded)), locale)


def _fraction_digits(size: Decimal) -> int:
    """How many decimals a compact form needs to lose nothing, up to three: 1,470,000 is 1.47 million."""
    scaled = size.normalize()
    while scaled >= 1000:
        scaled /= 1000
    exponent = scaled.normalize().as_tuple().exponent
    return min(3, max(0, -exponent)) if isinstance(exponent, int) else 0


def _magnitude(amount: Decimal) -> int:
    """Which of the words million, billion, ... a number is written with; 0 for digits alone."""
    return abs(amount).adjusted() // 3 if COMPACT_FROM <= abs(amount) < COMPACT_TO else 0


def _compact(amount: Decimal, digits: int, locale: Locale) -> str:
    from babel.numbers import format_compact_decimal

    return str(format_compact_decimal(amount, format_type="long", locale=locale, fraction_digits=digits))


def _with_unit(amount: Decimal, unit: Mapping[str, str] | str, lang: str) -> str:
    number = format_number(amount, lang)
    if isinstance(unit, Mapping):
        rule = locale_of(lang).plural_form(abs(amount))
        word = unit.get(rule) or unit.get("other") or next(iter(unit.values()), "")
        return f"{number}{NO_BREAK}{word}"
    if not unit:
        return number
    if unit in ("percent", "%"):
        return _percent(number, lang)
    if _is_currency(unit):
        return _money(amount, number, unit, lang)
    return f"{number}{NO_BREAK}{unit}"


def _percent(number: str, lang: str) -> str:
    pattern = locale_of(lang).percent_formats[None].pattern
    return number + (NO_BREAK if NO_BREAK in pattern or "\u202f" in pattern or " " in pattern else "") + "%"


@cache
def _currencies() -> frozenset[str]:
    return frozenset(locale_of("en").currencies)


def _is_currency(unit: str) -> bool:
    return len(unit) == 3 and unit.isupper() and unit in _currencies()


def _money(amount: Decimal, number: str, code: str, lang: str) -> str:
    """An amount of money: with the symbol in English ("US$1.5 billion"), with the currency's name elsewhere."""
    from babel.numbers import get_currency_name, get_currency_symbol

    locale = locale_of(lang)
    if locale.language == "en":
        symbol = "US$" if code == "USD" else get_currency_symbol(code, locale=locale)
        minus = "−" if amount < 0 else ""
        gap = NO_BREAK if symbol[-1:].isalpha() else ""
        return f"{minus}{symbol}{gap}{number.lstrip('-')}"
    if abs(amount) >= COMPACT_FROM:
        # after "million" most languages want a genitive plural: CLDR's form for a round million is that one
        name = get_currency_name(code, count=1_000_000, locale=locale)
        joiner = f"{NO_BREAK}de{NO_BREAK}" if locale.language in ("fr", "es", "pt") else NO_BREAK
        return f"{number}{joiner}{name}"
    return f"{number}{NO_BREAK}{get_currency_name(code, count=amount, locale=locale)}"


def _range(value: Value, lang: str) -> str:
    low, high = value.low, value.high
    if low is None or high is None:
        return _with_unit(low if low is not None else high or Decimal(0), value.unit, lang)
    marker = "\x00"
    first, last = format_number(low, lang), format_number(high, lang)
    if _magnitude(low) == _magnitude(high) > 0:  # 1–2 million, not 1 million–2 million
        first = re.sub(r"(?<=\d)\D+\Z", "", first)
    whole = _with_unit(high, value.unit, lang).replace(last, marker, 1)
    return whole.replace(marker, f"{first}–{last}")


def format_date(date: Edtf | None, lang: str, words: Mapping[str, str]) -> str:
    """A date in words: "29 November 2015", "November 2015", "2011–2013", "c. 2018".

    words: `circa` ("c. {date}"), `uncertain` ("{date}?"), `since` ("since {date}"), `until` ("until {date}").
    """
    if date is None:
        return ""
    if not date.is_interval:
        return _point(date.start, lang, words) if date.start else ""
    if date.start is None or date.end is None:
        key, point = ("since", date.start) if date.start else ("until", date.end)
        return words.get(key, key + " {date}").replace("{date}", _point(point, lang, words)) if point else ""
    together = _together(date.start, date.end, lang)
    if together:
        return together
    first, last = _point(date.start, lang, words), _point(date.end, lang, words)
    gap = "" if first.isdigit() and last.isdigit() else " "
    return f"{first}{gap}–{gap}{last}"


def _together(start: DatePoint, end: DatePoint, lang: str) -> str:
    """An interval of months as its language shortens it, "January – May 2022"; else an empty string.

    Intervals of days are not among these: CLDR has them with abbreviated months only.
    """
    from babel.dates import format_interval

    doubtful = start.approximate or start.uncertain or end.approximate or end.uncertain
    if doubtful or not start.month or not end.month or start.day or end.day or start == end:
        return ""
    # CLDR sets narrow spaces around the dash, which few fonts have
    text = str(format_interval(start.first, end.first, "yMMMM", locale=locale_of(lang)))
    return text.replace("\u2009", " ").replace("\u202f", NO_BREAK)


def _point(point: DatePoint, lang: str, words: Mapping[str, str]) -> str:
    text = _calendar(point, lang)
    if point.approximate:
        text = words.get("circa", "c. {date}").replace("{date}", text)
    return words.get("uncertain", "{date}?").replace("{date}", text) if point.uncertain else text


def _calendar(point: DatePoint, lang: str) -> str:
    from babel.dates import format_date as babel_date
    from babel.dates import format_skeleton

    locale = locale_of(lang)
    if not point.month:
        return str(point.year)
    day = datetime.date(point.year, point.month, point.day or 1)
    if point.day:
        return str(babel_date(day, format="long", locale=locale)).replace(f"{NO_BREAK}г.", " г.")
    return str(format_skeleton("yMMMM", datetime.datetime(day.year, day.month, 1), locale=locale))
