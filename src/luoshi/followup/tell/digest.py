"""One mail a day with everything new, never one a thing."""

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from luoshi.followup.ground.filling import filled
from luoshi.followup.ground.record import today_of
from luoshi.followup.ground.writing import writing
from luoshi.followup.tell.notice_words import table, words_of
from luoshi.store.models import Delivery, Notification, Person

_MOST = 40
_GIVE_UP = 3  # failures in a row: then it is the server, and each further one would cost its whole timeout


def send_all(*, now: datetime) -> int:
    """Mail each person with an address one digest of what is unread and not mailed; return how many.

    A mail that could not be handed over leaves its day open; the others go, then the failure is told so that
    the job is tried again. After ``_GIVE_UP`` failures in a row the rest waits for that, too.

    Raises:
        OSError: the last failure; those of ``smtplib`` are such.
    """
    waiting = Notification.objects.filter(read_at=None, mailed_at=None).exclude(person__email="")
    people = Person.objects.filter(pk__in=waiting.values("person"), is_active=True)
    n_sent, failure, in_a_row = 0, None, 0
    for person in people.order_by("pk"):
        try:
            n_sent += _send(person, now)
            in_a_row = 0
        except OSError as error:
            failure = error
            in_a_row += 1
            if in_a_row == _GIVE_UP:
                break
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
        _hand_over(person, items, taken)
    except OSError:
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


def _hand_over(person: Person, items: Sequence[Notification], taken: Delivery) -> None:
    lang = "en" if person.lang.startswith("en") else "zh"
    lines = [f"- {words_of(item.kind, item.args, lang)}" for item in items]
    subject = filled(table()["digest-subject"][lang], {"n": len(items)})
    body = "\n".join(
        [table()["digest-head"][lang].format(name=person.name), "", *lines, "", settings.SITE_ADDRESS]
    )
    headers = {
        # RFC 5322: the same day's mail has the same name, so that a server that gets it twice can tell.
        "Message-ID": f"<digest-{person.pk}-{taken.on}@{urlsplit(settings.SITE_ADDRESS).hostname}>",
        "Auto-Submitted": "auto-generated",  # RFC 3834: no out-of-office answers, please
    }
    EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [person.email], headers=headers).send()
