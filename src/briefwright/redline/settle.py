"""Changes that are tracked already are carried out, and what only stands around text is taken off."""

from __future__ import annotations

from briefwright.word.ooxml import Element, element, w

_UNWRAPPED = tuple(map(w, ("ins", "moveTo", "smartTag", "customXml", "sdt")))
_TAKEN_OUT = tuple(
    map(
        w,
        (
            "proofErr permStart permEnd moveFromRangeStart moveFromRangeEnd moveToRangeStart moveToRangeEnd "
            "customXmlInsRangeStart customXmlInsRangeEnd customXmlDelRangeStart customXmlDelRangeEnd "
            "customXmlMoveFromRangeStart customXmlMoveFromRangeEnd customXmlMoveToRangeStart "
            "customXmlMoveToRangeEnd rPrChange pPrChange sectPrChange tblPrChange tblGridChange trPrChange "
            "tcPrChange tblPrExChange numberingChange cellIns cellMerge lastRenderedPageBreak"
        ).split(),
    )
)
_COMMENTS = tuple(map(w, ("commentRangeStart", "commentRangeEnd", "commentReference")))
_PROPERTIES = frozenset(map(w, ("rPr", "trPr", "numPr")))
"""Where `ins` and `del` are marks, not wrappers (ECMA-376 part 1, 17.13.5)."""


def settle(root: Element, *, comments: bool) -> None:
    """Carry out tracked changes of a part, take off content controls and the like, and spell fields out, in place.

    comments: whether comments' marks stay.
    """
    for name in (*_TAKEN_OUT, *(() if comments else _COMMENTS)):
        for item in list(root.iter(name)):
            _remove(item)
    _remove_rows(root)
    ended = [mark.getparent().getparent().getparent() for mark in _marks(root, "del", "moveFrom")]
    for name in ("del", "moveFrom"):
        for item in list(root.iter(w(name))):
            _remove(item)
    for paragraph in reversed(ended):
        _join_with_next(paragraph)
    for item in list(root.iter(*_UNWRAPPED)):
        if item.getparent() is not None and item.getparent().tag in _PROPERTIES:
            _remove(item)
        else:
            _unwrap(item)
    for item in list(root.iter(w("fldSimple"))):
        _spell_out(item)
    for control in root.iter(w("sdtPr"), w("sdtEndPr"), w("customXmlPr"), w("smartTagPr")):
        _remove(control)


def _marks(root: Element, *names: str) -> list[Element]:
    """Marks on the ends of paragraphs."""
    found = root.iter(*map(w, names))
    return [mark for mark in found if mark.getparent().tag == w("rPr") and mark.getparent().getparent().tag == w("pPr")]


def _remove_rows(root: Element) -> None:
    rows = [mark.getparent().getparent() for mark in root.iter(w("del")) if mark.getparent().tag == w("trPr")]
    cells = [mark.getparent().getparent() for mark in root.iter(w("cellDel"))]
    for item in (*rows, *cells):
        _remove(item)
    for table in [table for table in root.iter(w("tbl")) if rows and table.find(w("tr")) is None]:
        if next(table.iterdescendants(w("tr")), None) is None:
            _remove(table)


def _join_with_next(paragraph: Element) -> None:
    """A paragraph whose end was deleted goes on in the next; the next one's looks stay."""
    following = next((one for one in paragraph.itersiblings() if one.tag in (w("p"), w("tbl"))), None)
    if paragraph.tag != w("p") or following is None or following.tag != w("p"):
        return
    place = 1 if following.find(w("pPr")) is not None else 0
    for child in reversed([child for child in paragraph if child.tag != w("pPr")]):
        following.insert(place, child)
    _remove(paragraph)


def _unwrap(item: Element) -> None:
    parent = item.getparent()
    if parent is None:
        return
    inside = item.find(w("sdtContent")) if item.tag == w("sdt") else item
    place = parent.index(item)
    parent[place : place + 1] = [] if inside is None else list(inside)


def _spell_out(item: Element) -> None:
    """A field in one element as one of runs, in which its result can be marked as any text."""
    parent = item.getparent()
    code = item.get(w("instr"), "")
    head = [
        element("r", element("fldChar", fldCharType="begin")),
        element("r", element("instrText", text=code)),
        element("r", element("fldChar", fldCharType="separate")),
    ]
    inside = [child for child in item if child.tag != w("fldData")]
    place = parent.index(item)
    parent[place : place + 1] = [*head, *inside, element("r", element("fldChar", fldCharType="end"))]


def _remove(item: Element) -> None:
    parent = item.getparent()
    if parent is not None:
        parent.remove(item)
