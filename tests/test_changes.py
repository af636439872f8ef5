"""Unified diffs: they say how to make one text of the other, and do so quickly for large ones."""

from __future__ import annotations

import shutil
import subprocess
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefwright.changes import FileChange


def diff(before: bytes, after: bytes) -> str:
    return FileChange(Path("f"), "f", before, after).diff()


def test_a_diff_reads_as_diff_writes_it() -> None:
    lines = [f"{number}\n" for number in range(1, 21)]
    changed = [*lines[:4], "five\n", *lines[5:17], *lines[18:], "end"]
    assert (
        diff("".join(lines).encode(), "".join(changed).encode())
        == """\
--- f
+++ f
@@ -2,7 +2,7 @@
 2
 3
 4
-5
+five
 6
 7
 8
@@ -15,6 +15,6 @@
 15
 16
 17
-18
 19
 20
+end
\\ No newline at end of file
"""
    )


def test_nothing_new_and_moved() -> None:
    assert diff(b"a\n", b"a\n") == ""
    assert diff(b"", b"a\n") == "--- /dev/null\n+++ f\n@@ -0,0 +1 @@\n+a\n"
    moved = FileChange(Path("x/b.pdf"), "b.pdf", b"%\xff", b"%\xff", Path("x/a.pdf"))
    assert moved.changes
    assert moved.diff() == "rename from a.pdf\nrename to b.pdf\n"


@pytest.mark.skipif(not shutil.which("patch"), reason="patch is not installed")
@given(*[st.lists(st.sampled_from(["a", "b", "c", "x\r", "\u2028"]), max_size=12).map("\n".join)] * 2)
def test_patch_makes_the_new_text_of_the_old(tmp_path_factory: pytest.TempPathFactory, before: str, after: str) -> None:
    folder = tmp_path_factory.mktemp("patch", numbered=True)
    file = folder / "f"
    file.write_bytes(before.encode())
    text = diff(before.encode(), after.encode())
    command = ["patch", "-s", "--binary", str(file)]
    if before != after:
        done = subprocess.run(command, input=text.encode(), capture_output=True, check=False)
        assert done.returncode == 0, (text, done)
    assert (file.read_bytes() if file.exists() else b"") == after.encode()


def test_a_large_library_is_compared_in_seconds() -> None:
    before = "".join(f"@book{{key{n},\n  title = {{T {n}}},\n  year = 2000\n}}\n\n" for n in range(50_000))
    after = before.replace("key7", "other7").replace("  title = {T 4000},\n", "")
    start = time.perf_counter()
    text = diff(before.encode(), after.encode())
    assert time.perf_counter() - start < 10
    assert text.count("\n-@book") == text.count("\n+@book") == 1_111
    assert "\n-  title = {T 4000},\n" in text
