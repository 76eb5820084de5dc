"""A task from its making to its end: what each unit may do, and what nobody may."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from luoshi.followup.ground.permissions import visible_tasks
from luoshi.followup.ground.refusals import NotAllowedError, NotFoundError, RefusedError
from luoshi.followup.ground.writing import writing
from luoshi.followup.proof.caches import compare_caches
from luoshi.followup.task.accept import NewTask, make_task
from luoshi.followup.task.assign import assign, give_back, sign_for
from luoshi.followup.task.cascade import Part, break_down, levels
from luoshi.followup.task.close import cancel, close, excuse, reopen, withdraw_excuse
from luoshi.followup.task.evidence import Offered, Verdict, check, hand_in, offered_before
from luoshi.followup.task.extend import ask, change_due, decide
from luoshi.followup.task.progress import Word, report
from luoshi.store.models import Event, Notification, Stake, Tally, Task
from luoshi.store.queries.tasks.occurrences import owed_until
from tests.cast import Cast, at

PHOTO = Offered(title="站点照片", data=b"twelve stations", name="站点.pdf", happened_on=date(2026, 6, 18))


def fresh(task: Task) -> Task:
    return Task.objects.get(pk=task.pk)


def test_the_way_of_a_task_that_goes_well(cast: Cast, task: Task) -> None:
    assert ("assigned", "nothing", "none") == (task.step, task.said, task.supported)

    sign_for(cast.civil, task.code, now=at("03-04"))
    report(cast.civil, task.code, Word("已建成", percent=100, is_done=True), now=at("06-20"))
    evidence = hand_in(cast.civil, task.code, PHOTO, now=at("06-21"))
    check(cast.inspector, evidence.pk, Verdict(holds=True), now=at("06-25"))
    close(cast.inspector, task.code, "现场核查属实", now=at("06-26"))

    done = fresh(task)
    assert ("closed", "done", "supported", False) == (done.step, done.said, done.supported, done.is_open)
    assert date(2026, 6, 21) == done.met_on
    kinds = list(Event.objects.filter(task=task).order_by("pk").values_list("kind", flat=True))
    assert [
        "made",
        "assigned",
        "assigned",
        "signed-for",
        "reported",
        "evidenced",
        "checked",
        "closed",
    ] == kinds


@pytest.mark.parametrize(
    ("hour_of_last_day", "clock_says_met_on"),
    [(15, date(2026, 6, 30)), (17, date(2026, 7, 1))],  # UTC; midnight in Peking is 16:00
)
def test_the_day_is_the_office_s_day(
    cast: Cast, task: Task, hour_of_last_day: int, clock_says_met_on: date
) -> None:
    evidence = hand_in(cast.civil, task.code, PHOTO, now=at("06-30", hour_of_last_day))
    check(cast.inspector, evidence.pk, Verdict(holds=True), now=at("07-02"))

    assert clock_says_met_on == fresh(task).met_on


def test_at_one_in_the_night_after_the_last_day_it_is_too_late_to_ask(cast: Cast, task: Task) -> None:
    with pytest.raises(RefusedError, match="extension-asked-late"):
        ask(cast.civil, task.code, date(2026, 8, 30), "雨季", now=at("06-30", 17))


@pytest.mark.parametrize("who", ["stranger", "town", "village"])
def test_who_has_no_part_in_it_cannot_even_see_it(cast: Cast, task: Task, who: str) -> None:
    viewer = getattr(cast, who)

    assert not visible_tasks(viewer).filter(code=task.code).exists()
    for act in (
        lambda: sign_for(viewer, task.code, now=at("03-04")),
        lambda: report(viewer, task.code, Word("好了"), now=at("03-04")),
        lambda: hand_in(viewer, task.code, PHOTO, now=at("06-21")),
        lambda: close(viewer, task.code, "", now=at("03-04")),
        lambda: change_due(viewer, task.code, None, "x", now=at("03-04")),
        lambda: break_down(viewer, task.code, Part([cast.village_unit.pk]), now=at("03-04")),
    ):
        with pytest.raises(NotFoundError):
            act()


@pytest.mark.parametrize("who", ["office", "civil", "finance", "inspector", "boss", "reader"])
def test_who_has_a_part_in_it_sees_it(cast: Cast, task: Task, who: str) -> None:
    assert [task.code] == list(visible_tasks(getattr(cast, who)).values_list("code", flat=True))


@pytest.mark.parametrize("who", ["office", "inspector", "boss", "reader"])
def test_only_lead_and_support_speak_for_the_work(cast: Cast, task: Task, who: str) -> None:
    with pytest.raises(NotAllowedError):
        report(getattr(cast, who), task.code, Word("已完成", is_done=True), now=at("03-04"))


def test_only_the_owner_decides_about_time(cast: Cast, task: Task) -> None:
    ask(cast.civil, task.code, date(2026, 9, 30), "汛期停工", now=at("06-20"))
    for who in (cast.civil, cast.finance, cast.inspector, cast.reader):
        with pytest.raises(NotAllowedError):
            decide(who, task.code, granted=True, words="同意", now=at("06-21"))

    decide(cast.office, task.code, granted=True, words="同意", now=at("06-21"))

    assert (date(2026, 9, 30), date(2026, 6, 30)) == (fresh(task).due_on, fresh(task).first_due_on)
    assert {date(2026, 9, 30)} == set(Stake.objects.filter(task=task).values_list("due_on", flat=True))


def test_more_time_is_asked_before_the_limit_or_not_at_all(cast: Cast, task: Task) -> None:
    with pytest.raises(RefusedError, match="extension-asked-late"):
        ask(cast.civil, task.code, date(2026, 9, 30), "汛期停工", now=at("07-01"))

    assert not task.extensions.exists()  # the row went back with the entry
    assert not Event.objects.filter(kind="extension-asked").exists()


def test_nobody_checks_his_own_evidence_or_closes_his_own_task(cast: Cast, task: Task) -> None:
    evidence = hand_in(cast.civil, task.code, PHOTO, now=at("06-21"))
    with pytest.raises(NotAllowedError):
        check(cast.civil, evidence.pk, Verdict(holds=True), now=at("06-22"))
    check(cast.inspector, evidence.pk, Verdict(holds=True), now=at("06-22"))
    with pytest.raises(NotAllowedError):
        close(cast.civil, task.code, "", now=at("06-23"))


def test_the_database_itself_refuses_a_self_check(cast: Cast, task: Task) -> None:
    evidence = hand_in(cast.civil, task.code, PHOTO, now=at("06-21"))
    evidence.holds, evidence.checked_by, evidence.checked_at = True, evidence.unit, at("06-22")

    with pytest.raises(DatabaseError), transaction.atomic():
        evidence.save()


def test_a_claim_alone_closes_nothing(cast: Cast, task: Task) -> None:
    report(cast.civil, task.code, Word("已完成", is_done=True), now=at("06-20"))
    with pytest.raises(RefusedError, match="closed-without-evidence"):
        close(cast.inspector, task.code, "", now=at("06-21"))


def test_a_returned_task_says_why_and_can_be_given_again(cast: Cast, task: Task) -> None:
    with pytest.raises(RefusedError, match="reason-missing"):
        give_back(cast.civil, task.code, "  ", now=at("03-03"))
    give_back(cast.civil, task.code, "属民宗局职责", now=at("03-03"))
    assert "returned" == fresh(task).step

    assign(cast.office, task.code, [(cast.town_unit.pk, "lead")], now=at("03-04"), withdraw_others=True)

    again = fresh(task)
    assert (cast.town_unit.pk, "assigned", True) == (again.seat_id, again.step, again.has_lead)
    assert not visible_tasks(cast.civil).filter(code=task.code).exists()


def test_a_reopened_task_starts_from_unchecked_evidence(cast: Cast, task: Task) -> None:
    evidence = hand_in(cast.civil, task.code, PHOTO, now=at("06-21"))
    check(cast.inspector, evidence.pk, Verdict(holds=True), now=at("06-22"))
    close(cast.office, task.code, "", now=at("06-23"))
    reopen(cast.inspector, task.code, "抽查发现两处未建", now=at("06-24"))

    assert ("unchecked", True) == (fresh(task).supported, fresh(task).is_open)


def test_a_cancelled_task_takes_no_more_words(cast: Cast, task: Task) -> None:
    cancel(cast.office, task.code, "任务合并", now=at("04-01"))
    with pytest.raises(RefusedError, match="after-cancelled"):
        report(cast.civil, task.code, Word("推进中"), now=at("04-02"))


def test_the_same_file_offered_twice_is_shown(cast: Cast, task: Task) -> None:
    first = hand_in(cast.civil, task.code, PHOTO, now=at("06-21"))
    second = hand_in(cast.finance, task.code, PHOTO, now=at("06-22"))

    assert [(first, True)] == list(offered_before(second, cast.office))


@pytest.mark.parametrize(
    ("offered", "code"),
    [
        (Offered(title="空"), "nothing-offered"),
        (Offered(title="未来", link="https://example.org", happened_on=date(2027, 1, 1)), "happened-later"),
        (
            Offered(title="倒", link="https://example.org", covers=(date(2026, 3, 2), date(2026, 3, 1))),
            "period-backwards",
        ),
    ],
)
def test_evidence_that_cannot_be_is_refused(cast: Cast, task: Task, offered: Offered, code: str) -> None:
    with pytest.raises(RefusedError, match=code):
        hand_in(cast.civil, task.code, offered, now=at("06-21"))


def test_a_task_broken_down_shows_where_the_pressure_fades(cast: Cast, task: Task) -> None:
    assign(cast.office, task.code, [(cast.town_unit.pk, "support")], now=at("03-03"))
    sign_for(cast.civil, task.code, now=at("03-04"))
    parts = break_down(cast.town, task.code, Part([cast.village_unit.pk], "建成1个站点"), now=at("03-10"))
    sign_for(cast.village, parts[0].code, now=at("03-15"))

    whole, below = levels(cast.office, task.code)

    assert (1, 1, 1, 2.0) == (whole.n_given, whole.n_signed, whole.n_broken_down, whole.days_to_sign)
    assert (1, 1, 0, 5.0) == (below.n_given, below.n_signed, below.n_acted, below.days_to_sign)


def test_a_part_is_never_due_after_the_whole(cast: Cast, task: Task) -> None:
    with pytest.raises(RefusedError, match="part-later-than-whole"):
        break_down(
            cast.civil, task.code, Part([cast.town_unit.pk], due_on=date(2026, 12, 31)), now=at("03-10")
        )


def test_a_recurring_task_is_ticked_one_occurrence_at_a_time(cast: Cast) -> None:
    new = NewTask(words="每季度召开一次调度会", rrule="FREQ=MONTHLY;INTERVAL=3")
    task = make_task(cast.office, cast.office_unit, new, now=at("03-02"))
    assign(cast.office, task.code, [(cast.civil_unit.pk, "lead")], now=at("03-02"))
    assert date(2026, 3, 31) == fresh(task).due_on
    with pytest.raises(RefusedError, match="which-occurrence"):
        report(cast.civil, task.code, Word("已召开", is_done=True), now=at("03-20"))

    minutes = Offered(title="会议纪要", link="https://example.org/1", occurrence=date(2026, 3, 31))
    evidence = hand_in(cast.civil, task.code, minutes, now=at("03-20"))
    check(cast.inspector, evidence.pk, Verdict(holds=True), now=at("03-22"))

    met = list(task.occurrences.filter(met_on__isnull=False).values_list("scheduled_on", flat=True))
    assert [date(2026, 3, 31)] == met
    assert date(2026, 6, 30) == fresh(task).due_on


def test_the_rollup_counts_what_is_there(cast: Cast, task: Task) -> None:
    sign_for(cast.civil, task.code, now=at("03-04"))
    counted = {(t.unit_id, t.step, t.due_month): t.n_tasks for t in Tally.objects.exclude(n_tasks=0)}

    assert {
        (cast.county.pk, "signed-for", "2026-06"): 1,
        (cast.civil_unit.pk, "signed-for", "2026-06"): 1,
    } == counted


def test_one_occurrence_is_struck_off_and_taken_back(cast: Cast) -> None:
    """Quarterly from March: the June one falls into a reorganisation; September is owed as before."""
    june = date(2026, 6, 30)
    new = NewTask(words="每季度召开一次调度会", rrule="FREQ=MONTHLY;INTERVAL=3")
    with writing():
        task = make_task(cast.office, cast.office_unit, new, now=at("03-02"))
    assign(cast.office, task.code, [(cast.civil_unit.pk, "lead")], now=at("03-02"))
    with pytest.raises(RefusedError, match="needs-role"):
        excuse(cast.civil, task.code, june, "机构改革", now=at("06-01"))
    with pytest.raises(RefusedError, match="reason-missing"):
        excuse(cast.office, task.code, june, " ", now=at("06-01"))
    with pytest.raises(RefusedError, match="which-occurrence"):
        excuse(cast.office, task.code, None, "机构改革", now=at("06-01"))

    before = Task.objects.get(pk=task.pk).due_on
    excuse(cast.office, task.code, before, "机构改革", now=at("06-01"))
    once = task.occurrences.get(scheduled_on=before)
    assert ("excused", False) == (once.step, once.is_open)
    assert before < Task.objects.get(pk=task.pk).due_on
    assert before not in [day for day, _ in owed_until([task.pk], date(2026, 12, 31))[task.pk]]
    with pytest.raises(RefusedError, match="after-excused"):
        report(cast.civil, task.code, Word("已召开", occurrence=before), now=at("06-02"))
    assert [] == compare_caches(now=at("06-02"))
    assert Notification.objects.filter(person=cast.civil.person, kind="excused").exists()

    withdraw_excuse(cast.office, task.code, before, now=at("06-03"))
    assert before == Task.objects.get(pk=task.pk).due_on
    assert [] == compare_caches(now=at("06-03"))


def test_a_run_of_occurrences_is_struck_off_at_once_and_told_once(cast: Cast) -> None:
    """Monthly rounds at a school: July and August need not be made; what was met stays met."""
    new = NewTask(words="每月巡查一次校舍", rrule="FREQ=MONTHLY")
    with writing():
        task = make_task(cast.office, cast.office_unit, new, now=at("03-02"))
    assign(cast.office, task.code, [(cast.civil_unit.pk, "lead")], now=at("03-02"))
    first, second, third, fourth = task.occurrences.values_list("scheduled_on", flat=True)[:4]
    with pytest.raises(RefusedError, match="run-backwards"):
        excuse(cast.office, task.code, third, "暑假", through=first, now=at("03-05"))

    excuse(cast.office, task.code, second, "暑假", through=third, now=at("03-05"))
    steps = dict(task.occurrences.values_list("scheduled_on", "step"))
    assert ["excused"] * 2 == [steps[second], steps[third]]
    assert "excused" not in {steps[first], steps[fourth]}
    assert 1 == Notification.objects.filter(person=cast.civil.person, kind="excused-run").count()

    excuse(cast.office, task.code, first, "装修", through=fourth, now=at("03-06"))
    assert 4 == task.occurrences.filter(step="excused").count()
    assert [] == compare_caches(now=at("03-06"))
