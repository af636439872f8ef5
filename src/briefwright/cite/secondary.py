"""Names of a source in running text, and "cited in" for a source that was read in another."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from typing import Any

from briefwright.cite.locales import Terms, terms, terms_in_style
from briefwright.cite.styles import Style, StyleKind

_SMALL_WORDS = frozenset(
    "a an and as at but by down for from in into nor of on onto or over so the till to up via with yet".split()
)
"""CSL's stop words for title case."""


def secondary_prefix(original: Mapping[str, Any], lang: str, style: Style) -> str:
    """What stands before the citation of the work that was read.

    original: the CSL item of the work that was not. Author-date styles: "Mosyakov, 2021, as cited in "; note
    styles: "D. V. Mosyakov, “The Title,” 2021, cited in "; others: "Mosyakov 2021, cited in ". A work without
    author or editor goes by its short title.
    """
    words = terms_in_style(style.path, lang)
    author_date = style.kind in (StyleKind.AUTHOR_DATE, StyleKind.AUTHOR)
    if style.kind is StyleKind.NOTE:
        name = _full_name(original, words)
    else:
        name = _short(original, words, comma=author_date, ampersand=author_date)
    return f"{name}, {words.cited_in(author_date=author_date)} "


def short_form(item: Mapping[str, Any], lang: str, *, comma: bool = False, ampersand: bool = False) -> str:
    """Names and year: "Mosyakov 2021", or with `comma` "Mosyakov, 2021"; a quoted title for want of names.

    ampersand: "&" between two names, as APA has it in parentheses.
    """
    return _short(item, terms(lang).value, comma=comma, ampersand=ampersand)


def short_names(item: Mapping[str, Any], lang: str, *, ampersand: bool = False) -> str:
    """The family names of a work's authors, else of its editors; from three on the first with "et al."."""
    return _names(item, terms(lang).value, ampersand=ampersand)


def _short(item: Mapping[str, Any], words: Terms, *, comma: bool, ampersand: bool) -> str:
    names = _names(item, words, ampersand=ampersand)
    if not names:
        return _title_and_year(item, words, short=True)
    return f"{names}{',' if comma else ''} {_year(item, words)}"


def _names(item: Mapping[str, Any], words: Terms, *, ampersand: bool) -> str:
    joint = "&" if ampersand and words.lang.startswith("en") else words.term("and")
    return _joined([_family(person) for person in _people(item)], joint, words)


def _full_name(item: Mapping[str, Any], words: Terms) -> str:
    names = _joined([_given_first(person) for person in _people(item)], words.term("and"), words)
    title = _title_and_year(item, words, short=True)
    return f"{names}, {title}" if names else title


def _title_and_year(item: Mapping[str, Any], words: Terms, *, short: bool = False) -> str:
    title = _title(item, words, short=short)
    opening, closing = words.term("open-quote"), words.term("close-quote")
    if not title:
        return _year(item, words)
    # American English alone puts the comma inside the closing mark (CSL's punctuation-in-quote)
    inside = words.lang in ("en", "en-US")
    quoted = f"{opening}{title},{closing}" if inside else f"{opening}{title}{closing},"
    return f"{quoted} {_year(item, words)}"


def _people(item: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    for role in ("author", "editor", "translator"):
        if item.get(role):
            return list(item[role])
    return ()


def _joined(names: Sequence[str], joint: str, words: Terms) -> str:
    et_al = words.term("et-al")
    known = [name for name in names if name not in ("", "others")]
    if not known:
        return ""
    if len(names) == 1:
        return known[0]
    if len(names) == 2 and len(known) == 2:
        return f"{known[0]} {joint} {known[1]}"
    return f"{known[0]} {et_al}"


def _family(person: Mapping[str, Any]) -> str:
    if person.get("literal"):
        return _text(person["literal"])
    parts = [person.get("non-dropping-particle", ""), person.get("family", "") or person.get("given", "")]
    return _text(" ".join(part for part in parts if part))


def _given_first(person: Mapping[str, Any]) -> str:
    if person.get("literal"):
        return _text(person["literal"])
    order = ("given", "dropping-particle", "non-dropping-particle", "family", "suffix")
    return _text(" ".join(str(person[part]) for part in order if person.get(part)))


def _title(item: Mapping[str, Any], words: Terms, *, short: bool = False) -> str:
    title = _text((item.get("title-short") if short else "") or item.get("title") or item.get("container-title") or "")
    english = str(item.get("language", "en")).startswith("en") and words.lang.startswith("en")
    return _title_case(title) if english else title


def _title_case(title: str) -> str:
    """Headline style, as CSL's title case; pandoc's reader has put English titles in lower case."""
    found = title.split(" ")
    for index, word in enumerate(found):
        first = index == 0 or found[index - 1].endswith((":", "?", "!", "."))
        if word.islower() and (first or index == len(found) - 1 or word not in _SMALL_WORDS):
            found[index] = word[0].upper() + word[1:]
    return " ".join(found)


def _year(item: Mapping[str, Any], words: Terms) -> str:
    issued = item.get("issued") or {}
    if issued.get("literal"):
        return _text(issued["literal"])
    years = [str(parts[0]) for parts in issued.get("date-parts", []) if parts]
    if not years:
        return words.no_date
    circa = f"{words.term('circa', 'short')} " if issued.get("circa") else ""
    return circa + "–".join(dict.fromkeys(years))


def _text(value: object) -> str:
    """A CSL string without its small HTML."""
    return html.unescape(re.sub(r"<[^>]+>", "", str(value))).strip()
