"""PDF pages as paragraphs."""

import ctypes
from io import BytesIO

import pypdfium2
import pytest
from pypdfium2 import raw

from luoshi.document.formats import Unreadable, extract
from luoshi.document.formats.draft import Draft
from luoshi.document.formats.lines import Line, add_pages, joined
from luoshi.document.source_text import BlockKind


def pdf(pages):
    """A PDF of lines (left, baseline, words) a page, in a font every reader has."""
    document = pypdfium2.PdfDocument.new()
    for lines in pages:
        page = document.new_page(595, 842)
        for left, base, words in lines:
            text = raw.FPDFPageObj_NewTextObj(document, b"Helvetica", 12.0)
            encoded = (words + "\0").encode("utf-16-le")
            raw.FPDFText_SetText(text, ctypes.cast(encoded, ctypes.POINTER(ctypes.c_ushort)))
            raw.FPDFPageObj_Transform(text, 1, 0, 0, 1, left, base)
            raw.FPDFPage_InsertObject(page, text)
        page.gen_content()
        page.close()
    out = BytesIO()
    document.save(out)
    document.close()
    return out.getvalue()


def paragraphs(*pages):
    """What becomes of lines given as (left, width, words), one unit a character, two a line."""
    draft = Draft()
    made = [
        [Line(words, left, left + width, 2.0 * i, 2.0 * i + 1) for i, (left, width, words) in enumerate(page)]
        for page in pages
    ]
    add_pages(draft, made)
    return draft.extract("application/pdf")


def test_lines_join_to_paragraphs_and_over_the_page_break():
    got = paragraphs(
        [
            (2, 28, "各镇要建立"),
            (0, 30, "台账，每季度"),
            (0, 12, "报送一次。"),
            (2, 28, "县政府督查室"),
            (13, 4, "— 1 —"),
        ],
        [(0, 30, "要加强督查，"), (0, 6, "及时通报。"), (13, 4, "— 2 —")],
    )
    assert [(b.span.of(got.text), b.kind) for b in got.blocks] == [
        ("各镇要建立台账，每季度报送一次。", BlockKind.PARAGRAPH),
        ("县政府督查室要加强督查，及时通报。", BlockKind.PARAGRAPH),
        ("— 1 —", BlockKind.FURNITURE),
        ("— 2 —", BlockKind.FURNITURE),
    ]


def test_a_full_line_that_ends_a_sentence_parts_from_an_indented_one():
    got = paragraphs([(2, 28, "一是加强排查。"), (2, 28, "二是加强督查。"), (2, 20, "三是加强考核。")])
    assert got.text.splitlines() == ["一是加强排查。", "二是加强督查。", "三是加强考核。"]


def test_a_running_head_is_set_apart_once():
    got = paragraphs(
        *(
            [(5, 20, "某县政府公报"), *((2, 10, f"{n}镇{what}。") for what in ("自查", "整改", "报送"))]
            for n in "甲乙丙丁"
        )
    )
    assert [b.span.of(got.text) for b in got.blocks if b.kind is BlockKind.FURNITURE] == ["某县政府公报"]


@pytest.mark.parametrize(
    ("above", "below", "whole"),
    [
        ("安全管理和权", "益维护", "安全管理和权益维护"),
        ("in the", "office", "in the office"),
        ("2024", "年", "2024年"),
    ],
)
def test_a_blank_stands_only_between_latin_words(above, below, whole):
    assert joined(above, below) == whole


def test_five_hundred_pages_are_read_whole():
    data = pdf([(72, 700, f"Paragraph of page {n}."), (290, 40, str(n))] for n in range(1, 501))
    got = extract(data, "a.pdf")
    body = [b.span.of(got.text) for b in got.blocks if b.kind is BlockKind.PARAGRAPH]
    assert body == [f"Paragraph of page {n}." for n in range(1, 501)]


def test_a_pdf_cut_short_is_told(shared):
    data = (shared / "originals" / "govdoc-cn" / "397.pdf").read_bytes()
    with pytest.raises(Unreadable, match="truncated"):
        extract(data[:3000], "a.pdf")


def test_a_real_notice_reads_as_its_transcript(shared):
    folder = shared / "originals" / "govdoc-cn"
    got = extract((folder / "397.pdf").read_bytes(), "397.pdf")
    wanted = (folder / "397.txt").read_text(encoding="utf-8")
    body = [b.span.of(got.text) for b in got.blocks if b.kind is BlockKind.PARAGRAPH]
    long = [line for line in body if len(line) > 40]
    squeezed = "".join(wanted.split())
    assert len(long) > 10
    assert [line[:20] for line in long if line not in squeezed] == []


def test_a_ragged_line_goes_on_where_paragraphs_are_indented():
    """A bracket that would not break leaves the line above it short."""
    got = paragraphs(
        [
            (2, 28, "根据市政府有关规定，现就做好"),
            (0, 25, "《行动方案"),
            (0, 30, "（2021-2025年）》的落实工作，"),
            (0, 8, "通知如下。"),
            (2, 28, "一是加强领导，"),
            (0, 8, "压实责任。"),
        ]
    )
    assert got.text.splitlines() == [
        "根据市政府有关规定，现就做好《行动方案（2021-2025年）》的落实工作，通知如下。",
        "一是加强领导，压实责任。",
    ]


def test_a_head_on_both_of_two_pages_is_set_apart():
    page = [(5, 20, "内部资料"), *((2, 10, f"各镇{what}。") for what in ("自查", "整改", "报送"))]
    other = [(5, 20, "内部资料"), *((2, 10, f"县局{what}。") for what in ("抽查", "通报", "督办"))]
    got = paragraphs(page, other)
    assert [b.span.of(got.text) for b in got.blocks if b.kind is BlockKind.FURNITURE] == ["内部资料"]
