"""The exact words a document uses, and where they stand."""

from dataclasses import dataclass

from luoshi.values.span import Span


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a source, checked against their place.

    Anchored in the text as received, so that a better cleaner never moves an old quote.

    Attributes:
        text_id: SHA-256 of the received text in UTF-8; 64 lower-case hex digits.
        span: where the words stand in the received text, in code points.
        words: the received text between ``span.start`` and ``span.end``.

    Raises:
        ValueError: ``words`` does not fill ``span``.

    >>> Quote("0" * 64, Span(4, 7), "每季度").words
    '每季度'
    """

    text_id: str
    span: Span
    words: str

    def __post_init__(self) -> None:
        if len(self.words) != self.span.end - self.span.start:
            raise ValueError(f"{self.words!r} does not fill {self.span}")
