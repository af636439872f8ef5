"""Themes: what a project's own file may say, and what is found wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefwright.diagnostics import BriefwrightError, Code, Finding, Severity, SourceText, Warned
from briefwright.document import Theme
from briefwright.write.theme import addresses_in, load_theme, theme_names


def load(folder: Path, toml: str, css: str | None = None) -> Warned[Theme]:
    themes = folder / "templates" / "themes"
    themes.mkdir(parents=True, exist_ok=True)
    (themes / "ours.toml").write_text(toml, encoding="utf-8")
    if css is not None:
        (themes / "ours.css").write_text(css, encoding="utf-8")
    return load_theme("ours", folder, "templates")


def told(findings: tuple[Finding, ...]) -> list[tuple[str, int]]:
    return [(finding.code.value, finding.location.line if finding.location else -1) for finding in findings]


def test_the_package_has_a_theme_without_problems(tmp_path: Path) -> None:
    loaded = load_theme("plain", tmp_path, "templates")
    assert loaded.findings == ()
    assert loaded.value.page == "A4"
    assert set(loaded.value.margins) == {"top", "right", "bottom", "left"}
    assert loaded.value.fonts["body"][0] == "Source Serif 4"


def test_a_theme_needs_only_what_differs(tmp_path: Path) -> None:
    loaded = load(tmp_path, '[colours]\naccent = "#AA0000"\n[page]\nsize = "Letter"\n')
    plain = load_theme("plain", tmp_path, "templates").value
    assert loaded.findings == ()
    assert loaded.value.colours == {**plain.colours, "accent": "#aa0000"}
    assert loaded.value.page == "Letter"
    assert loaded.value.margins == plain.margins


def test_a_projects_theme_wins_over_the_packages(tmp_path: Path) -> None:
    themes = tmp_path / "templates" / "themes"
    themes.mkdir(parents=True)
    (themes / "plain.toml").write_text("[sizes]\nbody = 12\n", encoding="utf-8")
    assert load_theme("plain", tmp_path, "templates").value.sizes["body"] == 12.0


@pytest.mark.parametrize(
    ("toml", "line", "words"),
    [
        ('[colours]\n\naccnt = "#aa0000"', 3, "no key `accnt`"),
        ("[colour]\nrule = 1", 1, "`colour` is no part of a theme"),
        ('[colours]\nrule = "red"', 2, "a colour such as"),
        ("[sizes]\nbody = 200", 2, "from 5 to 72"),
        ('[sizes]\nbody = "10pt"', 2, "from 5 to 72"),
        ("[sizes]\nbody = true", 2, "from 5 to 72"),
        ('[page]\nsize = "A5"', 2, '"A4" or "Letter"'),
        ("[page]\nleft = -3", 2, "from 5 to 80"),
        ('[fonts]\nbody = "Georgia"', 2, "a list of font families"),
        ('[word_fonts]\nbody = ["Georgia"]', 2, "a font family"),
        ("page = 3", 1, "is a table"),
        ('[fonts]\nbody = ["Source Serif 4\n', 2, "not TOML"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, toml: str, line: int, words: str) -> None:
    loaded = load(tmp_path, toml)
    plain = load_theme("plain", tmp_path, "templates").value
    assert told(loaded.findings) == [("T010", line)]
    assert words in loaded.findings[0].message
    assert loaded.findings[0].severity is Severity.ERROR
    assert loaded.findings[0].location
    assert loaded.findings[0].location.path == "templates/themes/ours.toml"
    assert loaded.value.colours == plain.colours
    assert loaded.value.sizes == plain.sizes


def test_all_problems_of_a_theme_are_told_together(tmp_path: Path) -> None:
    loaded = load(tmp_path, "[colours]\nrule = 1\ntint = 2\n[nothing]\n", css="p { background: url(x.png) }")
    assert told(loaded.findings) == [("T010", 2), ("T010", 3), ("T010", 4), ("W009", 1)]


def test_a_family_that_no_package_brings_is_a_warning(tmp_path: Path) -> None:
    loaded = load(tmp_path, '[fonts]\nbody = ["Comic Relief 9", "Source Serif 4"]')
    assert told(loaded.findings) == [("T010", 2)]
    assert loaded.findings[0].severity is Severity.WARNING
    assert "fontpkg-comic-relief-9" in loaded.findings[0].hint


def test_an_unknown_theme_is_named_with_a_guess(tmp_path: Path) -> None:
    with pytest.raises(BriefwrightError) as failure:
        load_theme("plian", tmp_path, "templates")
    assert failure.value.findings[0].code is Code.THEME_INVALID
    assert "`plain`" in failure.value.findings[0].hint


@pytest.mark.parametrize("name", ["../../secret", "/etc/passwd", "", "a/b"])
def test_a_themes_name_is_no_path(tmp_path: Path, name: str) -> None:
    (tmp_path / "secret.toml").write_text("", encoding="utf-8")
    with pytest.raises(BriefwrightError):
        load_theme(name, tmp_path, "templates")


def test_a_file_that_is_not_utf8_is_told(tmp_path: Path) -> None:
    themes = tmp_path / "templates" / "themes"
    themes.mkdir(parents=True)
    (themes / "ours.toml").write_bytes(b"\xff\xfe[")
    with pytest.raises(BriefwrightError) as failure:
        load_theme("ours", tmp_path, "templates")
    assert failure.value.findings[0].code is Code.UNREADABLE_FILE


def test_names_of_themes(tmp_path: Path) -> None:
    load(tmp_path, "")
    assert theme_names(tmp_path, "templates") == ("ours", "plain")


@pytest.mark.parametrize(
    ("css", "line"),
    [
        ("@import url(other.css);", 1),
        ('@import "https://example.org/x.css";', 1),
        ("\n@font-face { font-family: X;\n src: url('x.woff2') }", 3),
        ("p { background: URL( 'http://example.org/a.png' ) }", 1),
        ("@media print {\n p { background-image: image-set('a.png' 1x) } }", 2),
        ("a { b: c }\np::before { content: url(file:///etc/passwd) }", 2),
        ("@supports (display: grid) { p { x: var(--a, url(y.png)) } }", 1),
        ("p { background: src('a.png') }", 1),
    ],
)
def test_addresses_in_a_style_sheet_are_refused(css: str, line: int) -> None:
    found = addresses_in(SourceText("x.css", css))
    assert told(found) == [("W009", line)]


@pytest.mark.parametrize(
    "css",
    [
        "p { background: url(data:image/png;base64,AAAA) }",
        "p { clip-path: url(#shape) }",
        "/* url(x.png) */ p { color: red }",
        "p::after { content: 'url(x.png)' }",
        "",
    ],
)
def test_harmless_style_sheets_pass(css: str) -> None:
    assert addresses_in(SourceText("x.css", css)) == ()
