"""Bounds on what expressions may make."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefwright.compose import bounds
from briefwright.compose.bounds import TemplateTooLargeError
from tests.projects import compose_brief, make_project


def test_the_clock_stops_what_takes_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "MAX_SECONDS", 0.0)
    composed = compose_brief(make_project(tmp_path, "{% for x in range(3) %}{{ x }}{% endfor %}"))
    assert [finding.message for finding in composed.findings] == ["the template asks for too much: more than 0 seconds"]


@pytest.mark.parametrize(
    "value",
    [[], [1] * 1000, {"a": [1, 2]}, "x" * 1_000_000, (1, (2, (3,))), None, 5],
    ids=repr,
)
def test_what_is_small_passes(value: object) -> None:
    assert bounds.bound_list(value) is value


def test_lists_within_lists_are_counted_as_often_as_they_stand() -> None:
    nested: list[object] = [1]
    for _ in range(15):
        nested = [nested, nested]
    assert bounds.bound_list(nested) is nested
    for _ in range(5):
        nested = [nested, nested]
    with pytest.raises(TemplateTooLargeError, match="a list of more than"):
        bounds.bound_list(nested)


@pytest.mark.parametrize(
    ("operator", "left", "right"),
    [
        ("*", "x", 10**9),
        ("*", 10**9, "x"),
        ("*", [0], 10**9),
        ("*", 10**2500, 10**2500),
        ("**", 10, 10**9),
        ("**", 10, -(10**9)),
        ("+", "x" * 3_000_000, "x" * 3_000_000),
        ("+", [0] * 150_000, [0] * 150_000),
    ],
    ids=lambda value: str(value)[:8],
)
def test_operations_that_make_too_much(operator: str, left: object, right: object) -> None:
    with pytest.raises(TemplateTooLargeError):
        bounds.bound_operation(operator, left, right)


@pytest.mark.parametrize(
    ("operator", "left", "right"),
    [("*", "x", -5), ("*", 2, 3), ("**", 2, 100), ("**", 2.5, 1000), ("+", 1, 2), ("+", "a", "b"), ("%", 7, 3)],
)
def test_operations_that_do_not(operator: str, left: object, right: object) -> None:
    bounds.bound_operation(operator, left, right)


def test_sums_are_of_numbers() -> None:
    assert bounds.bounded_sum([1, 2.5]) == 3.5
    assert bounds.bounded_sum([], start=4) == 4
    with pytest.raises(TypeError, match="numbers only"):
        bounds.bounded_sum([[1]], start=[])
