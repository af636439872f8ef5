"""What of a house's text is kept: its cover, and what follows the place of the body.

The place is a content control with the tag `bw:body`, or a paragraph `{body}`. Without one, a file of several sections
has its cover in the first; a file of one section that has places to fill is a cover as a whole; else its text is a
sample of its styles, as in pandoc's reference documents, and none of it is kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass

from briefwright.word.house.fill import BODY, CONTENTS, is_place, places, unwrap
from briefwright.word.house.template import House
from briefwright.word.ooxml import Element, element, w

MARK = "{body}"
_DROPPED = tuple(
    map(
        w,
        (
            "bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "commentReference", "proofErr",
            "permStart", "permEnd", "footnoteReference", "endnoteReference", "altChunk", "subDoc", "del", "moveFrom",
            "moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd", "lastRenderedPageBreak",
            "customXmlInsRangeStart", "customXmlInsRangeEnd", "customXmlDelRangeStart", "customXmlDelRangeEnd",
            "rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "trPrChange", "tcPrChange", "tblGridChange",
        ),
    )
)  # fmt: skip
"""Marks that lead to parts which are not taken over, changes that were tracked, and Word's notes to itself."""
_SESSIONS = ("paraId", "textId", "rsid")
"""Attributes of editing sessions, and ids that are to be unique in the file."""
_ACCEPTED = (w("ins"), w("moveTo"))
PROPERTIES = w("sectPr")
FURNITURE = (w("headerReference"), w("footerReference"))


@dataclass(frozen=True, slots=True)
class Cover:
    """A house's text in two halves, and the section between."""

    before: Sequence[Element]
    after: Sequence[Element]
    section: Element
    """The w:sectPr that holds for the document's own text."""
    final: Element
    """The one at the file's end: mostly the same."""
    where: str = ""
    """What the cover is, for people; empty where there is none."""

    @property
    def has_contents(self) -> bool:
        """Whether it has a place for the table of contents."""
        return any(is_place(control, CONTENTS) for half in (self.before, self.after) for control in _controls(half))


def cover_of(house: House) -> Cover:
    """The cover of a house's file."""
    body = house.document.find(w("body"))
    clean(body)
    last = body.find(PROPERTIES)
    final = element("sectPr") if last is None else last
    blocks = [child for child in body if isinstance(child.tag, str) and child is not last]
    at = next((number for number, block in enumerate(blocks) if _is_body(block)), -1)
    if at >= 0:
        before, after = blocks[:at], blocks[at + 1 :]
        inner = next(_sections(after), final)
        return Cover(before, after, inner, final, "what stands around the place for the body")
    ends = [number for number, block in enumerate(blocks) if next(_sections([block]), None) is not None]
    if ends:
        _inherit(final, list(_sections(blocks)))
        return Cover(blocks[: ends[0] + 1], (), final, final, "its first section")
    if any(list(places(deepcopy(block))) for block in blocks):
        return Cover(blocks, (), final, final, "its text, which has places to fill")
    return Cover((), (), final, final)


def _inherit(final: Element, sections: Sequence[Element]) -> None:
    """Give the last section the heads and feet that it has from sections which are left out."""
    there = {(item.tag, item.get(w("type"))) for item in final.iter(*FURNITURE)}
    for section in reversed(sections):
        for item in section.iter(*FURNITURE):
            if (item.tag, item.get(w("type"))) not in there:
                there.add((item.tag, item.get(w("type"))))
                final.insert(0, deepcopy(item))


def _is_body(block: Element) -> bool:
    if block.tag == w("sdt"):
        return is_place(block, BODY)
    return block.tag == w("p") and "".join(item.text or "" for item in block.iter(w("t"))).strip() == MARK


def _sections(blocks: Sequence[Element]) -> Iterator[Element]:
    for block in blocks:
        yield from block.iter(PROPERTIES)


def _controls(blocks: Sequence[Element]) -> Iterator[Element]:
    for block in blocks:
        yield from block.iter(w("sdt"))


def clean(body: Element) -> None:
    """Take out of a text what leads nowhere once it is taken over, and accept what was changed with tracking."""
    for item in list(body.iter(*_DROPPED)):
        if item.getparent() is not None:
            item.getparent().remove(item)
    for item in list(body.iter(*_ACCEPTED)):
        if item.getparent().tag in (w("rPr"), w("trPr")):
            item.getparent().remove(item)
            continue
        for child in list(item):
            item.addprevious(child)
        item.getparent().remove(item)
    for item in body.iter():
        for name in [name for name in item.attrib if name.rpartition("}")[2].startswith(_SESSIONS)]:
            del item.attrib[name]


def place_contents(blocks: Sequence[Element], contents: Sequence[Element]) -> None:
    """Put a table of contents in the place that a cover has for it; none takes the place away."""
    for control in [control for control in _controls(blocks) if is_place(control, CONTENTS)]:
        content = control.find(w("sdtContent"))
        if content is None:
            continue
        for child in list(content):
            content.remove(child)
        content.extend(contents or [element("p")])
        contents = ()
        unwrap(control)
