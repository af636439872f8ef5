"""The box "what changed": it can be pasted and rendered, and nothing that it quotes means anything there."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefwright.compose.words import load_words
from briefwright.load import load_project
from briefwright.model import Status
from briefwright.pipeline import make_document, template_folders
from briefwright.trace.box import Library, literal, what_changed
from briefwright.trace.editions import compare
from briefwright.trace.manifests import Manifest
from tests.projects import document_of, text_of
from tests.trace.editions import FILES, edited, edition, project_of

FACTS, BRIEF = "facts/debt.yaml", "briefs/b.md"
NEW = """\
  - id: debt-new
    statement: It is growing.
    evidence: [{source: ivanov2019, locator: p. 2}]
"""


def box(old: Manifest, new: Manifest, folder: Path, lang: str = "en") -> str:
    project = load_project(folder).value  # as the edition was made of it
    words = load_words(lang, template_folders(project)).value
    withdrawn = frozenset(fact.id for fact in project.facts.values() if fact.status == Status.WITHDRAWN)
    library = Library(frozenset(project.facts), frozenset(project.bibliography.keys()), lang, words, withdrawn)
    return what_changed(compare(old, new), library)


def editions(tmp_path: Path) -> tuple[Manifest, Manifest]:
    facts = edited(FACTS, ("1500000000", "1600000000"), ("status: disputed", "status: checked"), ("p. 12", "p. 14")) | {
        "facts/new.yaml": f"topic: new\nfacts:\n{NEW}"
    }
    brief = edited(BRIEF, ('- {{ fact("debt-small") }}', '- {{ fact("debt-small") }}\n- {{ fact("debt-new") }}'))
    old = {BRIEF: FILES[BRIEF].replace("All agree", '{{ fact("debt-old") }} Many agree')}
    return edition(tmp_path / "old", old), edition(tmp_path / "new", facts, brief)


def test_a_box(tmp_path: Path) -> None:
    old, new = editions(tmp_path)
    assert box(old, new, tmp_path / "new") == (
        "::: {.what-changed}\n"
        "**What changed since July 1, 2024**\n"
        "\n"
        '- New: {{ fact("debt-new") }}\n'
        '- Changed: {{ fact("debt-total") }} Before: “The debt stood at US$1.5 billion.”\n'
        '- Now checked: {{ fact("debt-small") }} Before: disputed.\n'
        "- No longer stated: It is old.\n"
        "- New sources: @ivanov2019.\n"
        ":::\n"
        "{# Rewritten besides, for you to put into words: briefs/b.md:7 #}\n"
    )


@pytest.mark.parametrize("lang", ["en", "fr", "ru", "de"])
def test_it_renders_where_it_is_pasted(tmp_path: Path, lang: str) -> None:
    old, new = editions(tmp_path)
    text = box(old, new, tmp_path / "new", lang)
    project = project_of(tmp_path / "new", {BRIEF: f"{FILES[BRIEF]}\n{text}"})
    made = make_document(project.briefs["b"], project)
    assert made.findings == ()
    assert made.value is not None
    shown = text_of(made.value)
    assert "It is growing" in shown
    assert "Rewritten" not in shown


def test_what_the_project_does_not_have_is_told_as_text(tmp_path: Path) -> None:
    old, new = editions(tmp_path)
    text = box(old, new, tmp_path / "old")
    assert "- New: It is growing.\n" in text


WITHDRAWN = edited(FACTS, ("status: disputed", "status: withdrawn"))


def test_a_withdrawn_fact_that_is_still_in_the_brief_is_told_as_text(tmp_path: Path) -> None:
    old, new = edition(tmp_path / "old"), edition(tmp_path / "new", WITHDRAWN)
    text = box(old, new, tmp_path / "new")
    assert "\n- Withdrawn: Some call it small.\n" in text
    assert "debt-small" not in text
    assert "Before" not in text


def test_a_withdrawn_fact_that_was_taken_out_is_told_as_withdrawn(tmp_path: Path) -> None:
    without = edited(BRIEF, ('- {{ fact("debt-small") }}\n', ""))
    old, new = edition(tmp_path / "old"), edition(tmp_path / "new", WITHDRAWN, without)
    assert "\n- Withdrawn: Some call it small.\n" in box(old, new, tmp_path / "new")
    kept = edition(tmp_path / "kept", without)
    assert "\n- No longer stated: Some call it small.\n" in box(old, kept, tmp_path / "kept")


def test_a_fact_that_was_withdrawn_all_along_is_not_called(tmp_path: Path) -> None:
    reworded = {FACTS: WITHDRAWN[FACTS].replace("Some call", "Many call")}
    old, new = edition(tmp_path / "old", WITHDRAWN), edition(tmp_path / "new", reworded)
    assert "\n- Changed: Many call it small. Before: “Some call it small.”\n" in box(old, new, tmp_path / "new")


def test_nothing_to_tell(tmp_path: Path) -> None:
    same = edition(tmp_path)
    assert "- Nothing that facts say has changed.\n" in box(same, same, tmp_path)


def test_what_readers_cannot_see_is_not_told(tmp_path: Path) -> None:
    old, new = edition(tmp_path / "a"), edition(tmp_path / "b", edited(FACTS, ("[figure]", "[x]"), ("Ask", "Do ask")))
    assert "- Nothing that facts say has changed.\n" in box(old, new, tmp_path / "b")


def test_a_date_and_evidence(tmp_path: Path) -> None:
    old = edition(tmp_path / "a")
    date = edition(tmp_path / "b", edited(FACTS, ("as_of: 2015-11\n", "as_of: 2015-12\n")))
    place = edition(tmp_path / "c", edited(FACTS, ("para. 2", "para. 3")))
    assert '- Changed: {{ fact("debt-total") }} Before: November 2015.\n' in box(old, date, tmp_path / "b")
    assert '- Evidence or date changed: {{ fact("debt-total") }}\n' in box(old, place, tmp_path / "c")


def test_ids_and_dates_of_a_hostile_manifest(tmp_path: Path) -> None:
    new = edition(tmp_path)
    bad = new.facts[0].model_copy(update={"id": 'x") }}{{ 7*7 }}', "statement": "{% include 'x' %} {# c #} [@k]"})
    old = new.model_copy(
        update={"facts": [*new.facts, bad], "brief": new.brief.model_copy(update={"date": "{{ 7*7 }}"})}
    )
    text = box(old, new, tmp_path)
    project = project_of(tmp_path, {BRIEF: f"{FILES[BRIEF]}\n{text}"})
    made = make_document(project.briefs["b"], project)
    assert made.findings == ()
    assert made.value is not None
    shown = " ".join(text_of(made.value).split())
    assert "{% include ‘x’ %} {# c #} [@k]" in shown.replace("'x'", "‘x’")
    assert "What changed since {{ 7*7 }}" in shown


@given(st.text(alphabet="{}%#[]()@*_`~^$<>&;:|!\\ -ab1\n", max_size=30))
@settings(max_examples=25, deadline=None)
def test_any_text_prints_as_it_stands(tmp_path_factory: pytest.TempPathFactory, given_text: str) -> None:
    text = f"a {given_text} b"
    document = document_of(tmp_path_factory.mktemp("t"), f"---\ntitle: B\n---\nText: {literal(text)} [@pich2024]\n")
    words = next(anchor.text for anchor in document.anchors if anchor.kind.value == "paragraph")
    expected = f"Text: {' '.join(text.split())} ("
    assert words.replace("–", "--").replace("—", "---").replace("…", "...").startswith(expected)
