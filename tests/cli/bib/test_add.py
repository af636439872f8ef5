"""`briefwright bib add`, against a server that answers as the services do."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from briefwright.load.bibliography import load_bibliography
from tests.bib.services.server import Server
from tests.cli.conftest import Ran, on_terminal, run

Call = Callable[..., Ran]
ARTICLE = "10.1000/rivers.2024.3"


@pytest.fixture
def bib(project: Path) -> Path:
    return project / "bibliography.bib"


@pytest.fixture
def add(call: Call, server: Server, monkeypatch: pytest.MonkeyPatch) -> Call:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1720000000")
    assert server.address
    return lambda *arguments: call("bib", "add", *arguments)


def keys(bib: Path) -> tuple[str, ...]:
    loaded = load_bibliography(bib.parent, (bib.name,))
    assert loaded.findings == ()
    assert loaded.value.problems() == ()
    return loaded.value.keys()


def test_the_entry_is_shown_and_written_at_the_end(add: Call, bib: Path) -> None:
    before = bib.read_text(encoding="utf-8")
    done = add(f"https://doi.org/{ARTICLE}", "--yes")
    assert done.code == 0
    assert "+@article{lim2024dams," in done.out
    assert "Added `lim2024dams` to bibliography.bib" in done.err
    after = bib.read_text(encoding="utf-8")
    assert after.startswith(before)
    assert "\n\n@article{lim2024dams,\n" in after
    assert keys(bib) == ("pich2024", "kuch2015", "ivanov2019", "lim2024dams")


def test_without_terminal_or_yes_nothing_is_written(add: Call, bib: Path) -> None:
    before = bib.read_bytes()
    done = add(ARTICLE)
    assert done.code == 2
    assert "--yes" in done.err
    assert add(ARTICLE, "--dry-run").code == 0
    assert bib.read_bytes() == before


def test_several_at_once_the_good_ones_are_added(add: Call, bib: Path, server: Server) -> None:
    done = add(
        ARTICLE, "10.1000/none", "pmid:9", "nonsense", "978-3-16-148410-0", f"{server.address}/pages/gone", "--yes"
    )
    assert done.code == 1
    assert keys(bib)[3:] == ("lim2024dams", "sok2011book")
    for said in (
        "N001 Crossref, DataCite and doi.org, asked for DOI `10.1000/none`: none of them knows this DOI",
        "N001 PubMed, asked for PubMed id `9`: it knows no article of this number",
        "N008 `nonsense`: what this is cannot be told",
        "N001 127.0.0.1, asked for address `http://127.0.0.1",
    ):
        assert said in done.err


def test_what_is_there_is_not_added_again(add: Call, bib: Path, server: Server) -> None:
    assert add(ARTICLE, "10.1000/RIVERS.2024.3", f"{server.address}/pages/scholarly", "--yes").code == 0
    assert keys(bib)[3:] == ("lim2024dams",)
    server.asked.clear()
    done = add(ARTICLE, "doi:10.1000/r.2024", "--yes")
    assert done.code == 0
    assert server.asked == []
    assert f"info N009 DOI `{ARTICLE}` is in the bibliography already: `lim2024dams`" in done.err
    assert "N009 DOI `10.1000/r.2024` is in the bibliography already: `pich2024`" in done.err
    assert keys(bib)[3:] == ("lim2024dams",)


def test_a_book_and_its_isbn_in_other_forms(add: Call, bib: Path) -> None:
    assert add("9783161484100", "--yes").code == 0
    assert "N009" in add("3-16-148410-X", "--yes").err
    assert "N009" in add("978-3-16-148410-0", "--yes").err
    assert add("10.1000/book.ch4", "--yes").code == 0  # a chapter of it
    assert keys(bib)[3:] == ("sok2011book", "sok2011weirs")


def test_keys(add: Call, bib: Path, project: Path) -> None:
    assert add(ARTICLE, "--yes", "--key", "dams").code == 0
    assert "dams" in keys(bib)
    assert add("pmid:123", "--key", "DAMS", "--yes").code == 1
    assert add("pmid:123", "--key", "a key", "--yes").code == 1
    assert add("pmid:123", "2101.00001", "--key", "x", "--yes").code == 2
    settings = (project / "pyproject.toml").read_text(encoding="utf-8")
    pattern = settings.replace('lang = "en"', 'lang = "en"\nkey = "{Author}-{year}"')
    (project / "pyproject.toml").write_text(pattern, encoding="utf-8")
    assert add("pmid:123", "--yes").code == 0
    assert keys(bib)[-1] == "Petit-2015"


def test_a_page_with_snapshot_and_archive(add: Call, bib: Path, project: Path, server: Server) -> None:
    done = add(f"{server.address}/pages/blog", "--archive", "--snapshot", "--yes")
    assert done.code == 0, done.err
    text = bib.read_text(encoding="utf-8")
    assert "urldate      = {2024-07-03}" in text
    assert f"archiveurl   = {{https://web.archive.org/web/20240607080910/{server.address}/pages/blog}}" in text
    assert "archivedate  = {2024-06-07}" in text
    assert "О плотинах" in (project / "snapshots/shchukin2022plotiny.txt").read_text(encoding="utf-8")


def test_an_archive_that_fails_stops_nothing(add: Call, bib: Path, server: Server) -> None:
    server.faults["wayback"] = ["429"]
    done = add(f"{server.address}/pages/blog", "--archive", "--yes")
    assert done.code == 0
    assert "warning N011 the Wayback Machine, asked for a copy of" in done.err
    assert "asks to wait 60 minutes" in done.err
    assert "shchukin2022plotiny" in keys(bib)
    assert "archiveurl" not in bib.read_text(encoding="utf-8")


def test_no_page_no_snapshot(add: Call, bib: Path) -> None:
    done = add("10.1000/book.ch4", "--snapshot", "--yes")
    assert "`sok2011weirs` has no address to keep a copy of" in done.err
    assert "sok2011weirs" in keys(bib)


def test_retractions_and_published_preprints_are_told(add: Call) -> None:
    done = add("10.1000/retracted", "10.1000/preprint.7", "--dry-run")
    assert done.code == 0
    assert "warning N012 Crossref tells of a retraction of 2021-03-04 of DOI `10.1000/retracted`" in done.err
    assert "info N012 Crossref tells of a correction of 2020-01-02" in done.err
    assert (
        f"warning N015 DOI `10.1000/preprint.7` is a preprint that has been published since, as DOI `{ARTICLE}`"
        in done.err
    )


def test_offline_uses_what_is_kept(add: Call, bib: Path, server: Server) -> None:
    done = add(ARTICLE, "--offline", "--yes")
    assert done.code == 1
    assert "error N007 Crossref, asked for DOI" in done.err
    assert server.asked == []
    assert add(ARTICLE, "--dry-run").code == 0
    server.asked.clear()
    assert add(ARTICLE, "--offline", "--yes").code == 0
    assert server.asked == []
    assert "lim2024dams" in keys(bib)


def test_another_agency_where_the_first_fails(add: Call, server: Server) -> None:
    server.faults["crossref"] = ["500"]
    done = add("10.5000/gauge.1", "--dry-run")
    assert done.code == 0
    assert "warning N004 Crossref, asked for DOI `10.5000/gauge.1`: it answers 500" in done.err
    assert "whether it was retracted could not be asked" in done.err


def test_a_page_without_title_is_not_added(add: Call, bib: Path, server: Server) -> None:
    before = bib.read_bytes()
    done = add(f"{server.address}/pages/bare", "--yes")
    assert done.code == 1
    assert "N010 127.0.0.1 tells no title of address" in done.err
    assert bib.read_bytes() == before


def test_json(add: Call, bib: Path) -> None:
    done = add(ARTICLE, "10.1000/r.2024", "10.1000/none", "--json")
    told = json.loads(done.out)
    assert done.code == 1
    assert [(one["key"], one["service"], one["written"]) for one in told["added"]] == [
        ("lim2024dams", "Crossref", False)
    ]
    assert told["known"] == [{"what": "10.1000/r.2024", "key": "pich2024"}]
    assert [one["code"] for one in told["findings"]] == ["N001"]
    assert "lim2024dams" not in keys(bib)
    assert json.loads(add(ARTICLE, "--json", "--yes").out)["added"][0]["written"]
    assert "lim2024dams" in keys(bib)


def test_a_project_without_bibliography_gets_one(add: Call, bib: Path) -> None:
    bib.unlink()
    assert add(ARTICLE, "--yes").code == 0
    assert keys(bib) == ("lim2024dams",)
    assert bib.read_text(encoding="utf-8").startswith("@article{lim2024dams,")


def test_a_file_with_its_own_manner_keeps_it(add: Call, bib: Path) -> None:
    old = "\ufeff@book{a,\r\n title = {Ü}}".encode()
    bib.write_bytes(old)
    assert add(ARTICLE, "--yes").code == 0
    new = bib.read_bytes()
    assert new.startswith(old + b"\r\n\r\n@article{lim2024dams,\r\n")
    assert new.count(b"\n") == new.count(b"\r\n")


def test_a_file_in_another_encoding_is_not_mixed(add: Call, bib: Path) -> None:
    bib.write_bytes("@book{a, title = {Übersee}}\n".encode("cp1252"))
    done = add("pmid:123", "--yes")  # French
    assert done.code == 1
    assert "R007" in done.err
    assert "bib tidy" in done.err
    assert add("10.1000/book.ch4", "--yes").code == 0  # ASCII
    assert bib.read_bytes().startswith("@book{a, title = {Übersee}}\n\n@incollection{".encode("cp1252"))


@pytest.mark.parametrize("end", ["@book{a, title = {x", "@book{a, title = {x},", "@string{s = ", "% a remark"])
def test_a_file_that_ends_too_early_loses_nothing(end: str, add: Call, bib: Path) -> None:
    bib.write_text(f"@book{{ok, title = {{T}}}}\n{end}", encoding="utf-8")
    before = bib.read_bytes()
    done = add("10.1000/book.ch4", "--yes")
    assert bib.read_bytes().startswith(before)
    assert done.code == 0 or "R008" in done.err, done.err
    assert (b"sok2011weirs" in bib.read_bytes()) is (done.code == 0)


def test_the_checker_has_nothing_to_say_of_new_entries(add: Call, call: Call, project: Path) -> None:
    (project / "pyproject.toml").write_text('[tool.briefwright]\nlang = "en"\n', encoding="utf-8")
    assert add(ARTICLE, "9783161484100", "pmid:123", "2101.00001", "--yes").code == 0
    rules = "R103,R104,R106,R107,R108,R109,R110,R111,R113"
    said = call("check", "bibliography.bib", "--select", rules).out
    assert "reference" in said
    assert not [key for key in keys(project / "bibliography.bib")[3:] if f"`{key}`" in said]


def test_on_a_terminal_it_asks(project: Path, server: Server) -> None:
    here = {"BRIEFWRIGHT_SERVICES": server.address, "BRIEFWRIGHT_CACHE": str(project / "cache")}
    no = on_terminal(project, "bib", "add", ARTICLE, answers="n\n", **here)
    assert no.code == 130
    assert "@article{lim2024dams," in no.out
    yes = on_terminal(project, "bib", "add", ARTICLE, answers="y\n", **here)
    assert yes.code == 0
    assert "lim2024dams" in keys(project / "bibliography.bib")


def test_rendering_imports_none_of_it() -> None:
    import subprocess
    import sys

    code = (
        "import sys, briefwright.pipeline, briefwright.cli.render, briefwright.write.pdf\n"
        "print([name for name in sys.modules if name.startswith(('briefwright.bib', 'httpx', 'httpcore'))])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_help_needs_no_client(project: Path) -> None:
    done = run(project, "bib", "add", "--help")
    assert done.code == 0
    assert "--archive" in done.out
