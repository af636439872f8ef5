from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefwright.dates import DatePoint, parse_edtf


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2015", (2015, 1, 1), (2015, 12, 31)),
        ("2015-02", (2015, 2, 1), (2015, 2, 28)),
        ("2016-02", (2016, 2, 1), (2016, 2, 29)),
        ("2015-11-29", (2015, 11, 29), (2015, 11, 29)),
        ("2011/2013", (2011, 1, 1), (2013, 12, 31)),
        ("2011-05/2011-05-03", (2011, 5, 1), (2011, 5, 3)),
        ("2011/..", (2011, 1, 1), (9999, 12, 31)),
        ("../2011", (1, 1, 1), (2011, 12, 31)),
        ("2011/", (2011, 1, 1), (9999, 12, 31)),
        (" 2011~ ", (2011, 1, 1), (2011, 12, 31)),
    ],
)
def test_what_a_date_covers(text: str, first: tuple[int, int, int], last: tuple[int, int, int]) -> None:
    date = parse_edtf(text)
    assert (date.first, date.last) == (datetime.date(*first), datetime.date(*last))
    assert str(date) == text.strip()
    assert date.is_interval == ("/" in text)


@pytest.mark.parametrize(("mark", "approximate", "uncertain"), [("", 0, 0), ("~", 1, 0), ("?", 0, 1), ("%", 1, 1)])
def test_marks(mark: str, approximate: int, uncertain: int) -> None:
    assert parse_edtf(f"2015-11{mark}").start == DatePoint(
        2015, 11, approximate=bool(approximate), uncertain=bool(uncertain)
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is not a date like"),
        ("soon", "is not a date like"),
        ("15", "is not a date like"),
        ("2015-1", "is not a date like"),
        ("2015-11-29T12:00", "is not a date like"),
        ("２０１５-１１", None),
        ("2015~~", "is not a date like"),
        ("2015-13", "is not a month"),
        ("2015-00", "is not a month"),
        ("0000", "is not a month"),
        ("2015-02-29", "is not a day"),
        ("2015-11-00", "is not a day"),
        ("2013/2011", "ends before it begins"),
        ("../..", "names no date"),
        ("/", "names no date"),
        ("2011/2012/2013", "is not a date like"),
    ],
)
def test_what_is_no_date(text: str, said: str | None) -> None:
    with pytest.raises(ValueError, match=said or "is not a date like"):
        parse_edtf(text)


@given(st.dates(min_value=datetime.date(1, 1, 1)))
def test_any_day(day: datetime.date) -> None:
    date = parse_edtf(f"{day.year:04}-{day.month:02}-{day.day:02}")
    assert date.first == date.last == day


@given(st.text(max_size=30))
def test_any_text_is_a_date_or_is_said_to_be_none(text: str) -> None:
    try:
        date = parse_edtf(text)
    except ValueError:
        return
    assert date.first <= date.last
