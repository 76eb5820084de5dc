"""Shortcomings found or admitted, with the commitments that answer them."""

from collections.abc import Sequence

from luoshi.document.source_text import BlockKind
from luoshi.reading.marks import Clause, Shortcoming, State
from luoshi.reading.outcome.concession import BUT, LACK, find_concession
from luoshi.reading.outcome.remedies import pair
from luoshi.reading.reading import Reading
from luoshi.reading.structure.clause.told import names_wrong
from luoshi.values.pattern import lazy
from luoshi.values.span import Span

# what only announces the faults that follow
_ANNOUNCES = lazy(
    "(?:存在|面临)(?:着)?(?:一些|不少|许多|诸多|很多|各种)(?:困难|问题|挑战|不足|短板)(?:(?:和|与|、)?(?:挑战|问题|困难|不足|短板))?$"
    "|(?:问题|挑战|困难)[^，。；]{0,6}(?:仍然|依然|还)(?:不少|较多|很多)$"
    "|清醒(?:地)?(?:认识|看)到，[^。；]*(?:问题|困难|挑战|矛盾)[^，。；]{0,6}(?:亟待(?:破解|解决)|依然(?:严峻|突出)[^，。；]{0,4})$"
    "|^(?:我们)?(?:坚信|相信)，"
)
# 反馈问题：……: whatever stands behind it is wrong
_LABEL = lazy(
    "(?:存在|反馈|发现|主要|具体|突出)的?问题(?:描述|表现|概述)?：|问题(?:描述|表现|概述)：|(?:主要|具体)表现："
)
_OF_BLOCK = -1  # blocks are kept beside sentences, below zero
_ORDINAL = lazy("第[一二三四五六七八九][，、]")
_MAX_LINE = 24
_OFFENDER = lazy("有的|个别|少数|部分|一些|不少|发现[^，。；]{0,24}存在")
_OWNER = lazy("我[局县市镇乡区委办厅院校司们]|有的|个别|少数|部分")
_SECTION = lazy(
    r"(?:当前|目前|工作中?)?(?:存在|面临|查摆)?的?(?:主要|突出|几点)?(?:问题|不足|短板|差距|困难)(?:[和与及][^，。]{2,6})?$"
)


def read_problems(reading: Reading) -> Reading:
    """Collect problems: one an item of a list with all its elaboration, else one a sentence or part."""
    text = reading.source.text
    found: list[Shortcoming] = []
    listed: set[int] = set()
    group: list[Clause] = []
    title = reading.head.title or ""
    mends = "整改" in title and not title.endswith("报告")
    for clause in reading.clauses:
        if _LABEL.fullmatch(text, *clause.whole):
            listed.add(_OF_BLOCK - clause.block)
            if group and clause.block != group[-1].block and len(group) == 1:
                group.clear()  # （一）修复进展缓慢。 above it only names the matter
            _close(text, group, found, listed)
            continue
        if clause.state is not State.PROBLEM:
            if group:
                _close(text, group, found, listed)
            if clause.state is State.ACHIEVEMENT and (conceded := find_concession(text, clause.span)):
                wrong = Span(conceded.start + 1, conceded.end)
                found.append(Shortcoming(wrong, (), bool(_OWNER.search(text, *wrong))))
            continue
        if reading.source.blocks[clause.block].kind is BlockKind.ROW:
            _close(text, group, found, listed)  # a cell under 存在问题: whatever it says is one
            if not text.endswith("风险", *clause.span):
                found.append(Shortcoming(clause.span, (), bool(_OWNER.search(text, *clause.span))))
            continue
        opens = _is_item(text, clause) or _is_line(text, clause)
        if opens or not (group and _belongs(group, clause, text, mends=mends)):
            _close(text, group, found, listed)
        if clause.heading and not opens and clause.span.end == clause.span.start:
            continue
        group.append(clause)
    _close(text, group, found, listed)
    shortcomings = pair(reading, found)
    return reading.having(shortcomings=tuple(shortcomings))


def _belongs(group: Sequence[Clause], clause: Clause, text: str, *, mends: bool) -> bool:
    """The elaboration of a list item is its paragraph; that of a heading line, the paragraphs under it.

    In a paper on how faults are put right (``mends``), that of a run-in heading is its paragraph.
    """
    first = group[0]
    if first.item != clause.item:
        return False
    if clause.block == first.block and (_is_item(text, first) or (mends and first.heading)):
        return True
    return _is_line(text, first) and not _is_line(text, clause)


def _is_item(text: str, clause: Clause) -> bool:
    """Tell whether a clause opens an item of a list of faults: 一是……, 第一，……."""
    return bool(clause.marker) or _ORDINAL.match(text, clause.whole.start) is not None


def _is_line(text: str, clause: Clause) -> bool:
    """A short sentence that is a line of its own: a heading written as a sentence."""
    start, end = clause.whole
    alone = (start == 0 or text[start - 1] in "\n \u3000") and (end >= len(text) or text[end] == "\n")
    return alone and end - start <= _MAX_LINE and text[end - 1] == "。"


def _close(text: str, group: list[Clause], found: list[Shortcoming], listed: set[int]) -> None:
    """Keep a group that is a problem: an item of a list, words of lack, or a part beside such."""
    if not group:
        return
    first = group[0]
    span = Span(first.span.start, group[-1].span.end)
    words = span.of(text)
    if words.endswith("等等"):
        span = Span(span.start, span.start + len(words[:-2].rstrip("，、")))
    if len(group) == 1 and _ANNOUNCES.search(words):
        group.clear()
        return
    item = _is_item(text, first)
    announces = first.heading and len(group) == 1 and (not item or _ends_open(text, first))
    announces = announces or (first.heading and len(group) == 1 and _SECTION.match(words) is not None)
    listed_item = item and not (first.heading and len(group) == 1)
    if first.heading and len(group) == 1 and _SECTION.search(words):
        announces = True
    told = bool(LACK.search(words) or _OFFENDER.search(words)) or names_wrong(words)
    lacks = listed_item or first.sentence in listed or _OF_BLOCK - first.block in listed or told
    if not announces and lacks:
        listed.add(first.sentence)
        if not item and (but := BUT.search(words)) and not LACK.search(words[: but.start()]):
            span = Span(span.start + but.end(), span.end)  # 整改效果明显，但个别村进度滞后
        found.append(Shortcoming(span, (), bool(_OWNER.search(words))))
    group.clear()


def _ends_open(text: str, clause: Clause) -> bool:
    return text[clause.whole.end - 1] in "：:"
