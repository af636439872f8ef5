"""Reading any DOCX into a Story: small files made by hand, each with what must be read in it."""

from __future__ import annotations

import hashlib

import pytest

from briefwright.diagnostics import Code
from briefwright.word.reading import read_story
from briefwright.word.story import Block, BlockKind, Cell, Change, CitedItem, Piece, PieceKind, Story
from tests.redline.documents import PNG, Docx, field, p, packed, run, unpacked

ANN = 'w:id="9" w:author="Ann" w:date="2024-07-03T10:00:00Z"'
BY_ANN = Change("Ann", "2024-07-03T10:00:00Z")
COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
ITEM = (
    ' ADDIN ZOTERO_ITEM CSL_CITATION {"citationItems": [{"locator": "3", "label": "page", '
    '"itemData": {"citation-key": "pich2024"}}]}'
)


def story(*blocks: str, made: Docx | None = None) -> Story:
    """What is read in a file of these blocks."""
    read = read_story((made or Docx()).data(*blocks))
    assert read.value is not None, read.findings
    return read.value


def blocks(*content: str, made: Docx | None = None) -> tuple[Block, ...]:
    return story(*content, made=made).blocks


def pieces(*content: str, made: Docx | None = None) -> tuple[Piece, ...]:
    """The pieces of one paragraph."""
    (block,) = blocks(p(*content), made=made)
    return block.pieces


def mark(name: str, inner: str, number: int = 1) -> str:
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{inner}<w:bookmarkEnd w:id="{number}"/>'


def control(tag: str, inner: str) -> str:
    return f'<w:sdt><w:sdtPr><w:tag w:val="{tag}"/></w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>'


def deleted(text: str) -> str:
    return f'<w:del {ANN}><w:r><w:delText xml:space="preserve">{text}</w:delText></w:r></w:del>'


# --- text --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        (run("plain"), "plain"),
        (run(" two ") + run("  words "), "two words"),
        (run("a") + "<w:r><w:tab/></w:r>" + run("b"), "a b"),
        (run("a") + "<w:r><w:br/></w:r>" + run("b"), "a b"),
        ("<w:r><w:t>10</w:t><w:noBreakHyphen/><w:t>12</w:t></w:r>", "10\u201112"),
        ('<w:r><w:sym w:font="Symbol" w:char="2022"/></w:r>', "\u2022"),
        (run("100\u00a0km"), "100 km"),
        (run("kept") + deleted(" gone"), "kept"),
        (run("old ") + f"<w:ins {ANN}>{run('new')}</w:ins>", "old new"),
        (f"<w:moveFrom {ANN}>{run('there')}</w:moveFrom>" + run("here"), "here"),
        ('<w:hyperlink w:anchor="x">' + run("linked") + "</w:hyperlink>", "linked"),
        ("<w:smartTag>" + run("tagged") + "</w:smartTag>", "tagged"),
        (f'<mc:AlternateContent xmlns:mc="{COMPATIBILITY}"><mc:Choice>{run("one")}</mc:Choice>'
         f"<mc:Fallback>{run('two')}</mc:Fallback></mc:AlternateContent>", "one"),
    ],
)  # fmt: skip
def test_text_of_a_paragraph(inner: str, text: str) -> None:
    assert blocks(p(inner))[0].text == text


def test_runs_that_look_alike_are_one_piece() -> None:
    bold = run("bold", "<w:b/>")
    assert [(one.text, set(one.looks)) for one in pieces(run("a "), run("b "), bold, run("c", '<w:b w:val="0"/>'))] == [
        ("a b ", set()), ("bold", {"strong"}), ("c", set()),
    ]  # fmt: skip


def test_who_put_in_and_took_out_is_kept() -> None:
    kept, put_in, out = pieces("old ", f"<w:ins {ANN}>{run('new')}</w:ins>", deleted(" gone"))
    assert (kept.inserted, kept.deleted) == (None, None)
    assert (put_in.text, put_in.inserted) == ("new", BY_ANN)
    assert (out.text, out.deleted, out.moved) == (" gone", BY_ANN, False)


def test_words_that_moved_say_so() -> None:
    there, here = blocks(
        p(f"<w:moveFrom {ANN}>{run('words')}</w:moveFrom>"), p(f"<w:moveTo {ANN}>{run('words')}</w:moveTo>")
    )
    assert (there.is_deleted, there.pieces[0].moved) == (True, True)
    assert (here.text, here.pieces[0].inserted, here.pieces[0].moved) == ("words", BY_ANN, True)


# --- paragraphs --------------------------------------------------------------------------------------------------


def test_headings_and_levels_come_from_styles() -> None:
    heading, outlined, plain = blocks(
        p("One", properties='<w:pStyle w:val="Heading1"/>'),
        p("Two", properties='<w:outlineLvl w:val="1"/>'),
        p("Three"),
    )
    assert (heading.kind, heading.level, heading.style) == (BlockKind.HEADING, 1, "Heading1")
    assert (outlined.kind, outlined.level) == (BlockKind.HEADING, 2)
    assert (plain.kind, plain.level) == (BlockKind.PARAGRAPH, 0)


def test_items_have_their_level() -> None:
    numbered = '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="4"/></w:numPr>'
    none = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>'
    item, paragraph = blocks(p("item", properties=numbered), p("none", properties=none))
    assert (item.kind, item.level, item.ordered) == (BlockKind.ITEM, 1, True)
    assert paragraph.kind is BlockKind.PARAGRAPH


def test_a_paragraph_whose_end_was_taken_out_goes_on_in_the_next() -> None:
    end_gone = f"<w:rPr><w:del {ANN}/></w:rPr>"
    (joined,) = blocks(p("One. ", properties=end_gone), p("Two."))
    assert joined.text == "One. Two."


def test_an_end_that_was_put_in_is_somebodys() -> None:
    first, second = blocks(p("One.", properties=f"<w:rPr><w:ins {ANN}/></w:rPr>"), p("Two."))
    assert (first.end_inserted, second.end_inserted) == (BY_ANN, None)


def test_cells_know_their_row_and_column_also_behind_merged_ones() -> None:
    wide = '<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>' + p("wide") + "</w:tc>"
    rows = (
        f"<w:tr><w:trPr><w:tblHeader/></w:trPr>{wide}<w:tc>{p('end')}</w:tc></w:tr>"
        f"<w:tr><w:tc>{p('a')}</w:tc><w:tc>{p('b')}</w:tc><w:tc>{p('c')}</w:tc></w:tr>"
    )
    found = {block.text: block.cell for block in blocks(f"<w:tbl>{rows}</w:tbl>", p("after"))}
    assert found["end"] == Cell(0, 0, 2, rows=2, columns=3, header=True)
    assert found["b"] == Cell(0, 1, 1, rows=2, columns=3)
    assert found["after"] is None


def test_a_row_that_was_put_in_is_somebodys_to_the_last_word() -> None:
    row = f"<w:tr><w:trPr><w:ins {ANN}/></w:trPr><w:tc>{p('new')}</w:tc></w:tr>"
    (cell,) = blocks(f"<w:tbl>{row}</w:tbl>")
    assert cell.pieces[0].inserted == BY_ANN


# --- anchors -----------------------------------------------------------------------------------------------------


def test_facts_are_known_by_bookmark_and_by_tag() -> None:
    before, fact, after = pieces("Before ", mark("f-1", control("fact:debt:statement:1", run("fact"))), " after.")
    assert fact.anchors == ("f-1", "fact:debt:statement:1")
    assert before.anchors == after.anchors == ()


def test_controls_around_paragraphs_are_read_through() -> None:
    assert [block.text for block in blocks(control("any", p("one") + p("two")))] == ["one", "two"]


def test_a_copy_is_read_by_its_first_name() -> None:
    """LibreOffice adds `_Copy_1` to the names of bookmarks that it has copied."""
    (block,) = blocks(p(mark("p-1_Copy_12", mark("f-1_Copy_1", run("fact"), 2))))
    assert block.names == ("p-1", "f-1")
    assert block.pieces[0].anchors == ("f-1",)


def test_bookmarks_between_paragraphs_belong_to_the_next() -> None:
    assert [block.names for block in blocks(p("zero"), mark("p-1", p("one")))] == [(), ("p-1",)]


def test_comments_are_on_their_words() -> None:
    inside = '<w:commentRangeStart w:id="4"/>' + run("these words") + '<w:commentRangeEnd w:id="4"/>'
    assert [(one.text, one.comments) for one in pieces("On ", inside, ".")] == [
        ("On ", ()), ("these words", ("4",)), (".", ()),
    ]  # fmt: skip


# --- fields, links, notes, pictures ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "inner",
    [field(ITEM, "(Pich, 2024)"), control("MENDELEY", field(ITEM, "(Pich, 2024)"))],
    ids=["bare", "in a control"],
)
def test_a_field_of_a_citation_is_one_piece_with_its_data(inner: str) -> None:
    _, cited, _ = pieces("Said ", inner, ".")
    assert (cited.kind, cited.text) == (PieceKind.CITATION, "(Pich, 2024)")
    assert cited.items == (CitedItem("pich2024", "3", "page"),)


def test_simple_fields_are_read_as_others() -> None:
    (cited,) = pieces(f'<w:fldSimple w:instr=" CITATION pich2024 \\p 3 ">{run("(Pich)")}</w:fldSimple>')
    assert (cited.kind, cited.text, cited.items) == (
        PieceKind.CITATION,
        "(Pich)",
        (CitedItem("pich2024", "3", "page"),),
    )


def test_of_fields_within_fields_the_outermost_is_the_piece() -> None:
    inner = field(" SEQ Table ", "7")
    outer = field(" REF table ", "@@").replace(run("@@"), run("Table ") + inner)
    (whole,) = pieces(outer)
    assert (whole.kind, whole.text, whole.code) == (PieceKind.FIELD, "Table 7", "REF table")


def test_a_plain_citation_is_known_by_its_bookmark() -> None:
    _, cited = pieces("Said ", mark("c-0123456789", run("(Pich, ") + run("2024", "<w:i/>") + run(")")))
    assert (cited.kind, cited.text, cited.code) == (PieceKind.CITATION, "(Pich, 2024)", "c-0123456789")


@pytest.mark.parametrize("name", ["c-012345678", "c-0123456789-and-more", "c-background"])
def test_headings_with_names_like_that_are_no_citations(name: str) -> None:
    assert [one.kind for one in pieces(mark(name, run("Conclusions")))] == [PieceKind.TEXT]


def test_links_by_relationship_anchor_and_field() -> None:
    made = Docx()
    related = made.link("out", "https://example.org/a")
    inside = f'<w:hyperlink w:anchor="there">{run("in")}</w:hyperlink>'
    assert [(one.text, one.link) for one in pieces(related, inside, field(' HYPERLINK "https://b.org" ', "by field"),
                                                   field(' HYPERLINK \\l "here" ', "by name"), made=made)] == [
        ("out", "https://example.org/a"), ("in", "#there"), ("by field", "https://b.org"), ("by name", "#here"),
    ]  # fmt: skip


def test_paragraphs_of_a_field_say_which() -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> ADDIN ZOTERO_BIBL {} </w:instrText></w:r>'
    begin += '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    found = blocks(p(begin, "First."), p("Second."), p("Last.", end), p("After."))
    assert [(block.text, block.field) for block in found] == [
        ("First.", "ZOTERO_BIBL"), ("Second.", "ZOTERO_BIBL"), ("Last.", "ZOTERO_BIBL"), ("After.", ""),
    ]  # fmt: skip


def test_notes_are_pieces_with_blocks_of_their_own() -> None:
    made = Docx()
    reference = made.note(run(" See "), field(ITEM, "Pich 2024"), run("."))
    _, note, _ = pieces("Words", reference, ".", made=made)
    assert (note.kind, note.text) == (PieceKind.NOTE, "See Pich 2024.")
    assert [one.kind for one in note.note[0].pieces] == [PieceKind.TEXT, PieceKind.CITATION, PieceKind.TEXT]


def test_pictures_are_known_by_their_bytes() -> None:
    made = Docx()
    (picture,) = pieces(made.picture(), made=made)
    assert picture.kind is PieceKind.PICTURE
    assert picture.picture is not None
    assert picture.picture.digest == hashlib.sha256(PNG).hexdigest()


def test_text_boxes_are_read_once() -> None:
    box = f"<w:pict><w:txbxContent>{p('box')}</w:txbxContent></w:pict>"
    both = f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    (piece,) = pieces(f'<w:r xmlns:mc="{COMPATIBILITY}"><mc:AlternateContent>{both}</mc:AlternateContent></w:r>')
    assert piece.text == "box "


# --- the file ----------------------------------------------------------------------------------------------------


def test_a_file_that_is_not_ours_is_read_with_a_warning() -> None:
    read = read_story(Docx().data(p("x")), "in.docx")
    assert [(one.code, str(one.location)) for one in read.findings] == [(Code.DOCX_NO_MANIFEST, "in.docx")]
    assert read.value is not None
    assert (read.value.manifest, read.value.baseline, read.value.comments) == ("", "", ())


def test_damaged_notes_are_a_warning_and_the_rest_is_read() -> None:
    made = Docx()
    parts = unpacked(made.data(p("text", made.note(p("note")))))
    read = read_story(packed({**parts, "word/footnotes.xml": b"<w:footnotes"}))
    assert Code.DOCX_DAMAGED_PART in {one.code for one in read.findings}
    assert read.value is not None
    assert [block.text for block in read.value.blocks] == ["text"]


def test_who_saved_it_last_and_with_what() -> None:
    parts = unpacked(Docx().data(p("x")))
    core = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dcterms="http://purl.org/dc/terms/"><cp:lastModifiedBy>Bo</cp:lastModifiedBy>'
        "<dcterms:modified>2024-07-03T10:00:00Z</dcterms:modified></cp:coreProperties>"
    )
    app = (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        "<Application>LibreOffice/7.4</Application></Properties>"
    )
    kinds = {
        "core.xml": "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
        "app.xml": "http://schemas.openxmlformats.org/officeDocument/2006/relationships/extended-properties",
    }
    more = "".join(f'<Relationship Id="r{name}" Type="{kind}" Target="{name}"/>' for name, kind in kinds.items())
    parts["_rels/.rels"] = parts["_rels/.rels"].replace(b"</Relationships>", f"{more}</Relationships>".encode())
    read = read_story(packed({**parts, "core.xml": core.encode(), "app.xml": app.encode()})).value
    assert read is not None
    assert (read.last_author, read.modified, read.application) == ("Bo", "2024-07-03T10:00:00Z", "LibreOffice/7.4")
