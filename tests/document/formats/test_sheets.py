"""Task tables out of spreadsheets: one row, one item."""

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from luoshi.document.formats import Unreadable, extract
from luoshi.document.source_text import BlockKind


def workbook(*sheets, merge=()):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        for cells in merge:
            sheet.merge_cells(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


TASKS = [
    ["2024年重点工作任务分解表"],
    ["序号", "工作任务", "责任单位", None, "完成时限"],
    [None, None, "牵头单位", "配合单位", None],
    [1, "新建幼儿园36所", "县教育局", "县财政局", datetime(2024, 8, 31)],  # noqa: DTZ001  # a sheet knows no zone
    [2, "改造危房120户", None, "县住建局", date(2024, 10, 31)],
]
MERGED = ("A1:E1", "C2:D2", "A2:A3", "B2:B3", "E2:E3", "C4:C5")


def words(got):
    return [(b.kind, b.is_head, [c.of(got.text) for c in b.cells]) for b in got.blocks]


def test_title_header_and_merged_cells_of_a_task_table():
    got = extract(workbook(("任务", TASKS), merge=MERGED), "a.xlsx")
    assert got.text.splitlines()[0] == "2024年重点工作任务分解表"
    assert words(got) == [
        (BlockKind.PARAGRAPH, False, []),
        (BlockKind.ROW, True, ["序号", "工作任务", "责任单位", "责任单位", "完成时限"]),
        (BlockKind.ROW, True, ["序号", "工作任务", "牵头单位", "配合单位", "完成时限"]),
        (BlockKind.ROW, False, ["1", "新建幼儿园36所", "县教育局", "县财政局", "2024-08-31"]),
        (BlockKind.ROW, False, ["2", "改造危房120户", "县教育局", "县住建局", "2024-10-31"]),
    ]
    assert got.blocks[4].cells[2] == got.blocks[3].cells[2]


def test_sheets_come_in_order_under_their_names():
    got = extract(
        workbook(("一季度", [["任务", "单位"], ["甲", "乙"]]), ("二季度", [["任务", "单位"], ["丙", "丁"]])),
        "a.xlsx",
    )
    assert got.text == "一季度\n任务 | 单位\n甲 | 乙\n二季度\n任务 | 单位\n丙 | 丁\n"
    assert [(b.kind, b.table) for b in got.blocks if b.kind is BlockKind.HEADING or b.is_head] == [
        (BlockKind.HEADING, -1),
        (BlockKind.ROW, 0),
        (BlockKind.HEADING, -1),
        (BlockKind.ROW, 1),
    ]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (36.0, "36"),
        (0.85, "0.85"),
        (0.1 + 0.2, "0.3"),
        (1200000, "1200000"),
        (" 县局\n各镇 ", "县局 各镇"),
        (True, "TRUE"),
    ],
)
def test_cells_are_shown_as_people_write_them(value, shown):
    got = extract(workbook(("表", [["任务", "值"], ["甲", value]])), "a.xlsx")
    assert got.blocks[-1].cells[1].of(got.text) == shown


def test_a_header_that_comes_again_is_a_header(shared):
    got = extract((shared / "originals" / "gongwen-templates" / "hylcqd.xls").read_bytes(), "a.xls")
    first = [b.span.of(got.text) for b in got.blocks if b.is_head and b.table == 0]
    assert first == [
        "环节 | 工作模块 | 工 作 任 务 | 具  体  内  容 | 责任部门 | 责任人 | 时限要求 | 是否完成"
    ] * len(first)
    assert len(first) > 1


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_csv_of_any_delimiter_in_gbk(delimiter):
    text = (
        delimiter.join(["序号", "任务", "单位"])
        + "\r\n"
        + delimiter.join(["1", '"召开会议\n两次"', "县局"])
        + "\r\n"
    )
    got = extract(text.encode("gb18030"), "a.csv")
    assert got.text == "序号 | 任务 | 单位\n1 | 召开会议 两次 | 县局\n"
    assert [b.is_head for b in got.blocks] == [True, False]


def test_an_empty_workbook_is_told():
    with pytest.raises(Unreadable, match="no-text"):
        extract(workbook(("表", [])), "a.xlsx")


def test_a_workbook_cut_short_is_told():
    data = workbook(("任务", TASKS))
    with pytest.raises(Unreadable, match="truncated"):
        extract(data[: len(data) // 2], "a.xlsx")


def ods(rows):
    """A sheet as LibreOffice writes it: covered cells, repeated rows, macros with a document type."""
    office, table, text = (
        f"urn:oasis:names:tc:opendocument:xmlns:{x}:1.0" for x in ("office", "table", "text")
    )
    content = (
        "<office:document-content "
        f'xmlns:office="{office}" xmlns:table="{table}" xmlns:text="{text}" '
        f'office:version="1.2"><office:body><office:spreadsheet><table:table table:name="任务">{rows}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("META-INF/manifest.xml", f'<m:manifest xmlns:m="urn:x"><!--{kind}--></m:manifest>')
        archive.writestr("content.xml", content)
        archive.writestr("Basic/script-lc.xml", '<!DOCTYPE library:libraries PUBLIC "-//x" "l.dtd"><l/>')
    return out.getvalue()


def cell(words, more=""):
    return (
        f'<table:table-cell office:value-type="string"{more}><text:p>{words}</text:p></table:table-cell>'
        if words
        else "<table:covered-table-cell/>"
    )


def test_merged_cells_of_an_open_document_sheet_are_filled():
    span = ' table:number-rows-spanned="2" table:number-columns-spanned="1"'
    rows = (
        ("序号", "工作任务", "责任单位"),
        ("1", "新建幼儿园36所", ("县教育局", span)),
        ("2", "改造危房120户", ""),
    )
    told = ["".join(cell(*([c] if isinstance(c, str) else c)) for c in row) for row in rows]
    lines = "".join(f"<table:table-row>{row}</table:table-row>" for row in told)
    got = extract(ods(lines), "a.ods")
    assert [[c.of(got.text) for c in b.cells] for b in got.blocks][1:] == [
        ["1", "新建幼儿园36所", "县教育局"],
        ["2", "改造危房120户", "县教育局"],
    ]
