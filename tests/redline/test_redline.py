"""Redlines of small documents: what is marked, and that accepting gives the new text and rejecting the old."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from briefwright.diagnostics import BriefwrightError, Code
from briefwright.redline.make import File, Redline, redline
from tests.redline.documents import PNG, Docx, W, field, p, packed, run, table, texts, unpacked

HEADING = '<w:pStyle w:val="Heading1"/>'


def made(old: bytes, new: bytes, **options: object) -> Redline:
    """A redline that says what both documents say."""
    warned = redline(File(old, "old.docx"), File(new, "new.docx"), author="Ann", **options)  # type: ignore[arg-type]
    assert not warned.findings
    assert texts(warned.value.data, accept=True) == texts(new)
    assert texts(warned.value.data, accept=False) == texts(old)
    return warned.value


def document(result: Redline) -> str:
    return unpacked(result.data)["word/document.xml"].decode()


def marked(result: Redline) -> str:
    """The text with [-what went-] and {+what came+}, moves as < and >, a paragraph's end as ¶ in the same brackets."""
    signs = {"del": "[-{}-]", "ins": "{{+{}+}}", "moveFrom": "[<{}<]", "moveTo": "{{>{}>}}"}
    root = etree.fromstring(unpacked(result.data)["word/document.xml"])

    def said(item: etree._Element) -> str:
        name = etree.QName(item).localname
        if name == "pPr":
            return ""
        if name in ("t", "delText"):
            return item.text or ""
        inner = "".join(map(said, item))
        if name == "p":
            end = next((key for key in signs if item.find(f"{W}pPr/{W}rPr/{W}{key}") is not None), "")
            return inner + (signs[end].format("¶") if end else "¶")
        return signs[name].format(inner) if name in signs and inner else inner

    return said(root)


# --- words -------------------------------------------------------------------------------------------------------


def test_words_are_exchanged_whole_and_keep_their_looks() -> None:
    old = Docx().data(p("The debt is ", run("1.5 billion", "<w:b/>"), " dollars."))
    new = Docx().data(p("The debt is ", run("1.8 billion", "<w:b/>"), " US dollars."))
    result = made(old, new)
    assert marked(result) == "The debt is [-1.5-]{+1.8+} billion {+US +}dollars.¶"
    assert '<w:rPr><w:b/></w:rPr><w:delText xml:space="preserve">1.5</w:delText>' in document(result)
    assert '<w:rPr><w:b/></w:rPr><w:t xml:space="preserve">1.8</w:t>' in document(result)


def test_looks_alone_are_no_change() -> None:
    result = made(Docx().data(p("Same words")), Docx().data(p(run("Same words", "<w:i/>"), properties=HEADING)))
    assert result.counts.none
    assert "<w:i/>" in document(result)


def test_a_file_against_itself_has_no_changes_and_the_same_bytes_come_twice() -> None:
    docx = Docx()
    data = docx.data(p("One", docx.note("A note.")), table(["a", "b"]), p(field("PAGE", "1")))
    result = made(data, data)
    assert result.counts.none
    assert not re.search("<w:(ins|del|moveFrom|moveTo)[ >]", document(result))
    other = Docx().data(p("Two"))
    assert made(data, other).data == made(data, other).data


def test_changes_bear_author_moment_and_ids_of_their_own() -> None:
    bookmarks = '<w:bookmarkStart w:id="7" w:name="x"/>', '<w:bookmarkEnd w:id="7"/>'
    result = made(Docx().data(p("a b")), Docx().data(p(bookmarks[0], "a c", bookmarks[1])), timestamp=86_400)
    ids = re.findall(r'<w:(?:ins|del|bookmarkStart) [^>]*w:id="(\d+)"', document(result))
    assert sorted(ids) == ["7", "8", "9"]
    assert '<w:del w:id="8" w:author="Ann" w:date="1970-01-02T00:00:00Z">' in document(result)


def test_without_a_moment_the_new_file_says_when_and_else_nothing_does() -> None:
    core = b"""<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
        xmlns:dcterms="http://purl.org/dc/terms/"><dcterms:modified>2024-07-01T08:30:00Z</dcterms:modified>
        </cp:coreProperties>"""
    new = unpacked(Docx().data(p("b")))
    relation = b'<Relationship Id="c" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/'
    relation += b'core-properties" Target="core.xml"/></Relationships>'
    new["_rels/.rels"] = new["_rels/.rels"].replace(b"</Relationships>", relation)
    new["core.xml"] = core
    assert 'w:date="2024-07-01T08:30:00Z"' in document(made(Docx().data(p("a")), packed(new)))
    assert "w:date" not in document(made(Docx().data(p("a")), Docx().data(p("b"))))


# --- paragraphs --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("one|three", "one|two|three", "one¶{+two+}{+¶+}three¶"),
        ("one|two|three", "one|three", "one¶[-two-][-¶-]three¶"),
        # the last end of a text cannot go or come: that of the paragraph before it is marked instead
        ("one", "one|two|six", "one{+¶+}{+two+}{+¶+}{+six+}¶"),
        ("one|two|six", "one", "one[-¶-][-two-][-¶-][-six-]¶"),
        ("one|all else", "one|other words", "one¶[-all else-]{+other words+}¶"),
        # what moved there is shown as taken out and put in
        ("a b c|d e f g h", "d e f g h|a b c", "[-a b c-][-¶-]d e f g h{+¶+}{+a b c+}¶"),
    ],
)
def test_paragraphs(old: str, new: str, expected: str) -> None:
    result = made(Docx().data(*map(p, old.split("|"))), Docx().data(*map(p, new.split("|"))))
    assert marked(result) == expected


def test_a_moved_paragraph_is_shown_as_moved() -> None:
    moving, rest = p("These words stand elsewhere now."), [p("Alpha beta gamma."), p("Delta epsilon zeta."), p("Eta.")]
    result = made(Docx().data(moving, *rest), Docx().data(*rest[:2], moving, rest[2]))
    assert result.counts.moved == 1
    assert marked(result).startswith("[<These words stand elsewhere now.<][<¶<]Alpha")
    assert re.findall(r'<w:move(?:From|To)RangeStart [^>]*w:name="(\w+)"', document(result)) == ["move1", "move1"]
    for kind in ("From", "To"):
        start = re.search(rf'<w:move{kind}RangeStart w:id="(\d+)"', document(result))
        end = re.search(rf'<w:move{kind}RangeEnd w:id="(\d+)"', document(result))
        assert start
        assert end
        assert start.group(1) == end.group(1)


def test_changes_tracked_before_count_as_accepted() -> None:
    def change(kind: str, text: str) -> str:
        word = run(text).replace("w:t", "w:delText") if kind == "del" else run(text)
        return f'<w:{kind} w:id="1" w:author="X">{word}</w:{kind}>'

    row = table(["gone"]).replace("<w:tr>", '<w:tr><w:trPr><w:del w:id="9" w:author="X"/></w:trPr>')
    ended = p("split", properties='<w:rPr><w:del w:id="5" w:author="X"/></w:rPr>')
    old = Docx().data(p("a ", change("ins", "b "), change("del", "c "), "d"), ended, p(" here"), row)
    result = made_from(old, Docx().data(p("a b d"), p("split here")))
    assert result.counts.none


def made_from(old: bytes, new: bytes) -> Redline:
    return redline(File(old, "old.docx"), File(new, "new.docx"), author="Ann").value


def test_controls_are_taken_off_and_bookmarks_stay() -> None:
    control = f'<w:sdt><w:sdtPr><w:tag w:val="fact:a:b:1"/></w:sdtPr><w:sdtContent>{run("fact")}</w:sdtContent></w:sdt>'
    mark = '<w:bookmarkStart w:id="1" w:name="f-a-1"/>'
    new = Docx().data(p("The ", mark, control, '<w:bookmarkEnd w:id="1"/>', " is new."))
    result = made_from(Docx().data(p("The fact is old.")), new)
    assert marked(result) == "The fact is [-old-]{+new+}.¶"
    assert "sdt" not in document(result)
    assert 'w:name="f-a-1"' in document(result)


# --- things ------------------------------------------------------------------------------------------------------


def test_a_citation_is_exchanged_whole() -> None:
    old, new = field(" ADDIN ZOTERO a", "(Doe 2000, p. 3)"), field(" ADDIN ZOTERO b", "(Doe 2000, p. 4)")
    result = made(Docx().data(p("As ", old, " says.")), Docx().data(p("As ", new, " says.")))
    assert marked(result) == "As [-(Doe 2000, p. 3)-]{+(Doe 2000, p. 4)+} says.¶"
    assert "<w:delInstrText" in document(result)
    root = etree.fromstring(unpacked(result.data)["word/document.xml"])
    for kind in ("del", "ins"):
        chars = [item.get(f"{W}fldCharType") for item in root.find(f".//{W}{kind}").iter(f"{W}fldChar")]
        assert chars == ["begin", "separate", "end"]


def test_a_citation_that_became_plain_text_is_no_change() -> None:
    result = made(Docx().data(p("As ", field(" X ", "(Doe)"), " says.")), Docx().data(p("As (Doe) says.")))
    assert result.counts.none


def test_where_the_new_citations_are_text_deleted_ones_are_text_too() -> None:
    old, new = p("As ", field(" ADDIN X ", "(Doe)"), " says."), p("As says.")
    live = p("In ", field(" CITATION Y ", "(Roe)"))
    assert "fldChar" not in document(made(Docx().data(old, p("x")), Docx().data(new, p("x"))))
    assert "delInstrText" in document(made(Docx().data(old, live), Docx().data(new, live)))


def test_a_field_over_several_paragraphs_keeps_its_ends() -> None:
    begin = field(" ADDIN ZOTERO_BIBL ", "").partition("<w:r><w:rPr>")[0]
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    old = Docx().data(p(begin, "Doe, A book."), p("Roe, Another.", end))
    new = Docx().data(p(begin, "Bee, New work."), p("Doe, A book."), p("Roe, Another.", end))
    made(old, new)
    made(new, old)


def test_deleted_links_notes_and_pictures_come_along() -> None:
    old = Docx()
    gone = p("See ", old.link("the page", "https://example.org/a"), old.note("An old note."), old.picture())
    data = old.data(gone, p("Last."))
    result = made(data, Docx().data(p("Last.")))
    parts = unpacked(result.data)
    assert b"https://example.org/a" in parts["word/_rels/document.xml.rels"]
    assert PNG in parts.values()
    assert any(name.startswith("word/footnotes") for name in parts)


def test_a_link_that_is_not_of_the_web_loses_its_address_not_its_words() -> None:
    old = Docx()
    result = made(old.data(p(old.link("the disk", "file:///C:/x")), p("Last.")), Docx().data(p("Last.")))
    assert b"file:" not in b"".join(unpacked(result.data).values())


def test_a_picture_is_exchanged_and_a_resized_one_is_not() -> None:
    old, new, resized = Docx(), Docx(), Docx()
    before = old.data(p("A ", old.picture(), " b"))
    assert not made(before, new.data(p("A ", new.picture(PNG + b"x"), " b"))).counts.none
    assert made(before, resized.data(p("A ", resized.picture().replace("9525", "19050"), " b"))).counts.none


def test_notes_are_compared_word_by_word_and_stay_in_order() -> None:
    old, new = Docx(), Docx()
    before = old.data(p("One", old.note("Doe, p. 3."), " two", old.note("Gone with it."), " three", old.note("Roe.")))
    after = new.data(p("One", new.note("Doe, p. 4."), " three", new.note("Roe.")))
    result = made(before, after)
    parts = unpacked(result.data)
    references = re.findall(rb'footnoteReference w:id="(\d+)"', parts["word/document.xml"])
    notes = re.findall(rb'<w:footnote w:id="(\d+)"', parts["word/footnotes.xml"])
    assert references == notes == sorted(notes, key=int)
    assert b">3</w:delText>" in parts["word/footnotes.xml"]
    assert document(result).count("<w:del ") == 1  # of the text, only the note that went


def test_the_number_of_a_note_stays_before_what_changed_in_it() -> None:
    old, new = Docx(), Docx()
    result = made(old.data(p("a", old.note("All other"))), new.data(p("a", new.note("words now"))))
    note = unpacked(result.data)["word/footnotes.xml"]
    assert 0 < note.index(b"<w:footnoteRef/>") < note.index(b"<w:del ")


def test_rows_come_and_go_and_cells_are_compared() -> None:
    old = Docx().data(p("T"), table(["Item", "2019"], ["Debt", "1.5"], ["Trade", "10"]), p("End"))
    new = Docx().data(p("T"), table(["Item", "2019"], ["Debt", "1.8"], ["Tourists", "55"]), p("End"))
    result = made(old, new)
    assert (result.counts.rows_inserted, result.counts.rows_deleted) == (1, 1)
    assert "[-1.5-]{+1.8+}" in marked(result)


def test_tables_come_and_go() -> None:
    there, gone = table(["a b c", "d"], ["e", "f g"]), p("Between")
    made(Docx().data(p("One"), there, gone), Docx().data(p("One"), gone))
    made(Docx().data(p("One"), gone), Docx().data(p("One"), there, gone))
    made(Docx().data(p("One"), there, gone), Docx().data(p("One"), table(["wholly", "other", "one"]), gone))


def test_styles_of_the_old_file_that_the_new_one_lacks_are_left_behind() -> None:
    odd = p("Gone.", properties='<w:pStyle w:val="Odd"/>')
    assert "Odd" not in document(made(Docx().data(odd, p("Last.")), Docx().data(p("Last."))))


def test_what_cannot_come_along_is_told() -> None:
    old = Docx()
    chart = (
        old.picture()
        .replace(' r:embed="rId101"', "")
        .replace("<a:blip", f'<a:blip r:link="{old.relate("chart", "c.xml")}"')
    )
    warned = redline(File(old.data(p("A ", chart), p("B")), "o"), File(Docx().data(p("B")), "n"), author="Ann")
    assert [finding.code for finding in warned.findings] == [Code.REDLINE_LEAVES_OUT]


# --- any documents -----------------------------------------------------------------------------------------------

WORDS = st.lists(st.sampled_from("the debt of 1.5 2.5 billion was paid, not Россия.".split()), min_size=0, max_size=8)
ITEMS = st.one_of(
    st.tuples(st.just("text"), WORDS),
    st.tuples(st.sampled_from(["bold", "field", "note", "link"]), WORDS.filter(bool)),
    st.tuples(st.just("picture"), st.sampled_from([[""], ["x"]])),
)
PARAGRAPHS = st.lists(ITEMS, max_size=4).map(tuple)
BLOCKS = st.one_of(
    PARAGRAPHS, PARAGRAPHS, PARAGRAPHS, st.lists(st.tuples(PARAGRAPHS, PARAGRAPHS), min_size=1, max_size=3)
)


def build(blocks: Sequence[object]) -> bytes:
    docx = Docx()

    def paragraph(items: object) -> str:
        said = []
        for kind, words in items:  # type: ignore[attr-defined]
            text = " ".join(words) + " "
            forms = {
                "text": lambda text=text: run(text),
                "bold": lambda text=text: run(text, "<w:b/>"),
                "field": lambda text=text: field(" X ", text),
                "note": lambda text=text: docx.note(text),
                "link": lambda text=text: docx.link(text, f"https://example.org/{len(text)}"),
                "picture": lambda words=words: docx.picture(PNG + words[0].encode()),
            }
            said.append(forms[kind]())
        return p(*said)

    made = [
        table(*[[paragraph(cell) for cell in row] for row in block]) if isinstance(block, list) else paragraph(block)
        for block in blocks
    ]
    return docx.data(*made, p("The end."))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_any_two_documents_come_out_as_they_went_in(data: st.DataObject) -> None:
    pool = data.draw(st.lists(BLOCKS, min_size=1, max_size=6))
    pick = st.lists(st.integers(0, len(pool) - 1), max_size=7)
    old = [pool[number] for number in data.draw(pick)]
    new = [pool[number] for number in data.draw(pick)] + data.draw(st.lists(BLOCKS, max_size=2))
    made(build(old), build(new))


@given(st.lists(BLOCKS, max_size=5))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_document_against_itself_has_no_changes(blocks: list[object]) -> None:
    assert made(build(blocks), build(blocks)).counts.none


# --- hostile files -----------------------------------------------------------------------------------------------


def refused(old: bytes) -> Code:
    with pytest.raises(BriefwrightError) as stop:
        made_from(old, Docx().data(p("a")))
    return stop.value.findings[0].code


def test_what_is_no_document_is_refused() -> None:
    good = unpacked(Docx().data(p("a")))
    entity = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><w:document/>'
    assert refused(b"") is refused(b"PK") is Code.DOCX_UNREADABLE
    assert refused(packed({**good, "word/document.xml": entity})) is Code.DOCX_UNREADABLE
    assert refused(packed({**good, "word/document.xml": b"<w:document"})) is Code.DOCX_UNREADABLE
    assert (
        refused(packed({name: part for name, part in good.items() if "document" not in name})) is Code.DOCX_UNREADABLE
    )
    docx = Docx()
    noted = unpacked(docx.data(p("a", docx.note("n"))))
    assert refused(packed({**noted, "word/footnotes.xml": b"<broken"})) is Code.DOCX_DAMAGED_PART


def test_a_note_that_refers_to_itself_and_fields_without_ends_do_no_harm() -> None:
    docx = Docx()
    reference = docx.note('<w:r><w:footnoteReference w:id="2"/></w:r>')
    old = docx.data(p("a", reference), p('<w:r><w:fldChar w:fldCharType="end"/></w:r>', "b"), p("c"))
    assert redline(File(old, "o"), File(Docx().data(p("c")), "n"), author="Ann").findings
    begins = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>' * 300
    assert made_from(Docx().data(p(begins, "x")), Docx().data(p("y", begins))).counts.insertions == 1


def test_large_and_hostile_texts_take_seconds() -> None:
    start = time.perf_counter()
    one = Docx().data(*(p(f"a b {number % 5} c d e") for number in range(1_500)))
    other = Docx().data(*(p(f"b a {number % 7} d c e") for number in range(1_500)))
    made_from(one, other)
    made_from(Docx().data(p("a b " * 10_000)), Docx().data(p("b c a " * 8_000)))
    assert time.perf_counter() - start < 30
