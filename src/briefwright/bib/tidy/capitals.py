"""Braces around words of English titles whose capitals a style in sentence case would take away."""

from __future__ import annotations

import re

from briefwright.bib.tidy.entry import Entry, Field
from briefwright.bib.tidy.rule import Effect, Rule
from briefwright.bib.tidy.style import Style
from briefwright.bib.tidy.values import change_fields

_TITLES = frozenset({"title", "subtitle", "booktitle", "booksubtitle", "maintitle", "titleaddon"})
_LANGUAGE = ("langid", "language", "hyphenation")
_ENGLISH = re.compile(
    r"(?i)en(?:g|glish)?(?:[-_]\w+)?|american|british|(?:us|uk)english|canadian|australian|newzealand"
)
_SHOUTED = re.compile(r"(?<![\w\\])(?:(?:[A-Z]\.){2,}|\w*[A-Z]\w*[A-Z]\w*|[a-z]+[A-Z]\w*)(?![\w}])")
"""As the rule R111 of `briefwright check` finds them, and words like iPhone."""
_CLOSED = re.compile(r"[{}]|\\[A-Za-z]+|\$[^$]*\$")


def capitals(entry: Entry, _: Style) -> Entry:
    """Braces around acronyms and words with a capital inside: `{ASEAN}`, `{eGovernment}`."""
    language = entry.named(*_LANGUAGE)
    if language and not _ENGLISH.fullmatch(language.inner.strip()):
        return entry
    return change_fields(entry, _TITLES, _protected)


def _protected(field: Field) -> Field:
    if not field.is_text or _is_shouted(field.inner):
        return field
    parts: list[str] = []
    depth = position = 0
    for mark in _CLOSED.finditer(field.inner):
        before = field.inner[position : mark.start()]
        parts += [_braced(before) if depth == 0 else before, mark[0]]
        depth += {"{": 1, "}": -1}.get(mark[0], 0)
        position = mark.end()
    rest = field.inner[position:]
    made = "".join([*parts, _braced(rest) if depth == 0 else rest])
    return field if made == field.inner else field.with_inner(made)


def _braced(text: str) -> str:
    return _SHOUTED.sub(lambda match: f"{{{match[0]}}}", text)


def _is_shouted(text: str) -> bool:
    """Whether most words are all in capitals: such a title is to be typed anew."""
    words = re.findall(r"[^\W\d_]{2,}", text)
    return bool(2 * sum(word.isupper() for word in words) > len(words))


RULES: tuple[Rule, ...] = (
    Rule("capitals", "braces around acronyms in English titles", capitals, on=False, effect=Effect.DATA),
)
