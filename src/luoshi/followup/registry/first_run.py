"""The first run of an empty installation: a one-time token, then the top unit and its keeper."""

import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from luoshi.followup.ground.record import today_of
from luoshi.followup.ground.refusals import NotFoundError, RefusedError
from luoshi.followup.ground.writing import writing
from luoshi.followup.registry.people import NewPerson, make_person
from luoshi.followup.registry.posts import NewPost, give_post, make_post
from luoshi.followup.registry.units import UnitWords, make_unit
from luoshi.store.models import Person

_FILE = "first-run-token"


@dataclass(frozen=True, slots=True)
class FirstRun:
    """What the first keeper enters: the top unit, an account, a post in that unit."""

    unit: str
    username: str
    name: str
    password: str = field(repr=False)
    post: str
    role: str = "lead"


def is_empty() -> bool:
    """Tell whether nobody has an account yet."""
    return not Person.objects.exists()


def token_for_first_run(home: Path) -> str | None:
    """Return a new token that opens the first run, for the operator's eyes; None when it is long past.

    Only its hash is kept, in the data folder; a new start makes a new token and the old one opens nothing.
    """
    if not is_empty():
        (home / _FILE).unlink(missing_ok=True)
        return None
    token = secrets.token_urlsafe(18)
    home.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(home / _FILE, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(_hash(token))
    return token


def set_up(home: Path, token: str, wanted: FirstRun, *, now: datetime) -> Person:
    """Make the top unit, the keeper's account and a first post, held from today; the token is used up.

    Raises:
        NotFoundError: somebody has an account already.
        RefusedError: ``token-wrong``, or why one of the three cannot be made; then nothing is made.
    """
    if not is_empty():
        raise NotFoundError
    if not _opens(home, token):
        raise RefusedError("token-wrong")
    with writing():
        if not is_empty():
            raise NotFoundError
        unit = make_unit(None, UnitWords(wanted.unit), now=now)
        account = NewPerson(wanted.username, wanted.name, wanted.password, is_keeper=True)
        keeper = make_person(None, account, now=now)
        post = make_post(None, unit.pk, NewPost(wanted.post, wanted.role), now=now)
        give_post(None, post.pk, keeper.pk, today_of(now), now=now)
    (home / _FILE).unlink(missing_ok=True)
    return keeper


def _opens(home: Path, token: str) -> bool:
    try:
        kept = (home / _FILE).read_text(encoding="ascii")
    except FileNotFoundError:
        return False
    return hmac.compare_digest(kept.strip(), _hash(token))


def _hash(token: str) -> str:
    return hashlib.sha256("".join(token.split()).encode()).hexdigest()
