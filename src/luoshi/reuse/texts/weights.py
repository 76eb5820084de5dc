"""How much five characters in a row say: words everybody uses little, words few documents hold much."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from luoshi.reuse.texts.fingerprint import gram_hashes

GRAM = 5
TABLE_BITS = 24  # of a large corpus; a few documents need no table of millions of slots
FEWEST = 300  # below so many documents a count says little, so a template in all of twenty still weighs
SAMPLE = 20_000  # documents the counts are taken from in a larger corpus


@dataclass(frozen=True, slots=True)
class Weights:
    """Counts of grams in a sample of the corpus.

    Attributes:
        counts: Occurrences by the upper bits of the gram's hash.
        n: Documents they were counted in.
    """

    counts: NDArray[np.uint16]
    n: int

    def of(self, codes: NDArray[np.uint16]) -> tuple[NDArray[np.uint32], NDArray[np.uint8]]:
        """Return for every place the slot of the gram beginning there and its weight, 255 for the rarest."""
        slot = _slots(codes, len(self.counts).bit_length() - 1)
        n = max(FEWEST, self.n)
        scale = np.log(n / np.maximum(np.arange(1 << 16), 1)) / np.log(n / 2)
        weight = (np.clip(scale, 0, 1) * 255).astype(np.uint8)[self.counts[slot]]
        weight[len(codes) - GRAM + 1 :] = 0
        return slot, weight


def _slots(codes: NDArray[np.uint16], bits: int) -> NDArray[np.uint32]:
    slot = np.zeros(len(codes), dtype=np.uint32)
    for begin in range(0, len(codes), 1 << 21):
        hashes = gram_hashes(codes[begin : begin + (1 << 21) + GRAM - 1], GRAM)
        slot[begin : begin + len(hashes)] = hashes >> np.uint64(64 - bits)
    return slot


def sampled(number: int, n: int) -> bool:
    """Tell whether a document is among those counted: evenly spread over the corpus, whatever the shards."""
    return n <= SAMPLE or number * SAMPLE // n != (number - 1) * SAMPLE // n


def bits_for(n_codes: int) -> int:
    """Return how large a table these many codes need, a few slots for each."""
    return min(TABLE_BITS, max(12, n_codes.bit_length() + 2))


def count_codes(codes: NDArray[np.uint16], bits: int = TABLE_BITS) -> NDArray[np.uint32]:
    """Count the grams of some documents laid end to end; counts of shards add up."""
    return np.bincount(_slots(codes, bits), minlength=1 << bits).astype(np.uint32)


def weights_from(counts: NDArray[np.uint32], n: int) -> Weights:
    """Make weights of summed counts over ``n`` documents."""
    return Weights(np.minimum(counts, 0xFFFF).astype(np.uint16), n)
