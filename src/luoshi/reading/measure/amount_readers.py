"""What each form of an amount says: one reader a form of ``amounts``."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Final, NamedTuple

from luoshi.reading.measure.amounts import SLOGAN_AFTER, UNITS, read_value
from luoshi.values.pattern import lazy
from luoshi.values.quantity import Bound

_PROCESS: Final = re.compile(
    r"(?:压缩|缩短|缩减|压减|精简|延长|放宽|控制|降低|减少|压降|压|降|减|提高|提升|增加|调整)(?:到|至|为|在)$"
    r"|(?:时限|时间|周期|用时|时长)[^，。；]{0,4}(?:不超过|不得超过)$"
)
_AT_LEAST: Final = re.compile("(?:不得?少于|不得?低于|不得?短于|至少) ?$")
_CHANGE_TO: Final = re.compile(r"[升高降减缩增控扩长延压小大加短少整低](?:到|至|为)$")
_FROM: Final = re.compile(r"[由从](?:[^，。；、,;0-9]{0,6}|20[0-9]{2}年[^，。；、,;0-9]{0,4})$")
_CHANGES: Final = re.compile(r"[^，。；,;\n]{0,14}?[升高降减缩增控扩长延压小大加短少整低变](?:到|至|为)")
_IN_QUOTES: Final = re.compile(r"[^”\"’》」\n]{0,12}[”\"’》」]")
_OPENED: Final = re.compile(r"[“‘《「][^”’》」，。]{0,6}$")
_WAYS: Final = frozenset(UNITS["ways"])
_RANKED: Final = "名位家强"
_PLACES: Final = frozenset(UNITS["places"])
_YEAR_DIGITS: Final = 4
_ROUND: Final = frozenset(("百", "千", "万", "亿", "百万", "千万"))


class Hit(NamedTuple):
    """An amount before its neighbours have been asked."""

    start: int
    end: int
    value: Decimal | tuple[Decimal, Decimal] | None
    unit: str
    bound: Bound | None = None


def _arabic(text: str, m: re.Match[str]) -> Hit | None:
    start, end, unit = m.start("a"), m.end("au"), m["au"]
    value = read_value(m["a"], m["at"])
    if value is None or _is_no_amount(text, start, end, unit, value):
        return None
    if m["b"]:
        return _arabic_pair(text, m, value)
    return Hit(start, end, value, unit, Bound.ABOUT if m["am"] or m["an"] else None)


def _is_no_amount(text: str, start: int, end: int, unit: str, value: Decimal) -> bool:
    """Tell whether a number with a unit is a baseline (由A降至B), a rank or a name (19大)."""
    before = text[start - 1 : start]
    if unit[0] == "大":
        return value > 9 or before == "十"
    if before == "每" or (unit in _RANKED and before in ("前", "后", "第")):
        return True  # 每5000名配备1名: what the amount is for
    window = text[max(0, start - 12) : start]
    is_after_from = ("由" in window or "从" in window) and _FROM.search(window) is not None
    return is_after_from and _CHANGES.match(text, end) is not None


def _arabic_pair(text: str, m: re.Match[str], low: Decimal) -> Hit | None:
    """Return 8-10个 and 7、8个 as a range; of 49.9%、45% the first, of 3、50个 the second."""
    start, end, unit = m.start("a"), m.end("au"), m["au"]
    high = read_value(m["b"], m["bt"])
    if high is None:
        return None
    is_list = text[m.end("au1") if m["au1"] else m.end("at") : m.start("b")].strip() == "、"
    if is_list and m["au1"]:
        return Hit(start, m.end("au1"), low, "%")
    if m["bt"] and not m["at"]:
        low = read_value(m["a"], m["bt"]) or low
    if high <= low or (is_list and high != low + 1):
        return Hit(m.start("b"), end, high, unit, Bound.ABOUT if m["bn"] else None)
    return Hit(start, end, (low, high), unit, Bound.RANGE)


def _chinese(text: str, m: re.Match[str]) -> Hit | None:
    words, unit, start, end = m["c"], m["cu"], m.start("c"), m.end("cu")
    if m["e"]:
        low, high = read_value(words), read_value(m["e"])
        listed = low == 1 and text[m.end("c")] == "、"
        if low is None or high is None or high <= low or listed:
            return None
        return Hit(start, end, (low, high), unit, Bound.RANGE)
    value = _neighbours(words) or read_value(words, m["ct"])
    if value is None or (SLOGAN_AFTER.match(text, end) and not _is_made(text, m)):
        return None
    if isinstance(value, tuple):
        return Hit(start, end, value, unit, Bound.RANGE)
    if _is_name(text, m):
        return None
    return Hit(start, end, value, unit, Bound.ABOUT if m["cm"] else None)


_MAKES: Final = lazy("(?:突破|形成|打造|开拓|制定|培育|培训|引进|建设|建成|新增|发展|招引|推广|推出|选树)$")
_THINGS: Final = lazy("[项家名个种户件场](?![万千]|争鸣|讲坛|行动|工程|计划)")


def _is_made(text: str, m: re.Match[str]) -> bool:
    """Tell whether round numbers are aims: 突破百项技术, 打造百家企业."""
    if m["c"] not in _ROUND or not _THINGS.match(text, m.start("cu")):
        return False
    return _MAKES.search(text, max(0, m.start("c") - 4), m.start("c")) is not None


def _is_name(text: str, m: re.Match[str]) -> bool:
    """Tell whether a Chinese numeral and a unit make a name or a way of speaking: “一校两堂”, 三类, 百家."""
    words, unit, start = m["c"], m["cu"], m.start("c")
    if words in _ROUND and not m["cm"]:
        return not _is_made(text, m)  # 百家 and 千企 are names
    if unit in _WAYS and m["cb"] is None and len(words) == 1:
        return True
    if unit in _RANKED and text[start - 1 : start] in ("前", "后"):
        return True
    if unit == "条" and text[start - 2 : start] in ("条、", "条和", "条至"):
        return True  # 第三十三条、三十四条
    return bool(_OPENED.search(text, max(0, start - 7), start) and _IN_QUOTES.match(text, m.end("cu")))


def _neighbours(words: str) -> tuple[Decimal, Decimal] | None:
    """Return the pair of 七八 or 两三 (个): two digits that follow each other."""
    if len(words) != 2 or any(c in "十百千万亿零〇" for c in words):
        return None
    low, high = read_value(words[0]), read_value(words[1])
    return (low, high) if low is not None and high is not None and 0 < high - low <= 2 else None


def _fraction(_: str, m: re.Match[str]) -> Hit | None:
    value = read_value(m["f"])
    return None if value is None else Hit(*m.span("f"), value, "%" if m["f"].startswith("百分之") else "")


def _masked(_: str, m: re.Match[str]) -> Hit | None:
    if m["xu"] in _PLACES and not (m["xm"] or m["xn"]):
        return None  # ××社区: a name, not a number
    return Hit(m.start("x"), m.end("xu"), None, m["xu"], Bound.ABOUT if m["xm"] or m["xn"] else None)


def _several(_: str, m: re.Match[str]) -> Hit | None:
    words = m["s"]
    if words.startswith("数"):
        return Hit(m.start("s"), m.end("su"), None, m["su"], Bound.ABOUT)
    return Hit(m.start("s"), m.end("su"), read_value(words[1:]), m["su"], Bound.AT_LEAST)


def _half(_: str, m: re.Match[str]) -> Hit | None:
    return Hit(*m.span("half"), Decimal(50), "%")


def _zero(_: str, m: re.Match[str]) -> Hit | None:
    return Hit(*m.span("zero"), Decimal(0), "")


def _fold(_: str, m: re.Match[str]) -> Hit | None:
    times = read_value(m["fold"][1])
    return None if times is None else Hit(*m.span("fold"), Decimal(2) ** int(times), "倍")


def _target(text: str, m: re.Match[str]) -> Hit | None:
    """A bare number that something is brought to (由0.8降至0.55)."""
    start = m.start("t")
    if not _CHANGE_TO.search(text, max(0, start - 3), start):
        return None
    if m["tu"] == "年" and len(m["t"]) == _YEAR_DIGITS:
        return None
    return Hit(start, m.end("tu") if m["tu"] else m.end("t"), read_value(m["t"]), m["tu"] or "")


def _process(text: str, m: re.Match[str]) -> Hit | None:
    """How long a process may take (压缩至3周以内): a target, not a limit."""
    start = m.start("pl") if m["pl"] else m.start("p")
    if not _PROCESS.search(text, max(0, start - 10), start):
        return None
    if m["pu"] == "年" and len(m["p"]) == _YEAR_DIGITS:
        return None  # 提升到2025年的…: a date
    unit = m["pu"].removeprefix("个")
    low, high = read_value(m["pl"]) if m["pl"] else None, read_value(m["p"])
    if low is not None and high is not None and low < high:
        return Hit(start, m.end("pu"), (low, high), unit, Bound.RANGE)
    return Hit(start, m.end("pu"), high, unit)


def _lasting(text: str, m: re.Match[str]) -> Hit | None:
    """How long something is to last at least (不少于15小时)."""
    start = m.start("l")
    if not _AT_LEAST.search(text, max(0, start - 5), start):
        return None
    return Hit(start, m.end("lu"), read_value(m["l"]), m["lu"].removeprefix("个"), Bound.AT_LEAST)


def _bare(_: str, m: re.Match[str]) -> Hit | None:
    """A number of ten thousands without its unit (利润280万)."""
    return Hit(m.start("w"), m.end("wt"), read_value(m["w"], m["wt"]), "")


# Form -> the group of its number, that of the bound after it, and who reads it.
READERS: Final[dict[str, tuple[str, str, Callable[[str, re.Match[str]], Hit | None]]]] = {
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
    "lasting": ("l", "", _lasting),
    "bare": ("w", "", _bare),
}
