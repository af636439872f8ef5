from __future__ import annotations

import datetime
import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from briefwright.diagnostics import BriefwrightError
from briefwright.load.files import FORBIDDEN
from briefwright.load.sheets import MAX_CELL, read_csv, read_xlsx, write_csv, write_xlsx
from tests.load.cases import shown

RISKY = ["=1+1", "+7 495", "-5", "@x", "'=1", "''-", "'quoted'", "\t=1", "=HYPERLINK(1)", "- item", "a=b"]


def test_cells_that_a_spreadsheet_would_run_are_guarded_and_come_back() -> None:
    data = write_csv(["id", "note"], [{"id": str(i), "note": text} for i, text in enumerate(RISKY)])
    text = data.decode("utf-8-sig")
    assert data.startswith(b"\xef\xbb\xbf")
    assert "0,'=1+1\r\n" in text
    assert "10,a=b\r\n" in text
    assert [row["note"] for _, row in read_csv(data, "x").value] == RISKY


def test_xlsx_holds_text_alone() -> None:
    data = write_xlsx(["id", "note"], [{"id": "2015-11", "note": text} for text in RISKY], {})
    sheet = load_workbook(io.BytesIO(data)).active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} == {"s"}
    assert {cell.number_format for cell in cells} == {"@"}
    assert [row["note"] for _, row in read_xlsx(data, "x").value] == RISKY


def test_xlsx_is_the_same_whenever_it_is_made() -> None:
    rows = [{"id": "a"}]
    first = write_xlsx(["id"], rows, {"kind": ["fact"]})
    assert b"1980-01-01T00:00:00Z" in zipfile.ZipFile(io.BytesIO(first)).read("docProps/core.xml")
    assert {item.date_time[0] for item in zipfile.ZipFile(io.BytesIO(first)).infolist()} == {1980}
    assert first == write_xlsx(["id"], rows, {"kind": ["fact"]})


def test_a_text_too_long_for_a_cell() -> None:
    with pytest.raises(BriefwrightError) as caught:
        write_xlsx(["id", "note"], [{"id": "a", "note": "x" * (MAX_CELL + 1)}], {})
    assert caught.value.findings[0].hint == "export as CSV"


def test_what_excel_makes_of_typed_cells() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["id", "a", "b", "c", "d", "e"])
    sheet.append(["x", 2015, 2.5, datetime.datetime(2015, 11, 29), True, "=1+1"])
    out = io.BytesIO()
    book.save(out)
    read = read_xlsx(out.getvalue(), "x.xlsx")
    assert read.value == [(2, {"id": "x", "a": "2015", "b": "2.5", "c": "2015-11-29", "d": "true", "e": ""})]
    assert shown(read.findings).startswith("2:6 F002 error: a formula stands here: =1+1\n")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv_of_any_spreadsheet(delimiter: str, encoding: str) -> None:
    lines = ['id|note|"a b"', 'x|"two\nlines"|ä', "", "y||"]
    data = "\n".join(lines).replace("|", delimiter).encode(encoding)
    assert read_csv(data, "x").value == [
        (2, {"id": "x", "note": "two\nlines", "a b": "ä"}),
        (5, {"id": "y", "note": "", "a b": ""}),
    ]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "0:0 F002 error: the table is empty\n"),
        (b"id,name\n\xff,x", "0:0 F002 error: the table is not UTF-8\n    save it as `CSV UTF-8`, or as XLSX\n"),
        (b"id,id\na,b\n", "1:2 F002 error: the column `id` is there twice\n    keep one of them\n"),
    ],
)
def test_csv_that_is_no_table(data: bytes, expected: str) -> None:
    assert shown(read_csv(data, "x").findings) == expected


def test_bytes_that_are_no_xlsx() -> None:
    for data in (b"", b"id,statement\n", b"PK\x03\x04", write_xlsx(["id"], [], {})[:-50]):
        assert "cannot be read as XLSX" in shown(read_xlsx(data, "x").findings)


@given(st.binary(max_size=200))
def test_no_bytes_raise(data: bytes) -> None:
    read_csv(data, "x")
    read_xlsx(data, "x")


cells = st.text(alphabet=st.characters(exclude_categories=["Cs"])).map(lambda text: FORBIDDEN.sub("", text))


@given(st.lists(cells.filter(lambda text: text.strip() != ""), min_size=1, max_size=3))
@settings(max_examples=50)
def test_every_cell_comes_back(texts: list[str]) -> None:
    rows = [{"id": text} for text in texts]
    assert [row["id"] for _, row in read_csv(write_csv(["id"], rows), "x").value] == texts
    # XML gives a newline for a carriage return
    plain = [text.replace("\r\n", "\n").replace("\r", "\n") for text in texts]
    back = [row["id"] for _, row in read_xlsx(write_xlsx(["id"], rows, {}), "x").value]
    assert [text.replace("\r\n", "\n").replace("\r", "\n") for text in back] == plain
