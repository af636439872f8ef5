"""What can be said of a project without writing anything: one rule, one function, one table of rules."""

from briefwright.check.engine import Choice
from briefwright.check.rule import Context, Reviewed, Rule
from briefwright.check.rules import RULES, Checked, check

__all__ = ["RULES", "Checked", "Choice", "Context", "Reviewed", "Rule", "check"]
