"""Heads of minutes whose letterhead stands over their title, and of speeches that open a meeting."""

from luoshi.document.receive import receive_text
from luoshi.reading.marks import Head
from luoshi.reading.stages import read


def _head(text: str) -> Head:
    return read(receive_text(text, name="text")).head


def test_the_title_of_minutes_stands_below_their_number() -> None:
    head = _head(
        "平泽市人民政府\n专题会议纪要\n〔2024〕15号\n关于研究老旧小区改造有关问题的会议纪要\n"
        "2024年4月11日下午，副市长陈立新在市政府三楼会议室主持召开专题会议，研究老旧小区改造有关问题。"
        "市政府副秘书长何涛，市城管局、市财政局、东湖区政府、平泽供电公司负责同志参加会议。现将会议纪要如下：\n"
        "一、关于老旧小区改造\n（一）市城管局5月底前完成招标。\n"
    )
    assert head.title == "关于研究老旧小区改造有关问题的会议纪要"
    assert head.participant[-4:] == ("市城管局", "市财政局", "东湖区政府", "平泽供电公司负责同志")


def test_a_speech_says_which_meeting_it_opens() -> None:
    text = (
        "同志们：\n今天我们召开全县安全生产工作推进会，主要任务是部署工作。\n一、压实责任\n各地要加强检查。\n"
    )
    assert _head(text).meeting_name == "全县安全生产工作推进会"
    assert _head(text.replace("全县安全生产工作", "这次")).meeting_name is None


def test_the_first_of_several_departments_issues_it_and_a_number_may_be_left_open() -> None:
    head = _head("工业和信息化部等七部门关于推动产业创新发展的实施意见\n一、总体要求\n各地要加强统筹。\n")
    assert head.issuer == ("工业和信息化部",)
    head = _head("冶炼部〔2026〕XX号\n关于存在问题及整改措施的报告\n公司领导：\n一、问题\n磨损较大。\n")
    assert (head.title, head.docno) == ("关于存在问题及整改措施的报告", "冶炼部〔2026〕XX号")


def test_names_in_columns_before_a_note_that_others_are_left_out() -> None:
    head = _head(
        "某区会议纪要\n\n7月17日，副区长孟某在区政府第二会议室主持召开工程推进会。现纪要如下：\n"
        "一、关于征迁。由街道负责，8月10日前完成。\n\n出席：孟某\u3000赵某某\u3000钱某\u3000孙某某（略）\n"
    )
    assert head.participant[-3:] == ("赵某某", "钱某", "孙某某")
