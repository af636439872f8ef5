"""Putting bytes on disk: whole or not at all, whatever stands in the way."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from briefwright.diagnostics import BriefwrightError, Code
from briefwright.write.files import remove_leftovers, write_atomically, write_together


def listing(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def refused(*files: Path) -> str:
    with pytest.raises(BriefwrightError) as failure:
        write_together(dict.fromkeys(files, b"new"))
    (finding,) = failure.value.findings
    assert finding.code is Code.OUTPUT_UNWRITABLE
    return finding.message


def test_a_file_is_written_and_replaced(tmp_path: Path) -> None:
    file = tmp_path / "new" / "folder" / "Доклад «1».pdf"
    write_atomically(file, b"one")
    write_atomically(file, b"two")
    assert file.read_bytes() == b"two"
    assert listing(file.parent) == [file.name]


def test_a_new_file_has_the_rights_of_any_other(tmp_path: Path) -> None:
    write_atomically(tmp_path / "ours", b"")
    (tmp_path / "other").write_bytes(b"")
    assert (tmp_path / "ours").stat().st_mode == (tmp_path / "other").stat().st_mode


def test_a_folder_in_the_way_leaves_everything_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"old")
    (tmp_path / "b.pdf").mkdir()
    message = refused(tmp_path / "a.pdf", tmp_path / "b.pdf")
    assert "there is a folder of that name" in message
    assert (tmp_path / "a.pdf").read_bytes() == b"old"
    assert listing(tmp_path) == ["a.pdf", "b.pdf"]


def test_a_file_in_the_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "build").write_bytes(b"")
    assert "a file stands where a folder is needed" in refused(tmp_path / "build" / "a.pdf")
    assert "a file stands where a folder is needed" in refused(tmp_path / "build" / "deep" / "a.pdf")


def test_a_name_that_is_too_long(tmp_path: Path) -> None:
    assert "too long" in refused(tmp_path / ("x" * 300))
    assert listing(tmp_path) == []


def test_a_full_disk_leaves_the_last_good_file(tmp_path: Path) -> None:
    # a limit on the size of files fails a write half-way, as a full disk does
    (tmp_path / "a.pdf").write_bytes(b"old")
    script = f"""
import resource, signal, sys
from pathlib import Path
from briefwright.diagnostics import BriefwrightError
from briefwright.write.files import write_together
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
folder = Path({str(tmp_path)!r})
try:
    write_together({{folder / "a.pdf": b"n" * 500, folder / "b.pdf": b"n" * 5000}})
except BriefwrightError as failure:
    sys.exit(str(failure))
"""
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, env=environment(), check=False)
    assert "b.pdf` cannot be written" in done.stderr
    assert "Traceback" not in done.stderr
    assert (tmp_path / "a.pdf").read_bytes() == b"old"
    assert listing(tmp_path) == ["a.pdf"]


def test_a_read_only_folder() -> None:
    script = """
import os, sys
from pathlib import Path
from briefwright.diagnostics import BriefwrightError
from briefwright.write.files import write_atomically
if os.geteuid() == 0:
    os.setuid(65534)  # root may write anywhere
try:
    write_atomically(Path(sys.argv[1]) / "a.pdf", b"new")
except BriefwrightError as failure:
    sys.exit(str(failure))
"""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "a.pdf").write_bytes(b"old")
        folder.chmod(0o555)
        command = [sys.executable, "-c", script, name]
        done = subprocess.run(command, capture_output=True, text=True, env=environment(), check=False)
        folder.chmod(0o755)
        assert "you may not write there" in done.stderr
        assert (folder / "a.pdf").read_bytes() == b"old"
        assert listing(folder) == ["a.pdf"]


@pytest.mark.parametrize(("number", "words"), [(errno.EROFS, "can only be read"), (errno.ENOSPC, "the disk is full")])
def test_what_the_system_says_becomes_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    # root sees neither a read-only disk nor a full one here, so the system's answer is given
    def fail(_handle: int) -> None:
        raise OSError(number, os.strerror(number))

    (tmp_path / "a.pdf").write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", fail)
    assert words in refused(tmp_path / "a.pdf")
    assert (tmp_path / "a.pdf").read_bytes() == b"old"
    assert listing(tmp_path) == ["a.pdf"]


def test_what_a_killed_run_left_is_removed_by_the_next(tmp_path: Path) -> None:
    script = f"""
import os, signal
from pathlib import Path
from briefwright.write import files
os.fsync = lambda handle: os.kill(os.getpid(), signal.SIGKILL)
files.write_atomically(Path({str(tmp_path)!r}) / "a.pdf", b"half")
"""
    (tmp_path / "a.pdf").write_bytes(b"old")
    done = subprocess.run([sys.executable, "-c", script], env=environment(), check=False)
    assert done.returncode < 0
    assert (tmp_path / "a.pdf").read_bytes() == b"old"
    assert len(listing(tmp_path)) == 2
    write_atomically(tmp_path / "b.pdf", b"new")
    assert listing(tmp_path) == ["a.pdf", "b.pdf"]


def test_the_files_of_a_run_that_still_goes_on_are_left(tmp_path: Path) -> None:
    running = tmp_path / f".briefwright-{os.getpid()}-00.part"
    old = tmp_path / f".briefwright-{os.getpid()}-01.part"
    for file in (running, old):
        file.write_bytes(b"")
    os.utime(old, (time.time() - 9000, time.time() - 9000))
    remove_leftovers(tmp_path)
    assert listing(tmp_path) == [running.name]


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
