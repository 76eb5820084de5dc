"""The text as read, and the way back from every part of it."""

import hashlib

from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.document.receive import receive, receive_text
from luoshi.document.source_text import BlockKind, Confidence, Extract, SourceText
from luoshi.values.span import Span

PIECES = (
    "各镇乡每季度要至少召开一次调度会,县司法局牵头。",
    "各镇乡每季度要至少召开一次调度会，县司法局牵头。",
    "意識形態(tài)工作,要動態(tài)掌握。",
    "總(zǒng)體要求",
    "守好陣地管好隊伍??h級有關部門要加強聯(lián)系。",
    "確?;ヂ?lián)網可管可控",
    "20xx年,xx县开展x次",
    "月日,召开专门会议",
    "序号 | 事项 | 牵头单位",
    "1 | 完善机制 | 县教育局",
    "同志们:",
    "当前位置:首页 > 范文大全 >",
    "廉政。/p>",
    "&nbsp;&nbsp;一是加强领导",
    "\u3000\u3000二要\u200b落实",
    "怎么办?",
    '推行"一网通办"改革',
    "，在规定时间内完成。",
    "\r",
    "\n",
    "\n\n",
    " ",
    "?",
    "é€",
    "𠮷",
)
texts = st.lists(st.sampled_from(PIECES), max_size=24).map("".join) | st.text(max_size=60)


def is_sound(source: SourceText) -> bool:
    """Every span lies in its text, and every quote is the received words at its place."""
    spans = [b.span for b in source.blocks] + [c for b in source.blocks for c in b.cells]
    spans += [r.span for r in source.redactions] + [r.span for r in source.repeats] + list(source.parts)
    inside = all(0 <= s.start <= s.end <= len(source.text) for s in spans)
    quotes = [source.quote(s) for s in spans if s.end > s.start]
    return inside and all(q.span.of(source.raw) == q.words for q in quotes)


@given(texts)
@settings(max_examples=150, deadline=None)
def test_every_quote_is_the_received_text_at_its_offsets(text):
    source = receive_text(text)
    assert source.raw == text
    assert is_sound(source)


@given(texts)
@settings(max_examples=100, deadline=None)
def test_every_character_read_leads_back_in_order(text):
    source = receive_text(text)
    places = [source.way_back.to_raw(i, i + 1) for i in range(len(source.text))]
    assert all(0 <= p.start <= p.end <= len(text) for p in places)
    assert [p.start for p in places] == sorted(p.start for p in places)


@given(texts)
@settings(max_examples=100, deadline=None)
def test_blocks_cover_everything_but_white_space_and_do_not_overlap(text):
    source = receive_text(text)
    at = 0
    for block in source.blocks:
        assert block.span.start >= at
        assert not source.text[at : block.span.start].strip()
        at = block.span.end
    assert not source.text[at:].strip()


@given(texts)
@settings(max_examples=100, deadline=None)
def test_repairs_stand_in_the_received_text_in_order(text):
    repairs = receive_text(text).repairs
    assert [r.span for r in repairs] == sorted(r.span for r in repairs)
    assert all(0 <= r.span.start < r.span.end <= len(text) for r in repairs)


def test_a_quote_of_repaired_words_is_what_was_received():
    source = receive_text("意識形態(tài)與動態(tài)工作會議。")
    assert source.text == "意识形态与动态工作会议。"
    assert source.quote((2, 5)).words == "形態(tài)與"
    assert [r.confidence for r in source.repairs] == [Confidence.EXACT, Confidence.EXACT]


def test_ids_are_hashes_of_text_and_file():
    source = receive(
        Extract("县政府", "text/plain", "gb18030"), name="a.txt", data="县政府".encode("gb18030")
    )
    assert source.text_sha256 == hashlib.sha256("县政府".encode()).hexdigest()
    assert source.bytes_sha256 == hashlib.sha256("县政府".encode("gb18030")).hexdigest()
    assert source.encoding == "gb18030"


def test_page_cut_in_mid_sentence_is_joined_and_quoted_across():
    source = receive_text(
        "三、广泛宣传,凝聚合力。通过进村入户宣讲,采取发放宣传手册、悬挂标语等方式,收集有关线索,公开举报\n\n"
        "专线电话,在全镇营造人人皆知的良好氛围。"
    )
    (block,) = source.blocks
    assert "公开举报专线电话" in source.text
    assert "公开举报\n\n专线电话" in source.quote(block.span).words


def test_blocks_of_a_format_are_carried_over_repairs():
    raw = "意識形態(tài)工作要點\n要掌握動態(tài),及時報告"
    heading = receive_text(raw).blocks[0]
    extract = Extract(raw, "text/html", blocks=(heading.__class__(BlockKind.HEADING, Span(0, 13), level=1),))
    source = receive(extract, name="page.html")
    assert source.blocks[0].span.of(source.text) == "意识形态工作要点"
    assert source.blocks[0].level == 1


def test_samples_and_annotated_texts_are_one_document_each(shared):
    paths = [*shared.glob("samples/*.txt"), *shared.glob("gold/text/*.txt")]
    several = {p.stem[:3] for p in paths if len(receive_text(p.read_text("utf-8")).parts) > 1}
    assert several == {"003"}


def test_samples_lead_back(shared):
    for path in shared.glob("samples/*.txt"):
        source = receive_text(path.read_text("utf-8"))
        assert is_sound(source), path.name
