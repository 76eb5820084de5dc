"""Schedules, forms, responsibility papers: brackets, labels, stages and days bind what is beside them."""

import pytest

from luoshi.document.receive import receive_text
from luoshi.reading.stages import read
from tests.reading.duty.told import REF, told

BRACKETS = [
    ("1.修订门卫登记制度（保卫处）。", ["保卫处"], []),
    ("1.修订门卫登记制度（保卫处,4月）。", ["保卫处"], ["2024-04-30"]),
    ("1.修订门卫登记制度（4月底前，保卫处）", ["保卫处"], ["2024-04-30"]),
    ("1.修订门卫登记制度（4月20日前完成）；", [], ["2024-04-20"]),
    ("1.修订门卫登记制度。责任科室：保卫科。完成时限：4月底", ["保卫科"], ["2024-04-30"]),
]


@pytest.mark.parametrize(("line", "owners", "days"), BRACKETS)
def test_short_brackets_and_labels(line, owners, days):
    found = told(f"实验小学平安校园工作方案\n一、工作任务\n{line}\n2.安装监控探头12个（信息中心）。\n")
    assert found[0] == ("修订门卫登记制度", owners, days)
    assert found[1] == ("安装监控探头12个", ["信息中心"], [])


def test_a_label_line_under_a_measure_gives_its_limit():
    text = (
        "整改方案\n（一）退还多收费用。财务科将多收的800元退还患者。\n"
        "整改责任人：钱某  整改时限：2024年4月10日\n（二）公示收费标准。\n"
    )
    assert told(text)[0] == ("财务科将多收的800元退还患者", ["财务科"], ["2024-04-10"])


def test_a_week_of_a_school():
    text = (
        "东湖小学第八周工作安排（4月15日—4月21日）\n周一：升旗仪式（德育处）。\n"
        "周二：1.召开家长委员会会议（校办）；2.各教研组上交听课记录。\n周四：\n1.跳绳比赛（体育组）\n"
    )
    assert told(text) == [
        ("升旗仪式", ["德育处"], ["2024-04-15"]),
        ("召开家长委员会会议", ["校办"], ["2024-04-16"]),
        ("各教研组上交听课记录", ["各教研组"], ["2024-04-16"]),
        ("跳绳比赛", ["体育组"], ["2024-04-18"]),
    ]


def test_days_of_a_schedule_and_not_of_a_diary():
    plan = (
        "春季招聘月活动日程安排\n3月11日（周一）：举办专场招聘会1场。\n3月12日（周二）：举办政策宣讲会1场。\n"
    )
    assert [d for _, _, d in told(plan)] == [["2024-03-11"], ["2024-03-12"]]
    assert not told("工作总结\n3月1日：举办了专场招聘会1场。\n3月2日：举办了政策宣讲会1场。\n")


STAGES = [
    "（一）自查阶段（3月10日—3月31日）。\n各门店逐柜检查秤具。\n",
    "（一）自查阶段（2024年3月10日至3月31日）。各门店逐柜检查秤具。\n",
    "第一阶段（3月10—31日）：全面自查。各门店逐柜检查秤具。\n",
]


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_ends_on_its_last_day(stage):
    found = told(f"计量器具专项整治方案\n一、工作步骤\n{stage}二、工作要求\n请各门店每月报送一次台账。\n")
    assert found[0] == ("各门店逐柜检查秤具", ["各门店"], ["2024-03-31"])
    assert found[1][2] == []


HEADS = [
    ("一、护理部\n1.开展压疮专项培训2次。", ["护理部"]),
    ("一、乙方责任\n1.每季度组织一次消防演练。", ["乙方"]),
    ("一、护士长职责\n1.每周组织一次护理查房。", ["护士长"]),
]


@pytest.mark.parametrize(("lines", "owners"), HEADS)
def test_a_heading_that_names_who_is_in_charge(lines, owners):
    assert [a for _, a, _ in told(f"安全目标责任书\n{lines}\n二、其他\n")] == [owners]


PARTS = [
    ("县医院2024年5月份工作安排", "2024-05-31"),
    ("县医院2024年第二季度重点工作", "2024-06-30"),
    ("县医院2024年下半年工作计划", "2024-12-31"),
    ("县医院2024年工作要点", "2024-12-31"),
]


@pytest.mark.parametrize(("title", "day"), PARTS)
def test_the_part_of_a_year_in_a_title(title, day):
    assert [d for _, _, d in told(f"{title}\n1.采购除颤仪3台。\n2.培训急诊护士20人。\n")] == [[day]] * 2


RULES = [
    "新进员工须经三级安全教育,考试合格后方可上岗。",
    "发生重伤事故的,取消评先资格。",
    "全年无重伤事故、无火灾事故。",
    "对连续两次排名末位的班组，扣减班组长绩效200元。",
]


@pytest.mark.parametrize("sentence", RULES)
def test_rules_and_targets_of_none_are_firm(sentence):
    reading = read(receive_text(f"安全生产责任书\n一、责任目标\n1.{sentence}\n2.每月自查一次。\n"))
    assert [c.strength for c in reading.commitments] == ["firm", "firm"]


def test_each_of_several_who_act_has_a_part():
    found = told("工作要点\n1.安环部每月组织一次检查，各车间每周自查一次，班组每班巡查两次。\n")
    assert [(w, a) for w, a, _ in found] == [
        ("安环部每月组织一次检查", ["安环部"]),
        ("各车间每周自查一次", ["各车间"]),
        ("班组每班巡查两次", ["班组"]),
    ]


def test_a_form_of_one_matter():
    text = (
        "热线交办单\n工单编号：20240318\n诉求内容：反映楼道灯损坏。\n承办单位：河西街道办事处\n"
        "办理要求：请于2个工作日内联系诉求人，5个工作日内办结。\n交办时间：2024年3月18日\n"
    )
    assert told(text) == [
        ("请于2个工作日内联系诉求人", ["河西街道办事处"], ["P2D"]),
        ("5个工作日内办结", ["河西街道办事处"], ["P5D"]),
    ]


ASKED = [
    ("现商请贵单位于4月30日前提供用电数据。", ["贵单位"]),
    ("放假前各科室要关闭水电。", ["各科室"]),
    ("各科室务于4月2日下班前报送值班表。", ["各科室"]),
]


@pytest.mark.parametrize(("sentence", "owners"), ASKED)
def test_who_is_asked(sentence, owners):
    assert [a for _, a, _ in told(f"关于有关事项的函\n{sentence}\n")] == [owners]


def test_the_hour_of_a_period_is_no_day():
    reading = read(receive_text("关于报送进度的通知\n1.每周五下午5时前报送项目进展情况。\n"), as_of=REF)
    (weekly,) = reading.commitments
    assert not weekly.limits
    assert [x.mark.rrule for x in weekly.cadences] == ["FREQ=WEEKLY;BYDAY=FR"]


def test_what_was_done_wrong_is_a_problem_and_no_promise():
    text = (
        "整改方案\n一、存在问题\n（一）串换项目。检验科将普通项目串换为高价项目收费。\n"
        "二、整改措施\n1.检验科每月自查一次。\n"
    )
    reading = read(receive_text(text), as_of=REF)
    assert [c.span.of(reading.source.text) for c in reading.commitments] == ["检验科每月自查一次"]
    assert len(reading.shortcomings) == 1


def test_an_hour_is_no_amount():
    reading = read(receive_text("工作安排\n1.阅览室延长开放至晚上9点。\n"))
    assert not reading.quantities
