"""Accidents and deaths that are counted are nothing anybody achieved, unless they became fewer."""

import pytest

from luoshi.document.receive import receive_text
from luoshi.reading.stages import read


@pytest.mark.parametrize(
    ("sentence", "achieved"),
    [
        ("上半年全县共发生生产安全事故32起、死亡6人。", 0),
        ("全县事故起数同比下降17.4%，死亡人数同比下降25%。", 1),
        ("上半年全县共排查隐患120处。", 1),
    ],
)
def test_harm_is_no_deed(sentence: str, achieved: int) -> None:
    text = f"关于上半年工作情况的报告\n一、工作开展情况\n{sentence}\n"
    assert len(read(receive_text(text, name="text")).achievements) == achieved
