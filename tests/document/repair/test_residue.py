"""Markup that was left in a text."""

import pytest

from luoshi.document.repair.residue import find_residue
from luoshi.document.way_back import apply_edits


@pytest.mark.parametrize(
    ("received", "read"),
    [
        ("教育活动。/p>\n一是", "教育活动。\n一是"),
        ("<p>一是</p>加强<br/>领导", "一是加强领导"),
        ("总则&nbsp;&nbsp;第一条", "总则  第一条"),
        ("A&amp;B，&ldquo;通办&rdquo;", "A&B，“通办”"),
        ("落\u200b实\ufeff责任", "落实责任"),
        ("指标 a<b 且 c>d", "指标 a<b 且 c>d"),
        ("见 http://a.cn/p>x", "见 http://a.cn/p>x"),
        ("R&D;投入", "R&D;投入"),
    ],
)
def test_what_is_read(received, read):
    assert apply_edits(received, [edit for edit, _ in find_residue(received)])[0] == read
