"""Edits of structure made through python-docx: paragraphs, lists, tables, notes, pictures; none of them tracked."""

from __future__ import annotations

import io
from typing import Any

import hands
from docx.oxml.ns import qn
from docx.shared import Mm
from drive import edit
from picture import png

# Paragraphs and lists


@edit
def paragraph_added(document: Any) -> None:
    place = hands.paragraph(document, "The council meets in June.")
    hands.new_paragraph(document, place, [("A vote is expected in the autumn.", "")])


@edit
def paragraph_added_rich(document: Any) -> None:
    place = hands.paragraph(document, "Most travellers are")
    parts = [
        ("A third survey is ", ""),
        ("under way", "i"),
        ("; its ", ""),
        ("questions", "https://ferries.example.org/questions"),
        (" follow the second one’s [@berge2021ferries, p. 103]. Results are ", ""),
        ("not", "b"),
        (" expected soon.", ""),
    ]
    hands.new_paragraph(document, place, parts)


@edit
def paragraph_removed(document: Any) -> None:
    hands.cut(hands.paragraph(document, "The council meets in June."))


@edit
def paragraph_removed_with_its_fact(document: Any) -> None:
    hands.cut(hands.paragraph(document, "every ninth sailing"))


@edit
def paragraph_moved_rich(document: Any) -> None:
    place = hands.cut(hands.paragraph(document, "Money is short."))
    hands.paragraph(document, "What the county should do").addprevious(place)


@edit
def paragraph_split_rich(document: Any) -> None:
    hands.split(hands.paragraph(document, "Money is short."), "A loan is")


@edit
def paragraphs_joined_rich(document: Any) -> None:
    hands.join(hands.paragraph(document, "Money is short."))


@edit
def item_added(document: Any) -> None:
    place = hands.paragraph(document, "a roof over the queue")
    hands.new_paragraph(document, place, [("coffee before seven,", "")])


@edit
def item_removed(document: Any) -> None:
    hands.cut(hands.paragraph(document, "a roof over the queue"))


@edit
def items_reordered(document: Any) -> None:
    place = hands.cut(hands.paragraph(document, "Vik lacks shore power."))
    hands.paragraph(document, "Dredging at Holm must go on").addprevious(place)


@edit
def item_nested_changed(document: Any) -> None:
    hands.replace(document, " on night duty", " and doctors on night duty")


@edit
def item_rich_changed(document: Any) -> None:
    hands.replace(document, " before winter", " before the winter of 2024")


# Tables


@edit
def cell_words(document: Any) -> None:
    hands.replace(document, "closed in storms", "closed in every storm")


@edit
def cell_with_emphasis(document: Any) -> None:
    hands.replace(document, "open ", "open nearly ", "open all winter")


@edit
def cell_with_value(document: Any) -> None:
    row = next(row for table in document.tables for row in table.rows if row.cells[0].text == "Holm")
    (text,) = row.cells[1]._tc.iter(qn("w:t"))
    text.text = "4.8 metres"


@edit
def cell_of_table_of_facts(document: Any) -> None:
    hands.replace(document, "€1.25 million", "€1.3 million")


@edit
def cell_label_of_table_of_facts(document: Any) -> None:
    place = next(p for p in hands.paragraphs(document) if hands.text_of(p) == "Dredging")
    next(place.iter(qn("w:t"))).text = "Dredging at Holm"


@edit
def cell_date_of_timeline(document: Any) -> None:
    hands.replace(document, "September 2021", "October 2021")


@edit
def cell_statement_of_timeline(document: Any) -> None:
    places = [p for p in hands.paragraphs(document) if "Every summer" in hands.text_of(p)]
    next(
        text for text in places[1].iter(qn("w:t")) if "Every" in text.text
    ).text = "Each summer the ferries lack mates, "


@edit
def row_added(document: Any) -> None:
    hands.new_row(hands.row(document, "Vik"), ("Stad", "2 metres", "1", "summers only"))


@edit
def row_removed(document: Any) -> None:
    hands.cut(hands.row(document, "Vik"))


@edit
def table_removed(document: Any) -> None:
    table = hands.row(document, "Vik").getparent()
    hands.cut(hands.paragraph(document, "The three harbours"))
    hands.cut(table)


@edit
def table_added(document: Any) -> None:
    place = hands.paragraph(document, "The council meets in June.")
    table = document.add_table(rows=3, cols=2)
    for row, words in zip(table.rows, (("Month", "Meeting"), ("June", "budget"), ("October", "ferries")), strict=True):
        for cell, word in zip(row.cells, words, strict=True):
            cell.text = word
    place.addnext(hands.cut(table._tbl))


@edit
def caption_of_table(document: Any) -> None:
    hands.replace(document, "The three harbours", "Three harbours and their boats")


# Notes and pictures


@edit
def note_words(document: Any) -> None:
    hands.replace(document, "The authors counted on", "The two authors counted on")


@edit
def note_emphasised_word(document: Any) -> None:
    hands.replace(document, "twelve", "ten", "counted on")


@edit
def note_inline_words(document: Any) -> None:
    hands.replace(document, "Two of them were", "Three of them were")


@edit
def note_removed(document: Any) -> None:
    place = hands.paragraph(document, "The older ferries burn")
    hands.cut(next(place.iter(qn("w:footnoteReference"))).getparent())


@edit
def picture_removed(document: Any) -> None:
    place = next(document.element.body.iter(qn("w:drawing")))
    hands.cut(next(place.iterancestors(qn("w:p"))))
    hands.cut(hands.paragraph(document, "The sound at low tide"))


@edit
def picture_added(document: Any) -> None:
    place = hands.paragraph(document, "The quay at Holm is")
    made = document.add_paragraph()
    made.add_run().add_picture(io.BytesIO(png((190, 40, 40))), width=Mm(20))
    place.addnext(hands.cut(made._p))
