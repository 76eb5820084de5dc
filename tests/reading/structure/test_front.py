"""Heads of the kinds that offices, schools and newspapers write: orders, answers, notes, speeches."""

from luoshi.document.receive import receive_text
from luoshi.reading.marks import Head
from luoshi.reading.stages import read


def _head(*lines: str) -> Head:
    return read(receive_text("\n".join(lines) + "\n", name="text")).head


def test_all_who_sign_a_short_notice_issue_it() -> None:
    head = _head(
        "关于印发《终端设备管理规定》的通知",
        "清信办发〔2025〕1号",
        "各县网信办：",
        "现将《终端设备管理规定》印发给你们，请认真贯彻执行。",
        "清河省网络信息办公室",
        "清河省工业和信息化厅",
        "清河海关总署",
        "清河省广播电视局",
        "2025年4月23日",
    )
    assert len(head.issuer) == 4
    assert (head.issuer[2], head.date) == ("清河海关总署", "2025-04-23")


def test_a_note_to_all_pupils_is_signed_by_two_offices_on_one_line() -> None:
    head = _head(
        "安全提示", "全体学生：", "开学以来情况良好。", "请注意安全。", "综治办、保卫处", "2019年10月21日"
    )
    assert (head.title, head.addressee) == ("安全提示", ("全体学生",))
    assert (head.issuer, head.date) == (("综治办", "保卫处"), "2019-10-21")


def test_an_order_on_two_lines_gives_number_issuer_and_the_day_under_who_signs() -> None:
    head = _head(
        "清河省公共数据管理办法",
        "清河省人民政府令",
        "（第290号）",
        "《清河省公共数据管理办法》已经2021年9月22日清河省人民政府第162次常务会议审议通过，现予公布，自2021年11月25日起施行。",
        "省长　马某某",
        "2021年10月18日",
        "第一条　为规范公共数据，制定本办法。",
    )
    assert (head.docno, head.issuer) == ("清河省人民政府令\n（第290号）", ("清河省人民政府",))
    assert head.date == "2021-10-18"


def test_the_title_of_an_answer_may_fill_two_lines_and_be_addressed_to_persons() -> None:
    head = _head(
        "清河市人民政府对市政协十届三次会议",
        "第41号提案的答复",
        "清政函〔2005〕69号",
        "何文副主席：",
        "您提出的提案收悉，现答复如下：",
        "清河市人民政府",
        "2005年7月14日",
    )
    assert head.title == "清河市人民政府对市政协十届三次会议\n第41号提案的答复"
    assert head.addressee == ("何文副主席",)


def test_years_in_brackets_below_a_title_belong_to_it() -> None:
    body = "为加快推动产业高质量发展，打造创新发展高地，落实重大战略，特制定本行动计划。"
    head = _head("清河市卫星产业三年行动计划", "（2021-2023年）", body)
    assert head.title == "清河市卫星产业三年行动计划\n（2021-2023年）"


def test_under_a_speech_stands_who_gave_it_and_where() -> None:
    head = _head(
        "坚定不移地抓好质量管理", "——张大明在车间主任培训班上的讲话", "2017年2月26日", "一、思想上要重视"
    )
    assert (head.title, head.participant) == ("坚定不移地抓好质量管理", ("张大明",))
    assert (head.meeting_name, head.meeting_date) == ("车间主任培训班", "2017-02-26")


def test_who_gave_a_report_may_stand_under_the_pages_own_fields() -> None:
    head = _head(
        "2026年清河省政府工作报告",
        "——二〇二六年一月二十七日在清河省十四届人民代表大会第四次会议上",
        "来源：清河日报",
        "时间：2026-02-10",
        "清河省省长 任某某",
        "各位代表：",
        "我代表省人民政府，向大会报告工作，请一并审议，并请列席人员提出意见。",
    )
    assert (head.participant, head.meeting_date) == (("清河省省长 任某某",), "2026-01-27")


def test_issuers_stand_in_the_title_with_a_blank_behind_or_as_a_department() -> None:
    body = "为加强我县各类项目建设，现就有关事项通知如下："
    assert _head("清河县委组织部 关于建立制度的通知", "各乡镇党委：", body).issuer == ("清河县委组织部",)
    assert _head("清河能源局综合司关于开展活动的通知", "各单位：", body).issuer == ("清河能源局综合司",)


def test_a_college_may_sign_with_its_second_name() -> None:
    head = _head(
        "奖学金评定工作方案",
        "按照学校要求，为切实做好奖学金的评定工作，特制定本方案。",
        "一、名额",
        "名额为3名。",
        "计算机学院（软件学院）",
        "2019年9月24日",
    )
    assert head.issuer == ("计算机学院（软件学院）",)


def test_minutes_have_a_number_of_the_year_and_list_who_was_there_at_the_end() -> None:
    head = _head(
        "青山镇人民政府会议纪要",
        "〔2026〕第7期",
        "2026年5月13日上午，镇长李某在镇政府三楼会议室主持召开2026年第5次镇长办公会议。副镇长王某、张某，财政所主要负责同志参加会议。纪要如下：",
        "一、关于管网改造",
        "会议原则同意改造方案。",
        "出席：李某 王某 张某",
        "列席：赵某 钱某某",
    )
    assert head.docno == "〔2026〕第7期"
    assert head.participant == ("镇长李某", "副镇长王某", "张某", "财政所主要负责同志", "赵某", "钱某某")


def test_kinds_of_people_who_came_are_told_one_by_one_and_their_number_is_no_part() -> None:
    head = _head(
        "清河林局召开总结会议",
        "5月22日，清河林局组织召开年度总结会议。党委书记、局长赵某某作了讲话。局党委班子成员、基层单位负责人、机关干部共计50余人参加会议。",
        "会议指出，要认真学习。",
    )
    assert head.participant[1:] == ("局党委班子成员", "基层单位负责人", "机关干部")


def test_a_number_below_an_issue_is_the_documents() -> None:
    head = _head(
        "督查通报",
        "第 7 期",
        "清督通〔2024〕7号",
        "关于督查情况的通报",
        "各乡镇人民政府：",
        "现将情况通报如下：",
    )
    assert head.docno == "清督通〔2024〕7号"


def test_a_post_behind_the_last_of_several_units_is_that_of_all() -> None:
    head = _head(
        "白塔镇镇长办公会议纪要",
        "时间：2023年7月12日上午9:00",
        "地点：镇政府三楼会议室",
        "主持：镇长周某",
        "出席：副镇长李某、武装部长王某",
        "列席：财政所、农业综合服务中心、派出所负责人",
    )
    assert head.participant[-1] == "财政所、农业综合服务中心、派出所负责人"
    assert len(head.participant) == 4


def test_a_draft_is_of_the_day_under_its_title_and_of_the_school_that_closes_it() -> None:
    head = _head(
        "石堰中学第一学期工作总结",
        "（2023年1月12日教职工大会讨论稿）",
        "一学期来，全体教职工心往一处想、劲往一处使，较好地完成了各项任务。现将主要工作总结如下，请予审议。",
        "一、教学",
        "修订教案21份。",
        "石堰中学",
    )
    assert (head.date, head.issuer) == ("2023-01-12", ("石堰中学",))


def test_issuer_and_day_in_a_line_under_the_title() -> None:
    head = read(
        receive_text("某县场馆管理办法（试行）\n（某县文化旅游局2022年9月6日印发）\n\n第一条 制定本办法。\n")
    ).head
    assert (head.issuer, head.date) == (("某县文化旅游局",), "2022-09-06")


def test_a_letter_that_opens_with_its_number() -> None:
    head = read(
        receive_text(
            "某监综函〔2019〕237号\n某省药品监督管理局：\n你局请示收悉。经研究，现函复如下：\n"
            "申请人必须在获批后方可生产。\n某国药监局综合司\n2019年5月8日\n"
        )
    ).head
    assert (head.addressee, head.issuer, head.date) == (
        ("某省药品监督管理局",),
        ("某国药监局综合司",),
        "2019-05-08",
    )


def test_a_speech_whose_title_names_the_meeting() -> None:
    head = read(
        receive_text(
            "在全县招商推进会上的讲话\n县委副书记、县长　廖启东\n（2023年3月21日）\n今天召开推进会。\n"
        )
    ).head
    assert (head.meeting_name, head.date) == ("全县招商推进会", "2023-03-21")
    assert [p.split()[-1] for p in head.participant] == ["廖启东"]


def test_a_body_at_work_is_an_addressee_and_several_preside() -> None:
    head = read(
        receive_text("某局关于整改情况的报告\n某县委巡察工作领导小组办公室：\n现将情况报告如下。\n")
    ).head
    assert head.addressee == ("某县委巡察工作领导小组办公室",)
    head = read(
        receive_text(
            "执委会会议纪要\n会议时间：2015年7月23日\n参会地点：某某大厦\n列席人员：宁田海、张岩、夏斌共3人\n"
            "主持人：霍勇、方唯一\n一、议定事项\n办公室8月底前起草标准。\n"
        )
    ).head
    assert head.meeting_place == "某某大厦"
    assert head.participant == ("宁田海", "张岩", "夏斌", "霍勇", "方唯一")
