"""The styles of a DOCX, made from a theme: Word's built-in ones by their built-in names, and a few of our own.

The ids are those that pandoc writes. Fonts are named through Word's theme (major: headings, minor: text), so that
a person can change them all at once under Design.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from briefwright.document import Theme
from briefwright.word.ooxml import PARAGRAPH_PROPERTIES, Element, element, toggle, w

BOXES: Mapping[str, str] = {
    "summary": "Summary",
    "key-points": "KeyPoints",
    "at-a-glance": "AtAGlance",
    "what-changed": "WhatChanged",
    "box": "Box",
    "note": "Note",
    "warning": "Warning",
}
"""From the class of a Div to the paragraph style of what stands in it."""

TABLES: Mapping[str, str] = {"key-figures": "KeyFigures", "timeline": "Timeline", "sources": "Sources"}
"""From the class of a table to its table style."""

BOX_INDENT = 180
"""Between the margin and the text of a box, twips: its border stands in between."""
LIST_STEP = 340
"""Between one level of a list and the next, twips."""


@dataclass(frozen=True, slots=True)
class Look:
    """What the styles need of a theme: hashable, so that they are made once."""

    body: str
    heading: str
    mono: str
    complex: str
    colours: tuple[tuple[str, str], ...]
    sizes: tuple[tuple[str, float], ...]
    page: str
    margins: tuple[tuple[str, float], ...]
    langs: tuple[str, str, str]
    """For Latin, East Asian and complex scripts."""

    def colour(self, name: str) -> str:
        """RRGGBB."""
        return dict(self.colours)[name].lstrip("#").upper()

    def half_points(self, name: str) -> int:
        """A size, in the unit of w:sz."""
        return round(dict(self.sizes)[name] * 2)

    def twips(self, side: str) -> int:
        """A margin."""
        return round(dict(self.margins)[side] / 25.4 * 1440)


def look_of(theme: Theme, page: str, langs: tuple[str, str, str]) -> Look:
    """The look of a theme on one paper in one language."""
    fonts = theme.word_fonts
    return Look(
        fonts["body"],
        fonts["heading"],
        fonts["mono"],
        fonts["complex"],
        tuple(sorted(theme.colours.items())),
        tuple(sorted(theme.sizes.items())),
        page,
        tuple(sorted(theme.margins.items())),
        langs,
    )


@dataclass(frozen=True, slots=True)
class _Style:
    id: str
    name: str
    based_on: str = "Normal"
    next: str = ""
    paragraph: tuple[Element, ...] = ()
    run: tuple[Element, ...] = ()
    kind: str = "paragraph"
    table: tuple[Element, ...] = ()
    """What follows w:pPr and w:rPr in a table style."""
    priority: int = 99
    quick: bool = False
    """Whether it stands in the gallery."""
    default: bool = False
    attributes: Mapping[str, str] = field(default_factory=dict)


_BUILT_IN = frozenset(
    "Normal,Body Text,Title,Subtitle,heading 1,heading 2,heading 3,heading 4,heading 5,heading 6,Block Text,"
    "footnote text,footnote reference,Bibliography,caption,Hyperlink,header,footer,TOC Heading,toc 1,toc 2,toc 3,"
    "List Paragraph,Default Paragraph Font,Normal Table,No List,Strong,Emphasis,Date,annotation text,"
    "annotation reference,table of figures".split(",")
)


def make_styles(look: Look) -> Element:
    """The root of word/styles.xml."""
    root = element("styles", _defaults(look), _latent())
    everything = (*_text(look), *_headings(look), *_small(look), *_boxes(look), *_characters(look), *_tables(look))
    root.extend(_made(style) for style in everything)
    return root


def _defaults(look: Look) -> Element:
    latin, east_asian, bidi = look.langs
    run = element(
        "rPr",
        element(
            "rFonts", asciiTheme="minorHAnsi", hAnsiTheme="minorHAnsi", eastAsiaTheme="minorEastAsia", cs=look.complex
        ),
        toggle("color", look.colour("text")),
        *_size(look.half_points("body")),
        element("lang", val=latin, eastAsia=east_asian, bidi=bidi),
    )
    paragraph = element("pPr", element("widowControl"), element("spacing", after="0", line="264", lineRule="auto"))
    return element("docDefaults", element("rPrDefault", run), element("pPrDefault", paragraph))


def _latent() -> Element:
    return element(
        "latentStyles", defLockedState="0", defUIPriority="99", defSemiHidden="0", defUnhideWhenUsed="0",
        defQFormat="0", count="376",
    )  # fmt: skip


def _made(style: _Style) -> Element:
    made = element("style", type=style.kind, styleId=style.id)
    if style.default:
        made.set(w("default"), "1")
    if style.name not in _BUILT_IN:
        made.set(w("customStyle"), "1")
    made.append(toggle("name", style.name))
    for name, value in (("basedOn", style.based_on), ("next", style.next)):
        if value and value != style.id:
            made.append(toggle(name, value))
    made.append(toggle("uiPriority", style.priority))
    if style.quick:
        made.append(element("qFormat"))
    if style.paragraph:
        ordered = sorted(style.paragraph, key=lambda item: PARAGRAPH_PROPERTIES.index(item.tag.rpartition("}")[2]))
        made.append(element("pPr", *ordered))
    if style.run:
        made.append(element("rPr", *style.run))
    made.extend(style.table)
    return made


def _size(half_points: int) -> tuple[Element, Element]:
    return toggle("sz", half_points), toggle("szCs", half_points)


def _bold() -> tuple[Element, Element]:
    return element("b"), element("bCs")


def _spacing(before: int, after: int, line: int = 0) -> Element:
    made = element("spacing", before=str(before), after=str(after))
    if line:
        made.set(w("line"), str(line))
        made.set(w("lineRule"), "auto")
    return made


def _major() -> Element:
    # Without cstheme the complex font of the defaults holds: Word chooses among a theme's complex fonts by language
    return element("rFonts", asciiTheme="majorHAnsi", hAnsiTheme="majorHAnsi", eastAsiaTheme="majorEastAsia")


def _rule(side: str, colour: str, eighths: int, space: int = 0) -> Element:
    return element(side, val="single", sz=str(eighths), space=str(space), color=colour)


def _text(look: Look) -> tuple[_Style, ...]:
    rule = look.colour("rule")
    quote = element("pBdr", _rule("left", rule, 12, 10))
    code = element("shd", val="clear", color="auto", fill=look.colour("tint"))
    mono = element("rFonts", ascii=look.mono, hAnsi=look.mono, cs=look.mono)
    small = look.half_points("small")
    return (
        _Style("Normal", "Normal", "", priority=0, quick=True, default=True),
        _Style("BodyText", "Body Text", paragraph=(_spacing(0, 140),), priority=1, quick=True),
        _Style("FirstParagraph", "First Paragraph", "BodyText", "BodyText", quick=True, priority=1),
        _Style("Compact", "Compact", "BodyText", paragraph=(_spacing(0, 50),), quick=True, priority=2),
        _Style("ListParagraph", "List Paragraph", "BodyText", paragraph=(_spacing(0, 110),), priority=34),
        _Style(
            "BlockText", "Block Text", "BodyText", "BodyText", priority=29, quick=True,
            paragraph=(quote, _spacing(60, 140), element("ind", left="400", right="400")),
        ),
        _Style("DefinitionTerm", "Definition Term", "BodyText", "Definition",
               paragraph=(element("keepNext"), _spacing(60, 20)), run=_bold()),
        _Style("Definition", "Definition", "BodyText", paragraph=(element("ind", left=str(LIST_STEP)),)),
        _Style("SourceCode", "Source Code", "BodyText", paragraph=(code, _spacing(60, 140, 240)),
               run=(mono, *_size(small))),
        _Style("HorizontalRule", "Horizontal Rule", "BodyText", "BodyText",
               paragraph=(element("pBdr", _rule("bottom", rule, 6)), _spacing(0, 200, 120))),
        _Style(
            "Bibliography", "Bibliography", "BodyText", "Bibliography", priority=37,
            paragraph=(_spacing(0, 80), element("ind", left="454", hanging="454")),
        ),
        _Style("Figure", "Figure", "BodyText", paragraph=(_spacing(120, 60),)),
        _Style("CaptionedFigure", "Captioned Figure", "Figure", "ImageCaption", paragraph=(element("keepNext"),)),
    )  # fmt: skip


def _headings(look: Look) -> tuple[_Style, ...]:
    accent, muted = look.colour("accent"), look.colour("muted")

    def heading(level: int, size: int, before: int, after: int, extra: tuple[Element, ...] = ()) -> _Style:
        return _Style(
            f"Heading{level}", f"heading {level}", "Normal", "BodyText", priority=9, quick=level < 5,
            paragraph=(*_keep(), _spacing(before, after, 252), toggle("outlineLvl", level - 1)),
            run=(_major(), *_bold(), *extra, toggle("color", accent), *_size(size)),
        )  # fmt: skip

    h3 = look.half_points("h3")
    return (
        _Style("Title", "Title", "Normal", "Subtitle", priority=10, quick=True,
               paragraph=(*_keep(), _spacing(60, 80, 228), element("contextualSpacing")),
               run=(_major(), *_bold(), toggle("color", accent), *_size(look.half_points("title")))),
        _Style("Subtitle", "Subtitle", "Normal", "BodyText", priority=11, quick=True,
               paragraph=(*_keep(), _spacing(0, 100)),
               run=(_major(), toggle("color", muted), *_size(look.half_points("h1")))),
        _Style("Author", "Author", "Normal", "BodyText", priority=12,
               paragraph=(element("pBdr", _rule("bottom", look.colour("rule"), 6, 8)), _spacing(60, 280)),
               run=(_major(), toggle("color", muted))),
        _Style("Imprint", "Imprint", "Normal", "Title", priority=12, paragraph=(*_keep(), _spacing(0, 120)),
               run=(_major(), *_bold(), toggle("color", muted), *_size(look.half_points("small")))),
        heading(1, look.half_points("h1"), 320, 100),
        heading(2, look.half_points("h2"), 240, 80),
        heading(3, h3, 180, 60),
        heading(4, h3, 140, 40, (element("i"), element("iCs"))),
        heading(5, h3, 140, 40, (element("i"), element("iCs"))),
        heading(6, h3, 140, 40, (element("i"), element("iCs"))),
        _Style("TOCHeading", "TOC Heading", "Heading2", "BodyText", priority=39,
               paragraph=(toggle("outlineLvl", 9),)),
        *(_Style(f"TOC{level}", f"toc {level}", "Normal", priority=39,
                 paragraph=(_spacing(0, 40), element("ind", left=str((level - 1) * 280)))) for level in (1, 2, 3)),
        _Style("TableofFigures", "table of figures", "Normal", priority=99, paragraph=(_spacing(0, 40),)),
    )  # fmt: skip


def _keep() -> tuple[Element, Element]:
    return element("keepNext"), element("keepLines")


def _small(look: Look) -> tuple[_Style, ...]:
    small, muted = look.half_points("small"), look.colour("muted")
    width = PAGE_SIZES[look.page][0] - look.twips("left") - look.twips("right")

    def tabs() -> Element:
        return element("tabs", element("tab", val="right", pos=str(width)))

    caption = (element("keepLines"), _spacing(60, 160))
    return (
        _Style("FootnoteText", "footnote text", paragraph=(_spacing(0, 30, 240),), run=_size(small)),
        _Style("FootnoteBlockText", "Footnote Block Text", "FootnoteText", paragraph=(element("ind", left="284"),)),
        _Style("Caption", "caption", "Normal", "BodyText", priority=35, quick=True, paragraph=caption,
               run=(_major(), toggle("color", muted), *_size(small))),
        _Style("TableCaption", "Table Caption", "Caption", "BodyText",
               paragraph=(element("keepNext"), _spacing(160, 80)),
               run=(*_bold(), toggle("color", look.colour("text")))),
        _Style("ImageCaption", "Image Caption", "Caption", "BodyText"),
        _Style("TableText", "Table Text", "Normal", paragraph=(_spacing(40, 40, 247),),
               run=_size(round((look.half_points("body") + small) / 2)), priority=3, quick=True),
        _Style("CommentText", "annotation text", "Normal", paragraph=(_spacing(0, 0, 240),), run=_size(20)),
        _Style("Header", "header", "Normal", paragraph=(tabs(),),
               run=(_major(), toggle("color", muted), *_size(small))),
        _Style("Footer", "footer", "Normal", paragraph=(tabs(),),
               run=(_major(), toggle("color", muted), *_size(small))),
    )  # fmt: skip


def box_properties(look: Look, style: str) -> tuple[Element, Element, Element]:
    """The border, shading and indentation that make paragraphs a box."""
    tint, accent, rule = look.colour("tint"), look.colour("accent"), look.colour("rule")
    bar = rule if style in ("Note", "Box", "WhatChanged") else accent
    # In the tint's own colour the other borders are the box's padding.
    border = element(
        "pBdr", _rule("top", tint, 4, 4), _rule("left", bar, 24, 7), _rule("bottom", tint, 4, 4),
        _rule("right", tint, 4, 7),
    )  # fmt: skip
    shading = element("shd", val="clear", color="auto", fill=tint)
    return border, shading, element("ind", left=str(BOX_INDENT), right=str(BOX_INDENT - 40))


def _boxes(look: Look) -> tuple[_Style, ...]:
    names = {"KeyPoints": "Key Points", "AtAGlance": "At a Glance", "WhatChanged": "What Changed"}
    return tuple(
        _Style(style, names.get(style, style), "BodyText", priority=30, quick=True,
               paragraph=(*box_properties(look, style), _spacing(0, 80)))
        for style in BOXES.values()
    )  # fmt: skip


def _characters(look: Look) -> tuple[_Style, ...]:
    mono = element("rFonts", ascii=look.mono, hAnsi=look.mono, cs=look.mono)
    plain = "DefaultParagraphFont"
    raised = (toggle("vertAlign", "superscript"),)
    return (
        _Style(plain, "Default Paragraph Font", "", kind="character", default=True, priority=1),
        _Style("VerbatimChar", "Verbatim Char", plain, kind="character", run=(mono, *_size(look.half_points("small")))),
        _Style("FootnoteReference", "footnote reference", plain, kind="character", run=raised),
        _Style("Hyperlink", "Hyperlink", plain, kind="character", run=(toggle("color", look.colour("accent")),)),
        _Style("SectionNumber", "Section Number", plain, kind="character"),
        _Style("CommentReference", "annotation reference", plain, kind="character", run=_size(16)),
    )


def _tables(look: Look) -> tuple[_Style, ...]:
    accent, rule = look.colour("accent"), look.colour("rule")
    sides = {"top": "0", "left": "90", "bottom": "0", "right": "90"}
    margins = element("tblCellMar", *(element(side, w=width, type="dxa") for side, width in sides.items()))
    nothing = element("tblPr", element("tblInd", w="0", type="dxa"), margins)

    def first_column() -> Element:
        return element("tblStylePr", element("rPr", *_bold(), toggle("color", accent)), type="firstCol")

    return (
        _Style("TableNormal", "Normal Table", "", kind="table", default=True, table=(nothing,)),
        _Style("Table", "Table", "TableNormal", kind="table", table=(_ruled(rule, accent), _header(look))),
        _Style("KeyFigures", "Key Figures", "Table", kind="table",
               table=(_ruled(rule, accent), _header(look), first_column())),
        _Style("Timeline", "Timeline", "Table", kind="table",
               table=(_ruled(rule, accent), _header(look), first_column())),
        _Style("Sources", "Sources", "Table", kind="table", table=(_ruled(rule, accent), _header(look))),
        _Style("NoList", "No List", "", kind="numbering", default=True),
    )  # fmt: skip


def _ruled(rule: str, accent: str) -> Element:
    borders = element("tblBorders", _rule("top", accent, 8), _rule("bottom", accent, 8), _rule("insideH", rule, 4))
    return element("tblPr", borders)


def _header(look: Look) -> Element:
    shading = element("shd", val="clear", color="auto", fill=look.colour("tint"))
    below = element("tcBorders", _rule("bottom", look.colour("accent"), 6))
    cell = element("tcPr", below, shading, toggle("vAlign", "bottom"))
    return element("tblStylePr", element("rPr", *_bold()), cell, type="firstRow")


PAGE_SIZES: Mapping[str, tuple[int, int]] = {"A4": (11906, 16838), "Letter": (12240, 15840)}
"""Width and height, twips."""
