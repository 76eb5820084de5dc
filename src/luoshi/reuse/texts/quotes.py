"""Quotations from laws and higher documents: cited, and held word for word by documents that else differ."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from luoshi.reuse.texts.fold import Folded

TITLE = re.compile(r"《[^《》\n]{2,60}》[^,，。;；:：\n《》]{0,8}[,，:：][“\"「]?")
SPOKEN = re.compile(r"(?:指出|强调|強調|要求|规定|規定|提出|明确|明確)[,，]?[:：][“「]")
CLOSING = str.maketrans({"“": "”", "「": "」"})
REACH = 260  # folded characters after a citation that may still be the quotation
BEFORE = 40  # folded characters before it that show whether only the quotation is shared
SAME = 0.75  # words so many of its holders have belong to the quotation
COMMON = 40  # folded characters of words everybody uses inside a quotation
CITES = 0.7  # when so many of the words before are as widely held, it is a template that cites
HOLE = 20  # longest damaged stretch inside a quotation
HOLDERS = 3
NEAR = 4  # folded characters by which a passage may begin before a citation, or after its formula


@dataclass(frozen=True, slots=True)
class Cues:
    """Citations of some texts, in places of the folded codes.

    Attributes:
        opens: Where the words before it begin that show whether only the quotation is shared.
        begins: Where the citing formula begins.
        zones: Where its quotation may begin.
        ends: Where it must have ended.
        closed: Whether a closing mark says so.
        formulas: Equal for equal citing formulas.
    """

    opens: NDArray[np.int64]
    begins: NDArray[np.int64]
    zones: NDArray[np.int64]
    ends: NDArray[np.int64]
    closed: NDArray[np.bool_]
    formulas: NDArray[np.int64]

    def as_rows(self) -> NDArray[np.int64]:
        """Lay the citations out as one array, a column each."""
        closed = self.closed.astype(np.int64)
        return np.stack((self.opens, self.begins, self.zones, self.ends, closed, self.formulas))

    @classmethod
    def of_rows(cls, rows: NDArray[np.int64]) -> "Cues":
        """Make citations of an array written by `as_rows`."""
        return cls(rows[0], rows[1], rows[2], rows[3], rows[4] > 0, rows[5])


def find_cues(texts: Sequence[str], folded: Folded) -> Cues:
    """Find the citing formulas of texts and where they stand in their folded codes."""
    codes, offsets, starts = folded.codes, folded.offsets, folded.starts
    rows: list[tuple[int, ...]] = []
    for number, text in enumerate(texts):
        if "《" not in text and "“" not in text and "「" not in text:
            continue
        start, end = int(starts[number]), int(starts[number + 1])
        own = offsets[start:end]
        for pattern in (TITLE, SPOKEN):
            for match in pattern.finditer(text):
                mark = match.group()[-1].translate(CLOSING)
                close = text.find(mark, match.end()) if mark in "”」" else -1
                begin, zone = (start + int(np.searchsorted(own, x)) for x in match.span())
                last = min(end, zone + REACH)
                if close >= 0:
                    last = min(end, start + int(np.searchsorted(own, close)))
                formula = crc32(codes[begin:zone].tobytes())
                rows.append((max(start, begin - BEFORE), begin, zone, last, close >= 0, formula))
    return Cues.of_rows(np.array(sorted(rows), dtype=np.int64).reshape(-1, 6).T)


def cited_places(cues: Cues, n: int) -> NDArray[np.bool_]:
    """Mark the codes that lie in the reach of a citation."""
    step = np.zeros(n + 1, dtype=np.int32)
    np.add.at(step, cues.zones, 1)
    np.add.at(step, np.maximum(cues.ends, cues.zones), -1)
    return np.cumsum(step[:-1]) > 0


def quoted_groups(
    sizes: NDArray[np.int64], n_cited: NDArray[np.int64], least: int = HOLDERS
) -> NDArray[np.bool_]:
    """Tell of fingerprints with so many holders, so many of them behind a citation, which are quotations."""
    return (sizes >= least) & (n_cited * 10 >= sizes * 6)


def find_quotations(
    cues: Cues, places: NDArray[np.int64], holders: NDArray[np.int64], quoted: NDArray[np.bool_], k: int
) -> NDArray[np.int64]:
    """Return the quotations as rows (begin, end) of code places.

    Args:
        cues: The citations.
        places: Ascending places of fingerprints.
        holders: How many documents hold each.
        quoted: Whether most of those hold it behind a citation.
        k: Length of a fingerprint.
    """
    found: list[tuple[int, int]] = []
    columns = (c.tolist() for c in (cues.opens, cues.begins, cues.zones, cues.ends, cues.closed))
    for opens, begin, zone, end, closed in zip(*columns, strict=True):
        before, head, first, last = np.searchsorted(places, (opens, begin - k + 1, zone, end))
        inside, n, is_quoted = places[first:last], holders[first:last], quoted[first:last]
        opening = is_quoted & (inside < zone + 2 * HOLE)
        if not opening.any():
            continue
        known = float(np.median(n[opening]))
        if known < HOLDERS or (head > before and np.mean(holders[before:head] >= 0.6 * known) >= CITES):
            continue
        reach = _reach(inside, n, is_quoted, known, zone, k)
        if reach > zone and (closed or reach < end - k or reach <= zone + REACH // 2):
            found.append((zone, min(reach, end)))
    return np.array(sorted(set(found)), dtype=np.int64).reshape(-1, 2)


def _reach(  # noqa: PLR0913, PLR0917  # columns of the fingerprints
    places: NDArray[np.int64],
    holders: NDArray[np.int64],
    quoted: NDArray[np.bool_],
    known: float,
    zone: int,
    k: int,
) -> int:
    """Return where a quotation ends: at words fewer hold, or where its words are not cited elsewhere."""
    reach = whole = zone
    for place, n, is_quoted in zip(places.tolist(), holders.tolist(), quoted.tolist(), strict=True):
        if n < SAME * known:
            continue
        if place > whole + HOLE or place > reach + COMMON:
            break
        whole = place + k
        if is_quoted:
            reach = whole
    return reach


Stretches = tuple[NDArray[np.int64], NDArray[np.int64]]


def cited_by_both(cues: Cues, a: Stretches, b: Stretches) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    """Tell which shared stretches both texts cite, from different documents or in quotation marks.

    Args:
        cues: The citations, ascending.
        a: Where the stretches begin and end in one text, in places of the codes.
        b: Where they begin and end in the other.

    Returns:
        Whether each is a quotation, and the quotations as rows (begin, end).
    """
    if not len(cues.zones):
        return np.zeros(len(a[0]), dtype=np.bool_), np.empty((0, 2), np.int64)
    of_a, of_b = _opening(cues, *a), _opening(cues, *b)
    apart = (cues.formulas[of_a] != cues.formulas[of_b]) | (cues.closed[of_a] & cues.closed[of_b])
    both = (of_a >= 0) & (of_b >= 0) & apart
    rows = [np.stack((cues.zones[of[both]], end[both]), axis=1) for of, end in ((of_a, a[1]), (of_b, b[1]))]
    return both, np.unique(np.concatenate(rows), axis=0)


def _opening(cues: Cues, begins: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the citation each stretch begins with, -1 for none."""
    at = np.minimum(np.searchsorted(cues.zones, begins - NEAR), len(cues.zones) - 1)
    zone = cues.zones[at]
    begins_there = (cues.begins[at] - NEAR <= begins) & (begins <= zone + NEAR)
    return np.where(begins_there & (zone < ends) & (ends <= zone + REACH + HOLE), at, -1)
