"""A unit that may be a commitment, and what binds it."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from luoshi.reading.duty.cutting.units import Unit
from luoshi.reading.marks import (
    ActorMark,
    Cadence,
    Clause,
    DeadlineMark,
    Limit,
    QuantityMark,
    RecurrenceMark,
)
from luoshi.values.span import Span

M = TypeVar("M", DeadlineMark, RecurrenceMark, QuantityMark)


@dataclass(slots=True)
class Candidate:
    """A unit and what binds it; filled while the document is walked once, then only read."""

    unit: Unit
    clause: Clause
    actors: list[ActorMark] = field(default_factory=list)
    limits: list[Limit] = field(default_factory=list)
    cadences: list[Cadence] = field(default_factory=list)
    quantities: Sequence[QuantityMark] = ()
    assigned: bool = False
    in_row: bool = False
    is_task: bool = False
    standing: bool = False  # 持续推进: the limit said is that there is none
    is_goal: bool = False  # a figure of a list of aims: 主要预期目标是：……

    @property
    def named(self) -> bool:
        """Whether definite bodies shall act (hook 4)."""
        return any(a.resolved for a in self.actors)


def within(marks: Sequence[M], starts: Sequence[int], span: Span) -> Sequence[M]:
    """Return the marks that begin inside ``span``; ``starts`` are the places where they begin."""
    return marks[bisect_left(starts, span.start) : bisect_left(starts, span.end)]
