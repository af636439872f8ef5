"""Two entries made one: what stays, what is kept aside, and that nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefwright.bib.dedupe import pairs
from briefwright.bib.layout import layout_of
from briefwright.bib.merge import Entry, Merged, merge
from briefwright.bib.merge_project import Merging
from briefwright.bib.text import BibText
from briefwright.load.bibliography import FileBibliography, load_bibliography

STRINGS = '@string{apsr = "American Political Science Review"}\n'


def library(folder: Path, text: str) -> tuple[BibText, FileBibliography]:
    path = folder / "b.bib"
    path.write_text(text, encoding="utf-8", newline="")
    return BibText(path, "b.bib", path.read_bytes()), load_bibliography(folder, ("b.bib",)).value


def merged(folder: Path, one: str, other: str) -> Merged:
    file, bibliography = library(folder, f"{STRINGS}@article{{a, {one}}}\n@article{{b, {other}}}\n")
    entries = []
    for key in ("a", "b"):
        reference = bibliography.get(key)
        layout = layout_of(file.block(file.by_key[key]), key)
        assert reference is not None
        assert layout is not None
        entries.append(Entry(reference, layout))
    made = merge(*entries)
    assert made is not None
    return made


@pytest.mark.parametrize(
    ("one", "other", "comes_of_it"),
    [
        ("title = {T}", "title = {T}, doi = {10.1000/x}", {"title": "T", "doi": "10.1000/x"}),
        ("journal = apsr", "journaltitle = {American Political Science Review}", {"journal": "apsr"}),
        ("year = 2020", "date = {2020-03}", {"date": "2020-03"}),
        ("date = {2020-03}", "year = 2020, month = mar", {"date": "2020-03"}),
        ("date = {2020}", "year = 2020, month = mar", {"date": "2020-03"}),
        ("year = 2020", "year = 2020, month = mar", {"year": "2020", "month": "mar"}),
        ("year = 2020", "year = 2021", {"year": "2020", "x-merged-year": "2021"}),
        ("year = 2020", "date = {2021}", {"year": "2020", "x-merged-date": "2021"}),
        ("author = {Doe, J.}", "author = {Doe, Jane}", {"author": "Doe, Jane"}),
        ("author = {Doe, Jane}", "author = {Jane Doe}", {"author": "Doe, Jane"}),
        ("author = {Doe, J.}", "author = {Roe, Rose}", {"author": "Roe, Rose", "x-merged-author": "Doe, J."}),
        ("doi = {10.1000/X}", "doi = {https://doi.org/10.1000/x}", {"doi": "10.1000/X"}),
        ("pages = {1--9}", "pages = {1-9}", {"pages": "1--9"}),
        ("keywords = {a, b}", "keywords = {B; c}", {"keywords": "a, b, c"}),
        ("file = {x.pdf}", "file = {y.pdf;x.pdf}", {"file": "x.pdf;y.pdf"}),
        ("note = {C}", "note = {C++}", {"note": "C++", "x-merged-note": "C"}),
        ("note = {long one}, x-merged-note = {n}", "note = {m}", {"x-merged-note-2": "m", "x-merged-note": "n"}),
        ("title = {}", "title = {T}", {"title": "T"}),
        ("title = {T}", "title = {}", {"title": "T"}),
    ],
)
def test_what_comes_of_two_values(tmp_path: Path, one: str, other: str, comes_of_it: dict[str, str]) -> None:
    made = merged(tmp_path, one, other)
    found = {
        span.name: "".join(made.entry.layout.inner(piece) for piece in span.pieces) for span in made.entry.layout.fields
    }
    assert found == comes_of_it | {name: value for name, value in found.items() if name in ("note",)}


def test_new_fields_are_written_as_the_others_are(tmp_path: Path) -> None:
    one = "\n    title  = {T},\n    year   = 2020\n"
    made = merged(tmp_path, one, "doi = {10.1000/x}, volume = 3")
    assert made.text == (
        "@article{a, \n    title  = {T},\n    year   = 2020,\n"
        "    doi    = {10.1000/x},\n    volume = 3,\n    ids    = {b}\n}"
    )


def test_the_kind_that_says_more_stays_and_the_other_is_kept(tmp_path: Path) -> None:
    file, bibliography = library(tmp_path, "@misc{a, title = {T}}\n@book{b, title = {T}}\n")
    entries = [Entry(bibliography.get(key), file.layout(file.by_key[key])) for key in "ab"]  # type: ignore[arg-type]
    made = merge(*entries)
    assert made is not None
    assert made.text == "@book{a, title = {T}, x-merged-entrytype = {misc}, ids = {b}}"


def everything_merged(folder: Path, text: str) -> str:
    file, bibliography = library(folder, text)
    found = list(pairs(one for key in bibliography if (one := bibliography.get(key))))
    merging = Merging((file,), bibliography)
    for pair in found:
        made = merging.preview(pair)
        assert made is not None
        merging.accept(made)
    changes, _ = merging.changes(None)
    return changes[0].after.decode("utf-8") if changes else text


def test_a_chain_of_pairs_becomes_one_entry_and_parents_are_followed(tmp_path: Path) -> None:
    text = """\
% first
@article{a, title = {A Long Enough Title}, doi = {10.1000/x}, author = {Doe, J.}, year = 2020}
% of b
@article{b, title = {A Long Enough Title}, doi = {10.1000/X}, author = {Roe, Rose}, volume = 3}
% of c
@article{c, title = {Another and Longer Title Enough}, doi = {10.1000/x}, author = {Poe, Edgar Allan}, ids = {c-old}}
% last
@incollection{part, crossref = {C}, title = {Part}, related = {b,x}}
"""
    assert (
        everything_merged(tmp_path, text)
        == """\
% first
@article{a, title = {Another and Longer Title Enough}, doi = {10.1000/x}, author = {Poe, Edgar Allan}, year = 2020, \
x-merged-author = {Doe, J.}, volume = 3, x-merged-title = {A Long Enough Title}, x-merged-author-2 = {Roe, Rose}, \
ids = {b, c, c-old}}
% of b
% of c
% last
@incollection{part, crossref = {a}, title = {Part}, related = {a,x}}
"""
    )


def test_entries_in_two_files_become_one(tmp_path: Path) -> None:
    texts = {
        "one.bib": "@article{a, title = {One Title Here}, doi = {10.1000/x}, year = 2020, volume = 3}\n",
        "two.bib": "\ufeff@article{b, title = {One Title Here}, doi = {10.1000/x}, pages = {3}}\r\n% end\r\n",
    }
    for name, text in texts.items():
        (tmp_path / name).write_bytes(text.encode("utf-8"))
    bibliography = load_bibliography(tmp_path, tuple(texts)).value
    files = [BibText(tmp_path / name, name, (tmp_path / name).read_bytes()) for name in texts]
    merging = Merging(files, bibliography)
    (pair,) = pairs(one for key in bibliography if (one := bibliography.get(key)))
    made = merging.preview(pair)
    assert made is not None
    merging.accept(made)
    changes, _ = merging.changes(None)
    after = {change.shown: change.after.decode("utf-8") for change in changes}
    assert after["two.bib"] == "\ufeff% end\r\n"
    assert "pages = {3}, ids = {b}}" in after["one.bib"]


NAMES = ("title", "author", "year", "note", "keywords", "pages", "x-odd", "abstract")
VALUES = st.text(st.sampled_from("ab {}\\é,;#\"'-1990"), max_size=12).filter(
    lambda text: text.count("{") == text.count("}") and "\\" not in text
)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.dictionaries(st.sampled_from(NAMES), VALUES), min_size=2, max_size=4))
def test_whatever_the_fields_no_value_is_lost(
    tmp_path_factory: pytest.TempPathFactory, entries: list[dict[str, str]]
) -> None:
    folder = tmp_path_factory.mktemp("merge")
    blocks = [
        f"@article{{k{number}, doi = {{10.1000/x}}, "
        + ", ".join(f"{name} = {{{value}}}" for name, value in fields.items())
        + "}\n"
        for number, fields in enumerate(entries)
    ]
    file, bibliography = library(folder, "".join(blocks))
    merging = Merging((file,), bibliography)
    for pair in pairs(one for key in bibliography if (one := bibliography.get(key))):
        made = merging.preview(pair)
        if made is not None:
            merging.accept(made)
    merging.changes(None)  # the guard reads it again, and raises where a value is lost
