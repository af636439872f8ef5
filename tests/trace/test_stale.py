"""Whether an output still is what rendering would give: each cause alone, and nothing where nothing happened."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path

import pytest

from briefwright.trace.manifests import Manifest
from briefwright.trace.stale import Reason, state_of
from tests.trace.editions import FILES, edited, edition, project_of

FACTS, BRIEF, BIB, CONFIG = "facts/debt.yaml", "briefs/b.md", "bibliography.bib", "pyproject.toml"
TODAY = datetime.date(2026, 1, 1)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="2"><rect width="4" height="2"/></svg>'
OWN = {
    CONFIG: FILES[CONFIG].replace('"base"', '"own"') + 'theme = "mine"\n',
    "templates/own.md": '{% extends "base.md" %}\n',
    "templates/words/en.toml": 'references = "Works"\n',
    "templates/themes/mine.toml": '[colours]\naccent = "#0b4f6c"\n',
    "pictures/map.svg": SVG,
    BRIEF: FILES[BRIEF] + "\n![A map](/pictures/map.svg)\n".replace("/pictures", "pictures"),
}


def reasons(tmp_path: Path, *changes: Mapping[str, str], before: Mapping[str, str] | None = None) -> list[Reason]:
    old = edition(tmp_path, before or {})
    return reasons_of(old, tmp_path, before or {}, *changes)


def reasons_of(old: Manifest, tmp_path: Path, *changes: Mapping[str, str]) -> list[Reason]:
    state = state_of(old, Path("build/b.manifest.json"), project_of(tmp_path, *changes), TODAY)
    assert state.stale == bool(state.reasons)
    return list(state.reasons)


def told(found: list[Reason]) -> list[tuple[str, str, str]]:
    return [(reason.what, reason.name, reason.how) for reason in found]


def test_nothing_changed(tmp_path: Path) -> None:
    assert reasons(tmp_path) == []
    assert reasons(tmp_path / "own", before=OWN) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (edited(FACTS, ("stood at", "was")), ("fact", "debt-total", "changed")),
        (edited(FACTS, ("status: disputed", "status: withdrawn")), ("fact", "debt-small", "withdrawn")),
        (edited(FACTS, ("status: disputed", "status: superseded")), ("fact", "debt-small", "superseded")),
        (edited(FACTS, ("    tags:", "    review_by: 2025-12\n    tags:")), ("fact", "debt-total", "past review")),
        (edited(BIB, ("{Dams}", "{Great Dams}")), ("reference", "kuch2015", "changed")),
        (edited(BIB, ("{Debts}", "{Old Debts}")), ("reference", "ivanov2019", "changed")),
        (edited(BRIEF, ("All agree", "We agree")), ("brief", "b", "changed")),
        (edited(CONFIG, ('"ieee"', '"ieee"\npage = "Letter"')), ("setting", "page", "changed")),
        (edited(CONFIG, ('"ieee"', '"ieee"\nauthors = ["A", "B"]')), ("setting", "authors", "changed")),
        ({"templates/base.md": "{% block body %}{% endblock %}\n"}, ("template", "templates/base.md", "changed")),
        ({"templates/words/en.toml": 'references = "Works"\n'}, ("words", "templates/words/en.toml", "added")),
        ({"templates/themes/plain.toml": "[colours]\n"}, ("theme", "templates/themes/plain.toml", "added")),
    ],
)
def test_one_cause(tmp_path: Path, change: dict[str, str], expected: tuple[str, str, str]) -> None:
    assert told(reasons(tmp_path, change)) == [expected]


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("templates/own.md", '{% extends "base.md" %}\n\n', ("template", "templates/own.md", "changed")),
        ("templates/words/en.toml", 'references = "W"\n', ("words", "templates/words/en.toml", "changed")),
        ("templates/themes/mine.toml", "[colours]\n", ("theme", "templates/themes/mine.toml", "changed")),
        ("templates/themes/mine.css", "p {}\n", ("theme", "templates/themes/mine.css", "added")),
        ("pictures/map.svg", SVG.replace('"4"', '"5"'), ("picture", "pictures/map.svg", "changed")),
    ],
)
def test_one_file(tmp_path: Path, path: str, text: str, expected: tuple[str, str, str]) -> None:
    assert told(reasons(tmp_path, {path: text}, before=OWN)) == [expected]


@pytest.mark.parametrize(
    "change",
    [
        edited(FACTS, ("[figure]", "[figure, x]"), ("Ask again.", "Asked.")),
        edited(FACTS, ("    tags:", "    review_by: 2026-01-01\n    tags:")),
        edited(
            FACTS,
            ("    tags:", "    review_by: 2025\n    tags:"),
            ("label: Debt\n", "label: Debt\n    # briefwright: ignore F111 known\n"),
        ),
        edited(FACTS, ("  - id: debt-total", "  # so it is said\n  - id: debt-total")),
        edited(BIB, ("title = {Dams}", "title = {Dams}, abstract = {A}, file = {dams.pdf}")),
        edited(BIB, ("@book{ivanov", "@book{other, title = {O}}\n\n@book{ivanov")),
        {"facts/other.yaml": FILES[FACTS].replace("- id: debt-", "- id: other-")},
        {"templates/other.md": "x"},
        edited(CONFIG, ('"ieee"', '"ieee"\noutput = "out"')),
    ],
)  # fmt: skip
def test_what_makes_nothing_stale(tmp_path: Path, change: dict[str, str]) -> None:
    assert reasons(tmp_path, change) == []


def test_what_changed_is_told_field_by_field(tmp_path: Path) -> None:
    (reason,) = reasons(tmp_path, edited(FACTS, ("1500000000", "1600000000"), ("[figure]", "[x]")))
    assert [(one.field, one.before, one.after) for one in reason.changes] == [
        ("value", "US$1.5 billion", "US$1.6 billion"),
        ("tags", "figure", "x"),
    ]
    assert (reason.path, reason.line) == (FACTS, 3)


def test_a_successor_that_came_since(tmp_path: Path) -> None:
    newer = FILES[FACTS].replace("  - id: debt-old\n", "  - id: debt-old\n    supersedes: [debt-total]\n")
    (reason,) = reasons(tmp_path / "a", {FACTS: newer})
    assert (reason.name, reason.how, reason.note) == ("debt-total", "superseded", "by debt-old")
    assert reasons(tmp_path / "b", before={FACTS: newer}) == []


def test_a_fact_or_reference_that_is_gone(tmp_path: Path) -> None:
    facts = {FACTS: FILES[FACTS].replace("id: debt-small", "id: debt-tiny")}
    assert told(reasons(tmp_path / "a", facts)) == [("brief", "b", "broken"), ("fact", "debt-small", "removed")]
    bib = {path: FILES[path].replace("kuch2015", "kuch2016") for path in (BIB, FACTS)}
    assert ("reference", "kuch2015", "removed") in told(reasons(tmp_path / "b", bib))


def test_a_fact_that_a_selection_takes_in_and_one_that_it_drops(tmp_path: Path) -> None:
    brief = {BRIEF: '---\ntitle: B\n---\n{{ table(facts(topic="debt"), columns=["statement", "source"]) }}\n'}
    new = "    statement: New.\n    evidence: [{source: pich2024, locator: p. 3}]\n"
    more = {FACTS: f"{FILES[FACTS]}  - id: debt-new\n{new}"}
    assert told(reasons(tmp_path / "a", more, before=brief)) == [("fact", "debt-new", "added")]
    head, _, last = FILES[FACTS].partition("  - id: debt-old\n")
    moved = {FACTS: head, "facts/other.yaml": f"topic: other\nfacts:\n  - id: debt-old\n{last}"}
    assert told(reasons(tmp_path / "b", moved, before=brief)) == [("fact", "debt-old", "taken out")]


def test_a_withdrawn_fact_that_a_selection_drops_is_told_once(tmp_path: Path) -> None:
    brief = {BRIEF: '---\ntitle: B\n---\n{{ table(facts(topic="debt"), columns=["statement", "source"]) }}\n'}
    found = reasons(tmp_path, edited(FACTS, ("status: disputed", "status: withdrawn")), before=brief)
    assert told(found) == [("fact", "debt-small", "withdrawn")]


def test_a_fact_that_is_called_and_not_printed_makes_nothing_stale(tmp_path: Path) -> None:
    brief = {BRIEF: FILES[BRIEF] + '\n[^nowhere]: {{ fact("debt-old") }}\n'}
    assert reasons(tmp_path, before=brief) == []


def test_a_brief_that_is_gone(tmp_path: Path) -> None:
    old = edition(tmp_path)
    project = project_of(tmp_path)
    named = old.model_copy(update={"brief": old.brief.model_copy(update={"name": "../b"})})
    assert told(list(state_of(named, Path("x"), project, TODAY).reasons)) == [("brief", "../b", "removed")]


def test_an_older_manifest_says_that_something_changed_but_not_what(tmp_path: Path) -> None:
    new = edition(tmp_path)
    facts = [one.model_copy(update={"fields": None, "superseded_by": None}) for one in new.facts]
    references = [one.model_copy(update={"fields": None}) for one in new.references]
    old = new.model_copy(update={"facts": facts, "references": references, "files": None})
    assert reasons_of(old, tmp_path) == []
    found = reasons_of(old, tmp_path, edited(FACTS, ("stood at", "was")), edited(BIB, ("{Dams}", "{Great Dams}")))
    assert [(reason.name, [one.field for one in reason.changes]) for reason in found] == [
        ("debt-total", ["content"]),
        ("kuch2015", ["content"]),
    ]


def test_a_manifest_cannot_have_files_read_outside_the_project(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("x", encoding="utf-8")
    new = edition(tmp_path / "p")
    assert new.files is not None
    pictures = [{"kind": "picture", "path": path, "sha256": "0"} for path in ("../secret", str(tmp_path / "secret"))]
    files = [*new.files, *(type(new.files[0])(**one) for one in pictures)]
    assert reasons_of(new.model_copy(update={"files": files}), tmp_path / "p") == []
