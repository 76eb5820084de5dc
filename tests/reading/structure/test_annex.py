"""Lines that only name attachments are told from the document's own words."""

import pytest

from luoshi.document.rows.blocks import blocks_of
from luoshi.reading.structure.front.annex import annex_lines


def named(text):
    blocks = blocks_of(text)
    return [blocks[i].span.of(text) for i in sorted(annex_lines(text, blocks))]


@pytest.mark.parametrize("colon", ["：", "：\n"])
def test_a_list_of_attachments(colon):
    text = f"请于月底前报送。\n附件{colon}1.任务分解表\n2.进度统计表\n某县人民政府\n"
    assert named(text)[0].startswith("附件")
    assert "2.进度统计表" in named(text)
    assert "某县人民政府" not in named(text)


def test_the_name_below_an_attachment_label():
    assert named("附件：\n年度考评指标\n一、考评内容\n") == ["附件：", "年度考评指标"]


def test_the_title_of_the_attached_part():
    text = "附件1\n某县农村公路\n养护任务表\n一、目标任务\n各镇要完成养护。\n"
    assert named(text) == ["附件1", "某县农村公路", "养护任务表"]


def test_a_sentence_that_cites_an_attachment_is_none():
    assert named("附件所列任务由各镇负责落实。\n附件中的表格请于5日前报送。\n") == []
