"""Jobs are leased, not taken: what a killed worker held is done again when its lease runs out."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Q

from luoshi.followup.ground.writing import writing
from luoshi.store.models import Job

LEASE = timedelta(seconds=60)
MOST_ATTEMPTS = 5
_WAIT = (5, 30, 120, 600)  # seconds before the next attempt


def put(name: str, kwargs: Mapping[str, Any], *, key: str, run_at: datetime, now: datetime) -> Job:
    """Put a job in the table, in the transaction at hand; the same key again is the same job.

    Raises:
        TypeError: an argument cannot be written as JSON.
    """
    payload = json.dumps(dict(kwargs), ensure_ascii=False, sort_keys=True)
    job, _ = Job.objects.get_or_create(
        key=key, defaults={"name": name, "payload": payload, "run_at": run_at, "made_at": now}
    )
    return job


def lease(worker: str, *, now: datetime) -> Job | None:
    """Lease the next job that is due, or one whose lease has run out."""
    waiting = Q(state=Job.State.WAITING, run_at__lte=now) | Q(state=Job.State.LEASED, lease_until__lt=now)
    with writing():
        jobs = Job.objects.filter(waiting).order_by("run_at", "pk")
        if connection.vendor == "postgresql":
            jobs = jobs.select_for_update(skip_locked=True)
        job = jobs.first()
        if job is None:
            return None
        job.state, job.lease_by, job.lease_until = Job.State.LEASED, worker, now + LEASE
        job.n_attempts += 1
        job.save()
        return job


def renew(job: Job, *, now: datetime) -> bool:
    """Hold on to a job that takes long; False when somebody else holds it by now."""
    with writing():
        held = Job.objects.filter(pk=job.pk, state=Job.State.LEASED, lease_by=job.lease_by)
        return bool(held.update(lease_until=now + LEASE))


def done(job: Job, *, now: datetime) -> bool:
    """Note that a job is done; False when somebody else has it by now. Call inside ``writing()``."""
    held = Job.objects.filter(
        pk=job.pk, state=Job.State.LEASED, lease_by=job.lease_by, n_attempts=job.n_attempts
    )
    return bool(held.update(state=Job.State.DONE, ended_at=now, lease_until=None, problem=""))


def failed(job: Job, problem: str, *, now: datetime) -> None:
    """Note that a job failed: tried again later; after some attempts kept for a person to see."""
    with writing():
        if job.n_attempts >= MOST_ATTEMPTS:
            change = {"state": Job.State.FAILED, "ended_at": now, "lease_until": None}
        else:
            later = now + timedelta(seconds=_WAIT[min(job.n_attempts, len(_WAIT)) - 1])
            change = {"state": Job.State.WAITING, "run_at": later, "lease_until": None}
        Job.objects.filter(pk=job.pk, lease_by=job.lease_by, n_attempts=job.n_attempts).update(
            **change, problem=problem[-2000:]
        )


def last_done(name: str) -> datetime | None:
    """Return when a job of this name was done last; None when none is remembered."""
    done_ones = Job.objects.filter(name=name, state=Job.State.DONE, ended_at__isnull=False)
    return done_ones.order_by("-ended_at").values_list("ended_at", flat=True).first()


def sweep(*, now: datetime, keep: timedelta = timedelta(days=30)) -> int:
    """Remove jobs done long ago; return how many."""
    with writing():
        old = Job.objects.filter(state=Job.State.DONE, ended_at__lt=now - keep)
        return old.delete()[0]
