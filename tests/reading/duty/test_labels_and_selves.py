"""Labels on lines of their own, a body that calls itself by its kind, shares with limits of their own."""

from tests.reading.duty.told import rows as _read


def test_labels_below_a_heading_bind_what_follows() -> None:
    text = (
        "关于交办会议定事项的通知\n一、交办事项\n（一）南环路改造\n牵头单位：县住建局\n配合单位：县城投集团\n"
        "办理要求：11月15日前完成沥青摊铺，12月20日前全线通车。\n（二）加装电梯\n牵头单位：石鼓街道\n"
        "办理要求：首批4部电梯10月底前开工建设。\n"
    )
    assert [["县住建局", "县城投集团"], ["县住建局", "县城投集团"], ["石鼓街道"]] == [
        who for _, who, _ in _read(text)
    ]


def test_a_label_below_measures_that_run_on_binds_all_of_them() -> None:
    text = (
        "整改方案\n一、重点问题\n（一）水质不能稳定达标。\n整改措施：1.对全部排口建立台账。2.新建支管6.8公里。\n"
        "责任单位：区住建局\n整改时限：2025年9月30日\n二、要求\n（一）区财政局要拨付资金。\n"
    )
    rows = {words: (who, by) for words, who, by in _read(text)}
    assert rows["对全部排口建立台账"] == (["区住建局"], ["2025-09-30"])
    assert rows["新建支管6.8公里"] == (["区住建局"], ["2025-09-30"])


def test_a_body_calls_itself_by_its_kind() -> None:
    text = (
        "澜桥县不动产登记中心公开承诺书\n一、延伸服务\n中心每周六上午开设延时窗口。中心确保满意率在99%以上。\n"
        "澜桥县不动产登记中心\n2025年3月10日\n"
    )
    assert [["中心"], ["中心"]] == [who for _, who, _ in _read(text)]
    text = (
        "关于供热的公告\n朔宁市恒阳热力有限公司现就供热事项公告如下。\n一、承诺\n"
        "公司在两个营业厅设置老年人专窗，每天8:00营业。\n逾期公司不再受理。\n"
    )
    assert ["公司"] in [who for _, who, _ in _read(text)]
    assert ["逾期公司"] not in [who for _, who, _ in _read(text)]


def test_what_is_left_and_what_is_half_way_have_limits_of_their_own() -> None:
    def limits(sentence: str) -> list[list[str]]:
        return [by for _, _, by in _read(f"2026年工作方案\n一、任务\n{sentence}\n")]

    assert [["2026-10-31"], ["2026-12-31"]] == limits("10月底前完成整改12项，其余2项12月底前完成。")
    assert len(limits("更新燃气管道137公里，其中上半年完成60公里。")) == 2
    assert [[], ["P3D"]] == limits("每周五下班前报送一次进展，事项办结后3个工作日内报送书面报告。")
    assert len(limits("实施方案须于2月15日前报市政府办公室，项目进展每季度末月20日前报送市政府督查室。")) == 2
