"""Citations of pandoc's tree with something around each: a field, a control or a bookmark."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol
from xml.sax.saxutils import escape

from briefwright import ast
from briefwright.ast import Node
from briefwright.cite.resolve import REFERENCES
from briefwright.document import Document
from briefwright.word.citations.items import cited_items, is_narrative
from briefwright.word.ooxml import xml_text
from briefwright.word.story import CitedItem

_OPENING = ("(", "[", "\u3010", "\uff08")


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A citation at its place in the text."""

    number: int
    """From 1, in the order of the document."""
    items: tuple[CitedItem, ...]
    text: str
    """What is seen of it, without the name of an author who stands in the sentence."""
    note: int = 0
    """The number of the footnote that it stands in; 0 in the text."""


class Wrapper(Protocol):
    """Says what stands around a citation."""

    keeps_links: bool
    """Whether citations keep their links; what a field shows is its own affair, and is replaced when it is renewed."""

    def around(self, occurrence: Occurrence, inlines: list[Node]) -> list[Node]:
        """What takes the place of the inlines that are seen of a citation."""


def wrap_references(blocks: Sequence[Node], before: Node, after: Node) -> list[Node]:
    """A copy of blocks in which inlines stand before the first word of the list of references and after its last."""

    def change(node: Node) -> Node | None:
        if node["t"] != "Div" or ast.identifier_of(node) != REFERENCES:
            return None
        paragraphs = [block for block in ast.walk(node["c"][1]) if block["t"] in ("Para", "Plain")]
        if paragraphs:  # in place: `rewrite` has made these
            paragraphs[0]["c"].insert(0, before)
            paragraphs[-1]["c"].append(after)
        return node

    return ast.rewrite(list(blocks), change)  # type: ignore[no-any-return]  # a list comes back for a list


def wrap_citations(blocks: Sequence[Node], document: Document, wrapper: Wrapper) -> list[Node]:
    """A copy of blocks in which each citation stands within what its wrapper gives.

    The name of an author in the sentence stays before it. A citation that is a footnote has it inside the note,
    around all of its content.
    """
    return _Walk(document, wrapper).copy(list(blocks))  # type: ignore[no-any-return]  # a list comes back for a list


def begin_field(code: str) -> str:
    """The OOXML of a field's runs up to its result."""
    text = escape(xml_text(code))
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {text} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )


END_FIELD = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def openxml(text: str) -> Node:
    """An inline of OOXML."""
    return ast.raw("openxml", text)


class _Walk:
    def __init__(self, document: Document, wrapper: Wrapper) -> None:
        self._document = document
        self._wrapper = wrapper
        self._data: Mapping[str, Mapping[str, Any]] = {str(item["id"]): item for item in document.csl_items}
        self._notes = 0
        self._number = 0

    def copy(self, value: Any, note: int = 0) -> Any:
        if isinstance(value, list):
            return [self.copy(item, note) for item in value]
        if not isinstance(value, dict):
            return value
        if value.get("t") == "Cite":
            return self._cite(value, note)
        if value.get("t") == "Note":
            self._notes += 1
            return {"t": "Note", "c": self.copy(value["c"], self._notes)}
        return {key: self.copy(item, note) for key, item in value.items()}

    def _cite(self, cite: Node, note: int) -> Node:
        items = cited_items(cite, self._document.lang, self._data)
        inlines: list[Node] = cite["c"][1]
        name, rest = _split(inlines) if is_narrative(cite) else ([], inlines)
        if is_narrative(cite) and not ast.text_of(name).strip():  # nothing but a number: no author is left out
            items = (replace(items[0], suppress_author=False), *items[1:])
        rest = list(rest) if self._wrapper.keeps_links else without_links(rest)
        return {"t": "Cite", "c": [cite["c"][0], [*name, *self._content(rest, items, note)]]}

    def _content(self, inlines: list[Node], items: tuple[CitedItem, ...], note: int) -> list[Node]:
        place = next((index for index, node in enumerate(inlines) if node["t"] == "Note"), None)
        if place is not None:
            return [*inlines[:place], self._note(inlines[place], items), *inlines[place + 1 :]]
        before, after = ("(", ")") if note and self._document.note_style and _in_brackets(inlines) else ("", "")
        inner = _trimmed(inlines, before, after)
        return [*_strings(before), *self._wrapped(inner, items, note), *_strings(after)]

    def _note(self, node: Node, items: tuple[CitedItem, ...]) -> Node:
        self._notes += 1
        blocks = [{"t": block["t"], "c": list(block["c"])} for block in node["c"]]
        inner = [block for block in blocks if block["t"] in ("Para", "Plain")]
        if len(inner) == 1:
            inner[0]["c"] = self._wrapped(inner[0]["c"], items, self._notes)
        return {"t": "Note", "c": blocks}

    def _wrapped(self, inlines: list[Node], items: tuple[CitedItem, ...], note: int) -> list[Node]:
        text = ast.text_of(inlines)
        if not text.strip():
            return inlines
        self._number += 1
        return self._wrapper.around(Occurrence(self._number, items, text, note), inlines)


def without_links(inlines: Sequence[Node]) -> list[Node]:
    """Inlines with the words of their links in place of the links."""
    return ast.rewrite(list(inlines), lambda node: list(node["c"][1]) if node["t"] == "Link" else None)  # type: ignore[no-any-return]  # as above


def _split(inlines: Sequence[Node]) -> tuple[list[Node], list[Node]]:
    """The author's name, and what follows it: a note, or what citeproc links to the reference, with its bracket."""
    place = next((index for index, node in enumerate(inlines) if _is_cited(node)), None)
    if place is None:  # a style without a list of references has no links
        opening = (index for index, node in enumerate(inlines) if _text(node).startswith(_OPENING))
        place = next(opening, 0)
    elif place and _text(inlines[place - 1]) in _OPENING:
        place -= 1
    return list(inlines[:place]), list(inlines[place:])


def _is_cited(node: Node) -> bool:
    return any(inner["t"] == "Note" or _is_reference(inner) for inner in ast.walk([node]))


def _is_reference(node: Node) -> bool:
    return bool(node["t"] == "Link" and node["c"][2][0].startswith("#ref-"))


def _text(node: Node) -> str:
    return str(node["c"]) if node["t"] == "Str" else ""


def _in_brackets(inlines: Sequence[Node]) -> bool:
    text = ast.text_of(inlines)
    return text.startswith("(") and text.endswith(")") and inlines[0]["t"] == inlines[-1]["t"] == "Str"


def _trimmed(inlines: list[Node], before: str, after: str) -> list[Node]:
    """Inlines without the characters at their ends that stay outside."""
    if not before:
        return inlines
    first = ast.string(inlines[0]["c"].removeprefix(before))
    inlines = [first, *inlines[1:]]
    last = ast.string(inlines[-1]["c"].removesuffix(after))
    return [node for node in (*inlines[:-1], last) if node != ast.string("")]


def _strings(text: str) -> list[Node]:
    return [ast.string(text)] if text else []
