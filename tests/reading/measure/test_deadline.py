"""Time limits: which words set one, and the last day they leave."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.document.receive import receive_text
from luoshi.reading.measure.deadline import find_deadlines, find_deadlines_in_cell, find_heading_deadline
from luoshi.reading.measure.recurrence import find_recurrences
from luoshi.reading.stages import read

APRIL = date(2022, 4, 14)


def _read(text: str, ref: date | None = APRIL) -> list[tuple[str, str]]:
    return [(m.span.of(text), m.norm) for m in find_deadlines(text, ref)]


@pytest.mark.parametrize(
    ("text", "words", "norm"),
    [
        ("该项工作于2019年4月底前完成。", "2019年4月底前", "2019-04-30"),
        ("笔试定于5月30日上午举行。", "5月30日上午", "2022-05-30"),
        ("自来水公司将于5月10日至12日改造管网。", "5月10日至12日", "2022-05-12"),
        ("，到2025年，数字经济迈向", "到2025年", "2025-12-31"),
        ("展望2035年，数字经济", "2035年", "2035-12-31"),
        ("3月底前完成", "3月底前", "2022-03-31"),  # an April document still means its own year
        ("1月15日前补齐", "1月15日前", "2023-01-15"),  # long past: next year
        ("于6月20日18：00前报送", "6月20日18：00前", "2022-06-20"),
        ("于6月20日18:00前报送", "6月20日18:00前", "2022-06-20"),
        ("（3月底取得阶段性成效）", "3月底", "2022-03-31"),
        ("请于4月24日（含）前提交", "4月24日（含）前", "2022-04-24"),
        ("下半年,我镇将从四方面", "下半年", "2022-12-31"),
        ("自受理之日起15日内办结", "15日内", "P15D"),
        ("3个工作日内答复", "3个工作日内", "P3D"),
        ("一年半内完成", "一年半内", "P18M"),
        ("在联席会议召开之前，由办公室", "联席会议召开之前", "P0D"),
        ("文件于会前送达", "会前", "P0D"),
        ("提前5个工作日通知", "提前5个工作日", "-P5D"),
        ("2022年12月至2023年3月底前分批", "2022年12月至2023年3月底前", "2023-03-31"),
        ("二〇二二年底前完成", "二〇二二年底前", "2022-12-31"),
        ("第四季度由县消防大队组织一次复训", "四季度", "2022-12-31"),
        ("下周一办公室汇总上报", "下周一", "2022-04-18"),
        ("“十四五”末", "“十四五”末", "2025-12-31"),
        ("于11.10前报县局", "11.10前", "2022-11-10"),
        ("县住建局8.15前完成", "8.15前", "2022-08-15"),
        ("于2022.9.30前验收", "2022.9.30前", "2022-09-30"),
        ("要在6月15前摸底", "6月15前", "2022-06-15"),
        ("报告后30min内处置", "30min内", "PT30M"),
        ("2h内写入记录", "2h内", "PT2H"),
        ("2022—2024年每年新增40个", "2024年", "2024-12-31"),
    ],
)
def test_a_limit(text: str, words: str, norm: str) -> None:
    assert _read(text) == [(words, norm)]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("3月31日,召开会议", "an event of the past"),
        ("2021年12月底，全镇建成", "past"),
        ("自2022年7月1日起施行", "a start"),
        ("2022年5月以来", "a start"),
        ("2022年度工作总结", "a name"),
        ("今年以来", "a start"),
        ("近三年内", "told"),
        ("三日前往现场", "前往"),
        ("压缩至3周以内", "a quantity"),
        ("压到45天以内", "a quantity"),
        ("在整改到位之前，不得验收", "a gate"),
        ("目前，以前，之前的做法", "no event"),
        ("“十三五”期间", "over"),
        ("每月25日前报送", "a recurrence"),
        ("走在前列、提前完成", "no time"),
        ("安排部署下半年意识形态工作", "the work of a period"),
        ("针对2023年防汛行动进行动员", "a name"),
        ("将本月进展情况及下月计划报县局", "of which month"),
        ("下周三的例会照常", "which one"),
        ("对6月底仍未化解的，提请督办", "which ones"),
    ],
)
def test_what_sets_no_limit(text: str, why: str) -> None:
    assert _read(text) == [], why


def test_the_beginning_of_a_year_gone_by() -> None:
    assert _read("年初县委下发要点", date(2022, 8, 1)) == []
    assert _read("年初拿出方案", date(2022, 1, 11)) == [("年初", "2022-03-31")]


def test_anchors_and_precision() -> None:
    (after,) = find_deadlines("会后一周内报学习情况", APRIL)
    assert (after.norm, after.anchor, after.precision) == ("P7D", "meeting", "week")
    (work,) = find_deadlines("接件之日起5个工作日内答复", APRIL)
    assert (work.norm, work.anchor, work.working_days) == ("P5D", "event", True)
    (hour,) = find_deadlines("6月20日18：00前", APRIL)
    assert hour.precision == "hour"
    (given_year,) = find_deadlines("2022年6月底前", None)
    assert given_year.anchor is None
    (reckoned,) = find_deadlines("6月底前", APRIL)
    assert reckoned.anchor == "document"


def test_the_year_comes_from_what_is_named() -> None:
    assert _read("2023年5月底前完成选址，8月底前完成建设")[1][1] == "2023-08-31"  # same sentence
    assert find_deadlines("6月底前完成", APRIL, years=[(0, 2025)])[0].norm == "2025-06-30"  # heading
    assert _read("6月底前完成", None) == [("6月底前", "????-06-30")]  # nothing names it: never guessed
    assert _read("国办发〔2014〕46号。于6月20日前报送", None)[0][1] == "2014-06-20"


def test_an_event_announced_dates_what_follows() -> None:
    text = (
        "活动时间：2026年3月31日（星期二）。需于13:15前到场，活动当天签到。4月7日开展讨论。2025年1月3日印发。"
    )
    assert _read(text, None) == [
        ("2026年3月31日（星期二）", "2026-03-31"),
        ("13:15前", "2026-03-31"),
        ("活动当天", "2026-03-31"),
        ("4月7日", "2026-04-07"),
    ]


@pytest.mark.parametrize(
    ("cell", "norms"),
    [
        ("5月底", ["2022-05-31"]),
        ("2022年12月", ["2022-12-31"]),
        ("2022.12", ["2022-12-31"]),
        ("2022-6-30", ["2022-06-30"]),
        ("全年", ["2022-12-31"]),
        ("2023年", ["2023-12-31"]),
        ("3月底前", ["2022-03-31"]),
        ("6月", ["2022-06-30"]),
        ("完成时限：2021年6月30日", ["2021-06-30"]),  # past, yet a limit in its cell
        ("长期坚持", []),
        ("立行立改", ["P0D"]),
        ("二季度", ["2022-06-30"]),
        ("10.20前", ["2022-10-20"]),
        ("30分钟、2小时", ["PT30M", "PT2H"]),
        ("5个工作日内", ["P5D"]),
        ("", []),
    ],
)
def test_a_cell_needs_no_limit_word(cell: str, norms: list[str]) -> None:
    assert [m.norm for m in find_deadlines_in_cell(cell, APRIL)] == norms


def test_the_heading_of_a_task_list() -> None:
    mark = find_heading_deadline("2026年自治区民生实事", offset=10)
    assert mark is not None
    assert (mark.span, mark.norm) == ((10, 15), "2026-12-31")
    assert find_heading_deadline("2025年工作总结") is None
    assert find_heading_deadline("关于组织申报2026年度重点项目的通知") is None
    assert find_heading_deadline("关于2025年工作任务完成情况的报告") is None


_WORDS = (
    "0123456789年月日号上中下旬底末初前之内以季度半一二三四五六七八九十x今明后本次个工作小时天周，。"
    "（）“”到至截止会后春节起自于-:："
)


@given(st.text(_WORDS), st.dates(date(2000, 1, 1), date(2040, 12, 31)) | st.none())
def test_order_and_peace_with_recurrences(text: str, ref: date | None) -> None:
    for find in (find_deadlines, find_deadlines_in_cell):
        end = 0
        for mark in find(text, ref):
            assert end <= mark.span.start < mark.span.end <= len(text)
            end = mark.span.end
    others = [mark.span for mark in find_recurrences(text)]
    assert not any(m.span.meets(other) for m in find_deadlines(text, ref) for other in others)


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    assert isinstance(find_deadlines(text, APRIL), tuple)


@given(st.dates(date(2021, 1, 1), date(2035, 12, 31)))
def test_a_date_comes_back(day: date) -> None:
    text = f"于{day.year}年{day.month}月{day.day}日前完成"
    assert [norm for _, norm in _read(text)] == [day.isoformat()]


def limits_of(text):
    reading = read(receive_text(text))
    return [m.norm for m in reading.deadlines], [p.code for p in reading.problems if "year" in p.code]


def test_a_year_only_the_title_names_is_taken_and_said():
    found = limits_of("2024年元旦放假的通知\n各学院请于1月5日前报送值班表。\n")
    assert found == (["2024-01-05"], ["deadline-year-assumed"])


def test_a_limit_without_any_year_keeps_its_gap():
    assert limits_of("放假通知\n各学院请于1月5日前报送值班表。\n") == (["????-01-05"], [])


def test_a_known_day_needs_no_assumption():
    text = "放假通知\n各学院请于1月5日前报送值班表。\n教务处\n2023年12月28日\n"
    assert limits_of(text)[1] == []


def test_a_day_still_to_come_is_not_of_the_year_named_in_another_part():
    text = "管网改造于2027年3月底前完成；监控探头于12月10日前修复。"
    assert [m.norm for m in find_deadlines(text, date(2026, 11, 16))] == ["2027-03-31", "2026-12-10"]


def test_years_of_a_plan_lie_ahead_of_an_undated_plan():
    text = "护栏建设三年方案\n（2026—2028年）\n一、任务\n2026年完成护栏120公里，2027年完成140公里。\n"
    assert limits_of(text)[0] == ["2026-12-31", "2027-12-31"]


@pytest.mark.parametrize(
    "headline",
    [
        "某镇2020年防汛工作情况汇报\n时间：2022-01-08 10:20:30\n",
        "2020年防汛工作情况汇报_某镇\n时间：2022-01-08 10:20:30\n某镇关于防汛工作的情况汇报\n",
    ],
)
def test_a_page_put_up_in_another_year_leaves_the_year_of_its_title(headline):
    reading = read(
        receive_text(f"{headline}现将情况汇报如下：\n下半年，我镇将建立物资台账。年底前完成清淤。\n")
    )
    assert reading.ref_date is None
    assert {d.norm for d in reading.deadlines} == {"2020-12-31"}


def test_a_page_put_up_in_the_year_of_its_title_gives_the_day():
    text = "某镇2022年防汛工作要点\n时间：2022-01-08 10:20:30\n各村要在6月底前完成清淤。\n"
    assert read(receive_text(text)).ref_date == date(2022, 1, 8)


@pytest.mark.parametrize(
    ("text", "ref", "norms"),
    [
        ("2021年计划新建学校3所。", date(2022, 4, 9), ["2021-12-31"]),
        ("园区占地5亩，力争2021年9月1日正式开园。", date(2022, 4, 9), ["2021-09-01"]),
        ("2024年底山前乡全部划入范围。", None, ["2024-12-31"]),
        ("2024年底全县已全部建成。", None, []),
        ("2021年计划生育工作总结。", date(2022, 4, 9), []),
    ],
)
def test_a_plan_names_its_day_whenever_the_page_came_out(
    text: str, ref: date | None, norms: list[str]
) -> None:
    assert [mark.norm for mark in find_deadlines(text, ref)] == norms
