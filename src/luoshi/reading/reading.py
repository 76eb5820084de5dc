"""A reading: the source and, one field a stage, what was found in it."""

from dataclasses import dataclass, fields
from datetime import date

from luoshi.document.source_text import SourceText
from luoshi.reading.marks import (
    Achievement,
    Clause,
    Commitment,
    Covered,
    DeadlineMark,
    Framework,
    Head,
    OutlineItem,
    PartyMark,
    QuantityMark,
    RecurrenceMark,
    Shortcoming,
    Speaker,
)
from luoshi.values.problem import Problem
from luoshi.values.span import Span

_NO_HEAD = Head()


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read. Each stage fills its own fields and only those, so a rerun changes nothing.

    Attributes:
        source: the document.
        as_of: the day from which relative dates are reckoned when the caller gives one.
        ref_date: the day from which they were reckoned; None when neither caller nor text names one.
        problems: what the reader wants a person to look at; spans in the text as read.
        others: see ``marks``; every tuple in order of place.
    """

    source: SourceText
    as_of: date | None = None
    ref_date: date | None = None
    head: Head = _NO_HEAD
    outline: tuple[OutlineItem, ...] = ()
    speakers: tuple[Speaker, ...] = ()
    clauses: tuple[Clause, ...] = ()
    deadlines: tuple[DeadlineMark, ...] = ()
    recurrences: tuple[RecurrenceMark, ...] = ()
    vague: tuple[Span, ...] = ()
    quantities: tuple[QuantityMark, ...] = ()
    parties: tuple[PartyMark, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    achievements: tuple[Achievement, ...] = ()
    shortcomings: tuple[Shortcoming, ...] = ()
    frameworks: tuple[Framework, ...] = ()
    coverage: tuple[Covered, ...] = ()
    problems: tuple[Problem, ...] = ()

    def having(self, **found: object) -> "Reading":
        """Return this reading with what a stage found (``dataclasses.replace`` costs ten times as much)."""
        new = object.__new__(Reading)
        put = object.__setattr__
        for name in _FIELDS:
            put(new, name, found[name] if name in found else getattr(self, name))
        return new


_FIELDS = tuple(field.name for field in fields(Reading))
