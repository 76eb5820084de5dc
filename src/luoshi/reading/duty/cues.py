"""Cue words counted a stretch: one pass over the text, then two look-ups in a running sum a stretch."""

import tomllib
from importlib.resources import files
from itertools import chain
from typing import Final

import numpy as np
from ahocorasick_rs import AhoCorasick, MatchKind
from numpy.typing import NDArray

_LISTS: Final[dict[str, str]] = tomllib.loads(
    files("luoshi.reading.duty").joinpath("cues.toml").read_text(encoding="utf-8")
)
CUES: Final = tuple(_LISTS)
"""Names of the cue lists, in the order of their columns."""

_WORDS: Final = [(word, i) for i, name in enumerate(CUES) for word in dict.fromkeys(_LISTS[name].split())]


def _by_word() -> tuple[list[str], NDArray[np.int32]]:
    table: dict[str, list[int]] = {}
    for word, column in _WORDS:
        table.setdefault(word, []).append(column)
    rows = np.zeros((len(table), len(CUES)), dtype=np.int32)
    for i, columns in enumerate(table.values()):
        rows[i, columns] = 1
    return list(table), rows


_PATTERNS, _ROWS = _by_word()
_FINDER = AhoCorasick(_PATTERNS, matchkind=MatchKind.LeftmostLongest)


def count_cues(text: str, starts: NDArray[np.intp], stops: NDArray[np.intp]) -> NDArray[np.int32]:
    """Return how often each list's words stand in each ``starts[i]:stops[i]``; shape (stretches, lists)."""
    hits = _FINDER.find_matches_as_indexes(text)
    if not hits:
        return np.zeros((len(starts), len(CUES)), dtype=np.int32)
    found = np.fromiter(chain.from_iterable(hits), dtype=np.intp, count=3 * len(hits)).reshape(-1, 3)
    sums = np.zeros((len(found) + 1, len(CUES)), dtype=np.int32)
    np.cumsum(_ROWS[found[:, 0]], axis=0, out=sums[1:])
    first = np.searchsorted(found[:, 1], starts)
    last = np.searchsorted(found[:, 1], stops)
    return sums[last] - sums[first]
