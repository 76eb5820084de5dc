"""From a file, bytes or a text to a reading."""

from datetime import date
from os import PathLike
from pathlib import Path
from typing import Final

from luoshi.document.receive import receive, receive_text
from luoshi.document.sandbox import Sandbox
from luoshi.document.source_text import Extract
from luoshi.reading.reading import Reading
from luoshi.reading.stages import read as read_source
from luoshi.values.pattern import lazy

_FILE_NAME: Final = lazy(r"[^\n。；！？]{0,400}\.[A-Za-z][A-Za-z0-9]{1,4}")


def read(what: str | PathLike[str] | bytes, *, name: str | None = None, as_of: date | None = None) -> Reading:
    """Read a document.

    A ``str`` is a path when a file of that name is there, else the text itself; one that looks like a file
    name (no line break, ends in ``.txt``, ``.docx`` …) and is none raises: it is no text of one word.

    Args:
        what: a path, the bytes of a file in any format, or a text.
        name: what to call it; consulted for the format only where the bytes leave a choice.
        as_of: the day from which relative dates are reckoned, instead of the document's own.

    Raises:
        Unreadable: with the one problem to show.
        FileNotFoundError: the path names no file.

    >>> reading = read("各乡镇每季度报送一次进展情况。")
    >>> reading.source.name
    'text'
    """
    if isinstance(what, bytes):
        return _read_bytes(what, name or "document", as_of)
    if isinstance(what, str) and not _is_file(what):
        if _FILE_NAME.fullmatch(what):
            raise FileNotFoundError(what)
        return read_source(receive_text(what, name=name or "text"), as_of=as_of)
    path = Path(what)
    return _read_bytes(path.read_bytes(), name or path.name, as_of)


def read_file(data: bytes, name: str, *, sandbox: Sandbox, as_of: date | None = None) -> Reading:
    """Read the bytes of a file in a sandbox that is already there; for many files one after another.

    Raises:
        Unreadable: with the one problem to show.
    """
    return read_extract(sandbox.extract(data, name), name, data, as_of)


def read_extract(extract: Extract, name: str, data: bytes, as_of: date | None = None) -> Reading:
    """Read what a format handed over of the file ``data``."""
    return read_source(receive(extract, name=name, data=data), as_of=as_of)


def _read_bytes(data: bytes, name: str, as_of: date | None) -> Reading:
    with Sandbox() as sandbox:
        return read_file(data, name, sandbox=sandbox, as_of=as_of)


def _is_file(words: str) -> bool:
    if "\n" in words or "\0" in words:
        return False
    try:
        return Path(words).is_file()
    except OSError:  # too long for a name
        return False
