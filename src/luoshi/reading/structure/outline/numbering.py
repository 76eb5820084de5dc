"""Number marks of Chinese documents: 第一章, 一、, （一）, 1., （1）, ①, ★, 专栏1."""

import re
from enum import IntEnum
from typing import NamedTuple

from luoshi.values.pattern import lazy


class MarkKind(IntEnum):
    """A kind of number mark; the smaller, the higher it usually stands."""

    PART = 0  # 第一部分、第一编
    CHAPTER = 1
    SECTION = 2
    STAR = 3
    ARTICLE = 4
    NUMERAL = 5  # 一、
    BRACKETED_NUMERAL = 6  # （一）
    DIGIT = 7  # 1.
    ANGLED_DIGIT = 8  # 1》
    DOTTED_2 = 9  # 1.1
    DOTTED_3 = 10  # 1.1.1
    BRACKETED_DIGIT = 11  # （1）
    HALF_BRACKETED_DIGIT = 12  # 1）
    CIRCLE = 13  # ①
    BOX = 14  # 专栏1: one deeper than the item before it
    TITLE = 15  # a heading without a number: its place is seen from what it holds
    ROW_NUMERAL = (
        16  # 一、 in the number cell of a table row: rows stand under the division that holds the table
    )
    ROW_DIGIT = 17
    ROW_TITLE = 18  # a heading cell in a table without number cells
    PERIOD = 19  # 3月：
    ROW_GROUP = 20  # a title between the rows of a table, over those below it


class Mark(NamedTuple):
    """A number mark: its kind, its number (0: none), where it and the blanks after it end."""

    kind: MarkKind
    number: int
    end: int


_NUMERALS = "一二三四五六七八九十百零〇"
_VALUE = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0}
_MARK = lazy(
    rf"""第(?P<d>[{_NUMERALS}]{{1,5}}|\d{{1,3}})
        (?:(?P<part>部分|编(?!制))|(?P<chapter>章)|(?P<section>节)|(?P<article>条))[ \u3000:：]*
    |第(?P<ordinal>[{_NUMERALS}]{{1,2}})[，、](?=[^。；：\n]{{4,40}}$)
    |(?P<numeral>[{_NUMERALS}]{{1,4}})[ \u3000]?、(?![{_NUMERALS}]{{1,3}}[、等是届级])
    |[（(](?P<bnumeral>[{_NUMERALS}]{{1,3}})[）)][、.．]?
    |(?P<dotted>\d{{1,2}}(?:\.\d{{1,2}}){{1,2}}|\d{{1,2}}-\d{{1,2}}(?=[ \u3000]+[\u4e00-\u9fff“"《]))
        (?:[ \u3000]+|(?=[\u4e00-\u9fff]))
        (?![万亿%％个元米公倍年月亩吨户])
    |(?P<bare>\d{{1,2}})[ \u3000]+(?!、)(?=[\u4e00-\u9fff、]{{2,20}}(?:\n|$))(?![年月日个])
    |(?P<digit>\d{{1,3}})(?:[.．﹒]?、|[.．﹒]|[ \u3000]、)
        (?:(?![\d、])|(?=20\d\d年|\d{{1,2}}月[\d底初末上中下份]|\d{{1,2}}(?:小时|日|[:：]\d\d)))[ \u3000]*
    |(?P<hdigit>\d{{1,3}})[）)](?!\d)[ \u3000]*
    |(?P<adigit>\d{{1,2}})[》〉>](?!\d)[ \u3000]*
    |[（(](?P<bdigit>\d{{1,2}})[）)][、.．]?
    |(?P<bracketed>[⑴-⒇])[ \u3000、.．]*
    |(?P<circle>[①-⑳])[、.．]?
    |(?P<star>★)
    |(?P<period>(?:\d{{1,2}}月(?:[-—~至、]\d{{1,2}}月)?|第?[一二三四]季度|[上下]半年)[：:])[ \u3000]*
    |专栏[ \n]?(?P<box>\d{{1,2}}|[{_NUMERALS}]{{1,3}})[ \u3000:：\n]*""",
    re.VERBOSE,
)
_KINDS = {
    "part": MarkKind.PART,
    "chapter": MarkKind.CHAPTER,
    "section": MarkKind.SECTION,
    "article": MarkKind.ARTICLE,
    "numeral": MarkKind.NUMERAL,
    "ordinal": MarkKind.NUMERAL,  # 第一，看清形势 on a line of its own
    "bnumeral": MarkKind.BRACKETED_NUMERAL,
    "digit": MarkKind.DIGIT,
    "bare": MarkKind.DIGIT,
    "bdigit": MarkKind.BRACKETED_DIGIT,
    "bracketed": MarkKind.BRACKETED_DIGIT,
    "hdigit": MarkKind.HALF_BRACKETED_DIGIT,
    "adigit": MarkKind.ANGLED_DIGIT,
    "dotted": MarkKind.DOTTED_2,
    "circle": MarkKind.CIRCLE,
    "box": MarkKind.BOX,
    "star": MarkKind.STAR,
    "period": MarkKind.PERIOD,
}
_ENCLOSED = {"circle": "①", "bracketed": "⑴"}  # numbers of one character, from the first
_UNNUMBERED = frozenset({"star", "period"})

FIRST_CHARS = frozenset("上下第（(★专①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽0123456789" + _NUMERALS)


def read_numeral(words: str) -> int:
    """Return the number a Chinese numeral below 1000, or digits, stand for.

    >>> read_numeral("三十二"), read_numeral("一百零五"), read_numeral("7"), read_numeral("二十")
    (32, 105, 7, 20)
    """
    if words[0].isdigit():
        return int(words)
    total = digit = 0
    for c in words:
        if c == "百":
            total += (digit or 1) * 100
            digit = 0
        elif c == "十":
            total += (digit or 1) * 10
            digit = 0
        else:
            digit = _VALUE[c]
    return total + digit


def read_mark(text: str, start: int, end: int) -> Mark | None:
    """Return the number mark that opens ``text[start:end]``, if one does."""
    if text[start] not in FIRST_CHARS:
        return None
    m = _MARK.match(text, start, end)
    if m is None:
        return None
    name = m.lastgroup or ""
    kind = _KINDS[name]
    if name in _UNNUMBERED:
        return Mark(kind, 0, m.end())
    if name == "dotted":
        parts = m["dotted"].replace("-", ".").split(".")
        return Mark(kind if len(parts) == 2 else MarkKind.DOTTED_3, int(parts[-1]), m.end())
    if name in _ENCLOSED:
        return Mark(kind, ord(m[name]) - ord(_ENCLOSED[name]) + 1, m.end())
    return Mark(kind, read_numeral(m["d"] or m[name]), m.end())
