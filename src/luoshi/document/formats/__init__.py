"""One file a format: bytes to an ``Extract``."""

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from typing import Protocol, cast

from luoshi.document.formats.sniff import Kind, extension, is_lying, kind_of
from luoshi.document.formats.unreadable import Unreadable, unreadable
from luoshi.document.source_text import Extract
from luoshi.values.problem import Problem, Severity

__all__ = ["SIZE_LIMIT", "Kind", "Unreadable", "extract"]

SIZE_LIMIT = 200 << 20
"""Bytes of the largest file that is read."""

_MODULES = {
    Kind.TXT: "txt",
    Kind.HTML: "html",
    Kind.DOCX: "docx",
    Kind.XLSX: "sheets",
    Kind.XLS: "sheets",
    Kind.ODS: "sheets",
    Kind.CSV: "sheets",
    Kind.PDF: "pdf",
    Kind.OFD: "ofd",
    Kind.IMAGE: "ocr",
    Kind.DOC: "office",
    Kind.RTF: "office",
    Kind.ODT: "office",
}

Beat = Callable[[], None]


class _Format(Protocol):
    def extract(self, data: bytes, kind: Kind, beat: Beat) -> Extract: ...


def _still() -> None:
    """Report no progress to anyone."""


def extract(data: bytes, name: str, beat: Beat = _still) -> Extract:
    """Return the text of a file and what its form says about it.

    Untrusted files go through ``luoshi.document.sandbox``, which calls this in a child process.

    Args:
        data: the whole file.
        name: its name; consulted only where the content leaves a choice.
        beat: called after each page of a long job.

    Raises:
        Unreadable: with the one problem to show.
    """
    if len(data) > SIZE_LIMIT:
        raise unreadable("too-large", limit=SIZE_LIMIT >> 20)
    kind = kind_of(data, name)
    if kind is Kind.ZIP:
        raise unreadable("archive")
    got = _format(kind).extract(data, kind, beat)
    if not is_lying(kind, name):
        return got
    note = Problem("lying-extension", Severity.NOTE, args={"extension": extension(name), "kind": kind.value})
    return replace(got, problems=(note, *got.problems))


def _format(kind: Kind) -> _Format:
    # loaded on first use: a .txt must not pay for lxml and pdfium
    return cast("_Format", import_module(f"{__name__}.{_MODULES[kind]}"))
