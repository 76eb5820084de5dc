"""Tables written as lines: each row a task with the units and the limit of its cells."""

from luoshi import read


def test_each_row_is_a_task_and_a_row_without_number_has_the_units_above() -> None:
    reading = read(
        "某县人民政府办公室\n2016年2月26日\n附件\n民生事项分解表\n序号 | 民生实事 | 责任单位 | 完成时限\n"
        "1 | 新建公园1座。 | 县住建局 县水利局 | 9月投入使用\n2 | 开工建设养老楼。 | 县民政局 | 5月底前动工\n"
        "开工建设老年活动站。 | 12月底前"
    )
    text = reading.source.text
    assert [
        (c.span.of(text), [a.span.of(text) for a in c.actors], [x.mark.norm for x in c.limits])
        for c in reading.commitments
    ] == [
        ("新建公园1座", ["县住建局", "县水利局"], ["2016-09-30"]),
        ("开工建设养老楼", ["县民政局"], ["2016-05-31"]),
        ("开工建设老年活动站", ["县民政局"], ["2016-12-31"]),
    ]
