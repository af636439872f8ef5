"""What styles, numbering and relationships say about paragraphs and runs, by whatever names a program gives them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from briefwright.word.ooxml import Element, w

_LOOKS = {"b": "strong", "i": "emph", "strike": "strike", "dstrike": "strike", "smallCaps": "small-caps"}
_STYLES = {"strong": "strong", "emphasis": "emph", "verbatim char": "code", "source text": "code"}
"""Styles of characters that say what a look says."""
_HEADING = re.compile(r"heading (\d)\Z")
_OFF = ("0", "false", "off", "none")
_DIGITS = tuple("0123456789")
"""What a level can be."""
_DEPTH = 20
"""Styles that are based one on another, at most."""


@dataclass(frozen=True, slots=True)
class Style:
    """A style of the file."""

    name: str
    based_on: str
    level: int
    """Of a heading, from 1; 0 for others."""
    list_id: str
    """The list that its paragraphs belong to; empty for none."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Styles and lists of a file."""

    styles: Mapping[str, Style] = field(default_factory=dict)
    bullets: Mapping[tuple[str, int], bool] = field(default_factory=dict)
    """By list and level: whether it has bullets; not there: numbers."""

    def name(self, style: str) -> str:
        """A style's name in lower case; its id where the file does not describe it."""
        return self.styles[style].name if style in self.styles else style.lower()

    def heading_level(self, paragraph: Element, style: str) -> int:
        """The level of a heading, 0 for what is none."""
        own = paragraph.find(f"{w('pPr')}/{w('outlineLvl')}")
        if own is not None and own.get(w("val"), "") in _DIGITS:
            return int(own.get(w("val"))) + 1 if int(own.get(w("val"))) < 9 else 0
        for _ in range(_DEPTH):
            known = self.styles.get(style)
            if known is None:
                found = re.fullmatch(r"Heading(\d)", style)
                return int(found[1]) if found else 0
            if known.level:
                return known.level
            style = known.based_on
        return 0

    def list_place(self, paragraph: Element, style: str) -> tuple[int, bool] | None:
        """The level of a list item, from 0, and whether it is numbered; None for what is none."""
        given = paragraph.find(f"{w('pPr')}/{w('numPr')}")
        number, level = _value(given, "numId"), _value(given, "ilvl")
        for _ in range(_DEPTH):
            known = self.styles.get(style)
            if number or known is None:
                break
            number, style = known.list_id, known.based_on
        if not number or number == "0":
            return None
        depth = int(level) if level in _DIGITS else 0
        return depth, not self.bullets.get((number, depth), False)

    def looks(self, run: Element) -> frozenset[str]:
        """What a run's own properties say of its text."""
        properties = run.find(w("rPr"))
        if properties is None:
            return frozenset()
        found = {look for name, look in _LOOKS.items() if _is_on(properties.find(w(name)))}
        style = properties.find(w("rStyle"))
        if style is not None and self.name(style.get(w("val"), "")) in _STYLES:
            found.add(_STYLES[self.name(style.get(w("val"), ""))])
        place = _value(properties, "vertAlign")
        found |= {"superscript": {"sup"}, "subscript": {"sub"}}.get(place, set())
        if _is_on(properties.find(w("u"))) and style is None:
            found.add("underline")
        return frozenset(found)


def _value(parent: Element | None, name: str) -> str:
    found = None if parent is None else parent.find(w(name))
    return "" if found is None else str(found.get(w("val"), ""))


def _is_on(item: Element | None) -> bool:
    return item is not None and item.get(w("val"), "true").lower() not in _OFF


def sheet_of(styles: Element | None, numbering: Element | None) -> Sheet:
    """What two parts say; None for a part that the file does not have."""
    return Sheet(_styles(styles), _bullets(numbering))


def _styles(root: Element | None) -> dict[str, Style]:
    found: dict[str, Style] = {}
    for item in () if root is None else root.iter(w("style")):
        name = _value(item, "name").lower()
        heading = _HEADING.match(name)
        outline = _value(item.find(w("pPr")), "outlineLvl")
        level = int(heading[1]) if heading else int(outline) + 1 if outline in _DIGITS[:9] else 0
        number = item.find(f"{w('pPr')}/{w('numPr')}")
        found[item.get(w("styleId"), "")] = Style(name, _value(item, "basedOn"), level, _value(number, "numId"))
    return found


def _bullets(root: Element | None) -> dict[tuple[str, int], bool]:
    if root is None:
        return {}
    abstract: dict[str, dict[int, bool]] = {}
    for item in root.iter(w("abstractNum")):
        levels = {
            int(level.get(w("ilvl"), "0")): _value(level, "numFmt") in ("bullet", "none")
            for level in item.iter(w("lvl"))
            if level.get(w("ilvl"), "0") in _DIGITS
        }
        abstract[item.get(w("abstractNumId"), "")] = levels
    found: dict[tuple[str, int], bool] = {}
    for item in root.iter(w("num")):
        for level, bullet in abstract.get(_value(item, "abstractNumId"), {}).items():
            found[item.get(w("numId"), ""), level] = bullet
    return found
