"""Merged cells of an OpenDocument spreadsheet, which the sheet reader does not tell."""

import zipfile
from collections.abc import Iterator

from lxml import etree
from lxml.etree import _Element

from luoshi.document.formats import zips

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_CELLS = {f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"}
_MOST = 1 << 20

Range = tuple[tuple[int, int], tuple[int, int]]


def ods_merges(archive: zipfile.ZipFile) -> dict[str, list[Range]]:
    """Return for each sheet, by its name, the first and the last cell of every merged rectangle.

    Raises:
        Unreadable: the content is damaged.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        content = etree.fromstring(zips.member_bytes(archive, "content.xml"), parser)
    except etree.XMLSyntaxError:
        return {}  # the sheet reader says what is wrong
    return {
        table.get(f"{_TABLE}name", ""): list(_in_table(table)) for table in content.iter(f"{_TABLE}table")
    }


def _in_table(table: _Element) -> Iterator[Range]:
    row = 0
    for line in table.iter(f"{_TABLE}table-row"):
        column = 0
        for cell in line:
            if cell.tag not in _CELLS:
                continue
            height, width = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
            if height > 1 or width > 1:
                yield (row, column), (row + height - 1, column + width - 1)
            column += _count(cell, "number-columns-repeated")
        row += _count(line, "number-rows-repeated")


def _count(element: _Element, name: str) -> int:
    value = element.get(f"{_TABLE}{name}", "1")
    return min(max(int(value), 1), _MOST) if value.isascii() and value.isdigit() else 1
