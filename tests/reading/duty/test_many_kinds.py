"""Documents of many kinds (school, hospital, company, village, county office): who, what, by when."""

import pytest

from luoshi.document.receive import receive_text
from luoshi.reading.stages import read
from tests.reading.duty.told import told

SPLIT = [
    (
        "各科室于3月15日前完成自查，并将自查报告于3月20日前报送医务科。",
        [("各科室于3月15日前完成自查", ["2024-03-15"]), ("将自查报告于3月20日前报送医务科", ["2024-03-20"])],
    ),
    (
        "各车间要于4月5日前排查一遍隐患，将整改台账于4月12日前送安全部。",
        [
            ("各车间要于4月5日前排查一遍隐患", ["2024-04-05"]),
            ("将整改台账于4月12日前送安全部", ["2024-04-12"]),
        ],
    ),
    (
        "教务处、学生处分别对推荐材料进行初审，在此基础上，由招生办牵头，组织专家评审。",
        [("教务处、学生处分别对推荐材料进行初审", []), ("在此基础上，由招生办牵头，组织专家评审", [])],
    ),
    (
        "为落实谁经营、谁负责的要求，集团公司将与各门店签订安全责任书。",
        [("为落实谁经营、谁负责的要求，集团公司将与各门店签订安全责任书", [])],
    ),
]


@pytest.mark.parametrize(("sentence", "wanted"), SPLIT)
def test_a_sentence_is_cut_where_day_or_actor_changes(sentence, wanted):
    found = told("关于开展检查工作的通知\n一、任务\n" + sentence + "\n")
    assert [(w, d) for w, _, d in found] == wanted


DAYS = [
    ("请各班于2024年4月8至12日组织卫生大扫除。", "2024-04-12"),
    ("请各村于4月8日至12日组织清沟。", "2024-04-12"),
    ("请各村于3月28至4月2日入户登记.", "2024-04-02"),
    ("1.培训时间：2024年4月9日下午2:30", "2024-04-09"),
    ("1、演练时间:4月9至10日", "2024-04-10"),
    ("报名时间：3月11日—3月15日", "2024-03-15"),
]


@pytest.mark.parametrize(("line", "day"), DAYS)
def test_days_of_activities(line, day):
    found = told(
        f"关于举办安全知识培训的通知\n各单位:\n现将有关事项通知如下:\n一、培训安排\n{line}\n2.其他\n"
    )
    assert [d for _, _, d in found if d] == [[day]]


def test_a_place_and_conditions_are_no_commitments():
    text = (
        "关于评选优秀护士的通知\n各科室：\n一、评选条件\n具备下列条件之一的，可申报优秀护士。\n"
        "（1）在抢救工作中有突出贡献，获得患者书面表扬3次以上；\n（2）主持过院级以上课题1项的人员。\n"
        "二、评选地点\n门诊楼三楼会议室\n三、材料报送\n请各科室于3月20日前将推荐表送护理部。\n"
    )
    assert [(w, d) for w, _, d in told(text)] == [("请各科室于3月20日前将推荐表送护理部", ["2024-03-20"])]


OWNERS = [
    ("推进食堂改造。\n责任单位：后勤处牵头，基建科、财务科按职责分工负责", ["后勤处", "基建科+", "财务科+"]),
    ("推进食堂改造。（责任单位：后勤处牵头,基建科配合）", ["后勤处", "基建科+"]),
    ("申报表经县文旅局（县广电局）和镇政府审核后上报。", ["县文旅局（县广电局）", "镇政府"]),
    ("各包保单位的帮扶计划务于4月1日前报送镇党政办。", ["各包保单位"]),
    ("推荐对象应填写推荐表并附证书复印件。", ["推荐对象"]),
    ("县教育局召开一次家长代表座谈会。", ["县教育局"]),
    ("厂部将成立检修小组，组长由副厂长担任，各车间主任为小组成员。", ["厂部"]),
]


@pytest.mark.parametrize(("sentence", "owners"), OWNERS)
def test_owners(sentence, owners):
    found = told(f"2024年工作方案\n一、加强管理\n1.抓好落实\n{sentence}\n")
    assert [a for _, a, _ in found] == [owners]


NOT_A_TASK = [
    "成立巡查小组的目的是及时发现隐患、督促整改。",
    "2024年是建院70周年，是实施三年规划的关键一年。",
    "本次活动的意义在于增强团结。",
]


@pytest.mark.parametrize("sentence", NOT_A_TASK)
def test_what_a_thing_is_for_is_no_task(sentence):
    assert not told(f"2024年工作方案\n一、总体安排\n{sentence}\n")


def test_a_score_behind_a_task_is_not_part_of_it():
    found = told(
        "村级考核细则\n序号 | 项目 | 考核指标 | 考核部门\n"
        "1 | 保洁 | 每月开展一次大扫除，得5分，少一次扣2分，扣完为止。 | 镇环卫站\n"
        "2 | 台账 | 建立垃圾清运台账，得1.5分. | 镇环卫站\n"
    )
    assert [w for w, _, _ in found] == ["每月开展一次大扫除", "建立垃圾清运台账"]


def test_a_school_calendar_with_merged_cells():
    text = (
        "云岭中学2023-2024学年第二学期校历\n日期 | 主要工作 | 责任处室 | |\n"
        "第一周 | 2月26日-3月1日 | 开学典礼;入学教育 | 德育处、团委 |\n"
        "教研组长会议 | 教务处 | ||\n"
        "视力筛查 | 校医室 | ||\n第二周 | 3月4日-3月8日 | 初三模拟考试 | 教务处 |\n"
    )
    reading = read(receive_text(text))
    assert reading.head.title == "云岭中学2023-2024学年第二学期校历"
    assert [o.title for o in reading.outline] == ["第一周", "第二周"]
    assert told(text, as_of=None) == [
        ("开学典礼；入学教育", ["德育处", "团委"], ["2024-03-01"]),
        ("教研组长会议", ["教务处"], ["2024-03-01"]),
        ("视力筛查", ["校医室"], ["2024-03-01"]),
        ("初三模拟考试", ["教务处"], ["2024-03-08"]),
    ]


ROWS = ["序号 工作任务 责任单位 完成时限", "1 更换水管200米 镇水务所 4月底前", "2 修缮村部 村委会 5月底前"]
PLAIN = "\n".join(ROWS)
TABLES = [
    PLAIN,
    PLAIN.replace(" ", "\t"),
    PLAIN.replace(" ", "   "),
    PLAIN.replace(" ", " | "),
    "\n".join("|" + row.replace(" ", "|") + "|" for row in (ROWS[0], "--- --- --- ---", *ROWS[1:])),
]


@pytest.mark.parametrize("table", TABLES)
def test_tables_written_as_lines(table):
    assert told("重点任务分解表\n" + table) == [
        ("更换水管200米", ["镇水务所"], ["2024-04-30"]),
        ("修缮村部", ["村委会"], ["2024-05-31"]),
    ]


def test_the_opening_says_what_is_on():
    found = told(
        "关于开展植树活动的通知\n各村：\n为改善环境，经研究，决定开展春季植树活动。现将有关事项通知如下：\n"
        "一、要求\n请各村于3月12日前上报苗木数量。\n"
    )
    assert [w.rsplit("，", 1)[-1] for w, _, _ in found] == [
        "决定开展春季植树活动",
        "请各村于3月12日前上报苗木数量",
    ]
