"""One new document against an index: hits, candidates, alignment; nothing is reported unaligned."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from luoshi.reuse.index.segment import WINDOW, Entry, K, Segment
from luoshi.reuse.match.align import Fine, Letters, align
from luoshi.reuse.match.boxes import Boxes, find_boxes
from luoshi.reuse.match.pieces import Pieces, cut, ragged
from luoshi.reuse.match.seeds import PIECES, Seeds
from luoshi.reuse.passages import QUOTED, Passages, from_boxes, in_words_received, join_near, quoted_part
from luoshi.reuse.short import EMPTY, SHORT
from luoshi.reuse.texts.fingerprint import Prints, winnow
from luoshi.reuse.texts.fold import Folded, fold_texts
from luoshi.reuse.texts.quotes import cited_places, find_cues, find_quotations, quoted_groups
from luoshi.reuse.texts.weights import Weights

WHOLE = 96  # holders of a fingerprint that are all looked at; of more, the earliest EARLIEST
EARLIEST = 8
CANDIDATES = 400  # boxes aligned, the heaviest first
GAP, LEAST = 48, 9.0
LOOKED = 64  # holders asked whether they cite


@dataclass(frozen=True, slots=True)
class Match:
    """A passage of an indexed document, a, and its counterpart in the new one, b; in words received."""

    entry: Entry
    a0: int
    a1: int
    b0: int
    b1: int
    same: int
    density: float


@dataclass(frozen=True, slots=True)
class _Hits:
    """Where the fingerprints of the new document stand in one segment."""

    low: NDArray[np.int64]
    high: NDArray[np.int64]


def query(
    text: str, segments: list[tuple[Segment, set[int]]], weights: Weights
) -> tuple[list[Match], list[tuple[int, int]]]:
    """Compare one text with open segments, each with the numbers of documents that no longer count."""
    new = fold_texts([text])
    if len(new.codes) < SHORT:
        return _whole(text, new, segments), []
    prints = winnow(new, K, WINDOW)
    hits = [_Hits(*_range(segment.hashes, prints.hashes)) for segment, _ in segments]
    quotations = _quotations(text, new, prints, [s for s, _ in segments], hits)
    pieces = cut(np.diff(new.starts))
    own = weights.of(new.codes)[1]
    out: list[Match] = []
    for (segment, gone), hit in zip(segments, hits, strict=True):
        boxes = _candidates(segment, hit, prints, pieces, own, quotations)
        found = _aligned(segment, new, pieces, boxes, weights)
        found = found.pick(quoted_part(_of_second(found), quotations, len(new.codes)) < QUOTED)
        out += _matches(found, segment, new, gone)
    spans = [(int(new.offsets[b]), int(new.offsets[e - 1]) + 1) for b, e in quotations.tolist()]
    return sorted(out, key=lambda m: (-m.same, m.entry.id, m.a0)), spans


def _range(
    hashes: NDArray[np.uint64], wanted: NDArray[np.uint64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    low = np.searchsorted(hashes, wanted, side="left")
    return low, np.searchsorted(hashes, wanted, side="right")


def _quotations(
    text: str, new: Folded, prints: Prints, segments: list[Segment], hits: list[_Hits]
) -> NDArray[np.int64]:
    cues = find_cues([text], new)
    if not len(cues.begins):
        return np.empty((0, 2), np.int64)
    holders = np.ones(len(prints.hashes), dtype=np.int64)
    looked = np.ones(len(prints.hashes), dtype=np.int64)
    cited = cited_places(cues, len(new.codes))[prints.places].astype(np.int64)
    for segment, hit in zip(segments, hits, strict=True):
        n = hit.high - hit.low
        holders += n
        group, member = ragged(np.minimum(n, LOOKED))
        if len(group):
            looked += np.bincount(group, minlength=len(n))
            cited += np.bincount(
                group, weights=segment.cited[hit.low[group] + member], minlength=len(n)
            ).astype(int)
    return find_quotations(cues, prints.places, holders, quoted_groups(looked, cited), K)


def _candidates(  # noqa: PLR0913, PLR0917  # both sides of the question
    segment: Segment,
    hit: _Hits,
    prints: Prints,
    pieces: Pieces,
    own: NDArray[np.uint8],
    quotations: NDArray[np.int64],
) -> Boxes:
    n = hit.high - hit.low
    n = np.where(n > WHOLE, EARLIEST, n)
    for begin, end in quotations.tolist():
        n[(prints.places >= begin) & (prints.places + K <= end)] = 0
    group, member = ragged(n)
    first = segment.places[hit.low[group] + member].astype(np.int64)
    second = prints.places[group]
    piece_a, piece_b = segment.pieces.at(first), pieces.at(second)
    fits = piece_b < PIECES  # beyond two hundred million characters a text is not looked at
    seeds = Seeds(piece_a, piece_b, first - segment.pieces.starts[piece_a], second - pieces.starts[piece_b])
    boxes = find_boxes(np.sort(seeds.packed()[fits]), own, pieces.starts, k=K, gap=GAP, least=LEAST)
    if len(boxes) > CANDIDATES:
        boxes = boxes.pick(np.sort(np.argsort(-boxes.weight, kind="stable")[:CANDIDATES]))
    return boxes


def _aligned(segment: Segment, new: Folded, pieces: Pieces, boxes: Boxes, weights: Weights) -> Passages:
    """Align boxes; the second side of the passages counts from the beginning of the new document."""
    needed, first = np.unique(boxes.piece_a, return_inverse=True)
    sizes = np.diff(segment.pieces.starts)[needed]
    which, member = ragged(sizes)
    rows = segment.pieces.starts[needed][which] + member
    base = len(rows)
    letters = Letters(
        np.concatenate((segment.texts.codes[rows], new.codes)),
        np.concatenate((segment.texts.detail[rows], new.detail)),
    )
    starts = (
        np.concatenate(([0], np.cumsum(sizes)[:-1], pieces.starts + base)) if len(needed) else pieces.starts
    )
    local = Boxes(
        first, boxes.piece_b + len(needed), boxes.a0, boxes.a1, boxes.b0, boxes.b1,
        boxes.low, boxes.high, boxes.n, boxes.weight, boxes.same,
    )  # fmt: skip
    found = align(letters, starts, local, weights, Fine())
    n = int(segment.pieces.starts[-1])
    both = Pieces(
        np.concatenate((segment.pieces.starts[:-1], pieces.starts + n)),
        np.concatenate((segment.pieces.owner, np.full(len(pieces), len(segment.entries)))),
    )
    piece_a = needed[found.piece_a] if len(found) else found.piece_a
    piece_b = found.piece_b - len(needed) + len(segment.pieces)
    whole = Boxes(
        piece_a, piece_b, found.a0, found.a1, found.b0, found.b1,
        found.low, found.high, found.n, found.weight, found.same,
    )  # fmt: skip
    passages = join_near(from_boxes(whole, both))
    return Passages(
        passages.a, passages.b, passages.a0, passages.a1, passages.b0 - n, passages.b1 - n,
        passages.n, passages.same, passages.density,
    )  # fmt: skip


def _of_second(found: Passages) -> Passages:
    """Return the passages with both sides in the new document: only its quotations are known."""
    return Passages(
        found.b, found.b, found.b0, found.b1, found.b0, found.b1, found.n, found.same, found.density
    )


def _matches(found: Passages, segment: Segment, new: Folded, gone: set[int]) -> list[Match]:
    sides = in_words_received(
        Passages(
            found.a, found.b, found.a0, found.a1, found.a0, found.a1, found.n, found.same, found.density
        ),
        segment.texts.offsets.__getitem__,
    )
    other = in_words_received(_of_second(found), new.offsets.__getitem__)
    rows = zip(found.a, sides.a0, sides.a1, other.b0, other.b1, sides.same, found.density, strict=True)
    return [
        Match(segment.entries[int(a)], int(a0), int(a1), int(b0), int(b1), int(same), float(density))
        for a, a0, a1, b0, b1, same, density in rows
        if int(a) not in gone
    ]


def _whole(text: str, new: Folded, segments: list[tuple[Segment, set[int]]]) -> list[Match]:
    """Compare a short text whole with the short texts of the index."""
    size = len(new.codes)
    if size < EMPTY:
        return []
    out = []
    for segment, gone in segments:
        starts = segment.texts.starts
        for doc in np.flatnonzero(np.diff(starts) == size).tolist():
            if doc not in gone and np.array_equal(
                segment.texts.codes[starts[doc] : starts[doc + 1]], new.codes
            ):
                entry = segment.entries[doc]
                out.append(Match(entry, 0, entry.length, 0, len(text), size, 1.0))
    return out
