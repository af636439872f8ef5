"""Edits of facts brought home: the words of an editor become fields of a fact file, and nothing else of it changes."""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest

from briefwright.compose.words import load_words
from briefwright.load import load_project
from briefwright.model import Project
from briefwright.resources import package_templates
from briefwright.review.fact_edits import FactEditor, FieldChange, Proposal
from briefwright.review.fact_files import changed_files
from briefwright.review.inline_source import Unit, UnitKind, units_of
from briefwright.review.shown import Shown
from briefwright.word.story import CitedItem

FACTS = """\
topic: debt   # of the state
facts:
  # the total
  - id: total
    kind: reported
    label: Debt in 2015
    statement: Cambodia's debt to _Russia_ is put at {{ value }}.   # for now
    value: {amount: 1500000000, unit: USD, approximate: true}
    as_of: 2015-11
    evidence:
      - source: pich   # the book
        locator: p. 434
        quote: "1.5 billion"
      - {source: kuch, locator: "paras. 2-3"}
  - id: tourists
    statement: >-
      Between {{ low }} and {{ high }} came from
      Russia in 2019, the ministry: says.
    clause: "tourists came: many"
    values:
      low:
        amount: 55000   # rounded
        unit: {one: tourist, other: tourists}
      high: {low: 60000, high: 70000, unit: tourists}
    as_of: 2019
    evidence: [{source: pich, locator: p. 3}]
  - id: borrowed-early
    statement:
      en: It was borrowed in the 1980s.
      fr: 'Emprunté à l''époque, {{ value }}.'
    value: {amount: 5, unit: percent}
    voice: {speaker: Dmitry Bokarev, mode: said}
    evidence: [{source: pich, locator: p. 3}]
"""
BIB = "@book{pich, title={A}, author={Pich}, year=2024}\n@book{kuch, title={B}, author={Kuch}, year=2015}\n"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    root = tmp_path_factory.mktemp("project")
    (root / "facts").mkdir()
    (root / "facts" / "debt.yaml").write_bytes(FACTS.replace("\n", "\r\n").encode())
    (root / "bibliography.bib").write_text(BIB)
    (root / "pyproject.toml").write_text('[tool.briefwright]\nlang = "en"\n')
    loaded = load_project(root)
    assert set(loaded.value.facts) == {"total", "tourists", "borrowed-early"}
    return loaded.value


def editor(project: Project, lang: str = "en-GB") -> FactEditor:
    def words(tag: str) -> dict[str, str]:
        return dict(load_words(tag, [package_templates()]).value)

    return FactEditor(project, lang, words(lang), words)


def units(text: str) -> list[Unit]:
    """Units of a text in which `_x_` is emphasised and `[x]` is a citation."""
    out: list[Unit] = []
    for number, part in enumerate(text.split("_")):
        head, _, rest = part.partition("[")
        cited, _, tail = rest.partition("]")
        out += units_of(head, ["emph"] if number % 2 else [])
        if rest:
            out += [Unit(cited, kind=UnitKind.CITATION, name=cited), *units_of(tail)]
    return out


def lines(project: Project, proposal: Proposal) -> list[str]:
    """The lines of the fact file that a proposal takes out and puts in."""
    files = changed_files(project, proposal.changes)
    assert files.refused == ()
    (change,) = files.changes
    assert change.before == (project.root / "facts" / "debt.yaml").read_bytes()
    assert change.after.count(b"\n") == change.after.count(b"\r\n")
    before, after = (data.decode().split("\r\n") for data in (change.before, change.after))
    return [line for line in difflib.ndiff(before, after) if line[0] in "+-"]


TOTAL = "Cambodia’s debt to _Russia_ is put at about US$1.5\u00a0billion [pich]."

CASES = {
    "a word of a statement": (
        ("total", "statement", TOTAL, TOTAL.replace("debt", "old debt").replace("_R", "_Soviet R")),
        [
            "-     statement: Cambodia's debt to _Russia_ is put at {{ value }}.   # for now",
            "+     statement: Cambodia's old debt to _Soviet Russia_ is put at {{ value }}.   # for now",
        ],
    ),
    "a number in a statement": (
        ("total", "statement", TOTAL, TOTAL.replace("1.5\u00a0", "1.7 ")),
        [
            "-     value: {amount: 1500000000, unit: USD, approximate: true}",
            "+     value: {amount: 1700000000, unit: USD, approximate: true}",
        ],
    ),
    "no more approximate, and a word": (
        ("total", "statement", TOTAL, "Cambodia’s debt to _Russia_ is set at US$2\u00a0billion [pich]."),
        [
            "-     statement: Cambodia's debt to _Russia_ is put at {{ value }}.   # for now",
            "+     statement: Cambodia's debt to _Russia_ is set at {{ value }}.   # for now",
            "-     value: {amount: 1500000000, unit: USD, approximate: true}",
            "+     value: {amount: 2000000000, unit: USD, approximate: false}",
        ],
    ),
    "a range for a number": (
        ("total", "value.value", "about US$1.5\u00a0billion", "US$1.5–2 billion"),
        [
            "-     value: {amount: 1500000000, unit: USD, approximate: true}",
            "+     value: {low: 1500000000, high: 2000000000, unit: USD, approximate: false}",
        ],
    ),
    "the clause of a statement": (
        ("total", "clause", TOTAL[:-1], TOTAL[:-1].replace("is", "was")),
        [
            "-     statement: Cambodia's debt to _Russia_ is put at {{ value }}.   # for now",
            "+     statement: Cambodia's debt to _Russia_ was put at {{ value }}.   # for now",
        ],
    ),
    "a clause that took in the paragraph's comma": (
        ("tourists", "clause", "tourists came: many,[pich]", "few tourists came: many,[pich]"),
        ['-     clause: "tourists came: many"', '+     clause: "few tourists came: many"'],
    ),
    "a label": (
        ("total", "label", "Debt in 2015", "Debt: 2015"),
        ["-     label: Debt in 2015", '+     label: "Debt: 2015"'],
    ),
    "a label that the fact has not yet": (
        ("borrowed-early", "label", "borrowed early", "Borrowed early"),
        ["+     label: Borrowed early"],
    ),
    "a date": (
        ("total", "date", "November 2015", "c. 29 December 2015"),
        ["-     as_of: 2015-11", "+     as_of: 2015-12-29~"],
    ),
    "a folded statement with two values": (
        (
            "tourists",
            "statement",
            "Between 55,000 tourists and 60,000–70,000 tourists came from Russia in 2019, the ministry: says.",
            "Between 56,000 tourists and 60,000–75,000 tourists came from Asia in 2019, the ministry: says.",
        ),
        [
            "-       Russia in 2019, the ministry: says.",
            "+       Asia in 2019, the ministry: says.",
            "-         amount: 55000   # rounded",
            "+         amount: 56000   # rounded",
            "-       high: {low: 60000, high: 70000, unit: tourists}",
            "+       high: {low: 60000, high: 75000, unit: tourists}",
        ],
    ),
    "a clause of its own": (
        ("tourists", "clause", "tourists came: many", "tourists came: “very” many"),
        ['-     clause: "tourists came: many"', '+     clause: "tourists came: “very” many"'],
    ),
    "a speaker": (
        ("borrowed-early", "speaker", "Dmitry Bokarev", "D. Bokarev"),
        [
            "-     voice: {speaker: Dmitry Bokarev, mode: said}",
            "+     voice: {speaker: D. Bokarev, mode: said}",
        ],
    ),
    "a language among several": (
        ("borrowed-early", "statement", "It was borrowed in the 1980s.", "It was borrowed in the 1970s."),
        ["-       en: It was borrowed in the 1980s.", "+       en: It was borrowed in the 1970s."],
    ),
    "a language that the brief is not in": (
        ("borrowed-early", "statement", "Emprunté à l’époque, 5\u00a0%.", "Emprunté à l’aube, 5,5 %."),
        [
            "-       fr: 'Emprunté à l''époque, {{ value }}.'",
            "+       fr: 'Emprunté à l''aube, {{ value }}.'",
            "-     value: {amount: 5, unit: percent}",
            "+     value: {amount: 5.5, unit: percent}",
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("edit", "expected"), CASES.values(), ids=CASES.keys())
def test_only_what_was_meant_changes(project: Project, edit: tuple[str, str, str, str], expected: list[str]) -> None:
    fact, part, old, new = edit
    proposal = editor(project).propose(fact, part, units(old), units(new))
    assert proposal.why == ""
    assert sorted(lines(project, proposal)) == sorted(expected)


@pytest.mark.parametrize(
    ("fact", "part", "old", "new", "why"),
    [
        ("total", "statement", TOTAL, TOTAL.replace("US$1.5\u00a0billion", "a lot"), "“about a lot” cannot be read"),
        ("total", "statement", TOTAL, TOTAL.replace("US$1.5", "$1.7"), "cannot be read as a value"),
        ("total", "value.value", "about US$1.5\u00a0billion", "US$1.70 billion", "written so, as “about US$1.5"),
        ("tourists", "clause", "tourists came: many,", "tourists came: many;", "the stop behind it is the paragraph's"),
        ("total", "date", "November 2015", "last autumn", "“last autumn” cannot be read as a date"),
        ("total", "statement", TOTAL, "", "nothing would be left"),
        ("total", "status", "checked", "draft", "its words are made by the tool"),
        ("gone", "statement", "One.", "Two.", "there is no fact `gone` any more"),
        ("total", "value.other", "5", "6", "the fact has no value `other`"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_left_to_people(
    project: Project, fact: str, part: str, old: str, new: str, why: str
) -> None:
    proposal = editor(project).propose(fact, part, units(old), units(new))
    assert proposal.changes == ()
    assert why in proposal.why


def test_a_citation_or_a_note_put_into_a_fact_is_no_word_of_it(project: Project) -> None:
    old = units(TOTAL)
    cited = [*old[:-1], Unit("(Kuch)", kind=UnitKind.CITATION, name="kuch"), old[-1]]
    assert editor(project).propose("total", "statement", old, cited).why == "no word of the fact differs"
    note = [*old, Unit("So.", kind=UnitKind.NOTE, source="^[So.]")]
    assert editor(project).propose("total", "statement", old, note).why == "a note cannot stand in a fact"


@pytest.mark.parametrize(
    ("before", "after", "old", "new"),
    [
        (("pich", "434", "page"), ("pich", "435", "page"), "        locator: p. 434", "        locator: p. 435"),
        (
            ("pich", "434", "page"),
            ("pich", "434–436", "page"),
            "        locator: p. 434",
            "        locator: pp. 434-436",
        ),
        (("pich", "434", "page"), ("pich", "2", "chapter"), "        locator: p. 434", "        locator: chap. 2"),
        (
            ("kuch", "2-3", "paragraph"),
            ("kuch", "4-5", "paragraph"),
            '      - {source: kuch, locator: "paras. 2-3"}',
            '      - {source: kuch, locator: "paras. 4-5"}',
        ),
    ],
)
def test_another_page(
    project: Project, before: tuple[str, str, str], after: tuple[str, str, str], old: str, new: str
) -> None:
    proposal = editor(project).propose_locator("total", CitedItem(*before), CitedItem(*after))
    assert sorted(lines(project, proposal)) == [f"+ {new}", f"- {old}"]


@pytest.mark.parametrize(
    "after", [CitedItem("kuch", "434", "page"), CitedItem("pich", ""), CitedItem("pich", "9", suffix="so")]
)
def test_another_source_is_no_other_page(project: Project, after: CitedItem) -> None:
    assert editor(project).propose_locator("total", CitedItem("pich", "434", "page"), after).why


def test_the_place_of_a_field_is_its_own_line(project: Project) -> None:
    edit = editor(project)
    assert edit.place(FieldChange("total", ("as_of",), "", "")).line == 9
    assert edit.place(FieldChange("tourists", ("values", "low", "amount"), "", "")).line == 22
    assert edit.place(FieldChange("borrowed-early", ("label",), "", "")).line == 27


def change(
    after: object, field: tuple[str, ...] = ("statement",), before: object = "one two three four"
) -> FieldChange:
    return FieldChange("total", field, before, after)


def test_edits_of_one_field_at_two_places_are_merged(project: Project) -> None:
    statement = project.facts["total"].raw["statement"]
    assert isinstance(statement, str)
    first, second = (statement.replace(*pair) for pair in (("debt", "old debt"), ("put", "set")))
    files = changed_files(project, [change(text, before=statement) for text in (first, second, first)])
    assert files.refused == ()
    assert b"Cambodia's old debt to _Russia_ is set at" in files.changes[0].after


def test_edits_that_contradict_each_other_are_told(project: Project) -> None:
    date = [change("2016", ("as_of",), "2015-11"), change("2017", ("as_of",), "2015-11")]
    files = changed_files(project, date)
    assert [one.change.after for one in files.refused] == ["2017"]
    assert "“2016”" in files.refused[0].why
    assert b"as_of: 2016\r\n" in files.changes[0].after


def test_a_fact_that_would_be_none_is_refused(project: Project) -> None:
    files = changed_files(project, [change("soon", ("as_of",), "2015-11")])
    assert files.changes == ()
    assert "date" in files.refused[0].why


def test_what_was_merged_and_refused_is_told_of_each(project: Project) -> None:
    before = {"amount": "1500000000", "unit": "USD", "approximate": "true"}
    changes = [
        change(before | {"amount": "many"}, ("value",), before),
        change(before | {"approximate": "false"}, ("value",), before),
    ]
    files = changed_files(project, changes)
    assert files.changes == ()
    assert [one.change for one in files.refused] == changes


def test_values_are_merged_field_by_field(project: Project) -> None:
    before = {"amount": "1500000000", "unit": "USD", "approximate": "true"}
    files = changed_files(
        project,
        [
            change(before | {"amount": "2"}, ("value",), before),
            change(before | {"approximate": "false"}, ("value",), before),
        ],
    )
    assert b"value: {amount: 2, unit: USD, approximate: false}" in files.changes[0].after


def test_the_file_is_not_written(project: Project) -> None:
    assert (Path(project.root) / "facts" / "debt.yaml").read_bytes() == FACTS.replace("\n", "\r\n").encode()


BRIEFS = {
    "one": '{{ fact("total") }}',
    "two": 'It is {{ fact("total", clause=true) }}, and {{ value("tourists", "low") }}.',
    "three": '{{ timeline(facts(ids=["total"])) }}',
    "four": '{{ table(["total"], columns=["label", "value"]) }}',
    "five": "Nothing.",
}


@pytest.mark.parametrize(
    ("fact", "field", "briefs"),
    [
        ("total", ("statement",), ("three", "two")),
        ("total", ("value",), ("four", "three", "two")),
        ("total", ("as_of",), ("three",)),
        ("total", ("label",), ("four",)),
        ("tourists", ("values", "low"), ("two",)),
        ("tourists", ("values", "high"), ()),
    ],
)
def test_other_briefs_that_show_it_are_named(
    project: Project, fact: str, field: tuple[str, ...], briefs: tuple[str, ...]
) -> None:
    (project.root / "briefs").mkdir(exist_ok=True)
    for name, body in BRIEFS.items():
        (project.root / "briefs" / f"{name}.md").write_text(f"---\ntitle: {name}\n---\n\n{body}\n")
    again = load_project(project.root).value
    assert Shown.of(again).also(again, [FieldChange(fact, field, None, "")], "one") == briefs
