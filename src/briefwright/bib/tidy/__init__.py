"""Bib files made tidy, rule by rule: what no reader sees by default, data only where it is asked for."""

from briefwright.bib.tidy.choose import Choice, chosen
from briefwright.bib.tidy.engine import DataChange, Tidied, tidy
from briefwright.bib.tidy.rules import RULES

__all__ = ["RULES", "Choice", "DataChange", "Tidied", "chosen", "tidy"]
