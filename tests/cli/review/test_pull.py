"""`briefwright review pull`: what it says and writes, each document edited as by somebody in Word."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from briefwright.cli import main
from tests.cli.conftest import FILES, Ran, on_terminal, write
from tests.redline.documents import Docx, p

Call = Callable[..., Ran]
Edit = Callable[..., Path]
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
COMMENT = (
    '<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:comment w:id="7" '
    'w:author="Bo" w:date="2024-07-03T10:00:00Z"><w:p><w:r><w:t>Says who?</w:t></w:r></w:p></w:comment></w:comments>'
)
TRACKED = (
    '</w:t></w:r><w:del w:id="901" w:author="Bo" w:date="2024-07-03T10:00:00Z"><w:r><w:delText>otherwise</w:delText>'
    '</w:r></w:del><w:ins w:id="902" w:author="Bo" w:date="2024-07-03T10:00:00Z"><w:r><w:t>so</w:t></w:r></w:ins>'
    '<w:r><w:t xml:space="preserve">'
)


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `render one --to docx` writes, once for all tests."""
    folder = write(tmp_path_factory.mktemp("made") / "project", FILES)
    assert main(["render", "one", "--to", "docx", "--quiet", "--project", str(folder)]) == 0
    return folder / "build"


@pytest.fixture
def edit(rendered: Path, project: Path) -> Edit:
    """Exchange words in the DOCX, each of which stands there once, and save it in the project as back.docx."""
    shutil.copytree(rendered, project / "build")

    def change(exchanged: Mapping[str, str], parts: Mapping[str, str] | None = None) -> Path:
        with zipfile.ZipFile(rendered / "one.docx") as archive:
            content = {name: archive.read(name).decode("latin-1") for name in archive.namelist()}
        for old, new in exchanged.items():
            (name,) = [name for name, text in content.items() if name.startswith("word/") and old in text]
            assert content[name].count(old) == 1
            content[name] = content[name].replace(old, new)
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in {**content, **(parts or {})}.items():
                archive.writestr(name, text.encode("latin-1"))
        (project / "back.docx").write_bytes(buffer.getvalue())
        return project / "back.docx"

    return change


def pulled(ran: Ran) -> dict[str, list[dict[str, object]]]:
    """The JSON value at the beginning of what was printed."""
    value: dict[str, list[dict[str, object]]] = json.JSONDecoder().raw_decode(ran.out)[0]
    return value


def texts(project: Path) -> dict[str, str]:
    return {name: (project / name).read_text(encoding="utf-8") for name in FILES}


def test_a_file_that_nobody_edited_says_nothing(edit: Edit, call: Call) -> None:
    edit({})
    ran = call("review", "pull", "back.docx")
    assert ran.code == 0
    assert ran.out == ("back.docx, brief one: 0 edits, 0 changed citations, 0 comments\nNothing was edited.\n")
    assert call("review", "pull", "back.docx", "--apply").err == "Nothing to change.\n"


def test_edits_are_shown_with_their_places(edit: Edit, call: Call) -> None:
    edit({"Plainly": "Frankly", "The debt stood": "The debt was put"})
    ran = call("review", "pull", "back.docx")
    assert (ran.code, ran.err) == (0, "")
    assert "back.docx, brief one: 2 edits, 0 changed citations, 0 comments\n" in ran.out
    assert "briefs/one.md:10  the brief\n  prose, applies" in ran.out
    assert "[-Plainly-]{+Frankly+}" in ran.out
    assert "facts/debt.yaml:7  fact debt-total, statement\n  fact, applies" in ran.out
    assert "The debt [-stood-]{+was put+} at about US$1.5 billion." in ran.out
    assert ran.out.endswith("2 of 2 can be applied.\n")


def test_json_has_the_members_that_decision_8_names(edit: Edit, call: Call, project: Path) -> None:
    edit({"about US$1.5 billion": "about US$1.6 billion", "otherwise": TRACKED})
    said = pulled(call("review", "pull", "back.docx", "--json"))
    assert {"file", "brief", "baseline", "fresh", "edits", "comments", "citations", "unplaced", "findings"} == set(said)
    assert [said[name] for name in ("file", "brief", "baseline", "fresh")] == ["back.docx", "one", "inside", True]
    value, prose = sorted(said["edits"], key=lambda one: str(one["kind"]), reverse=True)
    assert set(prose) == {
        "number", "kind", "anchor", "fact", "part", "target", "before", "after", "was", "now", "author", "date",
        "tracked", "state", "note", "also",
    }  # fmt: skip
    assert (value["kind"], value["fact"], value["tracked"]) == ("value", "debt-total", False)
    assert value["target"] == {"path": "facts/debt.yaml", "line": 8, "what": "fact debt-total, value"}
    assert (prose["kind"], prose["before"], prose["after"]) == ("prose", "otherwise", "so")
    assert (prose["author"], prose["date"], prose["tracked"]) == ("Bo", "2024-07-03T10:00:00Z", True)
    assert texts(project) == FILES


def test_a_comment_is_a_task(edit: Edit, call: Call) -> None:
    mark = '</w:t></w:r><w:commentRangeStart w:id="7"/><w:r><w:t>Plainly</w:t></w:r><w:commentRangeEnd w:id="7"/><w:r>'
    relation = f'<Relationship Id="rId907" Type="{OFFICE}/comments" Target="comments.xml"/></Relationships>'
    edit({})
    with zipfile.ZipFile("build/one.docx") as archive:
        relations = archive.read("word/_rels/document.xml.rels").decode()
    parts = {
        "word/comments.xml": COMMENT,
        "word/_rels/document.xml.rels": relations.replace("</Relationships>", relation),
    }
    edit({"Plainly": f'{mark}<w:commentReference w:id="7"/></w:r><w:r><w:t xml:space="preserve">'}, parts)
    said = pulled(call("review", "pull", "back.docx", "--json"))
    assert said["edits"] == []
    (comment,) = said["comments"]
    assert {**comment, "anchor": ""} == {
        "author": "Bo", "date": "2024-07-03T10:00:00Z", "text": "Says who?", "about": "Plainly", "anchor": "",
        "target": {"path": "briefs/one.md", "line": 10, "what": "the brief"}, "resolved": False, "replies": [],
    }  # fmt: skip
    assert "comment (Bo, 2024-07-03) on “Plainly”\n    Says who?" in call("review", "pull", "back.docx").out


def test_apply_writes_facts_and_brief_and_keeps_what_was(edit: Edit, call: Call, project: Path) -> None:
    edit({"Plainly": "Frankly [@kuch2015, para. 2]", "about US$1.5 billion": "about US$1.6 billion"})
    ran = call("review", "pull", "back.docx", "--apply", "--yes")
    assert ran.code == 0, ran.said
    assert "Applied the edits. What was there before is in build/backups/" in ran.err
    wanted = dict(FILES)
    wanted["briefs/one.md"] = FILES["briefs/one.md"].replace("Plainly", "Frankly [@kuch2015, para. 2]")
    wanted["facts/debt.yaml"] = FILES["facts/debt.yaml"].replace("1500000000", "1600000000")
    assert texts(project) == wanted
    (kept,) = (project / "build/backups").rglob("one.md")
    assert kept.read_text(encoding="utf-8") == FILES["briefs/one.md"]
    again = pulled(call("review", "pull", "back.docx", "--json"))
    assert {one["state"] for one in (*again["edits"], *again["citations"])} == {"done"}
    assert again["fresh"] is False


def test_dry_run_shows_the_lines_and_writes_nothing(edit: Edit, call: Call, project: Path) -> None:
    edit({"Plainly": "Frankly"})
    ran = call("review", "pull", "back.docx", "--apply", "--dry-run")
    assert ran.code == 0
    assert '\n+Some say otherwise: {{ fact("debt-small") }} Frankly [@pich2024, p. 13].\n' in ran.out
    assert ran.err == "Nothing is written: 1 file would change.\n"
    assert texts(project) == FILES


def test_without_a_terminal_nothing_is_written_unasked(edit: Edit, call: Call, project: Path) -> None:
    edit({"Plainly": "Frankly"})
    ran = call("review", "pull", "back.docx", "--apply")
    assert ran.code == 2
    assert "no terminal to ask at" in ran.err
    assert texts(project) == FILES


def test_somebody_who_says_no_is_heard(edit: Edit, project: Path) -> None:
    edit({"Plainly": "Frankly"})
    ran = on_terminal(project, "review", "pull", "back.docx", "--apply", answers="n\n")
    assert (ran.code, "Change 1 file? [y/N]:" in ran.out) == (130, True)
    assert texts(project) == FILES


def test_a_conflict_is_left_and_the_rest_applied(edit: Edit, call: Call, project: Path) -> None:
    edit({"Plainly": "Frankly", "was small": "was tiny"})
    brief = project / "briefs/one.md"
    brief.write_text(FILES["briefs/one.md"].replace("Plainly", "Surely"), encoding="utf-8")
    ran = call("review", "pull", "back.docx", "--apply", "--yes")
    assert ran.code == 1
    assert "prose, conflict: the same words are others today" in ran.out
    assert "1 of 2 can be applied, 1 in conflict." in ran.out
    assert "Left to you, and not applied: 1 edit." in ran.err
    assert "Surely" in brief.read_text(encoding="utf-8")
    assert "was tiny" in (project / "facts/debt.yaml").read_text(encoding="utf-8")


def test_brief_names_what_the_file_does_not(edit: Edit, call: Call) -> None:
    edit({})
    assert pulled(call("review", "pull", "back.docx", "--brief", "briefs/one.md", "--json"))["brief"] == "one"
    ran = call("review", "pull", "back.docx", "--brief", "on")
    assert ran.code == 1
    assert "there is no brief `on` here" in ran.err
    assert "did you mean `one`?" in ran.err


@pytest.mark.parametrize(
    ("name", "content", "code", "says"),
    [
        ("note.docx", b"no archive", 1, "note.docx: error D001 the file cannot be read: it is not a Word document"),
        ("empty.docx", b"", 1, "D001"),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, 1, "D001"),
        ("gone.docx", None, 2, "'gone.docx' does not exist"),
        ("briefs", None, 2, "'briefs' is a directory"),
    ],
)
def test_what_is_no_docx_is_said(
    project: Path, call: Call, name: str, content: bytes | None, code: int, says: str
) -> None:
    if content is not None:
        (project / name).write_bytes(content)
    ran = call("review", "pull", name)
    assert ran.code == code
    assert says in ran.err


def test_problems_of_a_file_are_json_too(project: Path, call: Call) -> None:
    (project / "note.docx").write_bytes(b"no archive")
    ran = call("review", "pull", "note.docx", "--json")
    assert ran.code == 1
    assert [one["code"] for one in pulled(ran)["findings"]] == ["D001"]


def test_a_document_of_something_else_is_refused(project: Path, call: Call) -> None:
    (project / "one.docx").write_bytes(Docx().data(p("Minutes of the board."), p("Nobody came.")))
    ran = call("review", "pull", "one.docx", "--apply", "--yes")
    assert ran.code == 1
    assert "D005 one.docx has next to nothing in common with the brief `one`" in ran.err
    assert texts(project) == FILES
