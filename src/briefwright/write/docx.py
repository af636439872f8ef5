"""The DOCX: pandoc's, with the theme's reference document, then made into what Word and its people expect."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from lxml import etree

from briefwright import ast, pandoc
from briefwright.ast import Node
from briefwright.cite.captions import captions_in
from briefwright.diagnostics import BriefwrightError, Finding, Warned
from briefwright.document import Document, Face, LiveCitations
from briefwright.word.baseline import baseline_json
from briefwright.word.blocks import mend_blocks, mend_boxes, mend_notes, mend_numbering
from briefwright.word.captions import caption_field
from briefwright.word.citations.live import add_citation_data, with_citations
from briefwright.word.citations.plain import plain_citations
from briefwright.word.comments import add_comments
from briefwright.word.contents import contents_before, list_before
from briefwright.word.controls import keep_linked_bookmarks, place_anchors, settle_bookmarks
from briefwright.word.final_check import check_final
from briefwright.word.furniture import add_furniture
from briefwright.word.house.dress import Dressing, begin, dress, namespaces, text_width
from briefwright.word.house.template import open_house
from briefwright.word.languages import languages, mend_languages
from briefwright.word.manifest_part import add_baseline, add_manifest
from briefwright.word.ooxml import COMPATIBILITY, NAMESPACES, Element, parse, serialise, style_of, w
from briefwright.word.package import Package, read_package, write_package
from briefwright.word.properties import set_properties
from briefwright.word.reading import story_of
from briefwright.word.reference import make_section, make_settings, reference_docx
from briefwright.word.styles import BOXES, PAGE_SIZES, TABLES, Look, look_of
from briefwright.word.tables import mend_tables
from briefwright.write.pandoc_log import pandoc_findings
from briefwright.write.shape import shape

_DOCUMENT, _NOTES = "word/document.xml", "word/footnotes.xml"
_MARK = "bw-box-"
"""Before the number of a box: pandoc turns the id of a Div into a bookmark, which marks its place until then."""


def write_docx(document: Document) -> Warned[bytes]:
    """A document as DOCX, the same bytes for the same document.

    Findings: what shaping the blocks finds, pandoc's own warnings, what of a house's template is left out, and what a
    final one has that it must not have.
    """
    try:
        house = (
            None
            if document.word.template is None
            else open_house(document.word.template, _shown(document.word.template))
        )
    except BriefwrightError as stop:
        return Warned(b"", stop.findings)
    shaped = shape(document)
    blocks, boxes = _for_word(with_citations(shaped.blocks, document))
    look = look_of(document.theme, document.page, languages(document.lang, ast.text_of(blocks)))
    with tempfile.TemporaryDirectory() as folder:
        reference = Path(folder) / "reference.docx"
        reference.write_bytes(reference_docx(look))
        converted = pandoc.to_docx([*_title_block(document), *blocks], {}, reference=reference)
    package = read_package(converted.output)
    dressing = None if house is None else begin(house.value, document, look)
    left = _finish(package, document, look, boxes, dressing=dressing)
    data = write_package(package, document.timestamp)
    final = check_final(data, document.brief.location) if document.word.face is Face.FINAL else ()
    taken = (*(house.findings if house else ()), *left)
    return Warned(data, (*shaped.findings, *pandoc_findings(converted.log, document), *taken, *final))


def _shown(path: Path) -> str:
    """A file's name for findings: from the current folder, where it is in it."""
    return (path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path).as_posix()


def _for_word(blocks: Sequence[Node]) -> tuple[list[Node], dict[str, str]]:
    """Blocks with styles that pandoc can see, and the style of each box by its mark."""
    boxes: dict[str, str] = {}

    def change(node: Node) -> Node | None:
        if node["t"] == "Header":  # the title is no heading in Word: what is level 2 on a page is level 1 here
            return {"t": "Header", "c": [max(1, node["c"][0] - 1), *node["c"][1:]]}
        if node["t"] == "Div":
            style = next((BOXES[name] for name in ast.classes_of(node) if name in BOXES), "")
            if style:
                mark = f"{_MARK}{len(boxes) + 1}"
                boxes[mark] = style
                return ast.div([node], ast.attributes(mark))
        if node["t"] == "Table":
            identifier, classes, pairs = node["c"][0]
            style = next((TABLES[name] for name in classes if name in TABLES), "")
            if style:
                attr = [identifier, classes, [*pairs, ["custom-style", style]]]
                return {"t": "Table", "c": [attr, *node["c"][1:]]}
        return caption_field(node)

    return ast.rewrite(list(blocks), change), boxes


def _title_block(document: Document) -> list[Node]:
    meta = document.brief.meta
    draft = document.words.get("status-draft", "draft") if meta.status == "draft" else ""
    imprint = " · ".join(part for part in (document.institution, meta.number, draft, meta.marking) if part)
    byline = " · ".join(part for part in (", ".join(document.authors), document.date_text) if part)
    lines = (("Imprint", imprint), ("Title", meta.title), ("Subtitle", meta.subtitle), ("Author", byline))
    return [
        ast.div([ast.para(ast.words(text))], ast.attributes(pairs={"custom-style": style}))
        for style, text in lines
        if text
    ]


def _finish(
    package: Package, document: Document, look: Look, boxes: Mapping[str, str], *, dressing: Dressing | None
) -> tuple[Finding, ...]:
    root = parse(package.parts[_DOCUMENT])
    notes = parse(package.parts[_NOTES])
    width = PAGE_SIZES[look.page][0] - look.twips("left") - look.twips("right")
    if dressing is not None:
        look, width = dressing.look, text_width(dressing.cover.section)
    for part in (root, notes):
        mend_languages(part)
        mend_blocks(part)
    mend_boxes(root, boxes, look)
    mend_notes(notes)
    for part in (root, notes):
        mend_tables(part, width)
        settle_bookmarks(part)
    _add_contents(root, document)
    if dressing is None:
        _set_section(package, root, document, look)
    editing = document.word.face is Face.EDIT
    if editing:
        place_anchors(root, notes, document.anchors, _titles(document))
    else:
        keep_linked_bookmarks([root, notes])
    package.remove("word/comments.xml")
    if document.word.evidence_comments:
        add_comments(package, root, notes, document)
    package.parts[_NOTES] = serialise(_with_namespaces(notes))
    numbering = parse(package.parts["word/numbering.xml"])
    mend_numbering(numbering)
    package.parts["word/numbering.xml"] = serialise(numbering)
    package.parts["word/settings.xml"] = serialise(make_settings(look, track_changes=editing))
    left = () if dressing is None else dress(package, root, dressing)
    declared, ignorable = ({}, []) if dressing is None else namespaces(dressing.house)
    package.parts[_DOCUMENT] = serialise(_with_namespaces(root, declared, ignorable))
    set_properties(package, document)
    if editing:
        _add_data(package, document)
    return left


def _add_data(package: Package, document: Document) -> None:
    """What a file for editing takes along: its manifest and baseline, and what its citations refer to."""
    if document.manifest:
        add_manifest(package, document.manifest)
        story = story_of(package).value
        cited = plain_citations(document) if document.word.citations is LiveCitations.PLAIN else {}
        add_baseline(
            package, baseline_json(story.blocks if story else (), cited, citations=document.word.citations.value)
        )
    add_citation_data(package, document)


def _add_contents(root: Element, document: Document) -> None:
    """The table of contents and the lists of tables and figures that the brief asks for, after its title."""
    meta, words = document.brief.meta, document.words
    block = {"Imprint", "Title", "Subtitle", "Author"}
    first = next((p for p in root.iter(w("p")) if style_of(p) not in block), None)
    if first is None:
        return
    if meta.toc:
        contents_before(first, root, words.get("contents", "Contents"))
    for wanted, kind, title in ((meta.lot, "table", "Tables"), (meta.lof, "figure", "Figures")):
        if wanted:
            captions = tuple(captions_in(document.blocks, kind))
            list_before(first, captions, words.get(f"list-of-{kind}s", title))


def _set_section(package: Package, root: Element, document: Document, look: Look) -> None:
    body = root.find(w("body"))
    for old in body.findall(w("sectPr")):
        body.remove(old)
    section = make_section(look)
    add_furniture(package, section, document)
    body.append(section)


def _titles(document: Document) -> dict[str, str]:
    return {
        fact.id: fact.label.in_language(document.lang) if fact.label is not None else fact.id for fact in document.facts
    }


def _with_namespaces(root: Element, also: Mapping[str, str] | None = None, ignorable: Sequence[str] = ()) -> Element:
    """The same part with its namespaces declared at its root, where readers look for those that may be ignored.

    also, ignorable: further prefixes, and those among them that may be ignored.
    """
    declared = {**(also or {}), **NAMESPACES}
    made = etree.Element(root.tag, nsmap={**root.nsmap, **declared})
    made.extend(list(root))
    made.set(f"{{{COMPATIBILITY}}}Ignorable", " ".join(dict.fromkeys(("w15", *ignorable))))
    etree.cleanup_namespaces(made, keep_ns_prefixes=list(declared))
    return made
