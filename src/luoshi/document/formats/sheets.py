"""Spreadsheets: one row one block, merged cells shared, header rows found."""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta

import python_calamine

from luoshi.document.formats import zips
from luoshi.document.formats.draft import Draft, folded
from luoshi.document.formats.grid import Grid, add_grid
from luoshi.document.formats.ods_merges import Range, ods_merges
from luoshi.document.formats.sniff import Kind
from luoshi.document.formats.txt import damage, decoded
from luoshi.document.formats.unreadable import unreadable
from luoshi.document.source_text import BlockKind, Extract
from luoshi.values.problem import Problem, Severity

_MEDIA_TYPES = {
    Kind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Kind.XLS: "application/vnd.ms-excel",
    Kind.ODS: "application/vnd.oasis.opendocument.spreadsheet",
}
_N_ROWS_LIMIT = 100_000
_N_COLUMNS_LIMIT = 1_000
_MAX_EXACT = 1e15  # above this a float no longer tells every whole number
_FIELD_LIMIT = 1 << 20
_DELIMITERS = "\t;|"


def extract(data: bytes, kind: Kind, beat: Callable[[], None]) -> Extract:
    """Return every visible sheet in order, named when there is more than one.

    Raises:
        Unreadable: the file is damaged, encrypted or hostile.
    """
    if kind is Kind.CSV:
        return _extract_csv(data)
    told: dict[str, list[Range]] = {}
    if kind in {Kind.XLSX, Kind.ODS}:
        with zips.check_office_zip(data) as archive:
            told = ods_merges(archive) if kind is Kind.ODS else {}
    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    except python_calamine.PasswordError as error:
        raise unreadable("encrypted") from error
    except (python_calamine.CalamineError, ValueError, OSError) as error:
        raise unreadable("encrypted" if "assword" in str(error) else "truncated") from error
    draft = Draft()
    problems: list[Problem] = []
    names = _visible(workbook)
    for name in names:
        if len(names) > 1:
            draft.line(name, BlockKind.HEADING, 1)
        problems += _add_sheet(draft, workbook, name, told.get(name, []))
        beat()
    if not draft.n_chars:
        raise unreadable("no-text")
    return draft.extract(_MEDIA_TYPES[kind], problems=problems)


def shown(value: object) -> str:  # noqa: PLR0911  # one a type
    r"""Return a cell as people write it.

    >>> shown(36.0), shown(0.1 + 0.2), shown(datetime(2024, 3, 31)), shown("县教育局\n县财政局")
    ('36', '0.3', '2024-03-31', '县教育局 县财政局')
    """
    if isinstance(value, str):
        return folded(value)
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < _MAX_EXACT else f"{value:.12g}"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, timedelta):
        return str(value)
    return "" if value is None else str(value)


def _visible(workbook: python_calamine.CalamineWorkbook) -> list[str]:
    sheets = [s for s in workbook.sheets_metadata if s.typ == python_calamine.SheetTypeEnum.WorkSheet]
    visible = [s.name for s in sheets if s.visible == python_calamine.SheetVisibleEnum.Visible]
    return visible or [s.name for s in sheets] or workbook.sheet_names


def _add_sheet(
    draft: Draft, workbook: python_calamine.CalamineWorkbook, name: str, told: list[Range]
) -> Iterator[Problem]:
    try:
        sheet = workbook.get_sheet_by_name(name)
        rows = sheet.to_python(skip_empty_area=True, nrows=_N_ROWS_LIMIT)
        merged = sheet.merged_cell_ranges or told
    except (python_calamine.CalamineError, ValueError, OSError) as error:
        raise unreadable("encrypted" if "assword" in str(error) else "truncated") from error
    top, left = sheet.start or (0, 0)
    grid = Grid([[shown(v) for v in row[:_N_COLUMNS_LIMIT]] for row in rows], top=top)
    for (first_row, first_column), (last_row, last_column) in merged:
        grid.merge(first_row - top, first_column - left, last_row - top, last_column - left)
    add_grid(draft, grid)
    if sheet.height > _N_ROWS_LIMIT:
        yield Problem("rows-left", Severity.WARNING, args={"sheet": name, "rows": _N_ROWS_LIMIT})


def _extract_csv(data: bytes) -> Extract:
    text, encoding = decoded(data)
    if not text.strip():
        raise unreadable("empty-file")
    draft = Draft()
    rows = [[folded(cell) for cell in row] for row in _csv_rows(text)]
    width = max(len(row) for row in rows)
    add_grid(draft, Grid([row + [""] * (width - len(row)) for row in rows]))
    problems = list(damage(text))
    if len(rows) == _N_ROWS_LIMIT:
        problems.append(Problem("rows-left", Severity.WARNING, args={"sheet": "csv", "rows": _N_ROWS_LIMIT}))
    return draft.extract("text/csv", encoding=encoding, problems=problems)


def _csv_rows(text: str) -> list[Sequence[str]]:
    front = text[:4096]
    delimiter = max(_DELIMITERS, key=front.count)
    if front.count(",") >= front.count(delimiter):
        delimiter = ","
    csv.field_size_limit(_FIELD_LIMIT)
    rows: list[Sequence[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            rows.append(row[:_N_COLUMNS_LIMIT])
            if len(rows) == _N_ROWS_LIMIT:
                break
    except csv.Error:
        return [[line] for line in text.splitlines()[:_N_ROWS_LIMIT]]
    return rows
