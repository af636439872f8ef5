"""Two editions compared: what came, what went, what changed, and through what."""

from __future__ import annotations

from pathlib import Path

from briefwright.trace.editions import Comparison, compare
from tests.trace.editions import FILES, edited, edition

FACTS, BRIEF = "facts/debt.yaml", "briefs/b.md"


def compared(tmp_path: Path, *changes: dict[str, str]) -> Comparison:
    return compare(edition(tmp_path / "old"), edition(tmp_path / "new", *changes))


def paragraphs(comparison: Comparison) -> list[tuple[str, str, str]]:
    return [
        (one.how, one.before.words if one.before else "", one.after.words if one.after else "")
        for one in comparison.paragraphs
    ]


def test_the_same_edition(tmp_path: Path) -> None:
    comparison = compared(tmp_path)
    assert comparison.is_empty
    assert comparison.paragraphs == ()


def test_facts_and_references_that_came_and_went(tmp_path: Path) -> None:
    brief = edited(BRIEF, ('fact("debt-total")', 'fact("debt-old")'), ('{{ key_figures("debt-total") }}', ""))
    comparison = compared(tmp_path, brief)
    assert [fact.id for fact in comparison.facts_added] == ["debt-old"]
    assert [fact.id for fact in comparison.facts_removed] == ["debt-total"]
    assert comparison.facts_changed == ()
    assert [one.key for one in comparison.references_removed] == ["kuch2015"]


def test_a_changed_value_is_told_as_the_facts_and_the_text_follows_it(tmp_path: Path) -> None:
    comparison = compared(tmp_path, edited(FACTS, ("1500000000", "1600000000")))
    (changed,) = comparison.facts_changed
    assert (changed.after.id, [change.field for change in changed.changes]) == ("debt-total", ["value"])
    assert {one.how for one in comparison.paragraphs} == {"through facts"}
    assert [one.after.anchor.kind for one in comparison.paragraphs if one.after] == ["paragraph", "cell"]


def test_words_of_the_authors_own(tmp_path: Path) -> None:
    comparison = compared(tmp_path, edited(BRIEF, ("All agree on that", "Nobody doubts it")))
    (change,) = comparison.paragraphs
    assert change.how == "changed"
    assert [(piece.how, piece.text) for piece in change.pieces] == [
        ("same", "The debt stood at US$1.5 billion."),
        ("out", "All agree on that."),
        ("in", "Nobody doubts it."),
    ]


def test_renumbered_citations_are_no_change(tmp_path: Path) -> None:
    brief = edited(BRIEF, ("# What is owed\n", "# What is owed\n\nTo begin with [@ivanov2019].\n"))
    comparison = compared(tmp_path, brief)
    assert paragraphs(comparison) == [("added", "", "To begin with.")]
    assert [one.key for one in comparison.references_added] == ["ivanov2019"]


def test_another_citation_is_a_change_though_no_word_differs(tmp_path: Path) -> None:
    for number, style in enumerate(("ieee", "chicago-notes-bibliography")):
        front = {BRIEF: FILES[BRIEF].replace("date:", f"csl: {style}\ndate:")}
        other = {BRIEF: front[BRIEF].replace("[@pich2024, p. 11]", "[@ivanov2019, p. 11]")}
        old, new = (edition(tmp_path / f"{number}{name}", files) for name, files in (("a", front), ("b", other)))
        (change,) = compare(old, new).paragraphs
        assert (change.how, change.words_differ) == ("changed", False)
        assert change.cites == (("pich2024",), ("ivanov2019",))


def test_paragraphs_that_moved_came_and_went(tmp_path: Path) -> None:
    text = FILES[BRIEF]
    old = {BRIEF: f"{text}\nFirst of the rest.\n\nSecond, at some length.\n\nThird and last of them.\n"}
    new = {BRIEF: f"{text}\nFirst of the rest.\n\nSomething else entirely.\n\nThird, but not the last of them.\n"}
    comparison = compare(edition(tmp_path / "a", old), edition(tmp_path / "b", new))
    assert paragraphs(comparison) == [
        ("added", "", "Something else entirely."),
        ("removed", "Second, at some length.", ""),
        ("changed", "Third and last of them.", "Third, but not the last of them."),
    ]


def test_front_matter_and_settings(tmp_path: Path) -> None:
    brief = edited(BRIEF, ("The debt\n", "The debts\n"), ("2024-07-01", "2024-08-01"))
    config = {"pyproject.toml": FILES["pyproject.toml"] + 'institution = "The Desk"\n'}
    comparison = compared(tmp_path, brief, config)
    assert [(one.field, one.before, one.after) for one in comparison.brief] == [
        ("title", "The debt", "The debts"),
        ("date", "2024-07-01", "2024-08-01"),
        ("institution", "", "The Desk"),
    ]


def test_a_manifest_that_does_not_know_a_setting_tells_no_change_of_it(tmp_path: Path) -> None:
    new = edition(tmp_path)
    old = new.model_copy(update={"brief": new.brief.model_copy(update={"page": None, "authors": None})})
    assert compare(old, new).is_empty
