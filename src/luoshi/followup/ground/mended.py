"""The words of a place as they were read: a damaged text's repairs put in where they stand."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from luoshi.document.repair.simplify import simplify, simplify_char

_EDGES = "，,；;、。：: "
_FRONT = 20_000  # characters that show which script a text is written in


@dataclass(frozen=True, slots=True)
class Mended:
    """A text as received with its repairs.

    Attributes:
        text: as received.
        repairs: ``(start, end, words read there)``, in order.
        is_traditional: its characters are; a register and its tasks are written in simplified ones.
    """

    text: str
    repairs: Sequence[tuple[int, int, str]] = ()
    is_traditional: bool = False

    @classmethod
    def of(cls, text: str, reading: Mapping[str, Any]) -> "Mended":
        """Return a text with the repairs its reading (contract) names."""
        repairs = sorted((r["start"], r["end"], r["read"]) for r in reading["repairs"])
        front = text[:_FRONT]
        return cls(text, repairs, simplify(front) != front)

    def words(self, start: int, end: int) -> str:
        """Return the words of a place on one line, as a person would write them down.

        >>> Mended("由县监(jiān)局查", [(3, 9, "")]).words(1, 11)
        '县监局查'
        """
        pieces, at = [], start
        for n in range(bisect_left(self.repairs, (start,)), len(self.repairs)):
            first, last, read = self.repairs[n]
            if last > end:
                break
            pieces += [self.text[at:first], read]
            at = last
        words = " ".join("".join([*pieces, self.text[at:end]]).split())
        words = "".join(map(simplify_char, words)) if self.is_traditional else words
        return words.strip(_EDGES) if pieces else words

    def whole(self) -> str:
        """Return the whole text as read, its lines kept: what is looked for when somebody searches."""
        pieces, at = [], 0
        for first, last, read in self.repairs:
            pieces += [self.text[at:first], read]
            at = max(at, last)
        text = "".join([*pieces, self.text[at:]])
        return simplify(text) if self.is_traditional else text

    def place(self, at: int) -> int:
        """Return where a place of the whole text stands in the text as received.

        >>> source = Mended("由县监(jiān)局查", [(3, 9, "")])
        >>> source.place(source.whole().index("局"))
        9
        """
        shift = 0
        for first, last, read in self.repairs:
            if at + shift < first:
                break
            if at + shift < first + len(read):
                return first
            shift += last - first - len(read)
        return at + shift
