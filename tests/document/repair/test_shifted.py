"""Runs read one byte off, read again. The right words follow from the bytes, by hand."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.document.repair.shifted import find_shifted
from luoshi.document.source_text import Confidence
from luoshi.document.way_back import apply_edits

READINGS = {"態": "tài", "鎮": "zhèn", "驅": "qū", "導": "dǎo", "聯": "lián", "結": "jié", "現": "xiàn"}


def mended(text):
    return apply_edits(text, [edit for edit, _ in find_shifted(text, READINGS)])[0]


@pytest.mark.parametrize(
    ("received", "read"),
    [
        # A1A3 BF68: the full-width ？ A3BF across 。 and 縣 became one byte
        ("管好隊伍??h級部門要加強", "管好隊伍。縣級部門要加強"),
        # A1A3 BF82 BD59 after the same loss; the reading of 結 stands behind its second byte
        ("總結的要求??偨Y(jié)范文可以為", "總結的要求。總結范文可以為"),
        # B1A3 BBA5 C293: A3BB is ；, and the lost lead makes 保 of 确?
        ("確?；ヂ?lián)網可管可控", "確保互聯網可管可控"),
        # BCE6 82E4 ...: the trail E6 of 兼 and 82 of 備 write 鎮
        ("培養德才兼?zhèn)涞娜瞬?。二是加強", "培養德才兼備的人才。二是加強"),
    ],
)
def test_runs(received, read):
    assert mended(received) == read


@pytest.mark.parametrize(
    "text",
    [
        "意識形態工作是什么?最近,我學習了文件。",
        "怎么抓?如何組織?",
        "怎么办？！必须立即整改。",
        "（为什么？）要说清楚。",
        "有没有效果?要看群众满意不满意。",
    ],
)
def test_questions_stay(text):
    assert find_shifted(text, {}) == []


def test_a_run_opened_by_a_reading_and_closed_by_a_single_byte_is_exact():
    ((edit, repair),) = find_shifted("各重點行業、領域?qū)崿F(xiàn)安全生產", READINGS)
    assert (edit.words, repair.confidence) == ("實現", Confidence.EXACT)


def test_a_guessed_lead_byte_is_never_exact():
    ((_, repair),) = find_shifted("管好隊伍??h級部門要加強", READINGS)
    assert repair.confidence is not Confidence.EXACT


@given(st.text(alphabet="會議?？！；,h偨Y梢哉(jié)。要\n", max_size=40))
@settings(max_examples=40, deadline=None)
def test_any_text_gives_edits_in_order(text):
    apply_edits(text, [edit for edit, _ in find_shifted(text, READINGS)])
