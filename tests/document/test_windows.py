"""Long texts: windows cover them, places count in the whole, what stands twice is kept once."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.document.windows import windows

A = "要严格落实工作责任制,层层传导压力,把各项任务分解到岗、落实到人,确保年底前全面完成。\n"
B = "要加强督促检查,每季度开展一次专项督查,结果在全县范围内通报,并纳入年度考核。\n"
C = "县教育局要在2026年6月底前完成校舍排查,各乡镇每季度报送一次进展情况,逾期不报的予以通报。\n"
PIECES = (
    A,
    B,
    C,
    "一、工作目标\n",
    "意識形態(tài)工作\n",
    "20xx年,xx县开展x次。\n",
    "\n",
    "无换行的一句。",
    "?",
    "𠮷",
)


def read(text, size):
    return list(windows(text, name="长文.txt", size=size))


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join), st.integers(20, 200))
@settings(max_examples=80, deadline=None)
def test_they_cover_the_text_and_every_word_kept_stands_where_it_says(text, size):
    found = read(text, size)
    assert "".join(w.source.raw for w in found) == text
    for this, after in pairwise(found):
        assert this.start + len(this.source.raw) == after.start
    for window in found:
        for block in window.kept.blocks:
            start, end = window.kept.way_back.to_raw(*block.span)
            assert window.kept.raw[start:end] == text[window.start + start : window.start + end]
        for repeat in window.repeats:
            assert repeat.of.end <= repeat.span.start
            assert repeat.span.of(text).split() == repeat.of.of(text).split()


def test_a_passage_of_an_earlier_window_is_not_kept_again():
    first = A + B + C + "\n"
    one, two = read(first + A + B, len(first))
    assert (one.repeats, two.start, two.kept.text.split()) == ((), len(first), [])
    (repeat,) = two.repeats
    assert repeat.span == (len(first), len(first + A + B) - 1)
    assert repeat.of == (0, len(A + B) - 1)


def test_a_window_ends_before_a_title_when_there_is_one():
    text = (A + B) * 3 + "关于安全生产工作的通知\n" + C * 6
    first = read(text, len((A + B) * 3) + 60)[0]
    assert first.source.raw.endswith("通知\n") is False
    assert text[len(first.source.raw) :].startswith("关于安全生产工作的通知")


def test_a_window_ends_before_a_heading_when_there_is_no_title():
    body = "各单位要按时报送进展情况，确保完成任务。\n"
    text = "一、总体要求\n" + body * 40 + "二、重点任务（责任单位：教务处）\n" + body * 40
    cut = text.index("二、")
    size = cut + len(body)
    assert [0, cut] == [w.start for w in windows(text, name="t", size=size)][:2]


def test_one_line_without_end_is_cut_between_sentences():
    text = "各镇要落实责任。" * 100
    assert {w.source.raw[-1] for w in read(text, 50)} == {"。"}
