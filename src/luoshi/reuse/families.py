"""Passage families: one passage and everyone who holds it; output grows with holders, not with pairs."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from luoshi.reuse.passages import Passages
from luoshi.reuse.share import ranks
from luoshi.reuse.texts.fingerprint import gram_hashes
from luoshi.reuse.texts.fold import fold_texts

SAME = 0.6  # two stretches of one document are one when so much of the longer is common
DAMAGE = re.compile(r"[xX×*＊_○□■△�?]|某某")
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


class _Groups:
    """Disjoint sets of numbers."""

    def __init__(self, n: int) -> None:
        self.parent = list(range(n))

    def root(self, x: int) -> int:
        while self.parent[x] != x:
            self.parent[x] = self.parent[self.parent[x]]
            x = self.parent[x]
        return x

    def join(self, x: int, y: int) -> None:
        x, y = self.root(x), self.root(y)
        self.parent[max(x, y)] = min(x, y)


def families(
    found: Passages, texts: Sequence[str], dates: Sequence[str], units: Sequence[str]
) -> list[Family]:
    """Join aligned passages into families; only edges that alignment has verified are followed."""
    n = len(found)
    doc = np.concatenate((found.a, found.b))
    begin, end = np.concatenate((found.a0, found.b0)), np.concatenate((found.a1, found.b1))
    order = np.lexsort((end, begin, doc))
    groups = _Groups(2 * n)
    last = -1
    for row in order.tolist():  # stretches of one document that nearly coincide are one
        if last >= 0 and doc[last] == doc[row]:
            common = min(end[last], end[row]) - max(begin[last], begin[row])
            if common >= SAME * max(end[last] - begin[last], end[row] - begin[row]):
                groups.join(last, row)
                continue
        last = row
    for row in range(n):
        groups.join(row, row + n)
    members: dict[int, dict[int, Holder]] = defaultdict(dict)
    for row in range(2 * n):
        holder = Holder(int(doc[row]), int(begin[row]), int(end[row]))
        held = members[groups.root(row)]
        if (
            holder.doc not in held
            or held[holder.doc].end - held[holder.doc].begin < holder.end - holder.begin
        ):
            held[holder.doc] = holder
    rank, _ = ranks(dates)
    made = [_family(list(held.values()), rank.tolist(), texts, dates, units) for held in members.values()]
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
    groups = _Groups(len(holders))
    seen: dict[int, int] = {}
    for number in range(len(holders)):
        hashes = gram_hashes(folded.codes[folded.starts[number] : folded.starts[number + 1]], QUOTE_GRAM)
        for key in np.sort(hashes)[:3].tolist():
            groups.join(seen.setdefault(key, number), number)
    members: dict[int, dict[int, Holder]] = defaultdict(dict)
    for number, holder in enumerate(holders):
        members[groups.root(number)].setdefault(holder.doc, holder)
    rank, _ = ranks(dates)
    made = [
        _family(list(held.values()), rank.tolist(), texts, dates, units, is_quotation=True)
        for held in members.values()
        if len(held) > 1
    ]
    return sorted(made, key=_size)


def _family(  # noqa: PLR0913  # columns of the documents
    holders: list[Holder],
    rank: Sequence[int],
    texts: Sequence[str],
    dates: Sequence[str],
    units: Sequence[str],
    *,
    is_quotation: bool = False,
) -> Family:
    holders.sort(key=lambda h: rank[h.doc])
    known = sorted(dates[h.doc] for h in holders if dates[h.doc])
    return Family(
        tuple(holders),
        holders[0],
        min(holders, key=lambda h: (_damage(texts[h.doc][h.begin : h.end]), h.begin - h.end, rank[h.doc])),
        known[0] if known else "",
        tuple(sorted({units[h.doc] for h in holders if units[h.doc]})),
        is_quotation,
    )


def _damage(text: str) -> int:
    return len(DAMAGE.findall(text))


def _size(family: Family) -> tuple[int, int, int]:
    return (-len(family.holders), family.exemplar.doc, family.exemplar.begin)
