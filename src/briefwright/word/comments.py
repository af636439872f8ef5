"""Evidence beside the text: each fact's sources, and what the checker finds, as Word comments (ECMA-376, 17.13.4).

A fact has its comment where the text first uses it; further uses have none, as the same words in the margin again
would hide what is new there. Word takes no comments in footnotes: what is about one stands at its mark.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from briefwright.diagnostics import Finding
from briefwright.document import Anchor, AnchorKind, Document, Standing, Support
from briefwright.word.comment_reading import AUTHOR, EXTENDED, fingerprint
from briefwright.word.controls import ends_of
from briefwright.word.ooxml import (
    COMPATIBILITY,
    WORD_2010,
    WORD_2012,
    Element,
    element,
    serialise,
    toggle,
    w,
    xml_text,
)
from briefwright.word.package import OFFICE, Package

INITIALS = "BW"
_MAIN = "word/document.xml"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_IDS = "http://schemas.microsoft.com/office/word/2016/wordml/cid"
_IDS_RELATION = "http://schemas.microsoft.com/office/2016/09/relationships/commentsIds"


@dataclass(frozen=True, slots=True)
class _Place:
    """What a comment is about: from the first element to the last, which are in the same part."""

    first: Element
    last: Element


_Lines = tuple[tuple[str, bool], ...]
"""The paragraphs of a comment, and whether each is strong."""


def add_comments(package: Package, root: Element, notes: Element, document: Document) -> None:
    """Put a document's evidence and concerns into its package as comments.

    root, notes: the document and footnotes parts, whose anchors are in their places; marks are put into root.
    """
    places = _Places(root, notes, document)
    said: dict[Element, list[_Lines]] = {}
    spans: dict[Element, _Place] = {}
    for place, lines in (*_evidence(document, places), *_concerns(document, places)):
        spans[place.first] = place
        said.setdefault(place.first, []).append(lines)
    comments: list[tuple[str, _Lines]] = []
    for first in [item for item in root.iter() if item in said]:
        numbers = range(len(comments), len(comments) + len(said[first]))
        _mark(spans[first], [str(number) for number in numbers])
        comments += [(str(number), lines) for number, lines in zip(numbers, said[first], strict=True)]
    if comments:
        _write(package, comments, document.timestamp)


def _evidence(document: Document, places: _Places) -> Iterator[tuple[_Place, _Lines]]:
    for fact, standing in document.evidence.items():
        place = places.of_fact(fact)
        if place is not None:
            yield place, tuple(_standing(fact, standing, document.words))


def _concerns(document: Document, places: _Places) -> Iterator[tuple[_Place, _Lines]]:
    for finding in document.concerns:
        place = places.of_finding(finding)
        if place is not None:
            yield place, tuple(_finding(finding))


def _standing(fact: str, standing: Standing, words: Mapping[str, str]) -> Iterator[tuple[str, bool]]:
    yield fact, True
    yield from ((_support(item), False) for item in standing.supports)
    stands = (
        (words.get("column-kind", "Kind"), standing.kind),
        (words.get("column-speaker", "Speaker"), standing.speaker),
        (words.get("column-date", "Date"), standing.date),
        (words.get("column-status", "Status"), standing.status),
    )
    yield "; ".join(f"{name}: {value}" for name, value in stands if value), False


def _support(item: Support) -> str:
    """ "Maza 2017, para. 4, citing Pich 2015 (supports in part): “...” (translation: “...”)"."""
    where = ", ".join(text for text in (item.source, item.locator, item.original) if text)
    relation = f" ({item.relation})" if item.relation else ""
    quote = f": {item.quote}" if item.quote else ""
    translation = f" ({item.translation})" if item.translation else ""
    return f"{where}{relation}{quote}{translation}"


def _finding(finding: Finding) -> Iterator[tuple[str, bool]]:
    yield f"{finding.severity.value} {finding.code.value} {finding.code.slug}", True
    yield finding.message, False
    if finding.hint:
        yield finding.hint, False
    if finding.location:
        yield str(finding.location), False


class _Places:
    """Where in the text things are."""

    def __init__(self, root: Element, notes: Element, document: Document) -> None:
        self._document = document
        self._starts = {start.get(w("name")): start for start in root.iter(w("bookmarkStart"))}
        self._ends = ends_of(root)
        self._noted = _noted(root, notes)
        self._lines = _lines(document.anchors)
        self._facts: dict[str, _Place] = {}
        for anchor in document.anchors:
            place = self._at(anchor.id) if anchor.fact and anchor.fact not in self._facts else None
            if place is not None:
                self._facts[anchor.fact] = place
        self._body = next((item for item in root.iter(w("p")) if next(item.iter(w("t")), None) is not None), None)

    def of_fact(self, fact: str) -> _Place | None:
        """Where the text first uses a fact."""
        return self._facts.get(fact)

    def of_finding(self, finding: Finding) -> _Place | None:
        """Where a finding is read best: at the fact or its source's first fact, in the list of references, at the
        paragraph of its line, and at the top where it has none of these."""
        where = finding.location
        at_line = self._at_line(where.path, where.line) if where else None
        if at_line is not None:
            return at_line
        place = self._facts.get(finding.subject) or self._of_source(finding.subject)
        return place or self._at(f"ref-{finding.subject}") or self._top()

    def _of_source(self, key: str) -> _Place | None:
        resting = (
            self._facts.get(fact.id)
            for fact in self._document.facts
            if key and any(key in (item.source, item.via) for item in fact.evidence)
        )
        return next((place for place in resting if place is not None), None)

    def _at_line(self, path: str, line: int) -> _Place | None:
        """The last paragraph that begins at a line of a text or before it."""
        names = self._lines.get(path, {})
        before = [number for number in names if number <= line]
        found = (self._at(name) for number in sorted(before, reverse=True) for name in names[number])
        return next((place for place in found if place is not None), None) if names else None

    def _top(self) -> _Place | None:
        return None if self._body is None else _whole(self._body)

    def _at(self, name: str) -> _Place | None:
        start = self._starts.get(name)
        if start is not None:
            return _Place(start, self._ends[start.get(w("id"))])
        run = self._noted.get(name)
        return None if run is None else _Place(run, run)


def _noted(root: Element, notes: Element) -> dict[str, Element]:
    """From the name of each bookmark in a footnote to the run in the text that refers to the note."""
    runs = {item.get(w("id")): item.getparent() for item in root.iter(w("footnoteReference"))}
    return {
        start.get(w("name")): runs[note.get(w("id"))]
        for note in notes.iter(w("footnote"))
        if note.get(w("id")) in runs
        for start in note.iter(w("bookmarkStart"))
    }


def _lines(anchors: Iterable[Anchor]) -> dict[str, dict[int, list[str]]]:
    """By file and line: the paragraphs, items, cells and headings that begin there."""
    found: dict[str, dict[int, list[str]]] = {}
    for anchor in anchors:
        if anchor.kind is not AnchorKind.FACT and anchor.origin.line:
            found.setdefault(anchor.origin.path, {}).setdefault(anchor.origin.line, []).append(anchor.id)
    return found


def _whole(paragraph: Element) -> _Place:
    inside = [item for item in paragraph if item.tag != w("pPr")]
    return _Place(inside[0], inside[-1])


def _mark(place: _Place, numbers: Sequence[str]) -> None:
    """Put the marks of comments around what they are about, outside its bookmark and control."""
    for number in numbers:
        place.first.addprevious(element("commentRangeStart", id=number))
    after = place.last
    for number in numbers:
        end = element("commentRangeEnd", id=number)
        style = element("rPr", toggle("rStyle", "CommentReference"))
        run = element("r", style, element("commentReference", id=number))
        after.addnext(end)
        end.addnext(run)
        after = run


def _write(package: Package, comments: Sequence[tuple[str, _Lines]], timestamp: int) -> None:
    """The parts: the comments, that none answers another, and their lasting ids ([MS-DOCX] 2.5.36, 2.5.38)."""
    root = _root(w("comments"), w=element("p").nsmap["w"], w14=WORD_2010)
    extended = _root(f"{{{WORD_2012}}}commentsEx", w15=WORD_2012)
    lasting = _root(f"{{{_IDS}}}commentsIds", w16cid=_IDS)
    moment = datetime.datetime.fromtimestamp(max(timestamp, 0), datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    for number, lines in comments:
        known = _known_as(number, lines)
        root.append(_comment(number, lines, moment, known))
        etree.SubElement(
            extended, f"{{{WORD_2012}}}commentEx", {f"{{{WORD_2012}}}paraId": known, f"{{{WORD_2012}}}done": "0"}
        )
        etree.SubElement(lasting, f"{{{_IDS}}}commentId", {f"{{{_IDS}}}paraId": known, f"{{{_IDS}}}durableId": known})
    for name, kind, relation, part in (
        ("comments", "comments", f"{OFFICE}/comments", root),
        ("commentsExtended", "commentsExtended", EXTENDED, extended),
        ("commentsIds", "commentsIds", _IDS_RELATION, lasting),
    ):
        package.add(f"word/{name}.xml", serialise(part), f"{_TYPE}.{kind}+xml")
        package.relate(_MAIN, relation, f"{name}.xml")


def _root(name: str, **spaces: str) -> Element:
    """A part's root whose newer namespaces an older reader may pass over."""
    made = etree.Element(name, nsmap={**spaces, "mc": COMPATIBILITY})
    made.set(f"{{{COMPATIBILITY}}}Ignorable", " ".join(prefix for prefix in spaces if prefix != "w"))
    return made


def _comment(number: str, lines: _Lines, moment: str, known: str) -> Element:
    sign = element("r", element("rPr", toggle("rStyle", "CommentReference")), element("annotationRef"))
    texts = [xml_text(text) for text, _ in lines]
    paragraphs = [
        _paragraph(element("r", element("rPr", *([element("b")] if strong else [])), element("t", text=text)))
        for text, (_, strong) in zip(texts, lines, strict=True)
    ]
    paragraphs[0].insert(1, sign)
    paragraphs.append(_paragraph(element("r", element("t", text=f"· {fingerprint(' '.join(texts))}"))))
    # A thread is known by the id of its comment's last paragraph.
    paragraphs[-1].set(f"{{{WORD_2010}}}paraId", known)
    return element("comment", *paragraphs, id=number, author=AUTHOR, date=moment, initials=INITIALS)


def _paragraph(run: Element) -> Element:
    return element("p", element("pPr", toggle("pStyle", "CommentText")), run)


def _known_as(number: str, lines: _Lines) -> str:
    """An id of eight hexadecimal digits, below 0x80000000 as Word wants it, and never 0."""
    digest = hashlib.sha256(f"{number}\n{lines}".encode()).digest()
    return f"{int.from_bytes(digest[:4], 'big') & 0x7FFFFFFF or 1:08X}"
