"""The manifest: which segments count; replaced whole and last, so a kill leaves the index as it was."""

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from luoshi.reuse.files import write_whole

VERSION = 2


class BrokenIndexError(ValueError):
    """The folder is no index, or of a newer version."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """The state of an index.

    Attributes:
        segments: Folders that count, oldest first.
        removed: Of each segment the numbers of documents that no longer count.
        weights: Folder with the counts of phrases, or "".
        weighed: Documents the counts were taken from.
        serial: Number of the next folder.
    """

    segments: tuple[str, ...] = ()
    removed: dict[str, list[int]] = field(default_factory=dict)
    weights: str = ""
    weighed: int = 0
    serial: int = 0


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest; a folder without one is an empty index.

    Raises:
        BrokenIndexError: It cannot be understood.
    """
    path = folder / "manifest.json"
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Manifest()
    except ValueError as error:
        raise BrokenIndexError(str(path)) from error
    if not isinstance(found, dict) or found.pop("version", None) != VERSION:
        raise BrokenIndexError(str(path))
    try:
        return Manifest(
            tuple(found["segments"]), found["removed"], found["weights"], found["weighed"], found["serial"]
        )
    except KeyError as error:
        raise BrokenIndexError(str(path)) from error


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Replace the manifest."""
    text = json.dumps({"version": VERSION, **asdict(manifest)})

    def write(aside: Path) -> None:
        aside.write_text(text, encoding="utf-8")

    write_whole(folder / "manifest.json", write)


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Be the only writer; the lock goes with the process, left-overs of a killed one are removed."""
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        _tidy(folder)
        yield
    finally:
        os.close(handle)


def _tidy(folder: Path) -> None:
    manifest = read_manifest(folder)
    known = {*manifest.segments, manifest.weights, "manifest.json", "lock"}
    for path in folder.iterdir():
        if path.name in known:
            continue
        if path.is_dir() and (path.name.startswith(".") or path.name.startswith(("segment-", "weights-"))):
            shutil.rmtree(path, ignore_errors=True)
        elif path.name.startswith(".manifest.json."):
            path.unlink(missing_ok=True)
