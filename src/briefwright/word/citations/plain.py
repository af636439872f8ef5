"""Citations as text, each in a bookmark, so that a file that comes back still tells what is a citation."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from briefwright import ast
from briefwright.ast import Node
from briefwright.document import Document
from briefwright.word.citations.fields import Occurrence, wrap_citations
from briefwright.word.story import CitedItem

PREFIX = "c-"
"""Of the bookmarks' names; a digest of ten characters follows."""


class PlainCitations:
    """Wraps citations in bookmarks."""

    keeps_links = True

    def __init__(self, document: Document) -> None:
        self._taken = {name.lower() for name in ast.index_by_id(document.blocks)}
        self.items: dict[str, tuple[CitedItem, ...]] = {}
        """What each bookmark cites."""

    def around(self, occurrence: Occurrence, inlines: list[Node]) -> list[Node]:
        """A Span, of which pandoc makes a bookmark."""
        name = self._name(occurrence)
        self.items[name] = occurrence.items
        return [ast.span(inlines, ast.attributes(name))]

    def _name(self, occurrence: Occurrence) -> str:
        sign = "\n".join(f"{item.key} {item.label} {item.locator}" for item in occurrence.items)
        digest = hashlib.sha256(f"{occurrence.number}\n{sign}".encode()).hexdigest()
        while f"{PREFIX}{digest[:10]}" in self._taken:
            digest = hashlib.sha256(digest.encode()).hexdigest()
        self._taken.add(f"{PREFIX}{digest[:10]}")
        return f"{PREFIX}{digest[:10]}"


def plain_citations(document: Document) -> Mapping[str, tuple[CitedItem, ...]]:
    """What each bookmark around a plain citation cites, by its name."""
    wrapper = PlainCitations(document)
    wrap_citations(document.blocks, document, wrapper)
    return wrapper.items
