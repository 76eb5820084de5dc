"""Whole readings of short documents; every expected value is worked out by hand."""

import pytest

from luoshi.document.receive import receive_text
from luoshi.reading.stages import read


def rows(text):
    """Return (words, units with role, deadlines, rules) of each commitment."""
    reading = read(receive_text(text))
    words = reading.source.text
    return [
        (
            c.span.of(words),
            [(a.span.of(words), a.role.value) for a in c.actors],
            [x.mark.norm for x in c.limits],
            [x.mark.rrule for x in c.cadences],
        )
        for c in reading.commitments
    ]


PLAN = """关于做好平安建设工作的通知
2022年3月4日
一、工作任务
"""


def test_a_comma_where_the_actor_changes_cuts():
    text = PLAN + "1.市民政局要于2022年6月底前制定实施方案，市财政局要每季度拨付一次补助资金。\n"
    assert rows(text) == [
        ("市民政局要于2022年6月底前制定实施方案", [("市民政局", "lead")], ["2022-06-30"], []),
        ("市财政局要每季度拨付一次补助资金", [("市财政局", "lead")], [], ["FREQ=MONTHLY;INTERVAL=3"]),
    ]


def test_a_bracket_binds_every_sentence_of_its_item():
    text = PLAN + "1.推进隐患排查。建立工作台账。开展全面排查。（责任单位：市公安局；2022年9月底前完成）\n"
    found = rows(text)
    assert [r[0] for r in found] == ["建立工作台账", "开展全面排查"]
    assert all(r[1] == [("市公安局", "lead")] and r[2] == ["2022-09-30"] for r in found)


def test_the_last_named_subject_is_carried_to_a_sentence_without_one():
    text = PLAN + "1.各区政府要制定整治工作方案。要设立并公布举报电话。\n"
    assert [r[1] for r in rows(text)] == [[("各区政府", "lead")], [("各区政府", "lead")]]


def test_a_closing_sentence_sets_the_limit_of_what_is_before_it():
    text = PLAN + "1.各区政府要开展摸底排查，建立台账。以上工作要在2022年5月底前完成。\n"
    found = rows(text)
    assert [r[0] for r in found] == ["各区政府要开展摸底排查，建立台账"]
    assert found[0][2] == ["2022-05-31"]


@pytest.mark.parametrize("comma", ["，", ","])
def test_what_is_only_allowed_is_no_commitment(comma):
    text = PLAN + f"1.联席会议每年召开两次会议{comma}也可根据需要召开专题会议。\n"
    assert [r[0] for r in rows(text)] == ["联席会议每年召开两次会议"]


def test_a_table_row_gives_its_units_to_its_tasks():
    text = (
        "重点任务分解表\n序号 | 主要任务 | 牵头单位 | 配合单位 | 完成时限\n"
        "1 | 制定实施方案并印发各单位执行。 | 市教育局 | 市财政局 | 2022年6月底\n"
    )
    assert rows(text) == [
        (
            "制定实施方案并印发各单位执行",
            [("市教育局", "lead"), ("市财政局", "support")],
            ["2022-06-30"],
            [],
        )
    ]


def test_nobody_in_particular_is_never_an_owner_silently():
    text = PLAN + "1.有关部门要在2022年6月底前制定管理办法。\n"
    (found,) = read(receive_text(text)).commitments
    assert [a.resolved for a in found.actors] == [False]
    assert "owner" in found.missing


def test_attitude_words_are_no_commitment():
    text = PLAN + "1.各级各部门要切实提高政治站位，统一思想认识，增强责任感和使命感。\n"
    assert [c.strength for c in read(receive_text(text)).commitments if c.strength == "firm"] == []


def test_a_reading_is_the_same_when_read_again():
    text = PLAN + "1.市民政局要于2022年6月底前制定实施方案。\n"
    assert rows(text) == rows(text)


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("市民政局要于2022年6月底前制定实施方案", "once"),
        ("市民政局每季度要召开一次会议", "recurring"),
        ("对落实不力的单位，市民政局要予以通报", "conditional"),
        ("市民政局应当建立名册清单，并向社会公布", "standing"),
    ],
)
def test_kind(sentence, kind):
    (found,) = read(receive_text(PLAN + f"1.{sentence}。\n")).commitments
    assert found.kind == kind


@pytest.mark.parametrize(
    "words",
    [
        "为规范项目管理，根据有关规定，制定本办法。",
        "现将实施方案印发给你们，请认真贯彻落实。",
        "王局长就做好下一步工作提出三点要求。",
        "李明同志汇报信息宣传工作进展情况。",
        "总分=平时分（60%）+考核分（40%）。",
        "值班电话：58736110。",
        "在本县范围内开展的养老服务，适用本办法。",
    ],
)
def test_forms_that_ask_nobody(words):
    assert rows(PLAN + "1.市民政局要于2022年6月底前制定方案。\n" + words)[1:] == []


@pytest.mark.parametrize(
    "told", ["取缔占道摊点23处，拆除广告牌14块", "成立由镇长任组长的工作专班，召开会议3次"]
)
def test_what_was_done_is_no_task(told):
    text = (
        f"某镇关于整治工作的自查报告\n一、主要做法和成效\n（一）健全机制。{told}。\n二、下一步打算\n"
        "镇执法队要每月巡查一次。\n"
    )
    assert [r[0] for r in rows(text)] == ["镇执法队要每月巡查一次"]


def test_attachments_and_their_titles_are_no_tasks():
    text = (
        "关于印发《2022年实事任务表》的通知\n各镇：\n各镇要于6月底前完成方案。\n"
        "附件：2022年实事任务表\n某县人民政府\n2022年3月5日\n附件\n2022年实事任务表\n"
    )
    assert [r[0] for r in rows(text)] == ["各镇要于6月底前完成方案"]


def test_the_year_of_a_passed_down_list_does_not_bind_the_notice():
    text = (
        "关于印发《2022年实事任务清单》的通知\n各镇：\n现将有关事项通知如下。\n一、压实责任\n"
        "各牵头单位要建立工作台账。\n某县人民政府\n2022年3月5日\n"
    )
    assert [r[2] for r in rows(text)] == [[]]


def test_a_year_before_a_list_binds_its_members():
    text = "2022年2月1日\n今年再办好3件民生实事。一是加装电梯600部。二是新建公园12座。三是送戏下乡100场。\n"
    text = "关于做好民生实事的报告\n" + text
    found = [r for r in rows(text) if "件民生实事" not in r[0]]
    assert [r[2] for r in found] == [["2022-12-31"]] * 3


def test_a_year_above_bullets_binds_them():
    text = PLAN + "二、主要目标\n到2025年，建成高效的物流体系。\n——新建物流园区12个。\n——制定数据标准。\n"
    assert {tuple(r[2]) for r in rows(text) if r[0].startswith(("新建", "制定"))} == {("2025-12-31",)}


def test_a_cell_of_prose_names_no_unit():
    text = (
        "序号 | 工作任务 | 责任单位\n1 | 制定应急预案并组织演练2次 | 要明确分工，确保落实\n"
        "2 | 建设避难场所3处 | 县应急局\n"
    )
    assert [r[1] for r in rows(text)] == [[], [("县应急局", "lead")]]


def test_who_was_told_of_is_not_asked():
    text = "关于检查情况的通报\n市安委办对各厂开展了检查。请认真抓好整改，5月底前报送结果。\n"
    assert [r[1] for r in rows(text)] == [[]]


def test_a_party_ends_before_what_it_does_to_somebody():
    text = PLAN + "1.对整改不力的单位，由纪检监察部约谈主要负责人。\n"
    assert [r[1] for r in rows(text)] == [[("纪检监察部", "lead")]]


def test_the_treasury_acts_without_a_modal():
    text = PLAN + "1.县财政按人均不低于30元的标准安排经费。\n"
    assert [r[1] for r in rows(text)] == [[("县财政", "lead")]]
