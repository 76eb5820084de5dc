"""Large files are read in the background: the page may be closed, the person is told when it is done."""

from datetime import date, datetime
from pathlib import PurePath

from django.utils import timezone
from django_tasks import task

from luoshi.document.problem_words import words as problem_words
from luoshi.followup.ground.originals import keep, path_of
from luoshi.followup.ground.permissions import Viewer, viewer_of
from luoshi.followup.ground.record import today_of
from luoshi.followup.ground.refusal_words import words_of
from luoshi.followup.ground.refusals import NotAllowedError, RefusedError
from luoshi.followup.ground.writing import writing
from luoshi.followup.intake.take_in import Received, UnreadableError, take_in
from luoshi.followup.tell.notify import notify
from luoshi.store.models import Person

LARGE = 4_000_000  # bytes of a file from which nobody should wait for its reading


def take_in_later(viewer: Viewer, unit: int, received: Received, *, now: datetime) -> None:
    """Keep a file and have it read in the background; what is enqueued is not lost when the server dies.

    Raises:
        NotAllowedError: the viewer does not act for the unit.
    """
    if unit not in viewer.units:
        raise NotAllowedError("needs-role", roles="")
    with writing():
        original = keep(
            received.data or b"", name=received.name, media_type="application/octet-stream", now=now
        )
        read_received.enqueue(
            key=f"{original.sha256}:{unit}:{received.document}:{today_of(now)}",
            sha256=original.sha256,
            name=received.name,
            unit=unit,
            person=viewer.person,
            as_of=received.as_of.isoformat() if received.as_of else "",
            document=received.document,
        )


@task(queue_name="outside")  # reading takes long: not within the job's own transaction
def read_received(  # noqa: PLR0913 - the payload of a job, all by name
    *, key: str, sha256: str, name: str, unit: int, person: int, as_of: str, document: int
) -> None:
    """Take in a file that was kept, and tell the person. Done twice it changes nothing."""
    now = timezone.now()
    reader = Person.objects.get(pk=person)
    lang = "en" if reader.lang.startswith("en") else "zh"
    viewer = viewer_of(reader, today_of(now))
    day = date.fromisoformat(as_of) if as_of else None
    data = path_of(sha256).read_bytes()
    title = PurePath(name).name[:80]
    try:
        version = take_in(viewer, unit, Received(name, data, as_of=day, document=document), now=now)
    except UnreadableError as error:
        _tell(person, "document-unreadable", key, now, title=title, why=problem_words(error.problem, lang))
    except RefusedError as error:
        if error.code != "received-before":  # also what a second run of this job finds
            _tell(person, "document-unreadable", key, now, title=title, why=words_of(error, lang))
    else:
        n_rows = version.proposals.count()
        _tell(person, "document-read", key, now, title=version.document.title[:80], n=n_rows)


def _tell(person: int, kind: str, key: str, now: datetime, **args: str | int) -> None:
    with writing():
        notify([person], kind, None, key=key, now=now, **args)
