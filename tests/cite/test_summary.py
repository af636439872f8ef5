"""The statement about a brief's sources."""

from __future__ import annotations

import pytest

from briefwright.cite.summary import kinds, statement
from briefwright.compose.words import load_words
from briefwright.diagnostics import Location
from briefwright.model import Evidence, Fact, Kind, Reference, Relation, Text
from briefwright.resources import package_templates

PLACE = Location("a")


def reference(entry_type: str = "article", **fields: str) -> Reference:
    return Reference("k", entry_type, fields, PLACE)


def fact(*evidence: Evidence, kind: Kind = Kind.FACT) -> Fact:
    return Fact("f", Text({"": "S."}), evidence, PLACE, kind=kind)


def said(references: list[Reference], facts: list[Fact], lang: str = "en", *, graded: bool = False) -> str:
    words = load_words(lang, (package_templates(),)).value
    return statement(references, facts, words, lang, graded=graded).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("one", "kind"),
    [
        (reference(), "journal article"),
        (reference(entrysubtype="newspaper"), "newspaper article"),
        (reference("incollection"), "chapter"),
        (reference("techreport"), "report"),
        (reference("nothing-known"), "other"),
        (reference(genre="Op-ed"), "op-ed"),
        (reference(genre="Order of the Board"), "order of the Board"),
        (reference(genre="{ASEAN} declaration"), "ASEAN declaration"),
        (reference(genre="{Russian} order"), "Russian order"),
        (reference(descriptor="Newspaper report; most of it attributed"), "newspaper report"),
        (reference(descriptor="A long description of what it is"), "journal article"),
        (reference(genre="Op-ed", descriptor="Memoir"), "op-ed"),
        (reference("report", type="Survey report"), "survey report"),
        (reference("thesis", type="{PhD} thesis"), "PhD thesis"),
        (reference("thesis", type="PhD thesis"), "PhD thesis"),
        (reference("thesis", type="phdthesis"), "thesis"),
        (reference("report", type="Press release"), "press release"),
        (reference("report", type="Survey report", genre="Statement"), "statement"),
    ],
)
def test_kinds_of_sources(one: Reference, kind: str) -> None:
    words = load_words("en", (package_templates(),)).value
    assert kinds([one], words) == {kind: 1}


def test_kinds_are_counted_the_most_frequent_first() -> None:
    assert said([reference("book"), reference(), reference()], []) == (
        "This document cites 3 sources: journal article (2), book (1)."
    )


def test_origins_are_whom_it_comes_from_else_the_original_else_the_source() -> None:
    evidence = [
        Evidence("a"),
        Evidence("a", via="b"),
        Evidence("c", origin="The Ministry"),
        Evidence("d", via="b", origin="the  ministry"),
        Evidence("e", relation=Relation.CONTEXT),
    ]
    assert "go back to 3 origins. 1 of 1 facts rests on an original" in said([reference()], [fact(*evidence)])


def test_what_only_gives_context_counts_where_nothing_supports() -> None:
    context = Evidence("a", via="b", relation=Relation.CONTEXT)
    assert "1 origin. 1 of 1 facts" in said([reference()], [fact(context, kind=Kind.GAP)])


@pytest.mark.parametrize(
    ("lang", "count", "expected"),
    [
        ("en", 1, "1 gap in what is known is named."),
        ("en", 2, "2 gaps in what is known are named."),
        ("en-GB", 2, "2 gaps in what is known are named."),
        ("ru", 1, "Назван 1 пробел в сведениях."),
        ("ru", 3, "Названо 3 пробела в сведениях."),
        ("ru", 5, "Названо 5 пробелов в сведениях."),
        ("ru", 21, "Назван 21 пробел в сведениях."),
        ("fr", 1, "1 lacune est signalée."),
        ("fr", 2, "2 lacunes sont signalées."),
    ],
)
def test_plural_forms(lang: str, count: int, expected: str) -> None:
    assert said([reference()], [fact(Evidence("a"), kind=Kind.GAP)] * count, lang).endswith(expected)


def test_sides_are_told_where_any_is_known() -> None:
    assert "side" not in said([reference(), reference()], [])
    sides = [reference(side="russia"), reference(side="russia"), reference(side="none"), reference()]
    assert said(sides, []).endswith("Sources by the side that they take: Russia (2), no side (1), not recorded (1).")


def test_sides_that_are_not_recorded_come_last_however_many_they_are() -> None:
    assert said([reference(), reference(), reference(side="Council")], []).endswith("Council (1), not recorded (2).")


def test_letters_are_explained_where_they_follow() -> None:
    assert said([reference()], [], graded=True).endswith("F: cannot be judged.")


@pytest.mark.parametrize("lang", ["en", "fr", "ru"])
def test_every_sentence_has_its_words(lang: str) -> None:
    words = load_words(lang, (package_templates(),)).value
    facts = [fact(Evidence("a", via="b"), kind=Kind.GAP)]
    for count in (1, 2, 5):
        text = statement([reference(side="none")] * count, facts * count, words, lang, graded=True)
        assert "{" not in text
        assert text.count(". ") == 5
