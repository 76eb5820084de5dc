"""A stretch of a text."""

from typing import NamedTuple


class Span(NamedTuple):
    """Where something stands: code points, end exclusive.

    A tuple, not a dataclass: a reading of a long document makes a hundred thousand of them.

    >>> Span(4, 7).of("各镇乡每季度要")
    '季度要'
    """

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the words that stand here in ``text``."""
        return text[self.start : self.end]

    def holds(self, other: tuple[int, int]) -> bool:
        """Tell whether ``other`` lies inside this span."""
        return self.start <= other[0] and other[1] <= self.end

    def meets(self, other: tuple[int, int]) -> bool:
        """Tell whether the two share at least one character."""
        return self.start < other[1] and other[0] < self.end
