"""Facts that differ: found by what they name and by their values, and ranked."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from briefwright.dates import parse_edtf
from briefwright.diagnostics import Location
from briefwright.disagreements import disagreements, grade_of, ranked, times_overlap, values_differ
from briefwright.load.bibliography import load_bibliography
from briefwright.model import Bibliography, Evidence, Fact, Relation, Status, Text, Value


def fact(name: str, value: Value | None = None, **fields: Any) -> Fact:
    """A fact on one subject and property."""
    if "as_of" in fields:
        fields["as_of"] = parse_edtf(fields["as_of"])
    given: dict[str, Any] = {"evidence": (), "subject": "debt", "property": "sum", **fields}
    values = {"value": value} if value else {}
    return Fact(name, Text({"": name}), location=Location("facts/a.yaml"), values=values, **given)


def amount(number: str, unit: Mapping[str, str] | str = "USD") -> Value:
    return Value(Decimal(number), unit)


def between(low: str, high: str) -> Value:
    return Value(None, "USD", Decimal(low), Decimal(high))


def names(*facts: Fact) -> list[list[str]]:
    return [[one.id for one in group] for group in disagreements(facts)]


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        (amount("4"), amount("5"), True),
        (amount("4"), amount("4.0"), False),
        (amount("4"), amount("5", "EUR"), False),  # not to be compared
        (amount("4"), between("3", "6"), False),
        (between("3", "6"), amount("4"), False),
        (amount("7"), between("3", "6"), True),
        (between("3", "6"), between("5", "9"), True),
        (between("3", "6"), between("4", "5"), False),
        (amount("4", {"one": "ship", "other": "ships"}), amount("5", {"one": "ship", "other": "ships"}), True),
    ],
)
def test_values_differ_where_they_cannot_both_hold(one: Value, other: Value, differ: bool) -> None:
    assert values_differ(fact("a", one), fact("b", other)) is differ
    assert values_differ(fact("b", other), fact("a", one)) is differ


@pytest.mark.parametrize(
    ("one", "other", "overlap"),
    [
        ("2015", "2015-11", True),
        ("2015", "2016", False),
        ("2014/2019", "2018~", True),
        ("2014/..", "2020", True),
        ("2015-11-01", "2015-11-02", False),
    ],
)
def test_times_overlap(one: str, other: str, overlap: bool) -> None:
    assert times_overlap(fact("a", as_of=one), fact("b", as_of=other)) is overlap


def test_a_fact_without_a_date_can_be_of_any_time() -> None:
    assert times_overlap(fact("a"), fact("b", as_of="2015"))


def test_same_subject_property_and_time_with_other_values() -> None:
    first = fact("a", amount("4"), as_of="2015")
    assert names(first, fact("b", amount("5"), as_of="2015-11")) == [["a", "b"]]
    assert names(first, fact("b", amount("5"), as_of="2016")) == []
    assert names(first, fact("b", amount("5"), as_of="2015", property="origin")) == []
    assert names(first, fact("b", amount("5"), as_of="2015", subject="other")) == []
    assert names(first, fact("b", as_of="2015")) == []


def test_facts_without_subject_are_about_nothing_in_common() -> None:
    assert names(fact("a", amount("4"), subject=""), fact("b", amount("5"), subject="")) == []


def test_facts_that_name_each_other_in_either_direction() -> None:
    assert names(fact("a"), fact("b", conflicts_with=("a",)), fact("c")) == [["a", "b"]]


def test_disagreements_that_share_a_fact_are_one() -> None:
    facts = (fact("a", conflicts_with=("c",)), fact("b"), fact("c"), fact("d", conflicts_with=("c", "nowhere")))
    assert names(*facts) == [["a", "c", "d"]]


def test_what_is_no_longer_held_differs_from_nothing() -> None:
    other = fact("b", amount("5"))
    for status in (Status.SUPERSEDED, Status.WITHDRAWN):
        assert names(fact("a", amount("4"), status=status, conflicts_with=("b",)), other) == []
    assert names(fact("a", amount("4"), supersedes=("b",)), other) == []


@pytest.fixture
def bibliography(tmp_path: Path) -> Bibliography:
    grades = {"good": "B", "fair": "{c} (our own)", "odd": "high", "none": ""}
    entries = (f"@misc{{{key}, title = {{T}}, reliability = {{{grade}}}}}" for key, grade in grades.items())
    (tmp_path / "b.bib").write_text("\n".join(entries), encoding="utf-8")
    return load_bibliography(tmp_path, ("b.bib",)).value


def test_grades_are_letters_of_the_admiralty_code(bibliography: Bibliography) -> None:
    assert [grade_of(key, bibliography) for key in ("good", "fair", "odd", "none", "nowhere")] == ["B", "C", "", "", ""]


def test_the_order_of_trust(bibliography: Bibliography) -> None:
    def on(name: str, source: str, relation: Relation = Relation.SUPPORTS, **fields: Any) -> Fact:
        return fact(name, evidence=(Evidence(source, relation=relation),), **fields)

    wanted = [
        on("checked-ungraded", "none"),
        on("disputed-good", "good", status=Status.DISPUTED),
        on("disputed-fair-probable", "fair", status=Status.DISPUTED, credibility="2"),
        on("disputed-fair-later", "fair", status=Status.DISPUTED, as_of="2020"),
        on("disputed-fair-earlier", "fair", status=Status.DISPUTED, as_of="2015"),
        on("disputed-only-context", "good", Relation.CONTEXT, status=Status.DISPUTED),
        on("draft", "good", status=Status.DRAFT),
    ]
    assert [one.id for one in ranked(wanted[::-1], bibliography)] == [one.id for one in wanted]


def test_ten_thousand_facts_take_no_time() -> None:
    facts = [fact(str(number), amount("4"), subject=str(number // 4)) for number in range(10_000)]
    assert names(*facts, fact("last", amount("5"), subject="7")) == [["28", "29", "30", "31", "last"]]
