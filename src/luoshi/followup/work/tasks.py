"""The tasks of the background. Each may be done twice and must then change nothing.

Those of the queue ``outside`` write in steps, each a transaction of its own: people go on writing meanwhile.
"""

from datetime import date

from django.utils import timezone
from django_tasks import task

from luoshi.followup.ground.record import today_of
from luoshi.followup.proof.seal import seal
from luoshi.followup.registry.holidays import count_anew
from luoshi.followup.tell.digest import send_all
from luoshi.followup.tell.remind import remind_all
from luoshi.followup.work.leases import last_done, sweep
from luoshi.followup.work.planning import plan_all


@task(queue_name="outside")
def seal_log(*, key: str = "") -> None:  # noqa: ARG001 - names the turn
    """Seal new events into the log."""
    seal(now=timezone.now())


@task(queue_name="outside")
def plan_ahead(*, key: str = "") -> None:  # noqa: ARG001
    """Write the occurrences of recurring tasks as far as the horizon; count limits in working days again."""
    plan_all(now=timezone.now())
    count_anew(now=timezone.now())


@task(queue_name="outside")
def remind(*, key: str = "") -> None:  # noqa: ARG001
    """Note what people should know today, and what they should have been told while nobody worked."""
    remind_all(now=timezone.now(), last=_last_reminded())


def _last_reminded() -> date | None:
    done_at = last_done(remind.module_path)
    return today_of(done_at) if done_at else None


@task(queue_name="outside")
def send_digests(*, key: str = "") -> None:  # noqa: ARG001
    """Mail each person one digest of what is new."""
    send_all(now=timezone.now())


@task()
def tidy(*, key: str = "") -> None:  # noqa: ARG001
    """Remove jobs done long ago."""
    sweep(now=timezone.now())
