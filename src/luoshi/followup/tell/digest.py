"""One mail a day with everything new, never one a thing."""

from collections.abc import Sequence
from datetime import datetime
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from luoshi.followup.ground.filling import filled
from luoshi.followup.ground.record import today_of
from luoshi.followup.ground.writing import writing
from luoshi.followup.tell.notice_words import table, words_of
from luoshi.store.models import Delivery, Notification, Person

_MOST = 40


def send_all(*, now: datetime) -> int:
    """Mail each person with an address one digest of what is unread and not mailed; return how many.

    A mail that could not be handed over leaves its day open; the others go, then the failure is told so that
    the job is tried again.

    Raises:
        OSError, SMTPException: the last failure.
    """
    waiting = Notification.objects.filter(read_at=None, mailed_at=None).exclude(person__email="")
    people = Person.objects.filter(pk__in=waiting.values("person"), is_active=True)
    n_sent, failure = 0, None
    for person in people.order_by("pk"):
        try:
            n_sent += _send(person, now)
        except (OSError, SMTPException) as error:
            failure = error
    if failure is not None:
        raise failure
    return n_sent


def _send(person: Person, now: datetime) -> bool:
    """Mail one person; the day is taken before the mail goes, so that a second worker sends no second one."""
    items = [item for item in _unmailed(person) if _still_matters(item)]
    if not items:
        return False
    try:
        with writing(), transaction.atomic():
            taken = Delivery.objects.create(person=person, on=today_of(now), n_items=len(items), sent_at=now)
    except IntegrityError:
        return False
    try:
        _hand_over(person, items)
    except (OSError, SMTPException):
        with writing():
            taken.delete()
        raise
    with writing():
        Notification.objects.filter(pk__in=[item.pk for item in items]).update(mailed_at=now)
    return True


def _unmailed(person: Person) -> QuerySet[Notification]:
    new = person.notifications.filter(read_at=None, mailed_at=None)
    return new.select_related("task").order_by("-at")[:_MOST]


def _still_matters(item: Notification) -> bool:
    return item.task is None or item.task.is_open or item.kind in {"closed", "reopened"}


def _hand_over(person: Person, items: Sequence[Notification]) -> None:
    lang = "en" if person.lang.startswith("en") else "zh"
    lines = [f"- {words_of(item.kind, item.args, lang)}" for item in items]
    subject = filled(table()["digest-subject"][lang], {"n": len(items)})
    body = "\n".join(
        [table()["digest-head"][lang].format(name=person.name), "", *lines, "", settings.SITE_ADDRESS]
    )
    send_mail(subject, body, settings.DEFAULT_FROM_EMAIL, [person.email])
