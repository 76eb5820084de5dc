"""Somebody new in a unit: the account, the post and the holding of it in one go."""

from dataclasses import dataclass
from datetime import datetime

from luoshi.followup.ground.permissions import Viewer
from luoshi.followup.ground.record import today_of
from luoshi.followup.ground.writing import writing
from luoshi.followup.registry.keeping import named, only_keeper, unit_at
from luoshi.followup.registry.people import (
    NewPerson,
    first_password,
    keep_person,
    person_from,
    usernames_for,
)
from luoshi.followup.registry.posts import NewPost, give_post, make_post
from luoshi.followup.registry.unit_list.carry_out import Login
from luoshi.followup.registry.unit_list.sheet import titles
from luoshi.store.models import Person, Post


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Who comes.

    Attributes:
        name: of the person.
        role: of the post: ``lead``, ``clerk``, ``inspector`` or ``viewer``.
        title: of the post; what such posts are called when empty. One that exists is given.
        username: out of the name's pinyin when empty.
        email: for one digest a day; empty for none.
    """

    name: str
    role: str
    title: str = ""
    username: str = ""
    email: str = ""


def add_newcomer(viewer: Viewer | None, unit: int, new: Newcomer, *, now: datetime) -> Login:
    """Make an account, its post in a unit, and give it the post from today; return the first password once.

    Raises:
        NotFoundError, NotAllowedError: no such unit; not a keeper.
        RefusedError: as ``make_person``, ``make_post`` and ``give_post``; nothing was made.
    """
    only_keeper(viewer)
    name, password = named(new.name, 60), first_password()
    username = new.username.strip() or _free_name(name)
    account = person_from(NewPerson(username, name, password, new.email), now=now)
    title = " ".join(new.title.split()) or titles().get(new.role, "")
    with writing():
        place = unit_at(unit)
        post = Post.objects.filter(unit=place, title=title).first()
        if post is None:
            post = make_post(viewer, unit, NewPost(title, new.role), now=now)
        person = keep_person(viewer, account, now=now)
        give_post(viewer, post.pk, person.pk, today_of(now), now=now)
    return Login(place.name, post.title, name, username, password)


def _free_name(name: str) -> str:
    return next(
        one for one in usernames_for(name) if not Person.objects.filter(username__iexact=one).exists()
    )
