"""What is only told and what is still to come; names behind acts; brackets with limits behind the duty."""

from datetime import date

import pytest

from luoshi.document.receive import receive_text
from luoshi.reading.stages import read
from tests.reading.duty.told import told

NOTICE = "关于做好秋季工作的通知\n"


@pytest.mark.parametrize(
    ("sentence", "who"),
    [
        ("红星砖厂必须立即停产，6月底前完成整改。", ["红星砖厂"]),
        ("石门林场3月25日前必须完成隔离带清理。", ["石门林场"]),
        ("财务科年底前必须完成系统升级。", ["财务科"]),
        ("镇乡村振兴办要提供对象名单。", ["镇乡村振兴办"]),
        ("县商务局计划于10月底前新增服务站40个。", ["县商务局"]),
        ("县政府办公室信息股8月中旬对整改情况逐项复核。", ["县政府办公室信息股"]),
        ("由镇国土所在6月20日前完成勘测。", ["镇国土所"]),
        ("政教处每周一安排教师值守，制止学生追逐。", ["政教处"]),
        ("县局要抽调骨干，组成工作组深入一线，指导企业落实措施。", ["县局"]),
        ("县农业局、县林业局要组成联合督导组，每季度督导一次。", ["县农业局", "县林业局"]),
        ("导诊标识交护理部制作，样稿下周三前报送。", []),
        (
            "各县（市、区）商务主管部门会同消防部门，对餐馆逐户检查。",
            ["各县（市、区）商务主管部门", "消防部门+"],
        ),
        ("县水利局、县气象局各派2名业务骨干参加。", ["县水利局", "县气象局"]),
        ("对整改不到位的地区，要追究有关责任人员的责任。", []),
        ("普查对象应当如实填报普查表。", ["普查对象"]),
        ("出口配额由县商务局分配，并于每年10月31日前下达。", ["县商务局"]),
        ("作出处罚决定的市场监督管理部门应当在20日内公示。", ["市场监督管理部门"]),
        ("提供信息服务的网站应当每年报告一次。", ["提供信息服务的网站"]),
        ("各高校不准以户档托管为由劝说毕业生签订协议。", ["各高校"]),
        (
            "由县督查办牵头，县公安局、县统计局等部门组成督查组，每月督查一次。",
            ["县督查办", "县公安局+", "县统计局+"],
        ),
        ("凡参与评分的人员，须如实打分。", ["参与评分的人员"]),
        ("使用会议室的部门须提前登记。", ["使用会议室的部门"]),
        ("学校应对在校学生做好安全防护工作，每日巡查一次。", ["学校"]),
    ],
)
def test_who_acts(sentence, who):
    assert who == told(f"{NOTICE}{sentence}\n")[-1][1]


@pytest.mark.parametrize(
    "sentence",
    [
        "去冬今春全县共整修塘坝312口，新增蓄水能力180万立方米。",
        "2025年，全县共办理复议案件86件，纠错率为12.8%。",
        "经过三年努力，我院建成两个中心，引进人才23名。",
        "据气象部门预测，7月我区将出现高温天气，最高气温可达39℃。",
        "目录更新不及时，县住建局目录未调整。",
        "县教育局已对该校负责人进行约谈，县商务局已立案查处。",
        "会议号召全体员工坚定信心，奋力完成全年目标任务。",
        "老旧小区改造是民心工程，要以对人民高度负责的态度把好事办好。",
        "以上项目经镇人代会票决产生，欢迎社会各界监督。",
        "因特殊情况超标准的，经分管领导批准可据实报销。",
        "我市规模持续扩大，去年销售额达23亿元，但流通成本高的局面尚未根本改变。",
        "今年1至5月，全县预算收入完成9.3亿元，为年度预算的37.1%，慢于时间进度。",
        "我镇已于5月20日将拖欠的补贴83万元全部发放到户。",
        "技术分占45分，商务分占55分。",
        "罚款数额，为原处罚决定书确定的罚款数额乘以计罚日数。",
        "总部与机构是鱼和水的关系。",
        "《实施意见》（清科规〔2020〕3号）将于2025年7月23日到期。",
        "请广大师生员工支持配合，为创建文明校园而持续努力。",
        "县政府办公室是本地区政务网站的主管单位。",
        "2015年底，县政府办公室印发《乡村教师支持计划》（清政办〔2015〕15号），建立补助制度，每人每月补助300元。",
        "今后监管的力度将会越来越大，查得也会越来越细。",
        "全县全年保费1亿元，圆满完成年初制订的目标任务。",
        "近日，交通运输部印发5件民生实事工作方案的通知。",
        "先进经验获省、市通报推广的，分别奖20、10分。",
        "2026年1月23日起，每周一至周日8:00-22:00。",
    ],
)
def test_what_is_only_told_is_no_commitment(sentence):
    assert [] == told(f"{NOTICE}{sentence}\n")


@pytest.mark.parametrize(
    ("line", "who", "limits"),
    [
        (
            "安排专项债券3亿元，优化使用。（县财政局牵头，县审计局等按职责分工负责，4月底前完成下达，年内持续推进）",
            ["县财政局", "县审计局+"],
            ["2026-04-30", "2026-12-31"],
        ),
        (
            "1.改造小区。牵头单位：县住建局；配合单位：县民政局。年内建成食堂35个。",
            ["县住建局", "县民政局+"],
            ["2026-12-31"],
        ),
    ],
)
def test_brackets_and_labels_bind_what_they_stand_beside(line, who, limits):
    reading = read(receive_text(f"{NOTICE}{line}\n"), as_of=date(2026, 2, 1))
    text = reading.source.text
    last = reading.commitments[-1]
    assert who == [a.span.of(text) + ("+" if a.role.value == "support" else "") for a in last.actors]
    assert limits == [limit.mark.norm for limit in last.limits]


@pytest.mark.parametrize(
    ("told_first", "then"),
    [
        ("“十三五”时期，全县公路由530公里增加到720公里，实现村村通。", "到2025年，公路达到900公里。"),
        ("今年以来，全县拖欠工程款1.3亿元，已清偿一半。", "县政府承诺，剩余欠款在春节前全部清偿。"),
        ("会上，县长充分肯定了两个部门的工作。", "凡是向群众承诺的事项，由县政府办公室逐项建账。"),
    ],
)
def test_what_is_to_come_is_read_among_what_was_done(told_first, then):
    reading = read(receive_text(f"某县工作总结\n{told_first}{then}\n"), as_of=date(2021, 2, 1))
    assert [then.rstrip("。")] == [c.span.of(reading.source.text) for c in reading.commitments]


def test_the_year_of_what_is_planned_is_not_that_of_what_is_summed_up():
    text = (
        "某镇2025年工作总结和2026年工作打算\n一、2025年工作\n硬化公路18公里。\n"
        "二、2026年工作打算\n扩建水厂，年底前实现供水。\n"
    )
    reading = read(receive_text(text), as_of=date(2025, 12, 28))
    assert ["2026-12-31"] == [limit.mark.norm for c in reading.commitments for limit in c.limits]


def test_a_newspaper_is_no_period():
    reading = read(receive_text(f"{NOTICE}县城管局每季度开展测评，结果在《日报》公布。\n"))
    assert ["FREQ=MONTHLY;INTERVAL=3"] == [c.mark.rrule for k in reading.commitments for c in k.cadences]


@pytest.mark.parametrize(
    ("cell", "who"),
    [
        ("县应急局（牵头）、县消防大队、县商务局", ["县应急局", "县消防大队+", "县商务局+"]),
        ("牵头单位：县文旅局 配合单位：县消防大队", ["县文旅局", "县消防大队+"]),
        ("牵头单位：县文旅局；配合单位：县消防大队", ["县文旅局", "县消防大队+"]),
        ("县公安局牵头，县教体局配合", ["县公安局", "县教体局+"]),
        ("县公安局（牵头）县教体局（配合）", ["县公安局", "县教体局+"]),
        ("县公安局、县教体局等", ["县公安局", "县教体局"]),
    ],
)
def test_a_cell_says_who_leads_and_who_helps(cell, who):
    table = f"某县整改台账\n序号 | 整改措施 | 责任单位 | 时限\n1 | 补齐灯具34盏 | {cell} | 7月底前\n"
    assert [("补齐灯具34盏", who, ["2024-07-31"])] == told(table)


def test_rows_below_no_head_and_rows_that_end_in_an_empty_cell():
    text = (
        "某县整改清单\n1 | 补齐灯具34盏 | 县应急局 | 正在推进\n"
        "2 | 为32家民宿加装烟感 | 县文旅局（牵头）、县消防大队 | 正在推进\n"
    )
    assert [
        ("补齐灯具34盏", ["县应急局"], []),
        ("为32家民宿加装烟感", ["县文旅局", "县消防大队+"], []),
    ] == told(text)
    text = (
        "某县整改台账\n序号 | 整改措施 | 责任单位 | 时限 | 进展\n"
        "1 | 补齐灯具34盏 | 县应急局 | 7月底前 | 推进中\n"
        "2 | 更换设备2套 | 县住建局 | 8月底前 |\n3 | | 县商务局 | 9月底前 |\n"
    )
    assert [
        ("补齐灯具34盏", ["县应急局"], ["2024-07-31"]),
        ("更换设备2套", ["县住建局"], ["2024-08-31"]),
    ] == told(text)


def test_what_is_done_about_a_fault_stands_in_the_next_cell():
    text = (
        "序号 | 反馈问题 | 整改措施 | 责任单位 | 完成时限\n"
        "1 | 在线数据缺失 | 更换监测设备2套 | 县住建局 | 2024年4月20日\n"
    )
    assert [("更换监测设备2套", ["县住建局"], ["2024-04-20"])] == told(text)


@pytest.mark.parametrize("joint", ["，", "、"])
def test_who_helps_the_one_that_leads(joint):
    helped = ["县网信办", "县公安局+", "县国家安全局+"]
    sentence = f"县网信办牵头{joint}县公安局、县国家安全局配合，每年组织一次演练。"
    assert helped == told(f"{NOTICE}{sentence}\n")[-1][1]
    assert helped == told(f"{NOTICE}由{sentence}\n")[-1][1]


def test_who_heads_the_list_below_acts_in_it():
    text = (
        "关于停车建议的答复\n针对上述情况，我局将采取以下措施：\n（一）建设停车楼1座，6月底前投用。\n"
        "（二）组织错时开放，8月底前完成。\n"
    )
    assert [["我局"], ["我局"]] == [who for _, who, _ in told(text)]


def test_what_is_wrong_ends_where_the_first_demand_begins():
    text = (
        "截至5月底，已有41个村退出。部分村集体经济薄弱。\n一要补齐短板。县交通局9月底前硬化12个村的道路。\n"
    )
    assert [("县交通局9月底前硬化12个村的道路", ["县交通局"], ["2024-09-30"])] == told(text)


@pytest.mark.parametrize(
    ("sentence", "days"),
    [
        ("（一）2026年4月，印发工作方案，完成部署。", ["2026-04-30"]),
        ("各校于4月中上旬完成布置。", ["2024-04-20"]),
        ("各校要在4月中下旬完成布置。", ["2024-04-30"]),
        ("各学院2月20日（第一周）起开展教学。", []),
    ],
)
def test_months_that_open_a_timetable(sentence, days):
    as_of = None if sentence.startswith("（") else date(2024, 3, 4)
    assert days == [day for *_, limits in told(f"{NOTICE}{sentence}\n", as_of=as_of) for day in limits]


def test_a_headline_over_what_the_last_years_brought_tells():
    text = (
        "阳光财务还干部清白\n清河市近年来推行阳光财务，解决了公开不及时等问题，为群众搭建了平台。\n"
        "一、用大众语言公示\n村委会每月把财务数据填写在公布表上，并在每月10日前张贴公布。\n"
    )
    assert told(text) == []
