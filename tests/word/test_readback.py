"""Reading back: what people and programs do to a DOCX, and what somebody could do on purpose."""

from __future__ import annotations

import functools
import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefwright.diagnostics import Code, Severity
from briefwright.word import package as packages
from briefwright.word.ooxml import WORD
from briefwright.word.readback import ReadBack, read_anchors
from briefwright.write.docx import write_docx
from tests.word.sample import document

TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
RELATED = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="{}"/>'
    "</Relationships>"
)


def docx(body: str, *, target: str = "word/document.xml", head: str = "", extra: dict[str, str] | None = None) -> bytes:
    """A DOCX of one body, made by hand."""
    texts = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": RELATED.format(target),
        "word/document.xml": f'{head}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>',
        **(extra or {}),
    }
    return zipped({name: text.encode() for name, text in texts.items()})


def zipped(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def mark(name: str, inner: str, number: int = 1) -> str:
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{inner}<w:bookmarkEnd w:id="{number}"/>'


def read(body: str) -> ReadBack:
    back = read_anchors(docx(body))
    assert not back.failed
    return back.value


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        (run("plain"), "plain"),
        (run(" two ") + run("  words "), "two words"),
        (run("a") + "<w:r><w:tab/></w:r>" + run("b"), "a b"),
        (run("a") + "<w:r><w:br/></w:r>" + run("b"), "a b"),
        ("<w:r><w:t>10</w:t><w:noBreakHyphen/><w:t>12</w:t></w:r>", "10\u201112"),
        (run("100\u00a0km"), "100 km"),
        (run("kept") + '<w:del w:id="9" w:author="A"><w:r><w:delText> gone</w:delText></w:r></w:del>', "kept"),
        (run("old ") + '<w:ins w:id="9" w:author="A">' + run("new") + "</w:ins>", "old new"),
        ('<w:moveFrom w:id="9" w:author="A">' + run("there") + "</w:moveFrom>" + run("here"), "here"),
        (run("fact") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + run("."), "fact."),
        ('<w:hyperlink w:anchor="x">' + run("linked") + "</w:hyperlink>", "linked"),
        ("<w:r><w:instrText> PAGE </w:instrText></w:r>" + run("7"), "7"),
        ("<w:pPr><w:tabs><w:tab/></w:tabs></w:pPr>" + run("x"), "x"),
        ("", ""),
    ],
)
def test_text_of_a_bookmark(inner: str, text: str) -> None:
    assert read(f"<w:p>{mark('a', inner)}</w:p>").text_of("a") == text


def test_bookmark_over_two_paragraphs_has_a_space_between() -> None:
    first, second = f"{run('one')}</w:p>", f"<w:p>{run('two')}"
    assert read(f"<w:p>{mark('a', first + second)}</w:p>").text_of("a") == "one two"


def test_bookmark_between_blocks_holds_the_paragraph() -> None:
    back = read(mark("a", f"<w:p>{run('all of it')}</w:p>"))
    assert back.text_of("a") == back.text_of("a", whole=True) == "all of it"


def test_whole_paragraph_has_what_was_typed_after_the_bookmark() -> None:
    back = read(f"<w:p>{mark('a', run('before'))}{run(' and after')}</w:p>")
    assert (back.text_of("a"), back.text_of("a", whole=True)) == ("before", "before and after")


def test_bookmark_that_never_ends_reaches_to_the_end() -> None:
    assert read(f'<w:p><w:bookmarkStart w:id="1" w:name="a"/>{run("open")}</w:p>').text_of("a") == "open"


def test_the_original_wins_over_libreoffices_copy() -> None:
    back = read(f"<w:p>{mark('a_Copy_1', run('copied'))}{mark('a', run('original'), 2)}</w:p>")
    assert [(item.name, item.copy) for item in back.bookmarks] == [("a", True), ("a", False)]
    assert back.text_of("a") == "original"


def test_a_copy_alone_is_read_by_its_first_name() -> None:
    assert read(f"<w:p>{mark('a_Copy_12', run('copied'))}</w:p>").text_of("a") == "copied"


def test_controls_within_controls_and_around_blocks() -> None:
    def control(tag: str, inner: str) -> str:
        properties = f'<w:sdtPr><w:alias w:val="T {tag}"/><w:tag w:val="{tag}"/></w:sdtPr>'
        return f"<w:sdt>{properties}<w:sdtContent>{inner}</w:sdtContent></w:sdt>"

    inner = control("in", run("inner"))
    back = read(control("block", f"<w:p>{control('out', run('outer ') + inner)}</w:p>"))
    assert {item.tag: item.text for item in back.controls} == {
        "in": "inner", "out": "outer inner", "block": "outer inner",
    }  # fmt: skip
    assert back.controls[0].title == "T in"


def test_text_of_a_fact_comes_from_its_control_then_from_its_bookmark() -> None:
    control = f'<w:sdt><w:sdtPr><w:tag w:val="t"/></w:sdtPr><w:sdtContent>{run("in control")}</w:sdtContent></w:sdt>'
    back = read(f"<w:p>{mark('f', control + run(' more'))}</w:p>")
    assert back.text_of_fact("f", "t") == "in control"
    assert back.text_of_fact("f", "another") == "in control more"
    assert back.text_of_fact("gone", "gone") is None
    assert back.text_of("gone") is None


def test_text_boxes_are_read_once() -> None:
    space = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    both = f"<mc:Choice>{run('box')}</mc:Choice><mc:Fallback>{run('box')}</mc:Fallback>"
    body = f'<w:p xmlns:mc="{space}">{mark("a", f"<mc:AlternateContent>{both}</mc:AlternateContent>")}</w:p>'
    assert read(body).text_of("a") == "box"


def test_a_file_that_is_not_ours_is_read_with_a_warning() -> None:
    back = read_anchors(docx(f"<w:p>{run('x')}</w:p>"), "in.docx")
    assert [(item.code, item.severity, str(item.location)) for item in back.findings] == [
        (Code.DOCX_NO_MANIFEST, Severity.WARNING, "in.docx")
    ]


def test_a_manifest_of_another_part_is_passed_over() -> None:
    extra = {"customXml/item1.xml": "<b:Sources xmlns:b='urn:x'/>", "customXml/item2.xml": "no xml"}
    assert read_anchors(docx("<w:p/>", extra=extra)).value.manifest == ""


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "not a Word document"),
        (b"PK\x03\x04 and then nothing", "not a Word document"),
        (b"%PDF-1.7 something else", "not a Word document"),
        (docx("<w:p/>")[:-30], "not a Word document"),
        (docx("<w:p/>", target="word/other.xml"), "no Word document"),
        (docx("<w:p/>", target="../../etc/passwd"), "no Word document"),
        (docx("<w:p>"), "mismatch"),
        (docx(f"<w:p>{run('&b;')}</w:p>", head=BOMB), "document type"),
        (docx(f"<w:p>{run('&a;')}</w:p>", head=OUTSIDE), "document type"),
        (docx("<w:p>" * 3000 + "</w:p>" * 3000), "depth"),
        (docx("<w:p/>", extra={"word/media/big": "\0" * 20_000_000}), "unpacks"),
        (zipped({f"part{number}": b"" for number in range(packages.MAX_PARTS + 1)}), "parts"),
        (zipped({"[Content_Types].xml": TYPES.encode(), "_rels/.rels": b"<"}), "cannot be read"),
    ],
    ids=[
        "empty", "cut", "pdf", "truncated", "no main part", "path outside", "not well-formed", "entity bomb",
        "entity from outside", "deep", "zip bomb", "many parts", "broken relationships",
    ],
)  # fmt: skip
def test_a_bad_file_is_a_finding(data: bytes, says: str) -> None:
    back = read_anchors(data, "in.docx")
    assert back.failed
    assert back.value == ReadBack()
    (finding,) = back.findings
    assert finding.code is Code.DOCX_UNREADABLE
    assert says in finding.message
    assert not finding.message.endswith(".")


def test_damaged_notes_are_a_warning_and_the_rest_is_read() -> None:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    related = RELATED.format("footnotes.xml").replace(RELATED.split('Type="')[1].split('"')[0], kind)
    extra = {"word/_rels/document.xml.rels": related, "word/footnotes.xml": "<w:footnotes"}
    back = read_anchors(docx(f"<w:p>{mark('a', run('text'))}</w:p>", extra=extra))
    assert back.value.text_of("a") == "text"
    assert Code.DOCX_DAMAGED_PART in {item.code for item in back.findings}
    assert not back.failed


def test_a_part_that_lies_about_its_size_is_refused() -> None:
    data = bytearray(docx("<w:p/>", extra={"word/x": "y" * 5000}))
    for start in range(len(data) - 4):
        if data[start : start + 4] == (5000).to_bytes(4, "little"):
            data[start : start + 4] = (10).to_bytes(4, "little")
    assert read_anchors(bytes(data)).failed


def test_many_open_bookmarks_cost_little() -> None:
    starts = "".join(f'<w:bookmarkStart w:id="{number}" w:name="b{number}"/>' for number in range(20_000))
    body = f"<w:p>{starts}{run('x') * 20_000}</w:p>"
    assert len(read_anchors(docx(body)).value.bookmarks) < 1000


@functools.cache
def made() -> bytes:
    return write_docx(document("[A [fact]{#f .fact fact=debt} here^[Note.].]{#p .anchor}")).value


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(made()) - 1), st.binary(min_size=1, max_size=40))
def test_any_damage_gives_a_result(start: int, junk: bytes) -> None:
    data = made()
    back = read_anchors(data[:start] + junk + data[start + len(junk) :])
    assert back.failed or isinstance(back.value, ReadBack)


@settings(max_examples=100, deadline=None)
@given(st.text("<>/&;!wpsdt:=\"' abc", max_size=60))
def test_any_body_gives_a_result(body: str) -> None:
    back = read_anchors(docx(body))
    assert back.failed == (Code.DOCX_UNREADABLE in {item.code for item in back.findings})


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=40))
def test_what_is_written_is_read(text: str) -> None:
    from briefwright.word.ooxml import element, serialise, w

    paragraph = element("p", element("bookmarkStart", id="1", name="a"), element("r", element("t", text=text)))
    paragraph.append(element("bookmarkEnd", id="1"))
    root = element("document", element("body", paragraph))
    assert root.tag == w("document")
    data = zipped(
        {
            "[Content_Types].xml": TYPES.encode(),
            "_rels/.rels": RELATED.format("word/document.xml").encode(),
            "word/document.xml": serialise(root),
        }
    )
    assert read_anchors(data).value.text_of("a") == " ".join(text.split())
