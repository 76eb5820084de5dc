"""Tables of which only lines are left, one cell each."""

import pytest

from luoshi.document.receive import receive_text
from luoshi.document.rows.blocks import blocks_of
from luoshi.document.source_text import BlockKind
from luoshi.reading.stages import read

TABLE = """某县民生实事分解表
序号

民生实事

责任单位

完成时限

1

新建人行天桥2座。

县住建局

9月投入使用

2

启动图书馆新馆建设。

县文广局

县代建中心

5月底前动工

12月底前封顶

县政府办公室
"""


def rows(text):
    return [[c.of(text) for c in b.cells] for b in blocks_of(text) if b.kind is BlockKind.ROW]


def test_each_line_finds_its_column():
    assert rows(TABLE) == [
        ["序号", "民生实事", "责任单位", "完成时限"],
        ["1", "新建人行天桥2座。", "县住建局", "9月投入使用"],
        ["2", "启动图书馆新馆建设。", "县文广局\n\n县代建中心", "5月底前动工\n\n12月底前封顶"],
    ]


def test_what_stands_around_the_table_is_paragraphs():
    found = [b.span.of(TABLE) for b in blocks_of(TABLE) if b.kind is BlockKind.PARAGRAPH]
    assert found == ["某县民生实事分解表", "县政府办公室"]


def test_the_rows_are_duties_of_their_units():
    reading = read(receive_text("关于印发民生实事分解表的通知\n某县人民政府\n2024年2月1日\n附件\n" + TABLE))
    text = reading.source.text
    told = {c.span.of(text): [a.span.of(text) for a in c.actors] for c in reading.commitments}
    assert told["新建人行天桥2座"] == ["县住建局"]
    assert told["启动图书馆新馆建设"] == ["县文广局", "县代建中心"]


@pytest.mark.parametrize(
    "text",
    [
        "序号\n1\n甲\n2\n乙\n",  # one column is a list
        "序号\n任务\n责任单位\n完成时限\n甲\n乙\n",  # no number follows
        "序号\n任务\n责任单位\n完成时限\n1\n修路。\n交通局\n6月底\n",  # one row proves nothing
        "序号\n今天天气很好\n我们去公园\n大家都高兴\n1\n甲\n乙\n丙\n2\n甲\n乙\n丙\n",  # no heads
    ],
)
def test_what_is_no_such_table(text):
    assert rows(text) == []


def test_without_a_column_for_limits_a_row_is_full_when_each_has_its_line():
    text = "序号\n任务\n单位\n1\n修路。\n交通局\n2\n架桥。\n水利局\n联系人：张某\n"
    assert rows(text)[1:] == [["1", "修路。", "交通局"], ["2", "架桥。", "水利局"]]
