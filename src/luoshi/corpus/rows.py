"""Rows of partition files: lines of JSON or row groups of Parquet, each a document with its text."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from luoshi.corpus.partitions import Document

ENDINGS = (".jsonl", ".parquet")
SLICE = 8 << 20  # bytes of lines one task takes


class ParquetMissingError(RuntimeError):
    """The extra `luoshi[parquet]` is not installed."""


class ParquetBrokenError(ValueError):
    """A file called .parquet is none."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row.

    Attributes:
        place: File and line or row, counted from 1.
        value: The row; nothing if it is no JSON object.
    """

    place: str
    value: dict[str, Any] | None

    def document(self) -> Document | None:
        """Return the document the row holds; nothing if it has no text."""
        if self.value is None or not isinstance(self.value.get("text"), str):
            return None
        id_, date, unit = (str(self.value.get(key) or "") for key in ("id", "date", "unit"))
        return Document(id_ or self.place, self.value["text"], date, unit)


def rows_of(path: str) -> Iterator[Row]:
    """Yield the rows of a partition file.

    Raises:
        ParquetMissingError: Reading .parquet needs the extra.
        ParquetBrokenError: The file is no Parquet.
        OSError: The file cannot be read.
    """
    if path.endswith(".parquet"):
        for group in range(n_groups(path)):
            yield from rows_of_group(path, group)
        return
    with Path(path).open(encoding="utf-8", errors="replace") as file:
        yield from rows_of_lines(file, path)


def rows_of_lines(lines: Iterable[str], path: str, first: int = 1) -> Iterator[Row]:
    """Yield a row for every line that is not blank."""
    for number, line in enumerate(lines, start=first):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except ValueError:
            value = None
        yield Row(f"{path}:{number}", value if isinstance(value, dict) else None)


def slices(path: str) -> Iterator[tuple[int, int, int]]:
    """Yield of a file of lines where slices begin and end, in bytes, and the number of their first line."""
    begin = end = 0
    first = line = 1
    with Path(path).open("rb") as file:
        for words in file:
            end += len(words)
            line += 1
            if end - begin >= SLICE:
                yield begin, end, first
                begin, first = end, line
    if end > begin:
        yield begin, end, first


def rows_of_slice(path: str, begin: int, end: int, first: int) -> Iterator[Row]:
    """Yield the rows of one slice of a file of lines."""
    with Path(path).open("rb") as file:
        file.seek(begin)
        lines = file.read(end - begin).decode("utf-8", "replace").split("\n")
    yield from rows_of_lines(lines, path, first)


def n_groups(path: str) -> int:
    """Return how many row groups a Parquet file has."""
    return int(_parquet(path).num_row_groups)


def rows_of_group(path: str, group: int) -> Iterator[Row]:
    """Yield the rows of one row group."""
    file = _parquet(path)
    first = 1 + sum(file.metadata.row_group(g).num_rows for g in range(group))
    known = set(file.schema_arrow.names)
    columns = [name for name in ("id", "date", "unit", "text") if name in known]
    for number, value in enumerate(file.read_row_group(group, columns=columns).to_pylist(), start=first):
        yield Row(f"{path}:{number}", value)


def _parquet(path: str) -> Any:  # noqa: ANN401  # pyarrow comes without types
    try:
        parquet = import_module("pyarrow.parquet")
        broken = import_module("pyarrow").ArrowInvalid
    except ImportError as error:
        raise ParquetMissingError("pyarrow") from error
    try:
        return parquet.ParquetFile(path)
    except broken as error:
        raise ParquetBrokenError(path) from error
