"""What the services answer becomes records and entries; whatever else they answer becomes a ServiceError."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefwright.bib.keys import DEFAULT, make_key
from briefwright.bib.new_entry import entry_text
from briefwright.bib.services import arxiv, crossref, datacite, openlibrary, pubmed, wayback
from briefwright.bib.services.client import Client, ServiceError
from briefwright.bib.services.doi import by_doi
from briefwright.bib.services.record import Notice, Person, Record, date_from_parts
from briefwright.bib.services.wanted import Wanted, ask, wanted
from briefwright.diagnostics import Code
from briefwright.load.bib_scan import scan
from tests.bib.services import answers
from tests.bib.services.server import Server


def entry(text: str, client: Client) -> str:
    what = wanted(text)
    assert isinstance(what, Wanted)
    record, failed = ask(what, client)
    assert failed == ()
    return entry_text(make_key(DEFAULT, record, ()), record)


ENTRIES = {
    "10.1000/rivers.2024.3": r"""@article{lim2024dams,
  author        = {Lim, Sophea and van der Berg, Jan and {The Mekong Dams Consortium} and O'Hara, Jr., Ann},
  title         = {Dams \& {Debt} in {Cambodia}: what 50\% of the {ASEAN} loans paid for},
  subtitle      = {A Second Look},
  journaltitle  = {Journal of Rivers \& Lakes},
  date          = {2024-03-09},
  volume        = {12},
  number        = {3},
  pages         = {101--118},
  issn          = {2049-3630},
  doi           = {10.1000/rivers.2024.3},
  langid        = {english},
  orcid-numbers = {Lim, Sophea/0000-0002-1825-0097},
}
""",
    "10.1000/book.ch4": """@incollection{sok2011weirs,
  author    = {Sok},
  editor    = {Ditor, E.},
  title     = {Weirs},
  booktitle = {The Book of Weirs},
  series    = {Studies in Water},
  publisher = {River Press},
  location  = {Battambang},
  date      = {2011},
  pages     = {33},
  isbn      = {9783161484100},
  doi       = {10.1000/book.ch4},
}
""",
    "10.5000/gauge.1": """@dataset{lim2021river,
  author    = {Lim, Sophea and {River Commission}},
  title     = {River gauges, 1990-2020},
  subtitle  = {Daily},
  publisher = {Data House},
  version   = {2.1},
  date      = {2021-06-07},
  doi       = {10.5000/gauge.1},
  langid    = {english},
}
""",
    "10.7000/x.1": """@article{rossi2018another,
  author       = {Rossi, Mario},
  title        = {Of Another Agency},
  journaltitle = {Rivista},
  date         = {2018-04},
  volume       = {4},
  pages        = {5--9},
  doi          = {10.7000/x.1},
}
""",
    "978-3-16-148410-0": """@book{sok2011book,
  author    = {Sok, Dara},
  title     = {The book of weirs},
  subtitle  = {a history},
  publisher = {River Press},
  location  = {Battambang},
  edition   = {2},
  date      = {2011-03-05},
  isbn      = {9783161484100},
  langid    = {english},
}
""",
    "arXiv:2101.00001v2": r"""@online{doe2021flow,
  author      = {Doe, Jane A. and van der Roe, John},
  title       = {Flow of rivers in {ℝ}\textasciicircum{}3},
  date        = {2021-02-03},
  eprint      = {2101.00001v2},
  eprinttype  = {arxiv},
  eprintclass = {physics.flu-dyn},
}
""",
    "pmid:123": r"""@article{petit2015puits,
  author          = {Petit, Luc and {Wells Study Group}},
  title           = {Les puits et la fièvre dans les villages},
  titletranslated = {Wells \& fever in villages},
  journaltitle    = {Water and health},
  date            = {2015-03-05},
  volume          = {8},
  number          = {2},
  pages           = {123--130},
  issn            = {1050-124X},
  doi             = {10.1000/wells},
  eprint          = {123},
  eprinttype      = {pubmed},
  langid          = {french},
}
""",
}


@pytest.mark.parametrize("text", ENTRIES)
def test_an_entry_from_each_service(text: str, client: Client) -> None:
    assert entry(text, client) == ENTRIES[text]


def test_an_arxiv_number_without_version_is_the_first_ones_date(client: Client) -> None:
    record = arxiv.by_id("2101.00001", client)
    assert (record.fields["date"], record.fields["eprint"]) == ("2021-01-02", "2101.00001")
    assert record.published_as == "10.1000/rivers.2024.3"


def test_notices_and_published_versions(client: Client) -> None:
    retracted = crossref.by_doi("10.1000/retracted", client)
    assert retracted.notices == (
        Notice("retraction", "10.1000/notice", "2021-03-04"),
        Notice("correction", "10.1000/erratum", "2020-01-02"),
    )
    assert [notice.grave for notice in retracted.notices] == [True, False]
    assert crossref.by_doi("10.1000/preprint.7", client).published_as == "10.1000/rivers.2024.3"
    assert pubmed.by_pmid("123", client).notices == (Notice("retraction", "10.1000/gone.1", "2016-07"),)


@pytest.mark.parametrize("text", ["10.1000/none", "9783161484117", "2101.99999", "pmid:9"])
def test_what_nobody_knows(text: str, client: Client) -> None:
    what = wanted(text.replace("9783161484117", "978-0-306-40615-7"))
    assert isinstance(what, Wanted)
    with pytest.raises(ServiceError) as caught:
        ask(what, client)
    assert caught.value.unknown
    assert caught.value.hint


def test_a_doi_that_goes_on_too_long(client: Client) -> None:
    with pytest.raises(ServiceError) as caught:
        by_doi("10.1000/rivers.2024.3/abstract", client)
    assert caught.value.hint == "did you mean `10.1000/rivers.2024.3`?"


def test_a_fault_is_never_read_as_unknown(server: Server, client: Client) -> None:
    server.faults["crossref"] = ["500"]
    with pytest.raises(ServiceError) as caught:
        by_doi("10.1000/none", client)
    assert not caught.value.unknown
    assert caught.value.service == "Crossref"
    record, failed = by_doi("10.5000/gauge.1", client)
    assert not record.tells_notices
    assert [problem.code for problem in failed] == [Code.SERVICE_FAILED]


@pytest.mark.parametrize("service", ["crossref", "datacite", "doi", "openlibrary", "arxiv", "pubmed"])
@pytest.mark.parametrize("fault", ["list", "nothing", "html", "broken", "binary", "404"])
def test_no_answer_makes_a_record(service: str, fault: str, server: Server, client: Client) -> None:
    server.faults[service] = [fault]
    calls = {
        "crossref": lambda: crossref.by_doi("10.1000/rivers.2024.3", client),
        "datacite": lambda: datacite.by_doi("10.5000/gauge.1", client),
        "doi": lambda: by_doi("10.7000/x.1", client)[0],
        "openlibrary": lambda: openlibrary.by_isbn("9783161484100", client),
        "arxiv": lambda: arxiv.by_id("2101.00001", client),
        "pubmed": lambda: pubmed.by_pmid("123", client),
    }
    with pytest.raises(ServiceError) as caught:
        calls[service]()
    known = service == "openlibrary" and fault == "nothing"  # an empty object is its "no such book"
    assert caught.value.unknown == (fault == "404" or known)


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize(
    ("parts", "date"),
    [
        ([[2024, 3, 9]], "2024-03-09"),
        ([["2024", "3"]], "2024-03"),
        ([[2024, 2, 30]], "2024-02"),
        ([[2024, 3, 2**40]], "2024-03"),
        ([[2024, 13]], "2024"),
        ([[float("inf")]], ""),
        ([[None]], ""),
        ([], ""),
        ([[-44]], ""),
        ("2024", ""),
    ],
)
def test_date_parts(parts: object, date: str) -> None:
    assert date_from_parts({"date-parts": parts}) == date


@given(st.data())
def test_no_shape_of_an_answer_is_a_fault_of_ours(data: st.DataObject) -> None:
    """One value of a real answer, wherever it stands, is exchanged for anything."""
    for given_, read in ((answers.ARTICLE, _crossref), (answers.DATASET, _datacite), (answers.BOOK, _book)):
        work = copy.deepcopy(given_)
        place, key = data.draw(st.sampled_from(list(_places(work))))
        place[key] = data.draw(JSON_VALUES)
        try:
            record = read(work)
        except ServiceError:
            continue
        text = entry_text(make_key(DEFAULT, record, ()), record)
        assert [place.key for place in scan(text.encode()).entries] == [make_key(DEFAULT, record, ())]


def _places(value: Any) -> Any:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in list(items):
        yield value, key
        yield from _places(inner)


def _crossref(work: dict[str, Any]) -> Record:
    return crossref.record(work.get("message"), "Crossref", "10.1/x")


def _datacite(work: dict[str, Any]) -> Record:
    data = work.get("data")
    inner = data.get("attributes") if isinstance(data, dict) else None
    if not isinstance(inner, dict):
        raise ServiceError(Code.SERVICE_ANSWER_UNREADABLE, "DataCite", "")
    return datacite._record(inner, "DataCite", "10.1/x")


def _book(work: dict[str, Any]) -> Record:
    book = next(iter(work.values()))
    details = book.get("details") if isinstance(book, dict) else None
    if not isinstance(details, dict):
        raise ServiceError(Code.SERVICE_ANSWER_UNREADABLE, "Open Library", "")
    people = tuple(openlibrary._people(details.get("authors")))
    return Record("book", dict(openlibrary._fields(details, "9783161484100")), "Open Library", {"author": people})


# --- the Wayback Machine -----------------------------------------------------------------------------------------


def test_saving_without_account(server: Server, client: Client) -> None:
    copy_ = wayback.save("https://example.org/a", client)
    assert copy_ == ("https://web.archive.org/web/20240607080910/https://example.org/a", "2024-06-07")
    assert server.asked[0][1] == "/wayback/save/https://example.org/a"


def test_saving_with_an_account(server: Server, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIEFWRIGHT_ARCHIVE_KEYS", "access:secret")
    assert wayback.save("https://example.org/a", client).date == "2024-07-08"
    assert [(method, path) for method, path, _ in server.asked] == [
        ("POST", "/wayback/save"), ("POST", "/wayback/save/status"),
    ]  # fmt: skip
    assert server.asked[0][2]["authorization"] == "LOW access:secret"


def test_the_latest_copy(client: Client) -> None:
    found = wayback.latest("https://example.org/gone", client)
    assert found == ("https://web.archive.org/web/20200102030405/https://example.org/gone", "2020-01-02")
    assert wayback.latest("https://example.org/never", client) is None


def test_keys_of_an_account_go_nowhere_else(server: Server, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIEFWRIGHT_ARCHIVE_KEYS", "access:secret")
    server.faults["wayback"] = ["to-other-host"]
    with pytest.raises(ServiceError):
        wayback.save("https://example.org/a", client)
    (first, second) = server.asked
    assert (first[1], second[1]) == ("/wayback/save", "/elsewhere")
    assert "authorization" in first[2]
    assert "authorization" not in second[2]


@pytest.mark.parametrize("fault", ["429", "500", "list", "html", "slow"])
def test_saving_that_fails(fault: str, server: Server, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    server.faults["wayback"] = [fault]
    with pytest.raises(ServiceError):
        wayback.save("https://example.org/a", client)
    monkeypatch.setenv("BRIEFWRIGHT_ARCHIVE_KEYS", "access:secret")
    with pytest.raises(ServiceError):
        wayback.save("https://example.org/a", client)


def test_people_of_one_name() -> None:
    assert crossref.record({"title": "x", "author": [{"given": "Plato"}]}, "S", "").people["author"] == (
        Person(whole="Plato"),
    )
