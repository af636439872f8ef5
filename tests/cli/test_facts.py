"""`briefwright facts`: export and import."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Ran, on_terminal

Call = Callable[..., Ran]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_is_exported_comes_back_unchanged(call: Call, project: Path, ending: str) -> None:
    before = {path: path.read_bytes() for path in project.rglob("*.yaml")}
    assert call("facts", "export", f"f.{ending}").out == f"Wrote 3 facts to f.{ending}.\n"
    done = call("facts", "import", f"f.{ending}", "--yes")
    assert (done.code, done.out, done.err) == (0, "", "Facts: 3 unchanged\n")
    assert {path: path.read_bytes() for path in project.rglob("*.yaml")} == before


def test_only_a_topic(call: Call, project: Path) -> None:
    assert call("facts", "export", "f.csv", "--topic", "trade").out == "Wrote 1 fact to f.csv.\n"
    assert "debt-total" not in (project / "f.csv").read_text(encoding="utf-8-sig")
    assert call("facts", "export", "g.csv", "--topic", "trad").code == 2


def edited(call: Call, project: Path) -> None:
    call("facts", "export", "f.csv")
    text = (project / "f.csv").read_text(encoding="utf-8-sig")
    assert "The debt was small." in text
    (project / "f.csv").write_text(text.replace("The debt was small.", "The debt was tiny."), encoding="utf-8-sig")


def test_a_change_is_shown_and_written_with_comments_kept(call: Call, project: Path) -> None:
    edited(call, project)
    before = (project / "facts/debt.yaml").read_text(encoding="utf-8")
    dry = call("facts", "import", "f.csv", "--dry-run")
    assert (dry.code, dry.err) == (0, "Facts: 1 changed, 2 unchanged\n")
    assert "-    statement: The debt was small.\n+    statement: The debt was tiny.\n" in dry.out
    assert (project / "facts/debt.yaml").read_text(encoding="utf-8") == before
    done = call("facts", "import", "f.csv", "--yes")
    assert (done.code, done.out) == (0, dry.out)
    after = (project / "facts/debt.yaml").read_text(encoding="utf-8")
    assert after == before.replace("was small", "was tiny")
    assert "# from the book" in after


def test_without_a_terminal_nothing_is_written_unasked(call: Call, project: Path) -> None:
    edited(call, project)
    before = (project / "facts/debt.yaml").read_bytes()
    done = call("facts", "import", "f.csv")
    assert done.code == 2
    assert "say --yes to write it, or --dry-run to look only" in done.err
    assert (project / "facts/debt.yaml").read_bytes() == before
    assert call("facts", "export", "f.csv").code == 2
    assert call("facts", "export", "f.csv", "--yes").code == 0


@pytest.mark.parametrize(("answer", "code", "word"), [("y\n", 0, "tiny"), ("n\n", 130, "small")])
def test_it_asks_on_a_terminal(call: Call, project: Path, answer: str, code: int, word: str) -> None:
    edited(call, project)
    done = on_terminal(project, "facts", "import", "f.csv", answers=answer)
    assert done.code == code, done.out
    assert "Write this? [y/N]" in done.out
    assert f"The debt was {word}." in (project / "facts/debt.yaml").read_text(encoding="utf-8")


def test_a_row_with_a_problem_stops_the_whole_import(call: Call, project: Path) -> None:
    edited(call, project)
    text = (project / "f.csv").read_text(encoding="utf-8-sig")
    (project / "f.csv").write_text(text.replace("reported", "rumoured"), encoding="utf-8-sig")
    before = (project / "facts/debt.yaml").read_bytes()
    done = call("facts", "import", "f.csv", "--yes")
    assert done.code == 1
    assert "f.csv:" in done.err
    assert "`rumoured`" in done.err
    assert "Nothing is written" in done.err
    assert (project / "facts/debt.yaml").read_bytes() == before


@pytest.mark.parametrize(
    ("name", "content", "code", "said"),
    [
        ("f.ods", b"", 2, "neither .csv nor .xlsx"),
        ("missing.csv", None, 1, "missing.csv: error P002 the file cannot be read: it does not exist"),
        ("f.xlsx", b"no zip at all", 1, "cannot be read as XLSX"),
        ("f.csv", b"\xff\xfe\x00", 1, "f.csv"),
        ("f.csv", b"a,b\n1,2\n", 1, "the table has no column `id`"),
    ],
)
def test_what_is_no_table(call: Call, project: Path, name: str, content: bytes | None, code: int, said: str) -> None:
    if content is not None:
        (project / name).write_bytes(content)
    done = call("facts", "import", name, "--yes")
    assert done.code == code
    assert said in done.err


def test_broken_facts_are_mended_before_others_come_in(call: Call, project: Path) -> None:
    edited(call, project)
    (project / "facts/trade.yaml").write_text("facts: [", encoding="utf-8")
    done = call("facts", "import", "f.csv", "--yes")
    assert done.code == 1
    assert "facts/trade.yaml" in done.err
    assert "tiny" not in (project / "facts/debt.yaml").read_text(encoding="utf-8")


def test_a_folder_where_the_table_should_go(call: Call, project: Path) -> None:
    (project / "f.csv").mkdir()
    done = call("facts", "export", "f.csv", "--yes")
    assert done.code == 3
    assert "there is a folder of that name" in done.err
