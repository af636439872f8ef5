"""Briefwright: sourced facts in, briefs with proper references out."""

__version__ = "0.1.0"
