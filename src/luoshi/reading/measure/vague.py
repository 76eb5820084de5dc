"""Time words without a period or a date (定期、适时、尽快): questions to ask, never limits."""

from functools import lru_cache
from typing import Final

from luoshi.reading.measure.lexicon import WORDS
from luoshi.values.pattern import any_of, lazy
from luoshi.values.span import Span

_STARTS: Final = "".join(sorted({w[0] for w in WORDS["vague"]}))
_VAGUE: Final = lazy(
    f"[{_STARTS}](?<=(?=("
    + any_of(WORDS["vague"])
    + rf"(?!性(?!的)))(?!间?[0-9一二两三]+[个日天]))[{_STARTS}])"
)
_NAMES_A_TIME: Final = lazy(r"[0-9一二两三四五六七八九十半]{1,3}个?(?:工作日|日|天|月|周|小时)")


@lru_cache(maxsize=1)
def find_vague(text: str) -> tuple[Span, ...]:
    """Return every time word that names no time, in order and without overlap."""
    found: list[Span] = []
    at = 0
    for hit in _VAGUE.finditer(text):
        start, end = hit.span(1)
        if start < at or _NAMES_A_TIME.match(text, end):
            continue
        found.append(Span(start, end))
        at = end
    return tuple(found)
