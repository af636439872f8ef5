"""Facts and references in words, for lists on a terminal."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from briefwright import tex

if TYPE_CHECKING:
    from briefwright.model import Fact, Project, Reference, Text

_CALL = re.compile(r"\{\{\s*([\w-]+)\s*\}\}")
_AND = re.compile(r"\s+and\s+", re.IGNORECASE)


def words_of(project: Project) -> Mapping[str, str]:
    """The fixed texts of the project's language."""
    from briefwright.compose.words import load_words
    from briefwright.pipeline import template_folders

    return load_words(project.config.lang, template_folders(project)).value


def value_texts(fact: Fact, project: Project, words: Mapping[str, str]) -> dict[str, str]:
    """A fact's values as the project's language writes them, by name."""
    if not fact.values:
        return {}
    from briefwright.compose.values import format_value

    return {name: format_value(value, project.config.lang, words) for name, value in fact.values.items()}


def filler(fact: Fact, project: Project, words: Mapping[str, str]) -> Callable[[Text | None], str]:
    """What puts a fact's values into its texts, in the project's language."""
    values = value_texts(fact, project, words)

    def fill(text: Text | None) -> str:
        if text is None:
            return ""
        written = " ".join(text.in_language(project.config.lang).split())
        return _CALL.sub(lambda call: values.get(call[1], call[0]), written)

    return fill


def plain(text: str) -> str:
    """A field of the bibliography without TeX."""
    return " ".join(tex.plain(text).replace("--", "–").split())


def names(reference: Reference) -> str:
    """Who made a work: family names, from three on the first with "et al."."""
    fields = reference.fields
    people = _AND.split(fields.get("author") or fields.get("editor") or "")
    families = [_family(person) for person in people if person.strip()]
    if len(families) > 2 or "others" in families[1:]:
        return f"{families[0]} et al."
    return " & ".join(families)


def _family(person: str) -> str:
    text = person.strip()
    if text.startswith("{") and text.endswith("}"):
        return plain(text)
    if "," in text:
        return plain(text.split(",")[0])
    return plain(text).split(" ")[-1] if text else ""


def year(reference: Reference) -> str:
    """The year of a work, as far as its entry tells."""
    text = plain(reference.fields.get("date") or reference.fields.get("year") or "")
    found = re.search(r"\d{4}", text)
    return found[0] if found else text


def matches(query: str, *texts: str) -> bool:
    """Whether every word of a query is in one of some texts; letter case is forgiven."""
    where = "\n".join(texts).casefold()
    return all(word in where for word in query.casefold().split())
