"""What a citation of pandoc's tree cites: keys, locators with their labels, prefixes and suffixes.

Prefix and suffix are texts of the author's; the locator stands at the head of the suffix, and is read by pandoc's own
rules (jgm/pandoc, Text.Pandoc.Citeproc.Locator), so that it is the one which citeproc has set in its place.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from briefwright import ast
from briefwright.ast import Node
from briefwright.cite.locales import terms
from briefwright.cite.locators import PRINTED_AS_TEXT, READ_BY_PANDOC
from briefwright.locators import parse_locator
from briefwright.word.story import CitedItem

NARRATIVE, SUPPRESSED = "AuthorInText", "SuppressAuthor"
_ROMAN = re.compile(r"(?i)(?=.)m{0,4}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
_PAIRS = {"(": ")", "[": "]", "{": "}"}


def cited_items(cite: Node, lang: str, data: Mapping[str, Mapping[str, Any]] | None = None) -> tuple[CitedItem, ...]:
    """What a Cite node cites, in its order.

    lang: the document's BCP 47 language, in whose terms locators are written. data: CSL JSON by key. An author who
    stands in the sentence is suppressed, as the citation itself is without him.
    """
    return tuple(_item(citation, lang, data or {}) for citation in cite["c"][0])


def is_narrative(cite: Node) -> bool:
    """Whether the author's name stands in the sentence, before the citation."""
    return bool(cite["c"][0]) and cite["c"][0][0]["citationMode"]["t"] == NARRATIVE


def _item(citation: Mapping[str, Any], lang: str, data: Mapping[str, Mapping[str, Any]]) -> CitedItem:
    key = str(citation["citationId"])
    label, locator, suffix = split_suffix(ast.text_of(citation["citationSuffix"], notes=False), lang)
    return CitedItem(
        key,
        locator=locator,
        label=label,
        prefix=ast.text_of(citation["citationPrefix"], notes=False).strip(),
        suffix=suffix,
        suppress_author=citation["citationMode"]["t"] in (NARRATIVE, SUPPRESSED),
        data=data.get(key, {}),
    )


def split_suffix(text: str, lang: str) -> tuple[str, str, str]:
    """The label, the locator and what is left of a suffix: ", p. 3, for more" is page, 3 and ", for more".

    A label of CSL 1.0.2 that pandoc takes for text at the place of a locator ("table 3") is told apart all the same.
    """
    reader = _Suffix(_tokens(text), _labels(lang))
    found = reader.locator()
    if found is None:
        rest = text.strip()
        punctuated = bool(rest) and unicodedata.category(rest[0]).startswith("P")
        return "", "", rest if not rest or punctuated else f", {rest}"
    label, value = found
    if label == "page" and not re.match(r"\d|[(\[]|[ivxlcdm]+\b", value, re.I):
        label, value = _unread(value, lang)
    return label, value.strip(), "".join(reader.tokens[reader.place :]).rstrip()


def _unread(text: str, lang: str) -> tuple[str, str]:
    """A locator whose label stands in its text, as the style printed it."""
    words = terms(lang).value
    for name in sorted(PRINTED_AS_TEXT):
        for plural in (False, True):
            for form in ("long", "short"):
                label = words.term(name, form, plural=plural)
                if label and text.casefold().startswith(f"{label.casefold()} "):
                    return name.removesuffix("-locator"), text[len(label) :].strip()
    read = parse_locator(text)
    return (read.label, read.value) if read.label else ("page", text)


@functools.lru_cache(maxsize=8)
def _labels(lang: str) -> Mapping[str, str]:
    """From a locator's term in any form to CSL's name of it."""
    found: dict[str, str] = {}
    for (name, _form, _plural), text in terms(lang).value.by_name.items():
        known = name.replace(" ", "-")
        if known in READ_BY_PANDOC:
            found.setdefault(text.casefold(), known)
    return found


def _tokens(text: str) -> list[str]:
    return [token for token in _cut(text) if token]


def _cut(text: str) -> Iterator[str]:
    """Words, and white space and punctuation one character each; a colon stays in its word, for "2:34"."""
    word = ""
    for character in text:
        if character.isspace() or (character != ":" and unicodedata.category(character).startswith("P")):
            yield word
            yield character
            word = ""
        else:
            word += character
    yield word


@dataclass(slots=True)
class _Suffix:
    """Reads the head of a suffix; `place` is that of the first token which is not read."""

    tokens: list[str]
    labels: Mapping[str, str]
    place: int = 0

    def locator(self) -> tuple[str, str] | None:
        """The label and value; None where the suffix has no locator."""
        start = self.place
        self._skip(",")
        self._spaces(1)
        begin = self.place
        found = self._delimited()
        if found is None:
            self.place = begin
            found = self._integrated()
        if found is None:
            self.place = start
        return found

    def _delimited(self) -> tuple[str, str] | None:
        """In braces: "{chap. 3, with (a)}"."""
        if not self._skip("{"):
            return None
        self._spaces()
        end = self._closing(self.place)
        if end is None:
            return None
        label = self._label(lambda place: place < end) or "page"
        value = "".join(self.tokens[self.place : end])
        self.place = end + 1
        return label, value.strip()

    def _closing(self, place: int) -> int | None:
        depth = 0
        for index in range(place, len(self.tokens)):
            if self.tokens[index] == "{":
                depth += 1
            elif self.tokens[index] == "}":
                if depth == 0:
                    return index
                depth -= 1
        return None

    def _integrated(self) -> tuple[str, str] | None:
        """Without braces: a label and numbers, or numbers alone, which are pages."""
        label = self._label(lambda place: self._word(place, first=True, roman=True) is not None)
        if not label and self._word(self.place, first=True, roman=False) is None:
            return None
        value = ""
        first = bool(label)
        while (read := self._word(self.place, first=first, roman=bool(label))) is not None:
            value += "".join(self.tokens[self.place : read])
            self.place, first = read, False
        return (label or "page", value.strip()) if value else None

    def _label(self, before: Callable[[int], bool]) -> str:
        """The longest term that stands here; `before` says whether what may follow a label is at a place."""
        best, end = "", self.place
        text = ""
        for index in range(self.place, len(self.tokens)):
            text += self.tokens[index]
            name = self.labels.get(text.strip().casefold())
            if name and before(index + 1):
                best, end = name, index + 1
        self.place = end
        return best

    def _word(self, place: int, *, first: bool, roman: bool) -> int | None:
        """Where a number ends that stands at a place, after a comma or a space; None where there is none."""
        index = place
        if not first and index < len(self.tokens) and self.tokens[index] in ",;":
            index += 1
        if index < len(self.tokens) and self.tokens[index].isspace():
            index += 1
        begin = index
        digits = False
        while index < len(self.tokens):
            part = self.tokens[index]
            closing = _PAIRS.get(part)
            if closing is not None:
                inner = self._until(index + 1, closing)
                if inner is None:
                    break
                digits = digits or any(_is_number(one, roman=roman) for one in self.tokens[index + 1 : inner])
                index = inner + 1
            elif part == "." and index + 1 < len(self.tokens) and _is_word(self.tokens[index + 1]) and index > begin:
                index += 1
            elif _is_word(part):
                digits = digits or _is_number(part, roman=roman)
                index += 1
            else:
                break
        return index if index > begin and digits else None

    def _until(self, place: int, closing: str) -> int | None:
        for index in range(place, len(self.tokens)):
            if self.tokens[index] == closing:
                return index
            if not _is_word(self.tokens[index]):
                return None
        return None

    def _skip(self, character: str) -> bool:
        if self.place < len(self.tokens) and self.tokens[self.place] == character:
            self.place += 1
            return True
        return False

    def _spaces(self, most: int = 1_000) -> None:
        while most and self.place < len(self.tokens) and self.tokens[self.place].isspace():
            self.place += 1
            most -= 1


def _is_word(text: str) -> bool:
    """Part of a number or a range: anything but space and punctuation, hyphens apart."""
    return text in "-–" or not (text.isspace() or (len(text) == 1 and unicodedata.category(text).startswith("P")))


def _is_number(text: str, *, roman: bool) -> bool:
    return any(character.isdigit() for character in text) or (roman and _ROMAN.fullmatch(text) is not None)
