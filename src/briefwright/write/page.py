"""The page around a body: title block, contents, properties and style sheets, for screen and paper alike."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from briefwright import __version__
from briefwright.cite.captions import captions_in
from briefwright.document import Document, Theme
from briefwright.resources import package_templates
from briefwright.write.fonts import stack
from briefwright.write.shape import Heading

if TYPE_CHECKING:
    from jinja2 import Template

WORDS: Mapping[str, str] = {
    "contents": "Contents",
    "list-of-tables": "Tables",
    "list-of-figures": "Figures",
    "notes": "Notes",
    "page-of": "{page} of {pages}",
    "skip": "Skip to the content",
    "back-to-text": "Back to the text",
    "table": "Table",
    "status-draft": "draft",
    "attached-facts": "The facts that this document uses, with their evidence",
    "attached-references": "The references that this document cites",
}
"""What stands in where `Document.words` lacks one of them."""

CONTENTS_DEPTH = 3
"""The deepest level of heading in the contents."""

CONTENTS_LENGTH = 18
"""Entries from which the contents name headings of level 2 alone, so that they stay in sight of the summary."""

_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})


@dataclass(frozen=True, slots=True)
class Entry:
    """A heading in the contents and those below it."""

    id: str
    text: str
    children: tuple[Entry, ...]


def word(document: Document, name: str) -> str:
    """A fixed text in the document's language, in English where the language lacks it."""
    return document.words.get(name) or WORDS[name]


def page(document: Document, body: str, headings: Sequence[Heading], *, medium: str, sheets: Sequence[str]) -> str:
    """The whole HTML text.

    body: trusted HTML. medium: "screen" or "paper". sheets: the text of each style sheet.
    """
    from markupsafe import Markup

    meta = document.brief.meta
    date = document.date.start if document.date and not document.date.is_interval else None
    values: dict[str, Any] = {
        "lang": document.lang,
        "rtl": document.lang.split("-")[0].lower() in _RIGHT_TO_LEFT,
        "medium": medium,
        "title": meta.title,
        "subtitle": meta.subtitle,
        "description": description(document),
        "keywords": meta.keywords,
        "authors": document.authors,
        "institution": document.institution,
        "number": meta.number,
        "marking": meta.marking,
        "status": word(document, "status-draft") if meta.status == "draft" else "",
        "date_text": document.date_text,
        "date_iso": str(document.date or ""),
        "date_time": _html_date(date.year, date.month, date.day) if date else "",
        "timestamp": datetime.datetime.fromtimestamp(document.timestamp, datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "generator": f"Briefwright {__version__}",
        "words": {name: word(document, name) for name in WORDS},
        "contents": contents(headings) if meta.toc else (),
        "lists": lists(document),
        # "</style" would end the element; in a style sheet "<\/" means the same
        "sheets": [Markup(sheet.replace("</", "<\\/")) for sheet in sheets],  # noqa: S704  # our own and the theme's
        "body": Markup(body),  # noqa: S704  # pandoc's writer escaped it
    }
    return _template().render(values)


def description(document: Document) -> str:
    """What the brief is about, for document properties: its summary, else its subject, else its subtitle."""
    meta = document.brief.meta
    return " ".join((meta.summary or meta.subject or meta.subtitle).split())


def contents(headings: Sequence[Heading]) -> tuple[Entry, ...]:
    """The headings down to CONTENTS_DEPTH as a tree, of a long document those of level 2 alone."""
    named = [heading for heading in headings if heading.level <= CONTENTS_DEPTH and heading.text]
    if len(named) >= CONTENTS_LENGTH:
        named = [heading for heading in named if heading.level == 2]
    return _tree(named)


def lists(document: Document) -> list[tuple[str, str, tuple[Entry, ...]]]:
    """The lists of tables and figures that the brief asks for: title, id and entries of each that has any."""
    meta = document.brief.meta
    found = []
    for wanted, kind in ((meta.lot, "table"), (meta.lof, "figure")):
        captions = captions_in(document.blocks, kind) if wanted else ()
        entries = tuple(Entry(caption.label, caption.text, ()) for caption in captions)
        if entries:
            found.append((word(document, f"list-of-{kind}s"), f"contents-{kind}s", entries))
    return found


def _tree(headings: Sequence[Heading]) -> tuple[Entry, ...]:
    entries: list[Entry] = []
    index = 0
    while index < len(headings):
        first = headings[index]
        end = index + 1
        while end < len(headings) and headings[end].level > first.level:
            end += 1
        entries.append(Entry(first.id, first.text, _tree(headings[index + 1 : end])))
        index = end
    return tuple(entries)


def _html_date(year: int, month: int, day: int) -> str:
    """A date string of HTML's `time` element: a year, a month or a day."""
    parts = [f"{year:04}", *(f"{part:02}" for part in (month, day) if part)]
    return "-".join(parts)


@functools.cache
def _template() -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(package_templates()),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("page.html")


@functools.cache
def style_sheet(name: str) -> str:
    """The text of one of the package's style sheets: common, screen or print."""
    return (package_templates() / "themes" / f"{name}.css").read_text(encoding="utf-8")


def variables(theme: Theme, *, system_fonts: bool) -> str:
    """A style sheet with the theme as custom properties: --accent, --font-body, --size-h1, ..."""
    lines = [f"--{name}: {colour};" for name, colour in theme.colours.items()]
    lines += [f"--font-{role}: {stack(theme.fonts, role, system=system_fonts)};" for role in theme.fonts]
    lines.append("--page: #ffffff;")
    if not system_fonts:
        lines.append(f"--font-caption: {stack(theme.fonts, 'body', system=False, suffix=' Caption')};")
    lines += [f"--size-{name}: {size:g}pt;" for name, size in theme.sizes.items()]
    return ":root {\n  " + "\n  ".join(lines) + "\n}\n"


def mixed(colour: str, other: str, share: float) -> str:
    """A colour with a share (0 to 1) of another, both as #rrggbb."""
    pairs = ((int(colour[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(one * (1 - share) + two * share):02x}" for one, two in pairs)
