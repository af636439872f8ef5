"""References as text."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefwright.cite.listing import format_references
from briefwright.cite.styles import find_style
from briefwright.load.bibliography import load_bibliography

BIB = """\
@book{ivanov2019, author = {Ivanov, Ivan}, title = {Dams {\\&} \\emph{dykes}}, date = {2019}, publisher = {P},
  location = {L}, langid = {russian}, eprint = {ABC}, eprinttype = {edn}}
@book{abel1990, author = {Abel, A.}, title = {Walls}, date = {1990}, publisher = {Q}, location = {M}}
@book{half, title = {Half,
}
"""

EXPECTED = {
    "apa": "Abel, A. (1990). Walls. Q.",
    "ieee": "A. Abel, Walls. M: Q, 1990.",
    "chicago-notes-bibliography": "Abel, A. Walls. Q, 1990.",
    "chicago-notes": "Abel, A. (1990). Walls. Q.",  # prints no list: APA stands in
}


@pytest.mark.parametrize("style", EXPECTED)
def test_a_reference_in_a_style(tmp_path: Path, style: str) -> None:
    (tmp_path / "b.bib").write_text(BIB, encoding="utf-8")
    bibliography = load_bibliography(tmp_path, ["b.bib"]).value
    texts = format_references(bibliography, ["ivanov2019", "abel1990", "nobody"], find_style(style), "en").value
    assert set(texts) == {"ivanov2019", "abel1990"}
    assert texts["abel1990"] == EXPECTED[style]
    assert texts["ivanov2019"].endswith("(In Russian). EDN: ABC.")


def test_no_references(tmp_path: Path) -> None:
    (tmp_path / "b.bib").write_text(BIB, encoding="utf-8")
    bibliography = load_bibliography(tmp_path, ["b.bib"]).value
    assert format_references(bibliography, ["half"], find_style("apa"), "en").value == {}
