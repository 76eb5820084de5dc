"""Numeric frameworks (1335工程, “三个加强”): what the name declares and what the text spells out."""

import re
from bisect import bisect_left, bisect_right

from luoshi.reading.marks import Framework, OutlineItem
from luoshi.reading.outcome.declared import check_declared
from luoshi.reading.reading import Reading
from luoshi.reading.structure.outline.numbering import read_numeral
from luoshi.reading.structure.words import load
from luoshi.values.pattern import any_of, lazy
from luoshi.values.span import Span

_WORDS = load("frameworks")
_NUMERALS = "一二三四五六七八九十"
_NAME = lazy(
    rf"“(?:(?P<n>[两{_NUMERALS}]|\d{{1,2}})(?P<noun>(?:个|大|项|条|种|类|张|支|级|位|有|不|进|到|化)[\u4e00-\u9fff]{{1,8}})"
    r"|(?P<code>\d{3,6}))”(?=(?P<after>[\u4e00-\u9fff]{0,4}))"
)
_CODED = lazy("工程|行动|计划|体系|战略|思路|模式|布局|机制|工作法|总体|发展|目标")
_CODE = lazy(r"“\d{3,6}”")
_REACH = 1200
_FIXED = frozenset(_WORDS["fixed"])
_FIXED_INSIDE = tuple(f for f in _FIXED if len(f) > 3)
_VERB = lazy(f"^(?:[{_NUMERALS}][要是])?(?:{any_of(_WORDS['verbs'])})+")
_LIST = lazy(r"[^，。；：、|\n]{2,24}(?:、[^，。；：、|\n]{2,24})+")
_NEXT = 160
_BEFORE = 120
_FEWEST = 2


def read_frameworks(reading: Reading) -> Reading:
    """Find frameworks with the members the text spells out, and lists shorter than they declare."""
    text = reading.source.text
    by_name: dict[str, Framework] = {}
    starts = [item.span.start for item in reading.outline]
    for m in _NAME.finditer(text):
        name = m[0][1:-1]
        if text.rfind("《", max(0, m.start() - 60), m.start()) > text.rfind("》", 0, m.start()):
            continue  # part of another document's title
        if name in _FIXED or any(f in name for f in _FIXED_INSIDE):
            continue
        if m["code"]:
            found = _coded(text, m)
        else:
            declared = 2 if m["n"] == "两" else read_numeral(m["n"])
            if declared < _FEWEST:
                continue
            items = _members(text, m, declared, (reading.outline, starts))
            found = Framework(Span(m.start(), m.end()), name, declared, items) if items else None
        if found and len(found.items) > len(by_name[name].items if name in by_name else ()):
            by_name[name] = found
    others = tuple(p for p in reading.problems if p.code != "declared-count")
    frameworks = tuple(sorted(by_name.values(), key=lambda f: f.span.start))
    return reading.having(frameworks=frameworks, problems=others + check_declared(reading))


def _coded(text: str, m: re.Match[str]) -> Framework | None:
    """“1335”工程 declares a group a digit: one main line, three …, three …, five …, named after it."""
    if not _CODED.match(m["after"]) and not _CODED.search(text[m.end() : m.end() + 4]):
        return None
    at = m.end()
    following = _CODE.search(text, at)
    stop = min(at + _REACH, following.start() if following else len(text))
    items: list[Span] = []
    for digit in m["code"]:
        word = "一二三四五六七八九"[int(digit) - 1] if digit != "0" else "十"
        also = "两" if digit == "2" else digit
        group = re.compile(rf"“[{word}{digit}{also}](?:个|大|条|项|种|类|张)[\u4e00-\u9fff]{{1,8}}?”")
        hit = group.search(text, at, stop)
        if hit is None:
            continue
        items.append(Span(*hit.span()))
        at = hit.end()
    name = m["code"] + m["after"][:2]
    return (
        Framework(Span(m.start(), m.end() + len(m["after"][:2])), name, len(m["code"]), tuple(items))
        if len(items) >= _FEWEST
        else None
    )


def _members(
    text: str, m: re.Match[str], declared: int, divisions: tuple[tuple[OutlineItem, ...], list[int]]
) -> tuple[Span, ...]:
    """Return the members: after a colon, before the name, as divisions under it, or in the next sentences."""
    best: tuple[Span, ...] = ()
    for spans in (
        _after_colon(text, m),
        _before(text, m, declared),
        _children(m, *divisions),
        _in_next(text, m, declared),
    ):
        if len(spans) == declared:
            return spans
        if len(spans) > len(best) and _FEWEST <= len(spans) < declared:
            best = spans
    return best


def _after_colon(text: str, m: re.Match[str]) -> tuple[Span, ...]:
    at = m.end()
    colon = text.find("：", at, at + 8)
    if colon < 0:
        return ()
    hit = _LIST.match(text, colon + 1)
    return _split(hit) if hit else ()


def _before(text: str, m: re.Match[str], declared: int) -> tuple[Span, ...]:
    floor = max(0, m.start() - _BEFORE)
    start = m.start()
    while start > floor and text[start - 1] not in "，。；：！？\n“”":
        start -= 1
    hit = _LIST.fullmatch(text, start, m.start())
    spans = _split(hit) if hit else ()
    return spans if len(spans) == declared else ()


def _children(m: re.Match[str], outline: tuple[OutlineItem, ...], starts: list[int]) -> tuple[Span, ...]:
    """Return the divisions right under the heading that holds the name."""
    i = bisect_right(starts, m.start()) - 1
    if i < 0 or not outline[i].span.holds(m.span()):
        return ()
    last = bisect_left(starts, outline[i].body_end)
    return tuple(child.span for child in outline[i + 1 : last] if child.parent == i)


def _in_next(text: str, m: re.Match[str], declared: int) -> tuple[Span, ...]:
    stop = text.find("。", m.end(), m.end() + _NEXT)
    if stop < 0:
        return ()
    for hit in _LIST.finditer(text, stop + 1, min(len(text), stop + 1 + _NEXT)):
        if "|" in text[m.end() : hit.start()]:
            return ()  # another cell of the table
        spans = _split(hit)
        if len(spans) == declared:
            return spans
    return ()


def _split(hit: re.Match[str]) -> tuple[Span, ...]:
    spans: list[Span] = []
    at = hit.start()
    for k, words in enumerate(hit[0].split("、")):
        skip = len(v[0]) if k == 0 and (v := _VERB.match(words)) and v.end() < len(words) else 0
        spans.append(Span(at + skip, at + len(words)))
        at += len(words) + 1
    return tuple(spans)
