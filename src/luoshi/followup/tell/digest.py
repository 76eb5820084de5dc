"""One mail a day with everything new, never one a thing."""

from datetime import datetime

from django.conf import settings
from django.core.mail import send_mail
from django.db import IntegrityError, transaction

from luoshi.followup.ground.record import today_of
from luoshi.followup.ground.writing import writing
from luoshi.followup.tell.notice_words import table, words_of
from luoshi.store.models import Delivery, Notification, Person

_MOST = 40


def send_all(*, now: datetime) -> int:
    """Mail each person with an address one digest of what is unread and not mailed; return how many."""
    waiting = Notification.objects.filter(read_at=None, mailed_at=None).exclude(person__email="")
    people = Person.objects.filter(pk__in=waiting.values("person"), is_active=True)
    return sum(_send(person, now) for person in people.order_by("pk"))


def _send(person: Person, now: datetime) -> bool:
    """Mail one person; the day is taken before the mail goes, so that a second worker sends no second one."""
    items = list(person.notifications.filter(read_at=None, mailed_at=None).order_by("-at")[:_MOST])
    items = [
        item
        for item in items
        if item.task is None or item.task.is_open or item.kind in {"closed", "reopened"}
    ]
    if not items:
        return False
    try:
        with writing(), transaction.atomic():
            Delivery.objects.create(person=person, on=today_of(now), n_items=len(items), sent_at=now)
    except IntegrityError:
        return False
    lang = "en" if person.lang.startswith("en") else "zh"
    lines = [f"- {words_of(item.kind, item.args, lang)}" for item in items]
    subject = table()["digest-subject"][lang].format(n=len(items))
    body = "\n".join(
        [table()["digest-head"][lang].format(name=person.name), "", *lines, "", settings.SITE_ADDRESS]
    )
    send_mail(subject, body, settings.DEFAULT_FROM_EMAIL, [person.email])
    with writing():
        Notification.objects.filter(pk__in=[item.pk for item in items]).update(mailed_at=now)
    return True
