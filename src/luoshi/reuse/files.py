"""Files that are either whole or absent: written aside, flushed to the disk, renamed."""

import os
import shutil
import uuid
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Arrays = Mapping[str, NDArray[np.generic]]


def write_whole(path: Path, write: Callable[[Path], None]) -> None:
    """Let ``write`` make a file or folder aside and put it in place; whoever comes second changes nothing.

    Raises:
        OSError: The disk is full, or the place cannot be written; nothing is left behind.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
    try:
        write(aside)
        _flush(aside)
        if aside.is_dir():
            _place_folder(aside, path)
        else:
            aside.replace(path)
        _flush_one(path.parent)
    finally:
        if aside.is_dir():
            shutil.rmtree(aside, ignore_errors=True)
        else:
            aside.unlink(missing_ok=True)


def _place_folder(aside: Path, path: Path) -> None:
    try:
        aside.rename(path)
    except OSError:
        if not path.is_dir():
            raise


def _flush(path: Path) -> None:
    if path.is_dir():
        for each in path.iterdir():
            _flush_one(each)
    _flush_one(path)


def _flush_one(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_arrays(path: Path, arrays: Arrays) -> None:
    """Write arrays as a folder of .npy files, so that each can be mapped alone."""

    def write(aside: Path) -> None:
        aside.mkdir()
        for name, array in arrays.items():
            np.save(aside / f"{name}.npy", array, allow_pickle=False)

    write_whole(path, write)


def write_text(path: Path, text: str) -> None:
    """Write a text file."""
    write_whole(path, lambda aside: _write(aside, text))


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def array(path: Path, name: str, *, mapped: bool = True) -> NDArray[Any]:
    """Read one array, mapped from the disk unless told otherwise."""
    file = path / f"{name}.npy"
    found: NDArray[Any] = np.load(file, mmap_mode="r" if mapped else None, allow_pickle=False)
    return found
