"""Lists of two files in one: the house's definitions behind ours, under numbers that are free."""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy

from briefwright.word.ooxml import Element, w


def merge_numbering(ours: Element, theirs: Element, roots: Iterable[Element]) -> None:
    """Add a house's lists to ours, and give the paragraphs and styles of some parts of theirs the new numbers.

    ours, theirs: the roots of numbering parts; ours is changed in place, and so are roots.
    """
    abstract = _free(ours, "abstractNum", "abstractNumId")
    number = _free(ours, "num", "numId")
    renumbered: dict[str, str] = {}
    place = next(iter(ours.findall(w("num"))), None)
    for item in map(deepcopy, theirs.findall(w("abstractNum"))):
        item.set(w("abstractNumId"), str(abstract + _whole(item.get(w("abstractNumId")))))
        for unique in (*item.findall(w("nsid")), *item.findall(w("tmpl")), *item.iter(w("lvlPicBulletId"))):
            unique.getparent().remove(unique)
        ours.append(item) if place is None else place.addprevious(item)
    for item in map(deepcopy, theirs.findall(w("num"))):
        old = item.get(w("numId"), "")
        renumbered[old] = str(number + _whole(old))
        item.set(w("numId"), renumbered[old])
        link = item.find(w("abstractNumId"))
        if link is not None:
            link.set(w("val"), str(abstract + _whole(link.get(w("val")))))
        ours.append(item)
    for root in roots:
        for item in root.iter(w("numId")):
            item.set(w("val"), renumbered.get(item.get(w("val"), ""), "0"))


def _free(root: Element, name: str, attribute: str) -> int:
    return 1 + max((_whole(item.get(w(attribute))) for item in root.findall(w(name))), default=0)


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else 0
