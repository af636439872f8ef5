"""Rows of text to and from CSV and XLSX, safe from what spreadsheet programs make of text.

A cell that begins with = + - @ would be run as a formula when a CSV is opened
(https://owasp.org/www-community/attacks/CSV_Injection): it gets an apostrophe, which is taken off on the way back.
In XLSX every cell is text by type and by format, so that nothing is run and `2015-11` does not become a date.
"""

from __future__ import annotations

import csv
import datetime
import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from briefwright.diagnostics import BriefwrightError, Code, Finding, Location, Warned, error

FORMATS = ("csv", "xlsx")
MAX_CELL = 32_767
"""Characters in a cell: a limit of Excel's."""
MAX_UNPACKED = 200_000_000

_RISKY = re.compile(r"'*[=+\-@\t\r]")
_EPOCH = (1980, 1, 1, 0, 0, 0)

Row = tuple[int, dict[str, str]]
"""The row's 1-based number in the sheet, and its cells by column."""


def write_csv(names: Sequence[str], rows: Sequence[Mapping[str, str]]) -> bytes:
    """A CSV file: UTF-8 with a byte order mark, without which Excel takes it for the machine's old code page."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(names)
    writer.writerows([_guarded(row.get(name, "")) for name in names] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _guarded(cell: str) -> str:
    return "'" + cell if _RISKY.match(cell) else cell


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _RISKY.match(cell) else cell


def read_csv(data: bytes, name: str) -> Warned[list[Row]]:
    """The rows of a CSV file with commas, semicolons or tabs, whichever its first line has most of."""
    try:
        text = data.decode("utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    except UnicodeDecodeError:
        hint = "save it as `CSV UTF-8`, or as XLSX"
        return Warned([], (_problem("the table is not UTF-8", Location(name), hint),))
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    csv.field_size_limit(16_000_000)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    lines: list[tuple[int, list[str]]] = []
    begin = 1
    try:
        for cells in reader:
            lines.append((begin, [_unguarded(cell) for cell in cells]))
            begin = reader.line_num + 1
    except csv.Error as exc:
        return Warned([], (_problem(f"the table cannot be read: {exc}", Location(name, reader.line_num)),))
    return _rows(lines, name)


def write_xlsx(names: Sequence[str], rows: Sequence[Mapping[str, str]], choices: Mapping[str, Sequence[str]]) -> bytes:
    """An XLSX file of one sheet, the same bytes for the same rows. `choices`: by column, what its cells can be.

    Raises BriefwrightError for a text that is too long for a cell.
    """
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font

    book = Workbook()
    sheet = book.active
    assert sheet is not None  # noqa: S101  # a new workbook has a sheet
    sheet.title = "facts"
    table = [dict(zip(names, names, strict=True)), *rows]
    for number, row in enumerate(table, 1):
        for position, name in enumerate(names, 1):
            text = row.get(name, "")
            if len(text) > MAX_CELL:
                message = (
                    f"`{name}` of the fact `{row.get('id', '')}` is longer than the {MAX_CELL} characters of a cell"
                )
                raise BriefwrightError(error(Code.FACT_INVALID, message, hint="export as CSV"))
            cell: Any = sheet.cell(number, position)
            cell.number_format = "@"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if text:
                cell.value = text
                cell.data_type = "s"
            if number == 1:
                cell.font = Font(bold=True)
    _furnish(sheet, names, len(table), choices)
    out = io.BytesIO()
    book.save(out)
    return _settled(out.getvalue())


def _furnish(sheet: Any, names: Sequence[str], height: int, choices: Mapping[str, Sequence[str]]) -> None:
    """Widths, a head that stays, filters, and lists to choose from."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(names))}{height}"
    for position, name in enumerate(names, 1):
        letter = get_column_letter(position)
        wide = name.startswith(("statement", "clause", "quote", "note"))
        sheet.column_dimensions[letter].width = 60 if wide else 18
        if name in choices:
            rule = DataValidation(type="list", formula1='"' + ",".join(choices[name]) + '"', allow_blank=True)
            sheet.add_data_validation(rule)
            rule.add(f"{letter}2:{letter}{height + 1000}")


def _settled(data: bytes) -> bytes:
    """An XLSX without the time of its making: in the document's properties and in the archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for item in sorted(old.namelist()):
            part = old.read(item)
            if item == "docProps/core.xml":
                part = re.sub(rb"(<dcterms:(created|modified)[^>]*>)[^<]*", rb"\g<1>1980-01-01T00:00:00Z", part)
            info = zipfile.ZipInfo(item, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, part)
    return out.getvalue()


def read_xlsx(data: bytes, name: str) -> Warned[list[Row]]:
    """The rows of the sheet `facts`, or of the first; formulas are findings, numbers and dates become text."""
    from openpyxl import load_workbook

    at = Location(name)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(item.file_size for item in archive.infolist()) > MAX_UNPACKED:
                return Warned([], (_problem("the table is too large", at, "split it"),))
        book = load_workbook(io.BytesIO(data), read_only=True)
        sheet = book["facts"] if "facts" in book.sheetnames else book.worksheets[0]
        grid = [[(cell.value, cell.data_type) for cell in row] for row in sheet.iter_rows()]
    except Exception as exc:  # openpyxl raises whatever its parsers raise
        hint = "save it anew as XLSX or CSV"
        return Warned([], (_problem(f"the table cannot be read as XLSX: {type(exc).__name__}", at, hint),))
    findings: list[Finding] = []
    lines = []
    for number, row in enumerate(grid, 1):
        for position, (value, kind) in enumerate(row, 1):
            if kind == "f":
                message = f"a formula stands here: {value}"
                findings.append(_problem(message, Location(name, number, position), "put its result there as text"))
        lines.append((number, ["" if kind == "f" else _cell_text(value) for value, kind in row]))
    result = _rows(lines, name)
    return Warned(result.value, (*findings, *result.findings))


def _cell_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat()
    return str(value)


def _rows(lines: Sequence[tuple[int, Sequence[str]]], name: str) -> Warned[list[Row]]:
    """Rows by the names of the first line; rows without text are passed over."""
    filled = [(number, cells) for number, cells in lines if any(cell.strip() for cell in cells)]
    if not filled:
        return Warned([], (_problem("the table is empty", Location(name)),))
    number, head = filled[0]
    names = [cell.strip() for cell in head]
    findings = []
    for position, column in enumerate(names, 1):
        if column and column in names[: position - 1]:
            message = f"the column `{column}` is there twice"
            findings.append(_problem(message, Location(name, number, position), "keep one of them"))
    rows: list[Row] = []
    for number, cells in filled[1:]:
        pairs = zip(names, cells, strict=False)
        rows.append((number, {column: cell for column, cell in reversed(list(pairs)) if column}))
    return Warned(rows, tuple(findings))


def _problem(message: str, at: Location, hint: str = "") -> Finding:
    return error(Code.FACT_INVALID, message, at, hint=hint)
