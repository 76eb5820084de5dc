"""Old and foreign office formats, through LibreOffice when it is there."""

import os
import resource
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from luoshi.document.formats import docx, zips
from luoshi.document.formats.sniff import Kind
from luoshi.document.formats.unreadable import unreadable
from luoshi.document.source_text import Extract

_MEDIA_TYPES = {
    Kind.DOC: "application/msword",
    Kind.RTF: "application/rtf",
    Kind.ODT: "application/vnd.oasis.opendocument.text",
}
_FILTERS = {
    Kind.DOC: "MS Word 97",
    Kind.RTF: "Rich Text Format",
    Kind.ODT: "writer8",
}
"""What LibreOffice must take the file for: left to itself it reads a broken one as plain text."""
_FLAT = "OpenDocument Text Flat XML"
_WORD_95 = b"\xdc\xa5"
_SECTOR = 512
_SECONDS = 90
_TARGET = "docx:MS Word 2007 XML"


def extract(data: bytes, kind: Kind, beat: Callable[[], None]) -> Extract:
    """Return the text of a file that LibreOffice turns into .docx.

    Raises:
        Unreadable: LibreOffice is not there, takes too long, or cannot open the file.
    """
    if kind is Kind.ODT and data.startswith(b"PK"):
        zips.check_office_zip(data).close()
    elif kind is Kind.ODT:
        zips.refuse_declarations(data)
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise unreadable("no-libreoffice", kind=kind.value)
    beat()
    with tempfile.TemporaryDirectory(prefix="luoshi-") as folder:
        converted = _converted(program, data, kind, Path(folder))
    beat()
    return replace(docx.extract(converted, Kind.DOCX, beat), media_type=_MEDIA_TYPES[kind])


def _converted(program: str, data: bytes, kind: Kind, folder: Path) -> bytes:
    is_flat = kind is Kind.ODT and not data.startswith(b"PK")
    source = folder / f"source.{'fodt' if is_flat else kind.value}"
    source.write_bytes(data)
    command = [
        program,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        *("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard"),
        f"--infilter={_FLAT if is_flat else 'MS Word 95' if _is_word_95(data) else _FILTERS[kind]}",
        *("--convert-to", _TARGET, "--outdir", str(folder / "out"), str(source)),
    ]
    environment = {"HOME": str(folder), "PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8"}
    try:
        subprocess.run(  # noqa: S603  # the program is the machine's own, the file name ours
            command,
            env=environment,
            cwd=folder,
            timeout=_SECONDS,
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            preexec_fn=_own_limits,
        )
    except subprocess.TimeoutExpired as error:
        raise unreadable("too-slow", seconds=_SECONDS) from error
    made = folder / "out" / "source.docx"
    if not made.exists():
        raise unreadable("not-converted")
    return made.read_bytes()


def _is_word_95(data: bytes) -> bool:
    """Tell whether a stream begins with the mark of Word 6 and 95 instead of that of 97 and later."""
    return any(data[at : at + 2] == _WORD_95 for at in range(_SECTOR, min(len(data), 1 << 20), _SECTOR))


def _own_limits() -> None:
    """Let LibreOffice map as much as the hard limit allows; the parser's own limit is far lower."""
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, resource.getrlimit(resource.RLIMIT_CPU)[1]))
