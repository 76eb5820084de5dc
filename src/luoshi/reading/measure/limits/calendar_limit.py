"""A place in the calendar as a limit: 2022年6月底前, 三季度末, 本周五前, 到“十四五”末."""

import re
from datetime import date
from typing import Final

from luoshi.reading.marks import DeadlineMark
from luoshi.reading.measure.lexicon import WORDS
from luoshi.reading.measure.limits.context import DateContext
from luoshi.reading.measure.limits.day_of import (
    Day,
    last_of_month,
    month_after,
    month_part,
)
from luoshi.reading.measure.numerals import read_number
from luoshi.values.pattern import any_of, lazy
from luoshi.values.span import Span

_NO_LIMIT_AFTER: Final = lazy(any_of(WORDS["no_limit_after"]))
_ASIDE: Final = lazy("（[^（）]{1,8}）")  # 2月20日（第一周）起
_FROM_THEN: Final = lazy("[从自](?:即日|明天|今天|现在|\\d)[^，。；]{0,10}$")
_FROM: Final = frozenset("自从")
_NO_LIMIT_BEFORE: Final = lazy(
    r"(?:(?:自(?![来然治主行动查筹贡身觉愿助费有救检评测贸驾媒营学制建拟])|从(?![业严事快重容而])|"
    + any_of(WORDS["no_limit_before"])
    + r")[^，。；,;\n]{0,12})$"
)
_PLAN_VERB: Final = lazy(
    r"[，,]?(?:由(?=[^，。；]{2,16}(?:组织|牵头|负责|开展|完成))|累计(?:完成|实现|达到)|力争|计划|确保|争取|拟|将|要|务必|必须|应|完成|建成|实现|全部|基本|全面|取得|达到|形成|启动|报送|上报|出台|印发|制定|组织|开展|投入|新增|培育)"
)
_ON_A_DAY: Final = lazy(r"(?<![关对由至用穿限属处])(?<![限特固一确决]定)于$")
_PROMISE: Final = lazy(
    r"(?:展望|力争|计划|确保|争取|预计|目标|拟|请|务必|须|应|应当|可于|将|将于|要)(?:在|于|到)?$"
)
_PLANS: Final = lazy(
    r"度?(?:[一二三四]期|全年)?(?:计划(?!生育|经济|单列)|力争|拟(?![定订])|将(?![近要士军领]))"
)
_STRIVES: Final = lazy(r"(?:力争|争取|计划|确保)(?:在|于|到)?$")
# 2022年底甲乡全部划入: what is to be by the end of a year, whoever stands between
_ALL_BY: Final = lazy(
    r"[^，。；\n]{2,30}?(?:全部|全面|基本|力争|完成|建成|实现|达到|覆盖|投入使用|竣工|开工)[^。；\n]*"
)
# 今年建成两条高铁; 今年的工作, 今年以来 set nothing
_THIS_YEAR: Final = lazy(
    "(?:[，,]?(?:我们|我[省市县区镇乡局校]|全[省市县区]|[\\u4e00-\\u9fff]{1,12}(?:局|厅|委|办|部|院|中心|公司|政府)(?=将|要|计划|拟)))?(?:要|将|拟|再|继续|力争|确保|计划|全面|全部)*"
    "(?:(?<=今年要)|(?<=今年将)|完成|建成|建设|打造|实现|新建|改建|改造|新增|开工|竣工|投产|办好|办成|培育|达到|突破|招募|培训|派出|启动|实施|组织|举办)"
)
# 2004年发展改革委将会同水利部……
_SOMEBODY_WILL: Final = lazy(
    "[\\u4e00-\\u9fff]{2,12}(?:局|厅|委|办|部|院|省|市|县|区|公司|中心)将(?![近要士军领])"
)
# 将本月进展情况及下月计划报县局: of which month it is, not by when
_MONTH_OF_WHAT: Final = lazy(
    "[^，。；要应须将拟在于]{0,6}(?:情况|计划|数据|小结|总结|安排|报表|清单|台账|信息|进展|进度|打算|[水电]费|工资|考勤|账目|例会|重点|发现)"
)
# 2000年底前建成、四层以上的住宅楼: which ones, not by when
_OF_WHAT: Final = lazy("[^，。；]{2,16}的[\\u4e00-\\u9fff]")
# 6月中旬发布榜单: a day to come on which something appears; 6月发布的 is which one
_WILL_APPEAR: Final = lazy(
    "(?:发布|印发|公布)(?![^，。；]{0,12}的)|累计(?:完成|实现|达到)(?![^，。；]{0,12}的)"
)
_TOLD: Final = lazy(r"已|了(?!解)|累计|共|同比|以来")
_EVENT_TIME: Final = lazy(
    r"(?:(?:活动|报名|办理|考试|培训|比赛|评审|申报|报送|提交|实施|举办)(?:时间|日期)[：:]|定于|将于)\s?$"
)
# 1-9月: the end of a period that a report tells.
_TOLD_RANGE: Final = lazy(r"[0-9一二三四五六七八九十]\s?[-—―~～至－–]{1,2}\s?$")
_EACH_YEAR: Final = lazy("(?:期间)?[，,]?(?:每年|逐年|分年度)")  # 2025—2027年每年新增40个
_DONE: Final = lazy(r"[，,]?(?:已|累计已|共)")
_BEFORE_DAY: Final = frozenset("于在请务须应的，,。\n为")
_MONTHS_OF: Final = {"上": 6, "下": 12}
_YEAR_ENDS: Final = {"底": 12, "末": 12, "终": 12, "初": 3, "中": 6}


def read_calendar_limit(context: DateContext, name: str, match: re.Match[str]) -> DeadlineMark | None:
    """Return the limit that a date sets, if it sets one."""
    groups = match.groupdict()
    if _is_past_year(context, groups, match.span()):
        return None
    day = _day_of(context, groups, match.start())
    if day is None:
        return None
    span = Span(*match.span())
    if day.year and (groups.get("y") or name == "month") and not _in_title(context.text, span.start):
        context.last_day = (span.end, day)
        if groups.get("y") and day.precision == "day" and _announces(context.text, span.start):
            context.event_day = day
    if not _sets_limit(context, groups, match, day):
        return None
    relative = not groups.get("y") and not (groups.get("m2") and groups.get("y2"))
    precision = "hour" if groups.get("time") and day.precision == "day" else day.precision
    return DeadlineMark(_trimmed(groups, match), day.norm, "document" if relative else None, precision)


def _in_title(text: str, at: int) -> bool:
    """Tell whether a date stands in the name of a paper: 《布局规划（2026—2035年）》."""
    return text.rfind("《", max(0, at - 60), at) > text.rfind("》", max(0, at - 60), at)


def _announces(text: str, start: int) -> bool:
    return bool(_EVENT_TIME.search(text, max(0, start - 6), start))


def _is_past_year(context: DateContext, groups: dict[str, str | None], at: tuple[int, int]) -> bool:
    """Tell at a glance that a date of a year gone by is no limit: most dates of a report are."""
    year = groups.get("y")
    if not year or context.ref is None or context.in_cell or groups.get("y2"):
        return False
    if groups["lim"] or groups["pre"]:
        old = year.isdecimal() and year.isascii() and int(year) < context.ref.year - 1
        return old and _OF_WHAT.match(context.text, at[1]) is not None
    if _says_plan(context.text, *at):
        return False  # 2021年计划…, 力争2021年7月1日… of a page that came out later
    return year.isdecimal() and year.isascii() and int(year) < context.ref.year


def _trimmed(groups: dict[str, str | None], match: re.Match[str]) -> Span:
    """Return the words of the limit: 至 that closes a range told elsewhere is not of it, 到2025年 is."""
    start = match.start()
    if groups.get("pre") == "至" and groups.get("lim"):
        start = match.end("pre")
    return Span(start, match.end())


def _day_of(context: DateContext, groups: dict[str, str | None], at: int) -> Day | None:
    year = _year(context, groups, at)
    if groups.get("rm") or groups.get("ml"):
        return _relative_month(context, groups)
    if groups.get("rq"):
        return _quarter_of(context, at)
    if groups.get("m"):
        return _month_day(context, groups, at, year)
    if groups.get("d"):
        return _bare_day(context, groups)
    return _part_of_year(context, groups, at, year)


def _year(context: DateContext, groups: dict[str, str | None], at: int) -> int | None:
    written = groups.get("y")
    if written:
        number = read_number(written)
        return int(number) if number is not None and number > 1000 else 0
    if groups.get("ry"):
        return context.year_of("今" if groups["ry"] == "全" else groups["ry"] or "", at)
    return None


def _number(words: str | None) -> int:
    value = read_number("一" if words == "元" else words) if words else None  # 元月
    return int(value) if value is not None else 0


def _month_day(context: DateContext, groups: dict[str, str | None], at: int, year: int | None) -> Day | None:
    month, day, part = _number(groups["m"]), _number(groups.get("d")), groups.get("mp")
    if year is None:
        year = context.year_for(month, at, part, day) if month else 0
    if groups.get("m2") or groups.get("d3"):
        last_month = _number(groups.get("m2")) or month
        last_year = _number(groups.get("y2")) or (year + 1 if year and last_month < month else year)
        last_day = _number(groups.get("d2") or groups.get("d3"))
        if last_day:
            return _checked(Day(last_year, last_month, last_day, "day"))
        return month_part(last_year, last_month, groups.get("mp2"))
    if groups.get("d"):
        return _checked(Day(year, month, day, "day"))
    return month_part(year, month, part)


def _checked(day: Day) -> Day | None:
    """Return the day unless the calendar has none such (6月31日)."""
    if day.month and day.day > last_of_month(day.year or 2004, day.month):
        return None
    return day


def _part_of_year(
    context: DateContext, groups: dict[str, str | None], at: int, year: int | None
) -> Day | None:
    if groups.get("q"):
        month, precision = 3 * _number(groups["q"]), "quarter"
    elif groups.get("h"):
        month, precision = _MONTHS_OF[groups["h"] or ""], "half-year"
    elif groups.get("ye"):
        month, precision = _YEAR_ENDS[groups["ye"] or ""], "month"
    elif year is not None or groups.get("yi"):
        month, precision = 12, "year"
    else:
        return None
    if year is None:
        year = context.year_for(month, at)
    return Day(year, month, last_of_month(year, month), precision)


def _relative_month(context: DateContext, groups: dict[str, str | None]) -> Day | None:
    if context.ref is None:
        return None
    year, month = month_after(context.ref, 1 if (groups.get("rm") or "").startswith("下") else 0)
    day = _number(groups.get("d"))
    return _checked(Day(year, month, day, "day")) if day else month_part(year, month, groups.get("mp"))


def _quarter_of(context: DateContext, at: int) -> Day | None:
    if context.ref is None:
        return None
    month = (context.ref.month + 2) // 3 * 3
    return Day(context.year_of("本", at), month, last_of_month(context.ref.year, month), "quarter")


def _bare_day(context: DateContext, groups: dict[str, str | None]) -> Day | None:
    day = _number(groups["d"])
    if context.ref is None:
        return Day(0, 0, day, "day")
    year, month = month_after(context.ref, 0 if day >= context.ref.day else 1)
    return _checked(Day(year, month, day, "day"))


def _sets_limit(context: DateContext, groups: dict[str, str | None], match: re.Match[str], day: Day) -> bool:
    on = day.on()
    if groups.get("du") and not _PLANS.match(
        context.text, match.end()
    ):  # 2021年度内 is a limit, 2021年度 a name
        return bool(groups.get("lim")) and (on is None or context.ref is None or on >= context.ref)
    said = _says_limit(context, groups, match)
    if said is not None:
        return said
    return _may_be_limit(context, groups, match, on) and _lies_ahead(context, groups, match, on)


def _lies_ahead(
    context: DateContext, groups: dict[str, str | None], match: re.Match[str], on: date | None
) -> bool:
    """Tell whether a bare date is one to come, as far as the day of the text tells."""
    ref, lead = context.ref, groups.get("pre") or ""
    planned = _plans(context.text, match)
    if planned and groups.get("y"):
        return True
    if ref is None or on is None:
        if lead == "到" or (groups.get("d") and _follows_event(context, on)):
            return True
        second_half = on is not None and (groups.get("h") or "").startswith("下")
        if second_half or (context.plan_from and on is not None and on.year >= context.plan_from):
            return bool(_planned(context.text, match))
        at = match.start()
        says = groups.get("d") and (
            _ON_A_DAY.search(context.text, max(0, at - 2), at) or _is_from_to(context.text, groups, at)
        )
        opens = groups.get("y") and groups.get("m") and _opens_timetable(context.text, match)
        return bool(says or opens or _PROMISE.search(context.text, max(0, at - 4), at))
    if lead:
        return on >= ref
    return on >= ref and _is_to_come(ref, _planned(context.text, match), groups, on)


def _opens_timetable(text: str, match: re.Match[str]) -> bool:
    """Tell whether a month opens a sentence and an act not told as done follows: 2026年4月，印发方案."""
    start, end = match.span()
    if text[start - 1 : start] not in ("", "\n", "。", "；", "）", ".", "、", " "):
        return False
    stop = min((at for mark in "。；\n" if (at := text.find(mark, end)) >= 0), default=len(text))
    return (
        text.startswith("，", end) and bool(_PLAN_VERB.match(text, end)) and not _TOLD.search(text, end, stop)
    )


def _says_plan(text: str, start: int, end: int) -> bool:
    """Tell whether 计划 or 力争 stands right beside a date."""
    return bool(_PLANS.match(text, end) or _STRIVES.search(text, max(0, start - 3), start))


def _plans(text: str, match: re.Match[str]) -> bool:
    """Tell whether 计划 or 力争 beside a date, or what is to be true at the end of the year, say a plan."""
    start, end = match.span()
    if _says_plan(text, start, end):
        return True
    if match.groupdict().get("ye") not in ("底", "末") or text[start - 1 : start] not in (
        "",
        "\n",
        "。",
        "；",
        "：",
    ):
        return False
    rest = _ALL_BY.match(text, end)
    return rest is not None and not _TOLD.search(rest.group())


def _follows_event(context: DateContext, on: date | None) -> bool:
    """Tell whether a day is that of the event announced or later: what announces it speaks before it."""
    event = context.event_day
    return event is not None and on is not None and on.isoformat() >= event.norm


def _says_limit(context: DateContext, groups: dict[str, str | None], match: re.Match[str]) -> bool | None:
    """Tell whether the form of the words settles it: 前, 内; a cell; a bracket of its own after the task."""
    text, start, limit = context.text, match.start(), bool(groups.get("lim"))
    is_day_only = bool(groups.get("d")) and not groups.get("m") and not groups.get("rm")
    if is_day_only:  # 25日前, not the 三日前 of three days ago
        return limit and (bool(groups.get("time")) or start == 0 or text[start - 1] in _BEFORE_DAY)
    if context.in_cell or limit:
        return True
    if _TOLD_RANGE.search(text, max(0, start - 3), start):
        return bool(groups.get("y")) and _EACH_YEAR.match(text, match.end()) is not None
    if text[start - 1 : start] in ("（", "(") and (groups.get("ye") or groups.get("mp")):
        return True if _PLAN_VERB.match(text, match.end()) else None  # （3月底取得阶段性成效）
    return None


def _lies_past(context: DateContext, on: date | None) -> bool | None:
    """Tell whether a day is gone by the day of the text; None where one of them is not known."""
    return None if on is None or context.ref is None else on <= context.ref


def _is_from_to(text: str, groups: dict[str, str | None], start: int) -> bool:
    """Tell whether a date closes a span of days to act in: 自7月7日至8月6日，登录系统申请."""
    return text[start - 1 : start] in _FROM and any(groups.get(part) for part in ("m2", "d2", "d3"))


def _may_be_limit(
    context: DateContext, groups: dict[str, str | None], match: re.Match[str], on: date | None
) -> bool:
    """Tell whether nothing beside a bare date shows it to be a start, a name or a period told."""
    lead = groups.get("pre") or ""
    if groups.get("ry") and not (lead or any(groups.get(part) for part in ("m", "q", "h", "ye"))):
        return _THIS_YEAR.match(context.text, match.end()) is not None
    if _stands_alone(context.text, match) or (not lead and _of_which_month(context.text, groups, match)):
        return False
    aside = _ASIDE.match(context.text, match.end())
    names = _NO_LIMIT_AFTER.match(context.text, aside.end() if aside else match.end())
    if names and not (_lies_past(context, on) is False and _WILL_APPEAR.match(context.text, match.end())):
        return False
    start = match.start()
    if _is_from_to(context.text, groups, start):
        return True
    if lead in ("到", "至") and _FROM_THEN.search(context.text, max(0, start - 16), start):
        return True  # 从明天开始到月底
    return lead.startswith("即") or not _NO_LIMIT_BEFORE.search(context.text, max(0, start - 16), start)


def _of_which_month(text: str, groups: dict[str, str | None], match: re.Match[str]) -> bool:
    """Tell whether 本月 or 本季度 only says of what time a paper is: 将本月进展情况及下月计划报县局."""
    bare = (groups.get("rm") and not (groups.get("d") or groups.get("mp"))) or groups.get("rq")
    return bool(bare) and _MONTH_OF_WHAT.match(text, match.end()) is not None


def _stands_alone(text: str, match: re.Match[str]) -> bool:
    """Tell whether a date has its line to itself: a signature or a field of the page."""
    if match.end() < len(text) and not text[match.end()].isspace():
        return False
    return match.start() > 0 and text[match.start() - 1].isspace()


def _planned(text: str, match: re.Match[str]) -> bool | None:
    """Tell whether words of intent stand beside a date; None when words of the past do."""
    if _DONE.match(text, match.end()):
        return None
    start, end = match.span()
    if text[end : end + 1] in ("，", ","):
        return True  # 下半年，我镇将…
    if match.groupdict().get("d") and _ON_A_DAY.search(text, max(0, start - 2), start):
        return True  # 于6月5日发出通知书
    if (start == 0 or text[start - 1] in "。；\n：") and _SOMEBODY_WILL.match(text, end):
        return True
    return bool(_PLAN_VERB.match(text, end) or _PROMISE.search(text, max(0, start - 4), start))


def _is_to_come(ref: date, planned: bool | None, groups: dict[str, str | None], on: date) -> bool:  # noqa: FBT001 - three-valued
    """Tell whether a date without a limit word lies ahead, so that what is said of it is a plan."""
    if planned is None:
        return False
    if groups.get("ye") in ("初", "中") and not (groups.get("y") or groups.get("ry")):
        return on.year == ref.year  # 年初 in August is the one gone by
    if groups.get("ye") or groups.get("ml") or {groups.get("mp"), groups.get("qe")} & {"底", "末"}:
        return True
    if groups.get("q") or groups.get("h"):
        return planned and (on - ref).days > 30
    if groups.get("m") or groups.get("rm"):
        is_narrow = bool(groups.get("d") or groups.get("mp") or groups.get("m2"))
        return on > ref if is_narrow else planned or on.replace(day=1) > ref
    return planned
