"""Several files change together or not at all, whenever the run is killed and whoever saves in between."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from briefwright.changes import FileChange
from briefwright.diagnostics import BriefwrightError, Code
from briefwright.write import journal
from briefwright.write.journal import NAME, Recovered, recover, replace_all
from tests.write import killed

SRC = Path(__file__).resolve().parents[2] / "src"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    killed.start(folder)
    return folder


def code_of(failure: pytest.ExceptionInfo[BriefwrightError]) -> Code:
    return failure.value.findings[0].code


def begun(root: Path, rename: int) -> None:
    """A run that was killed before a rename; number 0 is the journal's own."""
    script = "import sys; from pathlib import Path; from tests.write import killed as k\n"
    script += "assert k.kill_at(int(sys.argv[2]), k.change, Path(sys.argv[1]), ['os.rename'])"
    command = [sys.executable, "-c", script, str(root), str(rename)]
    subprocess.run(command, check=True, env=environment(), cwd=SRC.parent)


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": f"{SRC}{os.pathsep}{SRC.parent}"}


def test_all_files_change_and_nothing_else_is_left(root: Path) -> None:
    killed.change(root)
    assert killed.state(root) == {
        "bibliography.bib": "new bib", "briefs/deep/b.md": "new b", "facts/a.yaml": "", "new/c.md": "new c",
        "snap/b.pdf": "%",
    }  # fmt: skip


def test_a_kill_at_any_step_leaves_all_files_old_or_all_new(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.write.killed", str(tmp_path / "p")]
    done = subprocess.run(command, capture_output=True, text=True, env=environment(), cwd=SRC.parent, check=True)
    states = [json.loads(line)[1] for line in done.stdout.splitlines()]
    killed.start(tmp_path / "q")
    old = killed.state(tmp_path / "q")
    killed.change(tmp_path / "q")
    new = killed.state(tmp_path / "q")
    kinds = ["old" if state == old else "new" if state == new else state for state in states]
    turn = kinds.index("new")
    assert kinds == ["old"] * turn + ["new"] * (len(kinds) - turn)
    assert turn > 10, "kills before the renames"
    assert len(kinds) - turn > 10, "kills among the renames"


def test_what_was_edited_since_the_kill_is_told_and_left(root: Path) -> None:
    begun(root, 2)
    (root / "bibliography.bib").write_bytes(b"mine")
    before = killed.state(root)
    with pytest.raises(BriefwrightError) as failure:
        recover(root)
    assert code_of(failure) is Code.UNFINISHED_WRITE
    finding = failure.value.findings[0]
    assert "`bibliography.bib` changed since" in finding.message
    assert "`briefs/deep/b.md` not yet" in finding.message
    assert killed.state(root) == before
    with pytest.raises(BriefwrightError) as failure:
        replace_all([FileChange(root / "facts/a.yaml", "facts/a.yaml", b"old a", b"x")], root)
    assert code_of(failure) is Code.UNFINISHED_WRITE


def test_a_file_that_waits_and_was_spoilt_is_not_taken(root: Path) -> None:
    begun(root, 2)
    next(root.glob("briefs/deep/.briefwright-*")).write_bytes(b"half")
    with pytest.raises(BriefwrightError) as failure:
        recover(root)
    assert code_of(failure) is Code.UNFINISHED_WRITE
    assert (root / "briefs/deep/b.md").read_bytes() == b"old b"


def test_an_edit_before_the_first_rename_wins(root: Path) -> None:
    begun(root, 1)
    (root / "facts/a.yaml").write_bytes(b"mine")
    assert recover(root) == Recovered(False, (*killed.NEW, "snap/b.pdf"))
    assert killed.state(root) == {
        "bibliography.bib": "old bib", "briefs/deep/b.md": "old b", "facts/a.yaml": "mine", "snap/a.pdf": "%"
    }  # fmt: skip


def test_a_file_that_was_saved_meanwhile_stops_all(root: Path) -> None:
    (root / "briefs/deep/b.md").write_bytes(b"saved by an editor")
    with pytest.raises(BriefwrightError) as failure:
        killed.change(root)
    assert code_of(failure) is Code.CHANGED_MEANWHILE
    assert (root / "bibliography.bib").read_bytes() == killed.OLD["bibliography.bib"]
    assert not (root / NAME).exists()


@pytest.mark.parametrize("spoil", ["removed", "new file is there", "name is taken"])
def test_a_file_that_came_or_went_meanwhile_stops_all(root: Path, spoil: str) -> None:
    if spoil == "removed":
        (root / "facts/a.yaml").unlink()
    elif spoil == "new file is there":
        (root / "new").mkdir()
        (root / "new/c.md").write_bytes(b"theirs")
    else:
        (root / "snap/b.pdf").write_bytes(b"theirs")
    before = killed.state(root)
    with pytest.raises(BriefwrightError) as failure:
        killed.change(root)
    assert code_of(failure) is Code.CHANGED_MEANWHILE
    assert killed.state(root) == before


def test_nothing_is_kept_for_what_is_refused(root: Path) -> None:
    asked: list[str] = []
    with pytest.raises(BriefwrightError):
        replace_all([FileChange(root / "facts/a.yaml", "a", b"other", b"x")], root, lambda: asked.append("") or "")
    assert not asked


def test_rights_stay(root: Path) -> None:
    (root / "facts/a.yaml").chmod(0o600)
    (root / "bibliography.bib").chmod(0o664)
    killed.change(root)
    assert (root / "facts/a.yaml").stat().st_mode & 0o777 == 0o600
    assert (root / "bibliography.bib").stat().st_mode & 0o777 == 0o664


def test_a_link_is_followed(root: Path) -> None:
    (root / "shared").mkdir()
    (root / "facts/a.yaml").rename(root / "shared/real.yaml")
    (root / "facts/a.yaml").symlink_to("../shared/real.yaml")
    replace_all([FileChange(root / "facts/a.yaml", "facts/a.yaml", b"old a", b"new")], root)
    assert (root / "facts/a.yaml").is_symlink()
    assert (root / "shared/real.yaml").read_bytes() == b"new"


def test_two_links_to_one_file_change_it_once(root: Path) -> None:
    (root / "facts/b.yaml").symlink_to("a.yaml")
    names = ("facts/a.yaml", "facts/b.yaml")
    replace_all([FileChange(root / name, name, b"old a", b"new") for name in names], root)
    assert (root / "facts/b.yaml").read_bytes() == b"new"
    with pytest.raises(BriefwrightError, match="the same file"):
        replace_all([FileChange(root / name, name, b"new", name.encode()) for name in names], root)
    assert (root / "facts/a.yaml").read_bytes() == b"new"


def test_a_link_out_of_the_project_is_refused(root: Path) -> None:
    outside = root.parent / "outside.bib"
    outside.write_bytes(b"old")
    (root / "linked.bib").symlink_to(outside)
    with pytest.raises(BriefwrightError, match="leads out of the project") as failure:
        replace_all([FileChange(root / "linked.bib", "linked.bib", b"old", b"new")], root)
    assert code_of(failure) is Code.OUTPUT_UNWRITABLE
    assert outside.read_bytes() == b"old"


@pytest.mark.parametrize("steps", [
    [{"target": "../outside", "temporary": ".briefwright-1-a.next"}],
    [{"target": "/etc/outside", "temporary": ".briefwright-1-a.next"}],
    [{"target": "facts/a.yaml", "temporary": "bibliography.bib"}],
    [{"target": "facts/a.yaml", "temporary": "out/.briefwright-1-a.next"}],
    [{"target": 3, "temporary": ""}],
    [{"target": "facts/a.yaml", "command": "rm"}],
    "steps",
])  # fmt: skip
def test_a_journal_from_elsewhere_does_nothing(root: Path, steps: object) -> None:
    (root / "out").symlink_to(root.parent)
    if isinstance(steps, list):
        steps = [{"before": "", "after": "", **step} for step in steps]
    (root / NAME).write_text(json.dumps({"version": 1, "backup": "", "steps": steps}))
    before = killed.state(root)
    with pytest.raises(BriefwrightError, match="is no journal") as failure:
        recover(root)
    assert code_of(failure) is Code.UNFINISHED_WRITE
    assert killed.state(root) == before


def test_a_run_that_writes_is_waited_for(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "PATIENCE", 0.1)
    (root / NAME).write_text("{}")
    handle = os.open(root, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        with pytest.raises(BriefwrightError, match="another run is changing files"):
            recover(root)
        (root / NAME).unlink()
        with pytest.raises(BriefwrightError, match="another run is changing files"):
            killed.change(root)
    finally:
        os.close(handle)
    killed.change(root)


def test_a_rename_that_fails_takes_the_others_back(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # the folder of the third file is exchanged for a file under the run's feet: a failure that no check foresees
    take = journal._take

    def interfere(step: journal.Step, base: Path) -> None:
        if step.target == "new/c.md":
            (base / "new").rename(base / "elsewhere")
        take(step, base)

    before = killed.state(root)
    monkeypatch.setattr(journal, "_take", interfere)
    with pytest.raises(BriefwrightError) as failure:
        killed.change(root)
    assert code_of(failure) is Code.OUTPUT_UNWRITABLE
    after = {name: text for name, text in killed.state(root).items() if not name.startswith("elsewhere/")}
    assert after == before


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 128 kB."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", str(place)]
    if not shutil.which("mount") or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no file system can be mounted here")
    yield place
    subprocess.run(["umount", str(place)], check=True)


@pytest.mark.parametrize("size", [1_000, 50_000, 100_000])
def test_a_full_disk_stops_all(small_disk: Path, size: int) -> None:
    root = small_disk / "p"
    killed.start(root)
    before = killed.state(root)
    filler = small_disk / "filler"
    with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
        while size < 100_000:  # 4 kB at a time, but for what is to be left
            file.write(bytes(4096))
    if size == 50_000:
        filler.write_bytes(filler.read_bytes()[: -5 * 4096])
    changes = [
        FileChange(root / "facts/a.yaml", "a", b"old a", b"x"),
        FileChange(root / "new", "new", b"", bytes(2 * size)),
    ]
    with pytest.raises(BriefwrightError, match="the disk is full"):
        replace_all(changes, root)
    assert killed.state(root) == before


FORBIDDEN = """
import os, sys
from pathlib import Path
from briefwright.diagnostics import BriefwrightError
from tests.write import killed
if os.geteuid() == 0:
    os.setuid(65534)  # root may write anywhere
try:
    killed.change(Path(sys.argv[1]))
except BriefwrightError as failure:
    sys.exit(str(failure))
"""


@pytest.mark.parametrize("what", ["folder", "file", "root"])
def test_what_may_not_be_written_stops_all(what: str) -> None:
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        root.chmod(0o777)
        killed.start(root / "p")
        root = root / "p"
        for path in (root, *root.rglob("*")):
            path.chmod(0o777)
        before = killed.state(root)
        {"folder": root / "briefs/deep", "file": root / "briefs/deep/b.md", "root": root}[what].chmod(0o555)
        command = [sys.executable, "-c", FORBIDDEN, str(root)]
        done = subprocess.run(
            command, capture_output=True, text=True, env=environment(), cwd=SRC.parent, check=False
        )  # fmt: skip
        assert "you may not write there" in done.stderr
        assert "Traceback" not in done.stderr
        assert killed.state(root) == before
