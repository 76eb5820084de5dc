"""Notices in the inbox: the same thing is said once."""

import json
from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Q

from luoshi.followup.ground.permissions import ACTING
from luoshi.followup.tell.notice_words import table
from luoshi.store.models import Holding, Notification, Post, Task, Watch

KINDS = frozenset(table()) - {"digest-subject", "digest-head"}


def people_of(units: Iterable[int], on: date, *, roles: Iterable[str] = ACTING) -> set[int]:
    """Return who holds an acting post in one of the units on a day."""
    held = Holding.objects.filter(Q(until_on=None) | Q(until_on__gte=on), from_on__lte=on)
    found = held.filter(post__unit__in=list(units), post__role__in=list(roles), person__is_active=True)
    return set(found.values_list("person", flat=True))


def inspectors_over(unit_levels: Iterable[int], on: date) -> set[int]:
    """Return who inspects a subtree that one of these ancestors heads."""
    held = Holding.objects.filter(Q(until_on=None) | Q(until_on__gte=on), from_on__lte=on)
    over = Q(post__scope__in=list(unit_levels)) | Q(post__scope=None, post__unit__in=list(unit_levels))
    return set(held.filter(over, post__role=Post.Role.INSPECTOR).values_list("person", flat=True))


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
    words = json.dumps(args, ensure_ascii=False, sort_keys=True)
    rows = [
        Notification(
            person_id=person, task=task, kind=kind, args=words, key=f"{kind}:{key}:{person}"[:160], at=now
        )
        for person in sorted(set(people))
    ]
    known = set(Notification.objects.filter(key__in=[row.key for row in rows]).values_list("key", flat=True))
    new = [row for row in rows if row.key not in known]
    Notification.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)
