"""Quotations from laws and higher documents: cited, and held word for word by documents that else differ."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

TITLE = re.compile(r"《[^《》\n]{2,60}》[^,，。;；:：\n《》]{0,8}[,，:：][“\"「]?")
SPOKEN = re.compile(r"(?:指出|强调|強調|要求|规定|規定|提出|明确|明確)[,，]?[:：][“「]")
CLOSING = str.maketrans({"“": "”", "「": "」"})
REACH = 260  # folded characters after a citation that may still be the quotation
BEFORE = 40  # folded characters before it that show whether only the quotation is shared
HOLE = 20  # longest damaged stretch inside a quotation
HOLDERS = 3


@dataclass(frozen=True, slots=True)
class Cues:
    """Citations of some texts, in places of the folded codes.

    Attributes:
        begins: Where the citing formula begins.
        zones: Where its quotation may begin.
        ends: Where it must have ended.
        closed: Whether a closing mark says so.
    """

    begins: NDArray[np.int64]
    zones: NDArray[np.int64]
    ends: NDArray[np.int64]
    closed: NDArray[np.bool_]


def find_cues(texts: Sequence[str], offsets: NDArray[np.int32], starts: NDArray[np.int64]) -> Cues:
    """Find the citing formulas of texts whose folded offsets are given."""
    rows: list[tuple[int, int, int, bool]] = []
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
                rows.append((begin, zone, last, close >= 0))
    columns = np.array(sorted(rows), dtype=np.int64).reshape(-1, 4).T
    return Cues(columns[0], columns[1], columns[2], columns[3] > 0)


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
    for begin, zone, end, closed in zip(cues.begins, cues.zones, cues.ends, cues.closed, strict=True):
        before, first, last = np.searchsorted(places, (begin - BEFORE, zone, end))
        head = np.searchsorted(places, begin - k + 1)
        inside, n = places[first:last], holders[first:last]
        opening = n[: np.searchsorted(inside, zone + 2 * HOLE)]
        if not len(opening) or (known := float(np.percentile(opening, 75))) < HOLDERS:
            continue
        context = holders[before:head]
        if len(context) and float(np.median(context)) * 2 > known:
            continue  # the words before are as widely held: a template that cites, not a quotation
        good = inside[quoted[first:last] & (n >= 0.3 * known)]
        reach = zone
        for place in good.tolist():
            if place > reach + HOLE:
                break
            reach = place + k
        if reach > zone and (closed or reach < end - k or reach <= zone + REACH // 2):
            found.append((int(zone), int(min(reach, end))))
    return np.array(sorted(set(found)), dtype=np.int64).reshape(-1, 2)
