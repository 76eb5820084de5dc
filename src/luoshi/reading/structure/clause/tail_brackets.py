"""Trailing brackets of units, limits or scores: where they stand."""

from typing import Final

from luoshi.reading.duty.brackets import OWNER_LAST, is_owner_line
from luoshi.reading.structure.words import STRUCTURE
from luoshi.values.pattern import any_of, lazy
from luoshi.values.span import Span

NOWHERE: Final = Span(0, 0)
_TAIL_WORDS = lazy(any_of(STRUCTURE["clauses"]["tail_words"]) + r"|^[\d.]+分$")
# a unit's name may hold 和 itself; each ends where the next begins and is never tried again
_TAIL_UNIT: Final = (
    rf"(?>[\u4e00-\u9fff（）〔〕]{{1,24}}?{any_of(STRUCTURE['clauses']['unit_endings'])}"
    r"(?=[、，；和及等]|(?:单位|部门)?$))"
)
_TAIL_UNITS = lazy(rf"{_TAIL_UNIT}(?:[、，；和及等]{_TAIL_UNIT})*等?(?:单位|部门)?$")
_DATE_AFTER = lazy(
    r"[，；](?:\d{1,2}月(?:\d{1,2}日|[上中下]旬|[底末])?|年[底末内]|[一二三四]季度|全年)(?:之?前)?(?:完成)?$"
)
_TAIL_SENTENCE = lazy(rf"{any_of(STRUCTURE['clauses']['tail_labels'])}[：:]")
BRACKETS: Final = {"）": "（", "〕": "〔", "】": "【", "]": "["}
TAIL_LAST: Final = BRACKETS.keys() | OWNER_LAST
LABEL_FIRST: Final = frozenset(w[0] for w in STRUCTURE["clauses"]["tail_labels"])


def tail_of(text: str, start: int, end: int) -> Span:
    """Return the trailing bracket (or the sentence) that names units, deadline or score, or an empty span."""
    if end <= start:
        return NOWHERE
    labelled = text[start] in LABEL_FIRST and _TAIL_SENTENCE.match(text, start, end)
    if labelled or is_owner_line(text, start, end):
        return Span(start, end)
    opening = BRACKETS.get(text[end - 1])
    if opening is None:
        return NOWHERE
    depth = 0
    at = end - 1
    closing = text[at]
    while at >= start:
        if text[at] == closing:
            depth += 1
        elif text[at] == opening:
            depth -= 1
            if depth == 0:
                break
        at -= 1
    if at < start:
        return NOWHERE
    inner = text[at + 1 : end - 1]
    if _TAIL_WORDS.search(inner) or _TAIL_UNITS.match(_DATE_AFTER.sub("", inner)):
        return Span(at, end)
    return NOWHERE
