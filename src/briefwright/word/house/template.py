"""A house's .docx read, and what of it is not taken over: programs, and what lies outside the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from briefwright.diagnostics import BriefwrightError, Code, Finding, Location, Warned, error, warning
from briefwright.word.house.names import Names
from briefwright.word.ooxml import Element, element, parse, serialise, w
from briefwright.word.package import (
    MAIN_DOCUMENT,
    OFFICE,
    BadPackageError,
    Package,
    read_package,
    relationships_of,
)

MAX_BYTES = 32 * 1024 * 1024
"""Of the file: templates with photographs on their cover have one or two."""
MAX_XML_BYTES = 16 * 1024 * 1024
"""Of one of its parts of text."""


@dataclass(frozen=True, slots=True)
class House:
    """A house's .docx, opened."""

    path: str
    """For findings."""
    package: Package
    main: str
    """The name of its document part."""
    styles: Element
    names: Names

    @property
    def document(self) -> Element:
        """Its text, parsed anew: it is taken apart by those who ask for it."""
        return parse(self.package.parts[self.main])

    def part(self, kind: str) -> str:
        """The name of the document's part of one kind of relationship ("theme"); empty where it has none."""
        return next(iter(self.package.related(self.main, f"{OFFICE}/{kind}")), "")


def open_house(path: Path, shown: str = "") -> Warned[House]:
    """Read a house's .docx, .dotx or .docm, which may come from anywhere.

    shown: how findings name it; the path by default. The findings name what of it is left out. Raises
    BriefwrightError where it cannot be read.
    """
    at = Location(shown or path.as_posix())
    try:
        data = path.read_bytes() if path.stat().st_size <= MAX_BYTES else b""
    except OSError as problem:
        raise _unreadable(at, problem.strerror or str(problem)) from problem
    if not data:
        raise _unreadable(at, f"it is empty or has more than {MAX_BYTES // 1024 // 1024} MB")
    try:
        house = _house(read_package(data), at.path)
    except (BadPackageError, ValueError) as problem:
        raise _unreadable(at, str(problem)) from problem
    return Warned(house, tuple(_left_out(house, at)))


def _unreadable(at: Location, why: str) -> BriefwrightError:
    hint = "save it in Word as .docx"
    return BriefwrightError(
        error(Code.WORD_TEMPLATE_UNREADABLE, f"the Word template cannot be read: {why}", at, hint=hint)
    )


def _house(package: Package, path: str) -> House:
    main = next(iter(package.related("", MAIN_DOCUMENT)), "")
    if not main:
        raise ValueError("it holds no Word document")
    large = [
        name for name, part in package.parts.items() if name.endswith((".xml", ".rels")) and len(part) > MAX_XML_BYTES
    ]
    if large:
        raise ValueError(f"its part {large[0]} is larger than is read")
    text = parse(package.parts[main])
    if text.find(w("body")) is None:
        raise ValueError("it has no text")
    name = next(iter(package.related(main, f"{OFFICE}/styles")), "")
    styles = parse(package.parts[name]) if name else element("styles")
    for part in [name for name in package.parts if name.endswith(".rels")]:
        parse(package.parts[part])  # what is no XML is told now
    used = {item.get(w("val"), "") for item in text.iter(w("pStyle"), w("rStyle"), w("tblStyle"))}
    return House(path, package, main, styles, Names(styles, used))


def _left_out(house: House, at: Location) -> Iterator[Finding]:
    if any("vbaProject" in name for name in house.package.parts):
        yield _finding("its macros are left out", at)
    for name in sorted(house.package.parts):
        if name.endswith(".rels"):
            yield from (_finding(text, at) for text in _outside(house.package, name))


def _outside(package: Package, name: str) -> Iterator[str]:
    """Relationships that lead out of the file, but for links that a reader follows himself."""
    for item in parse(package.parts[name]):
        kind = str(item.get("Type", "")).rpartition("/")[2]
        if item.get("TargetMode") == "External" and kind != "hyperlink":
            yield f"what it takes from outside is left out: {kind} {item.get('Target', '')[:200]}"


def _finding(message: str, at: Location) -> Finding:
    return warning(Code.WORD_TEMPLATE_PART_LEFT_OUT, message, at)


def left_out(house: House, what: Iterable[str], fields: Iterable[str] = ()) -> tuple[Finding, ...]:
    """Findings about things in the text of a template that are not taken over, each once.

    fields: types of fields that would take in what lies outside the file.
    """
    at = Location(house.path)
    things = (_finding(f"{one} is left out", at) for one in dict.fromkeys(what))
    made_text = (
        _finding(f"its field {one} becomes text: it reads what lies outside", at) for one in dict.fromkeys(fields)
    )
    return (*things, *made_text)


def targets(package: Package, part: str) -> dict[str, tuple[str, str, bool]]:
    """The relationships of a part by their ids: kind (the last step of its type), target, whether it is outside."""
    path = relationships_of(part)
    if path not in package.parts:
        return {}
    return {
        item.get("Id", ""): (
            str(item.get("Type", "")).rpartition("/")[2],
            item.get("Target", ""),
            item.get("TargetMode") == "External",
        )
        for item in parse(package.parts[path])
        if isinstance(item.tag, str)
    }


def write_part(package: Package, name: str, root: Element) -> None:
    """Put a part back."""
    package.parts[name] = serialise(root)
