"""The day at the head of a line: 周一：… under the dates of a week, 4月22日：… in a schedule, 活动时间：."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from luoshi.document.source_text import Block, BlockKind
from luoshi.reading.duty.cutting.parts import SCHOOL_WEEK
from luoshi.reading.marks import DeadlineMark
from luoshi.reading.measure.limits.day_of import weekday_in_week
from luoshi.reading.measure.numerals import read_number
from luoshi.reading.reading import Reading
from luoshi.reading.structure.outline.numbering import read_mark
from luoshi.values.pattern import lazy
from luoshi.values.span import Span

_WEEK: Final = lazy(
    r"(?:(?P<y>20\d\d)年)?(?P<m>1[0-2]|0?[1-9])[月./](?P<d>[0-3]?\d)[日号]?\s?(?:[—–~～-]{1,2}|至|到)\s?"
    r"(?:20\d\d年)?(?:(?P<n>1[0-2]|0?[1-9])[月./])?(?P<e>[0-3]?\d)[日号]?"
)
_LABEL: Final = lazy(
    r"(?:(?P<m>1[0-2]|0?[1-9])月(?P<d>[0-3]?\d)[日号])?"
    r"(?:（?(?:周|星期|礼拜)(?P<w>[一二三四五六日天])[^）：\s]{0,6}）?)?(?:[上下]午|晚上?)?(?:[：:、 ]|$)"
)
# 第1周（2月17日—2月21日）：开学典礼; 第3—4周：……
_SCHOOL_WEEK: Final = lazy(SCHOOL_WEEK + r"(?:[：: \u3000]|$)")
_TO_FRIDAY: Final = timedelta(days=4)
_YEAR: Final = lazy(r"20\d\d(?=年|[./-]\d)")
_MINUTES: Final = lazy("纪要|会议记录")
_DATES: Final = lazy(
    r"（([^（）]{0,20}\d月[^（）]{0,20}|\d{1,2}\.\d{1,2}\s?[—–~～至-]{1,2}\s?(?:\d{1,2}\.)?\d{1,2})）"
)
# 1、即日起至11月15日：各学院初评
_DATE_TITLE: Final = lazy(
    r"(?:即日起)?(?:至|到)?(?:20\d\d年)?\d{1,2}月(?:\d{1,2}日|[上中下]旬|[底初末])?"
    r"(?:\s?[至到—~－-]{1,2}\s?(?:20\d\d年)?(?:\d{1,2}月)?(?:\d{1,2}日|[上中下]旬|[底初末])?)?(?:之?前)?"
)
_STAGE: Final = lazy(r"[^，。；：（\n]{0,10}阶段（([^（）]{0,20}\d月[^（）]{0,20})）[：，。]?")
# 2.活动时间：11月9日至17日; further down 4.活动内容：……
_FIELD: Final = r"(?:[（(]?[0-9一二三四五六七八九十]{1,2}[）).．、]+\s?)?[^，。；：:\s\n]{0,6}"
_EVENT_TIME: Final = lazy(
    rf"{_FIELD}(?:时间|日期)[：:]\s?((?:20\d\d年|\d{{1,2}}月)[^\n。；]{{1,40}})[。；]?$"
)
_EVENT_CONTENT: Final = lazy(rf"{_FIELD}内容(?:[：:]|$)")
_EVENT_LINES: Final = 8
_DAYS: Final = "一二三四五六日"
_OPENING: Final = 160
_FEWEST: Final = 2
_SEVEN: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Day:
    """A line that opens with a day, and that day as far as it is known."""

    block: int
    label: Span
    on: date | None


def days_of(reading: Reading) -> Iterator[tuple[DeadlineMark, Span]]:
    """Yield the day that opens a line of a schedule, and what stands under it."""
    text, blocks = reading.source.text, reading.source.blocks
    if "周" not in text and "星期" not in text and "日：" not in text:
        return
    yield from _weeks(reading)
    found = _find(reading)
    if len(found) < _FEWEST:
        return
    opening = {day.block for day in found}
    for day in found:
        if day.on is None:
            continue
        stop = day.block
        while stop + 1 < len(blocks) and stop + 1 not in opening and _belongs(text, blocks, stop + 1):
            stop += 1
        cover = Span(day.label.start, blocks[stop].span.end)
        yield DeadlineMark(day.label, day.on.isoformat(), "document", "day"), cover


def _weeks(reading: Reading) -> Iterator[tuple[DeadlineMark, Span]]:
    """Yield the last school day of each numbered week that opens a line, reckoned from one that is dated."""
    text = reading.source.text
    lines = [(block, _SCHOOL_WEEK.match(text, *_first(block))) for block in reading.source.blocks]
    weeks = [(block, week) for block, week in lines if week is not None]
    dated = ((_week_in(reading, Span(*week.span("days"))), week) for _, week in weeks if week["days"])
    first = next(((day, week) for day, week in dated if day and not week["until"]), None)
    if len(weeks) < _FEWEST or first is None:
        return
    begins = first[0] - (_number_of(first[1]["number"]) - 1) * _SEVEN
    for block, week in weeks:
        friday = begins + (_number_of(week["until"] or week["number"]) - 1) * _SEVEN + _TO_FRIDAY
        label = Span(week.start(), week.end())
        yield DeadlineMark(label, friday.isoformat(), "document", "day"), Span(week.start(), block.span.end)


def _number_of(words: str) -> int:
    """Return the number of a week: 3, 三, 十二."""
    return int(read_number(words) or 1)


def stages_of(reading: Reading) -> Iterator[tuple[Span, Span]]:
    """Yield a stage's dates, and what they cover: （二）自查（4月16日—5月31日）, 1、即日起至11月15日：."""
    text = reading.source.text
    for item in reading.outline:
        if dates := _DATES.search(text, *item.span):
            yield Span(*dates.span(1)), Span(item.span.end, item.body_end)
        elif _DATE_TITLE.fullmatch(item.title):
            yield item.span, Span(item.span.end, item.body_end)
    if "阶段" not in text:
        return
    for block in reading.source.blocks:
        if block.kind is BlockKind.PARAGRAPH and (stage := _STAGE.match(text, *block.span)):
            yield Span(*stage.span(1)), Span(stage.end(), block.span.end)


def events_of(reading: Reading) -> Iterator[tuple[Span, Span]]:
    """Yield the line that says when something is held, and the lines below that say what is done then."""
    text, blocks, items = reading.source.text, reading.source.blocks, reading.outline
    if ("时间" not in text and "日期" not in text) or _MINUTES.search(reading.head.title or ""):
        return  # when minutes say that it was held is no limit of what was decided
    held = [
        i for i, b in enumerate(blocks) if b.kind is not BlockKind.ROW and _EVENT_TIME.match(text, *b.span)
    ]
    for i, after in pairwise([*held, len(blocks)]):
        below = range(i + 1, min(i + _EVENT_LINES, after))
        content = next((j for j in below if _EVENT_CONTENT.match(text, *blocks[j].span)), None)
        if content is None:
            continue
        at = blocks[i].span.start
        k = bisect_right(items, at, key=lambda item: item.span.start) - 1
        if k >= 0 and items[k].span.start == at:
            k = items[k].parent
        ends = [items[k].body_end if k >= 0 else len(text)]
        ends += [blocks[after].span.start] if after < len(blocks) else []
        yield blocks[i].span, Span(blocks[content].span.start, min(ends))


def _find(reading: Reading) -> list[Day]:
    text = reading.source.text
    week: date | None = None
    found: list[Day] = []
    for i, block in enumerate(reading.source.blocks):
        words = _first(block)
        if block.kind is BlockKind.PARAGRAPH and (said := _week_in(reading, block.span)):
            week = said
        label = _LABEL.match(text, *words)
        if label is None or label.end() - label.start() < _FEWEST or not (label["d"] or label["w"]):
            continue
        on = None
        if label["d"]:
            on = _date(_year(reading), int(label["m"]), int(label["d"]))
        elif week is not None:
            on = weekday_in_week(week, 0, _DAYS.index(label["w"].replace("天", "日")))
            on = on if on >= week else on + _SEVEN
        found.append(Day(i, Span(label.start(), label.end()), on))
    return found


def _first(block: Block) -> Span:
    return next((c for c in block.cells if c.end > c.start), block.span) if block.cells else block.span


def _week_in(reading: Reading, span: Span) -> date | None:
    """Return the first day of the seven or fewer that a line names (4月22日—4月28日)."""
    for week in _WEEK.finditer(reading.source.text, span.start, min(span.end, span.start + _OPENING)):
        year = int(week["y"]) if week["y"] else _year(reading)
        first = _date(year, int(week["m"]), int(week["d"]))
        last = _date(year, int(week["n"] or week["m"]), int(week["e"]))
        if first and last and first <= last < first + _SEVEN:
            return first
    return None


def _year(reading: Reading) -> int:
    """Return the year the document speaks of: its own day's, else the first it names."""
    said = _YEAR.search(reading.source.text[:_OPENING])
    if reading.ref_date is not None:
        return reading.ref_date.year
    return int(said[0]) if said else 0


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _belongs(text: str, blocks: tuple[Block, ...], i: int) -> bool:
    """Tell whether a line goes on with the tasks of the day above it: it has a number of its own."""
    return (
        blocks[i].kind is BlockKind.PARAGRAPH
        and text[blocks[i].span.start] in "0123456789（①②③④⑤⑥"
        and (read_mark(text, *blocks[i].span) is not None)
    )
