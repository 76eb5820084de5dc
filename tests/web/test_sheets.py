"""The Excel file that is written while it goes out is one that Excel's readers take."""

import io
import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from python_calamine import CalamineWorkbook

from luoshi.web.tasks.sheets import xlsx
from luoshi.web.tasks.sheets.xlsx import Head

HEAD = Head(("台账 · 数据截至 2026-06-10", "条件：无"), ("任务", "时限"), (60, 13))
CELLS = st.text(
    st.characters(blacklist_categories=["Cs", "Cc"]) | st.sampled_from("\t\n &<>'\"_x=+-@"), max_size=30
)


def written(rows, head: Head = HEAD) -> bytes:
    return b"".join(xlsx.written(head, rows))


def read(file: bytes, sheet: int = 0) -> list[list[str]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(file)).get_sheet_by_index(sheet).to_python()


@pytest.mark.parametrize(
    "cell",
    [
        "建成12个",
        "=1+1",
        "+86",
        "-3",
        "@x",
        "a&b<c>\"d'",
        "_x00",
        "前\n后",
        " 空 ",
        "𠮷野",
        "2026-06-30",
        "007",
    ],
)
def test_a_cell_comes_out_as_it_went_in_and_is_text(cell: str) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(written([[cell, "x"]]))).active

    assert cell == read(written([[cell, "x"]]))[3][0]
    assert (cell, "s") == (sheet["A4"].value, sheet["A4"].data_type)


@given(st.lists(st.tuples(CELLS, CELLS), max_size=20))
def test_any_rows_come_out_as_they_went_in(rows: list[tuple[str, str]]) -> None:
    file = written(rows)
    sheet = openpyxl.load_workbook(io.BytesIO(file)).active

    cells = [[sheet.cell(n, column).value or "" for column in (1, 2)] for n in range(4, 4 + len(rows))]
    assert [list(row) for row in rows] == cells
    for name in zipfile.ZipFile(io.BytesIO(file)).namelist():
        etree.fromstring(zipfile.ZipFile(io.BytesIO(file)).read(name))


def test_what_excel_would_read_as_a_character_is_kept_from_it() -> None:
    """ECMA-376, 22.9.2.19: _x000D_ stands for a carriage return, _x005F_ for the underscore itself."""
    book = zipfile.ZipFile(io.BytesIO(written([["_x000D_", ""]])))

    assert b"_x005F_x000D_" in book.read("xl/worksheets/sheet1.xml")


def test_what_xml_cannot_hold_is_left_out() -> None:
    assert "前后" == read(written([["前\x00\x0b\x1f后", ""]]))[3][0]


def test_the_head_stands_above_and_stays_in_sight() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(written([]))).active

    assert ["台账 · 数据截至 2026-06-10", "条件：无", "任务"] == [sheet[f"A{n}"].value for n in (1, 2, 3)]
    assert (True, False, True) == tuple(sheet[f"A{n}"].font.bold for n in (1, 2, 3))
    assert ("A4", 60) == (sheet.freeze_panes, sheet.column_dimensions["A"].width)


def test_rows_that_one_sheet_cannot_hold_go_on_on_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "_SHEET_ROWS", 10)
    file = written([str(n), ""] for n in range(15))

    assert [str(n) for n in range(7)] == [row[0] for row in read(file)[3:]]
    assert [str(n) for n in range(7, 14)] == [row[0] for row in read(file, 1)[3:]]
    assert [["14"]] == [row[:1] for row in read(file, 2)[3:]]


def test_the_first_piece_goes_out_before_the_last_row_is_known() -> None:
    asked = []

    def rows():
        for n in range(200_000):
            asked.append(n)
            yield [f"第{n}项", f"{n * 7919 % 10007}"]

    pieces = xlsx.written(HEAD, rows())
    assert next(pieces).startswith(b"PK")
    assert len(asked) < 20_000
    assert max(map(len, pieces)) < 1_000_000


def test_libreoffice_opens_it(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(written([["建成12个", "2026-06-30"], ["=1+1", ""]]))
    command = ["soffice", "--headless", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76", "a.xlsx"]
    subprocess.run(
        [*command, f"-env:UserInstallation=file://{tmp_path}/profile"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
    )

    assert ["任务,时限", "建成12个,2026-06-30", "=1+1,"] == (tmp_path / "a.csv").read_text(
        "utf-8"
    ).splitlines()[2:]
