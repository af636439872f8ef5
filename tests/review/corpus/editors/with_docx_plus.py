"""Edits made with docx-plus: comments, notes, and changes marked as Word marks them. See drive.py for how to run it."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import drive
import hands
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docx.text.run import Run
from docx_plus.comments import add_comment, reply_to_comment, resolve_comment
from docx_plus.notes import add_footnote
from docx_plus.revisions import accept_all_revisions, mark_deletion, mark_insertion
from drive import edit

ANN, BEN = "Ann Reader", "Ben Editor"
DATE = "2024-05-02T09:30:00Z"


def make(change: Any, base: Path, out: Path) -> None:
    document = Document(str(base))
    change(document)
    hands.save(document, str(out))


def runs(document: Any, words: str, within: str = "") -> list[Run]:
    """The runs that are exactly the words."""
    place = hands.paragraph(document, within or words)
    return [Run(run, Paragraph(place, document._body)) for run in hands.select(place, words)]


def comment(document: Any, words: str, text: str, author: str = ANN) -> int:
    """Select some words and comment on them."""
    chosen = runs(document, words)
    return int(add_comment((chosen[0], chosen[-1]), text, author=author).comment_id)


def strike(document: Any, elements: list[Any]) -> None:
    """Delete all runs in some elements with changes tracked, fields as Word does it."""
    place = Paragraph(next(elements[0].iterancestors(qn("w:p"))), document._body)
    for run in [run for element in elements for run in element.iter(qn("w:r"))]:
        for code in run.iter(qn("w:instrText")):
            code.tag = qn("w:delInstrText")
        mark_deletion(Run(run, place), author=ANN)


def mark(document: Any, kind: str) -> Any:
    """A mark of a paragraph or a row: "w:ins" or "w:del"."""
    element = OxmlElement(kind)
    used = [int(other.get(qn("w:id"))) for other in document.element.body.iter(qn("w:ins"), qn("w:del"))]
    element.set(qn("w:id"), str(max([9000, *used]) + 1))
    element.set(qn("w:author"), ANN)
    element.set(qn("w:date"), DATE)
    return element


def mark_end(document: Any, place: Any, kind: str) -> None:
    """Mark the end of a paragraph as put in or taken out."""
    properties = place.get_or_add_pPr()
    looks = properties.find(qn("w:rPr"))
    if looks is None:
        looks = OxmlElement("w:rPr")
        properties.append(looks)
    looks.append(mark(document, kind))


# Comments


@edit
def comment_on_fact(document: Any) -> None:
    comment(document, "offered shore power", "Since which month?")


@edit
def comment_on_prose(document: Any) -> None:
    comment(document, "The recovery took three years", "Says who?", BEN)


@edit
def comment_with_replies(document: Any) -> None:
    first = comment(document, "the county’s portal", "Is this still the address?")
    reply_to_comment(document, first, "It was in March.", author=BEN)
    reply_to_comment(document, first, "And it is today.", author="Cleo")


@edit
def comment_resolved(document: Any) -> None:
    first = comment(document, "closed in storms", "All winter, surely?")
    reply_to_comment(document, first, "No, I asked them.", author=BEN)
    resolve_comment(document, first)


@edit
def comment_across_fact_and_prose(document: Any) -> None:
    place = hands.paragraph(document, "So the new ferries can berth")
    start = hands.select(place, "deep at low water")[0]
    end = hands.select(place, "So the new ferries")[-1]
    whole = Paragraph(place, document._body)
    add_comment((Run(start, whole), Run(end, whole)), "Does the one follow from the other?", author=ANN)


@edit
def comment_on_changed_number(document: Any) -> None:
    old = runs(document, "12%")[0]
    new = copy.deepcopy(old._r)
    new.find(qn("w:t")).text = "13%"
    old._r.addnext(new)
    typed = Run(new, old._parent)
    mark_deletion(old, author=ANN)
    mark_insertion(typed, author=ANN)
    add_comment(typed, "By their errata.", author=ANN)


# Notes


@edit
def note_added(document: Any) -> None:
    place = hands.paragraph(document, "The council meets in June.")
    add_footnote(Paragraph(place, document._body), "On the 12th and the 13th.")


@edit
def note_added_to_rich_paragraph(document: Any) -> None:
    place = hands.paragraph(document, "Money is short.")
    add_footnote(Paragraph(place, document._body), "So the treasurer, in the council.")


# Tracked


@edit
def tracked_fact_deleted(document: Any) -> None:
    strike(document, hands.sentence(document, "Holm has offered shore power since 2020"))


@edit
def tracked_paragraph_added(document: Any) -> None:
    like = hands.paragraph(document, "Most travellers are")
    made = hands.new_paragraph(document, like, [("No survey asked about the ", ""), ("night", "i"), (" boat.", "")])
    for run in list(made.iter(qn("w:r"))):
        mark_insertion(Run(run, Paragraph(made, document._body)), author=ANN)
    mark_end(document, made, "w:ins")


@edit
def tracked_paragraph_removed(document: Any) -> None:
    place = hands.paragraph(document, "The council meets in June.")
    strike(document, list(place.iter(qn("w:r"))))
    mark_end(document, place, "w:del")


@edit
def tracked_item_removed(document: Any) -> None:
    place = hands.paragraph(document, "Dredging at Holm must go on")
    strike(document, list(place.iter(qn("w:r"))))
    mark_end(document, place, "w:del")


@edit
def tracked_join(document: Any) -> None:
    mark_end(document, hands.paragraph(document, "Money is short."), "w:del")
    following = hands.paragraph(document, "The council meets in June.")
    space = hands.select(following, "The council")[0]
    made = copy.deepcopy(space)
    hands.replace_text(made, " ")
    space.addprevious(made)
    mark_insertion(Run(made, Paragraph(following, document._body)), author=ANN)


@edit
def tracked_row_added(document: Any) -> None:
    row = hands.row(document, "Holm")
    made = hands.new_row(row, ("Stad", "2 metres", "1", "summers only"))
    for run in list(made.iter(qn("w:r"))):
        place = next(run.iterancestors(qn("w:p")))
        mark_insertion(Run(run, Paragraph(place, document._body)), author=ANN)
    made.get_or_add_trPr().append(mark(document, "w:ins"))


@edit
def tracked_row_removed(document: Any) -> None:
    row = hands.row(document, "Vik")
    for place in row.iter(qn("w:p")):
        strike(document, list(place.iter(qn("w:r"))))
    row.get_or_add_trPr().append(mark(document, "w:del"))


@edit
def tracked_emphasis(document: Any) -> None:
    """Make a word bold while changes are tracked: the run remembers how it looked before."""
    for run in hands.select(hands.paragraph(document, "eight mates"), "twelve"):
        before = OxmlElement("w:rPrChange")
        for name in ("id", "author", "date"):
            before.set(qn(f"w:{name}"), {"id": "9100", "author": ANN, "date": DATE}[name])
        before.append(OxmlElement("w:rPr"))
        hands.look(run, "b")
        run.get_or_add_rPr().append(before)


@edit
def tracked_note_words(document: Any) -> None:
    place = hands.paragraph(document, "Two of them were built in")
    old = hands.select(place, "Two")[0]
    new = copy.deepcopy(old)
    hands.replace_text(new, "Four")
    old.addnext(new)
    for kind, run in (("w:del", old), ("w:ins", new)):
        wrapper = mark(document, kind)
        run.addprevious(wrapper)
        wrapper.append(run)
    for text in old.iter(qn("w:t")):
        text.tag = qn("w:delText")


@edit
def tracked_then_accepted(document: Any) -> None:
    tracked_fact_deleted(document)
    comment_on_changed_number(document)
    accept_all_revisions(document)


if __name__ == "__main__":
    drive.main(make)
