"""`briefwright template lint`, and rendering with a house's template."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from briefwright.cli import main
from briefwright.word.package import read_package
from tests.cli.conftest import FILES, run, write
from tests.word.house import templates

SETTING = '[tool.briefwright]\nword-template = "templates/house.docx"\n'


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return templates.house(tmp_path_factory.mktemp("template") / "house.docx")


def test_lint_tells_styles_places_and_what_is_left_out(house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["template", "lint", str(house)]) == 0
    said = capsys.readouterr().out
    assert "Block Text\tparagraph\tby another name\tQuote" in said
    assert "Key Points\tparagraph\tlacking" in said
    assert "heading 1\tparagraph\tthere\theading 1" in said
    assert "title (cover)" in said
    assert "marking (foot)" in said
    assert "Cover: its first section" in said
    assert "D011 its field INCLUDETEXT becomes text: it reads what lies outside" in said
    assert "D013 nothing fills the place `{nonsense}`" in said


def test_lint_for_programs(house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["template", "lint", "--json", str(house)]) == 0
    said = json.loads(capsys.readouterr().out)
    quote = {"name": "Block Text", "kind": "paragraph", "state": "by another name", "id": "Quote", "called": "Quote"}
    assert quote in said["styles"]
    assert {"name": "title", "where": "head"} in said["places"]
    assert {finding["code"] for finding in said["findings"]} == {"D011", "D013"}


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_lint_of_what_is_no_docx(tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str]) -> None:
    file = tmp_path / "x.docx"
    file.write_bytes(b"no zip")
    assert main(["template", "lint", *options, str(file)]) == 1
    said = capsys.readouterr()
    assert "D010" in said.out + said.err


def test_rendering_with_the_setting(tmp_path: Path, house: Path) -> None:
    project = write(tmp_path, FILES)
    settings = project / "pyproject.toml"
    text = settings.read_text("utf-8")
    settings.write_text(text.replace("[tool.briefwright]\n", SETTING), "utf-8")
    (project / "templates").mkdir(exist_ok=True)
    (project / "templates/house.docx").write_bytes(house.read_bytes())
    done = run(project, "render", "one", "--to", "docx")
    assert done.code == 0
    assert "D011 its field INCLUDETEXT becomes text: it reads what lies outside" in done.err
    package = read_package((project / "build/one.docx").read_bytes())
    assert any(b"House: " in data for name, data in package.parts.items() if "header" in name)
    manifest = json.loads((project / "build/one.manifest.json").read_text("utf-8"))
    assert "templates/house.docx" in json.dumps(manifest)


@pytest.mark.parametrize("path", ["../house.docx", "/house.docx"])
def test_the_setting_stays_in_the_project(tmp_path: Path, path: str) -> None:
    project = write(tmp_path, {**FILES, "pyproject.toml": f'[tool.briefwright]\nword-template = "{path}"\n'})
    done = run(project, "render", "one", "--to", "docx")
    assert done.code == 1
    assert f"`word-template` is `{path}`, which is not inside the project" in done.err
