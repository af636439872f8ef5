"""One style sheet of two: the house's, and of ours what a document uses and the house lacks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace

from briefwright.word.house.names import kind_of, name_of
from briefwright.word.house.template import House
from briefwright.word.ooxml import DRAWING, Element, element, parse, toggle, w
from briefwright.word.styles import Look, make_styles

REFERENCES = ("pStyle", "rStyle", "tblStyle", "basedOn", "next", "link")
"""Elements that name a style by its id."""
_PLAIN = ("BodyText", "FirstParagraph")
"""Text as the house's Normal is: where the house has no such style, its text stands in Normal."""
_INHERITING = ("TableCaption", "ImageCaption", "TableofFigures", "TOC2", "TOC3")
"""Styles that look like the one they are based on, where that is the house's."""


@dataclass(frozen=True, slots=True)
class Match:
    """One of our styles in a house's sheet."""

    id: str
    name: str
    kind: str
    theirs: str
    """The id of the house's; empty where it lacks."""
    theirs_name: str

    @property
    def called_otherwise(self) -> bool:
        """Whether the house has it by another name."""
        return bool(self.theirs) and self.theirs_name.casefold() != self.name.casefold()


def matches(house: House, look: Look) -> list[Match]:
    """Each of our styles with the house's."""
    names = {style.get(w("styleId"), ""): name_of(style) for style in house.styles.iter(w("style"))}
    found = []
    for style in make_styles(look).iter(w("style")):
        theirs = house.names.find(style)
        found.append(Match(style.get(w("styleId")), name_of(style), kind_of(style), theirs, names.get(theirs, "")))
    return found


def house_look(look: Look, house: House) -> Look:
    """The look for what we add: in the house's first accent colour."""
    name = house.part("theme")
    if not name:
        return look
    scheme = parse(house.package.parts[name]).find(f".//{{{DRAWING}}}accent1/{{{DRAWING}}}srgbClr")
    value = "" if scheme is None else str(scheme.get("val", ""))
    if len(value) != 6 or any(letter not in "0123456789abcdefABCDEF" for letter in value):
        return look
    tint = "#" + "".join(f"{255 - (255 - int(value[place : place + 2], 16)) // 11:02x}" for place in (0, 2, 4))
    colours = {**dict(look.colours), "accent": f"#{value.lower()}", "tint": tint, "text": "#000000"}
    return replace(look, colours=tuple(sorted(colours.items())))


def merged_styles(house: House, look: Look, used: Iterable[str]) -> tuple[Element, dict[str, str]]:
    """The house's style sheet with what it lacks, and from each of our ids used to that of the merged sheet.

    used: ids of ours; those that they are based on are added too.
    """
    root = deepcopy(house.styles)
    ours = {style.get(w("styleId")): style for style in make_styles(look).iter(w("style"))}
    wanted = _with_bases([name for name in used if name in ours], ours)
    mapping = {name: house.names.find(ours[name]) for name in wanted}
    taken = {style.get(w("styleId"), "").casefold() for style in root.iter(w("style"))}
    lacking = [name for name in wanted if not mapping[name]]
    for name in lacking:
        mapping[name] = name if name.casefold() not in taken else f"{name}Briefwright"
    for name in lacking:
        made = _fitted(ours[name], mapping, lacking)
        made.set(w("styleId"), mapping[name])
        rename(made, mapping)
        root.append(made)
    _set_language(root, look)
    return root, mapping


def rename(root: Element, mapping: Mapping[str, str]) -> None:
    """Give references to styles their ids in the merged sheet, in place."""
    for item in root.iter(*map(w, REFERENCES)):
        own = item.get(w("val"), "")
        if own in mapping:
            item.set(w("val"), mapping[own])


def _with_bases(names: Iterable[str], ours: Mapping[str, Element]) -> list[str]:
    found: dict[str, None] = {}
    for name in names:
        chain = []
        while name in ours and name not in found:
            chain.append(name)
            base = ours[name].find(w("basedOn"))
            name = "" if base is None else base.get(w("val"), "")
        found |= dict.fromkeys(reversed(chain))
    return list(found)


def _fitted(style: Element, mapping: Mapping[str, str], lacking: Iterable[str]) -> Element:
    """A style of ours among the house's: where it is based on one of theirs, it looks like that."""
    made = deepcopy(style)
    name, base = made.get(w("styleId")), made.find(w("basedOn"))
    own = base is not None and base.get(w("val")) in lacking
    if name.startswith("Heading") and (above := mapping.get(f"Heading{int(name[-1]) - 1}")):
        _set_base(made, above)
        _drop_looks(made)
        made.append(element("pPr", toggle("outlineLvl", int(name[-1]) - 1)))
    elif name in _PLAIN or (name in _INHERITING and not own):
        _drop_looks(made)
    following = made.find(w("next"))
    if following is not None and following.get(w("val")) not in mapping:
        made.remove(following)
    made.attrib.pop(w("default"), None)
    return made


def _set_base(style: Element, identifier: str) -> None:
    base = style.find(w("basedOn"))
    if base is not None:
        base.set(w("val"), identifier)


def _drop_looks(style: Element) -> None:
    for part in (*style.findall(w("pPr")), *style.findall(w("rPr"))):
        style.remove(part)


def _set_language(root: Element, look: Look) -> None:
    """The document's language in place of the template's: spelling is checked, and text read aloud, by it."""
    for old in list(root.iter(w("lang"), w("rsid"))):
        old.getparent().remove(old)
    latin, east_asian, bidi = look.langs
    defaults = root.find(w("docDefaults"))
    if defaults is None:
        defaults = element("docDefaults")
        root.insert(0, defaults)
    run_default = defaults.find(w("rPrDefault"))
    if run_default is None:
        run_default = element("rPrDefault")
        defaults.insert(0, run_default)
    properties = run_default.find(w("rPr"))
    if properties is None:
        properties = element("rPr")
        run_default.append(properties)
    properties.append(element("lang", val=latin, eastAsia=east_asian, bidi=bidi))
