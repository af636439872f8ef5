"""Evidence looked up in the snapshots of a project."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefwright.check.snapshots import KEPT, Snapshots
from tests.projects import make_project

TEXT = "The debt was paid in full by the end of the year, so the ministry said.\n"


def snapshots(folder: Path, files: dict[str, str | bytes]) -> Snapshots:
    return Snapshots(make_project(folder, "Text.", files))


def test_without_a_folder_there_is_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BRIEFWRIGHT_SNAPSHOTS", raising=False)
    found = snapshots(tmp_path, {})
    assert (found.there_are_any, found.has("kuch2015"), found.of("kuch2015").value) == (False, False, None)
    assert found.look_up(found.project.facts) == ()


def test_a_source_is_read_once_and_few_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BRIEFWRIGHT_SNAPSHOTS", raising=False)
    keys = [f"key{number}" for number in range(3 * KEPT)]
    found = snapshots(tmp_path, {f"snapshots/{key}.txt": TEXT for key in keys})
    first = found.of(keys[0]).value
    assert first is found.of(keys[0]).value
    for key in keys:
        assert found.of(key).value is not None
    assert len(found._read) <= KEPT


def test_the_folder_may_be_named_by_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIEFWRIGHT_SNAPSHOTS", str(tmp_path / "far"))
    found = snapshots(tmp_path / "project", {"../far/kuch2015.txt": TEXT})
    assert found.has("kuch2015")
