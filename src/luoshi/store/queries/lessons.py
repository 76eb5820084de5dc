"""What corrections taught, as it is looked through by the clerks of a unit."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from luoshi.store.models import Lesson, Unit

PAGE = 100


@dataclass(frozen=True, slots=True)
class Taught:
    """One lesson in force: the latest about its words.

    Attributes:
        unit: whose documents are read with it.
        kind: ``name`` or ``period``.
        words: of a document.
        means: names of units, or how often in words; ``always`` for no limit.
        by, at: who taught it, and when.
        document, title: where.
    """

    pk: int
    unit: str
    kind: str
    words: str
    means: tuple[str, ...]
    by: str
    at: datetime
    document: int
    title: str


def lessons_of(units: Collection[int], *, before: int = 0) -> tuple[Taught, ...]:
    """Return the lessons in force for the documents of some units, the latest first, a page at a time.

    Args:
        units: ids.
        before: go on after the lesson with this id; 0 from the start.
    """
    later = Lesson.objects.filter(unit__in=units).values("unit", "kind", "words")
    latest = later.annotate(last=Max("pk")).values("last")
    found = Lesson.objects.filter(pk__in=latest)
    if before:
        found = found.filter(pk__lt=before)
    made = "correction__proposal__version__document"
    columns = ("pk", "unit__name", "kind", "words", "value", "correction__by__name", "correction__at")
    rows = list(found.order_by("-pk").values_list(*columns, made, f"{made}__title")[:PAGE])
    wanted = {int(pk) for row in rows if row[2] == Lesson.Kind.NAME for pk in row[4].split(",")}
    names = dict(Unit.objects.filter(pk__in=wanted).values_list("pk", "name"))
    return tuple(
        Taught(pk, unit, kind, words, _means(kind, value, names), by, at, document, title)
        for pk, unit, kind, words, value, by, at, document, title in rows
    )


def _means(kind: str, value: str, names: dict[int, str]) -> tuple[str, ...]:
    if kind != Lesson.Kind.NAME:
        return (value,)
    return tuple(names[int(pk)] for pk in value.split(",") if int(pk) in names)
