"""Django's Tasks API over the job table."""

import uuid
from typing import Any

from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks import TaskResult, TaskResultStatus
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task

from luoshi.followup.ground.writing import writing
from luoshi.followup.work.leases import done, put
from luoshi.store.models import Job


class LeasedBackend(BaseTaskBackend):
    """Tasks are rows: enqueued in the transaction at hand, leased by a worker, done again after a kill.

    A task's keyword ``key`` names it: enqueued twice under one key it is done once. Payloads are JSON.
    """

    supports_defer = True

    def enqueue(self, task: Task[Any, Any], args: Any, kwargs: Any) -> TaskResult[Any]:  # noqa: ANN401
        """Put a task in the table.

        Raises:
            TypeError: positional arguments were given, or one cannot be written as JSON.
        """
        if args:
            raise TypeError("background work takes keyword arguments only")
        self.validate_task(task)
        now = timezone.now()
        key = f"{task.module_path}:{kwargs.get('key') or uuid.uuid4()}"
        with writing():
            job = put(task.module_path, kwargs, key=key[:120], run_at=task.run_after or now, now=now)
        return TaskResult(
            task=task,
            id=str(job.pk),
            status=TaskResultStatus.READY,
            enqueued_at=now,
            started_at=None,
            last_attempted_at=None,
            finished_at=None,
            args=[],
            kwargs=kwargs,
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )


def run(job: Job, kwargs: dict[str, Any]) -> bool:
    """Do a job. Its changes and the note that it is done are one transaction, unless the task asks otherwise.

    Returns:
        False when the job was leased to somebody else meanwhile; then nothing was changed.
    """
    task: Task[Any, Any] = import_string(job.name)
    if (
        task.queue_name == "outside"
    ):  # works on the world: at least once, its own keys keep the effect to once
        task.func(**kwargs)
        with writing():
            return done(job, now=timezone.now())
    with writing():
        task.func(**kwargs)
        if done(job, now=timezone.now()):
            return True
        raise LeaseLostError(job.key)


class LeaseLostError(RuntimeError):
    """The job took longer than its lease and somebody else has it; the changes are rolled back."""
