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
    group: NDArray[np.int64], a: NDArray[np.int64], b: NDArray[np.int64], gap: int, rounds: int = 3
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Split groups of points wherever neighbours along one axis stand more than ``gap`` apart.

    The axes take turns, so a group ends as points near each other in both texts, in whatever order: a moved
    clause stays with its passage. Points come sorted by group and ``a``. Returns groups from 0 up, a, b.
    """
    x, y, on_a = a, b, True
    for turn in range(rounds):
        if turn:  # the first time they come in order
            key = np.sort(
                group.astype(np.uint64) << np.uint64(30)
                | x.astype(np.uint64) << np.uint64(15)
                | y.astype(np.uint64)
            )
            group = (key >> np.uint64(30)).astype(np.int64)
            x = (key >> np.uint64(15) & np.uint64(0x7FFF)).astype(np.int64)
            y = (key & np.uint64(0x7FFF)).astype(np.int64)
        far = np.zeros(len(x), dtype=np.int64)
        far[1:] = (group[1:] != group[:-1]) | (x[1:] - x[:-1] > gap)
        group = np.cumsum(far)
        x, y, on_a = y, x, not on_a
    return (group, x, y) if on_a else (group, y, x)


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
    if not len(seeds):
        return joined([])
    pair = seeds >> PAIR_BITS
    fresh = np.zeros(len(seeds), dtype=np.int64)
    fresh[1:] = pair[1:] != pair[:-1]
    pairs = pair[np.concatenate(([True], fresh[1:] > 0))]
    group = np.cumsum(fresh)
    several = np.bincount(group) > 1
    kept = several[group]
    renumber = np.cumsum(several) - 1
    pairs = pairs[several]
    group = renumber[group[kept]]
    seeds = seeds[kept]
    if not len(seeds):
        return joined([])
    a = (seeds >> np.uint64(PLACE_BITS) & PLACE_MASK).astype(np.int64)
    b = (seeds & PLACE_MASK).astype(np.int64)
    pair_of = group
    # the pair of a split group is found again by its first seed: groups stay ascending in pair
    split, a, b = split_by_gaps(group, a, b, gap)
    sizes = np.bincount(split)
    begins = np.cumsum(sizes) - sizes
    box_pair = pairs[np.sort(pair_of)[begins]]
    piece_a = (box_pair >> np.uint64(PIECE_BITS)).astype(np.int64)
    piece_b = (box_pair & np.uint64((1 << PIECE_BITS) - 1)).astype(np.int64)
    weight = np.bincount(split, weights=weights[starts[piece_b][split] + b], minlength=len(sizes)) / 255
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
    return boxes.pick((sizes > 1) & ((weight + FLOOR) * reach >= least))
