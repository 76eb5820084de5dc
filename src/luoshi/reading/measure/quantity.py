"""How much: counted and measured amounts with their bounds, 万 and 亿 multiplied out."""

import re
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import Final

from luoshi.reading.marks import QuantityMark
from luoshi.reading.measure.amount_readers import READERS, Hit
from luoshi.reading.measure.amounts import GATE, LEFT_BOUND, UNITS, left_bound, right_bound
from luoshi.reading.measure.recurrence import find_recurrences
from luoshi.reading.reading import Reading
from luoshi.values.pattern import any_of
from luoshi.values.quantity import Bound, Quantity
from luoshi.values.span import Span

_NOT_AFTER_UNIT: Final = re.compile(any_of(UNITS["not_after_unit"]))
_NAME_AFTER: Final = re.compile(r"[\u4e00-\u9fff]{1,12}")
_NAME_BEFORE: Final = re.compile(r"[\u4e00-\u9fff]{1,20}$")
_LONGEST: Final = 12
_CLOCK: Final = re.compile("(?:[上下中]午|[早晚]上|凌晨|傍晚)$")
_SCORES: Final = re.compile("[（(]$")
_STAGE: Final = re.compile(r"[一二三四五六](?=期)")  # 机场二期, 核电三期: which one, not how many
_HELD: Final = re.compile("(?:[办开讲训班刊次共满]|完成|举行|组织|出版|编印)$")
_STOP: Final = re.compile(r"[的了和与及在等并将已为是其由从到至]")
_LAST_VERB: Final = re.compile("^.*(?:" + any_of(UNITS["verbs"]) + r"|[的在为于对把将按由])(?=.)")
_ACTS: Final = re.compile(any_of(UNITS["name_ends"]))
# 到年底全镇卫生厕所普及率: by when is not of what is counted
_BY_WHEN: Final = re.compile(
    "^(?:到|至)?(?:[今明]?年[底末内]|月底|[上下]半年|[一二三四]季度末?|今年|明年|全年)(?:之?前)?"
)
_TAIL: Final = re.compile("(?>" + any_of(UNITS["name_tails"]) + ")+$")


@lru_cache(maxsize=1)
def find_quantities(text: str) -> tuple[QuantityMark, ...]:
    """Return every amount of a text, in order and without overlap."""
    taken = iter([*(mark.span for mark in find_recurrences(text)), Span(len(text) + 1, len(text) + 1)])
    busy = next(taken)
    found: list[QuantityMark] = []
    at = 0
    while (match := GATE.search(text, at)) is not None:
        at = match.end()
        while busy.end < at:
            busy = next(taken)
        group, tail, reader = READERS[match.lastgroup or ""]
        hit = reader(text, match)
        if hit is None:
            at = max(at, match.end(group))
            continue
        bound = match[tail] if tail and match[tail] and match.start(tail) == hit.end else None
        if hit.end < match.end() and bound is None:
            at = hit.end  # the first of 5%、6.5%左右
        mark = _mark(text, hit, bound, hit.end + len(bound or ""))
        if mark is None or mark.span.meets(busy):
            at = max(at, hit.end)
            continue
        if found and (both := _from_to(text, found[-1], mark)):
            found[-1] = both
        elif not found or mark.span.start >= found[-1].span.end:
            found.append(_with_shared_bound(text, found[-1], mark) if found else mark)
        at = max(at, mark.span.end)
    return tuple(found)


def _from_to(text: str, low: QuantityMark, high: QuantityMark) -> QuantityMark | None:
    """Return one amount of two that bound it from both sides: 处50元以上200元以下的罚款."""
    one, other = low.quantity, high.quantity
    beside = low.span.end == high.span.start and text.startswith("以上", low.span.end - 2)
    if not beside or other.bound is not Bound.AT_MOST or one.unit != other.unit:
        return None
    if not isinstance(one.value, Decimal) or not isinstance(other.value, Decimal) or one.value >= other.value:
        return None
    both = replace(one, value=(one.value, other.value), bound=Bound.RANGE)
    return replace(low, span=Span(low.span.start, high.span.end), quantity=both)


def _with_shared_bound(text: str, last: QuantityMark, mark: QuantityMark) -> QuantityMark:
    """Return the mark with the bound of the one before it where 分别 ties them (分别超过8万元、4.5万元)."""
    if mark.quantity.bound is not Bound.EXACTLY or last.quantity.unit != mark.quantity.unit:
        return mark
    if mark.span.start - last.span.end != 1 or text[last.span.end] not in "、和及，,":
        return mark
    if last.quantity.bound not in (Bound.AT_LEAST, Bound.AT_MOST) or text.startswith("以", last.span.end - 2):
        return mark
    if "分别" not in text[max(0, last.span.start - 8) : last.span.start]:
        return mark
    return replace(mark, quantity=replace(mark.quantity, bound=last.quantity.bound))


def _counts_nothing(text: str, hit: Hit) -> bool:
    """Tell whether a number says when, where, which one or what an item scores, not how much."""
    before = max(0, hit.start - 2)
    return (
        (hit.unit == "点" and _CLOCK.search(text, before, hit.start) is not None)
        or (hit.unit == "分" and _SCORES.search(text, before, hit.start) is not None)
        or text.startswith("海拔", hit.start - 2)
        or (_STAGE.match(text, hit.start) is not None and not _HELD.search(text, before, hit.start))
    )


def _mark(text: str, hit: Hit, tail: str | None, end: int) -> QuantityMark | None:
    if _counts_nothing(text, hit):
        return None
    if _NOT_AFTER_UNIT.match(text, hit.end) and hit.unit in ("个", ""):
        return None
    if hit.unit == "方" and text[hit.end : hit.end + 1] in "面案式法针":
        return None  # 抓好3方面
    before, start = left_bound(text, hit.start)
    bound = right_bound(tail) or hit.bound or before or Bound.EXACTLY
    if hit.bound is Bound.RANGE:
        bound = Bound.RANGE
    if hit.value == 1 and text[hit.start] == "一" and bound is Bound.EXACTLY:
        return None
    value, unit = hit.value, hit.unit
    if unit == "成" and value is not None:
        value = (value[0] * 10, value[1] * 10) if isinstance(value, tuple) else value * 10
    if unit in ("成", "％"):
        unit = "%"
    return QuantityMark(Span(start, end), Quantity(value, unit, bound), _about(text, start, end))


def _about(text: str, start: int, end: int) -> str:
    """Return the thing counted, as far as the words beside the amount tell."""
    after = _NAME_AFTER.match(text, end)
    if after:
        stops = [m.start() for m in (_STOP.search(after[0]), _ACTS.search(after[0])) if m]
        name = after[0][: min(stops)] if stops else after[0]
        if name:
            return name
    before = _NAME_BEFORE.search(text, max(0, start - 20), start)
    if before is None:
        return ""
    name = _TAIL.sub("", LEFT_BOUND.sub("", before[0]))
    name = _BY_WHEN.sub("", _LAST_VERB.sub("", name).lstrip("年月日号"))
    return name if len(name) <= _LONGEST else ""


def read_quantities(reading: Reading) -> Reading:
    """Stage: mark amounts."""
    return reading.having(quantities=find_quantities(reading.source.text))
