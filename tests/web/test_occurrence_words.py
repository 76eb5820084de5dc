"""Recurrences in words, and occurrences summed up."""

from dataclasses import replace
from datetime import date

import pytest
from django.utils import translation

from luoshi.store.queries.tasks.page import Once
from luoshi.web.tasks.one.occurrences import turns_of
from luoshi.web.tasks.one.rule_words import rule_words


@pytest.mark.parametrize(
    ("rrule", "zh", "en"),
    [
        ("FREQ=MONTHLY;BYMONTHDAY=5", "每月5日", "on day 5 of each month"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "每月最后一天", "on the last day of each month"),
        ("FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1", "每季度最后一天", "on the last day of each quarter"),
        (
            "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=25",
            "每季度末月25日",
            "on day 25 of each quarter's last month",
        ),
        ("FREQ=MONTHLY;BYMONTH=6,12;BYMONTHDAY=-1", "每半年最后一天", "on the last day of each half-year"),
        ("FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=-1", "每年3月最后一天", "on the last day of month 3 each year"),
        ("FREQ=WEEKLY;BYDAY=FR", "每周五", "every Fri"),
        ("FREQ=DAILY", "每天", "every day"),
        ("FREQ=MONTHLY;INTERVAL=5;BYMONTHDAY=3", "", ""),
        ("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=1", "", ""),
        ("FREQ=YEARLY;BYMONTH=2,5;BYMONTHDAY=1", "", ""),
    ],
)
def test_a_rule_is_said_as_an_office_says_it(rrule: str, zh: str, en: str) -> None:
    with translation.override("zh-hans"):
        assert zh == rule_words(rrule)
    with translation.override("en"):
        assert en == rule_words(rrule)


def once(month: int, met: date | None = None, supported: str = "none") -> Once:
    day = date(2026, month, 25)
    return Once(day, day, "signed-for", "nothing", supported, met)


def test_occurrences_are_summed_up_as_of_a_day() -> None:
    found = [
        once(1, date(2026, 1, 20)), once(2, date(2026, 3, 2)), once(3, None, "unchecked"), once(4), once(5),
        once(6), once(7), once(8),
    ]  # fmt: skip
    turns = turns_of(found, date(2026, 6, 10))

    assert ["kept", "late", "unchecked", "missed", "missed", "ahead", "ahead"] == [
        run.first.how for run in turns.strip
    ]
    assert (5, 1, 1, 1, 2) == (turns.n_due, turns.n_kept, turns.n_late, turns.n_unchecked, turns.n_missed)
    assert date(2026, 6, 25) == turns.next_due
    # a report is most likely about the nearest in time: 25 June is 15 days away, 25 May 16, 25 July 45
    assert [6, 5, 7, 4, 3] == [one.scheduled_on.month for one in turns.waiting]
    assert [6, 5, 4] == [run.first.once.scheduled_on.month for run in turns.open_ones]


def test_the_last_day_itself_is_not_late() -> None:
    assert "ahead" == turns_of([once(6)], date(2026, 6, 25)).strip[0].first.how
    assert "missed" == turns_of([once(6)], date(2026, 6, 26)).strip[0].first.how


def test_blank_days_in_a_row_are_one_line() -> None:
    """Every day of May: kept on the 1st, excused on the 2nd, nothing since but a report on the 20th."""
    days = [date(2026, 5, n) for n in range(1, 32)]
    found = [Once(on, on, "assigned", "nothing", "none", None) for on in days]
    found[0] = replace(found[0], met_on=days[0], supported="supported")
    found[1] = replace(found[1], step="excused")
    found[19] = replace(found[19], said="done")
    turns = turns_of(found, date(2026, 5, 30))

    told = [(run.first.how, run.first.once.scheduled_on.day, run.n) for run in reversed(turns.every)]
    assert [
        ("kept", 1, 1), ("excused", 2, 1), ("missed", 3, 17), ("missed", 20, 1), ("missed", 21, 9),
        ("ahead", 30, 1), ("ahead", 31, 1),
    ] == told  # fmt: skip
    assert (28, 27, 1) == (turns.n_due, turns.n_missed, turns.n_excused)
    assert 7 == len(turns.strip)
