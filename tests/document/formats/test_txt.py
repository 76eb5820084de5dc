"""Every encoding a Chinese office sends, told apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.document.formats import Unreadable, extract
from luoshi.document.formats.txt import decoded

SIMPLIFIED = "各镇乡、各部门每季度要至少召开一次法治政府建设工作调度会,责任单位:县司法局。"
FULL_WIDTH = "各镇乡，各部门：每季度要至少召开一次调度会！"
TRADITIONAL = "各鎮鄉、各部門每季度要至少召開一次法治政府建設工作調度會"


@pytest.mark.parametrize("text", [SIMPLIFIED, FULL_WIDTH, SIMPLIFIED[:6], "通知\r\n关于开展检查"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_simplified_text_comes_back_as_it_was(text, encoding):
    assert extract(text.encode(encoding), "a.txt").text == text


@pytest.mark.parametrize("n_chars", [6, 12, 28])
def test_big5_is_not_taken_for_gbk(n_chars):
    text = TRADITIONAL[:n_chars]
    assert decoded(text.encode("big5")) == (text, "big5")


def test_a_page_that_says_gb2312_may_hold_rarer_characters():
    text = "镕、喆等字"
    assert decoded(text.encode("gb18030"), "gb2312") == (text, "gb18030")


def test_utf8_wins_over_a_wrong_label():
    assert decoded(SIMPLIFIED.encode(), "gb2312") == (SIMPLIFIED, "utf-8")


def test_one_broken_byte_costs_one_character_and_a_warning():
    data = SIMPLIFIED.encode()
    damaged = (data * 5)[:61] + b"\xff" + (data * 5)[61:]
    got = extract(damaged, "a.txt")
    assert got.encoding == "utf-8"
    assert [p.code for p in got.problems] == ["undecodable-bytes"]


def test_line_ends_stay():
    assert extract("甲\r\n乙\r丙\n".encode(), "a.txt").text == "甲\r\n乙\r丙\n"


def test_one_line_of_ten_megabytes_is_read():
    text = "各镇要落实责任。" * 400_000
    assert len(extract(text.encode(), "a.txt").text) == len(text)


def test_blank_text_is_told():
    with pytest.raises(Unreadable, match="no-text"):
        extract(b" \r\n\t", "a.txt")


@given(
    st.text(alphabet=st.sampled_from(SIMPLIFIED + "0123abc \n"), min_size=8).filter(
        lambda t: any(c > "一" for c in t)
    )
)
def test_utf8_always_comes_back(text):
    assert decoded(text.encode())[0] == text


@pytest.mark.parametrize("name", ["000", "001", "002", "003", "004"])
def test_the_samples_are_utf8(shared, name):
    path = next((shared / "samples").glob(f"{name}_*.txt"))
    assert decoded(path.read_bytes())[1] == "utf-8"
