"""Feasts stand on the days the calendar gives them."""

from datetime import date

import pytest

from luoshi.reading.measure.feasts import feast_on, nearest_feast, next_feast


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("春节", date(2022, 2, 1)),
        ("春节", date(2000, 2, 5)),
        ("春节", date(2040, 2, 12)),
        ("中秋节", date(2021, 9, 21)),
        ("中秋", date(2020, 10, 1)),  # the year it fell on National Day
        ("端午节", date(2023, 6, 22)),
        ("清明", date(2024, 4, 4)),
        ("重阳节", date(2022, 10, 4)),
        ("国庆节", date(2021, 10, 1)),
        ("七一", date(2021, 7, 1)),
    ],
)
def test_a_feast_falls_on(name: str, day: date) -> None:
    assert feast_on(name, day.year) == day


def test_beyond_the_table() -> None:
    assert feast_on("春节", 1999) is None
    assert feast_on("没有的节", 2022) is None


def test_the_next_one() -> None:
    assert next_feast("春节", date(2022, 2, 2)) == date(2023, 1, 22)
    assert nearest_feast(date(2023, 1, 10)) == date(2023, 1, 22)
