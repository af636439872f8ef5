"""Numbers of tables and figures: part of the document, so that PDF, DOCX and HTML have the same.

A caption begins with its label, "Table 1. ", where the brief asks for numbers. A link to a table, figure or heading
whose own words are left out (`[](#tbl-debt)`) says the label, or the words of the heading.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from briefwright import ast
from briefwright.ast import Node
from briefwright.cite.anchors import visible
from briefwright.diagnostics import Code, Finding, Location, error
from briefwright.document import Anchor

KINDS = {"Table": "table", "Figure": "figure"}
"""From pandoc's name of a node to the key of its word."""
LABEL, NUMBER, REFERENCE = "caption-label", "caption-number", "caption-ref"
"""Classes of the label of a caption, of the number in it, and of a link that says it."""
_MAX_NAME = 40


@dataclass(frozen=True, slots=True)
class Caption:
    """A numbered caption."""

    kind: str
    """table or figure."""
    label: str
    """The id of its label."""
    text: str
    """As it is read, label and all, notes left out."""


def number_captions(blocks: Sequence[Node], words: Mapping[str, str], taken: set[str]) -> None:
    """Put labels before the captions of tables and figures, in place. taken: ids that are in use; ours are added."""
    counts = dict.fromkeys(KINDS.values(), 0)
    for node in [node for node in ast.walk(list(blocks)) if node["t"] in KINDS]:
        first = next(iter(node["c"][1][1]), None)
        if first is None or first["t"] not in ("Plain", "Para"):
            continue
        kind = KINDS[node["t"]]
        counts[kind] += 1
        own = ast.identifier_of(node) or f"{kind}-{counts[kind]}"
        name = _unique(f"cap_{own.replace('-', '_')}", taken)  # hyphens are no part of names that Word gives
        attributes = ast.attributes(classes=[NUMBER], pairs={"data-of": kind})
        number = ast.span([{"t": "Str", "c": str(counts[kind])}], attributes)
        said = [{"t": "Str", "c": f"{words.get(kind, kind.capitalize())}\u00a0"}, number]
        label = ast.span(said, ast.attributes(name, [LABEL]))
        first["c"] = [label, *ast.words(words.get("after-number", ".")), {"t": "Space"}, *first["c"]]


def say_links(blocks: Sequence[Node], links: Sequence[tuple[str, Location]]) -> list[Finding]:
    """Give links inside the brief that have no words those of what they lead to, in place.

    links: what the brief's links lead to and where each stands. Findings: links that nothing gives words to.
    """
    labels, headings = _labels(blocks), _headings(blocks)
    ids = {ast.identifier_of(node) for node in ast.walk(list(blocks))}
    silent: dict[str, None] = {}
    for node in [node for node in ast.walk(list(blocks)) if node["t"] == "Link" and not node["c"][1]]:
        target = node["c"][2][0].removeprefix("#")
        if not node["c"][2][0].startswith("#"):
            continue
        if target in labels:
            _say_label(node, labels[target])
        elif target in headings:
            node["c"][1] = ast.words(headings[target])
        elif target in ids:  # one that leads nowhere has its own finding
            silent[target] = None
    hint = "write words between the brackets; a caption has a number with `numbered_captions: true`"
    places = dict(reversed(links))
    return [
        error(Code.DEAD_LINK, f"the link to `#{name}` has no words", places.get(name), hint=hint) for name in silent
    ]


def renewed(anchors: Sequence[Anchor], blocks: Sequence[Node]) -> list[Anchor]:
    """Anchors with the text that they have now that links say something."""
    nodes = [node for node in ast.walk(list(blocks)) if node["t"] in ("Span", "Header")]
    inlines = {ast.identifier_of(node): node["c"][2 if node["t"] == "Header" else 1] for node in nodes}
    return [replace(one, text=visible(inlines[one.id])) if one.id in inlines else one for one in anchors]


def _say_label(link: Node, label: Node) -> None:
    identifier, classes, pairs = link["c"][0]
    link["c"][0] = [identifier, [*classes, REFERENCE], [*pairs, ["data-label", ast.identifier_of(label)]]]
    parts = (item["c"][1] if item["t"] == "Span" else [item] for item in copy.deepcopy(label["c"][1]))
    link["c"][1] = [one for part in parts for one in part]


def captions_in(blocks: Sequence[Node], kind: str) -> Iterator[Caption]:
    """The numbered captions of one kind, in reading order."""
    for node in ast.walk(list(blocks)):
        if KINDS.get(node["t"]) == kind and (label := _label_of(node)):
            text = " ".join(ast.text_of(node["c"][1][1], notes=False).split())
            yield Caption(kind, label["c"][0][0], text)


def _label_of(node: Node) -> Node | None:
    found = (one for one in ast.walk(node["c"][1][1]) if one["t"] == "Span" and LABEL in ast.classes_of(one))
    return next(found, None)


def _labels(blocks: Sequence[Node]) -> dict[str, Node]:
    labelled = ((ast.identifier_of(node), _label_of(node)) for node in ast.walk(list(blocks)) if node["t"] in KINDS)
    return {name: label for name, label in labelled if name and label}


def _headings(blocks: Sequence[Node]) -> dict[str, str]:
    nodes: Iterator[Any] = (node for node in ast.walk(list(blocks)) if node["t"] == "Header")
    return {node["c"][1][0]: " ".join(ast.text_of(node["c"][2], notes=False).split()) for node in nodes}


def _unique(name: str, taken: set[str]) -> str:
    candidate, count = name[:_MAX_NAME], 1
    while candidate in taken:
        count += 1
        candidate = f"{name[: _MAX_NAME - len(str(count)) - 1]}-{count}"
    taken.add(candidate)
    return candidate
