"""The table of sources: filled in when all that a brief cites is known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from briefwright import ast, tex
from briefwright.ast import Node
from briefwright.cite.nodes import bare_cite
from briefwright.cite.resolve import SOURCES, Resolved
from briefwright.cite.secondary import short_names
from briefwright.cite.tables import table
from briefwright.compose import Draft
from briefwright.compose.inline import literal_nodes, quotes_of
from briefwright.compose.inserts import SourcesInsert
from briefwright.model import Project, Reference

WIDTHS = (0.3, 0.48, 0.22)


def fill(resolved: Resolved, draft: Draft, project: Project, items: Sequence[Mapping[str, Any]] = ()) -> list[Node]:
    """The resolved blocks with a table in place of each call of `sources`.

    items: CSL items, for styles that cite in notes: the table then names references by author and title.
    """
    if not resolved.sources:
        return resolved.blocks
    names = {str(item["id"]): short_names(item, draft.lang) for item in items}

    def change(node: Node) -> Node | None:
        if node["t"] == "Div" and SOURCES in ast.classes_of(node):
            number = int(ast.pairs_of(node)["data-number"])
            return _table(resolved.sources[number], resolved, draft, project, names=names)
        return None

    return ast.rewrite(resolved.blocks, change)  # type: ignore[no-any-return]  # rewrite gives back what it was given


def _table(
    insert: SourcesInsert, resolved: Resolved, draft: Draft, project: Project, *, names: Mapping[str, str]
) -> Node:
    counts = Counter(item.key for fact in resolved.facts for item in dict.fromkeys(fact.items))
    words = draft.words
    header = [words.get(name, name) for name in ("column-source", "column-descriptor", "column-facts")]
    rows = []
    for key in resolved.keys:
        reference = project.bibliography.get(key)
        if reference is None:
            continue
        number = str(counts[key]) if counts[key] else "–"
        descriptor = literal_nodes(_descriptor(reference), quotes_of(words))
        rows.append([_name(reference, names.get(key)), descriptor, [ast.string(number)]])
    caption = ast.words(insert.caption) if insert.caption else []
    return table([ast.words(text) for text in header], rows, widths=WIDTHS, caption=caption, classes=["sources"])


def _name(reference: Reference, authors: str | None) -> list[Node]:
    """How the table names a reference: as the style cites it, or by authors and title where it cites in notes."""
    key = reference.key
    if authors is not None:
        title = _plain(reference.fields.get("title") or key)
        return ast.words(f"{authors}, {title}" if authors else title)
    return [bare_cite(key)]


def _descriptor(reference: Reference) -> str:
    fields = reference.fields
    return _plain(fields.get("descriptor") or fields.get("genre") or fields.get("journaltitle", ""))


def _plain(text: str) -> str:
    return tex.plain(text).replace("--", "–")
