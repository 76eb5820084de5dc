"""Similar text: what of a document stands in which other documents the viewer may see."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np

from luoshi.followup.finding.index import as_read
from luoshi.followup.finding.likely import likely_documents
from luoshi.followup.ground.permissions import Viewer, document_for
from luoshi.reuse.changes import Change, changes
from luoshi.reuse.compare import Comparison, compare
from luoshi.store.queries.search import DocumentHit, documents_of

_COMPARED = 40  # other documents compared word by word, the likeliest first
_LONGEST = 200_000  # characters of a document that are compared
_ROOM = 2_000_000  # characters compared in all


class When(StrEnum):
    """Whether the other document is earlier: by its own date, or not known."""

    EARLIER = "earlier"
    LATER = "later"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words two documents share: where they stand in this one and in the other; characters unchanged."""

    start: int
    end: int
    other_start: int
    other_end: int
    same: int


@dataclass(frozen=True, slots=True)
class Other:
    """A document that shares words with this one; ``part`` of this one's characters stand in it unchanged."""

    pk: int
    title: str
    docno: str
    issuer: str
    dated_on: date | None
    when: When
    part: float
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Alike:
    """A document with what it shares with others.

    Attributes:
        text: as received.
        others: the one that shares most first.
        quotations: stretches that are quotations from laws and higher documents.
        fresh: part of its characters that no other document holds but later ones, quotations left out.
        n_compared: how many others were compared word by word.
    """

    pk: int
    title: str
    dated_on: date | None
    text: str
    others: tuple[Other, ...]
    quotations: tuple[tuple[int, int], ...]
    fresh: float
    n_compared: int


@dataclass(frozen=True, slots=True)
class Beside:
    """Two documents and what they share, with what was changed in each stretch, places within the stretch."""

    one: DocumentHit
    other: DocumentHit
    when: When
    stretches: tuple[tuple[Stretch, tuple[Change, ...]], ...]
    quotations: tuple[tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]]


def alike(viewer: Viewer, pk: int) -> Alike:
    """Return a document with what it shares with others, among those the viewer may see.

    Raises:
        NotFoundError: there is none, or not for this viewer.
    """
    (own,) = documents_of([document_for(viewer, pk).pk])
    likely = likely_documents(viewer, as_read(own.text[:_LONGEST], own.reading), n=_COMPARED + 1)
    others, room = [], _ROOM
    for hit in documents_of([other for other in likely if other != pk][:_COMPARED]):
        room -= min(len(hit.text), _LONGEST)
        if room < 0:
            break
        others.append(hit)
    found = _compared([own, *others])
    held = np.zeros(len(own.text))
    made = []
    for number, hit in enumerate(others, start=1):
        stretches = _stretches(found, 0, number)
        if not stretches:
            continue
        when = _when(own.dated_on, hit.dated_on)
        mine = np.zeros(len(own.text))
        for s in stretches:
            mine[s.start : s.end] = np.maximum(mine[s.start : s.end], s.same / (s.end - s.start))
        if when is not When.LATER:
            held = np.maximum(held, mine)
        about = (hit.pk, hit.title, hit.docno, hit.issuer, hit.dated_on)
        made.append(Other(*about, when, float(mine.mean()), stretches))
    made.sort(key=lambda other: (-other.part, other.pk))
    quotations = found.quotations[0]
    for start, end in quotations:
        held[start:end] = 1
    fresh = 1 - float(held.mean()) if len(held) else 1.0
    return Alike(pk, own.title, own.dated_on, own.text, tuple(made), quotations, fresh, len(others))


def beside(viewer: Viewer, pk: int, other: int) -> Beside:
    """Return two documents with what they share.

    Raises:
        NotFoundError: one of them is not there, or not for this viewer.
    """
    one, two = documents_of([document_for(viewer, each).pk for each in (pk, other)])
    found = _compared([one, two])
    stretches = tuple(
        (s, tuple(changes(one.text[s.start : s.end], two.text[s.other_start : s.other_end])))
        for s in _stretches(found, 0, 1)
    )
    quotations = (found.quotations[0], found.quotations[1])
    return Beside(one, two, _when(one.dated_on, two.dated_on), stretches, quotations)


def _compared(documents: list[DocumentHit]) -> Comparison:
    return compare([hit.text[:_LONGEST] for hit in documents])


def _stretches(found: Comparison, one: int, other: int) -> tuple[Stretch, ...]:
    p = found.passages
    rows = np.flatnonzero((p.a == one) & (p.b == other))
    columns = (x[rows].tolist() for x in (p.a0, p.a1, p.b0, p.b1, p.same))
    return tuple(Stretch(*row) for row in zip(*columns, strict=True))


def _when(own: date | None, other: date | None) -> When:
    if own is None or other is None or own == other:
        return When.UNKNOWN
    return When.EARLIER if other < own else When.LATER
