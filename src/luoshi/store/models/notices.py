"""What people are told, and how they like to look at things."""

from typing import ClassVar

from django.db import models

from luoshi.store.models.tasks import Task
from luoshi.store.models.units import Person


class Notification(models.Model):
    """One thing a person should know (提醒)."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="notifications")
    task = models.ForeignKey(Task, models.CASCADE, null=True, blank=True, related_name="notifications")
    kind = models.CharField(
        max_length=30
    )  # assigned, due-soon, overdue, escalated, returned, extension-asked …
    args = models.TextField(default="{}")
    key = models.CharField(max_length=160, unique=True)  # the same thing is said once
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-at", "-id"]
        indexes: ClassVar = [models.Index(fields=["person", "read_at", "-at"], name="notification_inbox")]

    def __str__(self) -> str:
        return f"{self.kind} {self.task_id}"


class Delivery(models.Model):
    """One digest sent to one person on one day."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="deliveries")
    on = models.DateField()
    n_items = models.PositiveIntegerField()
    sent_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "on"], name="delivery_once_a_day")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.on}"


class Watch(models.Model):
    """A person who wants to know about a task (关注)."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="watches")
    task = models.ForeignKey(Task, models.CASCADE, related_name="watches")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "task"], name="watch_once")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.task_id}"


class SavedView(models.Model):
    """A person's way of looking at the ledger: filters, columns and order as a query string."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="views")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=1000)

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "name"], name="view_name_once")]

    def __str__(self) -> str:
        return self.name
