"""HTML: one self-contained file without scripts, valid HTML5, that reads well on a phone, in the dark and on paper."""

from __future__ import annotations

import html
import re

from briefwright import ast, pandoc
from briefwright.ast import Node
from briefwright.diagnostics import Finding, Warned
from briefwright.document import Document, Theme
from briefwright.write.evidence import described_notes, with_evidence
from briefwright.write.page import mixed, page, style_sheet, variables, word
from briefwright.write.pandoc_log import pandoc_findings
from briefwright.write.shape import shape
from briefwright.write.webfonts import font_faces

_VOID = re.compile(r"(<[a-z][^<>]*?) ?/>")
_EMPTY_HEADER = re.compile(r"<th(\b[^>]*)></th>")
_PART = re.compile(r"(<thead>.*?</thead>)|(<tbody>.*?</tbody>)", re.DOTALL)


def write_html(document: Document) -> Warned[bytes]:
    """The document as one HTML file in UTF-8: styles inside, pictures as data: URIs, nothing to fetch."""
    shaped = shape(document)
    blocks = with_evidence(_with_table_frames(document, shaped.blocks), document)
    converted = pandoc.to_html(blocks, lang=document.lang)
    body = with_scopes(_VOID.sub(r"\1>", converted.output.decode("utf-8")))
    body = described_notes(_with_notes_heading(document, body))
    faces = font_faces(document.theme.fonts, body + document.brief.meta.title + document.institution)
    sheets = [faces, *_sheets(document.theme)] if faces else _sheets(document.theme)
    text = page(document, body, shaped.headings, medium="screen", sheets=sheets)
    findings: list[Finding] = [*shaped.findings, *pandoc_findings(converted.log, document)]
    return Warned(text.encode("utf-8"), tuple(findings))


def with_scopes(body: str) -> str:
    """Header cells that say what they head (WCAG 2.2, H63), and no header cells that are empty."""

    def change(match: re.Match[str]) -> str:
        scope = "col" if match[1] else "row"
        cells = _EMPTY_HEADER.sub(r"<td\1></td>", match[0])
        return re.sub(r"<th\b(?![^>]*\bscope=)", f'<th scope="{scope}"', cells)

    return _PART.sub(change, body)


def _sheets(theme: Theme) -> list[str]:
    dark = {
        "text": "#e4e8ea",
        "muted": "#a3afb7",
        "accent": mixed(theme.colours["accent"], "#ffffff", 0.62),
        "rule": "#3d474e",
        "tint": mixed(theme.colours["accent"], "#14181b", 0.78),
        "page": "#14181b",
    }
    night = "".join(f"--{name}: {colour}; " for name, colour in dark.items())
    sheets = [
        variables(theme, system_fonts=True),
        f"@media screen and (prefers-color-scheme: dark) {{ :root {{ {night}}} }}\n",
        style_sheet("common"),
        style_sheet("screen"),
    ]
    return [*sheets, theme.css] if theme.css else sheets


def _with_table_frames(document: Document, blocks: list[Node]) -> list[Node]:
    """Each table in a frame that a narrow screen can scroll, reachable by keyboard (WCAG 2.1.1)."""

    def change(node: Node) -> Node | None:
        if node["t"] != "Table":
            return None
        label = ast.text_of(node["c"][1], notes=False).strip() or word(document, "table")
        pairs = {"role": "group", "tabindex": "0", "aria-label": label}
        return ast.div([node], ast.attributes(classes=["table-frame"], pairs=pairs))

    framed: list[Node] = ast.rewrite(blocks, change)
    return framed


def _with_notes_heading(document: Document, body: str) -> str:
    """The endnotes under a heading of their own, each way back named in the document's language."""
    start = body.rfind('<section id="footnotes"')
    if start < 0:
        return body
    before, notes = body[:start], body[start:]
    title = html.escape(word(document, "notes"))
    notes = notes.replace("<hr>", f'<h2 id="notes-heading">{title}</h2>', 1)
    notes = notes.replace('role="doc-endnotes"', 'role="doc-endnotes" aria-labelledby="notes-heading"', 1)
    back = html.escape(word(document, "back-to-text"))
    return before + notes.replace('role="doc-backlink"', f'role="doc-backlink" aria-label="{back}"')
