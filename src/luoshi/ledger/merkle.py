"""The Merkle log of RFC 9162: heads, inclusion and consistency, for whoever keeps the log.

Outsiders check with ``verify_ledger.py``, which stands on its own; both are tested on the same vectors.
"""

import hashlib
from collections.abc import Sequence

Peak = tuple[int, bytes]
EMPTY = hashlib.sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of a leaf."""
    return hashlib.sha256(b"\0" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of two neighbours."""
    return hashlib.sha256(b"\1" + left + right).digest()


def push(peaks: list[Peak], leaf: bytes) -> None:
    """Add a leaf to the perfect subtrees of a log, ``(size, hash)``, largest first."""
    size, top = 1, leaf
    while peaks and peaks[-1][0] == size:
        _, left = peaks.pop()
        size, top = size * 2, node_hash(left, top)
    peaks.append((size, top))


def root_of(peaks: Sequence[Peak]) -> bytes:
    """Return the root over the perfect subtrees of a log."""
    if not peaks:
        return EMPTY
    top = peaks[-1][1]
    for _, left in reversed(peaks[:-1]):
        top = node_hash(left, top)
    return top


def root(leaves: Sequence[bytes]) -> bytes:
    """Return the root over leaf hashes.

    >>> root([]).hex()[:8]
    'e3b0c442'
    """
    peaks: list[Peak] = []
    for leaf in leaves:
        push(peaks, leaf)
    return root_of(peaks)


def inclusion_path(leaves: Sequence[bytes], n: int) -> list[bytes]:
    """Return the path from leaf ``n`` to the root over ``leaves`` (RFC 9162, 2.1.3.1)."""
    if len(leaves) <= 1:
        return []
    half = _half(len(leaves))
    if n < half:
        return [*inclusion_path(leaves[:half], n), root(leaves[half:])]
    return [*inclusion_path(leaves[half:], n - half), root(leaves[:half])]


def consistency_path(leaves: Sequence[bytes], size: int) -> list[bytes]:
    """Return the proof that the log of the first ``size`` leaves is a beginning of this one (2.1.4.1)."""
    return _consistency(leaves, size, is_whole=True)


def _consistency(leaves: Sequence[bytes], size: int, *, is_whole: bool) -> list[bytes]:
    if size == len(leaves):
        return [] if is_whole else [root(leaves)]
    half = _half(len(leaves))
    if size <= half:
        return [*_consistency(leaves[:half], size, is_whole=is_whole), root(leaves[half:])]
    return [*_consistency(leaves[half:], size - half, is_whole=False), root(leaves[:half])]


def _half(size: int) -> int:
    """Return the largest power of two below ``size``."""
    return 1 << (size - 1).bit_length() - 1
