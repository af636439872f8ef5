"""Changes to the AST that only the PDF needs: page footnotes, and shapes that WeasyPrint 70 tags well.

What fails under PDF/UA-1 otherwise (found by trying 45 constructs): block content in a list item, a link around
another inline element, and a list inside a table cell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from html import escape
from typing import Any

from briefwright import ast
from briefwright.ast import Node

BULLETS = ("\u2022 ", "\u2013 ")
"""Before the items of a list in a table cell, by depth."""

SHORT_TABLE = 12
"""Rows up to which a table is not divided between pages."""

_HOST = re.compile(r"https?://[^/\s]{1,40}(?=/)")
_LISTS = ("BulletList", "OrderedList")
_TEXT = frozenset({"Str", "Space", "SoftBreak"})
_SPACES = frozenset({"Space", "SoftBreak"})
_CONTAINERS = frozenset({"Emph", "Strong", "Underline", "Strikeout", "Superscript", "Subscript", "SmallCaps"})
_KEPT_FOR_WRITERS = frozenset({"anchor", "fact", "value"})
"""Classes of the spans that only HTML and DOCX have a use for."""


def for_paper(blocks: Sequence[Node]) -> list[Node]:
    """Blocks as the PDF's page shell takes them."""
    targets = {node["c"][2][0][1:] for node in ast.walk(list(blocks)) if node["t"] == "Link"}

    def change(node: Node) -> Node | list[Node] | None:
        return _unwrapped(node, targets) or _changed(node)

    return _spaces_inside(ast.rewrite(list(blocks), change))  # type: ignore[no-any-return]  # a list stays a list


def _unwrapped(node: Node, targets: set[str]) -> list[Node] | None:
    """Fewer boxes to lay out: spans that carry nothing that a PDF shows."""
    if node["t"] == "Cite":
        return list(node["c"][1])
    if node["t"] == "Span":
        (identifier, classes, pairs), inlines = node["c"]
        shown = [key for key, _ in pairs if key == "lang"]
        if identifier not in targets and not shown and _KEPT_FOR_WRITERS.issuperset(classes):
            return list(inlines)
    return None


def _spaces_inside(value: Any) -> Any:
    """A copy in which a space before a link, emphasis or the like stands inside it.

    WeasyPrint 70 breaks a line at its first chance where a run of text fits but for the space at its end.
    """
    if isinstance(value, dict):
        return {key: _spaces_inside(item) for key, item in value.items()} if "c" in value else value
    if not isinstance(value, list):
        return value
    out: list[Any] = []
    for item in value:
        if out and ast.is_node(item) and _takes_space(item) and ast.is_node(out[-1]):
            before, spaces = _without_last_space(out.pop())
            out.extend(before)
            item = _with_inlines(item, [*spaces, *_inlines(item)])
        out.append(item)
    return [_spaces_inside(item) for item in out]


def _without_last_space(node: Node) -> tuple[list[Node], list[Node]]:
    """The node without the space that it is or ends in, and that space."""
    if node["t"] in _SPACES:
        return [], [node]
    inlines = _inlines(node) if _takes_space(node) else []
    if not inlines:
        return [node], []
    last, spaces = _without_last_space(inlines[-1])
    return [_with_inlines(node, [*inlines[:-1], *last])], spaces


def _takes_space(node: Node) -> bool:
    if node["t"] in _CONTAINERS or node["t"] == "Link":
        return True
    return node["t"] == "Span" and not {"footnote", "nowrap"}.intersection(ast.classes_of(node))


def _inlines(node: Node) -> list[Node]:
    return list(node["c"] if node["t"] in _CONTAINERS else node["c"][1])


def _with_inlines(node: Node, inlines: list[Node]) -> Node:
    if node["t"] in _CONTAINERS:
        return {"t": node["t"], "c": inlines}
    return {"t": node["t"], "c": [node["c"][0], inlines, *node["c"][2:]]}


def _changed(node: Node) -> Node | list[Node] | None:
    kind = node["t"]
    if kind == "Note":
        return ast.span(joined(node["c"]), ast.attributes(classes=["footnote"]))
    if kind == "Link":
        return _pushed(node["c"][1], _linker(node))
    if kind in _LISTS:
        return _tightened(node)
    if kind == "Table":
        return _for_pages(_without_lists(node))
    if kind == "Header":
        level, (identifier, classes, pairs), inlines = node["c"]
        # what stands in a heading's footnote must not stand in the bookmark
        label = ["label", ast.text_of(_without_notes(inlines)).strip()]
        return {"t": "Header", "c": [level, [identifier, classes, [*pairs, label]], inlines]}
    return None


def _without_notes(inlines: Any) -> Any:
    return ast.rewrite(inlines, lambda node: [] if "footnote" in ast.classes_of(node) else None)


def joined(blocks: Sequence[Node]) -> list[Node]:
    """Blocks as one run of inlines, a line break between them; lists as lines, tables cell by cell."""
    runs = [run for block in blocks for run in _runs(block, 0)]
    out: list[Node] = []
    for run in runs:
        if out:
            out.append({"t": "LineBreak"})
        out.extend(run)
    return out


def _runs(block: Node, depth: int) -> list[list[Node]]:
    kind = block["t"]
    if kind in ("Para", "Plain"):
        return [list(block["c"])]
    if kind == "CodeBlock":
        return [[{"t": "Code", "c": [ast.attributes(), line]}] for line in block["c"][1].split("\n")]
    if kind == "LineBlock":
        return [list(line) for line in block["c"]]
    if kind in _LISTS:
        return _list_runs(block, depth)
    if kind == "DefinitionList":
        return [_definition_run(term, definitions) for term, definitions in block["c"]]
    if kind == "Header":
        return [[{"t": "Strong", "c": block["c"][2]}]]
    if kind in ("Div", "Figure"):
        return [run for inner in block["c"][-1] for run in _runs(inner, depth)]
    if kind == "BlockQuote":
        return [run for inner in block["c"] for run in _runs(inner, depth)]
    if kind == "Table":
        cells = [cell["c"] for cell in ast.walk(block["c"]) if cell["t"] in ("Para", "Plain")]
        return [list(cell) for cell in cells]
    return []


def _definition_run(term: list[Node], definitions: list[list[Node]]) -> list[Node]:
    parts = [part for definition in definitions for part in definition]
    return [{"t": "Strong", "c": term}, ast.string(" \u2013 "), *joined(parts)]


def _list_runs(block: Node, depth: int) -> list[list[Node]]:
    ordered = block["t"] == "OrderedList"
    items = block["c"][1] if ordered else block["c"]
    start = block["c"][0][0] if ordered else 0
    indent = "\u2003" * depth
    out: list[list[Node]] = []
    for number, item in enumerate(items, start=start):
        mark = f"{number}. " if ordered else BULLETS[min(depth, len(BULLETS) - 1)]
        runs = [run for inner in item for run in _runs(inner, depth + 1)]
        if runs:
            runs[0] = [ast.string(indent + mark), *runs[0]]
        out.extend(runs)
    return out


def _linker(node: Node) -> Callable[[Sequence[Node]], Node]:
    attr, _, target = node["c"]
    return lambda inlines: {"t": "Link", "c": [["", attr[1], []], list(inlines), target]}


def _pushed(inlines: Sequence[Node], wrap: Callable[[Sequence[Node]], Node]) -> list[Node]:
    """The inlines, the link around their runs of plain text only."""
    out: list[Node] = []
    run: list[Node] = []

    def close() -> None:
        if run:
            out.append(wrap(run))
            run.clear()

    for node in inlines:
        host = _HOST.match(node["c"]) if node["t"] == "Str" else None
        if host:
            # a line must not end after "https://"
            close()
            out.append(ast.span([wrap([ast.string(host[0])])], ast.attributes(classes=["nowrap"])))
            node = ast.string(node["c"][host.end() :])
        if node["t"] in _TEXT:
            run.append(node)
            continue
        close()
        out.extend(_pushed_into(node, wrap))
    close()
    return out


def _pushed_into(node: Node, wrap: Callable[[Sequence[Node]], Node]) -> list[Node]:
    kind = node["t"]
    if kind in _CONTAINERS:
        return [{"t": kind, "c": _pushed(node["c"], wrap)}]
    if kind == "Span" and "footnote" not in ast.classes_of(node):
        return [{"t": kind, "c": [node["c"][0], _pushed(node["c"][1], wrap)]}]
    if kind in ("Quoted", "Cite"):
        return [{"t": kind, "c": [node["c"][0], _pushed(node["c"][1], wrap)]}]
    if kind == "Code":
        target = wrap([])["c"][2][0]
        text = f'<code><a href="{escape(target)}">{escape(node["c"][1])}</a></code>'
        return [ast.raw("html", text)]
    return [node]


def _tightened(node: Node) -> list[Node]:
    """A list whose items hold one run of text and lists; other blocks come out between two halves of the list."""
    ordered = node["t"] == "OrderedList"
    items = node["c"][1] if ordered else node["c"]
    start, *style = node["c"][0] if ordered else (1,)
    loose = any(block["t"] == "Para" for item in items for block in item)
    out: list[Node] = []
    part: list[list[Node]] = []
    for number, item in enumerate(items, start=start):
        kept, outside = _item(item)
        part.append(kept)
        if outside:
            out.append(_list(part, ordered, [start, *style]))
            out.append(ast.div(outside, ast.attributes(classes=["in-list"])))
            part, start = [], number + 1
    if part:
        out.append(_list(part, ordered, [start, *style]))
    return [ast.div(out, ast.attributes(classes=["loose"]))] if loose else out


def _list(items: list[list[Node]], ordered: bool, style: list[Any]) -> Node:
    return {"t": "OrderedList", "c": [style, items]} if ordered else {"t": "BulletList", "c": items}


def _item(blocks: Sequence[Node]) -> tuple[list[Node], list[Node]]:
    inlines: list[Node] = []
    lists: list[Node] = []
    for index, block in enumerate(blocks):
        kind = block["t"]
        inner = block["c"][1] if kind == "Div" else [block]
        if kind in ("Para", "Plain") and not lists:
            inlines.extend([{"t": "LineBreak"}, *block["c"]] if inlines else block["c"])
        elif all(part["t"] in _LISTS for part in inner):
            lists.extend(inner)
        else:
            return [ast.plain(inlines), *lists], list(blocks[index:])
    return [ast.plain(inlines), *lists], []


def _without_lists(table: Node) -> Node:
    attr, caption, columns, head, bodies, foot = table["c"]

    def rows(given: list[Any]) -> list[Any]:
        return [[row[0], [[*cell[:4], _flat(cell[4])] for cell in row[1]]] for row in given]

    return {
        "t": "Table",
        "c": [
            attr,
            caption,
            columns,
            [head[0], rows(head[1])],
            [[body[0], body[1], rows(body[2]), rows(body[3])] for body in bodies],
            [foot[0], rows(foot[1])],
        ],
    }


def _for_pages(table: Node) -> Node:
    """A table of few rows is marked, so that it stays on one page."""
    (identifier, classes, pairs), *rest = table["c"]
    rows = sum(len(body[3]) for body in rest[-2])
    if rows > SHORT_TABLE:
        return table
    return {"t": "Table", "c": [[identifier, [*classes, "short-table"], pairs], *rest]}


def _flat(blocks: list[Node]) -> list[Node]:
    if any(node["t"] in _LISTS for node in ast.walk(blocks)):
        return [ast.plain(joined(blocks))]
    return blocks
