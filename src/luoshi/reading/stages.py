"""The stages of a reading, in order."""

from collections.abc import Callable, Sequence
from datetime import date

from luoshi.document.source_text import SourceText
from luoshi.reading.duty.commitment import read_commitments
from luoshi.reading.duty.party.parties import read_parties
from luoshi.reading.measure.deadline import read_deadlines
from luoshi.reading.measure.quantity import read_quantities
from luoshi.reading.measure.recurrence import read_recurrences
from luoshi.reading.outcome.achievement import read_achievements
from luoshi.reading.outcome.coverage import read_coverage
from luoshi.reading.outcome.framework import read_frameworks
from luoshi.reading.outcome.problem import read_problems
from luoshi.reading.reading import Reading
from luoshi.reading.scope import read_scope
from luoshi.reading.structure.clause.clauses import read_clauses
from luoshi.reading.structure.front.head import read_head
from luoshi.reading.structure.outline.divisions import read_outline
from luoshi.reading.structure.speakers import read_speakers

Stage = Callable[[Reading], Reading]

STAGES: tuple[Stage, ...] = (
    read_outline,
    read_head,
    read_speakers,
    read_clauses,
    read_deadlines,
    read_recurrences,
    read_quantities,
    read_parties,
    read_commitments,
    read_scope,
    read_achievements,
    read_problems,
    read_frameworks,
    read_coverage,
)


def read(source: SourceText, *, as_of: date | None = None, stages: Sequence[Stage] = STAGES) -> Reading:
    """Read a document: run every stage over it.

    Args:
        source: the document.
        as_of: the day from which relative dates are reckoned, instead of the one the text names.
        stages: which stages, in order.
    """
    reading = Reading(source, as_of=as_of)
    for stage in stages:
        reading = stage(reading)
    return reading
