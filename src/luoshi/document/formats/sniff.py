"""What a file is, by its content first and its name second."""

import re
from enum import StrEnum
from pathlib import PurePath

from luoshi.document.formats.unreadable import unreadable
from luoshi.values.pattern import lazy


class Kind(StrEnum):
    """A kind of file; each is read by the format module of the registry in ``formats``."""

    TXT = "txt"
    HTML = "html"
    DOCX = "docx"
    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    CSV = "csv"
    PDF = "pdf"
    OFD = "ofd"
    IMAGE = "image"
    DOC = "doc"  # also .wps
    RTF = "rtf"
    ODT = "odt"
    ZIP = "zip"


_EXTENSIONS = {
    Kind.TXT: {"txt", "text", "md", "log", "csv", "tsv", "json", "jsonl"},
    Kind.HTML: {"html", "htm", "xhtml", "shtml", "jsp", "php", "asp", "aspx", "mht"},
    Kind.DOCX: {"docx", "docm", "dotx", "wps", "wpt"},
    Kind.XLSX: {"xlsx", "xlsm", "xltx", "xlsb", "et", "ett"},
    Kind.XLS: {"xls", "xlt", "et", "ett"},
    Kind.ODS: {"ods"},
    Kind.CSV: {"csv", "tsv"},
    Kind.PDF: {"pdf"},
    Kind.OFD: {"ofd"},
    Kind.IMAGE: {"png", "jpg", "jpeg", "tif", "tiff", "bmp", "gif", "webp"},
    Kind.DOC: {"doc", "dot", "wps", "wpt"},
    Kind.RTF: {"rtf", "doc"},
    Kind.ODT: {"odt", "fodt"},
    Kind.ZIP: {"zip"},
}
_KNOWN = frozenset().union(*_EXTENSIONS.values())
_IMAGES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"GIF8", b"BM")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PACKED = (b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
_ZIP_END = b"PK\x05\x06"
_DIRECTORY = 1 << 20
_LOCK_SIZES = (162, 165)
_HTML_TAG = lazy(
    rb"<(?:!doctype\s+html|html[\s>]|head[\s>]|body[\s>]|table[\s>]|div[\s>]|meta\s|p[\s>]|title>)",
    re.IGNORECASE,
)
_FRONT = 4096
_WORD_ENCRYPTED = 0x01  # bit 0 of byte 11 of the FIB: [MS-DOC] 2.5.2, fEncrypted


def extension(name: str) -> str:
    """Return the extension of a file name, lower case, without the dot."""
    return PurePath(name).suffix[1:].lower()


def is_lying(kind: Kind, name: str) -> bool:
    """Tell whether the extension names another known kind than the content is."""
    suffix = extension(name)
    return suffix in _KNOWN and suffix not in _EXTENSIONS[kind]


def kind_of(data: bytes, name: str) -> Kind:
    """Return what kind of file this is.

    Raises:
        Unreadable: it is empty, a lock file, encrypted, or nothing that can be read.
    """
    if not data:
        raise unreadable("empty-file")
    if _is_lock_file(data, name):
        raise unreadable("word-lock-file")
    kind = _by_magic(data, name)
    if kind is not None:
        return kind
    if _looks_binary(data):
        suffix = extension(name)
        raise unreadable("not-a-document" if suffix in _KNOWN else "unknown-format", extension=suffix)
    return _text_kind(data, name)


def _is_lock_file(data: bytes, name: str) -> bool:
    if PurePath(name).name.startswith("~$"):
        return True
    # the owner's name stands twice, each after its length: single-byte at 0, UTF-16 at 54
    return (
        len(data) in _LOCK_SIZES
        and 0 < data[0] <= 52
        and data[53:56].count(data[0]) > 0
        and data[-2:] == b"\0\0"
    )


def _by_magic(data: bytes, name: str) -> Kind | None:  # noqa: PLR0911  # one a signature
    if b"%PDF-" in data[:1024]:
        return Kind.PDF
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_kind(data)
    if data.startswith(_OLE):
        return _ole_kind(data, extension(name))
    if data.startswith(b"{\\rtf"):
        return Kind.RTF
    if data.startswith(_IMAGES[:-1]) or (data.startswith(b"BM") and data[6:10] == b"\0\0\0\0"):
        return Kind.IMAGE
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return Kind.IMAGE
    if data.startswith(_PACKED):
        raise unreadable("other-archive")
    return None


def _zip_kind(data: bytes) -> Kind:
    """Tell by the names in the directory at the end, where no file inside can fake them."""
    end = data.rfind(_ZIP_END)
    if end < 0:
        raise unreadable("truncated")
    start = int.from_bytes(data[end + 16 : end + 20], "little")
    names = data[start if start < end else max(0, end - _DIRECTORY) : end]
    # the first member of an OpenDocument is its type, unpacked: ODF 1.2 part 3, 3.3
    mimetype = data[38:120] if data[30:38] == b"mimetype" else b""
    if b"word/document.xml" in names:
        return Kind.DOCX
    if b"xl/workbook.xml" in names or b"xl/workbook.bin" in names:
        return Kind.XLSX
    if b"opendocument.text" in mimetype:
        return Kind.ODT
    if b"opendocument.spreadsheet" in mimetype:
        return Kind.ODS
    if b"OFD.xml" in names:
        return Kind.OFD
    if b"[Content_Types].xml" in names or mimetype.startswith(b"application/"):
        raise unreadable("unknown-format", extension="")
    return Kind.ZIP


def _ole_kind(data: bytes, suffix: str) -> Kind:
    def has(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if has("EncryptedPackage") or has("EncryptionInfo"):
        raise unreadable("encrypted")
    if has("WordDocument"):
        word = data.find(b"\xec\xa5", 512)
        if (
            word >= 0
            and word % 512 == 0
            and data[word + 11 : word + 12]
            and data[word + 11] & _WORD_ENCRYPTED
        ):
            raise unreadable("encrypted")
        return Kind.DOC
    if has("Workbook") or has("Book"):
        return Kind.XLS
    if has("Root Entry") and suffix not in _EXTENSIONS[Kind.DOC] | _EXTENSIONS[Kind.XLS]:
        raise unreadable("unknown-format", extension="")
    raise unreadable("truncated")


def _looks_binary(data: bytes) -> bool:
    front = data[: _FRONT * 4]
    if front.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    n_control = sum(front.count(bytes((c,))) for c in (*range(1, 9), 14, 15, *range(16, 27), *range(28, 32)))
    if n_control > len(front) // 50:
        # the high bytes of UTF-16 Hanzi are 4E-9F, of its punctuation 30 and FF: only Latin text has NULs,
        # but the low bytes are any byte at all
        return not _could_be_utf16(front)
    n_nul = front.count(0)
    return n_nul > 0 and not _could_be_utf16(front)


def _could_be_utf16(front: bytes) -> bool:
    even = front[: len(front) & ~1]
    return any(_utf16_share(even[i::2]) > 0.9 for i in (0, 1))


def _utf16_share(high: bytes) -> float:
    good = sum(0x4E <= b <= 0x9F or b in {0x00, 0x30, 0xFF, 0x20, 0x34} for b in high)
    n_nul = high.count(0)
    return 0.0 if n_nul == len(high) and n_nul > _FRONT else good / max(len(high), 1)


def _text_kind(data: bytes, name: str) -> Kind:
    front = data[:_FRONT].replace(b"\0", b"")
    suffix = extension(name)
    start = front.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if start.startswith(b"<?xml") and (b"mso-application" in front or b"office:document" in front):
        return Kind.ODT
    if start.startswith(b"<") and _HTML_TAG.search(front):
        return Kind.HTML
    if suffix in _EXTENSIONS[Kind.HTML] and _HTML_TAG.search(data[: _FRONT * 16].replace(b"\0", b"")):
        return Kind.HTML
    if suffix in _EXTENSIONS[Kind.CSV]:
        return Kind.CSV
    return Kind.TXT
