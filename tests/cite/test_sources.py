"""The table of sources is filled in when all that a brief cites is known."""

from __future__ import annotations

from pathlib import Path

from briefwright import ast
from briefwright.document import Document
from tests.projects import document_of


def rows(document: Document) -> list[list[str]]:
    """The texts of the sources table's cells, the head row first."""
    table = next(node for node in ast.walk(document.blocks) if "sources" in ast.classes_of(node))
    head, bodies = table["c"][3], table["c"][4]
    found = [*head[1], *(row for body in bodies for row in body[3])]
    return [[ast.text_of(cell[4]).replace("\xa0", " ") for cell in row[1]] for row in found]


def test_all_that_is_cited_is_in_it_also_what_comes_after(tmp_path: Path) -> None:
    text = '{{ sources() }}\n\n{{ fact("debt-origin") }} {{ fact("debt-total") }}\n\nTyped [@ivanov2019].'
    assert rows(document_of(tmp_path, text)) == [
        ["Source", "What it is", "Facts it supports"],
        ["(Pich & Sok, 2024)", "Journal of Examples", "1"],
        ["(Kuch, 2015)", "Khmer Times", "2"],
        ["(Иванов, 2019)", "", "–"],
    ]


def test_facts_are_counted_once_for_each_source(tmp_path: Path) -> None:
    twice = (
        "facts:\n  - id: twice\n    statement: It is so.\n    evidence:\n"
        "      - {source: pich2024, locator: p. 1}\n      - {source: pich2024, locator: p. 1}\n"
    )
    table = rows(document_of(tmp_path, '{{ fact("twice") }}\n\n{{ sources() }}', {"facts/more.yaml": twice}))
    assert table[1][2] == "1"


def test_it_calls_no_reference_that_is_not_cited(tmp_path: Path) -> None:
    table = rows(document_of(tmp_path, "{{ sources() }}\n\n[@kuch2015]"))
    assert [row[0] for row in table[1:]] == ["(Kuch, 2015)"]


def test_it_leaves_notes_alone(tmp_path: Path) -> None:
    text = "---\ntitle: B\ncsl: chicago-notes-bibliography\n---\n{{ sources() }}\n\n[@kuch2015]"
    document = document_of(tmp_path, text)
    assert len([node for node in ast.walk(document.blocks) if node["t"] == "Note"]) == 1
    assert len(rows(document)) == 2
