"""Jobs are done once in effect, again after a killed worker, and later after a failure."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import IntegrityError
from django.utils import timezone

from luoshi.followup.ground.writing import writing
from luoshi.followup.task.accept import HORIZON_DAYS, NewTask, make_task
from luoshi.followup.work import leases, tasks
from luoshi.followup.work.backend import run
from luoshi.followup.work.planning import plan_all
from luoshi.followup.work.timetable import TIMETABLE, enqueue_due
from luoshi.followup.work.worker import Worker
from luoshi.store.models import Event, Job, TreeHead
from tests.cast import Cast, at
from tests.faults.jobs import note

pytestmark = pytest.mark.django_db


def test_the_same_key_is_the_same_job(db) -> None:
    tasks.seal_log.enqueue(key="a")
    tasks.seal_log.enqueue(key="a")
    tasks.seal_log.enqueue(key="b")

    assert 2 == Job.objects.count()


def test_a_job_enqueued_in_a_transaction_that_fails_was_never_there(db) -> None:
    def enqueue_and_fail() -> None:
        with writing():
            tasks.seal_log.enqueue(key="a")
            raise IntegrityError

    with pytest.raises(IntegrityError):
        enqueue_and_fail()

    assert not Job.objects.exists()


def test_payloads_are_json_and_by_name(db) -> None:
    with pytest.raises(TypeError):
        tasks.seal_log.enqueue("a")
    with pytest.raises(TypeError):
        tasks.seal_log.enqueue(key=object())


def test_a_leased_job_is_nobody_elses_until_its_lease_runs_out(db) -> None:
    tasks.seal_log.enqueue(key="a")
    now = timezone.now()
    first = leases.lease("one", now=now)

    assert leases.lease("two", now=now + timedelta(seconds=30)) is None
    second = leases.lease("two", now=now + leases.LEASE + timedelta(seconds=1))
    assert (first.pk, 2) == (second.pk, second.n_attempts)


def test_who_lost_the_lease_changes_nothing(cast: Cast) -> None:
    """The first worker slept over its lease; the second has the job; what the first did is rolled back."""
    note.enqueue(key="a")
    now = timezone.now()
    slow = leases.lease("slow", now=now)
    leases.lease("quick", now=now + leases.LEASE * 2)

    with pytest.raises(RuntimeError):
        run(slow, {"key": "a"})
    assert not Event.objects.filter(kind="job-done").exists()


def test_a_worker_does_what_is_due(cast: Cast) -> None:
    make_task(cast.office, cast.office_unit, NewTask(words="报送清单"), now=at("03-02"))
    enqueue_due(now=timezone.now())

    assert Worker().work_off() >= 1
    assert {Job.State.DONE} == set(Job.objects.values_list("state", flat=True))
    assert TreeHead.objects.exists()


def test_a_failing_job_is_tried_again_later_and_then_kept(db, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*, now) -> int:
        raise OSError("disk full")

    monkeypatch.setattr(tasks, "seal", fail)
    tasks.seal_log.enqueue(key="a")
    clock = timezone.now()
    for _ in range(leases.MOST_ATTEMPTS):
        Worker(clock=partial(timezone.localtime, clock)).work_off()
        clock += timedelta(hours=1)

    job = Job.objects.get()
    assert (Job.State.FAILED, leases.MOST_ATTEMPTS) == (job.state, job.n_attempts)
    assert "disk full" in job.problem


def test_each_turn_of_the_timetable_comes_once(db) -> None:
    noon = at("03-02", 4)  # 12:00 in China

    assert len(TIMETABLE) == enqueue_due(now=noon)
    assert 0 == enqueue_due(now=noon)
    assert 1 == enqueue_due(now=noon + timedelta(seconds=31))  # the log is sealed every half minute


def test_done_jobs_are_swept_after_a_month(cast: Cast) -> None:
    enqueue_due(now=timezone.now())
    Worker().work_off()

    assert 0 == leases.sweep(now=timezone.now())
    assert leases.sweep(now=timezone.now() + timedelta(days=31)) > 0


def test_recurring_tasks_stay_planned_ahead(cast: Cast) -> None:
    new = NewTask(words="每季度召开一次调度会", rrule="FREQ=MONTHLY;INTERVAL=3")
    task = make_task(cast.office, cast.office_unit, new, now=at("03-02"))
    before = task.occurrences.count()

    assert 0 == plan_all(now=at("03-02"))
    assert 4 == plan_all(now=at("03-02") + timedelta(days=365))
    assert before + 4 == task.occurrences.count()
    assert HORIZON_DAYS > 365
