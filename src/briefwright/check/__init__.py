"""What can be said of a project without writing anything: one rule, one function, one table of rules."""

from briefwright.check.rules import RULES, Rule, Scope, check

__all__ = ["RULES", "Rule", "Scope", "check"]
