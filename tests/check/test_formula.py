"""Formulas of derived values."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefwright.check.formula import FormulaError, Span, names_in, work_out

INPUTS = {"a": Span(Decimal(7), Decimal(7)), "b": Span(Decimal(-2), Decimal(3))}

numbers = st.integers(0, 99).map(str)
formulas = st.recursive(
    numbers,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda parts: f"({parts[0]} {parts[1]} {parts[2]})"),
        inner.map(lambda one: f"-{one}"),
    ),
    max_leaves=8,
)


class Exact:
    """A number that Python's own operators work out exactly."""

    def __init__(self, number: Fraction) -> None:
        self.number = number

    def __add__(self, other: Exact) -> Exact:
        return Exact(self.number + other.number)

    def __sub__(self, other: Exact) -> Exact:
        return Exact(self.number - other.number)

    def __mul__(self, other: Exact) -> Exact:
        return Exact(self.number * other.number)

    def __truediv__(self, other: Exact) -> Exact:
        return Exact(self.number / other.number)

    def __neg__(self) -> Exact:
        return Exact(-self.number)


@given(formulas)
def test_as_python_works_it_out(formula: str) -> None:
    spelt = re.sub(r"\d+", lambda found: f"N({found[0]})", formula)
    try:
        expected = eval(spelt, {"N": lambda number: Exact(Fraction(number))}).number  # noqa: S307 made of digits and signs
    except ZeroDivisionError:
        with pytest.raises(FormulaError, match="divides by zero"):
            work_out(formula, {})
        return
    found = work_out(formula, {})
    assert found.low == found.high
    assert abs(Fraction(found.low) - expected) < Fraction(1, 10**20)


@given(st.text(max_size=60))
def test_any_text_gives_a_value_or_says_why_not(text: str) -> None:
    try:
        span = work_out(text, INPUTS)
    except FormulaError:
        return
    assert span.low <= span.high


@pytest.mark.parametrize(
    ("formula", "low", "high"),
    [
        ("2 + 3 * 4", 14, 14),
        ("(2 + 3) * 4", 20, 20),
        ("8 / 4 / 2", 1, 1),
        ("8 - 4 - 2", 2, 2),
        ("b", -2, 3),
        ("a - b", 4, 9),
        ("b * b", -6, 9),
        ("-b", -3, 2),
        ("b / a * 7", -2, 3),
    ],
)
def test_ranges_and_precedence(formula: str, low: int, high: int) -> None:
    span = work_out(formula, INPUTS)
    assert (round(span.low, 20), round(span.high, 20)) == (low, high)


@pytest.mark.parametrize(
    "formula", ["1 / b", "", "()", "1e5", "a.b", "a,b", "1" * 501, "*".join(["9" * 100] * 5) + "&"]
)
def test_what_is_no_formula(formula: str) -> None:
    with pytest.raises(FormulaError):
        work_out(formula, INPUTS)


def test_names() -> None:
    assert names_in("new / old * 100 - new") == ("new", "old")
