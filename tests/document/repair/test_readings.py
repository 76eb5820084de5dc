"""Injected readings are proven by the document's own table."""

import pytest

from luoshi.document.repair.readings import find_readings
from luoshi.document.source_text import Confidence
from luoshi.document.way_back import apply_edits


def cleaned(text):
    return apply_edits(text, find_readings(text).edits)[0]


def test_same_character_with_same_reading_twice_is_a_converter():
    assert cleaned("態(tài)度與動態(tài)") == "態度與動態"


@pytest.mark.parametrize(
    "text", ["盱眙(xū)县", "行(xíng)政与银行(háng)", "报告(见附件)", "GDP(一季度)", "(一)加强"]
)
def test_an_author_s_note_stays(text):
    assert cleaned(text) == text


def test_a_single_one_goes_when_the_document_is_full_of_them():
    text = "態(tài)態(tài)導(dǎo)導(dǎo)學(xué)學(xué)質(zhì)質(zhì)與發(fā)展"
    found = find_readings(text)
    assert cleaned(text) == "態態導導學學質質與發展"
    assert [r.confidence for r in found.repairs] == [Confidence.EXACT] * 8 + [Confidence.INFERRED]


def test_the_table_gives_each_character_its_reading():
    assert find_readings("態(tài)態(tài)").of == {"態": "tài"}


def test_traditional_characters_with_readings_need_no_second_occurrence():
    text = "健全組織(zhī)體(tǐ)系,下設(shè)專班,與(yǔ)各村签约"
    found = find_readings(text)
    assert cleaned(text) == "健全組織體系,下設專班,與各村签约"
    assert {r.confidence for r in found.repairs} == {Confidence.INFERRED}


def test_a_simplified_character_with_its_reading_stays_among_them():
    text = "狠(hěn)抓落实,織(zhī)體(tǐ)設(shè)與(yǔ)"
    assert cleaned(text) == "狠(hěn)抓落实,織體設與"
