"""The rules, and the one function that asks them all.

Loading has its own findings, which come with the loaded project; the rules find the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from briefwright.diagnostics import Finding, in_order
from briefwright.model import Brief, Project

Review = Callable[[Sequence[Brief]], Iterable[Finding]]
"""What composing and citing briefs finds; the pipeline, which stands above the rules, supplies it."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What is looked at."""

    project: Project
    briefs: tuple[Brief, ...]
    whole: bool
    """Whether the project as a whole is meant, not only some briefs."""
    review: Review


Rule = Callable[[Scope], Iterable[Finding]]


def check(project: Project, review: Review, briefs: Sequence[Brief] | None = None) -> tuple[Finding, ...]:
    """Everything that the rules find, in the order of files and lines.

    review: composes and cites briefs, and gives what that finds. briefs: only these, with what they use; None
    for the whole project.
    """
    chosen = tuple(project.briefs.values() if briefs is None else briefs)
    scope = Scope(project, chosen, briefs is None, review)
    return in_order(finding for rule in RULES for finding in rule(scope))


def broken_references(scope: Scope) -> Iterable[Finding]:
    """Entries of the bibliography that cannot be read as they stand, cited or not.

    Those that a brief cites come with the brief; the others wait to be cited, and are best mended before.
    """
    return scope.project.bibliography.problems() if scope.whole else ()


def broken_briefs(scope: Scope) -> Iterable[Finding]:
    """Whatever keeps a brief from being rendered as its author means it, but for what only the writers find."""
    return scope.review(scope.briefs)


RULES: tuple[Rule, ...] = (broken_references, broken_briefs)
"""All rules, in the order in which they are asked."""
