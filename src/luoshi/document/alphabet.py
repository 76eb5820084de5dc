"""Which characters a text uses, so that clean text is not searched for what it cannot hold."""

import numpy as np

_SMALL = 4096
_PIECE = 1 << 20  # characters counted at a time, to bound the memory of a long text


def alphabet(text: str) -> frozenset[str]:
    """Return the characters of ``text``; those beyond U+FFFF may be missing."""
    if len(text) <= _SMALL:
        return frozenset(text)
    seen = np.zeros(1 << 16, dtype=bool)
    for at in range(0, len(text), _PIECE):
        codes = text[at : at + _PIECE].encode("utf-16-le", "surrogatepass")
        seen[np.frombuffer(codes, dtype="<u2")] = True
    return frozenset(map(chr, np.flatnonzero(seen).tolist()))
