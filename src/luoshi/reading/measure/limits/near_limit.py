"""A time limit reckoned from today, from a plan's name or from an event's day: 周五前, 当天, “十四五”末."""

import re
from datetime import timedelta
from typing import Final

from luoshi.reading.marks import DeadlineMark
from luoshi.reading.measure.limits.context import DateContext
from luoshi.reading.measure.limits.day_of import plan_end, weekday_in_week
from luoshi.values.pattern import lazy
from luoshi.values.span import Span

_SAME_DAY_ACT: Final = lazy(
    r"(?:内|之内|以内)?(?:书面|即|全部|及时|立即)?(?:办[理结]|交[清还]|归还|存|报|完成|处[理置]|反馈|整改|清|送|告知|答复|上传|解决|录入|公[示布开]|移交|转办|受理|核|发放|出具|归档|汇总|扫描|签|通知|书面|退|缴|入库|登记|销号|由[^，。；]{2,10}[签报核])"
)
_EVENT_NAME: Final = lazy(r"(?:活动|会议|考试|比赛|竞赛|仪式|答辩|开幕|培训)$")
_NAMES: Final = lazy("的|[\u4e00-\u9fff]{1,8}(?:区域|项目|规划|方案|计划|任务|工作)")  # “十五五”期间系统方案
_GOES_ON: Final = lazy("的|起|至|到|[—–~～-]|以来|例会|[，。；：、）]|$")  # 下周三的例会
_WEEKDAYS: Final = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6, "末": 6, "内": 6}
_WEEKS: Final = {"本": 0, "这": 0, "下": 1, "下下": 2}


def read_plan(context: DateContext, _: str, match: re.Match[str]) -> DeadlineMark | None:
    """Return the end of a five-year plan; 期间 of one gone by sets nothing."""
    year = plan_end(match["plan"])
    if year is None:
        return None
    in_it = match["pe"] in ("期间", "时期")
    if in_it and (context.ref is None or context.ref.year > year or _NAMES.match(context.text, match.end())):
        return None
    return DeadlineMark(Span(*match.span()), f"{year}-12-31", None, "year")


def read_near(context: DateContext, _: str, match: re.Match[str]) -> DeadlineMark | None:
    """Return the limit of 本周五前, 明日18时前, 当天, 次日."""
    if match["rw"] or match["bw"]:
        return _in_week(context, match)
    if match["rd"] in ("当天", "当日", "次日", "翌日"):
        return _same_or_next_day(context, match)
    if not match["lim"]:
        return None
    span, precision = Span(*match.span()), "hour" if match["time"] else "day"
    ahead = {"今": 0, "明": 1, "后": 2}[match["rd"][0]]
    if context.ref is None:
        return DeadlineMark(span, f"P{ahead}D", "document", precision)
    return DeadlineMark(span, (context.ref + timedelta(days=ahead)).isoformat(), "document", precision)


def _in_week(context: DateContext, match: re.Match[str]) -> DeadlineMark | None:
    said = match["rw"] and (
        match["time"] or match["wd"] in ("内", "末") or not _GOES_ON.match(context.text, match.end())
    )
    limit = match["lim"] or said
    if context.ref is None or not limit:
        return None
    day = weekday_in_week(context.ref, _WEEKS[match["rw"] or "本"], _WEEKDAYS[match["wd"] or match["bw"]])
    if match["bw"] and day < context.ref:
        day += timedelta(days=7)  # 周三前, said on a Friday
    return DeadlineMark(Span(*match.span()), day.isoformat(), "document", "hour" if match["time"] else "day")


def _same_or_next_day(context: DateContext, match: re.Match[str]) -> DeadlineMark | None:
    span, precision = Span(*match.span()), "hour" if match["time"] else "day"
    is_same = match["rd"].startswith("当")
    if is_same and context.event_day:
        named = _EVENT_NAME.search(context.text, max(0, span.start - 4), span.start)
        if named:
            return DeadlineMark(Span(named.start(), span.end), context.event_day.norm, "event", precision)
    if not (match["lim"] or match["time"] or _SAME_DAY_ACT.match(context.text, span.end)):
        return None
    return DeadlineMark(span, "P0D" if is_same else "P1D", "event", precision)


def read_clock(context: DateContext, _: str, match: re.Match[str]) -> DeadlineMark | None:
    """Return the day of the event announced, or the event itself, for an hour without a date."""
    norm = context.event_day.norm if context.event_day else "P0D"
    return DeadlineMark(Span(*match.span()), norm, "event", "hour")


def read_season(context: DateContext, _: str, match: re.Match[str]) -> DeadlineMark | None:
    """Return the end of the coming spring for 今冬明春."""
    if context.ref is None:
        return None
    year = context.ref.year + (1 if context.ref.month > 4 else 0)
    return DeadlineMark(Span(*match.span()), f"{year}-03-31", "document", "quarter")
