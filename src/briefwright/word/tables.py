"""Tables as a reader wants them: full width, sensible columns, header rows repeated, rows that do not break."""

from __future__ import annotations

from collections.abc import Sequence

from briefwright.word.ooxml import Element, element, properties_of, put_property, set_style, style_of, w
from briefwright.word.styles import LIST_STEP

SMALL_TABLE = 7
"""Rows up to which a table is kept on one page."""
TALL_CELL = 900
"""Characters from which a row may break over pages."""
_CHARACTER = 105
"""Width of a character in a cell, twips: a little over the average, for capitals and digits."""
_MARGINS = 200
"""Of a cell, left and right together, twips."""
_LONG = 60
"""Characters beyond which a cell's text wants no more width."""


def mend_tables(root: Element, width: int) -> None:
    """Mend every table of a part, in place. width: of the text, twips."""
    for table in list(root.iter(w("tbl"))):
        inner = next(table.iterancestors(w("tbl")), None) is not None
        _mend_table(table, width // 2 if inner else width)


def _mend_table(table: Element, width: int) -> None:
    rows = table.findall(w("tr"))
    indent = table.find(f"{w('tblPr')}/{w('tblInd')}")
    if indent is not None:  # within a list: pandoc counts 720 for a level
        inset = int(indent.get(w("w"), "0")) // 720 * LIST_STEP
        indent.set(w("w"), str(inset))
        width -= inset
    _set_widths(table, rows, width)
    style = table.find(f"{w('tblPr')}/{w('tblStyle')}").get(w("val"))
    look = table.find(f"{w('tblPr')}/{w('tblLook')}")
    if style in ("KeyFigures", "Timeline"):
        look.set(w("firstColumn"), "1")
        look.set(w("val"), "00A0")
    together = len(rows) <= SMALL_TABLE and len("".join(table.itertext())) < 2 * TALL_CELL
    for number, row in enumerate(rows, start=1):
        _mend_row(row, keep=number < len(rows) and (together or _is_header(row) or number == 1))
    _mend_after(table)


def _is_header(row: Element) -> bool:
    return row.find(f"{w('trPr')}/{w('tblHeader')}") is not None


def _mend_row(row: Element, *, keep: bool) -> None:
    properties = row.find(w("trPr"))
    if properties is None:
        properties = element("trPr")
        row.insert(0, properties)
    if max((len("".join(cell.itertext())) for cell in row.findall(w("tc"))), default=0) < TALL_CELL:
        properties.insert(0, element("cantSplit"))
    header = properties.find(w("tblHeader"))
    if header is not None:
        header.attrib.clear()  # "on" is not a value that every reader knows
    for paragraph in row.iter(w("p")):
        if style_of(paragraph) in ("", "Compact", "BodyText", "FirstParagraph", "ListParagraph"):
            set_style(paragraph, "TableText")
        if keep:
            put_property(properties_of(paragraph), element("keepNext"))


def _mend_after(table: Element) -> None:
    """Room below a table, and the paragraph that Word wants there."""
    after = next(table.itersiblings(w("p"), w("tbl"), w("sectPr")), None)
    if table.getparent().tag == w("tc"):
        return
    if after is None or after.tag != w("p"):
        spacer = element("p")
        table.addnext(spacer)
        put_property(properties_of(spacer), _thin())
    elif next(after.iter(w("t"), w("drawing")), None) is None:  # pandoc's own spacer between two tables
        put_property(properties_of(after), _thin())
    elif not style_of(after).startswith(("Heading", "TableCaption")):
        properties = properties_of(after)
        spacing = properties.find(w("spacing"))
        if spacing is None:
            spacing = element("spacing")
            put_property(properties, spacing)
        spacing.set(w("before"), "180")


def _thin() -> Element:
    return element("spacing", before="0", after="0", line="160", lineRule="exact")


def _set_widths(table: Element, rows: Sequence[Element], total: int) -> None:
    properties, grid = table.find(w("tblPr")), table.find(w("tblGrid"))
    columns = grid.findall(w("gridCol"))
    given = properties.find(w("tblW")).get(w("type")) == "pct"
    shares = [int(column.get(w("w"), "0")) for column in columns] if given else []
    if shares and max(shares) - min(shares) > 0.02 * sum(shares):
        widths = share_out(shares, [0] * len(columns), total)
    else:  # none given, or all alike: `|---|---|` asks for nothing
        widths = column_widths(_texts(rows, len(columns)), total)
    for column, width in zip(columns, widths, strict=True):
        column.set(w("w"), str(width))
    _put(properties, "tblW", element("tblW", w=str(total), type="dxa"))
    _put(properties, "tblLayout", element("tblLayout", type="fixed"))
    for row in rows:
        place = 0
        for cell in row.findall(w("tc")):
            cell_properties = cell.find(w("tcPr"))
            span = cell_properties.find(w("gridSpan"))
            count = int(span.get(w("val"), "1")) if span is not None else 1
            cell_properties.insert(0, element("tcW", w=str(sum(widths[place : place + count])), type="dxa"))
            place += count


def _put(properties: Element, name: str, child: Element) -> None:
    """Set a table property; w:tblW and w:tblLayout stand before w:tblLook."""
    old = properties.find(w(name))
    if old is not None:
        properties.replace(old, child)
        return
    properties.find(w("tblLook")).addprevious(child)


def _texts(rows: Sequence[Element], columns: int) -> list[list[str]]:
    """The lines of text of each column; cells that span columns are left out."""
    texts: list[list[str]] = [[] for _ in range(columns)]
    for row in rows:
        cells = row.findall(w("tc"))
        if len(cells) == columns:
            for column, cell in zip(texts, cells, strict=True):
                column.extend("".join(p.itertext(w("t"))) for p in cell.iter(w("p")))
    return texts


def column_widths(texts: Sequence[Sequence[str]], total: int) -> list[int]:
    """Widths, in twips, for columns of these texts: by their longest text, and wide enough for their longest word."""
    least = [max((len(word) for text in column for word in text.split()), default=1) for column in texts]
    wanted = [min(_LONG, max((len(text) for text in column), default=1)) for column in texts]
    floors = [size * _CHARACTER + _MARGINS for size in least]
    return share_out([max(size * _CHARACTER, 1) + _MARGINS for size in wanted], floors, total)


def share_out(shares: Sequence[int], floors: Sequence[int], total: int) -> list[int]:
    """Split a total in proportion to shares, none below its floor where the floors fit into the total."""
    if sum(floors) > total:
        floors = [0] * len(shares)
    fixed: dict[int, int] = {}
    while True:
        rest = total - sum(fixed.values())
        whole = sum(share for index, share in enumerate(shares) if index not in fixed)
        split = {index: fixed.get(index, rest * share // max(whole, 1)) for index, share in enumerate(shares)}
        low = [index for index in split if index not in fixed and split[index] < floors[index]]
        if not low:
            break
        fixed.update({index: floors[index] for index in low})
    widths = [split[index] for index in range(len(shares))]
    widths[-1] += total - sum(widths)
    return widths
