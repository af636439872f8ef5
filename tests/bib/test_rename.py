"""Another key for a reference."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefwright.bib.rename import rename
from briefwright.diagnostics import BriefwrightError, Code
from briefwright.load import load_project
from briefwright.model import Project
from tests.cli.conftest import FILES, write

MORE = """
% pich2024 in a comment
@inbook{part, crossref = {pich2024}, title = {pich2024}, related = {kuch2015, PICH2024}}
@comment{pich2024}
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write(tmp_path / "project", {**FILES, "bibliography.bib": FILES["bibliography.bib"] + MORE})


def load(root: Path) -> Project:
    return load_project(root).value


def refused(root: Path, old: str, new: str) -> list[tuple[Code, str]]:
    with pytest.raises(BriefwrightError) as failure:
        rename(load(root), old, new)
    return [(finding.code, finding.message) for finding in failure.value.findings]


def test_everywhere_it_is_named(root: Path) -> None:
    made = rename(load(root), "pich2024", "pich-2024")
    texts = {change.shown: change.after.decode() for change in made.changes}
    assert list(texts) == ["bibliography.bib", "facts/debt.yaml", "facts/trade.yaml", "briefs/one.md"]
    before = FILES["bibliography.bib"] + MORE
    wanted = before.replace("@article{pich2024", "@article{pich-2024").replace(
        "crossref = {pich2024", "crossref = {pich-2024"
    )
    assert texts["bibliography.bib"] == wanted.replace("PICH2024", "pich-2024")
    assert texts["briefs/one.md"] == FILES["briefs/one.md"].replace("@pich2024", "@pich-2024")
    for change in made.changes:
        change.path.write_bytes(change.after)
    after = load_project(root)
    assert not [finding for finding in after.findings if finding.severity == "error"]
    assert "pich-2024" in after.value.bibliography
    assert "pich2024" not in after.value.bibliography


def test_all_entries_of_a_key_that_is_given_twice(root: Path) -> None:
    (root / "second.bib").write_bytes(b"\xef\xbb\xbf@BOOK{ kuch2015 ,\r\n title = {T}}\r\n")
    (root / "pyproject.toml").write_text('[tool.briefwright]\nbibliography = ["bibliography.bib", "second.bib"]\n')
    made = rename(load(root), "kuch2015", "k")
    second = next(change for change in made.changes if change.shown == "second.bib")
    assert second.after == b"\xef\xbb\xbf@BOOK{ k ,\r\n title = {T}}\r\n"


@pytest.mark.parametrize("new", [
    "", "a b", "a{b", "a}", "a,b", 'a"b', "a#b", "a%b", "a~b", "a\\b", "@a", "-a", "a=b", "a//b", "a\n", "a'b", "(a",
    "a]", "a;b",
])  # fmt: skip
def test_what_can_be_no_key(root: Path, new: str) -> None:
    assert refused(root, "pich2024", new) == [(Code.KEY_INVALID, f"`{new}` cannot be a key")]


@pytest.mark.parametrize("new", ["a", "2020", "a.b:c/d-e_f+g", "ключ", "Pich2024"])
def test_what_can_be_a_key(root: Path, new: str) -> None:
    assert rename(load(root), "pich2024", new).changes


def test_a_key_that_is_taken(root: Path) -> None:
    assert refused(root, "pich2024", "kuch2015") == [(Code.KEY_INVALID, "`kuch2015` is another entry's key")]
    (told,) = refused(root, "pich2024", "Kuch2015")
    assert told[1].startswith("`Kuch2015` is another entry's key, `kuch2015`, but for capitals")
    assert refused(root, "pich2024", "pich2024") == [(Code.KEY_INVALID, "`pich2024` is its key already")]


def test_an_unknown_key_and_a_bad_one_are_told_together(root: Path) -> None:
    assert refused(root, "pich2042", "a b") == [
        (Code.UNKNOWN_REFERENCE, "no entry has the key `pich2042`"), (Code.KEY_INVALID, "`a b` cannot be a key")
    ]  # fmt: skip


def test_groups_of_jabref_are_left_and_told(root: Path) -> None:
    groups = (
        "@Comment{jabref-meta: groupstree:\n0 AllEntriesGroup:;\n1 ExplicitGroup:Dams\\;0\\;pich2024\\;other\\;;\n}\n"
    )
    with (root / "bibliography.bib").open("a") as file:
        file.write(groups)
    made = rename(load(root), "pich2024", "p")
    assert groups in made.changes[0].after.decode()
    (note,) = made.notes
    assert note.startswith("A group of JabRef's in bibliography.bib lists `pich2024`")
    assert rename(load(root), "ivanov2019", "i").notes == ()


def test_a_broken_entry_stops_all_and_so_does_a_broken_fact_file(root: Path) -> None:
    (root / "bibliography.bib").write_text("@book{pich2024, title = {never closed\n")
    (root / "facts/broken.yaml").write_text("facts: [pich2024\n")
    codes = refused(root, "pich2024", "p")
    assert [code for code, _ in codes] == [Code.KEY_NOT_CHANGED] * 2
    assert "the entry `pich2024` is broken" in codes[0][1]
