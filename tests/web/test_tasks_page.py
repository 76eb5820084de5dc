"""The page of one task: what it shows, what each member may do, what happens when two come at once."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from luoshi.followup.ground.permissions import Viewer
from luoshi.followup.ground.refusals import NotAllowedError, RefusedError
from luoshi.followup.ground.writing import writing
from luoshi.followup.task import assign, cascade, close, evidence, extend, progress, reword
from luoshi.followup.task.accept import NewTask, make_task
from luoshi.followup.task.may import ACTS
from luoshi.store.models import Comment, Event, Evidence, Scheme, Task, Watch
from luoshi.store.queries.tasks.page import whole_task
from luoshi.web.tasks.one.page import task_page
from tests.cast import Cast, at
from tests.web.conftest import MEMBERS

TODAY = date(2026, 6, 10)


def text(answer) -> str:
    return answer.content.decode()


def fresh(task: Task) -> Task:
    return Task.objects.get(pk=task.pk)


@pytest.mark.parametrize(
    ("who", "offered"),
    [
        ("civil", {"sign_for", "give_back", "report", "hand_in", "ask", "assign", "break_down"}),
        ("finance", {"sign_for", "give_back", "report", "hand_in", "break_down"}),
        ("office", {"assign", "break_down", "change_due", "edit_words", "set_scheme", "cancel"}),
        ("inspector", set()),
        ("boss", set()),
        ("reader", set()),
    ],
)
def test_only_what_the_viewer_may_do_now_is_offered(
    client_of, cast: Cast, task: Task, who: str, offered: set
) -> None:
    body = text(client_of(who).get(f"/tasks/{task.code}"))

    assert offered == {act for act in ACTS if f'/tasks/{task.code}/{act}"' in body}


def attempt(viewer: Viewer, code: str, act: str, piece: int) -> None:
    """Do an act with inputs that are themselves in order."""
    now = at("06-10")
    acts = {
        "sign_for": lambda: assign.sign_for(viewer, code, now=now),
        "give_back": lambda: assign.give_back(viewer, code, "理由", now=now),
        "report": lambda: progress.report(viewer, code, progress.Word("推进"), now=now),
        "hand_in": lambda: evidence.hand_in(
            viewer, code, evidence.Offered("x", link="https://example.org"), now=now
        ),
        "check": lambda: evidence.check(viewer, piece, evidence.Verdict(holds=True), now=now),
        "ask": lambda: extend.ask(viewer, code, date(2026, 12, 31), "理由", now=now),
        "decide": lambda: extend.decide(viewer, code, granted=True, words="", now=now),
        "assign": lambda: assign.assign(viewer, code, [], now=now),
        "break_down": lambda: cascade.break_down(
            viewer, code, cascade.Part([Task.objects.get(code=code).owner_id]), now=now
        ),
        "change_due": lambda: extend.change_due(viewer, code, date(2026, 12, 1), "理由", now=now),
        "edit_words": lambda: reword.edit_words(viewer, code, "新写法", now=now),
        "set_scheme": lambda: reword.set_scheme(viewer, code, None, now=now),
        "close": lambda: close.close(viewer, code, "", now=now),
        "reopen": lambda: close.reopen(viewer, code, "理由", now=now),
        "excuse": lambda: close.excuse(viewer, code, date(2026, 6, 30), "理由", now=now),
        "cancel": lambda: close.cancel(viewer, code, "理由", now=now),
    }
    with writing():
        acts[act]()
        raise RollbackError


class RollbackError(Exception):
    """The act went through; nothing is to stay."""


@pytest.mark.parametrize("story", ["given", "worked", "asked", "checked", "closed", "cancelled"])
@pytest.mark.parametrize("who", ["finance", "civil", "reader", "office", "inspector", "boss"])
def test_what_is_offered_is_what_goes_through(cast: Cast, task: Task, story: str, who: str) -> None:
    piece = 0
    if story != "given":
        assign.sign_for(cast.civil, task.code, now=at("03-04"))
        offered = evidence.Offered("x", link="https://example.org")
        piece = evidence.hand_in(cast.civil, task.code, offered, now=at("06-01")).pk
    if story == "asked":
        extend.ask(cast.civil, task.code, date(2026, 9, 30), "汛期", now=at("06-02"))
    if story in {"checked", "closed"}:
        evidence.check(cast.inspector, piece, evidence.Verdict(holds=True), now=at("06-03"))
    if story == "closed":
        close.close(cast.inspector, task.code, "", now=at("06-04"))
    if story == "cancelled":
        close.cancel(cast.office, task.code, "合并", now=at("06-04"))
    viewer = getattr(cast, who)
    offered = set(task_page(viewer, task.code, TODAY).may)

    through = set()
    for act in ACTS:
        try:
            attempt(viewer, task.code, act, piece)
        except RollbackError:
            through.add(act)
        except (NotAllowedError, RefusedError):
            pass
    again = {"check"} if story in {"checked", "closed"} else set()  # a finding may be corrected, not offered
    assert offered == through - again


def test_the_whole_way_by_forms(client_of, cast: Cast, task: Task) -> None:
    def post(who: str, act: str, **form) -> None:
        form = {"edition": fresh(task).edition, **form}
        answer = client_of(who).post(f"/tasks/{task.code}/{act}", form)
        assert (302, f"/tasks/{task.code}?done={act}") == (answer.status_code, answer["Location"])

    post("civil", "sign_for")
    post("civil", "report", words="已选址8处", percent="40", value="8", unit="处", about="选址")
    post("civil", "ask", to="2026-09-30", reason="汛期停工")
    post("office", "decide", granted="1", reason="同意")
    photo = SimpleUploadedFile("站点.pdf", b"twelve stations", "application/pdf")
    post("civil", "hand_in", file=photo, title="站点照片", happened_on="2026-06-09")
    post("inspector", "check", evidence=Evidence.objects.get().pk, holds="1", reason="现场看过")
    post("civil", "report", words="全部建成", is_done="1")
    post("inspector", "close", reason="核查属实")

    body = text(client_of("office").get(f"/tasks/{task.code}"))
    for words in (
        "已选址8处",
        "汛期停工",
        "最初承诺 2026年6月30日",
        "站点照片",
        "现场看过",
        "核查属实",
        "绿灯",
        "已销号",
    ):
        assert words in body
    given = client_of("office").get(f"/tasks/{task.code}/evidence/{Evidence.objects.get().pk}")
    assert b"twelve stations" == b"".join(given.streaming_content)
    assert "attachment" in given["Content-Disposition"]
    assert (
        404 == client_of("town").get(f"/tasks/{task.code}/evidence/{Evidence.objects.get().pk}").status_code
    )


@pytest.mark.parametrize("who", [m for m in MEMBERS if m in {"stranger", "village", "town"}])
@pytest.mark.parametrize("act", [*ACTS, "comment", "watch"])
def test_no_act_reaches_a_task_that_is_not_yours(
    client_of, cast: Cast, task: Task, who: str, act: str
) -> None:
    form = {
        "edition": task.edition, "reason": "x", "words": "x", "to": "2026-12-31", "due_on": "2026-12-31",
        "link": "https://example.org", "evidence": "1", "unit_lead": cast.town_unit.pk,
        "unit_part": cast.village_unit.pk,
    }  # fmt: skip
    n = Event.objects.count()
    assert 404 == client_of(who).post(f"/tasks/{task.code}/{act}", form).status_code
    assert n == Event.objects.count()


def test_the_second_of_two_is_told_what_the_first_changed(client_of, cast: Cast, task: Task) -> None:
    edition = fresh(task).edition
    first = {"edition": edition, "words": "建成12个养老服务站点（含2个农村点）"}
    assert 302 == client_of("office").post(f"/tasks/{task.code}/edit_words", first).status_code

    second = {"edition": edition, "due_on": "2026-07-31", "reason": "顺延"}
    answer = client_of("office").post(f"/tasks/{task.code}/change_due", second)

    assert 409 == answer.status_code
    assert "何文改过这一项" in text(answer)
    assert "含2个农村点" in text(answer)
    assert date(2026, 6, 30) == fresh(task).due_on


def test_htmx_gets_the_page_in_place_and_refusals_beside_it(client_of, task: Task) -> None:
    client = client_of("civil")
    headers = {"hx-request": "true"}
    answer = client.post(f"/tasks/{task.code}/sign_for", {"edition": task.edition}, headers=headers)
    assert (200, True) == (answer.status_code, "已签收。" in text(answer))
    assert "<html" not in text(answer)

    again = client.post(f"/tasks/{task.code}/sign_for", {"edition": task.edition}, headers=headers)
    assert (409, "#messages") == (again.status_code, again["HX-Retarget"])


@pytest.mark.parametrize(
    ("act", "form", "words"),
    [
        ("report", {"percent": "101"}, "0 到 100"),
        ("report", {"percent": "许多"}, "0 到 100"),
        ("report", {"value": "八", "unit": "处"}, "不是数字"),
        ("report", {"value": "NaN"}, "不是数字"),
        ("ask", {"to": "九月底", "reason": "x"}, "不是日期"),
        ("ask", {"to": "", "reason": "x"}, "请填日期"),
        ("hand_in", {"link": "javascript:alert(1)"}, "不是网址"),
        ("hand_in", {"link": "https://example.org", "covers_from": "2026-03-01"}, "起止日期"),
        ("hand_in", {}, "请上传一个文件"),
        ("break_down", {"edition": "2"}, "请选择"),
        ("assign", {"typed_support": "有关部门", "edition": "2"}, "单位名录"),
    ],
)
def test_input_that_cannot_be_is_told_plainly(
    client_of, task: Task, act: str, form: dict, words: str
) -> None:
    form = {**form, "edition": fresh(task).edition} if "edition" in form else form
    answer = client_of("civil").post(f"/tasks/{task.code}/{act}", form)

    assert (409, True) == (answer.status_code, words in text(answer))


def test_units_are_given_by_name_by_initials_and_by_kind(client_of, cast: Cast, task: Task) -> None:
    cast.finance_unit.initials = "xczj"
    cast.finance_unit.save()
    client = client_of("office")
    for typed in ("财政", "xc", "县财"):
        assert ["县财政局"] == [u["name"] for u in client.get("/tasks/units", {"q": typed}).json()["units"]]
    assert [] == client_of("stranger").get("/tasks/units", {"q": "县"}).json()["units"]

    form = {
        "edition": fresh(task).edition,
        "typed_supervise": "县政府督查室",
        "unit_support": cast.town_unit.pk,
    }
    client.post(f"/tasks/{task.code}/assign", form)
    client_of("civil").post(
        f"/tasks/{task.code}/break_down", {"edition": fresh(task).edition, "typed_part": "各乡镇"}
    )

    assert {"supervise"} == set(task.stakes.filter(unit=cast.inspection_unit).values_list("role", flat=True))
    assert [cast.town_unit.pk] == list(task.children.values_list("seat", flat=True))


def test_the_same_file_offered_again_is_shown(client_of, cast: Cast, task: Task) -> None:
    for who in ("civil", "finance"):
        file = SimpleUploadedFile("同一份.pdf", b"the same bytes", "application/pdf")
        client_of(who).post(f"/tasks/{task.code}/hand_in", {"file": file})

    assert 1 == text(client_of("inspector").get(f"/tasks/{task.code}")).count("同一个文件以前交过")


def test_a_report_brings_its_evidence_along_or_neither_is_kept(client_of, cast: Cast, task: Task) -> None:
    address = f"/tasks/{task.code}/report"
    file = SimpleUploadedFile("清单.txt", "十二个站点".encode(), "text/plain")
    client_of("civil").post(address, {"words": "已建成", "is_done": "1", "file": file})

    piece = task.evidence.get()
    assert ("清单.txt", cast.civil_unit.pk) == (piece.title, piece.unit_id)
    entries = Event.objects.filter(task=task).order_by("pk").values_list("kind", flat=True)
    assert ["reported", "evidenced"] == list(entries)[-2:]
    later = {"words": "又来一次", "happened_on": "2027-01-01", "file": SimpleUploadedFile("b.txt", b"later")}
    assert 409 == client_of("civil").post(address, later).status_code
    assert (1, 1) == (task.reports.count(), task.evidence.count())


def test_comments_and_watching(client_of, cast: Cast, task: Task) -> None:
    client_of("reader").post(f"/tasks/{task.code}/comment", {"words": "请注意选址"})
    client_of("reader").post(f"/tasks/{task.code}/watch", {"wanted": "1"})
    client_of("reader").post(f"/tasks/{task.code}/watch", {"wanted": "1"})

    assert "请注意选址" in text(client_of("office").get(f"/tasks/{task.code}"))
    assert (1, 1) == (Comment.objects.count(), Watch.objects.count())
    client_of("reader").post(f"/tasks/{task.code}/watch", {"wanted": "0"})
    assert ["commented", "watched", "watched"] == list(
        Event.objects.filter(kind__in=["commented", "watched"]).order_by("pk").values_list("kind", flat=True)
    )


def test_words_and_scheme_change_with_their_history(client_of, cast: Cast, task: Task) -> None:
    scheme = Scheme.objects.create(name="养老服务", rules="yinchuan")
    for act, form in (("edit_words", {"words": "建成12个站点"}), ("set_scheme", {"scheme": scheme.pk})):
        client_of("office").post(f"/tasks/{task.code}/{act}", {"edition": fresh(task).edition, **form})

    body = text(client_of("office").get(f"/tasks/{task.code}"))
    assert "写法从“建成12个养老服务站点”改为“建成12个站点”" in body
    assert "专项从“无”改为“养老服务”" in body
    assert ("建成12个站点", scheme) == (fresh(task).words, fresh(task).scheme)
    with pytest.raises(NotAllowedError):
        reword.edit_words(cast.civil, task.code, "别的", now=at("06-10"))


def test_a_limit_says_why_it_is_that_day(client_of, cast: Cast) -> None:
    """15 working days after Monday 21 September 2026: two feasts lie between, 10 October is worked."""
    new = NewTask(words="办结", waits_for="P15D", limit_days="working", due_words="15个工作日内")
    with writing():
        task = make_task(cast.office, cast.office_unit, new, now=at("03-02"))
    assert "等事情发生才起算" in text(client_of("office").get(f"/tasks/{task.code}"))

    form = {"edition": task.edition, "event_on": "2026-09-21", "reason": ""}
    client_of("office").post(f"/tasks/{task.code}/change_due", form)

    # 22-24 and 28-30 September 6, 8-10 October 3, 12-16 October 5, Monday 19 the fifteenth
    assert date(2026, 10, 19) == fresh(task).due_on
    body = text(client_of("office").get(f"/tasks/{task.code}"))
    assert "2026-09-21 起算，15个工作日内" in body
    assert "算进来的调休上班日" in body


def test_a_recurring_task_shows_its_occurrences(client_of, cast: Cast) -> None:
    new = NewTask(words="每季度召开一次调度会", rrule="FREQ=MONTHLY;INTERVAL=3")
    task = make_task(cast.office, cast.office_unit, new, now=at("03-02"))
    assign.assign(cast.office, task.code, [(cast.civil_unit.pk, "lead")], now=at("03-02"))
    form = {"words": "已召开", "is_done": "1", "occurrence": "2026-06-30"}
    client_of("civil").post(f"/tasks/{task.code}/report", form)

    body = text(client_of("civil").get(f"/tasks/{task.code}"))
    assert "报完成（2026-06-30 这一次）" in body
    assert '<option value="2026-09-30">' in body


def test_a_daily_duty_says_how_many_days_have_no_record(client_of, cast: Cast) -> None:
    """Made on 2 March; on 10 June a hundred days are blank, one line in the list and on the page."""
    new = NewTask(words="每天巡查一次河道", rrule="FREQ=DAILY")
    task = make_task(cast.office, cast.office_unit, new, now=at("03-02"))
    assign.assign(cast.office, task.code, [(cast.civil_unit.pk, "lead")], now=at("03-02"))
    blank = sum(one.due_on < TODAY for one in task.occurrences.all())

    assert f"{blank} 天没有记录" in text(client_of("civil").get("/tasks"))
    body = text(client_of("civil").get(f"/tasks/{task.code}"))
    assert 3 == body.count(f"{blank} 天没有记录")  # at its head, among the open ones, among all
    progress.report(cast.civil, task.code, progress.Word("已巡查", occurrence=TODAY), now=at("06-10"))
    assert f"{blank} 天没有记录" in text(client_of("civil").get(f"/tasks/{task.code}"))


def test_one_occurrence_is_excused_with_a_reason_and_owed_again(client_of, cast: Cast) -> None:
    new = NewTask(words="每季度召开一次调度会", rrule="FREQ=MONTHLY;INTERVAL=3")
    task = make_task(cast.office, cast.office_unit, new, now=at("03-02"))
    assign.assign(cast.office, task.code, [(cast.civil_unit.pk, "lead")], now=at("03-02"))
    office, page = client_of("office"), f"/tasks/{task.code}"
    once = str(Task.objects.get(pk=task.pk).due_on)
    form = {"occurrence": once, "reason": "机构改革"}
    assert 403 == client_of("civil").post(f"{page}/excuse", form).status_code
    office.post(f"{page}/excuse", form)

    body = text(client_of("civil").get(page))
    assert f"免办（{once} 这一次）" in body
    assert "另有 1 次免办。" in body
    assert f'<option value="{once}">' not in body
    assert f"{page}/owe_again" not in body
    assert f"{page}/owe_again" in text(office.get(page))
    office.post(f"{page}/owe_again", {"occurrence": once})
    assert f'<option value="{once}">' in text(client_of("civil").get(page))


def test_a_run_of_occurrences_is_excused_from_the_page(client_of, cast: Cast) -> None:
    new = NewTask(words="每月巡查一次校舍", rrule="FREQ=MONTHLY")
    task = make_task(cast.office, cast.office_unit, new, now=at("03-02"))
    assign.assign(cast.office, task.code, [(cast.civil_unit.pk, "lead")], now=at("03-02"))
    days = [str(day) for day in task.occurrences.values_list("scheduled_on", flat=True)[:3]]
    office, page = client_of("office"), f"/tasks/{task.code}"
    assert '<select name="through">' in text(office.get(page))

    office.post(f"{page}/excuse", {"occurrence": days[0], "through": days[2], "reason": "暑假"})
    assert "另有 3 次免办。" in text(client_of("civil").get(page))
    assert f"{days[0]} 至 {days[2]} 的 3 次免办" in text(client_of("civil").get("/"))


def test_a_long_history_keeps_the_first_promise(cast: Cast, task: Task) -> None:
    Event.objects.bulk_create(
        Event(at=at("03-05"), kind="reworded", task=task, body='{"before":"a","after":"b"}')
        for _ in range(220)
    )

    assert ["made"] == [e.kind for e in whole_task(task.pk, person=0, today=TODAY).events if e.kind == "made"]


def test_the_page_asks_the_database_a_fixed_number_of_times(
    client_of, cast: Cast, task: Task, django_assert_max_num_queries
) -> None:
    for number in range(10):
        progress.report(cast.civil, task.code, progress.Word(f"第{number}次"), now=at("05-01"))
        evidence.hand_in(
            cast.civil, task.code, evidence.Offered("x", link="https://example.org"), now=at("05-01")
        )
    client = client_of("office")
    client.get(f"/tasks/{task.code}")
    with django_assert_max_num_queries(20):
        client.get(f"/tasks/{task.code}")
