"""Before something happens: 春节前, 会前三天, 主汛期到来之前, 联席会议召开之前, 提前3日."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain
from typing import Final

from luoshi.reading.marks import DeadlineMark
from luoshi.reading.measure.feasts import FEASTS, feast_on, nearest_feast, next_feast
from luoshi.reading.measure.lexicon import WORDS
from luoshi.reading.measure.limits.context import DateContext
from luoshi.reading.measure.limits.length_limit import length_norm, unit_name, unit_precision
from luoshi.values.pattern import any_of, lazy
from luoshi.values.span import Span

_BEFORE: Final = lazy(
    r"前(?<![目当提此空生面跟眼日事从先史年月底]前)(?![往来去后期述夕沿赴线置端台景身辈不瞻半]|提(?![交出供醒请报])|列(?![入出])|进(?!行)|移(?![交送])|行(?=[,，。]))"
)
_FEAST: Final = lazy(
    r"(?:(?P<y>20[0-9]{2})年|(?P<ry>今|明)年)?(?:农历)?[“\"]?(?P<feast>"
    + any_of(FEASTS)
    + r")[”\"]?(?:假期|长假)?(?:到来|来临)?[之以]?前$"
)
_EVENT: Final = lazy(
    r"(?<![社机协员学商工妇都才不])(?P<event>" + any_of(WORDS["events"]) + r")"
    r"(?:正式)?(?:到来|来临|召开|开始|结束|完成|启动|举行|进行)?[之以]?前$"
)
_ANY: Final = lazy(
    r"(?:^|[，。；：、,;\n（(]|[应须要并将需请]|务必)[在于]?(?P<what>(?![在于])[\u4e00-\u9fff“”\"《》]{2,14})之前$"
)
_AT_ANY: Final = lazy(r"(?<![附置列放排印])[在于](?P<what>(?!此|这)[\u4e00-\u9fff“”\"《》]{2,14})之前$")
# 在项目审批前应当…, 项目立项申请前，应当…: whatever is to happen, where a duty follows
_DUTY_AFTER: Final = lazy(
    "[，,](?:[^，。；]{1,12}?(?:应当?|须|要|负责)|督促|组织|完成|提交|报送)|[，,]?(?:应当?(?![急用])|须|必须|务必|要(?![求点素件]))"
)
_BEFORE_DUTY: Final = lazy(
    r"(?:[在于](?P<in>(?!此|这|[0-9])[^，。；：、\s]{2,16})|(?:^|[，。；：\n \u3000])"
    r"(?P<what>[\u4e00-\u9fff“”《》]{2,14}"
    r"(?:离任|离职|入职|上岗|任职|申请|审批"
    r"|开始|启动|报批"
    r"|发放|实施|使用|启用|迁移|签订|出具|拨付|公布)))前$"
)
_OWED_BEFORE: Final = lazy(
    r"(?:应当?|须|必须|务必|要|负责|请)[在于](?P<what>(?!此|这|每|[0-9])[^，。；：、\s]{2,24})前$"
)
# 上岗前的培训, 上岗前和在岗期间: said of something else.
_ATTRIBUTE: Final = ("的", "和", "及", "与")
# 在整改到位之前，不得…: a gate, not a limit.
_GATE_AFTER: Final = lazy("，?(?:一律)?(?:不得|不予|严禁|禁止|不准|不能|暂停)")
# 届满30日前, 选举日的20日前: so long before an event that has no date
_OF_SCHOOL: Final = lazy("(?:寒假|暑假|学校|各校|学期|学生)$")  # 寒假放假前: no public holiday
_LENGTH_BEFORE: Final = lazy(
    r"(?:[\u4e00-\u9fff]{0,6}(?:期满|届满|终了|到期|选举日|举行|召开|开始|开赛|开园|开考|开标|开庭|开播|发车|出发|离港))(?:的|前)?(?P<n>[0-9]{1,3}|[一二两三四五六七八九十]{1,3})"
    r"(?P<u>个?(?:工作日|月|小时)|分钟|日|天|周|年)(?:(?:之|以)?前|(?<=前.个月)|(?<=前..日)|(?<=前.日))"
)
# 在督导组进驻前3天, 汛前
_BEFORE_BY: Final = lazy(
    r"[在于][\u4e00-\u9fff]{2,12}前(?P<n>[0-9]{1,3}|[一二两三四五六七八九十]{1,3})(?P<u>个?(?:工作日|月|小时)|分钟|日|天|周)(?!内|前)"
)
_FAR_BEFORE, _FAR_BEHIND = 22, 12
_FLAT: Final = lazy("(?P<what>[汛冬赛](?:(?<=[在于，。；].)|(?<=^.))前)(?![后的])")
# 应当在批准文件有效期内完成
_WITHIN_TERM: Final = lazy(
    r"(?:应当?|须|必须|要)[在于](?P<what>[^，。；\d]{2,16}(?:有效期|存续期|保质期|考察期|公示期)内)"
)
_LENGTH: Final = lazy(
    r"(?P<n>[0-9]{1,2}|[一二两三四五六七八九十]{1,2})(?P<u>个?(?:工作日|月|小时)|分钟|日|天|周)(?!内|的)"
)
_DAYS_OF: Final = lazy(r"\d{1,3}(?:天|日|周|个月)的")  # 返校前14天的健康状况
_AHEAD: Final = lazy(
    r"提前(?:至少)?(?P<n>[0-9]{1,3}|[一二两三四五六七八九十]{1,3})(?P<u>个?(?:工作日|自然日|月|小时)|分钟|日|天|周|年)(?!完成|实现|达|建成|超额)"
)


def find_event_limits(context: DateContext) -> Iterator[DeadlineMark]:
    """Yield every limit set by an event, in no particular order."""
    text = context.text
    for hit in _BEFORE.finditer(text):
        at, end = max(0, hit.start() - 18), hit.end()
        feast = _FEAST.search(text, at, end)
        if feast:
            yield _before_feast(context, feast)
            continue
        anything = _AT_ANY.search(text, at, end) if text.startswith("之", hit.start() - 1) else None
        if anything:
            if not _GATE_AFTER.match(text, end):
                yield DeadlineMark(Span(anything.start("what"), end), "P0D", "event", "event")
            continue
        if (named := _owed_before(text, at, end)) >= 0:
            yield DeadlineMark(Span(named, end), "P0D", "event", "event")
            continue
        told = text[end : end + 1] in _ATTRIBUTE or _DAYS_OF.match(text, end) is not None
        event = None if told else _EVENT.search(text, at, end)
        if event:
            yield _before_event(context, event)
            continue
        if text.startswith("之", hit.start() - 1):
            anything = _ANY.search(text, at, end)
            if (
                anything
                and not anything["what"].startswith(("此", "这"))
                and not _GATE_AFTER.match(text, end)
            ):
                yield DeadlineMark(Span(anything.start("what"), end), "P0D", "event", "event")
    lengths = (_AHEAD.finditer(text), _BEFORE_BY.finditer(text), _lengths_before(text))
    yield from map(_ahead, chain.from_iterable(lengths))
    for match in _FLAT.finditer(text):
        yield DeadlineMark(Span(*match.span("what")), "P0D", "event", "event")
    for match in _WITHIN_TERM.finditer(text):
        yield DeadlineMark(Span(*match.span("what")), "P0D", "event", "event")


def _lengths_before(text: str) -> Iterator[re.Match[str]]:
    """Yield 届满30日前, 会议召开前三天: looked for around each 前, which is rare."""
    said_until = 0
    at = text.find("前")
    while at >= 0:
        if at >= said_until:
            low, high = max(said_until, at - _FAR_BEFORE), min(at + _FAR_BEHIND, len(text))
            if (found := _LENGTH_BEFORE.search(text, low, high)) is not None:
                said_until = found.end()
                yield found
        at = text.find("前", at + 1)


def _owed_before(text: str, at: int, end: int) -> int:
    """Return where the event is named before which a duty is due; -1 where no duty says so."""
    if _DUTY_AFTER.match(text, end) and (due := _BEFORE_DUTY.search(text, at, end)):
        return due.start("in") if due["in"] else due.start("what")
    owed = _OWED_BEFORE.search(text, max(0, end - 32), end) if text[end : end + 1] != "的" else None
    return owed.start("what") if owed else -1


def _before_feast(context: DateContext, match: re.Match[str]) -> DeadlineMark:
    day: date | None = None
    if match["y"]:
        day = feast_on(match["feast"], int(match["y"]))
    elif match["ry"] and context.ref:
        day = feast_on(match["feast"], context.year_of(match["ry"], match.start()))
    elif context.ref:
        day = next_feast(match["feast"], context.ref)
    return _day_before(Span(*match.span()), day)


def _day_before(span: Span, day: date | None) -> DeadlineMark:
    if day is None:
        return DeadlineMark(span, "P0D", "event", "event")
    return DeadlineMark(span, (day - timedelta(days=1)).isoformat(), "document", "event")


def _before_event(context: DateContext, match: re.Match[str]) -> DeadlineMark:
    span = Span(*match.span())
    anchor = "meeting" if match["event"] in ("会", "会议", "开会") else "event"
    length = _LENGTH.match(context.text, span.end)
    if length:
        unit = unit_name(length["u"])
        norm = length_norm(length["n"], unit)
        if norm:
            return DeadlineMark(
                Span(span.start, length.end()), f"-{norm}", anchor, unit_precision(unit), unit == "工作日"
            )
    of_school = _OF_SCHOOL.search(context.text, max(0, span.start - 6), span.start) is not None
    if match["event"] in ("节", "节日", "节假日", "放假") and context.ref and not of_school:
        return _day_before(span, nearest_feast(context.ref))
    return DeadlineMark(span, "P0D", anchor, "event")


def _ahead(match: re.Match[str]) -> DeadlineMark:
    unit = unit_name(match["u"])
    norm = length_norm(match["n"], unit) or "P0D"
    return DeadlineMark(Span(*match.span()), f"-{norm}", "event", unit_precision(unit), unit == "工作日")
