"""Divisions, their levels, and numbers that do not follow."""

import pytest

from luoshi.document.receive import receive_text
from luoshi.reading.reading import Reading
from luoshi.reading.structure.outline.divisions import read_outline
from luoshi.reading.structure.outline.numbering import MarkKind, read_mark, read_numeral


def outline_of(text):
    reading = read_outline(Reading(receive_text(text)))
    return [(o.level, o.marker, o.title) for o in reading.outline]


def problems_of(text):
    return [
        (p.code, p.args["before"], p.args["number"])
        for p in read_outline(Reading(receive_text(text))).problems
    ]


@pytest.mark.parametrize(
    ("words", "number"),
    [("一", 1), ("十", 10), ("十二", 12), ("二十", 20), ("三十五", 35), ("一百零五", 105), ("8", 8)],
)
def test_numerals(words, number):
    assert number == read_numeral(words)


@pytest.mark.parametrize(
    ("line", "kind", "number"),
    [
        ("第三章 附则", MarkKind.CHAPTER, 3),
        ("第十二条 本办法", MarkKind.ARTICLE, 12),
        ("二、重点任务", MarkKind.NUMERAL, 2),
        ("（四）加强领导", MarkKind.BRACKETED_NUMERAL, 4),
        ("(四)加强领导", MarkKind.BRACKETED_NUMERAL, 4),
        ("3.开展培训", MarkKind.DIGIT, 3),
        ("3﹒开展培训", MarkKind.DIGIT, 3),
        ("3、开展培训", MarkKind.DIGIT, 3),
        ("1.2 编制依据", MarkKind.DOTTED_2, 2),
        ("（2）及时上报", MarkKind.BRACKETED_DIGIT, 2),
        ("②及时上报", MarkKind.CIRCLE, 2),
        ("专栏3  数字赋能工程", MarkKind.BOX, 3),
    ],
)
def test_marks(line, kind, number):
    mark = read_mark(line, 0, len(line))
    assert mark is not None
    assert (kind, number) == (mark.kind, mark.number)


@pytest.mark.parametrize(
    "line", ["3.5万人参加", "一是加强领导", "一、二、三等奖各一名", "2021年工作", "十分重要"]
)
def test_what_only_looks_like_a_mark(line):
    assert read_mark(line, 0, len(line)) is None


@pytest.mark.parametrize("comma", ["，", ","])
def test_levels_count_in_the_order_in_which_marks_nest(comma):
    text = (
        f"一、总体要求\n二、重点任务\n（一）加强培训。每年培训两次{comma}不少于十天。\n"
        "1.办好夜校。\n三、保障措施\n"
    )
    assert [
        (1, "一、", "总体要求"),
        (1, "二、", "重点任务"),
        (2, "（一）", "加强培训"),
        (3, "1.", "办好夜校"),
        (1, "三、", "保障措施"),
    ] == outline_of(text)


def test_a_lone_kind_of_mark_is_level_one():
    assert [(1, "1.", "修建公厕10座"), (1, "2.", "新增车位200个")] == outline_of(
        "1.修建公厕10座。\n2.新增车位200个。\n"
    )


def test_articles_stand_under_chapters_and_end_at_the_first_comma():
    text = "第一章 总则\n第一条 为规范管理，制定本办法。\n第二条 市财政局负责资金管理，市审计局负责监督。\n"
    assert [
        (1, "第一章", "总则"),
        (2, "第一条", "为规范管理"),
        (2, "第二条", "市财政局负责资金管理"),
    ] == outline_of(text)


def test_marks_inside_one_long_line_are_found():
    text = "会议作出部署。 一、统一思想，压实责任。各单位要抓紧落实。 二、突出重点，补齐短板。要按月调度。"
    assert [(1, "一、"), (1, "二、")] == [(level, marker) for level, marker, _ in outline_of(text)]


def test_the_list_of_attachments_is_no_outline():
    text = "一、时间安排\n3月底前完成。\n附件：\n1.报名表\n2.评分表\n"
    assert [(1, "一、", "时间安排")] == outline_of(text)


def test_a_table_row_opens_with_number_and_heading():
    text = (
        "序号 | 工作事项 | 主要内容 | 责任单位\n1 | 改造管网 | 更换老旧管道30公里。 | 市水务局\n"
        "2 | 修缮校舍 | 完成5所学校修缮。 | 市教育局\n"
    )
    assert [(1, "1", "改造管网"), (1, "2", "修缮校舍")] == outline_of(text)


def test_headings_without_number_above_a_numbered_list():
    text = "夯实产业基础\n1.新建园区3个。\n2.引进企业10家。\n优化营商环境\n3.压缩审批时限。\n"
    assert [1, 2, 2, 1, 2] == [level for level, _, _ in outline_of(text)]


def test_one_shi_lists_are_no_outline():
    assert [] == outline_of("一是加强领导。二是压实责任。三是严格考核。")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一、甲方\n二、乙方\n四、丙方\n", [("outline-gap", 2, 4)]),
        ("（一）甲方\n（二）乙方\n（二）丙方\n", [("outline-repeat", 2, 2)]),
        ("三、甲方\n四、乙方\n", []),
    ],
)
def test_numbers_that_do_not_follow_are_told(text, expected):
    assert expected == problems_of(text)


def test_the_first_division_under_a_heading_may_follow_without_a_stop():
    text = (
        "一、总体要求（一）指导思想。落实部署。（二）工作目标。建成平台。二、任务（三）建设平台。建成平台。"
    )
    assert [
        (1, "一、", "总体要求"),
        (2, "（一）", "指导思想"),
        (2, "（二）", "工作目标"),
        (1, "二、", "任务"),
        (2, "（三）", "建设平台"),
    ] == outline_of(text)


def test_an_article_may_follow_its_chapter_on_one_line():
    text = "第三章 归集\n第十六条 部门应当更新目录。\n第六章　开放应用　　第三十条 　州政府应当推进开放。\n"
    assert ["第三章", "第十六条", "第六章", "第三十条"] == [mark for _, mark, _ in outline_of(text)]


def test_a_box_may_have_its_number_and_its_heading_on_lines_of_their_own():
    text = "一、重点\n（一）建设枢纽\n完善网络。\n专栏\n1\n枢纽工程\n建枢纽。\n（二）发展冷链\n建成冷库。\n"
    assert [1, 2, 3, 2] == [level for level, _, _ in outline_of(text)]


def test_a_bracket_in_a_heading_that_follows_nothing_is_part_of_it():
    assert [(1, "一、", "落实意见（三）稿")] == outline_of("一、落实意见（三）稿\n各部门要落实。\n")


def test_papers_within_a_paper_head_the_lists_below_them():
    text = "员工守则\n工人准则\n一、穿工作服。\n二、不得吸烟。\n班长准则\n一、按时上班。\n二、每日登记。\n"
    assert [1, 2, 2, 1, 2, 2] == [level for level, _, _ in outline_of(text)]


def test_things_counted_up_in_a_sentence_are_no_divisions():
    text = (
        "一、排查\n排查范围包括：（1）老旧房屋；（2）违法建筑；（3）改变用途的房屋。\n二、整治\n逐户整治。\n"
    )
    assert ["一、", "二、"] == [mark for _, mark, _ in outline_of(text)]


def test_what_a_meeting_says_above_its_list_is_no_division() -> None:
    text = (
        "会议认为，进度偏慢。\n会议议定：\n一、关于征迁。由街道负责。\n二、关于资金。区财政局要争取专债。\n"
    )
    assert [(1, "一、"), (1, "二、")] == [(level, marker) for level, marker, _ in outline_of(text)]
    assert "评分办法：" in [
        title for _, _, title in outline_of("本月起试行。\n评分办法：\n1.每月打分。\n2.每季通报。\n")
    ]


def test_cases_counted_up_in_a_sentence_are_no_divisions() -> None:
    text = (
        "1.申报单位应为法人。\n2.有下列情形之一的不得申报：（1）存在失信；（2）逾期未结题；（3）多头申报。\n"
    )
    assert ["1.", "2."] == [marker for _, marker, _ in outline_of(text)]


def test_a_title_between_rows_stands_over_those_below_it() -> None:
    text = (
        "某省工作图谱\n序号 | 任务 | 牵头单位 | 时间\n推动全链发展\n"
        "1 | 支持平台建设，提供验证服务。 | 省发展改革委 | 2026年12月\n"
        "2 | 支持企业联合开展研发攻关。 | 省经信厅 | 2026年12月\n"
        "强化设施保障\n3 | 加快建设运力网络。 | 省通信管理局 | 2026年12月\n"
    )
    assert [(1, "推动全链发展"), (2, "支持平台建设，提供验证服务"), (2, "支持企业联合开展研发攻关")] == [
        (level, title) for level, _, title in outline_of(text)
    ][:3]
    assert [1, 2] == [level for level, _, _ in outline_of(text)][3:]
    assert [(1, "1-1"), (1, "1-2")] == [
        (level, marker)
        for level, marker, _ in outline_of("1-1 打造高地\n抓好建设。\n1-2 深化改革\n抓好试点。\n")
    ]
