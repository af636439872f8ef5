"""The parts of facts as inserts: statement, clause, label, value, date, speaker, and the citation of their evidence."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from briefwright import ast
from briefwright.ast import Node
from briefwright.compose import inline, values
from briefwright.compose.inserts import Cell, CitationItem, CiteInsert, FactInsert, TextInsert
from briefwright.diagnostics import Code, Location, did_you_mean
from briefwright.locators import parse_locator
from briefwright.model import Fact, Project, Relation, Text

CITED = frozenset({Relation.SUPPORTS, Relation.PARTLY})
COLUMNS = ("statement", "clause", "label", "value", "date", "source", "topic", "kind", "status", "speaker", "id")
"""What a table's column can hold; a fact's value by its name as `value.NAME`."""

Report = Callable[..., None]
"""Records an error: code, message, hint and subject."""


@dataclass(frozen=True, slots=True)
class Parts:
    """Makes inserts of facts for one brief."""

    project: Project
    lang: str
    words: Mapping[str, str]
    """The fixed texts of the brief's language."""
    words_in: Callable[[str], Mapping[str, str]]
    """Those of another."""
    locate: Callable[[], Location]
    report: Report

    def part(self, fact: Fact, part: str, items: tuple[CitationItem, ...] = (), lang: str = "") -> FactInsert:
        """A part of a fact. items: its citation. lang: of the text, where not the brief's."""
        text, text_lang = self._text_of(fact, part, lang or self.lang)
        nodes: list[Node] = []
        stop = ""
        if part in ("statement", "clause"):
            words = self.words_for(text_lang)
            value = functools.partial(self._value_nodes, fact, text_lang, words)
            nodes = inline.statement_nodes(text, value, quotes=inline.quotes_of(words))
            nodes, stop = inline.split_final_stop(nodes) if items else (nodes, "")
        else:
            nodes = inline.literal_nodes(text)
        foreign = text_lang if self._is_foreign(text_lang) else ""
        return FactInsert(fact, part, tuple(nodes), stop, items, self.locate(), foreign)

    def _text_of(self, fact: Fact, part: str, lang: str) -> tuple[str, str]:
        """A part's text, and the language it is in."""
        if part == "date":
            return values.format_date(fact.as_of, self.lang, self.words), self.lang
        if part == "speaker":
            return (fact.voice.speaker if fact.voice else ""), self.lang
        if part.startswith("value"):
            return self._value_text(fact, part.partition(".")[2] or "value"), self.lang
        if part == "label":
            return self.in_language(fact.label, lang) if fact.label else (fact.id.replace("-", " "), self.lang)
        if part == "clause" and fact.clause:
            return self.in_language(fact.clause, lang)
        text, text_lang = self.in_language(fact.statement, lang)
        return (_as_clause(text) if part == "clause" else text), text_lang

    def label_text(self, fact: Fact) -> str:
        """A fact's short name in the brief's language."""
        return self._text_of(fact, "label", self.lang)[0]

    def in_language(self, text: Text, lang: str) -> tuple[str, str]:
        """A text in a language, or the nearest to it that there is, and its language."""
        for tag in (lang, lang.split("-")[0]):
            if tag in text.by_lang:
                return text.by_lang[tag], tag
        if "" in text.by_lang:
            return text.by_lang[""], self.project.config.lang
        tag, words = next(iter(text.by_lang.items()))
        return words, tag

    def _value_text(self, fact: Fact, name: str) -> str:
        if name == "value" and "value" not in fact.values and len(fact.values) == 1:
            name = next(iter(fact.values))
        if name not in fact.values:
            known = f"it has {', '.join(fact.values)}" if fact.values else "give the fact a `value:`"
            self.report(Code.UNKNOWN_VALUE, f"the fact `{fact.id}` has no value `{name}`", hint=known, subject=fact.id)
            return ""
        return values.format_value(fact.values[name], self.lang, self.words)

    def _value_nodes(self, fact: Fact, lang: str, words: Mapping[str, str], name: str) -> list[Node]:
        if name not in fact.values:  # reported where facts are loaded
            return [ast.string(f"{{{{ {name} }}}}")]
        nodes = inline.literal_nodes(values.format_value(fact.values[name], lang, words))
        return [ast.span(nodes, ast.attributes(classes=["value"], pairs={"data-value": name}))]

    def _is_foreign(self, lang: str) -> bool:
        return lang.split("-")[0] != self.lang.split("-")[0]

    def words_for(self, lang: str) -> Mapping[str, str]:
        """The fixed texts for a text's own language: its numbers and quotation marks follow it, not the brief."""
        return self.words_in(lang) if self._is_foreign(lang) else self.words

    def cell(self, fact: Fact, name: str, *, cited: bool) -> Cell:
        """A cell of a table. cited: whether the table has a column of sources, so that statements carry none."""
        if name == "source":
            return (CiteInsert(self.items(fact), self.locate()),)
        if name in ("id", "topic", "kind", "status"):
            text = str(getattr(fact, name))
            return (TextInsert(tuple(inline.literal_nodes(self.words.get(f"{name}-{text}", text))), self.locate()),)
        if (name == "speaker" and not fact.voice) or (name == "value" and not fact.values):
            return ()
        if name.partition(".")[0] not in ("statement", "clause", "label", "date", "value", "speaker"):
            hint = did_you_mean(name, COLUMNS) or f"one of {', '.join(COLUMNS)}"
            self.report(Code.WRONG_ARGUMENT, f"there is no column `{name}`", hint=hint)
            return ()
        items = self.items(fact) if name == "statement" and not cited else ()
        part = "value.value" if name == "value" else name
        return (self.part(fact, part, items),)

    def items(self, fact: Fact, locator: str = "") -> tuple[CitationItem, ...]:
        """The citation of a fact's evidence: what supports it, else all there is. locator: in place of its own."""
        cited = [evidence for evidence in fact.evidence if evidence.relation in CITED] or list(fact.evidence)
        own = parse_locator(locator) if locator else None
        return tuple(
            CitationItem(evidence.source, own or evidence.locator, via=evidence.via)
            for evidence in cited
            if self.project.bibliography.get(evidence.source)
        )


def _as_clause(text: str) -> str:
    """A statement for use in mid-sentence: without its full stop. Its first letter is kept, as it may be a name."""
    return text.strip().removesuffix(".")
