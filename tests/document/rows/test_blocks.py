"""Lines to paragraphs and table rows."""

from dataclasses import replace

from luoshi.document.rows.blocks import blocks_of, name_heads
from luoshi.document.source_text import Block, BlockKind
from luoshi.values.span import Span

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


def test_a_table_whose_form_names_no_header_gets_one():
    text = "序号 | 任务 | 责任单位\n1 | 修路 | 交通局"
    rows = tuple(replace(b, is_head=False) for b in blocks_of(text))
    assert [b.is_head for b in name_heads(text, rows)] == [True, False]


def test_a_merged_title_row_above_the_header_is_passed_over():
    text = "实事任务表\n序号 | 任务内容 | 完成时限\n1 | 修路 | 6月底"
    title = Block(BlockKind.ROW, Span(0, 5), (Span(0, 5),) * 3, 0)
    rows = (title, *(replace(b, is_head=False, table=0) for b in blocks_of(text)[1:]))
    assert [b.is_head for b in name_heads(text, rows)] == [False, True, False]


def test_months_below_a_row_are_more_lines_of_its_last_cell():
    text = (
        "任务 | 时序进度\n课程建设 | 3月：制定方案\n4月~6月：开展培训\n全年：组织督导\n"
        "基地建设 | 5月：启动招标"
    )
    rows = [b for b in blocks_of(text) if b.kind is BlockKind.ROW]
    assert [words(text, r)[-1] for r in rows[1:]] == [
        "3月：制定方案",
        "4月~6月：开展培训",
        "全年：组织督导",
        "5月：启动招标",
    ]
    assert words(text, rows[2])[0] == "课程建设"
