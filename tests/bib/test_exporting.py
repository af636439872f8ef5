"""References for other programs: what goes out comes back."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefwright.bib.compared import Kind, compare
from briefwright.bib.exporting import WRITERS, to_bib
from briefwright.bib.formats import read_references
from briefwright.bib.formats.found import entry_of
from briefwright.bib.text import BibText
from briefwright.load.bib_scan import scan
from briefwright.load.bibliography import BibFile, FileBibliography, load_bibliography

ROOT = Path(__file__).resolve().parents[2]
LIBRARY = """\
% a comment
@string{rs = {River Studies}}
@string{jrs = {Journal of } # rs}
@string{other = {Unused}}
@article{a, author = {Pich, Panha and van der Berg, Jr., Jan and {Ministry of Water}}, title = {Rivers of {ASEAN}},
  subtitle = {A Study & More}, journaltitle = jrs, year = 2023, month = may, volume = 12, number = {3},
  pages = {101--118}, doi = {10.1000/r.1}, keywords = {dams, Mekong}, abstract = {All of it.}, descriptor = {Article},
  file = {a_b.pdf}, x-merged-note = {50\\% \\& more}, langid = {english}, issn = {2049-3630}, reliability = {B}}
@incollection{part, crossref = {Whole}, author = {Kuch, Sokha}, title = {Debt and the Kingdom}, pages = {12}}
@collection{whole, editor = {Lim, Sophea}, title = {The Economy}, date = {2019}, publisher = {River Press},
  location = {Phnom Penh}, isbn = {978-3-16-148410-0}}
@online{site, title = {Мост открыт}, titletranslated = {Bridge opened}, date = {2024-03-05}, langid = {russian},
  url = {https://example.org/a_b?c=1&d=2}, urldate = {2024-06-01}, organization = {Port}}
@phdthesis{thesis, author = {Roe, Rosa}, title = {Boats}, school = {University of Example}, year = 2001}
@article{news, title = {Dam opened}, journaltitle = {River Daily}, date = {2019-11-05}, entrysubtype = {newspaper}}
@misc{pre, author = {Doe, J.}, title = {Preprint}, eprint = {2101.00001}, eprinttype = {arxiv}, date = {2021~}}
"""


@pytest.fixture
def library(tmp_path: Path) -> FileBibliography:
    (tmp_path / "b.bib").write_text(LIBRARY, encoding="utf-8")
    return load_bibliography(tmp_path, ("b.bib",)).value


@pytest.mark.parametrize("kind", WRITERS)
def test_what_goes_out_comes_back(kind: str, library: FileBibliography) -> None:
    made = WRITERS[kind](library, library.keys(), "en")
    assert made.findings == ()
    read = read_references(made.value.encode("utf-8"), "f")
    assert [one.key for one in read.found] == list(library.keys())
    for one in read.found:
        text = entry_of(one.key, one.record, lang="en", names=frozenset()).encode("utf-8")
        back = FileBibliography([BibFile("f", text, scan(text))]).get(one.key)
        before = library.get(one.key)
        assert back is not None
        assert before is not None
        lost = [item for item in compare(back, before) if item.kind is not Kind.SAME and item.name != "crossref"]
        assert (one.key, lost, back.type) == (one.key, [], before.type)


@pytest.mark.parametrize("kind", WRITERS)
def test_the_same_bytes_each_time(kind: str, library: FileBibliography) -> None:
    once, again = (WRITERS[kind](library, library.keys(), "en").value for _ in range(2))
    assert once == again
    assert "Rivers of " in once


@pytest.mark.parametrize("kind", WRITERS)
def test_the_sample_projects_library_comes_back(kind: str) -> None:
    library = load_bibliography(ROOT, ("bibliography.bib",)).value
    read = read_references(WRITERS[kind](library, library.keys(), "en").value.encode("utf-8"), "f")
    assert len(read.found) == len(library)
    for one in read.found:
        text = entry_of(one.key, one.record, lang="en", names=frozenset()).encode("utf-8")
        back, before = FileBibliography([BibFile("f", text, scan(text))]).get(one.key), library.get(one.key)
        assert back is not None
        assert before is not None
        assert [item for item in compare(back, before) if item.kind is not Kind.SAME] == []


def test_words_in_braces_keep_them_by_way_of_csl_json(tmp_path: Path) -> None:
    title = r"A Warm Respite for {Russia}: {MoU} of {Russian Ground Forces}, {Russia} \& Others"
    written = (
        f"@online{{a, title = {{{title}}}, organization = {{Port}}, date = {{2018~}}, url = {{https://a.example}}}}"
    )
    (tmp_path / "b.bib").write_text(written, encoding="utf-8")
    made = WRITERS["csljson"](load_bibliography(tmp_path, ("b.bib",)).value, ["a"], "en").value
    assert '<span class=\\"nocase\\">Russian Ground Forces</span>' in made
    (read,) = read_references(made.encode("utf-8"), "f").found
    text = entry_of("a", read.record, lang="en", names=frozenset())
    back = FileBibliography([BibFile("f", text.encode("utf-8"), scan(text.encode("utf-8")))]).get("a")
    assert back is not None
    assert back.fields["title"] == title
    assert {"organization", "date", "title", "url"} == set(back.fields)
    assert back.fields["date"] == "2018~"


@pytest.mark.parametrize("kind", WRITERS)
def test_what_other_programs_are_told_in_their_words_comes_back_in_ours(kind: str, tmp_path: Path) -> None:
    written = """@misc{a, author = {Doe, J. and others}, title = {A {CO$_2$} ``story'' in x$^{2}$},
      howpublished = {Web},
      date = {2018~}, doi = {10.1002/(SICI)1097-4628<1::AID>3.0.CO;2-#}}
    @online{b, title = {Port}, organization = {Port {Authority}}, date = {2018?}, url = {https://a.example}}"""
    (tmp_path / "b.bib").write_text(written, encoding="utf-8")
    library = load_bibliography(tmp_path, ("b.bib",)).value
    for one in read_references(WRITERS[kind](library, library.keys(), "en").value.encode("utf-8"), "f").found:
        text = entry_of(one.key, one.record, lang="en", names=frozenset()).encode("utf-8")
        back, before = FileBibliography([BibFile("f", text, scan(text))]).get(one.key), library.get(one.key)
        assert back is not None
        assert before is not None
        assert set(back.fields) == set(before.fields)
        for name in ("author", "date", "doi", "howpublished"):
            assert back.fields.get(name) == before.fields.get(name)
        if one.key == "a":
            assert back.fields["title"] == r"A {CO}\textsubscript{2} “story” in x\textsuperscript{2}"


def test_bib_takes_along_what_entries_need(tmp_path: Path, library: FileBibliography) -> None:
    file = BibText(tmp_path / "b.bib", "b.bib", (tmp_path / "b.bib").read_bytes())
    text = to_bib([file], library, ["a", "part"])
    assert text.startswith("@string{rs = {River Studies}}\n\n@string{jrs = {Journal of } # rs}\n\n@article{a,")
    assert "Unused" not in text
    (tmp_path / "c.bib").write_text(text, encoding="utf-8")
    again = load_bibliography(tmp_path, ("c.bib",))
    assert again.findings == ()
    assert again.value.problems() == ()
    assert again.value.keys() == ("a", "part", "whole")
    for key in again.value.keys():  # noqa: SIM118  # not a mapping
        one, other = again.value.get(key), library.get(key)
        assert one is not None
        assert other is not None
        assert one.fields == other.fields
