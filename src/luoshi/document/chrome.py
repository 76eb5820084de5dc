"""Lines of the web page around a document: marked, never taken out."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from importlib.resources import files

from luoshi.document.source_text import Block, BlockKind
from luoshi.values.pattern import lazy

_EDGE = 30  # lines at either end where a page's own words stand
_LONGEST = 220
_WEB_WORDS = lazy("品鉴|小编|http|本文地址|欢迎阅读|范文网|一篇：")
_EXCERPT = 20  # characters an excerpt shares with the paragraph it was cut from
_PAGE_MARK = lazy(r"[\s\u3000—-]*第\s?\d+\s?页.*")  # a title that stands again on top of each page
_ABSTRACT = lazy(r"^(?:摘要|导读|内容提要|简介|内容摘要)：\s?")


@dataclass(frozen=True, slots=True)
class Page:
    """What the page around a document says of it."""

    blocks: tuple[Block, ...]
    date: str | None = None
    publisher: str | None = None


@dataclass(frozen=True, slots=True)
class _Patterns:
    hints: re.Pattern[str]
    anywhere: re.Pattern[str]
    at_edge: re.Pattern[str]
    date: re.Pattern[str]
    publisher: re.Pattern[str]


@lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    table = tomllib.loads(files("luoshi.document").joinpath("lexicon/chrome.toml").read_text("utf-8"))
    return _Patterns(
        re.compile("|".join(table["hints"])),
        re.compile("|".join(f"(?:{p})" for p in table["anywhere"])),
        re.compile("|".join(f"(?:{p})" for p in table["at_edge"])),
        re.compile(table["tells"]["date"]),
        re.compile(table["tells"]["publisher"]),
    )


def mark_chrome(text: str, blocks: tuple[Block, ...]) -> Page:
    """Return ``blocks`` with the page's own marked, and what these say."""
    places = list(range(len(blocks)))
    if len(blocks) > 2 * _EDGE:
        places = places[:_EDGE] + _probed(text, blocks) + places[-_EDGE:]
    found = {i for i in places if _is_chrome(text, blocks, i)}
    found |= _excerpts(text, blocks, found)
    if not found:
        return Page(blocks)
    patterns = _patterns()
    said = [blocks[i].span.of(text) for i in sorted(found)]
    dates = [
        iso
        for words in said
        if "抓取" not in words
        for m in patterns.date.finditer(words)
        if (iso := _iso(m))
    ]
    publishers = [m[1] for words in said if (m := patterns.publisher.search(words))]
    marked = tuple(replace(b, kind=BlockKind.CHROME) if i in found else b for i, b in enumerate(blocks))
    return Page(marked, dates[0] if dates else None, publishers[0] if publishers else None)


def _probed(text: str, blocks: tuple[Block, ...]) -> list[int]:
    """Return the lines between the edges that are worth a look; none in a text without web words."""
    if not _WEB_WORDS.search(text):
        return []
    return [i for i in range(_EDGE, len(blocks) - _EDGE) if len(blocks[i].span.of(text)) <= _LONGEST]


def _is_chrome(text: str, blocks: Sequence[Block], i: int) -> bool:
    block = blocks[i]
    words = block.span.of(text)
    if block.kind is not BlockKind.PARAGRAPH or len(words) > _LONGEST:
        return False
    patterns = _patterns()
    telling = _WEB_WORDS if words[-1] in "。；" else patterns.hints
    if not telling.search(words):
        return False
    if patterns.anywhere.fullmatch(words):
        return True
    at_edge = i < _EDGE or i >= len(blocks) - _EDGE
    return at_edge and patterns.at_edge.fullmatch(words) is not None


def _excerpts(text: str, blocks: tuple[Block, ...], chrome: set[int]) -> set[int]:
    """Return the opening lines that only repeat the beginning of a later paragraph."""
    opening = [(i, b.span.of(text)) for i, b in enumerate(blocks[:_EDGE])]
    found: set[int] = set()
    for i, words in opening[:10]:
        is_abstract = _ABSTRACT.match(words) is not None
        is_cut = is_abstract or words[-1] not in "。！？：”"
        if i in chrome or not is_cut or len(words) < _EXCERPT:
            continue
        bare = _ABSTRACT.sub("", words).rstrip(" …。.")
        head = bare[: 2 * _EXCERPT] if is_abstract else bare
        if text.find(head, blocks[i].span.end) < 0:
            continue
        if any(_goes_on(head, words, opening[i + 1 :])):
            found.add(i)
    return found


def _goes_on(head: str, words: str, later: list[tuple[int, str]]) -> Iterator[bool]:
    return (
        other.startswith(head) and other != words and not _PAGE_MARK.fullmatch(other, len(head))
        for _, other in later
    )


def _iso(found: re.Match[str]) -> str | None:
    try:
        return date(int(found[1]), int(found[2]), int(found[3])).isoformat()
    except ValueError:
        return None
