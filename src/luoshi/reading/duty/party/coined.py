"""Names that a document gives to bodies itself: ……（以下简称控排企业和单位）."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

from luoshi.reading.marks import PartyMark
from luoshi.values.pattern import any_of, lazy
from luoshi.values.span import Span

_COINS: Final = lazy(
    '以下(?:简称|统称|称)(?:为)?[“"]?(?P<name>[\u4e00-\u9fff]{4,14})[”"]?(?=[）)，]|或者?[“"])'
)


def with_coined(text: str, marks: Sequence[PartyMark]) -> list[PartyMark]:
    """Return ``marks`` with every place where a name the text coined stands as one name.

    A name is one of a body where what it ends with names one: 单位 of 控排企业和单位.
    """
    if "以下" not in text:
        return list(marks)
    ends = {m.span.end for m in marks}
    names = {m["name"] for m in _COINS.finditer(text) if m.end("name") in ends}
    if not names:
        return list(marks)
    starts = [m.span.start for m in marks]
    whole: list[PartyMark] = []
    dropped: set[int] = set()
    for place in re.finditer(any_of(names), text):
        first = bisect_left(starts, place.start())
        if first and marks[first - 1].span.end > place.start():
            first -= 1
        last = bisect_left(starts, place.end())
        over = marks[first:last]
        if not over or over[-1].span.end > place.end():
            continue  # 大数据局 in 大数据局党组: a name that goes on
        begin = min(over[0].span.start, place.start())
        dropped.update(range(first, last))
        whole.append(PartyMark(Span(begin, place.end()), over[-1].generic, over[-1].post))
    kept = [m for i, m in enumerate(marks) if i not in dropped]
    return sorted([*kept, *whole], key=lambda m: m.span.start)
