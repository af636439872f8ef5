"""Evidence comments: what they say, where they stand, and that they come back as they were."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefwright.diagnostics import Code, Location, warning
from briefwright.document import Standing, Support, WordOptions
from briefwright.model import Evidence, Fact, Text
from briefwright.word.comment_reading import is_ours, read_comments
from briefwright.word.ooxml import Element, parse, w
from briefwright.word.package import Package, read_package
from briefwright.write.docx import write_docx
from tests.conftest import Judge, present
from tests.judges.judges import libreoffice
from tests.word.sample import everything

EVIDENCE = {
    "soviet-debt-total": Standing(
        "2015",
        "checked",
        (
            Support("Doe 2000", "p. 3", "Pich 1999", "supports in part", "“1.5 billion”", "", "translation: “x”"),
            Support("Ivanov 2015"),
        ),
        kind="reported",
        speaker="Ann",
    ),
    "note-fact": Standing("", "disputed", (Support("Doe 2000", "p. 4"),)),
    "nowhere": Standing("", "checked", (Support("Doe 2000"),)),
}
FACTS = tuple(Fact(name, Text({"": "..."}), (Evidence("doe2000"),), Location("facts/a.yaml", 1)) for name in EVIDENCE)
CONCERNS = (
    warning(Code.QUOTATION_NOT_FOUND, "not found", Location("facts/a.yaml", 3), hint="look", subject="note-fact"),
    warning(Code.NO_EVIDENCE, "its entry", subject="doe2000"),
    warning(Code.NO_EVIDENCE, "not cited by a fact", subject="ivanov2015"),
    warning(Code.NO_EVIDENCE, "of the brief's head", Location("briefs/other.md", 2), subject="sample"),
    warning(Code.NO_EVIDENCE, "on a line", Location("briefs/sample.md", 9), subject="sample"),
)


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("comments") / "comments.docx"
    made = everything(evidence=EVIDENCE, facts=FACTS, concerns=CONCERNS, word=WordOptions(evidence_comments=True))
    path.write_bytes(write_docx(made).value)
    return path


def texts(package: Package) -> list[str]:
    return [comment.text.rpartition("\n")[0] for comment in read_comments(package)]


MARKS = ("commentRangeStart", "commentRangeEnd", "commentReference")


def about(root: Element, text: str, package: Package) -> str:
    """The words between the marks of the comment that begins with a text."""
    number = next(one.id for one in read_comments(package) if text in one.text)
    pieces: list[str] = []
    inside = False
    for item in root.iter(w("commentRangeStart"), w("commentRangeEnd"), w("t"), w("footnoteReference")):
        if item.tag == w("t") and inside:
            pieces.append(item.text or "")
        elif item.tag == w("footnoteReference") and inside:
            pieces.append("*")
        elif item.get(w("id")) == number and item.tag != w("footnoteReference"):
            inside = item.tag == w("commentRangeStart")
    return "".join(pieces)


def test_evidence_in_words(saved: Path) -> None:
    assert (
        "soviet-debt-total\n"
        "Doe 2000, p. 3, Pich 1999 (supports in part): “1.5 billion” (translation: “x”)\n"
        "Ivanov 2015\n"
        "Kind: reported; Speaker: Ann; Date: 2015; Status: checked"
    ) in texts(read_package(saved.read_bytes()))


def test_each_finding_has_a_comment_of_its_own(saved: Path) -> None:
    code = Code.QUOTATION_NOT_FOUND
    said = texts(read_package(saved.read_bytes()))
    assert f"warning {code.value} {code.slug}\nnot found\nlook\nfacts/a.yaml:3" in said
    assert len(said) == 2 + len(CONCERNS)


def test_comments_stand_where_they_belong(saved: Path) -> None:
    package = read_package(saved.read_bytes())
    root = parse(package.parts["word/document.xml"])
    debt = "Cambodia’s Soviet-era debt is put at 1.5 billion dollars"
    assert about(root, "soviet-debt-total", package).startswith(debt)
    assert about(root, "its entry", package).startswith(debt), "the first fact that rests on it"
    assert about(root, "note-fact", package) == "*", "Word takes no comments in footnotes"
    assert about(root, "not found", package) == "*"
    assert "Долг Камбоджи" in about(root, "not cited by a fact", package)
    assert about(root, "of the brief's head", package), "none is left out"


def test_marks_are_in_pairs_and_outside_controls(saved: Path) -> None:
    package = read_package(saved.read_bytes())
    root = parse(package.parts["word/document.xml"])
    starts, ends, references = ([item.get(w("id")) for item in root.iter(w(name))] for name in MARKS)
    assert starts == references == [str(number) for number in range(len(starts))]
    assert sorted(ends) == sorted(starts)
    for start in root.iter(w("commentRangeStart")):
        end = next(item for item in root.iter(w("commentRangeEnd")) if item.get(w("id")) == start.get(w("id")))
        assert start.getparent() is end.getparent(), "a range does not reach over the edge of a control"
    assert b"comment" not in package.parts["word/footnotes.xml"]


@pytest.mark.judge
def test_is_valid_by_the_open_xml_sdk(saved: Path, ooxml: Judge) -> None:
    verdict = ooxml(saved)
    assert verdict.passed, str(verdict)


@pytest.mark.judge
def test_comments_come_back_through_libreoffice(saved: Path, tmp_path: Path) -> None:
    present("LibreOffice")
    before = read_comments(read_package(saved.read_bytes()))
    after = read_comments(read_package(libreoffice(saved, "docx", tmp_path).read_bytes()))
    assert [one.text for one in after] == [one.text for one in before]
    assert all(map(is_ours, before))
    assert all(map(is_ours, after))


def test_without_the_option_there_are_none() -> None:
    package = read_package(write_docx(everything(evidence=EVIDENCE, facts=FACTS, concerns=CONCERNS)).value)
    assert read_comments(package) == ()


def test_same_document_gives_same_bytes() -> None:
    made = everything(evidence=EVIDENCE, facts=FACTS, word=WordOptions(evidence_comments=True))
    assert write_docx(made).value == write_docx(made).value
