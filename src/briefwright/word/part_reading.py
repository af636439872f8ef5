"""Reading one part of a DOCX, the document or a note, into blocks (ECMA-376 part 1, 17)."""

from __future__ import annotations

import dataclasses
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from briefwright.word.citation_codes import field_type, is_citation, items_of
from briefwright.word.ooxml import (
    COMPATIBILITY,
    DRAWING,
    DRAWING_WORD,
    RELATIONSHIPS,
    Element,
    style_of,
    w,
)
from briefwright.word.package import Package
from briefwright.word.part_elements import (
    COPY,
    WHOLE,
    cells_of,
    change_of,
    field_address,
    first_of,
    holds_text,
    is_link,
    local_name,
    merged,
    span_of,
    symbol_of,
    targets_of,
    trimmed,
    without_copies,
)
from briefwright.word.sheet import Sheet
from briefwright.word.story import Block, BlockKind, Cell, Change, Picture, Piece, PieceKind

MAX_BLOCKS = 100_000
MAX_OPEN = 200
"""Bookmarks, and comments, that are open at one time; others are passed over, as each costs time for every piece."""
_PLAIN = re.compile(r"c-[0-9a-f]{10}(?:_Copy_\d+)?\Z")
"""The bookmark of a citation without a field; a heading's may begin alike."""
_FIXED = {"tab": " ", "cr": " ", "br": " ", "ptab": " ", "noBreakHyphen": "\u2011"}
_VECTOR_IMAGE = "{urn:schemas-microsoft-com:vml}imagedata"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_GALLERIES = {"Table of Contents": "TOC", "Bibliographies": "BIBLIOGRAPHY"}


@dataclass(frozen=True, slots=True)
class Shared:
    """What all parts of a file have in common."""

    package: Package
    sheet: Sheet
    notes: Mapping[str, Mapping[str, Element]]
    """The footnotes and endnotes by their ids, by `footnote` and `endnote`."""
    note_parts: Mapping[str, str]
    """Their parts' names."""
    targets: dict[str, Mapping[str, str]] = field(default_factory=dict)
    """What the relationships of each part that was read lead to."""
    read_notes: dict[tuple[str, str], tuple[Block, ...]] = field(default_factory=dict)
    """What notes say, by their sort and id: one may be referred to often."""


@dataclass(slots=True)
class _Field:
    code: list[str] = field(default_factory=list)
    in_result: bool = False
    text: list[str] = field(default_factory=list)
    inserted: Change | None = None
    deleted: Change | None = None

    @property
    def whole_code(self) -> str:
        return "".join(self.code)


@dataclass(frozen=True, slots=True)
class _Around:
    """What is true of the text at a place, from the elements around it."""

    looks: frozenset[str] = frozenset()
    link: str = ""
    inserted: Change | None = None
    deleted: Change | None = None
    moved: bool = False
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Held:
    paragraph: Element
    field: str
    cell: Cell | None


@dataclass(slots=True)
class PartReader:
    """Reads a part. note: whether it is a note, in which no others are read."""

    shared: Shared
    part: str
    is_note: bool = False
    _pieces: list[Piece] = field(default_factory=list)
    _fields: list[_Field] = field(default_factory=list)
    _open: dict[str, str] = field(default_factory=dict)
    """Bookmarks that are open, by their number."""
    _names: list[str] = field(default_factory=list)
    """Of bookmarks that began since the last paragraph ended."""
    _comments: dict[str, None] = field(default_factory=dict)
    _tables: int = 0
    _gallery: list[str] = field(default_factory=list)
    _targets: Mapping[str, str] = field(default_factory=dict)
    _blocks: list[Block] = field(default_factory=list)
    _held: _Held | None = None
    """The first of the paragraphs whose ends were taken out, so that the next goes on in it."""

    def __post_init__(self) -> None:
        if self.part not in self.shared.targets:
            self.shared.targets[self.part] = targets_of(self.shared.package, self.part)
        self._targets = self.shared.targets[self.part]

    def blocks(self, container: Element) -> list[Block]:
        """The blocks of the body, or of a note."""
        self._container(container, _Around(), None)
        if self._held:
            self._end(self._held, None, own_names=True)
        return without_copies(self._blocks)

    # --- blocks -------------------------------------------------------------------------------------------

    def _container(self, container: Element, around: _Around, cell: Cell | None) -> None:
        for item in container:
            name = local_name(item)
            if name == "p":
                self._paragraph(item, around, cell)
            elif name == "tbl":
                self._table(item, around)
            elif name == "sdt":
                self._block_control(item, around, cell)
            elif name in ("ins", "del", "moveFrom", "moveTo"):
                self._container(item, _changed(item, name, around), cell)
            elif name in ("customXml", "smartTag"):
                self._container(item, around, cell)
            elif name in ("bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd"):
                self._range(item, name)
            elif item.tag == f"{{{COMPATIBILITY}}}AlternateContent":
                for choice in item.findall(f"{{{COMPATIBILITY}}}Choice")[:1]:
                    self._container(choice, around, cell)

    def _block_control(self, control: Element, around: _Around, cell: Cell | None) -> None:
        gallery = control.find(f"{w('sdtPr')}/{w('docPartObj')}/{w('docPartGallery')}")
        kind = _GALLERIES.get(gallery.get(w("val"), ""), "") if gallery is not None else ""
        if control.find(f"{w('sdtPr')}/{w('bibliography')}") is not None:
            kind = "BIBLIOGRAPHY"
        self._gallery += [kind] if kind else []
        content = control.find(w("sdtContent"))
        if content is not None:
            self._container(content, around, cell)
        if kind:
            self._gallery.pop()

    def _table(self, table: Element, around: _Around) -> None:
        number, self._tables = self._tables, self._tables + 1
        rows = [row for row in table.iter(w("tr")) if next(row.iterancestors(w("tbl"))) is table]
        widths = [sum(span_of(cell) for cell in cells_of(row)) for row in rows]
        for index, row in enumerate(rows):
            properties = row.find(w("trPr"))
            inside = around
            for name in ("ins", "del"):
                mark = None if properties is None else properties.find(w(name))
                inside = inside if mark is None else _changed(mark, name, inside)
            header = properties is not None and properties.find(w("tblHeader")) is not None
            column = 0
            for cell in cells_of(row):
                place = Cell(number, index, column, len(rows), max(widths), header)
                self._container(cell, inside, place)
                column += span_of(cell)

    def _paragraph(self, paragraph: Element, around: _Around, cell: Cell | None) -> None:
        if len(self._blocks) >= MAX_BLOCKS:
            raise ValueError(f"it has more than {MAX_BLOCKS:,} paragraphs")
        if self._held and self._held.cell != cell:  # a paragraph does not go on in another cell
            self._end(self._held, None, own_names=True)
        inside, names = self._whole_field(), len(self._names)
        self._inlines(paragraph, around)
        held = self._held or _Held(paragraph, inside or self._whole_field(), cell)
        mark = paragraph.find(f"{w('pPr')}/{w('rPr')}")
        ended = None if mark is None else first_of(mark, "del", "moveFrom")
        if ended is not None and any(piece.deleted is None for piece in self._pieces):
            self._held = held
            self._add(PieceKind.TEXT, "", dataclasses.replace(around, inserted=None, deleted=change_of(ended)))
            return
        put_in = None if mark is None else first_of(mark, "ins", "moveTo")
        self._end(held, put_in, own_names=len(self._names) > names)

    def _end(self, held: _Held, put_in: Element | None, *, own_names: bool) -> None:
        """The end of a paragraph. own_names: whether bookmarks began in it; those before it may wait for the next."""
        self._held = None
        paragraph, cell = held.paragraph, held.cell
        style = style_of(paragraph)
        sheet = self.shared.sheet
        level, place = sheet.heading_level(paragraph, style), sheet.list_place(paragraph, style)
        kind, ordered = (BlockKind.CELL if cell else BlockKind.PARAGRAPH), False
        if level:
            kind = BlockKind.HEADING
        elif place:
            kind, (level, ordered) = BlockKind.ITEM, place
        pieces, names = tuple(merged(self._pieces)), tuple(dict.fromkeys(self._names))
        if not pieces and cell is None and not own_names:
            return
        self._pieces, self._names = [], []
        end = change_of(put_in) if put_in is not None else None
        self._blocks.append(Block(kind, pieces, style, level, ordered, names, cell, held.field, end))

    def _whole_field(self) -> str:
        for one in self._fields:
            kind = field_type(one.whole_code)
            if one.in_result and kind in WHOLE:
                return kind
        return self._gallery[-1] if self._gallery else ""

    # --- inlines ------------------------------------------------------------------------------------------

    def _inlines(self, parent: Element, around: _Around) -> None:
        for item in parent:
            name = local_name(item)
            if name == "r":
                self._run(item, around)
            elif name == "hyperlink":
                self._inlines(item, dataclasses.replace(around, link=self._address(item) or around.link))
            elif name == "sdt":
                self._control(item, around)
            elif name in ("ins", "del", "moveFrom", "moveTo"):
                self._inlines(item, _changed(item, name, around))
            elif name in ("bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd"):
                self._range(item, name)
            elif name == "fldSimple":
                self._simple_field(item, around)
            elif name in ("smartTag", "customXml", "dir", "bdo"):
                self._inlines(item, around)
            elif item.tag == f"{{{COMPATIBILITY}}}AlternateContent":
                for choice in item.findall(f"{{{COMPATIBILITY}}}Choice")[:1]:
                    self._inlines(choice, around)
            elif isinstance(item.tag, str) and item.tag.endswith(("}oMath", "}oMathPara")):
                self._text("".join(text.text or "" for text in item.iter(_MATH_TEXT)), around)

    def _control(self, control: Element, around: _Around) -> None:
        tag = control.find(f"{w('sdtPr')}/{w('tag')}")
        value = "" if tag is None else str(tag.get(w("val"), ""))
        content = control.find(w("sdtContent"))
        if content is not None:
            tags = (*around.tags, value) if value.startswith("fact:") else around.tags
            self._inlines(content, dataclasses.replace(around, tags=tags))

    def _range(self, item: Element, name: str) -> None:
        number = item.get(w("id"), "")
        if name == "bookmarkStart":
            given = item.get(w("name"), "")
            if given and given != "_GoBack":  # Word's own, where the cursor was
                self._names.append(given)
                if len(self._open) < MAX_OPEN:
                    self._open[number] = given
        elif name == "bookmarkEnd":
            self._open.pop(number, None)
        elif name == "commentRangeStart":
            if len(self._comments) < MAX_OPEN:
                self._comments[number] = None
        else:
            self._comments.pop(number, None)

    def _simple_field(self, item: Element, around: _Around) -> None:
        one = _Field([item.get(w("instr"), "")], in_result=True, inserted=around.inserted, deleted=around.deleted)
        self._fields.append(one)
        self._inlines(item, around)
        self._fields.pop()
        self._field_done(one, around)

    def _run(self, run: Element, around: _Around) -> None:
        looks = self.shared.sheet.looks(run)
        inside = dataclasses.replace(around, looks=around.looks | looks) if looks else around
        for item in run:
            name = local_name(item)
            if name in ("t", "delText"):
                self._text(item.text or "", inside)
            elif name in _FIXED:
                self._text("" if item.get(w("type")) == "page" else _FIXED[name], inside)
            elif name == "sym":
                self._text(symbol_of(item), inside)
            elif name == "fldChar":
                self._field_char(item.get(w("fldCharType"), ""), inside)
            elif name in ("instrText", "delInstrText"):
                if self._fields and not self._fields[-1].in_result:
                    self._fields[-1].code.append(item.text or "")
            elif name in ("footnoteReference", "endnoteReference"):
                self._note(item, name.removesuffix("Reference"), inside)
            elif name == "ruby":
                for base in item.findall(w("rubyBase")):
                    self._inlines(base, inside)
            elif name in ("drawing", "pict", "object"):
                self._picture(item, inside)
            elif item.tag == f"{{{COMPATIBILITY}}}AlternateContent":
                for choice in item.findall(f"{{{COMPATIBILITY}}}Choice")[:1]:
                    self._picture(choice, inside)

    # --- pieces -------------------------------------------------------------------------------------------

    def _text(self, text: str, around: _Around) -> None:
        if not text or any(not one.in_result for one in self._fields):
            return
        holder = next((one for one in self._fields if holds_text(one.whole_code)), None)
        if holder is not None:
            holder.text.append(text)
            return
        link = next((field_address(one.whole_code) for one in self._fields if is_link(one.whole_code)), around.link)
        bookmark = next((name for name in self._open.values() if _PLAIN.match(name)), "")
        if bookmark:
            self._plain_citation(COPY.sub("", bookmark), text, around)
            return
        self._add(PieceKind.TEXT, text, dataclasses.replace(around, link=link))

    def _plain_citation(self, name: str, text: str, around: _Around) -> None:
        last = self._pieces[-1] if self._pieces else None
        if last and last.kind is PieceKind.CITATION and last.code == name and last.deleted == around.deleted:
            self._pieces[-1] = dataclasses.replace(last, text=last.text + text)
            return
        self._add(PieceKind.CITATION, text, around, code=name)

    def _add(self, kind: PieceKind, text: str, around: _Around, **more: object) -> None:
        facts = [COPY.sub("", name) for name in self._open.values() if name.startswith("f-")]
        anchors = tuple(dict.fromkeys((*facts, *around.tags)))
        self._pieces.append(
            Piece(
                kind,
                text,
                looks=around.looks,
                link=around.link,
                anchors=anchors,
                inserted=around.inserted,
                deleted=around.deleted,
                moved=around.moved,
                comments=tuple(self._comments),
                **more,  # type: ignore[arg-type]  # names and types are those of Piece
            )
        )

    def _field_char(self, kind: str, around: _Around) -> None:
        if kind == "begin" and len(self._fields) < MAX_OPEN:
            self._fields.append(_Field(inserted=around.inserted, deleted=around.deleted))
        elif kind == "separate" and self._fields:
            self._fields[-1].in_result = True
        elif kind == "end" and self._fields:
            self._field_done(self._fields.pop(), around)

    def _field_done(self, one: _Field, around: _Around) -> None:
        code = one.whole_code
        if not holds_text(code) or any(holds_text(outer.whole_code) for outer in self._fields):
            return
        where = dataclasses.replace(around, inserted=one.inserted, deleted=one.deleted, looks=frozenset(), link="")
        text = "".join(one.text)
        if is_citation(code):
            self._add(PieceKind.CITATION, text, where, items=items_of(code))
        else:
            self._add(PieceKind.FIELD, text, where, code=" ".join(code.split()[:2]))

    def _note(self, item: Element, kind: str, around: _Around) -> None:
        number = item.get(w("id"), "")
        note = self.shared.notes.get(kind, {}).get(number)
        if note is None or self.is_note or any(holds_text(one.whole_code) for one in self._fields):
            return
        if (kind, number) not in self.shared.read_notes:
            blocks = PartReader(self.shared, self.shared.note_parts[kind], is_note=True).blocks(note)
            self.shared.read_notes[kind, number] = tuple(trimmed(blocks))
        found = self.shared.read_notes[kind, number]
        text = " ".join(block.text for block in found)
        self._add(PieceKind.NOTE, text, dataclasses.replace(around, looks=frozenset()), note=found)

    def _picture(self, item: Element, around: _Around) -> None:
        found = next(item.iter(f"{{{DRAWING}}}blip", _VECTOR_IMAGE), None)
        for box in item.iter(w("txbxContent")):
            for text in box.iter(w("t")):
                self._text((text.text or "") + " ", around)
        if found is None:
            return
        name = self._targets.get(
            found.get(f"{{{RELATIONSHIPS}}}embed") or found.get(f"{{{RELATIONSHIPS}}}id") or "", ""
        )
        data = self.shared.package.parts.get(name, b"")
        described = next(item.iter(f"{{{DRAWING_WORD}}}docPr"), None)
        alt = "" if described is None else str(described.get("descr", ""))
        picture = Picture(name if data else "", hashlib.sha256(data).hexdigest(), alt)
        self._add(PieceKind.PICTURE, "", dataclasses.replace(around, looks=frozenset()), picture=picture)

    def _address(self, link: Element) -> str:
        target = self._targets.get(link.get(f"{{{RELATIONSHIPS}}}id", ""), "")
        anchor = link.get(w("anchor"), "")
        return f"{target}#{anchor}" if anchor else target


def _changed(item: Element, name: str, around: _Around) -> _Around:
    moved = around.moved or name.startswith("move")
    if name in ("ins", "moveTo"):
        return dataclasses.replace(around, inserted=change_of(item), moved=moved)
    return dataclasses.replace(around, deleted=change_of(item), moved=moved)
