"""Compare texts in memory: the three stages with one shard and one range."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from luoshi.reuse.engine import (
    Popularity,
    Settings,
    Sketch,
    aligned,
    candidates,
    keyed,
    match_prints,
    settings_for,
    sketch,
    with_kin,
)
from luoshi.reuse.match.align import Letters
from luoshi.reuse.match.kin import linked
from luoshi.reuse.match.pieces import Pieces, cut, ragged
from luoshi.reuse.match.seeds import PIECES
from luoshi.reuse.passages import QUOTED, Passages, in_words_received, quoted_part
from luoshi.reuse.texts.fingerprint import Prints
from luoshi.reuse.texts.fold import Folded
from luoshi.reuse.texts.quotes import cited_by_both, find_quotations
from luoshi.reuse.texts.weights import bits_for, count_codes, weights_from


class TooManyTextsError(ValueError):
    """More text than one comparison in memory can number."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What some texts have in common.

    Attributes:
        passages: Stretches two texts share, in words received, quotations left out.
        quoted: Stretches two texts share because both quote the same.
        quotations: For each text the stretches that are quotations.
    """

    passages: Passages
    quoted: Passages
    quotations: tuple[tuple[tuple[int, int], ...], ...]


def compare(texts: Sequence[str], settings: Settings | None = None) -> Comparison:
    """Find what texts have in common; for more than some 16,000 use the corpus room."""
    settings = settings or settings_for(len(texts))
    made = sketch(texts, settings)
    pieces = cut(np.diff(made.texts.starts))
    if len(pieces) > PIECES:
        raise TooManyTextsError(f"{len(pieces)} pieces of text; one comparison in memory takes {PIECES}")
    short, popularity = _seeds(made, made.short, pieces, settings, rare=True)
    long, _ = _seeds(made, made.long, pieces, settings, rare=False)
    codes = made.texts.codes
    weights = weights_from(count_codes(codes, bits_for(len(codes))), len(texts))
    boxes = candidates(np.concatenate((short, long)), codes, pieces.starts, 0, weights, settings)
    del short, long

    def fetch(needed: NDArray[np.int64]) -> Letters:
        return letters_of(made.texts, pieces, needed)

    boxes = aligned(boxes, pieces, fetch, weights, settings.fine)
    links = linked(boxes, settings.kinship)
    found = with_kin(boxes, links, (0, len(pieces)), pieces, fetch, weights, settings)
    spans = find_quotations(made.cues, popularity.places, popularity.holders, popularity.quoted, settings.k)
    return finished(found, made, spans)


def _seeds(
    made: Sketch, prints: Prints, pieces: Pieces, settings: Settings, *, rare: bool
) -> tuple[NDArray[np.uint64], Popularity]:
    bits = max(1, len(made.texts.codes).bit_length())
    keys = keyed(prints.hashes, prints.places, made.flags(prints.places), bits)
    seeds, popularity = match_prints(keys, bits, pieces, settings.rare if rare else settings.popular)
    return seeds.packed(), popularity


def letters_of(texts: Folded, pieces: Pieces, needed: NDArray[np.int64]) -> Letters:
    """Return the letters of some pieces laid end to end."""
    sizes = np.diff(pieces.starts)[needed]
    which, member = ragged(sizes)
    rows = pieces.starts[needed][which] + member
    return Letters(texts.codes[rows], texts.detail[rows])


def finished(found: Passages, made: Sketch, spans: NDArray[np.int64]) -> Comparison:
    """Tell passages from quotations and give all of them in words received."""
    texts = made.texts
    both, cited = cited_by_both(made.cues, (found.a0, found.a1), (found.b0, found.b1))
    quoted = both | (quoted_part(found, spans, len(texts.codes)) >= QUOTED)
    spans = np.unique(np.concatenate((spans, cited)), axis=0)
    quotations: list[list[tuple[int, int]]] = [[] for _ in range(len(texts))]
    owner = np.searchsorted(texts.starts, spans[:, 0], side="right") - 1
    for doc, (begin, end) in zip(owner.tolist(), spans.tolist(), strict=True):
        quotations[doc].append((int(texts.offsets[begin]), int(texts.offsets[end - 1]) + 1))
    return Comparison(
        in_words_received(found.pick(~quoted), texts.offsets.__getitem__),
        in_words_received(found.pick(quoted), texts.offsets.__getitem__),
        tuple(tuple(q) for q in quotations),
    )
