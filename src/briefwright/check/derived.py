"""Derived values: whether a fact's value follows from the values that its formula names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from briefwright.check.formula import FormulaError, Span, names_in, span_of, work_out
from briefwright.check.rule import Context
from briefwright.diagnostics import Code, Finding, error
from briefwright.model import Derivation, Fact, Value
from briefwright.names import Guesser

APPROXIMATE = Decimal("0.05")
"""How far an approximate value may lie from the true one, as a part of it."""


def derived_value_wrong(context: Context) -> Iterable[Finding]:
    """Values that do not follow from their formula, and formulas that cannot be worked out."""
    guesser = Guesser(tuple(context.project.facts))
    for fact in context.facts.values():
        if fact.derived is None:
            continue
        for message, hint in _problems(fact, fact.derived, context.project.facts, guesser):
            text = f"the derived value of `{fact.id}` {message}"
            yield error(Code.DERIVED_VALUE_WRONG, text, fact.location, hint=hint, subject=fact.id)


def _problems(
    fact: Fact, derived: Derivation, facts: Mapping[str, Fact], guesser: Guesser
) -> Iterator[tuple[str, str]]:
    value = _only(fact.values, "")
    if value is None:
        yield "cannot be told", "a fact with `derived` gives one `value`, or one in `values` that is named `value`"
    inputs: dict[str, Span] = {}
    unknown = False
    for name, stands_for in derived.inputs.items():
        found, hint = _input(fact, stands_for, facts, guesser)
        if found is None:
            unknown = True
            yield f"has the input `{name}: {stands_for}`, which gives no number", hint
        else:
            inputs[name] = span_of(found)
    named = names_in(derived.formula)
    for name in derived.inputs:
        if name not in named:
            yield f"has the input `{name}`, which its formula does not use", "take it out, or put it into the formula"
    if value is None or unknown:
        return
    try:
        result = work_out(derived.formula, inputs)
    except FormulaError as problem:
        hint = "a formula has numbers, the names of `inputs`, + - * / and ( )"
        yield f"has the formula `{derived.formula}`, which cannot be worked out: {problem}", hint
        return
    if not agrees(value, result):
        hint = "correct the value or the formula; a rounded value says `approximate: true`"
        yield f"is given as {_shown(span_of(value))}, but `{derived.formula}` gives {_shown(result)}", hint


def _input(fact: Fact, stands_for: str, facts: Mapping[str, Fact], guesser: Guesser) -> tuple[Value | None, str]:
    """The value that an input stands for, or None and what to do."""
    key, _, name = stands_for.strip().partition(".")
    if key == fact.id and (not name or fact.values.get(name) is _only(fact.values, "")):
        return None, "a value cannot be derived from itself"
    other = facts.get(key)
    if other is None:
        return None, guesser.hint(key) or f"there is no fact `{key}`"
    found = _only(other.values, name)
    if found is not None:
        return found, ""
    if not other.values:
        return None, f"the fact `{key}` has no value"
    choices = " or ".join(f"`{key}.{one}`" for one in list(other.values)[:5])
    return None, f"write {choices}"


def _only(values: Mapping[str, Value], name: str) -> Value | None:
    """The value of a name; without a name the one called "value", or the only one."""
    if name:
        return values.get(name)
    if "value" in values:
        return values["value"]
    return next(iter(values.values())) if len(values) == 1 else None


def agrees(value: Value, result: Span) -> bool:
    """Whether a value is what came out, within the precision in which it is given; a range within a range."""
    given = span_of(value)
    room = max(_half_a_unit(given.low), _half_a_unit(given.high))
    if value.approximate:
        room = max(room, APPROXIMATE * max(abs(given.low), abs(given.high)))
    inside = result.low - room <= given.low and given.high <= result.high + room
    around = given.low - room <= result.low and result.high <= given.high + room
    return inside or around


def _half_a_unit(number: Decimal) -> Decimal:
    """Half a unit of a number's last digit: 0.5 for 12, 0.05 for 1.8."""
    exponent = number.as_tuple().exponent
    return Decimal(5).scaleb(exponent - 1) if isinstance(exponent, int) else Decimal(0)


def _shown(span: Span) -> str:
    return _short(span.low) if span.low == span.high else f"{_short(span.low)}–{_short(span.high)}"


def _short(number: Decimal) -> str:
    """A number as people write it, at most four digits of a fraction."""
    if number and abs(number) < Decimal("0.01"):
        return f"{number:.3g}"
    return f"{number:,.4f}".rstrip("0").rstrip(".")
