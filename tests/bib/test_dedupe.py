"""Which entries are taken for one work, and which are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefwright.bib.dedupe import Pair, pairs
from briefwright.load.bibliography import load_bibliography

BASE = "author = {Pich, Panha}, title = {Rivers and Dams of the Mekong Basin}"


def found(folder: Path, *entries: str) -> list[Pair]:
    (folder / "b.bib").write_text("\n".join(entries), encoding="utf-8")
    bibliography = load_bibliography(folder, ("b.bib",)).value
    return list(pairs(one for key in bibliography if (one := bibliography.get(key))))


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        (
            f"@article{{a, {BASE}, doi = {{10.1000/x}}}}",
            f"@article{{b, {BASE}, doi = {{doi:10.1000/X}}}}",
            "the same DOI",
        ),
        (
            f"@book{{a, {BASE}, isbn = {{978-3-16-148410-0}}}}",
            f"@book{{b, {BASE}, isbn = {{9783161484100}}}}",
            "the same ISBN and title",
        ),
        (
            f"@online{{a, {BASE}, eprint = {{2101.00001v2}}, eprinttype = {{arxiv}}}}",
            f"@article{{b, {BASE}, eprint = {{2101.00001}}, archiveprefix = {{arXiv}}}}",
            "the same arXiv number",
        ),
        (
            f"@article{{a, {BASE}, eprint = {{123}}, eprinttype = {{pubmed}}}}",
            f"@article{{b, {BASE}, pmid = {{123}}}}",
            "the same PubMed id",
        ),
        (
            f"@online{{a, {BASE}, url = {{http://www.example.org/a/}}}}",
            f"@online{{b, {BASE}, url = {{https://example.org/a}}}}",
            "the same address",
        ),
        (
            f"@book{{a, {BASE}, year = 2019}}",
            "@book{b, author = {Panha Pich}, title = {Rivers & Dams of the Mekong basin.}, date = {2019}}",
            "title, names and year are alike",
        ),
        (
            f"@book{{a, {BASE}, year = 2019}}",
            "@book{b, author = {Pich, P.}, title = {River and dams of the Mekhong Basin}, year = 2019}",
            "title, names and year are alike",
        ),
    ],
)
def test_one_work(tmp_path: Path, one: str, other: str, why: str) -> None:
    (pair,) = found(tmp_path, one, other)
    assert (pair.one.key, pair.other.key, pair.why) == ("a", "b", why)
    assert pair.likeness > 85


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (f"@book{{a, {BASE}, year = 2019, edition = 1}}", f"@book{{b, {BASE}, year = 2019, edition = 2}}"),
        (f"@book{{a, {BASE}, year = 2009}}", f"@book{{b, {BASE}, year = 2019}}"),
        (f"@book{{a, {BASE}, year = 2019}}", f"@incollection{{b, {BASE}, year = 2019}}"),
        (f"@book{{a, {BASE}, year = 2019}}", f"@book{{b, crossref = {{a}}, {BASE}, year = 2019}}"),
        (
            "@book{a, author = {Doe, J.}, title = {A History of the River, Part 1}, year = 2019}",
            "@book{b, author = {Doe, J.}, title = {A History of the River, Part 2}, year = 2019}",
        ),
        (
            "@book{a, author = {Doe, J.}, title = {A History of the River, Part I}, year = 2019}",
            "@book{b, author = {Doe, J.}, title = {A History of the River, Part II}, year = 2019}",
        ),
        (
            "@article{a, author = {Doe, J.}, title = {Editorial}, journal = {J}, year = 2019}",
            "@article{b, author = {Doe, J.}, title = {Editorials}, journal = {J}, year = 2019}",
        ),
        (
            "@online{a, title = {Unix site report}, author = {Roe, R.}, url = {https://e.org/p}, year = 1984}",
            "@online{b, title = {Prime site report}, author = {Poe, E.}, url = {https://e.org/p}, year = 1984}",
        ),
        (
            "@incollection{a, title = {Dams of the North}, doi = {10.1000/book}, author = {Doe, J.}}",
            "@incollection{b, title = {Fish and rice}, doi = {10.1000/book}, author = {Roe, R.}}",
        ),
    ],
)
def test_two_works(tmp_path: Path, one: str, other: str) -> None:
    assert found(tmp_path, one, other) == []


def test_sure_is_what_has_the_same_identifier_and_no_contradiction(tmp_path: Path) -> None:
    same = f"@article{{a, {BASE}, doi = {{10.1000/x}}, year = 2019}}"
    (pair,) = found(tmp_path, same, f"@article{{b, {BASE}, doi = {{10.1000/x}}, date = {{2019-03}}, note = {{mine}}}}")
    assert pair.sure
    (pair,) = found(tmp_path, same, f"@article{{b, {BASE}, doi = {{10.1000/x}}, year = 2018}}")
    assert pair.contradictions == ("year",)
    assert not pair.sure
    (pair,) = found(tmp_path, f"@book{{a, {BASE}, year = 2019}}", f"@book{{b, {BASE}, year = 2019}}")
    assert not pair.sure
