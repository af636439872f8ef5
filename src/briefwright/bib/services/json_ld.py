"""What a page says of itself in JSON-LD, in the words of schema.org (https://schema.org/Article)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from briefwright.bib.services.record import Person, clean, listed, person_from_text, without_markup

NEWS = frozenset(
    "newsarticle reportagenewsarticle analysisnewsarticle backgroundnewsarticle opinionnewsarticle reviewnewsarticle "
    "advertisercontentarticle askpublicnewsarticle liveblogposting".split()
)
"""schema.org's NewsArticle and its kinds, in lower case."""
_ARTICLES = frozenset("article blogposting scholarlyarticle report techarticle socialmediaposting".split())
_PAGES = frozenset({"webpage", "itempage", "aboutpage"})


def article(scripts: Sequence[str]) -> Mapping[str, Any]:
    """The object of the article among those that a page's scripts hold, its author and publisher put in."""
    objects = list(_objects(scripts))
    by_id = {clean(one.get("@id")): one for one in objects if one.get("@id") and one.get("name")}
    for wanted in (NEWS, _ARTICLES, _PAGES):
        found = [one for one in objects if kinds(one) & wanted]
        if found:
            best = max(found, key=len)
            named_by_id = {name: _resolved(best[name], by_id) for name in ("author", "publisher") if name in best}
            return {**best, **named_by_id}
    return {}


def _resolved(value: Any, by_id: Mapping[str, Mapping[str, Any]]) -> list[Any]:
    """Objects that only point to others of the page, as those."""
    return [
        by_id.get(clean(one.get("@id")), one) if isinstance(one, Mapping) and not one.get("name") else one
        for one in listed(value)
    ]


def _objects(scripts: Sequence[str]) -> Iterator[Mapping[str, Any]]:
    waiting: list[Any] = []
    for script in scripts[:50]:
        text = re.sub(r"^\s*(?:<!--|//<!\[CDATA\[)|(?:-->|//\]\]>)\s*$", "", script.strip())
        try:
            waiting.append(json.loads(text, strict=False))
        except (ValueError, RecursionError):
            continue  # one script that is broken does not spoil the others
    for _ in range(1000):
        if not waiting:
            return
        item = waiting.pop(0)
        if isinstance(item, list):
            waiting = [*item[:200], *waiting]
        elif isinstance(item, Mapping):
            yield item
            waiting += [item[name] for name in ("@graph", "mainEntity", "mainEntityOfPage") if name in item]


def kinds(one: Mapping[str, Any]) -> frozenset[str]:
    """The types of an object, in lower case, without schema.org's address."""
    return frozenset(clean(kind).rpartition("/")[2].lower() for kind in listed(one.get("@type")))


def named(value: Any) -> str:
    """The name of a person or body in JSON-LD: a text, or an object with a name."""
    for one in listed(value):
        text = without_markup(one.get("name") if isinstance(one, Mapping) else one)
        if text and not text.startswith(("http://", "https://")):
            return text
    return ""


def named_people(value: Any, site: str) -> Iterator[Person]:
    """Authors in JSON-LD or in a meta tag, without the site itself, which is the publisher."""
    for one in listed(value)[:100]:
        body = isinstance(one, Mapping) and bool(kinds(one) & {"organization", "newsmediaorganization"})
        name = named(one)
        if not name or name.casefold() == site.casefold():
            continue
        if body:
            yield Person(whole=name)
            continue
        for part in _names_in(name):
            if person := person_from_text(part):
                yield person


def _names_in(text: str) -> list[str]:
    """The names in a byline: "Jane Doe, John Roe and Ann Poe", but "Doe, Jane" is one."""
    parts = re.split(r"\s*(?:;|,?\s+and\s+|\s&\s)\s*", text)
    commas = [part for whole in parts for part in whole.split(",")]
    return commas if all(len(part.split()) > 1 for part in commas) else parts
