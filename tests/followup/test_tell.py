"""People are told in time, once, and no longer than there is something to tell."""

import json
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from luoshi.followup.ground.filling import filled
from luoshi.followup.task.accept import NewTask, make_task
from luoshi.followup.task.close import cancel
from luoshi.followup.task.evidence import Offered, Verdict, check, hand_in
from luoshi.followup.tell.digest import send_all
from luoshi.followup.tell.notice_words import table, words_of
from luoshi.followup.tell.notify import KINDS, notify
from luoshi.followup.tell.remind import remind_all
from luoshi.followup.work import tasks
from luoshi.followup.work.worker import Worker
from luoshi.store.models import Notification, Person, Task
from tests.cast import Cast, at


def told(kind: str) -> set[str]:
    return set(Notification.objects.filter(kind=kind).values_list("person__username", flat=True))


@pytest.mark.parametrize(
    ("day", "kind", "days"),
    [("06-23", "due-soon", 7), ("06-29", "due-soon", 1), ("06-30", "due-today", 0), ("07-01", "overdue", 1)],
)
def test_lead_and_support_are_reminded(cast: Cast, task: Task, day: str, kind: str, days: int) -> None:
    remind_all(now=at(day))

    assert {"civil", "finance"} == told(kind)
    assert f'"days": {days}' in Notification.objects.first().args


@pytest.mark.parametrize("day", ["06-20", "06-25", "07-03", "08-15"])
def test_on_other_days_nobody_is_bothered(cast: Cast, task: Task, day: str) -> None:
    assert 0 == remind_all(now=at(day))


def test_a_reminder_run_twice_says_it_once(cast: Cast, task: Task) -> None:
    assert 2 == remind_all(now=at("06-30"))
    assert 0 == remind_all(now=at("06-30", 12))


def test_what_fell_to_days_without_a_worker_is_told_when_it_is_back(cast: Cast, task: Task) -> None:
    """Nobody worked from 4 to 9 July: the fifth and seventh day late went by, one word makes up for both."""
    remind_all(now=at("07-03"), last=at("07-02").date())
    assert set() == told("overdue")

    remind_all(now=at("07-09"), last=at("07-03").date())
    remind_all(now=at("07-09", 12), last=at("07-03").date())
    assert {"civil", "finance"} == told("overdue")
    assert {"office", "boss", "inspector"} == told("escalated")
    notices = Notification.objects.exclude(kind="assigned")
    assert [9] * 5 == [json.loads(args)["days"] for args in notices.values_list("args", flat=True)]


def test_a_worker_that_was_never_away_makes_nothing_up(cast: Cast, task: Task) -> None:
    for day in range(20, 31):
        remind_all(now=at(f"06-{day}"), last=at(f"06-{day - 1}").date())

    mine = Notification.objects.filter(person__username="civil").exclude(kind="assigned").order_by("pk")
    assert [7, 3, 1, 0] == [json.loads(args)["days"] for args in mine.values_list("args", flat=True)]


def test_the_job_knows_when_it_was_done_last(cast: Cast, task: Task, monkeypatch: pytest.MonkeyPatch) -> None:
    """Done on 29 June; the worker is back on 3 July: due today and one day late went by."""
    for day in ("06-29", "07-03"):
        monkeypatch.setattr(timezone, "now", lambda day=day: at(day))
        tasks.remind.enqueue(key=f"remind-{day}")
        Worker().work_off()

    assert {"civil", "finance"} == told("due-soon") == told("overdue")


def test_a_round_asks_as_often_for_many_tasks_as_for_one(
    cast: Cast, task: Task, django_assert_num_queries
) -> None:
    with CaptureQueriesContext(connection) as one:
        remind_all(now=at("06-30"))
    for n in range(30):
        new = NewTask(words=f"第{n}项", due_on=at("06-30").date())
        make_task(cast.office, cast.office_unit, new, now=at("03-02"))
    with django_assert_num_queries(len(one)):
        remind_all(now=at("06-30", 12))


def test_days_late_it_goes_upward(cast: Cast, task: Task) -> None:
    """Five days late: the office that gave it, the county above, and who inspects there."""
    remind_all(now=at("07-05"))

    assert {"civil", "finance"} == told("overdue")
    assert {"office", "boss", "inspector"} == told("escalated")


def test_reminding_stops_when_the_evidence_holds_or_the_task_ends(cast: Cast, task: Task) -> None:
    link = Offered(title="名单", link="https://example.org")
    evidence = hand_in(cast.civil, task.code, link, now=at("06-20"))
    assert 2 == remind_all(now=at("06-23"))  # handed in is not yet held
    check(cast.inspector, evidence.pk, Verdict(holds=True), now=at("06-24"))
    assert 0 == remind_all(now=at("06-29"))


def test_a_task_called_off_is_not_spoken_of(cast: Cast, task: Task) -> None:
    cancel(cast.office, task.code, "任务合并", now=at("06-20"))

    assert 0 == remind_all(now=at("06-30"))


def test_one_mail_a_day_with_everything_in_it(cast: Cast, task: Task) -> None:
    Person.objects.filter(username="civil").update(email="civil@example.org")
    remind_all(now=at("06-29"))
    remind_all(now=at("06-30"))

    assert 1 == send_all(now=at("06-30"))
    assert 0 == send_all(now=at("06-30", 20))  # the day's mail is out
    (one,) = mail.outbox
    assert ["civil@example.org"] == one.to
    assert "今天到期" in one.body
    assert "还剩 1 天" in one.body
    assert task.code in one.body


def test_the_digest_speaks_the_readers_language(cast: Cast, task: Task) -> None:
    Person.objects.filter(username="civil").update(email="civil@example.org", lang="en")
    remind_all(now=at("06-30"))
    send_all(now=at("06-30"))

    assert "Due today" in mail.outbox[0].body


def test_a_mail_says_nothing_of_tasks_that_have_ended(cast: Cast, task: Task) -> None:
    Person.objects.filter(username="civil").update(email="civil@example.org")
    remind_all(now=at("06-30"))
    cancel(cast.office, task.code, "任务合并", now=at("06-30", 10))

    assert 0 == send_all(now=at("06-30", 12))
    assert [] == mail.outbox


def test_every_kind_of_notice_has_words_in_both_languages() -> None:
    args = {
        "code": "2026-0001",
        "words": "x",
        "days": 1,
        "unit": "u",
        "reason": "r",
        "to": "t",
        "before": "b",
        "source": "s",
        "decision": "d",
        "name": "n",
        "title": "2026-0001",  # a notice about a document names it instead of a task
        "n": 3,
        "since": "d1",
        "count": 3,
        "why": "w",
    }

    assert len(KINDS) >= 14
    for kind in KINDS:
        assert {"zh", "en"} == set(table()[kind])
        for lang in ("zh", "en"):
            assert "2026-0001" in filled(table()[kind][lang], args)
    assert "今天到期：2026-0001 建成" == words_of("due-today", '{"code": "2026-0001", "words": "建成"}', "zh")


def test_the_same_thing_is_said_once(cast: Cast, task: Task) -> None:
    person = cast.civil.person

    assert 1 == notify([person, person], "assigned", task, key="k", now=at("03-02"), code="c", words="w")
    assert 0 == notify(
        [person], "assigned", task, key="k", now=at("03-02") + timedelta(days=1), code="c", words="w"
    )
