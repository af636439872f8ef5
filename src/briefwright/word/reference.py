"""The reference document that pandoc takes its styles from, made from pandoc's own and a theme."""

from __future__ import annotations

import functools

from lxml import etree

from briefwright import pandoc
from briefwright.word.ooxml import DRAWING, Element, element, parse, serialise
from briefwright.word.package import read_package, write_package
from briefwright.word.styles import PAGE_SIZES, Look, make_styles

_SETTINGS_NOTES = {"separator": "-1", "continuationSeparator": "0"}


@functools.lru_cache(maxsize=16)
def reference_docx(look: Look) -> bytes:
    """A reference document with this look."""
    package = read_package(pandoc.default_reference_docx())
    package.parts["word/styles.xml"] = serialise(make_styles(look))
    package.parts["word/theme/theme1.xml"] = _theme(package.parts["word/theme/theme1.xml"], look)
    package.parts["word/fontTable.xml"] = _font_table(look)
    package.parts["word/document.xml"] = _document(look)
    package.parts["word/settings.xml"] = serialise(make_settings(look))
    for part in ("word/comments.xml", "docProps/custom.xml"):
        package.remove(part)
    return write_package(package, 0)


def make_section(look: Look) -> Element:
    """The w:sectPr: paper and margins."""
    width, height = PAGE_SIZES[look.page]
    sides = {side: str(look.twips(side)) for side in ("top", "right", "bottom", "left")}
    # Running head and foot in the middle of their margins, as far as a printer reaches.
    head, foot = max(look.twips("top") // 2, 340), max(look.twips("bottom") // 2, 340)
    return element(
        "sectPr",
        element("pgSz", w=str(width), h=str(height)),
        element("pgMar", **sides, header=str(head), footer=str(foot), gutter="0"),
        element("titlePg"),
    )


def make_settings(look: Look, *, track_changes: bool = False) -> Element:
    """The root of word/settings.xml. track_changes: whether Word notes down who changes what."""
    latin, east_asian, bidi = look.langs
    compatibility = element("compat")
    for name, value in _COMPATIBILITY:
        setting = element("compatSetting", name=name, uri="http://schemas.microsoft.com/office/word", val=value)
        compatibility.append(setting)
    colours = {f"accent{number}": f"accent{number}" for number in range(1, 7)}
    links = {"hyperlink": "hyperlink", "followedHyperlink": "followedHyperlink"}
    return element(
        "settings",
        element("zoom", percent="100"),
        *([element("trackRevisions")] if track_changes else []),
        element("defaultTabStop", val="454"),
        element("characterSpacingControl", val="doNotCompress"),
        element("footnotePr", *(element("footnote", id=number) for number in _SETTINGS_NOTES.values())),
        compatibility,
        element("themeFontLang", val=latin, eastAsia=east_asian, bidi=bidi),
        element("clrSchemeMapping", bg1="light1", t1="dark1", bg2="light2", t2="dark2", **colours, **links),
        element("decimalSymbol", val="."),
        element("listSeparator", val=","),
    )


_COMPATIBILITY = (
    ("compatibilityMode", "15"),  # without it Word opens the file in compatibility mode
    ("overrideTableStyleFontSizeAndJustification", "1"),
    ("enableOpenTypeFeatures", "1"),
    ("doNotFlipMirrorIndents", "1"),
    ("differentiateMultirowTableHeaders", "1"),
)


def _document(look: Look) -> bytes:
    return serialise(element("document", element("body", element("p"), make_section(look))))


def _font_table(look: Look) -> bytes:
    fonts = dict.fromkeys((look.body, look.heading, look.mono, look.complex))
    return serialise(element("fonts", *(element("font", name=name) for name in fonts)))


def _theme(data: bytes, look: Look) -> bytes:
    root = parse(data)
    space = {"a": DRAWING}
    for kind, family in (("major", look.heading), ("minor", look.body)):
        fonts = root.find(f".//a:{kind}Font", space)
        _set_face(fonts.find("a:latin", space), family)
        _set_face(fonts.find("a:cs", space), look.complex)
        _set_face(fonts.find("a:font[@script='Khmr']", space), look.complex)
    for name, colour in (("dk2", "text"), ("accent1", "accent"), ("hlink", "accent"), ("folHlink", "muted")):
        scheme = root.find(f".//a:{name}", space)
        for child in list(scheme):
            scheme.remove(child)
        etree.SubElement(scheme, f"{{{DRAWING}}}srgbClr").set("val", look.colour(colour))
    return serialise(root)


def _set_face(font: Element, family: str) -> None:
    font.set("typeface", family)
    font.attrib.pop("panose", None)
