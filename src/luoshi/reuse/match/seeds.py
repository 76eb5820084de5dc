"""Seeds: places where two texts hold the same fingerprint, packed in 64 bits each."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from luoshi.reuse.match.pieces import PIECE, PLACE_BITS, ragged
from luoshi.reuse.texts.quotes import quoted_groups

PIECE_BITS = 14  # pieces of one shard
PIECES = 1 << PIECE_BITS
APART = 96  # places between two that count of a fingerprint in one text
PAIR_BITS = np.uint64(2 * PLACE_BITS)
PLACE_MASK = np.uint64(PIECE - 1)


@dataclass(frozen=True, slots=True)
class Sampling:
    """How many pairs a popular fingerprint may make; all of it linear in the number of holders.

    Attributes:
        all_pairs: Up to so many holders every pair is made.
        sampled: Up to so many holders every pair is made for a share all_pairs / holders of the fingerprints.
        earliest: Above all_pairs each holder is linked to so many first holders and to the one before.
        link_one_in: Of the popular fingerprints one in so many is linked.
        quoted: A fingerprint with so many holders, most of them behind a citation, makes no pairs.
        repeats: In a text that says the same several times so many places of a fingerprint count.
    """

    all_pairs: int = 24
    sampled: int = 400
    earliest: int = 2
    link_one_in: int = 4
    quoted: int = 6
    repeats: int = 3


class Seeds(NamedTuple):
    """Places two pieces have in common: the pieces, and where in each."""

    piece_a: NDArray[np.int64]
    piece_b: NDArray[np.int64]
    a: NDArray[np.int64]
    b: NDArray[np.int64]

    def packed(self, base: int = 0) -> NDArray[np.uint64]:
        """Pack them, so that sorting packs sorts by pair, then by place.

        The first piece may be any of four million, the second counts from ``base``, the first of its shard.
        """
        seeds = self.piece_a << PIECE_BITS | self.piece_b - base
        seeds = (seeds << PLACE_BITS | self.a) << PLACE_BITS | self.b
        return seeds.astype(np.uint64)

    def of_shard(self, first: int, last: int) -> "Seeds":
        """Return those whose second piece is one from ``first`` to before ``last``."""
        rows = (self.piece_b >= first) & (self.piece_b < last)
        return Seeds(self.piece_a[rows], self.piece_b[rows], self.a[rows], self.b[rows])


def find_seeds(
    hashes: NDArray[np.uint64],
    text: NDArray[np.int64],
    place: NDArray[np.int64],
    cited: NDArray[np.bool_],
    sampling: Sampling,
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the rows that make seeds with each other: of each pair the row of the earlier text first.

    Args:
        hashes: Equal for equal grams, ascending.
        text: The text each fingerprint lies in, ascending for equal hashes; no text meets itself.
        place: Where in the corpus it stands, ascending for equal hashes.
        cited: Whether it lies in the reach of a citation; fingerprints of quotations make no seeds.
        sampling: What popular fingerprints may cost.
    """
    if not len(hashes):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    row = _counted(hashes, text, place, sampling.repeats)
    hashes, text, cited = hashes[row], text[row], cited[row]
    begins, sizes = groups(hashes)
    n_cited = np.add.reduceat(cited.astype(np.int64), begins)
    several = (sizes > 1) & ~quoted_groups(sizes, n_cited, sampling.quoted)
    begins, sizes = begins[several], sizes[several]
    dice = (hashes[begins] * np.uint64(0x94D049BB133111EB) >> np.uint64(40)).astype(np.float64) / (1 << 24)
    whole = (sizes <= sampling.all_pairs) | (
        (sizes <= sampling.sampled) & (dice * sizes < sampling.all_pairs)
    )
    first, second = _every_pair(begins[whole], sizes[whole])
    popular = (sizes > sampling.all_pairs) & ~whole & (dice * sampling.link_one_in < 1)
    linked = _links(begins[popular], sizes[popular], sampling.earliest)
    first, second = np.concatenate((first, linked[0])), np.concatenate((second, linked[1]))
    apart = text[first] != text[second]
    return row[first[apart]], row[second[apart]]


def _counted(
    hashes: NDArray[np.uint64], text: NDArray[np.int64], place: NDArray[np.int64], repeats: int
) -> NDArray[np.int64]:
    """Return the rows that count: of each fingerprint its first places in each text, if well apart."""
    fresh = np.ones(len(hashes), dtype=np.bool_)
    fresh[1:] = (hashes[1:] != hashes[:-1]) | (text[1:] != text[:-1])
    if repeats == 1:
        return np.flatnonzero(fresh)
    begins = np.flatnonzero(fresh)
    rank = np.arange(len(hashes)) - np.repeat(begins, np.diff(np.append(begins, len(hashes))))
    fresh[1:] |= (rank[1:] < repeats) & (place[1:] - place[:-1] >= APART)
    return np.flatnonzero(fresh)


def groups(hashes: NDArray[np.uint64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return where each run of equal values begins and how long it is."""
    begins = np.flatnonzero(
        np.concatenate((np.ones(min(1, len(hashes)), np.bool_), hashes[1:] != hashes[:-1]))
    )
    return begins, np.diff(np.concatenate((begins, [len(hashes)])))


def _every_pair(
    begins: NDArray[np.int64], sizes: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    group, member = ragged(sizes)
    pair, back = ragged(member)  # member m is paired with each of the m before it
    start = begins[group]
    return (start[pair] + back), (start + member)[pair]


def _links(
    begins: NDArray[np.int64], sizes: NDArray[np.int64], earliest: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    group, member = ragged(sizes)
    start = begins[group]
    left: list[NDArray[np.int64]] = []
    right: list[NDArray[np.int64]] = []
    for i in range(earliest):
        later = member > i
        left.append(start[later] + i)
        right.append((start + member)[later])
    later = member > earliest
    left.append((start + member - 1)[later])
    right.append((start + member)[later])
    return np.concatenate(left), np.concatenate(right)
