"""Other keys in a whole project: in all places that name them, in none where one cannot be changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefwright.bib.repoint import repoint, repointed
from briefwright.changes import FileChange
from briefwright.diagnostics import BriefwrightError, Code, Location
from briefwright.load import load_project
from briefwright.model import Project
from tests.cli.conftest import FILES, write

TEMPLATE = """\
{% extends "base.md" %}
{% macro say(key) %}{{ cite(key, locator="p. 1") }}{% endmacro %}
{% block body %}{{ say("pich2024") }} As [@kuch2015] has it.{% endblock %}
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    more = {"templates/mine.md": TEMPLATE, "briefs/three.md": "---\ntitle: T\ntemplate: mine\n---\n\n"}
    return write(tmp_path / "project", {**FILES, **more})


def load(root: Path) -> Project:
    return load_project(root).value


def names(changes: tuple[FileChange, ...]) -> list[str]:
    return [change.shown for change in changes]


def test_facts_briefs_templates_and_snapshots(root: Path) -> None:
    (root / "snapshots/kuch2015.places.yaml").write_text("pages: {}\n")
    (root / "snapshots/kuch2015-other.txt").write_text("x")
    changes = repoint(load(root), {"kuch2015": "agency2015", "pich2024": "p2024"})
    assert names(changes) == [
        "facts/debt.yaml", "facts/trade.yaml", "briefs/one.md", "templates/mine.md",
        "snapshots/agency2015.places.yaml", "snapshots/agency2015.txt",
    ]  # fmt: skip
    template = next(change for change in changes if change.shown == "templates/mine.md")
    assert template.after.decode() == TEMPLATE.replace("pich2024", "p2024").replace("kuch2015", "agency2015")
    assert changes[-1].source == root / "snapshots/kuch2015.txt"
    assert changes[-1].before == changes[-1].after


def test_several_keys_come_to_one(root: Path) -> None:
    changes = repoint(load(root), {"kuch2015": "ivanov2019", "pich2024": "ivanov2019"})
    facts = changes[0].after.decode()
    assert facts.count("source: ivanov2019") == 2
    assert "via: ivanov2019" in facts


def test_snapshots_outside_the_project_or_in_the_way_are_named(root: Path, tmp_path: Path) -> None:
    (tmp_path / "kuch2015.txt").write_text("x")
    (root / "pyproject.toml").write_text('[tool.briefwright]\nsnapshots = ".."\n')
    (root / "snapshots/new.txt").write_text("taken")
    found = repointed(load(root), {"kuch2015": "new"})
    assert not [change for change in found.changes if change.source]
    assert found.notes == (
        f"{tmp_path / 'kuch2015.txt'} is outside the project; rename it to new.txt yourself.",
        "snapshots/kuch2015.txt keeps its name: new.txt is there already.",
    )


def test_nothing_names_it(root: Path) -> None:
    assert repoint(load(root), {"nobody": "x"}) == ()
    assert repoint(load(root), {"kuch2015": "kuch2015"}) == ()


@pytest.mark.parametrize(("path", "text", "line", "message"), [
    ("facts/broken.yaml", "facts:\n- {source: kuch2015\n", 0, "the file is not YAML"),
    ("facts/latin.yaml", "facts: [] # kuch2015 \udce9\n", 0, "the file cannot be read: the file is not UTF-8"),
    ("briefs/broken.md", "---\ntitle: T\n---\n\n{{ kuch2015 ? }}\n", 5, "unexpected char"),
])  # fmt: skip
def test_all_places_that_cannot_be_changed_are_told(root: Path, path: str, text: str, line: int, message: str) -> None:
    (root / path).write_bytes(text.encode("utf-8", "surrogateescape"))
    (root / "briefs/other.md").write_text(
        "---\ntitle: T\n---\n+-----------+---+\n| @kuch2015 | x |\n+-----------+---+\n"
    )
    with pytest.raises(BriefwrightError) as failure:
        repoint(load(root), {"kuch2015": "a-key-that-is-very-long"})
    found = {finding.location.path: finding for finding in failure.value.findings if finding.location}
    assert found.keys() == {path, "briefs/other.md"}
    assert {finding.code for finding in found.values()} == {Code.KEY_NOT_CHANGED}
    assert message in found[path].message
    assert found[path].location == Location(path, line, 0)


@pytest.mark.parametrize("body", [
    '{{ cite("kuch" ~ "2015") }} [@kuch2015]',
    "{{ cite(brief.extra.source) }}",
    '{% set x = {"topic": "kuch2015"} %}{% if x.topic == "kuch2015" %}{{ cite("pich2024") }}{% endif %}',
])  # fmt: skip
def test_a_brief_that_would_cite_otherwise_stops_all(root: Path, body: str) -> None:
    (root / "briefs/four.md").write_text(f"---\ntitle: T\nextra: {{source: kuch2015}}\n---\n\n{body}\n")
    with pytest.raises(BriefwrightError) as failure:
        repoint(load(root), {"kuch2015": "n"})
    (finding,) = failure.value.findings
    assert finding.code is Code.KEY_NOT_CHANGED
    assert "the brief `four`" in finding.message


def test_what_is_no_citation_stays_and_is_told(root: Path) -> None:
    text = "[@kuch2015] `@kuch2015` me@kuch2015.org @kuch2015b\n\n[^x]: Never called [@{kuch2015}].\n"
    (root / "briefs/four.md").write_text(f"---\ntitle: T\n---\n\n{text}")
    found = repointed(load(root), {"kuch2015": "n"})
    assert next(change for change in found.changes if "four" in change.shown).after.decode().count("kuch2015") == 4
    assert found.notes == (
        "briefs/four.md:5 has `@kuch2015` where it is no citation; it stays as it is.",
        "briefs/four.md:7 has `@kuch2015` where it is no citation; it stays as it is.",
    )


def test_a_file_that_may_not_be_read_stops_all(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # root may read everything, so the system's answer is given
    secret = root / "briefs/secret.md"
    secret.write_text("---\ntitle: T\n---\n")
    project, read = load(root), Path.read_bytes

    def deny(path: Path) -> bytes:
        if path == secret:
            raise PermissionError(13, "Permission denied")
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", deny)
    with pytest.raises(BriefwrightError, match="the file cannot be read: permission is denied") as failure:
        repoint(project, {"kuch2015": "n"})
    assert failure.value.findings[0].location == Location("briefs/secret.md")
