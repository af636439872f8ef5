"""`briefwright bib refresh`, against a server that answers as the services do."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.bib.services.server import Server
from tests.cli.conftest import Ran, on_terminal

Call = Callable[..., Ran]

LIBRARY = """\
% My sources.
@article{lim,
  author       = {Lim, S. and Berg, Jan van der and others},
  title        = {Dams and Debt in Cambodia},
  journal      = {J. of Rivers},
  year         = 2024,
  doi          = {10.1000/rivers.2024.3},
}

@Article{quack, title = {Retracted: Water from Stones}, author = {Quack, A.}, year = {2019},
  journaltitle = {Annals of Wonders}, doi = {10.1000/RETRACTED} }

@online{pre,
	author = {Lim, Sophea},
	title = {Early words on dams},
	organization = {OpenRivers},
	date = {2023-11-05},
	doi = {10.1000/preprint.7},
}

@article{nodoi,
  author = {Sophea Lim and Jan van der Berg and {The Mekong Dams Consortium} and O'Hara, Jr., Ann},
  title = {Dams \\& Debt in Cambodia: what 50\\% of the ASEAN loans paid for},
  journaltitle = {Journal of Rivers and Lakes},
  date = {2024-03}
}

@online{gone, title = {A page}, organization = {P}, url = {ADDRESS/pages/gone}, urldate = {2020-01-01}}
@online{there, title = {Плотины и долги}, organization = {Речной блог}, url = {ADDRESS/pages/blog},
  urldate = {2020-01-01}, author = {Щукин, П.}, date = {2022}, langid = {russian}}
@misc{nothing, title = {A leaflet}}
"""


@pytest.fixture
def bib(project: Path, server: Server) -> Path:
    path = project / "bibliography.bib"
    path.write_text(LIBRARY.replace("ADDRESS", server.address), encoding="utf-8")
    return path


@pytest.fixture
def refresh(call: Call, bib: Path, server: Server) -> Call:
    assert bib.exists()
    assert server.address
    return lambda *arguments: call("bib", "refresh", *arguments)


def test_what_is_missing_is_filled_in_and_the_rest_left(refresh: Call, bib: Path) -> None:
    before = bib.read_text(encoding="utf-8")
    done = refresh("lim", "--yes")
    assert done.code == 0, done.said
    after = bib.read_text(encoding="utf-8")
    entry = after[after.index("@article{lim,") : after.index("@Article{quack")]
    assert "  author       = {Lim, S. and Berg, Jan van der and others},\n" in entry
    assert "  journal      = {J. of Rivers},\n" in entry
    assert "  year         = 2024,\n" in entry
    assert "  doi          = {10.1000/rivers.2024.3},\n" in entry
    for line in (
        "  volume       = {12}",
        "  number       = {3}",
        "  pages        = {101--118}",
        "  issn         = {2049-3630}",
    ):
        assert line in entry
    assert after.replace(entry, "") == before.replace(
        before[before.index("@article{lim,") : before.index("@Article{")], ""
    )
    assert "lim (Crossref):\n" in done.out
    assert "  journal: J. of Rivers → Journal of Rivers \\& Lakes\n" in done.out
    assert "  volume, missing: 12\n" in done.out
    assert "author" not in done.out.split("+++")[0]
    assert "1 reference asked about: 1 differ; somebody who would know of retractions answered for 1" in done.err


def test_changed_fields_only_with_all(refresh: Call, bib: Path) -> None:
    assert refresh("lim", "--yes", "--all").code == 0
    text = bib.read_text(encoding="utf-8")
    assert "  journal      = {Journal of Rivers \\& Lakes},\n" in text
    assert "journaltitle = {Journal of Rivers" not in text[: text.index("@Article{quack")]


def test_a_retraction_is_told_and_noted(refresh: Call, bib: Path) -> None:
    done = refresh("quack", "--yes")
    assert (
        "warning N012 Crossref tells of a retraction of 2021-03-04 of `quack` (https://doi.org/10.1000/notice)"
        in done.err
    )
    assert "addendum = {Retraction of 2021-03-04, doi:10.1000/notice}" in bib.read_text(encoding="utf-8")
    again = refresh("quack", "--yes")
    assert "N012" in again.err
    assert "addendum" not in again.out


@pytest.mark.parametrize("fault", ["500", "429", "slow", "html", "broken", "403", "short", "nothing"])
def test_a_fault_is_never_read_as_not_retracted(fault: str, refresh: Call, bib: Path, server: Server) -> None:
    before = bib.read_bytes()
    server.faults["crossref"] = [fault]
    done = refresh("quack", "--yes")
    assert done.code == 1
    assert "Crossref, asked for `quack` (DOI 10.1000/RETRACTED)" in done.err
    assert "it could not be asked, so nothing is known by that" in done.err
    assert "1 could not be asked about; somebody who would know of retractions answered for 0" in done.err
    assert bib.read_bytes() == before


def test_another_agencys_answer_is_no_word_on_retractions(refresh: Call, bib: Path, server: Server) -> None:
    bib.write_text("@dataset{d, title = {River gauges, 1990-2020}, doi = {10.5000/gauge.1}}\n", encoding="utf-8")
    assert "answered for 0" in refresh("d", "--dry-run").err
    server.faults["crossref"] = ["500"]
    done = refresh("d", "--dry-run")
    assert done.code == 1
    assert "could not be asked" in done.err


def test_a_preprint_that_was_published(refresh: Call, bib: Path) -> None:
    before = bib.read_bytes()
    done = refresh("pre", "--yes")
    assert "warning N015 `pre` is a preprint that has been published since, as DOI `10.1000/rivers.2024.3`" in done.err
    assert "journaltitle, missing: Journal of Rivers \\& Lakes  (as it was published)" in done.out
    assert bib.read_bytes() == before  # half of it would be a work that nobody published
    refresh("pre", "--yes", "--all")
    text = bib.read_text(encoding="utf-8")
    assert "@article{pre,\n\tauthor = {Lim, Sophea" in text
    assert (
        "\tdoi = {10.1000/rivers.2024.3},\n\tsubtitle = {A Second Look},\n\tjournaltitle = {Journal of Rivers" in text
    )


def test_a_missing_doi_is_found(refresh: Call, bib: Path) -> None:
    done = refresh("nodoi", "--yes")
    assert done.code == 0, done.said
    assert "doi, missing: 10.1000/rivers.2024.3  (found by title, author and year)" in done.out
    text = bib.read_text(encoding="utf-8")
    assert "  date = {2024-03},\n  volume = {12},\n" in text
    assert "\n  doi = {10.1000/rivers.2024.3},\n" in text
    other = text.replace("Dams \\& Debt in Cambodia: what", "Boats on the Mekong: how").replace("rivers.2024.3", "x")
    bib.write_text(other.replace("  doi = {10.1000/x},\n", ""), encoding="utf-8")
    assert "doi, missing" not in refresh("nodoi", "--dry-run").out


def test_a_page_that_is_gone_and_one_that_is_not(refresh: Call, bib: Path) -> None:
    done = refresh("gone", "there", "--yes")
    assert "warning N013 the page of `gone` is gone (it answers 410 Gone)" in done.err
    text = bib.read_text(encoding="utf-8")
    assert "archiveurl = {https://web.archive.org/web/20200102030405/" in text
    assert "archivedate = {2020-01-02}" in text
    assert "`there`" not in done.err
    assert "there (" not in done.out


def test_a_page_that_cannot_be_asked_is_not_gone(refresh: Call, server: Server) -> None:
    server.faults["pages"] = ["500"]
    done = refresh("gone")
    assert done.code == 1
    assert "N013" not in done.err
    assert "it could not be asked" in done.err


def test_all_references(refresh: Call, bib: Path) -> None:
    before = bib.read_bytes()
    done = refresh("--dry-run")
    assert done.code == 0, done.err
    assert "6 references asked about: 5 differ, 1 have nothing to be asked by" in done.err
    assert bib.read_bytes() == before


def test_a_broken_entry_is_told(refresh: Call, bib: Path) -> None:
    bib.write_text("@book{b, title = {x}\n  year = {y}\n}\n", encoding="utf-8")
    done = refresh("b")
    assert done.code == 1
    assert "error R002" in done.err
    assert "1 have nothing to be asked by" in done.err


def test_an_unknown_key(refresh: Call) -> None:
    done = refresh("limm", "lim", "nix")
    assert done.code == 1
    assert "there is no reference `limm`" in done.err
    assert "did you mean `lim`?" in done.err
    assert "there is no reference `nix`" in done.err


def test_without_terminal_or_yes_nothing_is_written(refresh: Call, bib: Path) -> None:
    before = bib.read_bytes()
    assert refresh("lim").code == 2
    assert bib.read_bytes() == before


def test_offline_asks_nobody(refresh: Call, server: Server) -> None:
    done = refresh("lim", "--offline")
    assert done.code == 1
    assert "N007" in done.err
    assert server.asked == []


def test_json(refresh: Call, bib: Path) -> None:
    before = bib.read_bytes()
    told = json.loads(refresh("lim", "nothing", "--json").out)
    lim, nothing = told["references"]
    assert told["written"] is False
    assert (lim["service"], lim["failed"], lim["retractions_asked"]) == ("Crossref", False, True)
    assert {"field": "volume", "before": "", "after": "12", "why": "", "accepted": True} in lim["differences"]
    assert nothing["asked"] is False
    assert bib.read_bytes() == before
    assert json.loads(refresh("lim", "--json", "--yes").out)["written"]
    assert bib.read_bytes() != before


def test_each_field_is_asked_about_on_a_terminal(bib: Path, project: Path, server: Server) -> None:
    here = {"BRIEFWRIGHT_SERVICES": server.address, "BRIEFWRIGHT_CACHE": str(project / "cache")}
    done = on_terminal(project, "bib", "refresh", "lim", answers="n\nn\ny\nq\n", **here)
    assert done.code == 0, done.out
    assert "take it? [y]es, [n]o, [q]uit asking" in done.out
    text = bib.read_text(encoding="utf-8")
    assert text.count("what 50") == 1
    assert "Took over 1 field" in done.out
