"""Values and dates from the words of a language: whatever is read here is written as those very words.

Nothing is guessed: what a text may mean is written by `compose/values.py`, and only what gives the text again is taken.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from briefwright.compose.values import format_date, format_value, locale_of
from briefwright.dates import Edtf, parse_edtf
from briefwright.model import Value

_NUMBER = re.compile(r"\d(?:[\d.,'’\s\u066b\u066c]*\d)?")
_SPACE = re.compile(r"\s+")
_MOST_NUMBERS = 4
_MOST_DIGITS = 40
_MOST_WORDS = 200


def read_value(text: str, like: Value, lang: str, words: Mapping[str, str]) -> Value | None:
    """The value that is written so, None where none is.

    like: the value that it takes the place of; its unit stays. lang, words: as for `format_value`.
    """
    if len(text) > _MOST_WORDS:
        return None
    wanted = _folded(text)
    for value in (like, *_values(text, like, lang)):
        if _folded(format_value(value, lang, words)) == wanted:
            return value
    return None


def _folded(text: str) -> str:
    """Spaces of any sort as one, and dashes between numbers alike: people type what their keyboard has."""
    text = _SPACE.sub(" ", text).strip()
    return re.sub(r"(?<=[\d%])\s?[-–—]\s?(?=\d)", "–", text).replace("\N{MINUS SIGN}", "-")


def _values(text: str, like: Value, lang: str) -> Iterator[Value]:
    numbers = [found[0] for found in _NUMBER.finditer(text)][:_MOST_NUMBERS]
    amounts = [tuple(_amounts(number, text, lang)) for number in numbers]
    approximately = (like.approximate, not like.approximate)
    if len(amounts) == 1:
        for amount, approximate in itertools.product(amounts[0], approximately):
            yield replace(like, amount=amount, low=None, high=None, approximate=approximate)
    if len(amounts) == 2:
        pairs = [(low, high) for low in amounts[0] for high in amounts[1] if low <= high]
        # "1.5–2 billion" is from 1.5 billion on, not from 1.5
        for (low, high), approximate in itertools.product(sorted(pairs, key=_apart), approximately):
            yield replace(like, amount=None, low=low, high=high, approximate=approximate)


def _apart(pair: tuple[Decimal, Decimal]) -> int:
    return abs(pair[0].adjusted() - pair[1].adjusted())


def _amounts(number: str, text: str, lang: str) -> Iterator[Decimal]:
    """What a number may come to with the words "million", "billion", ... that stand in a text."""
    from babel.numbers import get_decimal_symbol

    point = get_decimal_symbol(locale_of(lang))
    plain = "".join("." if sign == point else sign for sign in number if sign.isdigit() or sign == point)
    if plain.count(".") > 1 or len(plain) > _MOST_DIGITS:
        return
    for factor in _factors(text, lang):
        amount = (Decimal(plain) * factor).normalize()
        yield amount
        yield -amount


def _factors(text: str, lang: str) -> Iterable[Decimal]:
    """1, and what the words for orders of magnitude in a text stand for."""
    found = {Decimal(1): None}
    forms = locale_of(lang).compact_decimal_formats.get("long", {})
    for by_size in forms.values():
        for size, pattern in by_size.items():
            shape = str(pattern.pattern)
            word = shape.replace("0", "").replace("'", "").strip()
            if word and word.casefold() in text.casefold():
                found[Decimal(size) / Decimal(10) ** (shape.count("0") - 1)] = None
    return found


def read_date(text: str, lang: str, words: Mapping[str, str]) -> Edtf | None:
    """The date that is written so, None where none is. lang, words: as for `format_date`."""
    wanted = _folded(text)
    if len(wanted) > _MOST_WORDS:
        return None
    for written in _dates(wanted, words):
        try:
            date = parse_edtf(written)
        except ValueError:  # 31 April, or an end before its beginning
            continue
        if _folded(format_date(date, lang, words)) == wanted:
            return date
    return None


def _dates(text: str, words: Mapping[str, str]) -> Iterator[str]:
    """What a text may mean, in EDTF."""
    points = list(_points(text, text, words))
    yield from points
    for name, shape in (("since", "{}/.."), ("until", "../{}")):
        if _fixed(words.get(name, f"{name} {{date}}")) in text:
            yield from (shape.format(point) for point in points)
    for dash in re.finditer("[-–—]", text):
        first, last = text[: dash.start()], text[dash.end() :]
        for start, end in itertools.product(_points(first, text, words), list(_points(last, text, words))):
            yield f"{start}/{end}"


def _points(text: str, around: str, words: Mapping[str, str]) -> Iterator[str]:
    """What a text may mean as a year, a month or a day; its year may stand elsewhere in what is around it."""
    years = re.findall(r"(?<!\d)\d{4}(?!\d)", text) or re.findall(r"(?<!\d)\d{4}(?!\d)", around)
    days = [int(day) for day in re.findall(r"(?<!\d)\d{1,2}(?!\d)", text)]
    marks = ["", *(mark for mark, name in (("~", "circa"), ("?", "uncertain")) if _fixed(words.get(name, "")) in text)]
    marks += ["%"] if len(marks) == 3 else []
    for year, mark in itertools.product(dict.fromkeys(years[:2]), marks):
        yield f"{year}{mark}"
        for month in range(1, 13):
            yield f"{year}-{month:02}{mark}"
            yield from (f"{year}-{month:02}-{day:02}{mark}" for day in days[:2])


def _fixed(pattern: str) -> str:
    """The longest stretch of a fixed text around its date."""
    return max((part.strip() for part in pattern.split("{date}")), key=len)
