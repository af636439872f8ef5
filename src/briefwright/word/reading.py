"""Reading a DOCX, ours or anybody's, into a Story: what it says, who changed it, and around which anchors.

LibreOffice 7.4 empties `w:sdtPr`, so that controls lose their tags, and keeps bookmarks, sometimes with `_Copy_1`
after the name; which is why anchors are read from both.
"""

from __future__ import annotations

from briefwright.diagnostics import Code, Finding, Location, Warned, error, warning
from briefwright.document import WordOptions
from briefwright.word.baseline import baseline_json
from briefwright.word.comment_reading import read_comments
from briefwright.word.manifest_part import find_baseline, find_manifest
from briefwright.word.ooxml import Element, parse, w
from briefwright.word.package import MAIN_DOCUMENT, OFFICE, BadPackageError, Package, read_package
from briefwright.word.part_reading import PartReader, Shared
from briefwright.word.sheet import sheet_of
from briefwright.word.story import Story

MAX_XML_BYTES = 24 * 1024 * 1024
"""Of one part that is parsed; a thousand pages of text take about 10 MB."""

_CORE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"


def read_story(data: bytes, path: str = "") -> Warned[Story | None]:
    """Read a DOCX that may come from anywhere.

    path: the file's name, for findings. The value is None, with an error among the findings, where it cannot be read.
    """
    at = Location(path) if path else None
    try:
        package = read_package(data)
        return story_of(package, at)
    except (BadPackageError, ValueError) as problem:
        return Warned(None, (error(Code.DOCX_UNREADABLE, f"the file cannot be read: {problem}", at),))
    except RecursionError:
        message = "the file cannot be read: its parts stand inside one another too deeply"
        return Warned(None, (error(Code.DOCX_UNREADABLE, message, at),))


def story_of(package: Package, at: Location | None = None) -> Warned[Story | None]:
    """The Story of an open package. Raises ValueError where there is no document in it."""
    mains = package.related("", MAIN_DOCUMENT)
    if not mains:
        raise ValueError("it holds no Word document")
    main, findings = mains[0], list[Finding]()
    optional = _Optional(package, main, at, findings)
    root = _parse(package.parts[main])
    shared = Shared(
        package,
        sheet_of(optional.part("styles"), optional.part("numbering")),
        {"footnote": _by_id(optional.part("footnotes")), "endnote": _by_id(optional.part("endnotes"))},
        optional.names,
    )
    body = root.find(w("body"))
    if body is None:
        raise ValueError("its document has no body")
    blocks = PartReader(shared, main).blocks(body)
    manifest = find_manifest(package)
    if not manifest:
        hint = "was it made by briefwright, and saved as .docx?"
        findings.append(warning(Code.DOCX_NO_MANIFEST, "the file carries no manifest", at, hint=hint))
    author, modified = saved_by(package)
    story = Story(
        blocks=tuple(blocks),
        comments=read_comments(package),
        manifest=manifest,
        baseline=find_baseline(package),
        application=_application(package),
        last_author=author,
        modified=modified,
    )
    return Warned(story, tuple(findings))


def baseline_of(data: bytes, options: WordOptions) -> str:
    """The baseline that lies beside a DOCX of ours: the one in it, or, for a final one, which has none, a new one."""
    package = read_package(data)
    inside = find_baseline(package)
    if inside:
        return inside
    story = story_of(package).value
    face, citations = options.face.value, options.citations.value
    return baseline_json(story.blocks if story else (), {}, face=face, citations=citations)


def _by_id(root: Element | None) -> dict[str, Element]:
    """The notes of a part."""
    return {note.get(w("id"), ""): note for note in (() if root is None else root)}


class _Optional:
    """Parts that a document may have; one that is damaged is named and passed over."""

    def __init__(self, package: Package, main: str, at: Location | None, findings: list[Finding]) -> None:
        self._package, self._main, self._at, self._findings = package, main, at, findings
        self.names: dict[str, str] = {}

    def part(self, kind: str) -> Element | None:
        for name in self._package.related(self._main, f"{OFFICE}/{kind}"):
            try:
                root = _parse(self._package.parts[name])
            except ValueError as problem:
                message = f"the part {name} cannot be read: {problem}"
                self._findings.append(warning(Code.DOCX_DAMAGED_PART, message, self._at))
                continue
            self.names[kind.removesuffix("s")] = name
            return root
        return None


def _parse(data: bytes) -> Element:
    if len(data) > MAX_XML_BYTES:
        raise ValueError(f"it has {len(data)} bytes of text, more than are read")
    return parse(data)


def saved_by(package: Package) -> tuple[str, str]:
    """Who saved a file last, and when, as its core properties say; empty where they do not."""
    found = {"lastModifiedBy": "", "modified": ""}
    for name in package.related("", _CORE):
        try:
            root = parse(package.parts[name])
        except ValueError:
            continue
        for item in root:
            local = str(item.tag).rpartition("}")[2]
            if local in found:
                found[local] = str(item.text or "").strip()
    return found["lastModifiedBy"], found["modified"]


def _application(package: Package) -> str:
    for name in package.related("", f"{OFFICE}/extended-properties"):
        try:
            root = parse(package.parts[name])
        except ValueError:
            return ""
        return next((str(item.text or "") for item in root if str(item.tag).endswith("}Application")), "")
    return ""
