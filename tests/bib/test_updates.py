"""What counts as the same in an entry and in a service's record, and what does not."""

from __future__ import annotations

import pytest

from briefwright.bib.services.record import Person, Record
from briefwright.bib.updates import Difference, differences
from briefwright.diagnostics import Location
from briefwright.model import Reference


def found(
    entry: dict[str, str], record: dict[str, str], people: tuple[Person, ...] = (), kind: str = "article"
) -> dict[str, Difference]:
    reference = Reference("k", kind, entry, Location("b.bib", 1), "")
    told = Record(kind, record, "S", {"author": people} if people else {})
    return {one.field: one for one in differences(reference, told, "en")}


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("title", "The {Big} Dam", "The Big Dam"),
        ("title", r"D{\'e}bat \& d{\'e}fense", "Débat & défense"),
        ("title", "Dams: a history", "Dams"),
        ("journal", "The Journal of Rivers and Lakes", "Journal of Rivers & Lakes"),
        ("journaltitle", "PLoS ONE", "PLOS ONE"),
        ("pages", "101-118", "101--118"),
        ("pages", "101–118", "101--118"),
        ("year", "2024", "2024-03-09"),
        ("date", "2024-03~", "2024-03-09"),
        ("date", "2024-03-09", "2024-03"),
        ("doi", "https://doi.org/10.1000/ABC", "10.1000/abc"),
        ("isbn", "0-306-40615-2", "9780306406157"),
        ("issn", "2049-3630 (online)", "1050-124X"),
        ("language", "English", "english"),
        ("address", "Phnom Penh", "Phnom Penh"),
        ("url", "http://www.example.org/a/", "https://example.org/a"),
    ],
)
def test_the_same(name: str, before: str, after: str) -> None:
    names = {"journal": "journaltitle", "year": "date", "language": "langid", "address": "location"}
    assert found({name: before}, {names.get(name, name): after}, kind="book" if name == "address" else "article") == {}


@pytest.mark.parametrize(
    ("name", "before", "after", "written"),
    [
        ("title", "The Big Dam", "The Small Dam", "The {Small} {Dam}"),
        ("journal", "Rivers", "Lakes", "Lakes"),
        ("year", "2023", "2024-03-09", "2024"),
        ("pages", "1-5", "1--15", "1--15"),
        ("volume", "3", "4", "4"),
        ("doi", "10.1000/a", "10.1000/b", "10.1000/b"),
    ],
)
def test_not_the_same(name: str, before: str, after: str, written: str) -> None:
    names = {"journal": "journaltitle", "year": "date"}
    assert found({name: before}, {names.get(name, name): after})[name] == Difference(name, before, written)


@pytest.mark.parametrize(
    ("before", "people", "same"),
    [
        ("Lim, S.", (Person("Lim", "Sophea"),), True),
        ("Sophea Lim", (Person("Lim", "S. K."),), True),
        ("Lim, Sophea and others", (Person("Lim", "Sophea"), Person("Sok", "D.")), True),
        ("van der Berg, Jan", (Person("Berg", "Jan van der"),), True),
        (r"{\'E}mile, Z.", (Person("Émile", "Zoé"),), True),
        ("{Ministry of Trade}", (Person(whole="Ministry of Trade"),), True),
        ("Lim, Sophea", (Person("Lim", "Dara"),), False),
        ("Lim, Sophea", (Person("Lym", "Sophea"),), False),
        ("Lim, Sophea", (Person("Lim", "Sophea"), Person("Sok", "D.")), False),
        ("Sok, D. and Lim, S.", (Person("Lim", "S."), Person("Sok", "D.")), False),
    ],
)
def test_names(before: str, people: tuple[Person, ...], same: bool) -> None:
    assert (found({"author": before}, {}, people) == {}) is same


def test_what_is_missing_is_filled_in_but_not_said_twice() -> None:
    record = {
        "title": "Dams",
        "subtitle": "A history",
        "url": "https://e.org/a",
        "urldate": "2024-01-01",
        "volume": "3",
    }
    assert set(found({"title": "Dams"}, record)) == {"subtitle", "url", "volume"}
    assert set(found({"title": "Dams: a history", "doi": "10.1000/a"}, record)) == {"volume"}
    assert found({"title": "Dams", "volume": ""}, {"volume": "3"})["volume"].fills
