"""`briefwright render`, from the command line to the files."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.cli.conftest import FILES, Ran, on_terminal, run, start, write

Call = Callable[..., Ran]

ODD = """Записка о'"долге" 2"""
BRIEFS = ("one", "two", f"2024/{ODD}")
SUFFIXES = (".baseline.json", ".docx", ".html", ".manifest.json", ".pdf")
NAMES = sorted(f"{brief}{suffix}" for brief in BRIEFS for suffix in SUFFIXES)


def three_briefs(folder: Path) -> Path:
    odd = '---\ntitle: Долг & "dams"\nlang: ru\ncsl: chicago-notes-bibliography\n---\n{{ fact("debt-total") }}\n'
    return write(folder, {**FILES, f"briefs/2024/{ODD}.md": odd})


def outputs(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ran]:
    """A project of three briefs, rendered once as a user does it, and what that printed."""
    folder = three_briefs(tmp_path_factory.mktemp("rendered"))
    return folder, run(folder, "render", PYTHONHASHSEED="1")


def test_nine_outputs_and_their_manifests(rendered: tuple[Path, Ran]) -> None:
    folder, done = rendered
    assert (done.code, done.out) == (0, "")
    found = outputs(folder / "build")
    assert sorted(found) == NAMES
    for name, data in found.items():
        beginning = {".pdf": b"%PDF-", ".docx": b"PK", ".html": b"<!DOCTYPE html>", ".json": b"{"}[Path(name).suffix]
        assert data.startswith(beginning), name
        assert len(data) > 500


def test_what_is_said_without_a_terminal(rendered: tuple[Path, Ran]) -> None:
    lines = rendered[1].err.splitlines()
    assert sorted(line.split(" (")[0] for line in lines[:3]) == sorted(f"rendered {brief}" for brief in BRIEFS)
    assert lines[3].split() == ["Written", "Pages", "Size", "Brief", "took"]
    written = [f"build/{brief}.{fmt}" for brief in sorted(BRIEFS) for fmt in ("pdf", "docx", "html")]
    assert [re.split(r"  +", line)[0] for line in lines[4:-1]] == written
    assert re.fullmatch(r"3 briefs, 9 files, no warning, \d+\.\d s", lines[-1])


def test_the_same_bytes_elsewhere_later_and_in_another_order(rendered: tuple[Path, Ran], tmp_path: Path) -> None:
    folder = three_briefs(tmp_path / "some where else")
    done = run(folder, "render", PYTHONHASHSEED="2", TZ="Asia/Phnom_Penh", LC_ALL="C")
    assert done.code == 0, done.err
    assert outputs(folder / "build") == outputs(rendered[0] / "build")


def test_the_same_bytes_again_and_one_format_at_a_time(rendered: tuple[Path, Ran], tmp_path: Path) -> None:
    for fmt in ("html", "docx"):
        done = run(rendered[0], "render", "one", "--to", fmt, "--output", str(tmp_path))
        assert done.code == 0, done.err
    found = outputs(tmp_path)
    assert sorted(found) == ["one.baseline.json", "one.docx", "one.html", "one.manifest.json"]
    whole = outputs(rendered[0] / "build")
    assert all(whole[name] == data for name, data in found.items())


# --- in this process, in HTML alone: what is chosen, what is said ----------------------------------------------


def test_formats_output_and_briefs_are_chosen(call: Call, project: Path, tmp_path: Path) -> None:
    done = call("render", "briefs/one.md", "one", "--to", "html", "--to", "html", "--output", tmp_path / "far/away")
    assert (done.code, done.out) == (0, "")
    assert sorted(outputs(tmp_path / "far")) == ["away/one.html", "away/one.manifest.json"]
    assert "1 brief, 1 file, no warning" in done.err
    assert str(tmp_path / "far/away/one.html") in done.err
    assert not (project / "build").exists()


def test_json(call: Call) -> None:
    done = call("render", "--json", "--to", "html")
    report = json.loads(done.out)
    assert (done.code, done.err, report["exit_code"], report["findings"]) == (0, "", 0, [])
    assert [(brief["name"], [one["format"] for one in brief["outputs"]]) for brief in report["briefs"]] == [
        ("one", ["html"]),
        ("two", ["html"]),
    ]
    first = report["briefs"][0]["outputs"][0]
    assert Path(first["path"]).stat().st_size == first["bytes"]
    assert first["pages"] is None


def test_quiet(call: Call, project: Path) -> None:
    assert call("render", "--quiet", "--to", "html").said == ""
    (project / "briefs/two.md").write_text("---\ntitle: Two\n---\nNothing cited.\n", encoding="utf-8")
    done = call("render", "-q", "--to", "html")
    assert (done.code, done.out) == (0, "")
    assert done.err.startswith("briefs/two.md: warning B006 the brief cites nothing\n")


def test_an_unknown_brief_keeps_no_other_from_being_rendered(call: Call, project: Path) -> None:
    done = call("render", "one", "tow", "--to", "html")
    assert done.code == 1
    assert "error B005 there is no brief `tow`\n       hint: did you mean `two`?" in done.err
    assert (project / "build/one.html").exists()


def test_an_unknown_format(call: Call) -> None:
    done = call("render", "--to", "papyrus")
    assert done.code == 2
    assert "'papyrus' is not one of 'pdf', 'docx', 'html'" in done.err


@pytest.mark.parametrize("front", ["csl: apaa", "theme: plane", "template: at-a-glanse", "lang: english please"])
def test_what_front_matter_names_and_is_not_there(call: Call, project: Path, front: str) -> None:
    (project / "briefs/two.md").write_text(f"---\ntitle: Two\n{front}\n---\n[@pich2024]\n", encoding="utf-8")
    done = call("render", "--to", "html")
    assert done.code == 1
    assert re.search(r"^briefs/two\.md:3(:\d+)?: error", done.err, re.M), done.err
    assert (project / "build/one.html").exists()
    assert not (project / "build/two.html").exists()


def test_an_error_keeps_its_brief_from_being_written_and_leaves_the_last_good_one(call: Call, project: Path) -> None:
    call("render", "--to", "html")
    before = outputs(project / "build")
    (project / "briefs/two.md").write_text('---\ntitle: Two\n---\n{{ fact("nobody") }}\n', encoding="utf-8")
    done = call("render", "--to", "html")
    assert done.code == 1
    assert "failed two" in done.err
    assert done.err.endswith("Not written, what was there before is left: two\n")
    assert outputs(project / "build") == before


def test_an_empty_project(call: Call, project: Path) -> None:
    for folder in ("facts", "briefs"):
        shutil.rmtree(project / folder)
    done = call("render")
    assert done.code == 0
    assert "warning P003 the project has neither facts nor briefs" in done.err
    assert "briefwright new brief" in done.err


def test_a_project_without_briefs(call: Call, project: Path) -> None:
    shutil.rmtree(project / "briefs")
    done = call("render")
    assert (done.code, done.err) == (0, "There is no brief to render: `briefwright new brief NAME` starts one.\n")


# --- where it cannot write -------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["build", "build/one.html"])
def test_a_place_that_is_taken(call: Call, project: Path, place: str) -> None:
    if place == "build":
        (project / place).write_text("a file", encoding="utf-8")
    else:
        (project / place).mkdir(parents=True)
    done = call("render", "one", "--to", "html")
    assert done.code == 3
    assert "error W007" in done.err
    assert "hint: move" in done.err
    assert not list(project.rglob("*.part"))


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


def test_a_full_disk_leaves_the_last_good_files(call: Call, small_disk: Path) -> None:
    assert call("render", "one", "--to", "html", "--output", small_disk).code == 0
    before = outputs(small_disk)
    filler = small_disk / "filler"
    with suppress(OSError), filler.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(4096))
    done = call("render", "one", "--to", "html", "--output", small_disk)
    assert done.code == 3
    assert "the disk is full" in done.err
    filler.unlink()
    assert outputs(small_disk) == before


# --- what ends it early ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
@pytest.mark.parametrize("delay", [0.3, 1.2])
def test_a_run_that_is_ended_leaves_the_last_good_files(
    rendered: tuple[Path, Ran], tmp_path: Path, number: signal.Signals, delay: float
) -> None:
    folder = tmp_path / "project"
    shutil.copytree(rendered[0], folder)
    before = outputs(folder / "build")
    process = start(folder, "render")
    time.sleep(delay)
    (os.killpg if number is signal.SIGINT else os.kill)(process.pid, number)
    _, err = process.communicate(timeout=30)
    assert process.returncode in ({130, -signal.SIGINT} if number is signal.SIGINT else {-number})
    assert "Traceback" not in err
    after = outputs(folder / "build")
    assert {name: after[name] for name in before} == before  # the same bytes, be they old or new
    if number is signal.SIGINT:
        assert err.endswith("Stopped.\n")
        assert sorted(after) == sorted(before)


def test_progress_and_table_on_a_terminal(project: Path) -> None:
    done = on_terminal(project, "render", "--to", "html", columns=80)
    assert done.code == 0
    assert "Rendering" in done.out
    assert "0/2" in done.out
    assert done.out.rstrip().splitlines()[-1].startswith("2 briefs, 2 files, no warning, ")


def test_evidence_comments_are_for_the_docx_to_edit(tmp_path: Path) -> None:
    done = run(write(tmp_path, FILES), "render", "--evidence-comments", "--docx", "final")
    assert done.code == 2
    assert "--evidence-comments is for the DOCX to edit" in done.err


def test_faces_and_citations_by_option_and_setting(call: Call, project: Path) -> None:
    done = call("render", "one", "--to", "docx")
    assert "ZOTERO_ITEM" in document_of(project)
    assert "Looked through" not in done.err
    settings = project / "pyproject.toml"
    table = '[tool.briefwright]\ndocx = "final"\ncitations = "word"'
    settings.write_text(settings.read_text("utf-8").replace("[tool.briefwright]", table, 1), "utf-8")
    done = call("render", "one", "--to", "docx", "--json")
    assert "no plug-in fields" in json.loads(done.out)["briefs"][0]["outputs"][0]["checked"]
    assert "w:sdt" not in document_of(project)
    call("render", "one", "--to", "docx", "--docx", "edit")
    assert " CITATION kuch2015" in document_of(project)
    call("render", "one", "--to", "docx", "--citations", "plain")  # who asks for citations asks for the face with them
    assert "w:sdt" in document_of(project)
    assert "instrText" not in document_of(project)


def test_the_final_docx_is_told_to_have_been_looked_through(call: Call) -> None:
    done = call("render", "--to", "docx", "--docx", "final")
    assert "Looked through to be sent: one.docx, two.docx: no plug-in fields, content controls," in " ".join(
        done.err.split()
    )


def test_live_citations_are_for_the_docx_to_edit(call: Call) -> None:
    done = call("render", "--docx", "final", "--citations", "zotero")
    assert done.code == 2
    assert "--citations zotero is for the DOCX to edit" in done.err


def document_of(project: Path) -> str:
    with zipfile.ZipFile(project / "build/one.docx") as archive:
        return archive.read("word/document.xml").decode()
