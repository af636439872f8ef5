"""Citations as pandoc's Cite nodes."""

from __future__ import annotations

import dataclasses
import itertools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from briefwright import ast
from briefwright.ast import Node
from briefwright.cite.locales import terms
from briefwright.cite.locators import suffix_for
from briefwright.compose.inserts import CitationItem
from briefwright.locators import parse_locator

_TYPED_LOCATOR = re.compile(
    r"(?P<gap>,?\s*)(?P<locator>(?:[^\W\d]+\.?|[§¶]+)\s*(?:\d+[a-z]?|[ivxlcdm]+)(?:\s*[-–,]\s*\d+[a-z]?)*)(?=[\s,;.]|\Z)"
)
"""", p. 434" at the head of a suffix, or "p. 434" after a narrative author: one word, then numbers and ranges."""

MODES = {"normal": "NormalCitation", "narrative": "AuthorInText", "suppress": "SuppressAuthor"}


@dataclass(frozen=True, slots=True)
class CitationNodes:
    """Makes Cite nodes for one brief."""

    lang: str
    """The brief's: locators are put in its terms."""
    original: Callable[[str], tuple[str, str]]
    """From the key of an original that was not read to what stands before and after the citation of what was:
    "Author, year, cited in " and "", or "" and "citing Author year" where a style puts brackets around numbers."""

    def cite(self, items: Sequence[CitationItem]) -> list[Node]:
        """A citation of some references; the same reference at the same place only once.

        Authors in the sentence are cited one by one: "Pich (2024) and Kuch (2015)".
        """
        once = _merged(items)
        if once[0].mode != "narrative":
            return [self._cite(once)]
        nodes: list[Node] = []
        for index, item in enumerate(once):
            if index:
                last = index == len(once) - 1
                nodes += ast.words(f" {terms(self.lang).value.term('and')} " if last else ", ")
            nodes.append(self._cite([dataclasses.replace(item, mode="narrative")]))
        return nodes

    def _cite(self, items: Sequence[CitationItem]) -> Node:
        return {"t": "Cite", "c": [[self._citation(item) for item in items], [ast.string("[…]")]]}

    def typed(self, citations: list[Any], inlines: list[Node]) -> Node:
        """A citation that the author typed in Markdown, its locator put in the brief's own terms."""
        for citation in citations:
            suffix = citation["citationSuffix"]
            # what follows the first words, such as a value of a fact, is no part of the locator
            words = list(itertools.takewhile(lambda node: node["t"] in ("Str", "Space", "SoftBreak"), suffix))
            if words:
                citation["citationSuffix"] = [*self._in_terms(words), *suffix[len(words) :]]
        return {"t": "Cite", "c": [citations, inlines]}

    def _in_terms(self, suffix: list[Node]) -> list[Node]:
        """A typed suffix whose locator, in any language's abbreviation, is put in the brief's terms."""
        text = ast.text_of(suffix).replace("\u00a0", " ")
        typed = _TYPED_LOCATOR.match(text)
        locator = parse_locator(typed["locator"]) if typed else None
        if typed is None or locator is None or not locator.label:
            return suffix
        return ast.words(f"{typed['gap']}{suffix_for(locator, self.lang)}{text[typed.end() :]}")

    def _citation(self, item: CitationItem) -> dict[str, Any]:
        before, after = self.original(item.via) if item.via else ("", "")
        prefix = before + item.prefix
        where = suffix_for(item.locator, self.lang) if item.locator else ""
        suffix = f", {where}" if where else ""
        suffix += "".join(f", {text}" for text in (after, item.suffix.lstrip(", ")) if text)
        return citation(
            item.key, prefix=ast.words(prefix.strip()) if prefix else (), suffix=ast.words(suffix), mode=item.mode
        )


def citation(
    key: str, *, prefix: Sequence[Node] = (), suffix: Sequence[Node] = (), mode: str = "normal"
) -> dict[str, Any]:
    """One reference within a Cite node. mode: as CitationItem.mode."""
    return {
        "citationId": key,
        "citationPrefix": list(prefix),
        "citationSuffix": list(suffix),
        "citationMode": {"t": MODES[mode]},
        "citationNoteNum": 0,
        "citationHash": 0,
    }


def bare_cite(key: str) -> Node:
    """A citation of one reference, without a locator."""
    return {"t": "Cite", "c": [[citation(key)], [ast.string(key)]]}


def _merged(items: Sequence[CitationItem]) -> list[CitationItem]:
    """Places in the same source as one item, "pp. 432, 437", in the order of the first of each."""
    merged: dict[tuple[object, ...], CitationItem] = {}
    for item in items:
        label = item.locator.label if item.locator else ""
        alone = item if item.prefix or item.suffix or not label else None  # what has words of its own stays apart
        key = (item.key, label, item.via, item.mode, alone)
        found = merged.get(key)
        if found is None or alone or found.locator is None or item.locator is None:
            merged.setdefault(key, item)
            continue
        values = dict.fromkeys([*found.locator.value.split(", "), *item.locator.value.split(", ")])
        value = ", ".join(sorted(values, key=_first_number))
        merged[key] = dataclasses.replace(found, locator=dataclasses.replace(found.locator, value=value, text=""))
    return list(merged.values())


def _first_number(value: str) -> tuple[int, str]:
    number = re.match(r"\d+", value)
    return (int(number[0]) if number else 1_000_000_000, value)


def number_notes(blocks: list[Node]) -> tuple[str, ...]:
    """Give every citation the number of the note that it stands in, or would be; returns the keys cited.

    citeproc tells first from later citations, and "ibid." from others, by these numbers.
    """
    keys: dict[str, None] = {}
    count = 0

    def visit(value: Any, note: int) -> None:
        nonlocal count
        if isinstance(value, list):
            for item in value:
                visit(item, note)
        elif isinstance(value, dict):
            if value.get("t") == "Note":
                count += 1
                visit(value["c"], count)
            elif value.get("t") == "Cite":
                count += 0 if note else 1
                for citation in value["c"][0]:
                    citation["citationNoteNum"] = note or count
                    keys[citation["citationId"]] = None
            else:
                visit(value.get("c") if "t" in value else list(value.values()), note)

    visit(blocks, 0)
    return tuple(keys)
