"""Where results go: names without clashes, whole files or none, and what need not be done again."""

import errno
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Final

from luoshi.cli.words import Words

_DONE: Final = ".luoshi-read.jsonl"
_PIECE: Final = 1 << 20
_NAME_LIMIT: Final = 240
"""Bytes of a file name that every file system takes, with room for ``-2`` and the like."""
_WHYS: Final = {
    errno.ENOSPC: "disk_full",
    errno.EDQUOT: "disk_full",
    errno.EACCES: "not_allowed",
    errno.EPERM: "not_allowed",
    errno.EROFS: "not_allowed",
    errno.ENOENT: "no_folder",
    errno.ENOTDIR: "no_folder",
    errno.EISDIR: "is_folder",
    errno.ENAMETOOLONG: "name_too_long",
}


class NotWritten(Exception):  # noqa: N818  # it says what happened to the output
    """A result could not be written.

    Attributes:
        path: where it should have gone; "-" is standard output.
        why: key of the reason in the catalogue, or the system's own words.
    """

    def __init__(self, path: str, error: OSError) -> None:
        super().__init__(path)
        self.path = path
        self.why = _WHYS.get(error.errno or 0) or error.strerror or str(error)

    def line(self, say: Words) -> str:
        """Return what could not be written, why, and the way out, in words."""
        path = say("cli", "standard_output") if self.path == "-" else self.path
        return say("cli", "cannot_write", path=path, why=say.known("why", self.why))


Result = bytes | IO[bytes]
"""A finished result; a long one in an open file, which whoever writes it closes."""


def pour(result: Result, out: IO[bytes]) -> None:
    """Write a result."""
    if isinstance(result, bytes):
        out.write(result)
        return
    with result as file:
        shutil.copyfileobj(file, out, _PIECE)


def write_whole(path: Path, data: Result) -> None:
    """Write ``data`` beside ``path`` and move it there: the old file or the new, never half.

    Raises:
        NotWritten: the disk or its rules are against it; nothing is left aside.
    """
    try:
        _write_whole(path, data)
    except OSError as error:
        raise NotWritten(str(path), error) from error


def _write_whole(path: Path, data: Result) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, aside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            pour(data, file)
        mask = os.umask(0)
        os.umask(mask)
        Path(aside).chmod(0o666 & ~mask)
        Path(aside).replace(path)
    except BaseException:
        Path(aside).unlink(missing_ok=True)
        raise


@dataclass(slots=True)
class Names:
    """Gives each input its own file name in one folder.

    Attributes:
        ending: of the files.
        is_foreign: tells whether a file of that name is there that is not ours, never to be written over.
        taken: names given out.
    """

    ending: str
    is_foreign: Callable[[str], bool] = field(default=lambda _: False)
    taken: set[str] = field(default_factory=set)

    def next(self, source: str) -> tuple[str, bool]:
        """Return the file name for ``source`` and whether it had to differ from its own."""
        stem = Path(source.replace("\\", "/")).name
        stem = _cut(stem.rpartition(".")[0] or stem or "text", _NAME_LIMIT - len(self.ending))
        name, n = f"{stem}.{self.ending}", 1
        while name.casefold() in self.taken or self.is_foreign(name):
            n += 1
            name = f"{stem}-{n}.{self.ending}"
        self.taken.add(name.casefold())
        return name, n > 1


def _cut(stem: str, limit: int) -> str:
    """Return as much of a file name as fits into ``limit`` bytes."""
    while len(os.fsencode(stem)) > limit:
        stem = stem[:-1]
    return stem


@dataclass(slots=True)
class Done:
    """Remembers in the output folder what was read, from what, with what settings."""

    folder: Path
    settings: Sequence[object]
    known: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, folder: Path, settings: Sequence[object]) -> "Done":
        """Load what the folder remembers; a line cut short by a crash is left out."""
        known: dict[str, Any] = {}
        try:
            lines = (folder / _DONE).read_text(encoding="utf-8").split("\n")
        except OSError:
            lines = []
        for line in lines:
            try:
                entry = json.loads(line)
                known[entry["written"]] = entry
            except (ValueError, KeyError, TypeError):
                continue
        return cls(folder, settings, known)

    def has(self, written: str, source: Path | None, label: str) -> bool:
        """Tell whether ``written`` is there, made from this very file with these settings."""
        entry = self.known.get(written)
        stamp = _stamp(source)
        if entry is None or stamp is None or not (self.folder / written).exists():
            return False
        return bool(
            entry.get("source") == label
            and entry.get("stamp") == stamp
            and entry.get("settings") == json.loads(json.dumps(self.settings))
        )

    def is_foreign(self, written: str) -> bool:
        """Tell whether a file of that name is there that no run of ours wrote: an input, perhaps."""
        return written not in self.known and (self.folder / written).exists()

    def is_ours(self, path: Path) -> bool:
        """Tell whether an input is a result that an earlier run wrote here."""
        return path.name in self.known and path.parent.resolve() == self.folder.resolve()

    def add(self, written: str, source: Path | None, label: str) -> None:
        """Remember that ``written`` was made.

        Raises:
            NotWritten: as ``write_whole``.
        """
        stamp = _stamp(source)
        entry = {"written": written, "source": label, "stamp": stamp, "settings": self.settings}
        try:
            with (self.folder / _DONE).open("a", encoding="utf-8") as file:
                file.write(json.dumps(entry) + "\n")  # ASCII: a file name may hold what is no UTF-8
        except OSError as error:
            raise NotWritten(str(self.folder / _DONE), error) from error


def _stamp(source: Path | None) -> list[int] | None:
    """Return size and time of change of a file, or None when it is none."""
    if source is None:
        return None
    try:
        stat = source.stat()
    except OSError:
        return None
    return [stat.st_size, stat.st_mtime_ns]
