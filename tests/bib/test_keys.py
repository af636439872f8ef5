from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefwright.bib.keys import DEFAULT, is_key, make_key
from briefwright.bib.services.record import Person, Record
from briefwright.names import KEY_PARTS, key_problem

GUIDE = Record(
    "article",
    {"title": "Trade between Cambodia and its Partners", "date": "2023-05", "journaltitle": "Journal of Examples"},
    "S",
    {"author": (Person("Lim", "Sophea"), Person(whole="Ministry of Commerce"))},
)


def record(title: str, *people: Person, **fields: str) -> Record:
    return Record("book", {"title": title, **fields}, "S", {"author": people} if people else {})


@pytest.mark.parametrize(
    ("pattern", "key"),
    [
        ("{author}", "lim"),
        ("{authors}", "limministrycommerce"),
        ("{year}x{shortyear}", "2023x23"),
        ("{author}{word}", "limtrade"),
        ("{words}", "tradecambodiapartners"),
        ("{journal}", "je"),
        ("{type}", "article"),
        ("{Author}-{year}:{Word}", "Lim-2023:Trade"),
    ],
)
def test_the_guides_parts(pattern: str, key: str) -> None:
    assert make_key(pattern, GUIDE, ()) == key
    assert key_problem(pattern) is None


@pytest.mark.parametrize(
    ("made", "key"),
    [
        (record("Сложная история", Person("Щукин", "Пётр"), date="2021"), "shchukin2021slozhnaya"),
        (record("Über die Straße", Person("Müller-Łódź", "Ö."), date="2020"), "mullerlodz2020strasse"),
        (record("ភ្នំពេញ", Person(whole="សុខ"), date="2020"), "sokh2020phnampenh"),
        (record("The 50 ways", date="2020"), "ways2020"),
        (record("On water", organization="World Health Organization"), "whowater"),
        (record("The river’s bank and Cambodia's debt", date="2020-01"), "river2020bank"),
        (record("2020", date="2020"), "20202020"),
        (record("???", date=""), "ref"),
        (record("A", Person("O'Hara", "A."), date="1999"), "ohara1999a"),
    ],
)
def test_keys_of_all_scripts(made: Record, key: str) -> None:
    assert make_key(DEFAULT, made, ()) == key


def test_keys_are_told_apart() -> None:
    taken: list[str] = []
    for _ in range(30):
        taken.append(make_key("{author}{year}", GUIDE, taken))
    assert taken[:4] == ["lim2023", "lim2023a", "lim2023b", "lim2023c"]
    assert taken[26:29] == ["lim2023z", "lim2023aa", "lim2023ab"]
    assert make_key(DEFAULT, GUIDE, ["LIM2023TRADE"]) == "lim2023trade-a"


@given(st.text(max_size=30), st.text(max_size=30), st.text(max_size=30), st.text(max_size=10))
def test_any_text_gives_a_key(family: str, body: str, title: str, date: str) -> None:
    made = record(title, Person(family), Person(whole=body), date=date, journaltitle=body)
    for pattern in (DEFAULT, "{Authors}:{words}-{journal}/{type}", "{word}"):
        key = make_key(pattern, made, ("ref",))
        assert is_key(key)
        assert key.isascii()
        assert not re.search(r"[\s{},#%\"\\]", key)


@pytest.mark.parametrize("pattern", ["", "key", "{autor}{year}", "{author} {year}", "{author}{{year}", "{author},"])
def test_patterns_that_cannot_be(pattern: str) -> None:
    found = key_problem(pattern)
    assert found is not None
    assert all(found)


def test_every_part_gives_something() -> None:
    assert all(make_key(f"{{{part}}}", GUIDE, ()) != "ref" for part in KEY_PARTS)
