"""Rules in articles, minutes and task lists: who acts, and what nobody is asked; worked out by hand."""

import pytest

from luoshi.document.receive import receive_text
from luoshi.reading.stages import read

RULES = "某市户外广告管理办法\n第一条 为了加强管理，制定本办法。\n"


def rows(text):
    """Return (words, leading units) of each commitment."""
    reading = read(receive_text(text))
    words = reading.source.text
    return [
        (c.span.of(words), [a.span.of(words) for a in c.actors if a.role.value == "lead"])
        for c in reading.commitments
    ]


@pytest.mark.parametrize("comma", ["，", ","])
def test_a_subject_is_carried_over_the_paragraphs_of_its_article(comma):
    text = (
        f"{RULES}第二条 市城市管理局应当建立户外广告台账。\n"
        f"接到投诉的{comma}应当在三个工作日内核查处理。\n"
        f"逾期不改的依法责令拆除。\n第三条 应当公布举报电话。\n"
    ).replace("，", comma)
    found = rows(text)
    assert [who for _, who in found[:3]] == [["市城市管理局"]] * 3
    assert found[3][1] == []


def test_a_thing_in_the_next_paragraph_carries_no_subject():
    text = f"{RULES}第二条 市城市管理局应当建立台账。\n广告设施信息，应当在网站公布。\n"
    assert [who for _, who in rows(text)] == [["市城市管理局"], []]


@pytest.mark.parametrize(
    ("sentence", "who"),
    [
        ("各省、自治区、直辖市交通运输主管部门应当公布收费目录。", "各省、自治区、直辖市交通运输主管部门"),
        ("某港务管理局督查发现隐患的，应当下达整改通知书。", "某港务管理局"),
        ("建设单位接到整改通知书后，应当组织施工单位整改。", "建设单位"),
        ("某港务管理局对下列隐患实行挂牌督办：", "某港务管理局"),
    ],
)
def test_who_acts_in_an_article(sentence, who):
    found = rows(f"{RULES}第二条 {sentence}\n（一）上级部门移交的重大隐患；\n（二）群众举报的重大隐患。\n")
    assert found[0][1] == [who]
    assert len(found) == 1 or "：" not in sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "公民、法人有证据证明信息不准确的，有权要求市场监督管理部门予以更正。",
        "情况特殊的，可视情况上报省交通运输厅。",
    ],
)
def test_a_right_or_a_leave_is_no_duty(sentence):
    assert rows(f"{RULES}第二条 {sentence}\n") == []


def test_an_authority_with_power_acts():
    assert rows(f"{RULES}第二条 违反本办法的，由有权机关依法处罚。\n") != []


@pytest.mark.parametrize("comma", ["，", ","])
def test_minutes_ask_what_was_resolved_not_what_was_heard(comma):
    text = (
        "某县政府常务会议纪要\n会议听取了县住建局关于老旧小区改造的汇报。会议审议通过了三个项目建议书。"
        f"会议明确{comma}由县住建局牵头{comma}6月底前完成入户调查。\n"
    )
    assert [words.replace(",", "，") for words, _ in rows(text)] == [
        "由县住建局牵头，6月底前完成入户调查",
    ]


def test_a_meeting_that_was_held_is_no_task():
    assert rows("在全区干部会上的讲话\n9月29日上午，市委、市政府召开全市旅游工作会议。\n") == []


@pytest.mark.parametrize("colon", ["：", ":"])
def test_a_task_list_gives_each_item_the_units_of_the_line_below(colon):
    text = (
        "某市人民政府办公室关于印发政府工作报告重点工作任务的通知\n一、产业发展\n"
        f"1.推进会展中心和物流中心建设。\n责任领导{colon}某某;责任单位{colon}市商务局、市发改局;配合单位{colon}市规划局。\n"
        f"2.建设三个乡镇敬老院。\n责任领导{colon}某某;责任单位{colon}市民政局;配合单位{colon}相关乡镇。\n"
        f"3.做好园区扩容准备。加快批后工程建设，抓好亩产考核。\n责任单位{colon}市经信局;配合单位{colon}市财政局。\n"
    )
    assert rows(text) == [
        ("推进会展中心和物流中心建设", ["市商务局", "市发改局"]),
        ("建设三个乡镇敬老院", ["市民政局"]),
        ("做好园区扩容准备", ["市经信局"]),
        ("加快批后工程建设，抓好亩产考核", ["市经信局"]),
    ]


@pytest.mark.parametrize(
    ("sentence", "who"),
    [
        ("资产与设备管理处负责全校设备台账管理。", ["资产与设备管理处"]),
        ("人事处10月中旬组织评审会。", ["人事处"]),
        ("各科室要结合职责在4月底前制定具体措施。", ["各科室"]),
        ("村党支部书记履行第一责任人职责，每半年向镇党委报告一次履职情况。", ["村党支部书记"]),
    ],
)
def test_who_acts_in_a_school_or_a_village(sentence, who):
    assert [found for _, found in rows(f"2023年重点工作安排\n一、主要任务\n1.{sentence}\n")] == [who]


@pytest.mark.parametrize("comma", ["，", ","])
def test_those_behind_a_head_unit_and_a_comma_help_it(comma):
    text = f"检查工作安排\n一、主要任务\n1.市安委办牵头{comma}会同市应急管理局、市城管局组成3个督查组。\n"
    actors = read(receive_text(text)).commitments[0].actors
    assert [a.role.value for a in actors] == ["lead", "support", "support"]


def test_duties_listed_behind_their_owner_are_its():
    text = (
        f"{RULES}第二条 市城市管理局负责广告设施的监督检查，其主要职责是：\n"
        "（一）制定巡查制度；\n（二）每季度组织一次检查。\n"
    )
    assert [who for _, who in rows(text)] == [["市城市管理局"]] * 3


@pytest.mark.parametrize("colon", ["：", ":"])
def test_a_line_of_its_own_sets_the_limit_of_an_item(colon):
    text = (
        f"某县2024年民生实事任务分解表\n1、新建农村公路80公里\n牵头单位{colon}县交通运输局\n完成时限{colon}2024年11月底前\n"
        f"2、新增公办幼儿园学位600个\n牵头单位{colon}县教体局\n完成时限{colon}2024年8月底前\n"
    )
    limits = [[x.mark.norm for x in c.limits] for c in read(receive_text(text)).commitments]
    assert limits == [["2024-11-30"], ["2024-08-31"]]


@pytest.mark.parametrize(
    "sentence",
    [
        "市应急管理局、市水务局主要负责人陪同调研",
        "今天我们召开这次会议，主要任务是安排部署防汛工作",
        "责任追究落实情况",
        "会议听取了三个部门的汇报",
    ],
)
def test_who_was_there_and_what_for_is_no_task(sentence):
    assert rows(f"在全市防汛工作会议上的讲话\n{sentence}。\n") == []


def test_minutes_agree_behind_the_word_for_the_meeting():
    text = "专题会议纪要\n会议研究了改造工作。\n"
    text += "一、会议原则同意改造方案，由县住建局修改完善后5月底前印发实施。\n"
    assert [words for words, _ in rows(text)] == ["原则同意改造方案，由县住建局修改完善后5月底前印发实施"]
