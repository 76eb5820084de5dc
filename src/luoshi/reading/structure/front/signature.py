"""The signature: who issued the document, and when."""

import re
from collections.abc import Sequence
from datetime import date

from luoshi.document.source_text import Block, BlockKind
from luoshi.reading.structure.front.days import find_day, find_month
from luoshi.reading.structure.front.lines import Line
from luoshi.reading.structure.words import STRUCTURE
from luoshi.values.pattern import any_of, lazy
from luoshi.values.span import Span

_SIGNERS = any_of([*STRUCTURE["head"]["issuers"], *STRUCTURE["head"]["signers"]])
_UNIT = lazy(rf"[\u4e00-\u9fff（）“”]{{1,44}}?{_SIGNERS}(?:（[\u4e00-\u9fff]{{2,12}}）)?$")
_MAX_LINE = 60
_MAX_ISSUERS = 20
_PLACE = 3  # characters of the name of a place with its kind: 黄浦区
_FEWEST = 3  # lines before a signature
_OPENS_NAME = lazy(r"(?:中共|共青团|中国|[\u4e00-\u9fff]{1,8}[省市县区州旗镇乡])[\u4e00-\u9fff]{2,24}$")
_HEAD_SIGNS = lazy(
    r"(?:省长|市长|县长|区长|州长|主席|主任|部长|局长|署长|会长|院长|校长|总理)[\s\u3000]*[\u4e00-\u9fff·]{1,6}(?:[\s\u3000][\u4e00-\u9fff])?"
)
# （2023年10月17日，根据录音整理）, （2023年1月12日教职工大会讨论稿）
_OF_DRAFT = lazy("通过|讨论稿|审议稿|征求意见稿|送审稿|^，?(?:根据)?录音整理|^，未经")
_SPACED = lazy(r"[\u4e00-\u9fff](?:[\s\u3000]+[\u4e00-\u9fff]){1,12}")
_ISSUED = frozenset(["", "印发", "发布", "公布", "制定", "印", "印制", "签发"])
_COPIES = lazy(r"[\s\u3000]*[（(]?共印?[\s\u3000]?\d+[\s\u3000]?份[）)]?$")
_HOUR = lazy(r"(?:[上下]午|晚上?)?\d{1,2}(?:[:：]\d\d|[时点](?:整|半|\d\d分)?)$")  # 2021年9月12日11时
_ISSUED_LINE = lazy(
    r"[（(](?P<who>[\u4e00-\u9fff]{4,40}?)[\s\u3000]*(?=[12〇二])[\d〇○零一二三四五六七八九十年月日\s]{8,16}(?:印发|发布|公布|制定|修订)[）)]"
)
_RELEASE = lazy(r"[\s\u3000]*[（(](?:此件|此文|本件)[^（）()\n]{0,6}(?:公开|发布|不公开|存档|有删减)")

Dated = tuple[date, Span]


def find_signature(
    text: str, blocks: Sequence[Block], lines: Sequence[Line], title: Span | None
) -> tuple[tuple[Span, ...], Dated | None]:
    """Return the issuers and the date: at the first signature after the body, else a date under the title."""
    after = _body_from(text, lines)
    for i, block in enumerate(blocks):
        start, end = block.span
        if start <= after or end - start > _MAX_LINE or block.kind is BlockKind.ROW or i == 0:
            continue
        found = find_day(text, start, end)
        if found is None:
            month = find_month(text[start:end].strip("（）() \u3000"))
            issuers = _above(text, blocks, i) if month else ()
            if month and issuers:
                return issuers, (month, Span(start, end))
            continue
        day, at, stop = found
        rest = _COPIES.sub("", text[stop:end]).strip("）) \u3000")
        rest = _HOUR.sub("", rest)
        before = text[start:at].strip("（( \u3000")
        if rest not in _ISSUED or (before and not _UNIT.match(before)):
            continue
        if before:
            at_unit = text.index(before, start)
            return _split(text, Span(at_unit, at_unit + len(before))), (day, Span(at, stop))
        issuers = _above(text, blocks, i)
        if issuers or (_closes_body(text, blocks, i) and "年" in text[at:stop]):
            return issuers, (day, Span(at, stop))
        if "年" in text[at:stop] and _precedes_release(text, stop):
            return (), (day, Span(at, stop))
    under = _issued_under_title(text, blocks, title)
    return under or (_closing_name(text, blocks, title), _under_title(text, lines, title))


def _issued_under_title(
    text: str, blocks: Sequence[Block], title: Span | None
) -> tuple[tuple[Span, ...], Dated] | None:
    """Return issuer and day of a line right under the title: （某县文化旅游局2022年9月6日印发）."""
    below = next((b for b in blocks if title is not None and b.span.start >= title.end), None)
    if below is None or text[below.span.start] not in "（(":
        return None
    found = _ISSUED_LINE.fullmatch(text, *below.span)
    day = find_day(text, *below.span)
    if found is None or day is None or not _UNIT.match(found["who"]):
        return None
    return (Span(*found.span("who")),), (day[0], Span(*day[1:]))


def _closing_name(text: str, blocks: Sequence[Block], title: Span | None) -> tuple[Span, ...]:
    """Return the name that closes a text without a date: the one with which its title begins."""
    last = next((b.span for b in reversed(blocks) if b.kind is BlockKind.PARAGRAPH), None)
    if title is None or last is None or last.end - last.start > _MAX_LINE // 2 or last.start <= title.end:
        return ()
    own = title.of(text).startswith(last.of(text)) and _UNIT.match(last.of(text)) is not None
    return (last,) if own else ()


def _body_from(text: str, lines: Sequence[Line]) -> int:
    """Return where the body begins that a signature closes: behind the addressee, else behind the front."""
    called = [line.end for line in lines if text[line.end - 1] in "：:"]
    return called[-1] if called else lines[-1].end if lines else -1


def _precedes_release(text: str, stop: int) -> bool:
    """Tell whether （此件公开发布） follows a date: a signature, whatever stands above it."""
    return _RELEASE.match(text, stop) is not None


def _closes_body(text: str, blocks: Sequence[Block], i: int) -> bool:
    """Tell whether a date with its line to itself follows a paragraph: a signature without units."""
    before = blocks[i - 1]
    if before.kind is not BlockKind.PARAGRAPH or i < _FEWEST:
        return False
    return text[before.span.end - 1] in "。）" or _HEAD_SIGNS.fullmatch(text, *before.span) is not None


def _above(text: str, blocks: Sequence[Block], i: int) -> tuple[Span, ...]:
    issuers: list[Span] = []
    k = i - 1
    while k >= 0 and len(issuers) < _MAX_ISSUERS:
        span = blocks[k].span
        words = span.of(text)
        units = _split(text, span)
        if k and (longer := _over_two_lines(text, blocks[k - 1].span, span)):
            issuers[:0] = [longer]
            k -= 2
            continue
        if blocks[k].kind is BlockKind.ROW or len(words) > _MAX_LINE or not units:
            break
        issuers[:0] = units
        k -= 1
    return tuple(issuers)


def _over_two_lines(text: str, first: Span, second: Span) -> Span | None:
    """Return the name of one unit that a signature breaks over two lines: 某某工作 / 领导小组办公室."""
    opening = first.of(text)
    if len(opening) > _MAX_LINE // 2 or not _OPENS_NAME.match(opening) or _UNIT.match(opening):
        return None
    return Span(first.start, second.end) if _UNIT.match(opening + second.of(text)) else None


def _split(text: str, span: Span) -> tuple[Span, ...]:
    """Return the units of a signature line, parted by blanks; nothing unless all of it is units."""
    whole = span.of(text)
    if _SPACED.fullmatch(whole) and _UNIT.match(re.sub(r"[\s\u3000]", "", whole)):
        return (span,)
    units = [
        unit
        for m in re.finditer(r"[^\s\u3000、]+", span.of(text))
        for unit in _run_together(text, Span(span.start + m.start(), span.start + m.end()))
    ]
    return tuple(units) if all(_UNIT.match(u.of(text)) for u in units) else ()


def _run_together(text: str, span: Span) -> list[Span]:
    """Return the units of one place written without a blank: 某区教育局某区文化和旅游局."""
    place = text[span.start : span.start + _PLACE]
    out, at = [], span.start
    while (again := text.find(place, at + _PLACE, span.end)) > 0 and _UNIT.match(text[at:again]):
        out.append(Span(at, again))
        at = again
    return [*out, Span(at, span.end)]


def _under_title(text: str, lines: Sequence[Line], title: Span | None) -> Dated | None:
    """Return a date on a line of its own right under the title, as （2021年5月12日）."""
    if title is None:
        return None
    for line in [x for x in lines if x.start >= title.end][:3]:
        found = find_day(text, line.start, line.end)
        if found is None:
            continue
        day, at, stop = found
        before = text[line.start : at].strip("（( \u3000")
        rest = text[stop : line.end].strip("）) \u3000")
        is_chinese = "年" in text[at:stop]
        if (
            is_chinese
            and not before
            and (not rest or _OF_DRAFT.search(rest))
            and text[line.start] in "（(二1２2"
        ):
            return day, Span(at, stop)
    return None
