"""How much: counted and measured amounts with their bounds, 万 and 亿 multiplied out."""

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple

from luoshi.reading.marks import QuantityMark
from luoshi.reading.measure.amounts import (
    GATE,
    SLOGAN_AFTER,
    UNITS,
    has_left_bound,
    left_bound,
    read_value,
    right_bound,
)
from luoshi.reading.measure.lexicon import either
from luoshi.reading.measure.recurrence import find_recurrences
from luoshi.reading.reading import Reading
from luoshi.values.quantity import Bound, Quantity
from luoshi.values.span import Span

_NOT_AFTER_UNIT: Final = re.compile(either(UNITS["not_after_unit"]))
_PROCESS: Final = re.compile(
    r"(?:压缩|缩短|缩减|压减|精简|延长|放宽|控制|降低|减少|压降|降|减|提高|提升|增加|调整)(?:到|至|为|在)$|(?:时限|时间|周期|用时|时长)[^，。；]{0,4}(?:不超过|不得超过)$"
)
_CHANGE_TO: Final = re.compile(r"[升高降减缩增控扩长延压小大加短少整低](?:到|至|为)$")
_FROM: Final = re.compile(r"[由从](?:[^，。；、,;0-9]{0,6}|20[0-9]{2}年[^，。；、,;0-9]{0,4})$")
_CHANGES: Final = re.compile(r"[^，。；,;\n]{0,14}?[升高降减缩增控扩长延压小大加短少整低变](?:到|至|为)")
_IN_QUOTES: Final = re.compile(r"[^”\"’》」\n]{1,12}[”\"’》」]")
_OPENED: Final = re.compile(r"[“‘《「][^”’》」，。]{0,6}$")
_WAYS: Final = frozenset(UNITS["ways"])
_AGE: Final = re.compile(r"(?:寿命|年龄)[^，。；]{0,16}$")
_NAME_AFTER: Final = re.compile(r"[\u4e00-\u9fff]{1,8}")
_NAME_BEFORE: Final = re.compile(r"[\u4e00-\u9fff]{1,10}$")
_STOP: Final = re.compile(r"[的了和与及在等并将已为是其由从到至]")
_VERB: Final = re.compile("^.*?" + either(UNITS["verbs"]) + r"(?=.)")
_RANKED: Final = "名位家强"


class _Hit(NamedTuple):
    """An amount before its neighbours have been asked."""

    start: int
    end: int
    value: Decimal | tuple[Decimal, Decimal] | None
    unit: str
    bound: Bound | None = None


def _arabic(text: str, m: re.Match[str]) -> _Hit | None:
    start, end, unit = m.start("a"), m.end("au"), m["au"]
    value = read_value(m["a"], m["at"])
    if value is None:
        return None
    window = text[max(0, start - 12) : start]
    if ("由" in window or "从" in window) and _FROM.search(window) and _CHANGES.match(text, end):
        return None
    if unit[0] == "大" and (value > 9 or text[start - 1 : start] == "十"):
        return None
    if unit in _RANKED and text[start - 1 : start] in ("前", "第"):
        return None
    bound = Bound.ABOUT if m["am"] or m["an"] else None
    if m["b"]:
        second = read_value(m["b"], m["bt"])
        joined = text[m.end("au1") if m["au1"] else m.end("at") : m.start("b")]
        if joined.strip() == "、" and m["au1"]:
            return _Hit(start, m.end("au1"), value, "%", bound)
        if second is None or (joined.strip() == "、" and second != value + 1):
            return _Hit(m.start("b"), end, second, unit, Bound.ABOUT if m["bn"] else None)
        if m["bt"] and not m["at"]:
            value = read_value(m["a"], m["bt"]) or value
        if second > value:
            return _Hit(start, end, (value, second), unit, Bound.RANGE)
    return _Hit(start, end, value, unit, bound)


def _chinese(text: str, m: re.Match[str]) -> _Hit | None:
    words, unit, start, end = m["c"], m["cu"], m.start("c"), m.end("cu")
    if words == "一" and m["cb"] is None and not has_left_bound(text, start):
        return None
    bound = Bound.ABOUT if m["cm"] else None
    if m["e"]:
        low, high = read_value(words), read_value(m["e"])
        if low is None or high is None or high <= low or low == 1:
            return None
        return _Hit(start, end, (low, high), unit, Bound.RANGE)
    value = _neighbours(words) or read_value(words, m["ct"])
    if value is None or SLOGAN_AFTER.match(text, end):
        return None
    if isinstance(value, tuple):
        return _Hit(start, end, value, unit, Bound.RANGE)
    if words in ("百", "千", "万", "亿", "百万", "千万") and bound is None:
        return None
    if unit in _WAYS and m["cb"] is None and len(words) == 1:
        return None
    if _OPENED.search(text, max(0, start - 7), start) and _IN_QUOTES.match(text, end):
        return None
    if unit in _RANKED and text[start - 1 : start] == "前":
        return None
    return _Hit(start, end, value, unit, bound)


def _neighbours(words: str) -> tuple[Decimal, Decimal] | None:
    """Return the pair of 七八 or 两三 (个): two digits that follow each other."""
    if len(words) != 2 or any(c in "十百千万亿零〇" for c in words):
        return None
    low, high = read_value(words[0]), read_value(words[1])
    return (low, high) if low is not None and high is not None and 0 < high - low <= 2 else None


def _fraction(_: str, m: re.Match[str]) -> _Hit | None:
    value = read_value(m["f"])
    return None if value is None else _Hit(*m.span("f"), value, "%" if m["f"].startswith("百分之") else "")


def _masked(_: str, m: re.Match[str]) -> _Hit | None:
    return _Hit(m.start("x"), m.end("xu"), None, m["xu"], Bound.ABOUT if m["xm"] or m["xn"] else None)


def _several(_: str, m: re.Match[str]) -> _Hit | None:
    words = m["s"]
    if words.startswith("数"):
        return _Hit(m.start("s"), m.end("su"), None, m["su"], Bound.ABOUT)
    return _Hit(m.start("s"), m.end("su"), read_value(words[1:]), m["su"], Bound.AT_LEAST)


def _half(_: str, m: re.Match[str]) -> _Hit | None:
    return _Hit(*m.span("half"), Decimal(50), "%")


def _zero(_: str, m: re.Match[str]) -> _Hit | None:
    return _Hit(*m.span("zero"), Decimal(0), "")


def _fold(_: str, m: re.Match[str]) -> _Hit | None:
    times = read_value(m["fold"][1])
    return None if times is None else _Hit(*m.span("fold"), Decimal(2) ** int(times), "倍")


def _target(text: str, m: re.Match[str]) -> _Hit | None:
    """A bare number that something is brought to (由0.8降至0.55)."""
    start = m.start("t")
    if not _CHANGE_TO.search(text, max(0, start - 3), start):
        return None
    return _Hit(start, m.end("tu") if m["tu"] else m.end("t"), read_value(m["t"]), m["tu"] or "")


def _process(text: str, m: re.Match[str]) -> _Hit | None:
    """How long a process may take (压缩至3周以内): a target, not a limit."""
    start = m.start("p")
    if not _PROCESS.search(text, max(0, start - 10), start):
        return None
    return _Hit(start, m.end("pu"), read_value(m["p"]), m["pu"].removeprefix("个"))


# Form -> the group of its number, that of the bound after it, and who reads it.
_READERS: Final[dict[str, tuple[str, str, Callable[[str, re.Match[str]], _Hit | None]]]] = {
    "arabic": ("a", "ab", _arabic),
    "chinese": ("c", "cb", _chinese),
    "fraction": ("f", "fb", _fraction),
    "masked": ("x", "xb", _masked),
    "several": ("s", "", _several),
    "halves": ("half", "hb", _half),
    "zeros": ("zero", "", _zero),
    "folds": ("fold", "", _fold),
    "target": ("t", "tb", _target),
    "process": ("p", "pb", _process),
}


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
        group, tail, reader = _READERS[match.lastgroup or ""]
        hit = reader(text, match)
        if hit is None:
            at = max(at, match.end(group))
            continue
        end = match.end(tail) if tail and match[tail] else hit.end
        mark = _mark(text, hit, match[tail] if tail else None, end)
        if mark is None or mark.span.meets(busy):
            at = max(at, hit.end)
            continue
        if not found or mark.span.start >= found[-1].span.end:
            found.append(_with_shared_bound(text, found[-1], mark) if found else mark)
        at = max(at, mark.span.end)
    return tuple(found)


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


def _mark(text: str, hit: _Hit, tail: str | None, end: int) -> QuantityMark | None:
    if _NOT_AFTER_UNIT.match(text, hit.end) and hit.unit in ("个", ""):
        return None
    before, start = left_bound(text, hit.start)
    bound = right_bound(tail) or hit.bound or before or Bound.EXACTLY
    if hit.bound is Bound.RANGE:
        bound = Bound.RANGE
    value, unit = hit.value, hit.unit
    if value == 1 and text[hit.start] == "一" and bound is Bound.EXACTLY and unit != "成":
        return None
    if value == 1 and text[hit.start] == "一" and unit == "成" and bound is Bound.EXACTLY:
        return None
    if unit == "成":
        unit = "%"
        value = tuple(v * 10 for v in value) if isinstance(value, tuple) else value and value * 10
    if unit == "％":
        unit = "%"
    return QuantityMark(Span(start, end), Quantity(value, unit, bound), _about(text, start, end))


def _about(text: str, start: int, end: int) -> str:
    """Return the thing counted, as far as the words beside the amount tell."""
    after = _NAME_AFTER.match(text, end)
    if after:
        stop = _STOP.search(after[0])
        name = after[0][: stop.start()] if stop else after[0]
        if name:
            return name
    before = _NAME_BEFORE.search(text, max(0, start - 10), start)
    if before is None:
        return ""
    return _VERB.sub("", before[0])


def read_quantities(reading: Reading) -> Reading:
    """Stage: mark amounts."""
    return replace(reading, quantities=find_quantities(reading.source.text))
