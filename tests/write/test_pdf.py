"""PDF: tagged, complete, the same every time, and everything that WeasyPrint says is told."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import io
import logging
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import lxml.html
import pypdf
import pypdfium2
import pytest

from briefwright import ast, pandoc
from briefwright.diagnostics import Code, Finding, Location
from briefwright.document import Document
from briefwright.write.paper import for_paper
from briefwright.write.pdf import write_pdf
from tests.conftest import Judge
from tests.write import samples

STYLES = ("apa", "chicago-notes-bibliography", "ieee")


def written(document: Document) -> pypdf.PdfReader:
    done = write_pdf(document)
    assert done.findings == ()
    return pypdf.PdfReader(io.BytesIO(done.value))


def pages_of(document: Document) -> list[str]:
    """The text of each page, hyphens at the ends of lines left out."""
    pages = pypdfium2.PdfDocument(write_pdf(document).value)
    texts = (pages[number].get_textpage().get_text_bounded() for number in range(len(pages)))
    return [re.sub("[\ufffe\u0002]\r?\n?", "", text) for text in texts]


def told(document: Document) -> list[tuple[Code, int]]:
    return [(finding.code, line_of(finding)) for finding in write_pdf(document).findings]


def line_of(finding: Finding) -> int:
    return finding.location.line if finding.location else -1


@pytest.mark.parametrize("csl", STYLES)
def test_everything_is_accessible(tmp_path: Path, pdf_ua: Judge, csl: str) -> None:
    file = tmp_path / "page.pdf"
    done = write_pdf(samples.everything(csl))
    assert done.findings == ()
    file.write_bytes(done.value)
    assert pdf_ua(file).problems == ()


def test_vera_agrees(tmp_path: Path, vera_pdf: Judge) -> None:
    files = []
    for csl in STYLES:
        files.append(tmp_path / f"{csl}.pdf")
        files[-1].write_bytes(write_pdf(samples.everything(csl)).value)
    assert [problem for file in files for problem in vera_pdf(file).problems] == []


def test_properties_come_from_the_document() -> None:
    reader = written(samples.everything())
    info = reader.metadata
    assert info
    assert info.title == samples.everything().brief.meta.title
    assert info.author == "Sok Dara, Anna Petrova"
    assert info.subject == "Relations between Cambodia and Russia"
    assert info["/Keywords"] == "Cambodia, Russia, ASEAN"
    assert info["/CreationDate"] == info["/ModDate"] == "D:20240701000000Z"
    catalog: Any = reader.trailer["/Root"]
    assert catalog["/Lang"] == "en-GB"
    assert catalog["/MarkInfo"]["/Marked"]
    assert catalog["/ViewerPreferences"]["/DisplayDocTitle"]


@pytest.mark.parametrize(("page", "size"), [("A4", (595, 842)), ("Letter", (612, 792))])
def test_the_size_of_the_page(page: str, size: tuple[int, int]) -> None:
    box = written(samples.make("Text.", page=page)).pages[0].mediabox
    assert (round(box.width), round(box.height)) == size


def test_bookmarks_are_the_headings_without_their_notes() -> None:
    reader = written(samples.make("# One[^a]\n\n## Two *here*\n\nText.\n\n# Three\n\n[^a]: A note.\n"))
    assert list(outline(reader.outline)) == [(0, "One"), (1, "Two here"), (0, "Three")]


def outline(items: Any, depth: int = 0) -> Iterator[tuple[int, str]]:
    for item in items:
        if isinstance(item, list):
            yield from outline(item, depth + 1)
        else:
            yield depth, item.title


def test_running_heads_and_page_numbers() -> None:
    document = dataclasses.replace(samples.everything(), words={"page-of": "Страница {page} из {pages}"})
    pages = [" ".join(page.split()) for page in pages_of(document)]
    for number, page in enumerate(pages, start=1):
        assert f"Страница {number} из {len(pages)}" in page
        assert page.count("TLP:CLEAR") == 1
        assert page.count("what is known and what is contested") == 1
        assert "Institute for Regional Studies" in page


def test_text_from_the_brief_is_no_style_sheet() -> None:
    meta = {"title": 'Quote " } @page { size: A3 } \\ <b>', "institution": "a\nb", "marking": "</style>"}
    document = samples.make("# One\n\n" + "Text.\n\n" * 80, meta=meta)
    assert round(written(document).pages[0].mediabox.width) == 595
    second = pages_of(document)[1]
    assert meta["title"] in second
    assert meta["marking"] in second


def test_notes_stand_at_the_foot_of_their_page() -> None:
    document = samples.make("Text[^a] goes on.\n\n[^a]: First paragraph.\n\n    Second *one*.\n")
    (text,) = pages_of(document)
    assert re.search(r"1\.\s+First paragraph\.\s+Second one\.", text)
    page = pypdfium2.PdfDocument(write_pdf(document).value)[0]
    found = page.get_textpage().search("First paragraph")
    position = found.get_next()
    assert position
    low = page.get_textpage().get_charbox(position[0])[1]
    assert low < page.get_height() / 4


@pytest.mark.parametrize("csl", STYLES)
def test_no_word_is_lost(csl: str) -> None:
    document = samples.everything(csl)
    shown = re.sub(r"\s", "", "".join(pages_of(document)))
    body = lxml.html.fromstring(pandoc.to_html(document.blocks, lang="en").output.decode("utf-8"))
    plain = re.findall(r"[A-Za-zА-Яа-яё]{3,}", " ".join(body.itertext()))
    assert len(plain) > 800
    assert [word for word in plain if word not in shown] == []


KHMER, RUSSIAN = "ព្រះរាជាណាចក្រកម្ពុជា", "Съешь же ещё этих мягких французских булок"


@pytest.mark.parametrize("mark", ["", "*", "**", "***", "`"])
@pytest.mark.parametrize("sentence", [KHMER, RUSSIAN])
def test_khmer_and_cyrillic_have_their_letters(sentence: str, mark: str) -> None:
    done = write_pdf(samples.make(f"{mark}{sentence}{mark}\n\n# {sentence}\n\n| {sentence} |\n|---|\n| {sentence} |\n"))
    assert done.findings == ()


@pytest.mark.parametrize(("character", "code"), [("𐀀", "U+10000"), ("ᄒ", "U+1112"), ("★", "U+2605")])
def test_a_missing_letter_is_told_with_its_place(character: str, code: str) -> None:
    document = samples.make(f"First.\n\nSecond.\n\nThird has {character} in it.\n")
    (finding,) = write_pdf(document).findings
    assert finding.code is Code.MISSING_GLYPH
    assert code in finding.message
    assert f"Third has {character} in it" in finding.message
    assert finding.location == Location("briefs/sample.md", 5)


def test_a_missing_letter_of_the_title_is_told() -> None:
    assert told(samples.make("Text.", meta={"title": "A ★"})) == [(Code.MISSING_GLYPH, 0)]


def test_a_dead_link_is_told_once_with_its_line() -> None:
    assert told(samples.make("First.\n\nSee [below](#nowhere) for more.\n")) == [(Code.DEAD_LINK, 3)]


def test_nothing_is_fetched() -> None:
    inside = '<image href="http://127.0.0.1:9/a.png" width="5" height="5"/>'
    document = samples.make(f"Text ![a picture]({samples.svg(inside)}) here.\n")
    assert Code.ADDRESS_FORBIDDEN in {finding.code for finding in write_pdf(document).findings}


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/a.png", "file:///etc/hostname", "secret.png", "//x/y.png"])
def test_pictures_from_elsewhere_are_refused(address: str) -> None:
    document = samples.make("", raw=[ast.para([picture(address)])])
    codes = {finding.code for finding in write_pdf(document).findings}
    assert codes == {Code.ADDRESS_FORBIDDEN}


def picture(address: str) -> ast.Node:
    return {"t": "Image", "c": [ast.attributes(), ast.words("a picture"), [address, ""]]}


@pytest.mark.parametrize(
    "address",
    [
        "data:image/png;base64,iVBORw0KGgo=",
        "data:image/svg+xml;base64,"
        + base64.b64encode(b'<svg xmlns="http://www.w3.org/2000/svg" width="5" height="x" viewBox="a b"/>').decode(),
    ],
)
def test_a_picture_that_cannot_be_drawn_is_an_error_that_names_it(address: str) -> None:
    document = samples.make("", raw=[ast.para([picture(address)])])
    (finding,) = write_pdf(document).findings
    assert (finding.code, finding.severity.value) == (Code.PICTURE_UNREADABLE, "error")
    assert "“a picture” cannot be drawn" in finding.message


def test_what_weasyprint_cannot_lay_out_is_an_error() -> None:
    drawing = base64.b64encode(b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="a b"/>').decode()
    made = write_pdf(samples.make("", raw=[ast.para([picture(f"data:image/svg+xml;base64,{drawing}")])]))
    (finding,) = made.findings
    assert (finding.code, finding.severity.value) == (Code.CONVERTER_WARNING, "error")
    assert "WeasyPrint gives up: ValueError" in finding.message
    assert made.value == b""


def test_addresses_in_a_themes_style_sheet_are_refused() -> None:
    css = "p { background: url(http://127.0.0.1:9/a.png) }\n@import url(file:///etc/passwd);"
    document = samples.make("Text.", theme=samples.themed(css=css, css_path="templates/themes/ours.css"))
    assert Code.ADDRESS_FORBIDDEN in {finding.code for finding in write_pdf(document).findings}


def test_what_weasyprint_does_not_understand_is_told_at_the_style_sheets_line() -> None:
    theme = samples.themed(css="p { color: red }\np { colr: blue }\n", css_path="templates/themes/ours.css")
    (finding,) = write_pdf(samples.make("Text.", theme=theme)).findings
    assert finding.code is Code.LAYOUT_WARNING
    assert finding.location == Location("templates/themes/ours.css", 2)
    assert finding.location.text == "p { colr: blue }"


def test_loggers_and_environment_are_as_they_were(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "12")
    logger = logging.getLogger("weasyprint")
    before = (logger.level, logger.propagate, list(logger.handlers))
    write_pdf(samples.make("Text ★."))
    assert (logger.level, logger.propagate, [h for h in logger.handlers if h in before[2]]) == before
    assert os.environ["SOURCE_DATE_EPOCH"] == "12"


def test_the_same_bytes_the_second_time() -> None:
    first = write_pdf(samples.everything()).value
    write_pdf(samples.make("Another.", csl="ieee"))
    assert write_pdf(samples.everything()).value == first


def test_the_same_bytes_elsewhere(tmp_path: Path) -> None:
    script = """
import sys, hashlib
from tests.write import samples
from briefwright.write.pdf import write_pdf
done = write_pdf(samples.everything())
print(hashlib.sha256(done.value).hexdigest(), len(done.findings))
"""
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(samples.ROOT), str(samples.ROOT / "src")]),
        "PYTHONHASHSEED": "4711",
        "TZ": "Asia/Phnom_Penh",
        "LANG": "C",
        "XDG_CACHE_HOME": str(tmp_path / "empty cache"),
    }
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    assert done.stdout.split() == [hashlib.sha256(write_pdf(samples.everything()).value).hexdigest(), "0"]


def test_another_document_has_another_identifier() -> None:
    one, two = (written(samples.make(text)).trailer["/ID"] for text in ("One.", "Two."))
    assert one != two


def shaped(markdown: str) -> str:
    blocks = for_paper(pandoc.read_markdown(markdown)[0])
    return pandoc.to_html(blocks, lang="en").output.decode("utf-8").strip()


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        (
            "[a *b* `c`](#x)",
            '<p><a href="#x">a</a><em><a href="#x"> b</a></em><a href="#x"> </a><code><a href="#x">c</a></code></p>',
        ),
        ("[^1]\n\n[^1]: a\n\n    b\n", '<p><span class="footnote">a<br />\nb</span></p>'),
        ("- a\n\n- b\n", '<div class="loose">\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n</div>'),
        ("- a\n    - b\n", "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul></li>\n</ul>"),
        ("[x y]{.fact #f}", "<p>x y</p>"),
        ("[x]{#f} [y](#f)", '<p><span id="f">x</span><a href="#f"> y</a></p>'),
        ("[x]{lang=km}", '<p><span lang="km">x</span></p>'),
        ("in *x*", "<p>in<em> x</em></p>"),
    ],
)
def test_shapes_that_are_tagged_well(markdown: str, html: str) -> None:
    assert shaped(markdown) == html


def test_a_block_in_an_item_stands_between_two_halves_of_the_list() -> None:
    found = shaped("1. a\n\n    > q\n\n2. b\n")
    assert re.sub(r"\s+", " ", found) == (
        '<div class="loose"> <ol type="1"> <li>a</li> </ol> <div class="in-list"> <blockquote> <p>q</p> </blockquote> '
        '</div> <ol start="2" type="1"> <li>b</li> </ol> </div>'
    )


def test_a_list_in_a_cell_becomes_lines() -> None:
    table = "+-----+\n| A   |\n+=====+\n| - x |\n| - y |\n+-----+\n"
    assert "<td>• x<br />\n• y</td>" in shaped(table)


def test_an_address_is_not_broken_after_its_scheme() -> None:
    found = shaped("[https://www.example.org/a/b](https://www.example.org/a/b)")
    assert found == (
        '<p><span class="nowrap"><a href="https://www.example.org/a/b">https://www.example.org</a></span>'
        '<a href="https://www.example.org/a/b">/a/b</a></p>'
    )


def test_khmer_can_be_copied_letter_by_letter() -> None:
    # pre-base letters come in the order in which they stand on the page, as from any PDF without ActualText
    shown = "".join(pages_of(samples.make("កម្ពុជា ឡាវ ប៊ិច មករា")))
    assert all(word in shown for word in ("កម្ពុជា", "ឡាវ", "មករា"))
