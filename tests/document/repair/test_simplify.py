"""Traditional to simplified, one for one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.document.repair.simplify import simplify


@pytest.mark.parametrize(
    ("received", "read"),
    [
        ("圍繞著黨的建設開展學習", "围绕着党的建设开展学习"),
        ("國家發展成績顯著,編著教材", "国家发展成绩显著,编著教材"),
        ("各縣檔案管理工作要建立制度", "各县档案管理工作要建立制度"),
        ("成效显著，名著阅读", "成效显著，名著阅读"),
        ("蕭乾纪念馆", "蕭乾纪念馆"),
    ],
)
def test_what_is_read(received, read):
    assert simplify(received) == read


@given(st.text(alphabet="國會黨領導著乾發后裡隻𠮷abc，", max_size=60))
def test_no_character_is_gained_or_lost(text):
    assert len(simplify(text)) == len(text)
