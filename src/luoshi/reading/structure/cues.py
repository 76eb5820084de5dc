"""Every cue word of the states found in one pass over the text."""

from bisect import bisect_left
from collections.abc import Sequence
from enum import IntFlag

from ahocorasick_rs import AhoCorasick, MatchKind

from luoshi.reading.structure.words import load


class Cue(IntFlag):
    """What a cue word says about the clause it stands in."""

    NONE = 0
    TURN_ACHIEVEMENT = 1
    TURN_PLAN = 2
    TURN_PROBLEM = 4
    DUTY = 8
    PAST = 16
    DEED = 32
    LACK = 64
    LEADER = 128
    PRAISE = 256


_WORDS = load("states")
_CUES: dict[str, int] = {}
for _name, _words in (
    (Cue.TURN_ACHIEVEMENT, _WORDS["turns"]["achievement"]),
    (Cue.TURN_PLAN, _WORDS["turns"]["plan"]),
    (Cue.TURN_PROBLEM, _WORDS["turns"]["problem"]),
    (Cue.DUTY, _WORDS["duty"]["words"]),
    (Cue.PAST, _WORDS["past"]["words"]),
    (Cue.DEED, _WORDS["deeds"]["words"]),
    (Cue.LACK, _WORDS["lack"]["words"]),
    (Cue.LEADER, _WORDS["quotation"]["leaders"]),
    (Cue.PRAISE, _WORDS["praise"]["words"]),
    (Cue.NONE, _WORDS["duty"]["neutral"]),
):
    for _word in _words:
        _CUES[_word] = _CUES.get(_word, 0) | _name
for _word, _bits in list(_CUES.items()):  # a longer word keeps what the shorter ones inside it say
    if _bits & (Cue.DEED | Cue.PAST | Cue.TURN_PROBLEM | Cue.LACK):
        for _inner, _more in list(_CUES.items()):
            if _inner in _word and len(_inner) > 1:
                _CUES[_word] |= _more
_BITS = tuple(_CUES.values())
_AUTOMATON = AhoCorasick(list(_CUES), matchkind=MatchKind.LeftmostLongest)


def cues_of(text: str, spans: Sequence[tuple[int, int]]) -> tuple[list[int], list[int]]:
    """Return, for each of the ascending ``spans``, its cues and where the first turn in it stands (-1: none)."""
    bits = [0] * len(spans)
    turns = [-1] * len(spans)
    starts = [s[0] for s in spans]
    ends = [s[1] for s in spans]
    any_turn = int(Cue.TURN_ACHIEVEMENT | Cue.TURN_PLAN | Cue.TURN_PROBLEM)
    i = 0
    n = len(spans)
    for pattern, start, _ in _AUTOMATON.find_matches_as_indexes(text):
        while i < n and ends[i] <= start:
            i += 1
        if i == n:
            break
        if starts[i] > start:
            continue
        b = _BITS[pattern]
        bits[i] |= b
        if b & any_turn and turns[i] < 0:
            turns[i] = start - starts[i]
    return bits, turns


def has_cue(text: str, start: int, end: int, sorted_places: Sequence[int]) -> bool:
    """Tell whether one of ``sorted_places`` lies in ``start:end``."""
    i = bisect_left(sorted_places, start)
    return i < len(sorted_places) and sorted_places[i] < end
