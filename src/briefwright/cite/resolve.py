"""From a draft to a tree: the Markdown read, inserts put in their places, everything checked at its line."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from briefwright import ast
from briefwright.ast import Node
from briefwright.cite import nodes as citation_nodes
from briefwright.cite.attributes import ATTRIBUTES, sorted_out
from briefwright.cite.pictures import Pictures
from briefwright.cite.places import Whereabouts
from briefwright.cite.tables import table
from briefwright.compose import Draft, marks
from briefwright.compose.inline import quotes_of
from briefwright.compose.inserts import (
    BibliographyInsert,
    BlockInsert,
    Cell,
    CiteInsert,
    FactInsert,
    InlineInsert,
    SourcesInsert,
    TableInsert,
    TextInsert,
)
from briefwright.diagnostics import Code, Finding, Location, did_you_mean, error, warning
from briefwright.model import Bibliography

ORIGIN = "data-origin"
"""Attribute of anchors before they have ids: the 0-based line of the draft that they come from."""
INSERT = "data-insert"
"""Attribute of facts before they have ids: the number of their FactInsert in `Resolved.facts`."""
SOURCES = "sources-table"
"""Class of the Div that the table of sources takes the place of."""
REFERENCES = "refs"
"""Id of the Div that the list of references takes the place of (pandoc's)."""

_STOP = re.compile(r"[,.;:!?]+")
_LINK_SCHEMES = ("http://", "https://", "mailto:", "tel:", "#")


@dataclass(slots=True)
class Resolved:
    """The tree before citation processing."""

    blocks: list[Node]
    facts: list[FactInsert]
    sources: list[SourcesInsert]
    keys: tuple[str, ...]
    """References cited, in order of first citation."""
    internal_links: list[tuple[str, Location]]
    findings: list[Finding]


@dataclass(slots=True)
class Resolver:
    """Walks the tree that pandoc read, in reading order, knowing which line it is at."""

    draft: Draft
    bibliography: Bibliography
    pictures: Pictures
    citations: citation_nodes.CitationNodes
    notes: bool = False
    """Whether the style cites in notes."""
    facts: list[FactInsert] = field(default_factory=list)
    sources: list[SourcesInsert] = field(default_factory=list)
    links: list[tuple[str, Location]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    placed_references: bool = False
    quoting: list[tuple[str, ...]] = field(default_factory=list)
    """The marks of the quotations that are open."""
    in_table: int = 0
    where: Whereabouts = field(init=False)

    def __post_init__(self) -> None:
        self.where = Whereabouts(self.draft)

    def run(self, blocks: Sequence[Node]) -> Resolved:
        """Resolve a whole document."""
        tree = self.blocks(blocks)
        keys = citation_nodes.number_notes(tree)
        if keys and not self.placed_references:
            tree += [self._heading(), ast.div([], ast.attributes(REFERENCES))]
        return Resolved(tree, self.facts, self.sources, keys, self.links, self.findings)

    # --- blocks -------------------------------------------------------------------------------------------

    def blocks(self, blocks: Sequence[Node]) -> list[Node]:
        """Blocks with inserts in their places."""
        return [new for block in blocks for new in self.block(block)]

    def block(self, block: Node) -> list[Node]:
        """One block, which an insert may replace by several or none."""
        kind, content = block["t"], block.get("c", [])
        if kind in ("Para", "Plain"):
            return self._paragraph(kind, content)
        if kind == "Header":
            level, attr, inlines = content
            self.where.begin(content[2])
            start = self.where.line
            inlines = self.inlines(inlines)
            identifier, classes, pairs = self._attr(attr)
            attr = [identifier, classes, [*pairs, [ORIGIN, str(start)]]]
            return [{"t": "Header", "c": [level, attr, inlines]}]
        if kind == "CodeBlock":
            return [{"t": kind, "c": [self._attr(content[0]), self.where.as_text(content[1])]}]
        if kind == "RawBlock":
            self._refuse_raw(content)
            return []
        if kind in ("BlockQuote",):
            return [{"t": kind, "c": self.blocks(content)}]
        if kind == "BulletList":
            return [{"t": kind, "c": [self.blocks(item) for item in content]}]
        if kind == "OrderedList":
            return [{"t": kind, "c": [content[0], [self.blocks(item) for item in content[1]]]}]
        if kind == "DefinitionList":
            return [{"t": kind, "c": [[self.inlines(term), [self.blocks(d) for d in ds]] for term, ds in content]}]
        if kind == "Div":
            attr, inside = self._attr(content[0]), self.blocks(content[1])
            # a box whose block the brief leaves out is left out too
            return [{"t": kind, "c": [attr, inside]}] if inside or attr[0] else []
        if kind == "LineBlock":
            return [{"t": kind, "c": [self.inlines(line) for line in content]}]
        if kind == "Figure":
            return [self._figure(content)]
        if kind == "Table":
            self.in_table += 1
            table_ = {"t": kind, "c": [self._attr(content[0]), *self._deep(content[1:])]}
            self.in_table -= 1
            return [table_]
        return [self._clean(block)]

    def _paragraph(self, kind: str, inlines: list[Node]) -> list[Node]:
        alone = self._lone_insert(inlines)
        if alone is not None and not self.in_table:
            self.where.mark(inlines)
            return self._block_insert(alone)
        self.where.begin(inlines)
        start = self.where.line
        resolved = self.inlines(inlines)
        if not resolved:
            return []
        only_picture = len(resolved) == 1 and resolved[0]["t"] == "Image"
        inside = resolved if only_picture else [self._anchored(resolved, start)]
        return [{"t": kind, "c": inside}]

    def _anchored(self, inlines: list[Node], line: int) -> Node:
        return ast.span(inlines, ast.attributes(classes=["anchor"], pairs={ORIGIN: str(line)}))

    def _lone_insert(self, inlines: list[Node]) -> BlockInsert | None:
        text = marks.strip_marks("".join(node["c"] for node in inlines if node["t"] == "Str")).strip()
        only = marks.INSERT.fullmatch(text)
        if not only or any(node["t"] not in ("Str", "Space", "SoftBreak") for node in inlines):
            return None
        found = self.where.insert(only)
        return found if isinstance(found, BlockInsert) else None

    def _block_insert(self, insert: BlockInsert) -> list[Node]:
        if isinstance(insert, BibliographyInsert):
            if self.placed_references:
                message = "the list of references stands twice"
                self.findings.append(
                    error(Code.WRONG_ARGUMENT, message, insert.origin, hint="remove one `bibliography()`")
                )
                return []
            self.placed_references = True
            return [ast.div([], ast.attributes(REFERENCES))]
        if isinstance(insert, SourcesInsert):
            self.sources.append(insert)
            return [ast.div([], ast.attributes(classes=[SOURCES], pairs={"data-number": str(len(self.sources) - 1)}))]
        return [self._table(insert)] if insert.rows else []

    def _heading(self) -> Node:
        words = ast.words(self.draft.words.get("references", "References"))
        return {"t": "Header", "c": [1, ast.attributes(pairs={ORIGIN: str(len(self.draft.lines) - 1)}), words]}

    def _figure(self, content: list[Any]) -> Node:
        attr, caption, blocks = content
        return {"t": "Figure", "c": [self._attr(attr), self._deep(caption), self.blocks(blocks)]}

    def _table(self, insert: TableInsert) -> Node:
        """A Table node; cells hold one Plain each."""
        head = [[self._anchored(ast.words(text), self.where.line)] for text in insert.header]
        rows = [[self._cell(cell) for cell in row] for row in insert.rows]
        caption = [self._anchored(ast.words(insert.caption), self.where.line)] if insert.caption else []
        return table(head, rows, widths=insert.widths, caption=caption, classes=insert.classes)

    def _cell(self, cell: Cell) -> list[Node]:
        inlines: list[Node] = []
        for index, insert in enumerate(cell):
            inlines += [{"t": "Space"}] if index else []
            inlines += self._inline_insert(insert)
        return [self._anchored(inlines, self.where.line)] if inlines else []

    # --- inlines ------------------------------------------------------------------------------------------

    def inlines(self, inlines: Sequence[Node]) -> list[Node]:
        """Inlines with inserts in their places."""
        return [new for node in inlines for new in self.inline(node)]

    def inline(self, node: Node) -> list[Node]:
        """One inline, which an insert may replace by several or none."""
        kind, content = node["t"], node.get("c", [])
        if kind == "Str":
            return self._string(content)
        if kind == "Cite":
            return self._cite(content)
        if kind == "Code":
            return [{"t": kind, "c": [self._attr(content[0]), self.where.as_text(content[1])]}]
        if kind == "RawInline":
            self._refuse_raw(content)
            return []
        if kind == "Note":
            return [{"t": "Note", "c": self.blocks(content)}]
        if kind == "Link":
            return [self._link(content)]
        if kind == "Image":
            return self._image(content)
        if kind == "Span":
            return [{"t": kind, "c": [self._attr(content[0]), self.inlines(content[1])]}]
        if kind == "Quoted":
            return self._quoted(content[0]["t"] == "SingleQuote", content[1])
        if isinstance(content, list):
            return [{"t": kind, "c": self.inlines(content)}]
        return [node]

    def _quoted(self, single: bool, inlines: list[Node]) -> list[Node]:
        """A quotation in the marks of the language: within another, in the other kind of marks."""
        quotes = quotes_of(self.draft.words)
        pairs = (quotes[:2], quotes[2:])
        if self.quoting:
            pair = pairs[0] if self.quoting[-1] == pairs[1] else pairs[1]
        else:  # single marks are kept single where the language's own are double
            pair = pairs[1] if single and quotes[2] == "‘" else pairs[0]
        self.quoting.append(pair)
        inside = self.inlines(inlines)
        self.quoting.pop()
        return [ast.string(pair[0]), *inside, ast.string(pair[1])]

    def _string(self, text: str) -> list[Node]:
        self.where.mark(text)
        out: list[Node] = []
        position = 0
        for found in marks.INSERT.finditer(text):
            out += _printable(text[position : found.start()])
            insert = self.where.insert(found)
            if isinstance(insert, BlockInsert):
                hint = "put the call on a line of its own, with empty lines around it"
                message = "a table or list cannot stand within a paragraph or a cell"
                self.findings.append(error(Code.BLOCK_IN_LINE, message, insert.origin, hint=hint))
            position = found.end()
            if isinstance(insert, FactInsert) and insert.items and not insert.stop and self.notes:
                # a note's mark stands after the comma that follows a clause; pandoc moves it only within a span
                stop = _STOP.match(text, position)
                insert = dataclasses.replace(insert, stop=stop[0] if stop else "")
                position += len(insert.stop)
            if insert and not isinstance(insert, BlockInsert):
                out += self._inline_insert(insert)
        return [*out, *_printable(text[position:])]

    def _inline_insert(self, insert: InlineInsert) -> list[Node]:
        if isinstance(insert, TextInsert):
            return list(insert.nodes)
        if isinstance(insert, CiteInsert):
            return self.citations.cite(insert.items) if insert.items else []
        inside = list(insert.nodes)
        if insert.items:
            inside += [{"t": "Space"}, *self.citations.cite(insert.items)]
        inside += [ast.string(insert.stop)] if insert.stop else []
        if not inside:
            return []
        self.facts.append(insert)
        pairs = {INSERT: str(len(self.facts) - 1)} | ({"lang": insert.lang} if insert.lang else {})
        return [ast.span(inside, ast.attributes(classes=["fact"], pairs=pairs))]

    def _cite(self, content: list[Any]) -> list[Node]:
        self.where.mark(content[1])
        citations = self._deep(content[0])
        known = self.bibliography
        for citation in citations:
            key = marks.strip_marks(citation["citationId"])
            citation["citationId"] = key
            if key not in known:
                hint = did_you_mean(key, known.keys()) or "`briefwright list references` shows those there are"
                message = f"there is no reference `{key}`"
                place = self.where.here(f"@{key}", f"@{{{key}}}")
                self.findings.append(error(Code.UNKNOWN_REFERENCE, message, place, hint=hint, subject=key))
        citations = [citation for citation in citations if citation["citationId"] in known]
        return [self.citations.typed(citations, self._deep(content[1]))] if citations else []

    def _link(self, content: list[Any]) -> Node:
        attr, inlines, (target, title) = content
        self.where.mark(content)
        target = self.where.as_text(target)
        place = self.where.here(f"({target}", f"<{target}", f": {target}", target)
        resolved = self.inlines(inlines)
        if target.startswith("#"):
            self.links.append((target[1:], place))
        elif not target.lower().startswith(_LINK_SCHEMES):
            message = f"the link's address `{target}` is not one that every reader can open"
            hint = "links start with https://, http://, mailto:, tel: or #"
            self.findings.append(error(Code.ADDRESS_FORBIDDEN, message, place, hint=hint))
        return {"t": "Link", "c": [self._attr(attr), resolved, [target, self.where.as_text(title)]]}

    def _image(self, content: list[Any]) -> list[Node]:
        attr, inlines, (target, title) = content
        self.where.mark(content)
        target = self.where.as_text(target)
        place = self.where.here(f"({target}", f": {target}", target)
        alt = self.inlines(inlines)
        address, problem = self.pictures.data_address(target, place)
        if problem:
            self.findings.append(problem)
            return []
        if not ast.text_of(alt).strip():
            message = f"the picture `{target}` has no text that says what it shows"
            hint = "write ![What it shows](path): screen readers read it out, and PDF/UA asks for it"
            self.findings.append(warning(Code.PICTURE_WITHOUT_ALT, message, place, hint=hint))
            alt = [ast.string(target.rsplit("/", 1)[-1])]
        return [{"t": "Image", "c": [self._attr(attr), alt, [address, self.where.as_text(title)]]}]

    def _refuse_raw(self, content: list[Any]) -> None:
        text = marks.strip_marks(str(content[1])).split("\n")[0].strip()
        short = text if len(text) <= 60 else f"{text[:60]}…"
        message = f"raw {content[0]} is not used in briefs: `{short}`"
        hint = "use Markdown; to print it as it stands put a backslash before it, or `code` marks around it"
        self.findings.append(error(Code.RAW_MARKUP, message, self.where.here(text), hint=hint))
        self.where.mark(content)

    def _attr(self, attr: list[Any]) -> list[Any]:
        """An author's attributes without marks; those that no brief may have are refused."""
        kept, refused = sorted_out(self._clean(attr))
        for name, value in refused:
            what = f"cannot be `{value[:60]}`" if name in ATTRIBUTES else "is not used in briefs"
            hint = f"what may stand in braces: {', '.join(f'`{known}=`' for known in ATTRIBUTES)}, an #id, a .class"
            place = self.where.here(f"{name}=")
            self.findings.append(error(Code.RAW_MARKUP, f"the attribute `{name}` {what}", place, hint=hint))
        return kept

    # --- places and texts ---------------------------------------------------------------------------------

    def _deep(self, value: Any) -> Any:
        """Blocks and inlines anywhere in a JSON value (table cells, captions, citation affixes) resolved."""
        if isinstance(value, list):
            out: list[Any] = []
            for item in value:
                if isinstance(item, dict) and item.get("t") in _BLOCKS:
                    out += self.block(item)
                elif isinstance(item, dict) and item.get("t") in _INLINES:
                    out += self.inline(item)
                else:
                    out.append(self._deep(item))
            return out
        if isinstance(value, dict):
            return {key: self._deep(item) for key, item in value.items()}
        return self._clean(value)

    def _clean(self, value: Any) -> Any:
        """A JSON value whose texts hold no marks."""
        if isinstance(value, str):
            return self.where.as_text(value)
        if isinstance(value, list):
            return [self._clean(item) for item in value]
        if isinstance(value, dict):
            return {key: self._clean(item) for key, item in value.items()}
        return value


_BLOCKS = frozenset(
    (
        "Para Plain Header CodeBlock RawBlock BlockQuote BulletList OrderedList DefinitionList Div LineBlock Figure"
        " Table HorizontalRule"
    ).split()
)
_INLINES = frozenset(
    (
        "Str Cite Code Math RawInline Note Link Image Span Quoted Emph Strong Underline Strikeout Superscript Subscript"
        " SmallCaps Space SoftBreak LineBreak"
    ).split()
)


def _printable(text: str) -> list[Node]:
    text = marks.UNPRINTABLE.sub("", text)
    return [ast.string(text)] if text else []
