"""The parts of footnotes and endnotes: which notes a text has, in what order, and room for those brought along."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy

from briefwright.redline.edition import Edition
from briefwright.word.ooxml import Element, w
from briefwright.word.package import OFFICE

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def notes_part(old: Edition, new: Edition, kind: str) -> Element:
    """The root of the new document's notes of a kind; a part with the old one's separators where it has none."""
    if kind in new.notes:
        return new.notes[kind]
    root = deepcopy(old.notes[kind])
    for note in [note for note in root.findall(w(kind)) if note.get(w("type")) is None]:
        root.remove(note)
    name = f"word/{kind}s.xml" if f"word/{kind}s.xml" not in new.package.parts else f"word/{kind}s-old.xml"
    new.package.add(name, b"", f"{_TYPE}.{kind}s+xml")
    new.package.relate(new.main, f"{OFFICE}/{kind}s", f"/{name}")
    new.notes[kind], new.parts[kind] = root, name
    return root


def in_order(edition: Edition, kind: str) -> Mapping[str, Element]:
    """The notes that a document refers to, as it does so."""
    notes = edition.notes_of(kind)
    numbers = dict.fromkeys(item.get(w("id"), "") for item in edition.root.iter(w(f"{kind}Reference")))
    return {number: notes[number] for number in numbers if number in notes}


def sort_notes(root: Element, kind: str, document: Element) -> None:
    """Put notes, and their ids, in the order of the text: LibreOffice 7.4 gives them out by their rank."""
    references = list(document.iter(w(f"{kind}Reference")))
    notes = {note.get(w("id")): note for note in root.findall(w(kind)) if note.get(w("type")) is None}
    used = [number for number in dict.fromkeys(item.get(w("id")) for item in references) if number in notes]
    others = (note.get(w("id"), "") for note in root.findall(w(kind)) if note.get(w("type")) is not None)
    first = 1 + max((int(number) for number in others if number.isascii() and number.isdigit()), default=0)
    every = (*used, *(number for number in notes if number not in used))
    order = {number: str(rank) for rank, number in enumerate(every, start=first)}
    for number in order:
        root.append(notes[number])
        notes[number].set(w("id"), order[number])
    for item in references:
        item.set(w("id"), order.get(item.get(w("id")), item.get(w("id"))))


def free_note(root: Element, kind: str) -> str:
    """An id that no note of a part has."""
    taken = [note.get(w("id"), "") for note in root.findall(w(kind))]
    return str(max((int(text) for text in taken if text.isascii() and text.isdigit()), default=0) + 1)
