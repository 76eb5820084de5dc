"""Damage made on purpose: ``python -m evals made_damage``.

Text the language model has not seen (rules of a city, made-up official documents) is written in traditional
characters and broken as the converter of sample 003 broke its pages: byte by byte, across characters. Then it
is repaired, and compared with what it was.
"""

import gzip
import json
import re
from collections.abc import Iterator
from itertools import islice

import opencc

from evals.row import Row
from evals.shared import shared
from luoshi.document.fold import fold
from luoshi.document.repair.gbk import char_of
from luoshi.document.repair.shifted import find_shifted
from luoshi.document.way_back import apply_edits

_MARKS = {0xAC: ",", 0xBA: ":", 0xBB: ";", 0xBF: "?", 0xA1: "！"}  # second byte of each after A3
_CONTEXT = 12
_N_DOCS = 400


def rows() -> Iterator[Row]:
    """Yield the share of made damage that is repaired to the letter."""
    right = total = 0
    for sentence in _sentences():
        for broken, n in _broken(sentence):
            mended, _ = apply_edits(broken, [edit for edit, _ in find_shifted(broken, {})])
            right += fold(mended)[:n] == fold(sentence)[:n]
            total += 1
    yield Row(
        name="made_damage.exact",
        value=right / total,
        unit="share",
        how=f"of {total} broken sentences of texts the model never saw",
    )


def _sentences() -> Iterator[str]:
    convert = opencc.OpenCC("s2t").convert
    seen: set[str] = set()
    for text in _texts():
        for line in text.splitlines():
            words = line.strip()
            is_whole = len(words) > 2 * _CONTEXT and not re.search(r"[<{}\[=?？x]", words)
            if is_whole and words[:_CONTEXT] not in seen:
                seen.add(words[:_CONTEXT])
                yield convert(words)


def _texts() -> Iterator[str]:
    for page in sorted(shared("originals", "guangzhou-pages").glob("*.html")):
        yield re.sub(r"<[^>]+>", "\n", page.read_text(encoding="utf-8", errors="replace"))
    with gzip.open(shared("reuse", "c1k", "docs.jsonl.gz"), "rt", encoding="utf-8") as lines:
        yield from (json.loads(line)["text"] for line in islice(lines, _N_DOCS))


def _broken(sentence: str) -> Iterator[tuple[str, int]]:
    """Yield the sentence broken at each place where A3 and a mark's byte meet, and how much of it matters."""
    codes = [char.encode("gbk", "replace") for char in sentence]
    for i in range(_CONTEXT, len(codes) - _CONTEXT):
        this, after = codes[i], codes[i + 1]
        if len(this) == len(after) == 2 and this[1] == 0xA3 and after[0] in _MARKS:
            shifted, n = _shifted(codes, i + 1)
            if n:
                yield sentence[:i] + "?" + _MARKS[after[0]] + shifted + sentence[n:], n + _CONTEXT


def _shifted(codes: list[bytes], start: int) -> tuple[str, int]:
    """Return what is shown from ``start`` on, read one byte late, and where it is right again."""
    shown = ""
    lead = codes[start][1]
    for at in range(start + 1, len(codes) + 1):
        if lead < 0x80:
            return shown + chr(lead), at
        if lead == 0x80:
            return shown + "€", at
        code = codes[at] if at < len(codes) else b""
        if len(code) != 2 or code[0] == 0xA3 or code in (b"\xa1\xa2", b"\xa1\xa3"):
            return shown + "?", at
        shown += char_of(lead, code[0]) or ""
        lead = code[1]
    return shown, 0
