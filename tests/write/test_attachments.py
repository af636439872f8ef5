"""A PDF carries the facts and the references that it used."""

from __future__ import annotations

import dataclasses
import io
import json
from pathlib import Path
from typing import Any

import pypdf
import pytest

from briefwright.document import Document
from briefwright.load.facts import validate_entry
from briefwright.write.attachments import attachments
from briefwright.write.pdf import write_pdf
from tests.conftest import Judge
from tests.projects import document_of
from tests.write import samples

BRIEF = '---\ntitle: B\ndate: 2024-07-01\n---\n{{ fact("trade-visitors") }} {{ fact("noted") }} [@kuch2015]'
NOTED = (
    "facts: [{id: noted, statement: It is so., note: for us alone, credibility: 3,"
    " evidence: [{source: ministry2020, locator: p. 1}]}]"
)


@pytest.fixture
def document(tmp_path: Path) -> Document:
    return document_of(tmp_path, BRIEF, {"facts/more.yaml": NOTED})


def read(document: Document) -> tuple[pypdf.PdfReader, dict[str, Any]]:
    """The PDF, and its attachments as JSON by name."""
    done = write_pdf(document)
    assert done.findings == ()
    reader = pypdf.PdfReader(io.BytesIO(done.value))
    return reader, {name: json.loads(data[0]) for name, data in reader.attachments.items()}


def test_it_carries_facts_and_references(document: Document) -> None:
    _, files = read(document)
    facts, references = files["facts.json"], files["references.json"]
    assert facts["brief"] == {"title": "B", "date": "2024-07-01", "lang": "en-GB"}
    assert [(fact["topic"], fact["id"]) for fact in facts["facts"]] == [("trade", "trade-visitors"), ("more", "noted")]
    cited, unread = ["pich2024", "ministry2020", "kuch2015"], ["mosyakov2021"]
    assert [item["id"] for item in references] == cited + unread


def test_facts_are_as_their_files_have_them(document: Document) -> None:
    _, files = read(document)
    for fact in files["facts.json"]["facts"]:
        topic = fact.pop("topic")
        entry, problems = validate_entry(fact)
        assert (topic != "", entry is not None, problems) == (True, True, [])


def test_what_is_for_the_authors_alone_stays_with_them(document: Document) -> None:
    _, files = read(document)
    noted = files["facts.json"]["facts"][1]
    assert noted["id"] == "noted"
    assert {"note", "credibility"}.isdisjoint(noted)


def test_what_they_are_is_told_in_the_language_of_the_document(tmp_path: Path) -> None:
    text = '---\ntitle: B\nlang: ru\n---\n{{ fact("debt-total") }}'
    reader, _ = read(document_of(tmp_path, text))
    catalog: Any = reader.trailer["/Root"]
    files = [item.get_object() for item in catalog["/AF"]]
    assert [(file["/UF"], file["/AFRelationship"]) for file in files] == [
        ("facts.json", "/Source"),
        ("references.json", "/Data"),
    ]
    assert files[0]["/Desc"] == "Факты, использованные в документе, и их основания"
    streams = [file["/EF"]["/F"] for file in files]
    assert [stream["/Subtype"] for stream in streams] == [
        "/application/json",
        "/application/vnd.citationstyles.csl+json",
    ]
    assert {stream["/Params"]["/ModDate"] for stream in streams} == {"D:20000101000000Z"}


def test_it_stays_accessible(document: Document, tmp_path: Path, pdf_ua: Judge, vera_pdf: Judge, qpdf: Judge) -> None:
    file = tmp_path / "b.pdf"
    file.write_bytes(write_pdf(document).value)
    assert [judge(file).problems for judge in (pdf_ua, vera_pdf, qpdf)] == [(), (), ()]


def test_the_same_bytes_each_time_and_another_identifier_for_other_facts(document: Document) -> None:
    first = write_pdf(document).value
    assert write_pdf(document).value == first
    other, _ = read(dataclasses.replace(document, facts=document.facts[:1]))
    assert other.trailer["/ID"] != pypdf.PdfReader(io.BytesIO(first)).trailer["/ID"]


def test_a_document_without_facts_and_references_carries_nothing() -> None:
    bare = samples.make("Text.")
    assert attachments(bare) == ()
    reader = pypdf.PdfReader(io.BytesIO(write_pdf(bare).value))
    catalog: Any = reader.trailer["/Root"]
    assert "/AF" not in catalog
    assert list(reader.attachments) == []
