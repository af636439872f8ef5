from __future__ import annotations

import difflib
from pathlib import Path

import pytest

from briefwright.load import load_project
from briefwright.load.exchange import FactImport, export_facts, import_facts
from briefwright.load.sheets import read_csv, read_xlsx, write_csv, write_xlsx
from briefwright.model import Project
from tests.load.cases import shown

SAMPLE = Path(__file__).resolve().parents[2]
FACTS = """\
# yaml-language-server: $schema=../docs/schema/facts.schema.json
topic: debt  # kept
facts:
  - id: a
    statement: One.   # kept too
    tags: [x]
    evidence:
      - source: s
        locator: p. 1
        quote: "=words"
  - id: b
    statement: {en: Two., ru: Два.}
    evidence: [{source: s, locator: p. 2}]
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "facts").mkdir()
    (tmp_path / "briefs").mkdir()
    (tmp_path / "facts" / "debt.yaml").write_text(FACTS, encoding="utf-8")
    (tmp_path / "bibliography.bib").write_text("@book{s, title = {S}}\n", encoding="utf-8")
    loaded = load_project(tmp_path)
    assert loaded.findings == ()
    return loaded.value


def rows(project: Project) -> tuple[list[str], list[dict[str, str]]]:
    """The exported table, to be changed as a colleague would."""
    data = export_facts(project.facts.values(), "csv")
    names = data.decode("utf-8-sig").partition("\r\n")[0].split(",")
    return names, [row for _, row in read_csv(data, "x").value]


def imported(project: Project, names: list[str], table: list[dict[str, str]]) -> tuple[FactImport, str]:
    """What comes of a table: the same from CSV and from XLSX."""
    result = import_facts(write_csv(names, table), "csv", project, name="t")
    again = import_facts(write_xlsx(names, table, {}), "xlsx", project, name="t")
    assert again == result
    return result.value, shown(result.findings)


def applied(project: Project, change: FactImport) -> list[str]:
    """The lines that differ once the edits are written, and the project loads without a finding."""
    lines: list[str] = []
    for edit in change.edits:
        diff = difflib.unified_diff(edit.before.splitlines(), edit.after.splitlines(), n=0, lineterm="")
        lines += [line for line in diff if not line.startswith(("---", "+++", "@@"))]
        (project.root / edit.path).write_text(edit.after, encoding="utf-8")
    assert shown(load_project(project.root).findings) == ""
    return lines


@pytest.mark.parametrize("fmt", ["csv", "xlsx"])
def test_the_sample_goes_out_and_comes_back_unchanged(fmt: str) -> None:
    project = load_project(SAMPLE).value
    data = export_facts(project.facts.values(), fmt)
    assert data == export_facts(project.facts.values(), fmt)
    result = import_facts(data, fmt, project)
    assert result.findings == ()
    assert result.value.edits == ()
    assert result.value.unchanged == tuple(project.facts)


def test_changed_cells_change_their_lines_alone(project: Project) -> None:
    names, table = rows(project)
    table[0].update({"statement": "One, two.", "quote_1": "@other", "tags": "x; y", "status": "draft"})
    table[1].update({"statement[ru]": "Две.", "locator_1": "p. 3"})
    change, findings = imported(project, [*names, "status"], table)
    assert findings == ""
    assert (change.added, change.changed, change.unchanged) == ((), ("a", "b"), ())
    assert sorted(applied(project, change)) == sorted(
        [
            "-    statement: One.   # kept too",
            "+    statement: One, two.   # kept too",
            "-    tags: [x]",
            "+    tags: [x, y]",
            '-        quote: "=words"',
            '+        quote: "@other"',
            "+    status: draft",
            "-    statement: {en: Two., ru: Два.}",
            "+    statement: {en: Two., ru: Две.}",
            "-    evidence: [{source: s, locator: p. 2}]",
            "+    evidence: [{source: s, locator: p. 3}]",
        ]
    )


def test_a_translation_beside_a_text(project: Project) -> None:
    names, table = rows(project)
    table[0]["statement[ru]"] = "Один."
    change, findings = imported(project, names, table)
    assert findings == ""
    assert applied(project, change) == [
        "-    statement: One.   # kept too",
        "+    statement:",
        "+      en: One.",
        "+      ru: Один.   # kept too",
    ]
    assert load_project(project.root).value.facts["a"].statement.by_lang == {"en": "One.", "ru": "Один."}


def test_an_emptied_cell_removes_its_field(project: Project) -> None:
    names, table = rows(project)
    table[0].update({"tags": "", "quote_1": ""})
    change, findings = imported(project, names, table)
    assert findings == ""
    assert sorted(applied(project, change)) == ['-        quote: "=words"', "-    tags: [x]"]


def test_columns_and_rows_that_are_left_out_change_nothing(project: Project) -> None:
    change, findings = imported(project, ["id", "note"], [{"id": "b", "note": "New."}])
    assert findings == ""
    assert applied(project, change) == ["+    note: New."]
    assert change.changed == ("b",)


def test_new_facts_go_to_the_file_of_their_topic(project: Project) -> None:
    names = ["id", "topic", "statement", "value.amount", "value.unit", "source_1", "locator_1", "quote_1"]
    new = {"statement": "Three is {{ value }}.", "value.amount": "3", "source_1": "s", "locator_1": "p. 4"}
    table = [{"id": "c", "topic": "debt", **new}, {"id": "d", "topic": "Trade & aid", **new}]
    change, findings = imported(project, names, [*table, {**new, "id": "e", "topic": "Trade & aid"}])
    assert findings == ""
    assert change.added == ("c", "d", "e")
    assert [edit.path for edit in change.edits] == ["facts/debt.yaml", "facts/trade-aid.yaml"]
    assert change.edits[1].after.startswith("# yaml-language-server: $schema=../docs/schema/facts.schema.json\n")
    assert all(line[0] == "+" for line in applied(project, change))
    facts = load_project(project.root).value.facts
    assert facts["e"].topic == "Trade & aid"
    assert str(facts["c"].values["value"].amount) == "3"


def test_rows_with_problems_are_named_and_left_out(project: Project) -> None:
    names = ["id", "statement", "kind", "value.amount", "source_1", "locator_1", "colour", "topic", "note"]
    good = {"statement": "S.", "source_1": "s", "locator_1": "p. 1", "topic": "debt"}
    table = [
        {**good, "id": "c", "kind": "reportd"},
        {**good, "id": "Not a slug"},
        {**good, "id": "d", "value.amount": "1,500"},
        {**good, "id": "e", "source_1": ""},
        {"id": "a", "topic": "trade", "statement": "One.", "source_1": "s", "locator_1": "p. 1"},
        {"id": "a", "statement": "Again."},
        {**good, "id": ""},
        {**good, "id": "good"},
    ]
    change, findings = imported(project, names, table)
    assert change.added == ("good",)
    assert findings == (
        "0:0 F003 error: there is no column `colour`\n    remove the column, or call it by a field of facts\n"
        "2:0 F002 error: `kind` is `reportd`; it can be fact, reported, assumption, judgement, forecast, gap\n"
        "    did you mean `reported`?\n"
        "3:0 F002 error: `id` is `Not a slug`, which is no slug\n"
        "    use lower-case letters, digits and single hyphens: `not-a-slug`\n"
        "4:0 F002 error: `amount` is `1,500`, which is no plain number\n"
        "    write `1500`: separators are put in by the brief's language\n"
        "5:0 F002 error: item 1 of `evidence` has no `source`\n    add `source: ...`\n"
        "6:0 F002 error: a fact's topic is that of its file\n    move the fact to another file by hand\n"
        "7:0 F002 error: the id `a` is that of row 6 too\n    keep one of the rows\n"
        "8:0 F002 error: this fact has no `id`\n    add `id: ...`\n"
    )


def test_characters_that_no_document_may_hold(project: Project) -> None:
    data = write_csv(["id", "note"], [{"id": "a", "note": "bell\x07"}])
    result = import_facts(data, "csv", project)
    assert "`note` holds a character that no document can hold" in shown(result.findings)
    assert result.value.edits == ()


def test_a_table_without_ids(project: Project) -> None:
    change, findings = imported(project, ["statement"], [{"statement": "One."}])
    assert findings.startswith("0:0 F002 error: the table has no column `id`\n")
    assert change == FactImport()


def test_windows_files_stay_windows_files(project: Project) -> None:
    path = project.root / "facts" / "debt.yaml"
    path.write_bytes(FACTS.replace("\n", "\r\n").encode())
    (edit,) = import_facts(b"id,note\r\na,New\r\n", "csv", project).value.edits
    assert edit.after.replace("\r\n", "\n") == FACTS.replace("  - id: b", "    note: New\n  - id: b")


def test_xlsx_offers_the_words_to_choose_from(project: Project) -> None:
    from io import BytesIO

    from openpyxl import load_workbook

    sheet = load_workbook(BytesIO(export_facts(project.facts.values(), "xlsx"))).active
    assert sheet is not None
    rules = {str(rule.sqref)[0]: rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert rules["C"] == '"fact,reported,assumption,judgement,forecast,gap"'
    assert [row["id"] for _, row in read_xlsx(export_facts(project.facts.values(), "xlsx"), "x").value] == ["a", "b"]


def test_other_formats(project: Project) -> None:
    with pytest.raises(ValueError, match="unknown format"):
        export_facts([], "ods")
    with pytest.raises(ValueError, match="unknown format"):
        import_facts(b"", "ods", project)


def test_a_fact_that_cannot_be_changed_in_place_does_not_stop_the_others(project: Project) -> None:
    shared = "facts:\n  - id: a\n    statement: One.\n    evidence: &e\n      - {source: s, locator: p. 1}\n"
    shared += "  - id: b\n    statement: Two.\n    evidence: *e\n"
    (project.root / "facts" / "debt.yaml").write_text(shared, encoding="utf-8")
    loaded = load_project(project.root)
    assert loaded.findings == ()
    table = [
        {"id": "a", "statement": "Changed.", "locator_1": "p. 1"},
        {"id": "b", "statement": "Two.", "locator_1": "p. 9"},
    ]
    change, findings = imported(loaded.value, ["id", "statement", "locator_1"], table)
    assert change.changed == ("a",)
    assert findings == (
        "3:0 F002 error: `b` cannot be changed in place as the file is laid out\n    change the file by hand\n"
    )
    assert applied(project, change) == ["-    statement: One.", "+    statement: Changed."]


def test_a_thousand_changes_take_seconds(project: Project) -> None:
    entry = "  - {{id: f{0}, statement: One., evidence: [{{source: s, locator: p. 1}}]}}\n"
    text = "facts:\n" + "".join(entry.format(number) for number in range(1000))
    (project.root / "facts" / "debt.yaml").write_text(text, encoding="utf-8")
    table = [{"id": f"f{number}", "statement": "Two.", "source_1": "s", "locator_1": "p. 1"} for number in range(1500)]
    result = import_facts(write_csv([*table[0]], table), "csv", load_project(project.root).value)
    assert (len(result.value.changed), len(result.value.added)) == (1000, 500)
