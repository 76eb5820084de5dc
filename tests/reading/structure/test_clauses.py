"""Where one clause ends, what belongs to it, and what it is doing."""

import pytest

from luoshi.document.receive import receive_text
from luoshi.reading.marks import State
from luoshi.reading.reading import Reading
from luoshi.reading.structure.clause.clauses import read_clauses
from luoshi.reading.structure.front.head import read_head
from luoshi.reading.structure.outline.divisions import read_outline
from luoshi.reading.structure.speakers import read_speakers


def clauses_of(text):
    reading = Reading(receive_text(text))
    for stage in (read_outline, read_head, read_speakers, read_clauses):
        reading = stage(reading)
    return reading, reading.clauses


def words_of(text):
    reading, clauses = clauses_of(text)
    return [c.span.of(reading.source.text) for c in clauses if not c.heading]


@pytest.mark.parametrize("semicolon", [";", "；"])
def test_parts_between_semicolons_stand_alone(semicolon):
    text = f"各校每月检查一次食堂{semicolon}市教育局每季度抽查。"
    assert ["各校每月检查一次食堂", "市教育局每季度抽查"] == words_of(text)


def test_a_gloss_after_qizhong_is_not_cut():
    text = "全年新增学位5000个，其中：小学3000个；初中2000个。加强师资配备。"
    assert ["全年新增学位5000个，其中：小学3000个；初中2000个", "加强师资配备"] == words_of(text)


def test_a_semicolon_in_brackets_does_not_cut():
    assert 1 == len(words_of("完善“统一受理；分头办理”（含线上；线下）的工作机制。"))


def test_list_marks_are_no_part_of_the_clause():
    text = "会议提出三点要求：一是要建立台账，二是按月通报，三是年底考核。"
    assert ["要建立台账", "按月通报", "年底考核"] == words_of(text)


def test_the_speaker_and_connectives_are_no_part_of_the_clause():
    assert ["要抓好春耕备耕", "各镇要落实值班制度"] == words_of(
        "会议强调，要抓好春耕备耕。同时，各镇要落实值班制度。"
    )


def test_a_trailing_bracket_belongs_to_all_parts_before_it():
    reading, clauses = clauses_of("1.新建公厕10座；改造公厕5座（牵头单位：市住建局，完成时限：6月底）。")
    text = reading.source.text
    assert ["新建公厕10座", "改造公厕5座"] == [c.span.of(text) for c in clauses]
    assert {"（牵头单位：市住建局，完成时限：6月底）"} == {c.tail.of(text) for c in clauses}


def test_each_part_keeps_its_own_bracket():
    reading, clauses = clauses_of("修编规划（责任单位：自然资源局）；清理河道（责任单位：水利局）。")
    assert ["自然资源局", "水利局"] == [c.tail.of(reading.source.text)[6:-1] for c in clauses]


def test_a_sentence_of_units_is_a_tail_too():
    reading, clauses = clauses_of("（一）开展巡查。每周巡查一次河道。责任单位：市水利局。\n")
    last = next(c for c in clauses if not c.heading)
    assert "每周巡查一次河道" == last.span.of(reading.source.text)
    assert "责任单位：市水利局" == last.tail.of(reading.source.text).rstrip("。")


def test_a_heading_with_a_body_is_marked_as_heading():
    _, clauses = clauses_of("一、强化保障\n各区要安排专项资金。\n二、严格考核\n市政府每半年通报一次。\n")
    assert [True, False, True, False] == [c.heading for c in clauses]


def test_an_item_without_heading_is_a_clause():
    assert ["建成农贸市场3个，新增摊位500个", "改造路灯800盏"] == words_of(
        "1.建成农贸市场3个，新增摊位500个。\n2.改造路灯800盏。\n"
    )


def test_run_in_headings_are_marked():
    text = "一是强化政治引领。各支部每月开展一次主题党日。二是抓好队伍建设。全年培训骨干两次。"
    assert ["各支部每月开展一次主题党日", "全年培训骨干两次"] == words_of(text)


def test_only_content_cells_of_a_row_are_cut():
    text = (
        "序号 | 任务 | 责任单位 | 时限\n"
        "1 | 修订防汛预案，报市政府备案。每年演练两次。 | 应急局 | 6月底前\n"
        "2 | 更换水表2000只。 | 水务局 | 年底前\n"
    )
    assert ["修订防汛预案，报市政府备案", "每年演练两次", "更换水表2000只"] == words_of(text)


def states_of(text):
    reading, clauses = clauses_of(text)
    return {c.span.of(reading.source.text)[:6]: c.state for c in clauses}


def test_states_follow_the_turns_of_a_report():
    text = (
        "某县某局工作汇报\n今年以来，我局新建站点12个。累计培训800人次。\n"
        "但还存在一些问题：一是经费保障不足；二是队伍力量薄弱。\n下一步，我局将建立月调度制度。\n"
    )
    states = states_of(text)
    assert State.ACHIEVEMENT is states["今年以来，我"]
    assert State.ACHIEVEMENT is states["累计培训80"]
    assert State.PROBLEM is states["经费保障不足"]
    assert State.PROBLEM is states["队伍力量薄弱"]
    assert State.PLAN is states["下一步，我局"]


def test_sections_set_the_state():
    text = (
        "一、指导思想\n坚持以人民为中心。\n二、存在的问题\n设施老化严重。\n三、下一步打算\n更换管道10公里。\n"
    )
    states = states_of(text)
    assert [State.AIM, State.PROBLEM, State.PLAN] == [
        states[w] for w in ("坚持以人民为", "设施老化严重", "更换管道10")
    ]


def test_what_leads_up_to_the_demands_is_background():
    text = "关于开展春季植树的通知\n各街道：\n为改善环境，现将有关事项通知如下：\n一、时间\n3月12日前完成。\n"
    assert State.BACKGROUND is states_of(text)["为改善环境"]


def test_a_leaders_words_are_a_quotation():
    assert (
        State.QUOTATION
        is states_of("习近平总书记强调，安全生产必须警钟长鸣。各镇要开展排查。")["安全生产必须"]
    )


@pytest.mark.parametrize("colon", ["：", ":"])
def test_a_speaker_is_carried_down_to_the_next(colon):
    text = f"县长王明强调{colon}\n一是建立台账。\n二是按月通报。\n县委书记李华指出，要严格考核。\n"
    reading, clauses = clauses_of(text)
    names = [reading.speakers[c.speaker].span.of(reading.source.text) for c in clauses if c.speaker >= 0]
    assert ["县长王明"] * 2 + ["县委书记李华"] == names[-3:]


def states(text):
    reading, clauses = clauses_of(text)
    return {c.span.of(reading.source.text): c.state for c in clauses}


def test_the_topic_before_an_items_colon_is_no_part_of_the_clause():
    text = "3．考试形式：线上进行，教师要提前告知平台。\n4．其它：保卫处要加强巡逻。"
    assert ["线上进行，教师要提前告知平台", "保卫处要加强巡逻"] == words_of(text)


def test_a_demand_before_the_colon_stays():
    assert ["各镇要建立台账：一户一档，每月更新"] == words_of("1.各镇要建立台账：一户一档，每月更新。")


def test_a_score_before_the_trailing_bracket_is_no_clause():
    text = "新建公厕10座。改造管网5公里。（0.5分）（6月底完成，牵头单位：市住建局）"
    assert ["新建公厕10座", "改造管网5公里"] == words_of(text)


def test_a_line_in_heavy_brackets_is_a_heading():
    assert ["修改完善后印发执行"] == words_of("【（三）表决结果】\n修改完善后印发执行。")


def test_what_a_field_says_is_background_unless_it_demands():
    text = "一、培训时间\n5月6日至8日，共3天。\n二、参加人员\n各镇分管领导。参训人员必须全程在岗。\n"
    found = states(text)
    assert found["各镇分管领导"] is State.BACKGROUND
    assert found["参训人员必须全程在岗"] is State.PLAN


@pytest.mark.parametrize("done", ["全县建成了12个服务站", "县医院改造已全部完工", "先后培训了骨干300名"])
def test_what_is_over_is_told_in_a_plan_too(done):
    assert states(f"一、重点任务\n{done}。要抓好后续管护。\n")[done] is State.ACHIEVEMENT


@pytest.mark.parametrize("asked", ["为了方便群众，在各村设代办点", "对已建成的项目加强管护"])
def test_purpose_and_attribute_are_not_over(asked):
    assert states(f"一、重点任务\n{asked}。\n")[asked] is State.PLAN


def test_a_heading_that_mends_problems_names_none():
    text = "某镇自查报告\n一、主要做法\n（一）集中整治突出问题。检查门店46家；取缔占道摊点23处。\n"
    assert set(states(text).values()) == {State.ACHIEVEMENT}


def test_the_sentences_of_the_meeting_itself_are_head():
    text = (
        "某县召开防汛会议\n5月6日，某县召开防汛会议，县长李明主持会议，各镇书记参加会议。\n"
        "会议要求，各镇要每日巡堤。\n"
    )
    found = states(text)
    assert [s for w, s in found.items() if "主持" in w] == [State.HEAD]
    assert found["各镇要每日巡堤"] is State.PLAN


def test_an_ordinal_that_names_a_unit_stays():
    assert ["第三分公司要制定整改方案", "要加强督查"] == words_of(
        "第三分公司要制定整改方案。第三，要加强督查。"
    )


def test_what_has_been_done_one_after_the_other_is_told():
    found = states(
        "某建议的答复\n一、已开展的工作\n2022年以来，我局先后新建停车场5处。\n二、下一步措施\n6月底前公布名单。\n"
    )
    assert found["2022年以来，我局先后新建停车场5处"] is State.ACHIEVEMENT
    assert found["6月底前公布名单"] is State.PLAN


def test_a_passage_that_stands_again_is_read_once():
    passage = "县教育局要在6月底前对全县学校食堂开展一次排查，逐校建立台账，并将结果报督查室备案。"
    found = clauses_of(f"{passage}\n各镇要做好配合。\n{passage}\n")[1]
    states_of_passage = [c.state for c in found if c.span.end - c.span.start > 30]
    assert states_of_passage == [State.PLAN, State.HEAD]


def test_the_tasks_of_a_report_go_on_behind_a_heading_that_says_nothing() -> None:
    text = (
        "某县政府工作报告\n一、2025年工作回顾\n新增企业9户。\n二、2026年总体要求和目标任务\n"
        "（一）抓项目扩投资。全年实施重点项目88个。\n三、政府自身建设\n县级部门公用经费压减10%，会议文件只减不增。\n"
    )
    found = states(text)
    assert found["新增企业9户"] is State.ACHIEVEMENT
    assert found["全年实施重点项目88个"] is State.PLAN
    assert found["县级部门公用经费压减10%，会议文件只减不增"] is State.PLAN
    opens = states("某局工作总结\n一、目标任务\n新建道路3公里。\n二、加强领导\n成立专班1个，召开会议5次。\n")
    assert opens["成立专班1个，召开会议5次"] is State.ACHIEVEMENT
    again = states(text.replace("三、政府自身建设", "一、政府自身建设"))  # another report begins
    assert again["县级部门公用经费压减10%，会议文件只减不增"] is State.ACHIEVEMENT


def test_words_left_out_end_a_part() -> None:
    assert ["县中医院康复楼国庆节前投用，新增床位60张", "每件实事明确一名领导"] == words_of(
        "县中医院康复楼国庆节前投用，新增床位60张……每件实事明确一名领导。"
    )


def test_how_the_work_went_is_told_though_the_heading_names_tasks() -> None:
    text = (
        "某公司2025年度工作报告\n一、重点工作完成情况\n公司精简18人，办理供方准入75家。\n"
        "二、重点工作\n开展全员培训。\n"
    )
    found = states(text)
    assert found["公司精简18人，办理供方准入75家"] is State.ACHIEVEMENT
    assert found["开展全员培训"] is State.PLAN


def test_news_of_what_has_gone_on_since_a_day_tell() -> None:
    found = states(
        "我省稳步推进土地利用监测监管工作\n自今年1月1日，全省启动建设用地供后开发利用巡查监管以来，该项工作稳步推进，在五方面取得显著成效。\n处理上报信息撤回16份。\n"
    )
    assert found["处理上报信息撤回16份"] is State.ACHIEVEMENT


def test_what_a_body_has_counted_goes_on_telling() -> None:
    found = states(
        "某县长讲话\n一、认清形势\n今年1至8月，全县发生事故19起，同比下降17.4%。局执法大队检查企业412家次，排查整改隐患1136条。\n"
    )
    assert found["局执法大队检查企业412家次，排查整改隐患1136条"] is State.ACHIEVEMENT
