"""A finished document in a house's clothes: its styles, theme, fonts, page, head, foot and cover around our text."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefwright.diagnostics import Code, Finding, Location, warning
from briefwright.document import Document, Face
from briefwright.word.furniture import add_furniture
from briefwright.word.house.cover import FURNITURE, Cover, clean, cover_of, place_contents
from briefwright.word.house.fill import Filling, unknown_places, unwrap, values_of
from briefwright.word.house.numbering import merge_numbering
from briefwright.word.house.parts import Bringer
from briefwright.word.house.sheet import house_look, merged_styles, rename
from briefwright.word.house.template import House, left_out, targets
from briefwright.word.ooxml import (
    COMPATIBILITY,
    DRAWING_WORD,
    RELATIONSHIPS,
    Element,
    element,
    parse,
    properties_of,
    put_property,
    serialise,
    style_of,
    w,
)
from briefwright.word.package import OFFICE, Package, relationships_of, target_of
from briefwright.word.styles import Look

_MAIN, _NUMBERING, _SETTINGS = "word/document.xml", "word/numbering.xml", "word/settings.xml"
_STYLED = ("word/footnotes.xml", "word/comments.xml")
MAX_FURNITURE = 60
"""Heads and feet that are taken over: three of each in ten sections."""
_OURS = re.compile(r"word/(header|footer)\d\.xml")
_FONTS = "word/fontTable.xml"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_ID = f"{{{RELATIONSHIPS}}}id"
_ALWAYS = ("Normal", "DefaultParagraphFont", "TableNormal", "NoList", "BodyText", "Heading1", "Heading2", "Heading3",
           "Header", "Footer", "FootnoteText", "FootnoteReference", "Hyperlink")  # fmt: skip
"""Styles that a colleague who goes on writing looks for."""
_CONTENTS = ("TOCHeading", "TOC1", "TOC2", "TOC3", "TableofFigures")
_HOLDERS = frozenset({w("drawing"), w("object"), w("pict"), w("control"), f"{{{COMPATIBILITY}}}AlternateContent"})
"""What is left out with a part that it shows."""
_TITLE_BLOCK = {"Imprint": ("institution", "number", "marking"), "Title": ("title",), "Subtitle": ("subtitle",),
                "Author": ("authors", "date")}  # fmt: skip
"""Styles of our title block -> what they tell; a line goes where the cover tells one of these."""
_EARLY_SETTINGS = ("gutterAtTop", "mirrorMargins", "saveSubsetFonts", "embedTrueTypeFonts")
_LATE_SETTINGS = ("autoHyphenation", "consecutiveHyphenLimit", "hyphenationZone", "doNotHyphenateCaps",
                  "evenAndOddHeaders")  # fmt: skip
"""Settings that shape the page, in the schema's order (ECMA-376 part 1, 17.15.1.78), after w:defaultTabStop; the early
ones backwards after w:zoom. The others are ours."""


@dataclass(frozen=True, slots=True)
class Dressing:
    """What a house has for a document."""

    house: House
    document: Document
    look: Look
    """For what we add to the house's styles."""
    cover: Cover


def text_width(section: Element) -> int:
    """The width that a w:sectPr leaves for text, twips: of its first column where it has several."""
    size, margin = section.find(w("pgSz")), section.find(w("pgMar"))
    page = _number(size, "w", 11906)
    width = page - _number(margin, "left", 1440) - _number(margin, "right", 1440) - _number(margin, "gutter", 0)
    columns = section.find(w("cols"))
    count = _number(columns, "num", 1)
    space = _number(columns, "space", 708)
    return max(1000, (width - (count - 1) * space) // max(1, count))


def _number(item: Element | None, name: str, default: int) -> int:
    text = "" if item is None else str(item.get(w(name), ""))
    return int(float(text)) if text.replace(".", "", 1).lstrip("-").isdigit() and len(text) < 9 else default


def begin(house: House, document: Document, look: Look) -> Dressing:
    """Look at what a house has for a document."""
    return Dressing(house, document, house_look(look, house), cover_of(house))


def dress(package: Package, root: Element, dressing: Dressing) -> tuple[Finding, ...]:
    """Put a document, whose other parts are finished, into a house's clothes, in place.

    root: the document part, to be put into the package afterwards, with the namespaces of `namespaces`. Findings:
    what of the house is left out, and a marking that has no place.
    """
    house, document, cover = dressing.house, dressing.document, dressing.cover
    bringer = Bringer(house.package, package)
    text, furniture = Filling(values_of(document)), Filling(values_of(document))
    before, after = (_filled(half, text) for half in (cover.before, cover.after))
    _drop_told(root, text)
    contents = _contents(root) if cover.has_contents else []
    styles, mapping = merged_styles(house, dressing.look, _used(package, root))
    for name in ("word/footnotes.xml", "word/comments.xml"):
        if name in package.parts:
            part = parse(package.parts[name])
            rename(part, mapping)
            package.parts[name] = serialise(part)
    for part in (root, *contents):
        rename(part, mapping)
    theirs = [before, after, cover.final]
    furnished = _furnish(package, theirs, dressing, bringer, furniture)
    for block in theirs:
        _relate(block, _MAIN, house.main, bringer)
    _number_lists(package, house, [styles, before, after])
    place_contents([before, after], contents)
    _make_unique([before, after])
    _place(root, list(before), list(after), cover.final)
    if document.word.face is Face.FINAL:
        for control in list(root.iter(w("sdt"))):
            unwrap(control)
    package.parts["word/styles.xml"] = serialise(styles)
    _bring_looks(package, house, bringer)
    _bring_settings(package, house)
    _number_pictures(root)
    left = left_out(house, bringer.left_out, [*text.made_text, *furniture.made_text])
    unknown = unknown_places(house.path, [*text.unknown, *furniture.unknown])
    return (*left, *unknown, *(_unmarked(dressing, text, furniture) if furnished else ()))


def namespaces(house: House) -> tuple[dict[str, str], list[str]]:
    """The prefixes that a house's text may name in attributes, and those of them that may be ignored."""
    root = house.document
    declared = {prefix: uri for prefix, uri in root.nsmap.items() if prefix}
    ignorable = root.get(f"{{{COMPATIBILITY}}}Ignorable", "").split()
    return declared, [prefix for prefix in ignorable if prefix in declared]


def _filled(half: Sequence[Element], filling: Filling) -> Element:
    """A half of the cover in an element of its own, filled."""
    holder = element("body", *half)
    filling.fill(holder)
    return holder


def _drop_told(root: Element, filling: Filling) -> None:
    """Leave out the lines of our title block that the cover tells."""
    for paragraph in list(root.iter(w("p"))):
        told = _TITLE_BLOCK.get(style_of(paragraph), ())
        if any(name in filling.filled for name in told):
            paragraph.getparent().remove(paragraph)


def _used(package: Package, root: Element) -> list[str]:
    parts = [root, *(parse(package.parts[name]) for name in _STYLED if name in package.parts)]
    used = (item.get(w("val"), "") for part in parts for item in part.iter(w("pStyle"), w("rStyle"), w("tblStyle")))
    return list(dict.fromkeys((*_ALWAYS, *used)))


def _furnish(
    package: Package, theirs: Sequence[Element], dressing: Dressing, bringer: Bringer, filling: Filling
) -> bool:
    """The house's heads and feet; ours where it has none at all. Gives whether it has any."""
    house = dressing.house
    references = [item for block in theirs for item in block.iter(*FURNITURE)]
    brought: dict[str, str] = {}
    for item in references:
        name = _target(house, item)
        if not name or (name not in brought and len(brought) >= MAX_FURNITURE):
            item.getparent().remove(item)
            continue
        if name not in brought:
            kind = "header" if item.tag == FURNITURE[0] else "footer"
            brought[name] = _bring_furniture(package, name, kind, bringer, filling)
            if dressing.document.word.face is Face.FINAL:
                _open_controls(package, bringer.part(name, ""))
        item.set(_ID, brought[name])
    if not references:
        add_furniture(package, dressing.cover.final, dressing.document)
        _set_tabs(package, dressing)
    return bool(references)


def _set_tabs(package: Package, dressing: Dressing) -> None:
    """The right edge of our head and foot at that of the house's page, whatever tabs its styles have."""
    width = text_width(dressing.cover.final)
    stops = {
        item.get(w("pos"), "") for item in dressing.house.styles.iter(w("tab")) if item.getparent().tag == w("tabs")
    }
    for name in [name for name in package.parts if _OURS.fullmatch(name)]:
        root = parse(package.parts[name])
        for paragraph in root.iter(w("p")):
            cleared = [element("tab", val="clear", pos=stop) for stop in sorted(stops) if stop != str(width)]
            put_property(
                properties_of(paragraph), element("tabs", *cleared, element("tab", val="right", pos=str(width)))
            )
        package.parts[name] = serialise(root)


def _open_controls(package: Package, name: str) -> None:
    root = parse(package.parts[name])
    for control in list(root.iter(w("sdt"))):
        unwrap(control)
    package.parts[name] = serialise(root)


def _target(house: House, reference: Element) -> str:
    kind, target, outside = targets(house.package, house.main).get(reference.get(_ID, ""), ("", "", True))
    name = "" if outside else target_of(relationships_of(house.main), target)
    return name if kind in ("header", "footer") and name in house.package.parts else ""


def _bring_furniture(package: Package, name: str, kind: str, bringer: Bringer, filling: Filling) -> str:
    """Bring a head or foot, filled, and return the id of its relationship."""
    root = parse(bringer.house.parts[name])
    clean(root)
    filling.fill(root)
    for item in list(root.iter(w("numPr"))):
        item.getparent().remove(item)
    new = bringer.part(name, f"{_TYPE}.{kind}+xml")
    _relate(root, new, name, bringer)
    _number_pictures(root)
    _make_unique([root])
    package.parts[new] = serialise(root)
    return package.relate(_MAIN, f"{OFFICE}/{kind}", posixpath.relpath(new, "word"))


def _relate(block: Element, source: str, theirs: str, bringer: Bringer) -> None:
    """Give what names other parts new ids; what names a part that is left out goes with it."""
    for item in [item for item in block.iter() if item.tag not in FURNITURE]:
        for name in [name for name in item.attrib if name.startswith(f"{{{RELATIONSHIPS}}}")]:
            new = bringer.relation(source, theirs, item.get(name))
            if new:
                item.set(name, new)
            else:
                _leave_out(item, name)
                break


def _leave_out(item: Element, attribute: str) -> None:
    holder = next((one for one in item.iterancestors() if one.tag in _HOLDERS), item if item.tag in _HOLDERS else None)
    if holder is not None:
        while (outer := next((one for one in holder.iterancestors() if one.tag in _HOLDERS), None)) is not None:
            holder = outer
        if holder.getparent() is not None:
            holder.getparent().remove(holder)
    elif item.tag == w("hyperlink") and item.getparent() is not None:
        for child in list(item):
            item.addprevious(child)
        item.getparent().remove(item)
    else:
        item.attrib.pop(attribute, None)


def _number_lists(package: Package, house: House, theirs: Sequence[Element]) -> None:
    name = house.part("numbering")
    ours = parse(package.parts[_NUMBERING])
    merge_numbering(ours, parse(house.package.parts[name]) if name else element("numbering"), theirs)
    package.parts[_NUMBERING] = serialise(ours)


def _place(root: Element, before: Sequence[Element], after: Sequence[Element], final: Element) -> None:
    body = root.find(w("body"))
    for old in body.findall(w("sectPr")):
        body.remove(old)
    body[:0] = before
    body.extend([*after, final])


def _contents(root: Element) -> list[Element]:
    """The paragraphs of our tables of contents, taken out."""
    found = [item for item in root.iter(w("p")) if style_of(item) in _CONTENTS]
    for item in found:
        item.getparent().remove(item)
    return found


def _bring_looks(package: Package, house: House, bringer: Bringer) -> None:
    """Theme and fonts."""
    name = house.part("theme")
    if name and b"r:embed" not in house.package.parts[name] and b"r:link" not in house.package.parts[name]:
        package.parts["word/theme/theme1.xml"] = serialise(parse(house.package.parts[name]))
    name = house.part("fontTable")
    if name:
        root = parse(house.package.parts[name])
        for item in [item for item in root.iter() if item.get(_ID) is not None]:
            new = bringer.relation(_FONTS, name, item.get(_ID))
            item.set(_ID, new)
            if not new:
                item.getparent().remove(item)
        package.parts[_FONTS] = serialise(root)


def _bring_settings(package: Package, house: House) -> None:
    name = house.part("settings")
    if not name:
        return
    theirs, ours = parse(house.package.parts[name]), parse(package.parts[_SETTINGS])
    stop = ours.find(w("defaultTabStop"))
    for kind in _EARLY_SETTINGS:
        for item in theirs.findall(w(kind)):
            ours.find(w("zoom")).addnext(item)
    for kind in reversed(_LATE_SETTINGS):
        for item in theirs.findall(w(kind)):
            stop.addnext(item)
    package.parts[_SETTINGS] = serialise(ours)


def _number_pictures(root: Element) -> None:
    """Numbers of pictures that are unique in a part."""
    for number, item in enumerate(root.iter(f"{{{DRAWING_WORD}}}docPr"), start=1):
        item.set("id", str(number))


def _make_unique(theirs: Sequence[Element]) -> None:
    """Controls of theirs get their ids from Word: they might be those of ours."""
    for properties in [item for block in theirs for item in block.iter(w("sdtPr"))]:
        for item in properties.findall(w("id")):
            properties.remove(item)


def _unmarked(dressing: Dressing, text: Filling, furniture: Filling) -> Iterator[Finding]:
    marking = dressing.document.brief.meta.marking
    if marking and "marking" not in furniture.filled:
        where = "on its cover" if "marking" in text.filled else "at its head"
        message = f"the marking `{marking}` stands {where} alone: the Word template has no place for it on each page"
        hint = "put {marking} or a content control with the tag `bw:marking` into its head or foot"
        yield warning(Code.WORD_TEMPLATE_WITHOUT_PLACE, message, Location(dressing.house.path), hint=hint)
