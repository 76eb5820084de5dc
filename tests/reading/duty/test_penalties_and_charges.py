"""Penalties and bans of house rules, who goes on acting, who is only met, what only leads up to a demand."""

from datetime import date

import pytest

from tests.reading.duty.told import reading_of, rows, told, who

DAY = date(2026, 3, 2)


def _rules(text: str) -> list[tuple[str, list[str], list[str]]]:
    return rows(f"某公司考勤管理制度\n\n第一条 {text}\n", as_of=DAY)


@pytest.mark.parametrize(
    "words",
    [
        "1个月内迟到、早退累计达3次者，扣发5天的基本工资",
        "超过30分钟以上者，按旷工半天论处",
        "未经批准者按旷工处理",
        "每月累计旷工3天者，扣发当月奖金，并给予记大过1次处分",
        "擅自离岗的，视为旷工",
    ],
)
def test_a_penalty_is_a_rule_without_day_or_period_of_its_own(words: str) -> None:
    (only,) = reading_of(f"某公司考勤管理制度\n\n第一条 {words}。\n").commitments
    assert (only.strength, only.limits, only.cadences) == ("firm", (), ())


def test_a_bracket_does_not_hide_a_case() -> None:
    assert _rules("请假3天以内的（含3天），由副总经理批准。") == [
        ("请假3天以内的（含3天），由副总经理批准", ["副总经理"], [])
    ]


def test_a_limit_in_a_case_is_no_deadline() -> None:
    (found,) = _rules("接到投诉后3日内未办结的，由县信访局约谈责任单位负责人。")
    assert found[1:] == (["县信访局"], [])


def test_those_who_are_punished_do_not_punish() -> None:
    found = _rules("员工应当佩戴工牌。未佩戴者，扣发当月绩效50元。")
    assert [["员工"], []] == [acting for _, acting, _ in found]
    found = rows("某县考核办法\n\n第一条 县考核办每季度通报一次。不满80分的，扣减当月补助10%。\n", as_of=DAY)
    assert [["县考核办"], ["县考核办"]] == [acting for _, acting, _ in found]


def test_what_must_be_done_in_a_rule_binds_though_nobody_is_named() -> None:
    words = "生产间严禁吸烟，餐具必须分类放置"
    assert [words] == [found for found, _, _ in _rules(f"{words}。")]


def test_points_lost_and_sums_granted_are_no_duties() -> None:
    assert _rules("夜间加班的，每人补助10元。") == []
    assert ["每月上报一次"] == [w for w, _, _ in _rules("每月上报一次，资料不全的酌情扣分。")]
    assert _rules("甲方有对现场进行监督检查的权利。") == []


def test_who_is_named_behind_you_goes_on_in_the_sentence() -> None:
    found = who("由村委会建立台账，加大走访频次；每半月上门检查一次；结合宣传活动开展帮扶。")
    assert found == [["村委会"], ["村委会"], ["村委会"]]


def test_verbs_begin_no_name() -> None:
    assert who("牵头负责收集掌握居委上报的信息，每月汇总一次。") == [[]]
    assert ["参加公司"] not in who("参加公司组织的会议，必须提前请假。")


def test_a_unit_that_heads_an_item_is_charged_with_all_in_it() -> None:
    found = rows(
        "某街道方案\n\n一、职责分工\n1.服务办。牵头收集信息，每周更新一次。深化推进结对计划，发挥好帮扶作用。\n"
    )
    assert [["服务办"], ["服务办"]] == [acting for _, acting, _ in found]


def test_who_it_is_that_heads() -> None:
    assert who("本项工作牵头单位为县水利局、县财政局，每月25日前报送进展。") == [["县水利局", "县财政局"]]
    assert who("运营单位是安全管理的责任主体，应当制定应急预案。") != [["安全管理的责任主体"]]


def test_who_is_met_behind_you_does_not_act() -> None:
    assert who("未在系统开通的人员，由镇城运中心开通账号。") == [["镇城运中心"]]


def test_bodies_of_instruction_and_their_branches() -> None:
    assert who("绿化指导站积极推进示范应用，加强技术培训。") == [["绿化指导站"]]
    assert who("区公安分局各辖区派出所负责每月巡查一次。") == [["区公安分局各辖区派出所"]]
    assert who("党组、主席团要安排专门时间组织学习。") == [["党组", "主席团"]]
    assert who("居委、物业每月开展一次消防宣传。") == [["居委", "物业"]]
    assert who("物业服务企业应当公示收费标准。") == [["物业服务企业"]]


def test_those_joined_with_help() -> None:
    ((_, acting, _),) = told("某协会工作方案\n\n一、任务\n协会将联合县广播电视台、县文化馆等组建宣讲联盟。\n")
    assert acting == ["协会", "县广播电视台+", "县文化馆+"]


def test_a_name_made_unknown_acts() -> None:
    assert who("xx将派出2个巡回督导组，各村要配合做好督导。")[0] == ["xx"]


@pytest.mark.parametrize(
    "words",
    [
        "根据上级关于印发《消防安全工作实施方案》的通知要求",
        "为做好此项工作，街道拟定了《工作方案》，现印发给你们",
        "本次专项整治将分三个阶段进行",
        "会议场地使用遵循先登记先使用的原则",
        "本办法解释权归学院所有",
    ],
)
def test_what_only_leads_up_is_no_task(words: str) -> None:
    assert rows(f"某街道工作方案\n\n一、任务\n{words}。\n", as_of=DAY) == []


def test_a_meeting_asks_by_a_list() -> None:
    text = (
        "某林场召开工作总结会议\n\n5月22日，某林场召开工作总结会议。\n"
        "会议明确，全场上下要坚持目标导向。一是搭建智慧平台，建成监测站点12个；二是举办技能大赛，培育良种壮苗。\n"
    )
    assert ["搭建智慧平台，建成监测站点12个", "举办技能大赛，培育良种壮苗"] == [w for w, _, _ in rows(text)][
        -2:
    ]


def test_this_year_is_the_year_the_paragraph_opened_with() -> None:
    text = (
        "2019年全省的目标是：优良率达到80%。"
        "今年要推进以下重点工作：一是设立生态环保委员会；二是建立大数据平台。\n"
    )
    assert {"2019-12-31"} == {day for words, _, days in rows(text) for day in days if "立" in words}


def test_a_target_goes_on_where_things_are_only_counted_on() -> None:
    text = "新增观赏点位30个，总计达60个；特色道路10条，总计达20条；特色园5座。"
    (only,) = reading_of(f"某市方案\n\n一、任务\n{text}\n").commitments
    assert len(only.quantities) == 5


def test_an_indicator_has_the_unit_behind_its_name() -> None:
    head = "某院节能计划\n\n一、目标\n指标 | 2022年实际 | 2023年目标\n"
    found = reading_of(f"{head}电力（kWh） | 961 | ≤1000\n水（吨） | 27 | ≤28\n").commitments
    assert [[q.quantity.unit for q in c.quantities] for c in found] == [["kWh"], ["吨"]]


def test_a_length_about_which_it_takes() -> None:
    assert [["P4Y"]] == [
        days for _, _, days in rows("某镇方案\n\n一、目标\n力争用4年左右时间完成整治。\n", as_of=DAY)
    ]
