"""The shapes of names: ids, styles, languages, values."""

from __future__ import annotations

import re

from briefwright.diagnostics import did_you_mean

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
"""A fact's id."""
MAX_SLUG = 48
"""A DOCX content control's tag holds 64 characters, with `fact:`, the part and the occurrence."""
STYLE_NAME = re.compile(r"[^\W_][\w-]*")
"""A CSL style, a template, a theme: never a path or an address."""
LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
"""A BCP 47 tag, not looked up."""
VALUE_NAME = re.compile(r"[A-Za-z_][\w-]*")
"""What `{{ name }}` in a statement can call."""
IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
"""What a template can call as `brief.extra.name`."""


class Guesser:
    """`did you mean` for many unknown names: each is looked up once, and of hundreds only the first get a guess."""

    def __init__(self, known: tuple[str, ...]) -> None:
        self._known = known
        self._answers: dict[str, str] = {}

    def hint(self, name: str) -> str:
        """As diagnostics.did_you_mean."""
        if name not in self._answers:
            self._answers[name] = did_you_mean(name, self._known) if len(self._answers) < 200 else ""
        return self._answers[name]
