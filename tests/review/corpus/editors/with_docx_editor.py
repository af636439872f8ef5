"""Edits made with docx-editor, all of them tracked. See drive.py for how to run it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import drive
from docx_editor import Document
from drive import edit

ANN, BEN = "Ann Reader", "Ben Editor"


class Desk:
    """A document on the desk of one person after another."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def work(self, author: str, *strokes: Callable[[Any], Any]) -> None:
        """One person opens it, does some things, and saves it."""
        with Document.open(self.path, author=author, workspace_dir=self.path.parent / ".docx-editor") as document:
            for stroke in strokes:
                stroke(document)
            document.save()


def make(change: Any, base: Path, out: Path) -> None:
    shutil.copy(base, out)
    change(Desk(out))


def reference(document: Any, words: str) -> str:
    """The paragraph that has the words, as docx-editor calls it."""
    for item in document.list_paragraphs(max_chars=5000, limit=None):
        if words in item:
            return str(item.split("|", 1)[0])
    raise LookupError(f"no paragraph has {words!r}")


def replace(old: str, new: str, within: str = "", **more: Any) -> Callable[[Any], Any]:
    return lambda document: document.replace(old, new, paragraph=reference(document, within or old), **more)


def delete(words: str, within: str = "") -> Callable[[Any], Any]:
    return lambda document: document.delete(words, paragraph=reference(document, within or words))


def insert_after(words: str, new: str, within: str = "") -> Callable[[Any], Any]:
    return lambda document: document.insert_after(words, new, paragraph=reference(document, within or words))


def insert_before(words: str, new: str, within: str = "") -> Callable[[Any], Any]:
    return lambda document: document.insert_before(words, new, paragraph=reference(document, within or words))


# Facts


@edit
def tracked_fact_words(desk: Desk) -> None:
    desk.work(ANN, replace("because of wind", "because of storms"))


@edit
def tracked_fact_number(desk: Desk) -> None:
    desk.work(ANN, replace("31%", "29%"))


@edit
def tracked_fact_in_cell(desk: Desk) -> None:
    desk.work(ANN, replace("mail boat", "post boat"))


@edit
def tracked_clause(desk: Desk) -> None:
    desk.work(ANN, replace("is not known", "nobody knows", "nobody has counted freight"))


@edit
def tracked_fact_and_prose(desk: Desk) -> None:
    desk.work(ANN, replace("low water", "spring tide"), replace("any tide", "every tide"))


@edit
def tracked_across_border(desk: Desk) -> None:
    desk.work(ANN, replace("the storms: in 2019 about", "2019: about"))


@edit
def tracked_two_facts(desk: Desk) -> None:
    desk.work(
        ANN,
        replace("The county ordered", "The county has ordered", "What is on order"),
        replace("is to be delivered", "is due", "What is on order"),
    )


@edit
def tracked_everything_of_a_number_twice(desk: Desk) -> None:
    desk.work(
        ANN,
        replace("412,000", "409,500", "6.5% more"),
        replace("412,000", "409,500", "That is close"),
    )


# Prose


@edit
def tracked_prose_in_rich_paragraph(desk: Desk) -> None:
    desk.work(
        ANN,
        replace("not visitors", "hardly ever visitors"),
        replace("call the sound", "called the sound"),
    )


@edit
def tracked_sentence_inserted_before_fact(desk: Desk) -> None:
    desk.work(ANN, insert_after("aloud.", " Even the paper was calm.", "In 2022"))


@edit
def tracked_sentence_deleted_from_rich_paragraph(desk: Desk) -> None:
    desk.work(BEN, delete("Money is short. "))


@edit
def tracked_rewrite_of_rich_paragraph(desk: Desk) -> None:
    def rewrite(document: Any) -> None:
        place = reference(document, "Money is short.")
        old = next(
            item.split("| ", 1)[1]
            for item in document.list_paragraphs(max_chars=5000, limit=None)
            if "Money is short." in item
        )
        new = old.replace("Money is short.", "Money is scarce.").replace("for the second year", "for a second year")
        document.rewrite_paragraph(place, new.replace("has hinted", "hinted in spring"))

    desk.work(ANN, rewrite)


@edit
def tracked_two_authors_in_rich_paragraph(desk: Desk) -> None:
    desk.work(ANN, replace("Money is short.", "Money is tight."))
    desk.work(BEN, replace("second year", "third year", "Money is"), replace("unlikely", "improbable", "Money is"))


@edit
def tracked_second_author_corrects_the_first(desk: Desk) -> None:
    desk.work(ANN, insert_after("meets in June", " and again in the autumn"))
    desk.work(BEN, replace("autumn", "winter", "meets in June"))


@edit
def tracked_heading(desk: Desk) -> None:
    desk.work(ANN, replace("What travellers want", "What all travellers want"))


@edit
def tracked_cell(desk: Desk) -> None:
    desk.work(ANN, replace("3 metres", "3.2 metres"))


@edit
def tracked_cell_of_timeline(desk: Desk) -> None:
    def change(document: Any) -> None:
        for item in document.list_paragraphs(max_chars=5000, limit=None):
            if "| The first of the new ferries" in item:
                document.replace("the summer of 2026", "the autumn of 2026", paragraph=item.split("|", 1)[0])
                return
        raise LookupError("no such cell")

    desk.work(ANN, change)


@edit
def tracked_rich_item(desk: Desk) -> None:
    desk.work(BEN, replace("before winter", "this year"))


@edit
def tracked_split(desk: Desk) -> None:
    desk.work(
        ANN,
        lambda document: document.split_paragraph(reference(document, "Money is short."), before="A loan is"),
    )


@edit
def tracked_citation_typed(desk: Desk) -> None:
    desk.work(ANN, insert_after("would need twelve", " [@county2023traffic, p. 18]"))


@edit
def tracked_accepted(desk: Desk) -> None:
    desk.work(ANN, replace("31%", "29%"), replace("three years", "two years"))
    desk.work(BEN, lambda document: document.accept_all())


@edit
def tracked_rejected(desk: Desk) -> None:
    desk.work(ANN, replace("31%", "29%"), replace("three years", "two years"))
    desk.work(BEN, lambda document: document.reject_all())


# Comments


@edit
def comment_with_reply_resolved(desk: Desk) -> None:
    desk.work(ANN, lambda document: document.add_comment("eight mates", "Was it not nine?"))
    desk.work(BEN, lambda document: document.reply_to_comment(document.list_comments()[0].id, "Eight, by their page."))
    desk.work(ANN, lambda document: document.resolve_comment(document.list_comments()[0].id))


@edit
def tracked_with_reason(desk: Desk) -> None:
    desk.work(ANN, replace("trains eight", "trains ten", note="So says their new page."))


if __name__ == "__main__":
    drive.main(make)
