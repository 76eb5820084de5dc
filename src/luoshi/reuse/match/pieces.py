"""Pieces: what is compared is at most so long; longer texts are cut, their passages joined again."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

PLACE_BITS = 14
PIECE = 1 << PLACE_BITS  # a place in a piece takes 14 bits of a seed


@dataclass(frozen=True, slots=True)
class Pieces:
    """How the texts of a corpus are cut, in places of its folded codes laid end to end.

    Attributes:
        starts: Where each piece begins, one more than there are.
        owner: The text each belongs to.
    """

    starts: NDArray[np.int64]
    owner: NDArray[np.int64]

    def __len__(self) -> int:
        """Return the number of pieces."""
        return len(self.owner)

    def at(self, places: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the piece each place lies in."""
        return np.searchsorted(self.starts, places, side="right") - 1


def cut(sizes: NDArray[np.int64]) -> Pieces:
    """Cut texts of so many folded codes each."""
    n = np.maximum(1, -(-sizes // PIECE))
    owner = np.repeat(np.arange(len(sizes)), n)
    _, member = ragged(n)
    ends = np.cumsum(sizes)
    starts = (ends - sizes)[owner] + member * PIECE
    return Pieces(np.concatenate((starts, ends[-1:] if len(ends) else [0])).astype(np.int64), owner)


def ragged(sizes: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return for every member of every group the group's number and its own number in the group."""
    group = np.repeat(np.arange(len(sizes)), sizes)
    before = np.cumsum(sizes) - sizes
    return group, np.arange(len(group)) - before[group]
