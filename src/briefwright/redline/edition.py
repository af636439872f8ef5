"""A DOCX opened for comparing: its document, its notes, and what they lean on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from briefwright.diagnostics import BriefwrightError, Code, Location, error
from briefwright.redline.settle import settle
from briefwright.word.ooxml import Element, parse, w
from briefwright.word.package import MAIN_DOCUMENT, OFFICE, BadPackageError, Package, read_package
from briefwright.word.reading import MAX_XML_BYTES

NOTES = ("footnote", "endnote")


@dataclass(slots=True)
class Edition:
    """One of the two documents; changes that were tracked in it are carried out."""

    package: Package
    main: str
    """The name of the document's part."""
    root: Element
    """Of the document's part."""
    notes: dict[str, Element] = field(default_factory=dict)
    """The roots of the notes' parts, by kind: footnote, endnote."""
    parts: dict[str, str] = field(default_factory=dict)
    """The names of the notes' parts, by kind."""
    styles: Element | None = None
    numbering: Element | None = None
    numbering_part: str = ""

    @property
    def body(self) -> Element:
        """What holds the document's blocks."""
        return self.root.find(w("body"))

    def part_of(self, kind: str) -> str:
        """The name of a part: "document", "footnote" or "endnote"; empty where there is none."""
        return self.main if kind == "document" else self.parts.get(kind, "")

    def notes_of(self, kind: str) -> Mapping[str, Element]:
        """The notes of a kind by id, without the lines that separate them from the text."""
        root = self.notes.get(kind)
        if root is None:
            return {}
        return {str(note.get(w("id"))): note for note in root.findall(w(kind)) if note.get(w("type")) is None}


def open_edition(data: bytes, path: str, *, comments: bool) -> Edition:
    """Read a DOCX that may come from anywhere, and carry out the changes that are tracked in it.

    path: the file's name, for findings. comments: whether comments in its text stay. Raises BriefwrightError (D001,
    D003) where it cannot be read: a part left out would be shown as deleted.
    """
    at = Location(path)
    try:
        return _open(read_package(data), comments=comments)
    except (BadPackageError, ValueError) as problem:
        message = f"the file cannot be read: {problem}"
        raise BriefwrightError(error(Code.DOCX_UNREADABLE, message, at, hint="save it as .docx")) from problem
    except _DamagedPartError as problem:
        hint = "open it in Word and save it again"
        raise BriefwrightError(error(Code.DOCX_DAMAGED_PART, str(problem), at, hint=hint)) from problem


class _DamagedPartError(Exception):
    pass


def _open(package: Package, *, comments: bool) -> Edition:
    mains = package.related("", MAIN_DOCUMENT)
    if not mains:
        raise ValueError("it holds no Word document")
    made = Edition(package, mains[0], _parse(package.parts[mains[0]]))
    if made.body is None:
        raise ValueError("its document has no body")
    for kind in NOTES:
        name, root = _optional(package, mains[0], f"{kind}s")
        if root is not None:
            made.notes[kind], made.parts[kind] = root, name
    made.styles = _optional(package, mains[0], "styles")[1]
    made.numbering_part, made.numbering = _optional(package, mains[0], "numbering")
    for root in (made.root, *made.notes.values()):
        settle(root, comments=comments)
    return made


def _optional(package: Package, main: str, kind: str) -> tuple[str, Element | None]:
    for name in package.related(main, f"{OFFICE}/{kind}"):
        try:
            return name, _parse(package.parts[name])
        except ValueError as problem:
            raise _DamagedPartError(f"the part {name} cannot be read: {problem}") from problem
    return "", None


def _parse(data: bytes) -> Element:
    if len(data) > MAX_XML_BYTES:
        raise ValueError(f"it has {len(data)} bytes of text, more than are read")
    return parse(data)
