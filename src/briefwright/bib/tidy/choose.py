"""Which rules are followed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from briefwright.bib.tidy.rule import Rule
from briefwright.bib.tidy.rules import RULES
from briefwright.diagnostics import did_you_mean

DEFAULT = "default"
"""Named among others: the rules that are on by default too."""


class UnknownRuleError(ValueError):
    """No rule has such a name, or two that cannot go together are chosen; the text says so."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What was asked for."""

    select: tuple[str, ...] = ()
    """Names of rules, `default` among them or not; empty: those that are on by default."""
    ignore: tuple[str, ...] = ()


def chosen(choice: Choice) -> tuple[Rule, ...]:
    """The rules that a choice asks for, in the order of the table. Raises UnknownRuleError."""
    known = [rule.name for rule in RULES]
    for name in (*choice.select, *choice.ignore):
        if name not in known and name != DEFAULT:
            hint = did_you_mean(name, known) or "`--list` lists them"
            raise UnknownRuleError(f"there is no rule `{name}`: {hint}")
    found = tuple(rule for rule in RULES if _selected(rule, choice.select) and rule.name not in choice.ignore)
    if {"unicode", "tex"} <= {rule.name for rule in found}:
        raise UnknownRuleError("`unicode` and `tex` undo each other: choose one of them")
    return found


def _selected(rule: Rule, select: Iterable[str]) -> bool:
    wanted = tuple(select) or (DEFAULT,)
    return rule.name in wanted or (rule.on and DEFAULT in wanted)
