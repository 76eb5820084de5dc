"""How often: 每月12号、28号, 按季度, 一月一汇总, 月调度 … as rules of RFC 5545."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from luoshi.reading.marks import RecurrenceMark
from luoshi.reading.measure import every
from luoshi.reading.measure.every import PERIOD_RULES, period_rule
from luoshi.reading.measure.feasts import FEASTS
from luoshi.reading.measure.lexicon import ANY_DAY, BEFORE, WEEKDAY, WORDS
from luoshi.reading.measure.numerals import read_number
from luoshi.reading.measure.vague import find_vague
from luoshi.reading.reading import Reading
from luoshi.values.pattern import any_of, lazy
from luoshi.values.span import Span

_ACTS = any_of(WORDS["routine_acts"])
_UNIT = r"(?:年度?|季度?|月|周|星期|旬|天|日|学期)"
_COUNT = r"(?:[0-9]{1,2}|[一二两三四五六七八九十]{1,2}|半|双)"
# What a period without 每 must not follow: it would be the tail of an ordinal, a date or a told length.
_NOT_AFTER = r"(?<![第近十百0-9每星一二三四五六七八九上下本前后这连续满])"
_DO = r"(?:应当|应|要|至少|不少于|不低于|原则上|开展|组织|召开|进行|举办|安排|集中|轮训){0,3}"

_PATTERNS: Final[dict[str, str]] = {
    "every": r"每(?P<gap>隔)?(?P<n>"
    + _COUNT
    + r")?个?(?P<u>工作日|年(?![级轻代龄])度?|季度?|月(?![份饼租])度?|星期"
    r"|周(?![岁边期年])|旬|学期|学年|天(?![然气])|日(?!常)|晚|小时)",
    "occasion": r"每?逢(?:(?P<odd>单|双)(?P<ou>月|日)|(?:星期|周)(?P<wd>[一二三四五六日天])|(?P<feast>"
    + any_of(FEASTS)
    + "))",
    "by": r"按(?P<u>年(?![龄代级限轻])(?!度(?:计划|目标|工作|任务|预算))度?|季度?|月(?!份)度?|周(?![岁边期])"
    r"|旬|日(?!期|程|常)|半年)(?!计罚|连续)",
    "gradual": r"逐(?P<u>季度?|月|周|旬|[年日](?!提高|增|递|下|降|上|减|改善|加|扩|缩|攀|渐|升))",
    "tally": r"(?=[一二两三四五六七八九十双半1-6]个?[年季月周星旬天日学])"
    + _NOT_AFTER
    + r"(?P<n>[一二两三四五六七八九十双半1-6])个?(?P<u>"
    + _UNIT
    + r")[一1](?:次(?!性)|"
    + _ACTS
    + r"|[查督评考会研总结轮测检晒比训练课讲题学谈访])",
    "times": r"(?=[一二两三四五六七八九十半1-6]个?[年季月周星旬天日学])"
    + _NOT_AFTER
    + r"(?P<n>[一二两三四五六七八九十半123456])个?(?P<u>"
    + _UNIT
    + r")(?="
    + _DO
    + r"[一二两三四五六七八九十0-9]{1,3}次(?!性))",
    "routine": r"(?<!《)(?=(?:半年|[日周旬月季年])(?!报(?:综合|数据|基层|制度|表|[：:]))"
    + _ACTS
    + r")(?:(?<![\u4e00-\u9fff0-9])|(?<="
    + r")|(?<=".join(WORDS["routine_openers"])
    + r"))(?P<u>半年|[日周旬月季年])",
    "attribute": r"(?=[季月]度)(?<![第一二三四1234本上下该每按逐当分前个])(?P<u>季度|月度)"
    r"(?=例会|调度|通报|分析会|点评|考核|排名|评比|讲评|会商)",
    "next_month": r"次(?P<u>月|季度首月)(?P<d>"
    + ANY_DAY
    + r")[日号]"
    + BEFORE
    + r"?|(?<![0-9一二三四五六七八九十个当本上下])月后(?P<after>"
    + ANY_DAY
    + r")[日号天]"
    + BEFORE
    + r"?|次月(?P<part>[底末初]|[上中下]旬)"
    + BEFORE
    + "?",
    "double": r"(?P<u>天天|月月|周周)",
    "skip": r"(?<![间阻相分远])隔(?P<u>周|月|日|天|年)的?(?:(?:星期|周)(?P<wd>[一二三四五六日天]))?",
    "mid_and_end": r"年中[、和及与]年[末底]",
}
_RULES: Final = {name: lazy(pattern) for name, pattern in _PATTERNS.items()}
_STARTS: Final = "每逢按逐一二两三四五六七八九十双半123456日周旬月季年次天隔"
_NAMES: Final = tuple(_PATTERNS)
# One pass: a charset the engine can skip with, then every rule, looked at from before the cursor.
_GATE: Final = lazy(
    f"[{_STARTS}](?<=(?="
    + "|".join("(?:" + re.sub(r"\(\?P<\w+>", "(?:", pattern) + ")()" for pattern in _PATTERNS.values())
    + f")[{_STARTS}])"
)
_DAY_OF_YEAR: Final = r"(?P<m>1[0-2]|[1-9])月(?:(?P<d>" + ANY_DAY + r")[日号]|(?P<p>底|末))" + BEFORE
_THIS_YEAR: Final = lazy(r"[当次]年" + _DAY_OF_YEAR)
_REPORT_FORM: Final = lazy("[年月季快]报(?![送到请告道备])|报表")
_RATE_AFTER: Final = lazy(
    r"(?:每(?:人|户|亩|名|生|个|家))?(?:分别)?(?:不少于|不超过|最高|约|补助|补贴|给予)?[0-9.]+[万亿]?元"
)
_RATE_BEFORE: Final = lazy(r"每(?:人|户|亩|名|辆|套|吨|床|班|生)[^，。]{0,2}$")
# 每人每月下访不少于2次: how often each of them does it, not what each of them gets
_TIMES_AFTER: Final = lazy(
    r"[^，。；元\d]{0,10}(?:至少|不少于|不低于)?[\d一二两三四五六七八九十]+(?:个?(?:班次|次|回|场|天|小时|半天)|[户件篇])"
)
_OF_THE_MONTH: Final = lazy(rf"当月(?P<d>{ANY_DAY})[日号]{BEFORE}")
_SPEED: Final = lazy(r"[^，。；]{0,4}[0-9.百千万]+(?!次)|的|工资|收费|流量|产量|[，。；]")  # 每小时60公里
_CARRIED: Final = lazy(r"(?<![年0-9])" + _DAY_OF_YEAR)


@lru_cache(maxsize=1)
def find_recurrences(text: str) -> tuple[RecurrenceMark, ...]:
    """Return every recurrence in a text, in order and without overlap."""
    found: list[RecurrenceMark] = []
    at = 0
    while (hit := _GATE.search(text, at)) is not None:
        at = hit.end()
        name = _NAMES[(hit.lastindex or 1) - 1]
        match = _RULES[name].match(text, hit.start())
        if match is None:
            continue
        read = _READERS[name](text, match)
        if read is None:
            continue
        mark = RecurrenceMark(Span(match.start(), read[0]), read[1])
        found.append(mark)
        at = mark.span.end
        if name == "every" and "BYMONTH=" in mark.rrule and mark.rrule.startswith("FREQ=YEARLY"):
            found.extend(_carried(text, at))
            at = found[-1].span.end
        elif name == "every" and mark.rrule.startswith("FREQ=MONTHLY") and "INTERVAL" not in mark.rrule:
            found.extend(_of_the_month(text, at))
            at = found[-1].span.end
    if ("当年" in text or "次年" in text) and _REPORT_FORM.search(text):
        taken = {mark.span for mark in found}
        found += [m for m in _each_year(text, _THIS_YEAR, 0, len(text)) if m.span not in taken]
        found.sort(key=lambda mark: mark.span)
    return tuple(found)


def _each_year(text: str, form: re.Pattern[str], start: int, stop: int) -> list[RecurrenceMark]:
    """Return days of every year: 当年7月5日前 where a rule for reports says it."""
    marks = []
    for match in form.finditer(text, start, stop):
        day = "-1" if match["p"] else f"{read_number(match['d'])}"
        rule = f"FREQ=YEARLY;BYMONTH={match['m']};BYMONTHDAY={day}"
        marks.append(RecurrenceMark(Span(*match.span()), rule))
    return marks


def _carried(text: str, start: int) -> list[RecurrenceMark]:
    """Return limits later in the sentence that take their 每年 from the one before."""
    return _each_year(text, _CARRIED, start, _sentence_end(text, start))


def _of_the_month(text: str, start: int) -> list[RecurrenceMark]:
    """Return days of the month that 每月 before them repeats: 每月巡田两次，记录当月25日前录入."""
    return [
        RecurrenceMark(Span(*day.span()), f"FREQ=MONTHLY;BYMONTHDAY={read_number(day['d'])}")
        for day in _OF_THE_MONTH.finditer(text, start, _sentence_end(text, start))
    ]


def _sentence_end(text: str, start: int) -> int:
    end = text.find("。", start)
    line = text.find("\n", start)
    return min(x for x in (end, line, start + 120, len(text)) if x >= 0)


def _read_every(text: str, match: re.Match[str]) -> tuple[int, str] | None:
    rated = _RATE_BEFORE.search(text, max(0, match.start() - 6), match.start())
    if _RATE_AFTER.match(text, match.end()) or (rated and not _TIMES_AFTER.match(text, match.end())):
        return None
    if match["u"] == "小时" and _SPEED.match(text, match.end()):
        return None
    return every.read_tail(text, match)


def _read_occasion(_: str, match: re.Match[str]) -> tuple[int, str] | None:
    if match["wd"]:
        return match.end(), f"FREQ=WEEKLY;BYDAY={WEEKDAY[match['wd']]}"
    if match["feast"]:
        return match.end(), "FREQ=YEARLY"
    if match["ou"] == "月":
        months = "1,3,5,7,9,11" if match["odd"] == "单" else "2,4,6,8,10,12"
        return match.end(), f"FREQ=YEARLY;BYMONTH={months}"
    first = 1 if match["odd"] == "单" else 2
    return match.end(), "FREQ=MONTHLY;BYMONTHDAY=" + ",".join(str(d) for d in range(first, 32, 2))


def _read_unit(_: str, match: re.Match[str]) -> tuple[int, str] | None:
    return match.end(), PERIOD_RULES[match["u"].removesuffix("度")]


def _read_counted(_: str, match: re.Match[str]) -> tuple[int, str] | None:
    rule = period_rule(match["n"] or "一", match["u"])
    return None if rule is None else (match.end(), rule)


def _read_next_month(_: str, match: re.Match[str]) -> tuple[int, str] | None:
    if match["after"]:
        return match.end(), f"FREQ=MONTHLY;BYMONTHDAY={read_number(match['after'])}"
    if match["part"]:
        return match.end(), "FREQ=MONTHLY" + every.part_of_month(match["part"])
    day = read_number(match["d"])
    if match["u"] != "月":
        return match.end(), f"FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY={day}"
    return match.end(), f"FREQ=MONTHLY;BYMONTHDAY={day}"


def _read_double(_: str, match: re.Match[str]) -> tuple[int, str] | None:
    return match.end(), PERIOD_RULES[match["u"][0]]


def _read_skip(_: str, match: re.Match[str]) -> tuple[int, str] | None:
    rule = period_rule("两", match["u"])
    if rule is None:
        return None
    day = f";BYDAY={WEEKDAY[match['wd']]}" if match["wd"] else ""
    return match.end(), rule + day


def _read_mid_and_end(_: str, match: re.Match[str]) -> tuple[int, str] | None:
    return match.end(), "FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=-1"


_READERS: Final[dict[str, Callable[[str, re.Match[str]], tuple[int, str] | None]]] = {
    "every": _read_every,
    "occasion": _read_occasion,
    "by": _read_unit,
    "gradual": _read_unit,
    "tally": _read_counted,
    "times": _read_counted,
    "routine": _read_unit,
    "attribute": _read_unit,
    "next_month": _read_next_month,
    "double": _read_double,
    "skip": _read_skip,
    "mid_and_end": _read_mid_and_end,
}


def read_recurrences(reading: Reading) -> Reading:
    """Stage: mark recurrences, and the time words that name no time (每月定期: 定期 has its period)."""
    recurrences = find_recurrences(reading.source.text)
    told = {mark.span.end for mark in recurrences} | {mark.span.start for mark in recurrences}
    vague = (s for s in find_vague(reading.source.text) if s.start not in told and s.end not in told)
    return reading.having(recurrences=recurrences, vague=tuple(vague))
