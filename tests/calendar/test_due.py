"""Due dates fall where a clerk with the year's notice in hand would put them, and say why."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.calendar.days import DayKind, WorkCalendar
from luoshi.calendar.due import LengthError, due_after, due_in_working_days

CALENDAR = WorkCalendar()


def test_fifteen_working_days_over_national_day() -> None:
    """22 September 2025 plus 15: weekends and eight days off are skipped, two weekend days are worked."""
    due = due_in_working_days(date(2025, 9, 22), 15, CALENDAR)

    assert date(2025, 10, 17) == due.due_on
    assert [date(2025, 9, 28), date(2025, 10, 11)] == [day.on for day in due.added]
    assert [date(2025, 9, 27), *(date(2025, 10, d) for d in (1, 2, 3, 4, 5, 6, 7, 8, 12))] == [
        day.on for day in due.skipped
    ]
    assert not due.provisional


@pytest.mark.parametrize(
    ("start", "length", "roll", "due_on"),
    [
        (date(2025, 3, 3), "P15D", False, date(2025, 3, 18)),  # counting starts the next day
        (date(2025, 1, 31), "P1M", False, date(2025, 2, 28)),  # no 31 February
        (date(2024, 2, 29), "P1Y", False, date(2025, 2, 28)),
        (date(2025, 11, 30), "P3M", False, date(2026, 2, 28)),
        (date(2025, 3, 3), "PT48H", False, date(2025, 3, 5)),
        (date(2025, 3, 3), "P2W", False, date(2025, 3, 17)),
        (date(2025, 9, 21), "P10D", True, date(2025, 10, 9)),  # 1 October rolls past the holiday
        (date(2025, 9, 21), "P10D", False, date(2025, 10, 1)),
    ],
)
def test_lengths(start: date, length: str, roll: bool, due_on: date) -> None:  # noqa: FBT001 - a column
    due = due_after(start, length, CALENDAR, roll=roll)

    assert due_on == due.due_on


def test_a_rolled_date_remembers_where_it_was() -> None:
    assert date(2025, 10, 1) == due_after(date(2025, 9, 21), "P10D", CALENDAR, roll=True).rolled_from


@pytest.mark.parametrize("length", ["", "P", "15", "P15", "PT", "十五天", "-P3D"])
def test_what_is_no_length_is_refused(length: str) -> None:
    with pytest.raises(LengthError, match="no length"):
        due_after(date(2025, 1, 1), length, CALENDAR)


def test_a_date_in_a_year_without_notice_says_so() -> None:
    assert due_in_working_days(date(2030, 12, 20), 10, CALENDAR).provisional


@given(st.dates(date(2010, 1, 1), date(2026, 6, 30)), st.integers(1, 60))
def test_the_explanation_adds_up(start: date, n: int) -> None:
    """Days between = working days counted + days skipped; what was added is part of what was counted."""
    due = due_in_working_days(start, n, CALENDAR)
    between = [start + timedelta(days=i) for i in range(1, (due.due_on - start).days + 1)]

    assert len(between) == n + len(due.skipped)
    assert CALENDAR.is_worked(due.due_on)
    assert {day.on for day in due.skipped} == {d for d in between if not CALENDAR.is_worked(d)}
    assert {day.on for day in due.added} == {d for d in between if CALENDAR.day(d).kind is DayKind.MAKE_UP}
