"""The files a person means: paths, folders, globs, standard input, what lies in archives."""

import glob
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from luoshi.document.formats import SIZE_LIMIT, Unreadable, zips
from luoshi.document.formats.sniff import Kind, kind_of
from luoshi.document.formats.txt import decoded
from luoshi.values.problem import Problem, Severity

_STDIN = "-"
_DEPTH_LIMIT = 3  # archives in archives
_TOTAL_LIMIT = 400 << 20  # unpacked bytes of one archive with all that lies in it
_UTF8_NAME = 0x800
_LITTER = {"__MACOSX", "Thumbs.db", "desktop.ini", "Icon\r"}


@dataclass(frozen=True, slots=True)
class Input:
    """One file to read, or the reason why there is none.

    Attributes:
        name: file name.
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
            found = (each for place in _expanded(path) for each in _from_path(Path(place), place))
        for each in found:
            key = each.path if each.path == _STDIN else str(Path(each.path).absolute())
            if key not in seen:
                seen.add(key)
                yield each


def _expanded(path: str) -> list[str]:
    if Path(path).exists() or not glob.has_magic(path):
        return [path]
    return sorted(glob.glob(path, recursive=True)) or [path]  # noqa: PTH207  # pathlib has no absolute globs


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
            yield Input(path.name, shown, 0, _error("unknown-format", extension=""))
            return
    except PermissionError:
        yield Input(path.name, shown, 0, _error("no-permission"))
        return
    except (OSError, ValueError):
        yield Input(path.name, shown, 0, _error("not-found"))
        return
    yield from _opened(
        Input(path.name, shown, size, None, lambda: _read(path)), path.suffix.lower() == ".zip"
    )


def _from_folder(folder: Path, shown: str) -> Iterator[Input]:
    n_found = 0
    try:
        places = sorted(folder.iterdir(), key=lambda place: place.name)
    except OSError:
        yield Input(folder.name, shown, 0, _error("no-permission"))
        return
    for place in places:
        below = str(Path(shown) / place.name)
        if place.name.startswith("~$"):
            yield Input(place.name, below, 0, Problem("word-lock-file", Severity.NOTE))
        elif not place.name.startswith(".") and place.name not in _LITTER and not _is_loop(place):
            for each in _from_path(place, below):
                n_found += each.problem is None or each.problem.code != "nothing-inside"
                yield each
    if not n_found:
        yield Input(folder.name, shown, 0, Problem("nothing-inside", Severity.NOTE))


def _is_loop(place: Path) -> bool:
    return place.is_symlink() and place.is_dir()


def _opened(found: Input, may_be_archive: bool) -> Iterator[Input]:  # noqa: FBT001  # read once, right above
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
            yield Input(
                base, shown, info.file_size, Problem("unsafe-member", Severity.WARNING, args={"member": name})
            )
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
