"""Achievements, problems with their remedies, frameworks, declared counts, coverage."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.document.receive import receive_text
from luoshi.reading.marks import Commitment
from luoshi.reading.outcome.achievement import read_achievements
from luoshi.reading.outcome.coverage import read_coverage
from luoshi.reading.outcome.framework import read_frameworks
from luoshi.reading.outcome.problem import read_problems
from luoshi.reading.outcome.remedies import pair
from luoshi.reading.reading import Reading
from luoshi.reading.stages import read
from luoshi.reading.structure.clause.clauses import read_clauses
from luoshi.reading.structure.front.head import read_head
from luoshi.reading.structure.outline.divisions import read_outline
from luoshi.reading.structure.speakers import read_speakers
from luoshi.values.span import Span

STAGES = (
    read_outline,
    read_head,
    read_speakers,
    read_clauses,
    read_achievements,
    read_problems,
    read_frameworks,
    read_coverage,
)


def reading_of(text):
    reading = Reading(receive_text(text))
    for stage in STAGES:
        reading = stage(reading)
    return reading


def words(reading, marks):
    return [m.span.of(reading.source.text) for m in marks]


@pytest.mark.parametrize("comma", ["，", ","])
def test_figures_and_deeds_are_achievements_and_praise_is_none(comma):
    reading = reading_of(
        f"某镇上半年工作总结\n今年以来{comma}全镇新建养殖场6个。干部作风明显好转。制定了《某镇河道管护办法》。成效显著{comma}群众满意。\n"
    )
    assert ["今年以来，全镇新建养殖场6个", "制定了《某镇河道管护办法》"] == [
        w.replace(",", "，") for w in words(reading, reading.achievements)
    ]


def test_a_plan_has_no_achievements():
    reading = reading_of("关于做好秋收工作的通知\n各村：\n一、任务\n全镇要抢收水稻3万亩。\n")
    assert () == reading.achievements


@pytest.mark.parametrize("comma", ["，", ","])
def test_a_problem_is_a_list_item_with_its_elaboration(comma):
    reading = reading_of(
        f"但工作中还存在一些问题{comma}主要是：一是经费投入不足。乡镇配套资金缺口较大。二是人员老化。年轻干部偏少。\n下一步{comma}我们将加大投入。\n"
    )
    assert ["经费投入不足。乡镇配套资金缺口较大", "人员老化。年轻干部偏少"] == words(
        reading, reading.shortcomings
    )


def test_faults_after_their_announcement():
    reading = reading_of("但在落实中还存在一些问题，有的单位没有制定方案；有的乡镇进度滞后。\n")
    assert ["有的单位没有制定方案", "有的乡镇进度滞后"] == words(reading, reading.shortcomings)
    assert reading.shortcomings[0].owner_named


def test_a_remedy_shares_the_thing_it_mends():
    source = (
        "工作中仍存在不足，主要是：一是供水管网老化。二是校车数量偏少。"
        "下一步将更换供水管网30公里，购置校车12辆。"
    )
    reading = reading_of(source)
    spans = [(source.index(w), source.index(w) + len(w)) for w in ("更换供水管网30公里", "购置校车12辆")]
    commitments = tuple(
        Commitment(f"c{i}", Span(*s), i, "firm", "once", "", Span(*s), Span(*s)) for i, s in enumerate(spans)
    )
    paired = pair(reading.having(commitments=commitments), reading.shortcomings[:2])
    assert [("c0",), ("c1",)] == [p.remedies for p in paired]


LABELLED = """某县环保督察反馈意见整改方案

（一）污水收集能力不足。
存在问题：老城区仍有14公里管网未改造。
整改措施：
1.县住建局6月底前制定方案。
2.县城管局每月排查一次。
（二）矿山修复缓慢。
存在问题：5座矿山至今未启动修复。
整改措施：县自然资源局年底前完成460亩复绿。
三、组织保障
各责任单位每月28日前报送进展。
"""
IN_ROWS = """某公司隐患整改台账

序号|存在问题|整改措施|责任人|完成日期
1|储罐联锁未投用|恢复联锁并做试验，出具试验记录|仪表班|5月20日
2|疏散通道堆放空桶|清空通道，地面划线|二车间|5月12日
"""


@pytest.mark.parametrize(("text", "counts"), [(LABELLED, [2, 1]), (IN_ROWS, [1, 1])])
def test_a_remedy_stands_under_its_label_or_in_the_row_of_its_problem(text: str, counts: list[int]):
    reading = read(receive_text(text))
    by_id = {c.id: c.span.start for c in reading.commitments}
    answers = [[by_id[r] for r in p.remedies] for p in reading.shortcomings]
    assert counts == [len(a) for a in answers]
    ends = [*(p.span.start for p in reading.shortcomings[1:]), len(text)]
    assert all(
        p.span.end <= at < end
        for p, a, end in zip(reading.shortcomings, answers, ends, strict=True)
        for at in a
    )


@pytest.mark.parametrize(
    ("text", "name", "declared", "items"),
    [
        ("要抓好产业、人才、文化“三个振兴”，全面推进。", "三个振兴", 3, ["产业", "人才", "文化"]),
        (
            "做到“三个到位”：责任到位、资金到位、人员到位。",
            "三个到位",
            3,
            ["责任到位", "资金到位", "人员到位"],
        ),
        ("实施“两大行动”。要开展清河行动、绿岸行动。", "两大行动", 2, ["清河行动", "绿岸行动"]),
        (
            "实施“123”工程。围绕“一个目标”，建好“两个园区”，打造“三张名片”。",
            "123工程",
            3,
            ["“一个目标”", "“两个园区”", "“三张名片”"],
        ),
    ],
)
def test_frameworks(text, name, declared, items):
    reading = reading_of(text)
    found = next(f for f in reading.frameworks if f.name == name)
    assert declared == found.declared
    assert items == [s.of(reading.source.text) for s in found.items]


def test_fixed_terms_of_politics_are_no_framework():
    assert () == reading_of("增强“四个意识”，坚定“四个自信”，做到“两个维护”。").frameworks


def declared_of(text):
    return [
        (p.args["declared"], p.args["found"]) for p in reading_of(text).problems if p.code == "declared-count"
    ]


def test_a_list_shorter_than_declared_is_told():
    assert [(4, 3)] == declared_of("下面，我讲四点意见：\n一是压实责任。\n二是强化督查。\n三是严格考核。\n")


def test_a_list_as_long_as_declared_is_not():
    assert [] == declared_of("下面，我讲三点意见：\n一是压实责任。\n二是强化督查。\n三是严格考核。\n")


def test_divisions_count_too():
    assert [(3, 2)] == declared_of(
        "要抓好以下三个方面工作：\n一、抓春耕\n及时供种。\n三、抓防汛\n备足物资。\n"
    )


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "一、目标",
                "（一）举措",
                "要建立台账；每月通报。",
                "存在不足，主要是：一是资金不足。",
                "\n",
                " ",
                "附件",
                "“",
                "（",
                "1.培训",
                "今年以来，",
                "完成3项。",
                "甲 | 乙",
            ]
        ),
        max_size=14,
    )
)
def test_coverage_tiles_everything_but_white_space(parts):
    reading = reading_of("".join(parts))
    text = reading.source.text
    covered = [c.span for c in reading.coverage]
    assert all(a.end <= b.start for a, b in pairwise(covered))
    left = set(range(len(text))) - {i for s in covered for i in range(*s)}
    assert "" == "".join(text[i] for i in sorted(left)).strip()


def test_a_rerun_changes_nothing():
    reading = reading_of(
        "下面，我讲四点意见：\n一是压实责任。\n二是强化督查。\n三是严格考核。\n一、时间\n三、地点\n"
    )
    again = reading
    for stage in STAGES:
        again = stage(again)
    assert {"declared-count", "outline-gap"} == {p.code for p in reading.problems}
    assert sorted(map(str, reading.problems)) == sorted(map(str, again.problems))


@pytest.mark.parametrize("comma", ["，", ","])
def test_faults_found_in_a_report_are_problems(comma):
    reading = reading_of(
        f"全县重点项目三季度督查情况通报\n从督查情况看{comma}城北水厂已通过验收；南环路改造已提前完成。"
        f"督查中发现{comma}部分项目进展缓慢。河西安置房未达序时进度；个别乡镇报送材料不及时。\n"
    )
    assert words(reading, reading.shortcomings) == [
        "部分项目进展缓慢",
        "河西安置房未达序时进度",
        "个别乡镇报送材料不及时",
    ]
    assert [w.split("，")[-1].split(",")[-1] for w in words(reading, reading.achievements)] == [
        "城北水厂已通过验收",
        "南环路改造已提前完成",
    ]


def test_a_problem_begins_behind_the_praise_before_it():
    reading = reading_of(
        "河道清理督查通报\n一、存在的问题\n目前，东村、西村清理效果明显，但个别河段打捞进度滞后。\n"
    )
    assert words(reading, reading.shortcomings) == ["个别河段打捞进度滞后"]


@pytest.mark.parametrize(
    "told",
    [
        "现将2023年上半年完成情况通报如下",
        "《实施意见》部署了十四项重点任务",
        "支部现有党员22人，其中教授4人",
        "县政府督查室对三季度完成情况进行了专项督查，现将有关情况予以通报",
    ],
)
def test_what_is_announced_or_stands_so_is_no_achievement(told):
    assert () == reading_of(f"某县上半年工作完成情况\n{told}。\n").achievements


def test_what_an_inspection_found_is_a_problem():
    reading = reading_of(
        "关于人居环境整治的督查通报\n督查发现，东村垃圾清运不及时，西村河道有漂浮物。"
        "请两村于7月25日前整改到位。\n近日，我办巡查发现南渠存在污水直排问题。\n"
    )
    assert [w[-6:] for w in words(reading, reading.shortcomings)] == ["河道有漂浮物", "污水直排问题"]


def test_the_heading_of_the_problems_is_none():
    reading = reading_of("党建工作自查报告\n一、存在的不足\n一是学习不够深入。二是制度执行不严。\n")
    assert words(reading, reading.shortcomings) == ["学习不够深入", "制度执行不严"]


def test_what_an_inspection_counted_is_an_achievement():
    reading = reading_of("区市场监管局开展校园食品检查\n此次检查共出动执法人员56人次，检查经营户132家。\n")
    assert len(reading.achievements) == 1


@pytest.mark.parametrize(
    "sums_up",
    [
        "过去一年，全县上下团结拼搏，圆满完成了全年目标任务。",
        "今年以来，我镇紧紧围绕中心工作，取得了明显成效。",
        "“十四五”时期是全面建设现代化的第一个五年。",
        "预计管网改造后，每年可实现效益4200万元。",
    ],
)
def test_what_sums_up_or_is_expected_is_no_achievement(sums_up):
    reading = reading_of(f"某镇年度工作总结\n{sums_up}新建养殖场6个。\n")
    assert ["新建养殖场6个"] == words(reading, reading.achievements)


def test_a_target_missed_is_a_problem_and_what_leads_to_the_problems_is_none():
    reading = reading_of(
        "某县政府工作报告\n过去五年，新建学校6所。受多重因素影响，5项预期性指标未能如期完成。"
        "我们清醒认识到，发展面临的困难挑战依然严峻复杂，一些问题矛盾亟待破解。有效需求不足，新型消费培育不快。\n"
    )
    assert ["受多重因素影响，5项预期性指标未能如期完成", "有效需求不足，新型消费培育不快"] == words(
        reading, reading.shortcomings
    )


NOTICE = "关于做好工作的通知\n各乡镇：\n"


def test_what_a_notice_counts_of_a_time_gone_by_is_an_achievement():
    reading = reading_of(
        f"{NOTICE}去年四季度，县审计局共抽查合同412份，收回停用印章14枚。"
        "一、任务\n上半年，各乡镇要抽查合同200份。\n县政府办公室\n2024年3月4日\n"
    )
    assert ["去年四季度，县审计局共抽查合同412份，收回停用印章14枚"] == words(reading, reading.achievements)


def test_figures_that_follow_a_count_are_told_too():
    reading = reading_of(
        "县医院办公会议纪要\n一、关于运行情况\n上半年，全院门急诊21.4万人次，同比增长6.8%；"
        "药占比24.9%，比年初下降1.7个百分点。\n会议要求，年底前药占比控制在24%以内。\n"
    )
    assert [w[:3] for w in words(reading, reading.achievements)] == ["上半年", "药占比"]


@pytest.mark.parametrize(
    "fault",
    [
        "个别合同没有编号",
        "合同归档平均滞后两个多月",
        "农村地区无牌三轮车违法载人屡禁不止",
        "收入进度慢于时间进度3.2个百分点",
    ],
)
def test_what_is_plainly_wrong_is_a_problem_in_a_notice_too(fault):
    reading = reading_of(f"{NOTICE}一、情况\n{fault}。\n二、要求\n各乡镇要着力解决流于形式等问题。\n")
    assert [fault] == words(reading, reading.shortcomings)


def test_a_promise_amid_what_was_done_ends_with_its_paragraph():
    reading = reading_of(
        "中学学期工作总结\n一、教学\n修订教案21份。这项做法我们将在下学期推广。\n二、安全\n整治隐患17处，更换器材45具。\n"
    )
    assert "整治隐患17处，更换器材45具" in words(reading, reading.achievements)


def test_labels_say_what_is_wrong_and_what_was_done_about_it():
    reading = reading_of(
        "关于巡察反馈问题整改进展情况的报告\n一、正在整改的问题及下步措施\n（一）关于设备闲置的问题\n"
        "反馈问题：两所卫生院2022年购置的设备从未拆封；收费公示栏三年未更新。\n"
        "整改情况：已引进技师4名，其余3台于7月开机运行。\n下步措施：12月20日前再招录村医17名。\n"
    )
    assert ["两所卫生院2022年购置的设备从未拆封", "收费公示栏三年未更新"] == words(
        reading, reading.shortcomings
    )
    assert ["已引进技师4名，其余3台于7月开机运行"] == words(reading, reading.achievements)


def test_a_list_most_items_of_which_find_fault_finds_fault_throughout():
    reading = reading_of(
        "工作报告\n一、回顾\n全年完成吞吐量4186万吨。\n坦率地讲，主要表现为：一是货源结构单一，煤炭占七成；"
        "二是成本管控粗放，超预算420万元；三是安全基础不牢；四是少数人员进取心不强。\n"
    )
    assert len(reading.shortcomings) == 4
    assert ["全年完成吞吐量4186万吨"] == words(reading, reading.achievements)


def test_a_section_on_the_goals_of_a_year_is_a_plan():
    reading = reading_of(
        "政府工作报告\n一、2024年工作回顾\n新增规上企业11家。\n二、2024年目标任务完成情况\n改造小区27个。\n"
        "三、存在的问题和不足\n产业链条短，深加工企业只有1家。\n四、2025年目标任务\n（一）补上产业短板。打通断头路3条。\n"
    )
    assert ["新增规上企业11家", "改造小区27个"] == words(reading, reading.achievements)
    assert ["产业链条短，深加工企业只有1家"] == words(reading, reading.shortcomings)


def test_in_a_plan_to_put_faults_right_a_heading_and_its_paragraph_are_one_fault():
    reading = reading_of(
        "整改方案\n一、重点问题\n（一）水质不能稳定达标。2024年断面有4个月氨氮超标，11处排口未纳管。\n"
        "整改措施：新建支管6.8公里。\n二、已完成整改的问题\n露天堆煤场已于2025年2月取缔，清运存煤1.3万吨。\n"
    )
    assert ["水质不能稳定达标。2024年断面有4个月氨氮超标，11处排口未纳管"] == words(
        reading, reading.shortcomings
    )
    assert ["露天堆煤场已于2025年2月取缔，清运存煤1.3万吨"] == words(reading, reading.achievements)


def test_below_a_heading_of_faults_what_was_done_too_little_is_one():
    reading = reading_of(
        "督导检查反馈意见\n一、总体评价\n今年以来完成更换18.6公里。\n二、发现的主要问题\n（一）责任不实\n"
        "县安委会今年以来仅研究1次。有的计划照搬照抄上级文件。\n三、整改要求\n县住建局10月底前整改到位。\n"
    )
    assert ["县安委会今年以来仅研究1次", "有的计划照搬照抄上级文件"] == words(reading, reading.shortcomings)[
        -2:
    ]


def test_ordinals_open_faults_each_with_its_paragraph():
    reading = reading_of(
        "学期工作总结\n一、成绩\n新增社团3个。\n二、存在的不足\n第一，校园空间局促。运动场低于标准，校门口拥堵。\n"
        "第二，家校沟通不畅。有的只在学生犯错时联系家长。\n"
    )
    assert ["校园空间局促。运动场低于标准，校门口拥堵", "家校沟通不畅。有的只在学生犯错时联系家长"] == words(
        reading, reading.shortcomings
    )


def test_the_goals_of_this_year_in_a_report_are_no_deeds():
    reading = reading_of(
        "2026年政府工作报告\n今年经济社会发展主要预期目标是：生产总值增长5%左右，固定资产投资增长3%。\n"
        "今年再办好15件民生实事。一是对高危人群开展检查3万名。二是打造公共文化空间80个。\n"
    )
    assert [] == words(reading, reading.achievements)


@pytest.mark.parametrize(
    "told",
    [
        "去年我公司更换楼道灯具412盏、维修单元门36樘",
        "上半年我院共组织业务培训6场、参训1082人次",
        "今年1至8月，全县共发生事故19起、死亡6人，同比分别下降17.4%和25%",
    ],
)
def test_what_was_counted_in_a_time_gone_by(told):
    reading = reading_of(
        f"{NOTICE}一、情况\n{told}。\n二、要求\n各乡镇要抽查200份。\n县政府办公室\n2024年9月4日\n"
    )
    assert [told] == words(reading, reading.achievements)


def test_headings_name_faults_in_any_order():
    text = (
        "某院工作报告\n\n一、存在的困难与问题\n（一）用电增长较快。2022年用电量较2021年增长11.1%。\n"
        "（二）管网老化。管道年限较长。\n"
    )
    assert 2 == len(read(receive_text(text)).shortcomings)


def test_results_made_known_are_told():
    text = (
        "关于上半年监控结果的通报\n\n现将有关情况通报如下：\n一、监控结果\n"
        "按药物统计，完成168批样品的检测。完成982批鸡肉样品的检测。\n"
    )
    reading = read(receive_text(text))
    assert (0, 2) == (len(reading.commitments), len(reading.achievements))
