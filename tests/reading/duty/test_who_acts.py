"""Who owes what, in forms met in papers nobody wrote rules for; the sentences are made for the test."""

import pytest

from luoshi.document.receive import receive_text
from luoshi.reading.duty.party.parties import find_parties
from luoshi.reading.stages import read
from tests.reading.duty.told import told

NOTICE = "关于做好秋季工作的通知\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("教学部（中心）评审小组负责复核", ["教学部（中心）评审小组"]),
        ("各县（县级市）要落实", ["各县（县级市）"]),
        ("各乡镇（街道、园区）要落实", ["各乡镇（街道、园区）"]),
        ("由大同市统计局和国家统计局大同调查队负责", ["大同市统计局", "国家统计局大同调查队"]),
        ("建议市水务局牵头", ["市水务局"]),
        ("收银岗位应按日对账", ["收银岗位"]),
        ("被推荐人须到场", ["被推荐人"]),
        ("县政府各部门每月报送", ["县政府各部门"]),
        ("经发局要抓紧", ["经发局"]),
    ],
)
def test_names_are_found_whole(text, expected):
    assert expected == [m.span.of(text) for m in find_parties(text)]


@pytest.mark.parametrize(
    ("sentence", "who"),
    [
        (
            "由住建、交通、水务、消防部门按照各自职责，10月底前完成管线迁改。",
            ["住建", "交通", "水务", "消防部门"],
        ),
        ("各股室收到通知后要在3日内报送名单。", ["各股室"]),
        ("各乡镇，特别是沿江各村，要在汛期前备足砂袋。", ["各乡镇", "沿江各村"]),
        ("申请贴息的经营主体，应当于9月10日前提交材料。", ["经营主体"]),
        ("县林业局组织巡山，并会同县公安局每月开展一次检查。", ["县林业局", "县公安局+"]),
    ],
)
def test_those_who_act(sentence, who):
    (found,) = told(f"{NOTICE}{sentence}\n")
    assert who == found[1]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "各村要于3月20日前填报台账，汇总材料由镇农经站统一印制。",
            [("各村要于3月20日前填报台账", ["各村"]), ("汇总材料由镇农经站统一印制", ["镇农经站"])],
        ),
        (
            "保安科每日填写巡查表，由后勤处审核，每周五前报送。",
            [("保安科每日填写巡查表", ["保安科"]), ("由后勤处审核，每周五前报送", ["后勤处"])],
        ),
        (
            "各班组每月上报耗材清单，少一次扣1分，每季度开展一次盘点。",
            [("各班组每月上报耗材清单", ["各班组"]), ("每季度开展一次盘点", ["各班组"])],
        ),
    ],
)
def test_where_one_duty_ends_and_the_next_begins(sentence, expected):
    assert expected == [(words, who) for words, who, _ in told(f"{NOTICE}{sentence}\n")]


def test_rows_that_slid_out_of_their_columns_are_read_by_what_they_hold():
    text = (
        "某县河湖管护考核细则\n"
        "序号 | 考核类别 | 分值 | 考核内容 | 评分标准 | 说明\n"
        "1 | 县畜牧局 | 30 | 养殖污染 | 1.建立养殖污染台账（10分）；"
        "2.每月巡查禁养区，防止已关闭的养殖场复养（20分）。\n"
        "20 | 药肥减量 | 推广高效低残留农药，严禁废弃包装物进入河道（20分）。\n"
        "2 | 县城管局 | 40 | 污水治理 | 完成老城区污水管网改造，污水处理率达到85%以上（40分）。\n"
    )
    found = told(text)
    assert ["县畜牧局", "县城管局"] == list(dict.fromkeys(who for _, names, _ in found for who in names))
    assert any("禁养区" in words for words, _, _ in found)
    assert not any(words.isdigit() for words, _, _ in found)


def test_a_title_between_the_rows_is_no_duty_and_hides_no_header():
    text = (
        "某镇防汛任务清单\n"
        "工作事项 | 任务清单 | 责任清单 | 时限清单 |\n"
        "一、体系建设 |\n"
        "（一）组织体系 | 1.明确防汛责任人名单并公示； | 应急办 | 4月 |\n"
        "（二）物资储备 | 1.清点仓库物资并补齐缺口； | 民政办 | 5月 |\n"
    )
    assert [["应急办"], ["民政办"]] == [who for _, who, _ in told(text)]


def test_what_a_report_looks_back_on_is_done_and_its_aims_are_owed():
    reading = read(
        receive_text(
            "刚刚过去的2025年，粮食产量增长3%；新增就业2万人，居全省第2位。\n"
            "2026年重点工作\n"
            "主要预期目标是：地区生产总值增长5%左右；固定资产投资增长4%左右；居民消费价格涨幅2%。\n"
        )
    )
    text = reading.source.text
    assert 2 == len(reading.achievements)
    assert ["2026-12-31"] * 3 == [c.limits[0].mark.norm for c in reading.commitments]
    assert "居民消费价格涨幅2%" == reading.commitments[-1].span.of(text)


def test_what_stands_before_the_turn_to_faults_was_achieved():
    reading = read(
        receive_text(
            "（三）守牢安全底线。建立定期会商机制。全年处置隐患320处，事故起数下降12%。\n"
            "在总结成绩的同时，我们也清醒地看到，基层力量仍然不足。\n"
        )
    )
    assert not reading.commitments
    assert 1 == len(reading.shortcomings)


def test_a_letter_repeats_what_it_was_asked_and_owes_only_its_own_words():
    found = told("关于有关问题的复函\n一、你县请求，将县道升级为省道。市交通局将于6月底前组织论证。\n")
    assert [["市交通局"]] == [who for _, who, _ in found]


@pytest.mark.parametrize(
    ("sentence", "days"),
    [
        ("弄虚作假的，予以通报，三年内不得申报。", []),
        ("针对5年内关税降幅较大的商品，扩大出口。", []),
        ("名单于3月9日晚18:00时前报教务处。", ["2024-03-09"]),
    ],
)
def test_lengths_that_set_no_limit_and_hours_that_do(sentence, days):
    assert days == [day for *_, limits in told(f"{NOTICE}{sentence}\n") for day in limits]


def test_a_paper_without_a_date_speaks_in_the_latest_year_it_names():
    *_, found = told(
        "根据《办法》（某发〔2018〕12号），开展2021年度评定。\n各县局于8月10日前报送汇总表。\n", as_of=None
    )
    assert ["2021-08-10"] == found[2]


@pytest.mark.parametrize("head", ["问题", "存在问题", "发现的隐患"])
def test_a_column_of_faults_and_a_heading_that_names_one(head):
    reading = read(
        receive_text(
            f"序号 | {head} | 整改措施 | 完成时限\n1 | 台账登记不及时 | 明确专人负责，每周登记 | 2024-06-30\n"
            "2 | 消防通道堵塞无人清理 | 清理通道并张贴标识 | 2024-05-31\n"
        )
    )
    assert ["台账登记不及时", "消防通道堵塞无人清理"] == [
        s.span.of(reading.source.text) for s in reading.shortcomings
    ]
    assert 2 <= len(reading.commitments)


def test_a_heading_of_a_rectification_report_names_a_fault():
    reading = read(
        receive_text("某局关于审计发现问题整改情况的报告\n（一）年度预算编制不细。\n已修订预算编制办法。\n")
    )
    assert ["年度预算编制不细"] == [s.span.of(reading.source.text) for s in reading.shortcomings]


def test_what_a_leader_said_at_a_meeting_is_no_day_and_no_duty_of_theirs():
    found = told(
        "督办通知单\n县水利局：\n县长赵某同志在5月8日防汛工作会议上强调，要尽快制定河道清淤方案。请你局于5月20日前完成。\n"
    )
    assert [
        ("要尽快制定河道清淤方案", [], []),
        ("请你局于5月20日前完成", ["你局"], ["2024-05-20"]),
    ] == found


def test_limits_that_carry_on_a_duty_belong_to_who_has_it():
    found = told(f"{NOTICE}请你单位于5月20日前制定方案，5月底前完成招标，6月30日前全面开工。\n")
    assert [["2024-05-20"], ["2024-05-31"], ["2024-06-30"]] == [days for *_, days in found]
    assert [["你单位"]] * 3 == [who for _, who, _ in found]


def test_each_and_then_one():
    found = told(f"{NOTICE}每个乡镇今年至少培育2个基地，县农业农村局要在4月底前拿出办法。\n")
    assert [["每个乡镇"], ["县农业农村局"]] == [who for _, who, _ in found]


def test_what_the_meeting_did_is_no_achievement():
    reading = read(
        receive_text(
            "在推进会上的讲话\n刚才，3个乡镇作了交流发言。去年以来，全县建成冷库15座，新增产值2亿元。\n"
        )
    )
    assert ["去年以来，全县建成冷库15座，新增产值2亿元"] == [
        a.span.of(reading.source.text) for a in reading.achievements
    ]


def test_what_is_allowed_takes_nothing_from_the_duty_before_it():
    found = told("某协会章程\n第三条 理事会每年至少召开一次会议，情况特殊的，也可采用通讯形式召开。\n")
    assert [("理事会每年至少召开一次会议", ["理事会"])] == [(words, who) for words, who, _ in found]


def test_what_is_planned_amid_what_was_done_is_owed():
    found = told("关于清查问题的整改报告\n（一）关于“公示不及时”问题。正在整改，计划于4月底前完成公示。\n")
    assert [["2024-04-30"]] == [days for *_, days in found]


def test_the_title_of_a_task_list_says_that_all_of_it_is_to_come():
    text = (
        "2024年政府工作报告重点任务分解\n"
        "1.改扩建幼儿园3所，8月底前投入使用。（牵头领导：张某；责任单位：县教体局；配合单位：县住建局）\n"
    )
    assert [(["县教体局", "县住建局+"], ["2024-08-31"])] == [(who, days) for _, who, days in told(text)]


def test_a_label_behind_a_sentence_belongs_to_that_line():
    text = (
        "第五周工作安排\n3月18日（周一）：下午2:00，召开教学例会。\n"
        "3月20日（周三）：全天，迎接专项检查，责任部门：资产处、后勤处。\n"
    )
    assert [[], ["资产处", "后勤处"]] == [who for _, who, _ in told(text)]


def test_a_report_that_begins_in_the_middle_is_told_by_its_turn_to_faults():
    reading = read(
        receive_text(
            "（五）绿色转型步伐坚实。建成储能项目12个，装机突破100万千瓦。\n"
            "我们也清醒认识到，全省发展还面临一些困难挑战：内需不足形势仍然严峻；创新发展还有差距，等等。\n"
            "三、2026年主要工作\n培育智慧农业场景100个。\n"
        )
    )
    text = reading.source.text
    assert ["建成储能项目12个，装机突破100万千瓦"] == [a.span.of(text) for a in reading.achievements]
    assert ["内需不足形势仍然严峻", "创新发展还有差距"] == [s.span.of(text) for s in reading.shortcomings]
    assert [["2026-12-31"]] == [[x.mark.norm for x in c.limits] for c in reading.commitments]


def test_one_body_with_and_in_its_name():
    (found,) = told("某省公共数据办法\n第三条 公共管理和服务机构应当编制目录，报主管部门审定。\n")
    assert ["公共管理和服务机构"] == found[1]


def test_marks_of_markdown_are_no_words_and_stars_that_hide_stay():
    found = told("# 某市行动方案\n\n**一、培育主体**\n\n1. 建设园区3个。（市科委、市商务委）\n")
    assert [("建设园区3个", ["市科委", "市商务委"])] == [(words, who) for words, who, _ in found]
    ((words, *_),) = told(f"{NOTICE}名单请于3月12日前发至邮箱****@qq.com。\n")
    assert "****@qq.com" in words


def test_what_a_subject_does_first_needs_no_known_verb():
    (found,) = told(f"{NOTICE}经营性事业单位转制为企业，要在6月底前完成资产清查。\n")
    assert ["经营性事业单位"] == found[1]
