"""Who acts where names stand side by side, in cases, behind brackets and in rows without a head."""

from luoshi.document.receive import receive_text
from luoshi.reading.marks import Commitment
from luoshi.reading.reading import Reading
from luoshi.reading.stages import read


def _read(text: str) -> tuple[Reading, tuple[Commitment, ...]]:
    reading = read(receive_text(text, name="text"))
    return reading, reading.commitments


def _who(text: str) -> list[list[str]]:
    reading, found = _read(f"工作方案\n一、任务\n{text}\n")
    return [[a.span.of(reading.source.text) for a in c.actors] for c in found]


def test_a_body_named_by_its_kind_acts_at_once() -> None:
    assert [["学校"]] == _who("学校对进入校园的访客一律测温登记后方可放行。")
    assert [["公司"]] == _who("公司每季度召开一次安全例会。")


def test_a_body_and_those_of_its_own_are_one_name() -> None:
    assert [["县安委会各成员单位"]] == _who("县安委会各成员单位要于6月底前报送总结。")


def test_a_stroke_parts_names_as_a_comma_does() -> None:
    who = _who("审计处/纪委办公室将联合财务处、人事处等部门，对经费使用情况开展每季度1次的专项检查。")
    assert [["审计处", "纪委办公室", "财务处", "人事处"]] == who


def test_people_of_several_kinds_are_one_actor() -> None:
    assert [["安保、绿化、餐饮等外包服务人员"]] == _who("安保、绿化、餐饮等外包服务人员必须完成安全培训。")


def test_where_an_office_sits_is_no_second_task() -> None:
    assert [["学校", "后勤处"]] == _who("学校成立防汛工作专班，设在后勤处。")


def test_who_is_supposed_in_a_case_owes_what_follows() -> None:
    assert [["施工单位"]] == _who("若施工单位存在违规行为，应立即停工整改。")


def test_the_one_meant_acts_not_the_one_who_says_which() -> None:
    assert [["普惠性民办幼儿园"]] == _who("区教育局认定的普惠性民办幼儿园，要优先招收军人子女。")


def test_helpers_behind_a_head_need_no_ending() -> None:
    who = _who("县应急局、县消防大队牵头，自然资源、住建、司法等协同配合开展自建房调研，制定规范性文件。")
    assert [["县应急局", "县消防大队", "自然资源", "住建", "司法"]] == who


def test_who_sees_to_it_on_the_spot() -> None:
    who = _who("检查工作具体由现场的安装队长、技术员、质量员负责实施，每日检查一次。")
    assert ["现场的安装队长", "技术员", "质量员"] == who[0][:3]


def test_duties_stand_below_a_post_with_another_in_brackets() -> None:
    text = "（一）安装队长（项目经理）职责\n1. 组织编制施工方案，每月报送一次。\n2. 负责工地的安全检查。"
    assert [["安装队长"], ["安装队长"]] == _who(text)


def test_learning_to_use_a_thing_names_no_society() -> None:
    assert all("学会" not in who for who in _who("学会运用大数据，为客户出具风险清单。"))


def test_rows_without_a_head_give_their_day_and_leave_out_their_kind() -> None:
    reading, found = _read(
        "1 | 河道保洁不到位 | 责任主体自查 / 日常监管方面的问题"
        " | 1、修订河道保洁考核办法； 2、每周开展一次巡查。 | 2025-12-31\n"
        "2 | 分类推进不力 | 责任主体自查 / 履职方面的风险"
        " | 1、建立分类指导员队伍； 2、设置宣传栏2处。 | 2025/9/30\n"
        "3 | 工程监管风险 | 责任主体自查 / 廉洁方面的风险"
        " | 1、公开工程款支付情况；2、制定审核办法。 | 2025年7月底前\n"
    )
    words = [c.span.of(reading.source.text) for c in found]
    assert not [w for w in words if "责任主体自查" in w]
    days = {w: [x.mark.norm for x in c.limits] for w, c in zip(words, found, strict=True)}
    assert (["2025-12-31"], ["2025-09-30"], ["2025-07-31"]) == (
        days["修订河道保洁考核办法"],
        days["设置宣传栏2处"],
        days["制定审核办法"],
    )


def test_an_events_time_is_the_day_of_what_is_done_at_it() -> None:
    reading, found = _read(
        "关于开展安全月活动的通知\n一、活动安排\n（一）主题宣传\n1.活动时间：2025年6月9日至17日\n2.活动地点：汇海路\n"
        "3.活动内容：\n在大厅LED屏幕滚动播放安全宣传片。\n（二）检查\n请各科室于6月25日前完成自查。\n"
    )
    told = {c.span.of(reading.source.text): [x.mark.norm for x in c.limits] for c in found}
    assert ["2025-06-17"] == told["在大厅LED屏幕滚动播放安全宣传片"]
    assert not [words for words in told if "活动时间" in words]


def test_marks_of_one_digit_differ_by_what_closes_them() -> None:
    reading, _ = _read(
        "工作方案\n一、职责\n1.、人员分工\n1》队长职责\n1）组织施工；\n2）检查质量。\n"
        "2》技术员职责\n1）填写日志。\n2 、考核\n每月考核一次。\n"
    )
    levels = {item.marker + item.title[:3]: item.level for item in reading.outline}
    assert levels["1.、人员分"] == levels["2 、考核"] < levels["1》队长职"] < levels["1）组织施"]


def test_cubic_metres_are_counted_and_three_sides_are_not() -> None:
    reading, _ = _read("工作方案\n一、任务\n天然气产能达到22亿方。\n抓好3方面工作。\n")
    assert ["22亿方"] == [q.span.of(reading.source.text).removeprefix("达到") for q in reading.quantities]


def test_blanks_inside_a_date_hide_no_limit() -> None:
    raw = "通知\n奖学金申请者于 9 月 25 日 12:00 前到办公室领取申请表。\n学生工作办公室\n2019 年 9 月 24 日\n"
    reading, found = _read(raw)
    assert ["2019-09-25"] == [x.mark.norm for x in found[0].limits]
    start, end = reading.source.way_back.to_raw(*found[0].limits[0].mark.span)
    assert "9 月 25 日 12:00 前" in raw[start:end]


def test_one_of_those_who_act_together_has_a_share_of_its_own() -> None:
    who = _who(
        "代办业务由县统计局、县经发局统筹组织实施，县统计局具体负责督促数据入统，县经发局具体负责办理手续。"
    )
    assert [["县统计局", "县经发局"], ["县统计局"], ["县经发局"]] == who


def test_a_period_behind_a_limit_is_a_task_of_its_own() -> None:
    _, found = _read("通知\n各镇要于2024年4月底前完成摸底，每月25日前报送进展。\n")
    assert [(["2024-04-30"], []), ([], ["FREQ=MONTHLY;BYMONTHDAY=25"])] == [
        ([x.mark.norm for x in c.limits], [x.mark.rrule for x in c.cadences]) for c in found
    ]


def test_a_day_that_heads_an_item_is_its_limit() -> None:
    reading, found = _read(
        "关于评优工作的通知\n（一）评选程序和时间\n1、即日起至2017年11月15日：各学院初评并公示；\n"
        "2、11月16日至20日：教务处复核名单。\n3、11月底前：各学院报送总结。\n学生处\n2017年11月1日\n"
    )
    assert {
        "各学院初评并公示": "2017-11-15",
        "教务处复核名单": "2017-11-20",
        "各学院报送总结": "2017-11-30",
    } == {c.span.of(reading.source.text): c.limits[0].mark.norm for c in found}


def test_who_is_handed_a_matter_to_do_acts_and_who_merely_receives_it_does_not() -> None:
    assert [["县水利局"]] == _who("相关问题交由县水利局在10日内核查处理。")
    assert [[]] == _who("情节严重的，移交县公安局处理。")


def test_from_a_day_to_a_day_without_any_year_ends_on_the_last() -> None:
    _, found = _read("活动安排\n一、自查\n自7月7日至8月6日，各乡镇开展隐患排查。\n")
    assert [["????-08-06"]] == [[x.mark.norm for x in c.limits] for c in found]


def test_a_name_ends_before_each_village() -> None:
    assert [["应急办"]] == _who("由应急办逐村核查。")


def test_those_who_failed_do_not_punish_themselves() -> None:
    assert [["各责任单位"], []] == _who(
        "1.各责任单位每月28日前报送进展。\n对整改不力的，将予以通报批评，并在年终考核中扣0.5分。"
    )


def test_a_report_on_a_quarter_gone_by_sets_no_limit_by_its_title() -> None:
    told = "关于2026年第一季度重点工作落实情况的督查通报\n各乡镇人民政府：\n一、要求\n"
    _, found = _read(told + "县交通局要倒排工期，完成征地任务。\n县政府办公室\n2026年4月15日\n")
    assert [()] == [c.limits for c in found]


def test_who_acts_with_others_is_named_with_them() -> None:
    assert [["市政府办", "市标准委", "市信息办"]] == _who(
        "市政府办将与市标准委、市信息办等单位一起，组织制定网站标准。"
    )
    assert [["县教育局", "县公安局", "县交警大队"]] == _who(
        "县教育局与县公安局、县交警大队一起，每学期开展一次校车检查。"
    )


def test_who_may_be_opened_up_to_is_a_case_not_a_permission() -> None:
    assert [["政务部门"]] == _who("政务部门应当在十五个工作日内处理，可以开放的，通过平台授权开放。")


def test_what_needs_leave_is_no_duty() -> None:
    assert [] == _who("县数据局对未纳入目录的本地区数据，经市数据局同意，可以编制本地区目录。")


def test_once_one_has_done_the_next_is_a_task_of_its_own() -> None:
    assert [["区科工信局"], ["区住建局"]] == _who(
        "待审核通过后，区科工信局通知企业提交个人材料，审核通过后由区住建局通知企业在规定时间内签订租赁合同。"
    )


def test_each_with_a_period_of_its_own_behind_a_list_mark() -> None:
    assert [["各省（区、市）"], ["各地（市）"]] == _who(
        "各省（区、市）要每半年开展一次、各地（市）要每季度开展一次专项治理行动督查检查。"
    )


def test_those_who_apply_owe_what_they_must_hand_in() -> None:
    assert [["申请主体"]] == _who("申请主体应在合同期满前3个月向所有权人提出续租申请。")
    assert [["企业"]] == _who("企业向区科工信局提出申请需求并提交企业申请材料。")


def test_kinds_of_a_thing_are_no_duty() -> None:
    assert [] == _who("根据开放属性，政务数据分为无条件开放类、有条件开放类和不予开放类。")


def test_whose_thing_it_is_does_not_act() -> None:
    assert [[]] == _who("主办单位在不同平台上开设的账号名称原则上应保持一致。")


def test_words_before_a_name_are_no_part_of_it() -> None:
    assert [["县工业和信息化局"]] == _who("接下来县工业和信息化局将于6月底前印发方案。")
    assert [["学院保卫处"]] == _who("逾期未处理的学院保卫处将于6月底前统一集中处理。")


def test_a_fund_is_nobody() -> None:
    assert [[]] == _who("不足部分由职工医保基金、居民医保基金于年底前补足。")


def test_nobody_may_take_from_a_fund_is_a_duty_of_its_own() -> None:
    assert [["任何部门", "单位", "个人"]] == _who("资金分账核算，任何部门、单位、个人均不得挤占、挪用。")[-1:]


def test_who_may_apply_is_no_duty() -> None:
    assert [] == _who("依法设立、独立登记，具备相应资质且具备服务能力的机构，可自愿向经办机构提出申请。")


def _days(text: str) -> list[list[str]]:
    return [[x.mark.norm for x in c.limits] for c in _read(text)[1]]


def test_what_counts_from_the_end_of_a_task_is_the_next() -> None:
    assert [["2018-12-31"], ["P15D"], ["2019-01-15"]] == _days(
        "工作通知\n一、任务\n各部门应当于2018年12月31日前完成清理工作，清理结果自完成之日起15日内公布，并于2019年1月15日前报送。\n"
    )


def test_a_case_with_a_limit_of_its_own_is_a_task_of_its_own() -> None:
    assert [[], ["PT24H"]] == _days(
        "工作通知\n一、任务\n县住建局要加强巡查，发现隐患的，应在24小时内上报。\n"
    )


def test_a_heading_that_speaks_of_the_rest_of_the_year_is_a_limit() -> None:
    text = "县局2025年上半年工作总结\n一、下半年工作安排\n（一）抓培训。执法大队组织两期轮训。\n"
    assert [["2025-12-31"]] == _days(text + "县城管局\n2025年7月8日\n")


def test_a_list_of_the_half_year_may_stand_in_the_next_paragraph() -> None:
    text = (
        "县残联会议纪要\n会议明确了下半年重点任务：\n一是县残联要编制规划，10月底前形成初稿。"
        "二是县人社局要举办招聘活动6场。\n县残联\n2025年7月3日\n"
    )
    assert [["2025-10-31"], ["2025-12-31"]] == _days(text)


def test_what_is_announced_ahead_stays_ahead_to_the_end_of_its_sentence() -> None:
    text = "清河县政府工作报告\n今年要办好以下实事：新建小学12所；改造老旧小区240个；开工建设医院新院区。\n"
    assert len(_read(text)[1]) == 3
