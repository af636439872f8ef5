"""Whether a DOCX is fit to be sent: what it holds that is for editing, or tells more than its pages do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from lxml import etree

from briefwright.diagnostics import Code, Finding, Location, warning
from briefwright.word.ooxml import WORD, Element, parse, w
from briefwright.word.package import BadPackageError, Package, read_package

PLUG_IN_FIELDS = ("ADDIN", "CITATION", "BIBLIOGRAPHY")
"""Fields that a plug-in keeps, or that Word would write anew in a style of its own."""
CHANGES = ("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "tblPrChange", "trPrChange", "tcPrChange",
           "sectPrChange", "cellIns", "cellDel", "numberingChange")  # fmt: skip
COMMENTS = ("commentRangeStart", "commentReference")
_PARTS: Mapping[str, str] = {
    "word/comments": "a part of comments",
    "word/people": "a list of the people who commented",
    "customXml/": "a data part",
    "docProps/custom.xml": "properties of a plug-in or a program",
    "word/vbaProject": "macros",
    "word/embeddings/": "an embedded file",
    "word/attachedToolbars": "a toolbar",
}
"""How names of parts begin, and what such a part is."""
CHECKED = (
    "no plug-in fields, content controls, comments, tracked changes, hidden words, unused bookmarks or data inside"
)
"""What a file without findings is free of, in words."""


def check_final(data: bytes, at: Location | None = None) -> tuple[Finding, ...]:
    """What a DOCX that is to be sent must not hold: one finding for each sort of thing.

    data: the file. at: the place that the findings name.
    """
    try:
        package = read_package(data)
        found = dict.fromkeys(_found(package))
    except (BadPackageError, ValueError) as problem:
        return (warning(Code.DOCX_NOT_FINAL, f"the final DOCX cannot be looked through: {problem}", at),)
    hint = "it comes from the house template, if there is one: take it out there"
    return tuple(warning(Code.DOCX_NOT_FINAL, f"the final DOCX has {what}", at, hint=hint) for what in found)


def _found(package: Package) -> Iterator[str]:
    for start, what in _PARTS.items():
        names = [name for name in package.parts if name.startswith(start) and not name.endswith(".rels")]
        if names:
            yield f"{what}: {names[0]}"
    roots = [parse(data) for name, data in sorted(package.parts.items()) if _is_text(name)]
    for root in roots:
        yield from _in_part(root)
    yield from _unused_bookmarks(roots)


def _is_text(name: str) -> bool:
    return name.startswith("word/") and name.endswith(".xml") and "/theme/" not in name


def _in_part(root: Element) -> Iterator[str]:
    codes = ["".join(item.itertext()).strip() for item in root.iter(w("instrText"))]
    codes += [str(item.get(w("instr"), "")).strip() for item in root.iter(w("fldSimple"))]
    for code in codes:
        if code.split(None, 1)[:1] and code.split(None, 1)[0].upper() in PLUG_IN_FIELDS:
            yield f"a field that a plug-in keeps: {' '.join(code.split()[:2])}"
    for names, what in (
        (("sdt",), "a content control"),
        (COMMENTS, "a comment"),
        (CHANGES, "a tracked change"),
        (("trackRevisions",), "the setting that changes are tracked"),
        (("attachedTemplate", "mailMerge"), "a link to a file of somebody's"),
        (("rsid",), "marks of editing sessions"),
    ):
        if any(next(root.iter(w(name)), None) is not None for name in names):
            yield what
    if etree.QName(root).localname != "styles" and any(_hidden(item) for item in root.iter(w("vanish"))):
        yield "hidden words"


def _hidden(item: Element) -> bool:
    """Whether a run is hidden; the mark of a paragraph may be."""
    shown = str(item.get(w("val"), "true")) in ("0", "false", "off")
    properties = item.getparent()
    return not shown and properties.getparent().tag == w("r")


def _unused_bookmarks(roots: Sequence[Element]) -> Iterator[str]:
    targets = {str(link.get(w("anchor"), "")) for root in roots for link in root.iter(w("hyperlink"))}
    for root in roots:
        for item in root.iter(f"{{{WORD}}}instrText"):
            targets |= {word.strip('"') for word in (item.text or "").split()}
    for root in roots:
        for start in root.iter(w("bookmarkStart")):
            if start.get(w("name")) not in targets:
                yield "bookmarks that nothing leads to"
                return
