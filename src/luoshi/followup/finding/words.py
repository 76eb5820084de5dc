"""Texts and questions as tokens: pairs of Chinese characters, whole words of anything else."""

import re
import unicodedata
from collections.abc import Iterator

_RUNS = re.compile(r"[㐀-鿿豈-﫿𠀀-𳎯]+|[^\W_㐀-鿿豈-﫿𠀀-𳎯]+")
_LONGEST = 60  # characters of a question
_PHRASE, _WORDS = 7, 4  # characters, or whole words, of a phrase


def _runs(text: str) -> Iterator[tuple[str, bool]]:
    """Yield ``(run, is Chinese)`` of a text in one width and one case."""
    for found in _RUNS.finditer(unicodedata.normalize("NFKC", text).lower()):
        run = found.group()
        yield run, not run.isascii() and run[0] >= "\u3400"


def tokens_of(text: str) -> Iterator[str]:
    """Yield what a text is found by; a lone last character lets one-character questions find it."""
    for run, is_chinese in _runs(text):
        if is_chinese:
            yield from (run[i : i + 2] for i in range(len(run)))
        else:
            yield run


def phrases_of(text: str) -> list[tuple[str, ...]]:
    """Return phrases of a text as tokens in a row: of each clause the middle, past its stock opening."""
    found: list[tuple[str, ...]] = []
    words: list[str] = []
    for run, is_chinese in _runs(text):
        if is_chinese:
            words = []
            if len(run) >= _PHRASE:
                start = (len(run) - _PHRASE) // 2
                found.append(tuple(run[i : i + 2] for i in range(start, start + _PHRASE - 1)))
            continue
        words.append(run)
        if len(words) == _WORDS:
            found.append(tuple(words))
            words = []
    return found


def terms_of(question: str) -> list[tuple[tuple[str, ...], bool]]:
    """Return the parts of a question, all of which must be found: ``(tokens in a row, is a beginning)``.

    Two characters and more are pairs in a row; one character, and a word, is the beginning of a token.
    """
    found: list[tuple[tuple[str, ...], bool]] = []
    for run, is_chinese in _runs(question[:_LONGEST]):
        if is_chinese and len(run) > 1:
            found.append((tuple(run[i : i + 2] for i in range(len(run) - 1)), False))
        else:
            found.append(((run,), True))
    return found


def places_of(text: str, question: str) -> list[int]:
    """Return where words asked for stand in a text."""
    return [found.start() for found in _pattern(question).finditer(text)]


def _pattern(question: str) -> re.Pattern[str]:
    wanted = sorted({run for run, _ in _runs(question[:_LONGEST])}, key=len, reverse=True)
    return re.compile("|".join(re.escape(word) for word in wanted) or r"(?!)", re.IGNORECASE)


def marked(text: str, question: str, *, around: int = 0) -> tuple[tuple[str, bool], ...]:
    """Return a text in pieces, ``(words, is asked for)``.

    Args:
        text: as people read it.
        question: what was asked.
        around: characters kept before the first hit, and three times as many after it; 0: the whole text.
    """
    pattern = _pattern(question)
    start, end = 0, len(text)
    if around:
        first = pattern.search(text)
        start = max(0, first.start() - around) if first else 0
        end = min(len(text), start + 4 * around)
    pieces: list[tuple[str, bool]] = [("…", False)] if start else []
    at = start
    for hit in pattern.finditer(text, start, end):
        pieces += [(text[at : hit.start()], False), (hit.group(), True)]
        at = hit.end()
    pieces += [(text[at:end], False), ("…" if end < len(text) else "", False)]
    return tuple((words, is_hit) for words, is_hit in pieces if words)
