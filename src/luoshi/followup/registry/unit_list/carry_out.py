"""A list looked at, then made: all of it or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from luoshi.followup.ground.permissions import Viewer
from luoshi.followup.ground.record import today_of
from luoshi.followup.ground.refusals import RefusedError
from luoshi.followup.ground.writing import writing
from luoshi.followup.registry.first_hash import FirstPasswordHasher
from luoshi.followup.registry.keeping import only_keeper
from luoshi.followup.registry.people import NewPerson, first_password, keep_person, person_from
from luoshi.followup.registry.posts import NewPost, give_post, make_post
from luoshi.followup.registry.unit_list.place_posts import Posts
from luoshi.followup.registry.unit_list.place_units import Units
from luoshi.followup.registry.unit_list.plan import Key, Mistake, Plan, PlannedPost, PlannedUnit
from luoshi.followup.registry.unit_list.sheet import Line
from luoshi.followup.registry.units import UnitWords, change_unit, make_unit
from luoshi.store.models import Person, Unit

MOST_LINES, MOST_ACCOUNTS = 5_000, 2_000  # at once


@dataclass(frozen=True, slots=True)
class Login:
    """A new account, for whoever hands it out: its password is shown once and kept nowhere."""

    unit: str
    post: str
    name: str
    username: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Made:
    """What was made of a list."""

    n_units: int
    n_changed: int
    n_posts: int
    logins: tuple[Login, ...]


def look_at(viewer: Viewer | None, lines: Sequence[Line]) -> Plan:
    """Return what a list would make, and its mistakes; nothing is changed.

    Raises:
        NotAllowedError: not a keeper.
        RefusedError: ``list-too-long``; ``list-before-keeper``, since accounts made first would close the
            first run for good.
    """
    only_keeper(viewer)
    if not Person.objects.filter(is_keeper=True, is_active=True).exists():
        raise RefusedError("list-before-keeper")
    if len(lines) > MOST_LINES:
        raise RefusedError("list-too-long", most=MOST_LINES, n=len(lines))
    plan, units = Plan(), Units(lines)
    units.place(plan)
    Posts(units).place(plan)
    if len(plan.new_accounts) > MOST_ACCOUNTS:
        row = plan.new_accounts[MOST_ACCOUNTS].row
        plan.mistakes.append(Mistake(row, "list-many-accounts", {"most": MOST_ACCOUNTS}))
    plan.mistakes.sort(key=lambda mistake: mistake.row)
    return plan


def carry_out(viewer: Viewer | None, lines: Sequence[Line], *, now: datetime) -> Made:
    """Make the units, posts and accounts of a list that are not there yet.

    Raises:
        NotAllowedError: not a keeper.
        RefusedError: ``list-has-mistakes``, ``list-too-long``; nothing was made.
    """
    plan = look_at(viewer, lines)
    if plan.mistakes:
        raise RefusedError("list-has-mistakes", n=len(plan.mistakes))
    accounts = {post.username: _account(post, now) for post in plan.new_accounts}  # hashed before the door
    with writing():
        again = look_at(viewer, lines)  # somebody else may have made some of it meanwhile
        if again.mistakes:
            raise RefusedError("list-has-mistakes", n=len(again.mistakes))
        return _make(viewer, again, accounts, now)


def _account(post: PlannedPost, now: datetime) -> tuple[Person, str]:
    password = first_password()
    new = NewPerson(post.username, post.name, password, post.email)
    return person_from(new, now=now, hasher=FirstPasswordHasher.algorithm), password


def _make(viewer: Viewer | None, plan: Plan, accounts: dict[str, tuple[Person, str]], now: datetime) -> Made:
    ids = _make_units(viewer, plan, now)
    names = dict(Unit.objects.filter(pk__in=ids.values()).values_list("pk", "name"))
    posts: dict[tuple[int, str], int] = {}
    people: dict[str, int] = {}
    logins = []
    for one in plan.new_posts:
        unit = ids[one.unit]
        post = one.known or posts.get((unit, one.title))
        if not post:
            scope = ids[one.scope] if isinstance(one.scope, tuple) else one.scope
            post = make_post(viewer, unit, NewPost(one.title, one.role, scope), now=now).pk
            posts[unit, one.title] = post
        if not one.name:
            continue
        person = one.account or people.get(one.username)
        if not person:
            account, password = accounts.get(one.username) or _account(one, now)
            person = people[one.username] = keep_person(viewer, account, now=now).pk
            logins.append(Login(names[unit], one.title, one.name, one.username, password))
        give_post(viewer, post, person, today_of(now), now=now)
    return Made(len(plan.new_units), len(plan.changed_units), len(plan.new_posts), tuple(logins))


def _make_units(viewer: Viewer | None, plan: Plan, now: datetime) -> dict[Key, int]:
    """Make the new units, each after the one above it; return the ids of all listed ones."""
    ids: dict[Key, int] = {}
    waiting = list(reversed(plan.units))  # popped from the end: in the order of the list
    while waiting:
        key = waiting.pop()
        unit = plan.units[key]
        if isinstance(unit.parent, tuple) and unit.parent not in ids:
            waiting += [key, unit.parent]
        elif key not in ids:
            above = ids[unit.parent] if isinstance(unit.parent, tuple) else unit.parent
            ids[key] = _made(viewer, unit, above, now)
    return ids


def _made(viewer: Viewer | None, unit: PlannedUnit, above: int | None, now: datetime) -> int:
    if not unit.known:
        return make_unit(viewer, UnitWords(unit.name, unit.kind, unit.short), above, now=now).pk
    if unit.is_changed:
        kept = Unit.objects.get(pk=unit.known)
        words = UnitWords(unit.name, unit.kind or kept.kind, unit.short or kept.short)
        change_unit(viewer, unit.known, words, now=now)
    return unit.known
