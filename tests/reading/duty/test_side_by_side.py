"""Duties that stand side by side in one sentence; the duties of a post; tables whose columns are times."""

from datetime import date

from tests.reading.duty.told import reading_of
from tests.reading.duty.told import rows as _read
from tests.reading.duty.told import who as _who


def test_each_has_a_target_of_its_own() -> None:
    assert [["镇值班室"], ["各村（居）"]] == _who(
        "全镇实行24小时值班和领导带班制度，镇值班室每班不少于3人，各村（居）每班不少于2人。"
    )[-2:]
    assert [[], ["病案室"]] == _who("年内将错误率压到5‰以内，病案室每周一在院内网通报上周数据。")


def test_short_acts_of_several_are_cut() -> None:
    assert [["县水利局"], ["县财政局"]] == _who("6月底前，县水利局完成摸底，县财政局拨付资金。")


def test_what_is_done_how_often_is_cut_by_its_topic() -> None:
    assert len(_who("主干道每日巡查不少于一次，支路及背街小巷每周巡查不少于两次。")) == 2


def test_limits_and_periods_in_a_list_are_cut() -> None:
    assert [["所在村"], ["所在村"]] == _who("发现风险的，所在村须在7日内完成入户核查、15日内落实帮扶措施。")
    assert len(_who("“红黑榜”每月评比一次、每季度兑现一次奖惩。")) == 2


def test_the_last_of_a_list_speaks_up() -> None:
    assert [["村党支部书记"]] == _who("排名末位的村由村党支部书记在镇干部例会上作表态发言。")


def test_what_is_built_already_still_has_a_keeper() -> None:
    assert [["镇环卫站"]] == _who("已建成的3处污水处理站由镇环卫站管护，每季度抽检一次水质。")


def test_a_post_in_a_heading_acts_in_all_its_duties() -> None:
    text = (
        "五、财务科岗位职责\n（一）科 长\n1. 组织编制部门预算，于每年10月20日前报审定。\n"
        "（二）出 纳\n1. 库存现金不得超过3000元，超出部分当日送存银行。\n"
    )
    assert [["科 长"], ["出 纳"]] == [who for _, who, _ in _read(text)]


TABLE = """附件1
清河区2025年《政府工作报告》重点任务分解表（按季度）
序号 | 重点任务 | 一季度 | 二季度 | 三季度 | 四季度 | 牵头单位 | 责任单位
一、产业提质（2项）
1 | 引进工业项目20个 | 签约4个 | 持续推进 | 签约15个 | 全面完成任务 | 区投资促进局 | 区发改局
二、城市更新（1项）
2* | 改造老旧小区18个 | 征集意愿 | 全部开工 | 完工过半 | 全部完工 | 区住建局（区委社会工作部参与） | 各街道
清河区2025年《政府工作报告》重点任务分解表（按季度）　　第 2 页 共 2 页
序号 | 重点任务 | 一季度 | 二季度 | 三季度 | 四季度 | 牵头单位 | 责任单位
3 | 新增就业6500人 | 举办招聘会8场 | 新增3400人 | 新增5100人 | 完成全年任务 | 区人社局 | 区总工会配合
"""


def test_columns_of_quarters_are_tasks_of_the_year_the_title_names() -> None:
    found = {words: (who, days) for words, who, days in _read(TABLE)}
    assert found["签约4个"] == (["区投资促进局", "区发改局"], ["2025-03-31"])
    assert found["全部开工"] == (["区住建局", "区委社会工作部", "各街道"], ["2025-06-30"])
    assert found["举办招聘会8场"] == (["区人社局", "区总工会"], ["2025-03-31"])
    assert found["引进工业项目20个"][1] == ["2025-12-31"]
    assert "持续推进" not in found


def test_titles_between_the_rows_divide_the_table_and_a_repeated_title_is_the_pages() -> None:
    reading = reading_of(TABLE)
    assert [(i.level, i.marker) for i in reading.outline] == [
        (1, "一、"), (2, "1"), (1, "二、"), (2, "2*"), (2, "3")
    ]  # fmt: skip
    assert reading.head.title == "清河区2025年《政府工作报告》重点任务分解表（按季度）"


def test_a_bracket_behind_a_name_in_a_cell_is_no_part_of_it() -> None:
    text = (
        "整改方案\n序号\t整改措施\t责任单位\t时限\n"
        "1\t按每名安检员不超过3000户的标准配齐人员\t瑞通公司（配人），街道办事处（复核）\t2026年6月底前\n"
        "2\t逐户签订改造承诺书\t凤鸣里社区\t2026年4月底前\n"
    )
    assert ["瑞通公司", "街道办事处"] == _read(text)[0][1]


def test_in_one_sentence_who_acted_first_acts_on() -> None:
    assert [["区图书馆"], ["区图书馆"]] == _who("区图书馆每月配送书箱，首批书箱4月23日前送到学校。")[:2]


def test_another_speaks_up_behind_a_case() -> None:
    assert [["建设单位"], ["市住建局"]] == _who(
        "建设单位须在验收前将数据录入平台，未录入的，市住建局不得组织验收。"
    )


def test_a_matter_of_two_characters_is_handed_over_too() -> None:
    assert [["各站所"], ["各分管领导"]] == _who("各站所每月报送总结，材料由各分管领导于6月底前送县档案馆。")


def test_one_who_heads_and_one_who_carries_out() -> None:
    assert [["规划建设办", "西坝村"]] == _who("高位水池由规划建设办牵头、西坝村具体实施，7月25日前开工。")


def test_who_pledges_acts() -> None:
    assert [["洗选中心"]] == _who("洗选中心表示，今年将于9月底前完成技改。")


def test_duties_listed_below_their_owner_are_its_own() -> None:
    text = (
        "管理办法\n第五条 权属单位对其所有的井盖承担下列责任：\n（一）建立台账，做到一井一档；\n"
        "（二）主干道每日巡查不少于一次；\n"
    )
    assert [["权属单位"], ["权属单位"]] == [who for _, who, _ in _read(text)]


def test_money_asked_for_in_a_bracket_acts_nowhere() -> None:
    assert [["镇政府"]] == _who("镇政府拟新建育秧大棚2座（所需资金争取县农业农村局支持），3月底前完工。")


def test_days_before_a_name_are_not_of_it() -> None:
    text = "3月12日下午教务处组织家长会，次日综治办排查校门口隐患，下周一保卫科清理车辆。"
    assert [["教务处"], ["综治办"], ["保卫科"]] == _who(text)


def test_papers_to_hand_in_by_those_who_are_told_to() -> None:
    text = "各校须报送以下材料：\n（1）活动方案，3月20日前发邮箱；\n（2）参赛名单，3月25日前交德育处。"
    assert [["各校"], ["各校"]] == _who(text)


def test_where_a_body_sits_and_what_a_thing_holds_ask_nothing() -> None:
    for told in (
        "领导小组办公室设在县应急局。",
        "安置点设在镇中心小学，可容纳300人。",
        "排查内容为燃气管道、阀门及报警装置是否完好。",
        "三车间提出增加2名质检员的申请。",
        "请各单位认真对照，严格遵照执行。",
    ):
        assert _who(told) == [], told


def test_days_of_a_table_without_a_year_or_a_number() -> None:
    text = (
        "工作安排\n序号\t任务\t责任单位\t起止日期\n1\t排查沿街商铺\t城管中队\t3.6—3.10\n"
        "2\t复查整改情况\t安监办\t3.11—3.20\n3\t更换窨井盖120个\t住建局\t本月底\n"
    )
    reading = reading_of(text, as_of=date(2026, 3, 2))
    words = reading.source.text
    assert [
        ([a.span.of(words) for a in c.actors], [x.mark.norm for x in c.limits]) for c in reading.commitments
    ] == [
        (["城管中队"], ["2026-03-10"]),
        (["安监办"], ["2026-03-20"]),
        (["住建局"], ["2026-03-31"]),
    ]
