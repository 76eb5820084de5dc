"""Folding keeps every offset."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.document.fold import fold


@pytest.mark.parametrize(
    ("received", "read"),
    [
        ("各部门要认真落实,不得推诿;", "各部门要认真落实，不得推诿；"),
        ("各部门要认真落实，不得推诿；", "各部门要认真落实，不得推诿；"),
        ("投资3,000万元,增长2.5%", "投资3,000万元，增长2.5%"),
        ("会议于16:30召开", "会议于16:30召开"),
        ("（一）共１２项，Ａ类", "（一）共12项，A类"),
        ("(一)加强领导", "（一）加强领导"),
        ("９．推进上云", "9.推进上云"),
        ("\u3000\u3000第一条\xa0总则", "  第一条 总则"),
        ("第一段。\r\n第二段", "第一段。 \n第二段"),
        ('实施"1335"工程', "实施“1335”工程"),
        ("见 http://a.cn/x?y=1,2 公告", "见 http://a.cn/x?y=1,2 公告"),
        ("第①项为50㎡", "第①项为50㎡"),
        ("Plain English, only.", "Plain English, only."),
    ],
)
def test_what_is_read(received, read):
    assert fold(received) == read


@given(st.text(max_size=80) | st.text(alphabet='会议,;:?!()"３Ａ \t\r\n\u3000。1a', max_size=80))
def test_no_character_is_gained_or_lost(text):
    assert len(fold(text)) == len(text)


def test_a_straight_quote_that_closes_an_open_one():
    assert fold('推行“一网通办"模式和"最多跑一次"改革') == "推行“一网通办”模式和“最多跑一次”改革"


def test_a_wide_colon_inside_a_clock_time_is_narrow():
    assert fold("17：00前报送，要求：30人") == "17:00前报送，要求：30人"
