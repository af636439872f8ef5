"""Bounds on what a template's expressions may make: text, lists, numbers, turns of loops, time.

Jinja's sandbox keeps a template from reading files and running code, not from exhausting the machine
(https://jinja.palletsprojects.com/en/stable/sandbox/#security-considerations).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from jinja2.exceptions import SecurityError

MAX_STEPS = 200_000
"""Turns of loops and calls of macros in one brief, and entries of one list."""

MAX_TEXT = 4_000_000
"""Characters of one string that an expression makes, and of a composed brief."""

MAX_BITS = 10_000
"""Of a whole number."""

MAX_SECONDS = 10.0
"""For composing one brief; the sample's take a tenth of a second."""

MAX_PRINTED = 10 * MAX_TEXT
"""Characters that all expressions and loops of a brief print, captured ones included."""

_SHORT_TEXT = MAX_TEXT // MAX_STEPS


class TemplateTooLargeError(Exception):
    """A template did more than it may."""


@dataclass(slots=True)
class Steps:
    """Counts turns of loops, calls of macros and what is printed, and watches the clock."""

    count: int = 0
    printed: int = 0
    end: float = field(default_factory=lambda: time.monotonic() + MAX_SECONDS)

    def step(self, size: int = 0) -> str:
        """Count one, which prints so many characters of its own. Raises TemplateTooLargeError past a bound."""
        self.count += 1
        self.print(size)
        if self.count > MAX_STEPS:
            raise TemplateTooLargeError(f"more than {MAX_STEPS:,} turns of loops")
        if time.monotonic() > self.end:
            raise TemplateTooLargeError(f"more than {MAX_SECONDS:.0f} seconds")
        return ""

    def print(self, size: int) -> None:
        """Count printed characters. Raises TemplateTooLargeError past MAX_PRINTED."""
        self.printed += size
        if self.printed > MAX_PRINTED:
            raise TemplateTooLargeError(f"printing {self.printed:,} characters")


def bound_text(length: int) -> None:
    """Raises TemplateTooLargeError for a text of that length."""
    if length > MAX_TEXT:
        raise TemplateTooLargeError(f"a text of {length:,} characters")


def bound_list(value: Any) -> Any:
    """The value itself, where it and the lists in it have not too many entries all told.

    A list that holds another twice, which holds another twice, and so on, is small in memory and endless to
    print or to compare. Raises TemplateTooLargeError.
    """
    size = 0
    stack = [value]
    while stack:
        item = stack.pop()
        size += 1 + (len(item) // _SHORT_TEXT if isinstance(item, str) else 0)
        if isinstance(item, Mapping):
            stack += [*item.keys(), *item.values()]
        elif isinstance(item, (list, tuple)):
            stack += item
        if size > MAX_STEPS or len(stack) > 2 * MAX_STEPS:
            raise TemplateTooLargeError(f"a list of more than {MAX_STEPS:,} entries")
    return value


def bound_operation(operator: str, left: Any, right: Any) -> None:
    """Refuse what would make a huge text, list or number. Raises TemplateTooLargeError or SecurityError."""
    if operator == "%" and isinstance(left, str):
        raise SecurityError("text is not formatted with %")
    if operator == "*":
        for many, times in ((left, right), (right, left)):
            if isinstance(many, str) and isinstance(times, int):
                bound_text(len(many) * max(0, times))
            elif isinstance(many, (list, tuple)) and isinstance(times, int):
                _bound_entries(len(many) * max(0, times))
        if isinstance(left, int) and isinstance(right, int):
            _bound_bits(left.bit_length() + right.bit_length())
    if operator == "**" and isinstance(left, int) and isinstance(right, int):
        _bound_bits(left.bit_length() * abs(right))
    if operator == "+" and isinstance(left, str) and isinstance(right, str):
        bound_text(len(left) + len(right))
    if operator == "+" and isinstance(left, (list, tuple)) and isinstance(right, (list, tuple)):
        _bound_entries(len(left) + len(right))


def _bound_entries(number: int) -> None:
    if number > MAX_STEPS:
        raise TemplateTooLargeError(f"a list of {number:,} entries")


def _bound_bits(bits: int) -> None:
    if bits > MAX_BITS:
        raise TemplateTooLargeError("a number of thousands of digits")


def bounded_range(*bounds: int) -> range:
    """Python's range. Raises TemplateTooLargeError past MAX_STEPS numbers."""
    numbers = range(*bounds)
    try:
        _bound_entries(len(numbers))
    except OverflowError as problem:  # len of a range of more than sys.maxsize numbers
        raise TemplateTooLargeError("a range without end") from problem
    return numbers


def bounded_sum(values: Iterable[Any], attribute: Any = None, start: Any = 0) -> Any:
    """Jinja's filter `sum`, of numbers alone: sums of lists grow with the square of their length.

    Raises TypeError for other values.
    """
    if attribute is not None:
        raise TypeError("`sum` takes no attribute; write `map(attribute=...) | sum`")
    numbers = [start, *values]
    if not all(isinstance(value, (int, float)) for value in numbers):
        raise TypeError("`sum` adds numbers only")
    return sum(numbers)


def bounded_round(number: Any, precision: int = 0, method: str = "common") -> Any:
    """Jinja's filter `round`, to at most 15 digits. Raises ValueError for more."""
    from jinja2.filters import do_round

    if not isinstance(precision, int) or abs(precision) > 15:
        raise ValueError("`round` takes up to 15 digits")
    return do_round(number, precision, method)  # type: ignore[arg-type]  # it checks the method itself


def with_few(filter_: Callable[..., Any]) -> Callable[..., Any]:
    """Jinja's filters `batch` and `slice`, with up to 1,000 entries or columns asked for."""

    def bounded(values: Any, number: int, fill_with: Any = None) -> list[Any]:
        if not isinstance(number, int) or not 1 <= number <= 1000:
            raise ValueError("ask for 1 to 1,000 entries")
        return bound_list(list(filter_(values, number, fill_with)))  # type: ignore[no-any-return]  # the list itself

    return bounded
