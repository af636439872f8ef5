"""Anchors in a DOCX: a bookmark around each, and a content control within the bookmark around each fact.

The bookmark stands outside its control: LibreOffice 7.4 counts one character too few where it stands inside one
that follows the document's first footnote.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence

from briefwright.document import Anchor
from briefwright.word.ooxml import WORD_2012, Element, element, toggle, w

NAME_LIMIT = 64
"""Of a control's title and tag, in Word's dialog."""

_NAME = re.compile(r"[A-Za-z_][\w-]{0,39}", re.ASCII)
"""A bookmark's name that Word and LibreOffice take; Word's own dialog refuses hyphens, and reads them."""
_START, _END = w("bookmarkStart"), w("bookmarkEnd")


def place_anchors(body: Element, notes: Element | None, anchors: Sequence[Anchor], titles: Mapping[str, str]) -> None:
    """Turn pandoc's bookmarks, settled in their paragraphs, into those of the Word contract, in place.

    body: the root of the document part. notes: the root of the footnotes part. titles: from a fact's id to what
    a person sees as its control's title.
    """
    roots = [body] if notes is None else [body, notes]
    _drop_doubles(roots)
    _rename(roots)
    facts = {anchor.id: anchor for anchor in anchors if anchor.tag}
    controls = _Controls(titles, {int(item.get(w("val"), "0")) for root in roots for item in root.iter(w("id"))})
    for start in [start for start in body.iter(_START) if start.get(w("name")) in facts]:
        controls.wrap(start, facts[start.get(w("name"))])
    if notes is not None and not _first_note_in_control(body):
        for start in [start for start in notes.iter(_START) if start.get(w("name")) in facts]:
            controls.wrap(start, facts[start.get(w("name"))])
    _number(roots)


def keep_linked_bookmarks(roots: Sequence[Element]) -> None:
    """Leave the bookmarks that links and fields of these parts lead to, numbered over all of them; take the others."""
    _drop_doubles(roots)
    _rename(roots)
    linked = {link.get(w("anchor"), "") for root in roots for link in root.iter(w("hyperlink"))}
    codes = (item.text or "" for root in roots for item in root.iter(w("instrText")))
    linked |= {word.strip('"') for code in codes for word in code.split()}
    for root in roots:
        ends = ends_of(root)
        for start in list(root.iter(_START)):
            if start.get(w("name")) not in linked:
                _remove(start, ends)
    _number(roots)


def _remove(start: Element, ends: Mapping[str, Element]) -> None:
    end = ends[start.get(w("id"))]
    start.getparent().remove(start)
    end.getparent().remove(end)


def _first_note_in_control(body: Element) -> bool:
    """Whether the document's first note is referred to from inside a control.

    LibreOffice 7.4 reads all notes when it meets the first; a control in any note then ends the one that is
    open, and the file that it saves is not well-formed. Facts in notes have their bookmark alone in that case.
    """
    first = next(body.iter(w("footnoteReference")), None)
    return first is not None and next(first.iterancestors(w("sdt")), None) is not None


class _Controls:
    def __init__(self, titles: Mapping[str, str], taken: set[int]) -> None:
        """taken: the numbers of controls that are there already."""
        self._titles = titles
        self._ids = taken

    def wrap(self, start: Element, anchor: Anchor) -> None:
        """Put a content control between a bookmark's start and its end."""
        content = list(_between(start))
        if not content:
            return
        title = self._titles.get(anchor.fact, anchor.fact)[:NAME_LIMIT]
        appearance = element("placeholder")
        appearance.tag = f"{{{WORD_2012}}}appearance"
        appearance.set(f"{{{WORD_2012}}}val", "hidden")
        inner = element("sdtContent")
        properties = element(
            "sdtPr",
            toggle("alias", title),
            toggle("tag", anchor.tag),
            toggle("id", self._id(anchor)),
            appearance,
        )
        start.addnext(element("sdt", properties, inner))
        inner.extend(content)

    def _id(self, anchor: Anchor) -> int:
        digest = hashlib.sha256(f"{anchor.tag}\n{anchor.id}".encode()).digest()
        number = int.from_bytes(digest[:4], "big") & 0x7FFFFFFF or 1
        while number in self._ids:
            number = number % 0x7FFFFFFF + 1
        self._ids.add(number)
        return number


def _between(start: Element) -> Iterator[Element]:
    """The siblings from a bookmark's start to its end; none where the end is no sibling."""
    number = start.get(w("id"))
    found: list[Element] = []
    for sibling in start.itersiblings():
        if sibling.tag == _END and sibling.get(w("id")) == number:
            yield from found
            return
        found.append(sibling)


def ends_of(root: Element) -> dict[str, Element]:
    """The ends of a part's bookmarks by their number."""
    return {end.get(w("id")): end for end in root.iter(_END)}


def settle_bookmarks(root: Element) -> None:
    """Move bookmarks that stand between blocks into the first paragraph that follows them.

    pandoc gives a heading a bookmark around its whole section; an edit to a heading is one of its words.
    """
    ends = ends_of(root)
    for start in list(root.iter(_START)):
        if next(start.iterancestors(w("p")), None) is not None:
            continue
        end = ends[start.get(w("id"))]
        target = _next_paragraph(start)
        if target is None:
            _remove(start, ends)
            continue
        target.insert(1 if target.find(w("pPr")) is not None else 0, start)
        target.append(end)


def _next_paragraph(start: Element) -> Element | None:
    for sibling in start.itersiblings():
        found = sibling if sibling.tag == w("p") else next(sibling.iter(w("p")), None)
        if found is not None:
            return found
    return None


def _drop_doubles(roots: Sequence[Element]) -> None:
    """Leave the first bookmark of each name: Word forgets the others, and then says nothing."""
    seen: set[str] = set()
    for root in roots:
        ends = ends_of(root)
        for start in list(root.iter(_START)):
            name = start.get(w("name")).lower()  # Word's names do not tell case apart
            if name in seen:
                _remove(start, ends)
            seen.add(name)


def _rename(roots: Sequence[Element]) -> None:
    """Give bookmarks a name that Word takes, as those around references have keys in theirs; links go along."""
    names: dict[str, str] = {}
    for root in roots:
        for start in root.iter(_START):
            name = start.get(w("name"))
            if not _NAME.fullmatch(name):
                names[name] = f"b-{hashlib.sha256(name.encode()).hexdigest()[:10]}"
                start.set(w("name"), names[name])
    for root in roots:
        for link in root.iter(w("hyperlink")):
            if link.get(w("anchor"), "") in names:
                link.set(w("anchor"), names[link.get(w("anchor"))])


def _number(roots: Sequence[Element]) -> None:
    """Number bookmarks from 1 over all parts: Word wants them unique in the file."""
    number = 0
    for root in roots:
        ends = ends_of(root)
        for start in root.iter(_START):
            number += 1
            ends[start.get(w("id"))].set(w("id"), f"new{number}")
            start.set(w("id"), str(number))
        for end in root.iter(_END):
            end.set(w("id"), end.get(w("id")).removeprefix("new"))
