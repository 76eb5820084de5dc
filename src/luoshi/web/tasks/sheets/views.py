"""The ledger as files: exactly what is shown, or all of it for the operator, in flat memory."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from io import StringIO
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, override

from luoshi.followup.ground.record import today_of
from luoshi.store.queries.tasks import choices, walk
from luoshi.store.queries.tasks.filters import Filters
from luoshi.store.queries.tasks.occurrences import owed_until
from luoshi.store.queries.tasks.place import Walk
from luoshi.store.queries.tasks.rows import TaskRow, rows_of
from luoshi.web.jinja import day
from luoshi.web.tasks import forms
from luoshi.web.tasks.pages import chips_of, clock_words, sees
from luoshi.web.tasks.sheets.ics import Entry, calendar
from luoshi.web.tasks.sheets.xlsx import Head, written
from luoshi.web.viewer import PageRequest
from luoshi.web.words import known, t

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WIDTHS = {"words": 60, "lead": 22, "support": 30, "owner": 22, "document": 40, "scheme": 20}
_CODED = {"said": "said", "supported": "supported", "step": "step", "light": "light"}
KINDS: Final = ("xlsx", "csv", "ics")
_DAILY_AHEAD = timedelta(days=31)  # of what falls due every day
_AHEAD = timedelta(days=366)  # how far the occurrences of a recurring task are written out
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is to be written: which columns of which tasks, the words of the filters, the language."""

    columns: tuple[str, ...]
    trail: Walk
    sort: str
    head: str
    today: date
    lang: str


def _asked(request: PageRequest) -> _Asked:
    filters = forms.filters_from(request.GET)
    chips = chips_of(filters, choices.schemes())
    head = "；".join(chip.words for chip in chips) or t("tasks.export_none")
    return _Asked(
        forms.columns_from(request.GET),
        walk.walk_for(sees(request.viewer), filters, request.today),
        forms.one_of(request.GET, "sort", forms.SORTS) or "due",
        head,
        request.today,
        get_language() or "zh-hans",
    )


def _batches(asked: _Asked) -> Iterator[tuple[TaskRow, ...]]:
    for ids in walk.every_id(asked.trail, sort=asked.sort):
        yield rows_of(
            ids,
            today=asked.today,
            with_support="support" in asked.columns,
            with_document="document" in asked.columns,
        )


def _rows(asked: _Asked) -> Iterator[TaskRow]:
    for rows in _batches(asked):
        yield from rows


def _cell(row: TaskRow, column: str, words: dict[str, str]) -> str:
    """Return a cell as text; coded words are looked up once and kept."""
    if column in _CODED:
        key = f"common.{column}_{getattr(row, column)}"
        return words.get(key) or words.setdefault(key, known(key))
    if column == "kind":
        return known(f"tasks.kind_{row.kind}")
    if column == "clock":
        return _clock(row)
    if column == "percent":
        return "" if row.percent is None else f"{row.percent}%"
    if column in {"due", "first_due", "made"}:
        return day({"due": row.due_on, "first_due": row.first_due_on, "made": row.made_on}[column])
    return str(getattr(row, column))


def _clock(row: TaskRow) -> str:
    if row.days is None:
        return known(f"common.clock_{row.clock}")
    return clock_words(row.days)


@login_required
def xlsx(request: PageRequest) -> HttpResponseBase:
    """Give the ledger as shown as .xlsx, a piece as soon as it is written."""
    asked = _asked(request)
    response = StreamingHttpResponse(_workbook(asked), content_type=_XLSX)
    name = f"{t('tasks.export_title')}-{asked.today:%Y%m%d}.xlsx"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response


def _workbook(asked: _Asked) -> Iterator[bytes]:
    head = Head(
        lines=(
            f"{t('tasks.export_title')} · {t('common.data_of', day=day(asked.today))}",
            t("tasks.chip", name=t("tasks.export_filters"), value=asked.head),
        ),
        names=[t(f"tasks.col_{column}") for column in asked.columns],
        widths=[_WIDTHS.get(column, 13) for column in asked.columns],
    )
    return written(head, _cells(asked))


def _cells(asked: _Asked) -> Iterator[list[str]]:
    """Yield the rows as text, in the language of the request: it is over when the pieces are written."""
    words: dict[str, str] = {}
    with override(asked.lang):
        for row in _rows(asked):
            yield [_cell(row, column, words) for column in asked.columns]


@login_required
def as_csv(request: PageRequest) -> HttpResponseBase:
    """Give the ledger as shown as .csv; what a spreadsheet would take for a formula gets a mark before."""
    asked = _asked(request)
    response = StreamingHttpResponse(_lines(asked), content_type="text/csv; charset=utf-8")
    name = f"tasks-{asked.today:%Y%m%d}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _lines(asked: _Asked) -> Iterator[str]:
    yield "\ufeff" + _line([t(f"tasks.col_{column}") for column in asked.columns])
    for cells in _cells(asked):
        yield _line([_plain(cell) for cell in cells])


def _plain(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _line(cells: list[str]) -> str:
    out = StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()


@login_required
def as_ics(request: PageRequest) -> HttpResponseBase:
    """Give the days of the ledger as shown as .ics; of a recurring task each occurrence that is owed."""
    asked = _asked(request)
    lines = _calendar(asked, request.build_absolute_uri("/"), request.now)
    response = StreamingHttpResponse(lines, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="tasks-{asked.today:%Y%m%d}.ics"'
    return response


def _calendar(asked: _Asked, site: str, now: datetime) -> Iterator[str]:
    entries = _entries(asked, f"{site.rstrip('/')}/tasks/", urlsplit(site).hostname or "")
    return calendar(f"{t('common.product')} · {t('tasks.export_title')}", entries, now=now)


def _entries(asked: _Asked, root: str, host: str) -> Iterator[Entry]:
    words: dict[str, str] = {}
    for rows in _batches(asked):
        owed = owed_until([row.pk for row in rows if row.kind == "recurring"], asked.today + _AHEAD)
        for row in rows:
            about = "\n".join(
                t("tasks.chip", name=t(f"tasks.col_{column}"), value=_cell(row, column, words))
                for column in ("code", "lead", "step", "said", "supported")
            )
            days = owed.get(row.pk, ())
            if row.is_daily:  # what is blank is told in one line elsewhere, and a year of it fills a calendar
                days = tuple(one for one in days if asked.today <= one[1] <= asked.today + _DAILY_AHEAD)
            for scheduled, due in days:
                uid = f"{row.code}-{scheduled:%Y%m%d}@{host}"
                yield Entry(uid, due, row.words, about, f"{root}{row.code}")
            if row.kind != "recurring" and row.due_on:
                yield Entry(f"{row.code}@{host}", row.due_on, row.words, about, f"{root}{row.code}")


def whole(kind: str, *, lang: str, now: datetime) -> Iterator[bytes]:
    """Yield the whole ledger as a file: a table of every task, or a calendar of what is still open.

    Args:
        kind: one of ``KINDS``.
        lang: ``zh`` or ``en``.
        now: what the clocks of the tasks are held against.
    """
    today = today_of(now)
    with override({"zh": "zh-hans"}.get(lang, lang)):
        filters = Filters(state="open" if kind == "ics" else "all")
        trail = walk.walk_for(walk.everywhere(), filters, today)
        columns = forms.PLAIN_COLUMNS if kind == "ics" else forms.COLUMNS
        asked = _Asked(columns, trail, "due", t("tasks.export_none"), today, get_language() or "zh-hans")
        if kind == "xlsx":
            yield from _workbook(asked)
        elif kind == "csv":
            yield from (line.encode() for line in _lines(asked))
        else:
            yield from (line.encode() for line in _calendar(asked, settings.SITE_ADDRESS, now))
