"""A paragraph's content put together from pieces of two documents, each within the mark of what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import deepcopy

from briefwright.redline.bring import Bringer, CannotBringError
from briefwright.redline.marks import How, Marks
from briefwright.redline.pieces import FIELD_PARTS, Piece, Slice, Token
from briefwright.word.ooxml import XML_SPACE, Element, element, w

_GONE = {w("t"): w("delText"), w("instrText"): w("delInstrText")}
"""What text is called in what was deleted (ECMA-376 part 1, 17.4.14 and 17.16.13); what was moved keeps its name."""


class Lost:
    """Things of the old document that could not come along."""

    def __init__(self) -> None:
        self.what: list[str] = []


class Writer:
    """Writes the content of one paragraph."""

    def __init__(self, paragraph: Element, *, marks: Marks, bringer: Bringer, part: str, lost: Lost) -> None:
        """paragraph: of the new document, emptied but for its properties. part: as Bringer.copy takes it."""
        self._paragraph, self._marks, self._bringer, self._part, self._lost = paragraph, marks, bringer, part, lost
        self._shells: list[tuple[Element, Element]] = []
        self._how = How.SAME
        self._wrapper: Element | None = None
        self._run: tuple[Element | None, Element | None] = (None, None)

    def mark(self, items: Iterable[Element]) -> None:
        """Add what shows nothing, outside links and changes."""
        for item in items:
            self._close()
            self._paragraph.append(item)

    def tokens(self, tokens: Iterable[Token], how: How, *, old: bool) -> None:
        """Add words, with the marks before them where they are the new document's.

        old: whether they come from the old document. Deleted ones bring what they need along.
        """
        for one in _joined(tokens):
            if isinstance(one, Slice):
                self._slice(one, how, old=old)
            elif not old:
                self.mark(one)

    def _slice(self, one: Slice, how: How, *, old: bool) -> None:
        item = self._item(one, how, old=old)
        if item is None:
            return
        parent = self._place(one.piece.shells, how, old=old)
        if one.piece.run is None:
            parent.append(item)
            self._run = (None, None)
            return
        source, run = self._run
        if run is None or source is not one.piece.run:
            run = self._new_run(one.piece, old=old)
            parent.append(run)
            self._run = (one.piece.run, run)
        run.append(item)

    def _item(self, one: Slice, how: How, *, old: bool) -> Element | None:
        piece = one.piece
        if piece.item.tag == w("t"):
            made = element("t", text=piece.text[one.start : one.end])
            made.set(XML_SPACE, "preserve")
        elif old and piece.item.tag in FIELD_PARTS and not self._bringer.live:
            return None
        elif old:
            try:
                made = self._bringer.copy(piece.item, self._part)
            except CannotBringError as problem:
                self._lost.what.append(str(problem))
                return None
        else:
            made = deepcopy(piece.item)
            made.tail = None
        if how is How.DELETED:
            made.tag = _GONE.get(made.tag, made.tag)
        return made

    def _new_run(self, piece: Piece, *, old: bool) -> Element:
        run = element("r")
        looks = None if piece.run is None else piece.run.find(w("rPr"))
        if looks is not None:
            run.append(self._bringer.copy(looks, self._part) if old else deepcopy(looks))
        return run

    def _place(self, shells: tuple[Element, ...], how: How, *, old: bool) -> Element:
        """The element that pieces within some links, and of one fate, are put in."""
        if [source for source, _ in self._shells] != list(shells):
            self._close()
            parent = self._paragraph
            for source in shells:
                made = self._shell(source, old=old)
                if made is not None:
                    parent.append(made)
                    parent = made
                self._shells.append((source, parent))
        if how is not self._how or (self._wrapper is None and how is not How.SAME):
            self._how, self._run, self._wrapper = how, (None, None), None
            if how is not How.SAME:
                self._wrapper = self._marks.make(how)
                self._inner().append(self._wrapper)
        return self._inner() if self._wrapper is None else self._wrapper

    def _shell(self, source: Element, *, old: bool) -> Element | None:
        if old:
            return self._bringer.shell(source, self._part)
        made = deepcopy(source)
        del made[:]
        made.text = made.tail = None
        return made

    def _inner(self) -> Element:
        return self._shells[-1][1] if self._shells else self._paragraph

    def _close(self) -> None:
        self._shells, self._how, self._wrapper, self._run = [], How.SAME, None, (None, None)


def _joined(tokens: Iterable[Token]) -> Iterator[Slice | list[Element]]:
    """The slices of words, those of one text that go on in each other as one, and the marks before them."""
    last: Slice | None = None
    for token in tokens:
        if token.marks:
            if last is not None:
                yield last
            last = None
            yield token.marks
        for one in token.slices:
            if last is not None and last.piece is one.piece and last.end == one.start:
                last = Slice(last.piece, last.start, one.end)
                continue
            if last is not None:
                yield last
            last = one
    if last is not None:
        yield last
