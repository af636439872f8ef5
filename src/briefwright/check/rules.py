"""The table of rules, and the one function that asks them all.

Loading, composing and citing have findings of their own, which come with what they give; the rules find the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from briefwright.check import (
    accessibility,
    agreement,
    evidence,
    facts,
    handling,
    likelihood,
    prose,
    references,
    sources,
    timeliness,
)
from briefwright.check.engine import Choice, ask, today, unknown_in_comments
from briefwright.check.rule import Context, Reviewed, Rule
from briefwright.check.snapshots import Counted
from briefwright.diagnostics import Code, Finding, in_order
from briefwright.model import Brief, Project

Review = Callable[[Sequence[Brief]], Iterable[Reviewed]]
"""Composes and cites briefs; the pipeline, which stands above the rules, supplies it."""

RULES: tuple[Rule, ...] = tuple(
    sorted(
        (
            *accessibility.RULES,
            *agreement.RULES,
            *evidence.RULES,
            *facts.RULES,
            *handling.RULES,
            *likelihood.RULES,
            *prose.RULES,
            *references.RULES,
            *sources.RULES,
            *timeliness.RULES,
        ),
        key=lambda rule: rule.code.value,
    )
)
"""All rules, in the order of their codes."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What asking the rules gives."""

    findings: tuple[Finding, ...]
    """In the order of files and lines."""
    quotations: Counted | None
    """None where the rule that looks them up (F102) was not asked."""


def check(
    project: Project, review: Review, briefs: Sequence[Brief] | None = None, choice: Choice | None = None
) -> Checked:
    """Everything that is found, and how many quotations were looked up.

    briefs: only these, with what they use; None for the whole project. choice: which rules; None for the
    project's settings.
    """
    chosen = tuple(project.briefs.values() if briefs is None else briefs)
    reviewed = tuple(review(chosen))
    context = Context(project, reviewed, briefs is None, today())
    chosen_rules = choice or Choice(project.config.check)
    found = ask(context, RULES, chosen_rules)
    looked = any(rule.code is Code.QUOTATION_NOT_FOUND and chosen_rules.wants(rule) for rule in RULES)
    broken = project.bibliography.problems() if briefs is None else ()
    unknown = unknown_in_comments(project, chosen)
    findings = in_order((*broken, *unknown, *(finding for one in reviewed for finding in one.findings), *found))
    return Checked(findings, context.snapshots.count(context.facts) if looked else None)
