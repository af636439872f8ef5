"""The table of sources is filled in when all that a brief cites is known."""

from __future__ import annotations

from pathlib import Path

from briefwright import ast
from briefwright.document import Document
from tests.projects import BIBLIOGRAPHY, document_of


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


def test_facts_count_wherever_they_stand(tmp_path: Path) -> None:
    text = '{{ key_figures("debt-total") }}\n\n{{ value("debt-origin") }} {{ fact("debt-total") }}\n\n{{ sources() }}'
    text = text.replace('value("debt-origin")', 'fact("debt-origin", cite=false)')
    assert [row[2] for row in rows(document_of(tmp_path, text))[1:]] == ["2"]


def test_the_statement_stands_at_the_line_of_its_call(tmp_path: Path) -> None:
    document = document_of(tmp_path, "[@kuch2015]\n\n{{ sources() }}\n\nText.")
    (anchor,) = [one for one in document.anchors if one.text.startswith("This document cites 1 source")]
    assert (anchor.origin.path, anchor.origin.line) == ("briefs/b.md", 6)


def test_a_matrix_of_many_sources_lists_them_in_each_row(tmp_path: Path) -> None:
    entries = "\n".join(f"@misc{{k{n}, title = {{T}}, date = {{20{n}}}, author = {{A{n}, B.}}}}" for n in range(10, 25))
    cited = "".join(f"[@k{n}] " for n in range(10, 25))
    evidence = "[{source: k11, locator: p. 1}, {source: k23, relation: partly, locator: p. 2}]"
    fact = f"facts: [{{id: one, statement: It is so., evidence: {evidence}}}]"
    text = f'{cited}{{{{ fact("one") }}}}\n\n{{{{ sources(matrix=true) }}}}'
    bib = {"bibliography.bib": BIBLIOGRAPHY + entries, "facts/more.yaml": fact}
    matrix = next(
        node for node in ast.walk(document_of(tmp_path, text, bib).blocks) if "matrix" in ast.classes_of(node)
    )
    cells = [ast.text_of(row[1][1][4]) for row in matrix["c"][4][0][3]]
    assert cells == ["S2\u00a0+, S14\u00a0±"]


def test_it_calls_no_reference_that_is_not_cited(tmp_path: Path) -> None:
    table = rows(document_of(tmp_path, "{{ sources() }}\n\n[@kuch2015]"))
    assert [row[0] for row in table[1:]] == ["(Kuch, 2015)"]


def test_it_leaves_notes_alone(tmp_path: Path) -> None:
    text = "---\ntitle: B\ncsl: chicago-notes-bibliography\n---\n{{ sources() }}\n\n[@kuch2015]"
    document = document_of(tmp_path, text)
    assert len([node for node in ast.walk(document.blocks) if node["t"] == "Note"]) == 1
    assert len(rows(document)) == 2
