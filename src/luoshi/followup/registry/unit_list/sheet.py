"""A list as an office keeps it (.xlsx, .xls, .ods, .csv, or pasted from a spreadsheet) to lines."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib import resources

from luoshi.document.sandbox import Sandbox, Unreadable
from luoshi.document.source_text import Block, BlockKind, Extract
from luoshi.followup.ground.refusals import RefusedError
from luoshi.followup.intake.take_in import UnreadableError

_LONGEST = 200  # characters of a cell


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a list: a unit, and who holds a post in it.

    Attributes:
        row: its number as the spreadsheet shows it.
        unit, parent, kind, short: see ``UnitWords``; no parent for a unit right below the topmost one.
        post, role: title, and ``lead``, ``clerk``, ``inspector`` or ``viewer`` in either language.
        person, username, email: of the account; a user name is made from the name when there is none.
        scope: name of the unit whose subtree the post sees.
    """

    row: int
    unit: str = ""
    parent: str = ""
    kind: str = ""
    short: str = ""
    post: str = ""
    role: str = ""
    person: str = ""
    username: str = ""
    email: str = ""
    scope: str = ""


@cache
def table() -> Mapping[str, Mapping[str, list[str]]]:
    """Return what columns and roles are called."""
    file = resources.files("luoshi.followup.registry.unit_list") / "columns.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


def lines_of_file(data: bytes, name: str) -> tuple[Line, ...]:
    """Return the lines of a file; it is opened in a child process, as every file is.

    Raises:
        UnreadableError: it cannot be opened.
        RefusedError: ``list-without-units``, ``list-empty``.
    """
    try:
        with Sandbox() as box:
            extract = box.extract(data, name)
    except Unreadable as error:
        raise UnreadableError(error, name) from error
    return _lines(extract)


def lines_of_text(text: str) -> tuple[Line, ...]:
    """Return the lines of what was copied from a spreadsheet.

    Raises:
        RefusedError: ``list-without-units``, ``list-empty``.
    """
    if not text.strip():
        raise RefusedError("list-empty")
    return lines_of_file(text.encode(), "pasted.csv")


def _lines(extract: Extract) -> tuple[Line, ...]:
    rows = (block for block in extract.blocks if block.kind is BlockKind.ROW)
    columns: dict[int, str] = {}
    found = []
    for block in rows:
        cells = [" ".join(cell.of(extract.text).split())[:_LONGEST] for cell in block.cells]
        named = _columns(cells)
        if "unit" in named.values():
            columns = named  # a second sheet may have its own order
        elif columns and (line := _line(block, cells, columns)):
            found.append(line)
    if not columns:
        raise RefusedError("list-without-units")
    if not found:
        raise RefusedError("list-empty")
    return tuple(found)


def _columns(cells: list[str]) -> dict[int, str]:
    """Return which cells of a row are heads of columns we know, the first of each name."""
    known = {word: column for column, words in table()["columns"].items() for word in words}
    named: dict[int, str] = {}
    for number, cell in enumerate(cells):
        column = known.get(cell.strip("*：: ").casefold())
        if column and column not in named.values():
            named[number] = column
    return named


def _line(block: Block, cells: list[str], columns: Mapping[int, str]) -> Line | None:
    values = {column: cells[number] for number, column in columns.items() if number < len(cells)}
    return Line(block.row, **values) if any(values.values()) else None


def role_named(words: str) -> str | None:
    """Return the role that a cell names; None when it names none."""
    wanted = words.casefold()
    return next((role for role, names in table()["roles"].items() if wanted in names or wanted == role), None)


def titles() -> Mapping[str, str]:
    """Return what a post is called when its cell is empty, by role."""
    return {role: str(title) for role, title in table()["posts"].items()}


def empty_list() -> Iterator[str]:
    """Yield the heads of an empty list, in order."""
    for field in fields(Line)[1:]:
        yield table()["columns"][field.name][0]
