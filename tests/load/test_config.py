from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefwright.load.config import load_config
from briefwright.model import Config
from tests.load.cases import shown


def load(tmp_path: Path, text: str) -> tuple[Config, str]:
    (tmp_path / "pyproject.toml").write_bytes(text.encode("utf-8", "surrogatepass"))
    loaded = load_config(tmp_path)
    return loaded.value, shown(loaded.findings)


def test_without_a_file_or_a_table_the_defaults_hold(tmp_path: Path) -> None:
    assert load_config(tmp_path).value == Config()
    assert load(tmp_path, "[tool.other]\nfacts = 1\n") == (Config(), "")


def test_settings(tmp_path: Path) -> None:
    text = """
        [tool.briefwright]
        facts = "data/facts"
        bibliography = ["a.bib", "b.bib"]
        authors = "A. Author"
        lang = "ru"
        page = "Letter"
        formats = ["pdf"]
        docx = "final"
        citations = "word"
    """
    expected = Config(
        facts="data/facts",
        bibliography=("a.bib", "b.bib"),
        authors=("A. Author",),
        lang="ru",
        page="Letter",
        formats=("pdf",),
        docx="final",
        citations="word",
    )
    assert load(tmp_path, text) == (expected, "")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('fact = "x"', "3:1 P001 error: there is no setting `fact`\n    did you mean `facts`?\n"),
        ("facts = 3", '3:1 P001 error: `facts` must be text\n    write `facts = "..."`\n'),
        ('facts = "../x"', "3:1 P001 error: `facts` is `../x`, which is not inside the project\n"),
        ('output = "/tmp"', "3:1 P001 error: `output` is `/tmp`, which is not inside the project\n"),
        ('output = "C:\\\\x"', "3:1 P001 error: `output` is `C:\\x`, which is not inside the project\n"),
        ('output = "."', "3:1 P001 error: `output` is `.`, which is not inside the project\n"),
        ('bibliography = ["a.bib", "../b.bib"]', "3:1 P001 error: `bibliography` is `../b.bib`, which"),
        ("bibliography = [1]", "3:1 P001 error: `bibliography` must be a list of texts\n"),
        ('page = "a4"', "3:1 P001 error: `page` is `a4`; it can be A4, Letter\n"),
        ('docx = "both"', "3:1 P001 error: `docx` is `both`; it can be edit, final\n"),
        ('citations = "endnote"', "3:1 P001 error: `citations` is `endnote`; it can be zotero, word, plain\n"),
        ('formats = ["pdf", "odt"]', "3:1 P001 error: `formats` is `odt`; it can be pdf, docx, html\n"),
        ('csl = "styles/apa.csl"', "3:1 P001 error: `csl` is `styles/apa.csl`, which is no name\n"),
        ('mail = "me at home"', "3:1 P001 error: `mail` is `me at home`, which is no mail address\n"),
        (
            'key = "{autor}{year}"',
            "3:1 P001 error: `key` asks for `{autor}`, which is no part of a key\n    did you mean",
        ),
        ('key = "all"', "3:1 P001 error: `key` names no part: every entry would get the same key\n"),
        ('lang = "English!"', "3:1 P001 error: `lang` is `English!`, which is no language tag\n"),
        ("lang =", "3:7 P001 error: this is not TOML: invalid value\n"),
        ('lang = "en', "3:11 P001 error: this is not TOML: "),
    ],
)
def test_findings(tmp_path: Path, line: str, expected: str) -> None:
    config, findings = load(tmp_path, f"[tool.briefwright]\n# a comment\n{line}\n")
    assert config == Config()
    assert findings.startswith(expected)


def test_all_problems_come_together_and_good_settings_hold(tmp_path: Path) -> None:
    config, findings = load(tmp_path, '[tool.briefwright]\nfact = "x"\nlang = 5\ncsl = "ieee"\n')
    assert config.csl == "ieee"
    assert findings.count("P001") == 2


def test_a_table_within_the_table(tmp_path: Path) -> None:
    _, findings = load(tmp_path, "[tool.briefwright]\n\n[tool.briefwright.extra]\na = 1\n")
    assert findings.startswith("3:1 P001 error: there is no setting `extra`\n")


def test_rules_that_there_are_not(tmp_path: Path) -> None:
    lines = 'ignore = ["L999", "F1", "mixed-scales"]\nselect = "mixed-scale"\nper-file-ignores = {"a" = ["X101"]}\n'
    config, said = load(tmp_path, f"[tool.briefwright.check]\n{lines}")
    assert config.check.ignore == ("L999", "F1", "mixed-scales")
    heads = [line for line in said.split("\n") if "P005 warning" in line]
    assert [line.partition(": ")[2] for line in heads] == [
        f"there is no rule `{name}`" for name in ("mixed-scale", "L999", "X101")
    ]


@pytest.mark.parametrize("text", ["tool = 1", "[tool]\nbriefwright = 1"])
def test_no_table(tmp_path: Path, text: str) -> None:
    assert load(tmp_path, text)[0] == Config()


@given(st.text())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_text_raises(tmp_path: Path, text: str) -> None:
    load(tmp_path, text)
    load(tmp_path, f"[tool.briefwright]\n{text}")
