"""Passages that stand twice are found once."""

from luoshi.document.receive import receive_text

A = "要严格落实工作责任制,层层传导压力,把各项任务分解到岗、落实到人,确保年底前全面完成。"
B = "要加强督促检查,每季度开展一次专项督查,结果在全县范围内通报,并纳入年度考核。"
C = "要营造良好氛围,充分利用各类媒体开展宣传,及时总结推广先进经验和典型做法。"


def passages(text):
    source = receive_text(text)
    return [(r.span.of(source.text), r.of.of(source.text)) for r in source.repeats]


def test_a_paragraph_that_stands_twice():
    assert passages(f"{A}\n{B}\n{A}") == [(A.replace(",", "，"), A.replace(",", "，"))]


def test_both_comma_widths_are_the_same_words():
    assert len(passages("\n".join([A, B, A.replace(",", "，")]))) == 1


def test_paragraphs_in_a_row_are_one_passage():
    (passage,) = passages(f"{A}\n{B}\n{C}\n小结如下。\n{A}\n{B}\n{C}")
    assert passage[0] == passage[1] == f"{A}\n{B}\n{C}".replace(",", "，")


def test_a_third_copy_points_to_the_first():
    source = receive_text(f"{A}\n{B}\n{A}\n{C}\n{A}")
    assert {r.of for r in source.repeats} == {source.blocks[0].span}


def test_owner_lines_belong_to_each_task_anew():
    owner = "（责任单位：县教育局、县财政局、县人力资源和社会保障局，各乡镇人民政府。）"
    assert passages(f"{A}\n{owner}\n{B}\n{owner}") == []


def test_short_headings_are_no_passages():
    assert passages(f"一、工作目标\n{A}\n一、工作目标\n{B}") == []
