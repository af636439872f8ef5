"""The table of sources: filled in when all that a brief cites is known."""

from __future__ import annotations

from collections import Counter

from briefwright import ast
from briefwright.ast import Node
from briefwright.cite.resolve import SOURCES, Resolved
from briefwright.cite.tables import table
from briefwright.compose import Draft
from briefwright.compose.inserts import SourcesInsert
from briefwright.model import Project, Reference

WIDTHS = (0.3, 0.48, 0.22)


def fill(resolved: Resolved, draft: Draft, project: Project, note_style: bool) -> list[Node]:
    """The resolved blocks with a table in place of each call of `sources`.

    note_style: whether citations are notes; then the table names references by author and year in text.
    """
    if not resolved.sources:
        return resolved.blocks

    def change(node: Node) -> Node | None:
        if node["t"] == "Div" and SOURCES in ast.classes_of(node):
            return _table(
                resolved.sources[int(ast.pairs_of(node)["data-number"])], resolved, draft, project, note_style
            )
        return None

    return ast.rewrite(resolved.blocks, change)  # type: ignore[no-any-return]  # rewrite gives back what it was given


def _table(insert: SourcesInsert, resolved: Resolved, draft: Draft, project: Project, note_style: bool) -> Node:
    counts = Counter(item.key for fact in resolved.facts for item in dict.fromkeys(fact.items))
    words = draft.words
    header = [words.get(name, name) for name in ("column-source", "column-descriptor", "column-facts")]
    rows = []
    for key in resolved.keys:
        reference = project.bibliography.get(key)
        if reference is None:
            continue
        number = str(counts[key]) if counts[key] else "–"
        rows.append([_name(key, reference, note_style), ast.words(_descriptor(reference)), [ast.string(number)]])
    caption = ast.words(insert.caption) if insert.caption else []
    return table([ast.words(text) for text in header], rows, widths=WIDTHS, caption=caption, classes=["sources"])


def _name(key: str, reference: Reference, note_style: bool) -> list[Node]:
    """How the table names a reference: as the style cites it, or by its title where it cites in notes."""
    if note_style:
        title = reference.fields.get("title") or key
        return ast.words(_without_tex(title))
    citation = {
        "citationId": key,
        "citationPrefix": [],
        "citationSuffix": [],
        "citationMode": {"t": "NormalCitation"},
        "citationNoteNum": 0,
        "citationHash": 0,
    }
    return [{"t": "Cite", "c": [[citation], [ast.string(key)]]}]


def _descriptor(reference: Reference) -> str:
    fields = reference.fields
    return _without_tex(fields.get("descriptor") or fields.get("genre") or fields.get("journaltitle", ""))


def _without_tex(text: str) -> str:
    return text.replace("{", "").replace("}", "").replace("\\&", "&").replace("--", "–")
