"""The line under the title of a report or speech that says when, where and by whom it was given."""

from collections.abc import Sequence
from typing import Final

from luoshi.reading.structure.front.days import Found, find_day
from luoshi.reading.structure.front.lines import Line
from luoshi.reading.structure.front.meeting import Meeting
from luoshi.reading.structure.words import STRUCTURE, any_of
from luoshi.values.pattern import lazy
from luoshi.values.span import Span

# ——2025年1月14日在青禾县第十八届人民代表大会第四次会议上
_GIVEN: Final = lazy(
    r"[—–―─\-]{1,3}\s?(?P<day>[^在\n]{0,16})在(?P<name>[^，。；：\n]{3,60}?(?:会议|大会|会))上"
    r"(?:的?(?:讲话|报告|发言|致辞))?\s*"
)
# 县人民政府县长  何文
_BY: Final = lazy(
    rf"[\u4e00-\u9fff（）、]{{0,24}}{any_of(STRUCTURE['meeting']['posts'])}"
    r"[ \u3000]*[\u4e00-\u9fff·]{1,4}(?:[ \u3000][\u4e00-\u9fff])?\s*"
)


def find_delivered(text: str, lines: Sequence[Line], title: Span | None) -> tuple[Meeting, Found | None]:
    """Return the meeting at which the text was given, and the day; nothing where no line says so."""
    if title is None:
        return Meeting(), None
    below = [line for line in lines if line.start >= title.end][:2]
    given = _GIVEN.fullmatch(text, below[0].start, below[0].end) if below else None
    if given is None:
        return Meeting(), None
    who: tuple[Span, ...] = ()
    if len(below) > 1 and (by := _BY.fullmatch(text, below[1].start, below[1].end)):
        who = (Span(by.start(), by.start() + len(by.group().rstrip())),)
    day = find_day(text, *given.span("day"))
    name = Span(*given.span("name"))
    if day is None:
        return Meeting(name, participants=who), None
    held, start, end = day
    return Meeting(name, held.isoformat(), Span(start, end), None, who, held), day
