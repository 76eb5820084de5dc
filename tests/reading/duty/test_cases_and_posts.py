"""Who acts in a case, posts in a season, bodies by their short and full name; what a report is on."""

from datetime import date

from tests.reading.duty.told import reading_of, rows, who

DAY = date(2026, 3, 5)


def _rows(text: str) -> list[tuple[list[str], list[str]]]:
    return [(acting, limits) for _, acting, limits in rows(text, as_of=DAY)]


def test_a_case_behind_a_period_is_cut_though_the_same_body_acts() -> None:
    found = who("县河长办每月通报一次整改情况，对连续两个月排名末位的乡镇，由县河长办约谈乡镇河长。")
    assert found == [["县河长办"], ["县河长办"]]
    found = who("镇环境办每月10日前通报检查结果，连续三次排名后两位的村，由镇长约谈村书记。")
    assert found == [["镇环境办"], ["镇长"]]


def test_who_is_charged_with_what_stands_before_is_no_other_task() -> None:
    assert who("9月底前配套安装分拣线2条，由县供销集团负责采购。") == [["县供销集团"]]


def test_a_post_acts_in_its_season() -> None:
    assert who("巡查责任人汛期每日巡查不少于1次，并上传巡查记录。") == [["巡查责任人"]]
    assert who("4月1日前对全镇23处隐患点落实监测员，监测员雨天每日巡查两次。")[1:] == [["监测员"]]


def test_somebody_particular_is_nobody() -> None:
    assert ["每班"] not in who("各单位实行24小时值班，每班不少于2人。")
    assert who("中心设“办不成事”反映窗口，由值班长坐班。") == [["值班长"]]
    assert who("施工时由专人负责监控，并加强安全检查。") == [[]]


def test_a_place_of_work_is_not_where_something_is() -> None:
    assert who("镇财政所在验收合格后15日内兑付补助资金。") == [["镇财政所"]]


def test_the_short_name_in_the_bracket_is_the_body_that_acts() -> None:
    assert who("县水利局3月底前逐村核实面积并公示。（责任单位：水利局、各村）") == [["县水利局", "各村"]]


def test_a_body_that_urges_those_who_lag_finds_no_fault() -> None:
    assert who("县委督查室每月开展一次现场督查，对整改进度滞后的单位下达督办函。") == [["县委督查室"]]


def test_the_year_of_a_plan_is_no_limit_of_what_holds_in_a_case() -> None:
    text = "2026年全县水利工作要点\n一、供水\n完成管网改造86公里。水质不合格的水厂，由县水利局责令整改。\n"
    assert [limits for _, limits in _rows(text)] == [["2026-12-31"], []]


def test_the_work_of_the_time_a_report_is_on_is_done() -> None:
    text = (
        "县水利局关于2026年上半年工作情况和下一步工作安排的报告\n县人民政府：\n现将有关情况报告如下：\n"
        "一、上半年主要工作\n（一）防汛备汛扎实有序。入汛前完成全县43座水库的汛前检查，整改隐患57处。\n"
        "二、下一步工作安排\n（一）打好防汛硬仗。9月底前完成62处雨量站的设备更新。\n"
    )
    reading = reading_of(text, as_of=date(2026, 7, 8))
    words = reading.source.text
    assert [x.mark.norm for c in reading.commitments for x in c.limits] == ["2026-09-30"]
    assert [a.span.of(words)[:4] for a in reading.achievements] == ["入汛前完"]


def test_a_label_among_labels_is_no_division() -> None:
    text = (
        "关于反馈意见整改情况的报告\n一、关于监管不严的问题\n存在问题：部分学校索证索票不全。\n"
        "下一步措施：\n1．余下问题于10月15日前整改到位。\n2．每月公示陪餐记录。\n"
    )
    assert [(item.level, item.marker) for item in reading_of(text, as_of=DAY).outline][1:] == [
        (2, "1."),
        (2, "2."),
    ]


def test_a_row_that_goes_on_has_the_unit_of_the_one_above() -> None:
    text = (
        "考核细则\n序号 | 考核项目 | 分值 | 考核内容 | 评分标准\n"
        "4 | 县水利局 | 15 | 排污口整治 | 按照规划设置排污口\n"
        " |  | 20 | 侵占岸线整治 | 建立非法挤占水域岸线用地台账\n"
    )
    assert _rows(text)[-1][0] == ["县水利局"]


def test_those_known_by_what_they_do_act_behind_by() -> None:
    assert who("评估结果由组织实施服务评估的单位公示10天。") == [["组织实施服务评估的单位"]]
    assert who("逾期不改的，由作出决定的机关申请强制执行。") == [["作出决定的机关"]]


def test_what_may_be_done_and_what_was_done_ever_since_are_no_tasks() -> None:
    assert who("同级财政可一次性拨付一定数额的资金，主要用于资产评估。") == []
    assert who("自70年代以来，我局每年都进行年度趋势会商。") == []


def test_what_is_about_to_expire_is_no_limit() -> None:
    text = "工作方案\n一、任务\n社保中心每月提醒3个月内认证即将到期人员办理认证。\n"
    assert [limits for _, limits in _rows(text)] == [[]]


def test_levels_joined_by_or_are_one_name() -> None:
    of_the_place = "事件发生地设区的市级或者县级人民政府环境保护主管部门"
    assert who(f"{of_the_place}应当立即进行核实。") == [[of_the_place]]


def test_a_paragraph_labelled_with_faults_asks_nothing() -> None:
    for label in ("问题描述", "存在问题"):
        text = (
            f"关于整改方案的报告\n一、问题整改\n（一）矿山修复进展缓慢。\n{label}：全县应修复的9座矿山中，"
            "仍有5座未启动修复。\n整改措施：\n1.编制修复方案，6月底前通过评审。\n整改时限：2026年12月31日\n"
        )
        assert len(_rows(text)) == 1
        assert "仍有5座未启动修复" in [s.span.of(text)[-9:] for s in reading_of(text, as_of=DAY).shortcomings]


def test_what_is_done_to_all_of_a_kind_is_a_duty() -> None:
    assert len(who("对无证采砂船只一律扣押。")) == 1


def test_bars_without_blanks_part_cells_and_a_person_stands_behind_a_unit() -> None:
    text = (
        "安全隐患整改台账\n一、未完成台账\n编号|存在问题|整改措施|责任人|完成日期\n"
        "YH-03|联锁未投用|更换液位变送器，恢复联锁|仪表班 高庆海|2026年5月20日\n"
        "YH-07|通道堆放空桶|清空通道，地面划黄线|安环部|2026年5月12日\n"
    )
    assert _rows(text) == [(["仪表班"], ["2026-05-20"]), (["安环部"], ["2026-05-12"])]
    assert len(reading_of(text, as_of=DAY).shortcomings) == 2


def test_a_row_of_links_is_no_table() -> None:
    text = "首页|新闻|公告|服务\n通知\n各单位3月底前报送材料。\n栏目|图片|视频|专题\n"
    assert [block.kind.value for block in reading_of(text, as_of=DAY).source.blocks] == ["paragraph"] * 4


def test_the_weeks_of_a_term_are_reckoned_from_one_that_is_dated() -> None:
    text = (
        "2025年春季学期教学工作计划\n四、各周安排\n第1周（2月17日—2月21日）：教导处完成课表编排。\n"
        "第3—4周：教科室组织师徒签约；五年级专项检测（3月12日）。\n第13周：艺术节，展出学生作品不少于300件。\n"
    )
    reading = reading_of(text, as_of=date(2025, 2, 13))
    words = reading.source.text
    found = [(c.span.of(words)[:5], [x.mark.norm for x in c.limits]) for c in reading.commitments]
    assert ("教导处完成", ["2025-02-21"]) in found
    assert ("艺术节，展", ["2025-05-16"]) in found
