"""Accounts: office holders, nothing more (decision 0001)."""

import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from luoshi.followup.finding.pinyin import syllables
from luoshi.followup.ground.permissions import Viewer
from luoshi.followup.ground.record import today_of
from luoshi.followup.ground.refusals import RefusedError
from luoshi.followup.ground.writing import writing
from luoshi.followup.registry.keeping import named, note, only_keeper, person_at
from luoshi.followup.registry.posts import drop_future
from luoshi.store.models import Person

_USERNAME = re.compile(r"[\w.@+-]{2,60}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+|")


_NO_LETTER = re.compile(r"[^a-z0-9]")
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another on paper
_GROUPS, _LETTERS_OF_GROUP = 3, 4


def usernames_for(name: str) -> Iterator[str]:
    """Yield user names out of a person's name: its pinyin, then with numbers for when that is taken."""
    spelt = _NO_LETTER.sub("", "".join(syllables(name)).lower())[:50]
    if not username_fits(spelt):
        spelt = f"user{spelt}"
    yield spelt
    yield from (f"{spelt}{n}" for n in count(2))


def first_password() -> str:
    """Return a password to be handed over on paper and changed."""
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(_LETTERS_OF_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)


@dataclass(frozen=True, slots=True)
class NewPerson:
    """An account to be made."""

    username: str
    name: str
    password: str = field(repr=False)
    email: str = ""
    is_keeper: bool = False


def make_person(viewer: Viewer | None, new: NewPerson, *, now: datetime) -> Person:
    """Make an account.

    Raises:
        NotAllowedError: not a keeper.
        RefusedError: ``name-missing``, ``username-unclear``, ``username-taken``, ``email-unclear``,
            ``password-weak``.
    """
    only_keeper(viewer)
    return keep_person(viewer, person_from(new, now=now), now=now)


def person_from(new: NewPerson, *, now: datetime, hasher: str = "default") -> Person:
    """Return an account with its password hashed, not kept yet: hashing is slow by design.

    Args:
        new: as entered.
        now: when.
        hasher: another than the slow one, for a password that nobody chose (see ``first_hash``).

    Raises:
        RefusedError: see ``make_person``.
    """
    username, email = new.username.strip(), new.email.strip()
    if not username_fits(username):
        raise RefusedError("username-unclear", username=username[:60])
    if not email_fits(email):
        raise RefusedError("email-unclear", email=email[:60])
    name = named(new.name, 60)
    person = Person(username=username, name=name, email=email, is_keeper=new.is_keeper, made_at=now)
    strong_enough(new.password, person)
    person.password = make_password(new.password, hasher=hasher)
    return person


def keep_person(viewer: Viewer | None, person: Person, *, now: datetime) -> Person:
    """Keep an account.

    Raises:
        RefusedError: ``username-taken``.
    """
    told = {"username": person.username, "name": person.name, "is_keeper": person.is_keeper}
    with writing():
        if Person.objects.filter(username__iexact=person.username).exists():
            raise RefusedError("username-taken", username=person.username)
        person.save()
        note("person-made", person, viewer, now, **told)
        return person


def username_fits(username: str) -> bool:
    """Tell whether something can be a user name."""
    return bool(_USERNAME.fullmatch(username))


def email_fits(email: str) -> bool:
    """Tell whether something can be an e-mail address; none at all can."""
    return bool(_EMAIL.fullmatch(email))


def strong_enough(password: str, person: Person) -> None:
    """Let a password pass.

    Raises:
        RefusedError: ``password-weak``.
    """
    try:
        validate_password(password, person)
    except ValidationError as weak:
        raise RefusedError("password-weak") from weak


def set_keeper(viewer: Viewer | None, pk: int, *, is_keeper: bool, now: datetime) -> Person:
    """Make somebody a keeper of the installation, or no longer one.

    Raises:
        NotFoundError, NotAllowedError: no such account; not a keeper.
        RefusedError: ``last-keeper``.
    """
    only_keeper(viewer)
    with writing():
        person = person_at(pk)
        if not is_keeper:
            _another_keeper(person)
        person.is_keeper = is_keeper
        person.save(update_fields=["is_keeper"])
        note("keeper-set", person, viewer, now, name=person.name, is_keeper=is_keeper)
        return person


def close_account(viewer: Viewer | None, pk: int, *, now: datetime) -> Person:
    """Close an account: nobody signs in with it, its posts end today. What it did stays under its name.

    Raises:
        NotFoundError, NotAllowedError: no such account; not a keeper.
        RefusedError: ``last-keeper``.
    """
    only_keeper(viewer)
    with writing():
        person = person_at(pk)
        _another_keeper(person)
        person.is_active = False
        person.save(update_fields=["is_active"])
        drop_future(pk, today_of(now))
        note("account-closed", person, viewer, now, name=person.name)
        return person


def reopen_account(viewer: Viewer | None, pk: int, *, now: datetime) -> Person:
    """Let somebody sign in again; posts have to be given anew.

    Raises:
        NotFoundError, NotAllowedError: no such account; not a keeper.
    """
    only_keeper(viewer)
    with writing():
        person = person_at(pk)
        person.is_active = True
        person.save(update_fields=["is_active"])
        note("account-reopened", person, viewer, now, name=person.name)
        return person


def _another_keeper(person: Person) -> None:
    others = Person.objects.filter(is_keeper=True, is_active=True).exclude(pk=person.pk)
    if person.is_keeper and not others.exists():
        raise RefusedError("last-keeper", name=person.name)


def reset_password(viewer: Viewer | None, pk: int, password: str, *, now: datetime) -> Person:
    """Set another person's password, as when it was forgotten; that person's sessions end.

    Raises:
        NotFoundError, NotAllowedError: no such account; not a keeper.
        RefusedError: ``password-weak``.
    """
    only_keeper(viewer)
    return _set_password(viewer, person_at(pk), password, now)


def change_password(viewer: Viewer, old: str, new: str, *, now: datetime) -> Person:
    """Change one's own password; sessions elsewhere end.

    Raises:
        RefusedError: ``old-password-wrong``, ``password-weak``.
    """
    person = person_at(viewer.person)
    if not person.check_password(old):
        raise RefusedError("old-password-wrong")
    return _set_password(viewer, person, new, now)


def _set_password(viewer: Viewer | None, person: Person, password: str, now: datetime) -> Person:
    strong_enough(password, person)
    person.set_password(password)  # slow by design, so outside the write door
    with writing():
        person.save(update_fields=["password"])
        note("password-set", person, viewer, now, name=person.name)
    return person


def change_details(viewer: Viewer, *, email: str, now: datetime) -> Person:
    """Change where one's own digest is mailed to; empty for no mail.

    Raises:
        RefusedError: ``email-unclear``.
    """
    email = email.strip()
    if not _EMAIL.fullmatch(email):
        raise RefusedError("email-unclear", email=email[:60])
    with writing():
        person = person_at(viewer.person)
        person.email = email
        person.save(update_fields=["email"])
        note("person-changed", person, viewer, now, name=person.name)
        return person
