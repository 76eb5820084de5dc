"""Several documents on one page, told apart."""

import re
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files

from luoshi.document.source_text import Block, BlockKind
from luoshi.values.pattern import lazy
from luoshi.values.span import Span

_TITLE_LENGTH = 50
_MOSTLY_REPEATS = 0.1
_MANY_BLOCKS = 30
_ORDINALS = {mark: n for n, mark in enumerate("一二三四五六七八九十", start=1)}
_ITEM = lazy(r"（([一二三四五六七八九十])）|(第?[一二三四五六七八九十][、，：])")
_LEAD = lazy("以下|方面|几点|：$")  # announces a list of its own


@dataclass(frozen=True, slots=True)
class Parts:
    """The documents of a page, and its blocks with the words between them marked."""

    spans: tuple[Span, ...]
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class _Cues:
    numbered_title: re.Pattern[str]
    blurb: tuple[str, ...]
    greeting: re.Pattern[str]
    opening: re.Pattern[str]
    closing: re.Pattern[str]


@lru_cache(maxsize=1)
def _cues() -> _Cues:
    table = tomllib.loads(files("luoshi.document").joinpath("lexicon/splices.toml").read_text("utf-8"))
    blurb = tuple(table.pop("blurb"))
    return _Cues(
        blurb=blurb, **{name: re.compile(pattern.replace("\n|", "|")) for name, pattern in table.items()}
    )


def find_parts(text: str, blocks: tuple[Block, ...], twin: Sequence[int]) -> Parts:
    """Return the documents of a page; an ordinary one is a single part.

    Args:
        text: the text as read.
        blocks: its blocks.
        twin: for each block the earliest with the same words, or -1.
    """
    between = _between(text, blocks)
    if not _is_compiled(text, blocks, twin, between):
        return Parts((Span(0, len(text)),), blocks)
    starts = _starts(text, blocks, twin, between)
    spans = tuple(
        Span(blocks[start].span.start, blocks[_last(blocks, start, end, between)].span.end)
        for start, end in zip(starts, [*starts[1:], len(blocks)], strict=True)
    )
    marked = (replace(b, kind=BlockKind.CHROME) if i in between else b for i, b in enumerate(blocks))
    return Parts(spans, tuple(marked))


def _last(blocks: Sequence[Block], start: int, end: int, between: set[int]) -> int:
    last = end - 1
    while last > start and (last in between or blocks[last].kind is BlockKind.CHROME):
        last -= 1
    return last


def _between(text: str, blocks: Sequence[Block]) -> set[int]:
    """Return the lines the page put between documents: numbered titles of one stem, and blurbs."""
    cues = _cues()
    titles: dict[int, str] = {}
    blurbs: set[int] = set()
    for i, block in enumerate(blocks):
        if block.kind is not BlockKind.PARAGRAPH and block.kind is not BlockKind.HEADING:
            continue
        last = text[block.span.end - 1]
        if block.span.end - block.span.start <= _TITLE_LENGTH and last not in "。；":
            words = block.span.of(text)
            if ("篇" in words or "文" in words) and (found := cues.numbered_title.fullmatch(words)):
                titles[i] = found["stem"]
        elif text[block.span.end - 10 : block.span.end].rstrip("！。").endswith(cues.blurb):
            blurbs.add(i)
    stems = Counter(titles.values())
    return {i for i, stem in titles.items() if len(stem) >= 4 and stems[stem] > 1} | blurbs


def _is_compiled(text: str, blocks: Sequence[Block], twin: Sequence[int], between: set[int]) -> bool:
    if len(between) > 1:
        return True
    if len(blocks) < _MANY_BLOCKS:
        return False
    repeated = sum(i >= 0 and len(b.span.of(text)) > _TITLE_LENGTH for i, b in zip(twin, blocks, strict=True))
    if repeated > _MOSTLY_REPEATS * len(blocks):
        return True
    greetings = [i for i, b in enumerate(blocks) if _greets(text, b)]
    return len(greetings) > 2 and any(_closes(text, blocks[i - 1]) for i in greetings[1:])


def _starts(text: str, blocks: Sequence[Block], twin: Sequence[int], between: set[int]) -> list[int]:
    """Return the first block of each document.

    A paragraph that repeats one inside an earlier document ends or begins what that one ended or began.
    """
    starts: list[int] = []
    ends: set[int] = set()
    begins: set[int] = set()
    since = 0
    items = _Items()
    for i, block in enumerate(blocks):
        if i in between or block.kind is BlockKind.CHROME:
            since = i + 1
            continue
        words = block.span.of(text)
        is_reset = items.starts_anew(words)
        after_end = i == since or i - 1 in ends
        is_start = after_end or _greets(text, block) or twin[i] in begins or is_reset
        if not is_start and _cues().opening.match(words):
            is_start = not starts or i - starts[-1] > 2
        if is_start and not (
            starts and i - starts[-1] == 1 and not after_end and _greets(text, blocks[i - 1])
        ):
            starts.append(i)
            begins.add(i)
            ends |= {i - 1} - {-1}
            items = _Items()
            items.starts_anew(words)
            since = -1
        if _closes(text, block) or twin[i] in ends:
            ends.add(i)
    return starts


class _Items:
    """Follows the numbers （一）（二）… and tells when they begin again without a heading above them."""

    def __init__(self) -> None:
        self._last = 0

    def starts_anew(self, words: str) -> bool:
        found = _ITEM.match(words)
        if not found:
            if _LEAD.search(words):
                self._last = 0
            return False
        if found[2]:
            self._last = 0
            return False
        n = _ORDINALS[found[1]]
        anew = n == 1 and self._last > 1
        self._last = n
        return anew


def _greets(text: str, block: Block) -> bool:
    length = block.span.end - block.span.start
    return length <= _TITLE_LENGTH and _cues().greeting.fullmatch(text, *block.span) is not None


def _closes(text: str, block: Block) -> bool:
    words = block.span.of(text)
    cues = _cues()
    return cues.closing.match(words) is not None and cues.opening.match(words) is None
