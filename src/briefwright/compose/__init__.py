"""Composing: a brief and its template become Markdown with inserts (`compose`)."""

from briefwright.compose.compose import Draft, compose

__all__ = ["Draft", "compose"]
