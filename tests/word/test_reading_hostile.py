"""Reading what somebody could have made on purpose, or damaged: a finding, within bounds, and no other exception."""

from __future__ import annotations

import functools
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefwright.diagnostics import Code, Warned
from briefwright.word import package as packages
from briefwright.word.reading import read_story
from briefwright.word.story import Story
from briefwright.write.docx import write_docx
from tests.redline.documents import NAMESPACES, Docx, p, packed, run, unpacked
from tests.word.sample import document

BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def docx(body: str = "<w:p/>", *, head: str = "", parts: Mapping[str, str] | None = None) -> bytes:
    """A DOCX of one body, with parts added."""
    text = f"{head}<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>"
    made = {"word/document.xml": text, **(parts or {})}
    return packed({**unpacked(Docx().data()), **{name: part.encode() for name, part in made.items()}})


def with_target(target: str) -> bytes:
    """A DOCX whose main part is said to be another."""
    parts = unpacked(docx())
    return packed({**parts, "_rels/.rels": parts["_rels/.rels"].replace(b"word/document.xml", target.encode())})


def is_told(read: Warned[Story | None]) -> bool:
    """Whether there is either a Story or one error."""
    return (read.value is None) is (Code.DOCX_UNREADABLE in {one.code for one in read.findings})


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "not a Word document"),
        (b"PK\x03\x04 and then nothing", "not a Word document"),
        (b"%PDF-1.7 something else", "not a Word document"),
        (docx()[:-30], "not a Word document"),
        (with_target("word/other.xml"), "no Word document"),
        (with_target("../../etc/passwd"), "no Word document"),
        (docx("<w:p>"), "mismatch"),
        (docx(p("@").replace("@", "&b;"), head=BOMB), "document type"),
        (docx(p("@").replace("@", "&a;"), head=OUTSIDE), "document type"),
        (docx("<w:p>" * 3000 + "</w:p>" * 3000), "depth"),
        (docx(parts={"word/media/big": "\0" * 20_000_000}), "unpacks"),
        (packed({f"part{number}": b"" for number in range(packages.MAX_PARTS + 1)}), "parts"),
        (packed({**unpacked(docx()), "_rels/.rels": b"<"}), "cannot be read"),
    ],
    ids=[
        "empty", "cut", "pdf", "truncated", "no main part", "path outside", "not well-formed", "entity bomb",
        "entity from outside", "deep", "zip bomb", "many parts", "broken relationships",
    ],
)  # fmt: skip
def test_a_bad_file_is_a_finding(data: bytes, says: str) -> None:
    read = read_story(data, "in.docx")
    assert read.value is None
    (finding,) = read.findings
    assert finding.code is Code.DOCX_UNREADABLE
    assert says in finding.message
    assert not finding.message.endswith(".")


def test_a_document_without_a_body_is_a_finding() -> None:
    parts = unpacked(docx())
    read = read_story(packed({**parts, "word/document.xml": f"<w:document {NAMESPACES}/>".encode()}))
    assert [one.message for one in read.findings] == ["the file cannot be read: its document has no body"]


def test_a_part_that_lies_about_its_size_is_refused() -> None:
    data = bytearray(docx(parts={"word/x": "y" * 5000}))
    for start in range(len(data) - 4):
        if data[start : start + 4] == (5000).to_bytes(4, "little"):
            data[start : start + 4] = (10).to_bytes(4, "little")
    assert read_story(bytes(data)).value is None


def test_a_manifest_of_another_part_is_passed_over() -> None:
    others = {"customXml/item1.xml": "<b:Sources xmlns:b='urn:x'/>", "customXml/item2.xml": "no xml"}
    read = read_story(docx(parts=others))
    assert read.value is not None
    assert (read.value.manifest, read.value.baseline) == ("", "")


def test_ends_without_beginnings_are_passed_over() -> None:
    ends = (
        '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        '<w:bookmarkEnd w:id="9"/><w:commentRangeEnd w:id="9"/>'
    )
    read = read_story(docx(p("Words", ends, " go on.")))
    assert read.value is not None
    assert read.value.blocks[0].text == "Words go on."


def test_a_note_that_is_not_there_is_passed_over() -> None:
    read = read_story(docx(p("Words", '<w:r><w:footnoteReference w:id="77"/></w:r>', ".")))
    assert read.value is not None
    assert read.value.blocks[0].text == "Words."


@functools.cache
def made() -> bytes:
    return write_docx(document("[A [fact]{#f .fact fact=debt} here^[Note.].]{#p .anchor}")).value


@settings(max_examples=120, deadline=None)
@given(st.integers(0, len(made()) - 1), st.binary(min_size=1, max_size=40))
def test_any_damage_gives_a_result(start: int, junk: bytes) -> None:
    data = made()
    assert is_told(read_story(data[:start] + junk + data[start + len(junk) :]))


@settings(max_examples=100, deadline=None)
@given(st.text("<>/&;!wpsdt:=\"' abc", max_size=60))
def test_any_body_gives_a_result(body: str) -> None:
    assert is_told(read_story(docx(body)))


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=40))
def test_what_is_written_is_read(text: str) -> None:
    read = read_story(docx(p(text)))
    assert read.value is not None
    (block,) = read.value.blocks or [None]
    assert (block.text if block else "") == " ".join(text.split())


def test_many_open_bookmarks_and_comments_cost_little() -> None:
    """Each that is open costs time and room for every piece of text."""
    starts = "".join(
        f'<w:bookmarkStart w:id="{n}" w:name="f-{n}"/><w:commentRangeStart w:id="{n}"/>' for n in range(20_000)
    )
    read = read_story(docx(p(starts, run("x") * 5_000)))
    assert read.value is not None
    (piece,) = read.value.blocks[0].pieces
    assert (len(piece.anchors) < 1000, len(piece.comments) < 1000) == (True, True)
