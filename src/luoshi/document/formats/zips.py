"""A cheap look at a zip before anything unpacks it."""

import io
import re
import zipfile
import zlib

from luoshi.document.formats.unreadable import unreadable
from luoshi.values.pattern import lazy

MEMBER_LIMIT = 60 << 20
TOTAL_LIMIT = 200 << 20
RATIO_LIMIT = 200
N_MEMBERS_LIMIT = 10_000
_SMALL = 1 << 20  # ratios mean nothing below this: an empty sheet packs a thousand to one
_XML_HEAD = 4096
_MACROS = ("Basic/", "Dialogs/")  # in OpenDocument, with a document type by rule; nobody here parses them
_DECLARATION = lazy(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def opened(data: bytes) -> zipfile.ZipFile:
    """Return the zip in ``data``, its sizes checked.

    Raises:
        Unreadable: it is broken, or would unpack to more than the limits.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (
        zipfile.BadZipFile,
        ValueError,
        EOFError,
        OSError,
        NotImplementedError,
        UnicodeDecodeError,
    ) as error:
        raise unreadable("truncated") from error
    check_sizes(archive.infolist())
    return archive


def check_sizes(members: list[zipfile.ZipInfo]) -> None:
    """Refuse members that would unpack to more than the limits.

    Raises:
        Unreadable: ``zip-bomb`` or ``too-many-members``.
    """
    total = 0
    if len(members) > N_MEMBERS_LIMIT:
        raise unreadable("too-many-members", limit=N_MEMBERS_LIMIT)
    for member in members:
        total += member.file_size
        packed = max(member.compress_size, 1)
        too_dense = member.file_size > _SMALL and member.file_size / packed > RATIO_LIMIT
        if member.file_size > MEMBER_LIMIT or total > TOTAL_LIMIT or too_dense:
            raise unreadable("zip-bomb", limit=TOTAL_LIMIT >> 20)


def member_bytes(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return one member; empty when there is none of that name.

    Raises:
        Unreadable: it is damaged, packed with a password or an unknown method, or larger than declared.
    """
    try:
        info = archive.getinfo(name)
    except KeyError:
        return b""
    return read_member(archive, info)


def read_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """Return the bytes of a member, never more than the limit.

    Raises:
        Unreadable: it is damaged, packed with a password or an unknown method, or larger than declared.
    """
    data = _start_of(archive, info, MEMBER_LIMIT + 1)
    if len(data) > MEMBER_LIMIT:
        raise unreadable("zip-bomb", limit=TOTAL_LIMIT >> 20)
    return data


def check_office_zip(data: bytes) -> zipfile.ZipFile:
    """Return the zip of an office document whose XML declares no entities.

    Raises:
        Unreadable: as ``opened``, or ``xml-bomb``.
    """
    archive = opened(data)
    for info in archive.infolist():
        if info.filename.endswith((".xml", ".rels", ".vml")) and not info.filename.startswith(_MACROS):
            refuse_declarations(_start_of(archive, info, _XML_HEAD))
    return archive


def refuse_declarations(xml: bytes) -> None:
    """Refuse XML with a document type: office files have none, entity bombs need one.

    Raises:
        Unreadable: ``xml-bomb``.
    """
    if _DECLARATION.search(xml[:_XML_HEAD].replace(b"\0", b"")):
        raise unreadable("xml-bomb")


def _start_of(archive: zipfile.ZipFile, info: zipfile.ZipInfo, n_bytes: int) -> bytes:
    if info.flag_bits & 0x1:
        raise unreadable("encrypted")
    try:
        with archive.open(info) as stream:
            return stream.read(n_bytes)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        RuntimeError,
        NotImplementedError,
        ValueError,
    ) as error:
        raise unreadable("truncated") from error
