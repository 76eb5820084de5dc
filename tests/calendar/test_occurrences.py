"""Occurrences are never lost, never doubled, and keep their identity when a due date moves."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.calendar.occurrences import RuleError, expand, with_last_day

RULES = [
    "FREQ=MONTHLY;BYMONTHDAY=12,28",
    "FREQ=MONTHLY;INTERVAL=3",
    "FREQ=MONTHLY;INTERVAL=6",
    "FREQ=MONTHLY;BYMONTHDAY=-1",
    "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=-1",
    "FREQ=YEARLY;INTERVAL=3",
    "FREQ=WEEKLY;BYDAY=FR",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH",
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
    "FREQ=DAILY",
]
SINCE = date(2020, 3, 11)
TEN_YEARS = {"since": SINCE, "start": SINCE, "until": date(2030, 3, 10)}


@pytest.mark.parametrize(
    ("rule", "named"),
    [
        ("FREQ=MONTHLY;INTERVAL=3", "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1"),
        ("FREQ=MONTHLY;INTERVAL=6", "FREQ=MONTHLY;BYMONTH=6,12;BYMONTHDAY=-1"),
        ("FREQ=MONTHLY", "FREQ=MONTHLY;BYMONTHDAY=-1"),
        ("FREQ=YEARLY", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31"),
        ("FREQ=YEARLY;BYMONTH=6,12", "FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=-1"),
        ("FREQ=WEEKLY", "FREQ=WEEKLY;BYDAY=FR"),
        ("FREQ=MONTHLY;BYMONTHDAY=5", "FREQ=MONTHLY;BYMONTHDAY=5"),  # already names a day
        ("FREQ=DAILY", "FREQ=DAILY"),
        ("FREQ=HOURLY;INTERVAL=2", "FREQ=DAILY"),  # a ledger counts days
    ],
)
def test_a_rule_without_a_day_falls_due_at_the_end_of_its_period(rule: str, named: str) -> None:
    assert named == with_last_day(rule)


@pytest.mark.parametrize(
    ("rule", "n"),
    [
        ("FREQ=MONTHLY;BYMONTHDAY=12,28", 240),
        (with_last_day("FREQ=MONTHLY;INTERVAL=3"), 40),
        (with_last_day("FREQ=MONTHLY;INTERVAL=6"), 20),
        (with_last_day("FREQ=YEARLY"), 10),
        (with_last_day("FREQ=MONTHLY"), 120),
        ("FREQ=WEEKLY;BYDAY=FR", 522),
    ],
)
def test_ten_years_hold_as_many_as_the_rule_says(rule: str, n: int) -> None:
    assert n == len(list(expand("d", rule, **TEN_YEARS)))


@given(st.sampled_from(RULES), st.integers(0, 3650))
def test_looking_in_two_halves_sees_what_looking_once_sees(rule: str, days: int) -> None:
    cut = SINCE + timedelta(days=days)
    whole = list(expand("d", rule, **TEN_YEARS))
    first = list(expand("d", rule, **{**TEN_YEARS, "until": cut}))
    second = list(expand("d", rule, **{**TEN_YEARS, "start": cut + timedelta(days=1)}))

    assert whole == first + second
    assert len({o.identity for o in whole}) == len(whole)


def test_nothing_falls_due_before_the_duty_was_made() -> None:
    look = {"since": SINCE, "start": date(2019, 1, 1), "until": date(2020, 12, 31)}

    assert all(o.due_on >= SINCE for o in expand("d", "FREQ=WEEKLY", **look))


def test_a_rule_that_is_none_is_refused() -> None:
    with pytest.raises(RuleError, match="每季度"):
        list(expand("d", "每季度", **TEN_YEARS))
