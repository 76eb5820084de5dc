"""Documents as received, their readings, and what the reader proposes."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from luoshi.store.models.units import Person, Unit


class Original(models.Model):
    """Bytes as received, kept once under their hash."""

    sha256 = models.CharField(max_length=64, unique=True)
    media_type = models.CharField(max_length=120)
    n_bytes = models.BigIntegerField()
    picture_hash = models.CharField(max_length=16, blank=True, db_index=True)  # perceptual, of images
    first_name = models.CharField(max_length=200)
    received_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.first_name


class Document(models.Model):
    """A speech, notice or plan taken in (文件)."""

    title = models.CharField(max_length=300)
    docno = models.CharField(max_length=80, blank=True)
    issuer = models.CharField(max_length=200, blank=True)
    dated_on = models.DateField(null=True, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="documents")  # who took it in
    taken_in_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    taken_in_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)  # taken in by mistake: nobody sees it any more

    class Meta:
        ordering: ClassVar = ["-taken_in_at", "-id"]
        indexes: ClassVar = [
            models.Index(fields=["unit", "-taken_in_at"], name="document_of_unit"),
            models.Index(fields=["-taken_in_at", "-id"], name="document_latest"),
        ]

    def __str__(self) -> str:
        return self.title


class Version(models.Model):
    """One text of a document with its reading."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    original = models.ForeignKey(Original, models.PROTECT, null=True, related_name="versions")
    name = models.CharField(max_length=200)
    text = models.TextField()  # as received
    text_sha256 = models.CharField(max_length=64, db_index=True)
    reading = models.TextField(default="")  # contract luoshi.reading/1 as JSON; empty until read
    engine = models.CharField(max_length=40, blank=True)
    failed = models.CharField(max_length=60, blank=True)  # problem code when it could not be read
    covered = models.TextField(default="{}")  # characters read as what: {"commitment": 812, ...}
    received_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["document", "number"], name="version_once")]

    def __str__(self) -> str:
        return f"{self.document_id} v{self.number}"


class Proposal(models.Model):
    """A row the reader proposes, and what a person made of it (待审)."""

    class Status(models.TextChoices):
        OPEN = "open"
        ACCEPTED = "accepted"
        REJECTED = "rejected"
        REPLACED = "replaced"  # merged into or split into others

    version = models.ForeignKey(Version, models.CASCADE, related_name="proposals")
    number = models.PositiveIntegerField()  # order in the document
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    item = models.CharField(max_length=40, blank=True)
    body = models.TextField()  # draft as JSON: words, units, deadline …; followup.drafts knows its form
    is_firm = models.BooleanField()
    is_people = models.BooleanField(default=False)  # scope: people; can never be accepted
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    task = models.OneToOneField("store.Task", models.PROTECT, null=True, related_name="proposal")
    words_key = models.CharField(
        max_length=16, blank=True
    )  # of the sentence as read: the same words anywhere
    stands_as = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    is_reworded = models.BooleanField(default=False)  # stands_as says nearly, not exactly, the same
    made_of = models.ManyToManyField("self", symmetrical=False, related_name="made_into", blank=True)
    edition = models.PositiveIntegerField(default=0)  # counts up with every change: two people, one row
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)  # the last change by a person

    class Meta:
        ordering: ClassVar = ["number", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(end__gt=models.F("start")), name="proposal_has_words"),
            models.CheckConstraint(
                condition=~Q(is_people=True, status="accepted"), name="proposal_about_people_never_accepted"
            ),
            models.CheckConstraint(
                condition=Q(status="accepted", task__isnull=False) | (~Q(status="accepted") & Q(task=None)),
                name="proposal_accepted_has_task",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["version", "status", "number"], name="proposal_queue"),
            models.Index(fields=["words_key"], name="proposal_words", condition=~Q(words_key="")),
        ]

    def __str__(self) -> str:
        return f"{self.version_id}/{self.number}"


class Correction(models.Model):
    """What a person changed in a proposal: kept as an annotation, so that the next reading learns from it."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="corrections")
    field = models.CharField(max_length=30)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.field}: {self.before} -> {self.after}"


class Lesson(models.Model):
    """What a correction teaches about the documents of a unit: whom a name means, how often a word means."""

    class Kind(models.TextChoices):
        NAME = "name"  # words of a document -> ids of units, with commas between
        PERIOD = "period"  # a time word without a period -> how often, in words

    correction = models.ForeignKey(Correction, models.CASCADE, related_name="lessons")
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+")  # whose documents
    kind = models.CharField(max_length=10, choices=Kind)
    words = models.CharField(max_length=120)
    value = models.TextField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["unit", "kind", "words"], name="lesson_asked_for")]

    def __str__(self) -> str:
        return f"{self.words}: {self.value}"
