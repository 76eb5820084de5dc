"""The way back from the text as read to the text as received."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from luoshi.values.span import Span


class Edit(NamedTuple):
    """One replacement: ``text[start:end]`` becomes ``words`` (empty: taken out)."""

    start: int
    end: int
    words: str


class Stretch(NamedTuple):
    """A run of read text and the received text it came from; equal lengths map character by character."""

    read_start: int
    read_end: int
    raw_start: int
    raw_end: int


@dataclass(frozen=True, slots=True)
class WayBack:
    """Maps places in the read text to places in the received text.

    Attributes:
        stretches: in reading order, no gaps in the read text; received text between two was taken out.
    """

    stretches: tuple[Stretch, ...]
    _reads: list[int] = field(init=False, repr=False, compare=False)
    _raws: list[int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_reads", [s.read_start for s in self.stretches])
        object.__setattr__(self, "_raws", [s.raw_start for s in self.stretches])

    @classmethod
    def same(cls, n_chars: int) -> "WayBack":
        """Return the way back when nothing was changed."""
        return cls((Stretch(0, n_chars, 0, n_chars),) if n_chars else ())

    @property
    def is_same(self) -> bool:
        """Whether every character stands where it was received."""
        if len(self.stretches) != 1:
            return not self.stretches
        only = self.stretches[0]
        return only.raw_start == 0 and only.raw_end == only.read_end

    def to_raw(self, start: int, end: int) -> Span:
        """Return the received span behind the read span ``start:end`` (end exclusive, not empty)."""
        if self.is_same:
            return Span(start, end)
        first = self._at(start)
        last = self._at(end - 1)
        raw_start = first.raw_start
        if first.read_end - first.read_start == first.raw_end - first.raw_start:
            raw_start += start - first.read_start
        raw_end = last.raw_end
        if last.read_end - last.read_start == last.raw_end - last.raw_start:
            raw_end -= last.read_end - end
        return Span(raw_start, raw_end)

    def to_read(self, raw: int) -> int:
        """Return the read place of received place ``raw``; of one taken out, the next that was kept."""
        if self.is_same:
            return raw
        i = bisect_right(self._raws, raw) - 1
        if i < 0:
            return 0
        s = self.stretches[i]
        if raw >= s.raw_end:
            return s.read_end
        if s.read_end - s.read_start == s.raw_end - s.raw_start:
            return s.read_start + raw - s.raw_start
        return s.read_start

    def then(self, later: "WayBack") -> "WayBack":
        """Return the way back through ``later`` (newer text to ours) and then through this one."""
        if self.is_same:
            return later
        if later.is_same:
            return self
        out: list[Stretch] = []
        ours = self.stretches
        k = 0
        for s in later.stretches:
            read, at, end = s.read_start, s.raw_start, s.raw_end
            if s.read_end - read != end - at:
                out.append(Stretch(read, s.read_end, *self._around(at, end)))
                continue
            while at < end:
                while ours[k].read_end <= at:  # both run in order: no place is looked for twice
                    k += 1
                mine = ours[k]
                stop = min(mine.read_end, end)
                start, close = mine.raw_start, mine.raw_end
                if mine.read_end - mine.read_start == close - start:
                    start += at - mine.read_start
                    close = start + stop - at
                out.append(Stretch(read, read + stop - at, start, close))
                read += stop - at
                at = stop
        return WayBack(tuple(out))

    def _around(self, start: int, end: int) -> tuple[int, int]:
        if start < end:
            span = self.to_raw(start, end)
            return span.start, span.end
        if not self.stretches:
            return 0, 0
        if start < self.stretches[-1].read_end:
            at = self.to_raw(start, start + 1).start
            return at, at
        at = self.stretches[-1].raw_end
        return at, at

    def _at(self, read: int) -> Stretch:
        return self.stretches[bisect_right(self._reads, read) - 1]


def apply_edits(text: str, edits: Iterable[Edit]) -> tuple[str, WayBack]:
    """Carry out sorted, non-overlapping ``edits`` and return the new text with its way back.

    Raises:
        ValueError: two edits overlap or stand out of order.

    >>> new, way = apply_edits("领导態(tài)度好", [Edit(3, 8, ""), Edit(2, 3, "态")][::-1])
    >>> new, way.to_raw(2, 4)
    ('领导态度好', Span(start=2, end=9))
    """
    pieces: list[str] = []
    stretches: list[Stretch] = []
    at = read = 0
    for start, end, words in edits:
        if start < at:
            raise ValueError(f"edit at {start} overlaps the one before it, which ends at {at}")
        if start > at:
            pieces.append(text[at:start])
            stretches.append(Stretch(read, read + start - at, at, start))
            read += start - at
        if words:
            pieces.append(words)
            stretches.append(Stretch(read, read + len(words), start, end))
            read += len(words)
        at = end
    if at == 0 and not pieces:
        return text, WayBack.same(len(text))
    if at < len(text):
        pieces.append(text[at:])
        stretches.append(Stretch(read, read + len(text) - at, at, len(text)))
    return "".join(pieces), WayBack(tuple(stretches))
