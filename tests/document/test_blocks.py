"""Lines to paragraphs and table rows."""

from luoshi.document.blocks import blocks_of
from luoshi.document.source_text import BlockKind

TABLE = """任务分工表
序号 | 工作事项 | 主要内容 | 牵头单位
6 | 合理用药 | 落实目录。 | 各区政府
实现统一采购。 | 市医保局
7 | 转诊 |  | 市卫健委
说明"""


def words(text, row):
    return [cell.of(text) for cell in row.cells]


def test_lines_are_paragraphs_without_their_blanks():
    text = "  第一条 总则  \n\n第二条 职责\n"
    assert [b.span.of(text) for b in blocks_of(text)] == ["第一条 总则", "第二条 职责"]


def test_header_row_is_found():
    rows = [b for b in blocks_of(TABLE) if b.kind is BlockKind.ROW]
    assert [r.is_head for r in rows] == [True, False, False, False]
    assert {r.table for r in rows} == {0}


def test_short_row_takes_merged_cells_from_above():
    rows = [b for b in blocks_of(TABLE) if b.kind is BlockKind.ROW]
    assert words(TABLE, rows[2]) == ["6", "合理用药", "实现统一采购。", "市医保局"]
    assert rows[2].cells[0] == rows[1].cells[0]


def test_empty_cell_is_an_empty_span():
    rows = [b for b in blocks_of(TABLE) if b.kind is BlockKind.ROW]
    assert words(TABLE, rows[3]) == ["7", "转诊", "", "市卫健委"]


def test_one_line_with_a_cell_mark_is_no_table():
    text = "来源: 政府网 | 时间: 2021-4-1"
    assert [b.kind for b in blocks_of(text)] == [BlockKind.PARAGRAPH]


def test_a_table_of_values_has_no_header():
    text = "1 | 完成改造3处。 | 住建局\n2 | 新建泵站。 | 水利局"
    assert [b.is_head for b in blocks_of(text)] == [False, False]
