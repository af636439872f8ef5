"""`briefwright bib import`."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from briefwright.load.bibliography import load_bibliography
from tests.cli.conftest import Ran

Call = Callable[..., Ran]
SAMPLES = Path(__file__).parents[2] / "bib" / "formats" / "samples"
RIS = """\
TY  - JOUR
ID  - pich2024
TI  - Two Rivers
AU  - Pich, Panha
AU  - Yuok, O.
PY  - 2024
T2  - Streams
DO  - https://doi.org/10.1000/R.2024
IS  - 4
KW  - dams
ER  -
TY  - BOOK
ID  - pich2024
TI  - Another Book & its "Boats"
AU  - Pich, Panha
PY  - 2020
ER  -
"""


@pytest.fixture
def bib(project: Path) -> Path:
    (project / "new.ris").write_text(RIS, encoding="utf-8")
    return project / "bibliography.bib"


def fields(bib: Path, key: str) -> dict[str, str]:
    loaded = load_bibliography(bib.parent, (bib.name,))
    assert loaded.findings == ()
    assert loaded.value.problems() == ()
    reference = loaded.value.get(key)
    assert reference is not None
    return dict(reference.fields)


def test_what_is_there_is_filled_in_and_what_is_new_is_added(call: Call, bib: Path) -> None:
    before = bib.read_text(encoding="utf-8")
    done = call("bib", "import", "new.ris", "--yes")
    assert done.code == 0
    assert "filled in number, keywords of `pich2024` (the same DOI): Two Rivers  (new.ris:1)" in done.err
    assert "journaltitle differs: `Rivers` stays, the file has `Streams`" in done.err
    assert "added as `pich2020another`" in done.err
    assert "2 references: 1 filled in, 1 added." in done.err
    found = fields(bib, "pich2024")
    assert (found["number"], found["keywords"], found["journaltitle"]) == ("4", "dams", "Rivers")
    assert fields(bib, "pich2020another")["title"] == 'Another Book \\& its "Boats"'
    assert "@online{kuch2015, author = {{K{\\'u}ch, Agency}}" in bib.read_text(encoding="utf-8")
    assert len(bib.read_text(encoding="utf-8")) > len(before)
    again = call("bib", "import", "new.ris", "--yes")
    assert "2 references: 2 there already." in again.err
    assert "Nothing to change" in again.err


def test_prefer_new_takes_over_what_differs(call: Call, bib: Path) -> None:
    assert call("bib", "import", "new.ris", "--prefer-new", "--yes").code == 0
    assert fields(bib, "pich2024")["journaltitle"] == "Streams"


def test_without_terminal_or_yes_nothing_is_written(call: Call, bib: Path) -> None:
    before = bib.read_bytes()
    assert call("bib", "import", "new.ris").code == 2
    assert call("bib", "import", "new.ris", "--dry-run").code == 0
    assert bib.read_bytes() == before


def test_json(call: Call, bib: Path) -> None:
    before = bib.read_bytes()
    told = json.loads(call("bib", "import", "new.ris", "--json").out)
    assert [(one["what"], one["key"], one["fields"]) for one in told["entries"]] == [
        ("filled in", "pich2024", ["number", "keywords"]),
        ("added", "pich2020another", []),
    ]
    assert told["entries"][0]["differing"] == [{"field": "journaltitle", "here": "Rivers", "there": "Streams"}]
    assert bib.read_bytes() == before
    assert json.loads(call("bib", "import", "new.ris", "--json", "--yes").out)["written"]
    assert bib.read_bytes() != before


def test_every_sample_into_an_empty_bibliography(call: Call, bib: Path) -> None:
    bib.write_text("", encoding="utf-8")
    for file in SAMPLES.iterdir():
        shutil.copy(file, bib.parent)
    names = sorted(file.name for file in SAMPLES.iterdir())
    done = call("bib", "import", *names, "--yes")
    assert done.code == 1  # biblatex.bib holds a broken entry
    assert "not usable: the entry is never closed" in done.err
    keys = load_bibliography(bib.parent, (bib.name,)).value.keys()
    assert {"pich2023rivers", "kuch2019debt", "roe2020water", "page2020", "whole", "whole-a"} <= set(keys)
    assert fields(bib, "part")["crossref"] == "whole"
    assert fields(bib, "pich2023rivers")["journaltitle"] == "Journal of River Studies (Online)"
    again = call("bib", "import", *names, "--dry-run")
    assert "filled in" not in again.err
    assert "added as" not in again.err


def test_a_file_that_cannot_be_read_fails_and_the_others_are_taken(call: Call, bib: Path) -> None:
    (bib.parent / "bad.ris").write_bytes(b"%PDF-1.4")
    done = call("bib", "import", "bad.ris", "none.ris", "new.ris", "--yes")
    assert done.code == 1
    assert "it is a PDF" in done.err
    assert "none.ris" in done.err
    assert "pich2020another" in bib.read_text(encoding="utf-8")


def test_a_key_in_another_script_is_kept(bib: Path, call: Call) -> None:
    (bib.parent / "new.ris").write_text("TY  - BOOK\nID  - щукин2020\nTI  - Реки\nER  -\n", encoding="utf-8")
    assert call("bib", "import", "new.ris", "--yes").code == 0
    assert "{щукин2020," in bib.read_text(encoding="utf-8")
