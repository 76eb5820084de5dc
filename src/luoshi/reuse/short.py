"""Texts too short for fingerprints: compared whole."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from luoshi.reuse.passages import COLUMNS, Passages
from luoshi.reuse.texts.fold import fold_texts

SHORT, EMPTY = 24, 4  # folded characters; a text with fewer than EMPTY says nothing and equals nothing
CHARACTERS = 120  # no short text has more characters as received


def short_passages(texts: Sequence[str]) -> Passages:
    """Link each short text to the first and to the previous one with the same folded words."""
    numbers = [i for i, text in enumerate(texts) if 0 < len(text) <= CHARACTERS]
    folded = fold_texts([texts[i] for i in numbers])
    same: dict[bytes, list[int]] = defaultdict(list)
    for place, number in enumerate(numbers):
        codes = folded.codes[folded.starts[place] : folded.starts[place + 1]]
        if EMPTY <= len(codes) < SHORT:
            same[codes.tobytes()].append(number)
    rows = [
        (a, b, 0, len(texts[a]), 0, len(texts[b]), len(key) // 2, min(len(texts[a]), len(texts[b])), 1.0)
        for key, held in same.items()
        for i, b in enumerate(held[1:], start=1)
        for a in sorted({held[0], held[i - 1]})
    ]
    return Passages.of_rows(np.array(sorted(rows), dtype=np.float64).reshape(-1, len(COLUMNS)))


def merged(first: Passages, second: Passages) -> Passages:
    """Lay passages of two comparisons together; where both know a pair the first counts."""
    known = set(zip(first.a.tolist(), first.b.tolist(), strict=True))
    fresh = np.array(
        [p not in known for p in zip(second.a.tolist(), second.b.tolist(), strict=True)], dtype=np.bool_
    )
    second = second.pick(fresh)
    both = Passages(*(np.concatenate((getattr(first, c), getattr(second, c))) for c in COLUMNS))
    return both.pick(np.lexsort((both.b0, both.a0, both.b, both.a)))
