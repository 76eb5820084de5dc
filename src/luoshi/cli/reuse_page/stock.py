"""Stock phrases of the documents compared: words so many of them use that they say nothing about a source."""

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from luoshi.reuse.passages import Passages
from luoshi.reuse.texts.fingerprint import gram_hashes
from luoshi.reuse.texts.fold import Folded, fold_texts
from luoshi.reuse.texts.weights import GRAM

SAMPLE = 500  # documents in which phrases are counted, beside those shown
PART, LEAST = 0.25, 5  # a phrase is stock when a quarter of the documents hold it, and five at least


def stock_stretches(
    texts: Sequence[str], wanted: Collection[int], found: Passages
) -> dict[int, list[tuple[int, int]]]:
    """Return for the documents wanted where stock phrases stand, in words received.

    What documents share in a passage is no reason to call its words stock: only uses elsewhere count.
    """
    step = 1 + len(texts) // SAMPLE
    numbers = sorted({*range(0, len(texts), step), *wanted})
    texts = [texts[i] for i in numbers]
    folded = fold_texts(texts)
    hashes = gram_hashes(folded.codes, GRAM)
    doc = folded.documents()[: len(hashes)]
    known, which = np.unique(hashes, return_inverse=True)
    alone = ~_in_passages(folded, numbers, found)[: len(hashes)]
    held = np.unique(which.astype(np.int64)[alone] * max(1, len(texts)) + doc[alone])
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


def _in_passages(folded: Folded, numbers: Sequence[int], found: Passages) -> NDArray[np.bool_]:
    step = np.zeros(len(folded.codes) + 1, dtype=np.int64)
    of = {number: place for place, number in enumerate(numbers)}
    for docs, begins, ends in ((found.a, found.a0, found.a1), (found.b, found.b0, found.b1)):
        for doc, begin, end in zip(docs.tolist(), begins.tolist(), ends.tolist(), strict=True):
            if (place := of.get(doc)) is not None:
                first, last = folded.starts[place : place + 2]
                inside = np.searchsorted(folded.offsets[first:last], (begin, end))
                step[first + inside[0]] += 1
                step[first + inside[1]] -= 1
    return np.cumsum(step[:-1]) > 0
