"""A block of text to pieces: sentences, their parts between ；, and the members of 一是…二是… lists."""

import re
from typing import NamedTuple

from luoshi.reading.structure.words import STRUCTURE, any_of
from luoshi.values.span import Span

_NOWHERE = Span(0, 0)
_NUMERALS = "一二三四五六七八九十"

# A bracket or quotation without a full stop in it is passed over whole.
_PART = re.compile(
    r"(?:[^。！？；（“\n]++|（(?:[^（）。\n]|（[^（）。\n]{0,60}）){0,200}）|“[^“”。！？\n]{0,150}”|[（“])++(?:[。！？；][”’）」]*)?|[。！？；\n]+"
)
_CLOSED = re.compile(r"[。！？；”’）」…]*$")
_ENUMERATOR = re.compile(rf"(?<=[，、；：。 \u3000）])(?:[{_NUMERALS}]|十[{_NUMERALS}])(?:是(?!否)|要(?!求))")
_LEAD = re.compile(rf"(?:{any_of(STRUCTURE['clauses']['leads'])}[，：]?|[，、；：）” \u3000])*")
_MARK_AT_START = re.compile(rf"(?:[{_NUMERALS}]|十[{_NUMERALS}])(?:是(?!否)|要(?!求))")
_SPEECH = re.compile(
    rf"(?:[^，。；：“”]{{0,20}}?{any_of(STRUCTURE['speakers']['posts'])}[\u4e00-\u9fff]{{0,4}}|[\u4e00-\u9fff]{{2,3}})(?:同志)?"
    r"(?:最后|同时|还|并|再次|特别|着重)?(?:指出|强调|要求|表示|提出|明确|决定|认为)(?:[，：]|[ \u3000]+)(?=.{6})"
)
_ANNOUNCER = re.compile(rf"{any_of(STRUCTURE['clauses']['announcers'])}$")
_LISTING = re.compile("，(?:具体|分别|展示|主要|其中)?[^，。：]{0,6}(?:如下|为|包括|是|有)$")
_TAIL_WORDS = re.compile(any_of(STRUCTURE["clauses"]["tail_words"]) + r"|^[\d.]+分$")
_TAIL_UNITS = re.compile(
    rf"[\u4e00-\u9fff]{{1,24}}{any_of(STRUCTURE['clauses']['unit_endings'])}"
    rf"(?:[、，；和及等][\u4e00-\u9fff]{{1,24}}{any_of(STRUCTURE['clauses']['unit_endings'])})*等?(?:单位|部门)?$"
)
_TAIL_SENTENCE = re.compile(rf"{any_of(STRUCTURE['clauses']['tail_labels'])}[：:]")
_FAULTS_FOLLOW = re.compile(
    r"存在(?:着)?[^，。；]{0,14}(?:问题|不足|短板|薄弱环节|差距|困难)，(?=(?:主要)?(?:有的|一些|部分|个别|少数|[^，。；]{2,24}(?:不|没|未|缺|滞后|薄弱)))"
)
_BRACKETS = {"）": "（", "〕": "〔", "】": "【", "]": "["}
_END_MARKS = "。！？；，、：…”’」 \u3000"


class Piece(NamedTuple):
    """A clause in the making.

    Attributes:
        start, end: the clause itself.
        whole: with mark, lead and final punctuation.
        marker: the list mark it opens with, else empty.
        tail: its trailing bracket, or an empty span.
        announces: it only announces what follows the colon.
        ends_sentence: the sentence is over after it.
    """

    start: int
    end: int
    whole: Span
    marker: str
    tail: Span
    announces: bool
    ends_sentence: bool


class Draft(NamedTuple):
    """A piece with the place it stands in."""

    piece: Piece
    block: int
    item: int
    sentence: int
    opens_item: bool


def pieces_of(text: str, start: int, end: int, cuts: list[int]) -> list[Piece]:
    """Cut ``text[start:end]`` into pieces; ``cuts`` are places inside it where a division begins."""
    out: list[Piece] = []
    open_at = -1
    for m in _PART.finditer(text, start, end):
        a, b = m.span()
        if open_at >= 0:
            a = open_at
        last = text[b - 1]
        if last == "；" and b < end and _glosses(text, a, b):
            open_at = a
            continue
        open_at = -1
        ends = last != "；"
        places = [a, *(c for c in cuts if a < c < b), b] if cuts else [a, b]
        for x, y in zip(places, places[1:], strict=False):
            _cut_part(text, x, y, ends and y == b, out)
    if open_at >= 0:
        _cut_part(text, open_at, end, ends=True, out=out)
    return out


def _glosses(text: str, a: int, b: int) -> bool:
    at = text.rfind("其中", a, b)
    return at >= 0 and text[at + 2] in "，：" and text.find("；", at, b) == b - 1


def _cut_part(text: str, a: int, b: int, ends: bool, out: list[Piece]) -> None:  # noqa: FBT001 - inner
    """Cut one part at unclosed brackets, announcing colons and list marks."""
    bracket = text.rfind("（", a, b)
    if bracket > a and text.find("）", bracket, b) < 0:
        _cut_part(text, a, bracket, ends=False, out=out)
        _cut_part(text, bracket + 1, b, ends, out)
        return
    marks = [m.start() for m in _ENUMERATOR.finditer(text, a, b) if m.start() > a]
    faults = _FAULTS_FOLLOW.search(text, a, b)
    if faults:
        _add(text, a, faults.end(), announces=True, ends=False, out=out)
        a = faults.end()
        marks = [m for m in marks if m > a]
    places = [a, *marks, b]
    for x, y in zip(places, places[1:], strict=False):
        colon = text.find("：", x, y)
        if (
            0 < colon < y - 1
            and _ANNOUNCER.search(text, max(x, colon - 12), colon)
            and not _quoted(text, x, colon)
        ):
            _add(text, x, colon + 1, announces=True, ends=False, out=out)
            _add(text, colon + 1, y, announces=False, ends=ends and y == b, out=out)
        else:
            announces = text[y - 1] in "：" or (y in marks and bool(_ANNOUNCER.search(text, x, y - 1)))
            _add(text, x, y, announces=announces, ends=ends and y == b, out=out)


def _quoted(text: str, a: int, at: int) -> bool:
    return text.rfind("“", a, at) > text.rfind("”", a, at)


def _add(text: str, a: int, b: int, *, announces: bool, ends: bool, out: list[Piece]) -> None:
    start = a
    while start < b and text[start] in " \u3000）”，、；。\n":
        start += 1
    whole_start = start
    marker = ""
    m = _MARK_AT_START.match(text, start, b)
    if m:
        marker = m[0]
        start = m.end() - 1 if marker[-1] == "要" else m.end()
    m = _SPEECH.match(text, start, b)
    if m:
        start = m.end()
        m = _MARK_AT_START.match(text, start, b)
        if m:
            marker = m[0]
            start = m.end() - 1 if marker[-1] == "要" else m.end()
    m = _LEAD.match(text, start, b)
    if m:
        start = m.end()
    end = b
    while end > start and text[end - 1] in _END_MARKS:
        if text[end - 1] == "”" and text.find("“", start, end) >= 0:
            break
        end -= 1
    if announces:
        m = _LISTING.search(text, start, end)
        end = m.start() if m and m.end() == end else end
    tail = _tail(text, start, end)
    if tail.end > tail.start:
        end = tail.start
        while end > start and text[end - 1] in _END_MARKS[:8] + " \u3000":
            end -= 1
    if end > start or tail.end > tail.start:
        out.append(Piece(start, end, Span(whole_start, b), marker, tail, announces, ends))


def _tail(text: str, start: int, end: int) -> Span:
    """Return the trailing bracket (or the sentence) that names units, deadline or score, or an empty span."""
    if _TAIL_SENTENCE.match(text, start, end):
        return Span(start, end)
    if end <= start:
        return _NOWHERE
    opening = _BRACKETS.get(text[end - 1])
    if opening is None:
        return _NOWHERE
    depth = 0
    at = end - 1
    closing = text[at]
    while at >= start:
        if text[at] == closing:
            depth += 1
        elif text[at] == opening:
            depth -= 1
            if depth == 0:
                break
        at -= 1
    if at < start:
        return _NOWHERE
    inner = text[at + 1 : end - 1]
    if _TAIL_WORDS.search(inner) or _TAIL_UNITS.match(inner):
        return Span(at, end)
    return _NOWHERE
