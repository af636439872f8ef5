"""What a source says: its characters with their looks, and its calls, citations, notes and pictures, as one list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from briefwright import ast
from briefwright.ast import Node
from briefwright.compose import marks
from briefwright.compose.inline import statement_nodes
from briefwright.compose.lexing import pieces_of
from briefwright.pandoc import read_markdown
from briefwright.review.inline_items import Syntax
from briefwright.review.inline_scan import call_of
from briefwright.review.units import UnitKind, loosely

Said = tuple[object, ...]
"""A character, its looks and its link; or the kind and the name of something else."""

_LOOKS = {
    "Emph": "emph",
    "Strong": "strong",
    "Strikeout": "strike",
    "Superscript": "sup",
    "Subscript": "sub",
    "SmallCaps": "small-caps",
    "Underline": "underline",
}
_PLAIN = frozenset[str]()
_RUNS = {("-", "-", "-"): "—", ("-", "-"): "–", (".", ".", "."): "…"}
_NAMED_NOTE = re.compile(r"\[\^([^\s\[\]]+)\](?!:)")


class CannotReadError(ValueError):
    """A source is no longer one paragraph."""


def said(text: str, looks: frozenset[str] = _PLAIN, link: str = "") -> list[Said]:
    """A text, character by character."""
    return [(" ", _PLAIN, "") if char.isspace() else (loosely(char), looks, unquote(link)) for char in text]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a source says."""

    content: Sequence[Said]

    def same_as(self, wanted: Sequence[Said]) -> bool:
        """Whether it says what is wanted, but for what typography does and spaces that are not seen."""
        mine, theirs = _even(self.content), _even(wanted)
        return len(mine) == len(theirs) and all(map(_is_same, mine, theirs))


def _is_same(one: Said, other: Said) -> bool:
    if isinstance(one[0], UnitKind) and isinstance(other[0], UnitKind):
        return one[0] is other[0] and (one[1] == other[1] or not one[1] or not other[1])
    return one == other


def _even(content: Sequence[Said]) -> list[Said]:
    """Without spaces at the ends, double ones, and those beside quotation marks, citations and notes."""
    out: list[Said] = []
    for one in _joined(content):
        if one[0] == " " and (not out or out[-1][0] == " " or _swallows(out[-1])):
            continue
        if _swallows(one) and out and out[-1][0] == " ":
            out.pop()
        out.append(one)
    return out[:-1] if out and out[-1][0] == " " else out


def _swallows(one: Said) -> bool:
    return one[0] in (UnitKind.CITATION, UnitKind.NOTE)


def _joined(content: Sequence[Said]) -> Iterator[Said]:
    """Points and hyphens that typography makes one sign of."""
    at = 0
    while at < len(content):
        for run, sign in _RUNS.items():
            if tuple(one[0] for one in content[at : at + len(run)]) == run:
                yield (sign, *content[at][1:])
                at += len(run)
                break
        else:
            yield content[at]
            at += 1


def read_source(source: str, syntax: Syntax, definitions: str = "") -> Reading:
    """What a source says. Raises CannotReadError, PandocError and LexError."""
    walk = _Walk()
    if syntax is Syntax.PLAIN:
        return Reading(said(source))
    if syntax is Syntax.STATEMENT:
        walk.calls = []
        walk.inlines(statement_nodes(source, _value), _PLAIN, "")
        return Reading(walk.out)
    parts: list[str] = []
    for piece in pieces_of(source):
        if piece.kind == "print":
            parts.append(marks.insert(len(walk.calls)))
            walk.calls.append(source[piece.start : piece.end])
        elif piece.kind == "text":
            parts.append(source[piece.start : piece.end])
    text = "".join(parts).strip()
    # a note's mark is one only where the note is defined; what is said in it does not matter here
    notes = (f"[^{label}]: note\n" for label in dict.fromkeys(_NAMED_NOTE.findall(text)))
    blocks, _ = read_markdown("\n\n".join([text, _addresses(definitions), *notes]))
    if text and (len(blocks) != 1 or blocks[0]["t"] not in ("Para", "Plain", "Figure")):
        raise CannotReadError("the text would no more be one paragraph")
    for block in blocks:
        walk.inlines(block["c"] if block["t"] != "Figure" else _picture_of(block), _PLAIN, "")
    return Reading(walk.out)


def _addresses(definitions: str) -> str:
    """The lines of a text that define addresses."""
    return "\n".join(line for line in definitions.split("\n") if re.match(r" {0,3}\[[^\]^]+\]:\s", line))


def _picture_of(block: Node) -> list[Node]:
    """A picture alone in a paragraph is a figure to pandoc."""
    return [node for node in ast.walk(block) if node["t"] == "Image"][:1]


def _value(name: str) -> list[Node]:
    return [ast.span([], ast.attributes(classes=["value"], pairs={"data-value": name}))]


@dataclass(slots=True)
class _Walk:
    out: list[Said] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)

    def inlines(self, nodes: Iterable[Node], looks: frozenset[str], link: str) -> None:
        for node in nodes:
            self.inline(node, looks, link)

    def inline(self, node: Node, looks: frozenset[str], link: str) -> None:
        kind: str = node["t"]
        content: Any = node.get("c")
        if kind == "Str":
            self._string(str(content), looks, link)
        elif kind in ("Space", "SoftBreak", "LineBreak"):
            self.out += said(" ")
        elif kind in _LOOKS:
            self.inlines(content, looks | {_LOOKS[kind]}, link)
        elif kind == "Code":
            self.out += said(content[1], looks | {"code"}, link)
        elif kind == "Quoted":
            mark = "'" if content[0]["t"] == "SingleQuote" else '"'
            self.out += said(mark, looks, link)
            self.inlines(content[1], looks, link)
            self.out += said(mark, looks, link)
        elif kind == "Link":
            self.inlines(content[1], looks, content[2][0])
        else:
            self._other(kind, content, node, looks, link)

    def _other(self, kind: str, content: Any, node: Node, looks: frozenset[str], link: str) -> None:
        if kind == "Span":
            value = ast.pairs_of(node).get("data-value")
            if value is not None:
                self.out.append((UnitKind.VALUE, value))
            else:
                self.inlines(content[1], looks | ({"mark"} & set(ast.classes_of(node))), link)
        elif kind == "Cite":
            self.out.append((UnitKind.CITATION, ";".join(one["citationId"] for one in content[0])))
        elif kind == "Note":
            self.out.append((UnitKind.NOTE, ""))
        elif kind == "Image":
            self.out.append((UnitKind.PICTURE, content[2][0]))
        else:
            raise CannotReadError(f"the text would hold {kind}")

    def _string(self, text: str, looks: frozenset[str], link: str) -> None:
        position = 0
        for found in marks.INSERT.finditer(text):
            self.out += said(text[position : found.start()], looks, link)
            self.out.append(call_of(self.calls[marks.number_of(found)]))
            position = found.end()
        self.out += said(text[position:], looks, link)
