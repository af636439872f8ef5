"""Making and walking the nodes of pandoc's AST (pandoc-types 1.23)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

Node = dict[str, Any]

_CONTAINERS = (dict, list, tuple)  # most items of a tree are neither: asking first halves the time of a walk


def string(text: str) -> Node:
    """A Str: text printed as it stands, spaces included."""
    return {"t": "Str", "c": text}


def words(text: str) -> list[Node]:
    """Text as Str and Space nodes, so that lines can break between words."""
    nodes: list[Node] = []
    for index, part in enumerate(text.split(" ")):
        if index:
            nodes.append({"t": "Space"})
        if part:
            nodes.append(string(part))
    return nodes


def attributes(identifier: str = "", classes: Sequence[str] = (), pairs: Mapping[str, str] | None = None) -> list[Any]:
    """An Attr."""
    return [identifier, list(classes), [[key, value] for key, value in (pairs or {}).items()]]


def span(inlines: Sequence[Node], attr: list[Any]) -> Node:
    """A Span."""
    return {"t": "Span", "c": [attr, list(inlines)]}


def div(blocks: Sequence[Node], attr: list[Any]) -> Node:
    """A Div."""
    return {"t": "Div", "c": [attr, list(blocks)]}


def plain(inlines: Sequence[Node]) -> Node:
    """A Plain: the paragraph of a tight list item or of a cell."""
    return {"t": "Plain", "c": list(inlines)}


def para(inlines: Sequence[Node]) -> Node:
    """A Para."""
    return {"t": "Para", "c": list(inlines)}


def link(inlines: Sequence[Node], target: str) -> Node:
    """A Link."""
    return {"t": "Link", "c": [attributes(), list(inlines), [target, ""]]}


def raw(format_name: str, text: str, *, block: bool = False) -> Node:
    """A RawInline or RawBlock."""
    return {"t": "RawBlock" if block else "RawInline", "c": [format_name, text]}


def get_attr(node: Node) -> list[Any] | None:
    """The Attr of a node, None where its type has none."""
    kind = node.get("t")
    if kind in ("Span", "Div", "Link", "Image", "Code", "CodeBlock", "Table", "Figure"):
        return node["c"][0]  # type: ignore[no-any-return]  # pandoc's AST is untyped JSON
    if kind == "Header":
        return node["c"][1]  # type: ignore[no-any-return]  # as above
    return None


def classes_of(node: Node) -> list[str]:
    """The classes of a node."""
    attr = get_attr(node)
    return list(attr[1]) if attr else []


def pairs_of(node: Node) -> dict[str, str]:
    """The key-value pairs of a node's attributes."""
    attr = get_attr(node)
    return dict(attr[2]) if attr else {}


def identifier_of(node: Node) -> str:
    """The id of a node."""
    attr = get_attr(node)
    return str(attr[0]) if attr else ""


def is_node(value: Any) -> bool:
    """Whether a JSON value is a node."""
    return isinstance(value, dict) and "t" in value


def walk(value: Any) -> Iterator[Node]:
    """Every node below a JSON value, parents before children, in reading order."""
    stack = [value] if type(value) in _CONTAINERS else []
    while stack:
        item = stack.pop()
        if type(item) is dict:
            if "t" in item:
                yield item
            children: Iterable[Any] = item.values()
        else:
            children = item
        below = [child for child in children if type(child) in _CONTAINERS]
        below.reverse()
        stack += below


def rewrite(value: Any, change: Callable[[Node], Node | list[Node] | None]) -> Any:
    """A copy of a JSON value in which `change` was applied to every node, children first.

    change: returns the node to put in place, a list of nodes to splice in (only where the node stands in a
    list of nodes), or None to leave it.
    """
    kind = type(value)
    if kind is list:
        out: list[Any] = []
        for item in value:
            new = rewrite(item, change) if type(item) in _CONTAINERS else item
            if type(new) is _Splice:
                out.extend(new)
            else:
                out.append(new)
        return out
    if kind is dict:
        copy = {key: rewrite(item, change) if type(item) in _CONTAINERS else item for key, item in value.items()}
        if "t" in copy:
            changed = change(copy)
            if isinstance(changed, list):
                return _Splice(changed)
            if changed is not None:
                return changed
        return copy
    return value


class _Splice(list[Any]):
    """Nodes that take the place of one."""


def text_of(value: Any, *, notes: bool = True) -> str:
    """The visible text of nodes: what a reader sees, line breaks as spaces, footnotes' text left out if asked.

    A picture's alternative text is not seen, and left out.
    """
    parts: list[str] = []
    _collect(value, parts, notes)
    return "".join(parts)


def _collect(value: Any, parts: list[str], notes: bool) -> None:
    if isinstance(value, (list, tuple)):
        for item in value:
            _collect(item, parts, notes)
        return
    if not isinstance(value, dict):
        return
    kind = value.get("t")
    if kind == "Str":
        parts.append(value["c"])
    elif kind in ("Space", "SoftBreak", "LineBreak"):
        parts.append(" ")
    elif kind in ("Code", "CodeBlock", "Math"):
        parts.append(value["c"][1])
    elif kind == "Quoted":
        marks = ("\u2018", "\u2019") if value["c"][0]["t"] == "SingleQuote" else ("\u201c", "\u201d")
        parts.append(marks[0])
        _collect(value["c"][1], parts, notes)
        parts.append(marks[1])
    elif kind == "Cite":
        _collect(value["c"][1], parts, notes)
    elif kind in ("RawInline", "RawBlock", "Image") or (kind == "Note" and not notes):
        return
    else:
        _collect(value.get("c"), parts, notes)


def index_by_id(blocks: Iterable[Node]) -> dict[str, Node]:
    """Nodes that have an id, by it."""
    return {identifier_of(node): node for node in walk(list(blocks)) if identifier_of(node)}
