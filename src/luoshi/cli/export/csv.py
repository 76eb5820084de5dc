"""The task table as .csv that a spreadsheet opens without taking a cell for a formula."""

import csv
import io
from typing import Final

from luoshi.cli.export.table import task_table
from luoshi.cli.words import Words
from luoshi.reading.reading import Reading

_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""OWASP, CSV Injection; the full-width forms because Chinese Excel takes them for the narrow ones."""


def as_csv(reading: Reading, say: Words) -> bytes:
    """Return UTF-8 with a byte-order mark, which Excel needs to see Chinese."""
    table = task_table(reading, say)
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    for row in (table.titles, *table.rows):
        writer.writerow([cell if isinstance(cell, int) else safe_cell(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def safe_cell(words: str) -> str:
    """Return a cell that no spreadsheet takes for a formula.

    >>> safe_cell("=1+1")
    "'=1+1"
    """
    return f"'{words}" if words.lstrip(" \u3000\xa0").startswith(_FORMULA_STARTS) else words
