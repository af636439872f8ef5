"""Whatever a service says, the entry re-reads to exactly that: by our reader and by pandoc."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from briefwright import pandoc, tex
from briefwright.bib.guard import Meant, checked
from briefwright.bib.new_entry import entry_text, known_names, value_text
from briefwright.bib.services.record import Person, Record, clean
from briefwright.bib.text import BibText, Change
from briefwright.load.bib_scan import scan
from briefwright.load.bibliography import BibFile, FileBibliography

PIECES = (
    "@article{x,|}|{|\\|%|--|---|''|``|$x$|\\emph{a}|\"| # |note = {|and| and |,|=|~|@comment|"
    "USA|McDonald|ÉNA|a.b|US$5|50%|A@b(c"
)
HOSTILE = st.one_of(
    st.text(max_size=60),
    st.text(st.sampled_from(" ab{}\\\"'`@#$%&_~^-,=()\n\r\t\x00\u202e€é\u0301"), max_size=40),
    st.lists(st.sampled_from([*PIECES.split("|"), "\n@book{"]), max_size=8).map("".join),
)


def record(**fields: str) -> Record:
    return Record("article", {"title": "T", **fields}, "A service")


def read_back(text: str) -> dict[str, str]:
    """The fields as our reader has them, TeX taken out."""
    data = text.encode()
    blocks = FileBibliography([BibFile("b.bib", data, scan(data))])
    assert blocks.keys() == ("key",)
    assert blocks.problems() == ()
    reference = blocks.get("key")
    assert reference is not None
    return {name: tex.plain(value) for name, value in reference.fields.items()}


def as_pandoc_prints(text: str) -> str:
    """pandoc makes apostrophes round; its Markdown marks of protected capitals are taken out."""
    return re.sub(r"</?span[^>]*>", "", text).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


@given(HOSTILE)
@example("@article{x, title = {y}}\n@book{z,")
@example("-- ''x'' `y` ~ ^ \\ { } \\{ $ % & # _ \u00a0z")
@example("\\textasciitilde")
def test_our_reader_gives_the_text_back(text: str) -> None:
    meant = clean(text)
    made = entry_text("key", record(note=text, title=f"A {text}"))
    found = read_back(made)
    assert found.get("note", "") == meant
    assert found["title"] == clean(f"A {text}")
    assert made.count("\n@") == 0
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f]", made)


@settings(deadline=None, max_examples=25)
@given(st.lists(HOSTILE, min_size=1, max_size=20))
@example(["'' -- ` ~ ^ \\ {x} $1 and $2 <b>x</b> *y* [z] _w_ & % #"])
def test_pandoc_gives_the_text_back(texts: list[str]) -> None:
    texts = [f"x{text}x" for text in texts]
    entries = [entry_text(f"k{at}", record(langid="french", title=text)) for at, text in enumerate(texts)]
    items, log = pandoc.bibliography_to_csl("".join(entries))
    assert log == ()
    assert [as_pandoc_prints(item["title"]).replace("'", "’") for item in items] == [
        as_pandoc_prints(clean(text)).replace("'", "’") for text in texts
    ]


@settings(deadline=None, max_examples=12)
@given(st.lists(st.tuples(HOSTILE, HOSTILE, HOSTILE), min_size=1, max_size=10))
def test_names_stay_one_name_each(names: list[tuple[str, str, str]]) -> None:
    entries = []
    for at, (family, first, body) in enumerate(names):
        people = (Person(f"F{family}", f"G{first}"), Person(whole=f"B{body}"))
        entries.append(entry_text(f"k{at}", Record("book", {"title": "T"}, "S", {"author": people})))
    items = pandoc.bibliography_to_csl("".join(entries))[0]
    assert len(items) == len(names)
    for item, (_, _, body) in zip(items, names, strict=True):
        assert len(item["author"]) == 2
        assert set(item["author"][0]) >= {"family", "given"}
        assert item["author"][1]["literal"].replace("'", "’") == clean(f"B{body}").replace("'", "’")


@given(HOSTILE)
def test_addresses_cannot_end_their_field(text: str) -> None:
    address = f"https://example.org/{text}"
    found = read_back(entry_text("key", record(url=address, doi=f"10.1000/{text}")))
    assert set(found) == {"title", "url", "doi"}


@given(HOSTILE)
def test_an_entry_at_the_end_of_a_file_changes_nothing_before_it(text: str) -> None:
    before = BibText(Path("b.bib"), "b.bib", "\ufeff@book{old, title = {Ölt}}\r\n% a remark\r\n".encode())
    end = len(before.data)
    change = checked(before, [Change(end, end, entry_text("key", record(note=text)))], Meant(added=frozenset({"key"})))
    assert change.after.startswith(before.raw)
    assert change.after.count(b"\n") == change.after.count(b"\r\n")


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("Trade between Cambodia and the EU", "Trade between {Cambodia} and the {EU}"),
        ("The Politics of Debt in ASEAN", "The Politics of Debt in {ASEAN}"),
        ("Debt: Who pays? Nobody in the U.S. knows", "Debt: Who pays? Nobody in the {U.S.} knows"),
        ("WATER AND STONES", "WATER AND STONES"),
        ("How mRNA works & why I wrote", r"How {mRNA} works \& why I wrote"),
        ("The Rivers of Laos and Other Essays on Water", "The Rivers of {Laos} and Other Essays on Water"),
    ],
)
def test_capitals_of_english_titles(title: str, written: str) -> None:
    text = entry_text("key", record(title=title, langid="english"), names={"Laos"})
    assert f"title  = {{{written}}}," in text or f"title        = {{{written}}}," in text


def test_titles_in_other_languages_keep_their_capitals_without_braces() -> None:
    assert "{Der Euro und die EZB}" in entry_text("key", record(title="Der Euro und die EZB", langid="german"))
    assert "{Der Euro und die EZB}" in entry_text("key", record(title="Der Euro und die EZB"), lang="de-AT")


def test_names_that_a_library_protects() -> None:
    titles = ["{Cambodia} and {Laos}", "The laos of old", "{Cambodia} again"]
    assert known_names(titles) == {"Cambodia"}


@pytest.mark.parametrize("date", ["2018~", "2018?", "2018-05/2018-06", "2018/..", "198X"])
def test_dates_keep_their_signs(date: str) -> None:
    assert value_text("date", date) == value_text("origdate", date) == date


def test_a_hostile_date_ends_no_field() -> None:
    assert value_text("date", "2018~}, note = {x") == r"2018\textasciitilde{}), note = (x"


def test_fields_stand_in_a_fixed_order_and_line() -> None:
    made = entry_text(
        "lim2024dams",
        Record(
            "article",
            {"doi": "10.1000/a_b", "pages": "3--9", "title": "Dams", "date": "2024-01", "custom": "x_y"},
            "S",
            {
                "author": (
                    Person("van der Berg", "Jan", "Jr.", orcid="0000-0002-1825-0097"),
                    Person(whole="Dams and Sons"),
                )
            },
        ),
    )
    assert made == (
        "@article{lim2024dams,\n"
        "  author        = {van der Berg, Jr., Jan and {Dams and Sons}},\n"
        "  title         = {Dams},\n"
        "  date          = {2024-01},\n"
        "  pages         = {3--9},\n"
        "  doi           = {10.1000/a_b},\n"
        "  orcid-numbers = {van der Berg, Jr., Jan/0000-0002-1825-0097},\n"
        "  custom        = {x\\_y},\n"
        "}\n"
    )
