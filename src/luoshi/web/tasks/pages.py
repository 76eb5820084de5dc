"""What the ledger's page shows."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cache, lru_cache
from types import MappingProxyType

from django.http import QueryDict

from luoshi.followup.ground.permissions import Viewer
from luoshi.store.queries.tasks import choices, walk
from luoshi.store.queries.tasks.filters import Filters
from luoshi.store.queries.tasks.groups import Group, groups_of
from luoshi.store.queries.tasks.place import Walk
from luoshi.store.queries.tasks.rows import TaskRow, rows_of
from luoshi.web.tasks import forms
from luoshi.web.words import known, lang, t, table

PER_PAGE = 50
_MARKS = ("said_", "supported_", "clock_", "light_", "why_", "step_")


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in force, in words, and its name in the address."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """The ledger as asked for.

    Attributes:
        count: how many there are, at most ``walk.CAP``.
        is_floor: there are more than ``count``: a costly filter has not looked further.
        after: where the next page begins, as it stands in the address; empty at the end.
        is_short: the filter is rare and was searched only so far.
        too_many_to_sort: the order asked for was left aside.
        unit_name: of the unit filtered by.
        narrow: what a group's key is put after to see its tasks.
        query: the filters, columns and order as a query string, without the place in the list.
    """

    rows: tuple[TaskRow, ...]
    groups: tuple[Group, ...]
    group: str
    columns: tuple[str, ...]
    filters: Filters
    unit_name: str
    chips: tuple[Chip, ...]
    sort: str
    count: int
    is_floor: bool
    after: str
    is_first: bool
    is_short: bool
    too_many_to_sort: bool
    schemes: tuple[choices.Choice, ...]
    views: tuple[choices.View, ...]
    query: str
    narrow: str
    today: date


def sees(viewer: Viewer) -> tuple[tuple[int, int], ...]:
    """Return the subtrees a viewer sees, as the queries want them."""
    return tuple((grant.sees, grant.depth) for grant in viewer.grants)


def ledger_page(viewer: Viewer, query: QueryDict, today: date) -> LedgerPage:
    """Return the page of the ledger that an address asks for."""
    filters = forms.filters_from(query)
    sort = forms.one_of(query, "sort", forms.SORTS) or "due"
    group = forms.one_of(query, "group", forms.GROUPS)
    columns = forms.columns_from(query)
    after = forms.key_from(query.get("after", ""))
    trail = walk.walk_for(sees(viewer), filters, today)
    page: walk.Page | None = None
    groups: tuple[Group, ...] = ()
    fallback = is_floor = False
    n_found: int | None = None
    if group:
        groups = groups_of(trail, group)
    else:
        page = walk.page_of(trail, sort=sort, after=after, n=PER_PAGE)
        fallback = page is None
        page = page or walk.page_of(trail, sort="due", after=after, n=PER_PAGE)
        if page and trail.is_costly and sort == "due" and after is None:
            n_found, is_floor = min(page.n_found, walk.CAP), not page.is_all
    keys = page.keys if page else ()
    rows = rows_of(
        [pk for _, pk in keys],
        today=today,
        with_support="support" in columns,
        with_document="document" in columns,
    )
    plain = query.copy()
    plain.pop("after", None)
    schemes = choices.schemes()
    return LedgerPage(
        rows=rows,
        groups=groups,
        group=group,
        columns=columns,
        filters=filters,
        unit_name=choices.unit_name(filters.unit) if filters.unit else "",
        chips=chips_of(filters, schemes),
        sort="due" if fallback else sort,
        count=sum(g.n for g in groups) if group else _count(trail, page, n_found, is_first=after is None),
        is_floor=is_floor,
        after=forms.text_of(page.after) if page and page.after else "",
        is_first=after is None,
        is_short=bool(page and page.is_short),
        too_many_to_sort=fallback,
        schemes=schemes,
        views=choices.views_of(viewer.person),
        query=plain.urlencode(),
        narrow=_narrow(plain, group),
        today=today,
    )


def _narrow(query: QueryDict, group: str) -> str:
    left = query.copy()
    for name in ("group", group):
        left.pop(name, None)
    return f"?{left.urlencode()}&{group}=".replace("?&", "?")


def _count(trail: Walk, page: walk.Page | None, n_found: int | None, *, is_first: bool) -> int:
    """Return how many there are; a first page that is also the last has them all."""
    if n_found is not None:
        return n_found
    return len(page.keys) if page and is_first and page.after is None else walk.count(trail)


def chips_of(filters: Filters, schemes: tuple[choices.Choice, ...]) -> tuple[Chip, ...]:
    """Return the filters in force, in words."""
    found = []
    for field in fields(filters):
        value = getattr(filters, field.name)
        if value:
            found.append(Chip(field.name, filter_words(field.name, value, schemes)))
    return tuple(found)


def filter_words(name: str, value: str | int | date, schemes: tuple[choices.Choice, ...]) -> str:
    """Return a filter in words: 步骤：推进中."""
    if isinstance(value, date):
        words = value.isoformat()
    elif name == "unit":
        words = choices.unit_name(int(value))
    elif name == "document":
        words = choices.document_title(int(value))
    elif name == "scheme":
        words = next((s.name for s in schemes if s.pk == value), "")
    elif name in {"role", "step", "said", "supported", "light"}:
        words = known(f"common.{name}_{value}")
    elif name in {"when", "owner", "gap", "kind", "state", "quarter"}:
        words = known(f"tasks.{name}_{value}")
    else:
        words = str(value)
    return t("tasks.chip", name=t(f"tasks.filter_{name}"), value=words)


def marks() -> Mapping[str, str]:
    """Return the words of every mark in the language of this request."""
    return _marks(lang())


def clock_words(days: int) -> str:
    """Return how many days are left, or how many it is late, in the language of this request."""
    return _clock_words(days, lang())


@lru_cache(maxsize=4096)  # asked for every row of a list
def _clock_words(days: int, _language: str) -> str:
    if days == 0:
        return t("common.clock_today")
    return t("common.clock_overdue", days=-days) if days < 0 else t("common.clock_running", days=days)


@cache
def _marks(language: str) -> Mapping[str, str]:
    found = {}
    for key, both in table().items():
        room, _, name = key.partition(".")
        if (room == "common" and name.startswith(_MARKS)) or (room == "tasks" and name.startswith("kind_")):
            found[name] = both[language]
    found["select"] = table()["tasks.select"][language].partition("{")[0].strip()
    found["no_owner"] = table()["common.no_owner"][language]
    return MappingProxyType(found)
