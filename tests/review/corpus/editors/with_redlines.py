"""Redlines made with python-redlines and Docxodus: somebody edits without tracking, and the program compares.

See drive.py for how to run it.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import drive
import hands
import rearranging
import with_python_docx as typed
from docx import Document
from drive import edit
from python_redlines import DocxodusEngine

ANN = "Ann Reader"


def make(change: Any, base: Path, out: Path) -> None:
    document = Document(str(base))
    change(document)
    with tempfile.TemporaryDirectory() as folder:
        edited = Path(folder) / "edited.docx"
        hands.save(document, str(edited))
        redline, _, _ = DocxodusEngine().run_redline(
            ANN, base, edited, detect_moves=True, date_time="2024-05-02T09:30:00Z"
        )
    out.write_bytes(redline)


@edit
def redline_of_nothing(document: Any) -> None:
    """Somebody looked and changed nothing."""


@edit
def redline_of_fact_and_prose(document: Any) -> None:
    typed.fact_number(document)
    typed.fact_words_of_folded_statement(document)
    typed.prose_word(document)


@edit
def redline_of_rich_paragraph(document: Any) -> None:
    typed.prose_twice_in_rich_paragraph(document)
    hands.replace(document, "has hinted", "has said")


@edit
def redline_of_moved_paragraph(document: Any) -> None:
    rearranging.paragraph_moved_rich(document)


@edit
def redline_of_paragraphs(document: Any) -> None:
    rearranging.paragraph_removed(document)
    place = hands.paragraph(document, "What the county should do")
    hands.new_paragraph(document, place, [("Nobody has asked the pilots, who know the quays best.", "")])


@edit
def redline_of_lists_and_tables(document: Any) -> None:
    rearranging.item_added(document)
    rearranging.row_added(document)
    rearranging.cell_words(document)


@edit
def redline_of_headings_and_notes(document: Any) -> None:
    typed.heading_renamed(document)
    rearranging.note_inline_words(document)


@edit
def redline_of_replaced_everywhere(document: Any) -> None:
    hands.replace_everywhere(document, "Holm ", "Holme ")


if __name__ == "__main__":
    drive.main(make)
