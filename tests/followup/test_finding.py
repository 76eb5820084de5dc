"""Searching: two characters are enough, and nobody finds what is not theirs."""

import time

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from luoshi.followup.finding.ask import find
from luoshi.followup.finding.index import index_task, rebuild
from luoshi.followup.finding.words import marked, terms_of, tokens_of
from luoshi.followup.ground.writing import writing
from luoshi.followup.intake.take_in import Received, take_in
from luoshi.followup.task.accept import NewTask, make_task
from luoshi.followup.task.reword import edit_words
from luoshi.store.models import Stake, Task
from luoshi.web.search.pages import results
from tests.cast import at

NOTICE = "关于做好防汛工作的通知\n\n各乡镇：\n一、县水利局要在6月底前完成柳河堤防加固。\n"


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("养老服务", ["养老", "老服", "服务", "务"]),
        ("建成12个站点", ["建成", "成", "12", "个站", "站点", "点"]),
        ("建成１２个", ["建成", "成", "12", "个"]),
        ("2026-0017 PPP项目", ["2026", "0017", "ppp", "项目", "目"]),
        ("，。（）", []),
        ("", []),
    ],
)
def test_a_text_is_found_by_pairs_and_words(text, tokens):
    assert list(tokens_of(text)) == tokens


@pytest.mark.parametrize(
    ("question", "terms"),
    [
        ("养老", [(("养老",), False)]),
        ("养老服务", [(("养老", "老服", "服务"), False)]),
        ("养", [(("养",), True)]),
        ("养老 站", [(("养老",), False), (("站",), True)]),
        ("Pp", [(("pp",), True)]),
        ('" OR * NEAR(', [(("or",), True), (("near",), True)]),
    ],
)
def test_a_question_becomes_terms_that_must_all_be_there(question, terms):
    assert terms_of(question) == terms


@given(st.text(), st.text())
def test_marking_loses_and_adds_nothing(text, question):
    assert "".join(words for words, _ in marked(text, question)) == text


def test_hits_are_marked_and_long_texts_cut_around_the_first():
    assert marked("建成养老站点", "养老") == (("建成", False), ("养老", True), ("站点", False))
    long = "甲" * 100 + "养老" + "乙" * 200
    pieces = marked(long, "养老", around=10)
    assert pieces[0] == ("…", False)
    assert pieces[1:3] == (("甲" * 10, False), ("养老", True))
    assert pieces[-1] == ("…", False)


@pytest.mark.parametrize("question", ["养老", "服务站点", "养", "点", "12", "建成 站点", "老服"])
def test_a_task_is_found_by_parts_of_its_words(cast, task, question):
    assert find(cast.civil, "task", question).ids == (task.pk,)


@pytest.mark.parametrize("question", ["老养", "养老院", "13", "建成 学校", "", "，", "务服"])
def test_what_is_not_there_is_not_found(cast, task, question):
    assert find(cast.civil, "task", question).ids == ()


def test_a_task_is_found_by_its_number(cast, task):
    assert find(cast.civil, "task", task.code).ids == (task.pk,)


def test_nobody_finds_what_is_not_theirs(cast, task):
    for who in ("stranger", "village", "town"):
        assert find(getattr(cast, who), "task", "养老").ids == ()
    for who in ("finance", "office", "reader", "inspector", "boss"):
        assert find(getattr(cast, who), "task", "养老").ids == (task.pk,)


def test_new_words_are_found_and_old_ones_no_longer(cast, task):
    edit_words(cast.office, task.code, "建成12个托育服务中心", now=at("03-05"))
    assert find(cast.civil, "task", "托育").ids == (task.pk,)
    assert find(cast.civil, "task", "站点").ids == ()


def test_a_document_is_found_by_its_title_and_text_by_who_may_see_it(cast):
    version = take_in(cast.office, cast.office_unit.pk, Received("通知.txt", text=NOTICE), now=at("03-02"))
    for question in ("防汛", "堤防加固", "柳河"):
        assert find(cast.office, "document", question).ids == (version.document_id,)
        assert find(cast.civil, "document", question).ids == ()
    assert find(cast.office, "task", "防汛").ids == ()


def test_the_latest_come_first_and_the_next_page_goes_on(cast):
    with writing():
        made = [
            make_task(cast.office, cast.office_unit, NewTask(f"第{n}号防汛任务"), now=at("03-02")).pk
            for n in range(45)
        ]
    first = find(cast.office, "task", "防汛")
    assert first.ids == tuple(reversed(made))[:20]
    second = find(cast.office, "task", "防汛", after=first.after)
    third = find(cast.office, "task", "防汛", after=second.after)
    assert second.ids + third.ids == tuple(reversed(made))[20:]
    assert (third.after, third.is_short) == (0, False)


def test_the_index_can_be_written_anew(cast, task):
    version = take_in(cast.office, cast.office_unit.pk, Received("通知.txt", text=NOTICE), now=at("03-02"))
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM store_search")
        if connection.vendor != "postgresql":
            cursor.execute("DELETE FROM store_search_words")
    assert find(cast.civil, "task", "养老").ids == ()
    assert rebuild() == 2
    assert find(cast.civil, "task", "养老").ids == (task.pk,)
    assert find(cast.office, "document", "防汛").ids == (version.document_id,)


def test_ten_thousand_tasks_are_searched_in_five_milliseconds(cast, task):
    """Top 20 of a word in every task, and of one in none that the asker may see."""
    rows = [
        Task(**{f.attname: getattr(task, f.attname) for f in Task._meta.concrete_fields if f.name != "id"})
        for _ in range(10_000)
    ]
    for n, row in enumerate(rows):
        row.code, row.words = f"2025-{n:05d}", f"第{n}项 建成养老服务站点 {'防汛' if n % 7 else '抗旱'}"
    made = Task.objects.bulk_create(rows)
    stakes = [Stake(task=one, unit=cast.civil_unit, role="lead", l1=task.l1, l2=task.l2) for one in made]
    Stake.objects.bulk_create(stakes)
    rebuild()
    for question in ("养老", "防汛", "抗旱 站点", "9999"):
        spent = []
        for _ in range(5):
            start = time.process_time()
            found = find(cast.civil, "task", question)
            spent.append(time.process_time() - start)
        assert found.ids
        assert min(spent) < 0.005, question


def test_writing_a_task_twice_leaves_one(cast, task):
    index_task(task)
    index_task(task)
    assert find(cast.civil, "task", "养老").ids == (task.pk,)


DAMAGED = (
    "關於養老服務的通知\n"
    "縣民政局要在6月底前建成12個養(yǎng)老服務(wù)站點(diǎn),印發(fā)服務(wù)標(biāo)準(zhǔn)。\n"
)


@pytest.mark.parametrize("question", ["服务标准", "站点", "养老 印发"])
def test_a_damaged_text_is_found_by_the_words_read_in_it(cast, question):
    version = take_in(cast.office, cast.office_unit.pk, Received("通知.txt", text=DAMAGED), now=at("03-02"))
    assert find(cast.office, "document", question).ids == (version.document_id,)
    rebuild()
    assert find(cast.office, "document", question).ids == (version.document_id,)


def test_the_place_of_a_hit_is_in_the_text_as_received(cast):
    take_in(cast.office, cast.office_unit.pk, Received("通知.txt", text=DAMAGED), now=at("03-02"))
    (line,) = results(cast.office, "标准", kind="", after=0, today=at("03-02").date()).documents
    assert ("标准", True) in line.place
    assert DAMAGED.index("標") == line.at
