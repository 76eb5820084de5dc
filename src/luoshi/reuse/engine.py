"""The comparison in three pure stages: sketches of shards, seeds of ranges of hashes, passages of shards."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from luoshi.reuse.match.align import Fine, Letters, align
from luoshi.reuse.match.boxes import Boxes, find_boxes, joined
from luoshi.reuse.match.kin import Kinship, proposals
from luoshi.reuse.match.pieces import Pieces
from luoshi.reuse.match.seeds import Sampling, Seeds, find_seeds, groups
from luoshi.reuse.passages import Passages, from_boxes, join_near
from luoshi.reuse.texts.fingerprint import Prints, winnow
from luoshi.reuse.texts.fold import Folded, fold_texts
from luoshi.reuse.texts.quotes import Cues, cited_places, find_cues, quoted_groups
from luoshi.reuse.texts.weights import Weights

LETTERS = 24_000_000  # letters of the earlier texts aligned at a time
CITED, CONTEXT, FLAG_BITS = np.uint64(1), np.uint64(2), np.uint64(2)
RARE = Sampling(sampled=0, earliest=0, link_one_in=1 << 30, repeats=1)


@dataclass(frozen=True, slots=True)
class Settings:
    """How closely to look; by size of the corpus, see `settings_for`.

    Attributes:
        k: Length of the short fingerprints, which find what few documents share.
        window: Of so many neighbouring short ones one is kept.
        long_k: Length of the long ones, which find popular templates without popular phrases.
        long_window: Of so many neighbouring long ones one is kept.
        rare: What short fingerprints may cost.
        popular: What long ones may cost.
        gap: Longest stretch of a candidate without a seed.
        candidate: Least weight of a candidate times its length.
        fine: The second pass.
        kinship: Of what is found, how far texts with words of a third are looked at.
    """

    k: int = 6
    window: int = 4
    long_k: int = 12
    long_window: int = 6
    rare: Sampling = RARE
    popular: Sampling = field(default_factory=lambda: Sampling(all_pairs=64))
    gap: int = 48
    candidate: float = 9.0
    fine: Fine = field(default_factory=Fine)
    kinship: Kinship = field(default_factory=Kinship)


def settings_for(n: int) -> Settings:
    """Return the settings for a corpus of ``n`` documents: longer fingerprints where chance grows."""
    if n <= 3_000:
        return Settings()
    kinship = Kinship(weight=7.5)  # with so many documents the weights tell stock phrases better
    if n <= 30_000:
        return Settings(k=7, window=5, fine=Fine(weight=10.5), kinship=kinship)
    if n <= 300_000:
        return Settings(k=8, window=6, popular=Sampling(all_pairs=32), kinship=kinship)
    return Settings(k=10, window=8, popular=Sampling(all_pairs=24), kinship=kinship)


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is known of a shard after the first stage; places count from the shard's first code."""

    texts: Folded
    cues: Cues
    short: Prints
    long: Prints

    def flags(self, places: NDArray[np.int64]) -> NDArray[np.uint64]:
        """Return for each place whether a citation reaches it, and whether later stages must know it."""
        n = len(self.texts.codes)
        cited = cited_places(self.cues, n)
        step = np.zeros(n + 1, dtype=np.int32)
        np.add.at(step, self.cues.opens, 1)
        np.add.at(step, np.maximum(self.cues.ends, self.cues.opens), -1)
        context = np.cumsum(step[:-1]) > 0
        return cited[places].astype(np.uint64) * CITED | context[places].astype(np.uint64) * CONTEXT


def sketch(texts: Sequence[str], settings: Settings) -> Sketch:
    """First stage: fold the texts of a shard and take their fingerprints."""
    folded = fold_texts(texts)
    return Sketch(
        folded,
        find_cues(texts, folded),
        winnow(folded, settings.k, settings.window),
        winnow(folded, settings.long_k, settings.long_window),
    )


@dataclass(frozen=True, slots=True)
class Popularity:
    """How widely the fingerprints near citations are held, by ascending place of the corpus."""

    places: NDArray[np.int64]
    holders: NDArray[np.int64]
    quoted: NDArray[np.bool_]


def keyed(
    hashes: NDArray[np.uint64], places: NDArray[np.int64], flags: NDArray[np.uint64], bits: int
) -> NDArray[np.uint64]:
    """Pack fingerprints as hash, place of the corpus, flags: one sort of 64-bit numbers groups them.

    Args:
        hashes: Already shifted left by the bits every fingerprint of the range has in common.
        places: Below 2 ** bits.
        flags: Of `Sketch.flags`.
        bits: Bits a place takes.
    """
    low = np.uint64(bits) + FLAG_BITS
    return hashes >> low << low | places.astype(np.uint64) << FLAG_BITS | flags


def match_prints(
    keys: NDArray[np.uint64], bits: int, pieces: Pieces, sampling: Sampling
) -> tuple[Seeds, Popularity]:
    """Second stage: the places that make seeds with each other, and what must be known of quotations."""
    keys = np.sort(keys)
    hashes = keys >> (np.uint64(bits) + FLAG_BITS)
    places = (keys >> FLAG_BITS & np.uint64((1 << bits) - 1)).astype(np.int64)
    cited = (keys & CITED) > 0
    context = (keys & CONTEXT) > 0
    begins, sizes = groups(hashes)
    popularity = Popularity(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.bool_))
    if context.any():
        quoted = quoted_groups(sizes, np.add.reduceat(cited.astype(np.int64), begins))
        rows = np.flatnonzero(context)
        group = np.searchsorted(begins, rows, side="right") - 1
        order = np.argsort(places[rows])
        popularity = Popularity(places[rows][order], sizes[group][order], quoted[group][order])
    several = np.repeat(sizes > 1, sizes)
    hashes, places, cited = hashes[several], places[several], cited[several]
    piece = pieces.at(places)
    first, second = find_seeds(hashes, pieces.owner[piece], places, cited, sampling)
    places -= pieces.starts[piece]
    return Seeds(piece[first], piece[second], places[first], places[second]), popularity


def candidates(  # noqa: PLR0913, PLR0917  # the whole of what a shard needs
    seeds: NDArray[np.uint64], codes: NDArray[np.uint16], starts: NDArray[np.int64], base: int,
    weights: Weights, settings: Settings,
) -> Boxes:  # fmt: skip
    """Third stage, first half: boxes worth aligning, in pieces of the corpus.

    Args:
        seeds: Of a shard.
        codes: Of that shard.
        starts: Where its pieces begin in them.
        base: Number of its first piece.
        weights: Of the corpus.
        settings: Of the comparison.
    """
    seeds = np.sort(seeds)
    fresh = np.ones(len(seeds), dtype=np.bool_)
    fresh[1:] = seeds[1:] != seeds[:-1]
    boxes = find_boxes(
        seeds[fresh], weights.of(codes)[1], starts, k=settings.k, gap=settings.gap, least=settings.candidate
    )
    return boxes.of_pieces(boxes.piece_a, boxes.piece_b + base)


Fetch = Callable[[NDArray[np.int64]], Letters]


def aligned(boxes: Boxes, pieces: Pieces, fetch: Fetch, weights: Weights, fine: Fine) -> Boxes:
    """Third stage, second half: align boxes, so many at a time that their letters fit in memory.

    Args:
        boxes: Of pieces of the whole corpus.
        pieces: Of the whole corpus.
        fetch: Returns the letters of some pieces laid end to end; only those in boxes are asked for.
        weights: Of the corpus.
        fine: How closely to look.
    """
    boxes = boxes.pick(np.lexsort((boxes.piece_b, boxes.piece_a)))
    fresh = np.flatnonzero(np.diff(boxes.piece_a, prepend=-1))
    letters = np.cumsum(np.diff(pieces.starts)[boxes.piece_a[fresh]])
    cuts = fresh[np.flatnonzero(np.diff(letters // LETTERS, prepend=0))]
    parts = []
    for first, last in pairwise(np.unique([0, *cuts, len(boxes)]).tolist()):
        part = boxes.pick(slice(first, last))
        needed = np.unique(np.concatenate((part.piece_a, part.piece_b)))
        starts = np.concatenate(([0], np.cumsum(np.diff(pieces.starts)[needed])))
        local = part.of_pieces(np.searchsorted(needed, part.piece_a), np.searchsorted(needed, part.piece_b))
        found = align(fetch(needed), starts, local, weights, fine)
        parts.append(found.of_pieces(needed[found.piece_a], needed[found.piece_b]))
    return joined(parts)


def with_kin(  # noqa: PLR0913, PLR0917  # the whole of what a shard needs
    found: Boxes, links: Boxes, takers: tuple[int, int], pieces: Pieces, fetch: Fetch,
    weights: Weights, settings: Settings,
) -> Passages:  # fmt: skip
    """Fourth stage: look at texts that hold words of a third; returns passages in places of the corpus.

    Args:
        found: Aligned boxes of a shard.
        links: Of all shards, see `linked`.
        takers: First piece of the shard, and one behind its last.
        pieces: Of the whole corpus.
        fetch: As for `aligned`.
        weights: Of the corpus.
        settings: Of the comparison.
    """
    more = proposals(links, takers, found, settings.kinship)
    fine = replace(settings.fine, weight=settings.kinship.weight)
    return join_near(from_boxes(joined([found, aligned(more, pieces, fetch, weights, fine)]), pieces))
