"""Works that come back in a DOCX and are not in the bibliography."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from briefwright.load import load_project
from briefwright.model import Project
from briefwright.review.new_sources import plan_new_sources
from briefwright.word.story import CitedItem

BIB = """\
% our sources
@article{pich2024,
  author = {Pich, Charadine},
  title  = {Cooperation of Cambodia and Russia},
  journaltitle = {Journal of Things},
  date   = {2024},
  doi    = {10.1234/things.5}
}
"""
NEW = {
    "id": "http://zotero.org/users/1/items/ABCD",
    "type": "book",
    "title": "Rivers of the Region",
    "author": [{"family": "Kuch", "given": "Naren"}],
    "issued": {"date-parts": [[2019]]},
    "publisher": "River Press",
}
KNOWN = {
    "type": "article-journal",
    "title": "Cooperation of Cambodia and Russia",
    "author": [{"family": "Pich", "given": "Charadine"}],
    "issued": {"date-parts": [[2024]]},
    "DOI": "10.1234/things.5",
    "volume": "12",
}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "bibliography.bib").write_text(BIB)
    (tmp_path / "pyproject.toml").write_text("[tool.briefwright]\n")
    return load_project(tmp_path).value


def item(key: str, data: Mapping[str, Any]) -> CitedItem:
    return CitedItem(key, data=data)


def test_a_new_work_gets_an_entry_and_a_key(project: Project) -> None:
    made = plan_new_sources(project, [item("?0a1b2c", NEW), item("pich2024", {}), item("?0a1b2c", NEW)])
    assert made.keys == {"?0a1b2c": "kuch2019rivers"}
    assert made.added == {"kuch2019rivers"}
    (change,) = made.changes
    assert change.after.startswith(BIB.encode())
    assert b"@book{kuch2019rivers," in change.after
    assert b"Rivers of the Region" in change.after
    assert change.path.read_text() == BIB


def test_a_key_that_somebody_chose_is_kept(project: Project) -> None:
    made = plan_new_sources(project, [item("kuchRivers", NEW)])
    assert made.keys == {"kuchRivers": "kuchRivers"}


def test_a_work_that_is_there_under_another_key_is_cited_by_it_and_left_as_it_is(project: Project) -> None:
    made = plan_new_sources(project, [item("pichCooperation", KNOWN)])
    assert made.keys == {"pichCooperation": "pich2024"}
    assert (made.added, made.changes) == (frozenset(), ())


def test_known_and_new_works_at_once(project: Project) -> None:
    made = plan_new_sources(project, [item("?1", KNOWN), item("?2", NEW), item("?3", NEW | {"publisher": "River"})])
    assert made.keys == {"?1": "pich2024", "?2": "kuch2019rivers", "?3": "kuch2019rivers"}
    assert made.changes[0].after.count(b"@") == 2
    assert b"volume" not in made.changes[0].after


def test_a_work_of_which_nothing_is_said_cannot_be_added(project: Project) -> None:
    made = plan_new_sources(project, [item("nobody", {}), item("?4", {"type": "book"})])
    assert made.keys == {}
    assert set(made.why) == {"nobody", "?4"}


@pytest.mark.parametrize("title", ["<b>x</b> {\\input{/etc/passwd}}", "}\n@comment{", "\x00\ufdd0title", 5, ["a"]])
def test_data_from_anywhere_makes_one_entry_at_most(project: Project, title: object) -> None:
    made = plan_new_sources(project, [item("?5", NEW | {"title": title})])
    for change in made.changes:
        (project.root / "bibliography.bib").write_bytes(change.after)
        again = load_project(project.root)
        assert set(again.value.bibliography.keys()) == {"pich2024", *made.added}
        assert again.value.bibliography.problems() == ()


def test_sources_of_word_itself(project: Project) -> None:
    sources = (
        '<b:Sources xmlns:b="http://schemas.openxmlformats.org/officeDocument/2006/bibliography">'
        "<b:Source><b:Tag>Kuch19</b:Tag><b:SourceType>Book</b:SourceType><b:Title>Rivers of the Region</b:Title>"
        "<b:Year>2019</b:Year><b:Author><b:Author><b:NameList><b:Person><b:Last>Kuch</b:Last><b:First>Naren</b:First>"
        "</b:Person></b:NameList></b:Author></b:Author></b:Source></b:Sources>"
    )
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", "<document/>")
        package.writestr("customXml/item1.xml", sources)
    made = plan_new_sources(project, [CitedItem("Kuch19"), CitedItem("Nobody20")], docx=data.getvalue(), shown="a.docx")
    assert made.keys == {"Kuch19": "Kuch19"}
    assert set(made.why) == {"Nobody20"}
