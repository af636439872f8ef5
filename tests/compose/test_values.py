"""Numbers, units and dates in the words of several languages."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefwright.compose.values import format_date, format_number, format_value
from briefwright.compose.words import load_words
from briefwright.dates import parse_edtf
from briefwright.model import Value
from briefwright.resources import package_templates

LANGS = ("en-GB", "ru", "fr", "de", "km")


def words(lang: str) -> dict[str, str]:
    return dict(load_words(lang, [package_templates()]).value)


def plain(text: str) -> str:
    """With ordinary spaces, for reading."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def value(amount: str | None, unit: object = "", **more: object) -> Value:
    numbers = {key: Decimal(str(number)) if key in ("low", "high") else number for key, number in more.items()}
    return Value(None if amount is None else Decimal(amount), unit, **numbers)  # type: ignore[arg-type]


VISITORS = {"one": "visitor", "other": "visitors"}
TOURISTS = {"one": "турист", "few": "туриста", "many": "туристов", "other": "туриста"}


@pytest.mark.parametrize(
    ("given", "lang", "expected"),
    [
        (value("7"), "en-GB", "7"),
        (value("1234"), "en-GB", "1,234"),
        (value("1234"), "fr", "1 234"),
        (value("12345"), "ru", "12 345"),
        (value("12345.5"), "de", "12.345,5"),
        (value("0.0001"), "en-GB", "0.0001"),
        (value("-5"), "en-GB", "-5"),
        (value("0"), "en-GB", "0"),
        (value("1500000"), "en-GB", "1.5 million"),
        (value("1470000"), "en-GB", "1.47 million"),
        (value("1234567"), "en-GB", "1.235 million"),
        (value("999999999"), "en-GB", "1 billion"),
        (value("9" * 40), "en-GB", "9" + ",999" * 13),
        (value("1500000"), "ja", "1,500,000"),
        (value("16718971"), "zh-Hant-TW", "16,718,971"),
        (value(None, "tonnes", low=1000000, high=2000000), "ja", "1,000,000–2,000,000 tonnes"),
        (value("1000000"), "ru", "1 миллион"),
        (value("2500000000"), "fr", "2,5 milliards"),
        (value("3000000"), "de", "3 Millionen"),
        (value("1500000000", "USD", approximate=True), "en-GB", "about US$1.5 billion"),
        (value("1500000000", "USD"), "ru", "1,5 миллиарда долларов США"),
        (value("1500000000", "USD"), "fr", "1,5 milliard de dollars des États-Unis"),
        (value("2", "EUR"), "en-GB", "€2"),
        (value("-2", "GBP"), "en-GB", "−£2"),
        (value("500", "RUB"), "en-GB", "RUB 500"),
        (value("1", "RUB"), "ru", "1 российский рубль"),
        (value("3", "RUB"), "ru", "3 российских рубля"),
        (value("5", "RUB"), "ru", "5 российских рублей"),
        (value("12.5", "percent"), "en-GB", "12.5%"),
        (value("12.5", "percent"), "fr", "12,5 %"),
        (value("12.5", "%"), "de", "12,5 %"),
        (value(None, "percent", low=4, high=6), "en-GB", "4–6%"),
        (value(None, "percent", low=4, high=6), "ru", "4–6 %"),
        (value(None, "USD", low=1000000, high=2000000), "en-GB", "US$1–2 million"),
        (value(None, "USD", low=500000, high=2000000), "en-GB", "US$500,000–2 million"),
        (value(None, VISITORS, low=5, high=10, approximate=True), "en-GB", "about 5–10 visitors"),
        (value(None, "tonnes", low=4, high=4), "en-GB", "4–4 tonnes"),
        (value("1", VISITORS), "en-GB", "1 visitor"),
        (value("55000", VISITORS), "en-GB", "55,000 visitors"),
        (value("1", TOURISTS), "ru", "1 турист"),
        (value("3", TOURISTS), "ru", "3 туриста"),
        (value("5", TOURISTS), "ru", "5 туристов"),
        (value("21", TOURISTS), "ru", "21 турист"),
        (value("1.5", TOURISTS), "ru", "1,5 туриста"),
        (value("5", {"many": "m"}), "en-GB", "5 m"),
        (value("5", {}), "en-GB", "5 "),
        (value("10", "km²"), "en-GB", "10 km²"),
        (value("10", "ABC"), "en-GB", "10 ABC"),
        (value("12345"), "km", "12,345"),
    ],
)
def test_values(given: Value, lang: str, expected: str) -> None:
    assert plain(format_value(given, lang, words(lang))) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2015", ("2015", "2015", "2015")),
        ("2015-11", ("November 2015", "ноябрь 2015 г.", "novembre 2015")),
        ("2015-11-29", ("29 November 2015", "29 ноября 2015 г.", "29 novembre 2015")),
        ("2018~", ("c. 2018", "ок. 2018", "vers 2018")),
        ("2018?", ("2018 (uncertain)", "2018 (неточно)", "2018 (incertain)")),
        ("2018%", ("c. 2018 (uncertain)", "ок. 2018 (неточно)", "vers 2018 (incertain)")),
        ("2011/2013", ("2011–2013", "2011–2013", "2011–2013")),
        ("2011-05/2013-06", ("May 2011 – June 2013", "май 2011 г. – июнь 2013 г.", "mai 2011 – juin 2013")),
        ("2011/..", ("since 2011", "с 2011", "depuis 2011")),
        ("../2011", ("until 2011", "до 2011", "jusqu’à 2011")),
        ("2011~/2013", ("c. 2011 – 2013", "ок. 2011 – 2013", "vers 2011 – 2013")),
    ],
)
def test_dates(text: str, expected: tuple[str, str, str]) -> None:
    date = parse_edtf(text)
    assert tuple(plain(format_date(date, lang, words(lang))) for lang in ("en-GB", "ru", "fr")) == expected


def test_no_date_is_no_text() -> None:
    assert format_date(None, "en", {}) == ""


@given(
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=3),
    st.sampled_from(LANGS),
)
def test_numbers_keep_their_digits(amount: Decimal, lang: str) -> None:
    text = format_number(amount, lang)
    assert any(character.isdigit() for character in text)
    if abs(amount) < 1_000_000:
        digits = "".join(character for character in text if character.isdigit())
        assert digits.lstrip("0") == format(amount.normalize(), "f").replace("-", "").replace(".", "").lstrip("0")


@given(st.from_regex(r"[1-9][0-9]{3}(-(0[1-9]|1[0-2]))?[~?%]?", fullmatch=True), st.sampled_from(LANGS))
def test_dates_keep_their_year(text: str, lang: str) -> None:
    assert text[:4] in format_date(parse_edtf(text), lang, words("en"))


def test_words_of_a_project_are_no_format_strings() -> None:
    odd = {"about": "{value.__class__} {0} { {value}", "circa": "{date!r} {date}"}
    assert format_value(value("7", approximate=True), "en", odd) == "{value.__class__} {0} { 7"
    assert format_date(parse_edtf("2018~"), "en", odd) == "{date!r} 2018"


def test_fixed_texts(tmp_path: Path) -> None:
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "en.toml").write_text('references = "Works"\nn = 5\n', encoding="utf-8")
    own = load_words("en-GB", [tmp_path, package_templates()])
    assert (own.value["references"], own.value["quotes"]) == ("Works", "‘ ’ “ ”")
    assert own.findings == ()
    assert "n" not in own.value
    unknown = load_words("km", [package_templates()])
    assert unknown.value["references"] == "References"
    assert [finding.code.name for finding in unknown.findings] == ["UNKNOWN_LOCALE"]
    (tmp_path / "words" / "en.toml").write_text("references = ", encoding="utf-8")
    broken = load_words("en", [tmp_path, package_templates()])
    assert [finding.code.name for finding in broken.findings] == ["THEME_INVALID"]


@pytest.mark.parametrize("lang", ["en", "ru", "fr"])
def test_the_package_s_languages_say_the_same_things(lang: str) -> None:
    import tomllib

    folder = package_templates() / "words"
    english, other = (tomllib.loads((folder / f"{name}.toml").read_text(encoding="utf-8")) for name in ("en", lang))
    forms = re.compile(r"-(zero|one|two|few|many|other)\Z")  # each language has the plural forms that it needs
    assert {forms.sub("", name) for name in english} == {forms.sub("", name) for name in other}
    for key, text in english.items():
        assert {part for part in ("{value}", "{date}", "{page}", "{pages}", "{original}") if part in text} == {
            part for part in ("{value}", "{date}", "{page}", "{pages}", "{original}") if part in other[key]
        }
    assert len(other["quotes"].split()) == 4
