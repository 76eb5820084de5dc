"""The files a person means: paths, folders, globs, standard input, what lies in archives."""

import glob
import os
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from luoshi.document.formats import SIZE_LIMIT, Unreadable, zips
from luoshi.document.formats.sniff import Kind, extension, kind_of
from luoshi.document.formats.txt import decoded
from luoshi.values.problem import Problem, Severity

_STDIN = "-"
_DEPTH_LIMIT = 3  # archives in archives
_TOTAL_LIMIT = 400 << 20  # unpacked bytes of one archive with all that lies in it
_UTF8_NAME = 0x800
_LITTER = {"__MACOSX", "Thumbs.db", "desktop.ini", "Icon\r"}
_ZIP_MAGIC = b"PK\x03\x04"
_ZIPPED = {
    "docx", "docm", "dotx", "wps", "wpt", "xlsx", "xlsm", "xltx", "xlsb", "et", "ett", "ods", "odt", "ofd",
}  # fmt: skip
"""Documents that are a zip inside; what else begins like one may be an archive under another name."""


@dataclass(frozen=True, slots=True)
class Input:
    """One file to read, or the reason why there is none.

    Attributes:
        name: file name; bytes that are no UTF-8 are written out, a backslash and two hex digits.
        path: how it is shown: as given, ``archive.zip/member`` inside an archive, ``-`` for standard input.
        size: in bytes.
        problem: why it cannot be read (error), or why it was passed over (note); None for an ordinary file.
    """

    name: str
    path: str
    size: int
    problem: Problem | None = None
    _bytes: Callable[[], bytes] = field(default=bytes, repr=False, compare=False)

    def load(self) -> bytes:
        """Return the whole file.

        Raises:
            Unreadable: with ``problem``, or because it is too large, gone or not allowed.
        """
        if self.problem is not None:
            raise Unreadable(self.problem)
        if self.size > SIZE_LIMIT:
            raise Unreadable(_error("too-large", limit=SIZE_LIMIT >> 20))
        return self._bytes()


def inputs(paths: Iterable[str]) -> Iterator[Input]:
    """Yield every file behind the paths, each once, folders in a stable order.

    Args:
        paths: files, folders (with all below them), globs, ``-`` for standard input.

    A lock file in a folder comes with a note instead of its bytes, a path that leads nowhere with an error.
    """
    seen: set[str] = set()
    for path in paths:
        if path == _STDIN:
            found: Iterable[Input] = (_from_stdin(),)
        else:
            found = (each for place in _expanded(path) for each in _below(place))
        for each in found:
            key = each.path if each.path == _STDIN else str(Path(each.path).absolute())
            if key not in seen:
                seen.add(key)
                yield each


def n_files(paths: Iterable[str]) -> int:
    """Return about how many files stand behind the paths, without opening any; an archive is one."""
    places = [place for path in paths for place in ([path] if path == _STDIN else _expanded(path))]
    return sum(_n_below(Path(place)) if Path(place).is_dir() else 1 for place in places)


def _n_below(folder: Path) -> int:
    n = 0
    for _, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if _counts(name)]
        n += sum(_counts(name) for name in names)
    return n


def _counts(name: str) -> bool:
    return not name.startswith(".") and name not in _LITTER


def inside(name: str, data: bytes) -> Iterator[Input]:
    """Yield what was received under a name: the file itself, or each file in it when it is a zip."""
    received = Input(name, name, len(data), None, lambda: data)
    yield from _opened(received, may_be_archive=name.lower().endswith(".zip"))


def _expanded(path: str) -> list[str]:
    if Path(path).exists() or not glob.has_magic(path):
        return [path]
    return sorted(glob.glob(path, recursive=True)) or [path]  # noqa: PTH207  # pathlib has no absolute globs


def _below(place: str) -> Iterator[Input]:
    """Yield what stands at a place the caller named; a folder with nothing in it is told."""
    path = Path(place)
    n_found = 0
    for each in _from_path(path, place):
        n_found += 1
        yield each
    if not n_found:
        yield Input(_named(path), place, 0, _error("nothing-inside"))


def _from_stdin() -> Input:
    data = sys.stdin.buffer.read(SIZE_LIMIT + 1)
    return Input("-", _STDIN, len(data), None, lambda: data)


def _from_path(path: Path, shown: str) -> Iterator[Input]:
    try:
        if path.is_dir():
            yield from _from_folder(path, shown)
            return
        size = path.stat().st_size
        if not path.is_file():  # a device or a pipe would never end
            yield Input(_named(path), shown, 0, _error("unknown-format", extension=""))
            return
    except PermissionError:
        yield Input(_named(path), shown, 0, _error("no-permission"))
        return
    except (OSError, ValueError):
        yield Input(_named(path), shown, 0, _error("not-found"))
        return
    yield from _opened(
        Input(_named(path), shown, size, None, lambda: _read(path)), may_be_archive=_may_be_archive(path)
    )


def _named(path: Path) -> str:
    """Return the last part of a path as text that can be written anywhere."""
    return os.fsencode(path.name).decode("utf-8", "backslashreplace")


def _may_be_archive(path: Path) -> bool:
    """Tell whether a file is a zip by its name or, under the name of no zipped document, by its bytes."""
    suffix = extension(path.name)
    if suffix == "zip" or suffix in _ZIPPED:
        return suffix == "zip"
    try:
        with path.open("rb") as file:
            return file.read(len(_ZIP_MAGIC)) == _ZIP_MAGIC
    except OSError:
        return False  # said when it is read


def _from_folder(folder: Path, shown: str) -> Iterator[Input]:
    try:
        places = sorted(folder.iterdir(), key=lambda place: place.name)
    except OSError:
        yield Input(_named(folder), shown, 0, _error("no-permission"))
        return
    for place in places:
        below = str(Path(shown) / place.name)
        if place.name.startswith("~$"):
            yield Input(_named(place), below, 0, Problem("word-lock-file", Severity.NOTE))
        elif _counts(place.name) and not _is_loop(place):
            yield from _from_path(place, below)


def _is_loop(place: Path) -> bool:
    return place.is_symlink() and place.is_dir()


def _opened(found: Input, *, may_be_archive: bool) -> Iterator[Input]:
    """Yield a file, or what lies in it when it is a zip."""
    if not may_be_archive or found.size > SIZE_LIMIT:
        yield found
        return
    try:
        yield from _Archive(found.path).members(found.load(), found.path, 1)
    except Unreadable as error:
        yield Input(found.name, found.path, found.size, error.problem)


class _Archive:
    """One archive with all archives inside it: what they unpack to is counted together."""

    def __init__(self, path: str) -> None:
        self.path = path
        self._left = _TOTAL_LIMIT

    def members(self, data: bytes, shown: str, depth: int) -> Iterator[Input]:
        """Yield the files of a zip; bytes that are another kind of file as that file."""
        if kind_of(data, shown) is not Kind.ZIP:
            yield Input(PurePosixPath(shown).name, shown, len(data), None, lambda: data)
            return
        if depth > _DEPTH_LIMIT:
            yield Input(PurePosixPath(shown).name, shown, len(data), _error("nested-too-deep"))
            return
        with zips.opened(data) as archive:
            names = _names(archive)
            if not names:
                yield Input(PurePosixPath(shown).name, shown, len(data), _error("nothing-inside"))
            for info, name in sorted(names, key=lambda pair: pair[1]):
                yield from self._member(archive, info, name, f"{shown}/{name}", depth)

    def _member(
        self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, shown: str, depth: int
    ) -> Iterator[Input]:
        base = PurePosixPath(name).name
        if ".." in PurePosixPath(name).parts or name.startswith("/") or ":" in name[:2]:
            yield Input(base, shown, info.file_size, _error("unsafe-member", member=name))
            return
        if base.startswith("~$"):
            yield Input(base, shown, info.file_size, Problem("word-lock-file", Severity.NOTE))
            return
        self._left -= info.file_size
        if self._left < 0:
            yield Input(base, shown, info.file_size, _error("zip-bomb", limit=_TOTAL_LIMIT >> 20))
            return
        try:
            data = zips.read_member(archive, info)
            if base.lower().endswith(".zip"):
                yield from self.members(data, shown, depth + 1)
                return
        except Unreadable as error:
            yield Input(base, shown, info.file_size, error.problem)
            return
        yield Input(base, shown, len(data), None, lambda: data)


def _names(archive: zipfile.ZipFile) -> list[tuple[zipfile.ZipInfo, str]]:
    """Return the members that are files, hidden ones left out, with their names as they were meant."""
    found: list[tuple[zipfile.ZipInfo, str]] = []
    for info in archive.infolist():
        name = _repaired(info).replace("\\", "/")
        parts = PurePosixPath(name).parts
        hidden = any(part in _LITTER or (part.startswith(".") and part != "..") for part in parts)
        if not info.is_dir() and not name.endswith("/") and parts and not hidden:
            found.append((info, name))
    return found


def _repaired(info: zipfile.ZipInfo) -> str:
    """Return a member's name: without the UTF-8 mark it was read as cp437, and is mostly GBK."""
    if info.flag_bits & _UTF8_NAME or info.filename.isascii():
        return info.filename
    try:
        received = info.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    try:
        return decoded(received)[0]
    except Unreadable:
        return info.filename


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(SIZE_LIMIT + 1)
    except PermissionError as error:
        raise Unreadable(_error("no-permission")) from error
    except OSError as error:
        raise Unreadable(_error("not-found")) from error


def _error(code: str, **args: str | int) -> Problem:
    return Problem(code, Severity.ERROR, args=args)
