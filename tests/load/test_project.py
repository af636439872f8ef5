from __future__ import annotations

from pathlib import Path

import pytest

from briefwright.diagnostics import Severity
from briefwright.load import find_root, load_project
from tests.load.cases import shown

SAMPLE = Path(__file__).resolve().parents[2]
FACT = "facts:\n  - id: {}\n    statement: One.\n    evidence: [{{source: {}, locator: p. 1}}]\n"


def write(root: Path, **files: str) -> None:
    for name, text in files.items():
        path = root / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def test_the_sample_loads_without_a_finding() -> None:
    loaded = load_project(SAMPLE)
    assert shown(loaded.findings) == ""
    assert len(loaded.value.facts) >= 80
    assert len({fact.topic for fact in loaded.value.facts.values()}) >= 8
    fact = loaded.value.facts["soviet-debt-total"]
    assert fact.location.text == "  - id: soviet-debt-total"
    assert fact.evidence[0].location is not None
    assert fact.evidence[0].location.text.strip().startswith("- source:")


def test_find_root(tmp_path: Path) -> None:
    assert find_root(tmp_path) is None
    (tmp_path / "a" / "briefs" / "deep").mkdir(parents=True)
    assert find_root(tmp_path / "a" / "briefs" / "deep") is None
    (tmp_path / "a" / "facts").mkdir()
    assert find_root(tmp_path / "a" / "briefs" / "deep") == tmp_path / "a"
    write(tmp_path / "b", pyproject_toml="[tool.briefwright]\nlang = \n")
    assert find_root(tmp_path / "b") == tmp_path / "b"
    write(tmp_path / "c", pyproject_toml="[tool.other]\n")
    assert find_root(tmp_path / "c") is None
    write(tmp_path / "d", bibliography_bib="", briefs__x_md="")
    assert find_root(tmp_path / "d" / "briefs" / "x.md") == tmp_path / "d"


def test_an_empty_project(tmp_path: Path) -> None:
    write(tmp_path, bibliography_bib="")
    loaded = load_project(tmp_path)
    assert "P003 warning: the project has neither facts nor briefs" in shown(loaded.findings)
    assert not any(item.severity is Severity.ERROR for item in loaded.findings)


def test_every_problem_of_every_file_comes_in_one_run(tmp_path: Path) -> None:
    write(
        tmp_path,
        pyproject_toml='[tool.briefwright]\nlag = "en"\n',
        bibliography_bib="@book{s, title = {A}, author = {B}, date = {2015}}\n",
        facts__a_yaml=FACT.format("one", "s"),
        facts__b_yaml=FACT.format("one", "t"),
        facts__c_yaml="facts: [\n",
        facts__d_yaml=FACT.format("TWO", "s"),
        briefs__a_md="no front matter",
        briefs__b_md="---\ntitle: B\nfilters: x\n---\nText.\n",
    )
    loaded = load_project(tmp_path)
    assert [(str(item.location), item.code.value) for item in loaded.findings] == [
        ("briefs/a.md:1", "B001"),
        ("briefs/b.md:3:1", "B003"),
        ("facts/b.yaml:2", "F004"),
        ("facts/b.yaml:4:25", "F005"),
        ("facts/c.yaml:1:9", "F001"),
        ("facts/d.yaml:2:9", "F002"),
        ("pyproject.toml:2:1", "P001"),
    ]
    assert list(loaded.value.facts) == ["one"]
    assert loaded.value.facts["one"].location.path == "facts/a.yaml"
    assert list(loaded.value.briefs) == ["b"]


def test_without_a_bibliography_no_source_is_called_unknown(tmp_path: Path) -> None:
    write(tmp_path, facts__a_yaml=FACT.format("one", "s"), briefs__b_md="---\ntitle: B\n---\nText.\n")
    codes = [item.code.value for item in load_project(tmp_path).findings]
    assert codes == ["R001"]


def test_a_folder_that_the_settings_name_must_be_there(tmp_path: Path) -> None:
    write(tmp_path, pyproject_toml='[tool.briefwright]\nfacts = "data"\n', bibliography_bib="")
    assert "P004 error: the folder `data`, named by the setting `facts`" in shown(load_project(tmp_path).findings)


def test_links_that_leave_the_project(tmp_path: Path) -> None:
    write(tmp_path, outside_yaml="password: 1\n", p__bibliography_bib="", p__briefs__b_md="---\ntitle: B\n---\nText.\n")
    (tmp_path / "p" / "facts").mkdir()
    (tmp_path / "p" / "facts" / "x.yaml").symlink_to(tmp_path / "outside.yaml")
    (finding,) = load_project(tmp_path / "p").findings
    assert finding.code.value == "P002"
    assert "password" not in str(finding)


@pytest.mark.parametrize("broken", [False, True])
def test_ten_thousand_facts_load(tmp_path: Path, broken: bool) -> None:
    entries = "".join(
        f"  - id: fact-{number}\n    kind: reported\n    statement: The debt is put at {{{{ value }}}}.\n"
        f"    value: {{amount: {number}, unit: USD}}\n    as_of: 2015-11\n    tags: [debt, figure]\n"
        "    evidence:\n      - source: s\n        locator: para. 3\n"
        f'        quote: "words of the source"\n        relation: {"suports" if broken else "supports"}\n'
        for number in range(1000)
    )
    files = {f"facts__f{number}_yaml": f"facts:\n{entries.replace('fact-', f'f{number}-')}" for number in range(10)}
    write(tmp_path, bibliography_bib="@book{s, title = {A}}\n", briefs__b_md="---\ntitle: B\n---\nText.\n", **files)
    loaded = load_project(tmp_path)
    assert len(loaded.value.facts) == (0 if broken else 10_000)
    assert len(loaded.findings) == (10_000 if broken else 0)
