"""How much of each document stood in an earlier one, and in which: only where dates allow a direction."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from luoshi.reuse.passages import Passages


@dataclass(frozen=True, slots=True)
class Share:
    """What one document has in common with earlier ones, quotations left out.

    Attributes:
        part: Part of its characters, 0 to 1.
        source: Number of the document most of them stood in, -1 if none.
        dated: Whether dates say that the source is earlier; else the order of the list was followed.
        quoted: Part of its characters that are quotations.
    """

    part: float
    source: int
    dated: bool
    quoted: float


def ranks(dates: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return each document's place in time and its day; those without a date keep their place in the list.

    A document without a date stands beside the one before it in the list; its day is -1.
    """
    days = np.array([_day(d) for d in dates], dtype=np.int64)
    filled = days.copy()
    known = np.flatnonzero(days >= 0)
    if len(known):
        before = np.maximum(np.searchsorted(known, np.arange(len(days)), side="right") - 1, 0)
        filled = np.where(days >= 0, days, days[known[before]])
    rank = np.empty(len(days), dtype=np.int64)
    rank[np.lexsort((np.arange(len(days)), filled))] = np.arange(len(days))
    return rank, days


def _day(date: str) -> int:
    digits = date[:10].replace("-", "")
    return int(digits) if len(digits) == 8 and digits.isdigit() else -1


def shares(
    found: Passages,
    lengths: Sequence[int],
    dates: Sequence[str],
    quotations: Sequence[Sequence[tuple[int, int]]],
) -> list[Share]:
    """Return the share of every document.

    Args:
        found: Passages in words received, quotations left out.
        lengths: Characters of each document.
        dates: YYYY-MM-DD of each, "" when unknown.
        quotations: Stretches of each document that are quotations.
    """
    rank, days = ranks(dates)
    forward = rank[found.a] < rank[found.b]
    source, taker = np.where(forward, found.a, found.b), np.where(forward, found.b, found.a)
    begin, end = np.where(forward, found.b0, found.a0), np.where(forward, found.b1, found.a1)
    order = np.lexsort((rank[source], taker))
    begins = np.searchsorted(taker[order], np.arange(len(lengths) + 1))
    out = []
    for doc, length in enumerate(lengths):
        rows = order[begins[doc] : begins[doc + 1]]
        out.append(
            _share(
                length,
                source[rows],
                begin[rows],
                end[rows],
                found.same[rows],
                days,
                quotations[doc],
                days[doc],
            )
        )
    return out


def _share(  # noqa: PLR0913, PLR0917  # columns of the passages of one document
    length: int,
    source: NDArray[np.int64],
    begin: NDArray[np.int64],
    end: NDArray[np.int64],
    same: NDArray[np.int64],
    days: NDArray[np.int64],
    quotations: Sequence[tuple[int, int]],
    day: int,
) -> Share:
    if not len(source) and not quotations:
        return Share(0.0, -1, dated=False, quoted=0.0)
    covered = np.zeros(length)
    quoted = np.zeros(length, dtype=np.bool_)
    for first, last in quotations:
        quoted[first:last] = True
    covered[quoted] = 1
    gained: dict[int, float] = {}
    for row in range(len(source)):  # in order of time: a character is owed to the first document that had it
        stretch = covered[begin[row] : end[row]]
        more = np.maximum(same[row] / len(stretch) - stretch, 0)
        stretch += more
        gained[int(source[row])] = gained.get(int(source[row]), 0.0) + float(more.sum())
    covered[quoted] = 0
    best = max(gained, key=lambda doc: gained[doc], default=-1)
    if best < 0 or gained[best] <= 0:
        return Share(0.0, -1, dated=False, quoted=float(quoted.mean()))
    return Share(float(covered.mean()), best, bool(0 <= days[best] < day), float(quoted.mean()))
