"""Passages of a document that stand earlier in the same document, found in one pass."""

from collections.abc import Iterable, Sequence

from luoshi.document.source_text import Block, BlockKind, Repeat
from luoshi.values.span import Span

_ALONE = 30  # characters a paragraph needs to count as a passage by itself; formulas are shorter
_RUN = 3  # paragraphs in a row that count as a passage however short they are
_NEAR_LEAST = 30
_NEAR_SHARE = 0.8
_GRAM = 6
_ROLE_WORDS = ("（", "责任单位", "牵头单位", "责任部门", "配合单位", "完成时限")  # belong to each task anew


def twins(text: str, blocks: Sequence[Block]) -> list[int]:
    """Return for each block the index of the earliest with the same words, -1 when it is the first."""
    first: dict[int, int] = {}
    found: list[int] = []
    for i, block in enumerate(blocks):
        words = block.span.of(text)
        earliest = first.setdefault(hash(words), i)
        is_twin = earliest != i and block.kind is not BlockKind.ROW
        found.append(earliest if is_twin and blocks[earliest].span.of(text) == words else -1)
    return found


def near_twins(text: str, blocks: Sequence[Block], exact: Sequence[int]) -> list[int]:
    """Return ``exact`` with paragraphs added that share most of their words with an earlier one.

    Grams that start with one character in four stand for all; every gram remembers one paragraph, so the
    time is linear in the text.
    """
    of_gram: dict[str, int] = {}
    found = list(exact)
    for i, block in enumerate(blocks):
        words = block.span.of(text)
        if exact[i] >= 0 or len(words) < _NEAR_LEAST or block.kind is BlockKind.ROW:
            continue
        grams = [words[k : k + _GRAM] for k in range(len(words) - _GRAM + 1) if ord(words[k]) % 4 == 0]
        if not grams:
            continue
        votes: dict[int, int] = {}
        for gram in grams:
            if (j := of_gram.setdefault(gram, i)) != i:
                votes[j] = votes.get(j, 0) + 1
        if votes:
            best = max(votes, key=lambda j: (votes[j], -j))
            if votes[best] >= _NEAR_SHARE * len(grams):
                found[i] = best
    return found


def find_repeats(text: str, blocks: Sequence[Block], twin: Sequence[int]) -> tuple[Repeat, ...]:
    """Return the passages that repeat earlier ones: paragraphs that follow each other in both places."""
    found: list[Repeat] = []
    for start, end in repeated_runs(text, blocks, twin):
        here = Span(blocks[start].span.start, blocks[end - 1].span.end)
        there = Span(blocks[twin[start]].span.start, blocks[twin[end - 1]].span.end)
        found.append(Repeat(here, there))
    return tuple(found)


def repeated_runs(text: str, blocks: Sequence[Block], twin: Sequence[int]) -> Iterable[tuple[int, int]]:
    """Yield the first block and the one behind the last of each passage that stands before."""
    for start, end in _runs(twin):
        long_enough = blocks[end - 1].span.end - blocks[start].span.start >= _ALONE
        if long_enough and (end - start >= _RUN or _is_passage(text, blocks[start:end])):
            yield start, end


def _runs(twin: Sequence[int]) -> Iterable[tuple[int, int]]:
    start = 0
    while start < len(twin):
        end = start + 1
        if twin[start] >= 0:
            while end < len(twin) and twin[end] == twin[end - 1] + 1:
                end += 1
            yield start, end
        start = end


def _is_passage(text: str, blocks: Sequence[Block]) -> bool:
    words = [block.span.of(text) for block in blocks]
    return any(len(w) >= _ALONE and "。" in w and not w.startswith(_ROLE_WORDS) for w in words)
