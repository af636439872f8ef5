"""`briefwright snapshot`."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.cli.conftest import Ran
from tests.snapshot import files

Call = Callable[..., Ran]


class Quiet(SimpleHTTPRequestHandler):
    """Serves files without a word."""

    def log_message(self, *arguments: object) -> None:
        """Nothing is printed."""


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, Path]]:
    """A server on this machine, and the folder that it serves."""
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.setenv("no_proxy", "127.0.0.1")

    def handler(*arguments: object) -> Quiet:
        return Quiet(*arguments, directory=str(folder))  # type: ignore[arg-type]

    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:  # type: ignore[arg-type]
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield f"http://127.0.0.1:{running.server_address[1]}", folder
        running.shutdown()
        thread.join()


def test_a_web_page_is_fetched_and_kept(
    call: Call, project: Path, served: tuple[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    address, site = served
    (site / "a page.html").write_text(files.PAGE, encoding="utf-8")
    done = call("snapshot", "pich2024", f"{address}/a%20page.html")
    assert done.code == 0, done.said
    folder = project / "snapshots"
    kept = sorted(path.name for path in folder.glob("pich2024*"))
    assert kept == ["pich2024.html", "pich2024.places.yaml", "pich2024.snapshot.json", "pich2024.txt"]
    assert all(name in done.out for name in kept)
    data = (folder / "pich2024.html").read_bytes()
    assert data == files.PAGE.encode()
    record = json.loads((folder / "pich2024.snapshot.json").read_text(encoding="utf-8"))
    assert record["sha256"] == hashlib.sha256(data).hexdigest()
    assert record["time"] == "2023-11-14T22:13:20Z"
    assert record["address"] == f"{address}/a%20page.html"
    assert record["media_type"] == "text/html"
    assert record["extractor"].startswith("trafilatura ")
    places = (folder / "pich2024.places.yaml").read_text(encoding="utf-8")
    assert [line for line in places.splitlines() if line.startswith("  -")] == [
        "  - The first paragraph of the report is rather",
        "  - The second paragraph puts the debt at $1.5",
        "  - The third paragraph ends the report with a",
    ]


def test_a_pdf_is_looked_up_by_its_labels(call: Call, project: Path) -> None:
    labels = "0 << /S /r >> 1 << /S /D /St 12 >>"
    (project / "source.pdf").write_bytes(files.pdf(["Cover", "The debt was small", "The end"], labels))
    done = call("snapshot", "pich2024", "source.pdf")
    assert done.code == 0, done.said
    assert "on 3 pages" in done.out
    words = ("new", "fact", "pich2024", "the debt was", "--topic", "debt", "--statement", "It was small, they say.")
    assert "Found in pich2024.txt, line 2: p. 12" in call(*words).err


def test_a_word_document_and_a_text(call: Call, project: Path) -> None:
    (project / "source.bin").write_bytes(files.docx())
    assert call("snapshot", "pich2024", "source.bin").code == 0
    assert (project / "snapshots/pich2024.docx").read_bytes() == files.docx()
    assert "debt at 5" in (project / "snapshots/pich2024.txt").read_text(encoding="utf-8")
    (project / "note.md").write_bytes("# Ünïcode\n".encode("utf-16"))
    assert call("snapshot", "ivanov2019", "note.md").code == 0
    assert (project / "snapshots/ivanov2019.md").read_bytes().decode("utf-8") == "# Ünïcode\n"


def test_what_is_there_is_replaced_only_when_told(call: Call, project: Path) -> None:
    folder = project / "snapshots"
    (project / "new.html").write_text(files.PAGE, encoding="utf-8")
    (folder / "kuch2015.places.yaml").write_text("# mine\n", encoding="utf-8")
    before = (folder / "kuch2015.txt").read_bytes()
    done = call("snapshot", "kuch2015", "new.html")
    assert (done.code, (folder / "kuch2015.txt").read_bytes()) == (1, before)
    assert "there is a snapshot of `kuch2015` already, in snapshots" in done.err
    assert call("snapshot", "kuch2015", "new.html", "--force").code == 0
    assert (folder / "kuch2015.txt").read_bytes() != before
    assert (folder / "kuch2015.places.yaml").read_text(encoding="utf-8") == "# mine\n"
    (project / "new.txt").write_text("A text of its own, which is not long.", encoding="utf-8")
    assert call("snapshot", "kuch2015", "new.txt", "--force").code == 0
    assert not (folder / "kuch2015.html").exists()


def test_the_folder_is_made_and_named_by_the_environment(
    call: Call, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BRIEFWRIGHT_SNAPSHOTS", str(tmp_path / "far/away"))
    (project / "new.txt").write_text("A text.", encoding="utf-8")
    assert call("snapshot", "kuch2015", "new.txt").code == 0
    assert (tmp_path / "far/away/kuch2015.txt").is_file()


def test_version_control_is_thought_of(call: Call, project: Path) -> None:
    (project / ".git").mkdir()
    (project / "new.txt").write_text("A text.", encoding="utf-8")
    assert "add /snapshots/* to .gitignore" in call("snapshot", "pich2024", "new.txt").err
    (project / ".gitignore").write_text("/snapshots/*\n", encoding="utf-8")
    assert ".gitignore" not in call("snapshot", "ivanov2019", "new.txt").err


@pytest.mark.parametrize(
    ("data", "name", "why"),
    [
        (b"", "a.txt", "it is empty"),
        (b"A\0B", "a.txt", "it is not text"),
        (b"caf\xe9", "a.txt", "it is not UTF-8"),
        (b"%PDF-1.4 broken", "a.pdf", "it is not a PDF"),
        (b"\x89PNG\r\n", "a.png", "it is a file of another kind (`.png`)"),
        (b"\x89PNG\r\n", "a.pdf", "it is no PDF file, whatever its name says"),
        (b"PK\x03\x04", "a.docx", "it is not a Word document"),
        (b"words", "noname", "a kind that cannot be told"),
    ],
)
def test_what_cannot_be_kept_leaves_nothing(call: Call, project: Path, data: bytes, name: str, why: str) -> None:
    (project / name).write_bytes(data)
    before = sorted((project / "snapshots").iterdir())
    done = call("snapshot", "pich2024", name)
    assert (done.code, done.out) == (1, "")
    assert why in " ".join(done.err.split())
    assert sorted((project / "snapshots").iterdir()) == before


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("kuch2051", "x.txt"), "did you mean `kuch2015`?"),
        (("pich2024", "x.txt"), "it does not exist hint: look at the file's name"),
        (("pich2024", "briefs"), "it is a folder"),
        (("pich2024", "/dev/zero"), "it is not a regular file"),
        (("pich2024", "file:///etc/passwd"), "only addresses that begin with"),
        (("pich2024", "http://127.0.0.1:9/x"), "cannot be reached"),
    ],
)
def test_wrong_arguments(call: Call, arguments: tuple[str, ...], why: str) -> None:
    done = call("snapshot", *arguments)
    assert done.code == 1
    assert why in " ".join(done.err.split())
