"""The task table as a workbook. Every cell of text is written as text: none can become a formula."""

import io
from typing import TYPE_CHECKING, Final

import xlsxwriter

from luoshi.cli.export.rows import title_of
from luoshi.cli.export.table import (
    Table,
    achievement_table,
    people_table,
    problem_table,
    task_table,
)
from luoshi.cli.words import Words
from luoshi.reading.reading import Reading

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_A4: Final = 9
_CELL_LIMIT: Final = 32_767
"""Characters of one cell (Excel specifications and limits)."""


def as_xlsx(reading: Reading, say: Words) -> bytes:
    """Return a workbook: tasks, problems, achievements, and what is listed but no task."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        font = {"font_name": "微软雅黑", "font_size": 10}
        styles = {
            "title": book.add_format(
                {**font, "bold": True, "font_size": 14, "align": "center", "valign": "vcenter"}
            ),
            "head": book.add_format(
                {**font, "bold": True, "border": 1, "align": "center", "valign": "vcenter", "text_wrap": True}
            ),
            "cell": book.add_format({**font, "border": 1, "valign": "top", "text_wrap": True}),
        }
        tables = (
            task_table(reading, say),
            problem_table(reading, say),
            achievement_table(reading, say),
            people_table(reading, say),
        )
        for n, table in enumerate(tables):
            if table.rows or n < 3:
                _write(book.add_worksheet(table.name), table, title_of(reading), styles, say)
        book.set_properties({"title": title_of(reading)[:255]})
    return out.getvalue()


def _write(sheet: "Worksheet", table: Table, title: str, styles: dict[str, "Format"], say: Words) -> None:
    last = len(table.titles) - 1
    sheet.merge_range(0, 0, 0, table.n_printed - 1, "", styles["title"])
    sheet.write_string(0, 0, f"{title} {table.name}"[:_CELL_LIMIT], styles["title"])
    sheet.set_row(0, 28)
    for column, (words, width) in enumerate(zip(table.titles, table.widths, strict=True)):
        sheet.write_string(1, column, words, styles["head"])
        sheet.set_column(column, column, width)
    for line, row in enumerate(table.rows, 2):
        for column, cell in enumerate(row):
            if isinstance(cell, int):
                sheet.write_number(line, column, cell, styles["cell"])
            else:
                sheet.write_string(line, column, cell[:_CELL_LIMIT], styles["cell"])
        sheet.set_row(line, _height(row, table.widths))
    sheet.freeze_panes(2, 0)
    if table.rows:
        sheet.autofilter(1, 0, 1 + len(table.rows), last)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.print_area(0, 0, 1 + max(1, len(table.rows)), table.n_printed - 1)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, 1)
    sheet.set_footer(f"&C{say('sheet', 'page')}")


def _height(row: tuple[str | int, ...], widths: tuple[int, ...]) -> float:
    """Return a row height in points that shows all of its longest cell (Excel's limit is 409)."""
    lines = 1
    for cell, width in zip(row, widths, strict=True):
        if isinstance(cell, str):
            lines = max(lines, sum(-(-_wide(line) // max(width - 1, 1)) or 1 for line in cell.split("\n")))
    return min(409.0, 15.0 * lines + 4)


def _wide(words: str) -> int:
    return sum(1 if c < "\u2e80" else 2 for c in words)
