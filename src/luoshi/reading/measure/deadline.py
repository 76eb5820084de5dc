"""By when: every time limit of a text, as a day or as a length after something."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from luoshi.reading.marks import DeadlineMark
from luoshi.reading.measure.limits.calendar_limit import read_calendar_limit
from luoshi.reading.measure.limits.context import DateContext
from luoshi.reading.measure.limits.date_rules import GATE, LEAD, TO_TRY
from luoshi.reading.measure.limits.event_limit import find_event_limits
from luoshi.reading.measure.limits.length_limit import length_norm, read_length, unit_name, unit_precision
from luoshi.reading.measure.limits.near_limit import read_clock, read_near, read_plan, read_season
from luoshi.reading.measure.recurrence import find_recurrences
from luoshi.reading.reading import Reading
from luoshi.values.pattern import lazy
from luoshi.values.problem import Problem, Severity
from luoshi.values.span import Span

_READERS: Final = {
    "length": read_length,
    "plan": read_plan,
    "near": read_near,
    "clock": read_clock,
    "season": read_season,
}
_LEAD_ENDS: Final = ("-", "—", "～", "到", "至", "止", "期", "用", "“", '"', "「")
_AT_ONCE: Final = lazy(r"立行立改|立即整改|立查立改|即知即改|边查边改")
_ALL_YEAR: Final = lazy(r"(?:(?P<y>20[0-9]{2})年)?全年")
_DIGITAL: Final = lazy(
    r"(?<![0-9])(?P<y>20[0-9]{2})[./-](?P<m>1[0-2]|0?[1-9])"
    r"(?:[./-](?P<d>3[01]|[12][0-9]|0?[1-9]))?(?![0-9])"
)
# 3.1-3.7, 9/1~9/5: a day or some days without a year, where nothing else stands in the cell
_DOTTED: Final = lazy(
    r"\s*(?:(?P<m1>1[0-2]|0?[1-9])[./月](?P<d1>3[01]|[12][0-9]|0?[1-9])[日号]?\s?[—–~～至到-]{1,2}\s?)?"
    r"(?:(?P<m>1[0-2]|0?[1-9])[./])?(?P<d>3[01]|[12][0-9]|0?[1-9])[日号]?(?:之?前|止)?\s*$"
)
_TERM: Final = lazy(
    r"(?P<y>20[0-3][0-9])\s?[—–~～至-]{1,2}\s?(?P<z>20[0-3][0-9])学年度?(?:第?(?P<t>[一二上下])学期)?"
)
# in a column of limits: 30分钟、2小时, 5个工作日内
_COUNT: Final = r"\d{1,3}|半|[一二两三四五六七八九十]{1,3}"
_LASTS: Final = "个?(?:工作日|自然日|小时|月)|分钟|min|h|天|日|周"
_ONE_LENGTH: Final = lazy(rf"(?P<n>{_COUNT})(?P<u>{_LASTS})")
_LENGTH: Final = rf"(?:{_COUNT})(?:{_LASTS})(?:之内|以内|内)?"
LENGTHS: Final = lazy(rf"\s*{_LENGTH}(?:[、，/]{_LENGTH})*\s*")
_OF_DAY: Final = lazy("的?(?:[上下中]午|早上?|晚上?)?")
_NAMED_YEAR: Final = lazy(r"(?<![0-9—–~～至-])(?P<y>20[0-3][0-9])年(?![以来])")
_PLAN_YEARS: Final = re.compile(r"(20[0-3][0-9])(?:年?[—–~～至-]{1,2}20[0-3][0-9])?年")
_WHOLE_DAY: Final = lazy(r"\d{4}-\d\d-\d\d$")
_SAME_SENTENCE: Final = 60  # characters between a day and the next hour of it
_SCHOOL_BEGINS: Final = 8
_BELOW: Final = 16
_ABOVE: Final = 6
_ASSUMED: Final = "deadline-year-assumed"
_TASK_HEADING: Final = lazy(
    r"(?P<y>20[0-9]{2})年(?=[^，。；：:,;]*(?:任务|实事|要点|主要工作|计划|安排|工程|目标|清单|项目|重点|分工|打算|思路))"
    r"(?!度?[^，。]*(?:总结|回顾|完成情况|工作情况))"
)
# 关于组织申报2026年度科研项目的通知: what is called for now, for another year
_CALLS_FOR: Final = lazy("(?:申报|征集|申请|遴选|推荐|报送|上报|编报|评选|评审)[^，。；]{0,12}$")


def find_deadlines(
    text: str, ref: date | None, *, years: Sequence[tuple[int, int]] = (), plan_from: int = 0
) -> tuple[DeadlineMark, ...]:
    """Return every time limit of a text, in order and without overlap.

    Args:
        text: the text as read.
        ref: the day from which relative dates are reckoned.
        years: (offset, year) of headings such as 2025年工作任务: a month after one is of its year.
        plan_from: the first year that the title of a plan names; 0 unknown.
    """
    return _find(DateContext(text, ref, tuple(years), plan_from=plan_from))


def find_deadlines_in_cell(
    text: str, ref: date | None, *, years: Sequence[tuple[int, int]] = ()
) -> tuple[DeadlineMark, ...]:
    """Return the limits in a cell or bracket for limits (完成时限), where a bare date is one."""
    context = DateContext(text, ref, tuple(years), in_cell=True)
    found = list(_find(context))
    for match in _ALL_YEAR.finditer(text):
        year = int(match["y"]) if match["y"] else context.year_of("今", match.start())
        found.append(_year_end(match, year))
    for match in _DIGITAL.finditer(text):
        day = context.day(int(match["y"]), int(match["m"]), int(match["d"] or 0))
        found.append(DeadlineMark(Span(*match.span()), day.norm, None, day.precision))
    dotted = _DOTTED.match(text)
    if dotted and (month := dotted["m"] or dotted["m1"]):
        day = context.day(context.year_for(int(month), 0), int(month), int(dotted["d"]))
        found.append(DeadlineMark(Span(*dotted.span()), day.norm, "document", day.precision))
    found.extend(_lengths(text))
    found.extend(
        DeadlineMark(Span(*match.span()), "P0D", "document", "event") for match in _AT_ONCE.finditer(text)
    )
    return _without_overlap(found)


def _lengths(text: str) -> Iterator[DeadlineMark]:
    """Yield the lengths of a cell that holds nothing else: 30分钟、2小时."""
    if not LENGTHS.fullmatch(text):
        return
    for match in _ONE_LENGTH.finditer(text):
        if norm := length_norm(match["n"], unit := unit_name(match["u"])):
            yield DeadlineMark(Span(*match.span()), norm, "event", unit_precision(unit))


def find_heading_deadline(heading: str, *, offset: int = 0) -> DeadlineMark | None:
    """Return the limit that the heading of a list of tasks sets (2026年自治区民生实事), if any."""
    match = _TASK_HEADING.search(heading)
    if match is None or _CALLS_FOR.search(heading, 0, match.start()):
        return None
    mark = _year_end(match, int(match["y"]))
    return replace(mark, span=Span(mark.span.start + offset, mark.span.end + offset))


def _year_end(match: re.Match[str], year: int) -> DeadlineMark:
    return DeadlineMark(Span(*match.span()), f"{year or '????'}-12-31", "document", "year")


def school_year(text: str, month: int = 0) -> int:
    """Return the year that a month falls in by the school year a text names; 0 where it names none.

    Without a month: the year in which the term ends.

    >>> [school_year("2023-2024学年第一学期周历", month) for month in (0, 9, 1)], school_year("周历", 9)
    ([2023, 2023, 2024], 0)
    """
    term = _TERM.search(text)
    if term is None or int(term["z"]) != int(term["y"]) + 1:
        return 0
    first = month >= _SCHOOL_BEGINS if month else (term["t"] or "二") in "一上"
    return int(term["y"] if first else term["z"])


def _find(context: DateContext) -> tuple[DeadlineMark, ...]:
    text = context.text
    periods = [mark.span for mark in find_recurrences(text)]
    taken = iter([*periods, Span(len(text) + 1, len(text) + 1)])
    busy = next(taken)
    found: list[DeadlineMark] = []
    at = said_until = 0
    for hit in GATE.finditer(text):
        start = hit.start()
        if start < at:
            continue
        while busy.end <= start:
            said_until = busy.end
            busy = next(taken)
        if busy.start <= start:
            continue
        end, mark = _read(context, hit, at)
        at = max(at, min(end, busy.start) if busy.start > start else end)
        if mark is None or mark.span.end > busy.start:
            continue
        if (
            mark.precision != "hour"
            or not said_until
            or not _OF_DAY.fullmatch(text, said_until, mark.span.start)
        ):
            found.append(_on_that_day(text, found, mark))  # else the hour of a period: 每周五下午5时前
    ends = {span.end for span in periods}
    found.extend(m for m in find_event_limits(context) if m.span.start not in ends)  # 每天下班前: how often
    return _without_overlap(found)


def _on_that_day(text: str, found: Sequence[DeadlineMark], mark: DeadlineMark) -> DeadlineMark:
    """Return an hour without a day on the day named before it: 13日8:00前回港，12:00前全部上岸."""
    if mark.norm != "P0D" or mark.precision != "hour" or not found or not _WHOLE_DAY.match(found[-1].norm):
        return mark
    told, at = found[-1].span.end, mark.span.start
    far = at - told > _SAME_SENTENCE or text.find("。", told, at) >= 0 or text.find("\n", told, at) >= 0
    return mark if far else replace(mark, norm=found[-1].norm, anchor=found[-1].anchor)


def _read(context: DateContext, hit: re.Match[str], floor: int) -> tuple[int, DeadlineMark | None]:
    """Return where the time words at ``hit`` end, and the limit they set, if any."""
    text, start = context.text, hit.start()
    lead = LEAD.search(text, max(floor, start - 4), start) if text[start - 1 : start] in _LEAD_ENDS else None
    begin = lead.start() if lead else start
    for name, rule in TO_TRY[(hit.lastindex or 1) - 1]:
        match = rule.match(text, begin) or (rule.match(text, start) if lead else None)
        if match is None:
            continue
        mark = _READERS.get(name, read_calendar_limit)(context, name, match)
        return match.end(), mark
    return start + 1, None


def _without_overlap(found: list[DeadlineMark]) -> tuple[DeadlineMark, ...]:
    """Return the marks in order; of two that meet the first, of two that begin alike the longer."""
    kept: list[DeadlineMark] = []
    for mark in sorted(found, key=lambda m: (m.span.start, -m.span.end)):
        if kept and mark.span.start < kept[-1].span.end:
            continue
        if kept and mark.span.start == kept[-1].span.end and mark.precision == "event":
            continue  # 9月1日开学前: the date says it all
        kept.append(mark)
    return tuple(kept)


def read_deadlines(reading: Reading) -> Reading:
    """Stage: mark time limits, reckoned from ``ref_date``; titles and headings of task lists set one too."""
    text = reading.source.text
    headings = [*reading.head.spans.get("title", ()), *(item.span for item in reading.outline)]
    set_by_heading = [
        mark
        for span in headings
        if (mark := find_heading_deadline(span.of(text), offset=span.start)) is not None
    ]
    years = sorted((mark.span.start, int(mark.norm[:4])) for mark in set_by_heading)
    if reading.ref_date is None:
        years = sorted({*years, *_named_years(text, [*_above_title(reading), *headings])})
    plan_from = 0 if reading.ref_date else _first_year(reading)
    found = find_deadlines(text, reading.ref_date, years=years, plan_from=plan_from)
    others = tuple(p for p in reading.problems if p.code != _ASSUMED)
    assumed = () if reading.ref_date else _assumed(found)
    return reading.having(deadlines=_without_overlap([*found, *set_by_heading]), problems=others + assumed)


def _first_year(reading: Reading) -> int:
    """Return the first year the title names (三年行动方案（2026—2028年）), or a line in brackets below it."""
    for span in reading.head.spans.get("title", ()):
        found = _PLAN_YEARS.search(
            reading.source.text, span.start, min(span.end + _BELOW, len(reading.source.text))
        )
        if found:
            return int(found[1])
    return 0


def _above_title(reading: Reading) -> list[Span]:
    """Return the lines above the title; a page's headline may name the year that the title leaves out."""
    titles = reading.head.spans.get("title", ())
    return [b.span for b in reading.source.blocks[:_ABOVE] if titles and b.span.end <= titles[0].start]


def _named_years(text: str, headings: Sequence[Span]) -> set[tuple[int, int]]:
    """Return the years that title and headings name, where nothing says on which day the text speaks."""
    return {
        (span.start, int(m["y"])) for span in headings if (m := _NAMED_YEAR.search(text, *span)) is not None
    } | {(span.start, year) for span in headings[:1] if (year := school_year(span.of(text)))}


def _assumed(found: Sequence[DeadlineMark]) -> tuple[Problem, ...]:
    """Return what a person must know of limits without a year that were given one."""
    given = [m for m in found if m.anchor == "document" and m.norm[:4].isdigit() and m.precision != "event"]
    if not given:
        return ()
    args: dict[str, str | int] = {"year": given[0].norm[:4], "count": len(given)}
    return (Problem(_ASSUMED, Severity.WARNING, given[0].span, args),)
