"""Background work: a leased job table."""

from typing import ClassVar

from django.db import models
from django.db.models import Q


class Job(models.Model):
    """Work to be done at least once, with its effect once (key)."""

    class State(models.TextChoices):
        WAITING = "waiting"
        LEASED = "leased"
        DONE = "done"
        FAILED = "failed"

    name = models.CharField(max_length=60)
    payload = models.TextField(default="{}")  # JSON
    key = models.CharField(max_length=120, unique=True)  # enqueued twice, done once
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    run_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    lease_by = models.CharField(max_length=60, blank=True)
    n_attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.TextField(blank=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["run_at", "id"], name="job_waiting", condition=Q(state__in=["waiting", "leased"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.key}"
