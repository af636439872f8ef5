"""Anchors: names for places in the output, made from content, so that the same brief gives the same names."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from briefwright import ast
from briefwright.ast import Node
from briefwright.cite.resolve import INSERT, ORIGIN, REFERENCES
from briefwright.compose.inserts import FactInsert
from briefwright.diagnostics import Location
from briefwright.document import Anchor, AnchorKind

MAX_NAME = 40
"""Word's limit for the name of a bookmark."""

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*\Z")
_OF_WRITERS = ("content", "contents", "contents-tables", "contents-figures", "footnotes", "notes-heading")
"""Ids in the page around a document."""
_NOTE = re.compile(r"fn(ref)?\d+\Z")
"""Ids that pandoc gives to footnotes."""
_SPACE = re.compile(r"\s+")


@dataclass(slots=True)
class Namer:
    """Gives anchors of a document their ids."""

    facts: Sequence[FactInsert]
    lines: Sequence[Location]
    anchors: list[Anchor] = field(default_factory=list)
    taken: set[str] = field(default_factory=lambda: set(_OF_WRITERS))
    aliases: dict[str, str] = field(default_factory=dict)
    """Other names of ids, for links: what an author wrote, and a heading's words as pandoc makes an id of them."""
    parts: Counter[tuple[str, str]] = field(default_factory=Counter)

    def name_all(self, blocks: list[Node]) -> None:
        """Replace the marks of `resolve` by ids, in reading order, and record the anchors.

        Ids that authors gave are kept where they can be: no two alike, none that a bookmark cannot have.
        """
        for node in ast.walk(blocks):
            self._claim(node)
        self._visit(blocks, AnchorKind.PARAGRAPH)
        for node in ast.walk(blocks):
            if node["t"] == "Link" and node["c"][2][0].startswith("#"):
                node["c"][2][0] = "#" + self.target(node["c"][2][0][1:])

    def target(self, name: str) -> str:
        """The id that a link to `#name` means: an author's own that had to change, or a heading's words."""
        if name in self.taken:
            return name
        plain = unquote(name)
        return plain if plain in self.taken else self.aliases.get(plain, name)

    def _claim(self, node: Node) -> None:
        attr = ast.get_attr(node)
        if not attr or not attr[0]:
            return
        own = attr[0]
        if own == REFERENCES or "csl-entry" in attr[1]:  # citeproc's, which its links go to
            self.taken.add(own)
            return
        fits = bool(_NAME.match(own)) and len(own) <= MAX_NAME
        attr[0] = self._unique(own if fits else _slug(own))
        self.aliases.setdefault(own, attr[0])

    def _visit(self, value: Any, kind: AnchorKind) -> None:
        if isinstance(value, list):
            for item in value:
                self._visit(item, kind)
            return
        if not isinstance(value, dict):
            return
        node_type = value.get("t")
        if node_type in ("BulletList", "OrderedList", "DefinitionList"):
            kind = AnchorKind.ITEM
        elif node_type == "Table":
            kind = AnchorKind.CELL
        elif node_type == "Header":
            self._heading(value)
        elif node_type == "Span":
            self._span(value, kind)
        self._visit(value.get("c") if "t" in value else list(value.values()), kind)

    def _heading(self, node: Node) -> None:
        attr = node["c"][1]
        text = visible(node["c"][2])
        origin = self._take(attr, ORIGIN)
        attr[0] = attr[0] or self._unique(_slug(text))
        self.aliases.setdefault(_as_pandoc(text), attr[0])
        self.anchors.append(Anchor(attr[0], AnchorKind.HEADING, text, self._place(origin)))

    def _span(self, node: Node, kind: AnchorKind) -> None:
        attr = node["c"][0]
        if "fact" in attr[1]:
            number = self._take(attr, INSERT)
            if number is not None:
                self._fact(node, self.facts[int(number)])
        elif "anchor" in attr[1]:
            origin = self._take(attr, ORIGIN)
            text = visible(node["c"][1])
            attr[0] = self._unique(f"p-{_digest(text)}")
            self.anchors.append(Anchor(attr[0], kind, text, self._place(origin)))

    def _fact(self, node: Node, insert: FactInsert) -> None:
        attr = node["c"][0]
        fact = insert.fact.id
        self.parts[fact, insert.part] += 1
        occurrence = self.parts[fact, insert.part]
        short = (
            "" if insert.part == "statement" else "-" + insert.part.replace(".", "-").replace("value-value", "value")
        )
        name = f"f-{fact}{short}-{occurrence}"
        if len(name) > MAX_NAME or not _NAME.match(name):
            name = f"f-{fact[:22]}-{_digest(fact + insert.part)}-{occurrence}"
        attr[0] = self._unique(name)
        attr[2] = [
            ["data-fact", fact],
            ["data-part", insert.part],
            ["data-occurrence", str(occurrence)],
            *(pair for pair in attr[2] if pair[0] == "lang"),
        ]
        text = visible(node["c"][1])
        self.anchors.append(Anchor(attr[0], AnchorKind.FACT, text, insert.origin, fact, insert.part, occurrence))

    def _unique(self, name: str) -> str:
        candidate, count = name, 1
        while candidate in self.taken:
            count += 1
            candidate = f"{name[: MAX_NAME - len(str(count)) - 1]}-{count}"
        self.taken.add(candidate)
        return candidate

    def _place(self, line: str | None) -> Location:
        return self.lines[min(int(line or 0), len(self.lines) - 1)]

    def _take(self, attr: list[Any], name: str) -> str | None:
        found = next((value for key, value in attr[2] if key == name), None)
        attr[2] = [pair for pair in attr[2] if pair[0] != name]
        return found


def visible(inlines: Any) -> str:
    """What a reader sees of some nodes: footnotes left out, white space single."""
    return _SPACE.sub(" ", ast.text_of(inlines, notes=False)).strip()


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[: MAX_NAME - 4].rstrip("-")
    if not slug or not slug[0].isalpha() or len(plain.strip()) < len(text.strip()) // 2:
        return f"section-{_digest(text)}"
    return f"section-{slug}" if _NOTE.match(slug) else slug


def _as_pandoc(text: str) -> str:
    """A heading's id by pandoc's rules (https://pandoc.org/MANUAL.html#extension-auto_identifiers)."""
    kept = re.sub(r"[^\w\s.-]", "", text.lower())
    return re.sub(r"\A[\W\d_]+", "", re.sub(r"\s+", "-", kept.strip()))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:10]
