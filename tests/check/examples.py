"""Asking one rule about a few facts, and reading the examples of the rules' pages."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

from briefwright.check import RULES, Choice, Context, Reviewed
from briefwright.check.engine import ask
from briefwright.diagnostics import Code, Finding
from briefwright.model import CheckSettings, Project
from briefwright.pipeline import make_document
from tests.pages import ROOT, blocks
from tests.projects import BIBLIOGRAPHY, brief_text, make_project

TODAY = datetime.date(2026, 1, 15)
EMPTY = "topic: none\nfacts: []\n"


def project_of(folder: Path, facts: str, brief: str = "", entries: str = "") -> Project:
    """A project with these facts (items of a list), one brief, and entries beside those of the library."""
    text = "topic: t\nfacts:\n" + "".join(f"  {line}\n" for line in facts.strip("\n").split("\n"))
    files = {
        "facts/debt.yaml": text if facts.strip() else EMPTY,
        "facts/trade.yaml": EMPTY,
        "bibliography.bib": BIBLIOGRAPHY + entries,
    }
    return make_project(folder, brief_text(brief), files)


def asked(project: Project, *codes: Code, whole: bool = True) -> list[Finding]:
    """What some rules find in a project."""
    made = [(brief, make_document(brief, project)) for brief in project.briefs.values()]
    reviewed = tuple(Reviewed(brief, one.value, one.findings) for brief, one in made)
    assert all(one.document for one in reviewed), [one.findings for one in reviewed]
    rules = [rule for rule in RULES if rule.code in codes]
    assert len(rules) == len(codes)
    choice = Choice(CheckSettings(select=tuple(code.value for code in codes)))
    return list(ask(Context(project, reviewed, whole, TODAY), rules, choice))


def subjects(project: Project, code: Code) -> list[str]:
    """What a rule's findings are about, in the order of their places."""
    return [finding.subject for finding in asked(project, code)]


def of_page(folder: Path, code: Code) -> tuple[list[str], str]:
    """What the rule finds in the example of its page, and what the page says that it finds."""
    page = ROOT / "docs" / "rules" / f"{code.slug}.md"
    parts: dict[str, str] = {}
    for block in blocks(page):
        parts[block.lang] = parts.get(block.lang, "") + block.text
    project = project_of(folder, parts.get("yaml", ""), parts.get("text", ""), parts.get("bibtex", ""))
    told = [f"{one.severity.value} {one.code.value} {one.message}" for one in asked(project, code)]
    quoted = re.search(r"(?m)^> .*(?:\n> .*)*", page.read_text(encoding="utf-8"))
    said = " ".join(quoted[0].replace("> ", "").split()) if quoted else ""
    return told, re.sub(r"facts/\w+\.yaml:\d+", "PLACE", said)
