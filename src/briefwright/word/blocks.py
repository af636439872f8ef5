"""What pandoc's paragraphs, lists and tables still need: styles, boxes, widths, and rows that stay together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from itertools import pairwise

from lxml import etree

from briefwright.word.controls import ends_of
from briefwright.word.ooxml import (
    DRAWING,
    DRAWING_WORD,
    PICTURE,
    RELATIONSHIPS,
    VECTOR,
    Element,
    element,
    properties_of,
    put_property,
    set_style,
    style_of,
    w,
)
from briefwright.word.styles import BOX_INDENT, LIST_STEP, Look, box_properties

BULLETS = ("\u2022", "\u2013", "\u25aa")
"""By depth, over again: in the text's own font, so that they look the same where Symbol is missing."""


BORDER_LIMIT = 31
"""Points that a border can stand away from its text, in Word."""


def mend_blocks(root: Element) -> None:
    """Give every paragraph and table of a part its style and its place, in place."""
    for run in list(root.iter(w("pict"))):
        _mend_rule(run)
    for paragraph in root.iter(w("p")):
        if paragraph.find(f"{w('pPr')}/{w('numPr')}") is not None and style_of(paragraph) in ("", "BodyText"):
            set_style(paragraph, "ListParagraph")
    for link in root.iter(w("hyperlink")):
        _mend_citation_link(link)
    for item in [run for run in root.iter(w("t")) if (run.text or "").startswith("\t")]:
        _mend_tab(item)
    for paragraph in root.iter(w("p")):
        _merge_runs(paragraph)
    for number, picture in enumerate(root.iter(f"{{{DRAWING_WORD}}}inline"), start=1):
        _mend_picture(picture, number)


def mend_notes(root: Element) -> None:
    """Give every paragraph of the notes the size of a note, in place."""
    for paragraph in root.iter(w("p")):
        if style_of(paragraph) in ("Compact", "BodyText", "FirstParagraph", "ListParagraph"):
            set_style(paragraph, "FootnoteText")


def mend_numbering(root: Element) -> None:
    """Indent lists by the house's step, the first level flush with the text; plain bullets."""
    for level in root.iter(w("lvl")):
        depth = int(level.get(w("ilvl"), "0"))
        for old in (*level.findall(w("rPr")), *level.findall(f"{w('pPr')}/{w('ind')}")):
            old.getparent().remove(old)
        put_property(properties_of(level), _indent(depth))
        text = level.find(w("lvlText"))
        bullet = level.find(w("numFmt")).get(w("val")) == "bullet"
        if bullet and text.get(w("val"), "").strip() not in ("", "\u2610", "\u2612"):  # nothing, or a box to tick
            text.set(w("val"), BULLETS[depth % len(BULLETS)])


def _indent(depth: int, base: int = 0) -> Element:
    return element("ind", left=str(base + (depth + 1) * LIST_STEP), hanging=str(LIST_STEP))


def _merge_runs(paragraph: Element) -> None:
    """Join neighbouring runs of the same looks: pandoc writes one for each word."""
    for first in list(paragraph.iter(w("r"))):
        if first.getparent() is None:
            continue
        following = first.getnext()
        while following is not None and _text_alike(first, following):
            texts = first.findall(w("t"))
            texts[-1].text = (texts[-1].text or "") + "".join(text.text or "" for text in following.findall(w("t")))
            following.getparent().remove(following)
            following = first.getnext()


def _text_alike(first: Element, second: Element) -> bool:
    return _looks(first) is not None and _looks(first) == _looks(second)


def _looks(run: Element) -> bytes | None:
    """The properties of a run of nothing but text; None for any other element."""
    if run.tag != w("r"):
        return None
    kinds = [child.tag for child in run]
    texts = kinds[1:] if kinds[:1] == [w("rPr")] else kinds
    if texts != [w("t")] or "\t" in (run.find(w("t")).text or ""):
        return None
    properties = run.find(w("rPr"))
    return b"" if properties is None else bytes(etree.tostring(properties, method="c14n"))


def _mend_citation_link(link: Element) -> None:
    """A citation leads to its reference without looking like an address: a whole footnote would be coloured."""
    if not link.get(w("anchor"), "").startswith("ref-"):
        return
    for style in list(link.iter(w("rStyle"))):
        properties = style.getparent()
        properties.remove(style)
        if not len(properties):
            properties.getparent().remove(properties)


def _mend_rule(picture: Element) -> None:
    """A thematic break as a paragraph with a line below, in place of pandoc's drawing."""
    paragraph = next(picture.iterancestors(w("p")))
    for child in list(paragraph):
        paragraph.remove(child)
    set_style(paragraph, "HorizontalRule")


def _mend_tab(text: Element) -> None:
    """The tab after a reference's number as a tab, without the space before it."""
    run = text.getparent()
    previous = run.getprevious()
    if previous is not None and previous.tag == w("r"):
        last = previous.find(w("t"))
        if last is not None and last.text:
            last.text = last.text.rstrip(" ")
            if not last.text and len(previous.findall("*")) == 1:
                previous.getparent().remove(previous)
    rest = text.text[1:]
    text.addprevious(element("tab"))
    text.text = rest
    if not rest:
        run.remove(text)


def _mend_picture(inline: Element, number: int) -> None:
    """A number and a name for a picture; pandoc writes its address, data and all, as an inner description."""
    for side in ("distT", "distB", "distL", "distR"):
        inline.set(side, "0")  # LibreOffice leaves room at the sides where these are missing
    drawing = inline.find(f"{{{DRAWING_WORD}}}docPr")
    drawing.set("id", str(number))
    drawing.set("name", f"Picture {number}")
    if not drawing.get("title"):
        drawing.attrib.pop("title", None)
    for vector in inline.iter(f"{{{VECTOR}}}svgBlip"):
        # pandoc leaves out the picture that programs without SVG fall back to; LibreOffice 7.4 reads SVG there alone
        blip = next(vector.iterancestors(f"{{{DRAWING}}}blip"))
        blip.set(f"{{{RELATIONSHIPS}}}embed", vector.get(f"{{{RELATIONSHIPS}}}embed"))
    for inner in inline.iter(f"{{{PICTURE}}}cNvPr"):
        inner.set("id", str(number))
        inner.set("name", f"Picture {number}")
        inner.set("descr", drawing.get("descr", ""))


def mend_boxes(root: Element, boxes: Mapping[str, str], look: Look) -> None:
    """Make boxes of what stands between their marks, and take the marks away.

    boxes: from the name of a mark, a bookmark between blocks, to the box's style.
    """
    ends = ends_of(root)
    for start in [start for start in root.iter(w("bookmarkStart")) if start.get(w("name")) in boxes]:
        end = ends[start.get(w("id"))]
        paragraphs = list(_paragraphs_between(start, end))
        style = boxes[start.get(w("name"))]
        for paragraph in paragraphs:
            _put_in_box(paragraph, style, look)
        _space_box(paragraphs)
        start.getparent().remove(start)
        end.getparent().remove(end)


def _paragraphs_between(start: Element, end: Element) -> Iterator[Element]:
    for sibling in start.itersiblings():
        if sibling is end:
            return
        if sibling.tag == w("p"):
            yield sibling


def _put_in_box(paragraph: Element, style: str, look: Look) -> None:
    border, shading, indent = box_properties(look, style)
    properties = properties_of(paragraph)
    numbering = properties.find(w("numPr"))
    if style_of(paragraph) in ("", "BodyText", "FirstParagraph", "Compact", "ListParagraph"):
        set_style(paragraph, style)
    else:
        for item in (border, shading, indent):
            put_property(properties, item)
    if numbering is not None:
        level = int(numbering.find(w("ilvl")).get(w("val"), "0"))
        put_property(properties, _box_indent(level, indent))
        if level:  # the bar stays where it is, farther from the text
            left = border.find(w("left"))
            left.set(w("space"), str(min(BORDER_LIMIT, int(left.get(w("space"))) + level * LIST_STEP // 20)))
            put_property(properties, border)


def _box_indent(level: int, indent: Element) -> Element:
    left = int(indent.get(w("left"))) + (level + 1) * LIST_STEP
    return element("ind", left=str(left), hanging=str(LIST_STEP), right=indent.get(w("right")))


def _space_box(paragraphs: Sequence[Element]) -> None:
    """Room around a box, and none inside it where two paragraphs differ in indentation: it would stay white.

    A heading takes the indentation of a list that follows it, so that there is room between the two.
    """
    for paragraph, following in pairwise(paragraphs):
        indent = following.find(f"{w('pPr')}/{w('ind')}")
        if style_of(paragraph).startswith("Heading") and indent is not None and indent.get(w("hanging")):
            put_property(properties_of(paragraph), deepcopy(indent))
        if _edge(paragraph) != _edge(following):
            _space(paragraph, after=0)
            _space(following, before=0)
    if paragraphs:
        _space(paragraphs[0], before=140)
        _space(paragraphs[-1], after=240)


def _edge(paragraph: Element) -> tuple[str, str]:
    indent = paragraph.find(f"{w('pPr')}/{w('ind')}")
    if indent is None:
        return str(BOX_INDENT), ""
    return indent.get(w("left"), ""), indent.get(w("hanging"), "")


def _space(paragraph: Element, *, before: int | None = None, after: int | None = None) -> None:
    properties = properties_of(paragraph)
    spacing = properties.find(w("spacing"))
    if spacing is None:
        spacing = element("spacing")
        put_property(properties, spacing)
    for name, value in (("before", before), ("after", after)):
        if value is not None:
            spacing.set(w(name), str(value))
