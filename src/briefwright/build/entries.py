"""Facts and references as a manifest has them: enough to say later what has changed.

Outputs leave the house with their manifest inside, so what is never printed stays out: of a fact's note for
colleagues there is only a digest, and a reference's abstract, file and the like are not there at all.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from briefwright import ast
from briefwright.build.used import sha256
from briefwright.compose import inline
from briefwright.compose.values import format_value
from briefwright.compose.words import load_words
from briefwright.model import Bibliography, Fact, Project, Reference
from briefwright.resources import package_templates

PRIVATE = ("note",)
"""Fields of a fact that are never printed and may hold what is not for the reader: only digests are kept."""
UNPRINTED = frozenset(
    """
    abstract annotation annote comment creationdate file groups keywords modificationdate owner pdf
    priority printed qualityassured ranking readstatus relevance review timestamp
    """.split()
)
"""Fields of a reference for their keepers alone; JabRef and Zotero change some of them by themselves."""


@dataclass(frozen=True, slots=True)
class Wording:
    """The language that facts are told in."""

    project: Project
    lang: str
    """BCP 47, of the brief."""
    _words: dict[str, Mapping[str, str]] = field(default_factory=dict, compare=False)

    def statement(self, fact: Fact) -> str:
        """A fact's statement as a reader sees it, its values filled in, without emphasis."""
        text, lang = self._text(fact)
        values = self.values(fact, lang)

        def value(name: str) -> list[ast.Node]:
            return inline.literal_nodes(values.get(name, f"{{{{ {name} }}}}"))

        nodes = inline.statement_nodes(text, value, quotes=inline.quotes_of(self._words_in(lang)))
        return " ".join(ast.text_of(nodes).split())

    def values(self, fact: Fact, lang: str = "") -> dict[str, str]:
        """A fact's values in words, by name. lang: where not the brief's."""
        lang = lang or self.lang
        return {name: format_value(value, lang, self._words_in(lang)) for name, value in fact.values.items()}

    def _text(self, fact: Fact) -> tuple[str, str]:
        by_lang = fact.statement.by_lang
        for tag in (self.lang, self.lang.split("-")[0]):
            if tag in by_lang:
                return by_lang[tag], self.lang
        if "" in by_lang:
            given = self.project.config.lang
            return by_lang[""], self.lang if given.split("-")[0] == self.lang.split("-")[0] else given
        tag, text = next(iter(by_lang.items()))
        return text, tag

    def _words_in(self, lang: str) -> Mapping[str, str]:
        if lang not in self._words:
            folders = (self.project.root / self.project.config.templates, package_templates())
            self._words[lang] = load_words(lang, folders).value
        return self._words[lang]


def fact_entry(fact: Fact, wording: Wording) -> dict[str, Any]:
    """A fact for a manifest, as its file has it and as a reader sees it."""
    return {
        "id": fact.id,
        "path": fact.location.path,
        "line": fact.location.line,
        "status": fact.status.value,
        "as_of": str(fact.as_of or ""),
        "sources": [evidence.source for evidence in fact.evidence],
        "sha256": sha256(json.dumps(fact.raw, ensure_ascii=False, sort_keys=True, default=str)),
        "statement": wording.statement(fact),
        "values": wording.values(fact),
        "fields": {name: value for name, value in fact.raw.items() if name not in PRIVATE},
        "digests": {name: sha256(str(fact.raw[name])) for name in PRIVATE if name in fact.raw},
    }


def reference_entry(reference: Reference, bibliography: Bibliography) -> dict[str, Any]:
    """A reference for a manifest, with the entries that it inherits from."""
    entry = {
        "key": reference.key,
        "path": reference.location.path,
        "line": reference.location.line,
        "sha256": sha256(reference.raw),
        "type": reference.type,
        "fields": _fields(reference),
    }
    parents = _parents(reference, bibliography)
    return entry | ({"parents": parents} if parents else {})


def _fields(reference: Reference) -> dict[str, str]:
    return {name: value for name, value in reference.fields.items() if name not in UNPRINTED}


def _parents(reference: Reference, bibliography: Bibliography) -> dict[str, dict[str, str]]:
    """The fields of all that an entry inherits from, by the names that it has for them."""
    found: dict[str, dict[str, str]] = {}
    waiting = [reference]
    while waiting:
        child = waiting.pop()
        for name in _parent_names(child):
            parent = bibliography.get(name)
            if parent is not None and name != reference.key and name not in found:
                found[name] = _fields(parent)
                waiting.append(parent)
    return found


def _parent_names(reference: Reference) -> list[str]:
    texts = (reference.fields.get(field, "") for field in ("crossref", "xdata"))
    return [name.strip() for text in texts for name in text.split(",") if name.strip()]


def successors(facts: Mapping[str, Fact]) -> Mapping[str, tuple[str, ...]]:
    """From the id of a fact to those of the facts that supersede it."""
    found: dict[str, tuple[str, ...]] = {}
    for fact in facts.values():
        for old in fact.supersedes:
            found[old] = (*found.get(old, ()), fact.id)
    return found
