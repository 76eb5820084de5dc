"""A length of time as a limit: 48小时内, 会后一周内, 3个工作日内, 限期一个月."""

import re
from typing import Final

from luoshi.reading.marks import DeadlineMark
from luoshi.reading.measure.lexicon import WORDS
from luoshi.reading.measure.limits.context import DateContext
from luoshi.reading.measure.numerals import read_number
from luoshi.values.pattern import any_of, lazy
from luoshi.values.span import Span

# 压缩至, 由, 不超过 …: what follows is how long a process may take, a quantity.
PROCESS: Final = lazy(any_of(WORDS["process_verbs"]) + r"(?:在|至|到|为|成)?(?:了|约|最多|最长)?$")
_TOLD: Final = lazy(any_of(WORDS["told_before"]) + "$")
_ENJOYED: Final = lazy(r"可?(?:免费|连续|优先)?(?:享受|享有)|有效")  # how long a right or paper lasts
_BANNED: Final = lazy(r"，?(?:一律)?(?:不得|不予|不再|不能|不准|不受理|禁止|取消)")  # how long a ban lasts
_ATTRIBUTE: Final = lazy(r"[^，。；、将把应须要报完]{2,10}的")  # 5年内关税减让显著的商品
# 请假三天以内, 迟到30分钟以内, 毕业5年内: how long somebody is away or has been something
_AWAY: Final = lazy(
    "(?:请假|休假|病假|事假|婚假|产假|年假|丧假|迟到|早退|旷工|旷课|缺勤|缺课|逾期|超期|毕业|离校|注册)$"
)
_OF_LEAVE: Final = lazy(
    "（含[^（）]{1,8}）|的(?:请假|病假|事假|休假|请、销假|假期|假)"
)  # 三天以内（含三天）的请假
# 一年内累计旷工超过七日: in which something is counted
_COUNTED: Final = lazy(
    "[^，。；]{0,4}(?:即将)?(?:到期|届满|期满)|(?:累计|连续|发生|出现|受到)[^，。；]{0,16}(?:超过|达到?|满|\\d|[一二两三四五六七八九十])"
)
_NOT_DONE: Final = lazy(r"未[^，。；]{1,12}的(?![，。；])")
_AFTER_EVENT: Final = lazy(r"(?:后|起|[接收]到?[^，。；]{0,6}|之日|当日)(?:的|在)?$")
_MEETING: Final = lazy(r"会(?:议)?(?:结束)?(?:之?后|结束)")
_CLAUSE: Final = lazy(r"[^，。；：、,;\n（(]*$")
_LONG: Final = frozenset({"年", "月"})
_UNITS: Final = {
    "日": "D",
    "天": "D",
    "自然日": "D",
    "日历日": "D",
    "工作日": "D",
    "周": "W",
    "星期": "W",
} | {
    "月": "M",
    "季度": "Q",
    "年": "Y",
    "小时": "TH",
    "分钟": "TM",
    "min": "TM",
    "h": "TH",
}
_PRECISION: Final = {
    "D": "day",
    "W": "week",
    "M": "month",
    "Q": "quarter",
    "Y": "year",
    "TH": "hour",
    "TM": "hour",
}


def length_norm(count: str, unit: str, *, with_half: bool = False) -> str | None:
    """Return the ISO length of ``count`` units, or None when there is none in whole days, months or minutes.

    >>> length_norm("半", "月"), length_norm("两", "周"), length_norm("48", "小时")
    ('P15D', 'P14D', 'PT48H')
    """
    kind = _UNITS[unit]
    if count == "半":
        return {"M": "P15D", "Y": "P6M", "TH": "PT30M"}.get(kind)
    number = read_number(count)
    if number is None or number != int(number) or number == 0:
        return None
    n = int(number)
    if with_half:
        return {"M": f"P{30 * n + 15}D", "Y": f"P{12 * n + 6}M", "TH": f"PT{60 * n + 30}M"}.get(kind)
    return {
        "D": f"P{n}D",
        "W": f"P{7 * n}D",
        "M": f"P{n}M",
        "Q": f"P{3 * n}M",
        "Y": f"P{n}Y",
        "TH": f"PT{n}H",
        "TM": f"PT{n}M",
    }[kind]


def unit_name(words: str) -> str:
    """Return the unit without 个."""
    return words.removeprefix("个")


def unit_precision(unit: str) -> str:
    """Return how fine a limit in this unit is."""
    return _PRECISION[_UNITS[unit]]


def _sets_none(text: str, before: str, end: int) -> bool:
    """Tell whether a length is told, enjoyed, or how long somebody is away."""
    behind = _ENJOYED.match(text, end) or _COUNTED.match(text, end) or _OF_LEAVE.match(text, end)
    return behind is not None or _TOLD.search(before) is not None or _AWAY.search(before) is not None


def read_length(context: DateContext, _: str, match: re.Match[str]) -> DeadlineMark | None:
    """Return the limit that a length sets, if it sets one."""
    text, start = context.text, match.start()
    unit = unit_name(match["u"])
    clause = _CLAUSE.search(text, max(0, start - 24), start)
    before = clause[0] if clause else ""
    limit, after_event = match["lim"], _AFTER_EVENT.search(before)
    if limit and limit.startswith(("左右", "的", "时间")) and not (match["use"] or limit.endswith("内")):
        limit = None
    latest = before.endswith("最迟不超过")
    if not (limit or latest or match["use"] == "限期" or (after_event and "日" in unit and unit != "日")):
        return None
    if match["use"] == "用" and not limit:
        return None
    if (PROCESS.search(before) and not latest) or _sets_none(text, before, match.end()):
        return None
    told = _ATTRIBUTE.match(text, match.end()) is not None and not after_event
    which = _NOT_DONE.match(text, match.end()) is not None  # 24小时内未处置的火点
    if which or (unit in _LONG and (_BANNED.match(text, match.end()) or told)):
        return None
    norm = length_norm(match["n"], unit, with_half=bool(match["half"] or match["more"]))
    if norm is None:
        return None
    if _MEETING.search(before):
        anchor = "meeting"
    elif after_event or unit in ("工作日", "小时", "分钟"):
        anchor = "event"
    else:
        anchor = "document"
    return DeadlineMark(Span(*match.span()), norm, anchor, unit_precision(unit), unit == "工作日")
