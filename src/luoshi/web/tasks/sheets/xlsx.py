"""An Excel file that goes out while it is being written: flat memory, the first bytes at once.

Only what a list needs: a bold head, column widths, frozen rows, cells of text, so that none can be a formula.
"""

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from io import RawIOBase

_SHEET_ROWS = 1_000_000  # Excel holds 1,048,576
_SHEET_BYTES = 1_900_000_000  # a ZIP entry of the plain kind holds 2 GiB
_AT_ONCE = 64_000  # bytes of a piece
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # Excel would read _x000D_ as a character
_PLAIN = 'numFmtId="0" fillId="0" borderId="0"'
_FONT = '<sz val="11"/><name val="Calibri"/><family val="2"/>'
_STYLES = (
    f'{_XML}<styleSheet xmlns="{_MAIN}"><fonts count="2"><font>{_FONT}</font><font><b/>{_FONT}</font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    f'<cellStyleXfs count="1"><xf {_PLAIN} fontId="0"/></cellStyleXfs>'
    f'<cellXfs count="2"><xf {_PLAIN} fontId="0" xfId="0"/>'
    f'<xf {_PLAIN} fontId="1" xfId="0" applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the rows.

    Attributes:
        lines: of the head, the first one bold, each in one cell.
        names: of the columns.
        widths: of the columns, in characters.
    """

    lines: Sequence[str]
    names: Sequence[str]
    widths: Sequence[int]


class _Pieces(RawIOBase):
    """Takes what the archive writes, and gives it away."""

    def __init__(self) -> None:
        self._written = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        piece = bytes(data)  # type: ignore[call-overload]  # whatever zipfile writes is a buffer
        self._written += piece
        return len(piece)

    def taken(self, least: int = 1) -> Iterator[bytes]:
        if len(self._written) >= least:
            piece, self._written = bytes(self._written), bytearray()
            yield piece


def written(head: Head, rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """Yield the pieces of a file with these rows; what does not fit on one sheet goes on on the next."""
    out = _Pieces()
    left = iter(rows)
    following = next(left, None)
    n_sheets = 0
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as book:
        while n_sheets == 0 or following is not None:
            n_sheets += 1
            with book.open(f"xl/worksheets/sheet{n_sheets}.xml", "w") as sheet:  # Excel reads no forced ZIP64
                n_bytes = sheet.write(_opening(head).encode())
                at = len(head.lines) + 1
                while following is not None and at < _SHEET_ROWS and n_bytes < _SHEET_BYTES:
                    at += 1
                    n_bytes += sheet.write(_row(at, following).encode())
                    yield from out.taken(_AT_ONCE)
                    following = next(left, None)
                sheet.write(b"</sheetData></worksheet>")
        for name, words in _frame(n_sheets):
            book.writestr(name, words)
    yield from out.taken()


def _opening(head: Head) -> str:
    at = len(head.lines) + 1
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>'
        for n, width in enumerate(head.widths, 1)
    )
    lines = "".join(_row(n, [line], bold=n == 1) for n, line in enumerate(head.lines, 1))
    return (
        f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="{at}" '
        f'topLeftCell="A{at + 1}" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f"<cols>{columns}</cols><sheetData>{lines}{_row(at, head.names, bold=True)}"
    )


def _row(number: int, cells: Sequence[str], *, bold: bool = False) -> str:
    opening = ' s="1" t="inlineStr"><is>' if bold else ' t="inlineStr"><is>'
    inner = "".join(
        f'<c r="{_letters(n)}{number}"{opening}{_text(cell)}</is></c>' for n, cell in enumerate(cells) if cell
    )
    return f'<row r="{number}">{inner}</row>'


@cache
def _letters(column: int) -> str:
    """Return the name of a column: A, …, Z, AA."""
    first, last = divmod(column, 26)
    return (chr(64 + first) if first else "") + chr(65 + last)


def _text(cell: str) -> str:
    """Return a cell's words as XML, without what XML cannot hold."""
    if cell.isalnum():  # most cells are a word
        return f"<t>{cell}</t>"
    if not cell.isprintable():
        cell = _NO_XML.sub("", cell)
    cell = _LOOKS_ESCAPED.sub("_x005F_", cell)
    cell = cell.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f'<t xml:space="preserve">{cell}</t>'


def _frame(n_sheets: int) -> Iterator[tuple[str, str]]:
    """Yield the parts that hold the sheets together."""
    numbers = range(1, n_sheets + 1)
    sheets = "".join(f'<sheet name="Sheet{n}" sheetId="{n}" r:id="rId{n}"/>' for n in numbers)
    yield (
        "xl/workbook.xml",
        f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets></workbook>',
    )
    related = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in numbers
    )
    related += f'<Relationship Id="rId0" Type="{_OFFICE}/styles" Target="styles.xml"/>'
    relations = f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{{}}</Relationships>'
    yield "xl/_rels/workbook.xml.rels", relations.format(related)
    whole = f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    yield "_rels/.rels", relations.format(whole)
    parts = [("workbook", "xl/workbook.xml", "sheet.main+xml"), ("styles", "xl/styles.xml", "styles+xml")]
    parts += [("sheet", f"xl/worksheets/sheet{n}.xml", "worksheet+xml") for n in numbers]
    overrides = "".join(
        f'<Override PartName="/{path}" ContentType="{_SHEET_TYPE}.{kind}"/>' for _, path, kind in parts
    )
    types = (
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )
    yield "[Content_Types].xml", types
    yield "xl/styles.xml", _STYLES
