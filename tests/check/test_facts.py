"""Rules on facts: each page's example, what else is found, and what is not."""

from __future__ import annotations

import dataclasses
import datetime
import re
from pathlib import Path

import pytest

from briefwright.check import Context
from briefwright.check.facts import RULES, near_duplicate_facts
from briefwright.diagnostics import Code
from briefwright.model import Text
from tests.check.examples import asked, of_page, project_of, subjects

EVIDENCE = "evidence: [{source: kuch2015, locator: para. 2}]"


def fact(name: str, *fields: str, statement: str = "It is so.", evidence: str = EVIDENCE) -> str:
    return "\n  ".join((f"- id: {name}", f'statement: "{statement}"', *fields, evidence)) + "\n"


@pytest.mark.parametrize("code", [rule.code for rule in RULES], ids=lambda code: code.slug)
def test_example_of_the_page(code: Code, tmp_path: Path) -> None:
    told, said = of_page(tmp_path, code)
    assert [re.sub(r"facts/\w+\.yaml:\d+", "PLACE", one) for one in told] == [said]


# --- numbers ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        (["value: {amount: 12}"], 1),
        (["values: {a: {amount: 1}, b: {low: 2, high: 3}}"], 2),
        (["values: {a: {amount: 1}, b: {amount: 2, unit: USD}}"], 1),
        (["value: {amount: 12, unit: percent}"], 0),
        (["value: {amount: 12, unit: {one: ship, other: ships}}"], 0),
        (["value: {amount: 12}", "property: press-freedom-rank"], 0),
        (["values: {year: {amount: 1979}}"], 0),
        (["value: {amount: 12}", "property: years"], 1),
        ([], 0),
    ],
)
def test_numbers_without_unit(fields: list[str], found: int, tmp_path: Path) -> None:
    told = asked(project_of(tmp_path, fact("one", *fields)), Code.NUMBER_WITHOUT_UNIT)
    assert len(told) == found
    assert all(str(one.location) == "facts/debt.yaml:3" for one in told)


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        (["value: {amount: 12, unit: USD}"], ["one"]),
        (["values: {a: {amount: 1}, b: {amount: 2}}"], ["one"]),
        (["value: {amount: 12}", "as_of: 2018~"], []),
        (["value: {amount: 12}", "as_of: 2014/.."], []),
        ([], []),
    ],
)
def test_numbers_without_date(fields: list[str], found: list[str], tmp_path: Path) -> None:
    text = fact("one", *fields, statement="In 2019 there were 12 of them.")
    assert subjects(project_of(tmp_path, text), Code.NUMBER_WITHOUT_DATE) == found


# --- derived values -----------------------------------------------------------------------------------------------

INPUTS = (
    fact("new", "value: {amount: 1000, unit: visitors}")
    + fact("old", "value: {amount: 55000, unit: visitors}")
    + fact("none")
    + fact("zero", "value: {amount: 0}")
    + fact("span", "value: {low: 10, high: 20}")
    + fact("many", "values: {first: {amount: 3}, second: {amount: 4}}")
)


def derived(formula: str, inputs: str, value: str = "value: {amount: 2, unit: percent}") -> str:
    fields = [value] if value else []
    return fact("it", *fields, f'derived: {{formula: "{formula}", inputs: {{{inputs}}}}}')


@pytest.mark.parametrize(
    ("formula", "inputs", "value", "message"),
    [
        ("a / b * 100", "a: new, b: old", "value: {amount: 2}", ""),
        ("a / b * 100", "a: new, b: old", "value: {amount: 1.8}", ""),
        ("a / b * 100", "a: new, b: old", "value: {amount: 1.9}", "is given as 1.9, but `a / b * 100` gives 1.8182"),
        ("a / b * 100", "a: new, b: old", "value: {amount: 1.9, approximate: true}", ""),
        ("(a + b) / 2", "a: many.first, b: many.second", "value: {amount: 3.5}", ""),
        ("-a + 5", "a: many.first", "value: {amount: 2}", ""),
        ("2 - a - 1", "a: many.first", "value: {amount: -2}", ""),
        ("a * 2", "a: span", "value: {low: 20, high: 40}", ""),
        ("a * 2", "a: span", "value: {amount: 30}", ""),
        ("a * 2", "a: span", "value: {low: 20, high: 50}", ""),
        ("a * 2", "a: span", "value: {low: 30, high: 50}", "is given as 30–50, but `a * 2` gives 20–40"),
        ("1.5 + 0.5", "", "value: {amount: 2}", ""),
        ("a / b", "a: new, b: zero", "value: {amount: 2}", "cannot be worked out: it divides by zero"),
        ("a ** 2", "a: new", "value: {amount: 2}", "cannot be worked out: `*` is not expected there"),
        ("a +", "a: new", "value: {amount: 2}", "cannot be worked out: it ends too early"),
        ("(a", "a: new", "value: {amount: 2}", "cannot be worked out: a `(` is not closed"),
        ("a)", "a: new", "value: {amount: 2}", "cannot be worked out: `)` is not expected there"),
        ("a ^ 2", "a: new", "value: {amount: 2}", "cannot be worked out: `^` is not among"),
        ("2 a", "a: new", "value: {amount: 2}", "cannot be worked out: `a` is not expected there"),
        ("a + c", "a: new", "value: {amount: 2}", "cannot be worked out: `c` is not among its inputs"),
        ("a + 2", "a: new, c: old", "value: {amount: 1002}", "has the input `c`, which its formula does not use"),
        ("a", "a: nwe", "value: {amount: 2}", "has the input `a: nwe`, which gives no number"),
        ("a", "a: none", "value: {amount: 2}", "has the input `a: none`, which gives no number"),
        ("a", "a: many", "value: {amount: 2}", "has the input `a: many`, which gives no number"),
        ("a", "a: many.third", "value: {amount: 2}", "has the input `a: many.third`, which gives no number"),
        ("a", "a: it", "value: {amount: 2}", "has the input `a: it`, which gives no number"),
        ("a", "a: new", "", "cannot be told"),
        ("a", "a: new", "values: {x: {amount: 1000}}", ""),
        ("a", "a: new", "values: {x: {amount: 1000}, y: {amount: 1}}", "cannot be told"),
        ("(" * 60 + "a" + ")" * 60, "a: new", "value: {amount: 1000}", "more than 50 parentheses deep"),
    ],
)
def test_derived_values(formula: str, inputs: str, value: str, message: str, tmp_path: Path) -> None:
    told = asked(project_of(tmp_path, INPUTS + derived(formula, inputs, value)), Code.DERIVED_VALUE_WRONG)
    assert len(told) == bool(message)
    if message:
        assert message in told[0].message


def test_hints_for_inputs(tmp_path: Path) -> None:
    told = asked(project_of(tmp_path, INPUTS + derived("a + b", "a: nwe, b: many")), Code.DERIVED_VALUE_WRONG)
    assert [one.hint for one in told] == ["did you mean `new`?", "write `many.first` or `many.second`"]


# --- duplicates ---------------------------------------------------------------------------------------------------

MEANT = "subject: debt\n  property: outstanding\n  as_of: 2015\n  value: {amount: 5, unit: USD}"


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        (fact("a", statement="Cambodia joined ASEAN."), fact("b", statement="cambodia  joined “ASEAN”"), True),
        (fact("a", statement="It cost $1.5 billion."), fact("b", statement="It cost $1,500,000,000."), True),
        (
            fact("a", statement="It cost US$5."),
            fact("b", "value: {amount: 5, unit: USD}", statement="It cost {{ value }}."), True,
        ),
        (
            fact("a", statement="About £2.5 million went."),
            fact("b", "value: {amount: 2500000, unit: GBP, approximate: true}", statement="{{ value }} went."), True,
        ),
        (fact("a", statement="It has 4 to 6%."), fact("b", statement="It has 4 to 6 per cent."), True),
        (fact("a", statement="They signed ten papers."), fact("b", statement="They signed 10 papers."), True),
        (fact("a", statement="They signed ten papers."), fact("b", statement="They signed 11 papers."), False),
        (fact("a", "as_of: 2016"), fact("b", "as_of: 2018"), False),
        (fact("a", "as_of: 2016"), fact("b", "as_of: 2016-05"), True),
        (fact("a"), fact("b", "conflicts_with: [a]"), False),
        (fact("a", "supersedes: [b]"), fact("b"), False),
        (fact("a", "status: superseded"), fact("b"), False),
        (fact("a"), fact("b", "status: withdrawn"), False),
        (fact("a", MEANT, statement="It owes that."), fact("b", MEANT, statement="So large is the debt."), True),
        (
            fact("a", MEANT, statement="It owes that."),
            fact("b", MEANT.replace("5,", "6,"), statement="So large is the debt."), False,
        ),
        (
            fact("a", MEANT, statement="It owes that."),
            fact("b", MEANT, statement="So large is it.", evidence="evidence: [{source: pich2024, locator: p. 3}]"),
            False,
        ),
    ],
)  # fmt: skip
def test_duplicates(one: str, other: str, found: bool, tmp_path: Path) -> None:
    assert subjects(project_of(tmp_path, one + other), Code.DUPLICATE_FACTS) == (["b"] if found else [])


def test_each_copy_is_named_once(tmp_path: Path) -> None:
    project = project_of(tmp_path, fact("a") + fact("b") + fact("c"))
    assert subjects(project, Code.DUPLICATE_FACTS) == ["b", "c"]
    assert subjects(project, Code.NEAR_DUPLICATE_FACTS) == []


SIGNED = "Cambodia and Russia signed an agreement on direct air services in Moscow in 2015."


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("In 2015 Cambodia and Russia signed the agreement on direct air services in Moscow.", True),
        ("Cambodia and Russia have signed agreements on direct air services in Moscow in 2015.", True),
        ("Cambodia and Russia signed an agrement on direct air services in Moscow in 2015.", True),
        ("Cambodia and Russia formally signed an agreement on direct air services in Moscow in 2015.", True),
        ("Russia and Cambodia signed an agreement on direct air services in Moscow in 2015.", False),
        ("Cambodia and Russia signed an agreement on direct air services in Moscow in 2016.", False),
        ("Cambodia and Russia signed no agreement on direct air services in Moscow in 2015.", False),
        ("Cambodia and Vietnam signed an agreement on direct air services in Moscow in 2015.", False),
        ("Cambodia and Russia ended an agreement on direct air services in Moscow in 2015.", False),
        ("Cambodia and Russia signed an agreement on direct air services in Hanoi in 2015.", False),
        (SIGNED, False),
    ],
)
def test_near_duplicates(statement: str, found: bool, tmp_path: Path) -> None:
    text = fact("a", statement=SIGNED) + fact("b", statement=statement) + fact("c", statement="Talks were held.")
    assert subjects(project_of(tmp_path, text), Code.NEAR_DUPLICATE_FACTS) == (["b"] if found else [])


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("subject: air", "subject: air", True),
        ("subject: air", "property: agreement", True),
        ("subject: air", "subject: sea", False),
        ("property: a", "property: b", False),
        ("as_of: 2015", "as_of: 2016", False),
        ("as_of: 2015", "as_of: 2015-04", True),
        ("status: checked", "conflicts_with: [a]", False),
        ("status: superseded", "status: checked", False),
    ],
)
def test_near_duplicates_that_are_kept_apart(one: str, other: str, found: bool, tmp_path: Path) -> None:
    text = fact("a", one, statement=SIGNED) + fact("b", other, statement=SIGNED.replace(" an ", " the "))
    assert subjects(project_of(tmp_path, text), Code.NEAR_DUPLICATE_FACTS) == (["b"] if found else [])


def test_a_form_filled_in_ten_thousand_times_is_no_burden(tmp_path: Path) -> None:
    project = project_of(tmp_path, fact("a"))
    base = project.facts["a"]
    letters = [sign * 6 for sign in "abcdefghij"] * 10
    said = [
        f"The figure of {first} for the port of p{second}q was put high by the ministry of trade"
        for first in letters
        for second in range(30)
    ]
    facts = {f"f{n}": dataclasses.replace(base, id=f"f{n}", statement=Text({"": text})) for n, text in enumerate(said)}
    context = Context(dataclasses.replace(project, facts=facts), (), True, datetime.date(2026, 1, 1))
    assert len(facts) == 3000
    assert len(list(near_duplicate_facts(context))) <= 3000


# --- time and status ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        (["review_by: 2026-01-14"], True),
        (["review_by: 2026-01-15"], False),
        (["review_by: 2026-01"], False),
        (["review_by: 2025"], True),
        (["review_by: 2020/.."], False),
        (["review_by: 2020", "status: withdrawn"], False),
        (["review_by: 2020", "status: disputed"], True),
        ([], False),
    ],
)
def test_reviews(fields: list[str], found: bool, tmp_path: Path) -> None:
    assert subjects(project_of(tmp_path, fact("a", *fields)), Code.REVIEW_OVERDUE) == (["a"] if found else [])


OLD = (
    fact("gone", "status: superseded", statement="One.")
    + fact("older", statement="Two.")
    + fact("newer", "supersedes: [older]", statement="Three.")
    + fact("wrong", "status: withdrawn", "supersedes: [fine]", statement="Four.")
    + fact("fine", statement="Five.")
)


def test_old_facts_in_briefs(tmp_path: Path) -> None:
    brief = "".join(f'{{{{ fact("{name}") }}}}\n\n' for name in ("gone", "older", "newer", "wrong", "fine", "gone"))
    told = asked(project_of(tmp_path, OLD, brief), Code.SUPERSEDED_FACT_USED, Code.WITHDRAWN_FACT_USED)
    assert [(one.code.value, one.subject, str(one.location)) for one in told] == [
        ("F112", "gone", "briefs/b.md:4"),
        ("F112", "older", "briefs/b.md:6"),
        ("F113", "wrong", "briefs/b.md:10"),
        ("F112", "gone", "briefs/b.md:14"),
    ]
    assert told[1].hint == "use `newer` in its place"


def test_old_facts_that_no_brief_prints(tmp_path: Path) -> None:
    project = project_of(tmp_path, OLD, '{{ fact("fine") }}')
    assert asked(project, Code.SUPERSEDED_FACT_USED, Code.WITHDRAWN_FACT_USED) == []


def test_only_what_named_briefs_use(tmp_path: Path) -> None:
    text = fact("a", "review_by: 2020", "value: {amount: 1}", statement="A.") + fact("b", "review_by: 2020")
    project = project_of(tmp_path, text, '{{ fact("b") }}')
    told = asked(project, Code.REVIEW_OVERDUE, Code.NUMBER_WITHOUT_UNIT, whole=False)
    assert [one.subject for one in told] == ["b"]
