"""Units, posts and the people who hold them for a time."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from luoshi.store.models.levels import LEVELS, Levelled


class Unit(Levelled):
    """An office, school, firm, town or village (单位)."""

    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    name = models.CharField(max_length=120)
    short = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=20, blank=True)  # as 乡镇, 部门, 村: what 各乡镇 resolves by
    initials = models.CharField(max_length=60, blank=True, db_index=True)  # of the pinyin, for typing
    depth = models.PositiveSmallIntegerField(default=1)
    rank = models.PositiveIntegerField(default=0)  # order among its siblings
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["rank", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["parent", "name"], name="unit_name_once_below_parent"),
            models.UniqueConstraint(fields=["name"], condition=Q(parent=None), name="unit_name_once_at_top"),
            models.CheckConstraint(
                condition=Q(depth__gte=1, depth__lte=LEVELS), name="unit_depth_in_columns"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=[f"l{n}", "depth"], name=f"unit_l{n}") for n in range(1, LEVELS + 1)
        ]

    def __str__(self) -> str:
        return self.name


class People(BaseUserManager["Person"]):
    """Makes and finds accounts."""


class Person(AbstractBaseUser):
    """Somebody with an account: an office holder, nothing more (decision 0001)."""

    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=60)
    email = models.EmailField(blank=True)
    lang = models.CharField(max_length=8, default="zh-hans")
    is_active = models.BooleanField(default=True)
    is_keeper = models.BooleanField(
        default=False
    )  # sets up units, posts and schemes; sees no more tasks for it
    made_at = models.DateTimeField()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar = ["name"]
    objects = People()

    def __str__(self) -> str:
        return self.name


class FailedSignIn(models.Model):
    """A sign-in that failed, kept for some minutes: in the database, so that every worker process knows."""

    key = models.CharField(max_length=64)  # hash of the name tried, alone or with the address it came from
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["key", "at"], name="failed_sign_in")]

    def __str__(self) -> str:
        return self.key[:8]


class Post(models.Model):
    """A post in a unit (岗位): duties belong to it, not to the person who holds it."""

    class Role(models.TextChoices):
        LEAD = "lead"  # 单位负责人
        CLERK = "clerk"  # 经办
        INSPECTOR = "inspector"  # 督查
        VIEWER = "viewer"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts")
    title = models.CharField(max_length=60)
    role = models.CharField(max_length=12, choices=Role)
    scope = models.ForeignKey(  # whose subtree it sees; its own unit's when empty. It acts for its unit only.
        Unit, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "title"], name="post_title_once_in_unit"),
            models.CheckConstraint(
                condition=Q(role__in=["lead", "clerk", "inspector", "viewer"]), name="post_role_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Holding(models.Model):
    """Who holds a post from when until when (任职)."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="holdings")
    person = models.ForeignKey(Person, models.PROTECT, related_name="holdings")
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")),
                name="holding_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["post", "person"], condition=Q(until_on=None), name="holding_open_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.post_id}"


class Tally(models.Model):
    """How many tasks under a unit: a cache for dashboards, kept by followup, rebuilt by a command."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="tallies")
    step = models.CharField(max_length=12)
    due_month = models.CharField(max_length=7, blank=True)  # 2026-06; empty without a date
    n_tasks = models.IntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "step", "due_month"], name="tally_once"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.step} {self.due_month}: {self.n_tasks}"
