"""Kin: two texts that hold the same words as a third are worth a look, however few seeds they share.

Popular words make few seeds, so of a template with a hundred copies two reworked ones may not meet by
themselves. Every proposal is aligned like any candidate; only verified alignments lead to proposals.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from luoshi.reuse.match.boxes import Boxes, joined
from luoshi.reuse.match.pieces import ragged

BATCH = 1 << 20  # pairs looked at in one go
REGION = 256  # places: stretches of one text that begin within the same so many count as one


@dataclass(frozen=True, slots=True)
class Kinship:
    """How many kin are looked at.

    Attributes:
        earliest: For each stretch of a text the first so many texts that hold it are asked who else does.
        most: A text that more hold something of is not asked: the family stands for their pairs.
        least: Fewest places both must hold of the third text.
        weight: Least weight of the grams that correspond: less than where nothing else speaks for a pair.
    """

    earliest: int = 3
    most: int = 300
    least: int = 16
    weight: float = 10.0


def linked(found: Boxes, kinship: Kinship) -> Boxes:
    """Return of aligned boxes those that lead a text to the earliest texts holding its words."""
    region = found.b0 // REGION
    order = np.lexsort((found.a0, found.piece_a, region, found.piece_b))
    key = found.piece_b[order] << 16 | region[order]
    begins = np.flatnonzero(np.diff(key, prepend=-1))
    rank = np.arange(len(key)) - np.repeat(begins, np.diff(np.append(begins, len(key))))
    return found.pick(np.sort(order[rank < kinship.earliest]))


def proposals(links: Boxes, takers: tuple[int, int], found: Boxes, kinship: Kinship) -> Boxes:
    """Return boxes worth aligning of pairs that share words of a third text, the later one among ``takers``.

    Args:
        links: From `linked`, of all texts of the corpus.
        takers: First piece of the later texts, and one behind the last.
        found: All aligned boxes of these later texts: what they cover is not proposed again.
        kinship: Limits.
    """
    links = links.pick(np.lexsort((links.b0, links.piece_b, links.piece_a)))
    begins = np.flatnonzero(np.diff(links.piece_a, prepend=-1))
    sizes = np.diff(np.append(begins, len(links)))
    member = np.arange(len(links)) - np.repeat(begins, sizes)
    partners = np.where(np.repeat(sizes, sizes) <= kinship.most, member, 0)
    partners[(links.piece_b < takers[0]) | (links.piece_b >= takers[1])] = 0
    parts = []
    cost = np.cumsum(partners)
    edges = np.searchsorted(cost, np.arange(BATCH, int(partners.sum()), BATCH))
    for first, last in pairwise(np.unique([0, *edges, len(links)]).tolist()):
        later, back = ragged(partners[first:last])
        later += first
        parts.append(_meeting(links, later - 1 - back, later, kinship.least))
    return _uncovered(joined(parts), found)


def _meeting(links: Boxes, x: NDArray[np.int64], y: NDArray[np.int64], least: int) -> Boxes:
    """Return where the texts of two links must correspond, if they hold common words of the third."""
    begin, end = np.maximum(links.a0[x], links.a0[y]), np.minimum(links.a1[x], links.a1[y])
    kept = (end - begin >= least) & (links.piece_b[x] < links.piece_b[y])
    x, y, begin, end = x[kept], y[kept], begin[kept], end[kept]
    none = np.zeros(len(x), dtype=np.int64)
    sides = []
    for side in (x, y):
        low = np.clip(begin + links.low[side], links.b0[side], links.b1[side])
        high = np.clip(end + links.high[side], low, links.b1[side])
        sides.append((low, high))
    return Boxes(
        links.piece_b[x], links.piece_b[y], *sides[0], *sides[1],
        links.low[y] - links.high[x], links.high[y] - links.low[x], none, none.astype(np.float64), none,
    )  # fmt: skip


def _uncovered(proposed: Boxes, found: Boxes) -> Boxes:
    """Leave out what aligned boxes cover, and of several proposals for one place all but the longest."""
    pair = proposed.piece_a << 32 | proposed.piece_b
    order = np.lexsort((proposed.b0 - proposed.b1, proposed.b0 // REGION, pair))
    proposed, pair = proposed.pick(order), pair[order]
    first = np.ones(len(pair), dtype=np.bool_)
    first[1:] = (pair[1:] != pair[:-1]) | (np.diff(proposed.b0 // REGION) != 0)
    proposed, pair = proposed.pick(first), pair[first]
    known = found.piece_a << 32 | found.piece_b
    by_pair = np.argsort(known, kind="stable")
    known = known[by_pair]
    low, high = np.searchsorted(known, pair), np.searchsorted(known, pair, side="right")
    which, member = ragged(high - low)
    row = by_pair[low[which] + member]
    common = np.minimum(proposed.b1[which], found.b1[row]) - np.maximum(proposed.b0[which], found.b0[row])
    covered = np.bincount(which, weights=np.maximum(common, 0), minlength=len(pair))
    return proposed.pick(covered * 2 < proposed.b1 - proposed.b0)
