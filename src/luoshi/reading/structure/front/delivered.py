"""The line under the title of a report or speech that says when, where and by whom it was given."""

from collections.abc import Sequence
from typing import Final

from luoshi.reading.structure.front.days import Found, find_day
from luoshi.reading.structure.front.lines import Line
from luoshi.reading.structure.front.meeting import Meeting
from luoshi.reading.structure.words import STRUCTURE
from luoshi.values.pattern import any_of, lazy
from luoshi.values.span import Span

# ——2025年1月14日在青禾县第十八届人民代表大会第四次会议上
_GIVEN: Final = lazy(
    r"[—–―─\-]{1,3}\s?(?:(?P<who>(?!20\d\d|[一二〇○O\d])[\u4e00-\u9fff·]{2,10}?)(?:同志)?|(?P<day>[^在\n]{0,16}))"
    r"在(?P<name>[^，。；：\n]{3,60}?(?:会议|大会|会|培训班?|研讨班|研修班|仪式|活动))上?"
    r"(?:的?(?:讲话|报告|发言|致辞|讲课))?\s*"
)
# 在全县优化营商环境推进会上的讲话
_TITLED: Final = lazy(
    r"(?:^|\n|同志)在(?P<name>[^，。；：《》\n]{3,60}?(?:会议|大会|会|培训班|仪式|活动))上的"
    r"(?:主持|总结|表态|交流)?(?:讲话|报告|致辞|发言)(?:提纲|摘要)?$"
)
_FIELD: Final = lazy("[^，。；：\n]{2,6}：")
_FEW: Final = 4
# 县人民政府县长  何文
_BY: Final = lazy(
    rf"[\u4e00-\u9fff（）、]{{0,24}}{any_of(STRUCTURE['meeting']['posts'])}"
    r"[ \u3000]*[\u4e00-\u9fff·]{1,4}(?:[ \u3000][\u4e00-\u9fff])?\s*"
)


def find_delivered(text: str, lines: Sequence[Line], title: Span | None) -> tuple[Meeting, Found | None]:
    """Return the meeting at which the text was given, and the day; nothing where no line says so."""
    if title is None:
        return Meeting(), None
    below = [line for line in lines if line.start >= title.end][:_FEW]
    given = _GIVEN.fullmatch(text, below[0].start, below[0].end) if below else None
    if given is None:
        titled = _TITLED.search(text, title.start, title.end)
        named = Span(*titled.span("name")) if titled else None
        return Meeting(named, participants=_speaker(text, below)) if named else Meeting(), None
    who = (Span(*given.span("who")),) if given["who"] else _speaker(text, below[1:])
    name = Span(*given.span("name"))
    day = _day_alone(text, below[1:]) if given["who"] else find_day(text, *given.span("day"))
    if day is None:
        return Meeting(name, participants=who), None
    held, start, end = day
    own = day if given["who"] else None  # the day of the meeting, told with its name, is not the paper's own
    return Meeting(name, held.isoformat(), Span(start, end), None, who, held), own


def _speaker(text: str, lines: Sequence[Line]) -> tuple[Span, ...]:
    """Return who gave it, on a line of its own under the page's own fields: 县人民政府县长  何文."""
    for line in lines:
        if by := _BY.fullmatch(text, line.start, line.end):
            return (Span(by.start(), by.start() + len(by.group().rstrip())),)
        if not (line.is_chrome or _FIELD.match(text, line.start)):
            break
    return ()


def _day_alone(text: str, lines: Sequence[Line]) -> Found | None:
    """Return the day that fills the next line."""
    day = find_day(text, lines[0].start, lines[0].end) if lines else None
    alone = (
        day is not None
        and text[lines[0].start : lines[0].end].strip("（() ）\u3000") == text[day[1] : day[2]]
    )
    return day if alone else None
