"""Passage families: one passage and everyone who holds it; output grows with holders, not with pairs."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from luoshi.reuse.passages import Passages
from luoshi.reuse.share import ranks
from luoshi.reuse.texts.fingerprint import gram_hashes
from luoshi.reuse.texts.fold import fold_texts

SAME = 0.6  # two stretches of one document are one when so much of the longer is common
DAMAGE = re.compile(r"(?<![A-Za-z])[xX](?![A-WYZa-wyz])|[×*＊_○□■△�?]|某某")
QUOTE_GRAM = 8


@dataclass(frozen=True, slots=True)
class Holder:
    """One stretch of one document, in words received."""

    doc: int
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Family:
    """A passage and all who hold it.

    Attributes:
        holders: In order of time.
        exemplar: The first of them.
        fullest: The one with the fewest masks and damages, the longest of those: it restores the others.
        first_seen: Date of the first holder with a date, or "".
        units: Whose documents they are.
        is_quotation: Whether it is quoted from a higher document.
    """

    holders: tuple[Holder, ...]
    exemplar: Holder
    fullest: Holder
    first_seen: str
    units: tuple[str, ...]
    is_quotation: bool = False


def components(n: int, one: NDArray[np.int64], other: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return for each of ``n`` numbers the least one it is joined with, by whatever steps.

    >>> components(5, np.array([0, 3]), np.array([1, 4])).tolist()
    [0, 0, 2, 3, 3]
    """
    least = np.arange(n)
    while True:
        low = np.minimum(least[one], least[other])
        before = least.copy()
        for side in (one, other):
            np.minimum.at(least, before[side], low)
        while (jumped := least[least] < least).any():
            least[jumped] = least[least[jumped]]
        if (least == before).all():
            return least


def families(
    found: Passages, texts: Sequence[str], dates: Sequence[str], units: Sequence[str]
) -> list[Family]:
    """Join aligned passages into families; only edges that alignment has verified are followed."""
    if not len(found):
        return []
    doc = np.concatenate((found.a, found.b))
    begin, end = np.concatenate((found.a0, found.b0)), np.concatenate((found.a1, found.b1))
    order = np.lexsort((end, begin, doc))
    # stretches of one document that nearly coincide are one
    low, high = order[:-1], order[1:]
    longer = np.maximum(end[low] - begin[low], end[high] - begin[high])
    common = np.minimum(end[low], end[high]) - np.maximum(begin[low], begin[high])
    near = (doc[low] == doc[high]) & (common >= SAME * longer)
    rows = np.arange(len(found))
    stretch = np.empty(len(doc), dtype=np.int64)
    stretch[order] = np.cumsum(np.concatenate(([0], ~near)))
    joined = components(len(doc), stretch[rows], stretch[rows + len(found)])
    family = joined[stretch]
    # of each family's stretches in one document the longest counts
    order = np.lexsort((begin, begin - end, doc, family))
    first = np.ones(len(order), dtype=np.bool_)
    first[1:] = (np.diff(family[order]) != 0) | (np.diff(doc[order]) != 0)
    order = order[first]
    rank, _ = ranks(dates)
    order = order[np.lexsort((rank[doc[order]], family[order]))]
    edges = np.flatnonzero(np.diff(family[order], prepend=-1, append=-1))
    holders = [Holder(*row) for row in zip(*(x[order].tolist() for x in (doc, begin, end)), strict=True)]
    made = [_family(holders[x:y], texts, dates, units) for x, y in pairwise(edges.tolist())]
    return sorted(made, key=_size)


def quotation_families(
    quotations: Sequence[Sequence[tuple[int, int]]],
    texts: Sequence[str],
    dates: Sequence[str],
    units: Sequence[str],
) -> list[Family]:
    """Join quotations of the same words."""
    holders = [Holder(doc, begin, end) for doc, spans in enumerate(quotations) for begin, end in spans]
    folded = fold_texts([texts[h.doc][h.begin : h.end] for h in holders])
    seen: dict[int, int] = {}
    same: list[tuple[int, int]] = []
    for number in range(len(holders)):
        hashes = gram_hashes(folded.codes[folded.starts[number] : folded.starts[number + 1]], QUOTE_GRAM)
        same += [(seen.setdefault(key, number), number) for key in np.sort(hashes)[:3].tolist()]
    one, other = np.array(same, dtype=np.int64).reshape(-1, 2).T
    members: dict[int, dict[int, Holder]] = defaultdict(dict)
    for holder, family in zip(holders, components(len(holders), one, other).tolist(), strict=True):
        members[family].setdefault(holder.doc, holder)
    rank = ranks(dates)[0].tolist()
    made = [
        _family(sorted(held.values(), key=lambda h: rank[h.doc]), texts, dates, units, is_quotation=True)
        for held in members.values()
        if len(held) > 1
    ]
    return sorted(made, key=_size)


def _family(
    holders: list[Holder],
    texts: Sequence[str],
    dates: Sequence[str],
    units: Sequence[str],
    *,
    is_quotation: bool = False,
) -> Family:
    """Make a family of its holders in order of time."""
    known = sorted(dates[h.doc] for h in holders if dates[h.doc])
    return Family(
        tuple(holders),
        holders[0],
        _fullest(holders, texts),
        known[0] if known else "",
        tuple(sorted({units[h.doc] for h in holders if units[h.doc]})),
        is_quotation,
    )


def _fullest(holders: Sequence[Holder], texts: Sequence[str]) -> Holder:
    best, least = holders[0], -1
    for holder in sorted(holders, key=lambda h: h.begin - h.end):
        damage = len(DAMAGE.findall(texts[holder.doc], holder.begin, holder.end))
        if least < 0 or damage < least:
            best, least = holder, damage
        if not damage:
            break
    return best


def _size(family: Family) -> tuple[int, int, int]:
    repeated = (len(family.holders) - 1) * (family.exemplar.end - family.exemplar.begin)
    return (-repeated, family.exemplar.doc, family.exemplar.begin)
