"""Rules on keys and references: each page's example, what else is found, and what is not."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest

from briefwright.check import Choice, Context, Reviewed, fixes
from briefwright.check.engine import ask
from briefwright.check.references import RULES
from briefwright.diagnostics import Code, Finding
from briefwright.model import CheckSettings
from briefwright.pipeline import make_document
from tests.pages import ROOT, blocks
from tests.projects import make_project

NO_FACTS = "topic: none\nfacts: []\n"
BOOK = "@book{a, author = {Doe, Jane}, title = {One}, date = {2001}, %s}\n"
SAYS = re.compile(r"(?m)^> .*(?:\n> .*)*")


def asked(folder: Path, code: Code, bib: str, facts: str = "", brief: str = "", **more: str) -> list[Finding]:
    """What a rule finds in a project of one .bib file, some facts (items of a list) and one brief.

    more: settings of the project; `names`, where only the brief is looked at.
    """
    names = more.pop("names", "")
    lines = "".join(f"  {line}\n" for line in facts.strip("\n").split("\n"))
    config = "".join(f'{name} = "{value}"\n' for name, value in {"lang": "en-GB", "csl": "apa", **more}.items())
    files = {
        "pyproject.toml": f"[tool.briefwright]\n{config}",
        "bibliography.bib": bib,
        "facts/debt.yaml": f"topic: t\nfacts:\n{lines}" if facts.strip() else NO_FACTS,
        "facts/trade.yaml": NO_FACTS,
    }
    project = make_project(folder, brief or "Nothing.\n", files)
    made = [(one, make_document(one, project)) for one in project.briefs.values()]
    reviewed = tuple(Reviewed(one, document.value, document.findings) for one, document in made)
    choice = Choice(CheckSettings(select=(code.value,)))
    return list(ask(Context(project, reviewed, not names, datetime.date(2026, 1, 15)), RULES, choice))


def subjects(folder: Path, code: Code, bib: str, facts: str = "", brief: str = "", **more: str) -> list[str]:
    return [finding.subject for finding in asked(folder, code, bib, facts, brief, **more)]


@pytest.mark.parametrize("code", [rule.code for rule in RULES], ids=lambda code: code.slug)
def test_example_of_the_page(code: Code, tmp_path: Path) -> None:
    page = ROOT / "docs" / "rules" / f"{code.slug}.md"
    text = {block.lang: block.text for block in blocks(page) if block.lang != "toml"}
    (tmp_path / "saved").mkdir()
    (tmp_path / "saved" / "pich2024.txt").write_text("A text.", encoding="utf-8")
    settings = {"snapshots": "saved"} if code is Code.NO_SNAPSHOT else {}
    found = asked(tmp_path, code, text.get("bibtex", ""), text.get("yaml", ""), **settings)
    said = SAYS.search(page.read_text(encoding="utf-8"))
    assert said is not None
    assert [f"{one.severity.value} {one.code.value} {one.message}" for one in found] == [
        " ".join(said[0].replace("> ", "").split())
    ]
    assert all(one.hint for one in found)


# --- used and unused ----------------------------------------------------------------------------------------------

LIBRARY = "".join(f"@book{{{key}, author = {{A}}, title = {{{key} of it}}, date = {{2001}}}}\n" for key in "abcd")
FACT = "- id: one\n  statement: It is so.\n  evidence: [{source: b, locator: p. 1, via: c}]\n"


def test_what_is_cited_or_rested_on_is_used(tmp_path: Path) -> None:
    assert subjects(tmp_path, Code.UNUSED_REFERENCE, LIBRARY, FACT, "It is so [@a].") == ["d"]
    assert subjects(tmp_path, Code.UNUSED_REFERENCE, LIBRARY, FACT, "It is so [@a].", names="b") == []


def test_parents_of_what_is_used_are_used(tmp_path: Path) -> None:
    bib = LIBRARY + "@incollection{x, author = {A}, title = {T}, crossref = {D}}\n@xdata{y, publisher = {P}}\n"
    assert subjects(tmp_path, Code.UNUSED_REFERENCE, bib, FACT, "So [@x; @a].") == []


def test_what_a_broken_brief_may_use_is_not_unused(tmp_path: Path) -> None:
    brief = 'So [@d]. {{ fact("one") }} {{ nonsense( }}'
    assert subjects(tmp_path / "r", Code.UNUSED_REFERENCE, LIBRARY, FACT, brief) == ["a"]
    assert subjects(tmp_path / "f", Code.UNUSED_FACT, LIBRARY, FACT, brief) == []


def test_stock_is_told_in_one_finding_a_file(tmp_path: Path) -> None:
    bib = "".join(f"@book{{k{number}, title = {{T}}}}\n" for number in range(11))
    found = asked(tmp_path, Code.UNUSED_REFERENCE, bib)
    assert [(str(one.location), one.message) for one in found] == [
        ("bibliography.bib", "11 references are used nowhere, `k0` first")
    ]


def test_facts_that_stand_in_no_brief(tmp_path: Path) -> None:
    facts = "".join(
        f"- id: {name}\n  statement: '{{{{ value }}}} so'\n  value: {{amount: 2, unit: USD}}\n  {more}\n"
        for name, more in {
            "printed": "evidence: [{source: a, locator: p. 1}]",
            "counted": "derived: {formula: 2 * x, inputs: {x: base.value}}\n  evidence: [{source: a, locator: p. 1}]",
            "base": "evidence: [{source: a, locator: p. 1}]",
            "old": "status: superseded\n  evidence: [{source: a, locator: p. 1}]",
            "idle": "evidence: [{source: a, locator: p. 1}]",
        }.items()
    )
    brief = '{{ fact("printed") }} {{ value("counted") }}'
    assert subjects(tmp_path, Code.UNUSED_FACT, LIBRARY, facts, brief) == ["idle"]


# --- malformed ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "field", "message"),
    [
        (Code.MALFORMED_DOI, "doi = {{10.1000/a\\_b}}", ""),
        (Code.MALFORMED_DOI, "doi = {10.1000 /a}", "the DOI has a space inside (in `a`)"),
        (Code.MALFORMED_ISBN, "isbn = {9780813343631}", ""),
        (Code.MALFORMED_ISBN, "isbn = {}", ""),
        (Code.MALFORMED_ISBN, "isbn = {978081334363}", "the ISBN has 12 digits; an ISBN has 10 or 13 (in `a`)"),
        (Code.MALFORMED_ISSN, "eissn = {2313066}", "the ISSN has 7 digits; an ISSN has 8 (in `a`)"),
        (Code.MALFORMED_ORCID, 'author+an:orcid = {1="0000-0002-1825-0097"}', ""),
        (Code.MALFORMED_ORCID, 'author+an:orcid = {1="x"}', "the ORCID iD holds no ORCID iD (in `a`)"),
        (Code.MALFORMED_ADDRESS, "url = {{https://example.org/a\\_b\\%20c\\&d\\~{}e}}", ""),
        (Code.MALFORMED_ADDRESS, "url = {https://example.org/a\n  b}", "the address has a space inside (in `a`)"),
        (Code.MALFORMED_ADDRESS, "archiveurl = {https://www}", "the address names no site (in `a`)"),
    ],
)
def test_fields(tmp_path: Path, code: Code, field: str, message: str) -> None:
    found = asked(tmp_path, code, f"\n@book{{a,\n  title = {{One}},\n  {field},\n}}\n")
    assert [one.message for one in found] == ([message] if message else [])
    assert all(str(one.location) == "bibliography.bib:4:3" for one in found)


def test_a_field_on_the_line_of_its_entry_has_its_column(tmp_path: Path) -> None:
    (found,) = asked(tmp_path, Code.MALFORMED_DOI, BOOK % "doi = {x}")
    assert found.location is not None
    assert found.location.text[found.location.column - 1 :].startswith("doi = {x}")


@pytest.mark.parametrize(
    ("code", "field", "mended"),
    [
        (Code.MALFORMED_DOI, "doi = {https://doi.org/10.1000/a\\_b}", "doi = {10.1000/a_b}"),
        (Code.MALFORMED_DOI, "doi = {doi:10.1000/a.}", "doi = {10.1000/a}"),
        (Code.MALFORMED_DOI, "doi = {nonsense}", ""),
        (Code.UNPROTECTED_CAPITALS, "subtitle = {UN and ASEAN today}", "subtitle = {{UN} and {ASEAN} today}"),
        (Code.UNPROTECTED_CAPITALS, "subtitle = {UN and UN today}", ""),
    ],
)
def test_fixes(tmp_path: Path, code: Code, field: str, mended: str) -> None:
    bib = f"@book{{a,\n  title = {{one}},\n  {field},\n}}\n"
    after = [change.after.decode() for change in fixes.mended(asked(tmp_path, code, bib), tmp_path).changes]
    assert after == ([bib.replace(field, mended)] if mended else [])


# --- duplicates ---------------------------------------------------------------------------------------------------


def entry(key: str, kind: str = "article", **fields: str) -> str:
    return f"@{kind}{{{key}, " + ", ".join(f"{name} = {{{value}}}" for name, value in fields.items()) + "}\n"


WORK = {"author": "Doe, Jane", "title": "The Port of {Kampot}", "date": "2001"}
PAGE = "https://www.example.org/port/"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (WORK, WORK, True),
        (WORK, WORK | {"title": "The port of Kampot!", "author": "Jane Doe and Ann Other"}, True),
        (WORK, WORK | {"date": "2001-05-02"}, True),
        (WORK, WORK | {"author": "D{\\'o}e, J."}, True),
        (WORK, WORK | {"date": "2002"}, False),
        (WORK, WORK | {"author": "Roe, Jane"}, False),
        (WORK | {"date": "2001-05-01"}, WORK | {"date": "2001-05-02"}, False),
        (WORK | {"volume": "1"}, WORK | {"volume": "2"}, False),
        (WORK | {"pages": "1--20"}, WORK | {"pages": "1-20"}, True),
        (WORK | {"pages": "1--20"}, WORK | {"pages": "21-30"}, False),
        (WORK | {"edition": "2"}, WORK | {"edition": "3"}, False),
        ({"doi": "10.1000/A", "title": "x"}, {"doi": "https://doi.org/10.1000/a", "title": "y"}, True),
        ({"doi": "10.1000/a"}, {"doi": "10.1000/b"}, False),
        ({"isbn": "978-0-8133-4363-1", "title": "x"}, {"isbn": "9780813343631", "title": "X"}, True),
        ({"isbn": "978-0-8133-4363-1", "title": "x"}, {"isbn": "9780813343631", "title": "Y"}, False),
        ({"url": PAGE, "title": "The port"}, {"url": "http://example.org/port#top", "title": "The port today"}, True),
        ({"url": PAGE, "title": "The port"}, {"url": PAGE, "title": "Grain prices"}, False),
        ({"url": PAGE, "title": "Facts", "date": "2001"}, {"url": PAGE, "title": "Facts", "date": "2002"}, False),
        ({"url": PAGE + "?a=1", "title": "x"}, {"url": PAGE + "?a=2", "title": "x"}, False),
        ({"url": "https://example.org", "title": "x"}, {"url": "https://example.org/", "title": "x"}, False),
        (
            {"title": "The week", "date": "2001-05-02", "journaltitle": "Post"},
            {"title": "The Week", "date": "2001-05-02", "journaltitle": "Post"},
            True,
        ),
        (
            {"title": "The week", "date": "2001-05-02", "journaltitle": "Post"},
            {"title": "The Week", "date": "2001-05-09", "journaltitle": "Post"},
            False,
        ),
    ],
)
def test_one_work_or_two(tmp_path: Path, one: dict[str, str], other: dict[str, str], same: bool) -> None:
    bib = entry("a", **one) + entry("b", **other)
    assert subjects(tmp_path, Code.DUPLICATE_REFERENCES, bib) == (["b"] if same else [])


def test_types_chapters_and_parents_are_no_duplicates(tmp_path: Path) -> None:
    bib = entry("a", "report", **WORK) + entry("b", "article", **WORK)
    chapters = [entry(key, "incollection", title=title, doi="10.1000/b") for key, title in (("c", "In"), ("d", "Out"))]
    family = entry("e", "book", title="Whole", doi="10.1000/c") + entry("f", "inbook", crossref="e", doi="10.1000/c")
    assert subjects(tmp_path, Code.DUPLICATE_REFERENCES, "".join((bib, *chapters, family))) == []


def test_three_of_a_kind_are_told_of_twice(tmp_path: Path) -> None:
    found = asked(tmp_path, Code.DUPLICATE_REFERENCES, "".join(entry(key, **WORK) for key in "abc"))
    assert [(one.subject, str(one.location)) for one in found] == [
        ("b", "bibliography.bib:2:1"),
        ("c", "bibliography.bib:3:1"),
    ]


# --- silence and odd input ----------------------------------------------------------------------------------------


def test_a_comment_above_the_entry_silences(tmp_path: Path) -> None:
    bib = "@book{z, title = {Z}}\n\n% as printed\n% briefwright: ignore R106 as printed\n" + BOOK % "doi = {x}"
    assert asked(tmp_path / "one", Code.MALFORMED_DOI, bib) == []
    assert len(asked(tmp_path / "two", Code.MALFORMED_DOI, bib.replace("ignore R106", "ignore R107"))) == 1


ODD = r"""
@article{a, title = {}, author = {}, date = {}, doi = {}, isbn = {}, url = {}, langid = {}}
@article{b, title = {{{}}}, author = { and }, date = {\}, doi = {{}}, isbn = {\%}, url = {\ }, orcid = {\'}}
@online{c, title = {\'{e}\"\unknown{x}}, author = {{and}}, date = {9999-99-99}, crossref = {c}, issn = {X}}
@incollection{d, crossref = {e}, title = "a {"} b", langid = {klingon and elvish}}
@incollection{e, crossref = {d}, xdata = {d, e, nobody}}
@article{f, title = {Россия {} — 中国 ASEAN}, year = {n.d.}, month = {?}, url = {https://[}, langid = {,}}
@article{g
"""


@pytest.mark.parametrize("code", [rule.code for rule in RULES], ids=lambda code: code.slug)
def test_odd_entries_stop_no_rule(tmp_path: Path, code: Code) -> None:
    assert all(one.code is code for one in asked(tmp_path, code, ODD, FACT))
