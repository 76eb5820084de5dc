"""Where finished results go: standard output, one file, one file of lines, or a folder of files."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar, Protocol

from luoshi.cli.results.files import Done, Names, NotWritten, Result, pour, write_whole
from luoshi.cli.shown import shown


class Sink(Protocol):
    """Takes results in the order of the inputs.

    Attributes:
        is_one: all results go to one place: when that cannot be written, going on is of no use.
    """

    is_one: ClassVar[bool]

    def wants(self, label: str) -> bool:
        """Tell whether the input called ``label`` has to be read at all."""

    def take(self, label: str, data: Result) -> None:
        """Take the result of one input.

        Raises:
            NotWritten: the place is full or closed to us.
        """

    def close(self) -> None:
        """Finish: after this every file is whole.

        Raises:
            NotWritten: as ``take``.
        """

    def drop(self) -> None:
        """Leave nothing unfinished behind when the run is given up."""


@dataclass(slots=True)
class Printed:
    """Standard output; readings for people are parted by a rule and named."""

    is_one: ClassVar[bool] = True
    named: bool
    n_printed: int = 0

    def wants(self, label: str) -> bool:
        """Take everything."""
        del label
        return True

    def take(self, label: str, data: Result) -> None:
        """Print one result."""
        rule = f"{'' if not self.n_printed else chr(10)}━━ {shown(label)}\n\n" if self.named else ""
        self.n_printed += 1
        with _printing():
            sys.stdout.buffer.write(rule.encode())
            pour(data, sys.stdout.buffer)
            sys.stdout.buffer.flush()

    def close(self) -> None:
        """Let what is printed go out."""
        with _printing():
            sys.stdout.buffer.flush()

    def drop(self) -> None:
        """Have nothing to leave: what is printed is printed."""


@contextmanager
def _printing() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        hush()
        raise NotWritten("-", error) from error


def hush() -> None:
    """Let what standard output still holds go nowhere: at the end of the process it would fail once more."""
    with suppress(OSError, ValueError):  # standard output is no file of the system
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@dataclass(slots=True)
class OneFile:
    """One result in one file."""

    is_one: ClassVar[bool] = True
    path: Path

    def wants(self, label: str) -> bool:
        """Take everything."""
        del label
        return True

    def take(self, label: str, data: Result) -> None:
        """Write the file."""
        del label
        write_whole(self.path, data)

    def close(self) -> None:
        """Have nothing left to do."""

    def drop(self) -> None:
        """Have nothing to leave: the file is whole or not there."""


@dataclass(slots=True)
class Lines:
    """All results in one file, one a line; the file appears when all are in."""

    is_one: ClassVar[bool] = True
    path: Path
    aside: Path | None = None

    def wants(self, label: str) -> bool:
        """Take everything but the file we write ourselves, left by an earlier run."""
        return Path(label).absolute() != self.path.absolute()

    def take(self, label: str, data: Result) -> None:
        """Add a line."""
        del label
        try:
            if self.aside is None:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                handle, name = tempfile.mkstemp(dir=self.path.parent, prefix=".luoshi-", suffix=".part")
                os.close(handle)
                self.aside = Path(name)
            with self.aside.open("ab") as file:
                pour(data, file)
        except OSError as error:
            raise NotWritten(str(self.path), error) from error

    def close(self) -> None:
        """Move the finished file to its place."""
        if self.aside is None:
            write_whole(self.path, b"")
            return
        mask = os.umask(0)
        os.umask(mask)
        try:
            self.aside.chmod(0o666 & ~mask)
            self.aside.replace(self.path)
        except OSError as error:
            self.drop()
            raise NotWritten(str(self.path), error) from error

    def drop(self) -> None:
        """Leave nothing behind when the run is given up."""
        if self.aside is not None:
            with suppress(OSError):
                self.aside.unlink()


@dataclass(slots=True)
class Folder:
    """One file an input, in a folder that remembers what was done.

    Attributes:
        names: gives out file names.
        done: what the folder remembers.
        again: redo all the same.
        renamed: (input, file name) where two inputs wanted the same name.
        n_kept: results kept from an earlier run.
    """

    is_one: ClassVar[bool] = False
    names: Names
    done: Done
    again: bool = False
    renamed: list[tuple[str, str]] = field(default_factory=list)
    n_kept: int = 0
    _given: dict[str, str] = field(default_factory=dict)

    def wants(self, label: str) -> bool:
        """Give the input its file name; want it unless its result still stands, or it is one itself."""
        if self.done.is_ours(Path(label)):
            return False
        written, other = self.names.next(label)
        self._given[label] = written
        if other:
            self.renamed.append((label, written))
        if not self.again and self.done.has(written, _file(label), label):
            self.n_kept += 1
            return False
        return True

    def take(self, label: str, data: Result) -> None:
        """Write one result."""
        written = self._given[label]
        write_whole(self.done.folder / written, data)
        self.done.add(written, _file(label), label)

    def close(self) -> None:
        """Have nothing left to do: every file was written whole."""

    def drop(self) -> None:
        """Have nothing to leave: every file was written whole."""


def _file(label: str) -> Path | None:
    """Return the file on disk behind a label: the archive for what lies in one, None for standard input."""
    for path in (Path(label), *Path(label).parents):
        if path.is_file():
            return path
    return None
