"""A locator as the text that pandoc's citeproc reads back as that locator.

pandoc looks for a label in the terms of the document's language and takes the rest of the suffix for text.
Braces tell it where the locator begins and ends
(https://pandoc.org/MANUAL.html#extension-citations: ``[@smith{ii, A, D-Z}, with a suffix]``).
"""

from __future__ import annotations

import re

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
        "title-locator": "титул",
    },
}
"""Words that the CSL locale has in English only."""


def suffix_for(locator: Locator, lang: str) -> str:
    """The locator for a citation's suffix in a document of a BCP 47 language: "{с. 434}", without a comma.

    Where pandoc knows no such label (`is_read`), or the locator has none, the style gets it whole and prints
    it as it stands where locators go.
    """
    value = _printable(locator.value)
    label = _label_text(locator, lang) if value else ""
    if label:
        return f"{{{label} {value}}}"
    # a number alone would be read as a page
    alone = _term(locator) == "timestamp" and not value.isdigit()
    text = value if alone else _printable(locator.text) or value
    return f"{{{text}}}" if text else ""


def is_read(locator: Locator) -> bool:
    """Whether pandoc can read a locator's label, so that the style puts its own in its place."""
    return bool(locator.value.strip()) and _term(locator) in READ_BY_PANDOC


def _term(locator: Locator) -> str:
    """CSL's name of a label: the terms for two of them have longer names, since variables hold the short ones."""
    return {"article": "article-locator", "title": "title-locator"}.get(locator.label, locator.label)


def _label_text(locator: Locator, lang: str) -> str:
    """The label in the document's language: short where the style will put its own, else in full.

    Some short forms stand for two labels ("n." is note and number in Portuguese); pandoc takes the later.
    """
    term = _term(locator)
    own = _UNTRANSLATED.get(lang.split("-")[0].lower(), {})
    if term in own:
        return own[term]
    words = terms(lang).value
    forms = ("short", "long") if term in READ_BY_PANDOC else ("long", "short")
    texts = [words.term(term, form, plural=_is_plural(locator.value)) for form in forms]
    others = _labels_of_others(term, words)
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
