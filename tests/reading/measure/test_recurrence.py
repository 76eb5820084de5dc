"""How often, as rules that a calendar program can expand."""

from datetime import datetime

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from luoshi.reading.measure.recurrence import find_recurrences

CASES = [
    ("各镇乡每季度要至少召开一次会议", "每季度", "FREQ=MONTHLY;INTERVAL=3"),
    ("设置举报箱36个,每月12号、28号定期开箱", "每月12号、28号", "FREQ=MONTHLY;BYMONTHDAY=12,28"),
    ("每月25日前报送", "每月25日前", "FREQ=MONTHLY;BYMONTHDAY=25"),
    ("每年4月底前报告", "每年4月底前", "FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=-1"),
    ("每年三月底前报告", "每年三月底前", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=-1"),
    ("每季度结束后10日内报送", "每季度结束后10日内", "FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=10"),
    ("每周一召开例会", "每周一", "FREQ=WEEKLY;BYDAY=MO"),
    ("每周一次例会", "每周", "FREQ=WEEKLY"),  # 一次, not Monday
    ("每周一至周五值班", "每周一至周五", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
    ("每半年研究一次", "每半年", "FREQ=MONTHLY;INTERVAL=6"),
    ("每两年评选一次", "每两年", "FREQ=YEARLY;INTERVAL=2"),
    ("每隔一天巡查", "每隔一天", "FREQ=DAILY;INTERVAL=2"),
    ("每2小时报告一次雨情", "每2小时", "FREQ=HOURLY;INTERVAL=2"),
    ("每隔三小时巡查一次", "每隔三小时", "FREQ=HOURLY;INTERVAL=3"),
    ("每小时至少巡查一次", "每小时", "FREQ=HOURLY"),
    ("实行日报告制度", "日", "FREQ=DAILY"),
    ("逐月通报", "逐月", "FREQ=MONTHLY"),
    ("三个月开展一次演练", "三个月", "FREQ=MONTHLY;INTERVAL=3"),
]


@pytest.mark.parametrize(("text", "words", "rule"), CASES)
def test_a_rule_and_its_words(text: str, words: str, rule: str) -> None:
    assert [(m.span.of(text), m.rrule) for m in find_recurrences(text)] == [(words, rule)]


@pytest.mark.parametrize(("_", "__", "rule"), CASES)
def test_every_rule_expands(_: str, __: str, rule: str) -> None:
    start = datetime(2022, 1, 1)  # noqa: DTZ001 - RFC 5545 floating time
    first = list(rrulestr(rule, dtstart=start)[:3])
    assert len(first) == 3
    assert first == sorted(first)


def test_a_month_takes_every_year_from_the_one_before() -> None:
    text = "区民政部门每年4月底前向市里报告，市里于5月底前完成评定。6月底前公布。"
    assert [m.rrule for m in find_recurrences(text)] == [
        "FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=-1",
        "FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=-1",
    ]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("由每生每年5元提高至10元", "a rate"),
        ("补助每人每月300元", "a rate"),
        ("第一年一次性补助", "an ordinal"),
        ("按年度计划推进", "a plan's name"),
        ("收入逐年提高", "a trend"),
        ("两年一届的展会", "a description"),
        ("有效期五年", "a length"),
        ("一次性补助两次", "no period"),
        ("每个环节每个人", "no unit of time"),
        ("车速不得超过每小时60公里", "a speed"),
        ("每小时的费用", "a rate"),
    ],
)
def test_what_is_no_recurrence(text: str, why: str) -> None:
    assert find_recurrences(text) == (), why


@given(st.text("每月周年季度日次一二三半两12345底末前、，。和按逐隔逢单双星期第个工作结束后内例会调度"))
def test_order_and_rules_that_parse(text: str) -> None:
    end = 0
    for mark in find_recurrences(text):
        assert end <= mark.span.start < mark.span.end <= len(text)
        end = mark.span.end
        rrulestr(mark.rrule, dtstart=datetime(2022, 1, 1))  # noqa: DTZ001 - floating time


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("各县局于次年2月15日前报送年报。", ["FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=15"]),
        (
            "年报表次年3月底前报，半年报表当年8月6日前报。",
            ["FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=-1", "FREQ=YEARLY;BYMONTH=8;BYMONTHDAY=6"],
        ),
        ("各区于月后8日前报送报表。", ["FREQ=MONTHLY;BYMONTHDAY=8"]),
        ("每月后8日前报送。", ["FREQ=MONTHLY;BYMONTHDAY=8"]),
        ("年报综合表：各县按规定报送。", []),
        ("工程于当年9月1日前完工。", []),
        ("三个月后5日前送达。", []),
    ],
)
def test_days_of_standing_reports_recur(text: str, rules: list[str]) -> None:
    assert [mark.rrule for mark in find_recurrences(text)] == rules
