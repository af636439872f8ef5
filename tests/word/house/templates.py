"""Templates of houses, as python-docx and hands make them."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import docx
from docx.oxml import parse_xml
from docx.shared import Cm, Pt, RGBColor

from briefwright.word.ooxml import RELATIONSHIPS, WORD
from tests.word.sample import PIXEL

W = f'xmlns:w="{WORD}" xmlns:r="{RELATIONSHIPS}"'
PICTURE = base64.b64decode(PIXEL.partition(",")[2])


def plain(path: Path) -> Path:
    """python-docx's own template, with a text that is a sample."""
    made = docx.Document()
    made.add_paragraph("Sample text")
    made.save(str(path))
    return path


def house(path: Path) -> Path:
    """Styles, a cover in a section of its own, places in text, head and foot, and a field that takes from outside."""
    made = docx.Document()
    made.styles["Heading 1"].font.color.rgb = RGBColor(0x80, 0, 0x20)
    made.styles["Normal"].font.name = "Georgia"
    made.add_paragraph("{institution}")
    title = made.add_paragraph(style="Title")
    title.add_run("{ti").bold = True
    title.add_run("tle} and more")
    made.add_paragraph("By {authors}, {date}. {nonsense}")
    made.add_picture(io.BytesIO(PICTURE), width=Cm(5))
    made.element.body.insert(len(made.element.body) - 1, parse_xml(control("bw:summary", "Click here")))
    made.add_section()
    made.add_paragraph("Sample text of the second section")
    last = made.sections[1]
    last.page_width, last.left_margin, last.right_margin = Pt(600), Pt(100), Pt(100)
    last.header.is_linked_to_previous = last.footer.is_linked_to_previous = False
    head = last.header.paragraphs[0]
    head.add_run("House: ")
    head._p.append(parse_xml(f'<w:fldSimple {W} w:instr=" TITLE "><w:r><w:t>old</w:t></w:r></w:fldSimple>'))
    head.add_run().add_picture(io.BytesIO(PICTURE), width=Cm(1))
    foot = last.footer.paragraphs[0]
    foot.text = "{marking} "
    for code, result in (("PAGE", "1"), ("MERGEFIELD number", "«n»"), ('INCLUDETEXT "http://x/"', "included")):
        for run in field(code, result):
            foot._p.append(parse_xml(run))
    made.save(str(path))
    return path


def control(tag: str, text: str) -> str:
    return (
        f'<w:sdt {W}><w:sdtPr><w:tag w:val="{tag}"/><w:id w:val="7"/><w:showingPlcHdr/></w:sdtPr><w:sdtContent>'
        f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )


def field(code: str, result: str) -> list[str]:
    parts = (
        '<w:fldChar w:fldCharType="begin"/>',
        f'<w:instrText xml:space="preserve"> {code} </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        f"<w:t>{result}</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
    )
    return [f"<w:r {W}>{part}</w:r>" for part in parts]


def by_hand(path: Path, body: str, styles: str = "", extra: Mapping[str, bytes | str] | None = None) -> Path:
    """A package of a body and a style sheet. extra: further parts; `word/_rels/document.xml.rels` is completed."""
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    related = dict(extra or {})
    more = str(related.pop("relationships", ""))
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": f'<Types xmlns="{types}"><Default Extension="xml" ContentType="text/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}"><Relationship Id="r1" Type="{RELATIONSHIPS}/officeDocument" '
        'Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {W}>{styles}</w:styles>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{package}"><Relationship Id="r1" '
        f'Type="{RELATIONSHIPS}/styles" Target="styles.xml"/>{more}</Relationships>',
        **related,
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def style(identifier: str, name: str, kind: str = "paragraph", more: str = "") -> str:
    return f'<w:style w:type="{kind}" w:styleId="{identifier}"><w:name w:val="{name}"/>{more}</w:style>'


GERMAN = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="Standard"><w:name w:val="Normal"/>'
    '<w:rPr><w:lang w:val="de-DE"/></w:rPr></w:style>'
    + style("berschrift1", "heading 1")
    + style("Flietext", "Fließtext")
    + style("Zitat", "Zitat")
    + style("Haus", "Haus 7", more='<w:aliases w:val="Kasten 2,Key Points"/>')
    + style("Beschriftung", "Beschriftung")
    + style("Caption", "caption")
    + style("bodytext2", "bodytext", kind="character")
)
"""Word's own styles by their English names and German ids, a house's by German names, one with an alias."""
