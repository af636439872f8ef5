"""What each fact rests on, in the words of the document's language: for those who want to follow it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from briefwright.cite.locators import suffix_for
from briefwright.cite.references import to_csl_items
from briefwright.cite.secondary import short_form
from briefwright.compose import Draft
from briefwright.compose.inline import quotes_of
from briefwright.compose.values import format_date
from briefwright.document import Standing, Support
from briefwright.model import Evidence, Fact, Kind, Project, Relation

LONGEST = 400
"""Characters of a quotation that are shown."""


def sources_of(
    facts: Iterable[Fact], draft: Draft, project: Project, items: Sequence[Mapping[str, Any]]
) -> Mapping[str, Mapping[str, Any]]:
    """CSL items of all works that the evidence of facts names, by key, those that were not read too.

    items: CSL items at hand; others are read here.
    """
    at_hand = {str(item["id"]): item for item in items}
    named = dict.fromkeys(key for fact in facts for item in fact.evidence for key in (item.source, item.via) if key)
    missing = tuple(key for key in named if key not in at_hand and project.bibliography.get(key))
    if missing:
        read = to_csl_items(project.bibliography, missing, draft.lang).value.items
        at_hand |= {str(item["id"]): item for item in read}
    return {key: at_hand[key] for key in named if key in at_hand}


def standings(facts: Iterable[Fact], draft: Draft, works: Mapping[str, Mapping[str, Any]]) -> dict[str, Standing]:
    """The standing of facts by their ids. works: as `sources_of` gives them."""
    words, lang = draft.words, draft.lang
    names = {key: short_form(item, lang) for key, item in works.items()}
    return {
        fact.id: Standing(
            format_date(fact.as_of, lang, words),
            words.get(f"status-{fact.status}", str(fact.status)),
            tuple(_support(item, names, words, lang) for item in fact.evidence),
            kind="" if fact.kind is Kind.FACT else words.get(f"kind-{fact.kind}", str(fact.kind)),
            speaker=fact.voice.speaker if fact.voice else "",
        )
        for fact in facts
    }


def _support(item: Evidence, names: Mapping[str, str], words: Mapping[str, str], lang: str) -> Support:
    where = suffix_for(item.locator, lang).removeprefix("{").removesuffix("}") if item.locator else ""
    where = re.sub(r"(?<=\d)-(?=\d)", "–", where)
    original = words.get("citing", "citing {original}").replace("{original}", names.get(item.via, item.via))
    supports = item.relation is Relation.SUPPORTS
    return Support(
        source=names.get(item.source, item.source),
        locator=where.replace(" ", "\u00a0", 1) if item.locator and item.locator.label else where,
        original=original if item.via else "",
        relation="" if supports else words.get(f"relation-{item.relation}", str(item.relation)),
        quote=_quoted(item.quote.exact, words) if item.quote else "",
        quote_lang=item.quote.lang if item.quote else "",
        translation=_translated(item.quote.translation, words) if item.quote and item.quote.translation else "",
    )


def _translated(text: str, words: Mapping[str, str]) -> str:
    return words.get("translation", "translation: {text}").replace("{text}", _quoted(text, words))


def _quoted(text: str, words: Mapping[str, str]) -> str:
    plain = " ".join(text.split())
    short = plain if len(plain) <= LONGEST else plain[:LONGEST].rsplit(" ", 1)[0] + "\u00a0…"
    opening, closing, *_ = quotes_of(words)
    return f"{opening}{short}{closing}"
