"""What a house's .docx has of what Briefwright needs, for the people who make it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from briefwright.diagnostics import Code, Finding, Location, warning
from briefwright.word.house.cover import clean, cover_of
from briefwright.word.house.fill import NAMES, Filling, unknown_places
from briefwright.word.house.sheet import Match, matches
from briefwright.word.house.template import House, left_out, open_house
from briefwright.word.ooxml import Element, element, parse
from briefwright.word.package import OFFICE
from briefwright.word.styles import Look

_DEFAULTS = ("Normal", "DefaultParagraphFont", "TableNormal", "NoList")


@dataclass(frozen=True, slots=True)
class Place:
    """A place to fill."""

    name: str
    where: str
    """cover, head or foot."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a template has and lacks."""

    styles: tuple[Match, ...]
    """Each style that Briefwright uses, with the template's."""
    places: tuple[Place, ...]
    cover: str
    """What of its text is kept, in words; empty for none."""
    findings: tuple[Finding, ...]

    @property
    def lacking(self) -> int:
        """How many styles Briefwright adds where a document uses them."""
        return sum(1 for style in self.styles if not style.theirs)


def lint(path: Path, look: Look, shown: str = "") -> Report:
    """Look through a house's .docx. Raises BriefwrightError where it cannot be read.

    look: of the theme whose styles fill what lacks. shown: how findings name the file.
    """
    opened = open_house(path, shown)
    house = opened.value
    styles = tuple(match for match in matches(house, look) if match.id not in _DEFAULTS)
    fillings = {where: _filled(roots) for where, roots in _texts(house).items()}
    places = tuple(
        Place(name, where) for where, filling in fillings.items() for name in NAMES if name in filling.filled
    )
    findings = [*opened.findings]
    for filling in fillings.values():
        findings += left_out(house, (), filling.made_text)
    findings += unknown_places(house.path, [name for filling in fillings.values() for name in filling.unknown])
    if any(_texts(house)[where] for where in ("head", "foot")):
        findings += _unmarked(house, fillings)
    return Report(styles, places, cover_of(house).where, tuple(findings))


def _unmarked(house: House, fillings: dict[str, Filling]) -> Iterator[Finding]:
    if not any("marking" in fillings[where].filled for where in ("head", "foot")):
        message = "the Word template has no place for a marking in its heads and feet"
        hint = "put {marking} or a content control with the tag `bw:marking` there, if your briefs have markings"
        yield warning(Code.WORD_TEMPLATE_WITHOUT_PLACE, message, Location(house.path), hint=hint)


def _texts(house: House) -> dict[str, list[Element]]:
    cover = cover_of(house)
    texts = {"cover": [element("body", *cover.before, *cover.after)]}
    for where, kind in (("head", "header"), ("foot", "footer")):
        names = house.package.related(house.main, f"{OFFICE}/{kind}")
        texts[where] = [
            root for name in dict.fromkeys(names) if (root := _parsed(house.package.parts[name])) is not None
        ]
    return texts


def _parsed(data: bytes) -> Element | None:
    """A part, None for one that is damaged; dressing a brief names it."""
    try:
        return parse(data)
    except ValueError:
        return None


def _filled(roots: Sequence[Element]) -> Filling:
    filling = Filling({})
    for root in roots:
        clean(root)
        filling.fill(root)
    return filling
