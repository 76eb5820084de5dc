"""What is hidden has a type and no value."""

import pytest

from luoshi.document.redactions import find_redactions


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("累计开展宣讲x次", [("number", "x")]),
        ("发稿x余篇,惠及xx名群众", [("number", "x"), ("number", "xx")]),
        ("发稿x余篇，惠及xx名群众", [("number", "x"), ("number", "xx")]),
        ("20xx年工作总结", [("date", "20xx年")]),
        ("截至x年x月x日", [("date", "x年x月x日")]),
        ("月日,召开专门会议", [("date", "月日")]),
        ("某某镇党委", [("name", "某某")]),
        ("按照xx局党委部署", [("name", "xx")]),
        ("来××考察", [("other", "××")]),
        ("____同志强调", [("name", "____")]),
        ("全市“xx”期间", [("other", "xx")]),
    ],
)
def test_hidden(text, hidden):
    assert [(r.kind, r.span.of(text)) for r in find_redactions(text)] == hidden


@pytest.mark.parametrize(
    "text",
    [
        "提供7×24小时服务",
        "2021年4月1日召开会议",
        "每月日常检查不少于1次",
        "使用Excel报送，Linux平台",
        "某些部门、某个环节存在问题",
        "本年月度考核",
    ],
)
def test_nothing_hidden(text):
    assert find_redactions(text) == ()
