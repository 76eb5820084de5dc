"""Numbers are read as they are written."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.reading.measure.numerals import read_number

_DIGITS = "零一二三四五六七八九"


def _write_thousand(number: int) -> str:
    out, gap = "", False
    for size, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, size)
        if digit:
            out += ("零" if gap else "") + _DIGITS[digit] + name
        gap = bool(out) and not digit
    return out


def _write(number: int) -> str:
    """Write a number below 10^12 the way a clerk does."""
    out = ""
    for size, name in ((10**8, "亿"), (10**4, "万"), (1, "")):
        part, number = divmod(number, size)
        if part:
            out += ("零" if out and part < 1000 else "") + _write_thousand(part) + name
    return out or "零"


@given(st.integers(0, 10**12 - 1))
def test_what_is_written_is_read(number: int) -> None:
    assert read_number(_write(number)) == number


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("两百零八", 208),
        ("一千零六十", 1060),
        ("十", 10),
        ("一百二", 120),  # the last unit is left out
        ("两万三", 23000),
        ("3000多万", 30_000_000),
        ("八十余", 80),
        ("十来", 10),
        ("百分之八十五", 85),
        ("二〇二二", 2022),
        ("1,250", 1250),
        ("1，250", 1250),  # a comma made full-width
        ("３６", 36),
        ("1.2万亿", 1_200_000_000_000),
        ("3千5百", 3500),
        ("廿八", 28),
    ],
)
def test_ways_of_writing(words: str, value: int) -> None:
    assert read_number(words) == value


def test_parts() -> None:
    assert read_number("三分之二") == Decimal(2) / 3
    assert read_number("十二点五") == Decimal("12.5")
    assert read_number("1.5") == Decimal("1.5")


@pytest.mark.parametrize("words", ["", "x", "xx余", "若干", "上", "分之一", "点五", "三分之零件"])
def test_what_is_no_number(words: str) -> None:
    """A masked number is unknown, never 0."""
    assert read_number(words) is None
