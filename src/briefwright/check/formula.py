"""Formulas of derived values: numbers, names, + - * / and ( ), worked out in decimals, ranges as ranges."""

from __future__ import annotations

import decimal
import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from briefwright.model import Value

LONGEST = 500
"""Characters of a formula; with DEEPEST it bounds what reading one costs."""
DEEPEST = 50
"""Parentheses and signs within one another."""

_TOKEN = re.compile(r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<name>[^\W\d]\w*)|(?P<sign>[-+*/()]))", re.ASCII)
_NAME = re.compile(r"[^\W\d]\w*", re.ASCII)
_CONTEXT = decimal.Context(
    prec=40, Emax=99_999, Emin=-99_999, traps=[decimal.DivisionByZero, decimal.InvalidOperation, decimal.Overflow]
)


class FormulaError(ValueError):
    """Says, in words for the user, why a formula cannot be worked out."""


@dataclass(frozen=True, slots=True)
class Span:
    """A number, or the numbers from one to another."""

    low: Decimal
    high: Decimal


def span_of(value: Value) -> Span:
    """The numbers that a fact's value stands for."""
    if value.amount is not None:
        return Span(value.amount, value.amount)
    return Span(value.low or Decimal(0), value.high or Decimal(0))


def names_in(formula: str) -> tuple[str, ...]:
    """The names in a formula, each once, in order."""
    return tuple(dict.fromkeys(_NAME.findall(formula)))


def work_out(formula: str, inputs: Mapping[str, Span]) -> Span:
    """The value of a formula.

    inputs: by the names in it. Ranges follow the rules of interval arithmetic.
    Raises FormulaError where the formula cannot be read, names what is not among the inputs, or divides by zero.
    """
    if len(formula) > LONGEST:
        raise FormulaError(f"it is longer than {LONGEST} characters")
    with decimal.localcontext(_CONTEXT):
        try:
            return _Parser(_tokens(formula), inputs).whole()
        except decimal.DecimalException:
            raise FormulaError("its numbers are too large") from None


def _tokens(formula: str) -> list[str]:
    found: list[str] = []
    place = 0
    text = formula.rstrip()
    while place < len(text):
        token = _TOKEN.match(text, place)
        if not token:
            raise FormulaError(f"`{text[place:].strip()[:1]}` is not among numbers, names and + - * / ( )")
        found.append(token[0].strip())
        place = token.end()
    return found


class _Parser:
    """Recursive descent: sums of products of signed numbers, names and parentheses."""

    def __init__(self, tokens: list[str], inputs: Mapping[str, Span]) -> None:
        self._tokens = tokens
        self._inputs = inputs
        self._next = 0
        self._depth = 0

    def whole(self) -> Span:
        """The value of all tokens."""
        value = self._sum()
        if self._next < len(self._tokens):
            raise FormulaError(f"`{self._tokens[self._next]}` is not expected there")
        return value

    def _peek(self) -> str:
        return self._tokens[self._next] if self._next < len(self._tokens) else ""

    def _take(self) -> str:
        token = self._peek()
        self._next += 1
        return token

    def _sum(self) -> Span:
        value = self._product()
        while self._peek() in ("+", "-"):
            combine = _add if self._take() == "+" else _subtract
            value = combine(value, self._product())
        return value

    def _product(self) -> Span:
        value = self._signed()
        while self._peek() in ("*", "/"):
            combine = _multiply if self._take() == "*" else _divide
            value = combine(value, self._signed())
        return value

    def _signed(self) -> Span:
        self._depth += 1
        if self._depth > DEEPEST:
            raise FormulaError(f"it is more than {DEEPEST} parentheses deep")
        value = self._one()
        self._depth -= 1
        return value

    def _one(self) -> Span:
        part = self._take()
        if not part:
            raise FormulaError("it ends too early")
        if part == "-":
            return _subtract(Span(Decimal(0), Decimal(0)), self._signed())
        if part == "(":
            value = self._sum()
            if self._take() != ")":
                raise FormulaError("a `(` is not closed")
            return value
        if part[0].isdigit():
            return Span(Decimal(part), Decimal(part))
        if part in self._inputs:
            return self._inputs[part]
        if _NAME.fullmatch(part):
            raise FormulaError(f"`{part}` is not among its inputs")
        raise FormulaError(f"`{part}` is not expected there")


def _add(one: Span, other: Span) -> Span:
    return Span(one.low + other.low, one.high + other.high)


def _subtract(one: Span, other: Span) -> Span:
    return Span(one.low - other.high, one.high - other.low)


def _multiply(one: Span, other: Span) -> Span:
    return _corners(one, other, operator.mul)


def _divide(one: Span, other: Span) -> Span:
    if other.low <= 0 <= other.high:
        raise FormulaError("it divides by zero")
    return _corners(one, other, operator.truediv)


def _corners(one: Span, other: Span, combine: Callable[[Decimal, Decimal], Decimal]) -> Span:
    ends = [combine(a, b) for a in (one.low, one.high) for b in (other.low, other.high)]
    return Span(min(ends), max(ends))
