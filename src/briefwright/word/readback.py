"""Reading anchors back from a DOCX: ours, or one that Word or LibreOffice saved.

LibreOffice 7.4 empties `w:sdtPr`, so that controls lose their tags, and keeps bookmarks, sometimes with `_Copy_1`
after the name. Where it reads the document's first footnote it ends the bookmarks of that paragraph one character
early: so each bookmark comes with the whole of its paragraph too, which is what most anchors stand for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from briefwright.diagnostics import Code, Finding, Location, Warned, error, warning
from briefwright.word.manifest_part import find_manifest
from briefwright.word.ooxml import COMPATIBILITY, WORD, Element, parse, w
from briefwright.word.package import MAIN_DOCUMENT, OFFICE, BadPackageError, Package, read_package

MAX_XML_BYTES = 24 * 1024 * 1024
"""Of one part that is parsed; a thousand pages of text take about 10 MB."""
MAX_ANCHORS = 50_000
MAX_OPEN = 200
"""Bookmarks that are open at one time; those above are passed over, as each costs time for every piece of text."""

_COPY = re.compile(r"_Copy_\d+\Z")
_SPACE = re.compile(r"\s+")
_FIXED = {"tab": " ", "br": " ", "cr": " ", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad", "ptab": " "}
"""Elements of a run that stand for a character; line breaks are spaces in an anchor's text."""
_PASSED_OVER = frozenset((w("del"), w("moveFrom"), f"{{{COMPATIBILITY}}}Fallback"))
"""What a person took out with changes tracked, and the second form of what is there already."""


@dataclass(frozen=True, slots=True)
class ControlText:
    """A content control."""

    tag: str
    """Empty where LibreOffice saved the file."""
    text: str
    """What is shown in it, notes left out, white space single."""
    title: str = ""


@dataclass(frozen=True, slots=True)
class BookmarkText:
    """A bookmark."""

    name: str
    """Without LibreOffice's `_Copy_1`."""
    text: str
    """From its start to its end, notes left out, white space single."""
    paragraph: str
    """All of the paragraph that it starts in: what to compare for anchors of paragraphs, items, cells, headings."""
    copy: bool = False
    """Whether its name had `_Copy_1`."""


@dataclass(frozen=True, slots=True)
class ReadBack:
    """What a DOCX says about its anchors."""

    manifest: str = ""
    """JSON text, empty where there is none."""
    controls: tuple[ControlText, ...] = ()
    bookmarks: tuple[BookmarkText, ...] = ()
    application: str = ""
    """The program that saved it, as the file says: "Microsoft Office Word", "LibreOffice/7.4.7.2$Linux_X86_64 ..."."""

    def text_of_fact(self, name: str, tag: str) -> str | None:
        """The text of a fact's anchor: that of its control where the tag is there, else that of its bookmark.

        None where neither is left.
        """
        by_tag = next((control.text for control in self.controls if control.tag == tag), None)
        return by_tag if by_tag is not None else self.text_of(name)

    def text_of(self, name: str, *, whole: bool = False) -> str | None:
        """The text of a bookmark, or of the whole paragraph that it starts in; None where it is gone."""
        found = [bookmark for bookmark in self.bookmarks if bookmark.name == name]
        if not found:
            return None
        best = min(found, key=lambda bookmark: bookmark.copy)
        return best.paragraph if whole else best.text


def read_anchors(data: bytes, path: str = "") -> Warned[ReadBack]:
    """Read the manifest, content controls and bookmarks of a DOCX that may come from anywhere.

    path: the file's name, for findings. An error among the findings means that it could not be read at all.
    """
    at = Location(path) if path else None
    try:
        package = read_package(data)
        roots, findings = _parts(package, at)
    except (BadPackageError, ValueError) as problem:
        return Warned(ReadBack(), (error(Code.DOCX_UNREADABLE, f"the file cannot be read: {problem}", at),))
    reader = _Reader()
    for root in roots:
        reader.read(root)
    manifest = find_manifest(package)
    if not manifest:
        hint = "was it made by briefwright, and saved as .docx?"
        findings.append(warning(Code.DOCX_NO_MANIFEST, "the file carries no manifest", at, hint=hint))
    value = ReadBack(manifest, tuple(reader.controls), tuple(reader.bookmarks), _application(package))
    return Warned(value, tuple(findings))


def _parts(package: Package, at: Location | None) -> tuple[list[Element], list[Finding]]:
    """The document and its notes, parsed. Raises ValueError where there is no document."""
    mains = package.related("", MAIN_DOCUMENT)
    if not mains:
        raise ValueError("it holds no Word document")
    roots, findings = [_parse(package.parts[mains[0]])], []
    for kind in ("footnotes", "endnotes"):
        for name in package.related(mains[0], f"{OFFICE}/{kind}"):
            try:
                roots.append(_parse(package.parts[name]))
            except ValueError as problem:
                findings.append(warning(Code.DOCX_DAMAGED_PART, f"the part {name} cannot be read: {problem}", at))
    return roots, findings


def _parse(data: bytes) -> Element:
    if len(data) > MAX_XML_BYTES:
        raise ValueError(f"it has {len(data)} bytes of text, more than are read")
    return parse(data)


def _application(package: Package) -> str:
    for name in package.related("", f"{OFFICE}/extended-properties"):
        try:
            root = parse(package.parts[name])
        except ValueError:
            return ""
        return next((str(item.text or "") for item in root if str(item.tag).endswith("}Application")), "")
    return ""


@dataclass(slots=True)
class _Open:
    name: str
    pieces: list[str]
    paragraph: list[str]


@dataclass(slots=True)
class _Control:
    tag: str
    title: str
    pieces: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Reader:
    """Walks a part once, adding each piece of text to all that is open around it."""

    controls: list[ControlText] = field(default_factory=list)
    bookmarks: list[BookmarkText] = field(default_factory=list)
    _open: dict[str, _Open] = field(default_factory=dict)
    _stack: list[_Control] = field(default_factory=list)
    _paragraphs: list[list[str]] = field(default_factory=list)
    _done: list[_Open] = field(default_factory=list)

    def read(self, root: Element) -> None:
        """Read a part; bookmarks and controls do not reach over to the next."""
        skipped: Element | None = None
        for event, item in etree.iterwalk(root, events=("start", "end")):
            if skipped is not None:
                if event == "end" and item is skipped:
                    skipped = None
                continue
            name = _local(item)
            if event == "start" and item.tag in _PASSED_OVER:
                skipped = item
            elif event == "start":
                self._start(item, name)
            else:
                self._end(name)
        self._done.extend(self._open.values())
        self._open.clear()
        self.bookmarks.extend(_finished(self._done))
        self._done.clear()

    def _start(self, item: Element, name: str) -> None:
        if name == "t":
            self._add(item.text or "")
        elif name in _FIXED and _local(item.getparent()) == "r":
            self._add(_FIXED[name])
        elif name == "p":
            self._add(" ")  # a paragraph that was split in two is two words still
            self._paragraphs.append([])
        elif name == "sdt":
            self._stack.append(_Control(_property(item, "tag"), _property(item, "alias")))
        elif name == "bookmarkStart" and len(self._open) < MAX_OPEN and len(self._done) < MAX_ANCHORS:
            self._begin(item)
        elif name == "bookmarkEnd":
            self._close(item.get(w("id"), ""))

    def _close(self, number: str) -> None:
        closed = self._open.pop(number, None)
        if closed is not None:
            self._done.append(closed)

    def _begin(self, item: Element) -> None:
        name = item.get(w("name"), "")
        if not name or name == "_GoBack":  # Word's own, where the cursor was
            return
        # A bookmark between blocks starts in the next paragraph, which has not begun yet.
        paragraph = self._paragraphs[-1] if self._paragraphs else []
        self._open[item.get(w("id"), "")] = _Open(name, [], paragraph)

    def _end(self, name: str) -> None:
        if name == "sdt":
            control = self._stack.pop()
            self.controls.append(ControlText(control.tag, _single(control.pieces), control.title))
        elif name == "p":
            self._paragraphs.pop()

    def _add(self, text: str) -> None:
        if not text:
            return
        for bookmark in self._open.values():
            bookmark.pieces.append(text)
        for control in self._stack:
            control.pieces.append(text)
        if self._paragraphs:
            self._paragraphs[-1].append(text)


def _finished(marks: list[_Open]) -> Iterator[BookmarkText]:
    for mark in marks:
        name = _COPY.sub("", mark.name)
        yield BookmarkText(name, _single(mark.pieces), _single(mark.paragraph or mark.pieces), name != mark.name)


def _local(item: Element) -> str:
    """An element's name where it is of the main namespace, else empty."""
    tag = item.tag
    return tag[len(WORD) + 2 :] if isinstance(tag, str) and tag.startswith(f"{{{WORD}}}") else ""


def _property(control: Element, name: str) -> str:
    found = control.find(f"{w('sdtPr')}/{w(name)}")
    return "" if found is None else str(found.get(w("val"), ""))


def _single(pieces: list[str]) -> str:
    return _SPACE.sub(" ", "".join(pieces)).strip()
