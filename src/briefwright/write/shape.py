"""Changes to the AST that both HTML and PDF need: headings without gaps, safe links, no raw markup, alt texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from briefwright import ast
from briefwright.ast import Node
from briefwright.diagnostics import Code, Finding, Location, error, warning
from briefwright.document import Document

_SCHEME = re.compile(r"\s*([a-zA-Z][a-zA-Z0-9+.\-]*)\s*:")
SAFE_SCHEMES = frozenset({"http", "https", "mailto", "tel", "ftp", "doi", "urn", "geo"})
"""What a link may lead to; `javascript:` and the like are refused, `file:` names somebody's disk."""


@dataclass(frozen=True, slots=True)
class Heading:
    """An entry of the contents."""

    level: int
    """2 to 6; the title is level 1."""
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Shaped:
    """Blocks that a page can be made of."""

    blocks: list[Node]
    headings: tuple[Heading, ...]
    findings: tuple[Finding, ...]


def shape(document: Document) -> Shaped:
    """The document's blocks, made safe and regular for a page whose title is the only heading of level 1."""
    findings: list[Finding] = []
    finder = Finder(document)
    planned = _planned_headings(list(document.blocks))
    coming = iter(planned)

    def change(node: Node) -> Node | list[Node] | None:
        kind = node["t"]
        if kind in ("RawInline", "RawBlock"):
            findings.append(warning(Code.RAW_MARKUP, "raw markup was left out", finder.of_text(str(node["c"][1]))))
            return []
        if kind == "Header":
            return _header(node, next(coming))
        if kind == "DefinitionList":
            return _separate(node)
        if kind == "Link":
            return _safe_link(node, findings, finder)
        if kind == "Image" and not ast.text_of(node["c"][1]).strip():
            return _described(node, findings, finder)
        return None

    blocks = ast.rewrite(list(document.blocks), change)
    findings.extend(_dead_links(blocks, finder))
    return Shaped(blocks, tuple(heading for heading in planned if heading), tuple(findings))


class Finder:
    """Finds the author's line of something that was noticed only in the finished document."""

    def __init__(self, document: Document) -> None:
        """Look things up in this document."""
        self._document = document

    def places(self, wanted: str) -> Iterator[tuple[Location, str]]:
        """Where a text occurs: the nearest anchor's place (else the brief's file) and the text around it."""
        yield from self._walk(list(self._document.blocks), wanted, "", None)

    def of_text(self, wanted: str) -> Location:
        """The place of a text's first occurrence; the brief's file where it is not found."""
        return next((place for place, _ in self.places(wanted)), self._document.brief.location)

    def of_target(self, target: str) -> Location:
        """The place of the first link to a target."""
        return self.of_text(f"\0{target}")

    def _walk(self, value: Any, wanted: str, anchor: str, around: Node | None) -> Iterator[tuple[Location, str]]:
        if isinstance(value, list):
            for item in value:
                yield from self._walk(item, wanted, anchor, around)
            return
        if not ast.is_node(value):
            return
        identifier = ast.identifier_of(value)
        if identifier in self._document.origins:
            anchor, around = identifier, value
        elif value["t"] in ("Para", "Plain", "Header", "CodeBlock"):
            around = value
        if wanted in _own_text(value):
            place = self._document.origins.get(anchor, self._document.brief.location)
            yield place, _excerpt(ast.text_of(around if around is not None else value), wanted)
        yield from self._walk(value.get("c"), wanted, anchor, around)


def _own_text(node: Node) -> str:
    kind = node["t"]
    if kind in ("Str",):
        return str(node["c"])
    if kind in ("Code", "CodeBlock", "Math", "RawInline", "RawBlock"):
        return str(node["c"][1])
    if kind in ("Link", "Image"):
        return f"\0{node['c'][2][0]}"
    return ""


def _excerpt(text: str, wanted: str, width: int = 30) -> str:
    text = " ".join(text.split())
    at = text.find(wanted)
    if at < 0:
        return text[: 2 * width]
    start, end = max(0, at - width), at + len(wanted) + width
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")


def _safe_link(node: Node, findings: list[Finding], finder: Finder) -> Node | list[Node] | None:
    target = node["c"][2][0]
    scheme = _SCHEME.match(target)
    if scheme is None or scheme[1].lower() in SAFE_SCHEMES:
        return None
    message = f"the link to `{target}` was taken out: `{scheme[1]}:` is no address for readers"
    findings.append(error(Code.ADDRESS_FORBIDDEN, message, finder.of_target(target)))
    return ast.span(node["c"][1], ast.attributes())


def _separate(node: Node) -> Node:
    """Definitions of several paragraphs as paragraphs: pandoc reads them as Plain and writes them in one line."""

    def paragraphs(blocks: list[Node]) -> list[Node]:
        if len(blocks) < 2:
            return blocks
        return [ast.para(block["c"]) if block["t"] == "Plain" else block for block in blocks]

    items = [[term, [paragraphs(blocks) for blocks in definitions]] for term, definitions in node["c"]]
    return {"t": "DefinitionList", "c": items}


def _described(node: Node, findings: list[Finding], finder: Finder) -> Node:
    attr, _, target = node["c"]
    message = "a picture has no description for readers who cannot see it"
    place = finder.of_target(target[0])
    findings.append(warning(Code.PICTURE_WITHOUT_ALT, message, place, hint="write it in the brackets: ![...](file)"))
    return {"t": "Image", "c": [attr, [ast.string(target[1] or "—")], target]}


def _planned_headings(blocks: list[Node]) -> list[Heading | None]:
    """For each Header in reading order its new level, without gaps (PDF/UA-1, 7.4.2), and its id.

    None for one in a table: it heads no part of the document.
    """
    taken = {ast.identifier_of(node) for node in ast.walk(blocks)}
    in_cells = {
        id(header)
        for table in ast.walk(blocks)
        if table["t"] == "Table"
        for header in ast.walk(table["c"])
        if header["t"] == "Header"
    }
    above: list[int] = []
    found: list[Heading | None] = []
    for node in ast.walk(blocks):
        if node["t"] != "Header":
            continue
        if id(node) in in_cells:
            found.append(None)
            continue
        level, attr, inlines = node["c"]
        while above and above[-1] >= level:
            above.pop()
        above.append(level)
        identifier = attr[0] or _free(f"section-{len(found) + 1}", taken)
        found.append(Heading(min(len(above) + 1, 6), identifier, ast.text_of(inlines, notes=False).strip()))
    return found


def _header(node: Node, planned: Heading | None) -> Node:
    _, attr, inlines = node["c"]
    if planned is None:
        return ast.plain([{"t": "Strong", "c": inlines}])
    return {"t": "Header", "c": [planned.level, [planned.id, attr[1], attr[2]], inlines]}


def _free(name: str, taken: set[str]) -> str:
    while name in taken:
        name += "-"
    taken.add(name)
    return name


def _dead_links(blocks: list[Node], finder: Finder) -> Iterator[Finding]:
    ids: set[str] = set()
    targets: dict[str, None] = {}
    for node in ast.walk(blocks):
        ids.add(ast.identifier_of(node))
        if node["t"] == "Link":
            targets[node["c"][2][0]] = None
    for target in targets:
        if target.startswith("#") and target[1:] not in ids:
            yield dead_link(target[1:], finder)


def dead_link(identifier: str, finder: Finder) -> Finding:
    """The finding for a link to an id that the document does not have."""
    message = f"a link leads to `#{identifier}`, which is nowhere in the document"
    return error(Code.DEAD_LINK, message, finder.of_target(f"#{identifier}"))
