"""Files as they were before a command changed them."""

from __future__ import annotations

import re
from pathlib import Path

from briefwright.changes import FileChange
from briefwright.write import backup
from briefwright.write.backup import keep_backup


def change(path: Path, before: bytes = b"old", after: bytes = b"new") -> FileChange:
    return FileChange(path, path.name, before, after)


def test_in_a_project_under_the_time_and_the_own_path(tmp_path: Path) -> None:
    folder = keep_backup([change(tmp_path / "facts/a.yaml"), change(tmp_path / "b.bib", b"bib")], tmp_path)
    assert folder is not None
    assert folder.parent == tmp_path / "build/backups"
    assert re.fullmatch(r"\d{8}T\d{6}Z", folder.name)
    assert (folder / "facts/a.yaml").read_bytes() == b"old"
    assert (folder / "b.bib").read_bytes() == b"bib"


def test_two_in_one_second_and_another_folder_for_outputs(tmp_path: Path) -> None:
    folders = {keep_backup([change(tmp_path / "a")], tmp_path, "out/here") for _ in range(3)}
    assert len(folders) == 3
    assert {folder.parent for folder in folders if folder} == {tmp_path / "out/here/backups"}


def test_the_newest_twenty_are_kept_and_nothing_else_is_touched(tmp_path: Path) -> None:
    base = tmp_path / "build/backups"
    for name in [*(f"20250101T0000{second:02}Z" for second in range(25)), "20250101T000024Z-2", "mine"]:
        (base / name).mkdir(parents=True)
    folder = keep_backup([change(tmp_path / "a")], tmp_path)
    assert folder is not None
    kept = sorted(path.name for path in base.iterdir())
    assert len(kept) == backup.KEPT + 1
    assert kept[0] == "20250101T000007Z"
    assert {"mine", "20250101T000024Z-2", folder.name} <= set(kept)


def test_outside_a_project_beside_the_file_and_never_over_another(tmp_path: Path) -> None:
    (tmp_path / "a.bib").write_bytes(b"old")
    copies = [keep_backup([change(tmp_path / "a.bib")], None) for _ in range(3)]
    assert [copy.name for copy in copies if copy] == ["a.bib.bak", "a.bib.bak2", "a.bib.bak3"]
    assert (tmp_path / "a.bib.bak").read_bytes() == b"old"


def test_nothing_for_new_and_for_moved_files(tmp_path: Path) -> None:
    moved = FileChange(tmp_path / "b.pdf", "b.pdf", b"%", b"%", tmp_path / "a.pdf")
    assert keep_backup([change(tmp_path / "a", b""), moved], tmp_path) is None
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_moved_and_changed_is_kept_under_its_old_name(tmp_path: Path) -> None:
    folder = keep_backup([FileChange(tmp_path / "b", "b", b"1", b"2", tmp_path / "a")], tmp_path)
    assert folder is not None
    assert (folder / "a").read_bytes() == b"1"


def test_a_project_behind_a_link(tmp_path: Path) -> None:
    (tmp_path / "real/facts").mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "real")
    for root, file in (("link", "real/facts/a"), ("real", "link/facts/a")):
        folder = keep_backup([change(tmp_path / file)], tmp_path / root)
        assert folder is not None
        assert (folder / "facts/a").read_bytes() == b"old"
