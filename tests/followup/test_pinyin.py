"""Names are spelt as people say them: characters alone, phrases together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypinyin import Style, lazy_pinyin

from luoshi.followup.finding.pinyin import initials, syllables

NAMES = (
    "青禾县人民政府办公室", "县民政局", "重庆市银行业监督管理局", "会计核算中心", "行政审批服务局",
    "大同市云冈区朝阳街道", "成都市都江堰市", "西藏自治区乐山路小学", "厦门市", "省地震局", "长安镇",
    "应急管理局调查组", "县卫生健康局疾控中心", "重点项目办", "校外培训监管科", "调度中心", "传达室",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_names_are_spelt_as_the_large_table_spells_them(name: str) -> None:
    assert lazy_pinyin(name, style=Style.NORMAL) == syllables(name)
    assert "".join(lazy_pinyin(name, style=Style.FIRST_LETTER)) == initials(name)


def test_what_is_no_chinese_character_stays() -> None:
    assert ["di", "2", "xiao", "xue", "B"] == syllables("第2小学B")
    assert "d2xxb〇" != initials("第2小学B〇") == "d2xxbl"


@given(st.text())
def test_no_text_is_too_odd(text: str) -> None:
    assert len(initials(text)) >= len(text.split())
    assert text.encode("ascii", "ignore").decode() in "".join(syllables(text)) or not text.isascii()
