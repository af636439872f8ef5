"""Values and dates read from the words that they are written in."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefwright.compose.values import format_date, format_value
from briefwright.compose.values_read import read_date, read_value
from briefwright.compose.words import load_words
from briefwright.dates import parse_edtf
from briefwright.model import Value
from briefwright.resources import package_templates

WORDS = {lang: load_words(lang, [package_templates()]).value for lang in ("en", "fr", "ru", "de")}
DOLLARS = Value(Decimal(1_500_000_000), "USD", approximate=True)
PERCENT = Value(None, "percent", Decimal(4), Decimal(6))
TOURISTS = Value(Decimal(55_000), {"one": "tourist", "other": "tourists"})


@pytest.mark.parametrize(
    ("text", "like", "lang", "expected"),
    [
        ("about US$1.7 billion", DOLLARS, "en", Value(Decimal(1_700_000_000), "USD", approximate=True)),
        ("US$1.7 billion", DOLLARS, "en", Value(Decimal(1_700_000_000), "USD")),
        ("US$850,000", DOLLARS, "en", Value(Decimal(850_000), "USD")),
        ("US$1.5–2 billion", DOLLARS, "en", Value(None, "USD", Decimal(1_500_000_000), Decimal(2_000_000_000))),
        ("5%", PERCENT, "en", Value(Decimal(5), "percent")),
        ("5-7%", PERCENT, "en", Value(None, "percent", Decimal(5), Decimal(7))),
        ("1 tourist", TOURISTS, "en", Value(Decimal(1), TOURISTS.unit)),
        ("60,000 tourists", TOURISTS, "en", Value(Decimal(60_000), TOURISTS.unit)),
        ("2 milliards de dollars des États-Unis", DOLLARS, "fr", Value(Decimal(2_000_000_000), "USD")),
        ("5,5 %", PERCENT, "de", Value(Decimal("5.5"), "percent")),
    ],
)  # fmt: skip
def test_values(text: str, like: Value, lang: str, expected: Value) -> None:
    assert read_value(text, like, lang, WORDS[lang]) == expected


@pytest.mark.parametrize(
    "text", ["US$1.70 billion", "$1.7 billion", "€1.7 billion", "a lot", "", "US$1.7 billion or so", "1 2 3 4 5"]
)
def test_what_would_be_written_otherwise_is_no_value(text: str) -> None:
    assert read_value(text, DOLLARS, "en", WORDS["en"]) is None


@given(
    st.decimals(min_value=-(10**14), max_value=10**14, places=3).map(Decimal.normalize),
    st.sampled_from(["USD", "percent", "ships", "", "EUR"]),
    st.booleans(),
    st.sampled_from(sorted(WORDS)),
)
def test_every_value_is_read_as_what_gives_its_words(amount: Decimal, unit: str, approximate: bool, lang: str) -> None:
    text = format_value(Value(amount, unit, approximate=approximate), lang, WORDS[lang])
    read = read_value(text, Value(Decimal(7), unit), lang, WORDS[lang])
    assert read is not None
    assert format_value(read, lang, WORDS[lang]) == text


DATES = (
    "2015 2015-11 2015-11-29 2018~ 2018? 2018% 2015-11~ 2011/2013 2022-01/2022-05 "
    "2015-03-01/2015-04-02 2011/.. ../2013 2011-05/2013"
).split()


@pytest.mark.parametrize("date", DATES)
@pytest.mark.parametrize("lang", sorted(WORDS))
def test_dates(date: str, lang: str) -> None:
    text = format_date(parse_edtf(date), lang, WORDS[lang])
    assert str(read_date(text, lang, WORDS[lang])) == date


@pytest.mark.parametrize("text", ["", "soon", "29 Nov 2015", "31 April 2015", "2015 and 2016", "2013–2011"])
def test_what_would_be_written_otherwise_is_no_date(text: str) -> None:
    assert read_date(text, "en-GB", WORDS["en"]) is None
