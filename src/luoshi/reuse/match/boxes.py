"""Boxes: seeds of one pair that lie near each other in both texts."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from luoshi.reuse.match.pieces import PLACE_BITS
from luoshi.reuse.match.seeds import PAIR_BITS, PIECE_BITS, PLACE_MASK

FLOOR = 0.1  # weight even of seeds everybody holds: far apart and in order they still say something


@dataclass(frozen=True, slots=True)
class Boxes:
    """Stretches of two pieces that seem to belong together, a row each; ends exclusive, within the piece.

    Attributes:
        piece_a: Piece of the earlier text in the list.
        piece_b: Piece of the later one.
        a0: Where it begins in the first.
        a1: Where it ends.
        b0: Where it begins in the second.
        b1: Where it ends.
        low: Least difference between a place in the second and its counterpart in the first.
        high: Greatest.
        n: What supports it: seeds, or corresponding characters after alignment.
        weight: What that says, in grams only one document holds.
        same: Characters as received that are unchanged; 0 before alignment.
    """

    piece_a: NDArray[np.int64]
    piece_b: NDArray[np.int64]
    a0: NDArray[np.int64]
    a1: NDArray[np.int64]
    b0: NDArray[np.int64]
    b1: NDArray[np.int64]
    low: NDArray[np.int64]
    high: NDArray[np.int64]
    n: NDArray[np.int64]
    weight: NDArray[np.float64]
    same: NDArray[np.int64]

    def __len__(self) -> int:
        """Return the number of stretches."""
        return len(self.n)

    def pick(self, rows: NDArray[np.bool_] | NDArray[np.int64] | slice) -> "Boxes":
        """Return some of the rows."""
        return Boxes(*(getattr(self, name)[rows] for name in self.__dataclass_fields__))

    def of_pieces(self, a: NDArray[np.int64], b: NDArray[np.int64]) -> "Boxes":
        """Return the rows with their pieces numbered otherwise."""
        return replace(self, piece_a=a, piece_b=b)

    def as_rows(self) -> NDArray[np.float64]:
        """Lay the rows out as one array."""
        return np.stack(
            [getattr(self, name).astype(np.float64) for name in self.__dataclass_fields__], axis=1
        )

    @classmethod
    def of_rows(cls, rows: NDArray[np.float64]) -> "Boxes":
        """Make boxes of an array written by `as_rows`."""
        a, b, a0, a1, b0, b1, low, high, n, _, same = rows.astype(np.int64).T
        weight = rows[:, list(cls.__dataclass_fields__).index("weight")].astype(np.float64)
        return cls(a, b, a0, a1, b0, b1, low, high, n, weight, same)


def joined(parts: list[Boxes]) -> Boxes:
    """Lay boxes end to end."""
    names = Boxes.__dataclass_fields__
    if not parts:
        none = np.empty(0, np.int64)
        return Boxes(none, none, none, none, none, none, none, none, none, none.astype(np.float64), none)
    return Boxes(*(np.concatenate([getattr(p, name) for p in parts]) for name in names))


def split_by_gaps(
    seeds: NDArray[np.uint64], gap: int, rounds: int = 3
) -> tuple[NDArray[np.uint64], NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Split the seeds of each pair wherever neighbours along one text stand more than ``gap`` apart.

    The texts take turns, so a group ends as seeds near each other in both, in whatever order: a moved clause
    stays with its passage. A seed left alone is dropped on the way.

    Args:
        seeds: Packed seeds, ascending.
        gap: In places.
        rounds: How often texts take turns.

    Returns:
        The pair of each group, and of each seed its group, place in the first and place in the second text.
    """
    place = seeds >> np.uint64(PLACE_BITS)
    near = np.zeros(len(seeds) + 1, dtype=np.bool_)
    near[1:-1] = place[1:] - place[:-1] <= np.uint64(gap)
    near[1:-1] &= seeds[1:] >> PAIR_BITS == seeds[:-1] >> PAIR_BITS
    kept = near[1:] | near[:-1]
    far, seeds = ~near[:-1][kept], seeds[kept]
    pair = (seeds >> PAIR_BITS)[far]
    group = np.cumsum(far) - 1
    x = (seeds >> np.uint64(PLACE_BITS) & PLACE_MASK).astype(np.int64)
    y = (seeds & PLACE_MASK).astype(np.int64)
    for _ in range(rounds - 1):
        x, y = y, x
        key = np.sort((group << 30 | x << 15 | y).astype(np.uint64)).astype(np.int64)
        group, x, y = key >> 30, key >> 15 & 0x7FFF, key & 0x7FFF
        near = np.zeros(len(key) + 1, dtype=np.bool_)
        near[1:-1] = np.diff(key >> 15) <= gap
        kept = near[1:] | near[:-1]
        far, group, x, y = ~near[:-1][kept], group[kept], x[kept], y[kept]
        pair = pair[group[far]]
        group = np.cumsum(far) - 1
    return (pair, group, x, y) if rounds % 2 else (pair, group, y, x)


def find_boxes(  # noqa: PLR0913  # settings by name
    seeds: NDArray[np.uint64],
    weights: NDArray[np.uint8],
    starts: NDArray[np.int64],
    *,
    k: int,
    gap: int,
    least: float,
) -> Boxes:
    """Group sorted seeds into boxes that say enough: seeds of a stock phrase are light and huddle together.

    Args:
        seeds: Packed seeds, ascending.
        weights: What the gram at each place of the later shard weighs, 255 for the rarest.
        starts: Where each piece of that shard begins.
        k: Length of a seed.
        gap: Longest stretch without a seed inside one box.
        least: Least product of weight, in seeds only one pair holds, and reach from first to last seed.
    """
    pair, group, a, b = split_by_gaps(seeds, gap)
    if not len(pair):
        return joined([])
    begins = np.flatnonzero(np.diff(group, prepend=-1))
    sizes = np.diff(np.append(begins, len(group)))
    piece_a = (pair >> np.uint64(PIECE_BITS)).astype(np.int64)
    piece_b = (pair & np.uint64((1 << PIECE_BITS) - 1)).astype(np.int64)
    weight = np.bincount(group, weights=weights[starts[piece_b][group] + b], minlength=len(pair)) / 255
    boxes = Boxes(
        piece_a,
        piece_b,
        np.minimum.reduceat(a, begins),
        np.maximum.reduceat(a, begins) + k,
        np.minimum.reduceat(b, begins),
        np.maximum.reduceat(b, begins) + k,
        np.minimum.reduceat(b - a, begins),
        np.maximum.reduceat(b - a, begins),
        sizes,
        weight,
        np.zeros_like(sizes),
    )
    reach = boxes.b1 - boxes.b0 - k + 1
    return boxes.pick((weight + FLOOR) * reach >= least)
