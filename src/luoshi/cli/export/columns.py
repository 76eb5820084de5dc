"""Aligned columns in a terminal, where a Chinese character is two cells wide."""

import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import zip_longest
from typing import Final

from luoshi.cli.shown import shown

_NO_START: Final = frozenset("，。；：、！？）》」』”’〉】〕,.;:!?)]")


@cache
def _cells(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def cells(words: str) -> int:
    """Return how many terminal cells ``words`` take.

    >>> cells("3月底前")
    7
    """
    return len(words) if words.isascii() else sum(map(_cells, words))


def wrap(words: str, width: int) -> list[str]:
    """Break ``words`` into lines of at most ``width`` cells; closing punctuation never opens a line."""
    lines: list[str] = []
    line, used = "", 0
    for char in "\n".join(shown(one.replace("\t", " ")) for one in words.split("\n")):
        wide = _cells(char)
        if char == "\n" or (used + wide > width and char not in _NO_START):
            kept, carried = _break(line, char)
            lines.append(kept)
            line, used = carried, cells(carried)
            if char == "\n" or (char == " " and not line):
                continue
        line += char
        used += wide
    return [*lines, line] if line or not lines else lines


def _break(line: str, char: str) -> tuple[str, str]:
    """Split a full line before ``char``: a Latin word or number stays whole when a blank stands before it."""
    if not (char.isascii() and char.isalnum()):
        return line.rstrip(), ""
    head, blank, tail = line.rpartition(" ")
    if blank and tail.isascii() and head.strip():
        return head.rstrip(), tail
    return line, ""


def pad(words: str, width: int) -> str:
    """Return ``words`` filled up with blanks to ``width`` cells."""
    return words + " " * max(0, width - cells(words))


def side_by_side(columns: Sequence[Sequence[str]], widths: Sequence[int]) -> Iterator[list[str]]:
    """Yield the lines of several wrapped columns, each piece filled to its width."""
    wrapped = [
        [line for words in column for line in wrap(words, width)]
        for column, width in zip(columns, widths, strict=True)
    ]
    for pieces in zip_longest(*wrapped, fillvalue=""):
        yield [pad(piece, width) for piece, width in zip(pieces, widths, strict=True)]
