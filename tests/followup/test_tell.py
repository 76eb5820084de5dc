"""People are told in time, once, and no longer than there is something to tell."""

from datetime import timedelta

import pytest
from django.core import mail

from luoshi.followup.task.close import cancel
from luoshi.followup.task.evidence import Offered, Verdict, check, hand_in
from luoshi.followup.tell.digest import send_all
from luoshi.followup.tell.notice_words import table, words_of
from luoshi.followup.tell.notify import KINDS, notify
from luoshi.followup.tell.remind import remind_all
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
        "why": "w",
    }

    assert len(KINDS) >= 14
    for kind in KINDS:
        assert {"zh", "en"} == set(table()[kind])
        for lang in ("zh", "en"):
            assert "2026-0001" in table()[kind][lang].format(**args)
    assert "今天到期：2026-0001 建成" == words_of("due-today", '{"code": "2026-0001", "words": "建成"}', "zh")


def test_the_same_thing_is_said_once(cast: Cast, task: Task) -> None:
    person = cast.civil.person

    assert 1 == notify([person, person], "assigned", task, key="k", now=at("03-02"), code="c", words="w")
    assert 0 == notify(
        [person], "assigned", task, key="k", now=at("03-02") + timedelta(days=1), code="c", words="w"
    )
