"""Every change as an event, and the seals that prove none was altered."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from luoshi.store.models.tasks import Task
from luoshi.store.models.units import Person, Unit


class Event(models.Model):
    """One change. Append-only: triggers on both databases refuse UPDATE and DELETE."""

    at = models.DateTimeField()
    kind = models.CharField(max_length=30)
    task = models.ForeignKey(Task, models.PROTECT, null=True, blank=True, related_name="events")
    subject = models.CharField(max_length=60, blank=True)  # what else it is about, as unit:12
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    body = models.TextField()  # canonical JSON; of a task's events a ledger entry

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["task", "id"], name="event_of_task", condition=Q(task__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject or self.task_id}"


class Unsealed(models.Model):
    """An event that waits for its seal. A trigger puts it here in the event's own transaction.

    Looking for events without a seal would mean going through all of them: ids are given out before a
    transaction commits, so an old one may still turn up behind many newer ones.
    """

    event = models.OneToOneField(Event, models.PROTECT, primary_key=True, related_name="unsealed")

    def __str__(self) -> str:
        return str(self.event_id)


class SealedEvent(models.Model):
    """The place of an event in the Merkle log; written by the one sequencer."""

    number = models.BigIntegerField(primary_key=True)  # leaf number, from 0
    event = models.OneToOneField(Event, models.PROTECT, related_name="seal")
    leaf = models.CharField(max_length=64)  # RFC 9162 leaf hash, hex

    def __str__(self) -> str:
        return str(self.number)


class TreeHead(models.Model):
    """A signed head of the log."""

    size = models.BigIntegerField(primary_key=True)
    root = models.CharField(max_length=64)
    peaks = (
        models.TextField()
    )  # hashes of the perfect subtrees, largest first: what the next sealing starts from
    at = models.DateTimeField()
    signature = models.CharField(max_length=128)
    key = models.CharField(
        max_length=64, default=""
    )  # public key that signed it, hex; empty: this installation's

    def __str__(self) -> str:
        return f"{self.size} {self.root[:8]}"
