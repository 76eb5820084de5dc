"""Fingerprints: which k characters in a row a text holds, thinned by winnowing."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from luoshi.reuse.texts.fold import Folded

BASE = np.uint64(0x9E3779B97F4A7C15)
MIX = np.uint64(0xBF58476D1CE4E5B9)
BLOCK = 1 << 20  # codes winnowed at a time
NEVER = np.uint32(0xFFFFFFFF)


@dataclass(frozen=True, slots=True)
class Prints:
    """Fingerprints in the order of their places.

    Attributes:
        hashes: 64-bit hashes of k codes each.
        places: where each begins, in the codes they were taken from, int64.
    """

    hashes: NDArray[np.uint64]
    places: NDArray[np.int64]


def gram_hashes(codes: NDArray[np.uint16], k: int) -> NDArray[np.uint64]:
    """Return the hash of every k codes in a row, by doubling: no pass per character."""
    if len(codes) < k:
        return np.empty(0, np.uint64)
    power, width = (codes.astype(np.uint64) + np.uint64(1)) * BASE, 1
    powers = {1: power}
    while width * 2 <= k:
        power = power[:-width] * _factor(width) + power[width:]
        width *= 2
        powers[width] = power
    out, have = power, width
    for size in sorted(powers, reverse=True):
        while have + size <= k:
            n = len(codes) - have - size + 1
            out = out[:n] * _factor(size) + powers[size][have : have + n]
            have += size
    out = out ^ (out >> np.uint64(31))
    out *= MIX
    out ^= out >> np.uint64(29)
    return out


def _factor(size: int) -> np.uint64:
    return np.uint64(pow(int(BASE), size, 1 << 64))


def _sliding(values: NDArray[np.uint32], width: int, pick: np.ufunc) -> NDArray[np.uint32]:
    have = 1
    while have < width:
        step = min(have, width - have)
        values = pick(values[:-step], values[step:])
        have += step
    return values


def winnow(texts: Folded, k: int, window: int) -> Prints:
    """Keep of every ``window`` neighbouring grams the least, never one that runs over the end of a text."""
    cuts = texts.starts[np.searchsorted(texts.starts, np.arange(BLOCK, int(texts.starts[-1]), BLOCK))]
    edges = np.unique(np.concatenate(([0], cuts, texts.starts[-1:]))).tolist()
    parts = [_winnow(texts.codes[a:b], texts.starts[1:-1] - a, k, window, a) for a, b in pairwise(edges)]
    return Prints(
        np.concatenate([p.hashes for p in parts]) if parts else np.empty(0, np.uint64),
        np.concatenate([p.places for p in parts]) if parts else np.empty(0, np.int64),
    )


def _winnow(codes: NDArray[np.uint16], ends: NDArray[np.int64], k: int, window: int, base: int) -> Prints:
    hashes = gram_hashes(codes, k)
    if not len(hashes):
        return Prints(hashes, np.empty(0, np.int64))
    order = (hashes >> np.uint64(32)).astype(np.uint32)
    np.minimum(order, NEVER - np.uint32(1), out=order)
    for i in range(1, k):
        over = ends - i
        order[over[(over >= 0) & (over < len(order))]] = NEVER
    if len(order) <= window:
        chosen = order < NEVER
    else:
        least = _sliding(order, window, np.minimum)
        edge = np.zeros(window - 1, dtype=np.uint32)
        chosen = _sliding(np.concatenate((edge, least, edge)), window, np.maximum) == order
        chosen &= order < NEVER
    places = np.flatnonzero(chosen)
    return Prints(hashes[places], places + base)
