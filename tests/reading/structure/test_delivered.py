"""Heads of reports given at a meeting, of minutes without a time, and dates typed with blanks."""

from luoshi.document.receive import receive_text
from luoshi.reading.marks import Head
from luoshi.reading.stages import read


def _head(text: str) -> Head:
    return read(receive_text(text, name="text")).head


def test_a_report_says_when_where_and_by_whom_it_was_given() -> None:
    head = _head(
        "政府工作报告\n——2025年1月14日在青禾县第十八届人民代表大会第四次会议上\n县人民政府县长  何文\n"
        "各位代表：\n现在，我代表县人民政府，向大会报告工作，请予审议。\n一、2024年工作回顾\n全年完成地区生产总值120亿元。\n"
    )
    assert "青禾县第十八届人民代表大会第四次会议" == head.meeting_name
    assert ("2025-01-14", None) == (head.meeting_date, head.date)  # the meeting's day, not the paper's
    assert ("各位代表",) == head.addressee
    assert ("县人民政府县长  何文",) == head.participant


def test_a_dash_that_says_no_meeting_is_none() -> None:
    head = _head("青禾县河道整治方案\n——在保护中发展\n一、目标\n清理河道30公里。\n")
    assert (None, None) == (head.meeting_name, head.date)


def test_a_date_may_have_blanks_in_it() -> None:
    head = _head(
        "青禾县民政局关于印发《养老服务方案》的通知\n各乡镇：\n现将方案印发给你们，请认真执行。\n"
        "青禾县民政局\n2025年 4月 20 日\n养老服务方案\n一、任务\n建成站点3个。\n"
    )
    assert "2025-04-20" == head.date


def test_minutes_are_of_the_meeting_their_title_names() -> None:
    head = _head(
        "8月份安全生产例会会议记要\n会议主持人：李明\n参加人员：各部门负责人、车间主任、安全员。\n记录人：赵强\n"
        "一、8月份工作安排\n1、安全部于8月20日前完成隐患排查。\n"
    )
    assert "8月份安全生产例会" == head.meeting_name
    assert ("李明", "各部门负责人", "车间主任", "安全员") == head.participant


def test_those_who_took_part_are_named_one_by_one() -> None:
    head = _head(
        "华星公司2025年度工作会议纪要\n2月27日，华星公司在江城总部召开2025年度工作会议。参加会议的有华星集团副总裁刘明、"
        "华星公司总经理王强，公司各部门负责人以及总部全体员工。现将会议事项纪要如下：\n一、会议要求，各部门要于3月底前制定计划。\n"
    )
    assert "江城总部" == head.meeting_place
    assert (
        "华星集团副总裁刘明",
        "华星公司总经理王强",
        "公司各部门负责人",
        "总部全体员工",
    ) == head.participant


def test_a_report_cut_short_keeps_its_years_above_its_tasks() -> None:
    reading = read(
        receive_text(
            "2026年青禾县政府工作报告\n——2026年1月27日在青禾县第十九届人民代表大会第一次会议上\n县长 何文\n"
            "各位代表：\n我代表县人民政府，向大会报告工作，请予审议。\n“十四五”时期工作回顾\n刚刚过去的2025年，全县生产总值增长5.8%。\n"
            "2026年重点工作\n主要预期目标是：生产总值增长5.5%左右。\n重点抓好八个方面工作：\n（四）深化城乡融合\n"
            "守牢粮食安全底线。新建高标准农田3万亩。\n（七）加大保障和改善民生力度\n一是支持20所普通高中改善办学条件。\n",
            name="text",
        )
    )
    assert [
        ("“十四五”时期工作回顾", 1),
        ("2026年重点工作", 1),
        ("深化城乡融合", 2),
        ("加大保障和改善民生力度", 2),
    ] == [(item.title, item.level) for item in reading.outline]
    tasks = {c.span.of(reading.source.text): [x.mark.norm for x in c.limits] for c in reading.commitments}
    assert ["2026-12-31"] == tasks["新建高标准农田3万亩"] == tasks["支持20所普通高中改善办学条件"]


def test_faults_announced_with_a_colon_are_found_in_the_list_below() -> None:
    reading = read(
        receive_text(
            "会议纪要\n会议总结了过去一年的成绩。\n同时我们要看到存在的不足，也是未来工作改进的方向：\n"
            "1、业务发展不平衡。上半年增速较快，下半年后劲不足。\n2、队伍建设有待加强。优秀人才储备不足。\n会议要求：\n"
            "各部门要于3月底前制定计划。\n",
            name="text",
        )
    )
    wrong = [s.span.of(reading.source.text) for s in reading.shortcomings]
    assert ["业务发展不平衡", "队伍建设有待加强"] == [words.partition("。")[0] for words in wrong]
    assert ["各部门要于3月底前制定计划"] == [c.span.of(reading.source.text) for c in reading.commitments]
