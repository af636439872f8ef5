"""What entries must have."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from briefwright.check.completeness import REQUIRED
from briefwright.diagnostics import Code
from tests.check.test_references import FACT, asked, entry, subjects
from tests.pages import ROOT

ALL = {"author": "Doe, Jane", "title": "One", "date": "2001"}


@pytest.mark.parametrize(
    ("text", "lacks"),
    [
        (entry("a", **ALL, journaltitle="J"), ""),
        (entry("a", **ALL, journal="J"), ""),
        (entry("a", author="D", title="T", year="2001", journal="J"), ""),
        (entry("a", author="D", title="T", pubstate="forthcoming", journal="J"), ""),
        (entry("a", **ALL), "no journaltitle"),
        (entry("a", author="", title="T"), "no author, no journaltitle and no date"),
        (entry("a", title="T", journaltitle="J", date="2001", entrysubtype="newspaper"), ""),
        (entry("a", title="T", journaltitle="J", date="2001", genre="News report"), ""),
        (entry("a", title="T", journaltitle="J", date="2001", genre="Review"), "no author"),
        (entry("a", "book", editor="D", title="T", date="2001"), ""),
        (entry("a", "book", title="T", date="2001"), "no author or editor"),
        (entry("a", "collection", **ALL), "no editor"),
        (entry("a", "incollection", **ALL), "no booktitle"),
        (entry("a", "inbook", **ALL, chapter="3"), ""),
        (entry("a", "inproceedings", **ALL, eventtitle="E"), "no booktitle"),
        (entry("a", "online", **ALL, url="https://example.org/"), ""),
        (entry("a", "online", organization="O", title="T", urldate="2024-01-02", doi="10.1000/a"), ""),
        (entry("a", "online", **ALL), "no url, doi or eprint"),
        (entry("a", "online", **ALL, howpublished="\\url{https://example.org}"), ""),
        (entry("a", "online", url="https://x.org", urldate="2024"), "no author, editor or organization and no title"),
        (entry("a", "report", **ALL), "no institution"),
        (entry("a", "report", author="{World Bank}", title="T", date="2001"), ""),
        (entry("a", "techreport", **ALL, institution="I"), ""),
        (entry("a", "thesis", **ALL, institution="I"), "no type"),
        (entry("a", "phdthesis", **ALL, school="I"), ""),
        (entry("a", "misc", title="T", lastchecked="2024"), ""),
        (entry("a", "misc", title="T"), "no date or urldate"),
        (entry("a", "jurisdiction", title="T"), ""),
    ],
)
def test_fields_by_type(tmp_path: Path, text: str, lacks: str) -> None:
    found = [one.message.partition(" has ")[2] for one in asked(tmp_path, Code.INCOMPLETE_REFERENCE, text)]
    assert found == ([lacks] if lacks else [])


def test_children_have_what_their_parents_have(tmp_path: Path) -> None:
    bib = (
        entry("a", "incollection", author="D", title="T", crossref="p")
        + entry("b", "incollection", author="D", title="T", crossref="nobody")
        + entry("c", "incollection", title="T", crossref="p")
        + entry("d", "article", title="T", author="D", xdata="x")
        + entry("p", "collection", editor="E", title="P", date="2001")
        + entry("x", "xdata", journaltitle="J", date="2001", title="not a book")
    )
    assert subjects(tmp_path, Code.INCOMPLETE_REFERENCE, bib) == ["c"]


def test_the_page_names_every_type_that_is_looked_at() -> None:
    page = (ROOT / "docs" / "rules" / "incomplete-reference.md").read_text(encoding="utf-8")
    rows = "".join(line.split("|")[1] for line in page.splitlines() if line.startswith("| `"))
    named = set(re.findall(r"`(\w+)`", rows))
    assert {kind for kind in REQUIRED if kind.removeprefix("mv") not in named} == set()
    assert named <= set(REQUIRED)


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"date": "2015"}, True),
        ({"date": "2015-11"}, True),
        ({"date": "2018~"}, True),
        ({"year": "2015", "month": "11"}, True),
        ({"year": "2015", "month": "nov"}, True),
        ({"date": "2015-11-24"}, False),
        ({"date": "2015-11-24/2015-11-25"}, False),
        ({"date": "24 November 2015"}, False),
        ({"year": "2015", "month": "24 nov"}, False),
        ({"year": "2015", "month": "11", "day": "24"}, False),
        ({}, False),
        ({"date": "2015", "entrysubtype": "magazine"}, False),
    ],
)
def test_days_of_newspapers(tmp_path: Path, fields: dict[str, str], found: bool) -> None:
    text = entry("a", **{"title": "T", "journaltitle": "J", "entrysubtype": "newspaper", **fields})
    assert subjects(tmp_path, Code.NEWSPAPER_WITHOUT_DAY, text) == (["a"] if found else [])


def test_what_is_a_newspaper(tmp_path: Path) -> None:
    bib = (
        entry("a", journaltitle="The {Post}", entrysubtype="newspaper", date="2001-02-03")
        + entry("b", journaltitle="the post", date="2001")
        + entry("c", journaltitle="the post", date="2001", volume="7")
        + entry("d", journaltitle="Other", date="2001")
        + entry("e", "online", genre="News report", date="2001-02")
        + entry("f", "online", genre="Newsletter", date="2001-02")
    )
    assert subjects(tmp_path, Code.NEWSPAPER_WITHOUT_DAY, bib) == ["b", "e"]


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"url": "https://example.org/a"}, True),
        ({"url": "https://example.org/a", "urldate": "2024-05-02"}, False),
        ({"url": "https://example.org/a", "lastchecked": "2024"}, False),
        ({"url": "https://example.org/a", "doi": "10.1000/a"}, False),
        ({"url": "https://doi.org/10.1000/a"}, False),
        ({"url": "https://web.archive.org/web/2014/http://example.org"}, False),
        ({"url": "urn:nbn:de:101:1"}, False),
        ({"url": "https://example.org/a", "note": "Accessed 2 May 2024"}, False),
        ({"title": "T"}, False),
    ],
)
def test_days_of_reading(tmp_path: Path, fields: dict[str, str], found: bool) -> None:
    assert subjects(tmp_path, Code.ACCESS_DATE_MISSING, entry("a", "online", **fields)) == (["a"] if found else [])


def test_snapshots_are_asked_for_where_there_are_some(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BRIEFWRIGHT_SNAPSHOTS", raising=False)
    bib = "".join(entry(key, "book", **ALL) for key in "abcd")
    facts = FACT + FACT.replace("one", "two") + FACT.replace("one", "three").replace("b,", "a,")
    facts += FACT.replace("one", "four\n  status: withdrawn").replace("b,", "d,")
    assert asked(tmp_path / "none", Code.NO_SNAPSHOT, bib, facts, snapshots="saved") == []
    folder = tmp_path / "some" / "saved"
    folder.mkdir(parents=True)
    (folder / "a.txt").write_text("A text.", encoding="utf-8")
    (found,) = asked(tmp_path / "some", Code.NO_SNAPSHOT, bib, facts, snapshots="saved")
    assert found.message == "no snapshot is kept of `b`, on which 2 facts rest"
    assert str(found.location) == "bibliography.bib:2:1"
