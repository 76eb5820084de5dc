"""How much a stretch sounds like a commitment: hashed n-grams and cues under a linear model."""

from dataclasses import dataclass
from importlib.resources import files
from typing import Final

import numpy as np
from numpy.typing import NDArray

BITS: Final = 14
N_BUCKETS: Final = 1 << BITS
_MULTIPLIERS: Final = (np.uint32(2654435761), np.uint32(2246822519), np.uint32(3266489917))
_STEP: Final = np.uint32(16777619)
_MOST_LOGIT: Final = 80.0  # e to more than this is no 32-bit float; the chance is 0 either way


@dataclass(frozen=True, slots=True)
class Weights:
    """A linear model with two outputs: commitment against none, firm against weak.

    Attributes:
        grams: shape (2, buckets), already times ``scale``.
        cues: shape (features, 2).
        bias: shape (2,).
    """

    grams: NDArray[np.float32]
    cues: NDArray[np.float32]
    bias: NDArray[np.float32]


def gram_buckets(text: str) -> tuple[NDArray[np.uint32], NDArray[np.uint32], NDArray[np.uint32]]:
    """Return the bucket of the 1-, 2- and 3-gram that begins at each place; every digit counts as 0."""
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).copy()
    points[(points >= 0x30) & (points <= 0x39)] = 0x30
    shift = np.uint32(32 - BITS)
    stepped = points * _STEP  # unsigned numbers wrap around, which is what a hash wants
    two = stepped[:-1] + points[1:]
    three = two[:-1] * _STEP + points[2:]
    return (
        (points * _MULTIPLIERS[0]) >> shift,
        (two * _MULTIPLIERS[1]) >> shift,
        (three * _MULTIPLIERS[2]) >> shift,
    )


def gram_scores(
    text: str, starts: NDArray[np.intp], stops: NDArray[np.intp], grams: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Return the n-gram part of the score of each ``starts[i]:stops[i]``; shape (stretches, 2).

    The whole text is scored once; a stretch then costs two look-ups an n-gram length.
    """
    total = np.zeros((2, len(starts)), dtype=np.float32)
    for n, buckets in enumerate(gram_buckets(text), start=1):
        last = np.minimum(np.maximum(stops - (n - 1), starts), len(buckets))
        first = np.minimum(starts, len(buckets))
        sums = np.empty((2, len(buckets) + 1), dtype=np.float64)
        sums[:, 0] = 0
        np.cumsum(grams.take(buckets, axis=1), axis=1, out=sums[:, 1:])
        total += (sums.take(last, axis=1) - sums.take(first, axis=1)).astype(np.float32)
    scaled: NDArray[np.float32] = (total / np.sqrt(np.maximum(stops - starts, 1)).astype(np.float32)).T
    return scaled


def load_weights() -> Weights:
    """Read the trained weights that ship with the package."""
    with files("luoshi.reading.duty").joinpath("strength.npz").open("rb") as stream:
        data = np.load(stream)
        grams = np.ascontiguousarray(data["grams"].T.astype(np.float32) * data["scale"].astype(np.float32))
        return Weights(grams, data["cues"].astype(np.float32), data["bias"].astype(np.float32))


def scores(
    text: str,
    starts: NDArray[np.intp],
    stops: NDArray[np.intp],
    features: NDArray[np.float32],
    weights: Weights,
) -> NDArray[np.float32]:
    """Return the probabilities (commitment, firm if one) of each stretch; shape (stretches, 2)."""
    raw = gram_scores(text, starts, stops, weights.grams) + features @ weights.cues + weights.bias
    return np.asarray(1.0 / (1.0 + np.exp(np.minimum(-raw, _MOST_LOGIT))), dtype=np.float32)
