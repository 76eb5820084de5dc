"""The ledger as files: exactly what is shown, in flat memory."""

import csv
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from io import StringIO

import xlsxwriter
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from luoshi.store.queries.tasks import choices, walk
from luoshi.store.queries.tasks.rows import TaskRow, rows_of
from luoshi.web.jinja import day
from luoshi.web.tasks import forms
from luoshi.web.tasks.pages import chips_of, sees
from luoshi.web.viewer import PageRequest
from luoshi.web.words import known, t

_SHEET_ROWS = 1_000_000  # Excel holds 1,048,576
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WIDTHS = {"words": 60, "lead": 22, "support": 30, "owner": 22, "document": 40, "scheme": 20}
_CODED = {"said": "said", "supported": "supported", "step": "step", "light": "light"}
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is to be written: which columns of which tasks, and the words of the filters."""

    columns: tuple[str, ...]
    trail: walk.Walk
    sort: str
    head: str
    today: date


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
    )


def _rows(asked: _Asked) -> Iterator[TaskRow]:
    for ids in walk.every_id(asked.trail, sort=asked.sort):
        yield from rows_of(
            ids,
            today=asked.today,
            with_support="support" in asked.columns,
            with_document="document" in asked.columns,
        )


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
    return (
        t("common.clock_overdue", days=-row.days)
        if row.days < 0
        else t("common.clock_running", days=row.days)
    )


@login_required
def xlsx(request: PageRequest) -> HttpResponseBase:
    """Give the ledger as shown as .xlsx; every cell is text, so none can be a formula."""
    asked = _asked(request)
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it
    book = xlsxwriter.Workbook(file, {"constant_memory": True})
    bold = book.add_format({"bold": True})
    words: dict[str, str] = {}
    sheet: Worksheet | None = None
    at = 0
    for row in _rows(asked):
        if sheet is None or at >= _SHEET_ROWS:
            sheet, at = _sheet(book, asked, bold), 3
        for number, column in enumerate(asked.columns):
            sheet.write_string(at, number, _cell(row, column, words))
        at += 1
    if sheet is None:
        _sheet(book, asked, bold)
    book.close()
    file.seek(0)
    name = f"{t('tasks.export_title')}-{asked.today:%Y%m%d}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=_XLSX)


def _sheet(book: xlsxwriter.Workbook, asked: _Asked, bold: Format) -> Worksheet:
    """Begin a sheet: title with the day of the data, the filters, the names of the columns."""
    sheet = book.add_worksheet()
    for number, column in enumerate(asked.columns):
        sheet.set_column(number, number, _WIDTHS.get(column, 13))
    sheet.write_string(0, 0, f"{t('tasks.export_title')} · {t('common.data_of', day=day(asked.today))}", bold)
    sheet.write_string(1, 0, t("tasks.chip", name=t("tasks.export_filters"), value=asked.head))
    for number, column in enumerate(asked.columns):
        sheet.write_string(2, number, t(f"tasks.col_{column}"), bold)
    sheet.freeze_panes(3, 0)
    return sheet


@login_required
def as_csv(request: PageRequest) -> HttpResponseBase:
    """Give the ledger as shown as .csv; what a spreadsheet would take for a formula gets a mark before."""
    asked = _asked(request)
    response = StreamingHttpResponse(_lines(asked), content_type="text/csv; charset=utf-8")
    name = f"tasks-{asked.today:%Y%m%d}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _lines(asked: _Asked) -> Iterator[str]:
    words: dict[str, str] = {}
    yield "\ufeff" + _line([t(f"tasks.col_{column}") for column in asked.columns])
    for row in _rows(asked):
        yield _line([_plain(_cell(row, column, words)) for column in asked.columns])


def _plain(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _line(cells: list[str]) -> str:
    out = StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()
