"""The time limits and periods of a text by place, and what of them stands in its comma parts."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from luoshi.reading.duty.cutting.parts import open_commas
from luoshi.reading.marks import DeadlineMark
from luoshi.reading.reading import Reading
from luoshi.values.span import Span


@dataclass(frozen=True, slots=True)
class Times:
    """The deadlines, recurrences and open commas of a text, by the places where they begin."""

    limits: Sequence[DeadlineMark]
    limit_starts: Sequence[int]
    cadence_starts: Sequence[int]
    commas: Sequence[int]

    @classmethod
    def of(cls, reading: Reading) -> "Times":
        """Return those of a reading."""
        limits = reading.deadlines
        return cls(
            limits,
            [m.span.start for m in limits],
            [m.span.start for m in reading.recurrences],
            open_commas(reading.source.text),
        )

    def has_limit(self, start: int, stop: int) -> bool:
        """Tell whether a time limit begins in ``start:stop``."""
        starts = self.limit_starts
        i = bisect_left(starts, start)
        return i < len(starts) and starts[i] < stop

    def has_length(self, part: Span) -> bool:
        """Tell whether a comma part sets a length of time: 在3个工作日内移送."""
        starts = self.limit_starts
        i = bisect_left(starts, part.start)
        return i < len(starts) and starts[i] < part.end and self.limits[i].norm.startswith("P")

    def has_period(self, parts: Sequence[Span]) -> bool:
        """Tell whether a recurrence begins in any of the parts: 每月, 每季度."""
        starts = self.cadence_starts
        i = bisect_left(starts, parts[0].start)
        return i < len(starts) and starts[i] < parts[-1].end

    def ends_in_limit(self, part: Span) -> bool:
        """Tell whether nothing is done in a comma part behind its limit: 县局自即日起至5月31日，每晚……."""
        i = bisect_left(self.limit_starts, part.end) - 1
        return i >= 0 and self.limits[i].span.end >= part.end - 1

    def is_limit(self, part: Span) -> bool:
        """Tell whether a comma part is nothing but a time limit, which belongs to what follows."""
        i = bisect_left(self.limit_starts, part.start)
        if i >= len(self.limits):
            return False
        span = self.limits[i].span
        return span.start <= part.start + 1 and span.end >= part.end - 1
