"""Small DOCX files written by hand, and what they say once their tracked changes are accepted or rejected.

The reader here is written from ECMA-376 (part 1, 17.13.5) and shares no code with the package's: a row, a run or an
end of a paragraph that is taken out is gone, and a paragraph without its end goes on in the next.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
NAMESPACES = (
    f'xmlns:w="{W[1:-1]}" xmlns:r="{OFFICE}" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
STYLES = f"""<w:styles {NAMESPACES}>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/></w:style>
</w:styles>"""
_PICTURE = """<w:r><w:drawing><wp:inline><wp:extent cx="9525" cy="9525"/><wp:docPr id="{id}" name="Picture {id}"/>
<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>
<pic:cNvPr id="{id}" name="p"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{rel}"/><a:stretch>
<a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="9525" cy="9525"/></a:xfrm>
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline>
</w:drawing></w:r>""".replace("\n", "")
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc000000301"
    "0100c9fe92ef0000000049454e44ae426082"
)


class Docx:
    """A document in the making; its methods give XML for the text."""

    def __init__(self) -> None:
        self.relations: list[tuple[str, str, bool]] = []
        self.notes: list[str] = []
        self.media: dict[str, bytes] = {}

    def relate(self, kind: str, target: str, *, external: bool = False) -> str:
        self.relations.append((f"{OFFICE}/{kind}", target, external))
        return f"rId{len(self.relations) + 100}"

    def link(self, text: str, address: str) -> str:
        number = self.relate("hyperlink", address, external=True)
        return f'<w:hyperlink r:id="{number}">{run(text)}</w:hyperlink>'

    def note(self, *content: str) -> str:
        self.notes.append("".join(content))
        return f'<w:r><w:footnoteReference w:id="{len(self.notes) + 1}"/></w:r>'

    def picture(self, data: bytes = PNG) -> str:
        name = f"media/image{len(self.media) + 1}.png"
        self.media[f"word/{name}"] = data
        return _PICTURE.format(id=len(self.media), rel=self.relate("image", name))

    def data(self, *blocks: str) -> bytes:
        """The file."""
        body = f"{''.join(blocks)}<w:sectPr/>"
        parts = {
            "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>".encode(),
            "word/styles.xml": STYLES.encode(),
            **self.media,
        }
        self.relate("styles", "styles.xml")
        types = [("word/document.xml", "document.main"), ("word/styles.xml", "styles")]
        if self.notes:
            parts["word/footnotes.xml"] = _notes(self.notes).encode()
            self.relate("footnotes", "footnotes.xml")
            types.append(("word/footnotes.xml", "footnotes"))
        parts["word/_rels/document.xml.rels"] = _relations(self.relations)
        parts["_rels/.rels"] = _relations([(f"{OFFICE}/officeDocument", "word/document.xml", False)])
        overrides = "".join(f'<Override PartName="/{name}" ContentType="{MAIN}.{kind}+xml"/>' for name, kind in types)
        parts["[Content_Types].xml"] = (
            f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="png" ContentType="image/png"/>{overrides}</Types>'
        ).encode()
        return packed(parts)


def packed(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def run(text: str, looks: str = "") -> str:
    return f'<w:r><w:rPr>{looks}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def p(*content: str, properties: str = "") -> str:
    inner = "".join(item if item.startswith("<") else run(item) for item in content)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inner}</w:p>"


def field(code: str, result: str) -> str:
    def char(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    text = f"<w:r><w:instrText>{escape(code)}</w:instrText></w:r>"
    return char("begin") + text + char("separate") + run(result) + char("end")


def table(*rows: list[str]) -> str:
    """Cells are text, or XML of paragraphs."""
    cells = [
        "".join(f"<w:tc><w:tcPr/>{cell if cell.startswith('<w:p') else p(cell)}</w:tc>" for cell in row) for row in rows
    ]
    columns = '<w:gridCol w:w="2000"/>' * max(map(len, rows))
    made = "".join(f"<w:tr>{row}</w:tr>" for row in cells)
    return f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{made}</w:tbl>'


def _notes(notes: list[str]) -> str:
    separators = "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
        for number, kind in enumerate(("separator", "continuationSeparator"))
    )
    own = "".join(
        f'<w:footnote w:id="{number}">{p("<w:r><w:footnoteRef/></w:r>", note)}</w:footnote>'
        for number, note in enumerate(notes, start=2)
    )
    return f"<w:footnotes {NAMESPACES}>{separators}{own}</w:footnotes>"


def _relations(items: list[tuple[str, str, bool]]) -> bytes:
    mode = {True: ' TargetMode="External"', False: ""}
    inner = "".join(
        f'<Relationship Id="rId{number + 100}" Type="{kind}" Target={quoteattr(target)}{mode[external]}/>'
        for number, (kind, target, external) in enumerate(items, start=1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{inner}</Relationships>'.encode()


# --- reading -----------------------------------------------------------------------------------------------------


def texts(data: bytes, *, accept: bool = True) -> list[str]:
    """What each paragraph says once all changes are accepted, or rejected; empty ones too, cells after a stroke.

    A note stands in braces where it is referred to, a picture as a hash in brackets.
    """
    return list(_Reader(unpacked(data), accept).blocks("word/document.xml", "body"))


class _Reader:
    def __init__(self, parts: dict[str, bytes], accept: bool) -> None:
        self.parts = parts
        self.gone = ("del", "moveFrom") if accept else ("ins", "moveTo")
        notes = next((name for name in parts if name.startswith("word/footnotes")), None)
        root = etree.fromstring(parts[notes]) if notes else None
        self.notes = {} if root is None else {note.get(f"{W}id"): note for note in root}
        self.open_fields = 0

    def blocks(self, part: str, name: str) -> Iterator[str]:
        root = etree.fromstring(self.parts[part])
        relations = etree.fromstring(self.parts["word/_rels/document.xml.rels"])
        self.targets = {item.get("Id"): item.get("Target") for item in relations}
        yield from self.container(root.find(f"{W}{name}"), "")
        assert self.open_fields == 0, "a field has lost an end"

    def container(self, parent: Any, before: str) -> Iterator[str]:
        goes_on = ""
        children = [child for child in parent if child.tag in (f"{W}p", f"{W}tbl")]
        for child in children:
            if child.tag == f"{W}tbl":
                assert not goes_on, "words are left without the end of their paragraph"
                yield from self.table(child, before)
                continue
            text = goes_on + self.inline(child)
            goes_on = ""
            if any(child.find(f"{W}pPr/{W}rPr/{W}{name}") is not None for name in self.gone):
                goes_on = text
            else:
                yield before + text
        assert not goes_on, "words are left without the end of their paragraph"

    def table(self, item: Any, before: str) -> Iterator[str]:
        for row in item.findall(f"{W}tr"):
            if any(row.find(f"{W}trPr/{W}{name}") is not None for name in self.gone):
                continue
            for cell in row.findall(f"{W}tc"):
                yield from self.container(cell, f"{before}| ")

    def inline(self, item: Any) -> str:
        said = []
        for child in item:
            name = str(child.tag).rpartition("}")[2]
            if name in self.gone or name == "pPr":
                continue
            if name in ("t", "delText"):
                inside_deletion = any(True for _ in child.iterancestors(f"{W}del"))
                assert inside_deletion is (name == "delText")
                said.append(child.text or "")
            elif name == "footnoteReference":
                said.append(f"{{{' / '.join(self.container(self.notes[child.get(f'{W}id')], ''))}}}")
            elif name == "drawing":
                target = self.targets[next(child.iter("{*}blip")).get(f"{R}embed")]
                name = target.lstrip("/") if target.startswith("/") else f"word/{target}"
                said.append(f"[{hashlib.sha256(self.parts[name]).hexdigest()[:6]}]")
            elif name == "fldChar":
                self.open_fields += {"begin": 1, "end": -1}.get(child.get(f"{W}fldCharType"), 0)
            elif name in ("r", "hyperlink", "sdt", "sdtContent", "ins", "del", "moveFrom", "moveTo"):
                said.append(self.inline(child))
        return "".join(said)
