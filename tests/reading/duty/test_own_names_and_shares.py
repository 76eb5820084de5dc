"""Names a text coins, how places speak of themselves, shares of a target, which ones are meant."""

from datetime import date
from decimal import Decimal

import pytest

from tests.reading.duty.told import reading_of, rows, told, who

DAY = date(2026, 3, 2)


def _told(sentence: str) -> list[tuple[str, list[str], list[str]]]:
    return told(f"某县2026年工作方案\n\n一、重点工作\n{sentence}\n", as_of=DAY)


def test_a_name_the_text_coins_is_one_name() -> None:
    text = (
        "某省办法\n\n第一条 年排放1万吨以上的为控制排放企业和单位（以下简称控排企业和单位）。\n"
        "第二条 控排企业和单位、报告企业应当编制报告。\n"
    )
    assert [(words, acting) for words, acting, _ in rows(text, as_of=DAY)] == [
        ("控排企业和单位、报告企业应当编制报告", ["控排企业和单位", "报告企业"])
    ]
    plain = rows("某省办法\n\n第二条 控排企业和单位应当编制报告。\n", as_of=DAY)
    assert [acting for _, acting, _ in plain] == [["控排企业", "单位"]]


@pytest.mark.parametrize(
    ("sentence", "acting"),
    [
        ("7月底前镇里再添抽粪车1辆。", ["镇里"]),
        ("局里将组成4个督查组，开展暗访。", ["局里"]),
        ("校（园）长每周带队巡查校园不少于1次。", ["校（园）长"]),
        ("施工队由镇统一比选，签合同、交质保金。", ["镇"]),
        ("县住建局8.15前完成清淤。", ["县住建局"]),
        ("卫健、医保部门今年三季度出台收费标准。", ["卫健", "医保部门"]),
        ("自然资源部门在编制规划时，按人均用地不少于0.2㎡落实用地。", ["自然资源部门"]),
        ("省科技评估中心受社会发展处委托，11月底前完成形式审查。", ["省科技评估中心"]),
        ("县行政审批局要会同税务、人社，把一窗联办延伸到8个镇。", ["县行政审批局", "税务+", "人社+"]),
        (
            "由桥头街道负责、区住建局（征收办）指导，8月10日前完成9户的签约。",
            ["桥头街道", "区住建局（征收办）+"],
        ),
        (
            "医务科（牵头）、护理部、院感科配合，每月10日前完成病历抽查。",
            ["医务科", "护理部+", "院感科+"],
        ),
        ("镇社会事务办（卫健）、镇中心卫生院：搞好宣传，入户发放明白纸。", ["镇社会事务办", "镇中心卫生院"]),
        ("到2026年，村级幸福院覆盖面提升至七成。", []),
    ],
)
def test_who_acts(sentence: str, acting: list[str]) -> None:
    assert [found for _, found, _ in _told(sentence)] == [acting]


def test_one_named_in_a_sentence_is_not_given_again_by_its_bracket() -> None:
    (found,) = _told("卫健、医保部门今年三季度出台标准。（牵头单位：市卫生健康委；配合单位：市医保局）")
    assert found[1] == ["卫健", "医保部门", "市卫生健康委"]
    (found,) = _told("市人社局每年培训护理员3000人次。（责任单位：市人力资源社会保障局、市民政局）")
    assert found[1] == ["市人社局", "市民政局"]


def test_others_act_in_parts_of_their_own() -> None:
    found = _told(
        "所需费用由区交投集团垫付约860万元，区财政局据实审核后纳入预算调整。"
        "由桥头街道负责，8月10日前完成9户的签约，其中3户涉及析产的，区司法局安排律师上门调解。"
    )
    assert [acting for _, acting, _ in found] == [["区交投集团"], ["区财政局"], ["桥头街道"], ["区司法局"]]
    assert who("原则同意设计单位提出的方案，请设计单位8月5日前出施工图。", as_of=DAY)[-1] == ["设计单位"]


def test_when_alone_is_no_task() -> None:
    text = "某省办法\n\n第五条 每年7月1日，由省生态环境部门发放年度免费配额。\n"
    assert [words for words, _, _ in rows(text, as_of=DAY)] == [
        "每年7月1日，由省生态环境部门发放年度免费配额"
    ]
    found = _told("县局每季度调度，年度任务清单于每年2月底前下发。")
    assert [words for words, _, _ in found] == ["县局每季度调度", "年度任务清单于每年2月底前下发"]


@pytest.mark.parametrize(
    ("sentence", "amounts"),
    [
        ("县科技局对通过率低于80%的单位核减限额2项。", [2]),
        ("县民政局要在年底前关停床位不足30张、消防不达标的老旧院点。", []),
        ("县民政局新建床位不低于30张的敬老院2所。", [30, 2]),
    ],
)
def test_which_ones_are_meant_is_no_amount(sentence: str, amounts: list[int]) -> None:
    (found,) = reading_of(f"某县2026年工作方案\n\n一、重点工作\n{sentence}\n", as_of=DAY).commitments
    assert [q.quantity.value for q in found.quantities] == [Decimal(n) for n in amounts]


@pytest.mark.parametrize(
    "words",
    [
        "本省实行碳排放信息报告和核查制度",
        "数据管理应当遵循统一标准、统筹建设、共享开放的原则",
        "涉及国家秘密的数据管理，按照有关法律、法规规定执行",
        "院长是全院质量安全第一责任人",
        "首位接待的工作人员为首问责任人",
        "代理机构实行名录登记管理",
        "执行中遇到问题，请径向市民政局反映",
        "年排放1万吨以上的工业企业为重点企业（以下简称重点企业）",
    ],
)
def test_what_a_rule_stands_on_is_no_duty(words: str) -> None:
    assert rows(f"某省办法\n\n第一条 {words}。\n", as_of=DAY) == []


SHARES = """石盘镇改厕工作方案

一、目标任务
各村任务见下表。

村名 | 新改（户） | 整改（座） | 完成时限 | 责任单位
杨家坳村 | 65 | 22 | 9月底 | 杨家坳村委会、镇农业服务中心
青石桥村 | 80 | 35 | 10.20前 | 青石桥村委会
合计 | 145 | 57 | / | /
"""


def test_each_share_of_a_target_is_a_task_of_those_who_owe_it() -> None:
    reading = reading_of(SHARES, as_of=date(2024, 3, 6))
    text = reading.source.text
    found = [
        (
            c.span.of(text),
            [a.span.of(text) for a in c.actors],
            [x.mark.norm for x in c.limits],
            [(q.quantity.value, q.quantity.unit, q.about) for q in c.quantities],
        )
        for c in reading.commitments
    ]
    assert found == [
        (
            "杨家坳村 | 65 | 22 | 9月底",
            ["杨家坳村委会", "镇农业服务中心"],
            ["2024-09-30"],
            [(Decimal(65), "户", "新改"), (Decimal(22), "座", "整改")],
        ),
        (
            "青石桥村 | 80 | 35 | 10.20前",
            ["青石桥村委会"],
            ["2024-10-20"],
            [(Decimal(80), "户", "新改"), (Decimal(35), "座", "整改")],
        ),
    ]


def test_figures_of_what_was_done_are_no_shares() -> None:
    told_of = SHARES.replace("完成时限", "完成时间").replace("整改（座）", "已整改（座）")
    assert [c.span.of(told_of) for c in reading_of(told_of, as_of=date(2024, 3, 6)).commitments] == []


def test_the_weeks_of_a_plan_bind_what_is_done_in_them() -> None:
    (found,) = _told("（四）第一周（3.6—3.12）宣传周。各校召开一次动员会。")
    assert found[2] == ["2026-03-12"]


def test_a_call_for_another_years_projects_speaks_of_its_own_year() -> None:
    text = (
        "某省科技厅关于组织申报2026年度重点研发项目的通知\n\n一、程序\n各单位要于11月12日前提交申报书。\n\n"
        "某省科技厅\n2025年9月28日\n"
    )
    assert [days for _, _, days in rows(text)] == [["2025-11-12"]]


def test_the_year_of_a_plan_by_its_title() -> None:
    text = (
        "某区城市更新2025年度实施计划\n\n1.推进144个生活圈建设项目。（牵头单位：区住建委）\n\n2025年1月15日\n"
    )
    assert [days for _, _, days in rows(text)] == [["2025-12-31"]]


def test_what_is_planned_for_a_month_is_planned_firmly() -> None:
    found = reading_of(
        "某学院保卫处2026年工作计划\n\n4月：1、做好安全委托管理准备工作；2、组织保安培训。\n", as_of=DAY
    )
    text = found.source.text
    assert [(c.span.of(text), c.strength, [x.mark.norm for x in c.limits]) for c in found.commitments] == [
        ("做好安全委托管理准备工作", "firm", ["2026-04-30"]),
        ("组织保安培训", "firm", ["2026-04-30"]),
    ]


OWNED = """某省2026年数字建设工作要点

1 实施技术攻关
深化重大平台建设，支持建设概念验证中心。完善制造业协同创新体系。
省科技厅、工业和信息化厅按职责分工负责，各地级以上市人民政府结合实际落实
2 推进产业协同
组建省数据集团。
省政务局牵头，省国资委等单位按职责分工负责
"""


def test_a_line_that_lost_its_bracket_gives_owners_to_what_stands_above_it() -> None:
    found = told(OWNED, as_of=DAY)
    assert [acting for _, acting, _ in found] == [
        ["省科技厅", "工业和信息化厅", "各地级以上市人民政府"],
        ["省科技厅", "工业和信息化厅", "各地级以上市人民政府"],
        ["省政务局", "省国资委+"],
    ]
    assert not any("负责" in words for words, _, _ in found)


def test_a_sentence_of_who_does_what_is_no_line_of_owners() -> None:
    found = told("某县2026年工作方案\n\n一、任务\n各村要开展摸排。\n县水利局负责\n河道清淤。\n", as_of=DAY)
    assert ["各村"] in [acting for _, acting, _ in found]


@pytest.mark.parametrize(
    ("article", "acting"),
    [
        (
            "争议案件，由争议土地所在地的县级国土资源主管部门调查处理。",
            ["争议土地所在地的县级国土资源主管部门"],
        ),
        ("承办人是否回避，由受理案件的国土资源主管部门决定。", ["受理案件的国土资源主管部门"]),
        ("外部配套未到位的宗地，由项目所在地建设部门出具说明。", ["项目所在地建设部门"]),
        ("情节严重的，由局监察室对直接负责的人员依法给予处分。", ["局监察室"]),
        ("学生处复核学院评审结果并公示。", ["学生处"]),
        ("各地级以上市要将用地纳入城镇规划。", ["各地级以上市"]),
        ("对适宜由中小企业提供的采购项目，采购人应当预留份额。", ["采购人"]),
        ("各级财政部门监督管理工作人员，不得作为评审专家参与评审。", ["各级财政部门监督管理工作人员"]),
        ("申报人员请在考核当天上午6:30前到体育馆报到。", ["申报人员"]),
        ("凡晋升高级教师的对象均须参加全市统一组织的考核。", ["晋升高级教师的对象"]),
        ("市本级财政要对财政困难的区给予适当支持。", ["市本级财政"]),
        (
            "公司各部门、各网格、各店铺开展学习情况请于2026年10月底前报送至安委会办公室。",
            ["公司各部门", "各网格", "各店铺"],
        ),
    ],
)
def test_who_is_known_by_where_or_what(article: str, acting: list[str]) -> None:
    (found,) = rows(f"某局管理办法\n\n第一条 {article}\n", as_of=DAY)
    assert found[1] == acting


def test_a_body_spoken_of_as_that_one_is_the_one_named_before() -> None:
    text = "某办公厅的函\n\n一、关于规划。\n发展改革委已上报规划，待批准后，该委将按程序组织专家评估。\n"
    assert [acting for _, acting, _ in rows(text, as_of=DAY)] == [["发展改革委"]]
    alone = "某办公厅关于有关问题的函\n\n一、关于规划。\n待批准后，该委将按程序组织专家评估。\n"
    assert [acting for _, acting, _ in rows(alone, as_of=DAY)] == [["该委"]]


@pytest.mark.parametrize(
    "words",
    [
        "国家有关部门对建设必要性已达成一致意见",
        "你省的污染防治工作已纳入《三峡库区水污染防治规划》（以下简称《规划》）",
    ],
)
def test_what_has_come_about_asks_nothing(words: str) -> None:
    assert rows(f"某办公厅关于有关问题的函\n\n一、关于规划。\n{words}。\n", as_of=DAY) == []
    (kept,) = rows("某县工作方案\n\n一、任务\n已列入目录的项目，由省厅按季调度。\n", as_of=DAY)
    assert kept[1] == ["省厅"]


def test_what_is_put_right_or_excludes_is_listed_not_asked() -> None:
    text = (
        "某办法\n\n第一条 评审专家与供应商存在下列利害关系之一的，应当回避：\n（一）三年内有劳动关系；\n"
        "（二）与供应商的负责人有夫妻关系。\n第二条 重点清理和纠正以下问题：\n"
        "（一）以供应商的所有制形式对供应商实施差别待遇；\n（二）要求供应商购买指定软件。\n"
    )
    assert [words for words, _, _ in rows(text, as_of=DAY)] == [
        "评审专家与供应商存在下列利害关系之一的，应当回避"
    ]


def test_who_is_required_to_act_acts_and_when_it_is_looked_at_is_the_limit() -> None:
    found = _told("要求各班级在10月16日前出一期黑板报。\n开展主题班会活动。检查时间：10月17日。")
    assert [(acting, days) for _, acting, days in found] == [
        (["各班级"], ["2026-10-16"]),
        ([], ["2026-10-17"]),
    ]
