"""Title, number, addressee, signature, meeting; and nothing where there is no head."""

from datetime import date

import pytest

from luoshi import read
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
    assert reading_of(text).head.meeting_date == "9月23日上午"


@pytest.mark.parametrize(
    "line",
    [
        "（2022年4月11日某省人民政府令第301号公布　自2022年6月1日起施行）",
        "(2022年4月11日某省人民政府令第301号公布 自2022年6月1日起施行)",
        "（2022年3月30日某省人民政府第60次常务会议通过 2022年4月11日某省人民政府令第301号公布）",
        "2022年4月11日 某省人民政府令第301号公布",
    ],
)
def test_an_order_has_its_number_issuer_and_day_above_the_body(line):
    head = reading_of(f"某省湿地保护办法\n{line}\n第一条 为了保护湿地，制定本办法。\n").head
    assert "某省人民政府令第301号" == head.docno
    assert ("某省人民政府",) == head.issuer
    assert "2022-04-11" == head.date


def test_a_letterhead_has_issuer_and_day_on_one_line_or_two():
    body = "5月9日上午，县政府在县行政中心301会议室召开第12次县长办公会议。现将会议内容纪要如下：\n"
    for lines in ("青山县人民政府办公室 2023年5月12日", "青山县人民政府办公室\n二〇二三年五月十二日"):
        head = reading_of(f"〔2023〕12号\n{lines}\n{body}").head
        assert "〔2023〕12号" == head.docno
        assert ("青山县人民政府办公室",) == head.issuer
        assert "2023-05-12" == head.date
        assert "2023-05-09" == head.meeting_date


def test_copies_printed_do_not_hide_the_day_of_printing() -> None:
    text = (
        "关于全市燃气安全检查情况的通报\n\n各县（市、区）城管局：\n现将有关情况通报如下。\n"
        "一、要求\n各单位要立即整改，逐条销号。\n\n某市城市管理局办公室\u3000\u30002023年8月30日印发（共印45份）\n"
    )
    found = read(text)
    assert found.head.date == "2023-08-30"
    assert [c.span.of(found.source.text) for c in found.commitments] == ["各单位要立即整改，逐条销号"]


def test_a_day_of_printing_signs():
    text = "某港码头安全管理办法\n第一条 码头经营人应当建立巡查台账。\n某港航管理局\n2021年3月1日印发\n"
    assert reading_of(text).head.date == "2021-03-01"


@pytest.mark.parametrize("dash", ["（记者 李明 通讯员 赵强）", "(记者 李明)"])
def test_news_tell_of_a_meeting_behind_their_dateline(dash):
    head = reading_of(
        "县政府召开第三十五次常务会议\n"
        f"本报讯 {dash} 3月12日下午，县委副书记、县长王建国主持召开县政府第三十五次"
        "常务会议，副县长李强、刘芳，县政府办公室主任陈亮出席会议。\n会议强调，要抓好春耕生产。\n县领导张伟、孙丽参加会议。\n"
    ).head
    assert "县政府第三十五次常务会议" == head.meeting_name
    assert "3月12日下午" == head.meeting_date
    assert head.participant[0] == "县委副书记、县长王建国"
    assert head.participant[-2:] == ("县领导张伟", "孙丽")


def test_those_named_as_taking_part_are_participants():
    head = reading_of(
        "3月12日上午，市政府在市民中心会议室召开第20次市长办公会议。参加会议的有各副市长，市府办相关领导，"
        "有关部门负责人（名单附后）。市长王军主持会议。\n"
    ).head
    assert head.participant == ("各副市长", "市府办相关领导", "有关部门负责人", "市长王军")


def test_minutes_as_a_form():
    head = reading_of(
        "青石镇安全生产例会会议纪要\n"
        "时  间：2023年5月6日上午9:00\n地  点：镇政府三楼会议室\n主 持 人：周建民（镇长）\n"
        "参加人员：李明、王强、各村（社区）书记\n记录人：赵丽\n会议议定以下事项：\n一、镇安监站5月20日前完成检查。\n"
    ).head
    assert head.meeting_date == "2023-05-06"
    assert head.meeting_place == "镇政府三楼会议室"
    assert head.participant == ("周建民", "李明", "王强", "各村（社区）书记")


def test_a_notice_that_calls_a_meeting_reports_none():
    head = reading_of(
        "关于召开春季造林工作会议的通知\n各乡镇人民政府：\n一、会议时间：2024年3月5日上午\n二、会议地点：县会议中心\n"
    ).head
    assert head.meeting_date is None
    assert head.participant == ()


@pytest.mark.parametrize(
    "title", ["区长在全区干部大会上的讲话篇2", "镇长任职表态发言（篇三）", "述职报告篇一"]
)
def test_a_title_may_count_its_kind(title):
    assert reading_of(f"{title}\n同志们：\n下面，我讲三点意见。\n").head.title == title


def test_a_title_of_one_spaced_word_and_a_signature_of_two_units():
    head = reading_of(
        "公 告\n因路面施工，定于2023年5月10日起对S203线半幅封闭。施工单位应当设置警示标志。\n"
        "某县公安局交通管理大队 某县公路局\n2023年5月6日\n"
    ).head
    assert head.title == "公 告"
    assert head.issuer == ("某县公安局交通管理大队", "某县公路局")


def test_a_title_may_speak_of_web_sites():
    title = "县人民政府办公室关于政府网站检查情况的通报"
    assert reading_of(f"{title}\n各乡镇人民政府：\n近期，我办检查了28个网站。\n").head.title == title


def test_a_cover_without_title_gives_addressee_and_day_and_names_the_title_below() -> None:
    head = read(
        "各村委会，镇直各单位：\n《夏季防汛安排若干措施》已经镇政府同意，现印发给你们，请认真执行。\n2023年5月6日\n"
        "夏季防汛安排若干措施\n为做好防汛工作，特制定如下措施。\n一、压实责任\n镇水利站每月检查一次堤坝。"
    ).head
    assert (head.title, head.date, head.addressee) == (
        "夏季防汛安排若干措施",
        "2023-05-06",
        ("各村委会，镇直各单位",),
    )


def test_fields_of_a_page_give_number_and_day() -> None:
    head = read(
        "防汛检查情况的通报\n文号 | 督查通报第三期 | 成文日期： | 2022年07月02日 |\n"
        "近期，督查室开展了检查，现通报如下。\n"
        "一、情况\n共检查堤坝12处。"
    ).head
    assert (head.docno, head.date) == ("督查通报第三期", "2022-07-02")


def test_a_day_before_the_release_note_is_the_date() -> None:
    head = read(
        "关于做好防汛工作的通知\n各村委会：\n一、各村每月检查一次堤坝。\n此通知\n附件：检查表\n2022年2月3日\n（此件公开发布）"
    ).head
    assert head.date == "2022-02-03"


def test_an_addressee_may_open_the_first_paragraph() -> None:
    head = read(
        "水利报表通知\n各县水利局，有关县水务局：根据要求，现将有关事项通知如下：\n一、各县每月报送一次报表。"
    ).head
    assert head.addressee == ("各县水利局，有关县水务局",)


def test_a_red_line_over_a_document_names_its_issuer() -> None:
    head = read(
        "青山县人民医院文件\n青医〔2022〕5号\n关于加强值班的通知\n各科室：\n一、各科室每日登记。"
    ).head
    assert head.issuer == ("青山县人民医院",)


def test_a_month_alone_signs_and_stays_a_month() -> None:
    head = read("会议场地使用方案\n第一条 场地由办公室管理。\n青山大学计算机学院\n二〇一九年十月").head
    assert (head.issuer, head.date) == (("青山大学计算机学院",), "2019-10")


def test_a_number_may_stand_between_angles() -> None:
    head = read("关于检测结果的通报\n（农办医<2011>63号）\n现将情况通报如下：\n一、情况\n检测12批。").head
    assert head.docno == "农办医<2011>63号"


def test_the_lines_over_the_salutation_of_a_speech_are_its_title() -> None:
    head = read("忠实践行发展战略\n奋力推进先行示范\n\n同志们：\n现在，我向大会作报告。\n").head
    assert head.title == "忠实践行发展战略\n奋力推进先行示范"


def test_a_field_over_the_title_is_no_title() -> None:
    head = read(
        "校办 受控文件\n编号 GD-10\n青山大学文件\n印发《课程管理办法》的通知\n各学院：\n一、按时申报。"
    ).head
    assert (head.title, head.issuer) == ("印发《课程管理办法》的通知", ("青山大学",))


@pytest.mark.parametrize(
    ("lines", "title", "docno"),
    [
        (
            "国能综〔2021〕108号\n某局综合司关于做好火灾防控的通知 国能综〔2021〕108号\n",
            "某局综合司关于做好火灾防控的通知",
            "国能综〔2021〕108号",
        ),
        ("> 本文由页面提取。\n---\n某区关于建立排查机制的实施意见\n", "某区关于建立排查机制的实施意见", None),
        (
            "某省人工智能发展工作图谱\n序号 | 任务 | 牵头单位 | 时间\n1 | 支持平台建设。 | 省发改委 | 12月\n",
            "某省人工智能发展工作图谱",
            None,
        ),
    ],
)
def test_a_title_among_other_things(lines: str, title: str, docno: str | None) -> None:
    head = read(f"{lines}一、要求\n各单位要做好防控工作，落实责任。\n").head
    assert (head.title, head.docno) == (title, docno)


def test_the_members_of_a_joint_meeting_are_addressed() -> None:
    head = read(
        "关于加强纳税信用建设的通知\n各省信用体系建设牵头部门，信用体系建设部际联席会议成员单位办公厅（室）：\n"
        "为贯彻落实有关精神，现将有关事项通知如下，请结合实际认真抓好落实。\n一、建设\n各地要建立制度。\n"
    ).head
    assert head.addressee == ("各省信用体系建设牵头部门，信用体系建设部际联席会议成员单位办公厅（室）",)
