"""Two editions of a small brief to compare: a project in a folder, and its manifest as it is read back."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from briefwright.diagnostics import Location
from briefwright.load import load_project
from briefwright.model import Project
from briefwright.pipeline import make_document
from briefwright.trace.manifests import Manifest, parse_manifest

FILES = {
    "pyproject.toml": '[tool.briefwright]\nlang = "en"\ncsl = "ieee"\ntemplate = "base"\n',
    "bibliography.bib": """\
@article{pich2024, author = {Pich, Khun}, title = {Two Rivers}, journaltitle = {Rivers}, date = {2024}, pages = {10-19}}
@online{kuch2015, author = {Kuch, Naren}, title = {Dams}, date = {2015-11-24}}
@book{ivanov2019, author = {Ivanov, Ivan}, title = {Debts}, date = {2019}, publisher = {P}, location = {L}}
""",
    "facts/debt.yaml": """\
topic: debt
facts:
  - id: debt-total
    label: Debt
    statement: The _debt_ stood at {{ value }}.
    value: {amount: 1500000000, unit: USD}
    as_of: 2015-11
    tags: [figure]
    note: Ask again.
    evidence:
      - source: kuch2015
        locator: para. 2
        quote: a debt of $1.5 billion
  - id: debt-small
    statement: Some call it small.
    status: disputed
    evidence: [{source: pich2024, locator: p. 12, via: ivanov2019}]
  - id: debt-old
    statement: It is old.
    evidence: [{source: pich2024, locator: p. 13}]
""",
    "briefs/b.md": """\
---
title: The debt
date: 2024-07-01
---
# What is owed

{{ fact("debt-total") }} All agree on that [@pich2024, p. 11].

- {{ fact("debt-small") }}

{{ key_figures("debt-total") }}
""",
}


def put(folder: Path, *changes: Mapping[str, str]) -> Path:
    """Write the project; changes: files by path."""
    for path, text in {name: text for files in (FILES, *changes) for name, text in files.items()}.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


def edited(path: str, *pairs: tuple[str, str]) -> dict[str, str]:
    """A file of the project with texts in place of others."""
    text = FILES[path]
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new)
    return {path: text}


def project_of(folder: Path, *changes: Mapping[str, str]) -> Project:
    """The project, with changes, as it is loaded."""
    loaded = load_project(put(folder, *changes))
    assert not loaded.failed, loaded.findings
    return loaded.value


def edition(folder: Path, *changes: Mapping[str, str]) -> Manifest:
    """The manifest of the project's brief, with changes."""
    project = project_of(folder, *changes)
    made = make_document(project.briefs["b"], project)
    assert made.value is not None, made.findings
    read = parse_manifest(made.value.manifest.encode("utf-8"), Location("b.manifest.json"))
    assert read.value is not None, read.findings
    return read.value
