"""Rules, aims, minutes and their owners, in forms met in papers nobody wrote rules for."""

from datetime import date

import pytest

from luoshi.document.receive import receive_text
from luoshi.reading.stages import read
from tests.reading.duty.told import REF, told

NOTICE = "关于做好秋季工作的通知\n"
RULES = "某县冷库管理办法\n第一条 县商务局应当建立冷库名录。\n第二条 "


@pytest.mark.parametrize(
    ("sentence", "who"),
    [
        ("各车间、各仓储点、各门市要立即开展自查。", ["各车间", "各仓储点", "各门市"]),
        ("收到缴费短信的经营者，请选择就近网点办理登记。", ["收到缴费短信的经营者"]),
        ("享受本办法的扶持对象须签订承诺书。", ["享受本办法的扶持对象"]),
        ("任何单位和个人如发现泄漏，都要立即向县应急管理局报告，不得瞒报。", ["任何单位", "个人"]),
        ("个人在申领补贴时，应当提交身份证明。", ["个人"]),
        ("冷库经营单位解散，应当在15日内注销登记。", ["冷库经营单位"]),
        ("由其主管部门责令限期改正。", ["主管部门"]),
        ("由县医疗保障经办机构负责审核。", ["县医疗保障经办机构"]),
        ("由县应急管理局责令退回骗取的资金。", ["县应急管理局"]),
        ("县发改局同意的，出具同意意见并抄送县商务局。", ["县发改局"]),
        ("局属各单位每半年要召开一次分析会。", ["局属各单位"]),
        ("县卫健局汇总各乡镇卫生院的报表，每季度公布一次。", ["县卫健局"]),
        ("同意由县自然资源局解除合同。", ["县自然资源局"]),
        ("相关职能部门不得向企业收取任何费用，并应在3日内办结。", ["相关职能部门"]),
        ("数据使用机构应当建立台账。", ["数据使用机构"]),
        ("街道办事处（镇人民政府）应当在5日内完成初审。", ["街道办事处（镇人民政府）"]),
        ("联合采购办公室应当公布结果。", ["联合采购办公室"]),
    ],
)
def test_who_acts(sentence, who):
    found = told(f"{NOTICE}{sentence}\n")
    assert [who] == [names for _, names, _ in found]


def test_a_lead_said_before_goes_on_beside_a_helper():
    text = f"{NOTICE}县人社局负责编制目录。会同县发改局制定实施细则，报县政府批准。\n"
    assert [["县人社局"], ["县人社局", "县发改局+"]] == [who for _, who, _ in told(text)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "各镇可根据实际提高标准，增加的资金由镇财政所承担。",
            [("增加的资金由镇财政所承担", ["镇财政所"])],
        ),
        (
            "建立联合会商机制，县水利局要每月通报水情。",
            [("建立联合会商机制", []), ("县水利局要每月通报水情", ["县水利局"])],
        ),
        (
            "请各县局于12月15日前将总结报市局，重大问题及时向市局报告。",
            [("请各县局于12月15日前将总结报市局，重大问题及时向市局报告", ["各县局"])],
        ),
    ],
)
def test_what_is_one_duty(sentence, expected):
    assert expected == [(words, who) for words, who, _ in told(f"{NOTICE}{sentence}\n")]


@pytest.mark.parametrize(
    "sentence",
    [
        "符合条件的冷链企业，给予一次性10万元的奖励。",
        "转制为企业后，五年内免征房产税。",
        "按较高标准享受补贴。",
        "工作组下设宣传组、督导组、保障组。",
        "法律、法规另有规定的，从其规定。",
        "不可抗力造成的损失除外。",
        "包括制冷机组、货架、温控设备等。",
    ],
)
def test_what_asks_nothing_of_anybody_in_rules(sentence):
    found = told(f"{RULES}{sentence}\n")
    assert ["县商务局应当建立冷库名录"] == [words for words, *_ in found]


def test_cases_that_say_what_is_done_in_each_are_duties():
    text = (
        f"{RULES}县商务局收到申请后，按照下列情况作出处理：\n"
        "（一）材料不全的，应当当日出具补正通知书；\n（二）材料齐全的，应当在5日内受理。\n"
    )
    found = [words for words, *_ in told(text)]
    assert "材料不全的，应当当日出具补正通知书" in found
    assert "材料齐全的，应当在5日内受理" in found


def test_a_head_of_cases_is_itself_a_duty_when_it_decides():
    head = "经营者变更下列事项之一的，应当在10个工作日内向县商务局备案："
    text = f"{RULES}{head}\n（一）法定代表人；\n（二）库址。\n"
    assert any("向县商务局备案" in words for words, *_ in told(text))


def test_a_year_binds_the_aims_under_its_heading_and_no_task_beyond():
    text = (
        "某县冷链发展规划\n一、主要目标\n2027年前，全县冷库总容量达到20万立方米。\n——集散能力更强。\n"
        "新建集散中心3座。\n二、主要任务\n6月底前新建冷链信息平台1个。\n"
    )
    assert {
        "2027年前，全县冷库总容量达到20万立方米": ["2027-12-31"],
        "新建集散中心3座": ["2027-12-31"],
        "6月底前新建冷链信息平台1个": ["2024-06-30"],
    } == {words: days for words, _, days in told(text)}


def test_a_year_said_before_numbered_projects_binds_each():
    text = "百姓所盼，今年要办好“三件实事”。（1）加装电梯600部；（2）新建公园12座；（3）改造公厕30座。\n"
    days = {words: limits for words, _, limits in told(text)}
    assert ["2024-12-31"] == days["新建公园12座"]


def test_a_year_said_before_aims_binds_each():
    text = "关于分解任务的通知\n今年主要预期目标是：生产总值增长5%；投资实现正增长；收入增速高于经济增速。\n"
    assert [["2024-12-31"]] * 3 == [days for _, _, days in told(text)]


@pytest.mark.parametrize(
    ("sentence", "days"),
    [
        ("项目审批前，建设单位应当报县数据局初审。", ["P0D"]),
        ("在系统迁移前要完成安全评估。", ["P0D"]),
        ("今年建成冷库3座。", ["2024-12-31"]),
        ("今年以来的台账要逐项核对，5月底前上报。", ["2024-05-31"]),
        ("对有效期在2025年内的证件，县局应当逐一登记。", ["2025-12-31"]),
    ],
)
def test_limits(sentence, days):
    assert days == [day for *_, limits in told(f"{NOTICE}{sentence}\n") for day in limits]


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("开工建设机场二期", 0),
        ("建成3人制篮球场5个", 1),
        ("为海拔1500米以上学校供暖100所", 1),
        ("实行收支两条线", 0),
    ],
)
def test_numbers_that_count_nothing(words, count):
    reading = read(receive_text(f"{NOTICE}{words}。\n"))
    assert count == len(reading.quantities)


def test_what_is_wrong_is_a_problem_though_it_names_no_one():
    reading = read(receive_text(f"{NOTICE}冷库未按规定设置温度记录仪。县商务局要于6月底前督促整改。\n"))
    text = reading.source.text
    assert ["冷库未按规定设置温度记录仪"] == [s.span.of(text) for s in reading.shortcomings]
    assert ["县商务局要于6月底前督促整改"] == [c.span.of(text) for c in reading.commitments]


def test_faults_under_a_bare_heading_are_problems():
    text = (
        "某县冷链规划\n（一）发展基础。\n冷库容量翻番。\n（二）突出问题。\n设施网络尚不健全，运行成本高。\n"
    )
    reading = read(receive_text(text))
    assert ["设施网络尚不健全，运行成本高"] == [s.span.of(reading.source.text) for s in reading.shortcomings]


def test_an_excerpt_begins_under_divisions_it_does_not_hold():
    reading = read(receive_text("（三）加强监管。\n严格检查。\n三、保障措施\n（一）加强领导。\n成立专班。\n"))
    assert [2, 1, 2] == [item.level for item in reading.outline]


def test_an_article_that_is_cited_opens_no_division():
    reading = read(
        receive_text(
            "一、补贴发放\n难以覆盖的区域，参照管理办法（某府〔2020〕24号）第三十一条执行。由镇政府发放。\n"
        )
    )
    assert ["一、"] == [item.marker for item in reading.outline]


def test_a_title_breaks_inside_the_name_of_another_paper():
    reading = read(
        receive_text(
            "某县人民政府办公室关于印发《冷链网站\n建设试点方案》的通知\n某政办〔2024〕3号\n各镇人民政府：\n"
            "现将方案印发给你们。\n"
        )
    )
    assert (reading.head.title or "").replace(
        "\n", ""
    ) == "某县人民政府办公室关于印发《冷链网站建设试点方案》的通知"


def test_what_a_page_says_of_itself_hides_no_head():
    reading = read(
        receive_text(
            "# 关于印发《冷链行动方案》的通知\n\n**发布日期**: 2025-12-22\n"
            "**原文链接**: [https://www.example.cn/zwgk/ghjh/20251222/be71abafe631407e80d4c37f3f3ab264.html]"
            "(https://www.example.cn/zwgk/ghjh/20251222/be71abafe631407e80d4c37f3f3ab264.html)\n\n---\n\n"
            "某商〔2025〕42号\n\n各镇人民政府：\n\n现将方案印发给你们，请认真组织实施。\n"
        )
    )
    assert (reading.head.docno, reading.head.addressee) == ("某商〔2025〕42号", ("各镇人民政府",))


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("县人民政府管理冷库工作的部门应当建立名录。", [["县人民政府管理冷库工作的部门"]]),
        (
            "我局将于5月底前完成核查，请各镇做好现场准备，并于4月20日前报送名单。",
            [["我局"], ["各镇"]],
        ),
        ("县商务局要于3月底前完成摸底，请县统计局在2月底前完成。", [["县商务局"], ["县统计局"]]),
        ("成立由县长牵头，相关部门参与的工作专班，每月调度一次。", [[]]),
        ("冷库检验师应当按月出具报告。", [["冷库检验师"]]),
    ],
)
def test_who_acts_in_longer_sentences(sentence, expected):
    assert expected == [who for _, who, _ in told(f"{NOTICE}{sentence}\n")]


def test_a_school_that_owes_once_acts_wherever_it_opens_a_sentence():
    text = f"{NOTICE}学院要完成指导教师的资格审核和选题工作。4月16日前，学院组织中期检查，并公布结果。\n"
    assert [["学院"], ["学院"]] == [who for _, who, _ in told(text)]


def test_a_note_on_how_to_read_a_bracket_belongs_to_it():
    text = (
        f"{NOTICE}一、主要任务\n（一）新建冷库3座。（县商务局、县发改局等负责。列第一位者为牵头单位，下同）\n"
        "（二）制定冷库标准。（县市场监管局、各有关部门和单位负责）\n"
    )
    assert [["县商务局", "县发改局"], ["县市场监管局", "各有关部门和单位"]] == [
        who for _, who, _ in told(text)
    ]


@pytest.mark.parametrize(
    ("sentence", "days"),
    [
        ("1997年4―6月，由县局组织自查并填写报告书。", ["1997-06-30"]),
        ("元月12日前，各镇要报送名单。", ["2024-01-12"]),
        ("“十五五”期间规划编制工作，各镇要于4月底前完成。", ["2024-04-30"]),
    ],
)
def test_days_in_older_and_shorter_forms(sentence, days):
    as_of = date(1997, 1, 3) if sentence.startswith("1997") else REF
    assert days == [day for *_, limits in told(f"{NOTICE}{sentence}\n", as_of=as_of) for day in limits]


@pytest.mark.parametrize(
    "sentence",
    [
        "各镇要高度重视，加强组织领导，狠抓落实。",
        "据初步统计，全县冷库损坏12座。",
        "以上意见如无不妥，请批转各镇执行。",
        "居住在外地的冷库经营者。",
        "严重违法违纪，在社会上造成恶劣影响的。",
        "以降低损耗为核心的冷链保险机制。",
    ],
)
def test_what_asks_nothing_of_anybody(sentence):
    found = told(f"{NOTICE}县商务局应当建立冷库名录。{sentence}\n")
    assert ["县商务局应当建立冷库名录"] == [words for words, *_ in found]


def test_bare_numbers_stand_over_dotted_ones():
    reading = read(
        receive_text("4　应急响应\n4.1　响应程序\n出现异常时，县局要立即上报。\n4.2　终止\n及时终止。\n")
    )
    assert [("4", 1), ("4.1", 2), ("4.2", 2)] == [(i.marker, i.level) for i in reading.outline]


def test_who_opens_an_item_acts_in_what_stands_under_it():
    text = (
        "粮食应急预案\n4.2.3　市级指挥部接到通知后，要立即组织落实应急措施。\n"
        "（1）进入应急状态后，每日监测本地区市场动态并上报。\n（2）县级部门要按职责做好调配工作。\n"
        "（3）迅速执行省指挥部下达的各项指令，每日报告。\n"
    )
    assert [["市级指挥部"], ["市级指挥部"], ["县级部门"], ["市级指挥部"]] == [who for _, who, _ in told(text)]


def test_a_numbered_item_keeps_its_subject_over_its_paragraphs():
    text = f"{NOTICE}1.受理。镇受理窗口应当当日登记。\n属外地申请的，应在3个工作日内转出。\n"
    assert [["镇受理窗口"], ["镇受理窗口"]] == [who for _, who, _ in told(text)]
