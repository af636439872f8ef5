"""Whether a work is in the bibliography already."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefwright.bib.adding import library_of
from briefwright.bib.known import Library
from briefwright.bib.services.record import Record
from briefwright.bib.services.wanted import Wanted, wanted
from briefwright.model import Config

LIBRARY = r"""
@string{press = {River Press}}
@article{doi, title = {A}, doi = {https://doi.org/10.1000/A.B(1)}}
@incollection{chapter, title = {Weirs}, doi = {10.1000/whole}, isbn = {978-3-16-148410-0}, booktitle = {The book}}
@book{isbn, title = {The Book of Weirs}, isbn = {3-16-148410-X (pbk.)}, date = {2011}}
@misc{arxiv, title = {B}, eprint = {arXiv:2101.00001v1}}
@article{pmid, title = {C}, pmid = {31452104}}
@online{url, title = {D}, url = {http://www.example.org/News/a\_b/?id=3&x=%C3%A9}}
@online{site, title = {E}, url = {https://example.org}}
@article{title, title = {{Dams} \& Debt in Cambodia}, date = {2024}, volume = {3}}
@article{broken, title = {x}
  doi = {10.1000/broken}
}
% 10.1000/comment
"""


@pytest.fixture
def library(tmp_path: Path) -> Library:
    (tmp_path / "a.bib").write_text("% 10.1000/before any entry\n", encoding="utf-8")
    (tmp_path / "b.bib").write_text(LIBRARY, encoding="utf-8")
    return library_of(tmp_path, Config(bibliography=("a.bib", "missing.bib", "b.bib")))


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("10.1000/a.b(1)", "doi"),
        ("10.1000/a.b", ""),
        ("10.1000/whole", ""),
        ("9783161484100", "isbn"),
        ("316148410X", "isbn"),
        ("0306406152", ""),
        ("2101.00001v3", "arxiv"),
        ("2101.0000", ""),
        ("pmid:31452104", "pmid"),
        ("pmid:3145210", ""),
        ("https://example.org/News/a_b?id=3&x=é", ""),
        ("https://example.org/News/a_b/?id=3&x=é#top", "url"),
        ("https://example.org/other", ""),
        ("https://example.org/", ""),
        ("10.1000/broken", ""),
        ("10.1000/comment", ""),
        ("10.1000/before", ""),
    ],
)
def test_by_what_is_wanted(text: str, key: str, library: Library) -> None:
    what = wanted(text)
    if not isinstance(what, Wanted):
        assert key == ""
        return
    found = library.of_wanted(what)
    assert (found.key if found else "") == key


@pytest.mark.parametrize(
    ("fields", "kind", "key"),
    [
        ({"title": "Dams & Debt in Cambodia", "date": "2024-03-09"}, "article", "title"),
        ({"title": "Dams & Debt in Cambodia", "date": "2023"}, "article", ""),
        ({"title": "Dams & Debt in Cambodia", "date": "2024"}, "book", ""),
        ({"title": "Dams & Debt in Cambodia", "date": "2024", "volume": "4"}, "article", ""),
        ({"title": "Weirs of the south", "isbn": "9783161484100"}, "incollection", ""),
        ({"title": "The book of weirs", "isbn": "9783161484100"}, "book", "isbn"),
        ({"title": "Another thing altogether", "isbn": "9783161484100"}, "book", ""),
        ({"title": "x", "eprint": "2101.00001"}, "online", "arxiv"),
        ({"title": "ភ្នំពេញ", "date": "2024"}, "article", ""),
    ],
)
def test_by_what_a_service_says(fields: dict[str, str], kind: str, key: str, library: Library) -> None:
    found = library.of_record(Record(kind, fields, "S"))
    assert (found.key if found else "") == key


def test_names_that_keep_their_capitals(library: Library) -> None:
    assert "Dams" in library.names()
