"""PDF: pages for print and screen readers alike (PDF/UA-1, ISO 14289-1), the same bytes for the same document."""

from __future__ import annotations

import contextlib
import math
import re
import zlib
from collections.abc import Iterator

from briefwright import ast, pandoc
from briefwright.diagnostics import Code, Finding, SourceText, Warned, error, warning
from briefwright.document import Document
from briefwright.write.attachments import attachments
from briefwright.write.fonts import families_seen, stack
from briefwright.write.html import with_scopes
from briefwright.write.page import page, style_sheet, variables, word
from briefwright.write.pandoc_log import pandoc_findings
from briefwright.write.paper import for_paper
from briefwright.write.shape import Finder, dead_link, shape
from briefwright.write.weasy import Rendered, Sheet, render

PAGE_WIDTHS = {"A4": 210.0, "Letter": 215.9}
"""Millimetres."""

CHARACTER_WIDTH = 0.5
"""Of the headings' font, on average, in em."""

_RELATIVE = re.compile(r"Relative URI reference without a base URI: (.*)")
_DEAD = re.compile(r"No anchor #(.*) for internal URI reference")
_PICTURE = re.compile(r"Failed to (?:load image at '|render SVG image )(data:[^\s']+)")
_GLYPH = re.compile(r"\.notdef glyph rendered .*\(U\+([0-9A-F]+)\)", re.DOTALL)


def write_pdf(document: Document) -> Warned[bytes]:
    """The document as a tagged PDF.

    What WeasyPrint says on the way is told as findings: characters that no font has, links that lead nowhere,
    addresses that it was asked to fetch. What it cannot lay out at all gives an error and no bytes.
    """
    shaped = shape(document)
    converted = pandoc.to_html(for_paper(shaped.blocks), lang=document.lang)
    # in a footnote WeasyPrint 70 makes an empty line of the white space after a line break
    body = with_scopes(converted.output.decode("utf-8")).replace("<br />\n", "<br>")
    text = page(document, body, shaped.headings, medium="paper", sheets=())
    sheets, families, attached = _sheets(document), families_seen(document.theme.fonts), attachments(document)
    try:
        rendered = render(text, sheets=sheets, families=families, timestamp=document.timestamp, attached=attached)
    except RecursionError:
        raise
    except Exception as failure:  # WeasyPrint has no error of its own: an odd picture or style sheet gives any
        message = f"WeasyPrint gives up: {type(failure).__name__}: {_short(str(failure))}"
        hint = "leave out pictures, then the theme's style sheet, to find what it stumbles over"
        return Warned(
            b"", (*shaped.findings, error(Code.CONVERTER_WARNING, message, document.brief.location, hint=hint))
        )
    findings = [
        *shaped.findings,
        *pandoc_findings(converted.log, document),
        *_findings(rendered, document),
    ]
    return Warned(rendered.pdf, tuple(dict.fromkeys(findings)))


def page_count(pdf: bytes) -> int:
    """The pages of a PDF that `write_pdf` made: the /Count of its page tree's root (ISO 32000-1, 7.7.3)."""
    counts = (
        int(count) for part in _plain_parts(pdf) for count in re.findall(rb"/Type /Pages\b[^>]*?/Count (\d+)", part)
    )
    return max(counts, default=0)


def _plain_parts(pdf: bytes) -> Iterator[bytes]:
    """The file itself, then its compressed object streams."""
    yield pdf
    for found in re.finditer(rb"/ObjStm\b.*?stream\r?\n", pdf, re.DOTALL):
        with contextlib.suppress(zlib.error):
            yield zlib.decompressobj().decompress(pdf[found.end() :])


def _sheets(document: Document) -> tuple[Sheet, ...]:
    theme = document.theme
    own = (Sheet(theme.css, theme.css_path),) if theme.css else ()
    return (
        Sheet(variables(theme, system_fonts=False)),
        Sheet(style_sheet("common")),
        Sheet(style_sheet("print")),
        Sheet(_page_rules(document)),
        *own,
    )


def _page_rules(document: Document) -> str:
    theme, meta = document.theme, document.brief.meta
    margins = " ".join(f"{theme.margins[side]:g}mm" for side in ("top", "right", "bottom", "left"))
    # margin boxes inherit from the page and not from the root element: no custom properties here
    style = (
        f"color: {theme.colours['muted']}; font-family: {stack(theme.fonts, 'heading', system=False)}; "
        f"font-size: {theme.sizes['small']:g}pt; line-height: 1.25;"
    )
    marking = f"font-weight: 600; content: {_css_string(meta.marking)};" if meta.marking else ""
    boxes = {
        "@top-left": f"content: {_css_string(meta.title)};",
        "@top-right": marking,
        "@bottom-left": f"content: {_css_string(document.institution)};",
        "@bottom-right": f"content: {_page_of(word(document, 'page-of'))};",
    }
    inner = " ".join(f"{name} {{ {style} {content} }}" for name, content in boxes.items() if content)
    first = "@top-left { content: none; } @top-right { content: none; }"
    size = document.page or theme.page
    title = f"h1 {{ max-width: {_balanced_width(document, size):.1f}em }}"
    return f"@page {{ size: {size}; margin: {margins}; {inner} }}\n@page :first {{ {first} }}\n{title}\n"


def _balanced_width(document: Document, size: str) -> float:
    """A width in em that gives the title lines of about the same length (WeasyPrint has no `text-wrap: balance`)."""
    theme = document.theme
    page_width = PAGE_WIDTHS[size] - theme.margins["left"] - theme.margins["right"]
    room = page_width / 25.4 * 72 / theme.sizes["title"]
    length = max(1.0, len(document.brief.meta.title) * CHARACTER_WIDTH)
    lines = math.ceil(length / room)
    return room if lines == 1 else min(room, length / lines * 1.15)


def _page_of(pattern: str) -> str:
    """A CSS content value of "Page {page} of {pages}"."""
    counters = {"{page}": "counter(page)", "{pages}": "counter(pages)"}
    parts = re.split(r"(\{pages?\})", pattern)
    return " ".join(counters.get(part) or _css_string(part) for part in parts if part)


def _css_string(text: str) -> str:
    escaped = re.sub(r'[\\"\n\r\f<]', lambda match: f"\\{ord(match[0]):x} ", text)
    return f'"{escaped}"'


def _findings(rendered: Rendered, document: Document) -> list[Finding]:
    finder = Finder(document)
    found: list[Finding] = []
    relative = [match[1] for entry in rendered.log if (match := _RELATIVE.match(entry.message))]
    for url in dict.fromkeys([*rendered.refused, *relative]):
        message = f"`{_short(url)}` was not fetched; rendering opens nothing but the project's own pictures"
        found.append(error(Code.ADDRESS_FORBIDDEN, message, finder.of_target(url)))
    for entry in rendered.log:
        if glyph := _GLYPH.match(entry.message):
            found.extend(_missing_glyph(chr(int(glyph[1], 16)), document, finder))
        elif dead := _DEAD.match(entry.message):
            found.append(dead_link(dead[1], finder))
        elif picture := _PICTURE.match(entry.message):
            found.append(_undrawn_picture(picture[1], document, finder))
        elif not any(url in entry.message for url in (*rendered.refused, *relative)):
            place = SourceText(entry.path, document.theme.css).at(entry.line) if entry.path else None
            message = f"WeasyPrint says: {_short(entry.message).rstrip('.')}"
            found.append(warning(Code.LAYOUT_WARNING, message, place or document.brief.location))
    return found


def _undrawn_picture(url: str, document: Document, finder: Finder) -> Finding:
    images = (node["c"] for node in ast.walk(list(document.blocks)) if node["t"] == "Image")
    shows = next((ast.text_of(alt) for _, alt, (target, _) in images if target == url), "")
    message = f"the picture “{_short(shows)}” cannot be drawn: its file is damaged, or too large"
    hint = "open it in a program for pictures, and save it again as PNG or as plain SVG"
    return error(Code.PICTURE_UNREADABLE, message, finder.of_target(url), hint=hint)


def _missing_glyph(character: str, document: Document, finder: Finder) -> list[Finding]:
    message = f"no font of the theme `{document.theme.name}` has the character {character} (U+{ord(character):04X})"
    hint = "add a family that has it to the theme's [fonts] and install its font package, or write it otherwise"
    places = dict.fromkeys(finder.places(character))
    if not places:
        return [warning(Code.MISSING_GLYPH, message, document.brief.location, hint=hint)]
    return [warning(Code.MISSING_GLYPH, f"{message}: “{text}”", place, hint=hint) for place, text in places]


def _short(text: str, limit: int = 200) -> str:
    text = " ".join(text.split())
    return text if len(text) <= limit else text[:limit] + "…"
