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
    """`did you mean` over many names: a few dozen near ones are chosen by shared trigrams first, since difflib
    alone takes a second for 50,000 keys."""

    def __init__(self, known: tuple[str, ...]) -> None:
        self._known = known
        self._answers: dict[str, str] = {}

    def hint(self, name: str) -> str:
        """As diagnostics.did_you_mean."""
        if name not in self._answers:
            self._answers[name] = did_you_mean(name, self._near(name)) if len(self._answers) < 200 else ""
        return self._answers[name]

    def _near(self, name: str) -> tuple[str, ...]:
        if len(self._known) <= 500:
            return self._known
        lower = name.lower()
        trigrams = [lower[i : i + 3] for i in range(max(1, len(lower) - 2))]
        scores = [(sum(gram in key.lower() for gram in trigrams), key) for key in self._known]
        best = sorted((item for item in scores if item[0]), key=lambda item: (-item[0], item[1]))[:40]
        return tuple(key for _, key in best)
