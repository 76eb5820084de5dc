"""Lines are joined for a reason, or stay."""

import pytest

from luoshi.document.receive import receive_text

LONG = "全镇上下要把思想和行动统一到会议精神上来,认真对照任务清单,逐项抓好落实,确保全年目标如期完成,推动各项"


def lines(text):
    source = receive_text(text)
    return [b.span.of(source.text) for b in source.blocks]


def test_a_sentence_cut_by_a_page():
    assert len(lines(f"{LONG}\n工作再上新台阶,努力开创新局面。")) == 1
    assert len(lines(f"{LONG.replace(',', '，')}\n工作再上新台阶，努力开创新局面。")) == 1


def test_a_line_that_begins_with_a_comma():
    assert lines("县教育局、县财政局要密切配合\n，按时完成任务。") == [
        "县教育局、县财政局要密切配合，按时完成任务。"
    ]


def test_a_number_cut_from_its_unit():
    assert len(lines(f"{LONG}工作,选育品种2-3\n个适宜机械化生产的品种,加快推广应用。")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "关于印发工作要点的通知\n各县人民政府,市直各部门：",
        f"{LONG}\n一、加强领导,落实责任。",
        f"{LONG}\n（二）压实责任,加强督查。",
        f"{LONG}\n2021年3月5日",
        "★要以一个中心为统领,凝心聚力发挥优势\n宣传工作要围绕大局,传递正能量。",
        "县教育局\n县财政局",
        f"{LONG}。\n要加强督查,及时通报。",
    ],
)
def test_what_stands_apart_stays_apart(text):
    assert len(lines(text)) == 2


def test_a_text_of_one_width_is_unwrapped():
    words = (
        "各乡镇要严格落实主体责任按照时间节点倒排工期挂图作战确保各项任务按期完成并于每月底前报送进展情况" * 6
    )
    cut = "\n".join(words[i : i + 30] for i in range(0, len(words), 30))
    assert len(lines("  " + cut)) == 1
