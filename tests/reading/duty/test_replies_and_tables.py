"""Replies that decide, tables of indicators and points, and names that a sentence hides."""

import pytest

from luoshi.document.receive import receive_text
from luoshi.reading.stages import read
from tests.reading.duty.told import told

NOTICE = "关于做好秋季工作的通知\n"


@pytest.mark.parametrize(
    ("sentence", "who"),
    [
        ("各部门、各门市，各仓储点要开展自查。", ["各部门", "各门市", "各仓储点"]),
        (
            "各省（自治区、直辖市）及计划单列市、新疆生产建设兵团参照本部名额表，组织报名。",
            ["各省（自治区、直辖市）", "计划单列市", "新疆生产建设兵团"],
        ),
        ("请仓库管理员用好电子台账系统，每日登记。", ["仓库管理员"]),
        ("县商务局会同有关部门组建工作专班，每月会商。", ["县商务局", "有关部门+"]),
        ("与县环保局、县水文站共同推进备用水源建设，10月底前完成。", ["县环保局+", "县水文站+"]),
        ("统一由县人民政府确定的审核机构进行审核，3日内反馈。", ["县人民政府确定的审核机构"]),
        (
            "由各科室起草、以本局名义印发的文件，由县局法制科在5日内审核。",
            ["县局法制科"],
        ),
        ("有关省、市、自治区应按核定的基数，于9月底前落实到县。", ["有关省、市、自治区"]),
        ("操作规程由车间修订。员工发现泄漏应立即上报。", ["员工"]),
    ],
)
def test_who_acts(sentence, who):
    assert who == told(f"{NOTICE}{sentence}\n")[-1][1]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "各镇要在6月前参照名额表组织报名，对于名额未报满的地区，县商务局将取消名额。",
            [
                ("各镇要在6月前参照名额表组织报名", ["各镇"]),
                ("对于名额未报满的地区，县商务局将取消名额", ["县商务局"]),
            ],
        ),
        (
            "县商务局拟于9月2日至9月6日开展评审，请各企业按时提交材料。",
            [("县商务局拟于9月2日至9月6日开展评审", ["县商务局"]), ("请各企业按时提交材料", ["各企业"])],
        ),
        (
            "县商务局要在收到申请之日起20个工作日内公布名单，冷库信息要在核实之日起7个工作日内公开。",
            [
                ("县商务局要在收到申请之日起20个工作日内公布名单", ["县商务局"]),
                ("冷库信息要在核实之日起7个工作日内公开", []),
            ],
        ),
        (
            "补贴标准：县财政局在10日内核定，并向社会公布。",
            [("县财政局在10日内核定，并向社会公布", ["县财政局"])],
        ),
        (
            "对企业可另收费目录的“新产品”，由县发改局在10日内核价。",
            [("对企业可另收费目录的“新产品”，由县发改局在10日内核价", ["县发改局"])],
        ),
        (
            "4.每个企业仅可报名一个班次，且限报一人。",
            [("每个企业仅可报名一个班次，且限报一人", ["每个企业"])],
        ),
    ],
)
def test_where_one_act_ends_and_another_begins(sentence, expected):
    assert expected == [(words, who) for words, who, _ in told(f"{NOTICE}{sentence}\n")]


@pytest.mark.parametrize(
    "sentence",
    [
        "信息公开是保障群众知情权的重要措施。",
        "某市请求在某港开设冷链口岸。",
        "内部管理制度不纳入审核范围。",
        "电子合格证与纸质合格证具有同等法律效力。",
        "产生的费用由经营者自理。",
        "与本县其他政策有重复的，按照从优、就高原则执行。",
        "未建立台账的扣2分。",
        "发布单位：某县商务局",
        "冷库台账制定及落实情况。",
    ],
)
def test_what_asks_nothing_of_anybody(sentence):
    found = told(f"{NOTICE}县商务局应当建立冷库名录。\n{sentence}\n")
    assert ["县商务局应当建立冷库名录"] == [words for words, *_ in found]


def test_a_reply_that_agrees_decides_what_follows():
    text = (
        "某省人民政府办公厅关于同意举办冷链博览会的复函\n省商务厅：\n你厅请示收悉。经省政府同意，现函复如下：\n"
        "同意以省商务厅名义举办2025年冷链博览会。博览会经费由省商务厅承担；主场地由某市人民政府提供。\n"
    )
    assert [[], ["省商务厅"], ["某市人民政府"]] == [who for _, who, _ in told(text)]


def test_units_of_an_item_s_own_heading_come_before_those_who_open_the_item_above():
    text = (
        f"{NOTICE}四、各单位按以下职能分工定期开展排查，每年不少于2次：\n"
        "（一）县房管局。负责每季度召开例会。\n（二）县消防队。负责对消火栓每月进行检查。\n"
    )
    assert [["各单位"], ["县房管局"], ["县消防队"]] == [who for _, who, _ in told(text)]


def test_brackets_drop_what_stands_for_the_rest():
    text = (
        f"{NOTICE}1.新建冷库3座。（县商务局、县财政局等和各有关镇政府按职责分工负责）\n"
        "2.制定标准。（县住建局等有关部门和单位负责）\n"
    )
    assert [["县商务局", "县财政局", "各有关镇政府"], ["县住建局"]] == [who for _, who, _ in told(text)]


def test_a_list_within_one_sentence_ends_with_it():
    text = (
        "某县文件审核办法\n第一条 审核机构应当审核以下内容：主体是否合法；权限是否越界；程序是否完备。"
        "审核机构应当在5日内出具意见。\n"
    )
    assert "审核机构应当在5日内出具意见" == told(text)[-1][0]


@pytest.mark.parametrize(
    ("sentence", "days"),
    [
        ("申请变更登记的，应当在迁入新址前，向县局提出。", ["P0D"]),
        ("2024年县发改局将会同县水利局研究支持办法。", ["2024-12-31"]),
        ("各学校于开考前10天完成试卷印制。", ["-P10D"]),
    ],
)
def test_limits(sentence, days):
    assert days == [day for *_, limits in told(f"{NOTICE}{sentence}\n") for day in limits]


INDICATORS = (
    "某县“十五五”冷链规划\n一、总体目标\n冷链体系基本建成。\n专栏1 “十五五”时期主要指标\n"
    "序号 | 指标 | 单位 | 2025年 | {head} | 属性\n"
    "1 | 冷库容量 | 万吨 | 20 | 35 | 预期性\n2 | 果蔬损耗率 | % | 12 | ≤8 | 约束性\n"
    "3 | 群众满意度 | - | - | 持续提升 | 预期性\n"
)


@pytest.mark.parametrize("head", ["2030年", "目标值"])
def test_rows_of_indicators_are_aims_by_the_end_of_the_plan(head):
    reading = read(receive_text(INDICATORS.format(head=head)))
    text = reading.source.text
    found = [c for c in reading.commitments if c.cadences or c.limits]
    assert ["冷库容量 | 万吨 | 20 | 35", "果蔬损耗率 | % | 12 | ≤8"] == [c.span.of(text) for c in found]
    assert ["2030-12-31"] * 2 == [limit.mark.norm for c in found for limit in c.limits]
    assert [("350000", "吨", "="), ("8", "%", "<=")] == [
        (str(q.quantity.value), q.quantity.unit, q.quantity.bound.value) for c in found for q in c.quantities
    ]


def test_a_title_that_stands_twice_asks_nothing():
    text = (
        "标题：关于印发《某县冷链行动计划（2024—2026年）》的通知\n\n"
        "# 关于印发《某县冷链行动计划（2024—2026年）》的通知\n\n各镇：\n"
        "现将计划印发给你们，请各镇于3月底前制定方案。\n\n某县冷链行动计划（2024-2026年）\n\n"
        "县商务局每季度通报一次进度。\n"
    )
    assert [["各镇"], ["县商务局"]] == [who for _, who, _ in told(text)]
