"""From a project to its outputs: what is chosen, what is made, what comes together."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from briefwright.diagnostics import Code, Warned
from briefwright.load import load_project
from briefwright.model import Project
from briefwright.pipeline import Order, Rendered, choose, make_document, render
from tests.projects import LIBRARY, make_project, shown

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = load_project(ROOT).value


@pytest.mark.parametrize("name", SAMPLE.briefs)
def test_the_sample_s_briefs_give_no_finding(name: str) -> None:
    made = make_document(SAMPLE.briefs[name], SAMPLE)
    assert shown(made.findings) == ""
    assert made.value is not None
    assert json.loads(made.value.manifest)["brief"]["name"] == name
    assert made.value.facts
    assert made.value.references
    assert all(anchor.origin.line for anchor in made.value.anchors if anchor.fact)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return make_project(
        tmp_path,
        "One [@pich2024].",
        {
            "briefs/2024/деньги и долги.md": "---\ntitle: C\n---\nTwo [@pich2024].",
            "briefs/broken.md": "---\ntitle: D\n---\n[@nope]",
        },
    )


@pytest.mark.parametrize(
    ("asked", "found", "hint"),
    [
        ((), ["2024/деньги и долги", "b", "broken"], None),
        (("b",), ["b"], None),
        (("b", "b"), ["b"], None),
        (("briefs/b.md",), ["b"], None),
        (("b.md",), ["b"], None),
        (("2024/деньги и долги",), ["2024/деньги и долги"], None),
        (("brokn",), [], "did you mean `broken`?"),
        (("zzz",), [], "there are 2024/деньги и долги, b, broken"),
        (("",), [], "there are 2024/деньги и долги, b, broken"),
    ],
)
def test_choosing(asked: tuple[str, ...], found: list[str], hint: str | None, project: Project) -> None:
    briefs, findings = choose(project, asked)
    assert [brief.name for brief in briefs] == found
    assert [finding.hint for finding in findings] == ([hint] if hint else [])
    assert all(finding.code is Code.UNKNOWN_BRIEF for finding in findings)


def rendered(root: Path, **order: object) -> tuple[Warned[Project], dict[str, Rendered]]:
    first, *others = render(root, Order(**order))  # type: ignore[arg-type]
    assert isinstance(first, Warned)
    done = [one for one in others if isinstance(one, Rendered)]
    assert len(done) == len(others)
    return first, {one.name: one for one in done}


def test_one_broken_brief_leaves_the_others(project: Project) -> None:
    loaded, done = rendered(project.root, formats=("html",))
    assert loaded.findings == ()
    assert [(name, bool(one.outputs), len(one.findings)) for name, one in sorted(done.items())] == [
        ("2024/деньги и долги", True, 0),
        ("b", True, 0),
        ("broken", False, 1),
    ]
    assert (project.root / "build" / "2024" / "деньги и долги.html").is_file()
    assert (project.root / "build" / "b.manifest.json").is_file()
    assert not list((project.root / "build").glob("broken*"))


def test_what_was_there_stays_where_a_brief_fails(project: Project, tmp_path: Path) -> None:
    out = tmp_path / "out"
    _, first = rendered(project.root, names=("b",), formats=("html",), output=out)
    before = (out / "b.html").read_bytes()
    assert first["b"].outputs[0].size == len(before)
    (project.root / "briefs" / "b.md").write_text("---\ntitle: B\n---\nOne [@nope].", encoding="utf-8")
    _, second = rendered(project.root, names=("b",), formats=("html",), output=out)
    assert [finding.code for finding in second["b"].findings] == [Code.UNKNOWN_REFERENCE]
    assert (out / "b.html").read_bytes() == before


def test_an_unknown_brief_is_told_with_the_project(project: Project) -> None:
    loaded, done = rendered(project.root, names=("brokn",), formats=("html",))
    assert [finding.code for finding in loaded.findings] == [Code.UNKNOWN_BRIEF]
    assert done == {}


def test_findings_of_a_brief_come_in_the_order_of_its_lines(tmp_path: Path) -> None:
    body = '[@nope1]\n\n{{ fact("nope2") }}\n\n![x](nope3.png)\n\n{{ nope4 }}\n\n<b>\n\n[x](#nope6)\n'
    project = make_project(tmp_path, f"---\ntitle: B\ncsl: nope0\n---\n{body}")
    _, done = rendered(project.root)
    lines = [finding.location.line for finding in done["b"].findings if finding.location]
    assert lines == [3, 5, 7, 9, 11, 13, 15]


def test_formats_are_those_of_the_settings(tmp_path: Path) -> None:
    settings = LIBRARY["pyproject.toml"] + 'formats = ["html"]\noutput = "out"\n'
    project = make_project(tmp_path, "One [@pich2024].", {"pyproject.toml": settings})
    _, done = rendered(project.root)
    assert [(output.format, output.path.relative_to(tmp_path).as_posix()) for output in done["b"].outputs] == [
        ("html", "out/b.html")
    ]


STYLE = (
    '<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">'
    "<info><title>x</title></info>{}</style>"
)


@pytest.mark.parametrize(
    ("inside", "codes"),
    [
        ("", [Code.STYLE_INVALID]),
        ('<citation><layout><text macro="nope"/></layout></citation>', [Code.CITATION_WARNING, Code.CITATION_WARNING]),
        ("<citation/>", [Code.CONVERTER_WARNING]),
    ],
)
def test_styles_of_a_project_that_are_none(inside: str, codes: list[Code], tmp_path: Path) -> None:
    files = {"templates/own.csl": STYLE.format(inside)}
    project = make_project(tmp_path, "---\ntitle: B\ncsl: own\n---\nOne [@pich2024].", files)
    made = make_document(project.briefs["b"], project)
    assert [finding.code for finding in made.findings] == codes
    assert all(finding.location for finding in made.findings)


def test_a_language_without_fixed_texts_is_a_warning(tmp_path: Path) -> None:
    project = make_project(tmp_path, "---\ntitle: B\nlang: de\n---\nOne [@pich2024].")
    made = make_document(project.briefs["b"], project)
    assert made.value is not None
    assert [finding.code for finding in made.findings] == [Code.UNKNOWN_LOCALE]


@pytest.mark.parametrize("text", ["> " * 500 + "x", "- " * 500 + "x"])
def test_what_is_nested_too_deeply_is_an_error_of_its_brief(tmp_path: Path, text: str) -> None:
    project = make_project(tmp_path, f"Words [@pich2024].\n\n{text}\n")
    made = make_document(project.briefs["b"], project)
    assert made.value is None
    assert "stand inside one another too deeply" in shown(made.findings)
