"""Forms that rule a commitment out, whatever else the words say."""

import re
import tomllib
from bisect import bisect_left
from importlib.resources import files
from typing import Final

from ahocorasick_rs import AhoCorasick

from luoshi.reading.duty.cutting.parts import is_condition
from luoshi.reading.duty.cutting.units import Unit
from luoshi.reading.duty.grammar import GRAMMAR
from luoshi.values.pattern import lazy

_NEVER: Final = tuple(
    (form["needles"].split(), lazy(form["pattern"]), bool(form.get("unless_made")))
    for form in tomllib.loads(
        files("luoshi.reading.duty.candidate").joinpath("never.toml").read_text(encoding="utf-8")
    )["form"]
)
_NEEDLES: Final = tuple((needle, k) for k, form in enumerate(_NEVER) for needle in form[0])
_NEEDLE_FINDER: Final = AhoCorasick([needle for needle, _ in _NEEDLES])
_MADE: Final = re.compile(GRAMMAR["made"])


class Never:
    """The forms that rule a commitment out; their needles are found for the whole text at once."""

    __slots__ = ("hits", "starts", "text")

    def __init__(self, text: str) -> None:
        """Find the needles in ``text``."""
        self.text = text
        found = _NEEDLE_FINDER.find_matches_as_indexes(text, overlapping=True)
        self.hits = sorted((start, end, _NEEDLES[i][1]) for i, start, end in found)
        self.starts = [start for start, _, _ in self.hits]

    def rules_out(self, unit: Unit) -> bool:
        """Tell whether the form alone rules a commitment out: 施行, composition of a body, 以上工作…完成."""
        text = self.text
        for part in unit.parts:
            if not is_condition(text, part):
                break
        else:
            return True
        start, stop = unit.span
        first, last = bisect_left(self.starts, start), bisect_left(self.starts, stop)
        if first == last:
            return False
        words = text[start:stop]
        for k in {k for _, end, k in self.hits[first:last] if end <= stop}:
            _, pattern, unless_made = _NEVER[k]
            if pattern.search(words) and not (unless_made and _MADE.search(words)):
                return True
        return False
