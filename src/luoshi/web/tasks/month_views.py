"""The month and the timeline of the ledger."""

from calendar import Calendar, monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import render

from luoshi.followup.ground.days import office_calendar
from luoshi.store.queries.tasks import choices, walk
from luoshi.store.queries.tasks.month import month_of
from luoshi.store.queries.tasks.rows import TaskRow, rows_of
from luoshi.web.tasks import forms
from luoshi.web.tasks.day_words import feast
from luoshi.web.tasks.pages import PER_PAGE, chips_of, sees
from luoshi.web.viewer import PageRequest
from luoshi.web.words import t

_SHOWN = 3  # tasks named in a cell
_LABELS = 12  # names of months on the timeline
_ROOM = 4.0  # per cent of its width that a name needs
_MARGIN_DAYS = 7


@dataclass(frozen=True, slots=True)
class Cell:
    """A day of the month."""

    on: date
    kind: str
    name: str
    in_month: bool
    n: int
    rows: tuple[TaskRow, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """A task on the timeline, from being made to its limit, in per cent of the width."""

    row: TaskRow
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class MonthLine:
    """Where a month begins on the timeline, in per cent, and its name."""

    x: float
    name: str


@login_required
def month(request: PageRequest) -> HttpResponse:
    """Show what falls due in a month, on working days and days off."""
    first = _month(request.GET.get("month", ""), request.today)
    last = first.replace(day=monthrange(first.year, first.month)[1])
    filters = forms.filters_from(request.GET)
    trail = walk.walk_for(sees(request.viewer), filters, request.today)
    found = month_of(trail, first, last)
    by_day: dict[date | None, list[TaskRow]] = {}
    for row in found.rows:
        by_day.setdefault(row.due_on, []).append(row)
    cells, provisional, calendar = [], False, office_calendar()
    for on in Calendar().itermonthdates(first.year, first.month):
        about = calendar.day(on)
        provisional |= about.provisional and on.month == first.month
        rows = tuple(by_day.get(on, ())[:_SHOWN])
        cells.append(
            Cell(
                on,
                about.kind.value,
                feast(about.name),
                on.month == first.month,
                found.counts.get(on, 0),
                rows,
            )
        )
    values = {
        "section": "tasks",
        "weeks": [cells[i : i + 7] for i in range(0, len(cells), 7)],
        "first": first,
        "before": f"{first - timedelta(days=1):%Y-%m}",
        "after": f"{last + timedelta(days=1):%Y-%m}",
        "total": sum(found.counts.values()),
        "provisional": provisional,
        "is_now": first == request.today.replace(day=1),
        "asked": _without(request.GET, "month"),
        "chips": chips_of(filters, choices.schemes()),
    }
    return render(request, "tasks/month.html", values)


def _month(text: str, today: date) -> date:
    try:
        found = date.fromisoformat(f"{text}-01")
    except ValueError:
        return today.replace(day=1)
    return found if 1990 <= found.year < 2200 else today.replace(day=1)


@login_required
def timeline(request: PageRequest) -> HttpResponse:
    """Show the next page of dated tasks as lines from making to limit."""
    filters = forms.filters_from(request.GET)
    trail = walk.walk_for(sees(request.viewer), filters, request.today)
    trail = walk.narrowed(trail, when=filters.when or "dated")
    page = walk.page_of(trail, sort="due", after=forms.key_from(request.GET.get("after", "")), n=PER_PAGE)
    rows = rows_of([pk for _, pk in page.keys], today=request.today) if page else ()
    bars, months, today_x = _drawn([row for row in rows if row.due_on], request.today)
    values = {
        "section": "tasks",
        "bars": bars,
        "months": months,
        "today_x": today_x,
        "after": forms.text_of(page.after) if page and page.after else "",
        "asked": _without(request.GET, "after"),
        "chips": chips_of(filters, choices.schemes()),
    }
    return render(request, "tasks/timeline.html", values)


def _without(query: QueryDict, name: str) -> str:
    left = query.copy()
    left.pop(name, None)
    return left.urlencode()


def _drawn(rows: list[TaskRow], today: date) -> tuple[list[Bar], list[MonthLine], float]:
    """Return bars, month lines and the place of today."""
    ends = [row.due_on for row in rows if row.due_on]
    first = min([today, *(row.made_on for row in rows)]) - timedelta(days=_MARGIN_DAYS)
    last = max([today, *ends]) + timedelta(days=_MARGIN_DAYS)

    def x(on: date) -> float:
        return round((on - first).days * 100 / max(1, (last - first).days), 2)

    bars = [Bar(row, x(row.made_on), max(x(row.made_on), x(row.due_on or today))) for row in rows]
    names = t("tasks.month_names").split()
    every = max(1, -(-((last.year - first.year) * 12 + last.month - first.month) // _LABELS))
    months: list[MonthLine] = []
    on = first.replace(day=1)
    while (on := (on + timedelta(days=32)).replace(day=1)) <= last:
        if (on.month - 1) % every == 0 and x(on) < 100 - _ROOM:
            is_first = on.month <= every or not months
            months.append(
                MonthLine(x(on), f"{on.year} {names[on.month - 1]}" if is_first else names[on.month - 1])
            )
    return bars, months, x(today)
