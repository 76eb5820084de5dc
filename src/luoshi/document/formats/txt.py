"""Plain text: finds the encoding, changes nothing else."""

import tomllib
from collections.abc import Callable
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, cast

from luoshi.document.formats.sniff import Kind
from luoshi.document.formats.unreadable import unreadable
from luoshi.document.source_text import Extract
from luoshi.values.problem import Problem, Severity

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_SAMPLE = 1 << 16
_FEW_BAD = 200  # one bad byte in this many is damage, more is another encoding
_GOOD = 0.35  # share of common characters below which no guess is trusted


def extract(data: bytes, kind: Kind, beat: Callable[[], None]) -> Extract:  # noqa: ARG001  # every format has this shape
    """Return the text as received, line ends as they are, the byte-order mark removed."""
    text, encoding = decoded(data)
    if not text or text.isspace():
        raise unreadable("no-text")
    return Extract(text, "text/plain", encoding, problems=damage(text))


def damage(text: str) -> tuple[Problem, ...]:
    """Return a warning when bytes could not be decoded."""
    n_bad = text.count("\ufffd")
    return (Problem("undecodable-bytes", Severity.WARNING, args={"count": n_bad}),) if n_bad else ()


def decoded(data: bytes, label: str | None = None) -> tuple[str, str]:
    """Return the text and the name of its encoding: BOM, UTF-8, UTF-16, then the best Chinese guess.

    Args:
        data: the bytes.
        label: the encoding that the file claims, tried after UTF-8.

    >>> decoded("各镇乡每季度召开一次调度会".encode("gb18030"))[1]
    'gb18030'
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(encoding, "replace"), encoding
    try:
        if b"\0" not in data[:_SAMPLE]:
            return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    if label:
        claimed = _claimed(data, label)
        if claimed is not None:
            return claimed
    return _guessed(data)


def _claimed(data: bytes, label: str) -> tuple[str, str] | None:
    encoding = label.strip().lower().replace("_", "-")
    if encoding in {"gb2312", "gbk", "gb-2312", "x-gbk", "hz", "gb2312-80"}:
        encoding = "gb18030"  # what writes "gb2312" on a page writes 镕 in it all the same
    if encoding in {"utf-8", "utf8", "ascii", "latin-1", "iso-8859-1", "windows-1252"}:
        return None  # UTF-8 has failed already; the others are what servers say by default
    try:
        return data.decode(encoding), encoding
    except (UnicodeDecodeError, LookupError):
        return None


def _guessed(data: bytes) -> tuple[str, str]:
    sample = data[:_SAMPLE]
    candidates = ["utf-16-le", "utf-16-be"] if b"\0" in sample or not _ascii_breaks(sample) else []
    if b"\0" not in sample:
        candidates += ["utf-8", "gb18030", "big5"]
    scored = [(_score(sample, encoding), encoding) for encoding in candidates]
    score, encoding = max(scored, key=lambda pair: pair[0])
    if score < _GOOD:
        best = cast("Any", import_module("charset_normalizer")).from_bytes(sample).best()  # seldom asked
        if best is not None:
            return data.decode(best.encoding, "replace"), best.encoding
        if score <= 0:
            raise unreadable("not-a-document", extension="txt")
    return data.decode(encoding, "replace"), encoding


def _ascii_breaks(sample: bytes) -> bool:
    return b"\n" in sample or len(sample) < 4096


def _score(sample: bytes, encoding: str) -> float:
    """Return how Chinese a sample looks in an encoding: share of common characters, less the damage."""
    text = sample.decode(encoding, "replace")
    wide = [c for c in text if c > "\x7f"]
    if not wide:
        return 0.0
    common, level_one = _common(), _level_one()
    points = sum(1.0 if c in common else 0.4 if c in level_one else 0.0 for c in wide)
    n_bad = text[:-1].count("\ufffd") + sum("\ue000" <= c <= "\uf8ff" for c in wide)
    return (points - _FEW_BAD / 10 * n_bad) / len(wide)


@cache
def _common() -> frozenset[str]:
    with Path(__file__).with_name("common_chars.toml").open("rb") as file:
        table = tomllib.load(file)
    return frozenset("".join(table.values()))


@cache
def _level_one() -> frozenset[str]:
    """The everyday half of each national set: GB 2312 rows 16-55 and Big5 A440-C67E."""
    trails = range(0xA1, 0xFF)
    simplified = bytes(b for lead in range(0xB0, 0xD8) for trail in trails for b in (lead, trail))
    low = (*range(0x40, 0x7F), *trails)
    traditional = bytes(b for lead in range(0xA4, 0xC7) for trail in low for b in (lead, trail))
    return frozenset(simplified.decode("gb2312", "ignore") + traditional.decode("big5", "ignore"))
