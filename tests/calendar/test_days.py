"""Every day from 2010 on is what the yearly notices say it is."""

from datetime import date, timedelta

import chinese_calendar
import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.calendar.days import DayKind, NoticeError, WorkCalendar, read_notice

CALENDAR = WorkCalendar()

NOTICE_2027 = """
year = 2027
source = "an example, not the real notice"
[[holiday]]
name = "Spring Festival"
first = 2027-02-05
last = 2027-02-12
worked = [2027-01-31, 2027-02-20]
"""


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(2026, 2, 14), DayKind.MAKE_UP),  # Saturday worked for Spring Festival
        (date(2026, 2, 20), DayKind.IN_LIEU),  # Friday off in exchange
        (date(2026, 2, 17), DayKind.HOLIDAY),  # New Year's Day of the lunar year
        (date(2026, 2, 22), DayKind.HOLIDAY),  # a Sunday inside the festival
        (date(2026, 3, 7), DayKind.WEEKEND),
        (date(2026, 3, 9), DayKind.WORKING),
        (date(2025, 10, 11), DayKind.MAKE_UP),  # Saturday worked for National Day
    ],
)
def test_kinds(day: date, kind: DayKind) -> None:
    assert kind == CALENDAR.day(day).kind
    assert not CALENDAR.day(day).provisional


def test_agrees_with_two_libraries_on_every_day_of_seventeen_years() -> None:
    other = holidays.country_holidays("CN", years=range(2010, 2027))
    days = [
        date(2010, 1, 1) + timedelta(days=i) for i in range((date(2026, 12, 31) - date(2010, 1, 1)).days + 1)
    ]

    assert [] == [d for d in days if CALENDAR.is_worked(d) != chinese_calendar.is_workday(d)]
    assert [] == [d for d in days if CALENDAR.is_worked(d) != other.is_working_day(d)]


def test_a_year_without_notice_is_provisional_and_never_guesses_an_exchange() -> None:
    days = [CALENDAR.day(date(2031, 1, 1) + timedelta(days=i)) for i in range(365)]

    assert all(day.provisional for day in days)
    assert {DayKind.WORKING, DayKind.WEEKEND, DayKind.HOLIDAY} == {day.kind for day in days}


def test_a_notice_settles_its_year() -> None:
    calendar = WorkCalendar([read_notice(NOTICE_2027)])

    assert DayKind.MAKE_UP == calendar.day(date(2027, 2, 20)).kind
    assert DayKind.IN_LIEU == calendar.day(date(2027, 2, 12)).kind
    assert DayKind.WORKING == calendar.day(date(2027, 2, 15)).kind
    assert not calendar.day(date(2027, 6, 1)).provisional
    assert "example" in calendar.day(date(2027, 2, 20)).source
    assert calendar.day(date(2028, 2, 1)).provisional


@pytest.mark.parametrize(
    ("toml", "told"),
    [
        ("year = 2027", "source"),
        (
            'year = 2027\nsource = "x"\n[[holiday]]\nname = "a"\nfirst = 2030-01-01\nlast = 2030-01-01',
            "another year",
        ),
        (NOTICE_2027.replace("2027-01-31", "2027-02-06"), "both off and worked"),
        ("year = ", "holiday notice"),
    ],
)
def test_a_bad_notice_says_what_is_wrong(toml: str, told: str) -> None:
    with pytest.raises(NoticeError, match=told):
        read_notice(toml)


@given(st.dates(date(2004, 1, 1), date(2060, 12, 31)))
def test_only_a_notice_makes_a_weekend_a_working_day(day: date) -> None:
    found = CALENDAR.day(day)

    assert (DayKind.MAKE_UP == found.kind) <= (day.weekday() >= 5)
    assert (DayKind.IN_LIEU == found.kind) <= (day.weekday() < 5)
    assert found.source
