"""The page around the document is marked, its text kept."""

import pytest

from luoshi.document.receive import receive_text
from luoshi.document.source_text import BlockKind

BODY = "3月31日,镇里召开会议,部署全年工作,要求各村每月报送一次进度,年底前完成全部整改任务。"


def chrome(text):
    source = receive_text(text)
    return [b.span.of(source.text) for b in source.blocks if b.kind is BlockKind.CHROME]


@pytest.mark.parametrize(
    "line",
    [
        "当前位置:首页 > 政务公开 > 工作动态",
        "上一篇：没有了",
        "下一篇:关于召开全会的通知",
        "点击量:2764",
        "时间:2022-01-08 00:44:16 浏览量:",
        "推荐访问:乡镇 落实",
        "京ICP备12345678号-1",
        "© 某区融媒体中心",
        "http://www.example.cn/content/1.html",
        "分享到",
    ],
)
def test_page_lines(line):
    assert len(chrome(f"{line}\n{BODY}")) == 1
    assert len(chrome(f"{BODY}\n{line}")) == 1


@pytest.mark.parametrize(
    "line",
    [
        "各村、各单位：",
        "一、总体要求",
        "时间：每月10日前报送。",
        "来源广泛,渠道多样,各部门要拓宽信息来源。",
        "支持企业技术改造",
        "2021年4月1日",
        "责任编辑部门要落实三审三校制度。",
        "关于印发《工作要点》的通知",
    ],
)
def test_document_lines_are_left(line):
    assert chrome(f"{line}\n{BODY}") == []


def test_summary_that_repeats_the_first_paragraph():
    assert chrome(f"摘要: {BODY[:30]} ...\n{BODY}") == ["摘要： " + BODY[:30].replace(",", "，") + " ..."]


def test_cut_excerpt_of_the_first_paragraph():
    assert chrome(f"{BODY[:28]}\n{BODY}") == [BODY[:28].replace(",", "，")]


def test_date_and_publisher_are_kept_as_hints():
    source = receive_text(f"2021-4-1 16:55| 发布者: 小编| 评论: 0|来自: 魅力五陂\n{BODY}")
    assert source.date == "2021-04-01"
    assert source.publisher == "魅力五陂"


def test_the_day_of_a_crawl_is_no_date_of_the_document():
    assert receive_text(f"抓取时间：2026-04-03\n{BODY}").date is None
