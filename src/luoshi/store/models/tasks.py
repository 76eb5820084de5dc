"""Tasks, who has a stake in them, and what was said and shown."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from luoshi.store.models.documents import Original, Version
from luoshi.store.models.levels import LEVELS, Levelled
from luoshi.store.models.units import Person, Unit

OPEN = Q(is_open=True)
ENDED = Q(is_open=False)


class Scheme(models.Model):
    """A line of work with its own light rules (专项)."""

    name = models.CharField(max_length=120, unique=True)
    rules = models.CharField(max_length=40, default="xian")  # name of a light rule set

    def __str__(self) -> str:
        return self.name


class Task(Levelled):
    """A promise that was accepted into the ledger (任务). Level columns: of ``seat``.

    ``step``, ``said``, ``supported``, ``percent``, ``due_on``, ``counted_from``, ``met_on`` and ``is_open``
    are caches of what the entries fold to.
    """

    code = models.CharField(max_length=24, unique=True)  # shown to people, as 2026-0017
    words = models.TextField()  # what is to be done
    version = models.ForeignKey(Version, models.PROTECT, null=True, blank=True, related_name="tasks")
    start = models.PositiveIntegerField(null=True, blank=True)  # the promise's place in the text as received
    end = models.PositiveIntegerField(null=True, blank=True)
    quote = models.TextField(blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    scheme = models.ForeignKey(Scheme, models.PROTECT, null=True, blank=True, related_name="tasks")
    owner = models.ForeignKey(Unit, models.PROTECT, related_name="owned_tasks")  # the committing office
    seat = models.ForeignKey(Unit, models.PROTECT, related_name="seated_tasks")  # lead unit, else owner
    has_lead = models.BooleanField(default=False)
    kind = models.CharField(max_length=12, default="once")  # once | recurring | standing | conditional | gate
    rrule = models.CharField(max_length=120, blank=True)
    due_words = models.CharField(max_length=120, blank=True)  # the limit in its own words
    waits_for = models.CharField(
        max_length=20, blank=True
    )  # length after an event that has not happened: P15D
    limit_days = models.CharField(max_length=8, default="calendar")  # calendar | working
    counted_from = models.DateField(null=True, blank=True)  # day of the event that due_on was counted from
    quantities = models.TextField(default="[]")  # as in the contract, JSON
    made_on = models.DateField()
    first_due_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)  # of a recurring task: the next one open
    met_on = models.DateField(null=True, blank=True)
    step = models.CharField(max_length=12, default="open")
    said = models.CharField(max_length=12, default="nothing")
    supported = models.CharField(max_length=14, default="none")
    percent = models.PositiveSmallIntegerField(null=True, blank=True)
    is_open = models.BooleanField(default=True)
    edition = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(start=None, end=None) | Q(start__isnull=False, end__gt=F("start")),
                name="task_quote_has_both_ends",
            ),
            models.CheckConstraint(condition=Q(percent=None) | Q(percent__lte=100), name="task_percent"),
        ]
        indexes: ClassVar = [
            *(
                models.Index(fields=[f"l{n}", "due_on", "id"], name=f"task_{of}_l{n}", condition=which)
                for n in range(1, LEVELS + 1)
                for of, which in (("open", OPEN), ("ended", ENDED))
            ),
            models.Index(fields=["due_on", "id"], name="task_open_due", condition=OPEN),
            models.Index(fields=["parent"], name="task_parent", condition=Q(parent__isnull=False)),
            models.Index(fields=["seat", "step"], name="task_seat_step"),
            models.Index(
                fields=["id"],
                name="task_counted_in_working_days",
                condition=OPEN & Q(counted_from__isnull=False, limit_days="working"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.words[:30]}"


class Stake(Levelled):
    """A unit's part in a task (牵头、配合、督导、考核、交办). Level columns: of ``unit``."""

    class Role(models.TextChoices):
        LEAD = "lead"
        SUPPORT = "support"
        SUPERVISE = "supervise"
        ASSESS = "assess"
        OWNER = "owner"

    task = models.ForeignKey(Task, models.CASCADE, related_name="stakes")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="stakes")
    role = models.CharField(max_length=10, choices=Role)
    signed_at = models.DateTimeField(null=True, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    return_reason = models.TextField(blank=True)
    due_on = models.DateField(null=True, blank=True)  # the task's, for the index
    is_open = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["task", "unit", "role"], name="stake_once"),
            models.CheckConstraint(
                condition=Q(role__in=["lead", "support", "supervise", "assess", "owner"]),
                name="stake_role_known",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=[f"l{n}", "due_on", "task"], name=f"stake_{of}_l{n}", condition=which)
            for n in range(1, LEVELS + 1)
            for of, which in (("open", OPEN), ("ended", ENDED))
        ] + [
            models.Index(
                fields=["unit"],
                name="stake_unsigned",
                condition=OPEN & Q(signed_at__isnull=True, returned_at__isnull=True),
            ),
            models.Index(
                fields=["task"], name="stake_returned", condition=OPEN & Q(returned_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.role} {self.task_id}"


class Occurrence(models.Model):
    """One time a recurring task falls due. Identity: (task, scheduled_on)."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="occurrences")
    scheduled_on = models.DateField()
    due_on = models.DateField()
    step = models.CharField(max_length=12, default="assigned")
    said = models.CharField(max_length=12, default="nothing")
    supported = models.CharField(max_length=14, default="none")
    met_on = models.DateField(null=True, blank=True)
    is_open = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar = ["scheduled_on"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["task", "scheduled_on"], name="occurrence_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["due_on", "task"], name="occurrence_open", condition=OPEN)]

    def __str__(self) -> str:
        return f"{self.task_id} {self.scheduled_on}"


class Report(models.Model):
    """What a unit says of its progress (反馈)."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="reports")
    occurrence = models.ForeignKey(Occurrence, models.PROTECT, null=True, blank=True, related_name="reports")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    words = models.TextField(blank=True)
    percent = models.PositiveSmallIntegerField(null=True, blank=True)
    is_done = models.BooleanField(default=False)
    figures = models.TextField(default="[]")  # counted amounts: [{"value", "unit", "about"}]
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(percent=None) | Q(percent__lte=100), name="report_percent"),
        ]

    def __str__(self) -> str:
        return self.words[:40]


class Evidence(models.Model):
    """Something that shows what was done (佐证材料)."""

    class Kind(models.TextChoices):
        FILE = "file"
        PHOTO = "photo"
        LINK = "link"

    task = models.ForeignKey(Task, models.CASCADE, related_name="evidence")
    occurrence = models.ForeignKey(Occurrence, models.PROTECT, null=True, blank=True, related_name="evidence")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=6, choices=Kind)
    title = models.CharField(max_length=200)
    original = models.ForeignKey(Original, models.PROTECT, null=True, blank=True, related_name="evidence")
    link = models.URLField(max_length=500, blank=True)
    happened_on = models.DateField(null=True, blank=True)
    covers_from = models.DateField(null=True, blank=True)
    covers_until = models.DateField(null=True, blank=True)
    received_at = models.DateTimeField(editable=False)  # never chosen by anybody
    holds = models.BooleanField(null=True)  # None: nobody but the doer has looked
    checked_by = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    checked_at = models.DateTimeField(null=True, blank=True)
    check_reason = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["-received_at", "-id"]
        indexes: ClassVar = [
            models.Index(fields=["task"], name="evidence_unchecked", condition=Q(holds__isnull=True)),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind="link", original=None) & ~Q(link="")
                | Q(kind__in=["file", "photo"], original__isnull=False),
                name="evidence_is_something",
            ),
            models.CheckConstraint(
                condition=Q(holds=None, checked_by=None, checked_at=None)
                | Q(holds__isnull=False, checked_by__isnull=False, checked_at__isnull=False),
                name="evidence_check_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(checked_by=None) | ~Q(checked_by=F("unit")), name="evidence_never_checked_by_doer"
            ),
            models.CheckConstraint(
                condition=Q(covers_from=None, covers_until=None) | Q(covers_until__gte=F("covers_from")),
                name="evidence_covers_a_period",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ExtensionRequest(models.Model):
    """More time asked for (延期申请)."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="extensions")
    occurrence = models.ForeignKey(
        Occurrence, models.PROTECT, null=True, blank=True, related_name="extensions"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    to = models.DateField()
    reason = models.TextField()
    asked_at = models.DateTimeField()
    granted = models.BooleanField(null=True)
    decided_by = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_words = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["-asked_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(granted=None, decided_at=None)
                | Q(granted__isnull=False, decided_at__isnull=False),
                name="extension_decision_is_whole",
            ),
            models.UniqueConstraint(
                fields=["task", "unit"], condition=Q(granted=None), name="extension_open_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task_id} to {self.to}"


class Comment(models.Model):
    """Words between the people who work on a task."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="comments")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    words = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at", "id"]

    def __str__(self) -> str:
        return self.words[:40]
