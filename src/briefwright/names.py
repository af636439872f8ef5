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

KEY_PARTS = ("author", "authors", "year", "shortyear", "word", "words", "journal", "type")
"""What the pattern of keys of new entries may hold in braces; with a capital letter the part begins with one."""


def key_problem(pattern: str) -> tuple[str, str] | None:
    """What is wrong with a pattern of keys, and what to do; None where nothing is."""
    parts = re.findall(r"\{([^{}]*)\}", pattern)
    known = ", ".join(f"`{{{part}}}`" for part in KEY_PARTS)
    for part in parts:
        if part[:1].lower() + part[1:] not in KEY_PARTS:
            hint = did_you_mean(part.lower(), KEY_PARTS) or f"there are {known}"
            return f"`key` asks for `{{{part}}}`, which is no part of a key", hint
    if not parts:
        return "`key` names no part: every entry would get the same key", f"there are {known}"
    if not re.fullmatch(r"[\w.:+/-]*", re.sub(r"\{[^{}]*\}", "", pattern), re.ASCII):
        return "`key` has a sign that no key can have", "between the parts stand letters, digits and . : + / _ -"
    return None


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
