"""A place in the calendar as a limit: 2022年6月底前, 三季度末, 本周五前, 到“十四五”末."""

import re
from datetime import date, timedelta
from typing import Final

from luoshi.reading.marks import DeadlineMark
from luoshi.reading.measure.limits.context import DateContext
from luoshi.reading.measure.limits.day_of import (
    Day,
    last_of_month,
    month_after,
    month_part,
    plan_end,
    weekday_in_week,
)
from luoshi.reading.measure.lexicon import WORDS, either
from luoshi.reading.measure.numerals import read_number
from luoshi.values.span import Span

_NO_LIMIT_AFTER: Final = re.compile(either(WORDS["no_limit_after"]))
_NO_LIMIT_BEFORE: Final = re.compile(r"(?:" + either(WORDS["no_limit_before"]) + r"[^，。；,;\n]{0,12})$")
_PLAN_VERB: Final = re.compile(
    r"[，,]?(?:力争|计划|确保|争取|拟|将|要|务必|必须|应|完成|建成|实现|全部|基本|全面|取得|达到|形成|启动|报送|上报|出台|印发|制定|组织|开展|投入|新增|培育)"
)
_PROMISE: Final = re.compile(
    r"(?:展望|力争|计划|确保|争取|预计|目标|拟|请|务必|须|应|应当|可于|将|将于|要)(?:在|于|到)?$"
)
_EVENT_TIME: Final = re.compile(r"(?:时间|日期|定于|将于|于)[：:]?\s?$")
_EVENT_NAME: Final = re.compile(r"(?:活动|会议|考试|比赛|竞赛|仪式|答辩|开幕|培训)$")
# 1-9月: the end of a period that a report tells.
_TOLD_RANGE: Final = re.compile(r"[0-9一二三四五六七八九十]\s?[-—~～至－–]{1,2}\s?$")
_DONE: Final = re.compile(r"[，,]?(?:已|累计已|共)")
_SAME_DAY_ACT: Final = re.compile(
    r"(?:内|之内|以内)?(?:办结|报|完成|处[理置]|反馈|整改|清|送|告知|答复|上传|解决|录入|公示|移交|转办|受理|核|发放|出具|归档|汇总)"
)
_MONTHS_OF: Final = {"上": 6, "下": 12}
_YEAR_ENDS: Final = {"底": 12, "末": 12, "终": 12, "初": 3, "中": 6}


def read_calendar_limit(context: DateContext, name: str, match: re.Match[str]) -> DeadlineMark | None:
    """Return the limit that a date sets, if it sets one."""
    if name == "plan":
        return _plan(context, match)
    if name == "near":
        return _near(context, match)
    if name == "clock":
        return _clock(context, match)
    if name == "season":
        return _season(context, match)
    groups = match.groupdict()
    day = _day_of(context, groups, match.start())
    if day is None:
        return None
    span = Span(*match.span())
    if groups.get("y") and day.year:
        context.last_day = (span.end, day)
        if day.precision == "day" and _EVENT_TIME.search(context.text, max(0, span.start - 6), span.start):
            context.event_day = day
    elif name == "month":
        context.last_day = (span.end, day)
    if not _sets_limit(context, groups, match, day):
        return None
    relative = not groups.get("y") and not (groups.get("m2") and groups.get("y2"))
    precision = "hour" if groups.get("time") and day.precision == "day" else day.precision
    return DeadlineMark(_trimmed(groups, match), day.norm, "document" if relative else None, precision)


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
        return context.year_of(groups["ry"] or "", at)
    return None


def _number(words: str | None) -> int:
    value = read_number(words) if words else None
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
    if day.month and day.day > (31 if not day.month else last_of_month(day.year or 2004, day.month)):
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
    text, start, end, ref = context.text, match.start(), match.end(), context.ref
    on = day.on()
    if groups.get("lim") and groups.get("du"):
        return on is None or ref is None or on >= ref
    if groups.get("du"):
        return False
    if context.in_cell:
        return not (groups.get("d") and not groups.get("m")) or bool(groups.get("lim"))
    is_day_only = bool(groups.get("d")) and not groups.get("m") and not groups.get("rm")
    if is_day_only:
        return bool(groups.get("lim")) and (start == 0 or text[start - 1] in "于在请务须应的，,。\n为")
    if _TOLD_RANGE.search(text, max(0, start - 3), start) and not groups.get("lim"):
        return False
    if groups.get("lim"):
        return True
    lead = groups.get("pre") or ""
    if groups.get("ry") and not (
        groups.get("m") or groups.get("q") or groups.get("h") or groups.get("ye") or lead
    ):
        return False
    if (
        text[start - 1 : start] in ("（", "(")
        and (groups.get("ye") or groups.get("mp"))
        and _PLAN_VERB.match(text, end)
    ):
        return True  # （3月底取得阶段性成效）: a bracket of its own after the task
    if _NO_LIMIT_AFTER.match(text, end) or (
        not lead.startswith("即") and _NO_LIMIT_BEFORE.search(text, max(0, start - 16), start)
    ):
        return False
    if lead == "到" and (ref is None or on is None or on >= ref):
        return True
    if ref is None or on is None:
        return bool(_PROMISE.search(text, max(0, start - 4), start))
    if lead:
        return on >= ref
    return _is_to_come(context, groups, match, on)


def _is_to_come(context: DateContext, groups: dict[str, str | None], match: re.Match[str], on: date) -> bool:
    """Tell whether a date without a limit word lies ahead, so that what is said of it is a plan."""
    text, end, ref = context.text, match.end(), context.ref
    if ref is None or on < ref or _DONE.match(text, end):
        return False
    planned = bool(
        _PLAN_VERB.match(text, end) or _PROMISE.search(text, max(0, match.start() - 4), match.start())
    )
    if groups.get("ye") or groups.get("mp") in ("底", "末") or groups.get("ml"):
        return (
            groups.get("ye") != "初" or planned or "拿出" in text[end : end + 2] or on.year > ref.year or True
        )
    if groups.get("q") or groups.get("h"):
        return (on - ref).days > 30
    if groups.get("m") or groups.get("rm"):
        if groups.get("d") or groups.get("mp") or groups.get("m2"):
            return on > ref
        return on.replace(day=1) > ref or planned
    if groups.get("ry"):
        return False
    return (
        on.year > ref.year and (planned or text[end : end + 1] in "，,") or (on.year == ref.year and planned)
    )


def _plan(context: DateContext, match: re.Match[str]) -> DeadlineMark | None:
    year = plan_end(match["plan"])
    if year is None:
        return None
    if match["pe"] in ("期间", "时期") and (context.ref is None or context.ref.year > year):
        return None
    start = match.start()
    if context.text[start] in "”」":
        start += 1
    return DeadlineMark(Span(start, match.end()), f"{year}-12-31", None, "year")


def _near(context: DateContext, match: re.Match[str]) -> DeadlineMark | None:
    span, limit = Span(*match.span()), match["lim"] or match["time"]
    precision = "hour" if match["time"] else "day"
    if match["rw"]:
        if context.ref is None or not (limit or match["wd"] in "内末"):
            return None
        day = {"末": 6, "内": 6, "天": 6}.get(match["wd"])
        weekday = day if day is not None else "一二三四五六日".index(match["wd"])
        week = {"本": 0, "这": 0, "下": 1, "下下": 2}[match["rw"]]
        return DeadlineMark(
            span, weekday_in_week(context.ref, week, weekday).isoformat(), "document", precision
        )
    word = match["rd"]
    if word in ("当天", "当日") and context.event_day:
        named = _EVENT_NAME.search(context.text, max(0, span.start - 4), span.start)
        if named:
            return DeadlineMark(Span(named.start(), span.end), context.event_day.norm, "event", precision)
    if word in ("当天", "当日", "次日", "翌日"):
        if not (limit or _SAME_DAY_ACT.match(context.text, span.end)):
            return None
        return DeadlineMark(span, "P0D" if word.startswith("当") else "P1D", "event", precision)
    if not match["lim"]:
        return None
    ahead = {"今": 0, "明": 1, "后": 2}[word[0]]
    if context.ref is None:
        return DeadlineMark(span, f"P{ahead}D", "document", precision)
    return DeadlineMark(span, (context.ref + timedelta(days=ahead)).isoformat(), "document", precision)


def _clock(context: DateContext, match: re.Match[str]) -> DeadlineMark | None:
    if context.event_day is None:
        return DeadlineMark(Span(*match.span()), "P0D", "event", "hour")
    return DeadlineMark(Span(*match.span()), context.event_day.norm, "event", "hour")


def _season(context: DateContext, match: re.Match[str]) -> DeadlineMark | None:
    if context.ref is None:
        return None
    year = context.ref.year + (1 if context.ref.month > 4 else 0)
    return DeadlineMark(Span(*match.span()), f"{year}-03-31", "document", "quarter")
