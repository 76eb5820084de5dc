"""Title, number, addressee, signature, meeting; and nothing where there is no head."""

from datetime import date

import pytest

from luoshi.document.receive import receive_text
from luoshi.reading.marks import Head
from luoshi.reading.reading import Reading
from luoshi.reading.structure.front.days import find_day, last_such_day
from luoshi.reading.structure.front.head import read_head
from luoshi.reading.structure.outline.divisions import read_outline

NOTICE = """某省人民政府办公厅关于做好
冬季清洁取暖工作的通知
某政办发〔2020〕15号
各市人民政府，省政府各部门：
为做好今冬清洁取暖工作，经省政府同意，现就有关事项通知如下，请结合实际认真抓好贯彻落实，确保群众温暖过冬。
一、落实气源
11月底前签订供气合同。
某省人民政府办公厅
2020年10月20日
"""

NEWS = """青山镇召开2022年防汛工作会
5月6日，青山镇召开2022年防汛工作会议，镇党委书记张建国出席会议并讲话，镇长李明主持会议，全体班子成员、各村书记参加会议。
张建国指出，要严格落实值班制度，每日两次巡查堤防。
"""


def reading_of(text, **kwargs):
    return read_head(read_outline(Reading(receive_text(text), **kwargs)))


def test_a_notice():
    reading = reading_of(NOTICE)
    head = reading.head
    assert "某省人民政府办公厅关于做好冬季清洁取暖工作的通知" == (head.title or "").replace("\n", "")
    assert "某政办发〔2020〕15号" == head.docno
    assert ("各市人民政府，省政府各部门",) == head.addressee
    assert ("某省人民政府办公厅",) == head.issuer
    assert "2020-10-20" == head.date
    assert date(2020, 10, 20) == reading.ref_date


@pytest.mark.parametrize("comma", ["，", ","])
def test_a_report_of_a_meeting(comma):
    head = reading_of(NEWS.replace("，", comma)).head
    assert "青山镇召开2022年防汛工作会" == head.title
    assert "2022年防汛工作会议" == head.meeting_name
    assert "5月6日" == head.meeting_date
    assert ("镇党委书记张建国", "镇长李明") == head.participant[:2]


def test_minutes_with_a_place():
    head = reading_of(
        "某局党组会议纪要\n2023年3月8日上午，局党组书记、局长王军同志在三楼会议室主持召开局党组会议。会议研究了有关事项，现纪要如下：\n"
    ).head
    assert "2023-03-08" == head.meeting_date
    assert "三楼会议室" == head.meeting_place
    assert ("局党组书记、局长王军",) == head.participant


@pytest.mark.parametrize(
    "text",
    [
        "（三）加强监管。各县每季度检查一次。\n（四）严格考核。年底通报。\n",
        "第三条 市财政局负责资金管理。\n第四条 资金专款专用。\n",
        "五年来，我们持续推进改革，新增就业20万人，城乡居民收入稳步增长，群众生活明显改善，社会大局保持稳定。\n",
    ],
)
def test_an_excerpt_has_no_head(text):
    reading = reading_of(text)
    assert Head() == reading.head
    assert reading.ref_date is None


def test_an_audience_is_no_addressee():
    assert (
        ()
        == reading_of(
            "在全县春耕工作会议上的讲话\n同志们：\n今天召开这次会议，主要任务是部署春耕生产。\n"
        ).head.addressee
    )


def test_the_callers_day_overrides():
    assert date(2024, 1, 1) == reading_of(NOTICE, as_of=date(2024, 1, 1)).ref_date


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2019年1月9日", date(2019, 1, 9)),
        ("二〇〇四年一月十六日", date(2004, 1, 16)),
        ("二○一二年十二月三十一日", date(2012, 12, 31)),
        ("2021-4-1 16:55", date(2021, 4, 1)),
        ("2021/5/21", date(2021, 5, 21)),
    ],
)
def test_days(words, day):
    found = find_day(words)
    assert found is not None
    assert day == found[0]


def test_no_day():
    assert find_day("2021年13月40日") is None


def test_the_last_such_day_may_lie_in_the_year_before():
    assert date(2020, 12, 30) == last_such_day(12, 30, until=date(2021, 1, 5))
    assert last_such_day(2, 30, until=date(2021, 1, 5)) is None


def test_a_number_above_the_title_is_no_part_of_it():
    text = (
        "某县人民政府办公室文件\n某政办发〔2026〕8号\n某县人民政府办公室关于做好防汛工作的通知\n"
        "各乡镇人民政府：\n"
    )
    reading = reading_of(text)
    assert reading.head.title == "某县人民政府办公室关于做好防汛工作的通知"
    assert reading.head.docno == "某政办发〔2026〕8号"


def test_a_date_alone_below_the_body_signs():
    text = (
        "关于评选先进集体的通知\n各学院：\n根据学校本学年的工作安排，现将评选先进集体和先进个人的有关要求通知如下。\n"
        "请各学院于10月8日前报送名单。\n2019年9月24日\n"
    )
    assert reading_of(text).ref_date == date(2019, 9, 24)


def test_the_letters_of_a_signature_may_stand_apart():
    text = (
        "考试通知\n各学院：\n根据学生返校情况，请各学院于6月24日前将考试时间、地点和监考教师名单报送。\n"
        "教　务　处\n2020年6月15日\n"
    )
    assert reading_of(text).head.issuer == ("教　务　处".replace("　", " "),)


def test_a_meeting_told_behind_its_purpose():
    text = (
        "我校召开防火工作会\n本报讯 为深刻吸取教训，推动隐患整改，9月23日上午，学校召开防火工作会议。"
        "副校长李明出席会议。\n"
    )
    assert reading_of(text).head.meeting_date == "9月23日"
