"""A locator as the text that pandoc's citeproc reads back as that locator.

pandoc looks for a label in the terms of the document's language and takes the rest of the suffix for text.
Braces tell it where the locator begins and ends
(https://pandoc.org/MANUAL.html#extension-citations: ``[@smith{ii, A, D-Z}, with a suffix]``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from briefwright.cite.locales import Terms, terms
from briefwright.model import Locator

READ_BY_PANDOC = frozenset(
    {
        "book",
        "chapter",
        "column",
        "figure",
        "folio",
        "issue",
        "line",
        "note",
        "opus",
        "page",
        "paragraph",
        "part",
        "section",
        "sub-verbo",
        "verse",
        "volume",
    }
)
"""CSL's locator terms that pandoc 3.9 knows as labels (CSL 1.0.1's)."""

PRINTED_AS_TEXT = frozenset(
    {
        "act",
        "appendix",
        "article-locator",
        "canon",
        "elocation",
        "equation",
        "rule",
        "scene",
        "supplement",
        "table",
        "timestamp",
        "title-locator",
    }
)
"""Those of CSL 1.0.2 that it does not: printed where the style puts a locator, with the label as we give it."""

_UNTRANSLATED = {
    "ru": {
        "act": "акт",
        "appendix": "приложение",
        "article-locator": "статья",
        "canon": "канон",
        "elocation": "поз.",
        "equation": "формула",
        "rule": "правило",
        "scene": "сцена",
        "supplement": "дополнение",
        "table": "табл.",
        "title-locator": "раздел",
    },
}
"""Words that the CSL locale has in English only."""


@dataclass(frozen=True, slots=True)
class Suffix:
    """The suffix of a citation."""

    text: str
    """Begins with a comma; empty where there is no locator."""
    recognised: bool
    """Whether pandoc reads a locator in it, which the style then formats; else it prints as it stands."""


def suffix_for(locator: Locator | None, lang: str) -> Suffix:
    """The suffix for a locator in a document of a BCP 47 language."""
    if locator is None or not (locator.value or locator.text).strip():
        return Suffix("", recognised=False)
    value = _printable(locator.value)
    label = _label_text(locator, lang) if value else ""
    if label and locator.label in READ_BY_PANDOC:
        return Suffix(f", {{{label} {value}}}", recognised=True)
    if value and (label or locator.label == "timestamp"):
        return Suffix(f", {{{label} {value}}}".replace("{ ", "{"), recognised=False)
    return Suffix(f", {{{_printable(locator.text or locator.value)}}}", recognised=False)


def _label_text(locator: Locator, lang: str) -> str:
    """The label in the document's language: short where the style will put its own, else in full.

    Some short forms stand for two labels ("n." is note and number in Portuguese); pandoc takes the later.
    """
    own = _UNTRANSLATED.get(lang.split("-")[0].lower(), {})
    if locator.label in own:
        return own[locator.label]
    words = terms(lang).value
    forms = ("short", "long") if locator.label in READ_BY_PANDOC else ("long", "short")
    plural = _is_plural(locator.value)
    texts = [words.term(locator.label, form, plural=plural) for form in forms]
    others = _labels_of_others(locator.label, words)
    return next((text for text in texts if text and text.casefold() not in others), next(filter(None, texts), ""))


def _labels_of_others(label: str, words: Terms) -> set[str]:
    return {
        text.casefold()
        for (name, _form, _plural), text in words.by_name.items()
        if name in READ_BY_PANDOC and name != label
    }


def _is_plural(value: str) -> bool:
    return bool(re.search(r"\w\s*[-–—,&;]\s*\w", value))


def _printable(value: str) -> str:
    """Without the braces that would end the locator early."""
    return value.strip().replace("{", "(").replace("}", ")")
