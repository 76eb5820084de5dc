"""Accounts, as a keeper sees them."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from luoshi.store.models import Holding, Person
from luoshi.store.queries.sql import Sql, fetched


@dataclass(frozen=True, slots=True)
class Account:
    """An account as a keeper sees it."""

    pk: int
    username: str
    name: str
    email: str
    is_keeper: bool
    is_active: bool
    posts: tuple[str, ...]


_MOST_PEOPLE = 500


def people_to_choose() -> tuple[tuple[str, str], ...]:
    """Return user name and name of open accounts, for choosing."""
    rows = Person.objects.filter(is_active=True).order_by("name", "pk")
    return tuple(rows.values_list("username", "name")[:_MOST_PEOPLE])


def accounts(typed: str, today: date) -> tuple[Account, ...]:
    """Return accounts whose name or user name holds what was typed, with their posts today; two queries."""
    rows = Person.objects.order_by("name", "pk")
    if typed:
        rows = rows.filter(Q(name__contains=typed) | Q(username__icontains=typed))
    columns = ("pk", "username", "name", "email", "is_keeper", "is_active")
    people = list(rows.values_list(*columns)[:_MOST_PEOPLE])
    held: dict[int, list[str]] = {}
    now = Q(until_on=None) | Q(until_on__gte=today)
    holdings = Holding.objects.filter(now, person__in=[row[0] for row in people]).order_by("pk")
    for person, unit, title in holdings.values_list("person", "post__unit__name", "post__title"):
        held.setdefault(person, []).append(f"{unit} {title}")
    return tuple(
        Account(pk, username, name, email, is_keeper, is_active, tuple(held.get(pk, ())))
        for pk, username, name, email, is_keeper, is_active in people
    )


def posts_held(person: int, today: date) -> tuple[str, ...]:
    """Return the posts a person holds on a day, as 县民政局 办公室经办."""
    now = (Q(until_on=None) | Q(until_on__gte=today)) & Q(from_on__lte=today)
    rows = Holding.objects.filter(now, person=person).order_by("pk")
    return tuple(f"{unit} {title}" for unit, title in rows.values_list("post__unit__name", "post__title"))


def person_named(typed: str) -> int | None:
    """Return the id of the open account with a user name, or of the only one with a name; None for nobody."""
    open_ones = Person.objects.filter(is_active=True)
    found = open_ones.filter(username__iexact=typed).values_list("pk", flat=True).first()
    if found is None:
        named = list(open_ones.filter(name=typed).values_list("pk", flat=True)[:2])
        found = named[0] if len(named) == 1 else None
    return found


_GRANTED = (
    "SELECT p.unit_id, p.role, p.scope_id, u.depth, s.depth FROM store_holding h "
    "JOIN store_post p ON p.id = h.post_id JOIN store_unit u ON u.id = p.unit_id "
    "LEFT JOIN store_unit s ON s.id = p.scope_id WHERE h.person_id = %s AND h.from_on <= %s "
    "AND (h.until_on IS NULL OR h.until_on >= %s) ORDER BY h.id"
)


def granted(person: int, on: date) -> list[tuple[int, str, int | None, int, int | None]]:
    """Return what the posts a person holds on a day give: unit, role, scope if any, depth of either."""
    return fetched(Sql(_GRANTED, (person, on, on)))
