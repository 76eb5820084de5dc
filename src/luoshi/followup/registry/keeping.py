"""What every keeper's act stands on: only a keeper may, and everything done is an event."""

import json
from datetime import date, datetime

from luoshi.followup.ground.permissions import Viewer
from luoshi.followup.ground.record import append
from luoshi.followup.ground.refusals import NotAllowedError, NotFoundError, RefusedError
from luoshi.store.models import Person, Post, Unit


def only_keeper(viewer: Viewer | None) -> None:
    """Let keepers pass, and the installation itself (None: the command line, the first run).

    Raises:
        NotAllowedError: somebody else.
    """
    if viewer is not None and not viewer.is_keeper:
        raise NotAllowedError("needs-keeper")


def named(name: str, longest: int) -> str:
    """Return a name without surrounding or repeated blanks.

    Raises:
        RefusedError: ``name-missing``.
    """
    name = " ".join(name.split())[:longest]
    if not name:
        raise RefusedError("name-missing")
    return name


def note(
    kind: str, subject: Unit | Post | Person, viewer: Viewer | None, now: datetime, /, **what: object
) -> None:
    """Append the event of a keeper's act; days are written as ISO."""
    told = {key: value.isoformat() if isinstance(value, date) else value for key, value in what.items()}
    body = json.dumps(told, ensure_ascii=False, sort_keys=True)
    label = type(subject).__name__.lower()
    append(kind, body, at=now, viewer=viewer, subject=f"{label}:{subject.pk}")


def unit_at(pk: int) -> Unit:
    """Return a unit.

    Raises:
        NotFoundError: there is none.
    """
    found = Unit.objects.filter(pk=pk).first()
    if found is None:
        raise NotFoundError
    return found


def post_at(pk: int) -> Post:
    """Return a post.

    Raises:
        NotFoundError: there is none.
    """
    found = Post.objects.filter(pk=pk).select_related("unit").first()
    if found is None:
        raise NotFoundError
    return found


def person_at(pk: int) -> Person:
    """Return an account.

    Raises:
        NotFoundError: there is none.
    """
    found = Person.objects.filter(pk=pk).first()
    if found is None:
        raise NotFoundError
    return found
