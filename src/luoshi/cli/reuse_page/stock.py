"""Stock phrases of the documents compared: words so many of them use that they say nothing about a source."""

from collections.abc import Collection, Sequence

import numpy as np

from luoshi.reuse.texts.fingerprint import gram_hashes
from luoshi.reuse.texts.fold import fold_texts
from luoshi.reuse.texts.weights import GRAM

SAMPLE = 500  # documents in which phrases are counted, beside those shown
PART, LEAST = 0.25, 5  # a phrase is stock when a quarter of the documents hold it, and five at least


def stock_stretches(texts: Sequence[str], wanted: Collection[int]) -> dict[int, list[tuple[int, int]]]:
    """Return for the documents wanted where stock phrases stand, in words received."""
    step = 1 + len(texts) // SAMPLE
    numbers = sorted({*range(0, len(texts), step), *wanted})
    texts = [texts[i] for i in numbers]
    folded = fold_texts(texts)
    hashes = gram_hashes(folded.codes, GRAM)
    doc = folded.documents()[: len(hashes)]
    known, which = np.unique(hashes, return_inverse=True)
    held = np.unique(which.astype(np.int64) * max(1, len(texts)) + doc)
    holders = np.bincount(held // max(1, len(texts)), minlength=len(known))
    stock = (holders >= max(LEAST, PART * len(texts)))[which] if len(which) else np.zeros(0, np.bool_)
    out: dict[int, list[tuple[int, int]]] = {}
    for place, number in enumerate(numbers):
        if number not in wanted:
            continue
        begin, end = int(folded.starts[place]), int(folded.starts[place + 1])
        inside = np.zeros(end - begin, dtype=np.bool_)
        places = np.flatnonzero(stock[begin : max(begin, end - GRAM + 1)])
        for i in range(GRAM):
            inside[places + i] = True
        edge = np.flatnonzero(np.diff(np.concatenate(([False], inside, [False])).astype(np.int8)))
        own = folded.offsets[begin:end]
        stretches = zip(edge[::2].tolist(), edge[1::2].tolist(), strict=True)
        out[number] = [(int(own[x]), int(own[y - 1]) + 1) for x, y in stretches]
    return out
