"""From a draft to a document: what is refused, what is warned of, what comes out."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefwright import ast
from briefwright.cite.styles import find_style
from tests.projects import document_of, files_of, findings_of, parametrize, shown, text_of

CASES = Path(__file__).parent / "cases"


def said(folder: Path, given: str) -> str:
    return shown(findings_of(folder, *files_of(given)))


@parametrize(CASES / "problems.txt", said)
def test_problems(given: str, expected: str, tmp_path: Path) -> None:
    assert said(tmp_path, given) == expected.removesuffix("\n")


def test_the_list_holds_what_was_read_and_nothing_else(tmp_path: Path) -> None:
    document = document_of(tmp_path, '{{ fact("trade-visitors") }} [@kuch2015]')
    assert [reference.key for reference in document.references] == ["pich2024", "kuch2015"]
    assert [item["id"] for item in document.csl_items] == ["pich2024", "kuch2015"]
    listed = ast.index_by_id(document.blocks)["refs"]
    assert sorted(ast.identifier_of(entry) for entry in listed["c"][1]) == ["ref-kuch2015", "ref-pich2024"]


def test_citations_link_to_their_references(tmp_path: Path) -> None:
    document = document_of(tmp_path, '{{ fact("debt-origin") }} [@ivanov2019, p. 2]')
    cites = [node for node in ast.walk(document.blocks) if node["t"] == "Cite"]
    targets = [node["c"][2][0] for node in ast.walk(cites) if node["t"] == "Link"]
    assert targets == ["#ref-kuch2015", "#ref-pich2024", "#ref-ivanov2019"]
    known = ast.index_by_id(document.blocks)
    assert all(target[1:] in known for target in targets)


@pytest.mark.parametrize("csl", ["australian-historical-studies", "chicago-notes"])
def test_citations_of_a_style_without_a_list_lead_nowhere(tmp_path: Path, csl: str) -> None:
    assert not find_style(csl).has_bibliography
    text = f'---\ntitle: B\ncsl: {csl}\n---\n{{{{ fact("debt-total") }}}} [@pich2024, p. 3]'
    document = document_of(tmp_path, text)
    links = [node["c"][2][0] for node in ast.walk(document.blocks) if node["t"] == "Link"]
    assert not [link for link in links if link.startswith("#")]
    assert "Cooperation" in text_of(document)
    assert "References" not in text_of(document)


def test_addresses_and_dois_in_the_list_are_links(tmp_path: Path) -> None:
    document = document_of(tmp_path, "[@pich2024; @kuch2015]")
    listed = ast.index_by_id(document.blocks)["refs"]
    targets = {node["c"][2][0] for node in ast.walk(listed) if node["t"] == "Link"}
    assert targets == {"https://doi.org/10.1000/example.2024.12", "https://www.example.org/2015/11/24"}


def test_the_document_carries_what_the_front_matter_says(tmp_path: Path) -> None:
    head = "---\ntitle: B\nauthors: [One]\ninstitution: I\ndate: 2024-07-01\npage: Letter\ncsl: ieee\nlang: fr\n---\n"
    document = document_of(tmp_path, head + '{{ fact("debt-total") }}')
    assert (document.authors, document.institution, document.page) == (("One",), "I", "Letter")
    assert (document.date_text, document.style, document.note_style) == ("1 juillet 2024", "ieee", False)
    assert (document.lang, [fact.id for fact in document.facts]) == ("fr", ["debt-total"])
    assert {path.name for path in document.template_paths} == {"base.md"}


def test_times_come_from_the_date_or_from_the_environment(tmp_path: Path, monkeypatch) -> None:
    dated, undated = "---\ntitle: B\ndate: 2024-07-01\n---\n[@pich2024]", "[@pich2024]"
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert document_of(tmp_path, dated).timestamp == 1719792000
    assert document_of(tmp_path, undated).timestamp == 946684800
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert document_of(tmp_path, dated).timestamp == 1700000000
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "")
    assert document_of(tmp_path, undated).timestamp == 946684800


@pytest.mark.parametrize("value", ["soon", "-1", "1.5", "4354819200", "9" * 5000])
def test_a_time_that_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", value)
    (found,) = findings_of(tmp_path, "[@pich2024]")
    assert (found.code.value, found.severity.value) == ("P001", "error")
    assert value[:40] in found.message


def test_a_brief_is_the_same_twice(tmp_path: Path) -> None:
    text = '# A\n\n{{ fact("debt-origin") }}\n\n{{ table(facts()) }}\n\n{{ sources() }}'
    assert document_of(tmp_path / "a", text) == document_of(tmp_path / "a", text)
