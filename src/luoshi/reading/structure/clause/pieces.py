"""What a block is cut into: clauses in the making."""

from typing import NamedTuple

from luoshi.values.span import Span


class Piece(NamedTuple):
    """A clause in the making.

    Attributes:
        start, end: the clause itself.
        whole: with mark, lead and final punctuation.
        marker: the list mark it opens with, else empty.
        tail: its trailing bracket, or an empty span.
        announces: it only announces what follows the colon.
        ends_sentence: the sentence is over after it.
    """

    start: int
    end: int
    whole: Span
    marker: str
    tail: Span
    announces: bool
    ends_sentence: bool


class Draft(NamedTuple):
    """A piece with the place it stands in."""

    piece: Piece
    block: int
    item: int
    sentence: int
    opens_item: bool
