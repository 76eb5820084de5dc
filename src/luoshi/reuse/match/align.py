"""Alignment: inside each candidate box a finer pass says what really corresponds and where it ends."""

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from luoshi.reuse.match.boxes import Boxes, joined
from luoshi.reuse.match.pieces import PIECE, ragged
from luoshi.reuse.texts.fingerprint import gram_hashes
from luoshi.reuse.texts.weights import GRAM, Weights

BATCH = 1 << 17  # characters aligned at a time
SLOTS = 8  # of a box's table, for each gram at least so many


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
        long: More corresponding characters speak for themselves: stock phrases are short, and a
            template everybody copies would weigh nothing.
        each: What such a character weighs.
    """

    k: int = 3
    margin: int = 48
    slack: int = 24
    alone: int = 9
    gap: int = 24
    least: int = 18
    density: float = 0.3
    weight: float = 11.3
    long: int = 48
    each: float = 0.2


class Letters(NamedTuple):
    """Codes of some pieces laid end to end, with the detail `Folded` keeps of each."""

    codes: NDArray[np.uint16]
    detail: NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Scale:
    """What the texts hold at every place: fine gram, detail, summed weights of longer grams before it."""

    grams: NDArray[np.uint32]
    detail: NDArray[np.uint32]
    sums: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Runs:
    """Stretches that agree letter by letter, ascending by group.

    Attributes:
        group: First the box, later the passage.
        a: Where each begins in the first text, within the box.
        b: Where it begins in the second.
        size: How long it is.
    """

    group: NDArray[np.int64]
    a: NDArray[np.int64]
    b: NDArray[np.int64]
    size: NDArray[np.int64]

    def _reach(self, begin: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return how far the runs before each reach in its group, -1 for the first."""
        far = np.maximum.accumulate(self.group << 16 | begin + self.size)
        reach = np.full(len(far), -1, dtype=np.int64)
        same = self.group[1:] == self.group[:-1]
        reach[1:][same] = far[:-1][same] & 0xFFFF
        return reach

    def grouped(self, gap: int) -> tuple["Runs", NDArray[np.int64]]:
        """Split groups at gaps along one text and the other in turn; sorted by ``a``, with each one's box."""
        runs, boxes = self, self.group
        for turn in range(3):
            along = runs.b if turn % 2 else runs.a
            order = np.argsort(runs.group << 15 | along, kind="stable")
            runs = Runs(runs.group[order], runs.a[order], runs.b[order], runs.size[order])
            boxes, begin = boxes[order], along[order]
            if turn == 2:
                break
            reach = runs._reach(begin)
            runs = replace(runs, group=np.cumsum((reach < 0) | (begin - reach > gap)) - 1)
        return runs, boxes[np.searchsorted(runs.group, np.arange(int(runs.group[-1]) + 1))]

    def fresh(self) -> NDArray[np.int64]:
        """Return of each run the characters that runs before it have covered in the first text."""
        covered: NDArray[np.int64] = np.clip(self._reach(self.a) - self.a, 0, self.size)
        return covered


def widen(boxes: Boxes, starts: NDArray[np.int64], margin: int) -> Boxes:
    """Let each box reach ``margin`` further on all sides, within its pieces."""
    size = np.minimum(np.diff(starts), PIECE)
    return Boxes(
        boxes.piece_a, boxes.piece_b,
        np.maximum(boxes.a0 - margin, 0), np.minimum(boxes.a1 + margin, size[boxes.piece_a]),
        np.maximum(boxes.b0 - margin, 0), np.minimum(boxes.b1 + margin, size[boxes.piece_b]),
        boxes.low, boxes.high, boxes.n, boxes.weight, boxes.same,
    )  # fmt: skip


def align(letters: Letters, starts: NDArray[np.int64], boxes: Boxes, weights: Weights, fine: Fine) -> Boxes:
    """Return the passages found in the boxes, with their corresponding characters and weight."""
    grams = (gram_hashes(letters.codes, fine.k) >> np.uint64(40)).astype(np.uint32)
    grams = np.concatenate((grams, np.zeros(fine.k, np.uint32)))
    sums = np.concatenate(([0], np.cumsum(weights.of(letters.codes)[1], dtype=np.int64)))
    scale = Scale(grams, letters.detail, sums)
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
    runs = _runs(box[near], a[near], b[near], fine)
    if not len(runs.a):
        return joined([])
    runs, owner = runs.grouped(fine.gap)
    begins = np.searchsorted(runs.group, np.arange(len(owner)))
    a0, a1 = np.minimum.reduceat(runs.a, begins), np.maximum.reduceat(runs.a + runs.size, begins)
    b0, b1 = np.minimum.reduceat(runs.b, begins), np.maximum.reduceat(runs.b + runs.size, begins)
    fresh = runs.fresh()
    n = np.bincount(runs.group, weights=runs.size - fresh, minlength=len(owner)).astype(np.int64)
    n = np.minimum(n, np.minimum(a1 - a0, b1 - b0))
    at_a, at_b = (starts[wide.piece_a] + wide.a0)[owner], (starts[wide.piece_b] + wide.b0)[owner]
    whole = np.maximum(runs.size - fresh - (GRAM - 1), 0)
    at = at_a[runs.group] + runs.a + fresh
    gained = (scale.sums[at + whole] - scale.sums[at]) / 255
    weight = np.bincount(runs.group, weights=gained, minlength=len(owner)).astype(np.float64)
    weight += fine.each * np.maximum(n - fine.long, 0)
    ok = (n >= fine.least) & (n >= fine.density * np.maximum(a1 - a0, b1 - b0)) & (weight >= fine.weight)
    shift = (wide.b0 - wide.a0)[owner]
    drift = runs.b - runs.a
    return Boxes(
        wide.piece_a[owner], wide.piece_b[owner],
        a0 + wide.a0[owner], a1 + wide.a0[owner], b0 + wide.b0[owner], b1 + wide.b0[owner],
        np.minimum.reduceat(drift, begins) + shift, np.maximum.reduceat(drift, begins) + shift,
        n, weight, _unchanged(scale, runs, fresh, ok, at_a, at_b),
    ).pick(ok)  # fmt: skip


def _unchanged(  # noqa: PLR0913, PLR0917  # both sides of the runs
    scale: Scale,
    runs: Runs,
    fresh: NDArray[np.int64],
    ok: NDArray[np.bool_],
    at_a: NDArray[np.int64],
    at_b: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Return of each group the characters received unchanged, those dropped in folding included."""
    rows = np.flatnonzero(ok[runs.group])
    group, skip = runs.group[rows], fresh[rows]
    run, member = ragged(np.maximum(runs.size[rows] - skip, 0))
    of_a = scale.detail[(at_a[group] + runs.a[rows] + skip)[run] + member]
    of_b = scale.detail[(at_b[group] + runs.b[rows] + skip)[run] + member]
    other = of_a ^ of_b
    equal = other & np.uint32(0xFFFF00) == 0
    dropped = (of_a & np.uint32(0xFF)) * (other & np.uint32(0xFF0000FF) == 0)
    return np.bincount(group[run], weights=equal + dropped, minlength=len(ok)).astype(np.int64)


def _fine_seeds(
    grams: NDArray[np.uint32], starts: NDArray[np.int64], wide: Boxes, fine: Fine
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return box, place in the first and place in the second text of equal grams.

    Of a gram that the second text holds in several places, the first and the last are taken. Each box has a
    small table from gram to place; where two grams share a slot, the first and the last entry keep both.
    """
    sides = []
    slots = SLOTS << np.ceil(np.log2(np.maximum(wide.b1 - wide.b0, 1))).astype(np.int64)
    tables = np.cumsum(slots) - slots
    for piece, begin, end in ((wide.piece_a, wide.a0, wide.a1), (wide.piece_b, wide.b0, wide.b1)):
        sizes = np.maximum(end - begin - fine.k + 1, 0)
        box, place = ragged(sizes)
        gram = grams[(starts[piece] + begin)[box] + place]
        slot = tables[box] + (gram.astype(np.int64) & (slots - 1)[box])
        sides.append((box, place, gram, slot, np.cumsum(sizes) - sizes))
    (box, place, gram, slot, _), (_, place_b, gram_b, slot_b, begin_b) = sides
    found = []
    known = np.full(int(slots.sum()), -1, dtype=np.int16)
    last = None
    for order in (slice(None), slice(None, None, -1)):
        known[slot_b[order]] = place_b[order]
        there = known[slot]
        rows = np.flatnonzero(there >= 0 if last is None else there != last)
        at = there[rows].astype(np.int64)
        equal = gram_b[begin_b[box[rows]] + at] == gram[rows]
        found.append((box[rows[equal]], place[rows[equal]], at[equal]))
        last = there
    return tuple(np.concatenate(column) for column in zip(*found, strict=True))  # type: ignore[return-value]


def _runs(box: NDArray[np.int64], a: NDArray[np.int64], b: NDArray[np.int64], fine: Fine) -> Runs:
    """Make runs of neighbouring grams, without those that stand alone on their diagonal."""
    drift = b - a + (1 << 15)
    key = np.sort(
        box.astype(np.uint64) << np.uint64(31)
        | drift.astype(np.uint64) << np.uint64(15)
        | a.astype(np.uint64)
    ).astype(np.int64)
    step = np.diff(key)
    close = (step <= fine.alone) & (key[1:] >> 15 == key[:-1] >> 15)
    kept = np.zeros(len(key), dtype=np.bool_)
    kept[1:] |= close
    kept[:-1] |= close
    key = key[kept]
    begins = np.flatnonzero(np.diff(key, prepend=-2) != 1)
    size = np.diff(np.append(begins, len(key))) + fine.k - 1
    key = key[begins]
    a = key & 0x7FFF
    return Runs(key >> 31, a, a + (key >> 15 & 0xFFFF) - (1 << 15), size)
