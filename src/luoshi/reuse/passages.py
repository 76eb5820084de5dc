"""Passages: stretches of two texts that correspond, joined across pieces and told apart from quotations."""

from collections.abc import Callable
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from luoshi.reuse.match.boxes import Boxes
from luoshi.reuse.match.pieces import Pieces

JOIN = 72  # folded characters: passages of a pair no further apart in both texts are one
QUOTED = 0.6  # a passage is a quotation when so much of it lies in quotations


@dataclass(frozen=True, slots=True)
class Passages:
    """Corresponding stretches, one row each; ends exclusive.

    Attributes:
        a: Number of the text that stands first in the list.
        b: Number of the other one.
        a0: Where it begins in the first.
        a1: Where it ends.
        b0: Where it begins in the second.
        b1: Where it ends.
        n: Characters that correspond, folded.
        same: Characters as received that are unchanged.
        density: Part of the longer side that corresponds.
    """

    a: NDArray[np.int64]
    b: NDArray[np.int64]
    a0: NDArray[np.int64]
    a1: NDArray[np.int64]
    b0: NDArray[np.int64]
    b1: NDArray[np.int64]
    n: NDArray[np.int64]
    same: NDArray[np.int64]
    density: NDArray[np.float64]

    def __len__(self) -> int:
        """Return the number of passages."""
        return len(self.n)

    def pick(self, rows: NDArray[np.bool_] | NDArray[np.int64]) -> "Passages":
        """Return some of the rows."""
        return Passages(*(getattr(self, f.name)[rows] for f in fields(self)))

    @classmethod
    def of_rows(cls, rows: NDArray[np.float64]) -> "Passages":
        """Make passages of rows written by `as_rows`."""
        a, b, a0, a1, b0, b1, n, same = rows[:, :-1].astype(np.int64).T
        return cls(a, b, a0, a1, b0, b1, n, same, rows[:, -1].astype(np.float64))


COLUMNS = tuple(f.name for f in fields(Passages))


def as_rows(found: Passages) -> NDArray[np.float64]:
    """Lay passages out as one array, a row each."""
    return np.stack([getattr(found, name).astype(np.float64) for name in COLUMNS], axis=1)


def from_boxes(boxes: Boxes, pieces: Pieces) -> Passages:
    """Turn aligned boxes of pieces into passages of texts, in places of the folded codes."""
    at_a, at_b = pieces.starts[boxes.piece_a], pieces.starts[boxes.piece_b]
    return Passages(
        pieces.owner[boxes.piece_a], pieces.owner[boxes.piece_b],
        at_a + boxes.a0, at_a + boxes.a1, at_b + boxes.b0, at_b + boxes.b1,
        boxes.n, boxes.same, np.ones(len(boxes)),
    )  # fmt: skip


def join_near(found: Passages, gap: int = JOIN) -> Passages:
    """Join passages of a pair that overlap or nearly touch in both texts; returns them by pair and place."""
    by_a = True
    settled = 0
    while settled < 2 and len(found):
        order = np.lexsort(
            (found.b0, found.a0, found.b, found.a) if by_a else (found.a0, found.b0, found.b, found.a)
        )
        found = found.pick(order)
        near = (found.a[1:] == found.a[:-1]) & (found.b[1:] == found.b[:-1])
        for low, high in ((found.a0, found.a1), (found.b0, found.b1)):
            near &= np.maximum(low[1:], low[:-1]) - np.minimum(high[1:], high[:-1]) <= gap
        settled = settled + 1 if not near.any() else 0
        begins = np.flatnonzero(np.concatenate(([True], ~near)))
        low, high = (found.a0, found.a1) if by_a else (found.b0, found.b1)
        fresh = _fresh(low, high, np.cumsum(np.concatenate(([True], ~near))))
        a0, b0 = np.minimum.reduceat(found.a0, begins), np.minimum.reduceat(found.b0, begins)
        a1, b1 = np.maximum.reduceat(found.a1, begins), np.maximum.reduceat(found.b1, begins)
        n, same = (
            np.add.reduceat(np.rint(x * fresh).astype(np.int64), begins) for x in (found.n, found.same)
        )
        n = np.minimum(n, np.minimum(a1 - a0, b1 - b0))
        density = n / np.maximum(a1 - a0, b1 - b0)
        found = Passages(found.a[begins], found.b[begins], a0, a1, b0, b1, n, same, density)
        by_a = not by_a
    return found.pick(np.lexsort((found.b0, found.a0, found.b, found.a)))


def _fresh(low: NDArray[np.int64], high: NDArray[np.int64], group: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return how much of each stretch those before it in its group do not cover already."""
    fresh = np.ones(len(low))
    reach = np.maximum.accumulate(group << 40 | high)[:-1]
    covered = np.where(reach >> 40 == group[1:], reach & (1 << 40) - 1, 0) - low[1:]
    fresh[1:] -= np.clip(covered / (high - low)[1:], 0, 1)
    return fresh


def quoted_part(found: Passages, quotations: NDArray[np.int64], n: int) -> NDArray[np.float64]:
    """Return how much of each passage lies in quotations, in whichever of its texts more of it does."""
    step = np.zeros(n + 1, dtype=np.int32)
    np.add.at(step, quotations[:, 0], 1)
    np.add.at(step, quotations[:, 1], -1)
    inside = np.concatenate(([0], np.cumsum(np.cumsum(step[:-1]) > 0)))
    a = (inside[found.a1] - inside[found.a0]) / np.maximum(1, found.a1 - found.a0)
    b = (inside[found.b1] - inside[found.b0]) / np.maximum(1, found.b1 - found.b0)
    part: NDArray[np.float64] = np.maximum(a, b)
    return part


def in_words_received(
    found: Passages, offsets_at: Callable[[NDArray[np.int64]], NDArray[np.int32]]
) -> Passages:
    """Turn places of the folded codes into offsets of each text as received.

    Args:
        found: In places of the codes of the corpus.
        offsets_at: Returns the offsets of some places.
    """
    a0, a1, b0, b1 = (
        offsets_at(places).astype(np.int64) for places in (found.a0, found.a1 - 1, found.b0, found.b1 - 1)
    )
    a1, b1 = a1 + 1, b1 + 1
    same = np.minimum(found.same, np.minimum(a1 - a0, b1 - b0))
    return Passages(found.a, found.b, a0, a1, b0, b1, found.n, same, found.density)
