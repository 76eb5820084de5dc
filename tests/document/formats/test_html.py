"""The document out of the page."""

from pathlib import Path

import pytest

from luoshi.document.formats import Unreadable, extract
from luoshi.document.source_text import BlockKind

PAGES = Path(__file__).with_name("pages")


def squeezed(text):
    return "".join(c for c in text if c.isalnum())


def body_of(got):
    return "\n".join(b.span.of(got.text) for b in got.blocks if b.kind is not BlockKind.CHROME)


@pytest.mark.parametrize("path", sorted(PAGES.glob("*.html")), ids=lambda path: path.stem)
def test_the_main_text_is_what_a_person_would_copy(path):
    got = extract(path.read_bytes(), path.name)
    assert squeezed(body_of(got)) == squeezed(path.with_suffix(".txt").read_text(encoding="utf-8"))


def test_title_date_and_source_come_from_fields_or_the_line_below_the_title():
    fields = extract((PAGES / "01_trs_editor.html").read_bytes(), "a.html")
    assert (fields.title, fields.date, fields.publisher) == (
        "关于开展全县养老机构消防安全检查的通知",
        "2024-04-23",
        "临川县人民政府办公室",
    )
    line = extract((PAGES / "02_table_layout_gbk.html").read_bytes(), "a.html")
    assert (line.title, line.date, line.publisher, line.encoding) == (
        "我县召开防汛工作视频会议",
        "2023-07-04",
        "某县新闻网",
        "gb18030",
    )


def test_rowspans_and_colspans_share_their_words():
    rows = (
        "<tr><th>类别</th><th colspan=2>任务与单位</th></tr>"
        "<tr><td rowspan=2>防汛</td><td>排查</td><td>水利局</td></tr>"
        "<tr><td>值班</td><td>应急局</td></tr>"
    )
    got = extract(f"<html><body><table>{rows}</table></body></html>".encode(), "a.html")
    head, first, second = got.blocks
    assert got.text == "类别 | 任务与单位\n防汛 | 排查 | 水利局\n值班 | 应急局\n"
    assert head.is_head
    assert [c.of(got.text) for c in head.cells] == ["类别", "任务与单位", "任务与单位"]
    assert [c.of(got.text) for c in second.cells] == ["防汛", "值班", "应急局"]
    assert second.cells[0] == first.cells[0]


def test_a_signature_date_is_no_chrome():
    body = "<p>请各镇于5月底前报送，逾期通报。</p><p>县政府办公室</p><p>2022年9月6日</p>"
    got = extract(f"<html><body>{body}</body></html>".encode(), "a.html")
    assert [b.kind for b in got.blocks] == [BlockKind.PARAGRAPH] * 3


def test_a_sheet_that_a_portal_saved_as_xls_is_read_as_the_page_it_is():
    rows = "<tr><td>序号</td><td>任务</td></tr><tr><td>1</td><td>防汛</td></tr>"
    got = extract(f"<html><body><table>{rows}</table></body></html>".encode("gbk"), "任务表.xls")
    assert got.text == "序号 | 任务\n1 | 防汛\n"
    assert [(p.code, dict(p.args)) for p in got.problems] == [
        ("lying-extension", {"extension": "xls", "kind": "html"})
    ]


def test_a_line_made_to_confuse_the_chrome_pattern_is_read_in_no_time():
    html = f"<html><body><p>{'发布时间：' * 30}。</p><p>各镇要落实责任，确保安全。</p></body></html>"
    assert "各镇要落实责任" in extract(html.encode(), "a.html").text


@pytest.mark.parametrize(
    ("start", "selector_words"), [("29_", "第十八条"), ("30_", "第三十八条"), ("31_", "第五十二条")]
)
def test_real_pages_end_with_their_last_article(shared, start, selector_words):
    path = next((shared / "originals" / "guangzhou-pages").glob(f"{start}*.html"))
    tail = "\n".join(body_of(extract(path.read_bytes(), path.name)).splitlines()[-3:])
    assert selector_words in tail
    assert "备案" not in tail


def test_a_page_nested_beyond_reason_is_refused_before_it_is_parsed():
    page = "<html><body>" + "<div>" * 200_000 + "各镇要落实责任。" + "</div>" * 200_000
    with pytest.raises(Unreadable, match="xml-bomb"):
        extract(page.encode(), "a.html")
