"""Edits made with python-docx, none of them tracked. See drive.py for how to run it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import citing  # noqa: F401  # registers the edits of citations
import drive
import hands
import rearranging  # noqa: F401  # registers the edits of structure
from docx import Document
from docx.oxml.ns import qn
from drive import edit


def make(change: Any, base: Path, out: Path) -> None:
    document = Document(str(base))
    change(document)
    hands.save(document, str(out))


# Nothing, or nothing that matters


@edit
def opened_and_saved(document: Any) -> None:
    """Open and save."""


@edit
def spaces_made_non_breaking(document: Any) -> None:
    for text in document.element.body.iter(qn("w:t")):
        text.text = text.text.replace("4.5 metres", "4.5\u00a0metres").replace("14 March", "14\u00a0March")
        text.text = text.text.replace("412,000 passengers", "412,000\u00a0passengers").replace("p. 4", "p.\u00a04")


@edit
def apostrophes_straightened(document: Any) -> None:
    hands.replace_everywhere(document, "’", "'")
    hands.replace_everywhere(document, "‘", "'")


# In facts


@edit
def fact_word(document: Any) -> None:
    hands.replace(document, "first battery ferry", "earliest battery ferry", "Since then the crew")


@edit
def fact_words_of_folded_statement(document: Any) -> None:
    hands.replace(document, "mostly because of wind", "mainly because of gales")


@edit
def fact_number(document: Any) -> None:
    hands.replace(document, "31%", "33%")


@edit
def fact_second_number(document: Any) -> None:
    hands.replace(document, "6.5%", "7%")


@edit
def fact_number_of_several_briefs(document: Any) -> None:
    hands.replace(document, "412,000", "415,000", "That is close")


@edit
def fact_range(document: Any) -> None:
    hands.replace(document, "60–70%", "60–75%")


@edit
def clause_words(document: Any) -> None:
    hands.replace(document, "went up", "were raised")


@edit
def clause_number(document: Any) -> None:
    hands.replace(document, "12%", "14%")


@edit
def fact_number_and_words(document: Any) -> None:
    hands.replace(document, "438,000", "441,000")
    hands.replace(document, "crossed the sound", "crossed the strait")


@edit
def fact_double_quoted(document: Any) -> None:
    hands.replace(document, "more than ever", "more than in any other year")


@edit
def fact_single_quoted(document: Any) -> None:
    hands.replace(document, "of its seats", "of the boat’s seats")


@edit
def fact_link_text(document: Any) -> None:
    hands.replace(document, "makers", "manufacturers", "The older ferries burn")


@edit
def fact_emphasis_added(document: Any) -> None:
    for run in hands.select(hands.paragraph(document, "Holm has offered"), "shore power"):
        hands.look(run, "i")


@edit
def fact_emphasis_removed(document: Any) -> None:
    for run in hands.select(hands.paragraph(document, "every ninth sailing"), "Outer Skerry"):
        hands.look(run, "i", on=False)


@edit
def fact_colon_typed(document: Any) -> None:
    hands.replace(document, "still bears the mail boat", "bears one load: the mail boat #2")


@edit
def fact_sentence_deleted(document: Any) -> None:
    for element in hands.sentence(document, "Holm has offered shore power since 2020"):
        hands.cut(element)


@edit
def fact_sentence_emptied(document: Any) -> None:
    control = next(iter(hands.sentence(document, "Cars took up 31%")))
    for run in list(control.iter(qn("w:r"))):
        hands.cut(run)


@edit
def fact_across_border(document: Any) -> None:
    hands.replace(document, "the storms: in 2019 about", "2019: about")


@edit
def facts_two_in_one_paragraph(document: Any) -> None:
    hands.replace(document, "since May 2018", "since 2018", "Since then the crew")
    hands.replace(document, "A fire", "A short fire", "Since then the crew")


@edit
def facts_two_joined(document: Any) -> None:
    hands.replace(
        document, ". The first of the new ferries is to be", "; the first of them should be", "What is on order"
    )


@edit
def fact_first_words_with_prose_before(document: Any) -> None:
    hands.replace(document, "renewed: the county has ordered", "renewed, for the council has ordered")


# In prose


@edit
def prose_word(document: Any) -> None:
    hands.replace(document, "took three years", "took four years")


@edit
def prose_at_start_of_rich_paragraph(document: Any) -> None:
    hands.replace(document, "Most travellers are", "Nearly all travellers are")


@edit
def prose_twice_in_rich_paragraph(document: Any) -> None:
    hands.replace(document, " agree ", " both agree ", "Most travellers")
    hands.replace(document, "Their count stops in", "Their count ended in")


@edit
def prose_before_fact_without_space(document: Any) -> None:
    hands.replace(document, "In 2022—", "In early 2022—")


@edit
def prose_after_fact_without_space(document: Any) -> None:
    hands.replace(document, "—nobody protested", "—few protested")


@edit
def prose_sentence_between_facts(document: Any) -> None:
    hands.type_before(document, " That is close", " It is a record since the storms.")


@edit
def prose_sentence_deleted_from_rich_paragraph(document: Any) -> None:
    place = hands.paragraph(document, "A loan is")
    for run in hands.select(place, "Money is short. "):
        hands.cut(run)


@edit
def prose_case(document: Any) -> None:
    hands.replace(document, "The school at Holm", "The School at Holm")


@edit
def prose_not_latin(document: Any) -> None:
    hands.replace(document, "The council meets in June.", "The council (Рада островів, 島議会) meets in June.")


@edit
def prose_markdown_signs(document: Any) -> None:
    hands.replace(
        document, "The council meets in June.", "The council *meets* in June; write to a_b_c@example.org #now."
    )


@edit
def prose_quotation_marks(document: Any) -> None:
    hands.replace(document, "‘a road of water’", "“a road of water”")


@edit
def prose_in_box(document: Any) -> None:
    hands.replace(document, "What is on order.", "What the county has on order.")


@edit
def emphasis_added_to_rich_paragraph(document: Any) -> None:
    for run in hands.select(hands.paragraph(document, "Their count stops"), "2020"):
        hands.look(run, "b")


@edit
def emphasis_removed_from_rich_paragraph(document: Any) -> None:
    for run in hands.select(hands.paragraph(document, "two surveys"), "two surveys"):
        hands.look(run, "b", on=False)


@edit
def emphasis_word_changed_in_rich_paragraph(document: Any) -> None:
    hands.replace(document, "possible", "conceivable", "A loan is")


@edit
def link_text(document: Any) -> None:
    hands.replace(document, "the county’s portal", "the ferry portal")


@edit
def link_address(document: Any) -> None:
    run = hands.select(hands.paragraph(document, "the bank"), "the bank")[0]
    address = document.part.relate_to(
        "https://new-bank.example.org/",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink",
        is_external=True,
    )
    run.getparent().set(qn("r:id"), address)


@edit
def link_removed(document: Any) -> None:
    run = hands.select(hands.paragraph(document, "the county’s portal"), "the county’s portal")[0]
    link = run.getparent()
    for style in run.iter(qn("w:rStyle")):
        hands.cut(style)
    link.addprevious(run)
    hands.cut(link)


@edit
def everywhere_replaced(document: Any) -> None:
    hands.replace_everywhere(document, "the sound", "the strait")


# Headings and front matter


@edit
def heading_renamed(document: Any) -> None:
    hands.replace(document, "Harbours", "Harbours and piers")


@edit
def heading_with_id_renamed(document: Any) -> None:
    hands.replace(document, "What travellers want", "What the travellers ask for")


@edit
def title_changed(document: Any) -> None:
    hands.replace(document, "Ferries to the Skerry Islands", "Ferries to the Skerries")


@edit
def subtitle_changed(document: Any) -> None:
    hands.replace(document, "in spring 2024", "in May 2024")


# What the brief does not say itself


@edit
def template_words(document: Any) -> None:
    hands.replace(document, "The desk answers for this note.", "The transport desk answers for this note.")


@edit
def references_words(document: Any) -> None:
    hands.replace(document, "Marine Engineering Notes", "Notes on Marine Engineering")


@edit
def caption_of_generated_table(document: Any) -> None:
    hands.replace(document, "Harbours in figures", "The harbours in figures")


@edit
def header_of_generated_table(document: Any) -> None:
    hands.replace(document, "Event", "What happened")


# Citations typed


@edit
def citation_typed(document: Any) -> None:
    hands.replace(document, "Vik lacks shore power.", "Vik lacks shore power [@port2022accounts].")


@edit
def citation_typed_in_rich_paragraph(document: Any) -> None:
    hands.replace(document, " until 2025.", " until 2025 [@county2023traffic, p. 12].")


@edit
def citation_typed_of_unknown_key(document: Any) -> None:
    hands.replace(document, "Vik lacks shore power.", "Vik lacks shore power [@smith2023, p. 2].")


# Files that have lost something


@edit
def no_anchors(document: Any) -> None:
    strip(document)


@edit
def no_anchors_and_edited(document: Any) -> None:
    strip(document)
    hands.replace(document, "took three years", "took four years")
    hands.replace(document, "31%", "33%")
    hands.replace(document, "Most travellers are", "Nearly all travellers are")


@edit
def not_ours(document: Any) -> None:
    body = document.element.body
    strip(document)
    for element in list(body):
        if element.tag != qn("w:sectPr"):
            body.remove(element)
    document.add_paragraph("Minutes of the parish meeting")
    document.add_paragraph("Nobody spoke of boats. The roof leaks, and the organ is out of tune.")


def strip(document: Any) -> None:
    """What pasting into a new document leaves: text and its looks, without bookmarks, controls and custom parts."""
    body = document.element.body
    for mark in list(body.iter(qn("w:bookmarkStart"), qn("w:bookmarkEnd"))):
        hands.cut(mark)
    for control in list(body.iter(qn("w:sdt"))):
        for child in list(control.find(qn("w:sdtContent"))):
            control.addprevious(child)
        hands.cut(control)
    for name, relation in list(document.part.rels.items()):
        if relation.reltype.endswith("/customXml"):
            del document.part.rels[name]


if __name__ == "__main__":
    drive.main(make)
