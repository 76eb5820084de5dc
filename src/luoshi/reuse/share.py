"""How much of each document stood in an earlier one, and in which: only where dates allow a direction."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from luoshi.reuse.passages import Passages

LEEWAY = 31  # days
REGISTER = 100  # documents: a shorter list shows no order
NEIGHBOURS = 25  # documents on either side that show which day is usual
ORDERED = 0.9  # of a register so many documents have a day near the usual


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
    """Return each document's place in time and its day (counted from year 1, -1 without a date).

    Dates say who was first. Two exceptions: a document without a date stands beside the one before it in
    the list; and a long list whose dates rise along it is a register, kept as documents came in, where days
    less than `LEEWAY` apart do not overrule its order: papers are dated when drafted, signed or printed.
    """
    days = np.array([_day(d) for d in dates], dtype=np.int64)
    known = np.flatnonzero(days >= 0)
    if not len(known):
        return np.arange(len(days), dtype=np.int64), days
    usual = _usual(days[known])
    own = days[known]
    if usual is not None:
        own = np.where(np.abs(own - usual) <= LEEWAY, usual, own)
    before = np.maximum(np.searchsorted(known, np.arange(len(days)), side="right") - 1, 0)
    rank = np.empty(len(days), dtype=np.int64)
    rank[np.lexsort((np.arange(len(days)), own[before]))] = np.arange(len(days))
    return rank, days


def _usual(days: NDArray[np.int64]) -> NDArray[np.int64] | None:
    """Return the day usual at each place of a register, rising; nothing if the list is none."""
    if len(days) < REGISTER:
        return None
    around = np.concatenate((days[:NEIGHBOURS][::-1], days, days[-NEIGHBOURS:][::-1]))
    width = 2 * NEIGHBOURS + 1
    usual = np.median(np.lib.stride_tricks.sliding_window_view(around, width), axis=1).astype(np.int64)
    usual = np.maximum.accumulate(usual)
    spread = np.subtract(*np.percentile(days, (75, 25)))
    rises = spread >= 4 * LEEWAY and np.mean(np.abs(days - usual) <= LEEWAY) >= ORDERED
    return usual if rises else None


def _day(date: str) -> int:
    try:
        return dt.date.fromisoformat(date[:10]).toordinal()
    except ValueError:
        return -1


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
