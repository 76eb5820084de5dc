"""Alignment: inside each candidate box a second, finer pass says what really corresponds and where it ends."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from luoshi.reuse.match.boxes import Boxes, joined, split_by_gaps
from luoshi.reuse.texts.fingerprint import gram_hashes
from luoshi.reuse.match.pieces import PIECE, ragged
from luoshi.reuse.texts.weights import Weights

BATCH = 1 << 21  # characters aligned at a time


@dataclass(frozen=True, slots=True)
class Fine:
    """Settings of the second pass, in folded characters.

    Attributes:
        k: Length of the fine grams.
        margin: How far beyond a candidate box corresponding words are looked for.
        slack: How far the diagonal may drift from that of the seeds.
        alone: A fine gram with no other within this distance is chance.
        gap: Longest stretch without correspondence inside one passage.
        least: Fewest corresponding characters of a passage.
        density: Least part of the longer side that corresponds.
        weight: Least weight of the grams that correspond; a gram only one document holds weighs 1.
    """

    k: int = 3
    margin: int = 48
    slack: int = 24
    alone: int = 9
    gap: int = 24
    least: int = 18
    density: float = 0.3
    weight: float = 11.0


@dataclass(frozen=True, slots=True)
class Scale:
    """What every place of the compared texts holds: its fine gram, its longer gram, and what the longer one weighs."""

    grams: NDArray[np.uint32]
    slots: NDArray[np.uint32]
    weights: NDArray[np.uint8]


def widen(boxes: Boxes, starts: NDArray[np.int64], margin: int) -> Boxes:
    """Let each box reach ``margin`` further on all sides, within its pieces."""
    size = np.minimum(np.diff(starts), PIECE)
    return Boxes(
        boxes.piece_a, boxes.piece_b,
        np.maximum(boxes.a0 - margin, 0), np.minimum(boxes.a1 + margin, size[boxes.piece_a]),
        np.maximum(boxes.b0 - margin, 0), np.minimum(boxes.b1 + margin, size[boxes.piece_b]),
        boxes.low, boxes.high, boxes.n, boxes.weight,
    )  # fmt: skip


def align(codes: NDArray[np.uint16], starts: NDArray[np.int64], boxes: Boxes, weights: Weights, fine: Fine) -> Boxes:
    """Return the passages found in the boxes, with the number of corresponding characters and their weight."""
    grams = (gram_hashes(codes, fine.k) >> np.uint64(40)).astype(np.uint32)
    grams = np.concatenate((grams, np.zeros(fine.k, np.uint32)))
    scale = Scale(grams, *weights.of(codes))
    wide = widen(boxes, starts, fine.margin)
    cost = np.cumsum(wide.a1 - wide.a0 + wide.b1 - wide.b0)
    out = []
    begin = 0
    while begin < len(boxes):
        limit = (cost[begin - 1] if begin else 0) + BATCH
        end = max(begin + 1, int(np.searchsorted(cost, limit)))
        rows = slice(begin, min(end, begin + (1 << 20)))
        out.append(_align_batch(scale, starts, boxes.pick(rows), wide.pick(rows), fine))
        begin = rows.stop
    return joined(out)


def _align_batch(scale: Scale, starts: NDArray[np.int64], boxes: Boxes, wide: Boxes, fine: Fine) -> Boxes:
    box, a, b = _fine_seeds(scale.grams, starts, wide, fine)
    drift = (b + wide.b0[box]) - (a + wide.a0[box])
    near = (drift >= boxes.low[box] - fine.slack) & (drift <= boxes.high[box] + fine.slack)
    box, a, b = _supported(box[near], a[near], b[near], fine)
    if not len(box):
        return joined([])
    split, a, b = split_by_gaps(box, a, b, fine.gap)
    sizes = np.bincount(split)
    begins = np.cumsum(sizes) - sizes
    owner = np.sort(box)[begins]
    a0, a1 = np.minimum.reduceat(a, begins), np.maximum.reduceat(a, begins) + fine.k
    b0, b1 = np.minimum.reduceat(b, begins), np.maximum.reduceat(b, begins) + fine.k
    same = np.minimum(_covered(split, a, fine.k, len(sizes)), _covered(split, b, fine.k, len(sizes)))
    weight = _weighed(scale, split, (starts[wide.piece_a] + wide.a0)[owner[split]] + a,
                      (starts[wide.piece_b] + wide.b0)[owner[split]] + b, len(sizes))  # fmt: skip
    ok = (
        (same >= fine.least) & (same >= fine.density * np.maximum(a1 - a0, b1 - b0)) & (weight >= fine.weight)
    )
    drift = (b + wide.b0[owner[split]]) - (a + wide.a0[owner[split]])
    found = Boxes(
        wide.piece_a[owner], wide.piece_b[owner],
        a0 + wide.a0[owner], a1 + wide.a0[owner], b0 + wide.b0[owner], b1 + wide.b0[owner],
        np.minimum.reduceat(drift, begins), np.maximum.reduceat(drift, begins), same, weight,
    )  # fmt: skip
    return found.pick(ok)


def _weighed(
    scale: Scale, group: NDArray[np.int64], a: NDArray[np.int64], b: NDArray[np.int64], n: int
) -> NDArray[np.int64]:
    """Return for each group the weight of its longer grams that agree, each place counted once."""
    agree = scale.slots[a] == scale.slots[b]
    group, a = group[agree], a[agree]
    key = np.sort(group.astype(np.uint64) << np.uint64(40) | a.astype(np.uint64))
    once = np.ones(len(key), dtype=np.bool_)
    once[1:] = key[1:] != key[:-1]
    key = key[once]
    weight = scale.weights[(key & np.uint64((1 << 40) - 1)).astype(np.int64)]
    return np.bincount((key >> np.uint64(40)).astype(np.int64), weights=weight, minlength=n) / 255  # type: ignore[no-any-return]


def _fine_seeds(
    grams: NDArray[np.uint32], starts: NDArray[np.int64], wide: Boxes, fine: Fine
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    keys = []
    for side, (piece, begin, end) in enumerate(
        ((wide.piece_a, wide.a0, wide.a1), (wide.piece_b, wide.b0, wide.b1))
    ):
        box, place = ragged(np.maximum(end - begin - fine.k + 1, 0))
        gram = grams[(starts[piece] + begin)[box] + place]
        keys.append(
            box.astype(np.uint64) << np.uint64(40)
            | gram.astype(np.uint64) << np.uint64(16)
            | np.uint64(side << 15)
            | place.astype(np.uint64)
        )
    key = np.sort(np.concatenate(keys))
    group = key >> np.uint64(16)
    begins = (
        np.flatnonzero(np.concatenate(([True], group[1:] != group[:-1])))
        if len(key)
        else np.empty(0, np.int64)
    )
    on_b = (key >> np.uint64(15) & np.uint64(1)).astype(np.int64)
    sizes = np.diff(np.concatenate((begins, [len(key)])))
    n_b = np.add.reduceat(on_b, begins) if len(begins) else on_b
    n_a = sizes - n_b
    both = (n_a > 0) & (n_b > 0) & (n_a * n_b <= 12)
    begins, n_a, n_b = begins[both], n_a[both], n_b[both]
    which, member = ragged(n_a * n_b)
    left = key[begins[which] + member // n_b[which]]
    right = key[begins[which] + n_a[which] + member % n_b[which]]
    mask = np.uint64(0x7FFF)
    return (
        (left >> np.uint64(40)).astype(np.int64),
        (left & mask).astype(np.int64),
        (right & mask).astype(np.int64),
    )


def _supported(
    box: NDArray[np.int64], a: NDArray[np.int64], b: NDArray[np.int64], fine: Fine
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Drop grams that stand alone on their diagonal, and return the rest by box."""
    drift = b - a + (1 << 15)
    key = np.sort(
        box.astype(np.uint64) << np.uint64(31)
        | drift.astype(np.uint64) << np.uint64(15)
        | a.astype(np.uint64)
    )
    rest = key >> np.uint64(15)
    # neighbours on the same or the next diagonal, close enough to be one run with a small change in it
    step = np.diff(key.astype(np.int64))
    close = (rest[1:] == rest[:-1]) & (step <= fine.alone)
    keep = np.zeros(len(key), dtype=np.bool_)
    keep[1:] |= close
    keep[:-1] |= close
    key = key[keep]
    a = (key & np.uint64(0x7FFF)).astype(np.int64)
    drift = (key >> np.uint64(15) & np.uint64(0xFFFF)).astype(np.int64) - (1 << 15)
    return (key >> np.uint64(31)).astype(np.int64), a, a + drift


def _covered(group: NDArray[np.int64], place: NDArray[np.int64], k: int, n: int) -> NDArray[np.int64]:
    """Return for each group how many characters its grams cover together."""
    key = np.sort(group << 16 | place)
    step = np.full(len(key), k, dtype=np.int64)
    step[:-1] = np.minimum(np.where(key[1:] >> 16 == key[:-1] >> 16, key[1:] - key[:-1], k), k)
    return np.bincount(key >> 16, weights=step, minlength=n).astype(np.int64)
