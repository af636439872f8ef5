"""The table of rules, in the order in which they are followed."""

from __future__ import annotations

from briefwright.bib.tidy import accents, capitals, fields, files, layout, names, values
from briefwright.bib.tidy.rule import Rule

RULES: tuple[Rule, ...] = (
    *files.ENCODING_RULES,
    *fields.RULES,
    *values.VALUE_RULES,
    *names.RULES,
    *accents.RULES,
    *capitals.RULES,
    *layout.RULES[:1],
    *values.DELIMITER_RULES,
    *fields.ORDER_RULES,
    *layout.RULES[1:],
    *files.RULES,
)
