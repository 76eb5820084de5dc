"""A limit is counted from its event, and moves only where everybody sees it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from luoshi.followup.ground.refusals import NotAllowedError, RefusedError
from luoshi.followup.ground.writing import writing
from luoshi.followup.intake.decide import accept
from luoshi.followup.intake.drafts import from_json
from luoshi.followup.intake.take_in import Received, take_in
from luoshi.followup.proof.caches import compare_caches
from luoshi.followup.registry.holidays import count_anew, take_in_notice
from luoshi.followup.task.accept import NewTask, make_task
from luoshi.followup.task.assign import assign
from luoshi.followup.task.evidence import Offered, Verdict, check, hand_in
from luoshi.followup.task.extend import ask, change_due, decide, event_happened
from luoshi.followup.task.progress import Word, report
from luoshi.followup.work import tasks
from luoshi.store.models import Event, HolidayNotice, Notification, Person, Task
from tests.cast import Cast, at

NOTICE_2027 = """
year = 2027
source = "国办发明电〔2026〕9号（测试用）"
[[holiday]]
name = "元旦"
first = 2027-01-01
last = 2027-01-03
worked = []
[[holiday]]
name = "春节"
first = 2027-02-05
last = 2027-02-12
worked = [2027-01-31, 2027-02-20]
"""
SPRING = 'name = "春节"\nfirst = 2027-02-05'


@pytest.fixture
def waiting(cast: Cast) -> Task:
    """Ten working days after an event; civil affairs leads."""
    new = NewTask("报送方案", waits_for="P10D", limit_days="working", due_words="10个工作日内")
    with writing():
        made = make_task(cast.office, cast.office_unit, new, now=at("03-02"))
    return assign(cast.office, made.code, [(cast.civil_unit.pk, "lead")], now=at("03-02"))


@pytest.fixture
def quarterly(cast: Cast) -> Task:
    """Every quarter; the first time on 31 March 2026."""
    new = NewTask("每季度召开一次调度会", rrule="FREQ=MONTHLY;INTERVAL=3")
    with writing():
        made = make_task(cast.office, cast.office_unit, new, now=at("03-02"))
    return assign(cast.office, made.code, [(cast.civil_unit.pk, "lead")], now=at("03-02"))


def fresh(task: Task) -> Task:
    return Task.objects.get(pk=task.pk)


def kinds(task: Task) -> list[str]:
    return list(Event.objects.filter(task=task).order_by("pk").values_list("kind", flat=True))


def early(day: str) -> datetime:
    """Seven in the morning in China, which is still the day before in Greenwich."""
    return datetime.fromisoformat(f"2026-{day}T07:00:00+08:00").astimezone(UTC)


@pytest.mark.parametrize(("day", "is_late"), [("06-30", False), ("07-01", True)])
def test_evidence_is_received_on_the_offices_day(cast: Cast, task: Task, day: str, is_late: bool) -> None:  # noqa: FBT001
    """At seven in the morning after the last day it is late, although it is still June in Greenwich."""
    one = hand_in(cast.civil, task.code, Offered("名单", link="https://example.org"), now=early(day))
    check(cast.inspector, one.pk, Verdict(holds=True), now=at("07-02"))

    assert date.fromisoformat(f"2026-{day}") == fresh(task).met_on
    assert is_late == (fresh(task).met_on > fresh(task).due_on)


def test_more_time_is_asked_for_up_to_the_last_day_of_the_office(cast: Cast, task: Task) -> None:
    with pytest.raises(RefusedError, match="extension-asked-late"):
        ask(cast.civil, task.code, date(2026, 9, 30), "汛期停工", now=early("07-01"))
    ask(cast.civil, task.code, date(2026, 9, 30), "汛期停工", now=early("06-30"))

    assert date(2026, 6, 30) == fresh(task).due_on
    decide(cast.office, task.code, granted=True, words="", now=at("07-02"))
    assert (date(2026, 9, 30), date(2026, 6, 30)) == (fresh(task).due_on, fresh(task).first_due_on)


def test_a_limit_waits_for_its_event(cast: Cast, waiting: Task) -> None:
    """Monday 18 January 2027 and ten working days: 19-22, 25-29 January, 1 February; no notice known yet."""
    assert fresh(waiting).due_on is None
    event_happened(cast.office, waiting.code, date(2027, 1, 18), "方案已印发", now=at("03-03"))

    assert (date(2027, 2, 1), date(2027, 1, 18)) == (fresh(waiting).due_on, fresh(waiting).counted_from)
    with pytest.raises(NotAllowedError):
        event_happened(cast.civil, waiting.code, date(2027, 1, 18), "方案已印发", now=at("03-03"))


def test_a_length_that_is_not_known_is_not_guessed(cast: Cast, task: Task) -> None:
    with pytest.raises(RefusedError, match="length-unknown"):
        event_happened(cast.office, task.code, date(2026, 6, 1), "会议已召开", now=at("06-02"))


def test_a_new_notice_counts_what_is_open_anew_where_everybody_sees_it(cast: Cast, waiting: Task) -> None:
    """Sunday 31 January is worked by the notice, so the tenth working day is that Sunday."""
    event_happened(cast.office, waiting.code, date(2027, 1, 18), "方案已印发", now=at("03-03"))
    _, moved = take_in_notice(None, NOTICE_2027, now=at("11-10"))

    assert [(waiting.code, date(2027, 2, 1), date(2027, 1, 31))] == [
        (one.code, one.before, one.after) for one in moved
    ]
    assert date(2027, 1, 31) == fresh(waiting).due_on
    assert "国办发明电〔2026〕9号" in Event.objects.filter(task=waiting).order_by("pk").last().body
    assert {"civil", "office"} == set(
        Notification.objects.filter(kind="due-recounted").values_list("person__username", flat=True)
    )
    assert "holidays-noticed" in Event.objects.filter(task=None).values_list("kind", flat=True)
    assert [] == compare_caches(now=at("11-10"))


def test_what_somebody_named_by_hand_stays(cast: Cast, waiting: Task, task: Task) -> None:
    event_happened(cast.office, waiting.code, date(2027, 1, 18), "方案已印发", now=at("03-03"))
    change_due(cast.office, waiting.code, date(2027, 2, 1), "领导批示", now=at("03-04"))
    _, moved = take_in_notice(None, NOTICE_2027, now=at("11-10"))

    assert ([], date(2027, 2, 1)) == (moved, fresh(waiting).due_on)
    assert (None, date(2026, 6, 30)) == (fresh(waiting).counted_from, fresh(task).due_on)


def test_a_corrected_notice_takes_the_place_of_the_first(cast: Cast, waiting: Task) -> None:
    event_happened(cast.office, waiting.code, date(2027, 1, 18), "方案已印发", now=at("03-03"))
    take_in_notice(None, NOTICE_2027, now=at("11-10"))
    with pytest.raises(RefusedError, match="notice-known"):
        take_in_notice(None, NOTICE_2027, now=at("11-11"))
    _, moved = take_in_notice(None, NOTICE_2027.replace("2027-01-31, ", ""), now=at("11-12"))

    assert [date(2027, 2, 1)] == [one.after for one in moved]
    assert 2 == HolidayNotice.objects.count()


def test_the_daily_round_finds_a_notice_that_an_upgrade_brought(cast: Cast, waiting: Task) -> None:
    event_happened(cast.office, waiting.code, date(2027, 1, 18), "方案已印发", now=at("03-03"))
    HolidayNotice.objects.create(
        year=2027, source="x", body=NOTICE_2027, taken_in_at=at("11-10")
    )  # past the act
    tasks.plan_ahead.func(key="2026-11-11")

    assert date(2027, 1, 31) == fresh(waiting).due_on
    assert "国办发明电" in Event.objects.filter(task=waiting, kind="due-changed").order_by("pk").last().body
    assert [] == count_anew(now=at("11-12"))


@pytest.mark.parametrize("who", ["stranger", "village", "town", "finance", "civil", "office", "inspector"])
def test_only_a_keeper_takes_a_notice_in(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowedError):
        take_in_notice(getattr(cast, who), NOTICE_2027, now=at("11-10"))
    assert not HolidayNotice.objects.exists()


@pytest.mark.parametrize("toml", ["", "year = 2027", NOTICE_2027.replace(SPRING, SPRING.replace("05", "31"))])
def test_a_notice_that_cannot_be_used_changes_nothing(cast: Cast, toml: str) -> None:
    keeper = Person.objects.get(pk=cast.office.person)
    keeper.is_keeper = True
    keeper.save()
    with pytest.raises(RefusedError, match="notice-unclear"):
        take_in_notice(None, toml, now=at("11-10"))
    assert not HolidayNotice.objects.exists()


def test_moving_one_occurrence_neither_doubles_nor_loses_one(cast: Cast, quarterly: Task) -> None:
    """31 March moves to 10 April; the rule goes on planning and the moved one keeps its identity."""
    days = list(quarterly.occurrences.values_list("scheduled_on", flat=True))
    change_due(cast.office, quarterly.code, date(2026, 4, 10), "会期调整", now=at("03-10"))
    tasks.plan_ahead.func(key="2026-03-11")

    assert days == list(quarterly.occurrences.values_list("scheduled_on", flat=True))[: len(days)]
    assert [date(2026, 4, 10), date(2026, 6, 30)] == list(
        quarterly.occurrences.values_list("due_on", flat=True)
    )[:2]
    assert date(2026, 4, 10) == fresh(quarterly).due_on
    assert [] == compare_caches(now=at("03-12"))


def test_more_time_for_one_occurrence_leaves_the_next_alone(cast: Cast, quarterly: Task) -> None:
    second = date(2026, 6, 30)
    ask(cast.civil, quarterly.code, date(2026, 4, 15), "场地未定", now=at("03-30"))
    decide(cast.office, quarterly.code, granted=True, words="", now=at("03-31"))
    ask(cast.civil, quarterly.code, date(2026, 7, 15), "会期冲突", occurrence=second, now=at("04-01"))
    decide(cast.office, quarterly.code, granted=True, words="", now=at("04-02"))

    assert [date(2026, 4, 15), date(2026, 7, 15), date(2026, 9, 30)] == list(
        quarterly.occurrences.values_list("due_on", flat=True)
    )[:3]
    with pytest.raises(RefusedError, match="extension-asked-late"):
        ask(cast.civil, quarterly.code, date(2026, 5, 15), "又推迟", now=at("04-16"))


def test_ticking_one_never_touches_the_next(cast: Cast, quarterly: Task) -> None:
    first, second = quarterly.occurrences.all()[:2]
    said = Word("已召开", is_done=True, occurrence=first.scheduled_on)
    report(cast.civil, quarterly.code, said, now=at("03-20"))
    offered = Offered("纪要", link="https://example.org", occurrence=first.scheduled_on)
    one = hand_in(cast.civil, quarterly.code, offered, now=at("03-21"))
    before = quarterly.occurrences.filter(pk=second.pk).values().get()
    check(cast.inspector, one.pk, Verdict(holds=True), now=at("03-22"))

    assert before == quarterly.occurrences.filter(pk=second.pk).values().get()
    assert second.due_on == fresh(quarterly).due_on
    assert ("supported", at("03-21").date()) == quarterly.occurrences.values_list("supported", "met_on")[0]


def test_an_occurrence_always_has_a_day(cast: Cast, quarterly: Task) -> None:
    with pytest.raises(RefusedError, match="day-missing"):
        change_due(cast.office, quarterly.code, None, "取消时限", now=at("03-10"))


def test_the_first_promise_never_vanishes(cast: Cast, task: Task) -> None:
    for n in range(1, 4):
        change_due(
            cast.office, task.code, at("06-30").date() + timedelta(days=30 * n), "调整", now=at("03-10")
        )

    assert date(2026, 6, 30) == fresh(task).first_due_on
    assert ["made", *["assigned"] * 2, *["due-changed"] * 3] == kinds(task)
    assert '"due_on":"2026-06-30"' in Event.objects.filter(task=task, kind="made").get().body


ISSUED = """青禾县人民政府办公室文件

关于做好养老服务站点建设的通知

各乡镇人民政府，县直各部门：
一、县民政局要{words}完成站点选址。

青禾县人民政府办公室
{dated}
"""


@pytest.mark.parametrize(
    ("words", "due_on"),
    [
        ("自本通知印发之日起15个工作日内", "2026-03-23"),  # three weekends after Monday 2 March
        ("自印发之日起30日内", "2026-04-01"),
        ("在文件下发后10日内", "2026-03-12"),
        ("于本方案发布之日起一个月内", "2026-04-02"),
        ("自收到申请之日起20个工作日内", ""),  # waits for another event
        ("自《青禾县养老条例》公布之日起15日内", ""),  # another document's
        ("在项目批复文件下发后10日内", ""),
    ],
)
def test_a_limit_from_the_documents_own_issue_is_counted_at_once(cast: Cast, words: str, due_on: str) -> None:
    text = ISSUED.format(words=words, dated="2026年3月2日")
    version = take_in(cast.office, cast.office_unit.pk, Received("通知", text=text), now=at("03-05"))
    (row,) = version.proposals.all()

    assert due_on == from_json(row.body).due_on
    task = accept(cast.office, row.pk, now=at("03-05"))
    counted_from = date(2026, 3, 2) if due_on else None
    assert (due_on or None, counted_from) == (str(task.due_on) if task.due_on else None, task.counted_from)
    assert [] == compare_caches(now=at("03-05"))


def test_the_day_a_clerk_gives_an_undated_document_is_its_issue(cast: Cast) -> None:
    text = ISSUED.format(words="自本通知印发之日起15个工作日内", dated="")
    received = Received("通知", text=text, as_of=date(2026, 3, 2))
    version = take_in(cast.office, cast.office_unit.pk, received, now=at("03-05"))
    drafts = [from_json(body) for body in version.proposals.values_list("body", flat=True)]

    assert ("2026-03-23", "2026-03-02") in [(draft.due_on, draft.counted_from) for draft in drafts]


def test_without_a_date_the_limit_waits(cast: Cast) -> None:
    text = ISSUED.format(words="自本通知印发之日起15个工作日内", dated="")
    version = take_in(cast.office, cast.office_unit.pk, Received("通知", text=text), now=at("03-05"))
    drafts = [from_json(body) for body in version.proposals.values_list("body", flat=True)]

    assert ("", "P15D", "") in [(draft.due_on, draft.waits_for, draft.counted_from) for draft in drafts]
