"""Documents strung together on one page are told apart; ordinary ones are not."""

from luoshi.document.receive import receive_text
from luoshi.document.source_text import BlockKind

SPEECH = [
    "同志们：",
    "今天我们召开全县安全生产会议,主要任务是部署下一步工作。下面,我讲三点意见。",
    "一、提高认识。要深刻认识安全生产工作的重要性。",
    "二、突出重点。要抓好煤矿、交通等重点领域整治。",
    "三、加强领导。各乡镇主要负责人要亲自抓。",
    "同志们,做好今年的工作责任重大,让我们振奋精神、扎实工作,为全县发展作出更大贡献。",
]
REPORT = [
    "按照县委安排部署,现将我局上半年工作情况汇报如下。",
    "一、主要做法。成立了领导小组,召开专题会议2次。",
    "二、存在问题。部分股室重视不够。",
    "三、下一步打算。每季度开展一次自查。",
]


def parts(text):
    source = receive_text(text)
    return [p.of(source.text) for p in source.parts]


def test_numbered_titles_stand_between_documents():
    text = "\n".join(["安全生产讲话稿篇一", *SPEECH, "安全生产讲话稿篇二", *REPORT])
    found = parts(text)
    assert [p.split("\n")[0][:6] for p in found] == ["同志们：", "按照县委安排"]
    source = receive_text(text)
    assert [b.kind for b in source.blocks].count(BlockKind.CHROME) == 2


def test_a_closing_formula_ends_a_document():
    text = "\n".join(["讲话稿范文篇一", *SPEECH, *REPORT, "讲话稿范文篇二", *SPEECH])
    assert [p.split("\n")[0][:6] for p in parts(text)] == ["同志们：", "按照县委安排", "同志们："]


def test_one_speech_is_one_document():
    source = receive_text("\n".join(["在全县安全生产会议上的讲话", *SPEECH]))
    assert [tuple(p) for p in source.parts] == [(0, len(source.text))]


def test_a_long_plan_is_one_document():
    tasks = [f"{n}.推进第{n}项重点工程建设,年底前完成主体施工任务并通过验收。" for n in range(1, 60)]
    assert len(parts("\n".join(["2024年重点工作计划", "一、总体要求", *tasks]))) == 1


def test_white_space_alone_has_no_documents_of_its_own():
    assert parts(" \n ") == [" \n "]
