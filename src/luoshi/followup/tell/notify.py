"""Notices in the inbox: the same thing is said once."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from luoshi.followup.ground.permissions import ACTING
from luoshi.followup.tell.notice_words import table
from luoshi.store.models import Holding, Notification, Post, Task, Watch

KINDS = frozenset(table()) - {"digest-subject", "digest-head"}
_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to be said to some people.

    Attributes:
        people: ids.
        kind: one of ``KINDS``.
        task: id of the task it is about; None for none.
        key: what makes it the same thing, without the person.
        args: what the words need.
    """

    people: Collection[int]
    kind: str
    task: int | None
    key: str
    args: Mapping[str, str | int]


def _held(on: date) -> QuerySet[Holding]:
    return Holding.objects.filter(
        Q(until_on=None) | Q(until_on__gte=on), from_on__lte=on, person__is_active=True
    )


def people_of(units: Iterable[int], on: date, *, roles: Iterable[str] = ACTING) -> set[int]:
    """Return who holds an acting post in one of the units on a day."""
    found = _held(on).filter(post__unit__in=list(units), post__role__in=list(roles))
    return set(found.values_list("person", flat=True))


def holders(units: Iterable[int], on: date) -> dict[int, set[int]]:
    """Return by unit who holds an acting post in it on a day; one query."""
    found: dict[int, set[int]] = {}
    rows = _held(on).filter(post__unit__in=list(units), post__role__in=list(ACTING))
    for unit, person in rows.values_list("post__unit", "person"):
        found.setdefault(unit, set()).add(person)
    return found


def inspectors(on: date) -> dict[int, set[int]]:
    """Return by unit who inspects its subtree on a day; one query."""
    found: dict[int, set[int]] = {}
    rows = _held(on).filter(post__role=Post.Role.INSPECTOR)
    for unit, scope, person in rows.values_list("post__unit", "post__scope", "person"):
        found.setdefault(scope or unit, set()).add(person)
    return found


def inspectors_over(unit_levels: Iterable[int], on: date, *, but: Iterable[int] = ()) -> set[int]:
    """Return who inspects a subtree that one of these ancestors heads, but in the name of some units."""
    over = Q(post__scope__in=list(unit_levels)) | Q(post__scope=None, post__unit__in=list(unit_levels))
    held = _held(on).filter(over, post__role=Post.Role.INSPECTOR).exclude(post__unit__in=list(but))
    return set(held.values_list("person", flat=True))


def watchers_of(task: Task) -> set[int]:
    """Return who watches a task."""
    return set(Watch.objects.filter(task=task).values_list("person", flat=True))


def notify(
    people: Iterable[int], kind: str, task: Task | None, *, key: str, now: datetime, **args: str | int
) -> int:
    """Tell some people one thing; who was told it before under the same key is not told again.

    Args:
        people: ids.
        kind: one of ``KINDS``.
        task: what it is about.
        key: what makes it the same thing, without the person.
        now: when.
        args: what the words need.
    """
    return tell([Notice(set(people), kind, task.pk if task else None, key, args)], now=now)


def tell(notices: Iterable[Notice], *, now: datetime) -> int:
    """Tell many things; who was told one before is not told again. Return how many were new."""
    rows = [
        Notification(
            person_id=person,
            task_id=one.task,
            kind=one.kind,
            args=json.dumps(one.args, ensure_ascii=False, sort_keys=True),
            key=f"{one.kind}:{one.key}:{person}"[:160],
            at=now,
        )
        for one in notices
        for person in sorted(one.people)
    ]
    known: set[str] = set()
    for start in range(0, len(rows), _AT_ONCE):
        keys = [row.key for row in rows[start : start + _AT_ONCE]]
        known |= set(Notification.objects.filter(key__in=keys).values_list("key", flat=True))
    new = [row for row in rows if row.key not in known]
    Notification.objects.bulk_create(new, ignore_conflicts=True, batch_size=_AT_ONCE)
    return len(new)
