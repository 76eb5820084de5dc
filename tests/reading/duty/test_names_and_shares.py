"""Names with people behind posts, what only counts who is meant, quarters and months as headings."""

from datetime import date
from functools import partial

import pytest

from tests.reading.duty.told import reading_of, rows, who

DAY = date(2026, 3, 5)
_reading, _rows, _who = (partial(f, as_of=DAY) for f in (reading_of, rows, who))


@pytest.mark.parametrize(
    ("sentence", "who"),
    [
        ("由政教处主任杜凤兰负责日常工作，每周检查一次。", ["政教处主任杜凤兰"]),
        ("某某农学院茶学系受协会委托开展课题调研，10月底前提交研究报告。", ["某某农学院茶学系"]),
        ("参展社团须在4月15日之前到活动中心领取展位号。", ["参展社团"]),
        ("违章信息由监控员每日录入《违章台账》。", ["监控员"]),
        ("合作社新开茶园120亩，年底前与县茶叶公司签订收购协议。", ["合作社"]),
        ("党员干部操办红白喜事，须提前5天报备。", ["党员干部"]),
        ("光华商贸城须在3日内修复喷淋系统。", ["光华商贸城"]),
        ("各学院于3月20日前完成初选，每个学院推荐作品不超过12件。", ["各学院"]),
        ("总务处组织消防培训，受训教职工不少于60人。", ["总务处"]),
    ],
)
def test_who_acts(sentence: str, who: list[str]) -> None:
    assert [who] == _who(sentence)


def test_who_helps_goes_on_helping_in_the_same_sentence() -> None:
    both = ["设备部", "二车间"]
    assert [both, both] == _who("3号机由设备部牵头，二车间配合，5月16日前查明故障，5月25日集中更换。")


def test_who_sits_on_a_body_is_told_no_task() -> None:
    text = "成立领导小组。组长：校长骆庆和；副组长：副校长沈立；成员：各处室主任、年级组长。"
    assert all("长" not in who[0] for who in _who(text) if who)


def test_names_alone_in_a_bracket_behind_a_full_stop() -> None:
    assert [["调度中心", "各矿"]] == _who("强化汛期值守，做好防排水准备，6月底前备足沙袋。（调度中心、各矿）")


def test_a_body_that_is_charged_owns_the_list_below() -> None:
    text = (
        "管理办法\n第四条 质控科是质控工作的归口部门，履行下列职责：\n（一）拟订方案，每年1月20日前报审；\n"
    )
    assert [["质控科"]] == [who for _, who, _ in _rows(text)]


def test_numbers_that_say_who_is_meant_are_no_amounts() -> None:
    reading = _reading(
        "管理办法\n第一条 超速20%以上的，车队罚款500元。\n第二条 对连续两次排名末位的乡镇，由县政府约谈。\n"
        "第三条 政教处每晚22:15组织查寝。\n"
    )
    assert [[500], [], []] == [[q.quantity.value for q in c.quantities] for c in reading.commitments]


def test_headings_of_quarters_and_months_set_limits() -> None:
    text = (
        "2026年安全生产分季度工作安排\n一、分季度任务\n（一）一季度：打基础\n机电部对供电系统逐台检修一遍。\n"
        "（二）二季度：强基层\n6月“安全生产月”：各单位举办应急比武。\n二、分月安排\n九月：签订责任书。（政教处）\n"
    )
    assert [["2026-03-31"], ["2026-06-30"], ["2026-09-30"]] == [by for _, _, by in _rows(text)]


def test_how_often_each_of_them_does_it() -> None:
    rules = [
        x.mark.rrule
        for sentence in ("矿领导每人每月下井不少于8个班次。", "生产部每周一通报上周完成情况。")
        for c in _reading(f"方案\n一、任务\n{sentence}\n").commitments
        for x in c.cadences
    ]
    assert rules == ["FREQ=MONTHLY", "FREQ=WEEKLY;BYDAY=MO"]


def test_who_is_authorised_and_who_is_among_those_in_a_name() -> None:
    assert [["州数据主管部门"]] == _who("州人民政府授权州数据主管部门负责统筹全州数据工作，每年开展评估。")
    assert [["省和地级以上市公共数据主管部门"]] == _who("具体办法由省和地级以上市公共数据主管部门制定。")
    assert [["参加培训的同志"]] == _who("请参加培训的同志于开班前15分钟到礼堂报到。")
    text = (
        "实施意见\n一、任务\n各区（县级市）要建立专项资金。（牵头单位：市财政局；配合单位：各区、县级市）\n"
    )
    assert [["各区（县级市）", "市财政局"]] == [who for _, who, _ in _rows(text)]


def test_when_a_meeting_was_held_is_no_limit() -> None:
    text = "某委员会会议纪要\n会议时间：2026年2月23日\n会议内容：\n一、工作安排\n由办公室负责起草认证标准。\n"
    assert [(["办公室"], [])] == [(who, by) for _, who, by in _rows(text)]


def test_two_or_three_years() -> None:
    assert [["P3Y"]] == [by for _, _, by in _rows("意见\n一、目标\n利用2-3年时间，建立配套管理制度3项。\n")]


def test_a_bracket_that_names_helpers_leaves_the_lead_of_the_heading() -> None:
    text = (
        "2026年实事清单\n一、教育（牵头单位：市教育局）\n1.新建幼儿园6所。\n"
        "2.建成托育点12个。（配合单位：市卫健委）\n二、其他\n3.打通断头路7条。\n"
    )
    assert [["市教育局"], ["市教育局", "市卫健委"], []] == [
        sorted(who, reverse=True)[:2] for _, who, _ in _rows(text)
    ]


def test_a_bracket_alone_is_no_task_and_offices_of_one_house_lead() -> None:
    text = (
        "宣传工作计划\n一、主线\n（一）唱响旋律\n（责任股室：办公室；配合股室：消保股）\n1.全年刊发稿件40篇以上。\n"
        "（二）守土\n2.局党组每半年研究一次。\n"
    )
    rows = {words: who for words, who, _ in _rows(text)}
    assert rows["全年刊发稿件40篇以上"] == ["办公室", "消保股"]
    assert not any(words.startswith("（") for words in rows)


def test_first_shares_and_the_rest_have_days_of_their_own() -> None:
    text = "市财政局按进度拨付补助1200万元，首期于6月底前到位，余款在验收合格后30日内结清。"
    assert [[], ["2026-06-30"], ["P30D"]] == [by for _, _, by in _rows(f"批复\n一、任务\n{text}\n")]


@pytest.mark.parametrize(
    ("sentence", "who"),
    [
        ("镇、村两级实行24小时值班制度。", ["镇、村两级"]),
        ("县教育局“六一”儿童节前在全县中小学组织一次主题活动。", ["县教育局"]),
        ("各学校放假前要给学生上一堂防溺水安全课。", ["各学校"]),
        ("县供电公司抢修队伍须在30分钟内出动。", ["县供电公司抢修队伍"]),
    ],
)
def test_levels_and_times_before_the_act(sentence: str, who: list[str]) -> None:
    assert [who] == _who(sentence)


def test_who_helps_in_a_bracket_behind_one_of_a_list() -> None:
    text = (
        "整改方案\n（一）改造\n建支管6公里。\n责任单位：区住建局、生态环境分局（区河长办配合）\n（二）其他\n"
    )
    assert [["区住建局", "生态环境分局", "区河长办"]] == [who for _, who, _ in _rows(text)]


def test_offices_lead_in_a_table_without_units_above_them() -> None:
    text = (
        "计划\n序号 | 任务 | 责任科室（单位） | 完成时限\n1 | 培训4期 | 科教科、市卫生学校 | 10月底前\n"
        "2 | 建成病区1家 | 老龄健康科 | 年底前\n3 | 建急救站8个 | 医政科牵头，疾控科配合 | 9月底前\n"
    )
    assert [["科教科", "市卫生学校"], ["老龄健康科"], ["医政科", "疾控科"]] == [
        who for _, who, _ in _rows(text)
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "单车年度维修费控制在1.8万元以内。",
        "开工建设县第二高级中学。",
        "酒后驾驶的，解除劳动合同。",
        "村委会组织清淤，全长1.6公里，赶在4月上旬前完工。",
        "各科室应当设质控员1至2名，由主治医师以上人员担任。",
    ],
)
def test_targets_works_and_consequences_are_firm(sentence: str) -> None:
    (found,) = _reading(f"2026年工作计划\n一、任务\n{sentence}\n").commitments
    assert found.strength == "firm"


def test_days_and_levels_are_no_names() -> None:
    assert [["各班主任"], ["班主任"]] == _who("各班主任周三前将责任书交德育处，缺交的由班主任逐一联系家长。")
    assert [[], []] == _who("每月举办一次家长开放日。打通市县乡三级互认平台，9月底前全部接入。")


def test_posts_own_the_duties_under_their_headings() -> None:
    text = (
        "各岗位职责\n一、保健医岗位职责\n1.每月公布食谱。\n2.9月20日前收齐资料。\n"
        "二、夜班巡护岗位职责\n1.每晚巡查3次。\n"
    )
    assert [["保健医"], ["保健医"], ["夜班巡护"]] == [who for _, who, _ in _rows(text)]


def test_quarters_in_columns_and_what_they_add_up_to() -> None:
    text = (
        "2026年计划\n一、安排\n二季度累计完成投资48亿元。\n二、项目推进计划\n"
        "序号 | 项目名称 | 一季度 | 二季度 | 三季度 | 责任单位\n"
        "1 | 光学基地 | 完成投资2亿元 | 设备进场3台 | 试生产1条线 | 园区中心\n"
        "2 | 污水厂 | 完成招标1次 | 完成基础2处 | 完成主体60% | 建设局\n"
    )
    rows = _rows(text)
    assert rows[0][2] == ["2026-06-30"]
    assert [by for _, _, by in rows[1:4]] == [["2026-03-31"], ["2026-06-30"], ["2026-09-30"]]
    assert not any("推进计划" in words for words, _, _ in rows)


def test_each_period_has_its_own_row_and_subsidies_none() -> None:
    assert len(_who("会计主管每日核对尾箱，每月突击查库至少2次。")) == 2
    assert [] == _who("招用3人以下的按每人2000元给予补贴。登录平台，选择社保补贴，进行补贴申领操作。")


def test_a_department_as_heading_owns_its_items_whatever_opens_them() -> None:
    text = (
        "6月份工作计划\n一、计划\n（一）生产部\n1.3号炉6月12日前点火试炉，设备科每天汇报一次进度。\n"
        "（二）销售部\n1.回款不低于3200万元。\n"
    )
    assert [["生产部"], ["设备科"], ["销售部"]] == [who for _, who, _ in _rows(text)]


def test_periods_and_weeks_open_no_name() -> None:
    assert [["园长"]] == _who("园长每周进班听课至少2节。")
    assert [["村级组织"]] == _who("村级组织于每年9月底前向乡镇人民政府提出项目申请。")


def test_a_body_that_calls_itself_by_one_character() -> None:
    assert [["部"]] == _who("7月31日前，部完成审核，将意见下发各省。")
    assert [["市"], ["县"]] == _who("根据通知，市要出台实施意见，县要制定工作方案。")
    assert [["各区民政部门"]] == _who("各区民政部门应当自收到协助请求之日起3个工作日内完成调查。")


def test_within_which_bounds_somebody_decides() -> None:
    found = _who("普通员工请假三天以内（含三天），由部门经理批准。")
    assert found == [["部门经理"]]


def test_how_long_somebody_is_away_is_no_limit() -> None:
    text = "管理规定\n第一条 请假三天以内的，由部门经理批准。\n第二条 一年内累计旷工超过七日者，予以辞退。"
    assert [limits for _, _, limits in _rows(text)] == [[], []]


def test_what_is_barred_or_owed_by_a_named_body_is_a_duty() -> None:
    assert len(_who("请不要在此期间把装修垃圾堆放在阳台上。")) == 1
    assert _who("经办人员指涉及救助受理、调查、审核事项的工作人员。") == []
    assert _who("组织单位") == []
