"""What elements of a part say by themselves, and what is made of blocks and pieces once they are read."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

from briefwright.word.citation_codes import field_type, is_citation
from briefwright.word.ooxml import WORD, Element, parse, w
from briefwright.word.package import Package, relationships_of, target_of
from briefwright.word.story import Block, Change, Piece, PieceKind

COPY = re.compile(r"_Copy_\d+\Z")
"""What LibreOffice adds to the name of a bookmark whose text it copied."""
WHOLE = ("TOC", "ZOTERO_BIBL", "BIBLIOGRAPHY", "MENDELEY", "EN.REFLIST", "TABLE")
"""Fields that hold whole paragraphs."""


def without_copies(blocks: list[Block]) -> list[Block]:
    """Blocks with the names that LibreOffice gave to copies as they were, where the original is gone."""
    originals = {name for block in blocks for name in block.names if not COPY.search(name)}
    found = []
    for block in blocks:
        plain = (name for name in block.names if name in originals or COPY.sub("", name) not in originals)
        names = tuple(dict.fromkeys(COPY.sub("", name) for name in plain))
        found.append(block if names == block.names else dataclasses.replace(block, names=names))
    return found


def merged(pieces: list[Piece]) -> Iterator[Piece]:
    """Pieces with neighbouring texts of the same sort joined."""
    held: Piece | None = None
    for piece in pieces:
        if held and piece.kind is PieceKind.TEXT and dataclasses.replace(piece, text=held.text) == held:
            held = dataclasses.replace(held, text=held.text + piece.text)
            continue
        if held:
            yield held
        held = piece
    if held:
        yield held


def trimmed(blocks: list[Block]) -> Iterator[Block]:
    """A note's blocks without the space between its number and its text."""
    for number, block in enumerate(blocks):
        first = block.pieces[0] if block.pieces else None
        if number == 0 and first and first.kind is PieceKind.TEXT:
            text = first.text.lstrip()
            rest = (dataclasses.replace(first, text=text),) if text else ()
            yield dataclasses.replace(block, pieces=(*rest, *block.pieces[1:]))
        else:
            yield block


def holds_text(code: str) -> bool:
    """Whether what a field shows is one piece: not of those that hold paragraphs, nor of links."""
    return field_type(code) not in (*WHOLE, "HYPERLINK", "") or is_citation(code)


def is_link(code: str) -> bool:
    """Whether a field is a link."""
    return field_type(code) == "HYPERLINK"


def field_address(code: str) -> str:
    """Where a field that is a link leads to; `#name` for a bookmark."""
    found = re.search(r'HYPERLINK\s+(?:\\l\s+)?"([^"]*)"', code, re.I)
    inside = "\\l" in code
    return "" if found is None else f"#{found[1]}" if inside else found[1]


def local_name(item: Element) -> str:
    """An element's name where it is of the main namespace, else empty."""
    tag = item.tag
    return tag[len(WORD) + 2 :] if isinstance(tag, str) and tag.startswith(f"{{{WORD}}}") else ""


def change_of(item: Element) -> Change:
    """Who made a change, and when."""
    return Change(item.get(w("author"), ""), item.get(w("date"), ""))


def first_of(parent: Element, *names: str) -> Element | None:
    """The first of some children that an element has."""
    return next((found for name in names if (found := parent.find(w(name))) is not None), None)


def cells_of(row: Element) -> list[Element]:
    """A row's own cells, those in controls too, those of inner tables not."""
    return [cell for cell in row.iter(w("tc")) if next(cell.iterancestors(w("tr"))) is row]


def span_of(cell: Element) -> int:
    """How many columns a cell takes."""
    given = cell.find(f"{w('tcPr')}/{w('gridSpan')}")
    value = "1" if given is None else given.get(w("val"), "1")
    return min(int(value), 63) if value.isdigit() and len(value) < 4 else 1


def symbol_of(item: Element) -> str:
    """The character of a w:sym; empty where it is none."""
    try:
        number = int(item.get(w("char"), ""), 16)
    except ValueError:
        return ""
    return chr(number) if 0x20 <= number < 0xD800 or 0xE000 <= number <= 0xFFFD else ""


def targets_of(package: Package, part: str) -> dict[str, str]:
    """What a part's relationships lead to, by their ids: parts' names, and addresses outside."""
    path = relationships_of(part)
    if path not in package.parts:
        return {}
    found: dict[str, str] = {}
    for item in parse(package.parts[path]):
        target = item.get("Target", "") if isinstance(item.tag, str) else ""
        outside = isinstance(item.tag, str) and item.get("TargetMode") == "External"
        found[item.get("Id", "")] = target if outside else target_of(path, target)
    return found
