"""每… : the period and what narrows it (每年6月和12月, 每季度末月25日前, 每周一、三、五)."""

import re
from typing import Final

from luoshi.reading.measure.lexicon import AND, ANY_DAY, ANY_MONTH, BEFORE, WEEKDAY
from luoshi.reading.measure.numerals import read_number
from luoshi.values.pattern import lazy

_WORKDAYS: Final = "MO,TU,WE,TH,FR"
PERIOD_RULES: Final = {
    "年": "FREQ=YEARLY",
    "学年": "FREQ=YEARLY",
    "半年": "FREQ=MONTHLY;INTERVAL=6",
    "学期": "FREQ=MONTHLY;INTERVAL=6",
    "季": "FREQ=MONTHLY;INTERVAL=3",
    "月": "FREQ=MONTHLY",
    "旬": "FREQ=MONTHLY;BYMONTHDAY=10,20,-1",
    "周": "FREQ=WEEKLY",
    "星期": "FREQ=WEEKLY",
    "日": "FREQ=DAILY",
    "天": "FREQ=DAILY",
    "晚": "FREQ=DAILY",
    "小时": "FREQ=HOURLY",
    "工作日": f"FREQ=WEEKLY;BYDAY={_WORKDAYS}",
}
_FREQUENCY: Final = {
    "年": ("YEARLY", 1),
    "季": ("MONTHLY", 3),
    "月": ("MONTHLY", 1),
    "周": ("WEEKLY", 1),
    "星期": ("WEEKLY", 1),
} | {
    "日": ("DAILY", 1),
    "天": ("DAILY", 1),
    "小时": ("HOURLY", 1),
    "学期": ("MONTHLY", 6),
    "学年": ("YEARLY", 1),
}
_HALF: Final = {"年": "FREQ=MONTHLY;INTERVAL=6", "月": "FREQ=MONTHLY;BYMONTHDAY=15,-1"}

_DAYS = rf"{ANY_DAY}[日号]?(?:(?:{AND}|至|-|—|～|~){ANY_DAY}[日号]?)*(?<=[日号])"
_IN_YEAR: Final = lazy(
    rf"的?(?:(?P<months>{ANY_MONTH}(?:月份?)?(?:{AND}{ANY_MONTH}(?:月份?)?)*(?<=[月份]))"
    rf"(?:(?P<day>{ANY_DAY})[日号]|(?P<part>[底末初]|[上中下]旬))?{BEFORE}?"
    rf"(?:(?:至|到|—|-|～|~)[次翌]年{ANY_MONTH}月(?:{ANY_DAY}[日号]|[底末])?)?"
    rf"|(?P<both>上、?下半年|上半年[和、及]下半年)|(?P<two>年[中初]{AND}年[末底])"
    rf"|(?:第?(?P<q>[一二三四1-4])季度末?|(?P<h>[上下])半年|年?(?P<end>[底末])|年(?P<yp>[初中终])){BEFORE}?)"
)
_IN_QUARTER: Final = lazy(
    rf"的?(?P<which>末月|最后一个?月|首月|第一个?月|第二个?月|[末底首](?!位))?"
    rf"(?:的?(?P<day>{ANY_DAY})[日号]|(?P<part>[底末初]|[上中下]旬))?{BEFORE}?"
)
_AFTER_IT: Final = lazy(rf"(?:结束|终了|期满|度)?后(?:的?)(?P<day>{ANY_DAY})个?(?:工作)?[日天]之?以?内")
_AFTER_END: Final = lazy(rf"(?:末|底|终了|结束)?后(?P<day>{ANY_DAY})[日天]{BEFORE}")  # 每月后10日前
_IN_MONTH: Final = lazy(
    rf"的?(?:(?P<days>{_DAYS})|(?P<part>[底末初]|[上中下]旬)"
    rf"|第?(?P<nth>[一二三四1-4]|最后一|倒数第一|首)个?(?:(?:星期|周)(?P<wd>[一二三四五六日天])|(?P<work>工作日))){BEFORE}?"
)
_IN_WEEK: Final = lazy(
    rf"的?(?:(?P<from>[一二三四])(?:至|到|-|—)(?:周|星期)?(?P<to>[二三四五六日])"
    rf"|(?P<days>一(?!(?:[次个期场篇轮]|[调通报汇查督小研总结考评排会主例课讲训][\u4e00-\u9fff]?(?:制度?|机制)?(?:$|[^\u4e00-\u9fff]|[、和及与]))|会|例会|主题|小结|总结|研判)|[二三四五六日](?!次)|天(?=[^\w]|$))"
    rf"(?P<more>(?:{AND}(?:周|星期)?[一二三四五六日](?![次个项是要]))*)"
    rf"|(?P<work>(?:的)?工作日)|(?P<end>末))(?:{BEFORE})?"
)
_NTH: Final = {"一": 1, "二": 2, "三": 3, "四": 4, "首": 1, "最后一": -1, "倒数第一": -1}
_MONTHS_OF: Final = {
    "首": "1,4,7,10",
    "第一": "1,4,7,10",
    "第二": "2,5,8,11",
    "末": "3,6,9,12",
    "底": "3,6,9,12",
    "最后": "3,6,9,12",
}
_PART_DAY: Final = {"底": "-1", "末": "-1", "上": "10", "中": "20", "下": "-1"}


def period_rule(count: str, unit: str) -> str | None:
    """Return the rule of ``count`` times ``unit`` (两个 月), or None where it makes no period."""
    unit = unit.removesuffix("度")
    if count == "半":
        return _HALF.get(unit)
    number = 2 if count == "双" else read_number(count)
    if unit == "旬" and number == 1:
        return PERIOD_RULES["旬"]
    if number is None or unit not in _FREQUENCY or number < 1:
        return None
    name, step = _FREQUENCY[unit]
    interval = step * int(number)
    return f"FREQ={name}" + (f";INTERVAL={interval}" if interval > 1 else "")


def part_of_month(part: str) -> str:
    """Return the day clause of 底, 末 or a ten-day period; empty for 初, which names no day."""
    day = _PART_DAY.get(part[0])
    return f";BYMONTHDAY={day}" if day else ""


def read_tail(text: str, match: re.Match[str]) -> tuple[int, str] | None:
    """Return where the recurrence that opens with ``match`` ends, and its rule."""
    unit, count = match["u"].removesuffix("度"), match["n"]
    at = match.end()
    if unit == "工作日":
        return at, PERIOD_RULES["工作日"]
    if match["gap"]:
        rule = period_rule("两" if count in (None, "一", "1") else count, unit)
        return None if rule is None else (at, rule)
    if count and count not in ("一", "1"):
        rule = period_rule(count, unit)
        return None if rule is None else (at, rule)
    reader = {"年": _in_year, "季": _in_quarter, "月": _in_month, "周": _in_week, "星期": _in_week}.get(unit)
    narrowed = reader(text, at) if reader else None
    return narrowed or (at, PERIOD_RULES[unit])


def _in_year(text: str, at: int) -> tuple[int, str] | None:
    tail = _IN_YEAR.match(text, at)
    if tail is None:
        return None
    if tail["months"]:
        months = ",".join(f"{read_number(m)}" for m in re.findall(ANY_MONTH, tail["months"]))
        day = f";BYMONTHDAY={read_number(tail['day'])}" if tail["day"] else ""
        return tail.end(), f"FREQ=YEARLY;BYMONTH={months}" + (day or part_of_month(tail["part"] or "初"))
    if tail["both"]:
        return tail.end(), "FREQ=MONTHLY;INTERVAL=6"
    if tail["two"]:
        return tail.end(), "FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=-1"
    month = 12
    if tail["q"]:
        month = 3 * int(read_number(tail["q"]) or 4)
    elif tail["h"] == "上" or tail["yp"] == "中":
        month = 6
    elif tail["yp"] == "初":
        month = 3
    return tail.end(), f"FREQ=YEARLY;BYMONTH={month};BYMONTHDAY=-1"


def _in_quarter(text: str, at: int) -> tuple[int, str] | None:
    after = _AFTER_IT.match(text, at)
    if after:
        return after.end(), f"FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY={read_number(after['day'])}"
    tail = _IN_QUARTER.match(text, at)
    if tail is None or not (tail["which"] or tail["day"] or tail["part"]):
        return None
    day = f";BYMONTHDAY={read_number(tail['day'])}" if tail["day"] else part_of_month(tail["part"] or "初")
    if not tail["which"]:
        return tail.end(), "FREQ=MONTHLY;INTERVAL=3" + day
    months = next(months for word, months in _MONTHS_OF.items() if tail["which"].startswith(word))
    if not day and tail["which"] in ("末", "底"):
        day = ";BYMONTHDAY=-1"
    return tail.end(), f"FREQ=YEARLY;BYMONTH={months}{day}"


def _in_month(text: str, at: int) -> tuple[int, str] | None:
    after = _AFTER_IT.match(text, at) or _AFTER_END.match(text, at)
    if after:
        return after.end(), f"FREQ=MONTHLY;BYMONTHDAY={read_number(after['day'])}"
    tail = _IN_MONTH.match(text, at)
    if tail is None:
        return None
    if tail["days"]:
        days = [f"{read_number(d)}" for d in re.findall(ANY_DAY, tail["days"])]
        if re.search("[至—～~-]", tail["days"]):
            days = days[-1:]
        return tail.end(), "FREQ=MONTHLY;BYMONTHDAY=" + ",".join(days)
    if tail["part"]:
        return tail.end(), "FREQ=MONTHLY" + part_of_month(tail["part"])
    nth = _NTH.get(tail["nth"]) or int(tail["nth"])
    if tail["work"]:
        return tail.end(), f"FREQ=MONTHLY;BYDAY={_WORKDAYS};BYSETPOS={nth}"
    return tail.end(), f"FREQ=MONTHLY;BYDAY={nth}{WEEKDAY[tail['wd']]}"


def _in_week(text: str, at: int) -> tuple[int, str] | None:
    tail = _IN_WEEK.match(text, at)
    if tail is None:
        return None
    if tail["work"]:
        return tail.end(), PERIOD_RULES["工作日"]
    if tail["end"]:
        return tail.end(), "FREQ=WEEKLY;BYDAY=SA,SU"
    order = "一二三四五六日"
    if tail["from"]:
        days = order[order.index(tail["from"]) : order.index(tail["to"]) + 1]
    else:
        days = tail["days"] + "".join(c for c in tail["more"] if c in order)
    return tail.end(), "FREQ=WEEKLY;BYDAY=" + ",".join(WEEKDAY[d] for d in dict.fromkeys(days))
